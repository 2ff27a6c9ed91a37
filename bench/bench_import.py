"""How long a command waits before it does anything: the time to import each package, in a process of its own."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "dashboard.plans",
    "dashboard.tables",
    "dashboard.engine",
    "dashboard.cli",
    "dashboard.workspace",
    "geo",
)
RUNS = 5
TIMED = "import time; t = time.perf_counter(); import {name}; print(time.perf_counter() - t)"


def seconds(name: str) -> float:
    """The median of a few imports, each in a fresh interpreter."""
    command = [sys.executable, "-c", TIMED.format(name=name)]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(RUNS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def main() -> None:
    """Print one line a package."""
    for name in PACKAGES:
        if (ROOT / name.replace(".", "/")).is_dir() or (ROOT / f"{name.replace('.', '/')}.py").is_file():
            print(f"{name:24} {seconds(name) * 1000:7.0f} ms")


if __name__ == "__main__":
    main()
