"""A zoomable map with folium, without one request to anybody else: Leaflet from this server, geometry by URL.

The base map loads the geometry once from the same origin. A second part, the feature group, carries only one digit
a place, the styles and the few notes; `st_folium(m, feature_group_to_add=group)` replaces just that. Tiles are off
unless configured. Places without an outline are dots, their positions by URL too. Names, notes and digits enter the
page as JSON whose every sign that means something to HTML or to a template is escaped, and are shown through
`textContent` alone: folium's own popups and tooltips run HTML. A canvas cannot hatch, so incomplete is dashed with
a lighter fill, and numerals stand on the places that have room.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import folium
from folium.template import Template

from geo.numerals import NUMERAL_PATHS
from geo.places import GeoError

LEAFLET_FOLDER = Path(__file__).with_name("static") / "leaflet"
LAYER_SCRIPT = Path(__file__).with_name("folium_layer.js")
LEAFLET_FILES = ("leaflet.js", "leaflet.css")
COLORS = {"bg": "#FCFCFB", "t1": "#1A2127", "t3": "#616D76", "panel": "#FFFFFF", "line": "#D5DCE0"}
ZOOM_STEP = 0.25
"""Levels between two zooms: with whole ones a map could fill as little as half of its frame."""
MARGIN_PX = 12
# What ends a script, opens a tag, starts a template or a placeholder. The underscore, too: streamlit-folium strips
# what follows one before it decides whether a map has changed.
_ESCAPED = "<>&`${}_'\u2028\u2029"


class FoliumMapError(GeoError):
    """A folium map was asked for with parts that do not fit; says which and what is allowed."""


def script_json(value: Any) -> str:
    """Return a value as JSON that stays data wherever a script or a template puts it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    inside, out = False, []
    previous = ""
    for sign in text:
        if sign == '"' and previous != "\\":
            inside = not inside
        out.append(f"\\u{ord(sign):04x}" if inside and sign in _ESCAPED else sign)
        previous = "" if previous == "\\" else sign
    return "".join(out)


class _Geometry(folium.MacroElement):
    """The places' shapes, fetched once by the browser and painted in whatever digits come."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this.layer }}
        window.placeMap = placeLayer({{ this._parent.get_name() }}, {{ this.given }});
        {% endmacro %}
        """
    )

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlaceGeometry"
        self.layer = LAYER_SCRIPT.read_text(encoding="utf-8")
        self.given = script_json(given)


class _Digits(folium.MacroElement):
    """One digit a place with their styles: all that changes from month to month."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        window.placeMap.paint({{ this.state }}, {{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlaceDigits"
        self.state = script_json(state)


def folium_map(
    geometry_url: str,
    digits: str,
    *,
    styles: Sequence[Mapping[str, Any]],
    bounds: tuple[float, float, float, float],
    leaflet_base_url: str,
    names: Sequence[str] | None = None,
    notes: Mapping[str, str] | None = None,
    anchors: Sequence[tuple[float, float]] | None = None,
    points_url: str | None = None,
    point_digits: str = "",
    point_names: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    tile_url: str | None = None,
    failed: str = "The map could not be loaded.",
    mismatch: str = "The map and its tiers do not belong together; it is not drawn.",
) -> tuple[folium.Map, folium.FeatureGroup]:
    """Return a map of the places behind `geometry_url` and the feature group that colours them.

    `geometry_url` serves `Drawing.geojson_bytes()` and, like `leaflet_base_url` (where `LEAFLET_FILES` lie), starts
    with a slash: both come from this server. `digits`, `names` and `anchors` (latitude, longitude of the numerals)
    are in the places' order, `notes` by code. `styles` is one entry a digit, `bounds` south, west, north, east in
    degrees. Without `names` those of the geometry are shown. `points_url` serves `points_geojson` of places without
    an outline, with digits and names of their own. A style with `quiet` is ground: an area that has no tier, with its
    name on it. `failed` and `mismatch` are shown instead of a map.
    """
    _check_addresses(geometry_url=geometry_url, leaflet_base_url=leaflet_base_url, points_url=points_url)
    _check_digits(digits, styles, names=names, anchors=anchors)
    _check_digits(point_digits, styles, point_names=point_names)
    if tile_url is not None and not all(part in tile_url for part in ("{z}", "{x}", "{y}")):
        raise FoliumMapError(
            f"tile_url: found {tile_url!r}; allowed: an address with {{z}}, {{x}} and {{y}}."
        )
    south, west, north, east = bounds
    base = leaflet_base_url.rstrip("/")
    m = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=tile_url,
        attr="tiles" if tile_url else None,
        attributionControl=False,
        prefer_canvas=True,
        zoom_snap=ZOOM_STEP,
    )
    m.default_js = [("leaflet", f"{base}/leaflet.js")]
    m.default_css = [("leaflet_css", f"{base}/leaflet.css")]
    given = {
        "bounds": [[south, west], [north, east]],
        "margin": MARGIN_PX,
        "geometry": geometry_url,
        "names": list(names) if names is not None else None,
        "anchors": [list(anchor) for anchor in anchors] if anchors is not None else None,
        "points": points_url,
        "point_names": list(point_names) if point_names is not None else None,
        "numerals": NUMERAL_PATHS,
        "failed": failed,
        "mismatch": mismatch,
    }
    _Geometry(given).add_to(m)
    group = folium.FeatureGroup(name="tiers")
    state = {
        "digits": digits,
        "point_digits": point_digits,
        "styles": [dict(style) for style in styles],
        "notes": {code: note for code, note in (notes or {}).items() if note},
        "colors": {**COLORS, **(colors or {})},
    }
    _Digits(state).add_to(group)
    return m, group


def _check_addresses(**addresses: str | None) -> None:
    """Refuse addresses of other servers."""
    for what, url in addresses.items():
        if url is not None and (not url.startswith("/") or url.startswith(("//", "/\\"))):
            raise FoliumMapError(
                f"{what}: found {url!r}; allowed: an address of this server that starts with one slash."
            )


def _check_digits(digits: str, styles: Sequence[Mapping[str, Any]], **lists: Sequence[object] | None) -> None:
    """Refuse lists that do not go with the digits, and digits without a style."""
    for what, items in lists.items():
        if items is not None and len(items) != len(digits):
            raise FoliumMapError(f"{what}: found {len(items)} for {len(digits)} digits; allowed: as many.")
    beyond = sorted({digit for digit in digits if not digit.isalnum() or int(digit, 36) >= len(styles)})
    if beyond:
        raise FoliumMapError(
            f"digits: found {', '.join(beyond)}; allowed: those of the {len(styles)} styles, 0-9 then a-z."
        )
