"""Data frames as rows of a database, and back: what `read_folder` gives comes out again exactly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from dashboard.errors import DataError
from dashboard.tables.cells import read_cells
from dashboard.tables.columns import Column
from dashboard.tables.convert import asked_columns
from dashboard.tables.masks import shown
from dashboard.tables.months import month_text
from dashboard.tables.table import Table

Cells = list[Any]
_NO_DATE = np.iinfo(np.int64).min
_NUL = "\0"


@dataclass(frozen=True)
class Rows:
    """The rows of a frame as columns of plain values, under the names of the stored columns."""

    columns: dict[str, Cells]
    count: int

    def named(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows, with these columns only."""
        return zip(*(self.columns[name] for name in names), strict=True)


def rows_of(frame: pd.DataFrame, table: Table) -> Rows:
    """A frame as it is stored.

    Raises:
        DataError: a column is missing or not of the type that the contract gives it, a text or figure cannot be
            stored, or a key is blank or given twice; one line each.
    """
    faults = [f"{table.name}: {fault}" for fault in _shape_faults(frame, table)]
    if faults:
        raise DataError(faults)
    columns = {column.name: cells_of(frame[column.name], column) for column in table.columns}
    faults = [f"{table.name}: {fault}" for fault in _value_faults(frame, columns, table)]
    if faults:
        raise DataError(faults)
    if not table.keys:
        columns["row_key"] = row_keys(columns, table)
    if table.takes_figures:
        columns["row_more"] = _more(frame, table)
    return Rows(columns, len(frame))


def frame_of(
    parts: Iterable[Sequence[Sequence[Any]]], names: Sequence[str], table: Table, extra: Iterable[str]
) -> pd.DataFrame:
    """Stored rows, some thousands at a time, as a frame; ``extra`` names columns that only a plan knows."""
    asked = [column.name for column in asked_columns(table, extra)]
    pieces: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in (*table.by_name, *asked)}
    for rows in parts:
        stored = dict(zip(names, zip(*rows, strict=True), strict=True))
        for column in table.columns:
            pieces[column.name].append(_values(stored[column.name], column))
        for name, values in _figures(stored["row_more"], asked).items() if asked else ():
            pieces[name].append(values)
    dtypes = {column.name: dtype_of(column) for column in table.columns}
    whole = {
        name: np.concatenate([np.empty(0, dtypes.get(name, np.float64)), *arrays])
        for name, arrays in pieces.items()
    }
    series = {
        name: pd.Series(value, dtype=object) if value.dtype == object else value
        for name, value in whole.items()
    }
    return pd.DataFrame(series)


def text_of(value: Any, column: Column) -> str:
    """One stored value as a file would have it."""
    if value is None:
        return ""
    match column.kind:
        case "month":
            return month_text(value)
        case "date":
            return str(np.datetime64(value, "s").astype("datetime64[D]"))
        case "moment":
            return str(np.datetime64(value, "s")).replace("T", " ")
        case "yesno":
            return "true" if value else "false"
        case _ if isinstance(value, float):
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)


def value_of(text: str, table: Table, column: Column) -> Any:
    """One text as it would stand in a file, as it is stored.

    Raises:
        DataError: it is not allowed in the column.
    """
    text = text.strip()
    cells = read_cells(pa.array([text]), column)
    where = f"{table.name}, column {column.name}"
    if cells.troubles:
        trouble = cells.troubles[0]
        found = shown(text, column.kind, is_personal=table.is_personal)
        raise DataError(f"{where}: found {found}; allowed: {trouble.allowed}. {trouble.fix}")
    if not text and column.required:
        raise DataError(f"{where}: found an empty cell; allowed: a value in every row. Fill the cell.")
    if _NUL in text:
        raise DataError(f"{where}: found a NUL character; allowed: text. Remove it.")
    return cells_of(pd.Series(cells.values), column)[0]


def dtype_of(column: Column) -> np.dtype[Any]:
    """The type of a column in a frame."""
    if column.numeric or (column.kind == "year" and not column.required):
        return np.dtype("float64")
    match column.kind:
        case "month" | "year":
            return np.dtype("int64")
        case "date" | "moment":
            return np.dtype("datetime64[s]")
        case "yesno":
            return np.dtype("bool")
        case _:
            return np.dtype("object")


