"""From a place to its event, to the duties of the month and back, by pointer and keyboard; filters in the address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import asked, choose, expect_address, headline, on_map, on_place, press, show
from tests.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LUOTUO = "620724105000"
ROWS = ".st-key-duties tbody tr"
SEED_FIRM = re.compile("示例种业公司裁员45人")


def on_duties(page: Page, **values: str) -> None:
    expect(page).to_have_url(re.compile(r"/duties\?"))
    expect(headline(page)).to_contain_text(re.compile("件事|duties"))
    expect_address(page, **values)
    settle(page)


def on_event(page: Page, event: str) -> None:
    expect(page).to_have_url(re.compile(rf"/event\?.*event={event}"))
    page.locator(".st-key-rail h2").first.wait_for()
    settle(page)


def test_duties_are_opened_from_the_menu_in_the_same_place_and_month(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-09")
    page.get_by_test_id("stTopNavSection").filter(has_text="处置").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="职责").click()
    on_duties(page, region=LUOTUO, month="2026-09")
    expect(headline(page)).to_have_text("骆驼城镇9月有1件事要办：1件事前。")


def test_an_event_is_opened_from_its_place_and_leads_to_the_duties_and_to_places_above(
    new_page: Open,
) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-10")
    page.locator(".st-key-rail").get_by_role("link", name=SEED_FIRM).click()
    on_event(page, "V072")
    expect(headline(page)).to_have_text("2026年10月21日示例种业公司裁员45人，职工480人：有1件事要办。")
    expect(page.locator(".st-key-rulers svg.ruler")).to_have_count(1)
    press(page, "back")
    on_duties(page, region=LUOTUO, month="2026-10")
    page.locator(ROWS).get_by_role("link", name=SEED_FIRM).click()
    on_event(page, "V072")
    page.locator(".st-key-rail").get_by_role("link", name="高台县").click()
    on_place(page, "高台县", region="620724", month="2026-10")


def test_an_event_is_opened_by_keyboard(new_page: Open) -> None:
    page = show(new_page, "duties", region=LUOTUO, month="2026-10", ready=ROWS)
    link = page.locator(ROWS).get_by_role("link", name=SEED_FIRM)
    link.focus()
    page.keyboard.press("Enter")
    on_event(page, "V072")
    page.go_back()
    on_duties(page, region=LUOTUO)


def test_a_row_is_a_link_that_another_tab_can_open(new_page: Open) -> None:
    page = show(new_page, "duties", month="2026-10", lang="en", ready=ROWS)
    href = page.locator(ROWS).get_by_role("link", name=re.compile("^示例种业公司")).get_attribute("href")
    assert href is not None
    other = new_page(href)
    on_event(other, "V072")
    expect(headline(other)).to_contain_text("on 21 Oct 2026: 1 duty.")


def test_a_tiers_report_leads_to_its_place(new_page: Open) -> None:
    page = show(new_page, "duties", month="2026-10", ready=ROWS)
    page.locator(ROWS).get_by_role("link", name="南华镇测得红色").click()
    on_place(page, "南华镇", region="620724102000", month="2026-10")


def test_a_filter_is_kept_in_the_address_and_shows_the_same_to_another(new_page: Open) -> None:
    page = show(new_page, "duties", data="nanyang", month="2026-10", ready=ROWS)
    expect(page.locator(ROWS)).to_have_count(20)
    choose(page, "status_filter", "需补数字")
    expect_address(page, status="unknown")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator(".st-key-counted")).to_contain_text("2件 / 共20件")
    other = new_page(page.url.split("/", 3)[3].join(["/", ""]))
    expect(other.locator(ROWS)).to_have_count(2)
    press(page, "clear_filters")
    expect(page.locator(ROWS)).to_have_count(20)
    assert "status" not in asked(page)


def test_a_plan_without_tiers_has_duties_and_says_on_the_map_what_to_do(new_page: Open) -> None:
    page = show(new_page, plan="nanyang", month="2026-10")
    expect(headline(page)).to_have_text("南阳市预案没有等级规则，不能用来判等级。")
    press(page, "open_duties")
    on_duties(page, plan="nanyang")
    expect(page.locator(ROWS)).to_have_count(4)
    choose(page, "plan_choice", "高台县工作台")
    expect_address(page, plan="gaotai-desk")
    expect(page.locator(ROWS)).to_have_count(9)
    page.get_by_test_id("stTopNavLink").filter(has_text="风险地图").click()
    on_map(page, plan="gaotai-desk")


def test_an_unknown_event_leads_to_the_duties(new_page: Open) -> None:
    page = show(new_page, "event", event="V999", month="2026-10")
    expect(headline(page)).to_have_text("没有这个事件。")
    press(page, "open_duties")
    on_duties(page, month="2026-10")


def test_links_of_a_phones_cards_are_large_enough_for_a_thumb(new_page: Open) -> None:
    page = show(new_page, "duties", ready=ROWS, context_viewport={"width": 390, "height": 844})
    for link in page.locator(ROWS).get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
