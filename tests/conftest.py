"""What every test may ask for: the running app, a browser, watched pages; one server a pytest worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import Watch, launch, settle, watched_context
from tests.serving import ROOT, Server, serve
from tests.skips import pytest_sessionfinish, pytest_terminal_summary

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on its sample data. A traceback in its log, whatever test caused it, is an error at the end."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serve(log) as running:
        yield running
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in text, text[-8000:]


@pytest.fixture
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Starts another server that nobody has visited yet, with environment variables of the test's choice."""
    with ExitStack() as stack:

        def start(**environment: str) -> Server:
            log = tmp_path_factory.mktemp("server") / "server.log"
            return stack.enter_context(serve(log, environment))

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a path of the app in a new browser context and waits until it is drawn: ``new_page("/a?b=1")``.

    ``origin=`` names another server than the session's, ``settled=False`` does not wait; other options go to
    Playwright's ``new_context`` (``viewport=``, ``color_scheme=``, ``locale=``, ``reduced_motion=``). At the
    end, a request to any other origin, a console error or an uncaught exception in the page is an error; when
    the test has failed, what the pages showed is kept in test-results/.
    """
    watches: list[Watch] = []
    with ExitStack() as stack:

        def open_page(path: str = "/", *, origin: str = "", settled: bool = True, **options: Any) -> Page:
            home = origin or request.getfixturevalue("server").url
            context, watch = stack.enter_context(watched_context(browser, home, **options))
            watches.append(watch)
            page = context.new_page()
            stack.callback(_keep_picture, page, request.node, len(watches))
            page.goto(path)
            if settled:
                settle(page)
            return page

        yield open_page
    complaints = [complaint for watch in watches for complaint in watch.complaints()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """The app's first page, drawn, at 1440 × 900 in Chinese and the light scheme."""
    return new_page("/")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


_failed = pytest.StashKey[bool]()


def _keep_picture(page: Page, item: pytest.Item, number: int) -> None:
    if item.stash.get(_failed, False) and not page.is_closed():
        folder = ROOT / "test-results"
        folder.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.-]+", "_", item.nodeid.removeprefix("tests/"))[:120]
        page.screenshot(path=folder / f"{name}_{number}.png")
