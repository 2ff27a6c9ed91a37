"""What the component ``firm_panel`` is given: one firm beside the list, and the parts of its own page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.engine.duties import DUE, UNKNOWN
from dashboard.locale import literal
from dashboard.plans.styles import Scheme
from dashboard.registers.duties import duties_of_event
from dashboard.registers.firm_plans import FirmPlan
from dashboard.ui import address
from dashboard.ui.firms_payload import industry
from dashboard.ui.payloads import Data, ground, region_digit
from dashboard.wording.duties import roles, threshold, timing
from dashboard.wording.figures import amount, sentence
from dashboard.wording.firm_gates import after, plan_title, running, sources, steps, verdict
from dashboard.wording.firm_story import story
from dashboard.wording.firms import (
    FirmMonth,
    detail,
    hand_word,
    owed_text,
    practice_notes,
    reason_word,
    share_text,
    since_text,
    visit_text,
)

_MOST_IN_PANEL = 6
_MOST_ON_PAGE = 60


def firm_panel(of: FirmMonth, scheme: Scheme, firm: int, people: int | None) -> Data:
    """The side of the list: who the firm is, with links, and its sections in brief."""
    t, region = of.t, int(of.firms.regions[firm])
    place = [of.teller.name(region), of.teller.full_word(region)] if region >= 0 else []
    liaison = str(of.cell(firm, "liaison") or "")
    about = [*map(literal, place), industry(of, firm), t("liaison {name}", name=liaison) if liaison else ""]
    return ground(of.teller, scheme) | {
        "title": literal(of.name(firm)),
        "close": t("Close"),
        "digit": region_digit(of.teller, region) if region >= 0 else "",
        "about": [part for part in about if part],
        "code": of.firms.ids[firm],
        "links": links(of, firm, people, with_page=True),
        "sections": sections(of, firm, most=_MOST_IN_PANEL),
    }


def firm_parts(of: FirmMonth, scheme: Scheme, firm: int) -> Data:
    """The firm's own page: the same sections, wide and whole."""
    return ground(of.teller, scheme) | {
        "title": "", "is_wide": True, "links": [], "sections": sections(of, firm, most=_MOST_ON_PAGE),
    }  # fmt: skip


def links(of: FirmMonth, firm: int, people: int | None, *, with_page: bool) -> list[Data]:
    """Ways on from a firm: its page, its people for those who may see them, its place."""
    t, code, region = of.t, of.firms.ids[firm], int(of.firms.regions[firm])
    found = []
    if with_page:
        found.append(
            _link(t("Firm's page"), {"firm_page": code}, address.href("enterprise", enterprise=code))
        )
    if people is not None:
        text = t.plural("{n} person", "{n} people", people)
        found.append(_link(text, {"people_of": code}, address.href("people", firm=code)))
    if region >= 0:
        place = of.teller.workspace.panel.codes[region]
        found.append(_link(t("Place"), {"place": place}, address.href("place", region=place)))
    return found


def _link(text: str, opens: dict[str, str], href: str) -> Data:
    return {"text": text, "open": opens, "href": href}


def sections(of: FirmMonth, firm: int, *, most: int) -> list[Data]:
    """Why it is listed, the figures of the month, duties, plans with gates, and what became of it."""
    found = [_reasons(of, firm), _duties(of, firm)]
    found += [_plan(of, plan) for plan in of.plans_of(firm)]
    if of.plans is None:
        found.append(
            _section(
                of.t("Plans"), empty=of.t("There is no table of plans, which is not the same as no plan.")
            )
        )
    if most > _MOST_IN_PANEL:
        found.insert(1, _figures(of, firm))  # beside the list, the row has them
    return [*(each for each in found if each), _story(of, firm, most)]


def _section(title: str, note: str = "", rows: Sequence[Data] = (), **more: object) -> Data:
    return {"title": title, "note": note, "kind": "pairs", "rows": list(rows)} | more


def _pair(left: str, middle: str = "", right: str = "", **more: object) -> Data:
    return {"left": left, "middle": middle, "right": right} | more


def _reasons(of: FirmMonth, firm: int) -> Data:
    t, reasons = of.t, of.firms.reasons(firm, of.month)
    rows = []
    if of.firms.by_hand(of.month)[firm]:
        why = literal(of.firms.hand_reason(firm))
        rows.append(_pair(hand_word(t), why, since_text(of.firms.hand_since(firm), of)))
    rows += [
        _pair(
            reason_word(reason, of), detail(reason, firm, of), since_text(reason.since, of) or t("from the start"),
            mark=t("by hand") if reason.by_hand else "",
        )
        for reason in reasons
    ]  # fmt: skip
    borrowed = {r.listed.plan for r in reasons if of.teller.workspace.is_borrowed(r.listed.plan)}
    notes = practice_notes(reasons, of)
    if borrowed:
        titles = [t.label(of.teller.workspace.plan_title(plan)) for plan in sorted(borrowed)]
        notes.append(t("Criteria borrowed from {plans}.", plans=t(", ").join(titles)))
    dated = [reason.since for reason in reasons if reason.since]
    note = since_text(min(dated), of) if dated else ""
    empty = "" if rows else t("It is not on the list this month.")
    return _section(t("Why it is on the list"), note, rows, notes=notes, empty=empty)


