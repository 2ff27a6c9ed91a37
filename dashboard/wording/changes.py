"""What moves a place: why its tier changed since the month before, and what would change it further."""

from __future__ import annotations

import math

from dashboard.engine.explain import Explanation
from dashboard.locale import Words
from dashboard.plans import Edge, Plan
from dashboard.plans.schema import Gap, Growth, Streak, ValueOf
from dashboard.wording.figures import (
    amount,
    decimals_for,
    distance_unit,
    number,
    percent_change,
    rule_edges,
    tier_in_sentence,
)
from dashboard.wording.reasons import distance_text
from dashboard.wording.teller import Teller


def change_reason(teller: Teller, earlier: Teller, region: int) -> str:
    """Why a place's tier is another one than in the month before, in half a sentence shorter than its reason.

    A place that fell is told by the rule that had decided, since that is the one that moved.
    """
    now, then = teller.tier(region), earlier.tier(region)
    if now < 0:
        return (
            teller.t("nothing reported for {month}", month=teller.short_month())
            if not teller.has_events(region)
            else teller.main_reason(region)
        )
    decided = earlier.deciding(region) if now < then else teller.deciding(region)
    if then < 0 or decided is None:
        return teller.main_reason(region)
    rule = decided.rule.id
    before, after = earlier.explanation(rule, region), teller.explanation(rule, region)
    return _moved(before, after, teller.t) or teller.reason(after)


def _moved(before: Explanation, after: Explanation, t: Words) -> str:
    """From what to what a rule's figure went; empty where its reason says it as briefly."""
    if after.tier < 0:
        return ""
    if isinstance(after.rule.measure, Streak):
        return _streak_went_on(after, t)
    if (
        before.tier < 0
        or before.value == after.value
        or not isinstance(after.rule.measure, Gap | Growth | ValueOf)
    ):
        return ""
    if isinstance(after.rule.measure, Gap) and min(before.value, after.value) < 0:
        return ""
    rule, edges = after.rule, rule_edges(after.rule)
    decimals = max(decimals_for(value, rule.unit, edges) for value in (before.value, after.value))
    old, new = number(before.value, decimals), amount(after.value, rule.unit, t, decimals=decimals)
    if rule.unit == "percent":
        old = f"{old}%"
    subject = _subject(after, t)
    if isinstance(rule.measure, ValueOf):
        if after.value > before.value:
            return t("{subject} up to {new}", subject=subject, new=new)
        return t("{subject} down to {new}", subject=subject, new=new)
    if after.value > before.value:
        return t("{subject} up from {old} to {new}", subject=subject, old=old, new=new)
    return t("{subject} down from {old} to {new}", subject=subject, old=old, new=new)


def _subject(why: Explanation, t: Words) -> str:
    """What a rule's figure is, so that the figure alone can follow."""
    short = t.label(why.rule.short)
    match why.rule.measure:
        case Gap(gap=gap):
            return (
                t("{subject} over target", subject=short) if gap.over is not None
                else t("{subject} under target", subject=short)
            )  # fmt: skip
        case Growth(growth=growth) if growth.months == 12:
            return t("{subject}, year on year", subject=short)
        case _:
            return short


def _streak_went_on(why: Explanation, t: Words) -> str:
    subject = t.label(why.rule.short)
    if not why.streak:
        own, base = why.figures["figure"], why.figures["base"]
        if not base > 0 or math.isnan(own):
            return ""
        change = percent_change((own / base - 1.0) * 100.0)
        return t("{subject} {change} on the month, streak ended", subject=subject, change=change)
    last = why.streak[-1].change
    share = percent_change(abs(last)).lstrip("+")
    n = len(why.streak)
    if last < 0:
        return t("{subject} down {share}, month {n} running", subject=subject, share=share, n=n)
    return t("{subject} up {share}, month {n} running", subject=subject, share=share, n=n)


def steps_to_worse(plan: Plan, why: Explanation, t: Words) -> str:
    """What it takes to reach the next tier and the one after it: ``再减1个月到**橙色**，再减2个月到**红色**。``

    Empty where no figure says it.
    """
    if not why.next_tier > 0 or math.isnan(why.distance):
        return ""
    following = [
        (tier, edge)
        for tier, name in enumerate(plan.tier_ids, start=1)
        if tier >= why.next_tier and isinstance(edge := why.rule.edges.get(name), Edge)
    ]
    if not following or following[0][0] != why.next_tier:
        return ""
    nearest = following[0][1]
    steps = [
        (
            tier_in_sentence(plan, tier, t),
            _step(why, why.distance + abs(edge.number - nearest.number), edge, t),
        )
        for tier, edge in following
    ]
    tier, step = steps[0]
    if len(steps) == 1:
        return t("{step} makes it **{tier}**.", step=step, tier=tier)
    worse, farther = steps[1]
    return t(
        "{step} makes it **{tier}**, {farther} **{worse}**.",
        step=step, tier=tier, farther=farther, worse=worse,
    )  # fmt: skip


def _step(why: Explanation, distance: float, edge: Edge, t: Words) -> str:
    if isinstance(why.rule.measure, Streak):
        n = int(distance)
        if why.rule.measure.streak.each_change.upward:
            return t.plural("{n} more month up", "{n} more months up", n)
        return t.plural("{n} more month down", "{n} more months down", n)
    size = distance_text(why, distance, t)
    if distance_unit(why.rule) in ("people", "towns", "regions"):
        return t("{distance} more", distance=size)
    return t("{distance} up", distance=size) if edge.upward else t("{distance} down", distance=size)
