"""The figures behind one month's tiers: value, distance to the next tier, and the worst tier still possible.

Tiers are kept for all months; figures are worked out only for the month that is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import (
    condition_names,
    counted_children,
    counts,
    further_alerts,
    published,
    tiers_of_counts,
)
from dashboard.engine.evaluate import PUBLISHED, Evaluation
from dashboard.engine.measures import raw, simple_edges, streaks_of_month, transform_of, worst_tier
from dashboard.engine.panel import Floats, Ints, Tiers
from dashboard.engine.thresholds import identity, rounded_all
from dashboard.plans.schema import ChildTiers, EventConditions, Plan, Rule, Streak


@dataclass(frozen=True)
class MonthFigures:
    """One month of an evaluation, all arrays [rules, regions].

    ``value`` is the best figure proven, NaN where nothing is; ``next_tier`` the number of the tier above (0 at the
    worst tier and where unknown); ``distance`` ≥ 0 to its edge in the rule's unit (NaN where there is none);
    ``possible`` the worst tier that what is missing could still prove.

    By region: ``region_possible``, and ``decides``, the position of the rule that says most (−1 for none): that of
    the worst tier, first in plan order; where all known rules are normal, the indicator rule nearest to its first
    edge, counted in steps between its first two edges so that rules in different units compare. ``nearness`` is
    that number of steps, inf where there is none.

    ``children`` counts children by condition for each rule on children: rule → {region: {condition: count}}.
    """

    month: int
    value: Floats
    next_tier: Tiers
    distance: Floats
    possible: Tiers
    region_possible: Tiers
    decides: Ints
    nearness: Floats
    children: dict[str, dict[int, dict[str, int]]]


def month_figures(evaluation: Evaluation, index: int) -> MonthFigures:
    """Work out the figures of the month at that position of the axis."""
    plan, panel = evaluation.plan, evaluation.panel
    levels = evaluation.levels[:, index]
    edges = _edges_of(plan)
    value = np.full(levels.shape, np.nan)
    possible = np.where(levels < 0, edges.worst[:, None], levels)
    children: dict[str, dict[int, dict[str, int]]] = {}
    for i, rule in enumerate(plan.rules):
        if isinstance(rule.measure, ChildTiers):
            children[rule.id] = _children(evaluation, rule, index)
            for region, found in children[rule.id].items():
                value[i, region] = next(iter(found.values()))
        elif rule.is_event:
            _event_values(evaluation, rule, index, value[i], possible[i])
        elif isinstance(rule.measure, Streak):
            _streak_values(evaluation, rule, index, value[i], possible[i])
        else:
            figures = raw(rule, panel, months=slice(index, index + 1))
            if figures is not None:
                transform = transform_of(rule)
                value[i] = figures[0] if transform is identity else transform(figures[0])
    value = rounded_all(np.where(levels < 0, np.nan, value), identity)
    following = edges.following[np.arange(len(levels))[:, None], levels]
    next_tier = np.where(levels < 0, np.int8(0), following)
    distance = np.abs(edges.numbers[np.arange(len(levels))[:, None], next_tier] - value)
    for i, rule in enumerate(plan.rules):
        if rule.none_at:
            distance[i, (next_tier[i] > 0) & np.isin(value[i], rule.none_at)] = 0.0
    for rule_id, counted in children.items():
        i = evaluation.rule_positions[rule_id]
        _further_alerts(plan.rules[i], plan.tier_ids, counted, next_tier[i], distance[i])
    distance = rounded_all(distance, identity)
    possible = np.where(evaluation.applies[:, index], possible, np.int8(0))
    region_possible = _escalate_possible(evaluation, index, possible)
    decides, nearness = _deciding(levels, distance, edges)
    return MonthFigures(
        index, value, next_tier, distance, possible, region_possible, decides, nearness, children
    )


@dataclass(frozen=True)
class _Edges:
    """A plan's edges by rule: its worst tier and the ``step`` of an indicator rule (0 for none) [rules]; the tier
    ``following`` each tier (0 for none), and each tier's ``numbers`` (NaN for no single one) [rules, tiers + 1]."""

    worst: Tiers
    step: Floats
    following: Tiers
    numbers: Floats


def _edges_of(plan: Plan) -> _Edges:
    shape = len(plan.rules), len(plan.tier_ids) + 1
    following, numbers = np.zeros(shape, dtype=np.int8), np.full(shape, np.nan)
    for i, rule in enumerate(plan.rules):
        above = 0
        for tier in range(len(plan.tier_ids), 0, -1):
            above = tier if plan.tier_ids[tier - 1] in rule.edges else above
            following[i, tier - 1] = above
        for tier, edge in simple_edges(rule, plan.tier_ids):
            numbers[i, tier] = edge.number
    steps = [step_of(rule, plan.tier_ids) if rule.is_indicator else 0.0 for rule in plan.rules]
    worst = np.array([worst_tier(rule, plan.tier_ids) for rule in plan.rules], dtype=np.int8)
    return _Edges(worst, np.array(steps), following, numbers)


