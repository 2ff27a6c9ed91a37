"""Draw the pictures of docs/pictures from the running app: ``python -m tests.browser.screenshots``.

The map and a place in both languages, both schemes and three widths; the others in Chinese, light, at two, and the
scenarios in English too.
Pages longer than the window are taken whole where the rest matters: all but the map, and every page on a phone. The
pictures have few colours, so a palette keeps them small. The last one shows the folder that docs/your-own-place.md
makes.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.scenarios import link
from dashboard.scenarios.answer import read_file
from tests.browsing import launch, settle, watched_context
from tests.serving import ROOT, Server, serve
from tests.tutorials import make_place

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCENARIO = link.packed(read_file(ROOT / "docs" / "examples" / "scenarios" / "seed-firm.yaml"))
PAGES = {
    "risk_map": "/risk_map?month=2026-10",
    "place": "/place?region=620724105000&month=2026-10",
    "duties": "/duties?month=2026-10",
    "event": "/event?event=V072",
    "plans": "/plans?month=2026-10&reading=payout_80.orange",
    "scenarios": f"/scenarios?month=2026-09&town_alerts=detected&scenario={SCENARIO}",
    "enterprises": "/enterprises?month=2026-10",
    "people": "/people?month=2026-10&todo=short",
    "your_own_place": "/risk_map?month=2025-11",
}
OWN_PLACE = "your_own_place"
Look = tuple[str, str, str, int]
"""A page, its language, its scheme and its width."""
EVERY_LOOK = ("risk_map", "place")
DRAWN = {
    "risk_map": [".st-key-risk_view svg [data-layer='fill'] path"],
    "place": [
        ".st-key-rail svg [data-layer='fill'] path",
        ".st-key-rule_rows svg.chart",
        ".st-key-deciding_chart .main-svg .barlayer, .st-key-deciding_chart .main-svg .scatterlayer",
    ],
    "duties": [".st-key-duties tbody tr"],
    "event": [".st-key-other_rulers svg.ruler"],
    "scenarios": [".st-key-scenario_view .side:nth-child(2) svg [data-layer='fill'] path"],
    "plans": [".st-key-rulers svg.ruler", ".st-key-plans_table tbody tr"],
    "enterprises": [".st-key-firms tbody tr"],
    "people": [".st-key-people_rows tbody tr"],
}
DRAWN[OWN_PLACE] = DRAWN["risk_map"]
MOST_BYTES = 400_000
COLOURS = (256, 128, 64)
LENGTH = """() => Math.ceil(document.querySelector('[data-testid="stMainBlockContainer"]')
    .getBoundingClientRect().bottom + document.querySelector('[data-testid="stMain"]').scrollTop)"""

UNDER_THE_HEADER = """(node) => document.querySelector('[data-testid="stMain"]')
    .scrollBy(0, node.getBoundingClientRect().top - 80)"""


def shoot(page: Page, *, whole: bool) -> bytes:
    """The page as a PNG; whole means as long as its content, since Streamlit scrolls inside the window."""
    if whole and page.viewport_size is not None:
        width = page.viewport_size["width"]
        page.set_viewport_size({"width": width, "height": max(page.evaluate(LENGTH), 600)})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.screenshot(animations="disabled", caret="hide")


def packed(png: bytes) -> bytes:
    """The same picture with as many colours of a palette as fit into the size that is allowed."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    smallest = b""
    for colours in COLOURS:
        out = io.BytesIO()
        picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        smallest = out.getvalue()
        if len(smallest) < MOST_BYTES:
            break
    return smallest


def picture(browser: Browser, origin: str, name: str, lang: str, scheme: str, width: int) -> bytes:
    """One page in one language, scheme and width; whatever it complains of is an error."""
    options = {
        "viewport": {"width": width, "height": WIDTHS[width]},
        "color_scheme": scheme,
        "reduced_motion": "reduce",
    }
    with watched_context(browser, origin, **options) as (context, watch):
        page = context.new_page()
        page.goto(f"{PAGES[name]}&lang={lang}")
        for part in DRAWN[name]:
            page.locator(part).first.wait_for(state="attached")
        settle(page)
        page.evaluate("() => document.fonts.ready")
        in_hand = name == "scenarios" and width == 390  # maps above, levers under the thumb
        if in_hand:
            page.locator(".st-key-scenario_view .maps").evaluate(UNDER_THE_HEADER)
        taken = shoot(page, whole=not in_hand and (name not in ("risk_map", OWN_PLACE) or width == 390))
        if complaints := watch.complaints():
            raise RuntimeError(f"{page.url}: {complaints}")
    return packed(taken)


def draw(browser: Browser, server: Server, looks: Iterable[Look], folder: Path) -> int:
    """Write the pictures of these looks; the number of those that are too large."""
    too_large = 0
    for name, lang, scheme, width in looks:
        file = folder / f"{name}_{lang}_{scheme}_{width}.png"
        file.write_bytes(picture(browser, server.url, name, lang, scheme, width))
        size = file.stat().st_size
        too_large += size >= MOST_BYTES
        print(f"{file.name}: {size / 1000:.0f} kB{' (too large)' if size >= MOST_BYTES else ''}")
    return too_large


def draw_own_place(browser: Browser, home: Path, folder: Path) -> int:
    """Write the picture of docs/your-own-place.md, of the folder that the page makes."""
    environment = {"DASHBOARD_DATA_FOLDERS": json.dumps([str(make_place(home))])}
    with serve(home / "place.log", environment) as server:
        return draw(browser, server, [(OWN_PLACE, "en", "light", 1440)], folder)


def main(folder: Path = PICTURES) -> int:
    """Write every picture; the number of those that are too large is what the command returns."""
    folder.mkdir(parents=True, exist_ok=True)
    rest = [name for name in PAGES if name not in (*EVERY_LOOK, OWN_PLACE)]
    looks = [
        *product(EVERY_LOOK, ("zh", "en"), ("light", "dark"), WIDTHS),
        *product(rest, ("zh",), ("light",), (1440, 390)),
        ("scenarios", "en", "light", 1440),
    ]
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        home, browser = Path(made), launch(playwright)
        with serve(home / "server.log") as server:
            too_large = draw(browser, server, looks, folder)
        too_large += draw_own_place(browser, home, folder)
        browser.close()
    return too_large


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) > 1 else main())
