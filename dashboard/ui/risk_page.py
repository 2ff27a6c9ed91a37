"""The risk map's page: controls, one sentence, then map and table in a fragment."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from dashboard.access import Viewer
from dashboard.atlas import Sheet, levels_on_offer, places_of_level, sheet
from dashboard.engine.evaluate import DETECTED, PUBLISHED
from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.reports.risk_table import risk_table
from dashboard.settings import load
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, firms_behind, geometry, loading, moving, typing_in
from dashboard.ui.components import registry
from dashboard.ui.export_buttons import export_buttons, marks_of
from dashboard.ui.frame import PAGES, scheme
from dashboard.ui.logo import pips
from dashboard.ui.markdown import plain
from dashboard.ui.messages import draw_faults
from dashboard.ui.payloads import head
from dashboard.ui.risk_payload import RiskView, payload, rank, source_line
from dashboard.ui.zoom_map import draw_zoom_map
from dashboard.wording.figures import month_short
from dashboard.wording.headlines import facts, headline, latest_complete, lead, reported, reported_text
from dashboard.wording.teller import Teller
from dashboard.workspace import SHOWN, Workspace

_PLAY_SECONDS = 0.9
_MAP_KINDS = ("svg", "zoom")
_MOST_MARKS = 13


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    if not workspace.has_tiers:
        moving.draw_without_tiers(workspace, t)
        return
    playing = bool(st.session_state.get("playing"))
    typing_in.draw(workspace, mode_in_force(workspace), t)
    st.fragment(_everything, run_every=_PLAY_SECONDS if playing else None)(workspace, t, playing)


def _everything(workspace: Workspace, t: Words, playing: bool) -> None:
    """Draw what moves; run alone, it must not go on with data that the address has left, nor let a fault escape.

    Only a run of the whole page starts or stops the clock of the play-through.
    """
    if (
        loading.has_left(workspace)
        or playing != bool(st.session_state.get("playing"))
        or typing_in.is_asked()
    ):
        st.rerun()
    try:
        _draw(workspace, t)
    except DeskError as error:
        draw_faults(error, t)


def _draw(workspace: Workspace, t: Words) -> None:
    month = controls.month_in_force(workspace)
    if st.session_state.get("playing"):
        month = _next_month(workspace, month)
    region = controls.region_in_force(workspace)
    focus = focus_of(workspace, region)
    level = level_of(workspace, focus)
    mode = mode_in_force(workspace)
    kind = address.get("map")
    address.keep(
        month=month_text(month), region=workspace.panel.codes[focus], level=level, town_alerts=mode,
        map=kind if kind in _MAP_KINDS else "",
    )  # fmt: skip
    teller = Teller(workspace, mode, month, t)
    places = places_of_level(workspace, level, focus)
    map_sheet = sheet_of(workspace.version, level, focus, workspace)
    _controls(workspace, teller, focus, level, places, map_sheet)
    children = workspace.panel.children[focus] if teller.applies(focus) else places
    st.session_state["map_region"] = workspace.panel.codes[focus]
    registry.head(
        head(
            teller, scheme(), focus, headline(teller, focus, children), lead(teller, focus, children),
            facts(teller, focus),
        ),
        key="head",
    )  # fmt: skip
    view = _map_and_table(workspace, teller, focus, places, map_sheet)
    firms_behind.of_places(teller, (focus, *places))
    marks = marks_of(workspace, source_line(view), t)
    export_buttons(
        workspace, SHOWN, lambda: risk_table(teller, focus, rank(teller, places), marks),
        f"risk_map_{workspace.panel.codes[focus]}_{month_text(month)}", t,
    )  # fmt: skip


def _map_and_table(
    workspace: Workspace, teller: Teller, focus: int, places: tuple[int, ...], map_sheet: Sheet | None
) -> RiskView:
    url = ""
    if map_sheet is not None:
        drawing = map_sheet.drawing
        url = geometry.register(f"{drawing.digest}.json", drawing.to_bytes(), "application/json")
    view = RiskView(teller, scheme(), focus, places, map_sheet, url)
    if _map_kind(map_sheet) == "zoom" and map_sheet is not None:
        left, right = st.columns([492, 836], gap="medium")
        with left:
            opened = draw_zoom_map(view)
        with right:
            registry.risk_view(payload(view, with_map=False), key="risk_view", on_open=_open_row)
        if opened:
            _open(opened)
    else:
        registry.risk_view(payload(view, with_map=True), key="risk_view", on_open=_open_row)
    return view


def _open_row() -> None:
    """A place or row was chosen: remember it, the page is left once the fragment has run."""
    state: Any = st.session_state.get("risk_view")
    code = state.get("open") if state else None
    if code:
        st.session_state["going_to"] = str(code)


def _open(code: str) -> None:
    st.switch_page(str(PAGES / "place.py"), query_params=address.query(region=code))


def sheet_of(version: str, level: str, focus: int, workspace: Workspace) -> Sheet | None:
    """The map of a level; kept for a data version and a viewer, since drawing Nanyang's labels takes a second."""
    return _sheet_of(version, workspace.viewer, level, focus, workspace)


