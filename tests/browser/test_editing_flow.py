"""Two clerks on one firm in two browsers, and what a leader, an analyst and a workshop may change: nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.accounts import keeping
from dashboard.store import Store, open_store
from dashboard.tables import read_folder
from tests.browsing import settle, watched_context
from tests.serving import ROOT, Server, serve

PASSWORD = "a quiet river in spring"
FOLDER = ROOT / "sample_data" / "gaotai"
ROLES = {"li": "clerk", "wang": "clerk", "chen": "analyst", "zhao": "leader", "sun": "workshop"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('editing')}/desk.db"
    folder = read_folder(FOLDER)
    with closing(open_store(url)) as store:
        store.import_tables(folder.tables, "root", manifest=folder.manifest)
        for name, role in ROLES.items():
            keeping.add(store, "root", name, role, ["*"], password=PASSWORD)
    return url


@pytest.fixture(scope="module")
def desk(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("served")
    settings = {"DASHBOARD_DATA_FOLDERS": json.dumps([str(FOLDER)]), "DASHBOARD_STORE_URL": url}
    with serve(home / "server.log", settings) as server:
        yield server
    assert "Traceback" not in (home / "server.log").read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[Store]:
    with closing(open_store(url)) as opened:
        yield opened


@pytest.fixture
def opened(browser: Browser, desk: Server) -> Iterator[Any]:
    """Opens a page as somebody who has signed in, in a browser of their own."""
    with ExitStack() as stack:
        watches = []

        def open_as(name: str, path: str, **options: Any) -> Page:
            context, watch = stack.enter_context(watched_context(browser, desk.url, **options))
            watches.append(watch)
            page = context.new_page()
            page.goto(f"/sign-in?lang=en&next={path}")
            page.locator("#name").fill(name)
            page.locator("#password").fill(PASSWORD)
            page.locator("button").click()
            settle(page)
            return page

        yield open_as
        complaints = [each for watch in watches for each in watch.complaints() if "status of 401" not in each]
    assert not complaints, "\n".join(complaints)


def _firm() -> str:
    firms = read_folder(FOLDER).tables["enterprises"]
    return str(firms.loc[firms["enterprise_name"] == "示例水泥厂", "enterprise_id"].iloc[0])


def _edit(page: Page) -> None:
    page.locator(".st-key-open_care button").click()
    expect(page.locator(".st-key-edit_save button")).to_be_visible()


def test_two_clerks_on_one_firm_the_second_is_told_and_loses_nothing(
    opened: Any, store: Store, tmp_path: Path
) -> None:
    firm = _firm()
    first = opened("li", f"/enterprise%3Fenterprise%3D{firm}%26lang%3Dzh")
    second = opened("wang", f"/enterprise%3Fenterprise%3D{firm}%26lang%3Dzh")
    _edit(first)
    _edit(second)
    for page, text in ((first, "李的记录"), (second, "王的记录")):
        page.locator(".st-key-edit_note textarea").fill(text)
        page.locator(".st-key-edit_note textarea").blur()
        settle(page)
    first.locator(".st-key-edit_save button").click()
    expect(first.locator(".st-key-open_care button")).to_be_visible()
    second.locator(".st-key-edit_save button").click()
    bar = second.locator(".st-key-edit_conflict")
    expect(bar).to_contain_text("li已先行修改此项。您填写的内容没有丢失。")
    expect(bar).to_contain_text("李的记录")
    expect(bar).to_contain_text("王的记录")
    settle(second)
    expect(second.locator(".st-key-edit_note textarea")).to_have_value("王的记录")
    assert store.row("enterprises", {"enterprise_id": firm}).values["note"] == "李的记录"
    second.locator(".st-key-edit_mine button").click()
    expect(second.locator(".st-key-open_care button")).to_be_visible()
    assert store.row("enterprises", {"enterprise_id": firm}).values["note"] == "王的记录"
    past = store.history("enterprises", {"enterprise_id": firm})
    assert [each.actor for each in past] == ["root", "li", "wang"]


def test_a_clerk_opens_a_task_and_a_lead_with_a_press_and_changes_them(opened: Any, store: Store) -> None:
    page = opened("li", "/regions%3Flang%3Dzh%26month%3D2026-10%26key_region%3D620724105000")
    page.locator(".st-key-help_plan").get_by_role("button", name="开发公益岗位").click()
    page.locator(".st-key-edit_unit input").fill("人社所")
    page.locator(".st-key-edit_unit input").blur()
    settle(page)
    page.locator(".st-key-edit_save button").click()
    expect(page.locator(".st-key-help_plan")).to_contain_text("人社所")
    key = {"region_code": "620724105000", "task": "public_posts"}
    assert store.row("help_tasks", key).values["unit"] == "人社所"
    page.goto("/risks?lang=zh&month=2026-10")
    settle(page)
    page.locator(".st-key-leads").get_by_text("R014").click()
    page.locator(".st-key-open_lead button").click()
    page.locator(".st-key-edit_note textarea").fill("已报公安")
    page.locator(".st-key-edit_note textarea").blur()
    settle(page)
    page.locator(".st-key-edit_save button").click()
    expect(page.locator(".st-key-values_lead")).to_contain_text("已报公安")
    assert store.row("risks", {"risk_id": "R014"}).values["note"] == "已报公安"


@pytest.mark.parametrize(
    ("name", "says"),
    [("chen", "Your role does not include changes here."), ("zhao", "Your role does not include changes here."),
     ("sun", "In a workshop nothing is changed.")],
)  # fmt: skip
def test_who_may_not_change_anything_is_told_in_one_line(opened: Any, name: str, says: str) -> None:
    page = opened(name, "/regions%3Flang%3Den")
    expect(page.get_by_text(says)).to_be_visible()
    expect(page.locator(".st-key-add_tasks button")).to_have_count(0)
