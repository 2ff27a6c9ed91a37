"""Conditions over whole columns: yes, no or not known for every row at once.

The same reading as ``dashboard.plans.outcomes`` has for one row, and tested against it. A column that is not there,
because the file lacks it or the viewer's role does, makes what asks for it not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from dashboard.plans.conditions import GIVEN, Condition, Criterion, Wanted
from dashboard.plans.edges import DECIMALS, Edge

Answers = NDArray[np.int8]
YES, NO, UNKNOWN = 1, 0, -1
SEPARATORS = re.compile("[;；、,，]")
"""What stands between several words of one cell."""


def both(answers: Iterable[Answers], count: int) -> Answers:
    """Where all hold: one no decides, else one that is not known leaves it open."""
    found = np.full(count, YES, dtype=np.int8)
    for each in answers:
        found = np.where((found == NO) | (each == NO), NO, np.minimum(found, each)).astype(np.int8)
    return found


def either(answers: Iterable[Answers], count: int) -> Answers:
    """Where one holds: one yes decides, else one that is not known leaves it open."""
    found = np.full(count, NO, dtype=np.int8)
    for each in answers:
        is_open = (found == UNKNOWN) | (each == UNKNOWN)
        found = np.where((found == YES) | (each == YES), YES, np.where(is_open, UNKNOWN, NO)).astype(np.int8)
    return found


def opposite(answers: Answers) -> Answers:
    """Yes for no and no for yes; what is not known stays so."""
    return np.where(answers == UNKNOWN, UNKNOWN, 1 - answers).astype(np.int8)


def condition_answers(condition: Condition, rows: Mapping[str, pd.DataFrame], count: int) -> Answers:
    """Whether a condition holds for each row of its table; ``rows`` has the tables, each with ``count`` rows."""
    frame = rows.get(condition.table)
    if frame is None or condition.reaches is not None:
        return np.full(count, UNKNOWN, dtype=np.int8)
    return both((_shows(wanted, frame, column) for column, wanted in condition.where.items()), count)


def criterion_answers(criterion: Criterion, rows: Mapping[str, pd.DataFrame], count: int) -> Answers:
    """Whether one of a criterion's conditions holds, for each row."""
    return either((condition_answers(each, rows, count) for each in criterion.when), count)


def any_of(criteria: Sequence[Criterion], rows: Mapping[str, pd.DataFrame], count: int) -> Answers:
    """Whether one of several criteria holds, for each row."""
    return either((criterion_answers(each, rows, count) for each in criteria), count)


def of_words(column: pd.Series, told: Callable[[frozenset[str]], int]) -> Answers:
    """An answer for each cell from the words in it; a blank cell has none. Each distinct cell is asked once."""
    codes, cells = pd.factorize(column.fillna("").astype(object))
    answers: Answers = np.array([told(words(str(cell))) for cell in cells], dtype=np.int8)
    return np.asarray(answers[codes], dtype=np.int8)


def words(cell: str) -> frozenset[str]:
    """The words of a cell."""
    return frozenset(word.strip() for word in SEPARATORS.split(cell)) - {""}


def _shows(wanted: Wanted, frame: pd.DataFrame, name: str) -> Answers:
    if name not in frame.columns:
        return np.full(len(frame), UNKNOWN, dtype=np.int8)
    column = frame[name]
    if isinstance(wanted, bool):
        filled = column if is_bool_dtype(column) else column.fillna(False).astype(bool)
        return np.asarray(filled.to_numpy(dtype=bool) == wanted, dtype=np.int8)
    if wanted == GIVEN:
        return (~_is_missing(column)).astype(np.int8)
    if isinstance(wanted, Edge):
        figures = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
        reached = wanted.reached(np.round(figures, DECIMALS)).astype(np.int8)
        return np.where(np.isnan(figures), UNKNOWN, reached).astype(np.int8)
    listed = frozenset(wanted)
    return of_words(column, lambda found: int(bool(found & listed)) if found else UNKNOWN)


def _is_missing(column: pd.Series) -> NDArray[np.bool_]:
    if is_numeric_dtype(column) or is_datetime64_any_dtype(column):
        return column.isna().to_numpy(dtype=bool)
    return (column.isna() | (column == "")).to_numpy(dtype=bool)
