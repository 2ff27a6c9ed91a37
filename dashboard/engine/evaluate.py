"""Judging: every rule of a plan for every month and region in one pass.

Source of the semantics: plans.md, "Unknown, partial, complete".
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import counted_children, counts, tiers_of_counts
from dashboard.engine.event_measures import Cells, Spread, judge_events, kind_of, spread
from dashboard.engine.layoff_groups import judge_layoffs
from dashboard.engine.measures import UNKNOWN, can_be_partial, judge_indicator, ladder, worst_tier
from dashboard.engine.panel import Ints, Panel, Tiers
from dashboard.plans.schema import ChildTiers, GroupShare, Plan, Rule

PUBLISHED, DETECTED = "published", "detected"
MODES = (PUBLISHED, DETECTED)
_BLOCK = 4096
"""Regions judged at a time: few enough that what is in between stays in the processor's cache."""
_THREADS = os.cpu_count() or 1


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
    month, where = shape[1:], _where(plan, panel)
    evaluation = Evaluation(
        plan,
        panel,
        mode,
        levels=np.full(shape, UNKNOWN),
        partial=np.zeros(shape, dtype=np.bool_),
        applies=where.cells(shape),
        tiers=np.empty(month, dtype=np.int8),
        complete=np.empty(month, dtype=np.bool_),
        judged=np.empty(month, dtype=np.int8),
        applicable=where.applicable(month),
        cells={},
    )
    _judge_events(evaluation)
    if mode == PUBLISHED:
        _escalate(evaluation)
    _judge_blocks(evaluation, where)
    if mode == DETECTED:
        _escalate(evaluation)
    return evaluation


def _judge_events(evaluation: Evaluation) -> None:
    """Judge the rules on events; what happened is spread over the regions once for each kind of event."""
    plan, panel = evaluation.plan, evaluation.panel
    spreads: dict[str, Spread] = {}
    for i, rule in enumerate(plan.rules):
        if not rule.is_event or panel.events is None:
            continue
        kind = kind_of(rule)
        if kind not in spreads:
            spreads[kind] = spread(panel, panel.events, kind)
        judge = judge_layoffs if isinstance(rule.measure, GroupShare) else judge_events
        found = evaluation.cells[rule.id] = judge(rule, panel, plan.tier_ids, spreads[kind])
        found.write(evaluation.levels[i], evaluation.partial[i])


@dataclass(frozen=True)
class Where:
    """Where each rule applies: ``regions`` is [rules, regions], ``months`` [rules, months]."""

    regions: NDArray[np.bool_]
    months: NDArray[np.bool_]

    def cells(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """[rules, months, regions], a view where months do not matter."""
        if self.months.all():
            return np.broadcast_to(self.regions[:, None, :], shape)
        applies: NDArray[np.bool_] = self.regions[:, None, :] & self.months[:, :, None]
        return applies

    def applicable(self, shape: tuple[int, ...]) -> Tiers:
        """How many rules apply, [months, regions]."""
        if self.months.all():
            return np.broadcast_to(self.regions.sum(axis=0, dtype=np.int8), shape)
        return (self.months.T.astype(np.int8) @ self.regions.astype(np.int8)).astype(np.int8)

    @property
    def is_everywhere(self) -> NDArray[np.bool_]:
        """Which rules apply in all months and regions."""
        return np.logical_and(self.regions.all(axis=1), self.months.all(axis=1))


def _where(plan: Plan, panel: Panel) -> Where:
    """Rules apply in the plan's levels, in the rule's months, and above children that count."""
    regions = np.repeat(panel.at_levels(plan.levels)[None, :], len(plan.rules), axis=0)
    for i, rule in enumerate(plan.rules):
        if isinstance(rule.measure, ChildTiers):
            _, parents = counted_children(rule, panel)
            has_children = np.zeros(panel.region_count, dtype=np.bool_)
            has_children[parents] = True
            regions[i] &= has_children
    months = np.ones((len(plan.rules), panel.month_count), dtype=np.bool_)
    for i, rule in enumerate(plan.rules):
        if rule.months is not None:
            months[i] = np.isin(np.array(panel.months) % 12 + 1, rule.months)
    return Where(regions, months)


def _judge_blocks(evaluation: Evaluation, where: Where) -> None:
    """Judge the indicator rules and sum up the regions, some regions at a time and several blocks at once."""
    plan, panel = evaluation.plan, evaluation.panel
    judges = {i: ladder(rule, plan.tier_ids) for i, rule in enumerate(plan.rules) if rule.is_indicator}
    limited = [not is_everywhere for is_everywhere in where.is_everywhere]

    def judge(block: slice) -> None:
        levels, partial = evaluation.levels[:, :, block], evaluation.partial[:, :, block]
        summary = _Summary(levels.shape[1:])
        for i, rule in enumerate(plan.rules):
            if i in judges:
                judge_indicator(rule, panel, judges[i], block, levels[i], partial[i])
            if limited[i] and not isinstance(rule.measure, ChildTiers):
                _silence(levels[i], partial[i], evaluation.applies[i][:, block])
            summary.add(rule, levels[i], partial[i])
        summary.write(evaluation, block)

    blocks = [slice(start, start + _BLOCK) for start in range(0, panel.region_count, _BLOCK)]
    if len(blocks) == 1:
        judge(blocks[0])
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(judge, blocks))


