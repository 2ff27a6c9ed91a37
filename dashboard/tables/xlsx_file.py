"""Workbooks: the first sheet, every cell as text, rows counted as the spreadsheet shows them."""

from typing import Any

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.tables.sheet import (
    BadRow,
    RefusedFileError,
    Sheet,
    check_headings,
    trimmed,
    without_blank_rows,
)

_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"
_NO_WORKBOOK = ("no workbook that can be read", "a workbook (.xlsx)", "Save it again as .xlsx.")


def read_xlsx(file: str, data: bytes) -> Sheet:
    """The first sheet of a workbook as text; the first row that is not blank holds the headings."""
    name, batch, errors = _load(data)
    columns: list[Any] = [trimmed(pc.cast(column, pa.string())) for column in batch.columns]
    columns = [pc.replace_substring_regex(column, _MIDNIGHT, r"\1") for column in columns]
    columns, rows = _split(columns, np.arange(1, batch.num_rows + 1, dtype=np.int64))
    if not len(rows):
        raise RefusedFileError(
            "an empty sheet", "a first row of headings", "Put the column headings in the first row."
        )
    headings = check_headings([column[0].as_py() for column in columns])
    bad = tuple(
        BadRow(row, detail, "a value", "Correct the formula, or write the value.", "cell_error", place)
        for row, place, detail in errors
        if row > rows[0]
    )
    body = tuple(column.slice(1) for column in columns)
    return Sheet(file, "xlsx", headings, body, rows[1:], bad, has_typed_cells=True, sheet_name=name)


def _split(columns: list[Any], rows: Any) -> tuple[list[Any], Any]:
    kept, numbers = without_blank_rows(columns, rows)
    return list(kept), numbers


def _load(data: bytes) -> tuple[str, Any, list[tuple[int, int, str]]]:
    """The first sheet's name, its cells as text, and the cells that hold an error (row, column, which)."""
    try:
        book = fastexcel.read_excel(data)
        # Without skip_rows=0 blank rows at the top are dropped and every row number would be wrong.
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        raise RefusedFileError(*_NO_WORKBOOK) from error
    found = [
        (each.position[0] + 1, each.position[1], _error_name(each.detail))
        for each in (errors.errors if errors else [])
    ]
    return sheet.name, batch, found


def _error_name(detail: str) -> str:
    """The error of a cell as calamine names it, such as Div0."""
    name = detail.rpartition("Error(")[2].rstrip(")'") if "Error(" in detail else "unknown"
    return f"a formula error ({name})"
