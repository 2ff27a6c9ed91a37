"""A proxy that signs people in: nginx with the configuration of docs/, and whoever tries to get past it."""

from __future__ import annotations

import base64
import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.accounts import keeping
from dashboard.errors import SettingsError
from dashboard.settings import load
from tests.access import sockets
from tests.access.test_nothing_leaves import TOWN
from tests.serving import ROOT, free_port, wait_until
from tests.signing import Client, Desk, served

SECRET = "a secret of the proxy and the desk"
HEADERS = {"X_Remote_User": "li.na", "X_Desk_Proxy_Secret": SECRET}
ENVIRONMENT = {
    "DASHBOARD_SIGN_IN": "required",
    "DASHBOARD_SIGN_IN_WAYS": '["proxy"]',
    "DASHBOARD_PROXY_ADDRESSES": '["127.0.0.1"]',
    "DASHBOARD_PROXY_SECRET": SECRET,
}


@contextmanager
def desk_behind(home: Path, **environment: str) -> Iterator[Desk]:
    with served(home, ENVIRONMENT | environment) as running:
        with running.store() as store:
            keeping.add(store, "root", "li.na", "clerk", [TOWN], identity="proxy:li.na")
            keeping.add(store, "root", "wang.wei", "leader", ["*"], identity="proxy:wang.wei")
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_behind(tmp_path_factory.mktemp("desk")) as running:
        yield running


@dataclass(frozen=True)
class Front:
    """A running nginx before the desk."""

    url: str
    log: Path
    context: ssl.SSLContext

    def ask(self, path: str, user: str = "", cookie: str = "") -> tuple[int, str, dict[str, str]]:
        """The answer to a request with a user's password; redirects are followed with the cookies that they set."""
        request = urllib.request.Request(self.url + path, headers={"Accept": "text/html"})
        if user:
            told = base64.b64encode(f"{user}:the password".encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {told}")
        if cookie:
            request.add_header("Cookie", cookie)
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.context), _Stay())
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), _lower(answer.headers)
        except HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace"), _lower(error.headers)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


def _lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]


def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.fail("the tests need nginx. On Debian: apt-get install nginx-light", pytrace=False)
    return found


