"""Signing in as people do it: the form, the header, time running out, signing out, an account taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.accounts import keeping
from tests.access.test_nothing_leaves import TOWN
from tests.browser.desk import headline, overflow, press
from tests.browsing import settle, watched_context
from tests.signing import PASSWORD, Desk, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served(tmp_path_factory.mktemp("desk"), {"DASHBOARD_SIGN_IN": "required"}) as running:
        yield running


class Browsers:
    """Browser contexts on the desk; Chromium's console has what was refused, and may have nothing else."""

    def __init__(self, browser: Browser, desk: Desk, stack: ExitStack) -> None:
        self._browser, self._desk, self._stack = browser, desk, stack
        self._watches: list[Any] = []

    def open(self, path: str = "/", **options: Any) -> Page:
        context, watch = self._stack.enter_context(watched_context(self._browser, self._desk.url, **options))
        self._watches.append(watch)
        page = context.new_page()
        page.goto(path)
        return page

    def complaints(self) -> list[str]:
        found = [each for watch in self._watches for each in watch.complaints()]
        return [each for each in found if not re.search(r"status of 401 .*/(sign-in\?|geometry/)", each)]


@pytest.fixture
def browsers(browser: Browser, desk: Desk) -> Iterator[Browsers]:
    with ExitStack() as stack:
        made = Browsers(browser, desk, stack)
        yield made
        complaints = made.complaints()
    assert not complaints, "\n".join(complaints)


def fill_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.locator("button").click()


def signed_in(browsers: Browsers, name: str, path: str = "/risk_map", **options: Any) -> Page:
    page = browsers.open(path, **options)
    fill_in(page, name)
    settle(page)
    return page


def held(context: BrowserContext) -> dict[str, str]:
    return {each["name"]: each["value"] for each in context.cookies()}


def test_a_deep_link_asks_to_sign_in_and_then_leads_where_it_led(browsers: Browsers) -> None:
    page = browsers.open(f"/place?region={TOWN}&lang=zh")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    expect(headline(page)).to_have_text("登录")
    fill_in(page, "li", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("账号与密码不符，或账号暂时锁定。")
    expect(page.locator("#name")).to_have_value("li")
    fill_in(page, "li")
    settle(page)
    expect(page).to_have_url(re.compile(rf"/place\?.*region={TOWN}"))
    expect(headline(page)).to_contain_text("巷道镇")
    expect(page.locator(".st-key-viewing")).to_contain_text("li（经办员）")


def test_signing_out_holds_at_once_and_the_cookie_is_spent(browsers: Browsers, desk: Desk) -> None:
    page = signed_in(browsers, "wang")
    cookies = page.context.cookies()
    page.locator(".st-key-viewing button").click()
    page.get_by_role("button", name="退出登录").click()
    expect(headline(page)).to_have_text("请先登录。")
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    expect(page.get_by_text("高台县")).to_have_count(0)
    assert desk.log()[-1] == ("wang", "sign_out", "account wang")
    thief = browsers.open("/healthz")
    thief.context.add_cookies(cookies)
    thief.goto("/risk_map")
    expect(thief).to_have_url(re.compile(r"/sign-in\?next="))
    assert "desk_session" not in held(thief.context)
    page.get_by_role("link", name="登录").click()
    fill_in(page, "wang")
    settle(page)
    expect(page).to_have_url(re.compile(r"/risk_map"))


def test_without_use_the_page_asks_to_sign_in_again(browsers: Browsers, desk: Desk) -> None:
    page = signed_in(browsers, "wang")
    desk.put_forward(31)
    press(page, "month_before")
    expect(headline(page)).to_have_text("请先登录。")
    expect(page.get_by_text("30分钟未操作，已自动退出登录。")).to_be_visible()
    expect(page.locator(".st-key-risk_view")).to_have_count(0)
    assert ("wang", "session_timeout", "account wang") in desk.log()


def test_an_account_taken_away_holds_inside_a_fragment(browsers: Browsers, desk: Desk) -> None:
    page = signed_in(browsers, "wang")
    expect(headline(page)).to_contain_text("高台县")
    with desk.store() as store:
        keeping.change_account(store, "root", "wang", scope=[TOWN])
    press(page, "month_before")  # moves the fragment alone
    expect(headline(page)).to_have_text(
        "没有这个地址。"
    )  # that of the county, which the account no longer has
    page.goto("/risk_map")
    expect(headline(page)).to_contain_text("巷道镇")
    settle(page)
    with desk.store() as store:
        keeping.change_account(store, "root", "wang", is_disabled=True)
    press(page, "month_before")
    expect(headline(page)).to_have_text("请先登录。")
    expect(page.get_by_text("账号已变更或停用，您已退出登录。")).to_be_visible()
    expect(page.get_by_text("巷道镇")).to_have_count(0)
    with desk.store() as store:
        keeping.change_account(store, "root", "wang", is_disabled=False, scope=["*"])


def test_five_wrong_passwords_lock_and_time_unlocks(browsers: Browsers, desk: Desk) -> None:
    page = browsers.open("/sign-in?lang=en")
    for _ in range(5):
        fill_in(page, "admin", "wrong")
        expect(page.get_by_role("alert")).to_be_visible()
    fill_in(page, "admin")
    expect(page.get_by_role("alert")).to_contain_text("locked for a while")
    desk.put_forward(1.1)
    fill_in(page, "admin")
    settle(page)
    of_sign_in = [action for _, action, _ in desk.log() if action != "refuse"]  # an admin sees no risk map
    assert of_sign_in[-4:] == [
        "sign_in_failed", "account_locked", "sign_in_refused", "sign_in",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_form_fits_and_can_be_read_by_everyone(
    browsers: Browsers, width: int, lang: str, scheme: str
) -> None:
    page = browsers.open(
        f"/sign-in?lang={lang}", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[lang])
    expect(page.locator("#name")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    heights = [page.locator(one).bounding_box() for one in ("#name", "#password", "button")]
    assert all(box is not None and box["height"] >= 44 for box in heights)
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["help"]) for each in found]
    page.get_by_role("link", name={"zh": "EN", "en": "中文"}[lang]).click()
    expect(headline(page)).to_have_text({"zh": "Sign in", "en": "登录"}[lang])


def test_the_header_of_a_phone_has_the_way_out(browsers: Browsers) -> None:
    page = signed_in(browsers, "li", viewport={"width": 390, "height": 800})
    page.locator(".st-key-viewing button").click()
    box = page.get_by_role("button", name="退出登录").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert overflow(page) <= 0
