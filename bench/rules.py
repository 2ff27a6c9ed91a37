"""What every engine of the comparison is told, and the form in which its answer is checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import condition_names
from dashboard.engine.measures import simple_edges
from dashboard.engine.thresholds import RawEdge, Transform, growth_percent, identity, percent, raw_edge
from dashboard.plans.schema import PETITIONS, Gap, Growth, Plan, Rule, Streak

FLAGGED = (
    "closure_workforce_share",
    "layoff_workforce_share",
    "single_closure",
    "layoff_with_petition",
    "monitored_employees_decline",
    "first_time_claimants_growth",
)
"""The rules that can be partial when the towns' published alerts are counted."""


@dataclass(frozen=True)
class Indicator:
    """One of the eight indicator rules: its measure, its columns and its raw edges, mild to severe."""

    id: str
    measure: str  # value, over, under, growth or streak
    column: str
    target: str
    months: int
    change: RawEdge | None
    edges: tuple[RawEdge, ...]


@dataclass(frozen=True)
class Rules:
    """The thirteen rules as plain numbers, read from the plan.

    Ratios are compared with the raw edges that the engine found (``dashboard/engine/thresholds.py``): nobody
    rounds a million figures, and the answers must be the same bit for bit.
    """

    ids: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    denominator: str
    closure_share: tuple[RawEdge, ...]
    layoff_share: tuple[RawEdge, ...]
    min_affected: int
    single_closure: tuple[RawEdge, ...]
    petition: tuple[tuple[float, float, int], ...]  # staff, laid off, petition, each at least
    town_alerts: tuple[tuple[tuple[int, float], ...], ...]  # a tier: alternatives of (tier or worse, towns)

    @property
    def worst(self) -> int:
        return len(self.closure_share)


def rules_of(plan: Plan) -> Rules:
    """The rules of the plan ``gaotai-2021``."""
    raw = {rule.id: rule.measure.model_dump() for rule in plan.rules}
    return Rules(
        ids=tuple(rule.id for rule in plan.rules),
        indicators=tuple(_indicator(plan, rule) for rule in plan.rules if rule.is_indicator),
        denominator=raw["closure_workforce_share"]["event_share"]["denominator"],
        closure_share=_edges(plan, "closure_workforce_share", percent),
        layoff_share=_edges(plan, "layoff_workforce_share", percent),
        min_affected=raw["layoff_workforce_share"]["group_share"]["min_affected"],
        single_closure=_edges(plan, "single_closure", identity),
        petition=tuple(_petition(plan.rule("layoff_with_petition").edges[tier]) for tier in plan.tier_ids),
        town_alerts=tuple(_alternatives(plan, tier) for tier in plan.tier_ids),
    )


def _edges(plan: Plan, rule_id: str, transform: Transform) -> tuple[RawEdge, ...]:
    return tuple(raw_edge(edge, transform) for _, edge in simple_edges(plan.rule(rule_id), plan.tier_ids))


def _indicator(plan: Plan, rule: Rule) -> Indicator:
    kind, target, months, change, transform = "value", "", 0, None, identity
    if isinstance(rule.measure, Gap):
        kind, target = "over" if rule.measure.gap.over else "under", rule.measure.gap.target
    elif isinstance(rule.measure, Growth):
        kind, months, transform = "growth", rule.measure.growth.months, growth_percent
    elif isinstance(rule.measure, Streak):
        kind, months = "streak", 1
        change = raw_edge(rule.measure.streak.each_change, growth_percent)
    edges = _edges(plan, rule.id, transform)
    return Indicator(rule.id, kind, rule.columns()[0], target, months, change, edges)


def _petition(edge: Any) -> tuple[float, float, int]:
    return edge.workforce_count.number, edge.affected_count.number, PETITIONS.index(edge.petition)


def _alternatives(plan: Plan, tier: str) -> tuple[tuple[int, float], ...]:
    names = condition_names(plan.tier_ids)
    options = plan.rule("town_alerts").edges[tier].any_of
    return tuple((names.index(name) + 1, edge.number) for option in options for name, edge in option.items())


@dataclass(frozen=True)
class Answer:
    """What is compared: [rules, months, regions] tiers and partial flags, and [months, regions] for the regions."""

    levels: NDArray[np.int8]
    partial: NDArray[np.bool_]
    tiers: NDArray[np.int8]
    complete: NDArray[np.bool_]
    judged: NDArray[np.int8]

    def differences(self, other: Answer) -> list[str]:
        """What is not the same, one line each."""
        found = []
        for name in (f.name for f in fields(self)):
            one, two = getattr(self, name), getattr(other, name)
            if (one != two).any():
                found.append(f"{name}: {(one != two).sum()} cells differ, first {np.argwhere(one != two)[0]}")
        return found
