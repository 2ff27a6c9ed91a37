"""Parquet: typed cells turned into the text a person would write, and null into blank."""

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.tables.masks import one_line, shown_heading
from dashboard.tables.sheet import RefusedFileError, Sheet, check_headings, trimmed, without_blank_rows

# A few bytes of Parquet can stand for any number of equal rows.
MOST_CELLS = 500_000_000
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00$"


def read_parquet(file: str, data: bytes) -> Sheet:
    """A Parquet file as text; its first row of data counts as row 2, as in a spreadsheet."""
    try:
        parquet = pq.ParquetFile(pa.BufferReader(data))
        cells = parquet.metadata.num_rows * parquet.metadata.num_columns
        if cells > MOST_CELLS:
            raise RefusedFileError(f"{cells:,} cells", f"up to {MOST_CELLS:,}", "Split the file.")
        table = parquet.read()
        table.validate(full=True)  # text that is not UTF-8 would fail where it is looked at
    except (pa.ArrowException, OSError, ValueError) as error:
        raise RefusedFileError(
            "no Parquet file that can be read", "a Parquet file", "Write the file again."
        ) from error
    headings = check_headings([name for name in table.column_names if not _is_index(name)])
    columns: list[Any] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if _is_index(name):
            continue
        try:
            columns.append(trimmed(_as_text(column)))
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise RefusedFileError(
                f"cells of type {one_line(str(column.type))} under {shown_heading(name)}",
                "text, numbers, dates, true or false",
                "Store them as text.",
            ) from error
    kept, rows = without_blank_rows(columns, np.arange(2, table.num_rows + 2, dtype=np.int64))
    return Sheet(file, "parquet", headings, kept, rows, has_typed_cells=True)


def _is_index(name: str) -> bool:
    return name.startswith("__index_level_")


def _as_text(column: Any) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if pa.types.is_floating(kind):
        # Through text, so that a short float says 80.3 and not 80.30000305.
        wide = column if pa.types.is_float64(kind) else column.cast(pa.string()).cast(pa.float64())
        return _floats_as_text(wide)
    if pa.types.is_timestamp(kind):
        pattern = "%Y-%m-%d %H:%M:%S" + ("%z" if kind.tz else "")
        texts = pc.strftime(column.cast(pa.timestamp("s", tz=kind.tz), safe=False), format=pattern)
        return pc.replace_substring_regex(texts, _MIDNIGHT, r"\1")
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise TypeError(f"no text for {kind}")
    return column.cast(pa.string())


def _floats_as_text(column: Any) -> Any:
    """Floats as the shortest digits that mean them, never with an exponent; not-a-number is blank.

    A whole one keeps its ".0": a code that was stored as a float is not one.
    """
    column = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
    texts = column.cast(pa.string())
    texts = pc.if_else(
        pc.match_substring_regex(texts, r"^-?[0-9]+$"), pc.binary_join_element_wise(texts, "", ".0"), texts
    )
    has_exponent = pc.fill_null(pc.match_substring(texts, "e"), False)
    if not pc.any(has_exponent).as_py():
        return texts
    words = texts.to_pylist()
    for place in np.flatnonzero(np.asarray(has_exponent)):
        words[place] = _without_exponent(words[place])
    return pa.array(words, pa.string())


def _without_exponent(text: str) -> str:
    written = format(Decimal(text), "f")
    return written if "." in written else f"{written}.0"