def _figures(of: FirmMonth, firm: int) -> Data:
    t, firms = of.t, of.firms
    share, part = share_text(firm, of)
    owed, since = owed_text(firm, of)
    rows = []
    for name, values in (
        (t("Employed"), firms.employees),
        (t("Insured"), firms.insured),
        (t("Filed"), firms.figures("filed_count")),
    ):
        now = float(values[of.at, firm])
        before = float(values[of.at - 1, firm]) if of.at else math.nan
        step = "" if math.isnan(before) or math.isnan(now) else amount(now - before, "people", t, signed=True)
        text = t("missing") if math.isnan(now) else amount(now, "people", t)
        rows.append(
            _pair(
                name,
                "" if not step else t("{step} since the month before", step=step),
                text,
                strong=math.isnan(now),
            )
        )
    vacancies, production = (
        firms.figures("vacancies_count")[of.at, firm],
        firms.figures("production_index")[of.at, firm],
    )
    rows.append(_pair(t("Owed"), since, owed))
    rows.append(_pair(t("Share in the warning"), part, share))
    if not math.isnan(vacancies):
        rows.append(_pair(t("Vacancies"), "", amount(float(vacancies), "posts", t)))
    if not math.isnan(production):
        rows.append(_pair(t("Production index"), t("base 100"), f"{production:.1f}"))
    visit, who, late = visit_text(firm, of)
    if "next_visit_on" in firms.rows.own:
        rows.append(_pair(t("Next visit"), who, visit, strong=late))
    return _section(t("Figures"), of.teller.long_month(), rows)


def _duties(of: FirmMonth, firm: int) -> Data | None:
    """What the month's events of the firm ask to be done, and how far further duties are."""
    t, space = of.t, of.teller.workspace
    if "events" not in space.tables:
        return None
    month, position = of.firms.rows.event_cells()
    rows, notes, plans = [], [], set()
    for row in (int(r) for r in ((month == of.at) & (position == firm)).nonzero()[0]):
        event = space.tables["events"].iloc[row]
        states = {(due.plan, due.duty): due.status for due in duties_of_event(space, row)}
        told = set()
        for each in space.thresholds(row):
            told.add((each.plan, each.duty.id))
            status = states.get((each.plan, each.duty.id))
            state = t("due") if status == DUE else t("number needed") if status == UNKNOWN else t(
                "{people} short", people=amount(each.more, "people", t)
            )  # fmt: skip
            what = t(
                "{duty}: to {who}, {when}",
                duty=t.label(each.duty.name),
                who=roles(each.duty.to, t),
                when=timing(each.duty, t),
            )
            rows.append(_pair(sentence(threshold(each.trigger, t)), f"{what} {each.duty.clause}", sentence(state),
                              strong=status is not None, **_event_link(str(event["event_id"]))))  # fmt: skip
            plans.add(each.plan)
        for due in duties_of_event(space, row):
            if (due.plan, due.duty) not in told and due.event is not None:
                what = f"{roles(due.to, t)}, {timing(due, t)} {due.clause}" if due.to else due.clause
                state = sentence(t("due") if due.status == DUE else t("number needed"))
                link = _event_link(str(event["event_id"]))
                rows.append(_pair(t.label(due.event.duty.name), what, state, strong=True, **link))
                plans.add(due.plan)
        if event["state"] == "planned":
            notes.append(t("A planned layoff brings duties; it counts for a tier once it is done."))
    if not rows:
        return None
    borrowed = [t.label(space.plan_title(plan)) for plan in sorted(plans) if space.is_borrowed(plan)]
    note = t("borrowed from {plans}", plans=t(", ").join(borrowed)) if borrowed else ""
    return _section(t("Duties it brings"), note, rows, notes=list(dict.fromkeys(notes)))


def _event_link(event_id: str) -> Data:
    return {"open": {"event": event_id}, "href": address.href("event", event=event_id)}


def _plan(of: FirmMonth, plan: FirmPlan) -> Data:
    t = of.t
    gates = [
        {
            "name": step.name, "small": step.small, "done": step.is_done, "done_word": t("done"),
            "not_word": t("waiting"),
        }
        for step in (*steps(plan, t), *after(plan, t))
    ]  # fmt: skip
    bars = [{"name": each.name, "text": each.text, "part": each.part} for each in running(plan, of)]
    source = sources(plan, of)
    as_of = t("As of the last day of {month}.", month=of.teller.long_month())
    return _section(
        plan_title(plan, t), verdict(plan, t), gates=gates, bars=bars, notes=[source, as_of] if source else []
    )


def _story(of: FirmMonth, firm: int, most: int) -> Data:
    t, told = of.t, story(of, firm)
    rows = [
        _pair(
            each.day, literal(each.text), literal(each.source),
            **(_event_link(each.event_id) if each.event_id else {}),
        )
        for each in told[:most]
    ]  # fmt: skip
    more = len(told) - most
    notes = [t.plural("and {n} more", "and {n} more", more)] if more > 0 else []
    return _section(
        t("Visits and changes"),
        "",
        rows,
        kind="story",
        notes=notes,
        empty="" if rows else t("Nothing is recorded."),
    )
