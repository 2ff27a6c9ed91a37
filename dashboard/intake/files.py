"""Any file as grids of text, whatever its format; what cannot be read is refused in one line.

This runs in the process of its own that `child` is: nothing else opens what somebody sent.
"""

from dashboard.intake.book import read_workbook
from dashboard.intake.grid import Grid
from dashboard.intake.sniff import kind_of
from dashboard.intake.text_file import read_text
from dashboard.tables.sheet import RefusedFileError


def grids_in_file(file: str, data: bytes) -> list[Grid]:
    """Every sheet of a file that has cells, the hidden ones marked.

    Raises:
        RefusedFileError: the file is not read; the reason is named.
    """
    form = kind_of(file, data)
    grids = [read_text(file, data)] if form == "csv" else read_workbook(file, data, form)
    filled = [grid for grid in grids if grid.height and grid.filled.any()]
    if not filled:
        raise RefusedFileError(
            "no cells at all (blank sheets, pictures or charts only)", "a sheet with a table of text",
            "Type the table, or ask for the file it was made from.",
        )  # fmt: skip
    return filled
