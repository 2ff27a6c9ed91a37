"""One lever from end to end: all its positions are judged at once, as copies of the places side by side.

Each position is applied by itself, so a sweep says what a scenario at that position says; the copies are then judged
in one pass. Every position is looked at, so the smallest change found is the smallest there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.evaluate import Evaluation, evaluate, revise
from dashboard.engine.panel import Events, Firms, Floats, Ints, Panel, Tiers
from dashboard.plans import Edge, Plan, Rule
from dashboard.plans.schema import ChildTiers, Growth, Streak
from dashboard.scenarios.apply import World, apply, changed_plan, shocked
from dashboard.scenarios.levers import (
    POINTS,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    Lever,
    Scenario,
    amount_of,
    with_amount,
)

Flags = NDArray[np.bool_]
_CELLS = 400_000
"""Copied places × months that are judged at a time: few enough to stay within some hundred megabytes."""
_MOST = 400_000
"""Positions × places of a sweep; where there are more places, the positions lie farther apart."""
PERCENT_ENDS = (-60.0, 60.0)
POINT_ENDS = (-5.0, 5.0)
STEPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


@dataclass(frozen=True)
class Crossing:
    """At a position of the lever a place goes to another tier, coming from the position before; the rules did it."""

    position: int
    region: int
    before: int
    after: int
    rules: tuple[int, ...]


@dataclass(frozen=True)
class Sweep:
    """A lever's positions, ascending, and what they make of all places.

    ``tiers`` and ``complete`` are [positions, regions], ``levels`` [rules, positions, regions]; ``at`` is the
    position that the scenario has, ``rest`` the one at which the lever changes nothing (−1 for none).
    """

    lever: int
    values: Floats
    at: int
    rest: int
    tiers: Tiers
    levels: Tiers
    complete: Flags

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Every crossing, by position and place."""
        found = np.argwhere(self.tiers[1:] != self.tiers[:-1])
        return tuple(
            Crossing(
                int(p) + 1, int(r), int(self.tiers[p, r]), int(self.tiers[p + 1, r]),
                tuple(np.flatnonzero(self.levels[:, p + 1, r] != self.levels[:, p, r]).tolist()),
            )
            for p, r in found
        )  # fmt: skip

    def counts(self, regions: Sequence[int], worst: int) -> Ints:
        """How many of some places stand at each tier: [positions, 2 + worst], unknown first."""
        here = self.tiers[:, list(regions)]
        return np.stack([(here == tier).sum(axis=1) for tier in range(-1, worst + 1)], axis=1)

    def smallest(self, region: int, tier: int) -> int | None:
        """The position nearest to the scenario's at which a place is at a tier or worse; None if it never is."""
        return self._nearest(self.tiers[:, region] >= tier)

    def improvement(self, region: int, tier: int) -> int | None:
        """The position nearest to the scenario's at which a place is known to be below a tier."""
        return self._nearest((self.tiers[:, region] >= 0) & (self.tiers[:, region] < tier))

    def _nearest(self, holds: Flags) -> int | None:
        if holds[self.at]:
            return None
        found = np.flatnonzero(holds)
        if not len(found):
            return None
        return int(found[np.argmin(np.abs(found - self.at))])


def positions(lever: Lever, panel: Panel) -> Floats:
    """The positions of a lever from end to end, each a unit from the next; none for a lever without a number."""
    now = amount_of(lever)
    if now is None:
        return np.empty(0)
    low, high, least = _ends(lever, panel)
    low, high = min(low, now), max(high, now)
    step = next(
        (s for s in STEPS if s >= least and (high - low) / s * panel.region_count <= _MOST), STEPS[-1]
    )
    count = math.floor((high - low) / step + 1e-9) + 1
    grid = np.round(low + step * np.arange(count), 6)
    return np.unique(np.append(grid, now))


def _ends(lever: Lever, panel: Panel) -> tuple[float, float, float]:
    """Both ends of a lever, and its unit."""
    match lever:
        case FirmShock(enterprise_id=firm_id):
            staff = 0.0
            if panel.firms is not None and firm_id in panel.firm_ids:
                staff = float(panel.firms.employees[panel.firm_ids.index(firm_id)])
            return 0.0, staff if math.isfinite(staff) else 0.0, 1.0
        case IndicatorShock(unit=unit) if unit == POINTS:
            return *POINT_ENDS, 0.1
        case EdgeMoved():
            number = abs(amount_of(lever) or 0.0)
            whole = number == int(number) and number >= 10
            return 0.0, max(2.0 * number, 1.0), 1.0 if whole else 0.1
        case IndicatorShock():
            return *PERCENT_ENDS, 0.1
        case _:
            return 0.0, 100.0, 0.5


