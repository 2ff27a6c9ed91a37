"""The list of key places: which are on it in a month, by which criterion, since when, and by what figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.plans.conditions import Condition, Criterion
from dashboard.registers.criteria import NO, OPEN, YES, Answers, Floats, Rows, answers, history
from dashboard.registers.firms import FirmList, firm_list
from dashboard.registers.standing import Listed, begun, in_force, last_known
from dashboard.workspace import Workspace


@dataclass(frozen=True)
class PlaceReason:
    """Why a place is on the list: ``since`` is the first month of the run (None: from the start of the data).

    ``figure`` is what the history found, NaN for a criterion without one; ``is_open`` as in ``standing.Reason``.
    """

    listed: Listed
    since: int | None
    figure: float
    is_open: bool


@dataclass(frozen=True)
class PlaceList:
    """Every place of the data with what brings it onto the list, in file order."""

    workspace: Workspace
    rows: Rows
    listed: tuple[Listed, ...]

    @cached_property
    def firms(self) -> FirmList | None:
        """The firms, for criteria that compare them."""
        return firm_list(self.workspace)

    @cached_property
    def _answers(self) -> tuple[Answers, ...]:
        return tuple(self._answer(each.criterion) for each in self.listed)

    def _answer(self, criterion: Criterion) -> Answers:
        answer = answers(criterion, self.rows)
        for condition in criterion.when:
            if condition.more_firms is not None and condition.reaches is not None:
                more = self.more_firms(condition)
                reached = np.where(condition.reaches.reached(more), YES, NO)
                found = np.where(np.isnan(more), OPEN, reached).astype(np.int8)
                answer = np.where(answer == YES, YES, found).astype(np.int8)
        return answer

    def more_firms(self, condition: Condition) -> Floats:
        """Firms of a place that newly meet a criterion in a window, less those of the window before."""
        assert condition.more_firms is not None
        of, made = condition.more_firms, np.full(self.rows.shape, np.nan)
        firms = self.firms
        numbers = [] if firms is None else [
            n for n, each in enumerate(firms.criteria.listed) if each.criterion.id == of.criterion
        ]  # fmt: skip
        if firms is None or not numbers:
            return made
        known = last_known(firms.criteria.answer(numbers[0]))
        new = np.zeros(known.shape)
        new[1:] = (known[1:] == YES) & (known[:-1] != YES)
        by_place = np.zeros(self.rows.shape)
        for firm in np.flatnonzero(new.any(axis=0) & (firms.regions >= 0)):
            chain = (int(firms.regions[firm]), *self.workspace.above(int(firms.regions[firm])))
            by_place[:, list(chain)] += new[:, firm : firm + 1]
        total = np.vstack([np.zeros((1, by_place.shape[1])), np.cumsum(by_place, axis=0)])
        for month in range(2 * of.months - 1, self.rows.count):
            now, middle, before = month + 1, month + 1 - of.months, month + 1 - 2 * of.months
            made[month] = (total[now] - total[middle]) - (total[middle] - total[before])
        return made

    def holds(self, month: int) -> NDArray[np.bool_]:
        """Criteria × places: which bring a place onto the list in a month."""
        at = month - self.rows.first
        found = [last_known(answer[: at + 1])[-1] == YES for answer in self._answers]
        return np.array(found, dtype=np.bool_).reshape(-1, self.rows.shape[1])

    def reasons(self, region: int, month: int) -> list[PlaceReason]:
        """Why a place is on the list in a month, in the order of the criteria."""
        at, found = month - self.rows.first, []
        for each, answer in zip(self.listed, self._answers, strict=True):
            known = last_known(answer[: at + 1, region : region + 1])
            if known[-1, 0] != YES:
                continue
            start = int(begun(known)[-1, 0])
            found.append(
                PlaceReason(
                    each, None if start == 0 else self.rows.first + start,
                    self._figure(each.criterion, region, at), bool(answer[at, region] == OPEN),
                )
            )  # fmt: skip
        return found

    def _figure(self, criterion: Criterion, region: int, at: int) -> float:
        for condition in criterion.when:
            if condition.more_firms is not None:
                return float(self.more_firms(condition)[at, region])
            if condition.reaches is not None and condition.table in self.rows.tables:
                return float(history(condition, self.rows)[at, region])
        return float("nan")


def place_list(workspace: Workspace) -> PlaceList:
    """The places of the data, as its viewer sees it."""
    rows = Rows(
        workspace.tables, "regions", "region_code", workspace.panel.first_month, workspace.panel.month_count
    )
    return PlaceList(workspace, rows, in_force(workspace.brief, "regions"))
