"""Scenarios in a browser: a slider repaints the second map, a link shows the same to another, a room to everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import FirmShock, Scenario
from dashboard.scenarios.link import packed
from tests.browser.desk import asked, headline, overflow, press, show
from tests.browsing import settle
from tests.scenarios.made import SEEDS

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TOWN = "620724107000"
PLACES = ".st-key-scenario_view [data-layer='fill'] path"


# What the town's colour on the second map is while the words still wait for the server.
WAITING = """(root) => {
  const side = root.querySelectorAll('.side')[1];
  window.ahead = new Promise((done) => new MutationObserver((_, observer) => {
    if (!root.hasAttribute('data-waiting')) return;
    observer.disconnect();
    setTimeout(() => done(side.querySelector(`[data-layer='fill'] path[data-code='TOWN']`).getAttribute('fill')));
  }).observe(root, { attributes: true }));
}""".replace("TOWN", TOWN)


def opened(new_page: Open, people: int = 0, petition: str = "none", **query: str) -> Page:
    if people:
        text = packed(Saved(Scenario((FirmShock(SEEDS, people, petition=petition),))))
        query = {"scenario": text} | query
    return show(
        new_page,
        "scenarios",
        ready=PLACES,
        **({"month": "2026-09", "town_alerts": "detected", "lang": "en"} | query),
    )


def town(page: Page, side: int) -> Locator:
    """A town on the map of now (0) or of what is supposed (1)."""
    return (
        page.locator(".st-key-scenario_view .side")
        .nth(side)
        .locator(f"[data-layer='fill'] path[data-code='{TOWN}']")
    )


def test_a_slider_moved_by_keyboard_repaints_the_second_map_alone(new_page: Open) -> None:
    page = opened(new_page, 383, "individual")
    before, was = town(page, 0).get_attribute("fill"), town(page, 1).get_attribute("fill")
    assert before != was, "yellow by its petition already"
    settle(page)
    page.locator(".st-key-lever_firm_people input[type=range]").focus()
    page.locator(".st-key-scenario_view .uw").evaluate(WAITING)
    page.keyboard.press("ArrowRight")
    ahead = page.evaluate("() => window.ahead")
    assert ahead not in (was, before), "the map is ahead of the server's answer"
    expect(page.locator(".st-key-scenario_view [data-waiting]")).to_have_count(0)
    expect(town(page, 1)).to_have_attribute("fill", str(ahead))
    expect(town(page, 0)).to_have_attribute("fill", str(before))
    expect(page.locator(".st-key-scenario_view .rules")).to_contain_text("Share of staff laid off")
    settle(page)
    assert asked(page)["scenario"] != packed(Saved(Scenario((FirmShock(SEEDS, 383, petition="individual"),))))
    press(page, "undo")
    expect(town(page, 1)).to_have_attribute("fill", str(was))


def test_a_link_shows_another_viewer_the_same_sentence_and_maps(new_page: Open) -> None:
    page = opened(new_page, 400, "collective")
    expect(headline(page)).to_have_text("高台县 would go from orange to red: 黑泉镇 reaches orange.")
    other = new_page(page.url[page.url.index("/scenarios") :])
    other.locator(PLACES).first.wait_for()
    expect(headline(other)).to_have_text(headline(page).inner_text())
    assert town(other, 1).get_attribute("fill") == town(page, 1).get_attribute("fill")


def test_a_place_that_changes_opens_with_its_month(new_page: Open) -> None:
    page = opened(new_page, 400, "collective")
    town(page, 1).click()
    expect(headline(page)).to_contain_text("黑泉镇")
    assert asked(page)["month"] == "2026-09"


def test_large_type_enlarges_everything(new_page: Open) -> None:
    page = opened(new_page, 400)
    size = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
    usual = page.evaluate(size)
    press(page, "presenter_switch")
    page.wait_for_function(f"() => ({size})() > {usual}")
    assert page.evaluate(size) == 20


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_no_wider_than_its_window(new_page: Open, width: int, lang: str) -> None:
    page = opened(new_page, 400, lang=lang, context_viewport={"width": width, "height": 900})
    settle(page)
    assert overflow(page) == 0


def test_a_participant_sees_the_room_and_what_they_propose_is_adopted(
    new_page: Open,
) -> None:
    host = opened(new_page, 0, **{"as": "facilitator"})
    press(host, "open_room")
    code = host.locator(".st-key-room strong").inner_text()
    guest = opened(new_page, 0, **{"as": "workshop"})
    guest.locator(".st-key-room_code input").fill(code.lower())
    guest.keyboard.press("Tab")
    press(guest, "join_room")
    expect(guest.locator(".st-key-room")).to_contain_text("participant 1")
    expect(guest.locator(".st-key-banner")).to_be_visible()
    host.locator(".st-key-lever_edge input[type=range]").focus()
    for _ in range(2):
        host.keyboard.press("ArrowLeft")
        settle(host)
    expect(headline(host)).to_contain_text("骆驼城镇 reaches yellow")  # the second press, too
    expect(headline(guest)).to_have_text(headline(host).inner_text())
    for page in (host, guest):
        assert "示例制种公司" not in page.locator("body").inner_text(), "firms go by made-up codes"
    # The levers follow the maps: a key pressed before they have would move the slider from where it was.
    expect(guest.locator(".st-key-lever_edge")).to_contain_text("0.3")
    settle(guest)
    guest.locator(".st-key-lever_edge input[type=range]").focus()
    guest.keyboard.press("ArrowRight")
    expect(guest.locator(".st-key-room")).to_contain_text("something of your own")
    press(guest, "propose")
    expect(host.locator("[class*='st-key-proposal_']")).to_contain_text("Participant 1 proposes")
    host.get_by_role("button", name="Adopt").click()
    expect(guest.locator(".st-key-lever_edge")).to_contain_text("0.4")
    press(host, "close_room")
    expect(guest.locator(".st-key-room_way_in")).to_be_visible()
