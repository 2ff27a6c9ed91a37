"""Take the pictures of docs/pictures from the running app: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

import io
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browsing import launch, settle, watched_context
from tests.serving import ROOT, serve

FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "risk_map": ("/risk_map?data=gaotai&month=2026-10", ".st-key-risk_view svg [data-layer='fill'] path"),
    "place": ("/place?data=gaotai&month=2026-10&region=620724105000", ".st-key-rail svg [data-layer='fill'] path"),
}
WIDTHS = {390: 844, 768: 1024, 1440: 900}
WHOLE_HEIGHT = "() => document.querySelector('[data-testid=stMain]').scrollHeight"


def take(page: Page, width: int, height: int, whole: bool) -> bytes:
    """A picture of the page with no more colours than it needs."""
    if whole:
        page.set_viewport_size({"width": width, "height": max(height, int(page.evaluate(WHOLE_HEIGHT)) + 8)})
        settle(page)
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out = io.BytesIO()
    picture.quantize(colors=128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder) / "server.log") as server,
        sync_playwright() as p,
    ):
        browser = launch(p)
        for (name, (path, ready)), lang, scheme, width in product(
            PAGES.items(), ("zh", "en"), ("light", "dark"), WIDTHS
        ):
            size = {"width": width, "height": WIDTHS[width]}
            with watched_context(browser, server.url, viewport=size, color_scheme=scheme) as (context, watch):
                page = context.new_page()
                page.goto(f"{path}&lang={lang}")
                page.locator(ready).first.wait_for(timeout=60_000)
                if name == "place":
                    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
                settle(page)
                whole = name == "place" or width < 1440
                target = FOLDER / f"{name}_{lang}_{scheme}_{width}.png"
                target.write_bytes(take(page, width, WIDTHS[width], whole))
                complaints = watch.complaints()
                print(target.name, target.stat().st_size // 1024, "KB", *complaints)
        browser.close()


if __name__ == "__main__":
    main()