def sweep(
    plan: Plan,
    panel: Panel,
    index: int,
    scenario: Scenario,
    lever: int,
    mode: str,
    values: Floats | None = None,
) -> Sweep:
    """Move one lever of a scenario from end to end, the others standing as they do.

    Args:
        plan: the plan before the scenario.
        panel: the figures before the scenario.
        index: the month that the scenario starts in.
        scenario: all levers.
        lever: the position of the one that moves.
        mode: how alerts of children are counted where the scenario does not say.
        values: its positions, ascending, its own among them; by default from end to end.
    """
    moving = scenario.levers[lever]
    grid = positions(moving, panel) if values is None else values
    own = amount_of(moving) or 0.0
    mode = scenario.town_alerts or mode
    each = [_at(scenario, lever, float(value)) for value in grid]
    tiers, levels, complete = [], [], []
    if isinstance(moving, EdgeMoved):
        judged = _one_by_one(plan, panel, index, each, mode)
    else:
        plan = changed_plan(plan, scenario)
        panel, index = _recent(plan, panel, index)
        judged = _together([shocked(plan, panel, index, one) for one in each], mode)
    for here, found in judged:
        tiers.append(found.tiers[here].reshape(-1, panel.region_count))
        complete.append(found.complete[here].reshape(-1, panel.region_count))
        levels.append(found.levels[:, here].reshape(len(plan.rules), -1, panel.region_count))
    rest = np.flatnonzero(grid == 0.0)
    return Sweep(
        lever, grid, int(np.argmin(np.abs(grid - own))), int(rest[0]) if len(rest) else -1,
        np.concatenate(tiers), np.concatenate(levels, axis=1), np.concatenate(complete),
    )  # fmt: skip


def _at(scenario: Scenario, lever: int, value: float) -> Scenario:
    levers = list(scenario.levers)
    levers[lever] = with_amount(levers[lever], value)
    return replace(scenario, levers=tuple(levers))


def _recent(plan: Plan, panel: Panel, index: int) -> tuple[Panel, int]:
    """The months that the tiers of one month can depend on, and where it stands among them."""
    back = index
    if not any(_looks_far_back(rule) for rule in plan.rules):
        back = min(index, max((_months_back(rule) for rule in plan.rules), default=0))
    first = index - back
    events = panel.events
    if events is not None:
        events = events.at(np.flatnonzero(events.month == index))
        events = replace(events, month=events.month - first)
    return replace(
        panel,
        first_month=panel.first_month + first,
        month_count=back + 1,
        indicators={name: figures[first : index + 1] for name, figures in panel.indicators.items()},
        declared=panel.declared[first : index + 1],
        events=events,
    ), back


def _looks_far_back(rule: Rule) -> bool:
    match rule.measure:
        case Streak(streak=streak):
            return streak.in_all
        case ChildTiers(child_tiers=children):
            return children.in_force
        case _:
            return False


def _months_back(rule: Rule) -> int:
    match rule.measure:
        case Growth(growth=growth):
            return growth.months
        case Streak():
            return math.ceil(max(edge.number for edge in rule.edges.values() if isinstance(edge, Edge))) + 2
        case _:
            return 0


def _one_by_one(
    plan: Plan, panel: Panel, index: int, scenarios: Sequence[Scenario], mode: str
) -> Iterator[tuple[int, Evaluation]]:
    """The month's position and the evaluation of scenarios that differ in the plan."""
    base: Evaluation | None = None
    for world in (apply(plan, panel, index, one) for one in scenarios):
        base = (
            revise(base, world.plan, world.panel, mode) if base else evaluate(world.plan, world.panel, mode)
        )
        yield world.index, base


def _together(worlds: Sequence[World], mode: str) -> Iterator[tuple[int, Evaluation]]:
    """The month's position, and evaluations that hold worlds under one plan side by side, in order."""
    first = worlds[0]
    step = max(_CELLS // max(first.panel.region_count * first.panel.month_count, 1), 1)
    for start in range(0, len(worlds), step):
        panels = [world.panel for world in worlds[start : start + step]]
        yield first.index, evaluate(first.plan, side_by_side(panels), mode)


def side_by_side(panels: Sequence[Panel]) -> Panel:
    """Panels of the same places and months as one, in which each panel's places stand beside the others'."""
    first, count = panels[0], len(panels)
    if count == 1:
        return first
    shift = np.repeat(np.arange(count) * first.region_count, first.region_count)
    parents = np.tile(first.parents, count)
    return replace(
        first,
        codes=first.codes * count,
        names=first.names * count,
        levels=first.levels * count,
        parents=np.where(parents >= 0, parents + shift, -1),
        indicators={name: _beside([p.indicators[name] for p in panels]) for name in first.indicators},
        targets={name: _beside([p.targets[name] for p in panels]) for name in first.targets},
        declared=np.concatenate([p.declared for p in panels], axis=1),
        events=_events_beside(panels),
        firms=_firms_beside(panels),
        firm_ids=first.firm_ids * count,
    )


def _beside(figures: Sequence[Floats]) -> Floats:
    return np.concatenate(figures, axis=1)


def _firms_beside(panels: Sequence[Panel]) -> Firms | None:
    if panels[0].firms is None:
        return None
    all_firms = [p.firms for p in panels if p.firms is not None]
    width = panels[0].region_count
    return Firms(
        region=np.concatenate([f.region + n * width for n, f in enumerate(all_firms)]),
        division=np.concatenate([f.division for f in all_firms]),
        employees=np.concatenate([f.employees for f in all_firms]),
    )


def _events_beside(panels: Sequence[Panel]) -> Events | None:
    """Events of all panels; firms on no list get numbers behind those of every list."""
    if panels[0].events is None:
        return None
    width, parts = panels[0].region_count, []
    listed = len(panels[0].firms.region) if panels[0].firms is not None else 0
    all_events = [p.events for p in panels if p.events is not None]
    unlisted = max((int(e.firm.max(initial=-1)) + 1 - listed for e in all_events), default=0)
    for n, events in enumerate(all_events):
        others = listed * len(all_events) + n * max(unlisted, 0) + events.firm - listed
        parts.append(
            replace(
                events,
                region=events.region + n * width,
                firm=np.where(events.firm < listed, events.firm + n * listed, others),
            )
        )
    names = Events.__dataclass_fields__
    return Events(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
