"""Rows beside rows of the same key: which standing one a new one supersedes, and in which cells they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.tables.table import Table

Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def positions(standing: pd.DataFrame, new: pd.DataFrame, table: Table) -> Positions:
    """Where in ``standing`` each new row's key stands; −1 where it does not, and in tables without a key."""
    found = np.full(len(new), -1, dtype=np.int64)
    for key in table.keys if len(standing) and len(new) else ():
        names = list(key)
        whole = np.flatnonzero(~_lacks(standing, names))
        index = pd.MultiIndex.from_frame(standing[names].iloc[whole])
        at = index.get_indexer(pd.MultiIndex.from_frame(new[names]))
        hit = (at >= 0) & (found < 0) & ~_lacks(new, names)
        found[hit] = whole[at[hit]]
    return found


def _lacks(frame: pd.DataFrame, names: Sequence[str]) -> Mask:
    """Which rows have not the whole key."""
    lacking: Mask = np.logical_or.reduce([blank(frame[name]) for name in names])
    return lacking


def blank(values: pd.Series) -> Mask:
    """Which cells say nothing; of yes and no both say something."""
    if values.dtype == object:
        return np.asarray(values == "", dtype=bool)
    if values.dtype == bool:
        return np.zeros(len(values), dtype=bool)
    return values.isna().to_numpy()


def differ(one: pd.Series, other: pd.Series) -> Mask:
    """Which cells of two columns say different things, row by row; two blank ones do not."""
    both = blank(one) & blank(other)
    return np.asarray(one.to_numpy() != other.to_numpy(), dtype=bool) & ~both


def put(frame: pd.DataFrame, column: str, at: Positions, values: npt.NDArray[Any]) -> None:
    """Write values into some rows of a column, whose type stays as it is."""
    cells = frame[column].to_numpy().copy()
    cells[at] = values
    frame[column] = pd.Series(cells, index=frame.index, dtype=frame[column].dtype)
