"""The duties of a month in a place and below it: those of its events, and the reports of the tiers found.

The same that the evaluate command prints, in the order in which they press: at once, then by the hour, then by the
day, and what only classifies last. Those that lack a figure stand among them, never apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.engine.duties import DUE, UNKNOWN, EventDuty, event_months
from dashboard.workspace import Workspace

ORDER = (
    "at_once",
    "same_time",
    "within_hours",
    "days_before",
    "before",
    "within_days",
    "weekly",
    "classification",
)
"""Kinds of deadline, the most pressing first."""
_BY_DAY = ("days_before", "before", "within_days")


@dataclass(frozen=True)
class Due:
    """A duty of a month. ``event`` is None for the report of a region's tier, ``tier`` 0 for an event's duty."""

    plan: str
    duty: str
    region: int
    status: str
    to: tuple[str, ...]
    timing: str
    hours: float | None
    days: float | None
    clause: str
    event: EventDuty | None = None
    tier: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a missing figure leaves open if it is due."""
        return self.status == UNKNOWN


def month_duties(workspace: Workspace, mode: str, month: int, region: int) -> list[Due]:
    """Every duty of a month in a region and the regions below it, the most pressing first."""
    found = [*_tier_reports(workspace, mode, month, region), *_of_events(workspace, month, region)]
    return sorted(found, key=lambda due: _press(workspace, due))


def later_duties(workspace: Workspace, region: int) -> list[Due]:
    """The duties of events dated after the last month of the data, which no month to be opened would show."""
    events = workspace.tables.get("events")
    if events is None or not workspace.months:
        return []
    months = event_months(events)
    later = sorted({int(month) for month in months[months > workspace.months[-1]]})
    found = [due for month in later for due in _of_events(workspace, month, region)]
    return sorted(found, key=lambda due: _press(workspace, due))


def duties_of_event(workspace: Workspace, row: int) -> list[Due]:
    """The duties of one event, given by its row in the table, the most pressing first."""
    events = workspace.tables["events"]
    region = workspace.panel.position(str(events["region_code"].iloc[row]))
    month = int(event_months(events.iloc[row : row + 1])[0])
    found = [due for due in _of_events(workspace, month, region) if due.event and due.event.row == row]
    return sorted(found, key=lambda due: _press(workspace, due))


def event_rows(workspace: Workspace, month: int, region: int) -> tuple[int, ...] | None:
    """The rows of the events dated in a month in a region and below it, in file order; None without the table."""
    events = workspace.tables.get("events")
    if events is None:
        return None
    codes = {workspace.panel.codes[r] for r in workspace.below(region)}
    here = (event_months(events) == month) & events["region_code"].isin(codes).to_numpy()
    return tuple(int(row) for row in here.nonzero()[0])


def deadline(workspace: Workspace, due: Due) -> pd.Timestamp | None:
    """The day by which an event's duty is to be done, where its timing counts in days."""
    if due.event is None or due.timing not in _BY_DAY:
        return None
    day: pd.Timestamp = workspace.tables["events"]["date"].iloc[due.event.row]
    days = pd.Timedelta(days=due.days or 0)
    return day + days if due.timing == "within_days" else day - days


def _of_events(workspace: Workspace, month: int, region: int) -> list[Due]:
    events = workspace.tables.get("events")
    if events is None:
        return []
    below = set(workspace.below(region))
    found = []
    for each in workspace.event_duties(month):
        where = workspace.panel.position(str(events["region_code"].iloc[each.row]))
        if where in below:
            duty = each.duty
            found.append(
                Due(
                    each.plan, duty.id, where, each.status, each.to, duty.timing, duty.hours, duty.days,
                    duty.clause, each,
                )
            )  # fmt: skip
    return found


def _tier_reports(workspace: Workspace, mode: str, month: int, region: int) -> list[Due]:
    plan = workspace.plan
    if plan.report is None or month not in workspace.panel.months:
        return []
    tiers = workspace.evaluation(mode).tiers[month - workspace.panel.first_month]
    return [
        Due(
            plan.id, plan.report.duty, where, DUE, tuple(plan.report.to), "within_hours",
            plan.tiers[tier - 1].report_within_hours, None, plan.tiers[tier - 1].report_clause, tier=tier,
        )
        for where in workspace.below(region)
        if (tier := int(tiers[where])) > 0
    ]  # fmt: skip


def _press(workspace: Workspace, due: Due) -> tuple[int, float, float, int]:
    """How soon a duty presses: its group, hours, day, and then the order of the file."""
    day = deadline(workspace, due)
    group = ORDER.index("days_before") if due.timing in _BY_DAY else ORDER.index(due.timing)
    row = due.event.row if due.event is not None else due.region
    return group, due.hours or 0.0, day.timestamp() if day is not None else 0.0, row
