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

from dashboard.store import Store, open_store
from tests.postgres import postgres_server

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a running server's socket; its database ``blank`` holds an empty store."""
    with postgres_server() as folder:
        _run(folder, "CREATE DATABASE blank")
        open_store(f"postgresql+psycopg://postgres@/blank?host={folder}").close()
        yield folder


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an empty store."""
    path = tmp_path_factory.mktemp("blank") / "store.db"
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return path


def _run(folder: Path, statement: str) -> None:
    with psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes addresses of empty stores on one of the databases; they go with their folder or server."""
    if request.param == "sqlite":
        blank: Path = request.getfixturevalue("blank_file")

        def make() -> str:
            path = tmp_path / f"store{next(_NUMBERS)}.db"
            shutil.copyfile(blank, path)
            return f"sqlite:///{path}"

        return make
    folder: Path = request.getfixturevalue("postgres")

    def make_database() -> str:
        name = f"store{next(_NUMBERS)}"
        _run(folder, f"CREATE DATABASE {name} TEMPLATE blank")
        return f"postgresql+psycopg://postgres@/{name}?host={folder}"

    return make_database


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store; its audit log's heads are in ``tmp_path / "anchor"``."""
    opened = open_store(url, tmp_path / "anchor")
    yield opened
    opened.close()
