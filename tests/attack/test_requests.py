"""Requests as an attacker sends them: other hosts, other methods, too large, too slow, past the folders."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from websockets.exceptions import InvalidStatus

from dashboard.ui import guards
from dashboard.ui.guards import LARGEST_BODY, LONGEST_ADDRESS, is_own_host
from dashboard.ui.server import MIDDLEWARE, ROUTES
from tests.access import sockets
from tests.attack.wire import ask, fetch, raw, status, upgrade
from tests.serving import Server

OURS = [str(route.path) for route in ROUTES]
STREAMLITS = [
    "/",
    "/risk_map",
    "/media/none",
    "/_stcore/health",
    "/_stcore/host-config",
    "/component/none",
    "/static/none",
]
PATHS = [*(path.replace("{name}", "none") for path in OURS), *STREAMLITS]
CLIMBS = [
    "{}/../app.py",
    "{}/%2e%2e/%2e%2e/app.py",
    "{}/..%2f..%2fapp.py",
    "{}/....//....//app.py",
    "{}/..%5c..%5capp.py",
    "{}/%252e%252e%252fapp.py",
    "{}/..%c0%af..%c0%afapp.py",
    "{}//etc/passwd",
    "{}/C:%5cWindows%5cwin.ini",
    "{}/%5c%5cevil.example%5cshare",
    "{}/x%00.json",
    "{}/.streamlit/config.toml",
]
FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example:8501",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers_that_keep_others_out(server: Server, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS", "DELETE"):
        _, headers, _ = fetch(server.url + path, method)
        policy = headers["content-security-policy"]
        assert policy.startswith(("default-src 'self'", "default-src 'none'"))
        assert "frame-ancestors 'self'" in policy
        assert "object-src 'none'" in policy
        assert not [word for word in ("http:", "https:", "//", "*") if word in policy]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/media/none", "/media/", "/_stcore/health", "/_stcore/host-config"])
def test_what_belongs_to_a_session_is_kept_by_nobody(server: Server, path: str) -> None:
    assert fetch(server.url + path)[1]["cache-control"] == "no-store"


def test_no_page_elsewhere_may_steer_the_app(server: Server) -> None:
    _, headers, body = fetch(f"{server.url}/_stcore/host-config", Origin="https://evil.example")
    assert b'"allowedOrigins":[]' in body
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics?families=active_sessions", "/_stcore/metrics/"]
)
def test_how_many_look_is_told_to_nobody(server: Server, path: str) -> None:
    code, _, body = fetch(server.url + path)
    assert (code, b"sessions" in body) == (404, False)


@pytest.mark.parametrize("climb", CLIMBS)
@pytest.mark.parametrize(
    "under",
    [
        "/geometry",
        "/components",
        "/leaflet",
        "/media",
        "/component/streamlit_folium.st_folium",
        "/static",
        "/app/static",
    ],
)
def test_no_address_leads_out_of_its_folder(server: Server, under: str, climb: str) -> None:
    path = climb.format(under)
    answer = raw(
        server.url,
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode(),
        until_closed=True,
    )
    for word in (b"import ", b"enableXsrf", b"root:", b"DASHBOARD_", b"Traceback", b"site-packages"):
        assert word not in answer
    # What is not there is refused, or is the app's shell, which holds nothing.
    assert status(answer) in (400, 404) or b"<title>Streamlit</title>" in answer


@pytest.mark.parametrize("host", FOREIGN)
def test_another_hosts_name_is_refused_without_any_setting(server: Server, host: str) -> None:
    for path in ("/", "/healthz", "/geometry/none", "/_stcore/health", "/media/none"):
        answer = raw(
            server.url,
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode(),
            until_closed=True,
        )
        assert status(answer) == 400
        assert b"content-security-policy" in answer.lower()
    assert status(raw(server.url, upgrade(Host=host))) in (400, 403)


def test_a_request_without_a_host_or_with_two_is_refused(server: Server) -> None:
    for hosts in (b"", b"Host: 127.0.0.1\r\nHost: evil.example\r\n"):
        assert status(raw(server.url, b"GET /healthz HTTP/1.1\r\n" + hosts + b"\r\n")) == 400
    assert not is_own_host(["localhost", "localhost"])


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "192.168.1.20:8501", "10.0.0.1", "localhost."]
)
def test_the_machine_is_reached_by_its_own_names_and_by_digits(host: str) -> None:
    assert is_own_host([host])


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_a_page_elsewhere_opens_no_session(server: Server, origin: str) -> None:
    host = urlsplit(server.url).netloc
    assert status(raw(server.url, upgrade(Host=host, Origin=origin))) == 403


@pytest.mark.parametrize("path", PATHS)
def test_an_address_that_is_too_long_is_refused(server: Server, path: str) -> None:
    code, _, body = fetch(f"{server.url}{path}?q={'a' * LONGEST_ADDRESS}")
    assert (code, body) == (414, b"This address is too long.")
    assert fetch(f"{server.url}{path}?q={'a' * 2000}")[0] != 414


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Server, path: str) -> None:
    told = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {10**9}\r\n\r\n"
    assert status(raw(server.url, told.encode())) == 413


def test_an_upload_needs_its_token_and_a_session_and_has_a_limit(server: Server) -> None:
    address = f"{server.url}/_stcore/upload_file/none/none"
    assert fetch(address, "PUT", b"x")[0] == 403
    assert fetch(address, "DELETE")[0] == 403
    told = (
        f"PUT /_stcore/upload_file/none/none HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {10**12}\r\n\r\n"
    )
    assert status(raw(server.url, told.encode())) in (403, 413)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff\r\n\r\n",
        b"GET /geometry/\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    ],
)
def test_an_odd_request_is_answered_without_detail(server: Server, sent: bytes) -> None:
    answer = raw(server.url, sent)
    assert 400 <= status(answer) < 500
    for word in (b"Traceback", b".py", b"starlette", b"Exception"):
        assert word not in answer


async def _read(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _fail(request: Request) -> Response:
    raise RuntimeError("the-salary-of-the-mayor 13800008000")


@pytest.fixture
def guarded() -> Starlette:
    """Two routes behind the guards: one that reads what it is sent, and one that fails."""
    routes = [Route("/read", _read, methods=["POST"]), Route("/fail", _fail)]
    return Starlette(routes=routes, middleware=MIDDLEWARE)


def test_a_body_without_a_length_is_counted_as_it_comes(guarded: Starlette) -> None:
    assert ask(guarded, "POST", "/read", [b"x" * 1024] * 3).text == "3072"
    refused = ask(guarded, "POST", "/read", [b"x" * 1024] * (LARGEST_BODY // 1024 + 1))
    assert (refused.status, refused.text) == (413, "This is too large.")


def test_a_body_that_does_not_come_is_given_up(guarded: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "SLOWEST_PIECE", 0.01)
    refused = ask(guarded, "POST", "/read", [b"x"], ends=False)
    assert (refused.status, refused.text) == (408, "This took too long.")


def test_a_fault_in_a_route_is_answered_with_a_number_and_the_headers(
    guarded: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask(guarded, "GET", "/fail")
    assert answer.status == 500
    said, _, reference = answer.text.rpartition(" ")
    assert said == "Something went wrong on our side:"
    assert f"reference {reference}" in caplog.text
    assert "mayor" not in answer.text
    assert "13800008000" not in answer.text + caplog.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_who_comes_when_the_desk_is_full_is_told_so_and_the_next_gets_in(
    fresh_server: Callable[..., Server],
) -> None:
    url = fresh_server(DASHBOARD_SESSION_LIMIT="2").url
    page = {"Accept": "text/html,application/xhtml+xml"}
    with ExitStack() as stack:
        for _ in range(2):
            assert stack.enter_context(sockets.session(url)).visit("access")
        code, headers, body = fetch(f"{url}/risk_map", **page)
        assert (code, headers["retry-after"]) == (503, "60")
        assert "The desk is full" in body.decode()
        assert "使用人数已满" in body.decode()
        assert fetch(f"{url}/healthz")[0] == 200
        with pytest.raises(InvalidStatus) as refused, sockets.session(url):
            pass
        assert refused.value.response.status_code == 503
    with sockets.session(url) as late:
        assert late.visit("access")
    assert fetch(f"{url}/risk_map", **page)[0] == 200


def test_many_who_ask_at_once_are_all_answered(server: Server) -> None:
    with ThreadPoolExecutor(16) as crowd:
        codes = set(crowd.map(lambda _: fetch(f"{server.url}/healthz")[0], range(200)))
    assert codes == {200}
