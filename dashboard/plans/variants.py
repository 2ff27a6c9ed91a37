"""Variants of a plan: the same plan with another reading of its text, or with an edge moved.

A reading's ``changes`` are a part of a plan: rules by their id, and ``levels`` or ``default_town_alerts``. They are
laid over the plan key by key; a key that is null is taken away; lists and single values are replaced. What comes out
is checked like a plan file.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans.agreement import Disagreement, disagreements
from dashboard.plans.edges import Edge
from dashboard.plans.faults import misfits, worded
from dashboard.plans.parts import Interpretation, Reading
from dashboard.plans.schema import EVENT_FIGURES, Conditions, Plan, Rule
from dashboard.plans.strict_yaml import Document, Path_

PLAN_KEYS = ("levels", "default_town_alerts")
"""What a reading may change beside rules."""

Changes = Mapping[str, Any]


def switchable(plan: Plan) -> tuple[tuple[Interpretation, tuple[Reading, ...]], ...]:
    """The interpretations that can be switched, each with the readings that say what they change."""
    found = (
        (each, tuple(reading for reading in each.alternatives if reading.changes))
        for each in plan.interpretations
    )
    return tuple((each, readings) for each, readings in found if readings)


def with_reading(plan: Plan, interpretation: str, reading: str) -> Plan:
    """The plan under another reading of its text.

    The reading stands as the chosen one in the variant, and the others of its interpretation can no longer be
    switched there: to go back, take the plan that the variant was made of.

    Raises:
        NotFoundError: there is no such interpretation or reading, or it cannot be tried.
        PlanError: together with what was changed before, the plan is no longer sound.
    """
    return _with_changes(
        plan, reading_of(plan, interpretation, reading).changes or {}, f"{interpretation}={reading}",
        (interpretation, reading),
    )  # fmt: skip


def reading_of(plan: Plan, interpretation: str, reading: str) -> Reading:
    """The reading of those ids, if it can be tried.

    Raises:
        NotFoundError: there is no such interpretation or reading, or it cannot be tried.
    """
    by_id = {each.id: each for each in plan.interpretations}
    can = {each.id: [r.id for r in readings] for each, readings in switchable(plan)}
    if interpretation not in by_id:
        raise NotFoundError(
            f"reading: found {interpretation!r}; allowed: {', '.join(can) or 'none in this plan'}"
        )
    named = {each.id: each for each in by_id[interpretation].alternatives}
    allowed = can.get(interpretation, [])
    if reading in allowed:
        return named[reading]
    if reading == by_id[interpretation].chosen.id:
        what = f"{reading!r}, which is how the plan is read already"
    elif reading in named:
        what = f"{reading!r}, which cannot be tried on these figures"
    else:
        what = repr(reading)
    raise NotFoundError(f"reading {interpretation}: found {what}; allowed: {', '.join(allowed) or 'none'}")


def with_edge(plan: Plan, place: str, edge: str) -> Plan:
    """The plan with one edge moved.

    Args:
        plan: the plan.
        place: ``rule.tier``, or ``rule.tier.figure`` where several conditions hold together.
        edge: as plans write it, such as ``<= 80``.

    Raises:
        NotFoundError: there is no such rule, tier or figure.
        PlanError: the edge is none.
    """
    rule_id, *parts = place.split(".")
    rules = {rule.id: rule for rule in plan.rules}
    if rule_id not in rules:
        raise NotFoundError(f"edge: found the rule {rule_id!r}; allowed: {', '.join(rules)}")
    allowed = _edge_places(rules[rule_id])
    if place not in allowed:
        hint = ", ".join(allowed) or "none, for its conditions are alternatives; change a copy of the plan"
        raise NotFoundError(f"edge: found {place!r}; allowed: {hint}")
    changes: Any = edge
    for part in reversed(parts):
        changes = {part: changes}
    return _with_changes(plan, {rule_id: {"edges": changes}}, f"edge {place}")


def _edge_places(rule: Rule) -> list[str]:
    """Every edge of a rule that can be moved by its name."""
    found = []
    for tier, edge in rule.edges.items():
        if isinstance(edge, Edge):
            found.append(f"{rule.id}.{tier}")
        elif isinstance(edge, Conditions):
            figures = [name for name in EVENT_FIGURES if getattr(edge, name) is not None]
            found += [f"{rule.id}.{tier}.{figure}" for figure in figures]
    return found


def _with_changes(plan: Plan, changes: Changes, what: str, switched: tuple[str, str] | None = None) -> Plan:
    data = changed(plan.model_dump(mode="json"), changes)
    for each in data["interpretations"]:
        if switched is not None and each["id"] == switched[0]:
            readings = [reading | {"changes": None} for reading in (each["chosen"], *each["alternatives"])]
            each["chosen"] = next(reading for reading in readings if reading["id"] == switched[1])
            each["alternatives"] = [reading for reading in readings if reading["id"] != switched[1]]
    found, faults = _sound(data)
    if found is None:
        raise PlanError(f"{what}: {worded(Document(data), *fault)[1]}" for fault in faults)
    return found


def changed(plan: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """A plan as plain data with changes laid over it; the plan given stays as it is."""
    found = plan | {key: value for key, value in changes.items() if key in PLAN_KEYS}
    if plan.get("rules"):
        found["rules"] = [laid_over(rule, changes.get(rule["id"], {})) for rule in plan["rules"]]
    return found


def laid_over(below: Any, above: Any) -> Any:
    """Mappings key by key, where null takes a key away; anything else is replaced."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    found = dict(below)
    for key, value in above.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = laid_over(found[key], value) if key in found else value
    return found


