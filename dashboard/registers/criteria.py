"""Which firms or places meet a criterion of a list, month by month and all at once.

An answer is an ``int8`` for each month and row of the list: 1 it holds, 0 it does not, −1 a missing figure decides.
The same conditions, one row at a time, are ``dashboard.plans.outcomes``; tests hold both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.plans.conditions import GIVEN, Condition, Criterion, Wanted
from dashboard.plans.edges import DECIMALS, Edge

Answers = NDArray[np.int8]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = Mapping[str, pd.DataFrame]
NO, YES, OPEN = np.int8(0), np.int8(1), np.int8(-1)


def month_of(dates: pd.Series) -> Ints:
    """The month of each day, 0 where none is given."""
    months: Ints = (dates.dt.year * 12 + dates.dt.month - 1).fillna(0).to_numpy(np.int64)
    return months


@dataclass(frozen=True)
class Rows:
    """The rows of a list: the table that they stand in, the column that names them, and the months looked at.

    ``first`` and ``count`` give the months; rows keep the order of the table.
    """

    tables: Tables
    table: str
    key: str
    first: int
    count: int

    @cached_property
    def own(self) -> pd.DataFrame:
        """The table whose rows are on the list."""
        return self.tables[self.table]

    @cached_property
    def names(self) -> pd.Index[Any]:
        """What the rows are called by."""
        names: pd.Index[Any] = pd.Index(self.own[self.key].to_numpy())
        return names

    @property
    def months(self) -> range:
        """The months looked at."""
        return range(self.first, self.first + self.count)

    @property
    def shape(self) -> tuple[int, int]:
        """Months by rows."""
        return self.count, len(self.names)

    def positions(self, table: str) -> NDArray[np.int64]:
        """For each row of another table the position of the row of the list that it is about, −1 for none.

        An event is of the firm that it names by its code, else of the firm of exactly that name.
        """
        frame = self.tables[table]
        found = self.names.get_indexer(pd.Index(frame[self.key].to_numpy())).astype(np.int64)
        if table == "events" and self.key == "enterprise_id" and "enterprise_name" in self.own:
            first = self.own["enterprise_name"].drop_duplicates()
            by_name = pd.Series(first.index.to_numpy(), index=first.to_numpy())
            named = by_name.reindex(frame["enterprise_name"]).fillna(-1).to_numpy(np.int64)
            unnamed = (frame["enterprise_id"] == "").to_numpy() & (frame["enterprise_name"] != "").to_numpy()
            found = np.where(unnamed, named, found)
        return found

    def figures(self, table: str, column: str) -> Floats | None:
        """A monthly figure as months × rows, NaN where missing; None if there is no such table or column."""
        frame = self.tables.get(table)
        if frame is None or column not in frame:
            return None
        made = np.full(self.shape, np.nan)
        at, month = self.positions(table), frame["month"].to_numpy() - self.first
        inside = (at >= 0) & (month >= 0) & (month < self.count)
        made[month[inside], at[inside]] = frame[column].to_numpy(np.float64)[inside]
        return made

    def event_cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each event its month's position and the row it is about; −1 where it lies outside."""
        frame = self.tables["events"]
        month = month_of(frame["date"]) - self.first
        return np.where((month >= 0) & (month < self.count), month, -1), self.positions("events")


def answers(criterion: Criterion, rows: Rows) -> Answers:
    """A criterion's answers: it holds when one of its conditions does."""
    return any_of([condition_answers(each, rows) for each in criterion.when], rows)


def any_of(each: Sequence[Answers], rows: Rows) -> Answers:
    """One is enough; where none holds, a missing figure leaves it open."""
    made = np.zeros(rows.shape, dtype=np.int8)
    for answer in each:
        made = np.where((made == YES) | (answer == YES), YES, np.minimum(made, answer)).astype(np.int8)
    return made


def condition_answers(condition: Condition, rows: Rows) -> Answers:
    """A condition's answers; a table that is absent leaves it open, one that no row is about does not hold."""
    if condition.more_firms is not None or condition.table not in rows.tables:
        return np.full(rows.shape, OPEN)  # what compares firms of places is worked out where places are known
    if condition.table == rows.table:
        return _of_own(condition, rows)
    if condition.table == "events":
        return _of_events(condition, rows)
    if condition.reaches is not None:
        return reached(condition.reaches, history(condition, rows))
    return _of_months(condition, rows)


def reached(edge: Edge, figures: Floats) -> Answers:
    """Where figures reach an edge, after rounding; a missing one leaves it open."""
    answer = np.where(edge.reached(np.round(figures, DECIMALS)), YES, NO)
    return np.where(np.isnan(figures), OPEN, answer).astype(np.int8)


def _of_own(condition: Condition, rows: Rows) -> Answers:
    """Cells of the list's own table: the same in every month, but a mark holds from its day on."""
    made = np.full(rows.shape, YES)
    for column, wanted in condition.where.items():
        if column not in rows.own:
            return np.full(rows.shape, OPEN)
        answer = np.broadcast_to(cell_answers(rows.own[column], wanted), rows.shape)
        since = column.replace("is_", "", 1) + "_since"
        if wanted is True and since in rows.own:
            begun = month_of(rows.own[since])  # 0 for a day that is not given: marked from the start
            answer = np.where(np.asarray(rows.months)[:, None] >= begun, answer, NO)
        made = _both(made, answer)
    return made


def _of_months(condition: Condition, rows: Rows) -> Answers:
    """Rows of a month: what was not reported leaves it open."""
    frame = rows.tables[condition.table]
    answer = _row_answers(condition, frame)
    made = np.full(rows.shape, OPEN)
    at, month = rows.positions(condition.table), frame["month"].to_numpy() - rows.first
    inside = (at >= 0) & (month >= 0) & (month < rows.count)
    made[month[inside], at[inside]] = answer[inside]
    return made


