"""A look at a workbook's own figures before a parser opens it: entries, unpacked size, the range of its cells.

The parser lays a sheet out as a full rectangle, so that one cell in the last column of the last row is
enough to ask for more memory than any machine has. The look costs one pass over the unpacked bytes.
"""

import io
import re
import zipfile
import zlib

from dashboard.tables.sheet import RefusedFileError

MOST_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 1 << 30
MOST_CELLS = 20_000_000
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
NO_WORKBOOK = ("no workbook that can be read", "a workbook (.xlsx)", "Save it again as .xlsx.")

_RESAVE = "Save it again as .xlsx."
_PIECE = 1 << 20
# The longest piece of a tag that could be cut in two between one piece and the next.
_OVERLAP = 64
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")


def check_workbook(data: bytes) -> None:
    """Refuse a workbook that is none, or whose figures are beyond all reason; raises RefusedFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_size(entries)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_entry(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise RefusedFileError(*NO_WORKBOOK) from error


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise RefusedFileError(
            f"{len(entries)} parts", f"up to {MOST_ENTRIES} parts", "Save the sheet alone."
        )
    if unpacked > MOST_UNPACKED_BYTES:
        raise RefusedFileError(
            f"{unpacked >> 20} MB when unpacked",
            f"up to {MOST_UNPACKED_BYTES >> 20} MB",
            "Split it, or save it as CSV.",
        )


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read a part to its end, which also proves its size and checksum, and measure the cells of a sheet."""
    is_sheet = "worksheets/" in entry.filename.lower()
    rows, columns, rest = 0, 0, b""
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise RefusedFileError(
                    "declarations of entities, as in an entity bomb",
                    "a workbook as spreadsheets write it",
                    _RESAVE,
                )
            if not is_sheet:
                continue
            # Most cells share their letters or digits with others: each is looked at once.
            found = _CELL.findall(rest + piece)
            rows = max([rows, *(int(digits[:8]) for digits in {each[1] for each in found})])
            columns = max([columns, *(_column_number(letters) for letters in {each[0] for each in found})])
            rest = piece[-_OVERLAP:]
    if rows > LAST_ROW or columns > LAST_COLUMN or rows * columns > MOST_CELLS:
        raise RefusedFileError(
            f"a sheet of {rows} rows and {columns} columns",
            f"up to {MOST_CELLS:,} cells".replace(",", " "),
            "Delete stray cells far below or to the right, or save it as CSV.",
        )


def _column_number(letters: bytes) -> int:
    """A = 1, Z = 26, AA = 27; more than four letters count as beyond the last column."""
    if len(letters) > 4:
        return LAST_COLUMN + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
