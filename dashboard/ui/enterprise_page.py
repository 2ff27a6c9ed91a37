"""The page of one firm: why it is listed, the year's figures, duties, plans with gates, promises, and its story."""

from __future__ import annotations

import streamlit as st

from dashboard.locale import Words
from dashboard.tables import TABLES
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, edit_panel, moving
from dashboard.ui.components import registry
from dashboard.ui.enterprises_page import opened
from dashboard.ui.firm_lists import firms_of, month_of
from dashboard.ui.firm_money_payload import money_rows
from dashboard.ui.firm_payload import firm_parts, links, people_of
from dashboard.ui.firms_payload import firm_rows
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.firm_heads import firm_headline, firm_lead
from dashboard.wording.firms import FirmMonth
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

CARE = ("liaison", "liaison_phone", "next_visit_on", "note")
MARKS = (
    "listed_by_hand_since",
    "listed_because",
    *(
        each
        for each in TABLES["enterprises"].by_name
        if each.startswith("is_") or (each.endswith("_since") and each != "listed_by_hand_since")
    ),
)
"""The bureau's own marks: on the list by hand and why, and each reason with since when it holds."""


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    code, firms = address.get("enterprise"), firms_of(workspace)
    firm = firms.position(code) if firms is not None and code else -1
    if firms is None or firm < 0:
        _not_there(code, t)
        return
    month = controls.month_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), town_alerts=mode, enterprise=code)
    region = max(int(firms.regions[firm]), 0)
    of = month_of(Teller(workspace, mode, month, t), firms, region)
    _controls(of, firm)
    registry.head(plain_head(of.teller, scheme(), firm_headline(of, firm), firm_lead(of, firm)), key="head")
    row = firm_rows(of, scheme(), [firm], "", "")
    registry.firms(row, key="firm_row", on_open=opened("firm_row"))
    registry.firm_panel(firm_parts(of, scheme(), firm), key="firm_parts", on_open=opened("firm_parts"))
    promised = money_rows(of, scheme(), firm)
    st.subheader(t("Refunds and subsidies"), anchor=False)
    if promised["rows"]:
        registry.listing(promised, key="money")
    else:
        st.text(t("No plan promises firms anything."))
    _changes(of, code)
    st.caption(plain(t("Data version {version}.", version=workspace.version)))


def _changes(of: FirmMonth, code: str) -> None:
    """What is changed in place: who looks after the firm, its visits, and the bureau's own marks."""
    t, key = of.t, {"enterprise_id": code}
    desk = edit_panel.begin(of.teller, "enterprises", "visits")
    if desk is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        edit_panel.one_row(desk, edit_panel.Fields("care", t("Who looks after it"), "enterprises", CARE), key)
        visits = edit_panel.Fields("visits", t("Visits"), "visits", ("date", "visitor", "finding"))
        edit_panel.rows_of(desk, visits, key, t("Write down a visit"))
    with right:
        marks = edit_panel.Fields("marks", t("Marks set by hand"), "enterprises", MARKS, sides=2)
        edit_panel.one_row(desk, marks, key, only_filled=True)


def _controls(of: FirmMonth, firm: int) -> None:
    t = of.t
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(of.teller.workspace, of.region, t)
        st.button(t("‹ Key enterprises"), key="back", on_click=moving.remember, args=("enterprises",))
        for link in links(of, firm, people_of(of, firm), with_page=False):
            page, value = next(iter(link["open"].items()))
            go = ("place", {"region": value}) if page == "place" else ("people", {"firm": value})
            st.button(link["text"], key=f"to_{page}", on_click=moving.remember, args=(go[0],), kwargs=go[1])
        controls.month_stepper(of.teller.workspace, of.month, t)


def _not_there(code: str, t: Words) -> None:
    """No such firm that the viewer may see: what was asked for, and the nearest page."""
    with st.container(key="faults"):
        st.title(t("This firm is not there."), anchor=False)
        if code:
            st.text(
                t("There is no firm with the code {found} in this data that you may see.", found=repr(code))
            )
        else:
            st.text(t("The address names no firm."))
        st.button(
            t("Open the list of key enterprises"),
            key="open_firms",
            on_click=moving.remember,
            args=("enterprises",),
        )
