"""Event measures: closures, single events, and layoffs with petitions, per month and region.

An event counts in its own region and every region above. One that lacks a figure proves nothing; if what is
missing could prove a worse tier than the complete events do, the rule is partial, or unknown if none is proven
(plans.md, "Event rules").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.measures import simple_edges
from dashboard.engine.panel import Events, Floats, Ints, Panel, Tiers
from dashboard.engine.thresholds import Transform, identity, percent, raw_edge, rounded
from dashboard.plans.schema import (
    EVENT_FIGURES,
    PETITIONS,
    Conditions,
    EventConditions,
    EventShare,
    LargestEvent,
    Rule,
)


@dataclass(frozen=True)
class Cells:
    """Results for the months and regions that have events; every other cell is normal with the figure 0.

    ``cell`` is ``month * regions + region``, ascending. ``level`` is the tier (−1 unknown), ``possible`` the worst
    tier if what is missing were known, ``value`` the figure (NaN when unknown or not a single figure), ``decided``
    the row of the events table (or the group's number) that decided, −1 for none.
    """

    cell: Ints
    level: Tiers
    possible: Tiers
    value: Floats
    decided: Ints
    labels: tuple[str, ...] = ()

    @property
    def partial(self) -> NDArray[np.bool_]:
        """Proven, but it could be worse."""
        return (self.level >= 1) & (self.possible > self.level)

    def at(self, cell: int) -> int | None:
        """The position of a cell, None where nothing happened."""
        i = int(np.searchsorted(self.cell, cell))
        return i if i < len(self.cell) and self.cell[i] == cell else None

    def write(self, levels: Tiers, partial: NDArray[np.bool_]) -> None:
        """Write tiers and partial flags into [months, regions]."""
        levels[:] = 0
        levels.reshape(-1)[self.cell] = self.level
        partial.reshape(-1)[self.cell] = self.partial


def settle(level: Tiers, possible: Tiers) -> Tiers:
    """Unknown where nothing is proven and a tier is possible; else the tier proven."""
    return np.where((level == 0) & (possible > 0), np.int8(-1), level).astype(np.int8)


def tiers_of(raw: Floats, rule: Rule, tier_ids: Sequence[str], transform: Transform) -> Tiers:
    """The worst edge that each raw figure reaches; 0 for NaN."""
    levels = np.zeros(len(raw), dtype=np.int8)
    for tier, edge in simple_edges(rule, tier_ids):
        reached = raw_edge(edge, transform).reached(raw)
        np.maximum(levels, reached.view(np.int8) * np.int8(tier), out=levels)
    return levels


def spread(events: Events, panel: Panel) -> tuple[Ints, Ints]:
    """Each event in every region it lies in: (event positions, cells)."""
    event, region = panel.with_ancestors(events.region)
    return event, events.month[event] * panel.region_count + region


def first_row(cells: Ints, inverse: Ints, rows: Ints) -> Ints:
    """For each distinct cell the first row of the events table; −1 where there is none."""
    first = np.full(len(cells), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, inverse, rows)
    return np.where(first == np.iinfo(np.int64).max, -1, first)


def judge_events(rule: Rule, panel: Panel, tier_ids: Sequence[str]) -> Cells | None:
    """Judge a rule on all closures, the largest event, or events with conditions; None without an events table."""
    if panel.events is None:
        return None
    match rule.measure:
        case EventShare(event_share=share):
            return _share(rule, panel, panel.events.of_kind(share.kind), share.denominator, tier_ids)
        case LargestEvent(largest_event=which):
            return _largest(rule, panel, panel.events.of_kind(which.kind), tier_ids)
        case EventConditions(event_conditions=which):
            return _conditions(rule, panel, panel.events.of_kind(which.kind), tier_ids)
        case _:
            raise TypeError(f"{rule.id} does not measure single events")


def _share(rule: Rule, panel: Panel, events: Events, denominator: str, tier_ids: Sequence[str]) -> Cells:
    event, cell = spread(events, panel)
    cells, inverse = np.unique(cell, return_inverse=True)
    affected = events.affected[event]
    known = ~np.isnan(affected)
    total = np.bincount(inverse, np.where(known, affected, 0.0), minlength=len(cells))
    lacking = np.bincount(inverse, ~known, minlength=len(cells)) > 0
    whole = panel.indicators.get(denominator)
    base = np.full(len(cells), np.nan) if whole is None else whole.reshape(-1)[cells]
    no_base = np.isnan(base) | (base == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(no_base, np.nan, total / base)
    worst = np.int8(len(tier_ids))
    proven = tiers_of(ratio, rule, tier_ids, percent)
    possible = np.where(lacking | no_base, worst, proven).astype(np.int8)
    level = settle(np.where(no_base, np.int8(0), proven).astype(np.int8), possible)
    decided = first_row(cells, inverse[known], events.row[event[known]])
    value = np.array([rounded(float(r), percent) for r in ratio])
    return _finish(cells, level, possible, value, decided)


def _largest(rule: Rule, panel: Panel, events: Events, tier_ids: Sequence[str]) -> Cells:
    event, cell = spread(events, panel)
    cells, inverse = np.unique(cell, return_inverse=True)
    affected = events.affected[event]
    known = ~np.isnan(affected)
    value = np.full(len(cells), -np.inf)
    np.maximum.at(value, inverse[known], affected[known])
    lacking = np.bincount(inverse, ~known, minlength=len(cells)) > 0
    proven = tiers_of(value, rule, tier_ids, identity)
    possible = np.where(lacking, np.int8(len(tier_ids)), proven).astype(np.int8)
    largest = known & (affected == value[inverse])
    decided = first_row(cells, inverse[largest], events.row[event[largest]])
    return _finish(cells, settle(proven, possible), possible, value, decided)


def _finish(cells: Ints, level: Tiers, possible: Tiers, value: Floats, decided: Ints) -> Cells:
    unknown = level < 0
    return Cells(
        cells,
        level,
        np.maximum(level, possible),
        np.where(unknown | np.isinf(value), np.nan, value),
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


def _conditions(rule: Rule, panel: Panel, events: Events, tier_ids: Sequence[str]) -> Cells:
    event, cell = spread(events, panel)
    cells, inverse = np.unique(cell, return_inverse=True)
    proven, could = condition_tiers(rule, events, tier_ids)
    level, possible = np.zeros(len(cells), np.int8), np.zeros(len(cells), np.int8)
    np.maximum.at(level, inverse, proven[event])
    np.maximum.at(possible, inverse, could[event])
    deciding = (proven[event] == level[inverse]) & (level[inverse] > 0)
    decided = first_row(cells, inverse[deciding], events.row[event[deciding]])
    return Cells(cells, settle(level, possible), possible, np.full(len(cells), np.nan), decided)
