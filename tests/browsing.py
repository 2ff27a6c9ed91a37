"""Drive the system's Chromium, and see that a page asks nobody but its own server and reports no error."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    WebSocket,
    expect,
)

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'

# Below a page's path Streamlit's front end looks for its server before it tries the root: a harmless 404.
HARMLESS = re.compile(r"/_stcore/(health|host-config)(\?|$)")


def launch(playwright: Playwright) -> Browser:
    """Chromium of the system; a missing one is an error and never a skip."""
    executable = shutil.which("chromium")
    if executable is None:
        raise RuntimeError(
            "no chromium on PATH: run `make setup`, or install it (Debian: apt-get install chromium)"
        )
    return playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))


@dataclass
class Watch:
    """What a browser context asked of others, and what its pages complained about."""

    origin: str
    off_origin: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        own = re.escape(self.origin)
        context.route(re.compile(rf"^(?!{own}/|data:|blob:|about:)"), self._refuse)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        context.on("page", lambda page: page.on("websocket", self._see_socket))

    def _refuse(self, route: Route) -> None:
        self.off_origin.append(route.request.url)
        route.abort()

    def _see_socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(self.origin.replace("http", "ws", 1) + "/"):
            self.off_origin.append(socket.url)

    def _hear(self, message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not HARMLESS.search(address):
            self.errors.append(f"{message.text} ({address})")

    def complaints(self) -> list[str]:
        return [f"asked off its origin: {url}" for url in self.off_origin] + self.errors


@contextmanager
def watched_context(browser: Browser, origin: str, **options: Any) -> Iterator[tuple[BrowserContext, Watch]]:
    """A fresh browser context (its own cookies, Chinese by default); every page opened in it is watched."""
    settings: dict[str, Any] = {
        "base_url": origin,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "service_workers": "block",
    }
    context = browser.new_context(**{**settings, **options})
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    watch = Watch(origin)
    watch.attach(context)
    try:
        yield context, watch
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the app is connected and its script at rest; an exception shown on the page is an error."""
    page.locator(IDLE).wait_for()
    shown = page.locator('[data-testid="stException"]')
    assert shown.count() == 0, f"{page.url} shows an exception: {shown.first.inner_text()}"
