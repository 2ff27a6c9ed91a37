"""The folium map in a real browser: nobody else is asked, names stay text, digits colour the right places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import shapely
from playwright.sync_api import Page

import geo
from dashboard.plans.styles import digit_styles
from geo.boundaries import read_boundaries
from geo.drawing import Drawing
from geo.folium_map import LEAFLET_FOLDER, folium_map
from geo.places import Place
from geo.points import points_geojson

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='window.harmed=1'>${window.harmed=2}`</script><script>window.harmed=3</script>"
STYLES = digit_styles(["yellow", "orange", "red"], "light")
DIGITS = "0123456780123"
MISMATCH = "not drawn: digits and places differ"
KINDS = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
SEEN = """() => { const all = []; map_of().eachLayer((one) => { if (one instanceof L.Polygon) all.push({
  code: one.feature.properties.region_code, fill: one.options.fillColor, dash: one.options.dashArray,
  weight: one.options.weight, said: one.getTooltip().getContent().textContent }); });
  return all.sort((a, b) => a.code.localeCompare(b.code)); }"""
DOT_DIGITS = "0345812"
# Six apart from each other and one beside the last: a crowd of two.
DOTS = [
    Place(f"dot{n}", HOSTILE if n == 0 else f"点{n}", shapely.Point(lon, 33.0))
    for n, lon in enumerate((111.2, 111.5, 111.8, 112.1, 112.4, 112.7, 112.705))
]
DOTS_SEEN = """() => { const all = []; map_of().eachLayer((one) => { if (one instanceof L.CircleMarker) all.push({
  code: one.feature.properties.region_code, fill: one.options.fillColor, dash: one.options.dashArray,
  radius: one.getRadius(), said: one.getTooltip().getContent().textContent }); });
  return all.sort((a, b) => a.code.localeCompare(b.code)); }"""
FILLED = """() => { const map = map_of(), size = map.getSize(), zoom = map.getZoom();
  const all = L.featureGroup(Object.values(map._layers).filter((one) => one.feature)).getBounds();
  const a = map.project(all.getNorthWest(), zoom), b = map.project(all.getSouthEast(), zoom);
  return [zoom, (b.x - a.x) / (size.x - 24), (b.y - a.y) / (size.y - 24)]; }"""
MAP_OF = "window.map_of = () => Object.values(window).find((one) => one instanceof L.Map)"


def _page(drawing: Drawing, digits: str) -> bytes:
    m, group = folium_map(
        "/geometry.json",
        digits,
        styles=STYLES,
        bounds=drawing.bounds,
        leaflet_base_url="/leaflet",
        anchors=drawing.anchors,
        notes={drawing.codes[0]: HOSTILE, "dot0": HOSTILE},
        points_url="/points.json",
        point_digits=DOT_DIGITS,
        mismatch=MISMATCH,
    )
    group.add_to(m)
    return str(m.get_root().render()).encode()


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    found = read_boundaries(Path(geo.__file__).parent / "boundary_data" / "nanyang.geojson")
    first = found.places[0]
    return Drawing.of([Place(first.code, HOSTILE, first.geometry), *found.places[1:]])


@pytest.fixture(scope="module")
def origin(drawing: Drawing) -> Iterator[str]:
    files = {"/": _page(drawing, DIGITS)}
    files["/geometry.json"] = drawing.geojson_bytes()
    files["/points.json"] = points_geojson(DOTS)
    for path in LEAFLET_FOLDER.rglob("*.*"):
        files[f"/leaflet/{path.relative_to(LEAFLET_FOLDER).as_posix()}"] = path.read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path, b"")
            self.send_response(200 if body else 204)
            if body:
                self.send_header(
                    "Content-Type", KINDS.get(Path(self.path).suffix, "text/html; charset=utf-8")
                )
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def shown(new_page: Callable[..., Page], origin: str) -> Page:
    page = new_page("/", origin=origin, settled=False, viewport={"width": 900, "height": 700})
    page.evaluate(MAP_OF)
    return page


def test_each_place_has_the_look_of_its_digit(shown: Page, drawing: Drawing) -> None:
    found = {place["code"]: place for place in shown.evaluate(SEEN)}
    assert list(found) == sorted(drawing.codes)
    for code, digit in zip(drawing.codes, DIGITS, strict=True):
        style = STYLES[int(digit)]
        assert found[code]["fill"] == style["fill"]
        assert (found[code]["dash"] is not None) == style["dashed"]
        assert style["label"] in found[code]["said"]


def test_hostile_names_and_notes_stay_text_in_the_tooltip(shown: Page) -> None:
    said = next(place["said"] for place in shown.evaluate(SEEN) if place["code"] == "411302")
    assert said.count(HOSTILE) == 2
    shown.evaluate("map_of().eachLayer((one) => { if (one.feature) one.openTooltip(); })")
    assert shown.locator(".leaflet-tooltip").count() > 0
    assert shown.locator(".leaflet-tooltip img, .leaflet-tooltip script").count() == 0
    assert shown.evaluate("window.harmed") is None


def test_numerals_are_drawn_where_there_is_room_and_go_when_the_map_is_far_away(shown: Page) -> None:
    numerals = shown.locator(".place-numeral svg path")
    on_dots = sum(dot["radius"] == 10 for dot in shown.evaluate(DOTS_SEEN))
    assert 4 <= numerals.count() - on_dots <= 10
    shown.evaluate("map_of().setView([33, 112], 3, {animate: false})")
    assert numerals.count() == 0


def test_digits_that_do_not_fit_are_told_instead_of_painted(shown: Page) -> None:
    told = shown.evaluate(
        """() => { const state = {digits: '0', styles: [], notes: {}, colors: {}};
        try { window.placeMap.paint(state, L.featureGroup()); } catch (fault) { return fault.message; } }"""
    )
    assert told == MISMATCH
    assert shown.locator(".folium-map").text_content() == MISMATCH


def test_another_months_digits_repaint_the_same_shapes(shown: Page, drawing: Drawing) -> None:
    shown.evaluate(
        """([digits, dots, styles]) => { const group = L.featureGroup().addTo(map_of());
        window.placeMap.paint({digits, point_digits: dots, styles, notes: {}, colors: {bg: '#FCFCFB'}}, group); }""",
        ["3" * 13, "3" * 7, STYLES],
    )
    found = shown.evaluate(SEEN)
    assert len(found) == 13
    assert {place["fill"] for place in found} == {STYLES[3]["fill"]}
    assert {dot["fill"] for dot in shown.evaluate(DOTS_SEEN)} == {STYLES[3]["fill"]}


def test_each_dot_has_the_look_of_its_digit_and_its_name_stays_text(shown: Page) -> None:
    found = shown.evaluate(DOTS_SEEN)
    assert [dot["code"] for dot in found] == [place.code for place in DOTS]
    for dot, digit in zip(found, DOT_DIGITS, strict=True):
        style = STYLES[int(digit)]
        assert dot["fill"] == style["fill"]
        assert (dot["dash"] is not None) == style["dashed"]
        assert style["label"] in dot["said"]
    assert found[0]["said"].count(HOSTILE) == 2
    shown.evaluate("map_of().setView([33, 111.2], 12, {animate: false})")
    assert shown.locator(".place-name").all_text_contents() == [HOSTILE]
    assert shown.locator(".place-name img, .place-name script").count() == 0
    assert shown.evaluate("window.harmed") is None


def test_dots_grow_with_the_room_that_their_neighbours_leave(shown: Page) -> None:
    assert [dot["radius"] for dot in shown.evaluate(DOTS_SEEN)] == [7, 10, 10, 7, 10, 5, 5]
    shown.evaluate("map_of().setView([33, 112.7], 14, {animate: false})")
    assert [dot["radius"] for dot in shown.evaluate(DOTS_SEEN)][-2:] == [10, 10]
    shown.evaluate("map_of().setView([33, 112], 3, {animate: false})")
    assert {dot["radius"] for dot in shown.evaluate(DOTS_SEEN)} == {5}
    assert shown.locator(".place-name").count() == 0


def test_a_click_on_a_dot_tells_its_region_to_the_listeners_of_its_layer(shown: Page) -> None:
    where = shown.evaluate(
        """() => { const map = map_of(); window.told = [];
        for (const one of Object.values(map._layers)) one.on("click", (e) => {
          if (e.layer && e.layer.toGeoJSON) window.told.push(e.layer.toGeoJSON().properties.region_code); });
        const at = map.latLngToContainerPoint([33, 112.1]), box = map.getContainer().getBoundingClientRect();
        return [box.x + at.x, box.y + at.y]; }"""
    )
    shown.mouse.click(*where)
    assert set(shown.evaluate("window.told")) == {"dot3"}


def test_the_map_fills_its_frame_to_a_quarter_step(shown: Page) -> None:
    zoom, wide, high = shown.evaluate(FILLED)
    assert zoom * 4 == round(zoom * 4)
    assert 2**-0.25 <= max(wide, high) + 0.01 <= 1.02
