"""The list of key enterprises: who is on it and why, filtered and sorted as a whole, with a chosen firm beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dashboard.locale import Words
from dashboard.locale.direction import isolated
from dashboard.registers.firm_selection import SORTS, Wanted, divisions, listed, selected
from dashboard.reports.firm_table import GROUPS, firm_table
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, list_controls, moving
from dashboard.ui.components import registry
from dashboard.ui.export_buttons import export_buttons, marks_of
from dashboard.ui.firm_lists import firms_of, month_of
from dashboard.ui.firm_payload import firm_panel
from dashboard.ui.firms_payload import firm_rows
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.people_page import people_of_firm
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.firm_heads import facts, headline, lead
from dashboard.wording.firms import FirmMonth, reason_names
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

FILTERS = ("q", "town", "reason", "industry")
PAGE = "firms_page"
SORT = "firms_sort"
_SIZE = 14
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    firms = firms_of(workspace)
    if firms is None:
        _absent(t)
        return
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    teller = Teller(workspace, mode, month, t)
    of = month_of(teller, firms, region, address.get("cause"))
    list_controls.remember((*FILTERS, SORT, PAGE, "enterprise"))
    address.keep(cause=of.parts.told.rule.id if of.parts is not None else "")
    _controls(workspace, of)
    whole = listed(firms, month, workspace.below(region), of.parts)
    registry.head(
        plain_head(teller, scheme(), headline(of, len(whole)), lead(of, whole), facts(of, whole)), key="head"
    )
    found = _filtered(of, whole)
    page = list_controls.page_in_force(PAGE, len(found), _SIZE)
    shown = [int(firm) for firm in found[(page - 1) * _SIZE : page * _SIZE]]
    chosen = firms.position(address.get("enterprise"))
    with st.container(key="firms_beside"):
        left, right = st.columns([1, 0.36], gap="medium") if chosen >= 0 else (st.container(), None)
    with left:
        if shown:
            code = firms.ids[chosen] if chosen >= 0 else ""
            registry.firms(
                firm_rows(of, scheme(), shown, code, _sort()), key="firms", on_open=opened("firms")
            )
            list_controls.pager(PAGE, page, len(found), _SIZE, t)
        else:
            _empty(of, len(whole))
    if right is not None:
        with right, st.container(border=True, key="panel"):
            registry.firm_panel(
                firm_panel(of, scheme(), chosen, people_of_firm(workspace, month, firms.ids[chosen])),
                key="firm_panel",
                on_open=opened("firm_panel"),
            )
    source = _source(of)
    export_buttons(
        workspace, GROUPS, lambda: firm_table(of, [int(firm) for firm in found], marks_of(workspace, source, t)),
        f"enterprises_{workspace.panel.codes[region]}_{month_text(month)}", t,
    )  # fmt: skip
    st.caption(plain(source))


def opened(key: str) -> Any:
    """The callback of a component whose rows lead to firms, places, events and people, or sort the list."""

    def act() -> None:
        state: Any = st.session_state.get(key)
        what = state.get("open") if state else None
        if not isinstance(what, dict):
            return
        for name, value in what.items():
            go(str(name), str(value))

    return act


def go(name: str, value: str) -> None:
    """Do what a press asks for: choose or leave a firm, sort, or go to another page."""
    match name:
        case "firm":
            address.keep(enterprise="" if address.get("enterprise") == value else value)
        case "close":
            address.keep(enterprise="")
        case "sort":
            address.keep(**{SORT: "" if value == SORTS[0] else value, PAGE: ""})
        case "firm_page":
            moving.remember("enterprise", enterprise=value)
        case "people_of":
            moving.remember("people", firm=value)
        case "place":
            moving.remember("place", region=value)
        case "event":
            moving.remember("event", event=value)
        case "risk" | "key_region":
            address.keep(**{name: "" if address.get(name) == value else value})


def _controls(workspace: Workspace, of: FirmMonth) -> None:
    t = of.t
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, of.region, t)
        list_controls.sisters("enterprises", t)
        controls.plan_picker(workspace, t, forget=("reason", "cause"))
        controls.region_picker(workspace, of.region, t)
        controls.month_stepper(workspace, of.month, t)
    if of.parts is not None:
        with st.container(horizontal=True, key="cause", vertical_alignment="center"):
            code = workspace.panel.codes[of.region]
            back = t("‹ Back to {place}", place=of.teller.name(of.region))
            st.button(back, key="back", on_click=moving.remember, args=("place",), kwargs={"region": code})
            st.button(
                t("Whole list of key enterprises"), key="whole_list", type="tertiary",
                on_click=address.keep, kwargs={"cause": "", PAGE: ""},
            )  # fmt: skip


def _sort() -> str:
    wanted = address.get(SORT)
    return wanted if wanted in SORTS else SORTS[0]


def _filtered(of: FirmMonth, whole: Ints) -> Ints:
    """The firms that fit the filters of the address, in order; draws the filters."""
    t, firms, panel = of.t, of.firms, of.teller.workspace.panel
    towns = {panel.codes[r]: isolated(panel.names[r]) for r in np.unique(firms.regions[whole]) if r >= 0}
    industries = {str(each): str(each) for each in np.unique(divisions(firms)[whole]) if each}
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        list_controls.search("q", t("Name or code, whole list"), PAGE)
        town = list_controls.choice("town", t("Place"), towns, PAGE, every=t("Every place"))
        reasons = list_controls.several("reason", t("Every reason"), reason_names(of), PAGE)
        industry = list_controls.choice(
            "industry", t("Industry"), industries, PAGE, every=t("Every industry")
        )
        found = selected(
            firms, of.month,
            Wanted(_places(of, town), address.get("q"), reasons, industry, _sort()),
            of.shares.percent, of.parts,
        )  # fmt: skip
        list_controls.clear(FILTERS, t)
        list_controls.counted(
            len(found),
            len(whole),
            t.plural(
                "{n} firm; the filters are in the address",
                "{n} firms; the filters are in the address",
                len(whole),
            ),
        )
    return found


def _places(of: FirmMonth, town: str) -> tuple[int, ...]:
    space = of.teller.workspace
    here = space.below(of.region)
    return tuple(r for r in here if space.panel.codes[r] == town) if town else here


def _source(of: FirmMonth) -> str:
    """What shares mean, which lists the criteria are from, and the version of the data."""
    t, space = of.t, of.teller.workspace
    lists = []
    for lender in space.brief.given("lists"):
        title = t.label(lender.plan.short_title)
        lists.append(t("{plan} (borrowed)", plan=title) if lender.borrowed else title)
    parts = [
        t("Share: a firm's part in the figure that raised its place's warning."),
        t("What is counted by person goes back to no firm."),
        t("Criteria: {plans}.", plans=t("; ").join(lists)) if lists else t("No plan in force has such a list."),
        t("Data version {version}.", version=space.version),
    ]  # fmt: skip
    return t.space.join(parts)


def _empty(of: FirmMonth, whole: int) -> None:
    """Why no firm is listed; not the same as that none is in trouble."""
    t = of.t
    if whole:
        hidden = t.plural("{n} firm is hidden by them.", "{n} firms are hidden by them.", whole)
        list_controls.empty(t("No firm fits the filters."), hidden)
        return
    reported = int((~np.isnan(of.firms.employees[of.at])).sum())
    list_controls.empty(
        t("No firm of {place} is on the list.", place=of.teller.name(of.region)),
        t(
            "{n} of {all} firms in the table reported for {month}. One that did not cannot be seen from here.",
            n=reported, all=of.firms.count, month=of.teller.short_month(),
        ),
    )  # fmt: skip


def _absent(t: Words) -> None:
    list_controls.empty(
        t("There is no table of enterprises, which is not the same as no firm in trouble."),
        t("Add the table enterprises to the data; then the firms on the list stand here."),
    )
