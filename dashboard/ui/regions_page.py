"""The page of key places: which are on the list by which criterion and since when, and the help plan of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from dashboard.locale import Words, literal
from dashboard.registers.firm_plans import last_day
from dashboard.registers.help_plans import Task, has_help_plan, help_plan
from dashboard.registers.key_regions import PlaceList, PlaceReason, place_list
from dashboard.reports.place_list_table import GROUPS, figure_text, place_list_table
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, edit_panel, list_controls, moving
from dashboard.ui.components import registry
from dashboard.ui.enterprises_page import opened
from dashboard.ui.export_buttons import export_buttons, marks_of
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data, ground, plain_head, region_digit
from dashboard.ui.risk_page import level_name, mode_in_force
from dashboard.wording.figures import month_short, number
from dashboard.wording.firms import day_text
from dashboard.wording.headlines import Fact
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

TASK = ("task", "unit", "due_on", "done_on", "note")
_POINTS = ("resettlement_site", "village_point")
"""Criteria of what a place is, not of how it fares."""


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    month, region, mode = (
        controls.month_in_force(workspace), controls.region_in_force(workspace), mode_in_force(workspace),
    )  # fmt: skip
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    list_controls.remember(("region_list", "key_region"))
    teller = Teller(workspace, mode, month, t)
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        list_controls.sisters("regions", t)
        controls.plan_picker(workspace, t, forget=("region_list",))
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    places = place_list(workspace)
    listed = set(np.flatnonzero(places.holds(month).any(axis=0)))
    whole = [r for r in workspace.below(region) if r in listed]
    registry.head(
        plain_head(
            teller,
            scheme(),
            headline(teller, region, whole),
            _lead(teller, region),
            _facts(teller, places, whole),
        ),
        key="head",
    )
    found = _filtered(teller, places, whole)
    if found:
        registry.listing(place_rows(teller, places, found), key="key_regions", on_open=opened("key_regions"))
    else:
        _empty(teller, places, len(whole))
    chosen = _chosen(workspace, region)
    st.subheader(t("Help plan of {place}", place=plain(teller.name(chosen))), anchor=False)
    _help_plan(teller, chosen)
    if not has_help_plan(workspace, chosen):
        st.caption(plain(t("This place has taken on no task yet; the plan names what is usual.")))
    source = _source(teller, places)
    export_buttons(
        workspace, GROUPS, lambda: place_list_table(teller, places, region, found, marks_of(workspace, source, t)),
        f"regions_{workspace.panel.codes[region]}_{month_text(month)}", t,
    )  # fmt: skip
    st.caption(plain(source))


def _help_plan(teller: Teller, region: int) -> None:
    """The tasks of a place, taken on and changed in place."""
    t, tasks = teller.t, help_plan(teller.workspace, region)
    owner = {"region_code": teller.workspace.panel.codes[region]}
    spot = st.container()
    desk = edit_panel.begin(teller, "help_tasks")
    names = {task.word: t.label(task.name) for task in tasks if not task.is_taken_on}
    fields = edit_panel.Fields("tasks", "", "help_tasks", TASK, {"task": names}, sides=2)

    def opened_task() -> None:
        state: Any = st.session_state.get("help_plan")
        what = state.get("open") if state else None
        if desk is not None and isinstance(what, dict):
            edit_panel.open_elsewhere(desk, fields, owner, {"task": str(what.get("task", ""))})

    can = desk is not None and bool(desk.mine(fields))
    with spot:
        registry.listing(task_rows(teller, tasks, can=can), key="help_plan", on_open=opened_task)
    if desk is not None:
        edit_panel.rows_elsewhere(desk, fields, owner, t("Take on another task"))


def headline(teller: Teller, region: int, whole: Sequence[int]) -> str:
    """How many places are on the list."""
    t, place = teller.t, teller.name(region)
    if not whole:
        return t("{place}: no place is on the list of key places.", place=place)
    return t.plural(
        "{place}: {n} place is on the list of key places.", "{place}: {n} places are on the list of key places.",
        len(whole), place=place,
    )  # fmt: skip


def _lead(teller: Teller, region: int) -> str:
    """Tasks of help plans whose day has passed."""
    t, space, day = teller.t, teller.workspace, last_day(teller.month)
    late = sum(task.is_overdue(day) for place in space.below(region) for task in help_plan(space, place))
    return (
        t.plural("**{n}** task of a help plan is overdue.", "**{n}** tasks of help plans are overdue.", late)
        if late
        else ""
    )


def _facts(teller: Teller, places: PlaceList, whole: Sequence[int]) -> list[Fact]:
    holds = places.holds(teller.month)
    return [
        Fact(teller.t.label(each.criterion.name), number(int(holds[n][list(whole)].sum())))
        for n, each in enumerate(places.listed)
    ][:4]


def _filtered(teller: Teller, places: PlaceList, whole: list[int]) -> list[int]:
    t = teller.t
    names = {each.criterion.id: t.label(each.criterion.name) for each in places.listed}
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        kind = list_controls.choice(
            "region_list", t("Criterion"), names, "", every=t("Every criterion"), width=260
        )
        list_controls.clear(("region_list",), t)
        numbers = [n for n, each in enumerate(places.listed) if each.criterion.id == kind]
        holds = places.holds(teller.month)
        found = [r for r in whole if not numbers or holds[numbers[0]][r]]
        counted = t.plural(
            "{n} place; the filters are in the address",
            "{n} places; the filters are in the address",
            len(whole),
        )
        list_controls.counted(len(found), len(whole), counted)
    return found


def place_rows(teller: Teller, places: PlaceList, found: Sequence[int]) -> Data:
    """The component ``listing``: a row a place and criterion."""
    t, panel, chosen, rows = teller.t, teller.workspace.panel, address.get("key_region"), []
    for region in found:
        code = panel.codes[region]
        for at, reason in enumerate(places.reasons(region, teller.month)):
            judged = teller.applies(region)
            first = cell(
                teller.name(region), level_name(panel.levels[region], t), open={"key_region": code},
                href=address.href("regions", key_region=code),
            ) if at == 0 else cell("")  # fmt: skip
            tier = (
                cell(word=teller.full_word(region), digit=region_digit(teller, region), mini="1")
                if judged and at == 0
                else cell("")
            )
            rows.append(
                row(
                    f"{code} {reason.listed.criterion.id}",
                    [
                        first, tier, _criterion(teller, reason), cell(figure_text(reason, t), strong=reason.is_open),
                        _since(teller, reason), cell(reason.listed.criterion.clause, faint=True),
                    ],
                    chosen=code == chosen and at == 0,
                )
            )  # fmt: skip
    return ground(teller, scheme()) | {
        "caption": t("Key places, {month}", month=teller.long_month()),
        "columns": [
            column(t("Place")), column(t("Tier found")), column(t("Criterion")), column(t("Value")),
            column(t("Since when")), column(t("Clause")),
        ],
        "rows": rows, "note": t("A press on a place shows its help plan below."),
    }  # fmt: skip


def _criterion(teller: Teller, reason: PlaceReason) -> Data:
    t, criterion = teller.t, reason.listed.criterion
    plan = teller.workspace.brief.lender(reason.listed.plan).plan
    readings = [t.label(plan.interpretation(name).chosen.text) for name in criterion.interpretations]
    small = (
        t("the bureau's practice: {reading}", reading=t("; ").join(readings)) if criterion.practice else ""
    )
    borrowed = t("borrowed") if teller.workspace.is_borrowed(reason.listed.plan) else ""
    return cell(t.label(criterion.name), small, mark=borrowed, dashed=bool(borrowed))


def _since(teller: Teller, reason: PlaceReason) -> Data:
    t = teller.t
    if reason.listed.criterion.id in _POINTS:
        return cell("—", faint=True)
    if reason.since is None:
        return cell(t("from the start"))
    months = teller.month - reason.since + 1
    return cell(
        t("since {month}", month=month_short(reason.since, t, teller.month)),
        t.plural("{n} month on the list", "{n} months on the list", months),
    )


def task_rows(teller: Teller, tasks: Sequence[Task], *, can: bool = False) -> Data:
    """The component ``listing``: a row a task of a help plan; it opens for those who can change it."""
    t, day = teller.t, last_day(teller.month)
    rows = []
    for at, task in enumerate(tasks):
        state = (
            t("done on {day}", day=day_text(task.done_on, t))
            if task.done_on is not None and task.is_done(day)
            else ""
        )
        if not state:
            state = (
                t("overdue")
                if task.is_overdue(day)
                else t("under way")
                if task.is_taken_on
                else t("not taken on")
            )
        rows.append(
            row(
                f"{at} {task.name.en}",
                [
                    cell(literal(t.label(task.name)), literal(task.note), open={"task": task.word} if can else None),
                    cell(literal(task.unit) or "—", faint=not task.unit),
                    cell(day_text(task.due_on, t) if task.due_on is not None else "—"),
                    cell(state, strong=task.is_overdue(day), faint=not task.is_taken_on),
                    cell(task.clause, faint=True),
                ],
            )
        )  # fmt: skip
    return ground(teller, scheme()) | {
        "caption": t("Tasks of the help plan"),
        "columns": [
            *(column(t("Task")), column(t("Who sees to it")), column(t("By when"))),
            *(column(t("State")), column(t("Clause"))),
        ],
        "rows": rows, "note": _task_note(len(rows), t, can=can),
    }  # fmt: skip


def _task_note(count: int, t: Words, *, can: bool) -> str:
    if not count:
        return t("No plan in force names tasks for a help plan.")
    return t("A press on a task opens it.") if can else ""


def _chosen(workspace: Workspace, region: int) -> int:
    code = address.get("key_region")
    return workspace.panel.position(code) if code in workspace.panel.codes else region


def _empty(teller: Teller, places: PlaceList, whole: int) -> None:
    t = teller.t
    if whole:
        hidden = t.plural("{n} place is hidden by them.", "{n} places are hidden by them.", whole)
        list_controls.empty(t("No place fits the filters."), hidden)
    elif not places.listed:
        list_controls.empty(
            t("No plan in force has such a list."), t("Choose a profile or plan with lists above.")
        )
    else:
        text = t(
            "Sites and village points stand here once the table of regions has them with their population."
        )
        list_controls.empty(t("No place meets a criterion of the list."), text)


def _source(teller: Teller, places: PlaceList) -> str:
    t, space = teller.t, teller.workspace
    plans = dict.fromkeys(each.plan for each in places.listed)
    titles = [
        t("{plan} (borrowed)", plan=t.label(space.plan_title(p)))
        if space.is_borrowed(p)
        else t.label(space.plan_title(p))
        for p in plans
    ]
    named = (
        t("Criteria: {plans}.", plans=t("; ").join(titles))
        if titles
        else t("No plan in force has such a list.")
    )
    return t.space.join([named, t("Data version {version}.", version=space.version)])
