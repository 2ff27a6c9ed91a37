"""From a warning to the firms that cause it, to one of them and back, by pointer and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import expect_address, headline, on_place, press, show
from tests.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LUOTUO = "620724105000"
TOMATO = "91620799MA0001501F"
ROWS = ".st-key-firms tbody tr"
PARTS = "骆驼城镇减员930人，出自21家，前3家占85.6%。"


def on_firms(page: Page, text: str, **values: str) -> None:
    expect(page).to_have_url(re.compile(r"/enterprises\?"))
    expect(headline(page)).to_have_text(text)
    expect_address(page, **values)
    page.locator(ROWS).first.wait_for()
    settle(page)


@pytest.mark.parametrize("role", ["analyst", "leader"])
def test_a_warning_leads_to_its_firms_to_one_of_them_and_back(new_page: Open, role: str) -> None:
    page = show(new_page, "place", region=LUOTUO, month="2026-10", **{"as": role})
    press(page, "behind_monitored_employees_decline")
    on_firms(page, PARTS, region=LUOTUO, cause="monitored_employees_decline")
    expect(page.locator(ROWS).first).to_contain_text("44.3%")
    page.locator(ROWS).first.get_by_role("link", name="示例番茄制品厂").click()
    panel = page.locator(".st-key-firm_panel")
    expect(panel).to_contain_text("还差3关，不能启动")
    expect_address(page, enterprise=TOMATO)
    panel.get_by_role("link", name="企业页").click()
    expect(page).to_have_url(re.compile(r"/enterprise\?"))
    expect(headline(page)).to_have_text("示例番茄制品厂：欠保断保，规模裁员。")
    expect(page.locator(".st-key-money tbody tr").first).to_be_visible()
    press(page, "back")
    on_firms(page, PARTS, cause="monitored_employees_decline")
    press(page, "back")
    on_place(page, "骆驼城镇", region=LUOTUO, month="2026-10")


def test_the_list_is_sorted_and_turned_and_a_firm_closed_by_keyboard(new_page: Open) -> None:
    page = show(new_page, "enterprises", month="2026-10", enterprise=TOMATO, ready=ROWS)
    close = page.locator(".st-key-firm_panel").get_by_role("button", name="关闭")
    close.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-firm_panel")).to_have_count(0)
    page.locator(".st-key-firms thead").get_by_role("button", name="拖欠").click()
    expect_address(page, firms_sort="owed")
    expect(page.locator(ROWS).first).to_contain_text("示例水泥厂")
    press(page, "page_after")
    expect_address(page, firms_page="2")
    expect(page.locator(ROWS)).to_have_count(14)


def test_on_a_phone_a_row_opens_the_firm_s_own_page(new_page: Open) -> None:
    page = show(
        new_page, "enterprises", month="2026-10", ready=ROWS, context_viewport={"width": 390, "height": 844}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(ROWS).first.get_by_role("link", name="示例番茄制品厂").click()
    expect(page).to_have_url(re.compile(r"/enterprise\?"))
    expect(headline(page)).to_contain_text("示例番茄制品厂")
