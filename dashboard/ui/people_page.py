"""The page of people: who is on the lists, what each lacks, who was not reached; identities masked.

The address has the filters, never a person: whom the page shows and what was searched for stay in the session.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import numpy as np
import streamlit as st

from dashboard.access import Viewer, allowed, require
from dashboard.locale import Words
from dashboard.registers import people_pages
from dashboard.registers.follow_up import FollowUp, follow_up, on_list
from dashboard.registers.people_pages import ORDERS, PRESSING, ROWS, TODOS, Asked, has_todo
from dashboard.registers.placements import Placements, placements
from dashboard.tables.months import month_text
from dashboard.ui import address, calls_panel, controls, looked, moving, reveal_panel
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.people_payload import helpers, households, people_rows
from dashboard.ui.person_payload import person
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording import people as told
from dashboard.wording.figures import amount
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

FILTERS = ("group", "todo", "order", "sheet", "firm")
CHOSEN = "person_chosen"
"""The session's key of the person whose side is open: their random number, never in the address."""
SEARCHED = "people_search"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    require(workspace.viewer, "view", "people")
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    moving.follow()
    teller = Teller(workspace, mode, month, t)
    look = scheme()
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        controls.plan_picker(workspace, t)
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    if "people" not in workspace.tables:
        said = t("There is no table of people, which is not the same as nobody.")
        registry.head(plain_head(teller, look, said, ""), key="head")
        st.text(t("Add the table people to the data; then the lists stand here."))
        return
    day = last_day(month)
    found, placed = judged(workspace.version, workspace.viewer, day, workspace)
    found, placed = _below(found, placed, workspace, region)
    has_services = "services" in workspace.tables
    registry.head(
        plain_head(
            teller,
            look,
            told.headline(found, has_services, t),
            told.lead(found, placed, teller),
            told.facts(found, t),
        ),
        key="head",
    )
    with st.container(key="people"):
        list_side, panel_side = st.columns([1, 0.36], gap="medium")
        with list_side:
            rows = _filtered(workspace, found, t)
            chosen = _chosen_row(found)
            _list(teller, look, found, rows)
        with panel_side, st.container(border=True, key="panel"):
            _panel(teller, look, found, placed, rows, chosen)
    _below_tables(teller, look, found)
    st.caption(plain(_source_line(workspace, found, t)))


def last_day(month: int) -> date:
    """The day at whose end a month is judged."""
    year, of_year = divmod(month, 12)
    return date(year, of_year + 1, calendar.monthrange(year, of_year + 1)[1])


@st.cache_resource(max_entries=32, show_spinner=False)
def judged(version: str, viewer: Viewer, day: date, _workspace: Workspace) -> tuple[FollowUp, Placements]:
    """How the viewer's people stand at the end of a day; ``viewer`` is part of the key, so nobody gets another's."""
    del version, viewer
    tables, brief = _workspace.tables, _workspace.brief
    people, services = on_list(tables["people"], day), tables.get("services")
    return (
        follow_up(people, services, tables.get("enterprises"), brief, day),
        placements(people, services, brief, day),
    )


def _below(
    found: FollowUp, placed: Placements, workspace: Workspace, region: int
) -> tuple[FollowUp, Placements]:
    """The people of a region and the regions below it."""
    codes = {workspace.panel.codes[r] for r in workspace.below(region)}
    here = found.people["region_code"].isin(codes).to_numpy()
    if here.all():
        return found, placed
    rows = np.flatnonzero(here)
    return found.of_rows(rows), placed.of_rows(rows)


