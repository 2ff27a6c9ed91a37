"""Whether what is installed is what was locked, and is as it was when it was installed. Asks nobody.

The locks hold names and versions. What each package wrote about its own files when it was installed (RECORD, with a
SHA-256 a file) is held against the files; code that no package wrote down, which Python would run all the same, is
told too. The digest at the end is the same on every machine with the same packages, so it can be kept elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from dashboard.errors import DeskError
from dashboard.settings import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
TOOLS = frozenset({"pip", "setuptools", "wheel"})
"""What comes with an environment and stands in no lock."""
RUNS = frozenset({".py", ".pth", ".so", ".pyd", ".dll"})
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(\s*;.*)?$")
_WRITTEN_HERE = re.compile(r"^\.\.|\.dist-info/(INSTALLER|REQUESTED|RECORD|direct_url\.json)$")
"""Files that differ from machine to machine: commands with paths in them, and notes of the installer."""


@dataclass(frozen=True)
class Found:
    """How many packages and files there are, and one digest over all of them."""

    packages: int
    files: int
    digest: str


def audit(root: Path = ROOT, site: Path | None = None) -> Found:
    """Hold the installed packages against the locks and against their own lists of files.

    Args:
        root: where the locks are.
        site: the folder of packages to look at; None is that of this Python.

    Raises:
        DeskError: everything that differs, at once.
    """
    there_are = distributions(path=[str(site)]) if site else distributions()
    installed = {_normal(each.name): each for each in there_are}
    faults = list(_against_locks(root, installed))
    written: set[Path] = set()
    folders: set[Path] = set()
    lines = []
    for name in sorted(installed):
        folders.add(Path(str(installed[name].locate_file(""))))
        for path, there, digest in _files(installed[name]):
            written.add(there)
            if digest is None:
                continue
            if not there.is_file():
                faults.append(f"{name}: {path} is missing; install the package again")
            elif _digest(there) != digest:
                faults.append(f"{name}: {path} was changed after it was installed; install the package again")
            if not _WRITTEN_HERE.search(path):
                lines.append(f"{name} {path} {digest}")
    faults += [
        f"{path.relative_to(folder)}: no package wrote this file, and Python runs it; find out where it is from"
        for folder in sorted(folders)
        for path in _unknown(folder, written)
    ]
    if faults:
        raise DeskError(faults)
    whole = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return Found(len(installed), len(lines), whole)


def _against_locks(root: Path, installed: dict[str, Distribution]) -> Iterator[str]:
    run, every = (_pins(root / lock) for lock in LOCKS)
    for name, (version, is_for_all) in run.items():
        if name not in installed and is_for_all:
            yield f"{name}: not installed; {LOCKS[0]} has {version}. Install it from the lock"
    for name, found in installed.items():
        wanted = run.get(name) or every.get(name)
        if wanted is None and name not in TOOLS:
            yield f"{name}: found {found.version}, which is in no lock; remove it, or run `make lock`"
        elif wanted is not None and wanted[0] != found.version:
            yield f"{name}: found {found.version}; the lock has {wanted[0]}. Install it from the lock"


def _pins(path: Path) -> dict[str, tuple[str, bool]]:
    """Names → version, and whether the package is for every system."""
    found = [_PIN.match(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {_normal(pin[1]): (pin[2], pin[3] is None) for pin in found if pin}


def _files(package: Distribution) -> Iterator[tuple[str, Path, str | None]]:
    """A package's files: as it names them, where they are, and their SHA-256 (none for what Python compiles)."""
    for file in package.files or ():
        is_known = file.hash is not None and file.hash.mode == "sha256"
        yield (
            file.as_posix(),
            Path(str(file.locate())).resolve(),
            file.hash.value if is_known and file.hash else None,
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return base64.urlsafe_b64encode(hashlib.file_digest(file, "sha256").digest()).rstrip(b"=").decode()


def _unknown(folder: Path, written: set[Path]) -> list[Path]:
    """Files of a folder of packages that Python would run and that no package has written down."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in RUNS and path.is_file() and path.resolve() not in written
    ]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
