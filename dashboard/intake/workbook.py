"""Workbooks and Parquet as grids, parsed in a process of their own with a limit of memory and of time."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.grid import Grid, whole_text
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.workbook_dates import with_known_dates
from dashboard.tables.workbook_limits import NO_WORKBOOK, check_workbook
from dashboard.tables.xlsx_file import MOST_MEMORY_BYTES, MOST_SECONDS

_CHILD = Path(__file__).with_name("book_child.py")
_UNREADABLE, _PASSWORD, _NO_SHEET, _TOO_MUCH = 3, 4, 5, 6
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"


def read_workbook(file: str, data: bytes, form: str) -> list[Grid]:
    """Every sheet of a workbook (`xlsx`, `xls`) or a Parquet file, in order.

    Raises:
        RefusedFileError: its figures are beyond all reason, or it cannot be read.
    """
    if form == "xlsx":
        check_workbook(data)
        try:
            data = with_known_dates(data)
        except (KeyError, OSError, RuntimeError, ValueError) as error:
            raise RefusedFileError(*NO_WORKBOOK) from error
    answer = io.BytesIO(_in_a_child(data, form))
    told: dict[str, Any] = json.loads(answer.readline())
    grids = []
    for sheet in told["sheets"]:
        with pa.ipc.open_stream(answer) as stream:
            table = stream.read_all()
        columns = tuple(
            pc.replace_substring_regex(whole_text(column), _MIDNIGHT, r"\1") for column in table.columns
        )
        grids.append(
            Grid(
                file,
                None,
                sheet["name"],
                columns,
                has_typed_cells=True,
                is_1904=told.get("is_1904", False),
                damaged={int(place): tuple(rows) for place, rows in sheet.get("damaged", {}).items()},
                errors=tuple((row, place, detail) for row, place, detail in sheet.get("errors", [])),
                is_hidden=sheet.get("is_hidden", False),
            )
        )
    return grids


def _in_a_child(data: bytes, form: str) -> bytes:
    command = [sys.executable, "-P", str(_CHILD), str(MOST_MEMORY_BYTES), form]
    try:
        # The program and its arguments are our own; the file goes in as data.
        child = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RefusedFileError(
            f"a file that takes more than {MOST_SECONDS} seconds", "a smaller one", "Save it as CSV."
        ) from None
    match child.returncode:
        case 0:
            return child.stdout
        case 3:  # _UNREADABLE
            raise RefusedFileError(
                f"a file under the ending .{form} that cannot be read", f"a whole {form} file",
                "Save it again, as .xlsx or as CSV UTF-8.",
            )  # fmt: skip
        case 4:
            raise RefusedFileError(
                "a workbook with a password",
                "one without a password",
                "Take the password off and save it again.",
            )
        case 5:
            raise RefusedFileError(
                "a workbook without any cells (pictures or charts only)", "a sheet with a table of text",
                "Type the table, or ask for the file it was made from.",
            )  # fmt: skip
        case 6:
            raise RefusedFileError(
                "more cells than are read", "up to 50 million cells", "Split the file, or save it as CSV."
            )
        case _:
            raise RefusedFileError(
                "a file that breaks the reader", "a file of ordinary size", "Save it as CSV UTF-8."
            )
