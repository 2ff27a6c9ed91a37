"""Short reasons: one rule in one place and month, in half a sentence; and how far the next tier is."""

from __future__ import annotations

import math

from dashboard.engine.explain import Explanation
from dashboard.locale import Words
from dashboard.plans import Plan
from dashboard.plans.schema import (
    ChildTiers,
    EventConditions,
    EventShare,
    Gap,
    GroupShare,
    Growth,
    LargestEvent,
    Streak,
    ValueOf,
)
from dashboard.wording.figures import (
    amount,
    decimals_for,
    distance_unit,
    number,
    percent_change,
    rule_amount,
    rule_edges,
    tier_in_sentence,
    tier_word,
)

Conditions = dict[str, object]


def event_kind(kind: str, t: Words) -> str:
    """The word for a kind of event."""
    return {
        "layoff": t("layoff"),
        "closure": t("closure"),
        "gathering": t("gathering"),
        "dispute": t("dispute"),
        "opinion": t("public opinion"),
        "petition": t("petition"),
        "stoppage": t("stoppage"),
        "wage_flight": t("flight from wages"),
    }.get(kind, kind)


def petition_word(petition: str, t: Words) -> str:
    """A kind of petition inside a sentence."""
    return {
        "individual": t("an individual petition"),
        "collective": t("a collective petition"),
        "mass": t("a mass petition"),
    }.get(petition, t("no petition"))


def reason(
    plan: Plan, why: Explanation, t: Words, *, published: bool, conditions: Conditions | None = None
) -> str:
    """What a rule found, in half a sentence without a full stop."""
    if why.tier < 0:
        return t("{rule}: figures are missing", rule=t.label(why.rule.name))
    match why.rule.measure:
        case ChildTiers():
            return _children(plan, why, t, published)
        case EventShare(event_share=events):
            kind, share = event_kind(events.kind, t), rule_amount(why.value, why.rule, t)
            if not why.events:
                return t("no {kind} this month", kind=kind)
            if events.of == "largest":
                return t("one {kind} affects {share} of staff", kind=kind, share=share)
            if events.kind == "closure":
                return t("closures affect {share} of staff", share=share)
            return t("all together ({kind}) affect {share} of staff", kind=kind, share=share)
        case GroupShare(group_share=figures):
            if not why.group:
                return t("no layoff of {people} or more", people=amount(figures.min_affected, "people", t))
            share = rule_amount(why.value, why.rule, t)
            if why.group == "all":
                return t("several firms lay off {share} of their staff", share=share)
            return t("industry {industry} lays off {share} of its staff", industry=why.group, share=share)
        case LargestEvent(largest_event=which):
            kind = event_kind(which.kind, t)
            if not why.value > 0:
                return t("no {kind} this month", kind=kind)
            return t("one {kind} affects {people}", kind=kind, people=rule_amount(why.value, why.rule, t))
        case EventConditions():
            return _conditions(conditions, t)
        case Streak():
            return _streak(why, t)
        case Gap(gap=gap):
            return _gap(why, t, over=gap.over is not None)
        case Growth(growth=growth):
            return _growth(why, t, growth.months)
        case ValueOf():
            return t(
                "{subject} is {figure}",
                subject=t.label(why.rule.short),
                figure=rule_amount(why.value, why.rule, t),
            )
        case _:
            raise TypeError(f"no words for the measure of {why.rule.id}")


def _children(plan: Plan, why: Explanation, t: Words, published: bool) -> str:
    counts = list(why.counts.values())
    if not counts or counts[0] == 0:
        return t("no alert is published below") if published else t("no tier is found below")
    towns = amount(counts[0], why.rule.unit, t)
    worse = [(tier, n) for tier, n in enumerate(counts, start=1) if tier > 1 and n]
    alike = 1 if not worse else worse[-1][0] if worse[-1][1] == counts[0] else 0
    if alike:
        tier = tier_in_sentence(plan, alike, t)
        if published:
            return t.plural(
                "{towns} has one published alert: {tier}", "{towns} have published {tier} alerts",
                counts[0], towns=towns, tier=tier,
            )  # fmt: skip
        return t("{towns} found {tier}", towns=towns, tier=tier)
    tier_number, n = next((tier, n) for tier, n in worse if n < counts[0])
    tier = tier_in_sentence(plan, tier_number, t)
    if tier_number < worse[-1][0]:
        tier = t("{tier} or worse", tier=tier)
    if published:
        return t.plural(
            "{towns} has published an alert, {some} of them {tier}",
            "{towns} have published alerts, {some} of them {tier}",
            counts[0], towns=towns, some=n, tier=tier,
        )  # fmt: skip
    return t("{towns} found at a tier, {some} of them {tier}", towns=towns, some=n, tier=tier)


