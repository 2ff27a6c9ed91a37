"""Write requirements.lock and requirements-dev.lock from pyproject.toml, each in a fresh environment.

Run it with Python 3.11: ``python .ci/lock.py`` keeps the versions that are locked already and adds what is
new; ``python .ci/lock.py --upgrade`` takes the newest versions that pyproject.toml allows. A lock holds names
and versions only, never the address they come from.
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"

# What a package asks for on Windows only: a freeze on another system cannot see it.
WINDOWS_ONLY = {BASE: [], DEV: ['colorama==0.4.6 ; sys_platform == "win32"']}


def freeze(requirements: list[str], constraints: list[str]) -> list[str]:
    """Install into a fresh environment and list what is in it, one ``name==version`` a line."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = next(p for p in Path(folder).glob("*/python*") if p.stem == "python")
        pins = Path(folder) / "constraints.txt"
        pins.write_text("\n".join(constraints), encoding="utf-8")
        pip = [str(python), "-m", "pip", "--quiet"]
        subprocess.run([*pip, "install", "-c", str(pins), *requirements], check=True)  # noqa: S603
        listed = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True)  # noqa: S603
    return [line for line in listed.stdout.splitlines() if "==" in line]


def main() -> None:
    """Write both locks; the second holds every line of the first, so the two never disagree."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    keep = (
        DEV.read_text(encoding="utf-8").splitlines() if DEV.exists() and "--upgrade" not in sys.argv else []
    )
    base = freeze(project["dependencies"], keep)
    dev = freeze([*project["dependencies"], *extras["test"], *extras["bench"]], [*keep, *base])
    for path, lines in ((BASE, base), (DEV, dev)):
        listed = sorted([*lines, *WINDOWS_ONLY[path]], key=str.casefold)
        path.write_text("\n".join(listed) + "\n", encoding="utf-8", newline="\n")
        print(f"{path.name}: {len(listed)} packages")


if __name__ == "__main__":
    main()
