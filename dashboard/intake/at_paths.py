"""Reading files by their path: what lies beside a file, and what the shipped plans ask for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dashboard.errors import DataError, StoreError
from dashboard.intake.check import Around, Read, check_file, check_folder
from dashboard.intake.places import Places
from dashboard.intake.sniff import ENDINGS
from dashboard.tables import TABLES
from dashboard.tables.masks import mask_inside


def plan_columns(plan: str | None = None) -> tuple[str, ...]:
    """The figures that any shipped plan asks for, or the one that is named."""
    from dashboard.plans.profiles import brief, with_tiers

    plans = [brief(name).tiers for name in (*with_tiers(), *([plan] if plan else []))]
    names = (c for each in plans if each for c in (*each.indicator_columns, *each.target_columns))
    return tuple(dict.fromkeys(names))


def check_path(path: Path, table: str | None = None, plan: str | None = None) -> list[Read]:
    """A file, held against the regions that lie beside it, or every file of a folder.

    Raises:
        DataError: there is nothing of that path, or the table's name is none.
    """
    if table is not None and table not in TABLES:
        raise DataError(f"--table: found {table[:40]!r}; allowed: {', '.join(TABLES)}.")
    extra = plan_columns(plan)
    try:
        if path.is_dir():
            if table is not None:
                raise DataError(f"--table: {path.name!r} is a folder; allowed: a file. Leave --table out.")
            reads = check_folder(path, extra)
            if not reads:
                raise DataError(f"{path.name}: found no files; allowed: a folder of tables.")
            return reads
        data = path.read_bytes()
    except OSError as error:
        name = mask_inside(path.name) or "PATH"
        raise DataError(
            f"{name}: found nothing that can be opened ({error.strerror}); allowed: a file or folder."
        ) from error
    return [check_file(path.name, data, table, Around(places=_beside(path), extra=extra))]


def _beside(path: Path) -> Places | None:
    """The places of a `regions` table in the same folder, if it is there and without errors."""
    for ending in ENDINGS:
        file = path.with_name(f"regions{ending}")
        if file != path and file.is_file():
            read = check_file(file.name, file.read_bytes(), "regions")
            if not read.has_errors:
                return Places.of(read.frames.get("regions"))
    return None


def read_for_store(path: Path, table: str | None, around: Around) -> tuple[Read, dict[str, str]]:
    """One file as it is to be stored, and its hash by its name.

    Raises:
        StoreError: no table is named, or it is none.
        DataError: the file cannot be read, or has errors; one line each.
    """
    if table not in TABLES:
        allowed = f"{', '.join(TABLES)}. Say which table {path.name!r} holds."
        raise StoreError(f"--table: found {table or 'nothing'}; allowed: {allowed}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{mask_inside(path.name)}: found nothing that can be opened ({error.strerror})."
        ) from error
    read = check_file(path.name, data, table, around)
    if read.has_errors:
        raise DataError(f.line(read.file) for f in read.findings if f.severity == "error")
    return read, {path.name: hashlib.sha256(data).hexdigest()}
