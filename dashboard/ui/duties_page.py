"""The page of duties: what the events and tiers of a month ask to be done, in a place and everything below it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.engine.duties import DUE, UNKNOWN
from dashboard.locale import Words
from dashboard.registers.duties import ORDER, Due, later_duties
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, moving
from dashboard.ui.components import registry
from dashboard.ui.duty_payload import duty_rows, empty, regular_reports
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.duties import timing_kind
from dashboard.wording.duty_heads import duties_of, month_facts, month_headline, month_lead
from dashboard.wording.figures import sentence
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

_FILTERS = ("duty_plan", "timing", "status")
_ALL = ""


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    moving.follow()
    teller = Teller(workspace, mode, month, t)
    look = scheme()
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        controls.plan_picker(workspace, t, forget=_FILTERS)
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    of = duties_of(teller, region)
    registry.head(plain_head(teller, look, month_headline(of), month_lead(of), month_facts(of)), key="head")
    shown = _filtered(teller, of.dues)
    if shown:
        caption = t("Duties of {month}, the most pressing first", month=teller.long_month())
        registry.duty_rows(
            duty_rows(teller, look, shown, caption=caption), key="duties", on_open=moving.on_open("duties")
        )
    if not shown or not any(due.event for due in of.dues):
        _empty(*empty(of, is_filtered=not shown and bool(of.dues)))
    if month == workspace.months[-1] and (later := later_duties(workspace, region)):
        st.subheader(t("Later events, already known"), anchor=False)
        registry.duty_rows(
            duty_rows(teller, look, later, caption=t("Duties of later events")), key="later",
            on_open=moving.on_open("later"),
        )  # fmt: skip
    if regular := regular_reports(teller, look):
        registry.listing(regular, key="regular")
    st.caption(plain(source_line(workspace, t)))


def source_line(workspace: Workspace, t: Words) -> str:
    """The documents that duties rest on, what is to be known of each, and the version of the data."""
    used = [plan for plan in workspace.plans if plan.duties or plan.report]
    documents = []
    for plan in used:
        document = t.label(plan.source.document)
        if plan.source.note is not None:
            document = t(
                "{document} ({note})", document=document, note=t.label(plan.source.note).rstrip("。.")
            )
        documents.append(document)
    parts = [t("Duties: {documents}.", documents=t("; ").join(documents))] if documents else []
    return t.space.join([*parts, t("Data version {version}.", version=workspace.version)])


def _filtered(teller: Teller, dues: Sequence[Due]) -> list[Due]:
    """The duties that fit the filters of the address; draws the filters.

    A filter stays in force in a month that has nothing for it, so that stepping through months does not lose it.
    """
    t, space = teller.t, teller.workspace
    plans = {plan.id: t.label(plan.short_title) for plan in space.plans if plan.duties or plan.report}
    there = [name for name in ORDER if name == address.get("timing") or name in {due.timing for due in dues}]
    timings = {name: sentence(timing_kind(name, t)) for name in there}
    statuses = {DUE: sentence(t("due")), UNKNOWN: t("Figure needed")}
    chosen = {
        name: value if (value := address.get(name)) in options else _ALL
        for name, options in zip(_FILTERS, (plans, timings, statuses), strict=True)
    }
    address.keep(**chosen)
    shown = [
        due
        for due in dues
        if chosen["duty_plan"] in (_ALL, due.plan)
        and chosen["timing"] in (_ALL, due.timing)
        and chosen["status"] in (_ALL, due.status)
    ]
    if not dues:
        return shown
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        _filter("duty_plan", t("Plan"), t("Every plan"), plans, chosen["duty_plan"])
        _filter("timing", t("When"), t("Every deadline"), timings, chosen["timing"])
        _filter("status", t("State"), t("Every state"), statuses, chosen["status"])
        if any(chosen.values()):
            st.button(t("Clear the filters"), type="tertiary", key="clear_filters", on_click=_clear)
        st.space("stretch")
        with st.container(key="counted", width="content"):
            st.markdown(
                plain(t("{n} of {all} duties; the filters are in the address.", n=len(shown), all=len(dues)))
            )
    return shown


def _filter(name: str, label: str, every: str, options: dict[str, str], current: str) -> None:
    """One filter, held in the address; all is the usual."""
    key = f"{name}_filter"
    st.session_state[key] = current
    st.selectbox(
        label, [_ALL, *options], format_func=lambda option: options.get(option, every), key=key,
        label_visibility="collapsed", width=170, on_change=lambda: address.keep(**{name: st.session_state[key]}),
    )  # fmt: skip


def _clear() -> None:
    address.keep(**dict.fromkeys(_FILTERS, ""))


def _empty(title: str, text: str) -> None:
    """Why nothing is listed; not the same as that nothing happened."""
    with st.container(border=True, key="empty"):
        st.markdown(f"**{plain(title)}**")
        st.markdown(plain(text))
