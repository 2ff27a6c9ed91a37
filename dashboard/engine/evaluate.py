"""Judging: every rule of a plan for every month and region in one pass.

Source of the semantics: plans.md, "Unknown, partial, complete".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import counted_children, counts, tiers_of_counts
from dashboard.engine.event_measures import Cells, judge_events
from dashboard.engine.layoff_groups import judge_layoffs
from dashboard.engine.measures import UNKNOWN, judge_simple, judge_streak
from dashboard.engine.panel import Panel, Tiers
from dashboard.plans.schema import ChildTiers, GroupShare, Plan, Rule, Streak

PUBLISHED, DETECTED = "published", "detected"
MODES = (PUBLISHED, DETECTED)


@dataclass(frozen=True)
class Evaluation:
    """The answer for a plan, a panel and a mode.

    ``levels`` is int8 [rules, months, regions], −1 unknown (also where the rule does not apply); ``partial`` the
    same shape. ``applies`` is [rules, months, regions] (a broadcast view where months do not matter). ``tiers``,
    ``complete``, ``judged`` and ``applicable`` are [months, regions].
    """

    plan: Plan
    panel: Panel
    mode: str
    levels: Tiers
    partial: NDArray[np.bool_]
    applies: NDArray[np.bool_]
    tiers: Tiers
    complete: NDArray[np.bool_]
    judged: Tiers
    applicable: Tiers
    cells: dict[str, Cells] = field(repr=False)

    @property
    def worst(self) -> int:
        """The number of the worst tier."""
        return len(self.plan.tiers)

    @cached_property
    def rule_positions(self) -> dict[str, int]:
        """The position of each rule in ``levels``."""
        return {rule.id: i for i, rule in enumerate(self.plan.rules)}


def evaluate(plan: Plan, panel: Panel, mode: str = PUBLISHED) -> Evaluation:
    """Judge all rules for all months and regions.

    Args:
        plan: the rules, levels and tiers.
        panel: the figures.
        mode: ``published`` counts the children's declared alerts, ``detected`` the tiers found for them.
    """
    shape = (len(plan.rules), panel.month_count, panel.region_count)
    levels = np.empty(shape, dtype=np.int8)
    partial = np.zeros(shape, dtype=np.bool_)
    applies = _applies(plan, panel)
    cells: dict[str, Cells] = {}
    for i, rule in enumerate(plan.rules):
        if isinstance(rule.measure, ChildTiers):
            levels[i] = UNKNOWN
        elif rule.is_event:
            found = _judge_events(rule, panel, plan)
            if found is None:
                levels[i] = UNKNOWN
            else:
                cells[rule.id] = found
                found.write(levels[i], partial[i])
        elif isinstance(rule.measure, Streak):
            judge_streak(rule, panel, plan.tier_ids, levels[i], partial[i])
        else:
            judge_simple(rule, panel, plan.tier_ids, levels[i])
    _silence(levels, partial, applies)
    tiers, complete, judged, applicable = _regions(plan, levels, partial, applies)
    evaluation = Evaluation(
        plan, panel, mode, levels, partial, applies, tiers, complete, judged, applicable, cells
    )
    _escalate(evaluation)
    return evaluation


def _judge_events(rule: Rule, panel: Panel, plan: Plan) -> Cells | None:
    if isinstance(rule.measure, GroupShare):
        return judge_layoffs(rule, panel, plan.tier_ids)
    return judge_events(rule, panel, plan.tier_ids)


def _applies(plan: Plan, panel: Panel) -> NDArray[np.bool_]:
    """Where each rule applies: in the plan's levels, in the rule's months, and above children that count."""
    in_levels = np.isin(np.array(panel.levels, dtype=np.str_), plan.levels)
    regions = np.broadcast_to(in_levels, (len(plan.rules), panel.region_count)).copy()
    for i, rule in enumerate(plan.rules):
        if isinstance(rule.measure, ChildTiers):
            _, parents = counted_children(rule, panel)
            has_children = np.zeros(panel.region_count, dtype=np.bool_)
            has_children[parents] = True
            regions[i] &= has_children
    shape = (len(plan.rules), panel.month_count, panel.region_count)
    if all(rule.months is None for rule in plan.rules):
        return np.broadcast_to(regions[:, None, :], shape)
    of_year = np.array(panel.months) % 12 + 1
    months = np.array([np.isin(of_year, rule.months) if rule.months else of_year > 0 for rule in plan.rules])
    applies: NDArray[np.bool_] = regions[:, None, :] & months[:, :, None]
    return applies


def _silence(levels: Tiers, partial: NDArray[np.bool_], applies: NDArray[np.bool_]) -> None:
    """A rule that does not apply says nothing."""
    if not applies.all():
        for i in range(len(levels)):
            if not applies[i].all():
                levels[i][~applies[i]] = UNKNOWN
                partial[i] &= applies[i]


def _regions(
    plan: Plan, levels: Tiers, partial: NDArray[np.bool_], applies: NDArray[np.bool_]
) -> tuple[Tiers, NDArray[np.bool_], Tiers, Tiers]:
    """Tier, completeness, rules judged and rules applicable of every month and region."""
    worst = levels.max(axis=0)
    indicators = np.array([rule.is_indicator for rule in plan.rules])
    known = levels[indicators].max(axis=0) if indicators.any() else np.full(worst.shape, UNKNOWN)
    tiers = np.where(worst > 0, worst, np.minimum(known, 0)).astype(np.int8)
    judged = (levels >= 0).sum(axis=0, dtype=np.int8)
    applicable = applies.sum(axis=0, dtype=np.int8)
    complete = (judged == applicable) & (applicable > 0) & ~partial.any(axis=0)
    return tiers, complete, judged, applicable


def _escalate(evaluation: Evaluation) -> None:
    """Judge the rules on children, from the lowest regions up, and the regions that they touch."""
    plan, panel = evaluation.plan, evaluation.panel
    for i, rule in enumerate(plan.rules):
        if not isinstance(rule.measure, ChildTiers):
            continue
        child, parent = counted_children(rule, panel)
        for depth in sorted(set(panel.depth[parent].tolist()), reverse=True):
            here = panel.depth[parent] == depth
            _escalate_one(evaluation, i, rule, child[here], parent[here])


def _escalate_one(
    evaluation: Evaluation, i: int, rule: Rule, child: NDArray[np.int64], parent: NDArray[np.int64]
) -> None:
    plan, panel = evaluation.plan, evaluation.panel
    published = evaluation.mode == PUBLISHED
    parents, found = counts(
        panel.declared if published else evaluation.tiers, child, parent, evaluation.worst
    )
    levels = tiers_of_counts(rule, plan.tier_ids, found)
    partial = np.zeros(levels.shape, dtype=np.bool_)
    if not published:
        start = np.unique(parent, return_index=True)[1]
        open_children = np.logical_or.reduceat(~evaluation.complete[:, child], start, axis=1)
        all_unknown = np.logical_and.reduceat(evaluation.tiers[:, child] < 0, start, axis=1)
        partial = open_children & (levels < evaluation.worst) & ~all_unknown
        levels[all_unknown] = UNKNOWN
    evaluation.levels[i][:, parents] = levels
    evaluation.partial[i][:, parents] = partial
    _silence(evaluation.levels[i : i + 1], evaluation.partial[i : i + 1], evaluation.applies[i : i + 1])
    tiers, complete, judged, _ = _regions(
        plan,
        evaluation.levels[:, :, parents],
        evaluation.partial[:, :, parents],
        evaluation.applies[:, :, parents],
    )
    evaluation.tiers[:, parents] = tiers
    evaluation.complete[:, parents] = complete
    evaluation.judged[:, parents] = judged