def _silence(levels: Tiers, partial: NDArray[np.bool_], applies: NDArray[np.bool_]) -> None:
    """A rule that does not apply says nothing."""
    levels[~applies] = UNKNOWN
    partial &= applies


class _Summary:
    """The tier, completeness and number of rules judged of some regions in every month, rule after rule."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.worst, self.known = np.full(shape, UNKNOWN), np.full(shape, UNKNOWN)
        self.judged, self.is_partial = np.zeros(shape, np.int8), np.zeros(shape, np.bool_)

    def add(self, rule: Rule, levels: Tiers, partial: NDArray[np.bool_]) -> None:
        """Take in the answers of a rule."""
        worst = self.known if rule.is_indicator else self.worst
        np.maximum(worst, levels, out=worst)
        self.judged += (levels >= 0).view(np.int8)
        if can_be_partial(rule):
            self.is_partial |= partial

    def write(self, evaluation: Evaluation, regions: slice | Ints) -> None:
        """Write what came out for those regions."""
        applicable = evaluation.applicable[:, regions]
        worst = np.maximum(self.worst, self.known)
        evaluation.tiers[:, regions] = np.where(worst > 0, worst, np.minimum(self.known, 0))
        evaluation.complete[:, regions] = (self.judged == applicable) & (applicable > 0) & ~self.is_partial
        evaluation.judged[:, regions] = self.judged


def _escalate(evaluation: Evaluation) -> None:
    """Judge the rules on children, from the lowest regions up; found tiers change with them, declared do not."""
    plan, panel = evaluation.plan, evaluation.panel
    for i, rule in enumerate(plan.rules):
        if not isinstance(rule.measure, ChildTiers):
            continue
        child, parent = counted_children(rule, panel)
        if evaluation.mode == PUBLISHED:
            _escalate_one(evaluation, i, rule, child, parent)
            continue
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
        partial = open_children & (levels < worst_tier(rule, plan.tier_ids)) & ~all_unknown
        levels[all_unknown] = UNKNOWN
    applies = evaluation.applies[i][:, parents]
    evaluation.levels[i][:, parents] = np.where(applies, levels, UNKNOWN)
    evaluation.partial[i][:, parents] = partial & applies
    if not published:
        summary = _Summary(levels.shape)
        for one, its_levels, its_partial in zip(
            plan.rules, evaluation.levels, evaluation.partial, strict=True
        ):
            summary.add(one, its_levels[:, parents], its_partial[:, parents])
        summary.write(evaluation, parents)
