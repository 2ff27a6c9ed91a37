"""The painter in a real browser: what it draws, says, lets the keyboard do, and how little it repaints."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import sub
from pathlib import Path
from threading import Thread
from typing import Any

import geopandas
import pandas as pd
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Page

import geo
from dashboard.plans.styles import digit_styles, neutrals
from geo.boundaries import read_boundaries
from geo.drawing import Drawing
from geo.places import Place, places_of
from geo.schematic import towns_from_seats

pytestmark = pytest.mark.browser

GEO = Path(geo.__file__).parent
DATA = GEO / "boundary_data"
DIGITS = "103206450"
NOTES = ["", "", "已发布Ⅱ", "", "", "未齐 · 未发布", "10月未报", "未齐", ""]
SHORT_NOTES = ["", "", "发布Ⅱ", "", "", "未齐", "未报", "未齐", ""]
HOSTILE = (
    '<img src=x onerror="window.harmed=1">${window.harmed=2}</text></svg><script>window.harmed=3</script>'
)
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>painter</title>
<style>html{font-size:15px}body{margin:0;background:#FCFCFB;font-family:'Noto Sans CJK SC',sans-serif}</style>
<div id="host"></div><script src="/painter.js"></script><script>
  const opened = [], pointed = [], unplaced = [];
  async function draw(name, spec, width, host = document.getElementById("host")) {
    host.style.width = width + "px";
    spec.geometry = await (await fetch("/" + name + ".json")).json();
    window.map = paintMap(host, spec, { onOpen: (c) => opened.push(c), onHover: (c) => pointed.push(c),
      onUnplaced: (notes) => unplaced.push(notes) });
    window.spec = spec;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
</script></html>"""


def _drawings() -> dict[str, Drawing]:
    county = read_boundaries(DATA / "gaotai.geojson").places[0]
    seats = pd.read_csv(DATA / "gaotai_seats.csv", dtype={"region_code": str})
    frame: geopandas.GeoDataFrame = towns_from_seats(county.geometry, seats)
    towns = places_of(frame)
    national = read_boundaries(DATA / "counties_national.geojson").places
    return {
        "gaotai": Drawing.of(towns),
        "hostile": Drawing.of([Place(town.code, HOSTILE, town.geometry) for town in towns]),
        "nanyang": Drawing.of(read_boundaries(DATA / "nanyang.geojson").places),
        "washington": Drawing.of(read_boundaries(DATA / "washington_counties.geojson").places),
        "many": Drawing.of([place for place in national if place.code.startswith("51")][:122]),
    }


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    return _drawings()


