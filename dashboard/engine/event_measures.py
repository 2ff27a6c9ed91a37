"""Event measures: closures, single events, and layoffs with petitions, per month and region.

An event counts in its own region and every region above. One that lacks a figure proves nothing; if what is
missing could prove a worse tier than the complete events do, the rule is partial, or unknown if none is proven
(plans.md, "Event rules").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.measures import carried_back, simple_edges, worst_tier
from dashboard.engine.panel import Events, Floats, Ints, Panel, Tiers, once
from dashboard.engine.pools import NONE, Pool, order_by
from dashboard.engine.thresholds import Transform, identity, percent, rounded_all
from dashboard.plans.schema import (
    EVENT_FIGURES,
    PETITIONS,
    Conditions,
    EventConditions,
    EventShare,
    GroupShare,
    LargestEvent,
    Rule,
    ShareFigures,
)


@dataclass(frozen=True)
class Cells:
    """Results for the months and regions that have events; every other cell is normal with the figure 0.

    ``cell`` is ``month * regions + region``, ascending. ``level`` is the tier (−1 unknown), ``possible`` the worst
    tier if what is missing were known, ``value`` the figure (NaN when unknown or not a single figure), ``decided``
    the row of the events table (or the group's number) that decided, −1 for none; ``labels`` names the groups,
    ``laid_off`` and ``staff`` are their people.
    """

    cell: Ints
    level: Tiers
    possible: Tiers
    value: Floats
    decided: Ints
    labels: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=np.object_))
    laid_off: Floats = field(default_factory=lambda: np.empty(0))
    staff: Floats = field(default_factory=lambda: np.empty(0))

    @property
    def partial(self) -> NDArray[np.bool_]:
        """Proven, but it could be worse."""
        return (self.level >= 1) & (self.possible > self.level)

    def at(self, cell: int) -> int | None:
        """The position of a cell, None where nothing happened."""
        i = int(np.searchsorted(self.cell, cell))
        return i if i < len(self.cell) and self.cell[i] == cell else None

    def write(self, levels: Tiers, partial: NDArray[np.bool_]) -> None:
        """Write tiers, and partial flags where there are some, into [months, regions]."""
        levels[:] = 0
        levels.reshape(-1)[self.cell] = self.level
        partial.reshape(-1)[self.cell[self.partial]] = True


def settle(level: Tiers, possible: Tiers) -> Tiers:
    """Unknown where nothing is proven and a tier is possible; else the tier proven."""
    return np.where((level == 0) & (possible > 0), np.int8(-1), level).astype(np.int8)


def tiers_of(raw: Floats, rule: Rule, tier_ids: Sequence[str], transform: Transform) -> Tiers:
    """The worst edge that each raw figure reaches; 0 for NaN."""
    levels = np.empty(len(raw), dtype=np.int8)
    carried_back(tuple(simple_edges(rule, tier_ids)), transform).climb(raw, levels)
    return levels


@dataclass(frozen=True)
class Spread:
    """The events of one kind, each in every region it lies in, sorted by cell (``month * regions + region``).

    ``event`` is the position in ``events`` of each item, ``cell`` its cell.
    """

    events: Events
    event: Ints
    cell: Ints
    pool: Pool

    @cached_property
    def cells(self) -> Ints:
        """The cells in which something happened, ascending."""
        return self.cell[self.pool.start]

    @cached_property
    def row(self) -> Ints:
        """The row of the events table of each item."""
        return self.events.row[self.event]

    @cached_property
    def affected(self) -> Floats:
        """The people affected by each item, NaN where that is missing."""
        return self.events.affected[self.event]

    @cached_property
    def lacking(self) -> NDArray[np.bool_]:
        """The cells in which somebody affected is missing."""
        return self.pool.any(np.isnan(self.affected))

    @cached_property
    def total(self) -> tuple[Floats, Ints]:
        """For each cell the people known to be affected by all events, and the first row that counts."""
        known = ~np.isnan(self.affected)
        return self.pool.sums(np.where(known, self.affected, 0.0)), self.first_row(known)

    @cached_property
    def largest(self) -> tuple[Floats, Ints]:
        """For each cell the most people affected by an event, and its row."""
        most = self.pool.largest(self.affected)
        return most, self.first_row(self.affected == most[self.pool.number])

    def first_row(self, items: NDArray[np.bool_]) -> Ints:
        """For each cell the row of the events table of its first marked item; −1 where there is none."""
        first = self.pool.least(self.row, items)
        return np.where(first == NONE, -1, first)


@once
def spread(panel: Panel, kind: str) -> Spread:
    """The events of a kind over the regions they lie in."""
    assert panel.events is not None
    events = panel.events.of_kind(kind)
    event, region = panel.with_ancestors(events.region)
    cell = events.month[event] * panel.region_count + region
    order = order_by(cell)
    cell = cell[order]
    return Spread(events, event[order], cell, Pool.in_order(cell))


def kind_of(rule: Rule) -> str:
    """The kind of event that a rule looks at."""
    match rule.measure:
        case EventShare(event_share=share):
            return share.kind
        case GroupShare(group_share=share):
            return share.kind
        case LargestEvent(largest_event=which) | EventConditions(event_conditions=which):
            return which.kind
        case _:
            raise TypeError(f"{rule.id} does not measure events")


def judge_events(rule: Rule, panel: Panel, tier_ids: Sequence[str]) -> Cells:
    """Judge a rule on all closures, the largest event, or events with conditions."""
    found = spread(panel, kind_of(rule))
    match rule.measure:
        case EventShare(event_share=share):
            return _share(rule, panel, found, share, tier_ids)
        case LargestEvent():
            return _largest(rule, found, tier_ids)
        case EventConditions():
            return _conditions(rule, found, tier_ids)
        case _:
            raise TypeError(f"{rule.id} does not measure single events")


def _share(rule: Rule, panel: Panel, found: Spread, share: ShareFigures, tier_ids: Sequence[str]) -> Cells:
    whole = panel.indicators.get(share.denominator)
    base = np.full(len(found.cells), np.nan) if whole is None else whole.reshape(-1)[found.cells]
    no_base = np.isnan(base) | (base == 0)
    total, first = found.largest if share.of == "largest" else found.total
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(no_base, np.nan, total / base)
    proven = tiers_of(ratio, rule, tier_ids, percent)
    possible = np.where(found.lacking | no_base, worst_tier(rule, tier_ids), proven)
    return _finish(found.cells, settle(proven, possible), possible, rounded_all(ratio, percent), first)


def _largest(rule: Rule, found: Spread, tier_ids: Sequence[str]) -> Cells:
    value, row = found.largest
    proven = tiers_of(value, rule, tier_ids, identity)
    possible = np.where(found.lacking, worst_tier(rule, tier_ids), proven)
    return _finish(found.cells, settle(proven, possible), possible, value, row)


def _finish(cells: Ints, level: Tiers, possible: Tiers, value: Floats, decided: Ints) -> Cells:
    unknown = level < 0
    return Cells(
        cells,
        level,
        np.maximum(level, possible),
        np.where(unknown, np.nan, value),
        np.where(unknown, -1, decided),
    )


def condition_tiers(rule: Rule, events: Events, tier_ids: Sequence[str]) -> tuple[Tiers, Tiers]:
    """For each event the tier it proves, and the worst tier it could prove if its missing figures were known."""
    figures = {"workforce_count": events.workforce, "affected_count": events.affected}
    used = {
        name
        for edge in rule.edges.values()
        for name in EVENT_FIGURES
        if isinstance(edge, Conditions) and getattr(edge, name) is not None
    }
    complete = np.ones(len(events.row), dtype=np.bool_)
    for name, values in figures.items():
        if name in used:
            complete &= ~np.isnan(values)
    possible = np.zeros(len(events.row), dtype=np.int8)
    for tier, name in enumerate(tier_ids, start=1):
        edge = rule.edges.get(name)
        if not isinstance(edge, Conditions):
            continue
        holds = np.ones(len(events.row), dtype=np.bool_)
        for figure, values in figures.items():
            wanted = getattr(edge, figure)
            if wanted is not None:
                holds &= wanted.reached(values) | np.isnan(values)
        if edge.petition is not None:
            holds &= events.petition >= PETITIONS.index(edge.petition)
        possible[holds] = tier
    return np.where(complete, possible, 0).astype(np.int8), possible


def _conditions(rule: Rule, found: Spread, tier_ids: Sequence[str]) -> Cells:
    proven, could = condition_tiers(rule, found.events, tier_ids)
    proven = proven[found.event]
    level, possible = found.pool.worst(proven), found.pool.worst(could[found.event])
    decided = found.first_row((proven > 0) & (proven == level[found.pool.number]))
    return Cells(found.cells, settle(level, possible), possible, np.full(len(level), np.nan), decided)
