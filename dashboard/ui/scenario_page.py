"""The page of scenarios: levers and maps in a fragment, the sweep of one lever, and the scenarios that are kept."""

from __future__ import annotations

import streamlit as st

from dashboard.atlas import Sheet, places_of_level
from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import Scenario
from dashboard.tables.months import month_text
from dashboard.ui import (
    address,
    controls,
    geometry,
    loading,
    moving,
    scenario_ahead,
    scenario_kept,
    scenario_levers,
    scenario_room,
    scenario_shelf,
    scenario_sweep,
)
from dashboard.ui import scenario_state as state
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.messages import draw_faults
from dashboard.ui.risk_page import focus_of, level_of, mode_in_force, sheet_of
from dashboard.ui.rooms import Shown
from dashboard.ui.scenario_payload import ScenarioView, payload
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

_ON = "1"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    if not workspace.has_tiers:
        moving.draw_without_tiers(workspace, t)
        return
    scenario_kept.follow_link(workspace, t)
    scenario_room.draw(workspace, t)
    st.fragment(_everything)(workspace, t)


def _everything(workspace: Workspace, t: Words) -> None:
    """Draw what moves; run alone, it must not go on with data that the address has left, nor let a fault escape."""
    if loading.has_left(workspace):
        st.rerun()
    moving.follow()
    try:
        _draw(workspace, t)
    except DeskError as error:
        draw_faults(error, t)


def _draw(workspace: Workspace, t: Words) -> None:
    month = controls.month_in_force(workspace)
    focus = focus_of(workspace, controls.region_in_force(workspace))
    mode = mode_in_force(workspace)
    level = level_of(workspace, focus)
    address.keep(
        month=month_text(month), region=workspace.panel.codes[focus], level=level,
        town_alerts=mode, presenter=_ON if address.get("presenter") == _ON else "",
    )  # fmt: skip
    map_sheet = sheet_of(workspace.version, level, focus, workspace)
    url = ""
    if map_sheet is not None:
        drawing = map_sheet.drawing
        url = geometry.register(f"{drawing.digest}.json", drawing.to_bytes(), "application/json")
    saved = state.current()
    scenario_room.publish(Shown(address.get("scenario"), month_text(month), mode))
    if address.get("presenter") == _ON:
        st.container(key="presenter").empty()
    with st.container(key="scenario"):
        left, right = st.columns([296, 1028], gap="medium")
    with right:
        above = st.container()
        # The maps first: they are on their way to the viewer while the levers are still being drawn.
        outcome = _outcome(workspace, mode, month, saved.scenario, t)
        if outcome is not None:
            _maps(outcome, mode, focus, level, map_sheet, url, t)
            scenario_shelf.note_of_age(saved, outcome, t)
    with above:
        _controls(workspace, focus, month, saved, t)
    with left:
        scenario_levers.draw(workspace, mode, month, saved.scenario, t)
        scenario_shelf.actions(workspace, mode, month, saved, t)
    if outcome is not None:
        scenario_ahead.draw(outcome, mode, map_sheet)
        scenario_shelf.exports(outcome, saved, focus, t)
        scenario_sweep.draw(outcome, mode, focus, map_sheet, url, t)
        scenario_shelf.compare(workspace, mode, month, focus, t)


def _outcome(workspace: Workspace, mode: str, month: int, scenario: Scenario, t: Words) -> Outcome | None:
    """What the scenario makes of the month; a lever that cannot be is said, and the levers stay to mend it."""
    try:
        return play(workspace, mode, month, scenario)
    except DeskError as error:
        st.title(t("This cannot be supposed on these data."), anchor=False)
        for fault in error.faults:
            st.text(fault)
        st.text(t("Take the lever out, undo it, or move it to what is allowed."))
        return None


def _controls(workspace: Workspace, focus: int, month: int, saved: Saved, t: Words) -> None:
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, focus, t)
        scenario_shelf.open_scenario(workspace, saved, t)
        controls.month_stepper(workspace, month, t)
        presenting = address.get("presenter") == _ON
        st.button(
            t("Usual size") if presenting else t("Large type"), key="presenter_switch", on_click=address.keep,
            kwargs={"presenter": "" if presenting else _ON},
        )  # fmt: skip


def _maps(
    outcome: Outcome, mode: str, focus: int, level: str, map_sheet: Sheet | None, url: str, t: Words
) -> None:
    workspace = outcome.before
    places = places_of_level(workspace, level, focus)
    before = Teller(workspace, outcome.modes[0], outcome.months[0], t)
    after = Teller(outcome.after, outcome.modes[1], outcome.months[1], t)
    view = ScenarioView(
        outcome, before, after, scheme(), focus, places, map_sheet, url, scenario_ahead.answers(outcome, mode)
    )
    registry.scenario_view(payload(view), key="scenario_view", on_open=moving.on_open("scenario_view"))
