"""The folium map asks nobody else and hands no name on as HTML or template."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shapely

import geo
from dashboard.plans.styles import digit_styles
from geo.drawing import Drawing
from geo.folium_map import LEAFLET_FILES, LEAFLET_FOLDER, FoliumMapError, folium_map, script_json
from geo.places import Place

STYLES = digit_styles(["yellow", "orange", "red"], "light")
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`+alert(1)+`",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "' + alert(1) + '",
    'quote " backslash \\ end\\',
    "line\u2028separator\u2029end",
    "&lt;b&gt;",
]


def _rendered(**changes: object) -> str:
    given: dict[str, object] = {
        "geometry_url": "/geometry/gaotai-0123456789abcdef.geojson",
        "digits": "103206450",
        "styles": STYLES,
        "bounds": (39.0, 98.9, 39.9, 100.2),
        "leaflet_base_url": "/app/static/leaflet/",
    }
    m, group = folium_map(**(given | changes))  # type: ignore[arg-type]
    group.add_to(m)
    return str(m.get_root().render())


def test_no_address_of_another_server_is_in_the_page() -> None:
    page = _rendered()
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
        "/app/static/leaflet/leaflet.js",
        "/app/static/leaflet/leaflet.css",
    ]
    assert "://" not in page


def test_hostile_names_and_notes_never_reach_the_page_as_html_or_template() -> None:
    notes = {f"62072410{n}000": text for n, text in enumerate(HOSTILE)}
    points = {"points_url": "/geometry/p.geojson", "point_digits": "0" * len(HOSTILE), "point_names": HOSTILE}
    page = _rendered(names=HOSTILE, notes=notes, failed=HOSTILE[0], mismatch=HOSTILE[1], **points)
    assert "<img" not in page
    assert "onerror=alert(1)>" not in page
    assert "${alert" not in page
    assert "`+alert" not in page
    assert "</script><script>alert" not in page
    assert "{{" not in page.replace("{{ this", "")
    assert "{%" not in page
    assert "\u2028" not in page
    assert "&lt;b" not in page
    assert page.count("</script>") == page.count("<script")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_escaped_comes_back_as_it_was(name: str) -> None:
    value = {"names": [name, {"deeper_key": name}], "count": 3, "none": None}
    text = script_json(value)
    assert json.loads(text) == value
    assert not re.search(r"[<>&`$_'\u2028\u2029]", text)


def test_the_address_of_the_geometry_survives_what_streamlit_folium_strips() -> None:
    one, other = (
        _rendered(geometry_url="/geometry/a_1.geojson"),
        _rendered(geometry_url="/geometry/a_2.geojson"),
    )
    stripped = [re.sub(r"_[a-z0-9]+", "", page) for page in (one, other)]
    assert stripped[0] != stripped[1]


def test_only_digits_styles_and_notes_are_in_the_part_that_is_sent_again() -> None:
    m, group = folium_map(
        "/geometry/g.geojson",
        "0" * 2891,
        styles=STYLES,
        bounds=(0, 0, 1, 1),
        leaflet_base_url="/leaflet",
        notes={"1": "未齐", "2": ""},
    )
    group.add_to(m)
    m.get_root().render()
    state = next(iter(group._children.values())).state
    assert len(state.encode()) < 8_000
    assert json.loads(state)["notes"] == {"1": "未齐"}


def test_nothing_of_folium_that_runs_html_is_used() -> None:
    source = (Path(geo.__file__).parent / "folium_map.py").read_text(encoding="utf-8")
    layer = (Path(geo.__file__).parent / "folium_layer.js").read_text(encoding="utf-8")
    assert not re.search(
        r"folium\.(Popup|Tooltip|DivIcon|GeoJsonTooltip)|innerHTML|insertAdjacentHTML", source + layer
    )


@pytest.mark.parametrize(
    "url", ["https://tiles.example/g.json", "//other/g.json", "g.json", "/\\other/g.json"]
)
def test_an_address_of_another_server_is_refused(url: str) -> None:
    with pytest.raises(FoliumMapError, match="an address of this server"):
        _rendered(geometry_url=url)
    with pytest.raises(FoliumMapError, match="an address of this server"):
        _rendered(leaflet_base_url=url)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"names": ["one"]}, "found 1 for 9 digits"),
        ({"anchors": [(1.0, 2.0)]}, "found 1 for 9 digits"),
        ({"digits": "00000000z"}, "found z; allowed: those of the 9 styles"),
        ({"digits": "0000<0000"}, "found <"),
        ({"tile_url": "/tiles"}, "tile_url"),
        ({"points_url": "//other/p.geojson"}, "points_url: found"),
        ({"point_digits": "012", "point_names": ["one"]}, "point_names: found 1 for 3 digits"),
        ({"point_digits": "z"}, "found z; allowed: those of the 9 styles"),
    ],
)
def test_parts_that_do_not_fit_are_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(FoliumMapError, match=told):
        _rendered(**change)


def test_zoom_goes_in_quarter_steps_and_keeps_a_margin() -> None:
    page = _rendered()
    assert '"zoomSnap": 0.25' in page
    assert '"bounds":[[39.0,98.9],[39.9,100.2]],"margin":12' in page


def test_tiles_are_off_unless_configured() -> None:
    assert "tileLayer" not in _rendered()
    assert "/tiles/{z}/{x}/{y}.png" in _rendered(tile_url="/tiles/{z}/{x}/{y}.png")


def test_leaflet_lies_here_with_its_licence() -> None:
    assert all((LEAFLET_FOLDER / name).stat().st_size > 10_000 for name in LEAFLET_FILES)
    assert "1.9.3" in (LEAFLET_FOLDER / "leaflet.js").read_text(encoding="utf-8")[:200]
    assert "Redistribution and use" in (LEAFLET_FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_anchors_and_bounds_of_a_drawing_are_where_the_places_are(gaotai: list[Place]) -> None:
    drawing = Drawing.of(gaotai)
    for (lat, lon), place in zip(drawing.anchors, gaotai, strict=True):
        assert shapely.contains_xy(place.geometry, lon, lat)
    south, west, north, east = drawing.bounds
    assert (south, west, north, east) == pytest.approx((39.073, 98.958, 39.888, 100.114), abs=0.001)
    fiji = Drawing.of(
        [Place("f", "F", shapely.box(-179, -18, -178, -17)), Place("g", "G", shapely.box(178, -18, 179, -17))]
    )
    assert [round(lon, 1) for _, lon in fiji.anchors] == [-178.5, 178.5]


def test_a_whole_country_in_mercator_turns_back_into_degrees() -> None:
    places = [Place(str(n), str(n), shapely.box(80 + n, 5 + n, 81 + n, 6 + n)) for n in range(0, 50, 7)]
    for (lat, lon), place in zip(Drawing.of(places).anchors, places, strict=True):
        assert shapely.contains_xy(place.geometry, lon, lat)
