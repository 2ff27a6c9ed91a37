"""A file's text becomes a typed table: headings are matched, cells read, and everything wrong is noted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from dashboard.tables import headings as known
from dashboard.tables.cells import Cells, plain, read_cells
from dashboard.tables.columns import Column
from dashboard.tables.faults import Fault, FaultList, some
from dashboard.tables.masks import quoted, shown, shown_heading
from dashboard.tables.missing import note_missing
from dashboard.tables.sheet import Sheet
from dashboard.tables.table import Table


@dataclass(frozen=True)
class Converted:
    """A table in memory, with what is needed to point at its cells in the file."""

    table: Table
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    headings: dict[str, str]  # contract name → heading as it stands in the file
    places: dict[str, int]  # contract name → position in the file
    faults: FaultList
    warnings: tuple[Fault, ...]
    is_cut: bool  # whether rows had to be left out


def figure(name: str) -> Column:
    """A column that only a plan knows, read by the unit in its name."""
    if name.endswith("_pct"):
        return Column(name, "percent", (name,), name, "A percentage that a plan asks for.", unit="%")
    if name.endswith("_count"):
        return Column(name, "count", (name,), name, "A count that a plan asks for.", unit="people")
    return Column(name, "number", (name,), name, "A number that a plan asks for.")


def asked_columns(table: Table, extra: Iterable[str]) -> list[Column]:
    """The columns that a plan asks a table of figures for, whether or not a file has them."""
    if not table.takes_figures:
        return []
    of_plan = {plain(name): figure(name) for name in extra if name not in table.by_name}
    return [column for column in of_plan.values() if not known.is_known_elsewhere(column.name)]


def convert(sheet: Sheet, table: Table, extra: tuple[str, ...] = ()) -> Converted:
    """A sheet as a table of the contract; `extra` names columns that only a plan knows."""
    faults = FaultList(sheet.file)
    for bad in sheet.bad_rows:
        heading = None if bad.column is None else sheet.titles[bad.column]
        place = bad.column or 0
        faults.add(bad.found, bad.allowed, bad.fix, bad.code, row=bad.row, column=heading, place=place)
    places, asked, warnings = _match(sheet, table, extra, faults)
    values: dict[str, Any] = {}
    for column in (*table.columns, *asked):
        at = places.get(column.name)
        if at is None:
            values[column.name] = _blank(column, len(sheet.rows))
            continue
        cells = read_cells(sheet.columns[at], column, has_typed_cells=sheet.has_typed_cells)
        values[column.name] = cells.values
        _note_troubles(faults, sheet, table, column, at, cells)
    note_missing(faults, sheet, table, places)
    series = {
        name: pd.Series(value, dtype=object) if value.dtype == object else value
        for name, value in values.items()
    }
    is_cut = any(bad.column is None for bad in sheet.bad_rows)
    headings = {name: sheet.titles[place] for name, place in places.items()}
    return Converted(
        table, pd.DataFrame(series), sheet.rows, headings, places, faults, tuple(warnings), is_cut
    )


def _match(
    sheet: Sheet, table: Table, extra: tuple[str, ...], faults: FaultList
) -> tuple[dict[str, int], list[Column], list[Fault]]:
    """Which column stands where, which further ones a plan asks for, and warnings about the rest."""
    of_plan = {plain(name): figure(name) for name in extra if name not in table.by_name}
    places: dict[str, int] = {}
    seen: dict[str, int] = {}
    warnings: list[Callable[[], Fault]] = []
    # A list of people without headings has a person in their place.
    has_none = table.is_personal and not any(known.match(heading, table) for heading in sheet.headings)
    asked = asked_columns(table, extra)
    for place, heading in enumerate(sheet.headings):
        if not heading:
            if pc.any(pc.not_equal(sheet.columns[place], "")).as_py():
                warnings.append(partial(_unnamed, sheet.file, place))
            continue
        column = known.match(heading, table) or of_plan.get(plain(heading))
        name = column.name if column else plain(heading)
        if name in seen:
            other = sheet.titles[seen[name]]
            found = f"it twice, also as {other}" if other != sheet.titles[place] else "it twice"
            fix = "Remove one of the two columns."
            faults.add(
                found, "each column once", fix, "column_twice", column=sheet.titles[place], place=place
            )
            continue
        seen[name] = place
        if column is not None:
            places[name] = place
            if name not in table.by_name and column not in asked:
                asked.append(column)
        elif not known.is_known_elsewhere(heading):
            warnings.append(partial(_unknown, sheet.file, heading, table, extra, is_personal=has_none))
    return places, asked, some(warnings, sheet.file)


def _unnamed(file: str, place: int) -> Fault:
    found = f"cells without a heading in column {place + 1}"
    return Fault(file, None, None, found, "a heading over every column", "They are not read.", "no_heading")


def _unknown(
    file: str, heading: str, table: Table, extra: tuple[str, ...], *, is_personal: bool = False
) -> Fault:
    title = shown(heading, is_personal=True).strip("'") if is_personal else shown_heading(heading)
    other = known.other_unit(heading, table)
    if other:
        unit, column = other
        fix = "Convert the figures and the heading. The column is not read."
        return Fault(
            file, None, title, f"the unit {quoted(unit)}", column.unit or "no unit", fix, "other_unit"
        )
    fix = f"{known.nearest(heading, table, extra)} The column is not read."
    allowed = f"the columns of {table.name} and those a plan names"
    return Fault(file, None, title, f"the unknown column {quoted(title)}", allowed, fix, "unknown_column")


def _note_troubles(
    faults: FaultList, sheet: Sheet, table: Table, column: Column, place: int, cells: Cells
) -> None:
    texts = sheet.columns[place]
    for trouble in cells.troubles:
        at = trouble.positions

        def found(index: int, at: npt.NDArray[np.int64] = at) -> str:
            return shown(texts[int(at[index])].as_py(), column.kind, is_personal=table.is_personal)

        faults.add_many(
            sheet.rows[at],
            found,
            trouble.allowed,
            trouble.fix,
            trouble.code,
            column=sheet.titles[place],
            place=place,
        )


def _blank(column: Column, length: int) -> npt.NDArray[Any]:
    """A column that the file does not have, blank throughout."""
    if column.numeric or (column.kind == "year" and not column.required):
        return np.full(length, np.nan)
    if column.kind in ("month", "year"):
        return np.zeros(length, dtype="int64")
    if column.kind in ("date", "moment"):
        return np.full(length, np.datetime64("NaT", "s"))
    if column.kind == "yesno":
        return np.zeros(length, dtype=bool)
    return np.full(length, "", dtype=object)
