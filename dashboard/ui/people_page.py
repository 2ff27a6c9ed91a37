"""The page of people: who is on the lists, what each lacks, who was not reached; identities masked.

The address has the filters and the random number of the person who is open, never who that is; what was searched for
stays in the session.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access import allowed, require
from dashboard.locale import Words
from dashboard.registers.follow_up import FollowUp
from dashboard.registers.people_list import HOUSEHOLD, LISTED, TODOS, people_list
from dashboard.registers.people_pages import ORDERS, PRESSING, ROWS, Asked, PeopleList
from dashboard.tables.masks import mask_inside
from dashboard.tables.months import month_text
from dashboard.ui import (
    address,
    calls_panel,
    controls,
    list_controls,
    loading,
    looked,
    moving,
    person_edit,
    reveal_panel,
)
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import plain_head
from dashboard.ui.people_payload import helpers, households, people_rows
from dashboard.ui.person_payload import firm_name, person
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording import people as told
from dashboard.wording.figures import amount
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

FILTERS = ("group", "todo", "order", "sheet", "firm")
SEARCHED = "people_search"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    require(workspace.viewer, "view", "people")
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    moving.follow()
    list_controls.remember(FILTERS)
    teller = Teller(workspace, mode, month, t)
    look = scheme()
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        list_controls.sisters("people", t)
        controls.plan_picker(workspace, t)
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    if "people" not in workspace.tables:
        said = t("There is no table of people, which is not the same as nobody.")
        registry.head(plain_head(teller, look, said, ""), key="head")
        st.text(t("Add the table people to the data; then the lists stand here."))
        return
    people = _people(workspace, region, last_day(month))
    firm = address.get("firm") if people.may_ask_firms else ""
    if firm:
        _way_back(workspace, firm, t)
    sums, nobody = people.sums(), people.of(()).found
    registry.head(
        plain_head(
            teller,
            look,
            told.headline(sums, people.has_services, t),
            told.lead(sums, nobody, teller),
            told.facts(sums, nobody, t),
        ),
        key="head",
    )
    with st.container(key="people"):
        list_side, panel_side = st.columns([1, 0.36], gap="medium")
        with list_side:
            asked, count = _filtered(people, sums, nobody, t)
            _list(teller, look, people, asked, count, sums.get(LISTED, 0))
        with panel_side, st.container(border=True, key="panel"):
            _panel(teller, look, people, asked, count)
    _below_tables(teller, look, people, sums, nobody)
    st.caption(plain(_source_line(workspace, nobody, t)))


def last_day(month: int) -> date:
    """The day at whose end a month is judged."""
    year, of_year = divmod(month, 12)
    return date(year, of_year + 1, calendar.monthrange(year, of_year + 1)[1])


def _way_back(workspace: Workspace, firm: str, t: Words) -> None:
    """Back to the firm whose people are shown, or on to everybody."""
    name = firm_name(workspace, firm) or firm
    with st.container(horizontal=True, key="cause", vertical_alignment="center"):
        st.button(
            plain(t("‹ Back to {place}", place=name)), key="back", on_click=moving.remember,
            args=("enterprise",), kwargs={"enterprise": firm},
        )  # fmt: skip
        st.button(
            t("Everybody on the lists"), key="whole_list", type="tertiary", on_click=address.keep,
            kwargs={"firm": "", "sheet": ""},
        )  # fmt: skip


def people_of_firm(workspace: Workspace, month: int, firm: str) -> int | None:
    """How many people on the lists come from a firm; None for those who may not see people, or not whose they are."""
    if "people" not in workspace.tables or not allowed(workspace.viewer, "view", "people"):
        return None
    people = _people(workspace, workspace.focus, last_day(month))
    return people.of_firm(firm) if people.may_ask_firms else None


def _people(workspace: Workspace, region: int, day: date) -> PeopleList:
    """The list of a place and all below it, as whoever looks may see it."""
    has_services, brief, codes = "services" in workspace.tables, workspace.brief, workspace.panel.codes
    register = people_list(brief, day, workspace.viewer, has_services=has_services)
    lists = loading.lists(address.get("data"), [register])
    here = frozenset(codes[r] for r in workspace.below(region))
    return PeopleList(lists, brief, day, codes[region], here, has_services)


def _filtered(people: PeopleList, sums: told.Sums, nobody: FollowUp, t: Words) -> tuple[Asked, int]:
    """What the address and the search ask for, and how many fit; draws the filters."""
    counts = people.groups()
    named = {
        each.criterion.id: f"{t.label(each.criterion.name)}　{counts[each.criterion.id]:,}"
        for each in nobody.groups
        if counts.get(each.criterion.id)
    }
    todos = {n: f"{text}　{sums.get(n, 0):,}" for n, text in told.todo_names(t).items() if n in TODOS}
    orders = told.order_names(t)
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        st.text_input(
            t("Search"), key=SEARCHED, width=166, label_visibility="collapsed", on_change=_first_sheet,
            placeholder=_search_hint(people, t),
        )  # fmt: skip
        group = _filter("group", t("Group"), t("Every group"), named, width=164)
        todo = _filter("todo", t("To do"), t("Whatever is to be done"), todos, width=190)
        order = _filter("order", t("Order"), "", {name: orders[name] for name in ORDERS}, PRESSING)
        firm = address.get("firm") if people.may_ask_firms else ""
        if group or todo or firm or st.session_state.get(SEARCHED):
            st.button(t("Clear the filters"), type="tertiary", key="clear_filters", on_click=_clear)
        st.space("stretch")
        asked = Asked(group, todo, firm, str(st.session_state.get(SEARCHED) or ""), order or PRESSING)
        count = people.count(asked)
        everybody = amount(sums.get(LISTED, 0), "people", t)
        with st.container(key="counted", width="content"):
            st.markdown(
                plain(t("{n} of {all}; searches stay out of the address.", n=f"{count:,}", all=everybody))
            )
    return asked, count


def _search_hint(people: PeopleList, t: Words) -> str:
    searched = people.lists.searched("people")
    if not searched:
        return t("A code")
    return t("Name, or last 4 of ID") if "name" in searched else t("Surname, or last 4 of ID")


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


def _list(teller: Teller, look: Any, people: PeopleList, asked: Asked, count: int, whole: int) -> None:
    t = teller.t
    if not count:
        with st.container(border=True, key="empty"):
            none = t("Nobody fits the filters.")
            st.markdown(f"**{plain(none)}**")
            st.markdown(plain(t("{people} are on the lists.", people=amount(whole, "people", t))))
        return
    sheet, sheets = _sheet(count)
    first, shown = (sheet - 1) * ROWS, people.page(asked, sheet).found
    firm, ids = address.get("firm"), shown.people["person_id"]
    of = f"enterprise {firm}" if firm else f"region {address.get('region')}"
    looked.at("list", teller.workspace.viewer, f"people, {of}", len(ids), *map(str, ids))
    may_pick = allowed(teller.workspace.viewer, "reveal", "people.phone")
    picked = frozenset(st.session_state.get(calls_panel.PICKED, ())) if may_pick else None
    registry.people_rows(
        people_rows(teller, look, shown, address.get("person"), picked),
        key="people_rows", on_open=_opened("people_rows"),
    )  # fmt: skip
    with st.container(horizontal=True, key="sheets", vertical_alignment="center"):
        last = first + len(shown.people)
        st.markdown(plain(f"{first + 1:,}–{last:,} / {amount(count, 'people', t)}"), width="content")
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
            _open(str(what["person"]))
        if isinstance(what, dict) and what.get("pick"):
            picked = list(st.session_state.get(calls_panel.PICKED, ()))
            one = str(what["pick"])
            st.session_state[calls_panel.PICKED] = (
                [each for each in picked if each != one] if one in picked else [*picked, one]
            )

    return opened


def _open(number: str) -> None:
    """Open the side of a person; a number that says who somebody is belongs into no address and no log."""
    if mask_inside(number) == number:
        address.keep(person=number)


def _panel(teller: Teller, look: Any, people: PeopleList, asked: Asked, count: int) -> None:
    """The side: the person who is open, and below the list of calls."""
    t, viewer = teller.t, teller.workspace.viewer
    may_reveal = allowed(viewer, "reveal", "people.phone")
    chosen = address.get("person")
    shown = people.one(chosen) if chosen else None
    if shown is None:
        looked.away("person")
    if shown is not None:
        looked.at("person", viewer, f"person {shown.found.people['person_id'].iloc[0]}", 1)
        registry.person(person(teller, look, shown.found, 0, shown.services, shown.placed), key="person")
        if may_reveal:
            reveal_panel.draw(chosen, t)
        person_edit.draw(teller, chosen)
        st.button(t("Close"), key="close_person", type="tertiary", on_click=_close)
    elif chosen:
        unseen = t("This person is on no list that you may see.")
        st.markdown(f"**{plain(unseen)}**")
        st.button(t("Close"), key="close_person", type="tertiary", on_click=_close)
    elif not may_reveal:
        none = t("Nobody is open.")
        st.markdown(f"**{plain(none)}**")
        st.markdown(plain(t("Choose a name on the left: services, needs and what happened stand here.")))
    if may_reveal:
        calls_panel.draw(teller, people, asked, count, t)


def _close() -> None:
    address.keep(person="")


def _below_tables(teller: Teller, look: Any, people: PeopleList, sums: told.Sums, nobody: FollowUp) -> None:
    """Households without anyone in work, and who looks after the overdue."""
    t, idle, by_helper = teller.t, None, None
    if sums.get(HOUSEHOLD):
        idle = households(teller, look, nobody, people.households(), sums[HOUSEHOLD])
    if people.has_helpers and nobody.timed:
        by_helper = helpers(teller, look, people.helpers())
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


def _source_line(workspace: Workspace, nobody: FollowUp, t: Words) -> str:
    """Whose minimums these are, of which day, and where identities are masked."""
    plans = dict.fromkeys(
        t("{plan} (borrowed)", plan=t.label(each.lender.plan.short_title))
        if each.lender.borrowed
        else t.label(each.lender.plan.short_title)
        for each in nobody.leasts
    )
    parts = [t("Follow-up: {plans}.", plans=t("; ").join(plans))] if plans else []
    parts.append(t("As of the end of {day}.", day=nobody.day.isoformat()))
    parts.append(t("Names, ID numbers and phones are masked on the server before they are sent."))
    parts.append(t("Data version {version}.", version=workspace.version))
    return t.space.join(parts)
