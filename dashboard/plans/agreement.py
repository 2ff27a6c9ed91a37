"""What the parts of a plan say of each other: names that must be known, edges and units that must fit.

The check reads a plan as plain data and passes over whatever has the wrong shape, so that a file's faults of both
kinds come at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.plans.references import dangling
from dashboard.plans.strict_yaml import Path_

Disagreement = tuple[Path_, str]

UNITS: dict[str, tuple[str, ...]] = {
    "gap": ("percentage_points",),
    "growth": ("percent",),
    "streak": ("consecutive_months",),
    "event_share": ("percent",),
    "group_share": ("percent",),
    "largest_event": ("people",),
    "event_conditions": ("people",),
    "child_tiers": ("towns", "regions"),
}
"""The units in which each measure gives its figure; ``value_of`` has the unit of its column."""
UNITS_OF_COLUMNS = {"_pct": "percent", "_months": "months", "_cny": "cny"}
UPWARD = ("streak", "event_share", "group_share", "largest_event", "event_conditions", "child_tiers")
"""Measures that count what happens: none is normal, so that only a growing figure can reach a tier."""
SINGLE_FIGURES = ("value_of", "gap", "growth")
"""Measures of one figure that is known or not."""
EDGE_FORMS = {"child_tiers": "any_of", "event_conditions": "conditions"}
_WANTED = {
    "edge": "a comparison such as '>= 10'",
    "any_of": "any_of with a list of alternatives, such as {any_of: [{yellow_or_worse: '>= 2'}]}",
    "conditions": "conditions such as {workforce_count: '>= 200', petition: individual}",
}
RESERVED = ("normal", "unknown")
OTHER_PARTS = ("duties", "lists", "follow_up", "gates", "benefits", "refunds", "hiring", "organisation")
"""What a plan may give without having rules."""


def disagreements(data: Any) -> list[Disagreement]:
    """Everything that does not agree, each with its path in the plan."""
    plan = _mapping(data)
    found = [*_whole(plan), *dangling(plan)] if isinstance(data, dict) else []
    found += [fault for section in ("tiers", "rules", "interpretations") for fault in _twice(plan, section)]
    tiers = [str(tier.get("id")) for _, tier in _items(plan, "tiers")]
    found += [
        (
            ("tiers", i, "id"),
            f"found {tier!r}, which is what a place without a tier is called; take another name",
        )
        for i, tier in enumerate(tiers)
        if tier in RESERVED
    ]
    tiers_are_plain = len(set(tiers)) == len(tiers) and not set(tiers) & set(RESERVED)
    readings = {str(reading.get("id")) for _, reading in _items(plan, "interpretations")}
    for i, rule in _items(plan, "rules"):
        here: Path_ = ("rules", i)
        found += _edges(rule, here, tiers if tiers_are_plain else [])
        found += _directions(rule, here)
        found += _unit(rule, here)
        found += _none_at(rule, here)
        found += _levels(rule, here, _list(plan.get("levels")))
        found += [
            (
                (*here, "interpretations", n),
                f"unknown interpretation {name!r}; add it to the plan's interpretations",
            )
            for n, name in enumerate(_list(rule.get("interpretations")))
            if isinstance(name, str) and name not in readings
        ]
    for i, reading in _items(plan, "interpretations"):
        found += _readings(reading, ("interpretations", i))
    return found


def measure_of(rule: dict[Any, Any]) -> tuple[str, Any]:
    """A rule's measure and its figures; an empty name where there is none that is known."""
    measure = _mapping(rule.get("measure"))
    return next(((name, measure[name]) for name in ("value_of", *UNITS) if name in measure), ("", None))


def _whole(plan: dict[Any, Any]) -> Iterator[Disagreement]:
    """A plan gives something, and rules with all that rules need."""
    needed = ("levels", "tiers", "report", "rules")
    ruled = [name for name in needed if plan.get(name)]
    if not ruled and not any(plan.get(name) for name in OTHER_PARTS):
        yield (), f"gives nothing; add one of {', '.join(OTHER_PARTS)}, or {', '.join(needed)}"
    for name in needed if ruled else ():
        if name in plan and plan[name] in ([], ()):
            yield (name,), "found an empty list; allowed: at least 1 of them"
        elif not plan.get(name):
            yield (), f"{name}: is missing; add it"


