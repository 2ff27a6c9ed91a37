"""The place page: head, the deciding rule large, every other rule as a row, and the side."""

from __future__ import annotations

import streamlit as st

from dashboard.atlas import places_of_level
from dashboard.engine.explain import Explanation
from dashboard.locale import Words
from dashboard.plans.styles import Scheme
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, firms_behind, geometry, moving, typing_in
from dashboard.ui.components import registry
from dashboard.ui.deciding_chart import deciding_chart
from dashboard.ui.deciding_payload import deciding_reasons, deciding_title
from dashboard.ui.frame import PAGES, scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import head
from dashboard.ui.place_payload import rail, rule_rows
from dashboard.ui.risk_page import mode_in_force, sheet_of
from dashboard.ui.risk_payload import RiskView, source_line
from dashboard.wording.headlines import facts, headline, lead
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    if not workspace.has_tiers:
        moving.draw_without_tiers(workspace, t)
        return
    month = controls.month_in_force(workspace)
    region = controls.region_in_force(workspace)
    mode = mode_in_force(workspace)
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    teller = Teller(workspace, mode, month, t)
    look = scheme()
    _controls(workspace, region, month, t)
    typing_in.draw(workspace, mode, t)
    children = workspace.panel.children[region]
    registry.head(
        head(
            teller, look, region, headline(teller, region, children),
            lead(teller, region, children, with_deadline=True), facts(teller, region, with_deadline=False),
        ),
        key="head",
    )  # fmt: skip
    told = teller.explanations(region)
    with st.container(key="place"):
        left, right = st.columns([1020, 300], gap="large")
    view = _view(workspace, teller, region, look)
    with left:
        if told:
            _deciding(teller, told[0], region, look)
            firms_behind.of_rules(teller, told, region)
            registry.rule_rows(rule_rows(teller, look, told[1:], region), key="rule_rows")
        else:
            st.text(t("The plan has no rule for places of this level. Open one of its places."))
    with right:
        registry.rail(rail(view, region), key="rail", on_open=moving.on_open("rail"))
    typing_in.typed_figures(workspace, workspace.panel.codes[region], month, t)
    st.caption(plain(source_line(view)))


def _view(workspace: Workspace, teller: Teller, region: int, look: Scheme) -> RiskView:
    """The map at the side: the place among those of its level."""
    panel = workspace.panel
    parent = int(panel.parents[region])
    level = panel.levels[region]
    around = parent if parent >= 0 else region
    places = places_of_level(workspace, level, around)
    sheet = sheet_of(workspace.version, level, around, workspace)
    url = ""
    if sheet is not None:
        url = geometry.register(f"{sheet.drawing.digest}.json", sheet.drawing.to_bytes(), "application/json")
    return RiskView(teller, look, around, places, sheet if sheet and region in sheet.regions else None, url)


def _deciding(teller: Teller, told: Explanation, region: int, look: Scheme) -> None:
    """The rule that decides, in a card of its own."""
    with st.container(border=True, key="deciding"):
        registry.deciding(deciding_title(teller, told, look), key="deciding_title")
        figure = deciding_chart(teller, told, region, look)
        chart, reasons = st.columns([640, 340], gap="medium", vertical_alignment="center")
        with chart:
            if figure is None:
                st.text(teller.reason(told))
            else:
                st.plotly_chart(
                    figure, key="deciding_chart", theme=None,
                    config={"staticPlot": True, "displayModeBar": False, "topojsonURL": "/geometry/"},
                )  # fmt: skip
        with reasons, st.container(key="deciding_why"):
            registry.deciding(deciding_reasons(teller, told, look), key="deciding_reasons")


def _controls(workspace: Workspace, region: int, month: int, t: Words) -> None:
    moving.follow()
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        st.button(t("‹ Back to the map"), key="back", on_click=_back)
        typing_in.event_button(workspace, workspace.panel.codes[region], t)
        typing_in.figure_button(workspace, workspace.panel.codes[region], month, t)
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    if st.session_state.pop("going_back", False):
        st.switch_page(
            str(PAGES / "risk_map.py"), query_params=address.query(region=_region_of_map(workspace, region))
        )


def _region_of_map(workspace: Workspace, region: int) -> str:
    """The region whose map the viewer came from, if this place lies in it; else the place's own."""
    panel, came_from = workspace.panel, st.session_state.get("map_region", "")
    chain = (region, *workspace.above(region))
    return came_from if came_from in {panel.codes[r] for r in chain} else panel.codes[region]


def _back() -> None:
    st.session_state["going_back"] = True
