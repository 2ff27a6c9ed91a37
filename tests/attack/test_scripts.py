"""No name runs: public lists of payloads in every field that holds one, and in every address, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from tests.attack.folders import payloads
from tests.attack.hostile import hostile, nothing_stands_there, watching
from tests.attack.walking import PAGES, PARAMETERS
from tests.browser.desk import PLACES
from tests.browser.made_folders import one_place
from tests.browsing import settle
from tests.serving import Server, serve

pytestmark = pytest.mark.browser
SHORT, WHOLE = payloads("xss", whole=False), payloads("xss", whole=True)
LONGEST = 1_500
VIEWS: dict[str, tuple[dict[str, str], ...]] = {
    "risk_map": ({}, {"lang": "en", "map": "zoom"}, {"as": "workshop"}),
    "place": ({}, {"lang": "en", "region": "620724103000"}),
    "event": ({"event": "V070"}, {"event": "V072", "lang": "en"}),
    "plans": ({}, {"lang": "en", "reading": "payout_80.orange", "replay": "1"}, {"plan_view": "attack"}),
}
"""What of a page is looked at; any other page as it opens, in English (``make proof``: in both languages)."""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the short list; on a folder with hostile headings and files; and on one with a hostile name."""
    home = tmp_path_factory.mktemp("scripts")
    with serving(home, SHORT) as server:
        yield server


def serving(home: Path, texts: tuple[str, ...]):  # type: ignore[no-untyped-def]  # a context manager
    folders = [hostile(home / "names", texts), broken(home / "broken", texts)]
    folders.append(one_place(home / "<img src=x onerror=alert(1)>"))
    return serve(home / "server.log", {"DASHBOARD_DATA_FOLDERS": json.dumps([str(one) for one in folders])})


def broken(folder: Path, texts: tuple[str, ...]) -> Path:
    """Headings, cells and file names that the reader complains about, each with a text of the list in it."""
    one_place(folder)
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    (folder / "indicators.csv").write_text(
        ",".join(["region_code", "month", "registered_unemployment_rate_pct", *quoted]) + "\n"
        + "".join(f"{text},{text},{text}{',' * len(texts)}\n" for text in quoted),
        encoding="utf-8",
    )  # fmt: skip
    (folder / "declared_alerts.csv").write_text(
        "region_code,month,tier\n" + "".join(f"620724,2026-10,{text}\n" for text in quoted), encoding="utf-8"
    )
    for text in texts[:20]:
        (folder / f"{text.replace('/', '⁄')[:60]}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return folder


def look(page: Page) -> None:
    """See a page to its end: drawn, its map hovered over, its lists opened, nothing brought in by a name."""
    settle(page)
    for place in page.locator(PLACES).all()[:3]:
        place.hover(force=True)
    for summary in page.locator(".st-key-rule_rows summary").all()[:2]:
        summary.click()
    nothing_stands_there(page)


@pytest.mark.parametrize("page", PAGES)
def test_no_name_runs_on_any_page(browser: Browser, attacked: Server, page: str) -> None:
    with watching(browser, attacked.url) as opened:
        for query in VIEWS.get(page, ({"lang": "en"},)):
            look(opened(f"/{page}?{urlencode({'data': 'names'} | query)}"))


def test_no_heading_and_no_file_name_runs_where_faults_are_told(browser: Browser, attacked: Server) -> None:
    with watching(browser, attacked.url) as opened:
        for data in ("broken", "<img src=x onerror=alert(1)>"):
            look(opened(f"/risk_map?{urlencode({'data': data, 'lang': 'en'})}"))


def asked(texts: tuple[str, ...]) -> list[str]:
    """The list in pieces that an address can hold."""
    pieces, piece = [], ""
    for text in texts:
        if len(piece) + len(text) > LONGEST:
            pieces.append(piece)
            piece = ""
        piece += f" {text}"
    return [*pieces, piece]


@pytest.mark.parametrize("parameter", [*PARAMETERS[::3], "q"])
def test_no_address_runs(browser: Browser, attacked: Server, parameter: str) -> None:
    """Every third parameter on a page of its own; ``make proof`` takes every one, and every piece to every page."""
    page = PAGES[(*PARAMETERS, "q").index(parameter) % len(PAGES)]
    with watching(browser, attacked.url) as opened:
        look(opened(f"/{page}?{urlencode({'data': 'names', parameter: asked(SHORT)[0]})}"))


@pytest.mark.proof
def test_nothing_of_the_whole_list_runs_anywhere(browser: Browser, tmp_path: Path) -> None:
    """Every name on every page; in addresses each piece of the list on every page, and each parameter on some."""
    parameters, pieces = (*PARAMETERS, "q"), asked(WHOLE)
    turns = max(len(pieces), -(-len(parameters) // len(PAGES)))
    with serving(tmp_path, WHOLE) as server, watching(browser, server.url) as opened:
        for number, page in enumerate(PAGES):
            for query in VIEWS.get(page, ({}, {"lang": "en"})):
                look(opened(f"/{page}?{urlencode({'data': 'names'} | query)}"))
            for turn in range(turns):
                parameter = parameters[(number * turns + turn) % len(parameters)]
                asking = {"data": "names", parameter: pieces[turn % len(pieces)]}
                look(opened(f"/{page}?{urlencode(asking)}"))
        for data in ("broken", "<img src=x onerror=alert(1)>"):
            look(opened(f"/risk_map?{urlencode({'data': data})}"))


def notice(browser: Browser, origin: str, told: str) -> None:
    with watching(browser, origin) as opened:
        page = opened("/access")
        settle(page)
        page.evaluate("(told) => { document.body.insertAdjacentHTML('beforeend', told); }", told)
        nothing_stands_there(page)


@pytest.mark.parametrize(
    "told",
    ["<img src=x onerror=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<img src=//evil.example/x>"],
)
def test_the_browser_would_notice(browser: Browser, attacked: Server, told: str) -> None:
    with pytest.raises(AssertionError):
        notice(browser, attacked.url, told)