def _twice(plan: dict[Any, Any], section: str) -> Iterator[Disagreement]:
    seen: set[str] = set()
    for i, item in _items(plan, section):
        name = item.get("id")
        if isinstance(name, str):
            if name in seen:
                yield (section, i, "id"), f"{name!r} stands twice; every id once"
            seen.add(name)


def _edges(rule: dict[Any, Any], here: Path_, tiers: list[str]) -> Iterator[Disagreement]:
    name, _ = measure_of(rule)
    wanted = EDGE_FORMS.get(name, "edge")
    counted = [*(f"{tier}_or_worse" for tier in tiers[:-1]), *tiers[-1:]]
    for tier, edge in _mapping(rule.get("edges")).items():
        path = (*here, "edges", tier)
        if tiers and tier not in tiers:
            yield path, f"unknown tier {tier!r}; allowed: {', '.join(tiers)}"
        form = "any_of" if "any_of" in _mapping(edge) else "conditions" if isinstance(edge, dict) else "edge"
        if name and form != wanted:
            yield path, f"found {_FOUND[form]}; allowed for the measure {name}: {_WANTED[wanted]}"
            continue
        for n, option in enumerate(_list(_mapping(edge).get("any_of"))):
            for condition in _mapping(option):
                if counted and condition not in counted:
                    yield (
                        (*path, "any_of", n, condition),
                        f"found {condition!r}; allowed: {', '.join(counted)}",
                    )


_FOUND = {"edge": "a single value", "any_of": "any_of", "conditions": "conditions"}


def _directions(rule: dict[Any, Any], here: Path_) -> Iterator[Disagreement]:
    name, _ = measure_of(rule)
    for path, text in _comparisons(rule.get("edges"), (*here, "edges")) if name in UPWARD else ():
        if text.lstrip().startswith("<"):
            yield path, f"found {text!r}; allowed for the measure {name}, which counts from nothing: >= or >"


def _comparisons(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Every text below a place."""
    if isinstance(value, str):
        yield path, value
    for part, each in value.items() if isinstance(value, dict) else enumerate(_list(value)):
        yield from _comparisons(each, (*path, part))


def _unit(rule: dict[Any, Any], here: Path_) -> Iterator[Disagreement]:
    name, figures = measure_of(rule)
    allowed = UNITS.get(name, ())
    if name == "value_of" and isinstance(figures, str):
        allowed = tuple(unit for ending, unit in UNITS_OF_COLUMNS.items() if figures.endswith(ending))
    unit = rule.get("unit")
    if allowed and isinstance(unit, str) and unit not in allowed:
        measured = f"the column {figures}" if name == "value_of" else f"the measure {name}"
        yield (*here, "unit"), f"found {unit!r}; allowed for {measured}: {' or '.join(allowed)}"


def _none_at(rule: dict[Any, Any], here: Path_) -> Iterator[Disagreement]:
    name, _ = measure_of(rule)
    if name and name not in SINGLE_FIGURES and _list(rule.get("none_at")):
        yield (*here, "none_at"), f"is known of {', '.join(SINGLE_FIGURES)} only; remove it"


def _levels(rule: dict[Any, Any], here: Path_, levels: list[Any]) -> Iterator[Disagreement]:
    name, figures = measure_of(rule)
    parents = _list(_mapping(figures).get("parent_levels")) if name == "child_tiers" else []
    for n, level in enumerate(parents):
        if level not in levels:
            path = (*here, "measure", name, "parent_levels", n)
            yield path, f"found {level!r}, for which the plan has no rules; allowed: the plan's levels"


def _readings(interpretation: dict[Any, Any], here: Path_) -> Iterator[Disagreement]:
    seen = {str(_mapping(interpretation.get("chosen")).get("id"))}
    for n, other in _items(interpretation, "alternatives"):
        name = str(other.get("id"))
        if name in seen:
            yield (*here, "alternatives", n, "id"), f"{name!r} stands twice; every reading once"
        seen.add(name)


def _mapping(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _items(holder: dict[Any, Any], section: str) -> list[tuple[int, dict[Any, Any]]]:
    """The entries of a list that are mappings, with their places."""
    return [(i, item) for i, item in enumerate(_list(holder.get(section))) if isinstance(item, dict)]
