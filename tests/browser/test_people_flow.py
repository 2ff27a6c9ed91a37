"""An analyst and the people on the lists of a store: filter, order, search, turn, open somebody, away and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.store import open_store
from dashboard.tables import read_folder
from tests.browser.desk import choose, expect_address, headline, overflow, press, show
from tests.browsing import settle
from tests.serving import ROOT, Server

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
ROWS = ".st-key-people_rows tbody tr"


@pytest.fixture
def desk(fresh_server: Callable[..., Server], tmp_path: Path) -> Server:
    path = tmp_path / "desk.db"
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    store = open_store(f"sqlite:///{path}")
    store.import_tables(folder.tables, "tester", manifest=folder.manifest)
    store.close()
    return fresh_server(DASHBOARD_STORE_URL=f"sqlite:///{path}")


def names(page: Page) -> list[str]:
    settle(page)
    return page.locator(f"{ROWS} th").all_inner_texts()


def test_an_analyst_finds_somebody_and_comes_back_with_the_filters_kept(new_page: Open, desk: Server) -> None:
    page = show(
        new_page, "people", ready=ROWS, data="store", lang="zh", month="2026-10", context_origin=desk.url,
        **{"as": "analyst"},
    )  # fmt: skip
    expect(headline(page)).to_contain_text("96人")
    choose(page, "todo_filter", "服务不足　96")
    expect_address(page, todo="short")
    choose(page, "order_filter", "欠服务最多")
    expect_address(page, order="missing")
    first = names(page)
    assert len(first) == 15
    press(page, "sheet_on")
    expect_address(page, sheet="2")
    second = names(page)
    assert second != first
    page.locator(f"{ROWS} th button").first.click()
    panel = page.locator(".st-key-person")
    expect(panel).to_contain_text(second[0].split("\n")[0])
    page.locator(".st-key-sister").get_by_text("企业", exact=True).click()
    expect(page).to_have_url(re.compile(r"/enterprises\?"))
    page.locator(".st-key-firms tbody tr").first.wait_for()
    page.locator(".st-key-sister").get_by_text("人员", exact=True).click()
    expect(page).to_have_url(re.compile(r"/people\?"))
    expect_address(page, todo="short", order="missing", sheet="2")
    assert names(page) == second
    expect(page.locator(".st-key-person")).to_be_visible()
    ending = second[0].split("\n")[-1][-4:]
    search = page.locator(".st-key-people_search input")
    search.fill(ending)
    search.press("Enter")
    expect(page.locator(ROWS)).to_have_count(1)
    assert ending not in page.url
    assert overflow(page) <= 0