def _sound(data: dict[str, Any]) -> tuple[Plan | None, list[Disagreement]]:
    """The plan, or None and all that is wrong with it."""
    disagree = disagreements(data)
    plan, wrong = misfits(Plan, data, tuple(path for path, _ in disagree))
    return (None, [*disagree, *wrong]) if disagree or wrong else (plan, [])


def faults_of_changes(data: dict[str, Any]) -> list[Disagreement]:
    """What is wrong with the changes of readings, in plain data that is a sound plan otherwise."""
    found: list[Disagreement] = []
    for n, interpretation in enumerate(data.get("interpretations") or ()):
        here: Path_ = ("interpretations", n)
        if interpretation["chosen"].get("changes") is not None:
            what = "the chosen reading is what the plan says; write changes beside the other readings"
            found.append(((*here, "chosen", "changes"), what))
        for m, reading in enumerate(interpretation["alternatives"]):
            if reading.get("changes") is not None:
                found += _wrong(data, reading["changes"], (*here, "alternatives", m, "changes"))
    return found


def _wrong(plan: dict[str, Any], changes: Changes, here: Path_) -> list[Disagreement]:
    rules = [rule["id"] for rule in plan.get("rules") or ()]
    found: list[Disagreement] = []
    for key, value in changes.items():
        if key not in rules and key not in PLAN_KEYS:
            near = get_close_matches(str(key), [*rules, *PLAN_KEYS], n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}? If it is gone, remove it here too" if near else "remove it"
            found.append(((*here, key), f"is no rule of this plan; {hint}"))
        elif key in rules and not isinstance(value, dict):
            found.append(((*here, key), "allowed: keys of the rule with what they become"))
        elif key in rules and "id" in value:
            found.append(((*here, key, "id"), "a reading changes what a rule says, not its name; remove it"))
    if found:
        return found
    return [(_path_in_changes(plan, path, here), what) for path, what in _sound(changed(plan, changes))[1]]


def _path_in_changes(plan: dict[str, Any], path: Path_, here: Path_) -> Path_:
    """Where in the changes a fault of the changed plan was made."""
    if path[:1] == ("rules",) and len(path) > 1:
        return (*here, plan["rules"][int(path[1])]["id"], *path[2:])
    return (*here, *path) if path[:1] and path[0] in PLAN_KEYS else here
