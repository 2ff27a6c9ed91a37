"""What became of a firm, newest first: events, reasons that began, steps of its plans, visits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.registers.firm_plans import DATES
from dashboard.wording.figures import month_short
from dashboard.wording.firms import FirmMonth, day_text, reason_word
from dashboard.wording.why import event_text


@dataclass(frozen=True)
class Happening:
    """One line of a firm's story: its day as text, what happened, where it is from, and the event it opens."""

    when: pd.Timestamp
    day: str
    text: str
    source: str
    event_id: str = ""


def story(of: FirmMonth, firm: int) -> list[Happening]:
    """Everything known of a firm up to the end of the month, newest first."""
    found = [*_events(of, firm), *_reasons(of, firm), *_plans(of, firm), *_visits(of, firm)]
    return sorted(found, key=lambda each: each.when, reverse=True)


def _events(of: FirmMonth, firm: int) -> list[Happening]:
    events = of.teller.workspace.tables.get("events")
    if events is None:
        return []
    t = of.t
    mine = (of.firms.rows.positions("events") == firm) & (events["date"] <= of.day).to_numpy()
    return [
        Happening(
            event["date"],
            _day(event["date"], of),
            event_text(of.teller, event),
            t("event"),
            str(event["event_id"]),
        )
        for _, event in events[mine].iterrows()
    ]


def _reasons(of: FirmMonth, firm: int) -> list[Happening]:
    t, found = of.t, []
    for reason in of.firms.reasons(firm, of.month):
        if reason.since:
            when = pd.Timestamp(year=reason.since // 12, month=reason.since % 12 + 1, day=1)
            source = t("marked by the bureau") if reason.by_hand else t("from the data")
            text = t("listed: {reason}", reason=reason_word(reason, of))
            found.append(Happening(when, month_short(reason.since, t, of.month), text, source))
    if of.firms.by_hand(of.month)[firm]:
        since = of.day_of(firm, "listed_by_hand_since")
        if since is not None:
            text = t("listed by hand: {reason}", reason=of.firms.hand_reason(firm) or "—")
            found.append(Happening(since, _day(since, of), text, t("by hand")))
    return found


def _plans(of: FirmMonth, firm: int) -> list[Happening]:
    frame = of.teller.workspace.tables.get("layoff_plans")
    if frame is None:
        return []
    t, found = of.t, []
    words = {
        "union_heard_on": t("union or staff heard"),
        "notice_on": t("staff told"),
        "congress_passed_on": t("passed by the staff congress"),
        "reported_on": t("reported to the bureau"),
        "contracts_ended_on": t("contracts ended"),
        "filed_on": t("filed with the bureau"),
    }
    for plan in of.plans_of(firm):
        row = frame.iloc[plan.row]
        for column in DATES:
            when = row.get(column, pd.NaT)
            if not pd.isna(when) and when <= of.day:
                source = t("plan {name}", name=plan.plan_id)
                found.append(Happening(when, _day(when, of), words[column], source))
    return found


def _visits(of: FirmMonth, firm: int) -> list[Happening]:
    """The visits that are written down one by one, and the last one where only the firm's own row has it."""
    found = []
    visits = of.teller.workspace.tables.get("visits")
    if visits is not None and "enterprise_id" in visits:
        mine = visits[(visits["enterprise_id"] == of.firms.ids[firm]) & (visits["date"] <= of.day)]
        found = [
            _visit(of, each["date"], str(each.get("finding", "")), str(each.get("visitor", "")))
            for each in mine.to_dict("records")
        ]
    when = of.day_of(firm, "last_visit_on")
    if when is not None and when <= of.day and when not in [each.when for each in found]:
        found.append(
            _visit(of, when, str(of.cell(firm, "visit_note") or ""), str(of.cell(firm, "liaison") or ""))
        )
    return found


def _visit(of: FirmMonth, when: pd.Timestamp, note: str, who: str) -> Happening:
    text = of.t("visit: {note}", note=note) if note else of.t("visit")
    return Happening(when, _day(when, of), text, who)


def _day(when: pd.Timestamp, of: FirmMonth) -> str:
    """A day, with its year when that is not the year in view."""
    if when.year == of.month // 12:
        return day_text(when, of.t)
    return f"{when.year}-{when.month:02d}-{when.day:02d}"
