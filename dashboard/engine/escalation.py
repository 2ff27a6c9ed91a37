"""Escalation: how many direct children of a region stand at a tier or worse, and what tier that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Ints, Panel, Tiers, once
from dashboard.engine.pools import runs, starts
from dashboard.engine.thresholds import whole_edge
from dashboard.plans.schema import AnyOf, ChildTiers, Rule


def condition_names(tier_ids: Sequence[str]) -> tuple[str, ...]:
    """How counts are named in plans and answers: ``yellow_or_worse`` …, and the worst tier by itself."""
    return (*(f"{tier}_or_worse" for tier in tier_ids[:-1]), tier_ids[-1])


def counted_children(rule: Rule, panel: Panel) -> tuple[Ints, Ints]:
    """The children that count and their parents, grouped by parent: (children, parents)."""
    assert isinstance(rule.measure, ChildTiers)
    figures = rule.measure.child_tiers
    return _children_at(panel, figures.child_level, figures.parent_levels)


@once
def _children_at(panel: Panel, child_level: str, parent_levels: tuple[str, ...]) -> tuple[Ints, Ints]:
    child = np.flatnonzero(panel.at_levels((child_level,)) & (panel.parents >= 0))
    parent = panel.parents[child]
    keep = panel.at_levels(parent_levels)[parent]
    child, parent = child[keep], parent[keep]
    if (np.diff(parent) < 0).any():
        order = np.argsort(parent, kind="stable")
        child, parent = child[order], parent[order]
    return child, parent


def published(rule: Rule, panel: Panel) -> Tiers:
    """The published alerts that the rule counts: those of each month, or those still in force."""
    assert isinstance(rule.measure, ChildTiers)
    return _published(panel, in_force=rule.measure.child_tiers.in_force)


def _published(panel: Panel, *, in_force: bool) -> Tiers:
    return panel.in_force if in_force else panel.declared


def declared_counts(rule: Rule, panel: Panel, tier_count: int) -> tuple[Ints, NDArray[np.int16]]:
    """``counts`` of the children's published alerts."""
    assert isinstance(rule.measure, ChildTiers)
    figures = rule.measure.child_tiers
    return _declared_at(
        panel, figures.child_level, figures.parent_levels, tier_count, in_force=figures.in_force
    )


@once
def _declared_at(
    panel: Panel, child_level: str, parent_levels: tuple[str, ...], tier_count: int, *, in_force: bool
) -> tuple[Ints, NDArray[np.int16]]:
    tiers = _published(panel, in_force=in_force)
    return counts(tiers, *_children_at(panel, child_level, parent_levels), tier_count)


def counts(tiers: Tiers, child: Ints, parent: Ints, tier_count: int) -> tuple[Ints, NDArray[np.int16]]:
    """Children at each tier or worse: (distinct parents, counts [tiers, months, parents]).

    Children with a tier are few, so they alone are looked at.
    """
    start = starts(parent)
    parents = parent[start]
    group_of = np.full(tiers.shape[1], -1, dtype=np.int64)
    group_of[child] = runs(start, len(child))
    cell = np.flatnonzero(tiers > 0)
    month, region = np.divmod(cell, max(tiers.shape[1], 1))
    at, tier = group_of[region], tiers.reshape(-1)[cell].astype(np.int64)
    shape = (tier_count, tiers.shape[0], len(parents))
    bins = ((tier - 1) * shape[1] + month) * shape[2] + at
    alone = np.bincount(bins[at >= 0], minlength=tier_count * shape[1] * shape[2]).reshape(shape)
    found = alone.astype(np.int16)
    for milder in range(tier_count - 2, -1, -1):
        found[milder] += found[milder + 1]
    return parents, found


def _apart(rule: Rule) -> bool:
    """Whether children at the worst tier count under that tier only."""
    return isinstance(rule.measure, ChildTiers) and rule.measure.child_tiers.worst_apart


def tiers_of_counts(
    rule: Rule, tier_ids: Sequence[str], found: NDArray[np.int16], *, at_most: bool = False
) -> Tiers:
    """The worst tier one of whose alternatives is reached; ``found`` is [tiers, …].

    With ``at_most`` the counts are of the worst tiers possible: a child may as well stand at a milder one.
    """
    names = condition_names(tier_ids)
    if _apart(rule) and not at_most:
        found = np.concatenate([found[:-1] - found[-1:], found[-1:]])
    levels: Tiers = np.zeros(found.shape[1:], dtype=np.int8)
    for tier, name in enumerate(tier_ids, start=1):
        edge = rule.edges.get(name)
        for option in edge.any_of if isinstance(edge, AnyOf) else ():
            reached = np.ones(found.shape[1:], dtype=np.bool_)
            for condition, wanted in option.items():
                reached &= whole_edge(wanted).reached(found[names.index(condition)])
            np.maximum(levels, reached.view(np.int8) * np.int8(tier), out=levels)
    return levels


def further_alerts(rule: Rule, tier_ids: Sequence[str], tier: str, found: Mapping[str, int]) -> int | None:
    """The fewest further alerts that reach a tier, over its alternatives."""
    edge = rule.edges.get(tier)
    if not isinstance(edge, AnyOf):
        return None
    if _apart(rule):
        worst = condition_names(tier_ids)[-1]
        found = {name: n if name == worst else n - found[worst] for name, n in found.items()}
    needed = []
    for option in edge.any_of:
        lacking = [
            wanted.number - found[condition] + (0 if wanted.inclusive else 1)
            for condition, wanted in option.items()
        ]
        needed.append(max(0, *(int(np.ceil(n)) for n in lacking)) if lacking else 0)
    return min(needed)
