"""Firms' plans for layoffs and placements: the gates passed by a day, what is still open, and the days left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.plans.conditions import Criterion
from dashboard.plans.edges import Edge
from dashboard.plans.follow_up import Gate
from dashboard.plans.outcomes import applies, criterion_holds
from dashboard.workspace import Workspace

DATES = (
    *("union_heard_on", "notice_on", "congress_passed_on", "reported_on", "contracts_ended_on", "filed_on"),
)
"""The days of a plan, in the order in which they usually come."""
RUNS_FROM = {"notice_days": "notice_on", "filing_days": "contracts_ended_on"}
"""The worked-out figures that count days, and the day from which they run."""


@dataclass(frozen=True)
class Need:
    """One thing that a gate asks for: whether it is there (None: a missing figure decides), the day it was done.

    For what runs for some days, ``wanted`` of them, ``done`` is how many have passed and ``ends`` the day it is full;
    ``is_most`` marks a time that may not be exceeded.
    """

    criterion: Criterion
    holds: bool | None
    on: pd.Timestamp | None = None
    wanted: int | None = None
    done: int | None = None
    ends: pd.Timestamp | None = None
    is_most: bool = False


@dataclass(frozen=True)
class GateState:
    """A gate before a firm's plan. ``applies`` is None where something missing decides that."""

    plan: str
    gate: Gate
    applies: bool | None
    needs: tuple[Need, ...]
    then: tuple[Need, ...]

    @property
    def lacking(self) -> tuple[Need, ...]:
        """What is not there yet."""
        return tuple(need for need in self.needs if need.holds is not True)


@dataclass(frozen=True)
class FirmPlan:
    """One plan of a firm as it stood on a day."""

    row: int
    plan_id: str
    enterprise_id: str
    kind: str
    people: float
    staff: float
    legal_ground: str
    ended_on: pd.Timestamp | None
    gates: tuple[GateState, ...]

    @property
    def share_pct(self) -> float:
        """People in percent of the staff."""
        return self.people / self.staff * 100.0 if self.staff > 0 else math.nan

    @property
    def lacking(self) -> int:
        """How many different things its gates still ask for; what may not apply is counted too."""
        return len({need.criterion.id for gate in self.gates for need in gate.lacking})

    @property
    def has_ended(self) -> bool:
        """Whether the contracts have ended: what is open now should not have been."""
        return self.ended_on is not None


def firm_plans(
    workspace: Workspace, day: pd.Timestamp, enterprise_id: str | None = None
) -> tuple[FirmPlan, ...] | None:
    """The plans known on a day, of one firm or of all, in file order; None without their table."""
    frame = workspace.tables.get("layoff_plans")
    if frame is None:
        return None
    wanted = frame if enterprise_id is None else frame[frame["enterprise_id"] == enterprise_id]
    firms = workspace.tables.get("enterprises")
    own = firms.set_index("enterprise_id") if firms is not None else pd.DataFrame()
    found = []
    for at, (_, row) in zip((frame.index.get_indexer(wanted.index)), wanted.iterrows(), strict=True):
        cells = as_of(dict(row), day)
        if cells is not None:
            firm = dict(own.loc[row["enterprise_id"]]) if row["enterprise_id"] in own.index else {}
            found.append(_plan(workspace, int(at), cells, firm, day))
    return tuple(found)


def as_of(cells: dict[Any, Any], day: pd.Timestamp) -> dict[Any, Any] | None:
    """A plan's cells as they were on a day, its days of later taken out; None if none of its days had come."""
    days = {name: cells[name] for name in DATES if name in cells and not pd.isna(cells[name])}
    if days and min(days.values()) > day:
        return None
    return cells | {name: pd.NaT for name, date in days.items() if date > day}


def worked_out(cells: dict[Any, Any], day: pd.Timestamp) -> dict[Any, Any]:
    """A plan's cells with the figures that gates may ask for (docs/plans.md)."""
    people, staff = float(cells.get("people_count", math.nan)), float(cells.get("staff_count", math.nan))
    notice, ended, filed = (
        cells.get(name, pd.NaT) for name in ("notice_on", "contracts_ended_on", "filed_on")
    )
    until = day if pd.isna(ended) else ended
    return cells | {
        "people_share_pct": people / staff * 100.0 if staff > 0 else math.nan,
        "notice_days": math.nan if pd.isna(notice) else float((until - notice).days),
        "filing_days": math.nan if pd.isna(ended) or pd.isna(filed) else float((filed - ended).days),
    }


def _plan(
    workspace: Workspace, at: int, cells: dict[Any, Any], firm: dict[Any, Any], day: pd.Timestamp
) -> FirmPlan:
    figures = worked_out(cells, day)
    rows = {"layoff_plans": figures, "enterprises": firm}
    gates = []
    for lender in workspace.brief.given("gates"):
        for gate in lender.plan.gates:
            stands = applies(gate, rows)
            if stands is not False:
                gates.append(
                    GateState(
                        lender.plan.id, gate, stands,
                        tuple(_need(each, rows, day) for each in gate.needs),
                        tuple(_need(each, rows, day) for each in gate.then),
                    )
                )  # fmt: skip
    ended = cells.get("contracts_ended_on")
    return FirmPlan(
        at, str(cells["plan_id"]), str(cells["enterprise_id"]), str(cells["kind"]),
        float(cells.get("people_count", math.nan)), float(cells.get("staff_count", math.nan)),
        str(cells.get("legal_ground", "")), None if ended is None or pd.isna(ended) else ended, tuple(gates),
    )  # fmt: skip


def _need(criterion: Criterion, rows: dict[str, dict[Any, Any]], day: pd.Timestamp) -> Need:
    """Whether one thing is there, with its day or the days that it still runs."""
    cells = rows["layoff_plans"]
    holds = criterion_holds(criterion, rows)
    for condition in criterion.when:
        for column, wanted in condition.where.items():
            if condition.table != "layoff_plans":
                continue
            if column in RUNS_FROM and isinstance(wanted, Edge):
                return _running(criterion, holds, cells, column, wanted, day)
            if column.endswith("_on") and not pd.isna(cells.get(column, pd.NaT)):
                return Need(criterion, holds, on=cells[column])
    return Need(criterion, holds)


def _running(
    criterion: Criterion,
    holds: bool | None,
    cells: dict[Any, Any],
    column: str,
    wanted: Edge,
    day: pd.Timestamp,
) -> Need:
    start = cells.get(RUNS_FROM[column], pd.NaT)
    days = math.ceil(wanted.number) + (wanted.op == ">")
    if pd.isna(start):
        return Need(criterion, holds, wanted=days, is_most=not wanted.upward)
    passed = cells[column]
    done = (day - start).days if math.isnan(passed) else int(passed)
    return Need(
        criterion, holds, on=cells.get("filed_on") if column == "filing_days" and holds is not None else None,
        wanted=days, done=done, ends=start + pd.Timedelta(days=days), is_most=not wanted.upward,
    )  # fmt: skip


def last_day(month: int) -> pd.Timestamp:
    """The last day of a month: how things stood is asked as of it."""
    return pd.Timestamp(year=month // 12, month=month % 12 + 1, day=1) + pd.offsets.MonthEnd(0)
