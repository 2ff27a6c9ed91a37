"""A sheet as it stands in a file: every cell as text, nothing left out, before anyone has said what it means."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# Headings stand near the top; what lies above them are titles and units.
TOP_ROWS = 40


@dataclass(frozen=True)
class Grid:
    """One sheet: `columns` are arrays of trimmed text ("" for blank) of equal length.

    The i-th cell of a column stands in row i + 1 of the file. `encoding` is that of a text file, None for others;
    `damaged` has the positions of cells by column that hold a number too long to be kept exactly.
    """

    file: str
    encoding: str | None
    sheet: str | None
    columns: tuple[Any, ...]
    has_typed_cells: bool = False
    is_1904: bool = False
    damaged: dict[int, tuple[int, ...]] = field(default_factory=dict, hash=False)
    errors: tuple[tuple[int, int, str], ...] = ()
    is_hidden: bool = False
    hidden_rows: int = 0
    lengths: Any = None  # of a text file whose rows are not all of one length: how many cells each has

    @property
    def height(self) -> int:
        """How many rows the sheet has, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    @cached_property
    def filled(self) -> npt.NDArray[np.int64]:
        """How many cells of each row are not blank."""
        counts = np.zeros(self.height, dtype=np.int64)
        for column in self.columns:
            counts += np.asarray(pc.not_equal(column, ""))
        return counts

    @cached_property
    def top(self) -> list[list[str]]:
        """The first rows, as rows."""
        parts = [column.slice(0, TOP_ROWS).to_pylist() for column in self.columns]
        return [list(row) for row in zip(*parts, strict=True)]

    def row(self, position: int) -> list[str]:
        """The cells of one row."""
        return [column[position].as_py() for column in self.columns]


def whole_text(array: Any) -> Any:
    """An array of texts in one piece, trimmed, "" for null."""
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], pa.string())
    return pc.utf8_trim_whitespace(pc.fill_null(array.cast(pa.string()), ""))
