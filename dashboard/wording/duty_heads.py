"""The heads of the duties' page and of an event's own page: one sentence, what would change it, and facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.engine.duties import DUE, EventDuty, Threshold
from dashboard.registers.duties import Due, event_rows, month_duties
from dashboard.wording.duties import counts, figures, nearest
from dashboard.wording.figures import sentence
from dashboard.wording.headlines import Fact
from dashboard.wording.teller import Teller
from dashboard.wording.why import event_text, full_day


@dataclass(frozen=True)
class MonthDuties:
    """What the duties' page is about: a teller, a region, its duties, and its events' rows (None: no table)."""

    teller: Teller
    region: int
    dues: Sequence[Due]
    events: Sequence[int] | None

    @property
    def due(self) -> int:
        """How many are certain."""
        return sum(not due.is_open for due in self.dues)

    @property
    def left_open(self) -> int:
        """How many a missing figure leaves open."""
        return len(self.dues) - self.due


def duties_of(teller: Teller, region: int) -> MonthDuties:
    """The duties of the teller's month in a region and below it."""
    space = teller.workspace
    dues = month_duties(space, teller.mode, teller.month, region)
    return MonthDuties(teller, region, dues, event_rows(space, teller.month, region))


def month_headline(of: MonthDuties) -> str:
    """How many things are to be done, and by when."""
    t, place, month = of.teller.t, of.teller.name(of.region), of.teller.short_month()
    if of.due:
        kinds = counts(of.dues, t)
        return t.plural(
            "{place} has {n} duty for {month}: {list}.", "{place} has {n} duties for {month}: {list}.",
            of.due, place=place, month=month, list=kinds,
        )  # fmt: skip
    if of.left_open:
        return t.plural(
            "{place} for {month}: {n} duty may be due; a figure is missing.",
            "{place} for {month}: {n} duties may be due; figures are missing.",
            of.left_open, place=place, month=month,
        )  # fmt: skip
    if of.events is None or unjudged(of):
        return t(
            "{place} for {month}: no duty is known, but not everything can be said.", place=place, month=month
        )
    return t("{place} has no duty for {month}.", place=place, month=month)


def month_lead(of: MonthDuties) -> str:
    """What is wanting, what cannot be judged, and whose plans are borrowed. ``**`` marks figures."""
    t, space = of.teller.t, of.teller.workspace
    parts = []
    if of.due and of.left_open:
        parts.append(
            t.plural(
                "**{n}** more may be due; a figure is missing.", "**{n}** more may be due; figures are missing.",
                of.left_open,
            )
        )  # fmt: skip
    if of.events is None:
        parts.append(t("There is no table of events, which is not the same as no events."))
    if open_tiers := unjudged(of):
        parts.append(
            t.plural(
                "{n} place cannot be judged, so its report stays open.",
                "{n} places cannot be judged, so their reports stay open.",
                open_tiers,
            )
        )
    borrowed = [t.label(plan.short_title) for plan in space.plans if space.is_borrowed(plan.id)]
    if borrowed:
        parts.append(t("Borrowed: {plans}.", plans=of.teller.list_names(borrowed)))
    return t.space.join(parts)


def unjudged(of: MonthDuties) -> int:
    """How many places that the plan judges have no tier, so that nobody knows if one is to be reported."""
    teller = of.teller
    if teller.plan.report is None:
        return 0
    return sum(teller.tier(r) < 0 and teller.applies(r) for r in teller.workspace.below(of.region))


def month_facts(of: MonthDuties) -> list[Fact]:
    """Events of the month, how many of them bring duties, and how many duties lack a figure."""
    t = of.teller.t
    bring = {due.event.row for due in of.dues if due.event is not None}
    total = t("no table") if of.events is None else t.plural("{n} event", "{n} events", len(of.events))
    return [
        Fact(t("Events of the month"), total),
        Fact(t("That bring duties"), t.plural("{n} event", "{n} events", len(bring))),
        Fact(t("Figure needed"), t.plural("{n} duty", "{n} duties", of.left_open)),
    ]


def event_headline(teller: Teller, event: pd.Series, duties: Sequence[EventDuty]) -> str:
    """What happened, and how many things it asks to be done."""
    t = teller.t
    told = sentence(event_text(teller, event, name_state=False))
    when = full_day(event["date"], teller)
    due = sum(each.status == DUE for each in duties)
    if due:
        return t.plural(
            "{event}, on {day}: {n} duty.", "{event}, on {day}: {n} duties.", due, event=told, day=when
        )
    if duties:
        return t("{event}, on {day}: whether it brings duties cannot be said yet.", event=told, day=when)
    return t("{event}, on {day}: no duty.", event=told, day=when)


def event_lead(
    teller: Teller, event: pd.Series, duties: Sequence[EventDuty], found: Sequence[Threshold]
) -> str:
    """Whether it has happened, what is wanting, and what more people would bring."""
    t = teller.t
    parts = []
    if event["state"] == "planned":
        parts.append(t("Planned: it brings duties now, and counts for tiers once it has happened."))
    lacking = dict.fromkeys(column for each in duties for column in each.lacking)
    if lacking:
        parts.append(t("Missing: **{figures}**.", figures=figures(lacking, t)))
    parts.append(nearest(found, ((each.plan, each.duty.id) for each in duties if each.status == DUE), t))
    return t.space.join(part for part in parts if part)