@pytest.fixture(scope="module")
def origin(drawings: dict[str, Drawing]) -> Iterator[str]:
    """A server on the loopback that has the page, the painter and the drawings, and nothing else."""
    files = {"/": ("text/html; charset=utf-8", PAGE.encode())}
    files["/painter.js"] = ("text/javascript; charset=utf-8", (GEO / "painter.js").read_bytes())
    files |= {f"/{name}.json": ("application/json", d.to_bytes()) for name, d in drawings.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = files.get(self.path, ("", b""))
            self.send_response(200 if body else 204)
            if body:
                self.send_header("Content-Type", kind)
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


def _spec(drawing: Drawing, scheme: str = "light", **changes: Any) -> dict[str, Any]:
    count = len(drawing.places)
    spec: dict[str, Any] = {
        "digits": "".join("0012034560"[n * 7 % 10] for n in range(count)),
        "published": None,
        "changed": None,
        "names": drawing.names,
        "short_names": drawing.names,
        "notes": [""] * count,
        "styles": digit_styles(["yellow", "orange", "red"], "dark" if scheme == "dark" else "light"),
        "selected": None,
        "mini": False,
        "strings": {"map_label": "等级示意图", "separator": "，", "published": "已发布{tier}"},
        "colors": neutrals("dark" if scheme == "dark" else "light"),
    }
    if count == 9:
        spec |= {"digits": DIGITS, "notes": NOTES, "short_notes": SHORT_NOTES}
        spec["short_names"] = [name.removesuffix("镇") for name in drawing.names]
    return spec | changes


@pytest.fixture
def drawn(new_page: Callable[..., Page], origin: str, drawings: dict[str, Drawing]) -> Callable[..., Page]:
    def draw(name: str = "gaotai", width: int = 492, scheme: str = "light", **changes: Any) -> Page:
        page = new_page("/", origin=origin, settled=False)
        spec = _spec(drawings[name], scheme, **changes)
        page.evaluate("([name, spec, width]) => draw(name, spec, width)", [name, spec, width])
        return page

    return draw


def _place(page: Page, name: str) -> Any:
    return page.locator(f'#host path[role=button][aria-label^="{name}"]')


def _boxes(page: Page) -> list[dict[str, Any]]:
    """Every text on the map with its rectangle in CSS pixels; words of one place share its number."""
    script = """() => [...document.querySelectorAll('#host [data-layer=label] > g')].flatMap((g, place) =>
      [...g.querySelectorAll('text')].map((t) => { const b = t.getBoundingClientRect();
        return { place, text: t.textContent, x0: b.left, y0: b.top, x1: b.right, y1: b.bottom }; }))"""
    found: list[dict[str, Any]] = page.evaluate(script)
    return found


def test_every_place_is_a_button_that_says_name_tier_and_note(drawn: Callable[..., Page]) -> None:
    page = drawn(published="102200400")
    labels = page.eval_on_selector_all(
        "#host path[role=button]", "all => all.map((p) => p.getAttribute('aria-label'))"
    )
    assert labels[0] == "城关镇，黄色"
    assert labels[2] == "南华镇，红色，已发布橙色，已发布Ⅱ"
    assert labels[5] == "骆驼城镇，黄色，未齐，已发布正常，未齐 · 未发布"
    assert labels[6] == "新坝镇，未知，10月未报"
    assert len(labels) == 9
    assert page.locator("#host svg").get_attribute("aria-label") == "等级示意图"


def test_enter_space_and_a_click_open_a_place(drawn: Callable[..., Page]) -> None:
    page = drawn()
    _place(page, "南华镇").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    _place(page, "新坝镇").click()
    assert page.evaluate("opened") == ["620724102000", "620724102000", "620724106000"]


def test_tab_reaches_every_place_and_arrows_go_to_the_neighbour_on_that_side(
    drawn: Callable[..., Page],
) -> None:
    page = drawn()
    page.keyboard.press("Tab")
    now = "document.activeElement.getAttribute('aria-label').split('，')[0]"
    assert page.evaluate(now) == "城关镇"
    seen = set()
    for _ in range(9):
        seen.add(page.evaluate(now))
        page.keyboard.press("Tab")
    assert len(seen) == 9
    _place(page, "罗城镇").focus()
    trail = []
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        trail.append(page.evaluate(now))
    assert trail[0] == "黑泉镇"
    assert trail[1] == "宣化镇"
    assert trail[2] == "骆驼城镇"
    assert page.evaluate("scrollY") == 0


def test_focus_by_keyboard_shows_a_ring_in_the_accent_colour_and_survives_a_repaint(
    drawn: Callable[..., Page],
) -> None:
    page = drawn()
    accent = neutrals("light")["acc"]
    ring = page.locator(f'#host [data-layer=ring] path[stroke="{accent}"]')
    assert ring.count() == 0
    page.keyboard.press("Tab")
    assert ring.count() == 1
    page.evaluate("map.update({...spec, geometry: null, digits: '3'.repeat(9)})")
    assert ring.count() == 1
    assert page.evaluate("document.activeElement.getAttribute('data-digit')") == "3"
    page.evaluate("document.activeElement.blur()")
    assert ring.count() == 0


def test_the_pointer_thickens_the_outline_and_is_told_to_the_page(drawn: Callable[..., Page]) -> None:
    page = drawn()
    width = "document.querySelectorAll('#host [data-layer=outline] path')[8].getAttribute('stroke-width')"
    before = float(page.evaluate(width))
    _place(page, "罗城镇").hover()
    assert float(page.evaluate(width)) > before
    page.mouse.move(700, 700)
    assert float(page.evaluate(width)) == before
    assert page.evaluate("pointed") == ["620724108000", None]


@pytest.mark.parametrize("width", [358, 492, 860])
@pytest.mark.parametrize("name", ["gaotai", "nanyang", "washington"])
def test_no_two_labels_meet_and_none_leaves_the_map(
    drawn: Callable[..., Page], drawings: dict[str, Drawing], name: str, width: int
) -> None:
    notes = {"4": "未报", "5": "未齐", "6": "未齐"}
    spec = _spec(drawings[name])
    page = drawn(name, width, notes=[notes.get(d, "") for d in spec["digits"]])
    frame = page.locator("#host svg").bounding_box()
    assert frame is not None
    boxes = _boxes(page)
    for box in boxes:
        assert box["x0"] >= frame["x"] - 3
        assert box["x1"] <= frame["x"] + frame["width"] + 3
    clashes = [
        (a["text"], b["text"])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a["place"] != b["place"]
        and min(a["x1"], b["x1"]) - max(a["x0"], b["x0"]) > 3
        and min(a["y1"], b["y1"]) - max(a["y0"], b["y0"]) > 5
    ]
    assert not clashes
    named = {box["place"] for box in boxes if box["text"] not in notes.values()}
    if name == "gaotai" or width > (800 if name == "washington" else 400):
        assert len(named) == len(drawings[name].places)


def test_the_town_that_is_too_small_for_its_name_has_it_beside_with_a_leader(
    drawn: Callable[..., Page],
) -> None:
    page = drawn()
    leaders = page.locator("#host [data-layer=leader] > g")
    assert leaders.nth(0).locator("path").count() == 1
    assert leaders.nth(8).locator("path").count() == 0
    assert (
        page.locator("#host [data-layer=label] > g").nth(0).locator("text").get_attribute("text-anchor")
        == "start"
    )


def test_a_narrow_map_uses_the_short_names_and_notes(drawn: Callable[..., Page]) -> None:
    wide = {box["text"] for box in _boxes(drawn(width=492))}
    narrow = {box["text"] for box in _boxes(drawn(width=358))}
    assert {"骆驼城镇", "未齐 · 未发布", "10月未报"} <= wide
    assert {"骆驼城", "未齐", "未报", "发布Ⅱ"} <= narrow
    assert not {text for text in narrow if "镇" in text}


def test_a_short_note_inside_its_place_is_better_than_a_long_one_beside_it(
    drawn: Callable[..., Page],
) -> None:
    texts = {box["text"] for box in _boxes(drawn(width=492))}
    assert "发布Ⅱ" in texts
    assert "已发布Ⅱ" not in texts


ENGLISH_NOTES = {
    2: "published orange",
    5: "incomplete · not published",
    6: "no data for October",
    7: "incomplete",
}
ENGLISH_SHORT = {2: "published orange", 5: "not published", 6: "no data", 7: "incomplete"}


@pytest.mark.parametrize("width", [240, 300, 358, 420, 492, 700])
def test_every_note_stands_on_the_map_or_is_handed_back(drawn: Callable[..., Page], width: int) -> None:
    page = drawn(
        width=width,
        notes=[ENGLISH_NOTES.get(n, "") for n in range(9)],
        short_notes=[ENGLISH_SHORT.get(n, "") for n in range(9)],
    )
    told = page.evaluate("() => unplaced.at(-1)")
    names = page.evaluate("() => spec.names")
    handed_back = {names.index(each["name"]) for each in told}
    assert all(each["note"] == ENGLISH_NOTES[names.index(each["name"])] for each in told)
    for place, note in ENGLISH_NOTES.items():
        drawn_words = " ".join(box["text"] for box in _boxes(page) if box["place"] == place).split()
        has = {frozenset(text.replace("·", "").split()) for text in (note, ENGLISH_SHORT[place])}
        assert (place in handed_back) != any(words <= set(drawn_words) for words in has), (place, drawn_words)
    if width >= 492:
        assert not handed_back


@pytest.mark.parametrize("place", [2, 5])
def test_a_note_beside_its_place_stands_on_paper(drawn: Callable[..., Page], place: int) -> None:
    notes = ["published orange" if n == place else "" for n in range(9)]
    page = drawn(width=420, notes=notes, short_notes=notes)
    assert page.locator("#host [data-layer=leader] > g").nth(place).locator("path").count() == 1
    under = page.evaluate(
        """(place) => [...document.querySelectorAll('#host [data-layer=label] > g')[place].querySelectorAll('text')]
          .filter((text) => 'published orange'.includes(text.textContent))
          .map((text) => text.getBoundingClientRect())
          .flatMap((r) => [r.left, r.right].flatMap((x) => [[x, r.top + 3], [x, r.bottom - 4]]))
          .map(([x, y]) => document.elementFromPoint(x, y)?.getAttribute('data-code') ?? '')""",
        place,
    )
    assert under
    assert set(under) == {""}


def test_letters_and_lines_keep_their_size_whatever_the_width(drawn: Callable[..., Page]) -> None:
    page = drawn(width=492)
    high = dict.fromkeys((492, 860), 0.0)
    for width in high:
        page.evaluate("(w) => { document.getElementById('host').style.width = w + 'px'; }", width)
        page.wait_for_function("(w) => document.querySelector('#host svg').clientWidth === w", arg=width)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        box = next(box for box in _boxes(page) if box["text"] == "罗城镇")
        high[width] = box["y1"] - box["y0"]
    assert high[860] == pytest.approx(high[492], rel=0.06)
    effects = page.eval_on_selector_all(
        "#host path[stroke-width]:not(pattern path)", "all => all.map((p) => p.getAttribute('vector-effect'))"
    )
    assert set(effects) == {"non-scaling-stroke"}


def test_a_projector_with_larger_root_letters_gets_larger_labels(drawn: Callable[..., Page]) -> None:
    page = drawn(width=860)
    before = next(box for box in _boxes(page) if box["text"] == "罗城镇")
    page.evaluate("document.documentElement.style.fontSize = '20px'; map.update({...spec, geometry: null})")
    after = next(box for box in _boxes(page) if box["text"] == "罗城镇")
    assert (after["y1"] - after["y0"]) / (before["y1"] - before["y0"]) == pytest.approx(4 / 3, rel=0.05)


def test_incomplete_and_unknown_are_hatched_opposite_ways_and_dashed(drawn: Callable[..., Page]) -> None:
    page = drawn()
    look = page.evaluate(
        """() => { const at = (layer, n) => document.querySelectorAll(`#host [data-layer=${layer}] path`)[n];
        const hatch = (n) => { const fill = at('hatch', n).getAttribute('fill');
          return at('hatch', n).getAttribute('visibility') === 'hidden' ? null
            : document.querySelector(fill.slice(4, -1)).getAttribute('patternTransform'); };
        return { hatch: [0, 5, 6, 7].map(hatch),
          dashed: [0, 5, 6, 7].map((n) => at('outline', n).getAttribute('stroke-dasharray')),
          clipped: [...document.querySelectorAll('#host [data-layer=outline] path')]
            .every((p) => p.hasAttribute('clip-path')) }; }"""
    )
    assert look["hatch"][0] is None
    assert "rotate(45)" in look["hatch"][1]
    assert "rotate(-45)" in look["hatch"][2]
    assert "rotate(45)" in look["hatch"][3]
    assert look["dashed"] == [None, "6 4", "6 4", "6 4"]
    assert look["clipped"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_shows_each_tier_in_its_fill_and_paper_where_nothing_is_known(
    drawn: Callable[..., Page], scheme: str
) -> None:
    page = drawn(scheme=scheme, notes=[""] * 9, names=[""] * 9, short_names=[""] * 9)
    picture = Image.open(io.BytesIO(page.locator("#host svg").screenshot())).convert("RGB")
    styles = digit_styles(["yellow", "orange", "red"], "dark" if scheme == "dark" else "light")
    counted = {"#{:02X}{:02X}{:02X}".format(*rgb): n for n, rgb in picture.getcolors(1 << 20) or []}
    total = picture.width * picture.height
    for digit in "0123":
        assert counted.get(styles[int(digit)]["fill"], 0) > 0.004 * total
    hatch = ImageColor.getrgb(styles[4]["hatch_color"])
    near = sum(n for n, rgb in picture.getcolors(1 << 20) or [] if max(map(abs, map(sub, rgb, hatch))) < 14)
    assert near > 0.001 * total
    assert counted.get(styles[3]["outline"], 0) > 200


def test_an_outline_stays_inside_its_place(drawn: Callable[..., Page]) -> None:
    page = drawn(digits="003000000", notes=[""] * 9)
    outside = page.evaluate(
        """() => { const red = document.querySelectorAll('#host [data-layer=outline] path')[2];
        const clip = document.querySelector(red.getAttribute('clip-path').slice(4, -1)).querySelector('path');
        return clip.getAttribute('d') === red.getAttribute('d'); }"""
    )
    assert outside


def test_changed_places_get_a_dark_frame_and_an_arrow_a_step(drawn: Callable[..., Page]) -> None:
    page = drawn(digits="023201002", changed="-vu---d-w", notes=[""] * 9)
    ink = neutrals("light")["t1"]
    assert page.locator(f'#host [data-layer=ring] path[stroke="{ink}"]').count() == 4
    arrows = page.evaluate(
        """() => [...document.querySelectorAll('#host [data-layer=label] > g')].map((g) =>
          [...g.querySelectorAll('path:not([transform])')].length)"""
    )
    assert arrows == [0, 2, 1, 0, 0, 0, 1, 0, 3]


def test_the_small_map_of_the_rail_has_numerals_but_no_names_and_frames_the_selected(
    drawn: Callable[..., Page],
) -> None:
    page = drawn(width=300, mini=True, selected="620724105000")
    assert _boxes(page) == []
    assert page.locator("#host [data-layer=label] path[transform]").count() == 5
    ring = page.locator(f'#host [data-layer=ring] path[stroke="{neutrals("light")["t1"]}"]')
    assert ring.count() == 1
    assert ring.get_attribute("stroke-width") == "2.6"
    assert _place(page, "骆驼城镇").get_attribute("aria-current") == "true"


def test_a_name_the_map_has_no_room_for_is_told_under_the_pointer(drawn: Callable[..., Page]) -> None:
    page = drawn("washington", 358)
    assert "Pend Oreille" not in {box["text"] for box in _boxes(page)}
    _place(page, "Pend Oreille").hover()
    assert page.locator("#host [data-layer=hint] text").text_content() == "Pend Oreille"
    _place(page, "Okanogan").hover()
    assert page.locator("#host [data-layer=hint] text").count() == 0
    assert _place(page, "Pend Oreille").locator("title").text_content().startswith("Pend Oreille，")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"digits": "0123"}, "9 places but 4 digits"),
        ({"notes": ["x"]}, "9 places but 1 notes"),
        ({"published": "00000000000"}, "9 places but 11 published"),
        ({"digits": "00000000z"}, 'no style for digit "z"'),
    ],
)
def test_what_does_not_fit_the_places_is_told_and_not_drawn(
    drawn: Callable[..., Page], change: dict[str, Any], told: str
) -> None:
    page = drawn()
    fault = page.evaluate(
        "(change) => { try { map.update({...spec, ...change}); } catch (fault) { return fault.message; } }",
        change,
    )
    assert told in fault
    assert page.get_by_role("alert").text_content() == fault
    assert page.locator("#host svg").count() == 0
    page.evaluate("map.update(spec)")
    assert page.locator("#host svg").count() == 1
    assert page.get_by_role("alert").count() == 0


