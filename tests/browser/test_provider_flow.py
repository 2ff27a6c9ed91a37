"""Signing in through OpenID Connect: a provider of its own on loopback, whose answers are signed and verified."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.accounts import keeping
from tests.access.test_nothing_leaves import TOWN
from tests.browser.desk import headline
from tests.browsing import settle
from tests.serving import answers, clean_environment, free_port, wait_until
from tests.signing import Desk, served

USERS = (
    {"sub": "s-1001", "email": "li@bureau.example", "email_verified": True},
    {"sub": "s-1002", "email": "wang@bureau.example", "email_verified": True},
    {"sub": "s-1003", "email": "li@bureau.example", "email_verified": False},
)


@contextmanager
def provider(home: Path) -> Iterator[str]:
    """The address of a running provider."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    command += [part for user in USERS for part in ("--user-claims", json.dumps(user))]
    url = f"http://127.0.0.1:{port}"
    with (home / "provider.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=clean_environment())
        try:
            wait_until(lambda: answers(f"{url}/.well-known/openid-configuration"), "the provider", 60)
            yield url
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk on which everything needs sign-in by the provider, and the provider."""
    home = tmp_path_factory.mktemp("office")
    with provider(home) as url:
        secrets = home / "secrets.toml"
        secrets.write_text(
            '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            'cookie_secret = "a long secret of this test alone"\nclient_id = "desk"\nclient_secret = "secret"\n'
            f'server_metadata_url = "{url}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )
        environment = {
            "STREAMLIT_SECRETS_FILES": str(secrets),
            "DASHBOARD_SIGN_IN": "required",
            "DASHBOARD_SIGN_IN_WAYS": '["provider"]',
        }
        with served(home, environment) as desk:
            with desk.store() as store:
                keeping.add(store, "root", "li.na", "clerk", [TOWN], identity="provider:s-1001")
            yield desk, url


@pytest.fixture
def page(browser: Browser, office: tuple[Desk, str]) -> Iterator[Page]:
    context = browser.new_context(base_url=office[0].url, locale="zh-CN")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, sub: str, path: str = "/risk_map") -> None:
    page.goto(path)
    page.get_by_role("link", name="使用单位统一账号登录").click()
    page.get_by_role("button", name=sub).click()
    page.locator("h1").first.wait_for()
    settle(page)


def cookies(context: BrowserContext) -> list[dict[str, object]]:
    return [dict(each) for each in context.cookies() if str(each["name"]).startswith("_streamlit_user")]


def test_the_provider_is_a_real_one(office: tuple[Desk, str]) -> None:
    with urllib.request.urlopen(f"{office[1]}/.well-known/openid-configuration", timeout=10) as answer:
        told = json.load(answer)
    with urllib.request.urlopen(told["jwks_uri"], timeout=10) as answer:
        assert json.load(answer)["keys"][0]["kty"] == "RSA"
    assert {"authorization_endpoint", "token_endpoint", "issuer"} <= told.keys()


def test_whom_the_provider_vouches_for_is_let_in_and_led_where_they_wanted(
    page: Page, office: tuple[Desk, str]
) -> None:
    sign_in(page, "s-1001", f"/place?region={TOWN}")
    expect(headline(page)).to_contain_text("巷道镇")
    expect(page).to_have_url(re.compile(rf"/place\?.*region={TOWN}"))
    expect(page.locator(".st-key-viewing")).to_contain_text("li.na（经办员）")
    assert office[0].log()[-1] == ("li.na", "sign_in", "account li.na")
    assert page.locator("#password").count() == 0


def test_who_has_no_account_is_told_whom_to_ask_and_sees_nothing(
    page: Page, office: tuple[Desk, str]
) -> None:
    sign_in(page, "s-1002")
    expect(headline(page)).to_have_text("请先登录。")
    expect(page.get_by_text("统一认证中的身份为s-1002")).to_be_visible()
    assert page.locator(".st-key-risk_view").count() == 0
    refused = ("unknown", "sign_in_failed", "no account of this provider identity")
    before = office[0].log().count(refused)
    page.reload()
    settle(page)
    with office[0].store() as store:
        keeping.add(store, "root", "wang.wei", "leader", ["*"], identity="provider:s-1002")
    page.goto("/risk_map")
    settle(page)
    expect(headline(page)).to_contain_text("高台县")
    assert before == 1


def test_after_signing_out_the_providers_answer_is_spent(
    page: Page, browser: Browser, office: tuple[Desk, str]
) -> None:
    sign_in(page, "s-1001")
    held = cookies(page.context)
    page.locator(".st-key-viewing button").click()
    page.locator(".st-key-sign_out button").click()
    wait_until(lambda: office[0].log()[-1] == ("li.na", "sign_out", "account li.na"), "the sign-out")
    page.get_by_role("button", name="Yes").or_(
        page.locator("form button")
    ).first.wait_for()  # the provider asks, too
    thief = browser.new_context(base_url=office[0].url, locale="zh-CN")
    thief.add_cookies(held)  # type: ignore[arg-type]
    stolen = thief.new_page()
    stolen.goto("/risk_map")
    settle(stolen)
    expect(stolen.get_by_text("您已退出登录。")).to_be_visible()
    assert stolen.locator(".st-key-risk_view").count() == 0
    thief.close()


def test_an_answer_that_was_tampered_with_lets_nobody_in(
    browser: Browser, page: Page, office: tuple[Desk, str]
) -> None:
    sign_in(page, "s-1001")
    held = cookies(page.context)
    for each in held:
        value = str(each["value"])
        each["value"] = value[:20] + ("A" if value[20] != "A" else "B") + value[21:]
    thief = browser.new_context(base_url=office[0].url, locale="zh-CN")
    thief.add_cookies(held)  # type: ignore[arg-type]
    forged = thief.new_page()
    forged.goto("/risk_map")
    expect(forged.locator("h1").first).to_have_text(re.compile("请先登录。|登录"))
    assert forged.locator(".st-key-risk_view").count() == 0
    thief.close()


def test_a_timeout_ends_it_too_until_the_provider_vouches_again(page: Page, office: tuple[Desk, str]) -> None:
    sign_in(page, "s-1001")
    office[0].put_forward(31)
    page.reload()
    settle(page)
    expect(page.get_by_text("30分钟未操作，已自动退出登录。")).to_be_visible()
    page.get_by_role("link", name="登录").click()
    page.get_by_role("link", name="使用单位统一账号登录").click()
    page.get_by_role("button", name="s-1001").first.click()
    page.locator(".st-key-risk_view").first.wait_for()
