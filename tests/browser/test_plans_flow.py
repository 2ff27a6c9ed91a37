"""The page of plans in a browser: a reading tried and sent on as an address, plans compared, a variant downloaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.plans.loader import parse
from tests.browser.desk import asked, expect_address, headline, on_place, press, show
from tests.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
RULES = ".st-key-rules_table tbody tr"
PANEL = ".st-key-reading"
COMPARED = ".st-key-compare_table tbody tr"
SENTENCE = "2个镇月升一级，没有降级。"


def on_plans(new_page: Open, **query: str) -> Page:
    return show(new_page, "plans", ready=RULES, month="2026-10", **query)


def shows_two_town_months(page: Page) -> None:
    expect(page.locator(f"{PANEL} .sentence")).to_have_text(SENTENCE)
    expect(page.locator(f"{PANEL} table tr")).to_have_text(
        [re.compile("城关镇2025-1280.0%.*黄色→.*橙色"), re.compile("宣化镇2026-0380.0%.*黄色→.*橙色")]
    )
    payout = page.locator(RULES).filter(has_text="失业保险金发放率")
    expect(payout).to_have_attribute("aria-current", "true")
    expect(payout.locator("s")).to_have_text("<80%")
    expect(payout.locator("ins")).to_have_text("≤80%")


def test_a_reading_is_tried_on_the_spot_and_its_address_shows_another_the_same(new_page: Open) -> None:
    page = show(new_page, "place", region="620724", month="2026-10")
    page.get_by_test_id("stTopNavSection").filter(has_text="依据").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="预案").click()
    page.locator(RULES).first.wait_for()
    settle(page)
    expect(headline(page)).to_have_text("高台县13条规则：10月已判11条，1条到线，为乡镇预警数。")
    page.locator(RULES).get_by_role("link", name="失业保险金发放率").click()
    expect(page.locator(f"{PANEL} h2")).to_have_text("发放率正好80%属哪一级？")
    expect_address(page, rule="benefit_payout_rate")
    page.locator(PANEL).get_by_role("radio", name=re.compile("^橙色")).check()
    shows_two_town_months(page)
    expect_address(page, reading="payout_80.orange")
    settle(page)
    other = new_page("/" + page.url.split("/", 3)[3])
    shows_two_town_months(other)
    page.locator(PANEL).get_by_role("link", name="城关镇").click()
    on_place(page, "城关镇", region="620724100000")


def test_readings_are_chosen_and_taken_back_by_keyboard(new_page: Open) -> None:
    page = on_plans(new_page, reading="payout_80")
    page.locator(PANEL).get_by_role("radio", name=re.compile("^黄色")).focus()
    page.keyboard.press("ArrowDown")
    expect_address(page, reading="payout_80.orange")
    shows_two_town_months(page)
    expect(page.locator(PANEL).get_by_role("radio", name=re.compile("^橙色"))).to_be_focused()
    press(page, "replay_all")
    expect(page.locator(".st-key-replay_table tbody tr")).to_have_count(4)
    press(page, "take_back")
    expect(page.locator(f"{PANEL} .sentence")).to_have_count(0)
    page.locator(PANEL).get_by_role("button", name="下一处").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} h2")).to_contain_text("数本月发布的镇")
    expect_address(page, reading="town_alerts_of_the_month")


def test_the_variant_is_downloaded_as_a_plan_that_loads(new_page: Open, tmp_path: Path) -> None:
    page = on_plans(new_page, reading="payout_80.orange")
    with page.expect_download() as download:
        press(page, "download_variant")
    file = tmp_path / "variant.yaml"
    download.value.save_as(file)
    assert download.value.suggested_filename == "gaotai-2021-payout-80-orange.yaml"
    plan = parse(file.read_text(encoding="utf-8"), file.name)
    assert str(plan.rule("benefit_payout_rate").edges["orange"]) == "<= 80"


def test_plans_stand_side_by_side_at_30_and_50_people(new_page: Open) -> None:
    page = on_plans(new_page)
    expect(page.locator(COMPARED)).to_have_count(10)
    expect(page.locator(COMPARED).first).to_contain_text(
        re.compile("提前介入指导.*≥30人.*≥50人.*差20人.*3件.*1件")
    )
    expect(page.locator(".st-key-rulers svg.ruler")).to_have_count(2)
    page.get_by_role("radio", name="不同的9条").or_(
        page.get_by_role("button", name="不同的9条")
    ).first.click()
    expect(page.locator(COMPARED)).to_have_count(9)
    expect_address(page, rows="different")
    page.get_by_role("button", name="吉林省稳就业方案").click()
    expect(page.locator(".st-key-compare_table thead th")).to_have_count(9)
    assert "stabilise-jilin" in asked(page)["compare"]


def test_a_plan_is_opened_whole_and_left_again(new_page: Open) -> None:
    page = on_plans(new_page)
    page.locator(".st-key-plans_table").get_by_role("link", name="南阳市预案").click()
    page.locator(".st-key-parts_table tbody tr").first.wait_for()
    expect_address(page, plan_view="nanyang")
    expect(headline(page)).to_have_text("南阳市防范和应对大规模裁员和失业风险预案")
    press(page, "back")
    page.locator(RULES).first.wait_for()
    assert "plan_view" not in asked(page)


def test_on_a_phone_a_rule_that_is_picked_brings_its_panel_into_view(new_page: Open) -> None:
    page = on_plans(new_page, context_viewport={"width": 390, "height": 844})
    page.locator(RULES).get_by_role("link", name="单次停业人数").click()
    expect(page.locator(f"{PANEL} h2")).to_contain_text("相邻两级都写到的数")
    expect(page.locator(f"{PANEL} h2")).to_be_in_viewport()