def _of_events(condition: Condition, rows: Rows) -> Answers:
    """Events of a month, of which one is enough; or how many of them there were in the months up to it."""
    if condition.rows is not None and condition.reaches is not None:
        return _counted(condition, rows)
    answer = _row_answers(condition, rows.tables["events"])
    month, at = rows.event_cells()
    made = np.zeros(rows.shape, dtype=np.int8)
    for kind in (OPEN, YES):  # the second overwrites the first
        there = (answer == kind) & (month >= 0) & (at >= 0)
        made[month[there], at[there]] = kind
    return made


def _counted(condition: Condition, rows: Rows) -> Answers:
    """How many events there were in the months up to each; an event that may count leaves it open below the edge."""
    assert condition.reaches is not None
    sure, perhaps = counts(condition, rows)
    edge = condition.reaches
    proven, could = edge.reached(sure), edge.reached(sure + perhaps)
    return np.where(proven, YES, np.where(could, OPEN, NO)).astype(np.int8)


def counts(condition: Condition, rows: Rows) -> tuple[Floats, Floats]:
    """Events that count in the window of months, and those that might if a missing figure were known."""
    assert condition.rows is not None
    answer = _row_answers(condition, rows.tables["events"])
    month = month_of(rows.tables["events"]["date"]) - rows.first
    at = rows.positions("events")
    found = []
    for kind in (YES, OPEN):
        window = np.zeros(rows.shape)
        # An event before the first month shown still counts in the months that look back to it.
        for later in range(condition.rows.months):
            there = (answer == kind) & (at >= 0) & (month + later >= 0) & (month + later < rows.count)
            np.add.at(window, (month[there] + later, at[there]), 1.0)
        found.append(window)
    return found[0], found[1]


def history(condition: Condition, rows: Rows) -> Floats:
    """The figure of a condition's history: months in a row, growth in percent, or the difference."""
    assert condition.reaches is not None
    of = condition.streak or condition.growth or condition.rise
    if of is None:
        return np.full(rows.shape, np.nan)
    values = rows.figures(condition.table, of.of)
    if values is None:
        return np.full(rows.shape, np.nan)
    if condition.streak is not None:
        return _streaks(values, condition.streak.each_change, condition.reaches)
    assert condition.growth is not None or condition.rise is not None
    months = condition.growth.months if condition.growth else condition.rise.months if condition.rise else 0
    before = np.full(rows.shape, np.nan)
    before[months:] = values[:-months]
    if condition.rise is not None:
        return np.asarray(values - before)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(before == 0, np.nan, values / before * 100.0 - 100.0)
    unchanged = (before == 0) & (values == 0)
    return np.asarray(np.where(unchanged, 0.0, growth))  # a firm that is closed changes no more


def _streaks(values: Floats, change: Edge, edge: Edge) -> Floats:
    """Months in a row whose change counts, up to each month.

    A missing month stops the count; the months counted so far stand if they reach the edge, else nothing can be said.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.vstack([np.full((1, values.shape[1]), np.nan), values[:-1]])
        growth = np.where(before == 0, np.nan, values / before * 100.0 - 100.0)
    goes_on, is_missing = change.reached(np.round(growth, DECIMALS)), np.isnan(growth)
    made = np.full(values.shape, np.nan)
    count, is_sure = np.zeros(values.shape[1]), np.zeros(values.shape[1], dtype=bool)
    for month in range(values.shape[0]):
        count = np.where(goes_on[month], count + 1, 0.0)
        is_sure = np.where(is_missing[month], False, np.where(goes_on[month], is_sure, True))
        made[month] = np.where(is_sure | edge.reached(count), count, np.nan)
    return made


def _row_answers(condition: Condition, frame: pd.DataFrame) -> Answers:
    """For each row of a table whether all that stands under ``where`` holds."""
    made = np.full(len(frame), YES)
    for column, wanted in condition.where.items():
        cells = worked_out(frame, column)
        made = _both(made, cell_answers(cells, wanted) if cells is not None else np.full(len(frame), OPEN))
    return made


def worked_out(frame: pd.DataFrame, column: str) -> pd.Series | None:
    """A column of a table, or the figure that is worked out of others; None if it is not there."""
    if column == "affected_share_pct" and column not in frame:
        return share_pct(frame["affected_count"], frame["workforce_count"])
    return frame.get(column)


def share_pct(part: pd.Series, whole: pd.Series) -> pd.Series:
    """A part in percent of the whole; missing where there is no whole."""
    return part / whole.where(whole > 0) * 100.0


def cell_answers(cells: pd.Series, wanted: Wanted) -> Answers:
    """For each cell whether it shows what is wanted (``dashboard.plans.outcomes`` says it of one cell)."""
    is_missing = cells.isna().to_numpy() | (cells == "").to_numpy()
    if isinstance(wanted, bool):
        return np.where((cells.fillna(0).astype(bool).to_numpy() & ~is_missing) == wanted, YES, NO).astype(
            np.int8
        )
    if wanted == GIVEN:
        return np.where(is_missing, NO, YES).astype(np.int8)
    if isinstance(wanted, Edge):
        return reached(wanted, cells.to_numpy(np.float64))
    words = set(wanted)
    shows = {
        text: bool(words & {part.strip() for part in re.split("[;；、,，]", str(text))})
        for text in cells.unique()
    }
    return np.where(is_missing, OPEN, np.where(cells.map(shows).to_numpy(bool), YES, NO)).astype(np.int8)


def _both(one: Answers, other: Answers) -> Answers:
    """Both must hold; what does not hold decides over what is open."""
    return np.where((one == NO) | (other == NO), NO, np.minimum(one, other)).astype(np.int8)
