"""What a table must have and a file leaves out: required columns, and required cells that are blank."""

import numpy as np
import pyarrow.compute as pc

from dashboard.tables.faults import FaultList
from dashboard.tables.sheet import Sheet
from dashboard.tables.table import Table


def note_missing(faults: FaultList, sheet: Sheet, table: Table, places: dict[str, int]) -> None:
    """Note required columns that are not there, and blank cells in those that are."""
    # A cell with a formula error is blank too, and has been named already.
    broken: dict[int | None, list[int]] = {}
    for bad in sheet.bad_rows:
        broken.setdefault(bad.column, []).append(bad.row)
    for column in table.columns:
        place = places.get(column.name)
        if not column.required:
            continue
        if place is None:
            fix = f"Add a column {column.label_zh} or {column.name}."
            faults.add("no such column", "a required column", fix, "no_column", column=column.name)
            continue
        rows = sheet.rows[np.asarray(pc.equal(sheet.columns[place], ""))]
        rows = rows[~np.isin(rows, broken.get(place, []))]
        faults.add_many(
            rows,
            _empty,
            "a value in every row",
            "Fill the cell.",
            "no_value",
            column=sheet.titles[place],
            place=place,
        )
    for names in table.one_of:
        _note_none_of(faults, sheet, names, [places[name] for name in names if name in places])


def _note_none_of(faults: FaultList, sheet: Sheet, names: tuple[str, ...], there: list[int]) -> None:
    either = " or ".join(names)
    if not there:
        faults.add("no such column", "at least one of the two", f"Add {either}.", "no_column", column=either)
        return
    blank = np.ones(len(sheet.rows), dtype=bool)
    for place in there:
        blank &= np.asarray(pc.equal(sheet.columns[place], ""))
    faults.add_many(
        sheet.rows[blank],
        _empty,
        "at least one of the two",
        f"Fill {either}.",
        "no_value",
        column=sheet.titles[there[0]],
        place=there[0],
    )


def _empty(_index: int) -> str:
    return "an empty cell"
