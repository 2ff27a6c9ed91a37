"""A workbook or a Parquet file as grids of text; called in the process of its own that `child` is.

Beside the cells an .xlsx is asked for what its cells do not say: which figures are shown as percentages, which
numbers are too long to be kept exactly, and whether its days count from 1904.
"""

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.grid import Grid, whole_text
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.workbook_dates import with_known_dates
from dashboard.tables.workbook_limits import NO_WORKBOOK, check_workbook

MOST_CELLS = 50_000_000
MOST_SHEETS = 100
MOST_MERGED = 20_000
NEVER_WORKED_OUT = "a formula that was never worked out"
# Beyond fifteen digits a spreadsheet keeps zeros.
_LONG = r"^[0-9]{16,}(\.0)?$|^[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}$"
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*>")
_XF = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
# A cell whose own type is not told, or told to be a number.
_NO_TEXT = rb"""<(?:\w+:)?c\s(?![^<>]*?\bt\s*=\s*["'](?!n["']))"""
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\bhidden\s*=\s*["'](?:1|true)["']""")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*>")
_NO_VALUE = re.compile(
    rb"(<(?:\w+:)?c\s[^<>]*[^/<>]>)\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<v></v>)?\s*</(?:\w+:)?c>"
)
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")


def read_workbook(file: str, data: bytes, form: str) -> list[Grid]:
    """Every sheet of a workbook (`xlsx`, `xls`) or the rows of a Parquet file, in order.

    Raises:
        RefusedFileError: its figures are beyond all reason, or it cannot be read.
    """
    if form == "xlsx":
        check_workbook(data)
        try:
            data = with_known_dates(data)
        except (KeyError, OSError, RuntimeError, ValueError) as error:
            raise RefusedFileError(*NO_WORKBOOK) from error
    try:
        grids = [_read_parquet(file, data)] if form == "parquet" else _read_book(file, data, form)
    except (RefusedFileError, MemoryError):
        raise
    except Exception as error:  # whatever a parser makes of a hostile file, it is not read
        if any(word in str(error).lower() for word in ("password", "encrypt")):
            raise RefusedFileError(
                "a workbook with a password",
                "one without a password",
                "Take the password off and save it again.",
            ) from error
        raise RefusedFileError(
            f"a file under the ending .{form} that cannot be read", f"a whole {form} file",
            "Save it again, as .xlsx or as CSV UTF-8.",
        ) from error  # fmt: skip
    if not grids:
        raise RefusedFileError(
            "a workbook without any cells (pictures or charts only)", "a sheet with a table of text",
            "Type the table, or ask for the file it was made from.",
        )  # fmt: skip
    return grids


def _refuse_too_many(cells: int) -> None:
    if cells > MOST_CELLS:
        raise RefusedFileError(
            "more cells than are read", "up to 50 million cells", "Split the file, or save it as CSV."
        )


def _grid(file: str, sheet: str | None, columns: list[Any], **more: Any) -> Grid:
    texts = tuple(pc.replace_substring_regex(whole_text(column), _MIDNIGHT, r"\1") for column in columns)
    return Grid(file, None, sheet, texts, has_typed_cells=True, **more)


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
        self._kept = -1, b""

    def sheet(self, index: int) -> bytes:
        """The whole of a sheet as it was written; the last one asked for is kept."""
        if self._kept[0] != index:
            self._kept = index, self._read(self.sheets[index]) if index < len(self.sheets) else b""
        return self._kept[1]

    def hidden_rows(self, index: int) -> int:
        """How many rows of a sheet are hidden or filtered away."""
        return len(_HIDDEN.findall(self.sheet(index)))

    def without_value(self, index: int) -> list[tuple[int, int]]:
        """Cells with a formula that was never worked out, as programs write them that are no spreadsheets."""
        if b"<f" not in self.sheet(index):
            return []
        return [place for tag in _NO_VALUE.findall(self.sheet(index)) if (place := place_of(tag))]

    def merged_down(self, index: int) -> list[tuple[int, int, int]]:
        """Cells merged over several rows of one column: column, first and last row, from 0."""
        found = []
        for tag in _MERGED.findall(self.sheet(index)):
            first, _, last = attribute(tag, b"ref").partition(":")
            ends = place_of(f' r="{first}"'.encode()), place_of(f' r="{last}"'.encode())
            if ends[0] and ends[1] and ends[0][1] == ends[1][1] and ends[0][0] < ends[1][0]:
                found.append((ends[0][1], ends[0][0], ends[1][0]))
        return found[:MOST_MERGED]

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
        tags = re.findall(wanted, self.sheet(index))
        return [place for tag in tags if is_number(tag) and (place := place_of(tag))]

    def number_cells(self, index: int, columns: set[int]) -> list[tuple[int, int]]:
        """Of some columns, the cells that hold a number and no text."""
        if index >= len(self.sheets):
            return []
        letters = "|".join(letters_of(column) for column in columns).encode()
        wanted = _NO_TEXT + rb"[^<>]*?\br\s*=\s*[\"'](?:" + letters + rb")[0-9]+[\"'][^<>]*>"
        tags = re.findall(wanted, self.sheet(index))
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


def filled_down(columns: list[Any], merged: list[tuple[int, int, int]]) -> list[Any]:
    """Cells merged over several rows with their text in each of them: a place named once for all its rows."""
    of_column: dict[int, list[tuple[int, int]]] = {}
    for place, first, last in merged:
        of_column.setdefault(place, []).append((first, last))
    for place, spans in of_column.items():
        if place >= len(columns):
            continue
        texts = columns[place].to_pylist()
        for first, last in spans:
            for row in range(first + 1, min(last + 1, len(texts))):
                texts[row] = texts[row] or texts[first]
        columns[place] = pa.array(texts, pa.string())
    return columns


def percent_text(text: str) -> str:
    """0.941 → 94.1%; twelve digits, since a spreadsheet's sums leave dust behind."""
    try:
        value = float(text) * 100
    except ValueError:
        return text
    return f"{Decimal(f'{value:.12g}').normalize():f}%"


def _read_book(file: str, data: bytes, form: str) -> list[Grid]:
    import fastexcel

    book = fastexcel.read_excel(data)
    parts = Parts(data) if form == "xlsx" else None
    grids: list[Grid] = []
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
        _refuse_too_many(cells)
        if not batch.num_rows or not batch.num_columns:
            continue
        columns = list(batch.columns)
        long = {place: rows for place, column in enumerate(columns) if (rows := _long_numbers(column))}
        if long and parts:
            numbers = set(parts.number_cells(index, set(long)))
            long = {place: [row for row in rows if (row, place) in numbers] for place, rows in long.items()}
        elif long:
            long = {place: rows for place, rows in long.items() if holds_number(book, index, place, rows[0])}
        found = [(*each.position, each.detail) for each in (errors.errors if errors else [])]
        if parts:
            columns = with_percents(columns, parts.percent_cells(index))
            columns = filled_down(columns, parts.merged_down(index))
            found += [(*place, NEVER_WORKED_OUT) for place in parts.without_value(index)]
        grids.append(_grid(
            file, name, columns, is_1904=bool(parts and parts.is_1904), is_hidden=sheet.visible != "visible",
            damaged={place: tuple(rows[:2000]) for place, rows in long.items() if rows},
            errors=tuple(found), hidden_rows=parts.hidden_rows(index) if parts else 0,
        ))  # fmt: skip
    return grids


def _long_numbers(column: Any) -> list[int]:
    found: list[int] = pc.indices_nonzero(
        pc.fill_null(pc.match_substring_regex(column, _LONG), False)
    ).to_pylist()
    return found


def holds_number(book: Any, index: int, place: int, row: int) -> bool:
    """Whether a cell of an old workbook is a number and no text."""
    sheet = book.load_sheet(index, header_row=None, skip_rows=row, n_rows=1, use_columns=[place])
    return any(each.dtype in ("float", "int") for each in sheet.selected_columns)


def _read_parquet(file: str, data: bytes) -> Grid:
    """A Parquet file with its names as the first row."""
    import pyarrow.parquet as pq

    parquet = pq.ParquetFile(pa.BufferReader(data))
    _refuse_too_many(parquet.metadata.num_rows * parquet.metadata.num_columns)
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
            rows = _long_numbers(whole)
            if rows:
                damaged[place] = tuple(rows[:2000])
    return _grid(file, None, columns, damaged=damaged)


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
