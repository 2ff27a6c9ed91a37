"""What a streak comes to in all, and the firm behind most of it, as far as the firms' own figures say so."""

from __future__ import annotations

from dashboard.engine.explain import Explanation
from dashboard.engine.firm_changes import MONITORED, FirmChanges, firm_changes
from dashboard.locale import Words
from dashboard.wording.figures import amount, number
from dashboard.wording.teller import Teller


def streak_sum(teller: Teller, told: Explanation) -> str:
    """The change over all months of a streak: ``4个月共减930人，其中示例番茄制品厂减412人。``

    Empty without a streak. The firm is named only where every month has headcounts of firms; where the firms known
    do not add up to the place's own figure, that is said.
    """
    if not told.streak or not told.rule.columns()[0].endswith("_count"):
        return ""
    total = told.streak[-1].figure - told.streak[0].previous
    falling = total < 0
    t, n, people = teller.t, len(told.streak), amount(abs(total), "people", teller.t)
    found = _firms(teller, told, falling) if total else None
    if found is not None and found.known == total:
        return _with_its_firm(t, n, people, found, falling=falling)
    if falling:
        alone = t.plural("{people} fewer in {n} month.", "{people} fewer in {n} months.", n, people=people)
    else:
        alone = t.plural("{people} more in {n} month.", "{people} more in {n} months.", n, people=people)
    return alone if found is None else alone + t.space + _not_adding_up(t, found, falling=falling)


def _firms(teller: Teller, told: Explanation, falling: bool) -> FirmChanges | None:
    if told.rule.columns()[0] != MONITORED:
        return None
    workspace = teller.workspace
    codes = {workspace.panel.codes[r] for r in workspace.below(told.region)}
    first = told.streak[0].month - 1
    return firm_changes(workspace.tables, codes, first, told.month, falling=falling)


def _with_its_firm(t: Words, n: int, people: str, found: FirmChanges, *, falling: bool) -> str:
    firm, largest = found.largest, number(abs(found.largest_change))
    if falling:
        return t.plural(
            "{people} fewer in {n} month, {largest} of them at {firm}.",
            "{people} fewer in {n} months, {largest} of them at {firm}.",
            n, people=people, largest=largest, firm=firm,
        )  # fmt: skip
    return t.plural(
        "{people} more in {n} month, {largest} of them at {firm}.",
        "{people} more in {n} months, {largest} of them at {firm}.",
        n, people=people, largest=largest, firm=firm,
    )  # fmt: skip


def _not_adding_up(t: Words, found: FirmChanges, *, falling: bool) -> str:
    known = amount(abs(found.known), "people", t)
    names = {
        "firm": found.largest,
        "largest": number(abs(found.largest_change)),
        "firms": found.firms,
        "known": t("{people} fewer", people=known) if found.known < 0 else t("{people} more", people=known),
    }
    if falling:
        return t(
            "Of the {firms} firms known {firm} lost most, {largest}; together they come to {known}, not to that.",
            **names,
        )
    return t(
        "Of the {firms} firms known {firm} grew most, {largest}; together they come to {known}, not to that.",
        **names,
    )
