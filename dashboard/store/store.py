"""A store of tables: batches come in whole, nothing is overwritten, and any past state can be asked for."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import URL, Connection, select

from dashboard.errors import StaleImportError, StoreError
from dashboard.store import audit_pages, reader, rows, writer
from dashboard.store.audit import Anchor, Entry, audit_faults
from dashboard.store.change import Change, change
from dashboard.store.copies import copy_store
from dashboard.store.database import Database, parsed, single_file
from dashboard.store.growth import bring_up_to_date
from dashboard.store.late_rows import late_tables
from dashboard.store.lists_store import ListStore
from dashboard.store.reader import Batch, State
from dashboard.store.rows import Edit, Key, NewRow, Past, Standing
from dashboard.store.schema import HEAD, OPEN, STORED
from dashboard.store.soundness import store_faults
from dashboard.tables import Folder
from dashboard.tables.manifest import is_synthetic


def open_store(url: str, anchor: Path | None = None, *, create: bool = True) -> Store:
    """Open a store, and make or extend its tables if they are not there.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql+psycopg://USER@HOST/NAME``.
        anchor: the file that keeps the audit log's heads; for SQLite ``FILE.anchor`` if none is named.
        create: make a file that is not there.

    Raises:
        StoreError: the address is none, the database does not answer, or a newer version wrote it.
    """
    database = Database(parsed(url), create=create)
    if anchor is None and database.is_sqlite:
        anchor = Path(f"{database.url.database}.anchor")
    return Store(database, Anchor(anchor))


class Store:
    """An open store. ``actor`` is who does it, by the name that they signed in under; times are UTC."""

    def __init__(self, database: Database, anchor: Anchor) -> None:
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        self._database = database
        self._anchor = anchor

    @property
    def path(self) -> Path:
        """The database's own name; for SQLite its file."""
        return Path(self._database.url.database or "")

    @property
    def has_anchor(self) -> bool:
        """Whether the audit log's heads are kept in a file."""
        return self._anchor.path is not None

    @property
    def version(self) -> int:
        """The number of the newest batch; 0 in a store that holds nothing."""
        with self._database.reading() as connection:
            return reader.batch_at(connection, None)

    def state(self, as_of: int | datetime | None = None) -> State:
        """The newest batch now, or that of a number or a moment, and when it was stored.

        Raises:
            NotFoundError: there is no batch of that number.
        """
        with self._database.reading() as connection:
            return reader.state_at(connection, as_of)

    def manifest(self, batch: int) -> dict[str, Any]:
        """What the data was said to be after a batch: the manifest of the newest import that had one."""
        with self._database.reading() as connection:
            return reader.manifest_at(connection, batch)

    def import_tables(
        self,
        tables: Mapping[str, pd.DataFrame],
        actor: str,
        files: Mapping[str, str] | None = None,
        *,
        manifest: Mapping[str, Any] | None = None,
        replaces: int | None = None,
        known: int | None = None,
        scope: str = "",
    ) -> int:
        """Store typed tables as a batch, whole or not at all; its number.

        Rows with the same key supersede those that stand; in tables without a key only the same row does.

        Args:
            tables: frames as the folder's reader gives them.
            actor: who imports.
            files: the SHA-256 of each file by its name.
            manifest: what the data is, as in a folder's MANIFEST.yaml.
            replaces: an earlier import that is withdrawn at the same moment.
            known: the newest batch that the actor has seen; with a newer one nothing is stored.
            scope: the role and places in which the actor does it, as the audit log has them.

        Raises:
            DataError: a table is not as the contract has it, a key is there twice, or a place is missing.
            StaleImportError: somebody stored a batch after the one that is ``known``.
            StoreError: the batch to replace cannot be withdrawn.
        """
        with change(self._database, self._anchor, actor, scope) as current:
            if known is not None and current.batch != known:
                raise StaleImportError(
                    f"import: batch {current.batch} was stored after batch {known}, up to which the tables were "
                    "compared; nothing is stored. Look at what has changed, and store again."
                )
            if replaces is not None:
                writer.withdraw(current, replaces, f"replaced by batch {current.batch + 2}")
            number = current.begin("import", manifest=manifest)
            writer.import_tables(current, tables, files or {})
        return number

    def withdraw(self, batch: int, actor: str, reason: str, *, scope: str = "") -> int:
        """Take an import back, as if it had never come; the number of the withdrawal.

        Raises:
            StoreError: it is no import, or is withdrawn already.
            DataError: rows of other batches lie in places that would be gone.
        """
        with change(self._database, self._anchor, actor, scope) as current:
            return writer.withdraw(current, batch, reason)

    def edit(
        self, table: str, key: Key, changes: Mapping[str, str], version: int, actor: str, *, scope: str = ""
    ) -> int:
        """Change some values of one row, written as in a file; its new version.

        Raises:
            StaleEditError: somebody changed the row since that version; says who, what and when.
            NotFoundError: there is no such row.
            DataError: a value is not allowed.
        """
        with change(self._database, self._anchor, actor, scope) as current:
            rows.write(current, [Edit(table, key, changes, version)])
            return rows.standing(current.connection, table, key).version

    def write(self, edits: Sequence[Edit], entries: Sequence[NewRow], actor: str, *, scope: str = "") -> int:
        """Change rows and add rows as one batch, all of it or nothing; its number.

        Raises:
            StaleEditError: somebody changed a row since the version that was edited; says who, what and when.
            NotFoundError: there is no such row.
            DataError: a value is not allowed, or a row with the key of a new one stands already.
        """
        with change(self._database, self._anchor, actor, scope) as current:
            return rows.write(current, edits, entries)

    def row(self, table: str, key: Key) -> Standing:
        """One row as it stands, with the version that an edit names; raises NotFoundError if there is none."""
        with self._database.reading() as connection:
            return rows.standing(connection, table, key)

    def rows_with(
        self, table: str, values: Key, places: Collection[str] | None = None, most: int | None = None
    ) -> tuple[Standing, ...]:
        """The rows of a table as they stand whose columns have these values, in their order.

        Args:
            table: a table of the contract.
            values: values of columns, written as in a file.
            places: only rows of these places, in a table whose rows have one; None for all.
            most: no more than so many.
        """
        with self._database.reading() as connection:
            return rows.standing_with(connection, table, values, places, most)

    def history(self, table: str, key: Key) -> tuple[Past, ...]:
        """What became of a row: who, when, before, after; raises NotFoundError if there never was one."""
        with self._database.reading() as connection:
            return rows.history(connection, table, key)

    def tables(
        self,
        as_of: int | datetime | None = None,
        extra_columns: Iterable[str] = (),
        only: Collection[str] | None = None,
    ) -> dict[str, pd.DataFrame]:
        """The tables as they are, or were known after a batch or at a moment, as `read_folder` gives them.

        ``only`` names those that are wanted; None is all of them.
        """
        with self._database.reading() as connection:
            return reader.tables_at(connection, reader.batch_at(connection, as_of), extra_columns, only)

    def read(self, extra_columns: Iterable[str] = (), as_of: int | datetime | None = None) -> Folder:
        """The store as a data folder that was read without faults."""
        return self.read_in_part(extra_columns, as_of)

    def batches(self) -> tuple[Batch, ...]:
        """Every batch, oldest first."""
        with self._database.reading() as connection:
            return reader.batches(connection)

    def may_name_people(self) -> bool:
        """Whether a row that was ever stored could be about somebody.

        It could not if no import brought any row about people, or if each that did has a manifest that says
        synthetic and no ID number begins with the code of a province.
        """
        with self._database.reading() as connection:
            return reader.may_name_people(connection)

    def read_in_part(
        self,
        extra_columns: Iterable[str] = (),
        as_of: int | datetime | None = None,
        late: Iterable[str] = (),
    ) -> Folder:
        """What :meth:`read` gives, but for some tables that are read when they are asked for."""
        left = tuple(late)
        with self._database.reading() as connection:
            batch = reader.batch_at(connection, as_of)
            manifest = reader.manifest_at(connection, batch)
            store_id = connection.execute(select(HEAD.c.store_id)).scalar_one()
            only = [name for name in STORED if name not in left]
            tables = reader.tables_at(connection, batch, extra_columns, only)
            return Folder(
                self.path,
                late_tables(self._database, connection, batch, tables, left) if left else tables,
                fingerprint=f"{store_id}-{batch}",
                is_synthetic=is_synthetic(manifest),
                manifest=manifest,
            )

    def record(self, actor: str, action: str, thing: str, count: int = 0, scope: str = "") -> None:
        """Add an entry to the audit log about something that changes no data, such as an export.

        Raises:
            StoreError: a word is longer than one short line, or looks like the number of a person.
        """
        with change(self._database, self._anchor, actor) as current:
            current.record(action, thing, count, scope)

    @cached_property
    def lists(self) -> ListStore:
        """Its tables in pages."""
        return ListStore(self._database)

    def region_codes(self) -> frozenset[str]:
        """The codes of all places that stand."""
        regions = STORED["regions"]
        standing = select(regions.c.region_code).where(regions.c.row_until == OPEN)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(standing))

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment of the store, for what is kept in tables of its own."""
        return self._database.reading()

    def changing(self, actor: str, scope: str = "") -> AbstractContextManager[Change]:
        """A change of such tables by an actor, with its entries in the audit log: kept whole, or not at all."""
        return change(self._database, self._anchor, actor, scope)

    @contextmanager
    def trying(self) -> Iterator[Change]:
        """A change to see what would come of it; the database takes all of it back."""
        with suppress(_UndoneError), self._database.writing() as connection:
            yield Change(connection, "-")
            raise _UndoneError

    def noting(self) -> AbstractContextManager[Connection]:
        """A connection for a note that may be lost: it is refused at once where another writer is at work."""
        return self._database.noting()

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the data, one line each; none if the store is whole."""
        with self._database.reading() as connection:
            return tuple(store_faults(connection))

    def audit_head(self) -> tuple[int, str]:
        """The number and hash of the newest audit entry, to be noted elsewhere."""
        with self._database.reading() as connection:
            seq, digest = connection.execute(select(HEAD.c.audit_seq, HEAD.c.audit_hash)).one()
        return seq, digest

    def audit_page(self, wanted: audit_pages.Wanted, first: int = 0, most: int = 50) -> tuple[Entry, ...]:
        """Some entries of the audit log, the newest first, from a place in that order on."""
        with self._database.reading() as connection:
            return audit_pages.page(connection, wanted, first, most)

    def audit_count(self, wanted: audit_pages.Wanted) -> int:
        """How many entries of the audit log there are of those that are wanted."""
        with self._database.reading() as connection:
            return audit_pages.count(connection, wanted)

    def audit_words(
        self,
        column: audit_pages.Column,
        wanted: audit_pages.Wanted = audit_pages.ALL,
        newest: int | None = None,
    ) -> tuple[str, ...]:
        """Every action, actor or scope in the wanted entries of the audit log, or in the newest so many of them."""
        with self._database.reading() as connection:
            return audit_pages.words(connection, column, wanted, newest)

    def audit_newest(self, action: str) -> dict[str, str]:
        """When each actor last did something, by their names."""
        with self._database.reading() as connection:
            return audit_pages.newest(connection, action)

    def verify_audit(self, noted: Mapping[int, str] | None = None) -> tuple[str, ...]:
        """What is wrong with the audit log, held against its anchor and what was noted by hand."""
        with self._database.reading() as connection:
            return tuple(audit_faults(connection, self._anchor.heads() | dict(noted or {})))

    def backup(self, path: Path, actor: str, *, scope: str = "") -> None:
        """Write everything into one new file; raises StoreError if there is one, or the copy is not whole."""
        if path.exists():
            raise StoreError(f"backup: there is a file {path.name!r} already; name a new one")
        part = path.with_name(f"{path.name}.part")
        _remove(part)
        with _copy(part, create=True) as copy:
            with self._database.reading() as source, copy._database.writing() as target:
                copy_store(source, target)
            copy._check()
        single_file(part)
        part.rename(path)
        self.record(actor, "backup", f"batch {self.version}", scope=scope)

    def restore(self, path: Path, actor: str, *, scope: str = "") -> None:
        """Fill this store, which holds nothing yet, from a backup.

        Raises:
            StoreError: the store holds data, or the backup is not whole.
        """
        with TemporaryDirectory() as folder:
            # A copy is opened, since opening writes, and a backup is never written to.
            try:
                taken = shutil.copyfile(path, Path(folder) / "backup.db")
            except OSError as error:
                raise StoreError(f"restore: {path.name!r} cannot be read ({error.strerror})") from error
            with _copy(taken, create=False) as backup:
                backup._check()
                with backup._database.reading() as source, self._database.writing() as target:
                    copy_store(source, target)
        self.record(actor, "restore", f"batch {self.version}", scope=scope)

    def _check(self) -> None:
        if faults := (*self.verify(), *self.verify_audit()):
            raise StoreError(["the copy is not whole; nothing was kept", *faults])

    def close(self) -> None:
        """Give up the connections to the database."""
        if "lists" in self.__dict__:
            self.lists.close()
        self._database.close()


class _UndoneError(Exception):
    """Ends a change that was only tried; the database takes it back."""


@contextmanager
def _copy(path: Path, *, create: bool) -> Iterator[Store]:
    """The store in a file of its own, closed at the end."""
    copy = Store(Database(URL.create("sqlite", database=str(path)), create=create), Anchor(None))
    try:
        yield copy
    finally:
        copy.close()


def _remove(path: Path) -> None:
    """Remove what an interrupted backup has left."""
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        each.unlink(missing_ok=True)
