"""One line under a rule's name: what it was worked out from, or what is missing."""

from __future__ import annotations

import math

import pandas as pd

from dashboard.engine.explain import Explanation
from dashboard.plans.schema import ChildTiers, EventConditions, EventShare, Gap, GroupShare, Growth, Streak
from dashboard.wording.figures import amount, month_long, month_short, number, percent_change, sentence
from dashboard.wording.missing import column_amount, known_before, what_is_missing
from dashboard.wording.reasons import event_kind, petition_word
from dashboard.wording.teller import Teller


def note(teller: Teller, why: Explanation) -> str:
    """One line under a rule's name: its inputs, or what is missing."""
    t = teller.t
    if why.tier < 0:
        return what_is_missing(teller, why)
    figures = why.figures
    match why.rule.measure:
        case Gap(gap=gap):
            return t(
                "{figure}, annual target {target}.",
                figure=column_amount(gap.of, figures["figure"], teller),
                target=column_amount(gap.target, figures["target"], teller),
            )
        case Growth(growth=growth):
            return t(
                "{figure}, against {base} in {month}.",
                figure=column_amount(growth.of, figures["figure"], teller),
                base=column_amount(growth.of, figures["base"], teller),
                month=month_long(why.month - growth.months, t),
            )
        case Streak():
            return _streak_note(teller, why)
        case EventShare(event_share=events):
            if not why.events:
                return t("No {kind} this month.", kind=event_kind(events.kind, t))
            return t(
                "{people} affected, of {staff} staff.",
                people=amount(figures["total"], "people", t), staff=number(figures["staff"]),
            )  # fmt: skip
        case GroupShare():
            if not why.events:
                return t("No layoff this month.")
            return _group_note(teller, why)
        case ChildTiers():
            return sentence(teller.reason(why))
        case EventConditions():
            return _conditions_note(teller, why)
        case _:
            if why.rule.is_event:
                return sentence(teller.reason(why))
            return known_before(teller, why)


def _streak_note(teller: Teller, why: Explanation) -> str:
    t = teller.t
    if why.streak:
        return sentence(teller.reason(why))
    own, base = why.figures["figure"], why.figures["base"]
    change = (own / base - 1.0) * 100.0 if base else math.nan
    if math.isnan(change):
        return ""
    return t("{change} on the month before.", change=percent_change(change))


def _group_note(teller: Teller, why: Explanation) -> str:
    """How many the deciding group laid off, and of how many."""
    t, month, total = (
        teller.t,
        month_short(why.month, teller.t),
        amount(why.figures["total"], "people", teller.t),
    )
    if not why.group:
        return t("{people} laid off in {month}.", people=total, month=month)
    people, staff = amount(why.figures["laid_off"], "people", t), number(why.figures["group_staff"])
    if why.group == "all":
        return t(
            "{people} laid off in {month}, of {staff} at these firms.",
            people=people,
            month=month,
            staff=staff,
        )
    return t(
        "{people} laid off in {month}, of {staff} in the industry.", people=people, month=month, staff=staff
    )


def _conditions_note(teller: Teller, why: Explanation) -> str:
    """The month's largest layoff and its petition, where no layoff meets all conditions."""
    t, events = teller.t, teller.workspace.tables.get("events")
    if why.tier > 0 or events is None:
        return sentence(teller.reason(why))
    own = events.iloc[list(why.events)].sort_values("affected_count", ascending=False)
    if own.empty:
        return t("No layoff this month.")
    if pd.isna(own["affected_count"].iloc[0]):
        return sentence(teller.reason(why))
    return t(
        "The largest: {people}, {petition}.",
        people=amount(float(own["affected_count"].iloc[0]), "people", t),
        petition=petition_word(str(own["petition"].iloc[0]), t),
    )
