"""The list of leads on risks: what was reported, and what the events of a month add by the plan's criteria."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.plans.conditions import Condition
from dashboard.plans.loader import available, load
from dashboard.registers.criteria import YES, cell_answers, month_of, worked_out
from dashboard.registers.duties import Due, duties_of_event
from dashboard.registers.standing import Listed, in_force
from dashboard.workspace import Workspace

CLOSED = ("已办结", "办结", "已化解", "已处置", "已解决", "closed", "settled", "done")
"""Words in the status of a lead that is dealt with."""
GRAVE = (
    "重大",
    "高",
    "红",
    "severe",
    "high",
    "grave",
    "较大",
    "中",
    "橙",
    "medium",
    "一般",
    "低",
    "黄",
    "low",
)
"""Words of severity, the gravest first; others stand after them."""


@dataclass(frozen=True)
class Lead:
    """One lead. ``row`` is its row in ``risks``, or in ``events`` where ``is_event``; ``listed`` what brings it here.

    ``due`` is the duty that runs by the hour, such as the check of an opinion that was passed down; ``elsewhere`` the
    plan, and its hours, that would ask for one though it is not in force here.
    """

    lead_id: str
    is_event: bool
    row: int
    day: pd.Timestamp
    region: int
    source: str
    severity: str
    enterprise_id: str
    enterprise_name: str
    description: str
    owner: str
    status: str
    listed: Listed | None
    due: Due | None = None
    elsewhere: tuple[str, float] | None = None
    received_at: pd.Timestamp | None = None
    checked_at: pd.Timestamp | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it is dealt with."""
        return any(word in self.status.lower() for word in CLOSED)

    @property
    def gravity(self) -> int:
        """Its place in the order of severity, 0 for the gravest."""
        found = [at for at, word in enumerate(GRAVE) if word and word in self.severity.lower()]
        return found[0] if found else len(GRAVE)

    @property
    def due_by(self) -> pd.Timestamp | None:
        """When the check must be done, where it is known from when the time runs."""
        if self.due is None or self.due.hours is None or self.received_at is None:
            return None
        return self.received_at + pd.Timedelta(hours=self.due.hours)


def leads(workspace: Workspace, month: int) -> list[Lead]:
    """The leads known by the end of a month, and the month's events that belong on the list; newest first.

    A lead that is dealt with leaves the list with the month in which it was found.
    """
    listed = in_force(workspace.brief, "risks")
    found = [
        lead
        for lead in _of_table(workspace, listed)
        if _month(lead.day) == month or (_month(lead.day) < month and not lead.is_closed)
    ]
    found += _of_events(workspace, listed, month)
    return sorted(found, key=lambda lead: (lead.is_closed, lead.gravity, -lead.day.value, lead.lead_id))


def _month(day: pd.Timestamp) -> int:
    return int(day.year) * 12 + int(day.month) - 1


def _of_table(workspace: Workspace, listed: tuple[Listed, ...]) -> list[Lead]:
    frame = workspace.tables.get("risks")
    if frame is None:
        return []
    kinds = _kinds(frame, "risks", listed)
    firms = _names(workspace)
    return [
        Lead(
            str(row["risk_id"]), False, at, row["date"], _position(workspace, row["region_code"]),
            str(row["source"]), _text(row, "severity"), _text(row, "enterprise_id"),
            firms.get(_text(row, "enterprise_id"), ""), _text(row, "description"), _text(row, "owner"),
            _text(row, "status"), kinds[at],
        )
        for at, (_, row) in enumerate(frame.iterrows())
    ]  # fmt: skip


def _of_events(workspace: Workspace, listed: tuple[Listed, ...], month: int) -> list[Lead]:
    frame = workspace.tables.get("events")
    if frame is None:
        return []
    kinds = _kinds(frame, "events", listed)
    rows = np.flatnonzero(month_of(frame["date"]) == month)
    asked = _asked_elsewhere(workspace, month)
    found = []
    for at in (int(row) for row in rows if kinds[int(row)] is not None):
        row = frame.iloc[at]
        by_hour = [due for due in duties_of_event(workspace, at) if due.timing == "within_hours"]
        received, checked = row["received_at"], row["checked_at"]
        found.append(
            Lead(
                str(row["event_id"]), True, at, row["date"], _position(workspace, row["region_code"]),
                str(row["kind"]), "", str(row["enterprise_id"]), str(row["enterprise_name"]), "", "", "", kinds[at],
                by_hour[0] if by_hour else None, asked.get(at), None if pd.isna(received) else received,
                None if pd.isna(checked) else checked,
            )
        )  # fmt: skip
    return found


def _asked_elsewhere(workspace: Workspace, month: int) -> dict[int, tuple[str, float]]:
    """For events of a month the plan and hours of a check that plans not in force here would ask for."""
    in_force_here = {plan for plan, _ in workspace.duties}
    others = [
        (name, duty)
        for name in available()
        if name not in in_force_here
        for duty in load(name).duties
        if duty.timing == "within_hours"
    ]
    found: dict[int, tuple[str, float]] = {}
    for each in workspace.event_duties(month, others):
        if each.duty.hours is not None:
            found.setdefault(each.row, (each.plan, float(each.duty.hours)))
    return found


def _kinds(frame: pd.DataFrame, table: str, listed: tuple[Listed, ...]) -> list[Listed | None]:
    """For each row the first criterion that brings it onto the list, None for none."""
    kinds: list[Listed | None] = [None] * len(frame)
    for each in reversed(listed):
        for condition in each.criterion.when:
            if condition.table == table:
                for at in np.flatnonzero(_meets(condition, frame)):
                    kinds[int(at)] = each
    return kinds


def _meets(condition: Condition, frame: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    met = np.ones(len(frame), dtype=np.bool_)
    for column, wanted in condition.where.items():
        cells = worked_out(frame, column)
        met &= cell_answers(cells, wanted) == YES if cells is not None else False
    return met


def _position(workspace: Workspace, code: object) -> int:
    return workspace.panel.position(str(code))


def _names(workspace: Workspace) -> dict[str, str]:
    firms = workspace.tables.get("enterprises")
    if firms is None:
        return {}
    return dict(zip(firms["enterprise_id"], firms["enterprise_name"], strict=True))


def _text(row: pd.Series, column: str) -> str:
    return str(row[column]) if column in row and not pd.isna(row[column]) else ""
