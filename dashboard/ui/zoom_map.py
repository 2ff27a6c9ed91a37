"""The zoomable map: folium through streamlit-folium, geometry by URL, tiers as digits, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from dashboard.atlas import Sheet
from dashboard.plans.styles import neutrals
from dashboard.settings import load
from dashboard.ui import geometry
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import region_digits, styles_of
from dashboard.ui.risk_payload import RiskView, caption, legend, map_data
from geo.folium_map import folium_map

_HEIGHT = 460
_CLICKED = ("last_active_drawing", "last_object_clicked_count")


def draw_zoom_map(view: RiskView) -> str | None:
    """Draw the map with its caption; the code of a place just clicked, else None."""
    sheet, t = view.sheet, view.teller.t
    if sheet is None:
        return None
    data = map_data(view)
    colours, settings = neutrals(view.scheme), load()
    base, group = folium_map(
        _address(sheet),
        region_digits(view.teller, sheet.regions),
        styles=styles_of(view.teller.plan, view.scheme, t.lang),
        bounds=sheet.drawing.bounds,
        anchors=sheet.drawing.anchors,
        leaflet_base_url="/leaflet",
        names=data["names"],
        notes=dict(zip(sheet.drawing.codes, data["notes"], strict=True)),
        colors={"bg": colours["bg"], "t1": colours["t1"]},
        tile_url=settings.tile_url or None,
        failed=data["failed"],
        mismatch=t("The map and its tiers do not belong together; it is not drawn."),
    )
    answer: dict[str, Any] = st_folium(
        base,
        feature_group_to_add=group,
        returned_objects=list(_CLICKED),
        height=_HEIGHT,
        use_container_width=True,
        key=f"zoom_map_{sheet.drawing.digest}",
    )
    st.markdown(_legend(view))
    st.caption(plain(caption(view)) + (f" {plain(settings.tile_attribution)}" if settings.tile_url else ""))
    return _clicked(answer or {})


def _clicked(answer: dict[str, Any]) -> str | None:
    """The place of a click that has not been answered yet."""
    count = answer.get("last_object_clicked_count") or 0
    drawing = answer.get("last_active_drawing") or {}
    if not count or st.session_state.get("zoom_clicks") == count:
        return None
    st.session_state["zoom_clicks"] = count
    code = (drawing.get("properties") or {}).get("region_code")
    return str(code) if code else None


@st.cache_data(max_entries=32, show_spinner=False)
def _geojson(digest: str, _sheet: Sheet) -> bytes:
    """The outlines in degrees; kept, since simplifying a country takes a while."""
    del digest
    return _sheet.drawing.geojson_bytes()


def _address(sheet: Sheet) -> str:
    digest = sheet.drawing.digest
    return geometry.register(f"{digest}.geojson", _geojson(digest, sheet), "application/geo+json")


def _legend(view: RiskView) -> str:
    """The tiers in their colours, as a line of text."""
    styles = styles_of(view.teller.plan, view.scheme, view.teller.t.lang)
    return " ".join(
        f':color[ {plain(entry["text"])} ]{{foreground="{style["text"]}" background="{style["fill"]}"}}'
        for entry in legend(view.teller)
        if (style := styles[int(entry["digit"], 36)])["hatch"] is None
    )
