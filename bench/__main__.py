"""Run the measurements: ``python -m bench [NAME]`` runs every bench/bench_*.py, or the one of that name.

Each of them prints its own figures, and can be run alone.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main(only: str = "") -> int:
    """Run them one after another; a name that is not there is an error that lists those that are."""
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if only and only not in names:
        print(f"bench: found {only!r}; allowed: {', '.join(names)}", file=sys.stderr)
        return 2
    for name in [only] if only else names:
        print(f"== {name}", flush=True)
        runpy.run_module(f"bench.bench_{name}", run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