def _conditions(conditions: Conditions | None, t: Words) -> str:
    if not conditions:
        return t("no layoff meets all conditions")
    return t(
        "{laid_off} laid off of {staff} staff, with {petition}",
        laid_off=number(float(str(conditions["affected_count"]))),
        staff=number(float(str(conditions["workforce_count"]))),
        petition=petition_word(str(conditions["petition"]), t),
    )


def _streak(why: Explanation, t: Words) -> str:
    assert isinstance(why.rule.measure, Streak)
    edge = why.rule.measure.streak.each_change
    subject, share = t.label(why.rule.short), f"{number(abs(edge.number))}%"
    months = int(why.value)
    if months == 0:
        return t("{subject}: no month of the streak yet", subject=subject)
    if why.rule.measure.streak.in_all:
        if edge.upward:
            return t.plural(
                "{subject} up {share} or more over {n} month", "{subject} up {share} or more over {n} months",
                months, subject=subject, share=share,
            )  # fmt: skip
        return t.plural(
            "{subject} down {share} or more over {n} month", "{subject} down {share} or more over {n} months",
            months, subject=subject, share=share,
        )  # fmt: skip
    if edge.upward:
        return t.plural(
            "{subject} up {share} or more in {n} month", "{subject} up {share} or more in each of {n} months",
            months, subject=subject, share=share,
        )  # fmt: skip
    return t.plural(
        "{subject} down {share} or more in {n} month", "{subject} down {share} or more in each of {n} months",
        months, subject=subject, share=share,
    )  # fmt: skip


def _gap(why: Explanation, t: Words, *, over: bool) -> str:
    subject = t.label(why.rule.short)
    decimals = decimals_for(why.value, why.rule.unit, rule_edges(why.rule))
    size = amount(abs(why.value), why.rule.unit, t, decimals=decimals)
    if why.value == 0:
        return t("{subject} is on target", subject=subject)
    if (why.value > 0) == over:
        return t("{subject} is {points} over target", subject=subject, points=size)
    return t("{subject} is {points} under target", subject=subject, points=size)


def _growth(why: Explanation, t: Words, months: int) -> str:
    subject = t.label(why.rule.short)
    shown = percent_change(abs(why.value), rule_edges(why.rule)).lstrip("+")
    if months != 12:
        return t(
            "{subject}: {change} in {n} months", subject=subject, change=percent_change(why.value), n=months
        )
    if why.value < 0:
        return t("{subject} down {share} on a year earlier", subject=subject, share=shown)
    return t("{subject} up {share} on a year earlier", subject=subject, share=shown)


def distance(plan: Plan, why: Explanation, t: Words) -> str:
    """How far the next tier is: ``橙色差1个月``; ``已是最高级`` at the worst; a dash where unknown."""
    if why.tier < 0:
        return "—"
    if why.next_tier == 0:
        return t("at the highest tier")
    tier = tier_word(plan, why.next_tier, t)
    if math.isnan(why.distance):
        return t("not all conditions of {tier} hold", tier=tier_in_sentence(plan, why.next_tier, t))
    return t(
        "{distance} to {tier}",
        tier=tier if t.is_chinese else tier.lower(),
        distance=distance_text(why, why.distance, t),
    )


def distance_text(why: Explanation, size: float, t: Words) -> str:
    """A distance between figures of a rule, with enough decimals not to show it as none."""
    unit = distance_unit(why.rule)
    decimals = decimals_for(size, unit)
    while decimals < 6 and size > 0 and round(size, decimals) == 0:
        decimals += 1
    return amount(size, unit, t, decimals=decimals)
