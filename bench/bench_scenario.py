"""From the key press to the repainted map, beside the same page done the usual way; and judging again at the server.

Run by ``make bench only=scenario``. A real browser moves the edge of one rule to and fro with the arrow keys; time
runs from the key's own event until the second map's colours have changed and a frame has been drawn. Both pages are
measured in the same run, one server at a time.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Browser, Page, Route, sync_playwright

from bench import bench_engine
from bench.made_up import country
from dashboard.engine.evaluate import evaluate, revise
from dashboard.plans import load
from dashboard.plans.variants import with_edge
from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import EdgeMoved, Scenario
from dashboard.scenarios.link import packed
from geo.folium_map import LEAFLET_FOLDER
from tests.browsing import launch
from tests.serving import ROOT, answers, clean_environment, free_port, serve, wait_until

EDGE = "registered_unemployment_rate_gap.yellow"
PRESSES = {"county": 24, "country": 6}
MONTHS = {"county": "2026-09", "country": "2024-12"}
SLIDER = "input[type=range], [role=slider]"

# Colours of the second map, wherever it is: in a component's own tree, or in the frame of st_folium.
SIGN = """() => {
window.sign = () => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.tagName === 'IFRAME' && node.contentDocument) {
        found.push([...node.contentDocument.querySelectorAll('path.leaflet-interactive')]);
      }
      if (node.matches('[data-layer="fill"]')) found.push([...node.querySelectorAll('path')]);
    }
  };
  walk(document);
  const last = found.filter((each) => each.length).at(-1) || [];
  return last.map((path) => path.getAttribute('fill')).join();
};
// Whether the words still wait for the server (data-waiting on the component of this desk).
window.waits = () => {
  const walk = (root) => [...root.querySelectorAll('*')].some((node) =>
    node.hasAttribute('data-waiting') || (node.shadowRoot && walk(node.shadowRoot)));
  return walk(document);
};
window.measure = () => new Promise((done) => {
  const before = window.sign();
  let start = 0;
  addEventListener('keydown', (event) => { start = event.timeStamp; }, { capture: true, once: true });
  const look = () => {
    const now = window.sign();
    if (start && now && now !== before) {
      requestAnimationFrame(() => {
        const painted = performance.now() - start;
        const rest = () => {
          if (window.waits()) requestAnimationFrame(rest);
          else done([painted, performance.now() - start]);
        };
        rest();
      });
    } else if (start && performance.now() - start > 20000) done([NaN, NaN]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
}
"""


def at_the_server() -> None:
    """Judging 42,800 regions again after one edge, one indicator, and everything."""
    plan, panel = load("gaotai-2021"), country(42_800, 24)
    base = evaluate(plan, panel, "detected")
    moved = with_edge(plan, EDGE, ">= 0.3")
    name = "first_time_claimants_count"
    figures = panel.indicators[name].copy()
    figures[-1] = np.rint(figures[-1] * 1.1)
    shocked = replace(panel, indicators={**panel.indicators, name: figures})
    for panel_, plan_ in ((panel, moved), (shocked, plan)):
        again, whole = revise(base, plan_, panel_, "detected"), evaluate(plan_, panel_, "detected")
        if not (np.array_equal(again.levels, whole.levels) and np.array_equal(again.tiers, whole.tiers)):
            raise SystemExit("judging again gave another answer than judging everything")
    found = bench_engine.times(
        {
            "one edge moved": lambda: revise(base, moved, panel, "detected"),
            "one indicator moved": lambda: revise(base, plan, shocked, "detected"),
            "everything judged": lambda: evaluate(plan, replace(panel), "detected"),
        }
    )
    print("42,800 regions × 24 months at the server, the same answers")
    for name, it in found.items():
        print(f"  {name:22}{it.clock:8.1f} ms by the clock{it.processor:8.1f} ms of the processor")


def country_folder(home: Path) -> Path:
    """A made-up country: every county of the national outlines, two years of figures."""
    outlines = json.loads(
        (ROOT / "geo" / "boundary_data" / "counties_national.geojson").read_text(encoding="utf-8")
    )
    places = {
        str(f["properties"]["region_code"]): str(f["properties"]["region_name"]) for f in outlines["features"]
    }
    panel = country(len(places), 24)
    folder = home / "country"
    folder.mkdir()
    rows = ["000000,Country,province,"]
    rows += [f'{code},"{name}",county,000000' for code, name in places.items()]
    head = "region_code,region_name,level,parent_code\n"
    (folder / "regions.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    columns = list(panel.indicators)
    figures = {
        c: np.clip(f, 0, 100) if c.endswith("_pct") else np.maximum(f, 0) for c, f in panel.indicators.items()
    }
    lines = [",".join(["region_code", "month", *columns])]
    for m in range(panel.month_count):
        month = f"{(panel.first_month + m) // 12}-{(panel.first_month + m) % 12 + 1:02d}"
        for r, code in enumerate(places):
            cells = (figures[c][m, r] for c in columns)
            lines.append(",".join([code, month, *("" if np.isnan(v) else f"{v:.10g}" for v in cells)]))
    (folder / "indicators.csv").write_text("\n".join(lines), encoding="utf-8")
    targets = ["region_code,year,registered_unemployment_rate_target_pct"]
    targets += [f"{code},{year},3.2" for code in places for year in (2023, 2024)]
    (folder / "targets.csv").write_text("\n".join(targets), encoding="utf-8")
    areas = "boundaries: {areas: counties_national.geojson}"
    manifest = f"synthetic: true\nplan: gaotai-2021\nmap_level: county\nfocus: '000000'\n{areas}\n"
    (folder / "MANIFEST.yaml").write_text(manifest, encoding="utf-8")
    return folder


def presses(page: Page, count: int) -> list[tuple[float, float]]:
    """Until the map and until the words of some presses, right and left in turn, after two to warm up."""
    page.evaluate(SIGN)
    found = []
    for n in range(count + 2):
        page.evaluate("() => { window.answer = window.measure(); }")
        page.keyboard.press("ArrowRight" if n % 2 == 0 else "ArrowLeft")
        painted, answered = page.evaluate("() => window.answer")
        found.append((float(painted), float(answered)))
        page.wait_for_function("() => !document.querySelector('[data-test-script-state=\"running\"]')")
        page.wait_for_timeout(500)  # until whatever the usual page does afterwards is over
    return [each for each in found[2:] if each[0] == each[0]]


def ours(browser: Browser, folder: Path, month: str, count: int, home: Path) -> list[tuple[float, float]]:
    """The page of this desk."""
    text = packed(Saved(Scenario((EdgeMoved(EDGE, ">= 0.3"),))))
    environment = {"DASHBOARD_DATA_FOLDERS": json.dumps([str(folder)])}
    query = {"scenario": text, "town_alerts": "detected", "lang": "en", "month": month}
    with serve(home / "ours.log", environment) as server, browser.new_context(base_url=server.url) as context:
        page = context.new_page()
        page.goto(f"/scenarios?{urlencode(query)}")
        page.locator(".st-key-scenario_view [data-layer='fill'] path").first.wait_for(
            state="attached", timeout=120_000
        )
        page.wait_for_load_state("networkidle")
        page.locator(".st-key-lever_edge").locator(SLIDER).focus()
        return presses(page, count)


@contextmanager
def usual_server(folder: Path, month: str, home: Path) -> Iterator[str]:
    """The page done the usual way, served."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "bench/usual_scenario.py",
        "--server.port",
        str(port),
    ]
    environment = clean_environment(
        {"BENCH_FOLDER": str(folder), "BENCH_MONTH": month, "PYTHONPATH": str(ROOT)}
    )
    with (home / "usual.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), "the usual page", 120)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _from_here(route: Route) -> None:
    """Leaflet as the CDN would send it, from this checkout; whatever else it asks for is empty."""
    name = route.request.url.rsplit("/", 1)[-1]
    file = LEAFLET_FOLDER / name
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=file.read_bytes() if file.is_file() else b"", content_type=kind)


def usual(browser: Browser, folder: Path, month: str, count: int, home: Path) -> list[tuple[float, float]]:
    """The page done the usual way."""
    with usual_server(folder, month, home) as url, browser.new_context(base_url=url) as context:
        context.route(lambda asked: not asked.startswith(url), _from_here)
        page = context.new_page()
        page.goto("/")
        page.locator("iframe").nth(1).wait_for(timeout=120_000)
        page.evaluate(SIGN)
        page.wait_for_function("() => window.sign().length > 0", timeout=120_000)
        page.locator(SLIDER).first.focus()
        return presses(page, count)


def told(name: str, found: list[float]) -> str:
    """Median and 95th percentile."""
    return f"  {name:12}{statistics.median(found):9.0f} ms{float(np.percentile(found, 95)):9.0f} ms (p95)"


def in_the_browser(sizes: dict[str, Callable[[Path], Path]]) -> None:
    """Both pages on each size."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        home, browser = Path(made), launch(playwright)
        for size, folder_of in sizes.items():
            folder = folder_of(home)
            print(f"{size}: from the key press to the repainted map, {PRESSES[size]} presses", flush=True)
            found: dict[str, Any] = {}
            for name, page in (("ours", ours), ("usual", usual)):
                times = page(browser, folder, MONTHS[size], PRESSES[size], home)
                found[name] = [painted for painted, _ in times]
                print(told(name, found[name]), flush=True)
                if name == "ours":
                    print(told("  its words", [answered for _, answered in times]), flush=True)
            print(
                f"  ours is {statistics.median(found['usual']) / statistics.median(found['ours']):.1f} times as fast"
            )
        browser.close()


def main() -> None:
    """Measure the server, then the browser; SCENARIO_SIZES=county leaves the country out."""
    started = time.monotonic()
    at_the_server()
    sizes: dict[str, Callable[[Path], Path]] = {
        "county": lambda _: ROOT / "sample_data" / "gaotai",
        "country": country_folder,
    }
    wanted = os.environ.get("SCENARIO_SIZES", ",".join(sizes)).split(",")
    in_the_browser({size: make for size, make in sizes.items() if size in wanted})
    print(f"in {time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
