"""Which duties the events of a month bring: due, or unknown where the figure that decides is missing.

Planned events bring duties too. A missing figure is not bounded by another (plans.md, "Duties").
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.plans.duties import Duty, Trigger
from dashboard.plans.edges import Edge

DUE, UNKNOWN = "due", "unknown"
_ABOUT_LAYOFFS = "layoff"
"""What an event without a cause counts as being about."""


@dataclass(frozen=True)
class EventDuty:
    """A duty that one event brings: the event's row, the duty and its plan, and whether it is certain."""

    row: int
    plan: str
    duty: Duty
    status: str
    to: tuple[str, ...]


def event_duties(
    tables: Mapping[str, pd.DataFrame], month: int, duties: Sequence[tuple[str, Duty]]
) -> list[EventDuty]:
    """Every duty of the events dated in a month, by event in file order, then in the order given.

    Args:
        tables: typed frames; without an events table there are no duties.
        month: the month's number.
        duties: pairs of plan id and duty.
    """
    events = tables.get("events")
    if events is None or not len(events):
        return []
    dates = events["date"]
    rows = (dates.dt.year * 12 + dates.dt.month - 1 == month).to_numpy().nonzero()[0]
    influential = _influential(tables.get("enterprises"))
    return list(_of_rows(events, [int(row) for row in rows], influential, duties))


def _of_rows(
    events: pd.DataFrame, rows: Sequence[int], influential: set[str], duties: Sequence[tuple[str, Duty]]
) -> Iterator[EventDuty]:
    for row in rows:
        event: dict[str, object] = {str(name): value for name, value in events.iloc[row].items()}
        for plan, duty in duties:
            answers = [_holds(trigger, event, influential) for trigger in duty.when]
            if True in answers:
                yield EventDuty(row, plan, duty, DUE, _addressees(duty, event))
            elif None in answers:
                yield EventDuty(row, plan, duty, UNKNOWN, _addressees(duty, event))


def _influential(enterprises: pd.DataFrame | None) -> set[str]:
    """Ids, and names marked as such, of influential firms; none without their table."""
    if enterprises is None:
        return set()
    listed = enterprises.drop_duplicates("enterprise_name", keep="first")
    names = set(listed.loc[listed["is_influential"], "enterprise_name"]) - {""}
    return set(enterprises.loc[enterprises["is_influential"], "enterprise_id"]) | {f"name:{n}" for n in names}


def _addressees(duty: Duty, event: Mapping[str, object]) -> tuple[str, ...]:
    if duty.to_passed_down is not None:
        passed_by = str(event["passed_down_by"])
        return tuple(who for level, who in duty.to_passed_down.items() if level == passed_by)
    return tuple(duty.to)


def _holds(trigger: Trigger, event: Mapping[str, object], influential: set[str]) -> bool | None:
    """Whether a trigger holds for an event; None when a missing figure decides."""
    if event["kind"] not in trigger.kinds:
        return False
    if trigger.causes is not None and (event["cause"] or _ABOUT_LAYOFFS) not in trigger.causes:
        return False
    if trigger.is_spreading and not event["is_spreading"]:
        return False
    if trigger.is_passed_down and event["passed_down_by"] in ("", "none"):
        return False
    if trigger.is_influential and not _by_influential_firm(event, influential):
        return False
    figures = (
        _reaches(trigger.affected_count, _number(event["affected_count"])),
        _reaches(trigger.affected_share_pct, _share_pct(event)),
    )
    if False in figures:
        return False
    return None if None in figures else True


def _by_influential_firm(event: Mapping[str, object], influential: set[str]) -> bool:
    """A firm is its id, else the firm of exactly that name."""
    if event["enterprise_id"]:
        return event["enterprise_id"] in influential
    return f"name:{event['enterprise_name']}" in influential


def _reaches(edge: Edge | None, value: float) -> bool | None:
    if edge is None:
        return True
    return None if math.isnan(value) else edge.reached_by(value)


def _number(value: object) -> float:
    return float(str(value))


def _share_pct(event: Mapping[str, object]) -> float:
    """People laid off as a percentage of the firm's staff; NaN when either is missing or there is no staff."""
    affected, staff = _number(event["affected_count"]), _number(event["workforce_count"])
    if affected == 0:
        return 0.0
    return affected / staff * 100.0 if staff > 0 else math.nan
