"""Indicator measures: what a rule reads from the panel, each implemented once.

A measure gives *raw* figures [months, regions] and the transform that turns them into the figure of the rule's
unit. Missing figures are NaN, and so is everything that cannot be worked out from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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

Flags = NDArray[np.bool_]


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


def raw(rule: Rule, panel: Panel, regions: slice = EVERY, months: slice = EVERY) -> Floats | None:
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
    edges = tuple(simple_edges(rule, tier_ids))
    transform = None if isinstance(rule.measure, Streak) else transform_of(rule)
    return carried_back(edges, transform, rule.none_at)


@cache
def carried_back(
    edges: tuple[tuple[int, Edge], ...], transform: Transform | None, none_at: tuple[float, ...] = ()
) -> Ladder:
    """Edges on raw figures, and the figures that reach none; without a transform on whole numbers."""

    def back(edge: Edge) -> RawEdge:
        return raw_edge(edge, transform) if transform else whole_edge(edge)

    at = tuple((back(Edge(">=", number)), back(Edge("<=", number))) for number in none_at)
    return Ladder(tuple((tier, back(edge)) for tier, edge in edges), is_nested(edges), at)


def can_be_partial(rule: Rule) -> bool:
    """Whether a known tier of the rule could be worse; a single figure is known or not."""
    return not rule.is_indicator or isinstance(rule.measure, Streak)


def judge(rule: Rule, panel: Panel, tier_ids: Sequence[str], levels: Tiers, partial: Flags) -> None:
    """Judge an indicator rule: write its tiers and partial flags, both [months, regions]."""
    edges, before = ladder(rule, tier_ids), streak_before(panel.region_count)
    is_in_all = isinstance(rule.measure, Streak) and rule.measure.streak.in_all
    in_all = streak_counts(rule, panel) if is_in_all else None
    for months in panel.blocks:
        figures, here = raw(rule, panel, months=months), levels[months]
        if figures is None:
            here[:] = UNKNOWN
        elif isinstance(rule.measure, Streak):
            counts = in_all.at(months) if in_all else _counts(rule.measure, figures, months, before)
            edges.climb(counts.count, here)
            np.logical_and(counts.open, here < edges.worst, out=partial[months])
            here |= -counts.unknown.view(np.int8)
        else:
            edges.climb(figures, here)
            here -= (figures != figures).view(np.int8)  # they reach no edge, so 0 becomes unknown


@dataclass(frozen=True)
class StreakCounts:
    """Consecutive qualifying months, all [months, regions].

    ``count``: months counted back from each month. ``open``: the count was stopped by something missing.
    ``unknown``: the month itself cannot be judged.
    """

    count: NDArray[np.int16]
    open: Flags
    unknown: Flags

    def at(self, months: slice) -> StreakCounts:
        """The counts of some months."""
        return StreakCounts(self.count[months], self.open[months], self.unknown[months])


def streak_counts(rule: Rule, panel: Panel, regions: slice = EVERY) -> StreakCounts | None:
    """Count the months of a streak rule; None for other rules, and when the column is not there at all."""
    if not isinstance(rule.measure, Streak):
        return None
    figures = raw(rule, panel, regions)
    if figures is None:
        return None
    if rule.measure.streak.in_all:
        return _counts_in_all(rule.measure, panel, figures, regions)
    return _counts(rule.measure, figures, slice(0, len(figures)), streak_before(figures.shape[1]))


def streaks_of_month(
    rule: Rule, panel: Panel, index: int
) -> tuple[NDArray[np.int16], NDArray[np.int16]] | None:
    """The streaks of one month, and how long they could be if all that is missing were known at its worst."""
    assert isinstance(rule.measure, Streak)
    if rule.measure.streak.in_all:
        return _in_all_of_month(rule, rule.measure, panel, index)
    edge = raw_edge(rule.measure.streak.each_change, growth_percent)
    counted, could = np.zeros((2, panel.region_count), dtype=np.int16)
    goes_on, might = np.ones((2, panel.region_count), dtype=np.bool_)
    for month in range(index, -1, -1):
        figures = raw(rule, panel, months=slice(month, month + 1))
        if figures is None:
            return None
        qualifies = edge.reached(figures[0])
        goes_on &= qualifies
        might &= qualifies | (figures[0] != figures[0])
        counted += goes_on
        could += might
        if not might.any():
            break
    return counted, could


def _in_all_of_month(
    rule: Rule, measure: Streak, panel: Panel, index: int
) -> tuple[NDArray[np.int16], NDArray[np.int16]] | None:
    figures = raw(rule, panel, months=slice(0, index + 1))
    if figures is None:
        return None
    counted = _counts_in_all(measure, panel, figures)
    could = _counts_in_all(measure, panel, figures, missing_counts=True)
    return counted.count[index], could.count[index]


def _counts_in_all(
    measure: Streak, panel: Panel, figures: Floats, regions: slice = EVERY, *, missing_counts: bool = False
) -> StreakCounts:
    """Count from the first month on, for as many months as there are ``figures``."""
    values = panel.indicators[measure.streak.of][: len(figures), regions]
    edge = raw_edge(measure.streak.each_change, growth_percent)
    return StreakCounts(*counts_in_all(values, figures, edge, missing_counts=missing_counts))


def streak_before(regions: int) -> NDArray[np.int16]:
    """What stopped streaks before the first month: something missing."""
    return np.ones(regions, dtype=np.int16)


def _counts(measure: Streak, figures: Floats, months: slice, before: NDArray[np.int16]) -> StreakCounts:
    """Count on from what stopped streaks ``before`` the months, which is brought up to date.

    What stops a streak is written as twice the number of its month, the first being 1, and one more where something
    is missing: the larger number is the later stop.
    """
    unknown = figures != figures
    qualifies = raw_edge(measure.streak.each_change, growth_percent).reached(figures)
    month = np.arange(months.start + 1, months.stop + 1, dtype=np.int16)[:, None]
    stops = (2 * month + unknown) * ~qualifies
    last = before
    for now in stops:
        last = np.maximum(now, last, out=now)
    before[:] = last
    return StreakCounts(month - (stops >> 1), (stops & 1).astype(np.bool_) & qualifies, unknown)
