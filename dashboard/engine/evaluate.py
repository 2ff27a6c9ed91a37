"""Judging: every rule of a plan for every month and region in one pass.

Source of the semantics: plans.md, "Unknown, partial, complete".
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import counted_children, counts, declared_counts, tiers_of_counts
from dashboard.engine.event_measures import Cells, judge_events, kind_of
from dashboard.engine.layoff_groups import judge_layoffs
from dashboard.engine.measures import EVERY, UNKNOWN, can_be_partial, judge, worst_tier
from dashboard.engine.panel import Ints, Panel, Tiers
from dashboard.engine.pools import starts
from dashboard.plans.schema import ChildTiers, GroupShare, Plan

PUBLISHED, DETECTED = "published", "detected"
MODES = (PUBLISHED, DETECTED)
_ALONE = 288_000
"""Fewer cells are judged by one thread: starting others would cost more than they spare."""
_THREADS = 4
"""Rules judged at once; more threads than processors cost next to nothing."""


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
    if panel.region_count * panel.month_count < _ALONE:
        _judge(evaluation, where, map)
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            _judge(evaluation, where, pool.map)
    if mode == DETECTED:
        _escalate(evaluation)
    return evaluation


def revise(base: Evaluation, plan: Plan, panel: Panel, mode: str) -> Evaluation:
    """Judge again only the rules that a change touches, and take the others over from an earlier evaluation.

    Whoever changes a panel or a plan copies what changes and nothing else; so what is no longer the very same object
    has changed. An evaluation of other places, months, rules or levels is no base, and everything is judged.

    Args:
        base: what the panel was judged to be before.
        plan: the plan in force, such as one with an edge moved.
        panel: the figures in force.
        mode: how alerts of children are counted.
    """
    if not _is_base(base, plan, panel):
        return evaluate(plan, panel, mode)
    touched = [i for i in range(len(plan.rules)) if _is_touched(base, plan, panel, mode, i)]
    if not touched and mode == base.mode:
        return replace(base, plan=plan, panel=panel)
    if mode == DETECTED:  # the tiers found for children are counted anew, whatever moved them
        children = (i for i, rule in enumerate(plan.rules) if isinstance(rule.measure, ChildTiers))
        touched = sorted({*touched, *children})
    where, shape = _where(plan, panel), base.levels.shape
    evaluation = replace(
        base, plan=plan, panel=panel, mode=mode, levels=base.levels.copy(), partial=base.partial.copy(),
        applies=where.cells(shape), applicable=where.applicable(shape[1:]), tiers=np.empty_like(base.tiers),
        complete=np.empty_like(base.complete), judged=np.empty_like(base.judged), cells=dict(base.cells),
    )  # fmt: skip
    evaluation.partial[touched] = False
    evaluation.cells.update(_judge_rules(evaluation, touched))
    limited = [i for i in where.limited if i in touched and not isinstance(plan.rules[i].measure, ChildTiers)]
    _in_blocks(evaluation, functools.partial(_finish, evaluation, limited))
    if mode == DETECTED:
        _escalate(evaluation)
    return evaluation


def _in_blocks(evaluation: Evaluation, work: Callable[[slice], None]) -> None:
    """Do something for all months, by several threads where that spares time."""
    panel = evaluation.panel
    if panel.region_count * panel.month_count < _ALONE:
        for months in panel.blocks:
            work(months)
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            for _ in pool.map(work, panel.blocks):
                pass


def _is_base(base: Evaluation, plan: Plan, panel: Panel) -> bool:
    old = base.panel
    return (
        (old.first_month, old.month_count, old.region_count, old.levels)
        == (panel.first_month, panel.month_count, panel.region_count, panel.levels)
        and old.parents is panel.parents
        and (base.plan.levels, base.plan.tier_ids) == (plan.levels, plan.tier_ids)
        and [rule.id for rule in base.plan.rules] == [rule.id for rule in plan.rules]
    )


def _is_touched(base: Evaluation, plan: Plan, panel: Panel, mode: str, i: int) -> bool:
    """Whether a rule, or anything that it reads, is another one than before."""
    rule, old = plan.rules[i], base.panel
    if rule is not base.plan.rules[i] and rule != base.plan.rules[i]:
        return True
    if any(panel.indicators.get(name) is not old.indicators.get(name) for name in rule.columns()):
        return True
    if any(panel.targets.get(name) is not old.targets.get(name) for name in rule.targets()):
        return True
    if rule.is_event:
        return panel.events is not old.events or panel.firms is not old.firms
    return isinstance(rule.measure, ChildTiers) and (mode != base.mode or panel.declared is not old.declared)


def _judge(evaluation: Evaluation, where: Where, do: Callable[..., Iterable[Any]]) -> None:
    """Judge all rules but those on tiers found for children; ``do`` is ``map``, or a map of several threads."""
    rules = evaluation.plan.rules
    cells: dict[str, Cells] = {}
    for found in do(functools.partial(_judge_rules, evaluation), _tasks(evaluation.plan)):
        cells |= found
    evaluation.cells.update({rule.id: cells[rule.id] for rule in rules if rule.id in cells})
    limited = [i for i in where.limited if not isinstance(rules[i].measure, ChildTiers)]
    for _ in do(functools.partial(_finish, evaluation, limited), evaluation.panel.blocks):
        pass


def _tasks(plan: Plan) -> list[list[int]]:
    """Rules to be judged by one thread: those on events of a kind together, and first, as they take longest."""
    tasks: dict[str, list[int]] = {}
    for i, rule in enumerate(plan.rules):
        tasks.setdefault(kind_of(rule) if rule.is_event else rule.id, []).append(i)
    return sorted(tasks.values(), key=lambda task: plan.rules[task[0]].is_indicator)


def _judge_rules(evaluation: Evaluation, rules: Sequence[int]) -> dict[str, Cells]:
    """Judge rules for all months and regions; those on children only if published alerts are counted."""
    plan, panel = evaluation.plan, evaluation.panel
    cells: dict[str, Cells] = {}
    for i in rules:
        rule, levels, partial = plan.rules[i], evaluation.levels[i], evaluation.partial[i]
        if rule.is_indicator:
            judge(rule, panel, plan.tier_ids, levels, partial)
        elif rule.is_event and panel.events is not None:
            how = judge_layoffs if isinstance(rule.measure, GroupShare) else judge_events
            cells[rule.id] = how(rule, panel, plan.tier_ids)
            cells[rule.id].write(levels, partial)
        else:
            levels[:] = UNKNOWN
            if isinstance(rule.measure, ChildTiers) and evaluation.mode == PUBLISHED:
                _escalate_declared(evaluation, i)
    return cells


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


def _finish(evaluation: Evaluation, limited: Sequence[int], months: slice) -> None:
    """Silence rules where they do not apply, then sum up some months."""
    for i in limited:
        applies = evaluation.applies[i, months]
        evaluation.levels[i, months] |= (~applies).view(np.int8) * UNKNOWN
        evaluation.partial[i, months] &= applies
    _sum_up(evaluation, (months,))


def _sum_up(evaluation: Evaluation, where: tuple[slice | Ints, ...]) -> None:
    """Tier, completeness and number of rules judged of some months and regions."""
    plan, shape = evaluation.plan, evaluation.tiers[where].shape
    of_events, known = np.full(shape, UNKNOWN), np.full(shape, UNKNOWN)
    is_partial = np.zeros(shape, np.bool_)
    for rule, levels, partial in zip(plan.rules, evaluation.levels, evaluation.partial, strict=True):
        of_kind = known if rule.is_indicator else of_events
        np.maximum(of_kind, levels[where], out=of_kind)
        if can_be_partial(rule):
            is_partial |= partial[where]
    judged = (evaluation.levels[EVERY, *where] >= 0).view(np.int8).sum(axis=0, dtype=np.int8)
    of_events -= (of_events == 0).view(np.int8)  # that nothing happened makes no region known
    applicable = evaluation.applicable[where]
    evaluation.tiers[where] = np.maximum(of_events, known)
    evaluation.complete[where] = (judged == applicable) & (applicable > 0) & ~is_partial
    evaluation.judged[where] = judged


def _escalate(evaluation: Evaluation) -> None:
    """Judge the rules on tiers found for children, from the lowest regions up, whose tiers change with them."""
    plan, panel = evaluation.plan, evaluation.panel
    for i, rule in enumerate(plan.rules):
        if not isinstance(rule.measure, ChildTiers):
            continue
        child, parent = counted_children(rule, panel)
        for depth in sorted(set(panel.depth[parent].tolist()), reverse=True):
            here = panel.depth[parent] == depth
            _escalate_found(evaluation, i, child[here], parent[here])


def _escalate_found(evaluation: Evaluation, i: int, child: Ints, parent: Ints) -> None:
    """Judge a rule on the tiers found for some children, and sum up their parents."""
    plan = evaluation.plan
    parents, found = counts(evaluation.tiers, child, parent, evaluation.worst)
    levels = tiers_of_counts(plan.rules[i], plan.tier_ids, found)
    start = starts(parent)
    open_children = np.logical_or.reduceat(~evaluation.complete[:, child], start, axis=1)
    all_unknown = np.logical_and.reduceat(evaluation.tiers[:, child] < 0, start, axis=1)
    partial = open_children & (levels < worst_tier(plan.rules[i], plan.tier_ids)) & ~all_unknown
    levels[all_unknown] = UNKNOWN
    applies = evaluation.applies[i][:, parents]
    evaluation.levels[i][:, parents] = np.where(applies, levels, UNKNOWN)
    evaluation.partial[i][:, parents] = partial & applies
    _sum_up(evaluation, (EVERY, parents))


def _escalate_declared(evaluation: Evaluation, i: int) -> None:
    """Judge a rule on the tiers declared for children."""
    rule = evaluation.plan.rules[i]
    parents, found = declared_counts(rule, evaluation.panel, evaluation.worst)
    levels = tiers_of_counts(rule, evaluation.plan.tier_ids, found)
    evaluation.levels[i][:, parents] = np.where(evaluation.applies[i][:, parents], levels, UNKNOWN)
