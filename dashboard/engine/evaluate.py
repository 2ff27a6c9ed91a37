"""Judging: every rule of a plan for every month and region in one pass.

Source of the semantics: plans.md, "Unknown, partial, complete".
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine import escalation
from dashboard.engine.escalation import counted_children, counts, tiers_of_counts
from dashboard.engine.event_measures import Cells, Spread, judge_events, kind_of, spread
from dashboard.engine.layoff_groups import judge_layoffs
from dashboard.engine.measures import UNKNOWN, Judge, can_be_partial, ladder, worst_tier
from dashboard.engine.panel import Ints, Panel, Tiers
from dashboard.plans.schema import ChildTiers, GroupShare, Plan, Rule

PUBLISHED, DETECTED = "published", "detected"
MODES = (PUBLISHED, DETECTED)
_REGIONS = 12_000
"""Regions judged by one thread at a time."""
_CELLS = 48_000
"""Cells judged at a time: few enough that what is in between stays in the processor's cache."""
_THREADS = 4
"""Blocks judged at once; more threads than processors cost next to nothing."""


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
        levels=np.empty(shape, dtype=np.int8),
        partial=np.zeros(shape, dtype=np.bool_),
        applies=where.cells(shape),
        tiers=np.empty(month, dtype=np.int8),
        complete=np.empty(month, dtype=np.bool_),
        judged=np.empty(month, dtype=np.int8),
        applicable=where.applicable(month),
        cells={},
    )
    parts = [slice(start, start + _REGIONS) for start in range(0, panel.region_count, _REGIONS)]
    if len(parts) <= 1:
        _judge(evaluation, where, parts, map)
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            _judge(evaluation, where, parts, pool.map)
    if mode == DETECTED:
        _escalate(evaluation)
    return evaluation


def _judge(
    evaluation: Evaluation, where: Where, parts: Sequence[slice], do: Callable[..., Iterable[None]]
) -> None:
    """Judge all rules but those on tiers found for children; ``do`` is ``map``, or a map of several threads."""
    of_indicators = (functools.partial(_judge_indicators, evaluation, part) for part in parts)
    events_first = functools.partial(_judge_events, evaluation)
    for _ in do(lambda judge: judge(), [events_first, *of_indicators]):
        pass
    limited = [i for i in where.limited if not isinstance(evaluation.plan.rules[i].measure, ChildTiers)]
    for _ in do(functools.partial(_finish, evaluation, limited), parts):
        pass


def _judge_events(evaluation: Evaluation) -> None:
    """Judge the rules on events and on published alerts; events are spread over the regions once for each kind."""
    plan, panel = evaluation.plan, evaluation.panel
    spreads: dict[str, Spread] = {}
    for i, rule in enumerate(plan.rules):
        if isinstance(rule.measure, ChildTiers) or (rule.is_event and panel.events is None):
            evaluation.levels[i] = UNKNOWN
        elif rule.is_event and panel.events is not None:
            kind = kind_of(rule)
            if kind not in spreads:
                spreads[kind] = spread(panel, panel.events, kind)
            judge = judge_layoffs if isinstance(rule.measure, GroupShare) else judge_events
            found = evaluation.cells[rule.id] = judge(rule, panel, plan.tier_ids, spreads[kind])
            found.write(evaluation.levels[i], evaluation.partial[i])
    if evaluation.mode == PUBLISHED:
        _escalate(evaluation)


def _judge_indicators(evaluation: Evaluation, regions: slice) -> None:
    """Judge the indicator rules for some regions, as many months at a time as stay in the processor's cache."""
    plan, panel = evaluation.plan, evaluation.panel
    rules = {i: rule for i, rule in enumerate(plan.rules) if rule.is_indicator}
    judges = {i: Judge(rule, panel, ladder(rule, plan.tier_ids), regions) for i, rule in rules.items()}
    levels, partial = evaluation.levels[:, :, regions], evaluation.partial[:, :, regions]
    step = max(_CELLS // levels.shape[2], 1)
    for start in range(0, panel.month_count, step):
        months = slice(start, start + step)
        for i, judge in judges.items():
            judge.judge(months, levels[i, months], partial[i, months])


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
    def limited(self) -> list[int]:
        """Which rules do not apply in some months or regions."""
        everywhere = np.logical_and(self.regions.all(axis=1), self.months.all(axis=1))
        return np.flatnonzero(~everywhere).tolist()


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


def _finish(evaluation: Evaluation, limited: Sequence[int], regions: slice) -> None:
    """Silence rules where they do not apply, then sum up some regions."""
    for i in limited:
        applies = evaluation.applies[i][:, regions]
        evaluation.levels[i][:, regions][~applies] = UNKNOWN
        evaluation.partial[i][:, regions] &= applies
    _sum_up(evaluation, regions)


def _sum_up(evaluation: Evaluation, regions: slice | Ints) -> None:
    """Tier, completeness and number of rules judged of some regions in every month."""
    shape = evaluation.tiers[:, regions].shape
    worst, known = np.full(shape, UNKNOWN), np.full(shape, UNKNOWN)
    judged, is_partial = np.zeros(shape, np.int8), np.zeros(shape, np.bool_)
    for rule, levels, partial in zip(
        evaluation.plan.rules, evaluation.levels, evaluation.partial, strict=True
    ):
        here = levels[:, regions]
        of_kind = known if rule.is_indicator else worst
        np.maximum(of_kind, here, out=of_kind)
        judged += (here >= 0).view(np.int8)
        if can_be_partial(rule):
            is_partial |= partial[:, regions]
    np.maximum(worst, known, out=worst)
    applicable = evaluation.applicable[:, regions]
    evaluation.tiers[:, regions] = np.where(worst > 0, worst, known)
    evaluation.complete[:, regions] = (judged == applicable) & (applicable > 0) & ~is_partial
    evaluation.judged[:, regions] = judged


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
        escalation.published(rule, panel) if published else evaluation.tiers, child, parent, evaluation.worst
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
        _sum_up(evaluation, parents)
