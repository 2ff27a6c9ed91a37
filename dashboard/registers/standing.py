"""What brings a row onto a list, and since when: the criteria in force, their answers, and the unbroken run of each.

A reason that held when it was last known stays, marked as open, while a figure is missing: missing is never none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.plans.conditions import Criterion
from dashboard.plans.lists import ListName
from dashboard.plans.profiles import Brief
from dashboard.registers.criteria import NO, OPEN, YES, Answers, Rows, any_of, condition_answers, month_of


@dataclass(frozen=True)
class Listed:
    """A criterion in force and the plan that it is from."""

    plan: str
    criterion: Criterion


@dataclass(frozen=True)
class Reason:
    """Why a row is on a list in a month.

    ``since`` is the first month of the run, None where no day is given; ``by_hand`` that only the bureau's mark
    brings it there; ``is_open`` that it held when last known, and what decides is missing now.
    """

    listed: Listed
    since: int | None
    by_hand: bool
    is_open: bool


@dataclass(frozen=True)
class Criteria:
    """The answers of some criteria for all rows and months."""

    rows: Rows
    listed: tuple[Listed, ...]
    _since: dict[int, NDArray[np.int64]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _answers(self) -> tuple[tuple[Answers, Answers, Answers], ...]:
        """For each criterion: what is answered, what was last known, and what the figures alone answer."""
        found = []
        for each in self.listed:
            parts = [condition_answers(condition, self.rows) for condition in each.criterion.when]
            marks = [
                _is_mark(condition.where, self.rows, condition.table) for condition in each.criterion.when
            ]
            by_figures = [answer for answer, is_mark in zip(parts, marks, strict=True) if not is_mark]
            answer = any_of(parts, self.rows)
            found.append((answer, last_known(answer), any_of(by_figures, self.rows)))
        return tuple(found)

    def answer(self, number: int) -> Answers:
        """A criterion's answers."""
        return self._answers[number][0]

    def holds(self, month: int) -> NDArray[np.bool_]:
        """Criteria × rows: which bring a row onto the list in a month, those that are open included."""
        at = month - self.rows.first
        return np.array([known[at] == YES for _, known, _ in self._answers], dtype=np.bool_).reshape(
            -1, self.rows.shape[1]
        )

    def since(self, month: int) -> NDArray[np.int64]:
        """Criteria × rows: the month since which each holds in a month; 0 where it does not, or no day is known."""
        if month not in self._since:
            at, rows = month - self.rows.first, self.rows
            found = np.zeros((len(self.listed), rows.shape[1]), dtype=np.int64)
            for number, (each, (_, known, _)) in enumerate(zip(self.listed, self._answers, strict=True)):
                start = begun(known[: at + 1])[-1]
                run = np.where(start > 0, rows.first + start, 0)
                marked = _marked_since(each.criterion, rows, month)
                found[number] = np.where(known[at] == YES, np.where(marked > 0, marked, run), 0)
            self._since[month] = found
        return self._since[month]

    def reasons(self, row: int, month: int) -> list[Reason]:
        """Why a row is on the list in a month, the newest reason first."""
        at, found = month - self.rows.first, []
        for number, (each, (answer, known, by_figures)) in enumerate(
            zip(self.listed, self._answers, strict=True)
        ):
            if known[at, row] == YES:
                since = int(self.since(month)[number, row])
                by_hand = bool(by_figures[at, row] != YES and _is_marked(each.criterion, self.rows, row))
                found.append(Reason(each, since or None, by_hand, bool(answer[at, row] == OPEN)))
        return sorted(found, key=lambda reason: -(reason.since or 0))


def _marked_since(criterion: Criterion, rows: Rows, month: int) -> NDArray[np.int64]:
    """For each row the first month of the bureau's marks that hold in a month; 0 where none has a day."""
    never = np.iinfo(np.int64).max
    first = np.full(rows.shape[1], never)
    for condition in criterion.when:
        for column in condition.where:
            since = since_column(column)
            if condition.table == rows.table and since in rows.own and column in rows.own:
                begins = month_of(rows.own[since])
                holds = rows.own[column].to_numpy(bool) & (begins > 0) & (begins <= month)
                first = np.where(holds, np.minimum(first, begins), first)
    return np.where(first == never, 0, first)


def since_column(column: str) -> str:
    """The column that says since when a mark holds."""
    return column.replace("is_", "", 1) + "_since"


def _is_mark(where: object, rows: Rows, table: str) -> bool:
    """Whether a condition asks for nothing but a mark of the bureau's."""
    return (
        table == rows.table
        and isinstance(where, dict)
        and bool(where)
        and all(wanted is True and since_column(column) in rows.own for column, wanted in where.items())
    )


def _is_marked(criterion: Criterion, rows: Rows, row: int) -> bool:
    return any(
        _is_mark(condition.where, rows, condition.table)
        and all(bool(rows.own[column].iloc[row]) for column in condition.where)
        for condition in criterion.when
    )


def last_known(answer: Answers) -> Answers:
    """Each answer, or the last one that was known before it; what was never known does not hold."""
    months = np.arange(answer.shape[0])[:, None]
    last = np.maximum.accumulate(np.where(answer == OPEN, -1, months), axis=0)
    found = np.take_along_axis(answer, np.maximum(last, 0), axis=0)
    return np.where(last < 0, NO, found).astype(np.int8)


def begun(known: Answers) -> NDArray[np.int64]:
    """For each month and row the position of the month after the last one that did not hold."""
    months = np.arange(known.shape[0])[:, None]
    return np.maximum.accumulate(np.where(known == YES, -1, months), axis=0) + 1


def in_force(brief: Brief, name: ListName) -> tuple[Listed, ...]:
    """The criteria of a list, each once, in the order of the plans that give lists."""
    found: dict[str, Listed] = {}
    for lender in brief.given("lists"):
        for key_list in lender.plan.lists:
            if key_list.id == name:
                for criterion in key_list.criteria:
                    found.setdefault(criterion.id, Listed(lender.plan.id, criterion))
    return tuple(found.values())
