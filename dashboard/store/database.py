"""The two databases behind one door: who reads sees one moment, and one writes at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from dashboard.errors import StoreError

ALLOWED = "sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
BUSY_SECONDS = 60
_WRITER_LOCK = 0x6A6F626C


class Database:
    """An engine with the habits of this application.

    SQLite keeps a write-ahead log and waits for the disk at each commit (``synchronous=FULL``: the audit log is in
    the same file). A writer takes its lock first, so no work is done that another writer's commit would undo;
    ``lock`` is PostgreSQL's number of it. With ``sorts_in_files`` SQLite sorts what is large in files without a name
    rather than in memory.
    """

    def __init__(
        self, url: URL, *, create: bool = True, lock: int = _WRITER_LOCK, sorts_in_files: bool = False
    ) -> None:
        self.url = url
        self._lock = lock
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _see_to_file(self.url, create=create)
        try:
            # Values are kept out of messages: they could name a person.
            self._engine = create_engine(
                self.url,
                hide_parameters=True,
                **({"connect_args": {"timeout": BUSY_SECONDS}} if self.is_sqlite else {}),
            )
        except ModuleNotFoundError as error:
            raise StoreError(
                f"store_url: found {self.name}; its driver is not installed. Run: pip install 'psycopg[binary]'"
            ) from error
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
            if sorts_in_files:
                event.listen(self._engine, "connect", _sort_in_files)
            self._reader = self._engine
        else:
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = self._engine.execution_options(is_writer=True)

    @cached_property
    def _hasty(self) -> Engine:
        """An engine whose writers do not wait for the lock of SQLite; on PostgreSQL rows have their own."""
        if not self.is_sqlite:
            return self._engine
        hasty = create_engine(self.url, hide_parameters=True, connect_args={"timeout": 0})
        event.listen(hasty, "connect", _prepare_sqlite)
        event.listen(hasty, "begin", _begin_sqlite)
        return hasty.execution_options(is_writer=True)

    @property
    def name(self) -> str:
        """The file's or database's own name, for messages: neither a path of the server nor a password."""
        return repr(Path(self.url.database or "").name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store until it is closed."""
        with self._transaction(self._reader) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; all of it is kept at the end, or nothing if anything fails."""
        with self._transaction(self._writer) as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({self._lock})"))
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """A connection for a note that may be lost: it is refused at once where another writer is at work."""
        with self._transaction(self._hasty) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            # The database's own words may quote a row.
            kind = type(error).__name__
            raise StoreError(
                f"store {self.name}: the database refused ({kind}); nothing was changed"
            ) from None

    def close(self) -> None:
        """Give up the connections."""
        self._engine.dispose()
        self._hasty.dispose()


def parsed(url: str) -> URL:
    """An address in parts; raises StoreError for one of no database that can be used."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"store_url: found no address of a database; allowed: {ALLOWED}") from error
    if found.drivername not in ("sqlite", "postgresql+psycopg") or not found.database:
        raise StoreError(f"store_url: found {found.drivername}://…; allowed: {ALLOWED}")
    return found


def absolute(url: str) -> str:
    """The same address, with the whole path of a file; raises StoreError for one of no database."""
    found = parsed(url)
    if found.get_backend_name() == "sqlite":
        found = found.set(database=str(Path(found.database or "").resolve()))
    return found.render_as_string(hide_password=False)


def single_file(path: Path) -> None:
    """Put what stands in the write-ahead log of a closed SQLite file into the file itself."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _see_to_file(url: URL, *, create: bool) -> None:
    """Make the file before SQLite does, for its owner's eyes only."""
    path = Path(url.database or "")
    if path.is_file():
        return
    if not create:
        raise StoreError(f"store: there is no file {path.name!r}; import something first, or check store_url")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"store: {path.name!r} cannot be made ({error.strerror}); check the folder"
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Python's own transactions start too late and end before a DDL
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _sort_in_files(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA temp_store=FILE")


def _begin_sqlite(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get("is_writer")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
