"""Reading files by their path: what lies beside a file, and what the shipped plans ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from dashboard.errors import DataError, StoreError
from dashboard.intake.check import Around, ByHand, Read, check_file, check_folder
from dashboard.intake.naming import with_place_name
from dashboard.intake.places import Places
from dashboard.intake.sniff import ENDINGS
from dashboard.tables import TABLES
from dashboard.tables.masks import mask_inside, quoted


def plan_columns(plan: str | None = None) -> tuple[str, ...]:
    """The figures that any shipped plan asks for, or the one that is named."""
    from dashboard.plans.profiles import brief, with_tiers

    plans = [brief(name).tiers for name in (*with_tiers(), *([plan] if plan else []))]
    names = (c for each in plans if each for c in (*each.indicator_columns, *each.target_columns))
    return tuple(dict.fromkeys(names))


def said_by_hand(table: str | None, maps: Iterable[str], fills: Iterable[str]) -> ByHand | None:
    """What the options of a command say: ``HEADING=NAME[:UNIT]`` and ``NAME=VALUE``.

    Raises:
        DataError: one of them is not of this form, or names a column that the table does not have.
    """
    maps, fills = tuple(maps), tuple(fills)
    if not maps and not fills:
        return None
    if table not in TABLES:
        raise DataError(f"--map, --fill: found no table; allowed: with --table, one of {', '.join(TABLES)}.")
    columns = with_place_name(TABLES[table]).by_name
    names, units, values = {}, {}, {}
    for text in maps:
        heading, _, meant = text.rpartition("=")
        name, _, unit = meant.partition(":")
        if not heading or (name and name not in columns):
            raise DataError(
                f"--map: found {quoted(text)}; allowed: HEADING=NAME, NAME being {', '.join(columns)}."
            )
        names[heading] = name
        if unit:
            units[heading] = unit
    for text in fills:
        name, _, value = text.partition("=")
        if name not in columns or not value:
            raise DataError(
                f"--fill: found {quoted(text)}; allowed: NAME=VALUE, NAME being {', '.join(columns)}."
            )
        values[name] = value
    return ByHand(names, units, values)


def check_path(
    path: Path, table: str | None = None, plan: str | None = None, by_hand: ByHand | None = None
) -> list[Read]:
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
            reads = check_folder(path, Around(extra=extra))
            if not reads:
                raise DataError(f"{path.name}: found no files; allowed: a folder of tables.")
            return reads
        data = path.read_bytes()
    except OSError as error:
        name = mask_inside(path.name) or "PATH"
        raise DataError(
            f"{name}: found nothing that can be opened ({error.strerror}); allowed: a file or folder."
        ) from error
    return [check_file(path.name, data, table, Around(places=_beside(path), extra=extra), by_hand)]


def _beside(path: Path) -> Places | None:
    """The places of a `regions` table in the same folder, if it is there and without errors."""
    for ending in ENDINGS:
        file = path.with_name(f"regions{ending}")
        if file != path and file.is_file():
            read = check_file(file.name, file.read_bytes(), "regions")
            if not read.has_errors:
                return Places.of(read.frames.get("regions"))
    return None


def read_for_store(
    path: Path, table: str | None, around: Around, by_hand: ByHand | None = None
) -> tuple[list[Read], dict[str, str]]:
    """A file, or every file of a folder, as it is to be stored, and the hash of each by its name.

    Raises:
        StoreError: the table that is named is none.
        DataError: there is nothing at that path, it holds no rows, or it has errors; one line each.
    """
    if path.is_dir():
        if table is not None:
            raise StoreError(f"--table: {path.name!r} is a folder; allowed: a file. Leave --table out.")
    elif table not in TABLES:
        allowed = f"{', '.join(TABLES)}. Say which table {path.name!r} holds."
        raise StoreError(f"--table: found {table or 'nothing'}; allowed: {allowed}")
    try:
        reads = check_folder(path, around) if path.is_dir() else [
            check_file(path.name, path.read_bytes(), table, around, by_hand)
        ]  # fmt: skip
        read_files = {read.file for read in reads if read.entries}
        files = {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in (sorted(path.iterdir()) if path.is_dir() else [path])
            if mask_inside(file.name) in read_files
        }
    except OSError as error:
        raise DataError(
            f"{mask_inside(path.name)}: found nothing that can be opened ({error.strerror})."
        ) from error
    errors = [f.line(read.file) for read in reads for f in read.findings if f.severity == "error"]
    if errors:
        raise DataError(errors)
    if not any(len(frame) for read in reads for frame in read.frames.values()):
        raise DataError(f"{mask_inside(path.name)}: found no rows to store; allowed: at least one.")
    return reads, files


def together(reads: Iterable[Read]) -> dict[str, pd.DataFrame]:
    """The tables that came of several files, one below the other, to be stored."""
    found: dict[str, list[pd.DataFrame]] = {}
    for read in reads:
        for name, frame in read.frames.items():
            found.setdefault(name, []).append(frame)
    return {
        name: pd.concat(found[name], ignore_index=True) if len(found[name]) > 1 else found[name][0]
        for name in TABLES
        if name in found
    }