@st.cache_resource(max_entries=64, show_spinner=False)
def _sheet_of(version: str, viewer: Viewer, level: str, focus: int, _workspace: Workspace) -> Sheet | None:
    del version, viewer  # positions of regions differ from viewer to viewer
    return sheet(_workspace, places_of_level(_workspace, level, focus))


def focus_of(workspace: Workspace, region: int) -> int:
    """The region whose parts are shown: the one named, or the one above it when it has no parts."""
    while not workspace.panel.children[region] and workspace.panel.parents[region] >= 0:
        region = int(workspace.panel.parents[region])
    return region


def level_of(workspace: Workspace, focus: int) -> str:
    """The level that the address names, else the data folder's, else the level below the focus."""
    offered = levels_on_offer(workspace, focus)
    for wanted in (address.get("level"), str(workspace.folder.manifest.get("map_level", ""))):
        if wanted in offered and places_of_level(workspace, wanted, focus):
            return wanted
    children = workspace.panel.children[focus]
    return workspace.panel.levels[children[0]] if children else workspace.panel.levels[focus]


def mode_in_force(workspace: Workspace) -> str:
    """Which alerts are counted: the address's choice, else the plan's."""
    wanted = address.get("town_alerts")
    return wanted if wanted in (PUBLISHED, DETECTED) else workspace.plan.default_town_alerts


def _map_kind(map_sheet: Sheet | None) -> str:
    wanted = address.get("map")
    if map_sheet is not None and map_sheet.is_ground:
        return "zoom"
    if wanted in _MAP_KINDS:
        return wanted
    if map_sheet is None:
        return "svg"
    return "zoom" if len(map_sheet.regions) > load().svg_place_limit else "svg"


def _next_month(workspace: Workspace, month: int) -> int:
    """The month that play-through shows next; at the newest one it stops."""
    if month >= workspace.months[-1]:
        st.session_state["playing"] = False
        st.rerun()
    return month + 1


def _controls(
    workspace: Workspace,
    teller: Teller,
    focus: int,
    level: str,
    places: tuple[int, ...],
    map_sheet: Sheet | None,
) -> None:
    t = teller.t
    moving.follow()
    if going_to := st.session_state.pop("going_to", None):
        _open(going_to)
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, focus, t)
        _reported(teller, places)
        controls.month_stepper(workspace, teller.month, t)
        playing = bool(st.session_state.get("playing"))
        st.button(
            t("Stop") if playing else t("▶ Play"), key="play", on_click=_play, args=(workspace, not playing)
        )
        names = {found: level_name(found, t) for found in levels_on_offer(workspace, focus)}
        if len(names) > 1:
            _choice("level", t("Level"), names, level)
        typing_in.event_button(workspace, workspace.panel.codes[focus], t)
        with st.popover(t("View"), key="view"):
            controls.source_picker(t)
            modes = {PUBLISHED: t("Published"), DETECTED: t("Found (preview)")}
            _choice("town_alerts", t("Alerts counted"), modes, teller.mode)
            if map_sheet is not None and not map_sheet.is_ground:
                kinds = {"svg": t("Figure"), "zoom": t("Zoomable")}
                _choice("map", t("Map"), kinds, _map_kind(map_sheet))


def _choice(name: str, label: str, options: dict[str, str], current: str) -> None:
    """A few choices side by side, held in the address."""
    key = f"{name}_choice"
    st.session_state[key] = current
    visibility: Literal["visible", "collapsed"] = "collapsed" if name == "level" else "visible"
    st.segmented_control(
        label, list(options), format_func=options.__getitem__, key=key, label_visibility=visibility, width="content",
        on_change=_keep_choice, args=(name, key, current),
    )  # fmt: skip


def _keep_choice(name: str, key: str, current: str) -> None:
    address.keep(**{name: st.session_state[key] or current})


def _play(workspace: Workspace, playing: bool) -> None:
    """Start or stop play-through; from the newest month it starts a year earlier."""
    st.session_state["playing"] = playing
    if playing and controls.month_in_force(workspace) == workspace.months[-1]:
        address.keep(month=month_text(max(workspace.months[0], workspace.months[-1] - 12)))


def _reported(teller: Teller, places: tuple[int, ...]) -> None:
    """How many places have reported, and the way to the last complete month."""
    t = teller.t
    n, total = reported(teller, places)
    if not total:
        return
    with st.container(key="reported", horizontal=True, vertical_alignment="center", width="content"):
        if total <= _MOST_MARKS:
            st.html(pips(n, total), width="content")
        st.markdown(plain(reported_text(teller, places)), width="content")
        complete = latest_complete(teller, places)
        if complete is not None and complete != teller.month:
            st.button(
                t("Last complete: {month}", month=month_short(complete, t, teller.month)), type="tertiary",
                key="last_complete", on_click=address.keep, kwargs={"month": month_text(complete)},
            )  # fmt: skip
        elif n == total and complete == teller.month:
            st.caption(t("complete"))


def level_name(level: str, t: Words) -> str:
    """The word for a level of places."""
    return {
        "province": t("Province"),
        "city": t("City"),
        "county": t("County"),
        "town": t("Town"),
        "village": t("Village"),
        "community": t("Community"),
        "site": t("Site"),
    }.get(level, level)