def test_hostile_names_and_notes_stay_text(drawn: Callable[..., Page]) -> None:
    page = drawn("hostile", notes=[HOSTILE] * 9, short_names=[HOSTILE] * 9, strings={"map_label": HOSTILE})
    _place(page, "<img").first.focus()
    assert page.evaluate("window.harmed") is None
    assert page.locator("#host img, #host script").count() == 0
    assert page.locator("#host title").first.text_content().startswith(HOSTILE)


def test_another_geometry_forgets_the_place_under_the_pointer_and_the_focus(
    drawn: Callable[..., Page],
) -> None:
    page = drawn(mini=True)
    last = page.locator("#host [data-code]").last
    page.keyboard.press("Tab")
    last.focus()
    last.hover()
    page.evaluate(
        """() => map.update({ ...spec, digits: '1', published: null, changed: null, names: null, short_names: null,
        notes: null, short_notes: null, geometry: { ...spec.geometry, places: spec.geometry.places.slice(0, 1) } })"""
    )
    assert page.locator("#host [data-code]").count() == 1


def test_a_repaint_touches_only_what_has_changed(drawn: Callable[..., Page]) -> None:
    page = drawn("many", 700)
    touched = page.evaluate(
        """async () => { const seen = new Set();
        const watch = new MutationObserver((all) => all.forEach((m) => seen.add(m.target)));
        watch.observe(document.querySelector('#host svg'),
          { subtree: true, attributes: true, childList: true, characterData: true });
        map.update({...spec, geometry: null});
        await Promise.resolve(); const idle = seen.size;
        map.update({...spec, geometry: null, digits: (spec.digits[0] === '3' ? '1' : '3') + spec.digits.slice(1)});
        await Promise.resolve(); return [idle, seen.size]; }"""
    )
    assert touched[0] == 0
    assert 0 < touched[1] < 12


def test_a_month_of_122_counties_is_repainted_in_a_few_milliseconds(drawn: Callable[..., Page]) -> None:
    page = drawn("many", 700)
    times = page.evaluate(
        """() => { const n = spec.digits.length, times = [];
        for (let month = 0; month < 24; month += 1) {
          const digits = [...spec.digits].map((d, i) => (i + month) % 6 ? d : '0123'[(i + month) % 4]).join('');
          const begun = performance.now();
          map.update({...spec, geometry: null, digits});
          times.push(performance.now() - begun);
        } return times.sort((a, b) => a - b); }"""
    )
    assert times[len(times) // 2] < 60  # a few milliseconds on an idle machine; room for a busy one


def test_two_maps_on_one_page_share_no_id(drawn: Callable[..., Page]) -> None:
    page = drawn()
    page.evaluate(
        """() => { const other = document.createElement('div');
        document.body.append(other);
        return draw('gaotai', spec, 300, other); }"""
    )
    ids = page.eval_on_selector_all("[id^=place-map]", "all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)) > 18


def test_nothing_is_left_when_the_map_is_taken_away(drawn: Callable[..., Page]) -> None:
    page = drawn()
    page.evaluate("map.destroy()")
    assert page.locator("#host svg").count() == 0
