"""Indicator measures: what a rule reads from the panel, each implemented once.

A measure gives *raw* figures [months, regions] and the transform that turns them into the figure of the rule's
unit. Missing figures are NaN, and so is everything that cannot be worked out from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats, Panel, Tiers
from dashboard.engine.streaks_in_all import counts_in_all
from dashboard.engine.thresholds import RawEdge, Transform, growth_percent, identity, raw_edge, whole_edge
from dashboard.plans.edges import Edge
from dashboard.plans.schema import Gap, Growth, Rule, Streak, ValueOf

UNKNOWN = np.int8(-1)
EVERY = slice(None)


def simple_edges(rule: Rule, tier_ids: Sequence[str]) -> list[tuple[int, Edge]]:
    """The rule's edges as (tier number, edge), mild to severe; only for rules with one figure."""
    return [(i + 1, e) for i, t in enumerate(tier_ids) if isinstance(e := rule.edges.get(t), Edge)]


def worst_tier(rule: Rule, tier_ids: Sequence[str]) -> np.int8:
    """The number of the worst tier that the rule has an edge for; nothing missing can make it worse than that."""
    return np.int8(max(i + 1 for i, tier in enumerate(tier_ids) if tier in rule.edges))


def is_nested(edges: Sequence[tuple[int, Edge]]) -> bool:
    """Whether every worse tier lies farther out, and no tier is left out."""
    numbers = [tier for tier, _ in edges]
    if numbers != list(range(1, len(edges) + 1)) or len({e.upward for _, e in edges}) != 1:
        return False
    sign = 1 if edges[0][1].upward else -1
    reach = [(sign * e.number, not e.inclusive) for _, e in edges]
    return reach == sorted(reach)


def transform_of(rule: Rule) -> Transform:
    """How raw figures of the rule's measure become figures in its unit."""
    return growth_percent if isinstance(rule.measure, Growth) else identity


def raw(rule: Rule, panel: Panel, regions: slice, months: slice = EVERY) -> Floats | None:
    """Raw figures [months and regions of the slices]; None when the column is not there at all."""
    column = panel.indicators.get(rule.columns()[0])
    if column is None:
        return None
    values = column[:, regions]
    match rule.measure:
        case ValueOf():
            return values[months]
        case Gap(gap=figures):
            target = panel.targets.get(figures.target)
            if target is None:
                return None
            return _gap(values, target[:, regions], panel, months, over=figures.over is not None)
        case Growth(growth=figures):
            return ratio_to_earlier(values, figures.months, months)
        case Streak():
            return ratio_to_earlier(values, 1, months)
        case _:
            raise TypeError(f"{rule.id} does not measure an indicator")


def _gap(values: Floats, target: Floats, panel: Panel, months: slice, *, over: bool) -> Floats:
    """Figure − target of its year, or the other way round."""
    first, last, _ = months.indices(len(values))
    gap = np.empty((last - first, values.shape[1]))
    for row, start, end in panel.year_spans:
        start, end = max(start, first), min(end, last)
        if start < end:
            of_year, yearly = values[start:end], target[row]
            left, right = (of_year, yearly) if over else (yearly, of_year)
            np.subtract(left, right, out=gap[start - first : end - first])
    return gap


def ratio_to_earlier(values: Floats, back: int, months: slice = EVERY) -> Floats:
    """Each figure divided by the one some months back; NaN where the base is missing or zero."""
    first, last, _ = months.indices(len(values))
    ratio = np.empty((last - first, values.shape[1]))
    start = min(max(first, back), last)
    ratio[: start - first] = np.nan
    if start < last:
        base, to = values[start - back : last - back], ratio[start - first :]
        with np.errstate(divide="ignore", invalid="ignore"):
            np.divide(values[start:last], base, out=to)
        zero = base == 0
        if zero.any():
            to[zero] = np.nan
    return ratio


@dataclass(frozen=True)
class Ladder:
    """A rule's edges carried back to raw figures, mild to severe; ``nested`` when the worse imply the milder."""

    edges: tuple[tuple[int, RawEdge], ...]
    nested: bool
    none_at: tuple[tuple[RawEdge, RawEdge], ...] = ()

    @property
    def worst(self) -> int:
        """The worst tier that has an edge."""
        return self.edges[-1][0]

    def climb(self, figures: NDArray[Any], out: Tiers) -> None:
        """Write the worst edge reached, 0 for none."""
        if self.nested:
            (_, mildest), *others = self.edges
            mildest.reached(figures, out.view(np.bool_))
            for _, edge in others:
                out += edge.reached(figures).view(np.int8)
        else:
            out[:] = 0
            for tier, edge in self.edges:
                np.maximum(out, edge.reached(figures).view(np.int8) * np.int8(tier), out=out)
        for least, most in self.none_at:
            out[least.reached(figures) & most.reached(figures)] = 0


