"""The zoomable map as a viewer uses it: chosen, stepped through, clicked, left and come back to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.desk import PLACES, expect_address, headline, on_map, on_place, press, show, view

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WAIT = """() => Object.values(window).some(
    (one) => window.L && one instanceof L.Map && Object.keys(one._layers).length > 9)"""
WHERE = """(code) => {
    const map = Object.values(window).find((one) => one instanceof L.Map);
    const place = Object.values(map._layers).find((one) => one.feature?.properties?.region_code === code);
    const at = map.latLngToContainerPoint(place.getCenter());
    return [at.x, at.y, place.options.fillColor];
}"""


def leaflet(page: Page) -> Frame:
    """The frame that holds the map, its places drawn."""
    page.locator("iframe").first.wait_for()
    frame = next(each for each in page.frames if "streamlit_folium" in each.url)
    frame.wait_for_function(WAIT)
    return frame


def click(page: Page, code: str) -> None:
    """Click on the middle of a place."""
    frame = leaflet(page)
    x, y, _ = frame.evaluate(WHERE, code)
    frame.locator(".leaflet-container").first.click(position={"x": x, "y": y})


def test_the_zoomable_map_is_chosen_in_the_view_popover_and_keeps_the_month(new_page: Open) -> None:
    page = show(new_page, ready=PLACES, month="2026-08")
    view(page)
    page.get_by_role("radio", name="可缩放").click()
    leaflet(page)
    expect_address(page, map="zoom", month="2026-08", region="620724")
    expect(page.locator(PLACES)).to_have_count(0)
    expect(headline(page)).to_contain_text("高台县8月")
    page.get_by_role("radio", name="图形").click()
    expect(page.locator(PLACES)).to_have_count(9)
    expect_address(page, map="svg", month="2026-08")


def test_a_county_clicked_on_the_zoomable_map_opens_time_and_again(new_page: Open) -> None:
    page = show(new_page, ready="iframe", data="nanyang", map="zoom", month="2026-09", lang="en")
    click(page, "411328")
    on_place(page, "唐河县", region="411328", month="2026-09", lang="en", data="nanyang")
    press(page, "back")
    on_map(page, month="2026-09", map="zoom", data="nanyang")
    leaflet(page)
    expect(headline(page)).to_contain_text("南阳市")
    click(page, "411321")
    on_place(page, "南召县", region="411321", month="2026-09")


def test_another_month_paints_the_same_map_again(new_page: Open) -> None:
    page = show(new_page, ready="iframe", data="nanyang", map="zoom", month="2026-10")
    frame = leaflet(page)
    red = frame.evaluate(WHERE, "411328")[2]
    frame.evaluate("() => { window.marked = true; }")
    press(page, "month_before")
    expect_address(page, month="2026-09")
    frame.wait_for_function(f"() => ({WHERE})('411328')[2] !== '{red}'")
    assert frame.evaluate("() => window.marked") is True


def test_the_zoomable_map_is_a_picture_among_the_tiles_and_the_table(new_page: Open) -> None:
    page = show(new_page, ready="iframe", map="zoom")
    leaflet(page)
    expect(page.locator(".st-key-risk_view tbody tr")).to_have_count(9)
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