def _filtered(workspace: Workspace, found: FollowUp, t: Words) -> np.ndarray:
    """The people who fit the filters of the address and the search, in order; draws the filters."""
    groups = {each.criterion.id: each for each in found.groups if (each.answers == 1).any()}
    counts = {name: int((each.answers == 1).sum()) for name, each in groups.items()}
    named = {name: f"{t.label(each.criterion.name)}　{counts[name]}" for name, each in groups.items()}
    todos = {n: f"{text}　{has_todo(found, n).sum()}" for n, text in told.todo_names(t).items() if n in TODOS}
    orders = told.order_names(t)
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        st.text_input(
            t("Search"), key=SEARCHED, width=166, label_visibility="collapsed", on_change=_first_sheet,
            placeholder=_search_hint(workspace.viewer, found, t),
        )  # fmt: skip
        group = _filter("group", t("Group"), t("Every group"), named, width=164)
        todo = _filter("todo", t("To do"), t("Whatever is to be done"), todos, width=190)
        order = _filter("order", t("Order"), "", {name: orders[name] for name in ORDERS}, PRESSING)
        firm = address.get("firm") if "enterprise_id" in found.people.columns else ""
        if firm:
            st.markdown(plain(t("Only people of firm {code}", code=firm)), width="content")
        if group or todo or firm or st.session_state.get(SEARCHED):
            st.button(t("Clear the filters"), type="tertiary", key="clear_filters", on_click=_clear)
        st.space("stretch")
        counted = st.container(key="counted", width="content")
    rows = people_pages.chosen(
        found, Asked(group, todo, order=order or PRESSING, persons=_searched(workspace, found))
    )
    if firm:
        rows = rows[(found.people["enterprise_id"] == firm).to_numpy()[rows]]
    many, everybody = f"{len(rows):,}", amount(len(found.people), "people", t)
    counted.markdown(plain(t("{n} of {all}; searches stay out of the address.", n=many, all=everybody)))
    return rows


def _searched(workspace: Workspace, found: FollowUp) -> frozenset[str] | None:
    """Whom the search finds: in what is shown, and by the whole name for those who may reveal names."""
    text = str(st.session_state.get(SEARCHED) or "").strip()
    if not text:
        return None
    persons = people_pages.matching(found, text)
    return persons | workspace.named(text) if allowed(workspace.viewer, "reveal", "people.name") else persons


def _search_hint(viewer: Viewer, found: FollowUp, t: Words) -> str:
    if "name" not in found.people.columns:
        return t("A code")
    whole = allowed(viewer, "reveal", "people.name")
    return t("Name, or last 4 of ID") if whole else t("Surname, or last 4 of ID")


def _filter(
    name: str, label: str, every: str, options: dict[str, str], usual: str = "", width: int = 150
) -> str:
    """One filter, held in the address; the usual one is not written there."""
    current = address.get(name)
    current = current if current in options else usual
    key = f"{name}_filter"
    st.session_state[key] = current
    st.selectbox(
        label, [*([""] if every else []), *options], format_func=lambda option: options.get(option, every), key=key,
        label_visibility="collapsed", width=width, on_change=_keep_filter, args=(name, key, usual),
    )  # fmt: skip
    return current


def _keep_filter(name: str, key: str, usual: str) -> None:
    value = st.session_state[key]
    address.keep(**{name: "" if value == usual else value, "sheet": ""})


def _first_sheet() -> None:
    address.keep(sheet="")


def _clear() -> None:
    address.keep(**dict.fromkeys(FILTERS, ""))
    st.session_state[SEARCHED] = ""


def _sheet(count: int) -> tuple[int, int]:
    """Which sheet of the list is shown, and how many there are."""
    sheets = max(1, -(-count // ROWS))
    asked = address.get("sheet")
    return min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), sheets), sheets


def _list(teller: Teller, look: Any, found: FollowUp, rows: np.ndarray) -> None:
    t = teller.t
    if not len(rows):
        with st.container(border=True, key="empty"):
            none = t("Nobody fits the filters.")
            st.markdown(f"**{plain(none)}**")
            st.markdown(plain(t("{people} are on the lists.", people=amount(len(found.people), "people", t))))
        return
    sheet, sheets = _sheet(len(rows))
    first = (sheet - 1) * ROWS
    shown = [int(one) for one in rows[first : first + ROWS]]
    people, firm = found.people["person_id"].to_numpy(), address.get("firm")
    of = f"enterprise {firm}" if firm else f"region {address.get('region')}"
    looked.at("list", teller.workspace.viewer, f"people, {of}", len(shown), *map(str, people[shown]))
    registry.people_rows(
        people_rows(teller, look, found, shown, st.session_state.get(CHOSEN, ""), None),
        key="people_rows", on_open=_opened("people_rows"),
    )  # fmt: skip
    with st.container(horizontal=True, key="sheets", vertical_alignment="center"):
        st.markdown(
            plain(f"{first + 1:,}–{first + len(shown):,} / {amount(len(rows), 'people', t)}"), width="content"
        )
        st.space("stretch")
        st.button(
            t("Previous page"), key="sheet_back", disabled=sheet == 1, on_click=_turn, args=(sheet - 1,)
        )
        st.markdown(plain(t("Page {n} of {all}", n=sheet, all=sheets)), width="content")
        st.button(t("Next page"), key="sheet_on", disabled=sheet == sheets, on_click=_turn, args=(sheet + 1,))


