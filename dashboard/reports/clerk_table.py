"""A clerk's sheet as it is taken out: rows with opaque keys, the columns to be filled in open, all others locked."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.locale import Words
from dashboard.registers.clerk_sheet import ClerkSheets
from dashboard.reports.export import Sheet
from dashboard.tables import TABLES


def clerk_table(sheets: ClerkSheets, table: str, t: Words, marks: Sequence[str]) -> Sheet:
    """The sheet of a table for its viewer; it raises what ``ClerkSheets.frame`` does."""
    columns = TABLES[table].by_name
    fill_in = tuple(
        columns[each].label_zh if t.is_chinese else columns[each].label_en for each in sheets.filled_in(table)
    )
    told = t(
        "Fill in: {columns}. Blank cells, locked columns and formulas change nothing.",
        columns=t(", ").join(fill_in),
    )
    return Sheet(
        title=t("{table}, to fill in", table=t.pick(TABLES[table].label_zh, TABLES[table].label_en)),
        thing=f"{table} sheet",
        frame=sheets.frame(table, is_chinese=t.is_chinese),
        groups=sheets.groups(table),
        marks=(told, *marks),
        fill_in=fill_in,
    )
