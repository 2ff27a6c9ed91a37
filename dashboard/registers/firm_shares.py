"""A firm's share in a warning: which part of the figure that raised it goes back to which firm.

Closures and layoffs are events of firms, monitored jobs are the sum of the firms' headcounts. What is counted by
person (claims, registrations, rates) cannot be attributed to a firm, and is said so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.explain import Explanation, explain
from dashboard.engine.firm_changes import MONITORED
from dashboard.plans.schema import EventConditions, EventShare, GroupShare, LargestEvent, Streak
from dashboard.registers.criteria import Floats
from dashboard.registers.firms import FirmList
from dashboard.workspace import Workspace

State = Literal["share", "not_attributable", "normal", "unknown", "not_judged"]


@dataclass(frozen=True)
class Parts:
    """How the figure of one rule in one place goes back to firms, in people.

    ``people`` has a figure for each firm of the list, 0 for none and NaN where a headcount is missing; ``others`` are
    firms outside the list by the name in their event. ``whole`` is what the rule counted.
    """

    told: Explanation
    people: Floats
    whole: float
    others: dict[str, float] = field(default_factory=dict)

    @property
    def named(self) -> float:
        """What firms of the list account for."""
        return float(np.nansum(self.people))

    @property
    def left(self) -> float:
        """What goes back to no firm that can be named."""
        return self.whole - self.named - sum(self.others.values())


@dataclass(frozen=True)
class Shares:
    """For each firm its share in the warning of its own place.

    ``state`` says how that place stands, ``rule`` which of its rules is meant, ``people`` of ``whole`` is the
    firm's part.
    """

    state: NDArray[np.str_]
    rule: NDArray[np.str_]
    people: Floats
    whole: Floats

    @property
    def percent(self) -> Floats:
        """The firm's part in percent of the figure; NaN where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.whole > 0, self.people / self.whole * 100.0, np.nan)


def is_attributable(told: Explanation) -> bool:
    """Whether a rule's figure is made of firms at all."""
    measure = told.rule.measure
    if isinstance(measure, Streak):
        return measure.streak.of == MONITORED and not measure.streak.each_change.upward
    return isinstance(measure, EventShare | LargestEvent | EventConditions | GroupShare)


def told_rule(workspace: Workspace, mode: str, month: int, rule_id: str, region: int) -> Explanation:
    """What one rule found in a place."""
    return explain(workspace.evaluation(mode), workspace.figures(mode, month), rule_id, region)


def warning_rule(workspace: Workspace, mode: str, month: int, region: int) -> Explanation | None:
    """The rule of a place's warning that firms are asked about: one that can be attributed, else the deciding one.

    None where the place has no warning.
    """
    evaluation, figures = workspace.evaluation(mode), workspace.figures(mode, month)
    at = month - workspace.panel.first_month
    if int(evaluation.tiers[at, region]) < 1:
        return None
    decides = int(figures.decides[region])
    levels = evaluation.levels[:, at, region]
    reached = [i for i in np.argsort(-levels, kind="stable") if levels[i] > 0]
    ordered = [decides, *(int(i) for i in reached if i != decides)]
    told = [explain(evaluation, figures, workspace.plan.rules[i].id, region) for i in ordered if i >= 0]
    return next((each for each in told if is_attributable(each)), told[0] if told else None)


def parts_of(firms: FirmList, told: Explanation) -> Parts | None:
    """How a rule's figure goes back to firms; None where it cannot, or there is nothing to attribute."""
    if not is_attributable(told) or told.tier < 1:
        return None
    if isinstance(told.rule.measure, Streak):
        return _of_headcounts(firms, told)
    return _of_events(firms, told)


def _of_headcounts(firms: FirmList, told: Explanation) -> Parts | None:
    """Jobs lost since the month before the streak, by firm."""
    if not told.streak:
        return None
    first, last = told.streak[0].month - 1 - firms.rows.first, told.streak[-1].month - firms.rows.first
    inside = np.isin(firms.regions, firms.workspace.below(told.region))
    change = firms.employees[first] - firms.employees[last]
    lost = np.where(inside, np.where(np.isnan(change), np.nan, np.maximum(change, 0.0)), 0.0)
    return Parts(told, lost, told.streak[0].previous - told.streak[-1].figure)


def _of_events(firms: FirmList, told: Explanation) -> Parts | None:
    """People of the events that count, by firm."""
    events = firms.workspace.tables.get("events")
    rows = np.array(counted_rows(firms.workspace, told), dtype=np.int64)
    if events is None or not len(rows):
        return None
    own = firms.rows.positions("events")[rows]
    affected = events["affected_count"].to_numpy(np.float64)[rows]
    people = np.zeros(firms.count)
    np.add.at(people, own[own >= 0], np.nan_to_num(affected[own >= 0]))
    others: dict[str, float] = {}
    for name, count in zip(
        events["enterprise_name"].to_numpy()[rows[own < 0]], affected[own < 0], strict=True
    ):
        others[str(name)] = others.get(str(name), 0.0) + float(np.nan_to_num(count))
    return Parts(told, people, float(np.nansum(affected)), others)


def counted_rows(workspace: Workspace, told: Explanation) -> tuple[int, ...]:
    """The events behind a rule's figure: the one that decided, those of the group that did, or all of the month."""
    measure = told.rule.measure
    if isinstance(measure, EventShare) and measure.event_share.of == "all":
        return told.events
    if told.decided >= 0:
        return (told.decided,)
    if isinstance(measure, EventConditions | LargestEvent | EventShare):
        return told.events[:1]
    if isinstance(measure, GroupShare) and told.group not in ("", "all"):
        wanted = told.group
        return tuple(row for row in told.events if _division(workspace, row) == wanted)
    return told.events


def _division(workspace: Workspace, row: int) -> str:
    """The industry division of an event as the engine groups it, "none" without one."""
    events = workspace.panel.events
    if events is None:
        return "none"
    at = int(np.flatnonzero(events.row == row)[0])
    division = int(events.division[at])
    return workspace.panel.divisions[division] if division >= 0 else "none"


def shares(firms: FirmList, mode: str, month: int) -> Shares:
    """The share of every firm in the warning of its own place."""
    space = firms.workspace
    tiers = space.evaluation(mode).tiers[month - space.panel.first_month]
    applies = np.asarray(space.evaluation(mode).applies[:, month - space.panel.first_month].any(axis=0))
    state = np.full(firms.count, "not_judged", dtype="<U16")
    rule = np.full(firms.count, "", dtype="<U64")
    people, whole = np.full(firms.count, np.nan), np.full(firms.count, np.nan)
    ordered = np.argsort(firms.regions, kind="stable")
    present, firsts = np.unique(firms.regions[ordered], return_index=True)
    for region, here in zip(present, np.split(ordered, firsts[1:]), strict=True):
        if region < 0 or not applies[region]:
            continue
        tier = int(tiers[region])
        state[here] = "unknown" if tier < 0 else "normal"
        told = warning_rule(space, mode, month, int(region)) if tier > 0 else None
        if told is None:
            continue
        rule[here] = told.rule.id
        found = parts_of(firms, told)
        state[here] = "share" if found is not None else "not_attributable"
        if found is not None:
            people[here], whole[here] = found.people[here], found.whole
    return Shares(state, rule, people, whole)
