"""Which cells of a workbook's first sheet hold a formula: what it worked out is not what somebody filled in."""

from __future__ import annotations

import io
import re
import zipfile

from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.workbook_limits import NO_WORKBOOK, check_workbook

MOST_BYTES = 64 << 20
"""The largest first sheet that is looked through, unpacked."""
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])")
_AT = re.compile(rb"""^[^>]*?\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_END = re.compile(rb"</(?:\w+:)?c\s*>")
_FIRST = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\w+:id\s*=\s*["']([^"']+)["']""")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")


def formula_cells(data: bytes) -> frozenset[tuple[int, int]]:
    """The rows and columns, both counted from 1, of the first sheet's cells with a formula.

    Raises:
        RefusedFileError: it is no workbook, or beyond all reason.
    """
    check_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = _first_sheet(archive)
            if archive.getinfo(name).file_size > MOST_BYTES:
                raise RefusedFileError(
                    f"a sheet of {archive.getinfo(name).file_size >> 20} MB when unpacked",
                    f"up to {MOST_BYTES >> 20} MB", "Fill in the sheet as it was taken.",
                )  # fmt: skip
            text = archive.read(name)
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise RefusedFileError(*NO_WORKBOOK) from error
    found = set()
    for cell in _CELL.split(text)[1:]:
        own = _END.split(cell, maxsplit=1)[0]
        head = own.partition(b">")[0]
        at = _AT.match(own)
        if at and not head.endswith(b"/") and _FORMULA.search(own):
            found.add((int(at[2]), _number(at[1])))
    return frozenset(found)


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the first sheet."""
    first = _FIRST.search(archive.read("xl/workbook.xml"))
    wanted = first[1] if first else b""
    for link in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels")):
        values = dict(re.findall(rb"""(\w+)\s*=\s*["']([^"']*)["']""", link))
        if values.get(b"Id") == wanted and wanted:
            target = values.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    raise KeyError("first sheet")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
