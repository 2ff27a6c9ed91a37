"""A rule as a row of a table: what it measures in a word or two, and each edge as short as the plan writes it."""

from __future__ import annotations

from dashboard.locale import Words
from dashboard.plans import Edge, Plan, Rule
from dashboard.plans.schema import (
    AnyOf,
    ChildTiers,
    Conditions,
    EventConditions,
    EventShare,
    Gap,
    GroupShare,
    Growth,
    LargestEvent,
    Streak,
)
from dashboard.wording.figures import amount, number, tier_in_sentence
from dashboard.wording.reasons import petition_word

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def gist(rule: Rule, t: Words) -> str:
    """What a rule measures, and where it is silent; nothing where its name says it."""
    parts = [_measured(rule, t)]
    if rule.months is not None:
        parts.append(t("months {list} only", list=_months(rule.months, t)))
    if rule.none_at:
        figures = (amount(n, rule.unit, t, decimals=0 if n == int(n) else None) for n in rule.none_at)
        parts.append(t("none at {figures}", figures=t(", ").join(figures)))
    return t(", ").join(part for part in parts if part)


def _months(months: tuple[int, ...], t: Words) -> str:
    """Months of the year: the first and the last where none between them is left out."""
    first, last = min(months), max(months)
    if len(set(months)) == last - first + 1 > 2:
        return f"{first}–{last}"
    return t(", ").join(map(str, months))


def _measured(rule: Rule, t: Words) -> str:
    match rule.measure:
        case ChildTiers(child_tiers=children):
            return t("places below, alert in force") if children.in_force else t("places below with an alert")
        case EventShare(event_share=share):
            return t("the largest ÷ all staff") if share.of == "largest" else t("people affected ÷ all staff")
        case GroupShare(group_share=group):
            what = t("each layoff by itself") if group.each_event else t("one industry, or several firms")
            least = amount(group.min_affected, "people", t)
            return t("{what}, {people} or more", what=what, people=least) if group.min_affected else what
        case LargestEvent():
            return t("the largest one")
        case EventConditions():
            return t("staff / laid off / petition")
        case Streak():
            return _streak(rule.measure, t)
        case Gap():
            return t("distance from the annual target")
        case Growth(growth=growth):
            if growth.months == 12:
                return t("against the year before")
            return t.plural("against {n} month before", "against {n} months before", growth.months)
        case _:
            return ""


def _streak(measure: Streak, t: Words) -> str:
    """Which months count towards a streak."""
    edge, in_all = measure.streak.each_change, measure.streak.in_all
    much = f"{number(abs(edge.number))}%"
    if edge.upward:
        return t("months up {share} in all", share=much) if in_all else t("months up {share}", share=much)
    return t("months down {share} in all", share=much) if in_all else t("months down {share}", share=much)


def edge_cell(plan: Plan, rule: Rule, tier: str, t: Words) -> str:
    """A tier's edge in a cell: ``≥10%``, ``4个月``, ``≥2，或橙色≥1``, ``200 / 100 / 个体访``; else a dash."""
    edge = rule.edges.get(tier)
    if isinstance(edge, Edge):
        return single_edge(edge, rule, t)
    if isinstance(edge, Conditions):
        counts = [each for each in (edge.workforce_count, edge.affected_count) if each is not None]
        parts = [f"{'' if each.op == '>=' else SIGNS[each.op]}{number(each.number)}" for each in counts]
        if edge.petition:
            parts.append(petition_word(edge.petition, t))
        return " / ".join(parts)
    if isinstance(edge, AnyOf):
        return t(", or ").join(
            t(" and ").join(_counted(plan, name, each, t) for name, each in option.items())
            for option in edge.any_of
        )
    return "—"


def single_edge(edge: Edge, rule: Rule, t: Words) -> str:
    """An edge on a rule's one figure; months in a row need no sign, and points no unit beside their figure."""
    if rule.unit == "percentage_points":
        return f"{SIGNS[edge.op]}{number(edge.number, 1)}"
    shown = amount(edge.number, rule.unit, t, decimals=0 if edge.number == int(edge.number) else 1)
    is_plain = isinstance(rule.measure, Streak) and edge.op == ">="
    return shown if is_plain else f"{SIGNS[edge.op]}{shown}"


def _counted(plan: Plan, name: str, edge: Edge, t: Words) -> str:
    """How many children at a tier or worse; the mildest tier is any alert and goes without its name."""
    tier = plan.tier_ids.index(name.removesuffix("_or_worse")) + 1
    many = f"{SIGNS[edge.op]}{number(edge.number)}"
    if tier == 1 and name.endswith("_or_worse"):
        return many
    word = tier_in_sentence(plan, tier, t)
    return t("{tier} {many}", tier=word, many=many)
