"""Workbooks: the first sheet, every cell as text, rows counted as the spreadsheet shows them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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
from dashboard.tables.workbook_dates import with_known_dates
from dashboard.tables.workbook_limits import NO_WORKBOOK, check_workbook

MOST_MEMORY_BYTES = 4 << 30
MOST_SECONDS = 120
_CHILD = Path(__file__).with_name("workbook_child.py")
_UNREADABLE = 3
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"


def read_xlsx(file: str, data: bytes) -> Sheet:
    """The first sheet of a workbook as text; the first row that is not blank holds the headings."""
    check_workbook(data)
    table = _parse(with_known_dates(data))
    metadata = table.schema.metadata
    cells = [
        pc.replace_substring_regex(trimmed(column.cast(pa.string())), _MIDNIGHT, r"\1")
        for column in table.columns
    ]
    columns, rows = without_blank_rows(cells, np.arange(1, table.num_rows + 1, dtype=np.int64))
    if not len(rows):
        raise RefusedFileError(
            "an empty sheet", "a first row of headings", "Put the headings in the first row."
        )
    headings = check_headings([column[0].as_py() for column in columns])
    errors: list[tuple[int, int, str]] = json.loads(metadata[b"errors"])
    bad = tuple(_error_cell(row + 1, place, detail) for row, place, detail in errors if row + 1 > rows[0])
    body = tuple(column.slice(1) for column in columns)
    name = metadata[b"name"].decode()
    return Sheet(file, "xlsx", headings, body, rows[1:], bad, has_typed_cells=True, sheet_name=name)


def _parse(data: bytes) -> Any:
    """The first sheet as an Arrow table of text, read in a process of its own."""
    command = [sys.executable, "-P", str(_CHILD), str(MOST_MEMORY_BYTES)]
    try:
        # The program and its arguments are our own; the workbook goes in as data.
        child = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RefusedFileError(
            f"a workbook that takes more than {MOST_SECONDS} seconds", "a smaller one", "Save it as CSV."
        ) from None
    if child.returncode == _UNREADABLE:
        raise RefusedFileError(*NO_WORKBOOK)
    if child.returncode != 0:
        raise RefusedFileError(
            "a workbook that breaks the reader", "a workbook of ordinary size", "Save it as CSV."
        )
    return pa.ipc.open_stream(child.stdout).read_all()


def _error_cell(row: int, place: int, detail: str) -> BadRow:
    """A cell that holds an error, which calamine names like Error(Div0)."""
    name = detail.rpartition("Error(")[2].rstrip(")'") if "Error(" in detail else "unknown"
    return BadRow(
        row,
        f"a formula error ({name})",
        "a value",
        "Correct the formula, or write the value.",
        "cell_error",
        place,
    )
