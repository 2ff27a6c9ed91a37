"""A store on each database, empty and made anew for every test."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher

from dashboard.accounts import passwords
from dashboard.store import Store, open_store
from dashboard.store.audit import FIRST
from dashboard.store.growth import START
from dashboard.store.schema import DATA, HEAD, SYSTEM
from tests.postgres import postgres_server

_NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def quick_digests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Digests of little work, but where a test is about the work itself (``real_digests``)."""
    if not request.node.get_closest_marker("real_digests"):
        monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys.cache_clear()
        yield
        passwords._nobodys.cache_clear()
    else:
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The folder of a running server's socket."""
    with postgres_server() as folder:
        yield folder


class Databases:
    """Databases with an empty store each; emptying one again is quicker than making one."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self._free: list[str] = []
        self._taken: list[str] = []

    def take(self) -> str:
        """The address of one."""
        if self._free:
            name = self._free.pop()
            self._empty(name)
        else:
            name = f"store{next(_NUMBERS)}"
            self._run("postgres", f"CREATE DATABASE {name}")
            open_store(self._url(name)).close()
        self._taken.append(name)
        return self._url(name)

    def give_back(self) -> None:
        """What a test took can be emptied for the next one."""
        self._free += self._taken
        self._taken = []

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._server}"

    def _empty(self, name: str) -> None:
        tables = ", ".join(table for table in (*DATA.tables, *SYSTEM.tables) if table != HEAD.name)
        self._run(
            name,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND pid <> pg_backend_pid()",
            "SET session_replication_role = replica",  # without the trigger that keeps the audit log
            f"TRUNCATE {tables}",
            f"UPDATE store_head SET batch = 0, at = '{START}', audit_seq = 0, audit_hash = '{FIRST}'",
        )

    def _run(self, name: str, *statements: str) -> None:
        with psycopg.connect(
            f"host={self._server} user=postgres dbname={name}", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def databases(postgres: Path) -> Databases:
    return Databases(postgres)


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an empty store."""
    path = tmp_path_factory.mktemp("blank") / "store.db"
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes addresses of empty stores on one of the databases; they go with their folder or server."""
    if request.param == "sqlite":
        blank: Path = request.getfixturevalue("blank_file")

        def make() -> str:
            path = tmp_path / f"store{next(_NUMBERS)}.db"
            shutil.copyfile(blank, path)
            return f"sqlite:///{path}"

        yield make
        return
    databases: Databases = request.getfixturevalue("databases")
    yield databases.take
    databases.give_back()


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store; its audit log's heads are in ``tmp_path / "anchor"``."""
    opened = open_store(url, tmp_path / "anchor")
    yield opened
    opened.close()
