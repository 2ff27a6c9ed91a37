"""A text file as a grid: its encoding, what parts its cells, and every record as a row."""

import csv
import io
import re
from collections import Counter

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from dashboard.intake.encodings import decode
from dashboard.intake.grid import Grid, whole_text
from dashboard.tables.sheet import RefusedFileError

SEPARATORS = (",", "\t", ";", "，", "；", "|")
MOST_COLUMNS = 2_000
MOST_CELLS = 50_000_000
_SEEN = 200


def read_text(file: str, data: bytes) -> Grid:
    """A text file with all its rows.

    Raises:
        RefusedFileError: it cannot be read as text, is blank, or its quotation marks do not close.
    """
    text, encoding = decode(data)
    if not text or text.isspace():
        raise RefusedFileError("a file without any text", "a table with headings", "Save the table again.")
    separator = separator_of(text)
    columns = None
    if '"' not in text and separator.isascii():
        columns = _plain(text, separator)
    if columns is not None:
        return Grid(file, encoding, None, columns)
    columns, lengths = _careful(text, separator)
    return Grid(file, encoding, None, columns, lengths=lengths)


def separator_of(text: str) -> str:
    """What parts the cells: the sign that most lines have equally often."""
    lines = [line for line in re.split(r"\r\n|\r|\n", text[:200_000])[:_SEEN] if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        often, lines_of = max(counts.items(), key=lambda each: (each[1] * each[0], each[0]), default=(0, 0))
        return lines_of * often, -SEPARATORS.index(sign)

    best = max(SEPARATORS, key=weight)
    return best if weight(best)[0] else ","


def _plain(text: str, separator: str) -> tuple[pa.Array, ...] | None:
    """The fast way for files without quotation marks; None if the rows are not all of one length."""
    lines = re.split(r"\r\n|\r|\n", text[:100_000])
    width = lines[0].count(separator) + 1
    if width > MOST_COLUMNS:
        return None
    names = [str(place) for place in range(width)]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=pacsv.ReadOptions(column_names=names),
            parse_options=pacsv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    return tuple(whole_text(column) for column in table.columns)


def _careful(text: str, separator: str) -> tuple[tuple[pa.Array, ...], npt.NDArray[np.int64]]:
    """The careful way: quoted cells, and rows of any length."""
    sign = separator if separator.isascii() else ","
    text = text if separator.isascii() else text.replace(separator, ",")
    number = 0
    records: list[list[str]] = []
    width = cells = 0
    limit = csv.field_size_limit()
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), start=1):
            records.append(record)
            width = max(width, len(record))
            cells = width * number
            if width > MOST_COLUMNS or cells > MOST_CELLS:
                raise RefusedFileError(
                    f"a row of {len(record)} cells",
                    f"up to {MOST_COLUMNS} columns",
                    "Delete what is no table.",
                )
    except csv.Error as error:
        raise RefusedFileError(
            f"broken quotation marks or a cell above {limit} signs from row {number + 1} on",
            'a closing quotation mark before a separator, and "" for one inside a cell',
            "Save the file again as CSV from the spreadsheet.",
        ) from error
    try:
        columns = tuple(
            whole_text(pa.array([r[place] if place < len(r) else "" for r in records], pa.string()))
            for place in range(width)
        )
    except (UnicodeEncodeError, pa.ArrowInvalid) as error:
        raise RefusedFileError("signs that are no text", "text", "Save the file as CSV UTF-8.") from error
    return columns, np.array([len(record) for record in records], dtype=np.int64)
