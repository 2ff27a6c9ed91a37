"""What the component ``duty_rows`` is given: the duties of a month, or of one event, a row each."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.locale import literal
from dashboard.plans.styles import Scheme
from dashboard.registers.duties import Due, deadline
from dashboard.ui import address
from dashboard.ui.listing import cell, column, row
from dashboard.ui.payloads import Data, digit, ground
from dashboard.wording import duties as told
from dashboard.wording.duty_heads import MonthDuties
from dashboard.wording.figures import sentence
from dashboard.wording.teller import Teller
from dashboard.wording.why import day, event_text

MOST_ROWS = 300
"""Rows of the table: what a person can still read through."""


def duty_rows(
    teller: Teller, scheme: Scheme, dues: Sequence[Due], *, caption: str, with_event: bool = True
) -> Data:
    """The component ``duty_rows``; without the event's columns on the page of that event."""
    t = teller.t
    about = {"date": t("Date"), "event": t("What happened")} if with_event else {}
    more = len(dues) - MOST_ROWS
    return ground(teller, scheme) | {
        "caption": caption,
        "columns": about
        | {
            "duty": t("What is to be done"), "to": t("Reported to"), "timing": t("When"), "status": t("State"),
            "basis": t("Plan and clause"),
        },
        "rows": [_row(teller, due) for due in dues[:MOST_ROWS]],
        "note": t.plural("and {n} more duty", "and {n} more duties", more) if more > 0 else "",
    }  # fmt: skip


def _row(teller: Teller, due: Due) -> Data:
    t, space = teller.t, teller.workspace
    about = _of_event(teller, due) if due.event is not None else _of_tier(teller, due)
    return about | {
        "key": f"{due.plan} {due.duty}",
        "to": sentence(told.roles(due.to, t)) if due.to else "—",
        "timing": sentence(told.timing(due, t)),
        "status": sentence(told.status(due, t)),
        "strong": due.is_open,
        "plan": t.label(space.plan_title(due.plan)),
        "borrowed": t("borrowed") if space.is_borrowed(due.plan) else "",
        "clause": due.clause,
    }


def _of_tier(teller: Teller, due: Due) -> Data:
    """The report of a region's tier: it leads to the place."""
    t, code = teller.t, teller.workspace.panel.codes[due.region]
    return {
        "date": teller.short_month(),
        "event": t("{place} found {tier}", place=teller.name(due.region), tier=teller.inline(due.tier)),
        "event_note": "",
        "digit": digit(teller, due.tier),
        "open": code,
        "href": address.href("place", region=code),
        "duty": t("Report the tier"),
        "duty_notes": [],
        "timing_note": t("from detection"),
    }


def _of_event(teller: Teller, due: Due) -> Data:
    """An event's duty: it leads to the event."""
    assert due.event is not None
    t = teller.t
    event = teller.workspace.tables["events"].iloc[due.event.row]
    duty = due.event.duty
    notes = [t.label(step) for step in duty.steps]
    if duty.until_handled:
        notes.append(t("reports go on until it is handled"))
    event_id = str(event["event_id"])
    return {
        "date": day(event["date"], teller),
        "event": event_text(teller, event),
        "event_note": literal(teller.name(due.region)),
        "digit": "",
        "open": {"event": event_id},
        "href": address.href("event", event=event_id),
        "duty": t.label(duty.name),
        "duty_notes": [sentence(note) for note in notes],
        "timing_note": _day_of(teller, due, event),
    }


def _day_of(teller: Teller, due: Due, event: pd.Series) -> str:
    """The day that a deadline falls on, as far as it can be said."""
    t = teller.t
    last = deadline(teller.workspace, due)
    if last is not None:
        when = day(last, teller)
        return t("before {day}", day=when) if due.timing == "before" else t("by {day}", day=when)
    if due.timing == "within_hours":
        received = event["received_at"]
        if pd.isna(received):
            return t("when it was received is missing")
        return t("received on {day}", day=day(received, teller))
    return ""


def regular_reports(teller: Teller, scheme: Scheme) -> Data | None:
    """The component ``listing``: reports due again and again, whatever happens; None if no plan here asks for any."""
    t, rows = teller.t, []
    for plan in teller.workspace.plans:
        for each in plan.organisation.reports if plan.organisation else ():
            borrowed = t("borrowed") if teller.workspace.is_borrowed(plan.id) else ""
            rows.append(
                row(
                    f"{plan.id} {each.id}",
                    [
                        cell(t.label(each.name), strong=True),
                        cell(sentence(told.parties(each.by, plan, t))),
                        cell(sentence(told.parties(each.to, plan, t))),
                        cell(sentence(told.every(each.every, t))),
                        cell(t.label(plan.short_title), each.clause, tag=borrowed),
                    ],
                )
            )
    if not rows:
        return None
    return ground(teller, scheme) | {
        "caption": t("Regular reports, whatever happens"),
        "columns": [
            column(t("What is reported")), column(t("Sent by")), column(t("Reported to")), column(t("When")),
            column(t("Plan and clause")),
        ],
        "rows": rows,
        "note": "",
    }  # fmt: skip


def empty(of: MonthDuties, is_filtered: bool) -> tuple[str, str]:
    """Why no duty is listed, and what that does not mean: a title and a sentence."""
    t, space, month = of.teller.t, of.teller.workspace, of.teller.short_month()
    if is_filtered:
        return (
            t("No duty fits the filters."),
            t.plural("{n} duty is hidden by them.", "{n} duties are hidden by them.", len(of.dues)),
        )
    plan = t.label(space.plan.short_title)
    if not space.duties:
        return (
            t("{plan} has no duties for events.", plan=plan),
            t("Events are not looked at under it. Choose a profile or plan with duties above."),
        )
    if of.events is None:
        return (
            t("There is no table of events, which is not the same as no events."),
            t("Add the table events to the data folder; then the duties that they bring are listed here."),
        )
    if not len(of.events):
        return (
            t("No event is recorded for {month}.", month=month),
            t("Events that were not reported cannot be seen from here."),
        )
    return (
        t.plural(
            "{n} event in {month}, and it brings no duty.", "{n} events in {month}, and none brings a duty.",
            len(of.events), month=month,
        ),
        t("Their kinds and numbers do not reach what the plans ask for."),
    )  # fmt: skip
