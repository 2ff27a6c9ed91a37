"""A desk with accounts on real people's data, served; and the form of its sign-in, filled in without a browser."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from dashboard.accounts import keeping
from dashboard.store import Store, open_store
from dashboard.tables import read_folder
from tests.access.test_nothing_leaves import TOWN, plant
from tests.serving import ROOT, Server, serve

PASSWORD = "a quiet river in spring"
ACCOUNTS = {"li": ("clerk", [TOWN]), "wang": ("leader", ["*"]), "admin": ("admin", ["*"])}
WORDS_OF_REAL_DATA = ("巷道镇", "示例")


@dataclass(frozen=True)
class Desk:
    """A running desk: its server, its store, the file of its clock, and whom its data is about."""

    server: Server
    store_url: str
    clock: Path
    secrets: tuple[str, ...]

    @property
    def url(self) -> str:
        return self.server.url

    @contextmanager
    def store(self) -> Iterator[Store]:
        with closing(open_store(self.store_url)) as opened:
            yield opened

    def log(self) -> list[tuple[str, str, str]]:
        """Who did what with what."""
        with self.store() as store, store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT actor, action, object FROM store_audit ORDER BY seq")
            return [tuple(row) for row in rows]

    def put_forward(self, minutes: float) -> None:
        seconds = float(self.clock.read_text(encoding="utf-8")) + 60 * minutes
        self.clock.write_text(str(seconds), encoding="utf-8")


@contextmanager
def served(home: Path, environment: Mapping[str, str] | None = None) -> Iterator[Desk]:
    """A desk whose store holds a county with people that could be real, beside a folder of a made-up one."""
    secrets, _ = plant(home / "real", synthetic=False)
    url = f"sqlite:///{home}/accounts.db"
    with closing(open_store(url)) as store:
        folder = read_folder(home / "real")
        store.import_tables(folder.tables, "root", manifest=folder.manifest)
        for name, (role, scope) in ACCOUNTS.items():
            keeping.add(store, "root", name, role, scope, password=PASSWORD)
    clock = home / "clock"
    clock.write_text("0", encoding="utf-8")
    folders = json.dumps([str(ROOT / "sample_data" / "gaotai")])
    settings = {"DASHBOARD_DATA_FOLDERS": folders, "DASHBOARD_STORE_URL": url, "CLOCK": str(clock)}
    with serve(
        home / "server.log", settings | dict(environment or {}), "tests/browser/clocked_app.py"
    ) as server:
        yield Desk(server, url, clock, secrets)
    text = (home / "server.log").read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in text, text[-4000:]
    assert PASSWORD not in text


@dataclass
class Client:
    """A client of HTTP with cookies of its own, which follows no redirect."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def ask(
        self, path: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, str, Mapping[str, str]]:
        """The status, the text and the headers of an answer."""
        parts = urlsplit(self.url)
        sent = {"Cookie": self.cookie, "Accept": "text/html"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
            if fields is None:
                connection.request("GET", path, headers=sent)
            else:
                sent["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(fields), sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.set_cookies.append(value)
                    key, _, kept = value.split(";")[0].partition("=")
                    self.cookies.pop(key, None)
                    if "max-age=0" not in value.lower():
                        self.cookies[key] = kept
            return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, name: str, password: str = PASSWORD, back: str = "/", **headers: str) -> int:
        """Open the form, fill it in and send it; the status of the answer."""
        address = f"/sign-in?{urlencode({'next': back, 'lang': 'en', 'again': '1'})}"
        _, form, _ = self.ask(address)
        hidden = re.search(r'name="form" value="([^"]+)"', form)
        assert hidden, form
        fields = {"form": unescape(hidden[1]), "name": name, "password": password}
        return self.ask(address, fields, **headers)[0]
