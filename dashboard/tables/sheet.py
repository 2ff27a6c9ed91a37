"""A file as text: its headings, its rows as columns of text, and which row of the file each one is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.tables.masks import shown_heading


class RefusedFileError(Exception):
    """A file that cannot be read at all.

    Exception
    └── RefusedFileError     says what was found, what is allowed and what to do
    """

    def __init__(self, found: str, allowed: str, fix: str) -> None:
        super().__init__(f"found {found}; allowed: {allowed}. {fix}")
        self.found = found
        self.allowed = allowed
        self.fix = fix


@dataclass(frozen=True)
class BadRow:
    """A row, or a cell of it, that could not be read as text; `column` counts from 0."""

    row: int
    found: str
    allowed: str
    fix: str
    code: str
    column: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One file's first sheet as text.

    `columns` holds one array of trimmed strings a heading ("" for blank), `rows` the number of each row as
    a person counts it (headings included), `bad_rows` what is left out of `columns`. Wholly blank rows are
    in neither.
    """

    file: str
    encoding: str
    headings: tuple[str, ...]
    columns: tuple[Any, ...]
    rows: npt.NDArray[np.int64]
    bad_rows: tuple[BadRow, ...] = ()
    has_typed_cells: bool = False
    sheet_name: str | None = None
    shown_titles: tuple[str, ...] | None = None  # where the headings were mapped: as they stood in the file

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The headings as a fault may show them."""
        if self.shown_titles is not None:
            return self.shown_titles
        return tuple(shown_heading(heading) for heading in self.headings)


def trimmed(texts: Any) -> Any:
    """Texts without blanks around them, and "" for null, as one array."""
    array = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], pa.string())
    return pc.utf8_trim_whitespace(pc.fill_null(array, ""))


def without_blank_rows(
    columns: list[Any], rows: npt.NDArray[np.int64]
) -> tuple[tuple[Any, ...], npt.NDArray[np.int64]]:
    """The columns and row numbers without the rows in which every cell is blank."""
    if not columns or not len(rows):
        return tuple(columns), rows
    filled = np.zeros(len(rows), dtype=bool)
    for column in columns:
        filled |= np.asarray(pc.not_equal(column, ""))
        if filled.all():
            return tuple(columns), rows
    mask = pa.array(filled)
    return tuple(column.filter(mask) for column in columns), rows[filled]


def check_headings(headings: list[str]) -> tuple[str, ...]:
    """The headings of a file, trimmed; a file without any is refused."""
    names = tuple(heading.strip().lstrip("\ufeff").strip() for heading in headings)
    if not any(names):
        raise RefusedFileError(
            "no headings", "a first row of headings", "Put the column headings in the first row."
        )
    return names