def _shape_faults(frame: pd.DataFrame, table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.name not in frame.columns:
            yield f"found no column {column.name}; allowed: every column of the table"
        elif frame[column.name].dtype != dtype_of(column):
            yield f"column {column.name}: found {frame[column.name].dtype}; allowed: {dtype_of(column)}"
    for name in frame.columns:
        is_figure = table.takes_figures and frame[name].dtype == np.float64
        if name not in table.by_name and not is_figure:
            yield f"found the unknown column {name!r}; allowed: the columns of the table"


def cells_of(series: pd.Series[Any], column: Column) -> Cells:
    """The values of a column of a frame as they are stored; None where a figure or day is blank."""
    values = series.to_numpy()
    if values.dtype == np.float64:
        return _or_none(values + 0.0, np.isnan(values))
    if values.dtype == np.dtype("datetime64[s]"):
        return _or_none(values.astype(np.int64), np.isnat(values))
    return values.tolist()


def _or_none(values: npt.NDArray[Any], blank: npt.NDArray[np.bool_]) -> Cells:
    cells: Cells = values.tolist()
    for index in np.flatnonzero(blank).tolist():
        cells[index] = None
    return cells


def _values(cells: Sequence[Any], column: Column) -> npt.NDArray[Any]:
    dtype = dtype_of(column)
    if dtype == np.dtype("datetime64[s]"):
        seconds = np.array([_NO_DATE if cell is None else cell for cell in cells], dtype=np.int64)
        return seconds.view("datetime64[s]")
    if dtype == np.dtype("object"):
        values = np.empty(len(cells), dtype=object)
        values[:] = cells
        return values
    return np.array(cells, dtype=dtype)


def _value_faults(frame: pd.DataFrame, columns: dict[str, Cells], table: Table) -> Iterator[str]:
    for column in table.columns:
        cells = columns[column.name]
        dtype = dtype_of(column)
        if dtype == np.dtype("object"):
            if not set(map(type, cells)) <= {str}:
                yield f"column {column.name}: found a value that is no text; allowed: text, blank if unknown"
            elif _NUL in "".join(cells):
                yield f"column {column.name}: found a NUL character; allowed: text. Remove it."
        elif dtype == np.float64 and np.isinf(frame[column.name].to_numpy()).any():
            yield f"column {column.name}: found an endless figure; allowed: a decimal number"
    for key in table.keys:
        yield from _key_faults(columns, table, key)


def _key_faults(columns: dict[str, Cells], table: Table, key: tuple[str, ...]) -> Iterator[str]:
    seen: set[tuple[Any, ...]] = set()
    required = [place for place, name in enumerate(key) if table.by_name[name].required]
    for values in zip(*(columns[name] for name in key), strict=True):
        if any(values[place] == "" for place in required):
            yield f"found a row without {' and '.join(key)}; allowed: a value in every row"
            return
        if "" in values:
            continue
        if values in seen:
            given = " and ".join(
                shown(str(value), table.by_name[name].kind, is_personal=table.is_personal)
                for name, value in zip(key, values, strict=True)
            )
            yield f"found {' and '.join(key)} {given} twice; allowed: once. Remove or correct one of the rows."
            return
        seen.add(values)


def row_keys(columns: dict[str, Cells], table: Table) -> Cells:
    """What tells the rows of a table without a key apart: a digest of what they say, and the how many-th it is.

    Blank cells are left out, so that a column which the table gains later changes no digest.
    """
    names = [column.name for column in table.columns]
    counts: dict[str, int] = {}
    found: Cells = []
    for row in zip(*(columns[name] for name in names), strict=True):
        said = [[name, cell] for name, cell in zip(names, row, strict=True) if cell not in ("", None)]
        digest = hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=12).hexdigest()
        counts[digest] = counts.get(digest, 0) + 1
        found.append(f"{digest}-{counts[digest]}")
    return found


def _more(frame: pd.DataFrame, table: Table) -> Cells:
    """The figures that only a plan knows, as JSON; "" in rows without any."""
    names = [name for name in frame.columns if name not in table.by_name]
    if not names:
        return [""] * len(frame)
    rows = zip(
        *(_or_none(frame[name].to_numpy() + 0.0, frame[name].isna().to_numpy()) for name in names),
        strict=True,
    )
    said = ({name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows)
    return [json.dumps(cells, ensure_ascii=False) if cells else "" for cells in said]


def _figures(texts: Sequence[str], names: list[str]) -> dict[str, npt.NDArray[np.float64]]:
    """The columns that a plan asks for, blank where nothing was stored."""
    rows = [json.loads(text) if text else {} for text in texts]
    return {name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64) for name in names}
