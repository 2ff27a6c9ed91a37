"""What the linter finds, in words: one line a finding, and the interpretation that settles it."""

from __future__ import annotations

from dashboard.locale import Words
from dashboard.plans import Plan
from dashboard.plans.findings import Finding, Kind
from dashboard.plans.ranges import Range
from dashboard.wording.figures import amount, number

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def kind_word(kind: Kind, t: Words) -> str:
    """A kind of finding in a word or two."""
    return {
        "shared": t("shared edge"),
        "overlap": t("overlap"),
        "hole": t("hole"),
        "contradiction": t("contradiction"),
        "order": t("out of order"),
        "never": t("never reached"),
        "uncited": t("no clause"),
        "unknown_column": t("unknown indicator"),
        "no_alternative": t("one reading only"),
        "fault": t("not a sound plan"),
    }[kind]


def message(finding: Finding, plan: Plan | None, t: Words) -> str:
    """What a finding says, in a sentence without a full stop; faults of the file itself are told in English."""
    milder, worse = _tier(plan, finding.milder, t), _tier(plan, finding.worse, t)
    figures = area_text(finding, plan, t)
    match finding.kind:
        case "shared":
            return t(
                "{figures} is named by both {milder} and {worse}", figures=figures, milder=milder, worse=worse
            )
        case "overlap":
            return t(
                "{figures} falls under both {milder} and {worse}", figures=figures, milder=milder, worse=worse
            )
        case "hole" if worse:
            return t(
                "{places} at {worse} reach less than as many at {milder}",
                places=figures, milder=milder, worse=worse,
            )  # fmt: skip
        case "hole":
            return t(
                "{figures} does not reach {tier}, though milder figures do", figures=figures, tier=milder
            )
        case "contradiction":
            return t("{tier} both includes {figures} and leaves it out", tier=milder, figures=figures)
        case "order":
            return t("{worse} begins before {milder}", worse=worse, milder=milder)
        case "never" if milder:
            return t("no figure reaches {tier}", tier=milder)
        case "never":
            return t("the places that are counted never lie below those that the rule is for")
        case "uncited":
            return t("{numbers} stands without a clause", numbers=finding.found)
        case "unknown_column" if finding.warning:
            return t(
                "no table has {column}; the nearest is {near}. A column of your own needs a unit in its name",
                column=finding.found, near=finding.near,
            )  # fmt: skip
        case "unknown_column":
            return t("no table has {column}; did you mean {near}?", column=finding.found, near=finding.near)
        case "no_alternative":
            return t("{name} names no other reading", name=finding.found)
        case _:
            return finding.found


def settled_by(finding: Finding, plan: Plan | None, t: Words) -> str:
    """How the interpretation that settles a finding reads it; nothing where none does."""
    if plan is None or not finding.interpretation:
        return ""
    return t.label(plan.interpretation(finding.interpretation).chosen.text)


def area_text(finding: Finding, plan: Plan | None, t: Words) -> str:
    """The figures that a finding concerns: ``80%``, ``staff ≥500 and <1,000 people, laid off >500 people``."""
    if plan is None or not finding.rule:
        return ""
    unit, parts = plan.rule(finding.rule).unit, []
    for name, each in finding.area.items():
        figures = range_text(each, unit, t)
        if name == "workforce_count":
            figures = t("staff of {people}", people=figures)
        elif name == "affected_count":
            figures = t("{people} laid off", people=figures)
        parts.append(figures)
    return t.pick("、", ", ").join(parts)


def range_text(each: Range, unit: str, t: Words) -> str:
    """A range with its unit: ``15%``, ``100–500 people``, ``≥500 and <1,000 people``."""
    edges = each.comparisons
    decimals = max((_decimals(edge.number) for edge in edges), default=0)
    last = amount(edges[-1].number, unit, t, decimals=decimals) if edges else t("any figure")
    if each.is_point or not edges:
        return last
    first = number(edges[0].number, decimals)
    if len(edges) == 2 and each.has_low and each.has_high:
        return f"{first}–{last}"
    if len(edges) == 1:
        return f"{_SIGNS[edges[0].op]}{last}"
    return t.pick("{}且{}", "{} and {}").format(
        f"{_SIGNS[edges[0].op]}{first}", f"{_SIGNS[edges[1].op]}{last}"
    )


def _decimals(value: float) -> int:
    text = f"{value:g}"
    return len(text.partition(".")[2])


def _tier(plan: Plan | None, tier: str, t: Words) -> str:
    """A tier's word inside a sentence."""
    if plan is None or tier not in plan.tier_ids:
        return ""
    word = t.label(plan.tiers[plan.tier_ids.index(tier)].label)
    return word if t.is_chinese else word.lower()
