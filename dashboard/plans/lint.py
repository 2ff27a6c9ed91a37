"""The linter: what is wrong in a plan file, and what a text leaves open when it is set down literally.

It reads any plan file, and takes two forms that a plan itself may not have (``dashboard.plans.literal``): a range in
place of an edge, ``">= 35 and <= 40"``, and a count of children at a milder tier itself, ``orange`` beside
``orange_or_worse``. Sentences on what it finds are made in ``dashboard.wording.lint``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from dashboard.plans import strict_yaml
from dashboard.plans.agreement import UPWARD, measure_of
from dashboard.plans.child_shapes import ChildShape
from dashboard.plans.faults import worded
from dashboard.plans.findings import Finding
from dashboard.plans.lint_facts import domain, facts, never_applies
from dashboard.plans.literal import box, nearer, written
from dashboard.plans.loader import FOLDER, checked, path_of, text_of
from dashboard.plans.ranges import Range
from dashboard.plans.schema import EVENT_FIGURES, PETITIONS, Plan, Rule
from dashboard.plans.strict_yaml import Document, Path_
from dashboard.plans.tier_shapes import PETITION_AXIS, Flaw, Shape, flaws

WHOLE = ("people", "towns", "regions", "consecutive_months")
"""Units of which only whole numbers occur."""


def literal_text(plan_id: str) -> Path | None:
    """The file that sets down the text of a shipped plan literally, where there is one."""
    path = FOLDER / "literal" / f"{plan_id}.yaml"
    return path if path.is_file() else None


@dataclass(frozen=True)
class Linted:
    """What is found in a plan file, by the line, and the plan itself, where the rest of it is sound.

    In the plan one edge stands in place of each range; it serves for names, not to judge by.
    """

    findings: tuple[Finding, ...]
    plan: Plan | None

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing but warnings."""
        return all(finding.warning for finding in self.findings)


def lint_file(name: str) -> Linted:
    """What is found in a shipped plan, or in a plan file, by the line.

    Raises:
        NotFoundError: there is no such plan.
        PlanError: the file is not UTF-8.
    """
    return lint(text_of(path_of(name)))


def lint(text: str) -> Linted:
    """What is found in a plan's text, by the line."""
    return lint_document(strict_yaml.read(text))


def lint_document(document: Document) -> Linted:
    """What is found in a plan file that has been read, by the line."""
    found = [Finding("fault", line, (), found=what) for line, what in document.faults]
    if document.data is None:
        found = found or [
            Finding("fault", 1, (), found="the file is empty; copy a shipped plan and change it")
        ]
        return Linted(tuple(found), None)
    found += facts(document)
    tiers = _tier_ids(document.data)
    plan, faults = checked(nearer(document.data, tiers))
    told = {each.path for each in found}
    for path, what in faults:
        is_clause = str(path[-1]).endswith("clause") if path else False
        if path not in told and not (is_clause and path[:-1] in told):
            line, words = worded(document, path, what)
            found.append(Finding("fault", line, path, found=words))
    if plan is not None and not faults:
        for i, rule in enumerate(plan.rules):
            found += _of_rule(document, plan, i, rule)
    found.sort(key=lambda each: (each.line, list(map(str, each.path))))
    return Linted(tuple(found), plan)


def _tier_ids(data: Any) -> list[str]:
    tiers = data.get("tiers") if isinstance(data, dict) else None
    return (
        [str(tier.get("id")) for tier in tiers if isinstance(tier, dict)] if isinstance(tiers, list) else []
    )


def _of_rule(document: Document, plan: Plan, i: int, rule: Rule) -> Iterator[Finding]:
    raw, here = document.data["rules"][i], ("rules", i)
    numbers = {tier: n for n, tier in enumerate(plan.tier_ids, start=1)}
    edges = {numbers[tier]: edge for tier, edge in raw["edges"].items()}
    settled: dict[str, str] = {
        kind: name for name in reversed(rule.interpretations) for kind in plan.interpretation(name).settles
    }

    def finding(flaw: Flaw) -> Finding:
        tier = plan.tier_ids[(flaw.worse or flaw.milder) - 1]
        path: Path_ = (*here, "edges", tier)
        return Finding(
            flaw.kind, document.line(path), path, rule.id,
            milder=_id(plan, flaw.milder), worse=_id(plan, flaw.worse), area=dict(flaw.area),
            interpretation=settled.get(flaw.kind, ""),
        )  # fmt: skip

    if never_applies(rule):
        path = (*here, "measure")
        yield Finding("never", document.line(path), path, rule.id)
        return
    name, _ = measure_of(raw)
    if name == "child_tiers":
        options = {tier: edge["any_of"] for tier, edge in sorted(edges.items())}
        apart = bool(raw["measure"][name].get("worst_apart"))
        yield from map(finding, ChildShape(plan.tier_ids, options, worst_apart=apart).flaws())
        return
    for tier, edge in sorted(edges.items()):
        for figure, words in written(edge).items():
            for number in words.doubled:
                area = {figure: Range(number, number, has_low=True, has_high=True)}
                yield finding(Flaw("contradiction", tier, 0, area))
    yield from map(finding, flaws(_shape(rule, name, edges)))


def _id(plan: Plan, tier: int) -> str:
    return plan.tier_ids[tier - 1] if tier else ""


def _shape(rule: Rule, measure: str, edges: dict[int, Any]) -> Shape:
    tiers = [(tier, box(edge, PETITIONS)) for tier, edge in sorted(edges.items())]
    counts = Range(0.0, inf, has_low=True)
    if measure == "event_conditions":
        within = dict.fromkeys(EVENT_FIGURES, counts)
        within[PETITION_AXIS] = Range(0.0, len(PETITIONS) - 1.0, has_low=True, has_high=True)
        return Shape(tiers, within, is_upward=True, whole=True)
    is_upward = measure in UPWARD or _grows([each[""] for _, each in tiers])
    return Shape(tiers, {"": domain(rule)}, is_upward, whole=rule.unit in WHOLE)


def _grows(ranges: list[Range]) -> bool:
    """Whether growing figures are worse: as the open ends say, else as the ranges follow each other."""
    for each in ranges:
        if (each.low == -inf) != (each.high == inf):
            return each.high == inf
    return ranges[-1].middle >= ranges[0].middle
