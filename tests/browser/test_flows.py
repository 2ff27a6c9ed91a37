"""The way through the app as a viewer goes it: from the first page to a place and back, by pointer and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import (
    PLACES,
    ROWS,
    asked,
    choose,
    expect_address,
    headline,
    on_map,
    on_place,
    press,
    show,
    view,
)
from tests.browsing import settle
from tests.serving import Server

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LUOTUO = "620724105000"


def test_a_deep_link_on_a_fresh_server_shows_its_place_inside_the_frame(
    fresh_server: Callable[..., Server], new_page: Open
) -> None:
    page = new_page(f"/place?region={LUOTUO}&month=2026-09&lang=en", origin=fresh_server().url)
    expect(headline(page)).to_have_text("骆驼城镇 is normal for September: nothing reaches an edge.")
    expect(page.locator(".st-key-banner")).to_contain_text("sample data (synthetic)")
    expect(page.get_by_test_id("stTopNavLink")).to_have_text(["Risk map", "Place details", "Scenarios"])
    expect(page).to_have_title("Job-loss warning desk")
    expect_address(page, region=LUOTUO, month="2026-09", lang="en", data="gaotai")


def test_the_bare_address_leads_to_the_risk_map(new_page: Open) -> None:
    page = new_page("/")
    on_map(page, data="gaotai", month="2026-10", region="620724", level="town", lang="zh")
    expect(headline(page)).to_have_text("高台县10月为橙色预警：3个镇已发布预警，其中2个橙色。")
    expect(page.locator(PLACES)).to_have_count(9)


def test_what_the_bare_address_asks_for_is_kept_on_the_way(new_page: Open) -> None:
    page = new_page("/?lang=en&month=2026-09")
    on_map(page, lang="en", month="2026-09")
    expect(headline(page)).to_contain_text("September")


def test_a_town_clicked_on_the_map_opens_in_the_same_month(new_page: Open) -> None:
    page = show(new_page, month="2026-09", lang="en", town_alerts="detected")
    page.locator(f'{PLACES}[data-code="{LUOTUO}"]').click()
    on_place(
        page,
        "骆驼城镇",
        region=LUOTUO,
        month="2026-09",
        lang="en",
        data="gaotai",
        plan="gaotai-desk",
        town_alerts="detected",
    )
    expect(headline(page)).to_contain_text("September")


def test_a_town_is_opened_by_keyboard_alone(new_page: Open) -> None:
    page = show(new_page, ready=PLACES)
    for _ in range(60):
        page.keyboard.press("Tab")
        code = page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                return at?.getAttribute('data-code');
            }"""
        )
        if code:
            break
    assert code, "sixty presses of Tab do not reach the map"
    page.keyboard.press("Enter")
    on_place(page, "", region=code, month="2026-10")


def test_a_town_opens_from_its_row_by_pointer_and_by_keyboard(new_page: Open) -> None:
    page = show(new_page)
    page.locator(ROWS).get_by_role("link", name="巷道镇").click()
    on_place(page, "巷道镇", region="620724103000")
    press(page, "back")
    on_map(page)
    link = page.locator(ROWS).get_by_role("link", name="南华镇")
    link.focus()
    page.keyboard.press("Enter")
    on_place(page, "南华镇", region="620724102000")


def test_a_row_is_a_link_that_another_tab_can_open(new_page: Open) -> None:
    page = show(new_page, month="2026-09")
    href = page.locator(ROWS).get_by_role("link", name="巷道镇").get_attribute("href")
    assert href is not None
    assert href.startswith("/place?")
    other = new_page(href)
    on_place(other, "巷道镇", month="2026-09", region="620724103000")


