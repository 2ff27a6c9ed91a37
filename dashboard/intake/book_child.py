"""A program of its own that reads one file: standard input to standard output, under a memory limit.

A hostile file can end the process that parses it. So the parser runs here, and `workbook` starts this file by its
path: it imports nothing of the application. Out comes one line of JSON about the sheets, then an Arrow stream of
text cells for each. Exit codes: 3 cannot be read, 4 has a password, 5 has no cells, 6 has too many.
"""

import io
import json
import re
import sys
import zipfile
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

UNREADABLE, PASSWORD, NO_CELLS, TOO_MANY = 3, 4, 5, 6
MOST_CELLS = 50_000_000
MOST_SHEETS = 100
# Beyond fifteen digits a spreadsheet keeps zeros.
_LONG = r"^[0-9]{16,}(\.0)?$|^[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}$"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*>")
_XF = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")


def limit_memory(most_bytes: int) -> None:
    """Let the system refuse memory beyond the limit, where it can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def attribute(tag: bytes, name: bytes) -> str:
    """An attribute of a tag, with or without a prefix; "" if it has none."""
    found = re.search(rb"""(?:^|[\s:])""" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (found.group(1) or found.group(2) or b"").decode("utf-8", "replace") if found else ""


class Parts:
    """What is asked of an .xlsx beside its cells: percent formats, numbers that are too long, 1904."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = {name.lower().lstrip("/"): name for name in self.archive.namelist()}
        self.book = self._read("xl/workbook.xml")
        self.is_1904 = bool(re.search(rb"""date1904\s*=\s*["'](?:1|true)["']""", self.book))
        relations = {
            attribute(tag, b"Id"): attribute(tag, b"Target").lstrip("/")
            for tag in _RELATION.findall(self._read("xl/_rels/workbook.xml.rels"))
        }
        self.sheets: list[str] = []
        for tag in _SHEET.findall(self.book):
            target = relations.get(attribute(tag, b"id"), "")
            self.sheets.append(target if target.startswith("xl/") else f"xl/{target}")
        self.percents = self._percent_styles()

    def _read(self, name: str) -> bytes:
        real = self.names.get(name.lower())
        return self.archive.read(real) if real else b""

    def _percent_styles(self) -> list[str]:
        styles = self._read("xl/styles.xml")
        own = {
            attribute(tag, b"numFmtId")
            for tag in _FORMAT.findall(styles)
            if "%" in attribute(tag, b"formatCode")
        }
        start, end = re.search(rb"<(?:\w+:)?cellXfs\b", styles), re.search(rb"</(?:\w+:)?cellXfs\s*>", styles)
        if not start or not end:
            return []
        formats = [attribute(tag, b"numFmtId") for tag in _XF.findall(styles[start.end() : end.start()])]
        return [str(number) for number, form in enumerate(formats) if form in ("9", "10") or form in own]

    def percent_cells(self, index: int) -> list[tuple[int, int]]:
        """Row and column, from 0, of cells whose number is shown as a percentage."""
        if not self.percents or index >= len(self.sheets):
            return []
        wanted = (
            rb"<(?:\w+:)?c\s[^<>]*?\bs\s*=\s*[\"'](?:" + "|".join(self.percents).encode() + rb")[\"'][^<>]*>"
        )
        tags = re.findall(wanted, self._read(self.sheets[index]))
        return [place for tag in tags if is_number(tag) and (place := place_of(tag))]

    def number_cells(self, index: int, columns: set[int]) -> list[tuple[int, int]]:
        """Of some columns, the cells that hold a number and no text."""
        if index >= len(self.sheets):
            return []
        letters = "|".join(letters_of(column) for column in columns).encode()
        wanted = rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"'](?:" + letters + rb")[0-9]+[\"'][^<>]*>"
        tags = re.findall(wanted, self._read(self.sheets[index]))
        return [place for tag in tags if is_number(tag) and (place := place_of(tag))]


def is_number(tag: bytes) -> bool:
    """Whether a cell's own tag says that it holds a number."""
    return not tag.rstrip().endswith(b"/>") and attribute(tag, b"t") in ("", "n")


