"""Other eyes, the table of roles, a file taken out and its entry in the audit log, in the browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from playwright.sync_api import Page, expect

from dashboard.access import rules
from tests.browser.desk import ROWS, asked, choose, expect_address, headline, on_map, overflow, show
from tests.browsing import settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TOWN = "620724103000"
HEADER = """() => [...document.querySelectorAll(
    '.stAppHeader :is(button, a), :is(.st-key-language, .st-key-viewing) button')]
  .filter((node) => getComputedStyle(node).visibility !== 'hidden' && !node.closest('[aria-hidden=true]'))
  .map((node) => [node.getBoundingClientRect(), node.innerText])
  .map(([box, text]) => [box.left, box.right, box.top, text])
  .filter(([left, right, top]) => right > left && top < 56).sort((one, two) => one[0] - two[0])"""


def take(page: Page, form: str) -> bytes:
    """Press the button of a form and read the file that comes."""
    with page.expect_download() as download:
        page.locator(f".st-key-export_{form}").get_by_role("button").click()
    return Path(download.value.path()).read_bytes()


def test_the_ranked_table_is_taken_out_and_the_auditor_reads_who_took_it(new_page: Open) -> None:
    page = show(new_page, ready=ROWS, month="2026-10", **{"as": f"clerk:{TOWN}"})
    rows = list(csv.reader(io.StringIO(take(page, "csv").decode("utf-8-sig"), newline="")))
    assert rows[1][:3] == [TOWN, "巷道镇", "2026-10"]
    assert "合成数据：全部数字均为虚构。" in [row[0] for row in rows]
    assert "620724102000" not in str(rows)
    book: Any = fastexcel.read_excel(take(page, "xlsx")).load_sheet(0).to_arrow()
    assert book.column(0).to_pylist()[0] == TOWN

    log = show(new_page, "audit", **{"as": "auditor"})
    expect(headline(log)).to_have_text("审计日志")
    entry = log.locator(".st-key-audit_table tr").filter(has_text=f"risk_map {TOWN}, 2026-10.csv").first
    expect(entry).to_contain_text("经办员")
    expect(entry).to_contain_text("导出")


@pytest.mark.parametrize("eyes", ["workshop", "facilitator", "auditor"])
def test_who_may_not_export_is_offered_no_button(new_page: Open, eyes: str) -> None:
    page = show(new_page, ready=ROWS, **{"as": eyes})
    settle(page)
    expect(page.locator(".st-key-exports")).to_have_count(0)


def test_the_log_is_shown_to_auditors_alone(new_page: Open) -> None:
    page = show(new_page, "audit")
    expect(headline(page)).to_have_text("这里不对您开放。")
    expect(page.locator(".st-key-audit_table")).to_have_count(0)


def test_other_eyes_are_chosen_in_the_header(new_page: Open) -> None:
    page = show(new_page, ready=ROWS, lang="en")
    page.locator(".st-key-viewing button").first.click()
    choose(page, "viewing_role", "Clerk")
    expect_address(page, **{"as": "clerk"})
    settle(page)
    box = page.locator(".st-key-viewing_place input")
    if not box.is_visible():
        page.locator(".st-key-viewing button").first.click()
    box.click()
    box.fill("巷道镇")
    page.get_by_role("option", name="巷道镇").click()
    expect(page.locator(ROWS)).to_have_count(1)
    on_map(page)
    assert asked(page)["as"] == f"clerk:{TOWN}"
    expect(page.locator(".st-key-viewing button").first).to_contain_text("Seen as: Clerk, 巷道镇")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 768, 1024, 1200, 1440, 1920])
def test_nothing_in_the_header_lies_on_anything_else(new_page: Open, width: int, lang: str) -> None:
    eyes = {"as": f"facilitator:{TOWN}"}  # the longest name
    page = show(new_page, "access", lang=lang, context_viewport={"width": width, "height": 900}, **eyes)
    viewing = page.locator(".st-key-viewing button").first
    expect(viewing).to_contain_text("巷道镇")
    expect(page.locator(".st-key-role_table tbody tr")).to_have_count(len(rules().groups))
    settle(page)
    boxes = page.evaluate(HEADER)
    assert len(boxes) >= 4
    assert not [(one, two) for one, two in pairwise(boxes) if one[1] > two[0] + 1]
    assert any("巷道镇" in box[3] for box in boxes) == (width >= 1200)
    assert overflow(page) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_table_of_roles_fits_its_page(new_page: Open, lang: str, width: int) -> None:
    page = show(
        new_page, "access", lang=lang, context_viewport={"width": width, "height": 900}, **{"as": "leader"}
    )
    expect(
        page.locator(".st-key-role_table th").filter(has_text="领导" if lang == "zh" else "Leader")
    ).to_be_visible()
    expect(page.locator(".st-key-role_table tbody tr")).to_have_count(len(rules().groups))
    assert overflow(page) == 0
