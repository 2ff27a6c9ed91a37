"""The zoomable map: folium through streamlit-folium, geometry by URL, tiers as digits, nothing from elsewhere.

Places without an outline are dots; where no place has one, what they belong to is drawn as quiet ground, in the
panel's colour and without a tier.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from dashboard.atlas import Sheet
from dashboard.plans.styles import ALPHABET, Scheme, Style, neutrals
from dashboard.settings import load
from dashboard.ui import geometry
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import region_digits, styles_of
from dashboard.ui.risk_payload import RiskView, caption, legend, notes_of
from geo.folium_map import folium_map

_HEIGHT = 460
_CLICKED = ("last_active_drawing", "last_object_clicked_count")


def draw_zoom_map(view: RiskView) -> str | None:
    """Draw the map with its caption; the code of a place just clicked, else None."""
    sheet, teller, t = view.sheet, view.teller, view.teller.t
    if sheet is None:
        return None
    colours, settings = neutrals(view.scheme), load()
    styles = styles_of(teller.plan, view.scheme, t.lang)
    dots = [point.region for point in sheet.points]
    areas = (
        ALPHABET[len(styles)] * len(sheet.regions)
        if sheet.is_ground
        else region_digits(teller, sheet.regions)
    )
    judged = (*([] if sheet.is_ground else sheet.regions), *dots)
    base, group = folium_map(
        _address(sheet),
        areas,
        styles=[*styles, _ground_style(view.scheme)],
        bounds=sheet.bounds,
        anchors=sheet.drawing.anchors,
        leaflet_base_url="/leaflet",
        names=[teller.name(region) for region in sheet.regions],
        notes={teller.workspace.panel.codes[region]: notes_of(teller, region)[0] for region in judged},
        points_url=_points_address(sheet) if dots else None,
        point_digits=region_digits(teller, dots),
        point_names=[teller.name(region) for region in dots],
        colors={name: colours[name] for name in ("bg", "t1", "t3", "panel", "line")},
        tile_url=settings.tile_url or None,
        failed=t("The map could not be loaded. Load the page again."),
        mismatch=t("The map and its tiers do not belong together; it is not drawn."),
    )
    answer: dict[str, Any] = st_folium(
        base,
        feature_group_to_add=group,
        returned_objects=list(_CLICKED),
        height=_HEIGHT,
        use_container_width=True,
        key=f"zoom_map_{sheet.digest}",
    )
    st.markdown(_legend(view))
    said = [caption(view), t("Dashed: incomplete or unknown.")]
    if dots:
        said.append(t("Dots: places without an outline."))
    if sheet.is_ground:
        said.append(t("The ground shows where they belong and has no tier."))
    st.caption(
        plain(t.space.join(said)) + (f" {plain(settings.tile_attribution)}" if settings.tile_url else "")
    )
    return _clicked(answer or {})


def _clicked(answer: dict[str, Any]) -> str | None:
    """The place of a click that has not been answered yet; a map that is drawn anew counts from nought again."""
    count = answer.get("last_object_clicked_count") or 0
    drawing = answer.get("last_active_drawing") or {}
    if count == st.session_state.get("zoom_clicks", 0):
        return None
    st.session_state["zoom_clicks"] = count
    if not count:
        return None
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


def _points_address(sheet: Sheet) -> str:
    return geometry.register(f"{sheet.digest}.geojson", sheet.points_bytes, "application/geo+json")


def _ground_style(scheme: Scheme) -> Style:
    """The look of an area that has no tier: the panel's paper with a thin line, and its name."""
    colours = neutrals(scheme)
    return {
        "fill": colours["panel"], "text": colours["t3"], "outline": colours["line"], "outline_width": 2.4,
        "hatch": None, "dashed": False, "numeral": "", "word": "", "label": "", "quiet": True,
    }  # fmt: skip


def _legend(view: RiskView) -> str:
    """The tiers in their colours, as a line of text."""
    styles = styles_of(view.teller.plan, view.scheme, view.teller.t.lang)
    return " ".join(
        f':color[ {plain(entry["text"])} ]{{foreground="{style["text"]}" background="{style["fill"]}"}}'
        for entry in legend(view.teller)
        if (style := styles[int(entry["digit"], 36)])["hatch"] is None
    )