def ladder(rule: Rule, tier_ids: Sequence[str]) -> Ladder:
    """The edges of an indicator rule."""
    edges = simple_edges(rule, tier_ids)
    is_streak = isinstance(rule.measure, Streak)
    at = [[raw_edge(Edge(op, n), transform_of(rule)) for op in (">=", "<=")] for n in rule.none_at]
    return Ladder(
        tuple((t, whole_edge(e) if is_streak else raw_edge(e, transform_of(rule))) for t, e in edges),
        is_nested(edges),
        tuple((least, most) for least, most in at),
    )


def can_be_partial(rule: Rule) -> bool:
    """Whether a known tier of the rule could be worse; a single figure is known or not."""
    return not rule.is_indicator or isinstance(rule.measure, Streak)


class Judge:
    """Judges an indicator rule for some regions, some months at a time and in their order."""

    def __init__(self, rule: Rule, panel: Panel, edges: Ladder, regions: slice) -> None:
        self.rule, self.panel, self.edges, self.regions = rule, panel, edges, regions
        self.streak = streak_before(len(range(*regions.indices(panel.region_count))))

    def judge(self, months: slice, levels: Tiers, partial: NDArray[np.bool_]) -> None:
        """Write tiers and partial flags, both [months of the slice, regions]."""
        figures = raw(self.rule, self.panel, self.regions, months)
        if figures is None:
            levels[:] = UNKNOWN
        elif isinstance(self.rule.measure, Streak):
            counts = (
                self._in_all.at(months)
                if self.rule.measure.streak.in_all
                else _counts(self.rule.measure, figures, self.streak, missing_counts=False)
            )
            self.edges.climb(counts.count, levels)
            np.logical_and(counts.open, levels < self.edges.worst, out=partial)
            levels |= -counts.unknown.view(np.int8)
        else:
            self.edges.climb(figures, levels)
            levels -= (figures != figures).view(np.int8)  # they reach no edge, so 0 becomes unknown

    @cached_property
    def _in_all(self) -> StreakCounts:
        counts = streak_counts(self.rule, self.panel, self.regions)
        assert counts is not None
        return counts


@dataclass(frozen=True)
class StreakCounts:
    """Consecutive qualifying months, all [months, regions].

    ``count``: months counted back from each month. ``open``: the count was stopped by something missing.
    ``unknown``: the month itself cannot be judged.
    """

    count: NDArray[np.int16]
    open: NDArray[np.bool_]
    unknown: NDArray[np.bool_]

    def at(self, months: slice) -> StreakCounts:
        """The counts of some months."""
        return StreakCounts(self.count[months], self.open[months], self.unknown[months])


def streak_counts(
    rule: Rule, panel: Panel, regions: slice, *, missing_counts: bool = False
) -> StreakCounts | None:
    """Count the months of a streak rule; None when its column is not there at all.

    With ``missing_counts`` a change that cannot be worked out counts as qualifying: how long the streak could be
    if all that is missing were known at its worst.
    """
    if not isinstance(rule.measure, Streak):
        return None
    figures = raw(rule, panel, regions)
    if figures is None:
        return None
    if rule.measure.streak.in_all:
        values, edge = panel.indicators[rule.columns()[0]][:, regions], rule.measure.streak.each_change
        reached = raw_edge(edge, growth_percent)
        return StreakCounts(*counts_in_all(values, figures, reached, missing_counts=missing_counts))
    return _counts(rule.measure, figures, streak_before(figures.shape[1]), missing_counts=missing_counts)


def streak_before(regions: int) -> NDArray[np.int16]:
    """How streaks stand before the first month: no month counted, and nothing known."""
    return np.ones(regions, dtype=np.int16)


def _counts(
    measure: Streak, figures: Floats, before: NDArray[np.int16], *, missing_counts: bool
) -> StreakCounts:
    """Carry streaks on from how they stood ``before``, which is brought up to date.

    They stand at twice the months counted, and one more where something missing stopped the count.
    """
    qualifies = raw_edge(measure.streak.each_change, growth_percent).reached(figures)
    unknown = figures != figures
    if missing_counts:
        qualifies |= unknown
    goes_on = qualifies.astype(np.int16)
    state = 2 * goes_on + (unknown & ~qualifies)
    last = before
    for now, one in zip(state, goes_on, strict=True):
        now += last * one
        last = now
    before[:] = last
    return StreakCounts(state >> 1, (state & 1).astype(np.bool_) & qualifies, unknown)