@pytest.fixture(scope="module")
def front(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with docs/nginx.conf, its words in capitals filled in."""
    home, port = tmp_path_factory.mktemp("front"), free_port()
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    made += [
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        f"{home}/key.pem",
        "-out",
        f"{home}/cert.pem",
    ]
    subprocess.run(made, check=True, capture_output=True)
    (home / "passwords").write_text("".join(f"{user}:{{PLAIN}}the password\n" for user in ("li.na", "zhao")))
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    for word, value in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "DESK_NAME": "localhost",
        "CERTIFICATE_FILE": f"{home}/cert.pem",
        "KEY_FILE": f"{home}/key.pem",
        "ACCESS_LOG": f"{home}/access.log",
        "PASSWORD_FILE": f"{home}/passwords",
        "DESK_ADDRESS": desk.url.removeprefix("http://"),
        "PROXY_SECRET": f'"{SECRET}"',
    }.items():
        assert word in text
        text = text.replace(word, value)
    temporary = "".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off; pid {home}/pid; error_log {home}/error.log; events {{}} http {{ {temporary}\n{text}\n}}"
    )
    (home / "nginx.conf").write_text(whole, encoding="utf-8")
    for folder in (home, *list(home.parents)[:3]):
        if folder != Path("/tmp"):
            folder.chmod(0o755)  # nginx's workers are another user, who reads the file of passwords
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [nginx(), "-p", str(home), "-c", str(home / "nginx.conf")], stdout=output, stderr=output
        )
        try:
            context = ssl.create_default_context(cafile=str(home / "cert.pem"))
            running = Front(f"https://localhost:{port}", home / "access.log", context)
            wait_until(lambda: (home / "pid").is_file() or process.poll() is not None, "nginx", 20)
            assert process.poll() is None, (home / "output").read_text() + (home / "error.log").read_text()
            yield running
        finally:
            process.terminate()
            process.wait(20)


def test_through_nginx_one_is_who_the_proxy_says(desk: Desk, front: Front) -> None:
    assert front.ask("/risk_map")[0] == 401
    status, _, headers = front.ask("/risk_map?region=1", "li.na")
    assert (status, headers["location"].split("?")[0]) == (303, "/sign-in")
    status, _, headers = front.ask(headers["location"], "li.na")
    assert (status, headers["location"]) == (303, "/risk_map?region=1")
    made = headers["set-cookie"]
    assert made.startswith("desk_session=")
    assert {"httponly", "samesite=lax", "secure"} <= {part.strip().lower() for part in made.split(";")}
    cookie = made.split(";")[0]
    assert front.ask("/risk_map", "li.na", cookie)[0] == 200
    assert desk.log()[-1] == ("li.na", "sign_in", "account li.na")
    told = headers_of_socket(desk, cookie, HEADERS)
    assert "巷道镇" in told
    assert "骆驼城镇" not in told


@pytest.mark.parametrize(
    "path", ["/", "/media/x.csv", "/geometry/x", "/components/x", "/_stcore/stream", "/leaflet/x"]
)
def test_nginx_asks_for_sign_in_on_every_path(front: Front, path: str) -> None:
    assert front.ask(path)[0] == 401


def test_nginx_keeps_files_out_of_caches_and_queries_out_of_its_log(front: Front) -> None:
    assert front.ask("/media/x.csv?person=r000001", "li.na")[2]["cache-control"] == "no-store"
    front.ask("/risk_map?q=somebody", "li.na")
    wait_until(lambda: "/risk_map" in front.log.read_text(), "the log")
    assert "somebody" not in front.log.read_text()
    assert "r000001" not in front.log.read_text()


def test_who_has_no_account_is_told_whom_to_ask(front: Front) -> None:
    status, text, headers = front.ask("/sign-in?lang=en", "zhao")
    assert status == 403
    assert "The proxy knows you as zhao, but no account here is yours." in text
    assert "desk_session" not in headers.get("set-cookie", "")
    assert 'name="password"' not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Remote_User": "li.na"},
        {"X_Remote_User": "li.na", "X_Desk_Proxy_Secret": ""},
        {"X_Remote_User": "li.na", "X_Desk_Proxy_Secret": SECRET[:-1]},
        {"X_Desk_Proxy_Secret": "guess"},
        # The desk's own server takes the forwarded address of loopback for the client's.
        {**HEADERS, "X_Forwarded_For": "10.0.0.9"},
    ],
)
def test_a_request_that_names_a_user_past_the_proxy_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    for path in ("/", "/risk_map", "/sign-in", "/geometry/x", "/media/x", "/healthz"):
        status, _, answer = Client(desk.url).ask(path, **headers)
        assert (status, "set-cookie" in answer) == (403, False)
    with pytest.raises(InvalidStatus):
        headers_of_socket(desk, "", headers)
    assert ("unknown", "proxy_refused", "a request that did not come from the proxy") in desk.log()


def test_a_session_of_the_proxy_is_worth_nothing_past_it_or_for_another(desk: Desk) -> None:
    client = Client(desk.url)
    client.ask("/sign-in", **HEADERS)
    assert "巷道镇" in headers_of_socket(desk, client.cookie, HEADERS)
    for headers in ({}, HEADERS | {"X_Remote_User": "wang.wei"}):
        assert client.ask("/risk_map", **headers)[0] == 403
        with pytest.raises(InvalidStatus):
            headers_of_socket(desk, client.cookie, headers)


def test_the_secret_from_another_address_is_refused(tmp_path: Path) -> None:
    with desk_behind(tmp_path, DASHBOARD_PROXY_ADDRESSES='["10.1.2.3"]') as running:
        assert Client(running.url).ask("/sign-in", **HEADERS)[0] == 403


def headers_of_socket(desk: Desk, cookie: str, headers: dict[str, str]) -> str:
    """What a page says to a session that was opened with these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with sockets.session(desk.url, **({"Cookie": cookie} if cookie else {}), **named) as viewer:
        return sockets.texts(viewer.visit("risk_map", lang="en"))


@pytest.mark.parametrize(
    "lacking",
    [
        {"DASHBOARD_PROXY_ADDRESSES": "[]"},
        {"DASHBOARD_PROXY_SECRET": ""},
        {"DASHBOARD_PROXY_SECRET": "short"},
    ],
)
def test_a_proxy_without_address_or_secret_is_no_setting(
    monkeypatch: pytest.MonkeyPatch, lacking: dict[str, str]
) -> None:
    for name, value in (ENVIRONMENT | lacking).items():
        monkeypatch.setenv(name, value)
    load.cache_clear()
    with pytest.raises(SettingsError, match="anyone could name themselves"):
        load()
    load.cache_clear()