def test_back_to_the_map_keeps_month_mode_and_language(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-09", lang="en", town_alerts="detected")
    press(page, "back")
    on_map(page, month="2026-09", lang="en", town_alerts="detected", region="620724")
    expect(headline(page)).to_contain_text("September")


def test_the_browsers_back_button_leads_back_to_the_map(new_page: Open) -> None:
    page = show(new_page, month="2026-09")
    on_map(page)
    page.locator(ROWS).get_by_role("link", name="巷道镇").click()
    on_place(page, "巷道镇")
    page.go_back()
    on_map(page, month="2026-09")
    expect(headline(page)).to_contain_text("高台县9月")


def test_an_address_loaded_again_shows_the_same(new_page: Open) -> None:
    page = show(new_page, level="county", town_alerts="detected", month="2026-08", lang="en")
    on_map(page, level="county")
    before, url = headline(page).inner_text(), page.url
    page.reload()
    on_map(page)
    expect(headline(page)).to_have_text(before)
    assert page.url == url
    other = new_page(url.split("/", 3)[3].join(["/", ""]))
    expect(headline(other)).to_have_text(before)


def test_the_month_is_stepped_chosen_and_jumped_to(new_page: Open) -> None:
    page = show(new_page)
    expect(page.locator(".st-key-month_after").get_by_role("button")).to_be_disabled()
    press(page, "last_complete")
    expect_address(page, month="2026-09")
    expect(headline(page)).to_contain_text("高台县9月")
    press(page, "month_before")
    expect_address(page, month="2026-08")
    expect(headline(page)).to_contain_text("高台县8月")
    press(page, "month_after")
    expect_address(page, month="2026-09")
    choose(page, "month_choice", "2025年1月")
    expect_address(page, month="2025-01")
    expect(page.locator(ROWS).filter(has_text="骆驼城镇")).to_contain_text("未知")
    expect(page.locator(f'{PLACES}[data-code="{LUOTUO}"]')).to_have_attribute("data-digit", "4")


def test_months_play_through_and_stop_at_the_newest(new_page: Open) -> None:
    page = show(new_page, month="2026-07")
    press(page, "play")
    expect(page.locator(".st-key-play")).to_contain_text("停止")
    expect_address(page, month="2026-09")
    expect_address(page, month="2026-10")
    expect(page.locator(".st-key-play")).to_contain_text("逐月播放", timeout=15_000)
    expect(headline(page)).to_contain_text("高台县10月")
    expect_address(page, month="2026-10")


def test_play_through_is_stopped_by_hand(new_page: Open) -> None:
    page = show(new_page, month="2024-01")
    press(page, "play")
    expect_address(page, month="2024-02")
    press(page, "play")
    expect(page.locator(".st-key-play")).to_contain_text("逐月播放")
    settle(page)
    with pytest.raises(AssertionError):  # longer than a step of the play-through, and nothing moves
        expect(page).not_to_have_url(page.url, timeout=1500)


def test_the_level_switch_shows_city_county_and_towns(new_page: Open) -> None:
    page = show(new_page, ready=PLACES)
    for label, level, count in (("县", "county", 1), ("市", "city", 1), ("镇", "town", 9)):
        page.locator(".st-key-level_choice").get_by_role("radio", name=label, exact=True).click()
        expect_address(page, level=level)
        expect(page.locator(ROWS)).to_have_count(count)


def test_published_and_detected_are_switched_in_the_view_popover(new_page: Open) -> None:
    page = show(new_page)
    view(page)
    page.get_by_role("radio", name="测得（预览）").click()
    expect_address(page, town_alerts="detected")
    expect(headline(page)).to_have_text("高台县10月测得红色：4个镇测得预警，其中2个橙色以上。")
    page.get_by_role("radio", name="已发布").click()
    expect_address(page, town_alerts="published")
    expect(headline(page)).to_contain_text("橙色预警")


def test_the_language_switch_keeps_place_and_month(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-09")
    press(page, "language_button")
    on_place(page, "is normal for September", lang="en", region=LUOTUO, month="2026-09")
    expect(page.locator(".st-key-rule_rows .uw")).to_have_attribute("lang", "en")
    press(page, "language_button")
    on_place(page, "骆驼城镇9月正常", lang="zh", region=LUOTUO, month="2026-09")


@pytest.mark.parametrize(("data", "name"), [("nanyang", "南阳市"), ("washington", "Washington")])
def test_other_data_is_opened_from_the_view_popover(new_page: Open, data: str, name: str) -> None:
    page = show(new_page, month="2025-01")
    view(page)
    choose(page, "source_choice", data)
    expect_address(page, data=data)
    expect(headline(page)).to_contain_text(name)
    expect(page.locator(PLACES).first).to_be_visible()
    expect(page.locator(".st-key-banner")).to_contain_text(
        "南阳市示例数据" if data == "nanyang" else "真实公开数据"
    )
    assert asked(page)["month"] != "2025-01"
    page.locator(ROWS).first.get_by_role("link").click()
    on_place(page, "", data=data)


def test_a_place_opens_another_from_the_list_the_side_and_its_small_map(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO)
    choose(page, "region_choice", "高台县")
    on_place(page, "高台县", region="620724")
    page.locator(".st-key-rail").get_by_role("button", name="巷道镇").or_(
        page.locator(".st-key-rail").get_by_role("link", name="巷道镇")
    ).first.click()
    on_place(page, "巷道镇", region="620724103000")
    page.locator('.st-key-rail svg [data-code="620724108000"]').first.click()
    on_place(page, "罗城镇", region="620724108000", month="2026-10")


def test_a_reason_opens_by_keyboard_on_the_page_of_a_place(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO)
    summary = page.locator(".st-key-rule_rows summary").filter(has_text="登记失业人数同比")
    summary.focus()
    page.keyboard.press("Enter")
    reasons = page.locator(".st-key-rule_rows details[open] .why li")
    expect(reasons.filter(has_text="缺：2025年10月的登记失业人数。")).to_be_visible()
    expect(reasons.filter(has_text="补齐后最坏：红色。")).to_be_visible()


def test_the_navigation_keeps_place_and_month(new_page: Open) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-09")
    page.get_by_test_id("stTopNavLink").filter(has_text="风险地图").click()
    on_map(page, month="2026-09", region="620724")
    page.get_by_test_id("stTopNavLink").filter(has_text=re.compile("^地区详情$")).click()
    on_place(page, "9月", month="2026-09")
