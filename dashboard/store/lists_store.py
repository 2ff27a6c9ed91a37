"""The lists of one store: which indexes there are, and that they follow the store's batches."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.engine import URL

from dashboard.errors import NotFoundError
from dashboard.store.database import Database
from dashboard.store.lists import Register, nothing
from dashboard.store.lists_build import Builder, Moment, untold
from dashboard.store.lists_pages import ListIndex
from dashboard.store.lists_table import BUILT, OF_LISTS, Shape, Shuffle
from dashboard.store.reader import batch_at
from dashboard.store.schema import BATCHES, HEAD

_KEPT = 500
_BUILDER_LOCK = 0x6A6F6C69


class ListStore:
    """The lists of one store. The indexes are made when they are first asked for, and follow the store's batches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = Database(_beside(database.url), lock=_BUILDER_LOCK, sorts_in_files=True)
        self._building = Lock()
        self._keeping = Lock()
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        with self._lists.writing() as connection:
            OF_LISTS.create_all(connection)

    def index(
        self,
        register: Register,
        *,
        hide: Callable[[str], str] = lambda text: text,
        as_of: int | None = None,
        shuffle: Shuffle | None = None,
        told: Callable[[float], None] = untold,
    ) -> ListIndex:
        """A list, up to date with the store, or as it was after a batch.

        Args:
            register: what the list is and is asked by.
            hide: takes numbers of people out of free texts, so that nobody finds one by asking for it.
            as_of: a batch; None follows the newest.
            shuffle: the order of a workshop's lists, in which the order of the files cannot be seen.
            told: is told how far an index is that is being made, if it is a large one; 1.0 at the end.
        """
        shape = Shape(register, as_of, shuffle)
        with self._database.reading() as source:
            moment = _moment(source, as_of)
            with self._reading() as target:
                built = _built(target, shape.name)
            if built is None or built[0] != moment:
                with self._building, self._lists.writing() as target:
                    built = _built(target, shape.name)
                    builder = Builder(source, target, shape, moment, hide, told)
                    is_done = built is not None and built[0] == moment
                    may_refresh = built is not None and as_of is None and built[0].batch < moment.batch
                    if not is_done and not (built and may_refresh and builder.refresh(*built)):
                        builder.build()
        # One shape for all who ask, so that statements are made once; without what `derive` may hold on to.
        asked = Shape(replace(register, derive=nothing), as_of, shuffle)
        return ListIndex(self, self.kept(("shape", shape.name), lambda: asked))

    def kept(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """What does not change as long as the key does not; what was asked for longest ago is forgotten."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = work()
        with self._keeping:
            self._kept[key] = value
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return value

    @contextmanager
    def reading(self, name: str) -> Iterator[tuple[Connection, Moment]]:
        """A connection to the indexes, and of which moment the named one is."""
        with self._reading() as connection:
            built = _built(connection, name)
            if built is None:
                raise NotFoundError("list: its index is no longer there; ask again")
            yield connection, built[0]

    @contextmanager
    def rows(self) -> Iterator[Connection]:
        """A connection to the store itself."""
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._lists.reading() as connection:
            if not self._lists.is_sqlite:
                connection.execute(text("SET LOCAL jit = off"))  # compiling takes longer than a page
            yield connection

    def close(self) -> None:
        """Give up the connections to the indexes."""
        self._lists.close()


def _beside(url: URL) -> URL:
    """Where the indexes of a store are: a file beside its own; in PostgreSQL the same database."""
    return url.set(database=f"{url.database}.lists") if url.get_backend_name() == "sqlite" else url


def _moment(source: Connection, as_of: int | None) -> Moment:
    batch = batch_at(source, as_of)
    store_id = source.execute(select(HEAD.c.store_id)).scalar_one()
    at = source.execute(select(BATCHES.c.at).where(BATCHES.c.batch == batch)).scalar()
    return Moment(store_id, batch, at or "")


def _built(target: Connection, name: str) -> tuple[Moment, dict[str, int]] | None:
    """Of which moment an index is, and the newest row of each table then."""
    row = target.execute(select(BUILT).where(BUILT.c.name == name)).first()
    return row and (Moment(row.store_id, row.batch, row.at), json.loads(row.newest_rows))
