"""Indicator measures: what a rule reads from the panel, each implemented once.

A measure gives *raw* figures [months, regions] and the transform that turns them into the figure of the rule's
unit. Missing figures are NaN, and so is everything that cannot be worked out from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats, Panel, Tiers
from dashboard.engine.thresholds import RawEdge, Transform, growth_percent, identity, raw_edge
from dashboard.plans.edges import Edge
from dashboard.plans.schema import Gap, Growth, Rule, Streak, ValueOf

UNKNOWN = np.int8(-1)
_BLOCK = 4096
"""Regions judged at a time: few enough that the temporaries stay in the processor's cache."""


def simple_edges(rule: Rule, tier_ids: Sequence[str]) -> list[tuple[int, Edge]]:
    """The rule's edges as (tier number, edge), mild to severe; only for rules with one figure."""
    return [(i + 1, e) for i, t in enumerate(tier_ids) if isinstance(e := rule.edges.get(t), Edge)]


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
            yearly = target[:, regions][panel.year_rows]
            return values - yearly if figures.over else yearly - values
        case Growth(growth=figures):
            return ratio_to_earlier(values, figures.months)
        case Streak():
            return ratio_to_earlier(values, 1)
        case _:
            raise TypeError(f"{rule.id} does not measure an indicator")


def ratio_to_earlier(values: Floats, months: int) -> Floats:
    """Each figure divided by the one some months before; NaN where the base is missing or zero."""
    ratio = np.full(values.shape, np.nan)
    if months < len(values):
        with np.errstate(divide="ignore", invalid="ignore"):
            np.divide(values[months:], values[:-months], out=ratio[months:])
        ratio[months:][values[:-months] == 0] = np.nan
    return ratio


def judge_simple(rule: Rule, panel: Panel, tier_ids: Sequence[str], levels: Tiers) -> None:
    """Write the tiers of a value, gap or growth rule into ``levels`` [months, regions]."""
    edges = simple_edges(rule, tier_ids)
    raws = [(tier, raw_edge(edge, transform_of(rule))) for tier, edge in edges]
    nested = is_nested(edges)
    for start in range(0, panel.region_count, _BLOCK):
        block = slice(start, start + _BLOCK)
        figures = raw(rule, panel, block)
        if figures is None:
            levels[:] = UNKNOWN
            return
        _tiers(figures, raws, nested, levels[:, block])


def _tiers(figures: Floats, edges: Sequence[tuple[int, RawEdge]], nested: bool, out: Tiers) -> None:
    """The worst edge reached, −1 where the figure is missing."""
    np.equal(figures, figures, out=out.view(np.bool_)) if out.flags.c_contiguous else np.copyto(
        out, figures == figures
    )
    out -= 1
    for tier, edge in edges:
        if nested:
            out += edge.reached(figures).view(np.int8)
        else:
            np.maximum(
                out, edge.reached(figures).view(np.int8) * np.int8(tier), out=out, where=figures == figures
            )


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
    if not isinstance(rule.measure, Streak) or rule.columns()[0] not in panel.indicators:
        return None
    edge = raw_edge(rule.measure.streak.each_change, growth_percent)
    shape = (panel.month_count, len(range(*regions.indices(panel.region_count))))
    qualifies, unknown = np.empty(shape, np.bool_), np.empty(shape, np.bool_)
    for start in range(0, shape[1], _BLOCK):
        offset = regions.indices(panel.region_count)[0] + start
        block = slice(offset, min(offset + _BLOCK, offset + shape[1] - start))
        figures = raw(rule, panel, block)
        assert figures is not None
        here = slice(start, start + figures.shape[1])
        qualifies[:, here] = edge.reached(figures)
        np.not_equal(figures, figures, out=unknown[:, here])
    if missing_counts:
        qualifies |= unknown
    count, stopped = np.zeros(shape, np.int16), np.zeros(shape, np.bool_)
    if shape[0]:
        count[0] = qualifies[0]
        stopped[0] = qualifies[0]
    for month in range(1, shape[0]):
        np.add(count[month - 1], 1, out=count[month])
        count[month] *= qualifies[month]
        np.logical_or(stopped[month - 1], unknown[month - 1], out=stopped[month])
        stopped[month] &= qualifies[month]
    return StreakCounts(count, stopped, unknown)


def judge_streak(
    rule: Rule, panel: Panel, tier_ids: Sequence[str], levels: Tiers, partial: NDArray[np.bool_]
) -> None:
    """Write tiers and partial flags of a streak rule, both [months, regions]."""
    counts = streak_counts(rule, panel, slice(0, panel.region_count))
    if counts is None:
        levels[:] = UNKNOWN
        return
    edges = simple_edges(rule, tier_ids)
    worst = edges[-1][0]
    levels[:] = 0
    for tier, edge in edges:
        if is_nested(edges):
            levels += edge.reached(counts.count).view(np.int8)
        else:
            np.maximum(levels, edge.reached(counts.count).view(np.int8) * np.int8(tier), out=levels)
    np.logical_and(counts.open, levels < worst, out=partial)
    levels[counts.unknown] = UNKNOWN
