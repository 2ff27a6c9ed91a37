"""Headroom: how far each place is from its next tier, by every rule, in the rule's unit and in percent."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.engine.figures import step_of
from dashboard.engine.panel import Panel
from dashboard.plans import Edge
from dashboard.plans.schema import Gap, Growth, Plan, Rule, ValueOf
from dashboard.scenarios.difference import Judgement
from dashboard.scenarios.sweep import Sweep


@dataclass(frozen=True)
class Headroom:
    """A rule's distance to its next tier in a place: in its unit, and how much its figure must change in percent.

    ``change_pct`` is NaN where no single figure would do it (streaks, events, counted places).
    """

    region: int
    rule: int
    tier: int
    next_tier: int
    distance: float
    change_pct: float


def headroom(judged: Judgement, region: int) -> tuple[Headroom, ...]:
    """Every rule of a place that is not at its worst tier yet, the nearest first.

    Rules compare by their distance in steps between their first two edges, as everywhere in this desk.
    """
    evaluation, figures = judged.evaluation, judged.figures
    found = []
    for i, rule in enumerate(evaluation.plan.rules):
        above = int(figures.next_tier[i, region])
        distance = float(figures.distance[i, region])
        if above and not math.isnan(distance):
            change = _change_pct(rule, evaluation.plan, evaluation.panel, judged.index, region, above)
            level = int(judged.levels[i, region])
            found.append(Headroom(region, i, level, above, distance, change))
    return tuple(sorted(found, key=lambda each: in_steps(evaluation.plan, each.rule, each.distance)))


def in_steps(plan: Plan, rule: int, distance: float) -> float:
    """A distance counted in steps between the rule's first two edges; as it is where a rule has no such step."""
    step = step_of(plan.rules[rule], plan.tier_ids)
    return distance / step if step else distance


def _change_pct(rule: Rule, plan: Plan, panel: Panel, index: int, region: int, tier: int) -> float:
    """How much the rule's own figure must change for the edge of a tier, in percent of itself."""
    edge = rule.edges.get(plan.tier_ids[tier - 1])
    if not isinstance(edge, Edge) or not isinstance(rule.measure, ValueOf | Gap | Growth):
        return math.nan
    column = panel.indicators.get(rule.columns()[0])
    now = float(column[index, region]) if column is not None else math.nan
    wanted = edge.number
    match rule.measure:
        case Gap(gap=gap):
            target = panel.targets.get(gap.target)
            goal = float(target[panel.year_rows[index], region]) if target is not None else math.nan
            wanted = goal + wanted if gap.over is not None else goal - wanted
        case Growth(growth=growth):
            base = float(column[index - growth.months, region]) if column is not None else math.nan
            wanted = base * (1.0 + wanted / 100.0)
    return (wanted / now - 1.0) * 100.0 if now else math.nan


@dataclass(frozen=True)
class Turn:
    """The smallest move of a lever that brings a place to a tier or worse, or (``improves``) below its own."""

    region: int
    tier: int
    position: int
    improves: bool


def turns(found: Sweep, region: int, worst: int) -> tuple[Turn, ...]:
    """What a lever can do to a place: the smallest change to each worse tier, and the smallest improvement."""
    now = int(found.tiers[found.at, region])
    told = []
    for tier in range(max(now, 0) + 1, worst + 1):
        position = found.smallest(region, tier)
        if position is not None:
            told.append(Turn(region, tier, position, improves=False))
    if now > 0:
        position = found.improvement(region, now)
        if position is not None:
            told.append(Turn(region, int(found.tiers[position, region]), position, improves=True))
    return tuple(told)


def nearest_steps(judged: Judgement) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """For a map: each place's distance to its nearest worse tier in steps; NaN where there is none."""
    plan, figures = judged.evaluation.plan, judged.figures
    scaled = np.stack(
        [
            np.where(figures.next_tier[i] > 0, figures.distance[i] * in_steps(plan, i, 1.0), np.nan)
            for i in range(len(plan.rules))
        ]
    ) if plan.rules else np.full((1, judged.evaluation.panel.region_count), np.nan)  # fmt: skip
    worse = figures.next_tier > np.maximum(judged.tiers, 0)[None, :]
    scaled = np.where(worse, scaled, np.inf)
    least = np.fmin.reduce(scaled, axis=0)
    return np.where(np.isfinite(least) & (judged.tiers >= 0), least, np.nan)