def _deciding(levels: Tiers, distance: Floats, edges: _Edges) -> tuple[Ints, Floats]:
    """Which rule says most about each region, and how near the nearest edge of a normal region is."""
    steps, step = np.full(levels.shape, np.inf), edges.step[:, None]
    np.divide(distance, step, out=steps, where=(levels == 0) & ~np.isnan(distance) & (step > 0))
    worst, nearness = levels.max(axis=0), steps.min(axis=0)
    decides = np.where((worst == 0) & np.isfinite(nearness), steps.argmin(axis=0), levels.argmax(axis=0))
    return np.where(worst < 0, -1, decides), nearness


def step_of(rule: Rule, tier_ids: Sequence[str]) -> float:
    """The distance between a rule's first two edges, 0 if it has no single figure."""
    numbers = [edge.number for _, edge in simple_edges(rule, tier_ids)]
    if not numbers:
        return 0.0
    return abs(numbers[1] - numbers[0]) if len(numbers) > 1 and numbers[1] != numbers[0] else abs(numbers[0])


def _further_alerts(
    rule: Rule,
    tier_ids: Sequence[str],
    children: dict[int, dict[str, int]],
    next_tier: Tiers,
    distance: Floats,
) -> None:
    """Write how many further alerts bring regions to their next tier."""
    for region, count in children.items():
        if next_tier[region]:
            needed = further_alerts(rule, tier_ids, tier_ids[next_tier[region] - 1], count)
            distance[region] = np.nan if needed is None else needed


def _event_values(evaluation: Evaluation, rule: Rule, index: int, value: Floats, possible: Tiers) -> None:
    cells = evaluation.cells.get(rule.id)
    if cells is None:
        return
    width = evaluation.panel.region_count
    if not isinstance(rule.measure, EventConditions):
        value[:] = 0.0
    here = slice(*np.searchsorted(cells.cell, [index * width, (index + 1) * width]))
    region = cells.cell[here] - index * width
    value[region] = cells.value[here]
    possible[region] = cells.possible[here]


def _streak_values(evaluation: Evaluation, rule: Rule, index: int, value: Floats, possible: Tiers) -> None:
    found = streaks_of_month(rule, evaluation.panel, index)
    if found is None:
        return
    counted, could = found
    value[:] = counted
    tier_ids = evaluation.plan.tier_ids
    possible[:] = 0
    for tier, edge in simple_edges(rule, tier_ids):
        np.copyto(possible, np.int8(tier), where=edge.reached(could))
    np.copyto(possible, worst_tier(rule, tier_ids), where=could == index + 1)  # they reach the first month
    np.maximum(possible, evaluation.levels[evaluation.rule_positions[rule.id], index], out=possible)


def _child_tiers(evaluation: Evaluation, rule: Rule, index: int) -> Tiers:
    source = published(rule, evaluation.panel) if evaluation.mode == PUBLISHED else evaluation.tiers
    return source[index : index + 1]


def _children(evaluation: Evaluation, rule: Rule, index: int) -> dict[int, dict[str, int]]:
    child, parent = counted_children(rule, evaluation.panel)
    parents, found = counts(_child_tiers(evaluation, rule, index), child, parent, evaluation.worst)
    names = condition_names(evaluation.plan.tier_ids)
    i = evaluation.rule_positions[rule.id]
    return {
        int(p): {name: int(found[t, 0, n]) for t, name in enumerate(names)}
        for n, p in enumerate(parents)
        if evaluation.levels[i, index, p] >= 0
    }


def _escalate_possible(evaluation: Evaluation, index: int, possible: NDArray[np.int8]) -> Tiers:
    """Worst tiers possible for regions, the lowest first, since children may still worsen their parents."""
    panel, tier_ids = evaluation.panel, evaluation.plan.tier_ids
    regions: Tiers = possible.max(axis=0) if len(possible) else np.zeros(panel.region_count, np.int8)
    if evaluation.mode == PUBLISHED:
        return regions
    for i, rule in enumerate(evaluation.plan.rules):
        if not isinstance(rule.measure, ChildTiers):
            continue
        child, parent = counted_children(rule, panel)
        for depth in sorted(set(panel.depth[parent].tolist()), reverse=True):
            here: Ints = np.flatnonzero(panel.depth[parent] == depth)
            parents, found = counts(regions[None, :], child[here], parent[here], evaluation.worst)
            possible[i, parents] = tiers_of_counts(rule, tier_ids, found, at_most=True)[0]
            regions[parents] = possible[:, parents].max(axis=0)
    return regions
