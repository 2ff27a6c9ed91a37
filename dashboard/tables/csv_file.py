"""CSV as offices send it: UTF-8 or GB18030, perhaps with a byte-order mark, rows counted as records."""

import codecs
import csv
import io
import re
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from dashboard.tables.sheet import (
    BadRow,
    RefusedFileError,
    Sheet,
    check_headings,
    trimmed,
    without_blank_rows,
)

# The longer marks first: the one of UTF-32 begins like the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_LINE = re.compile(r"[^\r\n]*")
_OTHER_SEPARATORS = {"\t": "tabs", ";": "semicolons", "；": "semicolons", "，": "full-width commas"}
ENCODING_FIX = "Save the file as CSV UTF-8."


def decode(data: bytes) -> tuple[str, str]:
    """A file's text and the encoding it was in: a byte-order mark, else strict UTF-8, else strict GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise RefusedFileError(
                    f"bytes that are not {encoding}, as its byte-order mark says",
                    "UTF-8 or GB18030",
                    ENCODING_FIX,
                ) from None
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise RefusedFileError("an unknown encoding", "UTF-8 or GB18030", ENCODING_FIX)


def read_csv(file: str, data: bytes) -> Sheet:
    """A CSV file as text; the first row that is not blank holds the headings."""
    text, encoding = decode(data)
    if "\x00" in text:
        raise RefusedFileError("zero bytes", "text", ENCODING_FIX)
    if not text or text.isspace():
        raise RefusedFileError(
            "an empty file", "a first row of headings", "Put the column headings in the first row."
        )
    sheet = None if '"' in text else _plain(file, text, encoding)
    sheet = sheet or _careful(file, text, encoding)
    other = next((name for sign, name in _OTHER_SEPARATORS.items() if sign in sheet.headings[0]), None)
    if len(sheet.headings) == 1 and other:
        raise RefusedFileError(
            f"cells separated by {other}", "commas", "Save the file as CSV UTF-8 (commas)."
        )
    return sheet


def _plain(file: str, text: str, encoding: str) -> Sheet | None:
    """The fast way, for files without quotation marks; None if a row is not as long as the headings."""
    first = _FIRST_LINE.match(text)
    headings = first.group().split(",") if first else []
    if not any(heading.strip() for heading in headings):
        return None
    names = [str(place) for place in range(len(headings))]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=pacsv.ReadOptions(column_names=names, skip_rows_after_names=1),
            parse_options=pacsv.ParseOptions(quote_char=False, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    columns, rows = without_blank_rows([trimmed(column) for column in table.columns], rows)
    return Sheet(file, encoding, check_headings(headings), columns, rows)


def _careful(file: str, text: str, encoding: str) -> Sheet:
    """The careful way: quoted cells, blank lines, and rows of a wrong length, which are named."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headings: list[str] = []
    records: list[list[str]] = []
    numbers: list[int] = []
    bad_rows: list[BadRow] = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if not headings:
                if any(cell.strip() for cell in record):
                    headings = record
                continue
            if len(record) != len(headings):
                if not any(cell.strip() for cell in record):
                    continue
                if len(record) < len(headings) or any(cell.strip() for cell in record[len(headings) :]):
                    bad_rows.append(_ragged(number, len(record), len(headings)))
                    continue
                record = record[: len(headings)]
            records.append(record)
            numbers.append(number)
    except csv.Error as error:
        raise RefusedFileError(
            f"broken quotation marks from row {number + 1} on",
            'a closing quotation mark before a comma or the end of the line, and "" for one inside a cell',
            "Save the file again as CSV from the spreadsheet.",
        ) from error
    names = check_headings(headings)
    flat = pa.array(chain.from_iterable(records), pa.string(), size=len(records) * len(names))
    places = np.arange(len(records), dtype=np.int64) * len(names)
    columns, rows = without_blank_rows(
        [trimmed(flat.take(pa.array(places + place))) for place in range(len(names))],
        np.array(numbers, dtype=np.int64),
    )
    return Sheet(file, encoding, names, columns, rows, tuple(bad_rows))


def _ragged(number: int, found: int, expected: int) -> BadRow:
    return BadRow(
        number,
        f"{found} cell{'s' if found != 1 else ''}",
        f"{expected}, as in the headings",
        "Look for a missing or an additional comma.",
        "ragged_row",
    )