def _turn(sheet: int) -> None:
    address.keep(sheet="" if sheet <= 1 else str(sheet))


def _opened(key: str) -> Any:
    """The callback of a component whose rows are people."""

    def opened() -> None:
        state: Any = st.session_state.get(key)
        what = state.get("open") if state else None
        if isinstance(what, dict) and what.get("person"):
            st.session_state[CHOSEN] = str(what["person"])

    return opened


def _chosen_row(found: FollowUp) -> int | None:
    """The row of the person whose side is open, if the viewer has them."""
    chosen = st.session_state.get(CHOSEN, "")
    at = np.flatnonzero((found.people["person_id"] == chosen).to_numpy() & (chosen != ""))
    return int(at[0]) if len(at) else None


def _panel(
    teller: Teller, look: Any, found: FollowUp, placed: Placements, rows: np.ndarray, chosen: int | None
) -> None:
    """The side: the person who is open, and below the list of calls."""
    t, viewer = teller.t, teller.workspace.viewer
    may_reveal = allowed(viewer, "reveal", "people.phone")
    if chosen is None:
        looked.away("person")
    if chosen is not None:
        services = teller.workspace.tables.get("services")
        looked.at("person", viewer, f"person {found.people['person_id'].iloc[chosen]}", 1)
        registry.person(person(teller, look, found, chosen, services, placed), key="person")
        if may_reveal:
            reveal_panel.draw(str(found.people["person_id"].iloc[chosen]), t)
        st.button(t("Close"), key="close_person", type="tertiary", on_click=_close)
    elif not may_reveal:
        none = t("Nobody is open.")
        st.markdown(f"**{plain(none)}**")
        st.markdown(plain(t("Choose a name on the left: services, needs and what happened stand here.")))
    if may_reveal:
        calls_panel.draw(teller, found, rows, t)


def _close() -> None:
    st.session_state.pop(CHOSEN, None)


def _below_tables(teller: Teller, look: Any, found: FollowUp) -> None:
    """Households without anyone in work, and who looks after the overdue."""
    t = teller.t
    idle, by_helper = households(teller, look, found), helpers(teller, look, found)
    if idle is None and by_helper is None:
        return
    with st.container(key="people_below"):
        sides = st.columns(2, gap="large")
        if idle is not None:
            with sides[0]:
                st.subheader(t("Households without anyone in work"), anchor=False)
                registry.listing(idle, key="households", on_open=_opened("households"))
        if by_helper is not None:
            with sides[1 if idle is not None else 0]:
                st.subheader(t("Overdue by helper"), anchor=False)
                registry.listing(by_helper, key="helpers")


def _source_line(workspace: Workspace, found: FollowUp, t: Words) -> str:
    """Whose minimums these are, of which day, and where identities are masked."""
    plans = dict.fromkeys(
        t("{plan} (borrowed)", plan=t.label(each.lender.plan.short_title))
        if each.lender.borrowed
        else t.label(each.lender.plan.short_title)
        for each in found.leasts
    )
    parts = [t("Follow-up: {plans}.", plans=t("; ").join(plans))] if plans else []
    parts.append(t("As of the end of {day}.", day=found.day.isoformat()))
    parts.append(t("Names, ID numbers and phones are masked on the server before they are sent."))
    parts.append(t("Data version {version}.", version=workspace.version))
    return t.space.join(parts)
