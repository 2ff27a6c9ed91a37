"""Make the synthetic sample folders again: `python sample_data/make.py [OUT_DIR]`.

Every figure comes from seeded streams and from the stories in `story_*.py`; a second run writes the same
bytes. Real are only the names and codes of places.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:  # run as a file, not as a module
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_data import build_gaotai, build_nanyang
from sample_data.folder import write_folder

BUILDERS = {"gaotai": build_gaotai.tables, "nanyang": build_nanyang.tables}


def main(arguments: list[str] | None = None) -> int:
    """Write the CSV files of every synthetic folder under OUT_DIR (this directory if not said)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out_dir", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    out_dir: Path = parser.parse_args(arguments).out_dir
    for name, build in BUILDERS.items():
        write_folder(out_dir / name, build())
    return 0


if __name__ == "__main__":
    sys.exit(main())
