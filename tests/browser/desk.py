"""What the tests of whole pages share: open a page and wait for its map, read the address, use the controls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browsing import settle

PLACES = ".st-key-risk_view svg [data-layer='fill'] path"
ROWS = ".st-key-risk_view tbody tr"
Open = Callable[..., Page]


def show(new_page: Open, page: str = "risk_map", *, ready: str = "h1", **query: Any) -> Page:
    """A page of the app under an address, drawn; words with a capital go to the browser context."""
    context = {name[8:]: query.pop(name) for name in list(query) if name.startswith("context_")}
    opened = new_page(f"/{page}?{urlencode(query)}", **context)
    opened.locator(ready).first.wait_for()
    return opened


def asked(page: Page) -> dict[str, str]:
    """The values in the browser's address."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def path(page: Page) -> str:
    return urlsplit(page.url).path


def headline(page: Page) -> Locator:
    return page.locator("h1").first


def expect_address(page: Page, **values: str) -> None:
    """Wait until the address has these values."""
    for name, value in values.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def on_place(page: Page, name: str, **values: str) -> None:
    """Wait until the page of a place is drawn."""
    expect(page).to_have_url(re.compile(r"/place\?"))
    expect(headline(page)).to_contain_text(name)
    expect_address(page, **values)
    settle(page)


def on_map(page: Page, **values: str) -> None:
    """Wait until the risk map is drawn."""
    expect(page).to_have_url(re.compile(r"/risk_map\?"))
    page.locator(ROWS).first.wait_for()
    expect_address(page, **values)
    settle(page)


def choose(page: Page, key: str, option: str) -> None:
    """Choose an option of the select box with this key; typing its name brings it into the drawn part of the list."""
    box = page.locator(f".st-key-{key} input")
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def view(page: Page, label: str = "显示") -> None:
    """Open the popover that holds the less frequent choices."""
    page.locator(".st-key-view").get_by_role("button", name=label).click()


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key}").get_by_role("button").click()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
            .map((one) => one.scrollWidth - one.clientWidth))"""
    )
    return wide
