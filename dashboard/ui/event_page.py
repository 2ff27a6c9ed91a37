"""The page of one event: what happened, the duties it brings, the rules it counts in, and what would change that."""

from __future__ import annotations

import streamlit as st

from dashboard.engine.duties import EventDuty, event_months
from dashboard.locale import Words
from dashboard.registers.duties import Due, duties_of_event
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, moving, refusals
from dashboard.ui.components import registry
from dashboard.ui.duties_page import source_line
from dashboard.ui.duty_payload import duty_rows
from dashboard.ui.event_payload import counted_in, counted_rows, in_force, other_rulers, rulers, side
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.duty_heads import event_headline, event_lead
from dashboard.wording.figures import month_long
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    event_id = address.get("event")
    events = workspace.tables.get("events")
    if events is None or event_id not in set(events["event_id"]):
        if workspace.hides("events", "event_id", event_id):
            refusals.record(f"event {event_id}")
        _not_there(event_id, is_absent=events is None, t=t)
        return
    row = list(events["event_id"]).index(event_id)
    mode = mode_in_force(workspace)
    address.keep(event=event_id, town_alerts=mode)
    own_month = int(event_months(events.iloc[row : row + 1])[0])
    on_axis = own_month in workspace.panel.months
    region = workspace.panel.position(str(events["region_code"].iloc[row]))
    teller = Teller(workspace, mode, own_month if on_axis else workspace.months[-1], t)
    _controls(workspace, own_month if on_axis else None, region, t)
    dues = duties_of_event(workspace, row)
    duties = [due.event for due in dues if due.event is not None]
    event = events.iloc[row]
    lead = event_lead(teller, event, duties, in_force(teller, row))
    registry.head(plain_head(teller, scheme(), event_headline(teller, event, duties), lead), key="head")
    with st.container(key="place"):
        left, right = st.columns([1020, 300], gap="large")
    with left:
        _duties(teller, dues, duties)
        _rulers(teller, row, dues)
        _rules(teller, row, region, on_axis=on_axis, is_planned=event["state"] == "planned")
        if others := other_rulers(teller, scheme(), row):
            registry.rulers(others, key="other_rulers")
    with right:
        registry.rail(side(teller, scheme(), row, region), key="rail", on_open=moving.on_open("rail"))
    st.caption(plain(source_line(workspace, t)))


def _controls(workspace: Workspace, month: int | None, region: int, t: Words) -> None:
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        there = {"month": month_text(month)} if month is not None else {}
        label = t("‹ Duties of {month}", month=month_long(month, t)) if month is not None else t("‹ Duties")
        st.button(label, key="back", on_click=moving.remember, args=("duties",), kwargs=there)


def _not_there(event_id: str, *, is_absent: bool, t: Words) -> None:
    """No such event: what was asked for, and the nearest page."""
    with st.container(key="faults"):
        st.title(t("This event is not there."), anchor=False)
        if is_absent:
            st.text(t("There is no table of events, which is not the same as no events."))
        elif event_id:
            st.text(t("There is no event with the number {found} in this data folder.", found=repr(event_id)))
        else:
            st.text(t("The address names no event."))
        st.text(t("The duties of the month list every event that brings one."))
        st.button(t("Open the duties"), key="open_duties", on_click=moving.remember, args=("duties",))


def _duties(teller: Teller, dues: list[Due], duties: list[EventDuty]) -> None:
    t = teller.t
    st.subheader(t("Duties it brings"), anchor=False)
    if duties:
        registry.duty_rows(
            duty_rows(teller, scheme(), dues, caption=t("Duties of this event"), with_event=False),
            key="duties",
        )
    elif not teller.workspace.duties:
        plan = t.label(teller.workspace.plan.short_title)
        st.text(t("{plan} has no duties for events.", plan=plan))
    else:
        st.text(t("Nothing: its kind and number do not reach what the plans ask for."))


def _rulers(teller: Teller, row: int, dues: list[Due]) -> None:
    if drawn := rulers(teller, scheme(), row, dues):
        registry.rulers(drawn, key="rulers")


def _rules(teller: Teller, row: int, region: int, *, on_axis: bool, is_planned: bool) -> None:
    """The rules of its month in which the event counts."""
    t = teller.t
    if not teller.workspace.has_tiers:
        return
    st.subheader(t("Which rules it counts in"), anchor=False)
    if is_planned:
        st.text(t("None yet: a planned event counts for tiers once it has happened."))
        return
    counted = counted_in(teller, row, region) if on_axis else []
    if not counted:
        st.text(t("None: no rule looks at this kind of event here."))
        return
    registry.rule_rows(counted_rows(teller, scheme(), row, counted), key="rule_rows")
