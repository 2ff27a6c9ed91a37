"""What the linter finds beside edges: numbers without a clause, unknown columns, questions of one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import Any

from rapidfuzz import fuzz, process

from dashboard.plans.agreement import measure_of
from dashboard.plans.findings import Finding
from dashboard.plans.ranges import Range
from dashboard.plans.schema import ChildTiers, Gap, Growth, Rule, ValueOf
from dashboard.plans.strict_yaml import Document, Path_
from dashboard.tables.indicators import INDICATORS
from dashboard.tables.regions import LEVELS
from dashboard.tables.table import Table
from dashboard.tables.targets import TARGETS

TYPING_SLIP = 85.0
"""How alike, of 100, an unknown column and a known one are where a slip of the pen is likely."""
_COMPARISON = re.compile(r"\s*[<>]=?\s*-?\d")
_EVERY = Range()


def facts(document: Document) -> Iterator[Finding]:
    """All of it, of a plan as plain data, sound or not."""
    plan = document.data
    if not isinstance(plan, dict):
        return
    yield from _uncited(document)
    for i, rule in _items(plan.get("rules")):
        yield from _unknown_columns(document, rule, ("rules", i))
    for i, each in _items(plan.get("interpretations")):
        if not each.get("alternatives"):
            path = ("interpretations", i, "alternatives")
            yield Finding("no_alternative", document.line(path), path, found=str(each.get("id", i + 1)))


def _items(value: Any) -> list[tuple[int, dict[Any, Any]]]:
    return (
        [(i, each) for i, each in enumerate(value) if isinstance(each, dict)]
        if isinstance(value, list)
        else []
    )


def _uncited(document: Document) -> Iterator[Finding]:
    """Numbers, and comparisons with them, of entries that name no clause, nor does anything that they lie in."""
    found: dict[Path_, list[str]] = {}
    for section, value in document.data.items():
        for item, number in _numbers(value, (section,), (section,)):
            found.setdefault(item, []).append(number)
    for item, numbers in found.items():
        yield Finding("uncited", document.line(item), item, found=", ".join(dict.fromkeys(numbers)))


def _numbers(value: Any, path: Path_, item: Path_) -> Iterator[tuple[Path_, str]]:
    """Uncited numbers as they are written, each with the entry of a list, or else the section, that it lies in."""
    if isinstance(value, dict):
        if not any(key == "clause" or str(key).endswith("_clause") for key in value):
            for key, each in value.items():
                yield from _numbers(each, (*path, key), item)
    elif isinstance(value, list):
        for i, each in enumerate(value):
            yield from _numbers(each, (*path, i), (*path, i) if isinstance(each, dict) else item)
    elif isinstance(value, str):
        if _COMPARISON.match(value):
            yield item, value.strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield item, str(value)


def _unknown_columns(document: Document, rule: dict[Any, Any], here: Path_) -> Iterator[Finding]:
    measure, figures = measure_of(rule)
    within: Path_ = (*here, "measure", measure)
    named: list[tuple[Path_, Any, Table]] = [(within, figures, INDICATORS)]
    if isinstance(figures, dict):
        sources = (("of", INDICATORS), ("over", TARGETS), ("under", TARGETS), ("denominator", INDICATORS))
        skip = "of" if measure == "event_share" else ""
        named = [
            ((*within, key), figures[key], table) for key, table in sources if key in figures and key != skip
        ]
    for path, column, table in named:
        if measure and isinstance(column, str) and column not in table.by_name:
            near = process.extractOne(column, list(table.by_name), scorer=fuzz.ratio)
            is_slip = near is not None and near[1] >= TYPING_SLIP
            yield Finding(
                "unknown_column", document.line(path), path, str(rule.get("id", "")),
                found=column, near=near[0] if near else "", warning=not is_slip,
            )  # fmt: skip


def domain(rule: Rule) -> Range:
    """Where the figure of a rule can lie at all."""
    of_column = {"percent": Range(0.0, 100.0, True, True), "count": Range(0.0, inf, True)}
    match rule.measure:
        case ValueOf(value_of=column):
            known = INDICATORS.by_name.get(column)
            kind = known.kind if known is not None else "percent" if column.endswith("_pct") else ""
            return of_column.get(kind, _EVERY)
        case Gap(gap=figures):
            return Range(-100.0, 100.0, True, True) if figures.of.endswith("_pct") else _EVERY
        case Growth():
            return Range(-100.0, inf, True)
        case _:
            return Range(0.0, inf, True)


def never_applies(rule: Rule) -> bool:
    """Whether a rule counts children of a level that never lies below the levels it applies to."""
    if not isinstance(rule.measure, ChildTiers):
        return False
    figures, order = rule.measure.child_tiers, list(LEVELS)
    return all(order.index(parent) >= order.index(figures.child_level) for parent in figures.parent_levels)
