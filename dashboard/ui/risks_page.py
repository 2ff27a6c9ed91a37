"""The page of leads on risks: the open ones first, the gravest at the top, with links to firms, places and events."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.access import allowed
from dashboard.locale import Words, literal
from dashboard.plans.loader import load
from dashboard.registers.firm_plans import last_day
from dashboard.registers.leads import Lead, leads
from dashboard.reports.lead_table import GROUPS, kind_word, lead_table, source_word
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, edit_form, edit_panel, list_controls, moving
from dashboard.ui.components import registry
from dashboard.ui.enterprises_page import opened
from dashboard.ui.export_buttons import export_buttons, marks_of
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data, ground, plain_head
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.figures import hours_text, number
from dashboard.wording.firms import day_text
from dashboard.wording.headlines import Fact
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

OWN = ("severity", "status", "owner", "note")
FILTERS = ("risk_q", "risk_kind", "risk_severity", "risk_status")
PAGE = "risks_page"
_SIZE = 20
_GRAVE = 3
"""How many words of ``leads.GRAVE`` are the gravest."""


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    if not allowed(workspace.viewer, "view", "leads"):
        list_controls.empty(
            t("Your role does not include leads."), t("The key enterprises and key places are open to you.")
        )
        return
    month, region, mode = (
        controls.month_in_force(workspace), controls.region_in_force(workspace), mode_in_force(workspace),
    )  # fmt: skip
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    list_controls.remember((*FILTERS, PAGE, "risk"))
    teller = Teller(workspace, mode, month, t)
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        list_controls.sisters("risks", t)
        controls.plan_picker(workspace, t, forget=("risk_kind",))
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    below = set(workspace.below(region))
    whole = [lead for lead in leads(workspace, month) if lead.region in below]
    registry.head(
        plain_head(
            teller, scheme(), headline(teller, region, whole), lead_text(teller, whole), facts(teller, whole)
        ),
        key="head",
    )
    found = _filtered(teller, whole)
    page = list_controls.page_in_force(PAGE, len(found), _SIZE)
    shown = found[(page - 1) * _SIZE : page * _SIZE]
    lead = next((each for each in whole if each.lead_id == address.get("risk")), None)
    opens = edit_form.editing_of(workspace, t)[0] is not None
    left, right = st.columns([1, 0.36], gap="medium") if opens and lead else (st.container(), None)
    if shown:
        with left:
            registry.listing(lead_rows(teller, shown, opens=opens), key="leads", on_open=opened("leads"))
            list_controls.pager(PAGE, page, len(found), _SIZE, t)
    elif whole:
        list_controls.empty(
            t("No lead fits the filters."),
            t.plural("{n} lead is hidden by them.", "{n} leads are hidden by them.", len(whole)),
        )
    else:
        list_controls.empty(t("No lead is known."), t("What was not reported cannot be seen from here."))
    with right.container(border=True, key="panel") if right is not None else st.container():
        _changes(teller, lead)
    source = _source(teller)
    export_buttons(
        workspace, GROUPS, lambda: lead_table(teller, region, found, marks_of(workspace, source, t)),
        f"risks_{workspace.panel.codes[region]}_{month_text(month)}", t,
    )  # fmt: skip
    st.caption(plain(source))


def _changes(teller: Teller, lead: Lead | None) -> None:
    """The lead that is open, changed in place: what is made of it, or that its check by the hour is done."""
    t = teller.t
    desk = edit_panel.begin(teller, "risks", "events")
    if desk is None:
        return
    if lead is None:
        st.caption(plain(t("A press on a lead, or on the check of an event, opens it here.")))
    elif lead.is_event:
        title = t("Check of event {code}", code=lead.lead_id)
        fields = edit_panel.Fields("check", title, "events", ("checked_at",))
        edit_panel.one_row(desk, fields, {"event_id": lead.lead_id})
    else:
        title = t("Lead {code}", code=lead.lead_id)
        words = {
            name: edit_panel.usual(teller.workspace.tables["risks"], name) for name in ("severity", "status")
        }
        fields = edit_panel.Fields("lead", title, "risks", OWN, words)
        edit_panel.one_row(desk, fields, {"risk_id": lead.lead_id})


def headline(teller: Teller, region: int, whole: Sequence[Lead]) -> str:
    """How many leads are open, and how many of them are new."""
    t = teller.t
    still_open = [lead for lead in whole if not lead.is_closed]
    new = sum(lead.day.year * 12 + lead.day.month - 1 == teller.month for lead in still_open)
    return t.plural(
        "{place}: {n} lead is open, {new} of {month}.", "{place}: {n} leads are open, {new} of {month}.",
        len(still_open), place=teller.name(region), new=new, month=teller.short_month(),
    )  # fmt: skip


def lead_text(teller: Teller, whole: Sequence[Lead]) -> str:
    """What presses: checks whose time has run out, and leads that nobody has verified."""
    t, said = teller.t, []
    late = [lead for lead in whole if _is_late(lead, teller.month)]
    if late:
        said.append(t.plural("**{n}** check is overdue.", "**{n}** checks are overdue.", len(late)))
    without = sum(not lead.is_event and not lead.is_closed and not lead.enterprise_id for lead in whole)
    if without:
        said.append(t.plural("**{n}** open lead names no firm.", "**{n}** open leads name no firm.", without))
    return t.space.join(said)


def facts(teller: Teller, whole: Sequence[Lead]) -> list[Fact]:
    """Open leads by severity, and what is dealt with."""
    t = teller.t
    kinds = dict.fromkeys(lead.severity for lead in whole if lead.severity)
    told = [
        Fact(literal(kind), number(sum(lead.severity == kind and not lead.is_closed for lead in whole)))
        for kind in kinds
    ]
    return [*told[:4], Fact(t("Dealt with"), number(sum(lead.is_closed for lead in whole)))]


def _is_late(lead: Lead, month: int) -> bool:
    end = last_day(month) + pd.Timedelta(days=1)
    return lead.due_by is not None and lead.due_by < end and not lead.is_closed and lead.checked_at is None


def _filtered(teller: Teller, whole: list[Lead]) -> list[Lead]:
    t = teller.t
    kinds = {lead.listed.criterion.id: kind_word(lead, t) for lead in whole if lead.listed}
    severities = {lead.severity: lead.severity for lead in whole if lead.severity}
    statuses = {lead.status: lead.status for lead in whole if lead.status}
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        list_controls.search("risk_q", t("Number, firm or words, whole list"), PAGE)
        kind = list_controls.choice("risk_kind", t("Kind"), kinds, PAGE, every=t("Every kind"))
        severity = list_controls.choice(
            "risk_severity", t("Severity"), severities, PAGE, every=t("Every severity")
        )
        status = list_controls.choice("risk_status", t("State"), statuses, PAGE, every=t("Every state"))
        text = address.get("risk_q").casefold()
        found = [
            lead
            for lead in whole
            if (not kind or (lead.listed is not None and lead.listed.criterion.id == kind))
            and severity in ("", lead.severity)
            and status in ("", lead.status)
            and (
                not text
                or text
                in f"{lead.lead_id} {lead.enterprise_name} {lead.description} {lead.source}".casefold()
            )
        ]
        list_controls.clear(FILTERS, t)
        counted = t.plural(
            "{n} lead; the filters are in the address",
            "{n} leads; the filters are in the address",
            len(whole),
        )
        list_controls.counted(len(found), len(whole), counted)
    return found


def lead_rows(teller: Teller, shown: Sequence[Lead], *, opens: bool) -> Data:
    """The component ``listing``: a row a lead; where it ``opens``, the check of an event does."""
    t = teller.t
    with_words = any(lead.description for lead in shown)
    with_owner = any(lead.owner for lead in shown)
    columns = [column(t("Lead")), column(t("Date")), column(t("Place")), column(t("Firm"))]
    columns += [column(t("What is known"))] if with_words else []
    columns += [column(t("Severity")), column(t("State"))]
    columns += [column(t("Owner"))] if with_owner else []
    columns.append(column(t("Check due")))
    rows = []
    for lead in shown:
        cells = [_first(lead, teller), cell(day_text(lead.day, t), tight=True), _place(lead, teller)]
        cells.append(_firm(lead, teller))
        cells += [cell(literal(lead.description))] if with_words else []
        cells.append(cell(literal(lead.severity) or "—", strong=lead.gravity < _GRAVE))
        cells.append(cell(literal(lead.status) or t("event"), faint=lead.is_closed))
        cells += [cell(literal(lead.owner))] if with_owner else []
        cells.append(_check(lead, teller, opens={"risk": lead.lead_id} if opens and lead.is_event else None))
        rows.append(row(lead.lead_id, cells, chosen=lead.lead_id == address.get("risk")))
    return ground(teller, scheme()) | {
        "caption": t("Leads, {month}", month=teller.long_month()), "columns": columns, "rows": rows, "note": "",
    }  # fmt: skip


def _first(lead: Lead, teller: Teller) -> Data:
    """The lead's kind and number; an event leads to its page."""
    t = teller.t
    opens = {"event": lead.lead_id} if lead.is_event else {"risk": lead.lead_id}
    page, query = ("event", {"event": lead.lead_id}) if lead.is_event else ("risks", {"risk": lead.lead_id})
    return cell(
        literal(source_word(lead, t)), t(", ").join(each for each in (lead.lead_id, kind_word(lead, t)) if each),
        open=opens, href=address.href(page, **query),
    )  # fmt: skip


