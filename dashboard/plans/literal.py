"""A text set down literally, for the linter alone: ranges in place of edges, counts of children at a tier itself."""

from __future__ import annotations

import re
from math import inf
from typing import Any

from dashboard.plans.edges import JOINED
from dashboard.plans.ranges import Range, Written, read
from dashboard.plans.tier_shapes import PETITION_AXIS, Box


def nearer(data: Any, tiers: list[str]) -> Any:
    """A plan as plain data with one edge in place of each range, so that the rest of it can be checked.

    Where a literal count names a milder tier itself, the count of that tier or worse takes its place.
    """
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        return data
    rules = [
        rule | {"edges": _nearer(rule["edges"], tiers)}
        if isinstance(rule, dict) and "edges" in rule
        else rule
        for rule in data["rules"]
    ]
    return data | {"rules": rules}


def _nearer(value: Any, tiers: list[str], *, counts: bool = False) -> Any:
    if isinstance(value, list):
        return [_nearer(each, tiers, counts=True) for each in value]
    if isinstance(value, dict):
        return {
            f"{key}_or_worse" if counts and key in tiers[:-1] else key: _nearer(each, tiers)
            for key, each in value.items()
        }
    if isinstance(value, str) and re.search(JOINED, value):
        try:
            written = read(value)
        except ValueError:
            return value
        return str(sorted(written.edges, key=lambda edge: (not edge.upward, not edge.inclusive))[0])
    return value


def written(edge: Any) -> dict[str, Written]:
    """What an edge says of each figure; ``""`` is the rule's own. Alternatives and petitions are left out."""
    if isinstance(edge, str):
        return {"": read(edge)}
    return {name: read(text) for name, text in edge.items() if name not in (PETITION_AXIS, "any_of") and text}


def box(edge: Any, petitions: tuple[str, ...]) -> Box:
    """The figures that an edge takes; petitions by their place from mild to severe."""
    found = {name: each.range for name, each in written(edge).items()}
    if isinstance(edge, dict) and edge.get(PETITION_AXIS):
        found[PETITION_AXIS] = Range(petitions.index(edge[PETITION_AXIS]), inf, has_low=True)
    return found
