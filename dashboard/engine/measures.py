"""Indicator measures: what a rule reads from the panel, each implemented once.

A measure gives *raw* figures [months, regions] and the transform that turns them into the figure of the rule's
unit. Missing figures are NaN, and so is everything that cannot be worked out from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats, Panel, Tiers
from dashboard.engine.thresholds import RawEdge, Transform, growth_percent, identity, raw_edge, whole_edge
from dashboard.plans.edges import Edge
from dashboard.plans.schema import Gap, Growth, Rule, Streak, ValueOf

UNKNOWN = np.int8(-1)


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


def raw(rule: Rule, panel: Panel, regions: slice) -> Floats | None:
    """Raw figures [months, regions of the slice]; None when the column is not there at all."""
    column = panel.indicators.get(rule.columns()[0])
    if column is None:
        return None
    values = column[:, regions]
    match rule.measure:
        case ValueOf():
            return values
        case Gap(gap=figures):
            target = panel.targets.get(figures.target)
            if target is None:
                return None
            gap = np.empty(values.shape)
            for row, rows in panel.year_slices:
                of_year, yearly = values[rows], target[row, regions]
                left, right = (of_year, yearly) if figures.over else (yearly, of_year)
                np.subtract(left, right, out=gap[rows])
            return gap
        case Growth(growth=figures):
            return ratio_to_earlier(values, figures.months)
        case Streak():
            return ratio_to_earlier(values, 1)
        case _:
            raise TypeError(f"{rule.id} does not measure an indicator")


def ratio_to_earlier(values: Floats, months: int) -> Floats:
    """Each figure divided by the one some months before; NaN where the base is missing or zero."""
    ratio = np.empty(values.shape)
    ratio[:months] = np.nan
    if months < len(values):
        base = values[:-months]
        with np.errstate(divide="ignore", invalid="ignore"):
            np.divide(values[months:], base, out=ratio[months:])
        zero = base == 0
        if zero.any():
            ratio[months:][zero] = np.nan
    return ratio


@dataclass(frozen=True)
class Ladder:
    """A rule's edges carried back to raw figures, mild to severe; ``nested`` when the worse imply the milder."""

    edges: tuple[tuple[int, RawEdge], ...]
    nested: bool

    @property
    def worst(self) -> int:
        """The worst tier that has an edge."""
        return self.edges[-1][0]

    def climb(self, figures: NDArray[Any], out: Tiers) -> None:
        """Write the worst edge reached, 0 for none."""
        if not self.nested:
            out[:] = 0
        for step, (tier, edge) in enumerate(self.edges):
            reached = edge.reached(figures).view(np.int8)
            if not self.nested:
                np.maximum(out, reached * np.int8(tier), out=out)
            elif step:
                out += reached
            else:
                out[:] = reached


def ladder(rule: Rule, tier_ids: Sequence[str]) -> Ladder:
    """The edges of an indicator rule."""
    edges = simple_edges(rule, tier_ids)
    is_streak = isinstance(rule.measure, Streak)
    return Ladder(
        tuple((t, whole_edge(e) if is_streak else raw_edge(e, transform_of(rule))) for t, e in edges),
        is_nested(edges),
    )


def can_be_partial(rule: Rule) -> bool:
    """Whether a known tier of the rule could be worse; a single figure is known or not."""
    return not rule.is_indicator or isinstance(rule.measure, Streak)


def judge_indicator(
    rule: Rule, panel: Panel, edges: Ladder, regions: slice, levels: Tiers, partial: NDArray[np.bool_]
) -> None:
    """Write the tiers and partial flags of an indicator rule, both [months, regions of the slice]."""
    if isinstance(rule.measure, Streak):
        counts = streak_counts(rule, panel, regions)
        if counts is None:
            levels[:] = UNKNOWN
            return
        edges.climb(counts.count, levels)
        np.logical_and(counts.open, levels < edges.worst, out=partial)
        levels |= -counts.unknown.view(np.int8)
    else:
        figures = raw(rule, panel, regions)
        if figures is None:
            levels[:] = UNKNOWN
            return
        edges.climb(figures, levels)
        levels |= -(figures != figures).view(np.int8)


@dataclass(frozen=True)
class StreakCounts:
    """Consecutive qualifying months, all [months, regions].

    ``count``: months counted back from each month. ``open``: the count was stopped by something missing.
    ``unknown``: the month itself cannot be judged.
    """

    count: NDArray[np.int16]
    open: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


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
    qualifies = raw_edge(rule.measure.streak.each_change, growth_percent).reached(figures)
    unknown = figures != figures
    if missing_counts:
        qualifies |= unknown
    goes_on = qualifies.astype(np.int16)
    state = 2 * goes_on + (
        unknown & ~qualifies
    )  # twice the count, and one more where something missing stopped it
    state[:1] += goes_on[:1]  # nothing is known before the first month
    for now, before, one in zip(state[1:], state, goes_on[1:], strict=False):
        now += before * one
    return StreakCounts(state >> 1, (state & 1).astype(np.bool_) & qualifies, unknown)
