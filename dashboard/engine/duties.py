"""Which duties the events of a month bring: due, or unknown where the figure that decides is missing.

Planned events bring duties too. A missing figure is not bounded by another (plans.md, "Duties").
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.engine.panel import Ints
from dashboard.plans.duties import Duty, Trigger
from dashboard.plans.edges import DECIMALS, Edge

DUE, UNKNOWN = "due", "unknown"
_ABOUT_LAYOFFS = "layoff"
"""What an event without a cause counts as being about."""


@dataclass(frozen=True)
class EventDuty:
    """A duty that one event brings: the event's row, the duty and its plan, and whether it is certain.

    ``trigger`` is the first that holds, or the first that a missing figure leaves open; ``lacking`` names the columns
    whose figures are missing.
    """

    row: int
    plan: str
    duty: Duty
    status: str
    to: tuple[str, ...]
    trigger: Trigger
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Threshold:
    """Where on the scale of people a duty begins for one event, all else being as it is.

    ``people`` is the smallest number that reaches it, ``reached`` None where the event's number is not known, and
    ``more`` how many are still wanting (0 once reached, NaN where not known).
    """

    plan: str
    duty: Duty
    trigger: Trigger
    people: int
    reached: bool | None
    more: float


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
    rows = (event_months(events) == month).nonzero()[0]
    influential = _influential(tables.get("enterprises"))
    return list(_of_rows(events, [int(row) for row in rows], influential, duties))


def event_months(events: pd.DataFrame) -> Ints:
    """The month number of each event."""
    dates = events["date"]
    return np.asarray(dates.dt.year * 12 + dates.dt.month - 1, dtype=np.int64)


def thresholds(
    tables: Mapping[str, pd.DataFrame], row: int, duties: Sequence[tuple[str, Duty]]
) -> list[Threshold]:
    """Where each duty that turns on the number of people begins for one event, the smallest number first."""
    event = _event(tables["events"], row)
    influential = _influential(tables.get("enterprises"))
    affected = _number(event["affected_count"])
    found = []
    for plan, duty in duties:
        for trigger in duty.when:
            people = _people_needed(trigger, event)
            if people is None or not _fits(trigger, event, influential):
                continue
            reached = None if math.isnan(affected) else affected >= people
            more = math.nan if math.isnan(affected) else max(0.0, people - affected)
            found.append(Threshold(plan, duty, trigger, people, reached, more))
    return sorted(found, key=lambda each: each.people)


def _of_rows(
    events: pd.DataFrame, rows: Sequence[int], influential: set[str], duties: Sequence[tuple[str, Duty]]
) -> Iterator[EventDuty]:
    for row in rows:
        event = _event(events, row)
        for plan, duty in duties:
            answers = [(_holds(trigger, event, influential), trigger) for trigger in duty.when]
            met = [trigger for answer, trigger in answers if answer]
            left_open = [trigger for answer, trigger in answers if answer is None]
            if met:
                yield EventDuty(row, plan, duty, DUE, _addressees(duty, event), met[0])
            elif left_open:
                lacking = tuple(dict.fromkeys(c for each in left_open for c in _lacking(each, event)))
                yield EventDuty(row, plan, duty, UNKNOWN, _addressees(duty, event), left_open[0], lacking)


def _event(events: pd.DataFrame, row: int) -> dict[str, object]:
    return {str(name): value for name, value in events.iloc[row].items()}


def _lacking(trigger: Trigger, event: Mapping[str, object]) -> list[str]:
    """The columns whose missing figures leave a trigger open."""
    read = ["affected_count"] if trigger.affected_count else []
    if trigger.affected_share_pct:
        read += ["affected_count", "workforce_count"]
    return [column for column in read if not _number(event[column]) > 0]


def _people_needed(trigger: Trigger, event: Mapping[str, object]) -> int | None:
    """The smallest number of people that reaches a trigger's figures; None where none do or it cannot be said."""
    wanted = []
    if trigger.affected_count is not None:
        wanted.append(_smallest(trigger.affected_count, 1.0))
    if trigger.affected_share_pct is not None:
        staff = _number(event["workforce_count"])
        wanted.append(_smallest(trigger.affected_share_pct, staff / 100.0) if staff > 0 else None)
    known = [people for people in wanted if people is not None]
    return max(known) if known and len(known) == len(wanted) else None


def _smallest(edge: Edge, scale: float) -> int | None:
    """The smallest whole number that reaches an edge; None for one that is reached downward."""
    if not edge.upward:
        return None
    at = round(edge.number * scale, DECIMALS)
    return math.ceil(at) if edge.inclusive else math.floor(at) + 1


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
    if not _fits(trigger, event, influential):
        return False
    figures = (
        _reaches(trigger.affected_count, _number(event["affected_count"])),
        _reaches(trigger.affected_share_pct, _share_pct(event)),
    )
    if False in figures:
        return False
    return None if None in figures else True


def _fits(trigger: Trigger, event: Mapping[str, object], influential: set[str]) -> bool:
    """Whether all of a trigger but its figures holds for an event."""
    if event["kind"] not in trigger.kinds:
        return False
    if trigger.causes is not None and (event["cause"] or _ABOUT_LAYOFFS) not in trigger.causes:
        return False
    if trigger.is_spreading and not event["is_spreading"]:
        return False
    if trigger.is_passed_down and event["passed_down_by"] in ("", "none"):
        return False
    return not trigger.is_influential or _by_influential_firm(event, influential)


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