def _place(lead: Lead, teller: Teller) -> Data:
    code = teller.workspace.panel.codes[lead.region]
    return cell(teller.name(lead.region), open={"place": code}, href=address.href("place", region=code))


def _firm(lead: Lead, teller: Teller) -> Data:
    firms = teller.workspace.tables.get("enterprises")
    if (
        firms is not None
        and lead.enterprise_id
        and lead.enterprise_name
        and lead.enterprise_id in set(firms["enterprise_id"])
    ):
        return cell(
            literal(lead.enterprise_name), open={"firm_page": lead.enterprise_id},
            href=address.href("enterprise", enterprise=lead.enterprise_id),
        )  # fmt: skip
    return cell(literal(lead.enterprise_name) or "—")


def _check(lead: Lead, teller: Teller, opens: dict[str, str] | None) -> Data:
    """Until when a check by the hour must be done; or which plan would ask for one."""
    t = teller.t
    if lead.checked_at is not None:
        done = t(
            "done on {day}, {time}", day=day_text(lead.checked_at, t), time=lead.checked_at.strftime("%H:%M")
        )
        is_late = lead.due_by is not None and lead.checked_at > lead.due_by
        return cell(done, t("after its time") if is_late else "", open=opens)
    if lead.due is not None and lead.due.hours is not None:
        hours = hours_text(lead.due.hours, t)
        if lead.due_by is None:
            return cell(hours, t("when it was received is missing"), strong=True, open=opens)
        until = t("{day}, {time}", day=day_text(lead.due_by, t), time=lead.due_by.strftime("%H:%M"))
        late = t("overdue") if _is_late(lead, teller.month) else ""
        return cell(t("{hours}, by {until}", hours=hours, until=until), late, strong=bool(late), open=opens)
    if lead.elsewhere is not None:
        plan, n = lead.elsewhere
        title = t.label(load(plan).short_title)
        return cell(
            "—", t("{hours} by {plan}, not in force here", hours=hours_text(n, t), plan=title), open=opens
        )
    return cell("—", faint=True)


def _source(teller: Teller) -> str:
    t, space = teller.t, teller.workspace
    lists = []
    for lender in space.brief.given("lists"):
        if any(each.id == "risks" for each in lender.plan.lists):
            title = t.label(lender.plan.short_title)
            lists.append(t("{plan} (borrowed)", plan=title) if lender.borrowed else title)
    named = (
        t("Criteria: {plans}.", plans=t("; ").join(lists))
        if lists
        else t("No plan in force has such a list.")
    )
    return t.space.join([named, t("Data version {version}.", version=space.version)])
