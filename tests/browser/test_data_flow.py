"""A month of nine towns' messy files on a served store: dropped, two headings mapped by hand, stored, on the map."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.store import open_store
from dashboard.store.names import remembered_names
from dashboard.tables import read_folder
from tests.browser.data_flow import walk
from tests.serving import ROOT, Server

pytestmark = [pytest.mark.browser, pytest.mark.proof]


def test_nine_messy_files_are_on_the_map_in_as_many_clicks_as_the_documents_say(
    fresh_server: Callable[..., Server], new_page: Callable[..., Page], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    store = open_store(url)
    store.import_tables(folder.tables, "li", folder.files, manifest=folder.manifest)
    home = fresh_server(DASHBOARD_STORE_URL=url).url
    page = new_page("/data?data=store&lang=zh", origin=home)
    clicks = walk(page)
    expect(page).to_have_url(re.compile(r"/risk_map\?.*month=2026-11"), timeout=60_000)
    for town in ("合黎镇", "黑泉镇"):
        row = page.locator(".st-key-risk_view tbody tr").filter(has_text=town)
        expect(row).to_contain_text("黄色", timeout=60_000)
    told = (ROOT / "docs" / "data-page.md").read_text(encoding="utf-8")
    assert f"in {clicks} clicks" in told
    assert set(remembered_names(store)) == {"宣化镇人社服务中心", "罗城镇人社服务中心"}
    store.close()
