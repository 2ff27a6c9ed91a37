"""What the server lets in and out: headers, hosts, geometry; hostile names, hardly filled folders, own faults."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import made_folders
from tests.browser.desk import PLACES, ROWS, headline, show
from tests.browsing import settle
from tests.serving import ROOT, Server, answers, clean_environment, free_port, serve, wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
FOLDERS = ("headings_only", "no_place", "one_place", "few_tables", "broken", "hostile")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on made-up folders, an empty one first."""
    home = tmp_path_factory.mktemp("made")
    folders = [getattr(made_folders, name)(home / name) for name in FOLDERS]
    odd = made_folders.one_place(home / "**b** [x](javascript:alert(1))")
    environment = {"DASHBOARD_DATA_FOLDERS": json.dumps([str(folder) for folder in (*folders, odd)])}
    log = home / "server.log"
    with serve(log, environment) as running:
        yield running
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters and body; a refusal is an answer too."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.parametrize(
    "path", ["/", "/risk_map", "/place", "/healthz", "/geometry/none", "/leaflet/leaflet.js"]
)
def test_every_answer_forbids_other_origins(server: Server, path: str) -> None:
    _, headers, _ = fetch(server.url + path)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not re.search(r"https?:|\*|//", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_the_server_says_that_it_is_well(server: Server) -> None:
    status, _, body = fetch(f"{server.url}/healthz")
    assert (status, body) == (200, b"ok")


def test_geometry_is_kept_by_the_browser_and_asked_for_once(new_page: Open, server: Server) -> None:
    page = show(new_page, ready=PLACES)
    addresses: list[str] = page.evaluate(
        """() => performance.getEntriesByType('resource').map((one) => one.name)
            .filter((name) => name.includes('/geometry/'))"""
    )
    assert len(addresses) == 1
    status, headers, body = fetch(addresses[0])
    assert status == 200
    assert len(json.loads(body)["places"]) == 9
    assert "immutable" in headers["cache-control"]
    again, _, nothing = fetch(addresses[0], **{"If-None-Match": headers["etag"]})
    assert (again, nothing) == (304, b"")
    assert fetch(addresses[0], **{"If-None-Match": '"other"'})[0] == 200
    assert fetch(f"{server.url}/geometry/0000.json")[0] == 404


def test_a_large_answer_travels_packed(new_page: Open) -> None:
    page = show(new_page, ready=PLACES)
    address = page.evaluate(
        "() => performance.getEntriesByType('resource').find((one) => one.name.includes('/geometry/')).name"
    )
    _, headers, _ = fetch(address, **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"


def test_only_the_hosts_that_are_allowed_are_answered(fresh_server: Callable[..., Server]) -> None:
    url = fresh_server(DASHBOARD_ALLOWED_HOSTS='["desk.example"]').url
    assert fetch(f"{url}/healthz")[0] == 200
    assert fetch(f"{url}/healthz", Host="desk.example")[0] == 200
    for path in ("/healthz", "/", "/_stcore/health"):
        assert fetch(url + path, Host="evil.example")[0] == 400


def shown(part: Locator) -> str:
    """Text as a viewer reads it: the sign that keeps a name from making itself bold is not seen."""
    return part.inner_text().replace("\u2060", "")


def no_code_ran(page: Page) -> None:
    made: list[str] = page.evaluate(
        """() => {
            const found = [];
            const look = (root) => root.querySelectorAll('*').forEach((node) => {
                if (node.shadowRoot) look(node.shadowRoot);
                for (const { name, value } of node.attributes) {
                    if (name.startsWith('on')) found.push(`${node.tagName} ${name}`);
                    if (/^(href|src)$/.test(name) && /javascript:|evil\\.example/.test(value)) found.push(value);
                }
            });
            look(document);
            return found;
        }"""
    )
    assert made == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_of_towns_stay_text_on_the_map_and_in_its_table(
    new_page: Open, made: Server, lang: str
) -> None:
    page = show(new_page, ready=PLACES, data="hostile", lang=lang, context_origin=made.url)
    page.on("dialog", lambda dialog: pytest.fail(f"a name ran as a script: {dialog.message}"))
    names = page.locator(ROWS).locator("th").all_inner_texts()
    assert sorted(names) == sorted(made_folders.HOSTILE)
    lead = page.locator(".st-key-head .lead")
    assert "[x](javascript:alert(1))" in shown(lead)
    banner = page.locator(".st-key-banner")
    afterwards = made_folders.AFTERWARDS.replace("\u202e", "")
    title = f"[t](javascript:alert(1)) **t** <b> {afterwards}" if lang == "zh" else "Gaotai county"
    assert title in shown(banner)
    assert banner.locator("a, img, [role=img], [data-testid=stIconMaterial]").count() == 0
    no_code_ran(page)
    page.locator(PLACES).first.hover()
    no_code_ran(page)


def test_hostile_names_stay_text_on_the_pages_of_places(new_page: Open, made: Server) -> None:
    page = show(new_page, data="hostile", context_origin=made.url)
    page.on("dialog", lambda dialog: pytest.fail(f"a name ran as a script: {dialog.message}"))
    for code, name in (
        ("620724", "高台县"),
        ("620724100000", made_folders.HOSTILE[0]),
        ("620724103000", made_folders.HOSTILE[3]),
        ("620724105000", made_folders.HOSTILE[5]),
        ("620724102000", made_folders.HOSTILE[2]),
    ):
        page.goto(f"/place?data=hostile&region={code}")
        settle(page)
        page.locator(".st-key-rail h2").first.wait_for()
        assert name in shown(headline(page))
        assert name in shown(page.locator(".st-key-crumb"))
        no_code_ran(page)
    firms = shown(page.locator(".st-key-rail .uw"))
    assert any(name in firms for name in made_folders.HOSTILE)


def test_the_zoomable_map_shows_hostile_names_as_text(new_page: Open, made: Server) -> None:
    page = show(new_page, ready="iframe", data="hostile", map="zoom", context_origin=made.url)
    page.on("dialog", lambda dialog: pytest.fail(f"a name ran as a script: {dialog.message}"))
    frame = page.frame_locator("iframe").first
    frame.locator(".leaflet-container").wait_for()
    no_code_ran(page)


@pytest.mark.parametrize(
    ("data", "zh"),
    [
        ("headings_only", "还没有任何月份的数据，请补充指标、事件或已发布预警。"),
        ("no_place", "还没有任何地区，请在地区表regions中至少加一行。"),
        ("broken", "以上各处改好之前不显示任何等级，以免出错。"),
    ],
)
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_a_folder_that_shows_nothing_says_what_to_do(
    new_page: Open, made: Server, page: str, data: str, zh: str
) -> None:
    opened = show(new_page, page, data=data, context_origin=made.url)
    expect(headline(opened)).to_have_text("这个数据文件夹不能用。")
    expect(opened.get_by_text(zh)).to_be_visible()
    expect(opened.locator(".st-key-head")).to_have_count(0)


def test_one_place_alone_is_shown_and_the_map_says_what_it_lacks(new_page: Open, made: Server) -> None:
    page = show(new_page, data="one_place", context_origin=made.url)
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.get_by_text("MANIFEST.yaml")).to_be_visible()
    page.locator(ROWS).get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/place\?.*region=620724"))
    expect(page.locator(".st-key-rule_rows summary").first).to_be_visible()


def test_missing_tables_are_said_to_be_missing(new_page: Open, made: Server) -> None:
    page = show(new_page, "place", data="few_tables", region="620724101", context_origin=made.url)
    expect(page.get_by_text("没有事件表，不等于没有事件。")).to_be_visible()


def test_a_way_out_of_a_broken_folder_works(new_page: Open, made: Server) -> None:
    page = show(new_page, data="broken", context_origin=made.url)
    expect(page.get_by_role("button", name="打开**b** [x](javascript:alert(1))")).to_be_visible()
    page.get_by_role("button", name="打开one_place").click()
    expect(headline(page)).to_contain_text("高台县")


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An app that fails on every page, and its log."""
    log = tmp_path_factory.mktemp("failing") / "server.log"
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "tests/browser/failing_app.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until(lambda: answers(f"{url}/healthz"), "the failing app", 120)
            yield url, log
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "系统出了差错。"), ("en", "Something went wrong on our side.")]
)
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_an_unexpected_fault_shows_a_number_to_name_it_by_and_nothing_else(
    new_page: Open, failing: tuple[str, Path], page: str, lang: str, told: str
) -> None:
    origin, log = failing
    opened = show(new_page, page, lang=lang, context_origin=origin)
    expect(headline(opened)).to_have_text(told)
    said = opened.locator('[data-testid="stMain"]').inner_text()
    reference = re.search(r"\b[0-9a-f]{8}\b", said)
    assert reference
    logged = log.read_text(encoding="utf-8")
    assert f"reference {reference[0]}" in logged
    assert "failing_app.py" in logged  # where it failed is on record, and whom it was about is not
    for word in ("11010519491231002X", "13800008000", "张三丰"):
        assert word not in logged + said
    for word in ("the-salary-of-the-mayor", "Traceback", "RuntimeError", "headline"):
        assert word not in said
    elsewhere: list[str] = opened.evaluate(
        """() => [...document.querySelectorAll('a[href]')].map((one) => one.href)
            .filter((href) => !href.startsWith(window.location.origin) && !href.startsWith('#'))"""
    )
    assert elsewhere == []
    settle(opened)
