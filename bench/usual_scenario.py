"""The page of scenarios done the usual way, to be measured beside ours: st_folium rebuilt, the whole script run.

Started by bench/bench_scenario.py. It judges by the same engine; only what happens on the page is the usual way.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import folium
import streamlit as st
from streamlit_folium import st_folium

from dashboard.atlas import sheet
from dashboard.plans.styles import digit_styles
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.levers import EdgeMoved, Scenario
from dashboard.workspace import Workspace, month_of, open_folder

EDGE = "registered_unemployment_rate_gap.yellow"


@st.cache_resource
def opened() -> Workspace:
    """The data folder, read once."""
    return open_folder(Path(os.environ["BENCH_FOLDER"]), default="gaotai-2021")


@st.cache_data
def geometry() -> str:
    """The outlines, simplified as ours are."""
    workspace = opened()
    found = sheet(workspace, regions())
    assert found is not None
    return found.drawing.geojson_bytes().decode()


def regions() -> tuple[int, ...]:
    """The places on the map."""
    workspace = opened()
    level = str(workspace.folder.manifest["map_level"])
    return tuple(r for r, each in enumerate(workspace.panel.levels) if each == level)


def draw(outcome: Outcome, side: str) -> None:
    """One map, built anew."""
    judged = outcome.difference.before if side == "now" else outcome.difference.after
    styles = digit_styles(outcome.before.plan.tier_ids, "light", {}, "en")
    tiers = {outcome.before.panel.codes[r]: int(judged.tiers[r]) for r in regions()}
    found = folium.Map(tiles=None, prefer_canvas=False)

    def style(feature: dict[str, dict[str, str]]) -> dict[str, object]:
        tier = tiers.get(feature["properties"]["region_code"], -1)
        return {
            "fillColor": styles[tier if tier >= 0 else 4]["fill"],
            "fillOpacity": 1,
            "color": "#555",
            "weight": 1,
        }

    layer = folium.GeoJson(json.loads(geometry()), style_function=style)
    layer.add_to(found)
    found.fit_bounds(layer.get_bounds())
    st_folium(found, height=420, use_container_width=True, key=side)


def main() -> None:
    """The whole page, from the top at every move."""
    st.set_page_config(layout="wide")
    workspace = opened()
    number = st.slider("Edge", 0.0, 1.0, 0.3, 0.1)
    month = month_of(os.environ["BENCH_MONTH"])
    outcome = play(workspace, "detected", month, Scenario((EdgeMoved(EDGE, f">= {number}"),)))
    left, right = st.columns(2)
    with left:
        draw(outcome, "now")
    with right:
        draw(outcome, "after")
    st.dataframe([{"place": workspace.panel.names[r]} for r in outcome.difference.regions.tolist()[:50]])


main()
