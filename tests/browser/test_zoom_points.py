"""The zoomable map of the running app where places have points only: dots, a quiet ground, and where clicks lead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page

from tests.browser.desk import view
from tests.browsing import settle

pytestmark = pytest.mark.browser

TOWNS = "/risk_map?data=nanyang&level=town"
DOTS = """() => { const found = []; window.map.eachLayer((one) => { if (one instanceof L.CircleMarker) found.push({
  code: one.feature.properties.region_code, fill: one.options.fillColor,
  said: one.getTooltip().getContent().textContent,
  at: window.map.latLngToContainerPoint(one.getLatLng()) }); }); return found; }"""
GROUND = """() => { const found = []; window.map.eachLayer((one) => { if (one instanceof L.Polygon) found.push({
  code: one.feature.properties.region_code, fill: one.options.fillColor,
  said: one.getTooltip().getContent().textContent,
  }); }); return found; }"""
SPOT = "([lat, lon]) => window.map.latLngToContainerPoint([lat, lon])"


def _frame(page: Page) -> Frame:
    page.frame_locator("iframe[title*='folium']").locator(".place-name").first.wait_for()
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _click(page: Page, spot: dict[str, float]) -> None:
    page.locator("iframe[title*='folium']").click(position={"x": spot["x"], "y": spot["y"]})


def _opened(page: Page, code: str) -> None:
    page.wait_for_url(re.compile(rf"/place\?.*region={code}(&|$)"))
    settle(page)


def test_towns_with_points_are_dots_and_a_click_opens_the_town(new_page: Callable[..., Page]) -> None:
    page = new_page(TOWNS)
    dots = _frame(page).evaluate(DOTS)
    assert len(dots) == 10
    said = {dot["said"].split(" · ")[0]: dot for dot in dots}
    assert "橙色" in said["示例甲镇"]["said"]
    assert "未知" in said["示例壬镇"]["said"]
    _click(page, said["示例甲镇"]["at"])
    _opened(page, "411381901000")
    page.get_by_role("heading", name=re.compile("示例甲镇")).first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_is_nobodys_tier_and_a_click_opens_the_county(
    new_page: Callable[..., Page], scheme: str
) -> None:
    page = new_page(TOWNS, color_scheme=scheme)
    frame = _frame(page)
    ground, dots = frame.evaluate(GROUND), frame.evaluate(DOTS)
    assert {one["said"] for one in ground} == {"方城县", "镇平县", "邓州市"}
    assert not {one["fill"] for one in ground} & {dot["fill"] for dot in dots if "未知" not in dot["said"]}
    _click(page, frame.evaluate(SPOT, [33.42, 113.0]))
    _opened(page, "411322")


def test_places_with_points_only_stay_on_the_zoomable_map_and_offer_no_figure(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(f"{TOWNS}&map=svg")
    assert len(_frame(page).evaluate(DOTS)) == 10
    view(page)
    page.locator(".st-key-source_choice").wait_for()
    assert page.locator(".st-key-map_choice").count() == 0