def letters_of(column: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(tag: bytes) -> tuple[int, int] | None:
    """Row and column of a cell, from 0."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", attribute(tag, b"r").upper())
    if not found:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, column - 1


def with_percents(columns: list[Any], cells: list[tuple[int, int]]) -> list[Any]:
    """Numbers that are shown as percentages, written as they are shown."""
    places: dict[int, list[int]] = {}
    for row, column in cells:
        places.setdefault(column, []).append(row)
    for column, rows in places.items():
        if column >= len(columns):
            continue
        texts = columns[column].to_pylist()
        for row in rows:
            if row < len(texts) and texts[row]:
                texts[row] = percent_text(texts[row])
        columns[column] = pa.array(texts, pa.string())
    return columns


def percent_text(text: str) -> str:
    """0.941 → 94.1%; twelve digits, since a spreadsheet's sums leave dust behind."""
    try:
        value = float(text) * 100
    except ValueError:
        return text
    return f"{Decimal(f'{value:.12g}').normalize():f}%"


def read_book(data: bytes, form: str) -> tuple[dict[str, Any], list[Any]]:
    """What is told of the sheets, and their cells."""
    import fastexcel

    book = fastexcel.read_excel(data)
    parts = Parts(data) if form == "xlsx" else None
    told: list[dict[str, Any]] = []
    batches = []
    cells = 0
    for index, name in enumerate(book.sheet_names[:MOST_SHEETS]):
        try:
            # Without skip_rows=0 blank rows at the top are dropped and every row number would be wrong.
            sheet = book.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
            batch, errors = sheet.to_arrow_with_errors()
        except fastexcel.FastExcelError as error:
            if any(word in str(error).lower() for word in ("password", "encrypt")):
                raise
            continue  # a chart sheet has no cells
        cells += batch.num_rows * batch.num_columns
        if cells > MOST_CELLS:
            sys.exit(TOO_MANY)
        if not batch.num_rows or not batch.num_columns:
            continue
        columns = list(batch.columns)
        entry: dict[str, Any] = {
            "name": name,
            "is_hidden": sheet.visible != "visible",
            "errors": [(*each.position, each.detail) for each in (errors.errors if errors else [])],
        }
        long = {
            place: rows
            for place, column in enumerate(columns)
            if (
                rows := pc.indices_nonzero(
                    pc.fill_null(pc.match_substring_regex(column, _LONG), False)
                ).to_pylist()
            )
        }
        if long and parts:
            numbers = set(parts.number_cells(index, set(long)))
            long = {place: [row for row in rows if (row, place) in numbers] for place, rows in long.items()}
        elif long:
            long = {place: rows for place, rows in long.items() if holds_number(book, index, place, rows[0])}
        entry["damaged"] = {place: rows[:2000] for place, rows in long.items() if rows}
        if parts:
            columns = with_percents(columns, parts.percent_cells(index))
        told.append(entry)
        batches.append(pa.RecordBatch.from_arrays(columns, names=[str(n) for n in range(len(columns))]))
    return {"sheets": told, "is_1904": bool(parts and parts.is_1904)}, batches


def holds_number(book: Any, index: int, place: int, row: int) -> bool:
    """Whether a cell of an old workbook is a number and no text."""
    sheet = book.load_sheet(index, header_row=None, skip_rows=row, n_rows=1, use_columns=[place])
    return any(each.dtype in ("float", "int") for each in sheet.selected_columns)


def read_parquet(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """A Parquet file with its names as the first row."""
    import pyarrow.parquet as pq

    parquet = pq.ParquetFile(pa.BufferReader(data))
    if parquet.metadata.num_rows * parquet.metadata.num_columns > MOST_CELLS:
        sys.exit(TOO_MANY)
    table = parquet.read()
    table.validate(full=True)
    columns, damaged = [], {}
    kept = [name for name in table.column_names if not name.startswith("__index_level_")]
    for place, name in enumerate(kept):
        column = table.column(name)
        texts = as_text(column)
        whole = pa.concat_arrays(
            [pa.array([name], pa.string()), *[c.cast(pa.string()) for c in texts.chunks]]
        )
        columns.append(whole)
        if pa.types.is_floating(column.type):
            rows = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(whole, _LONG), False)).to_pylist()
            if rows:
                damaged[place] = rows[:2000]
    batch = pa.RecordBatch.from_arrays(columns, names=[str(n) for n in range(len(columns))])
    return {"sheets": [{"name": None, "damaged": damaged}]}, [batch]


def as_text(column: Any) -> Any:
    """Typed cells as a person would write them."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if pa.types.is_floating(kind):
        wide = column if pa.types.is_float64(kind) else column.cast(pa.string()).cast(pa.float64())
        wide = pc.if_else(pc.is_nan(wide), pa.scalar(None, pa.float64()), wide)
        texts = wide.cast(pa.string())
        if pc.any(pc.match_substring(texts, "e")).as_py():
            words = [f"{Decimal(word):f}" if word and "e" in word else word for word in texts.to_pylist()]
            texts = pa.chunked_array([pa.array(words, pa.string())])
        return texts
    if pa.types.is_timestamp(kind):
        return pc.strftime(column.cast(pa.timestamp("s", tz=kind.tz), safe=False), format="%Y-%m-%d %H:%M:%S")
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise ValueError(f"no text for {kind}")
    return column.cast(pa.string())


def main(most_bytes: int, form: str) -> int:
    """Read everything, every cell as text."""
    limit_memory(most_bytes)
    data = sys.stdin.buffer.read()
    try:
        told, batches = read_parquet(data) if form == "parquet" else read_book(data, form)
    except MemoryError:
        return TOO_MANY
    except Exception as error:  # whatever a parser makes of a hostile file, it is not read
        return PASSWORD if any(w in str(error).lower() for w in ("password", "encrypt")) else UNREADABLE
    if not batches:
        return NO_CELLS
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    for batch in batches:
        with pa.ipc.new_stream(sys.stdout.buffer, batch.schema) as stream:
            stream.write_batch(batch)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
