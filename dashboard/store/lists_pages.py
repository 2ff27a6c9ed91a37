"""Pages, counts and values of a list out of its index, and the rows of a page out of the store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

from dashboard.store.frames import frame_of
from dashboard.store.lists import Page, Query, Scope
from dashboard.store.lists_build import Moment, among
from dashboard.store.lists_places import Places
from dashboard.store.lists_table import Shape
from dashboard.store.lists_where import (
    MOST_WORDS,
    Asked,
    conditions,
    is_blank,
    is_filled,
    known,
    places,
    runs_of,
    value_shown,
)
from dashboard.store.schema import OPEN, STORED, at_batch
from dashboard.tables import TABLES
from dashboard.tables.table import Table as ContractTable

FEW = 30_000
"""So many rows in the places asked for are gone through by place, whatever is asked of them."""
WALK = 10
"""One row looked up by a sorted index takes as long as so many read in a row."""
MOST_VALUES = 500
"""So many values of a column are counted."""

Where = list[Asked]


class Keeper(Protocol):
    """The lists of a store, as an index sees them (``dashboard/store/lists_store.py``)."""

    def reading(self, name: str) -> AbstractContextManager[tuple[Connection, Moment]]:
        """A connection to the indexes, and of which moment the named one is."""

    def rows(self) -> AbstractContextManager[Connection]:
        """A connection to the store."""

    def kept(self, key: tuple[Any, ...], work: Any) -> Any:
        """What does not change as long as the key does not."""


class ListIndex:
    """One list. Whoever asks passes the places that may be seen; nothing outside them is counted or returned."""

    def __init__(self, keeper: Keeper, shape: Shape) -> None:
        self._keeper = keeper
        self._shape = shape

    def page(self, query: Query, scope: Scope, number: int = 1, size: int = 50) -> Page:
        """A page of the list, from 1."""
        number, size = max(1, number), max(1, size)
        with self._keeper.reading(self._shape.name) as (connection, moment):
            asked = _Question(self._keeper, connection, moment, self._shape, query, scope)
            ids = asked.ids((number - 1) * size, size)
            derived = asked.derived(ids)
            total = asked.total
        rows, versions = self._rows([row[0] for row in derived])
        more = ContractTable("", "", "", "", tuple(each.column for each in self._shape.register.derived))
        made = frame_of([[row[1:] for row in derived]] if derived else [], list(more.by_name), more, ())
        return Page(pd.concat([rows, made], axis=1), versions, total, number, size)

    def count(self, query: Query, scope: Scope) -> int:
        """How many rows the list has."""
        with self._keeper.reading(self._shape.name) as (connection, moment):
            return _Question(self._keeper, connection, moment, self._shape, query, scope).total

    def count_by(self, column: str, query: Query, scope: Scope) -> dict[Any, int]:
        """How many rows have each value of a column, the most frequent first; each one of several values counts.

        Values are as a condition takes them, blank is "" or None. Only the most frequent ``MOST_VALUES`` are told.
        """
        with self._keeper.reading(self._shape.name) as (connection, moment):
            asked = _Question(self._keeper, connection, moment, self._shape, query, scope)
            return dict(self._keeper.kept(asked.key("counts", column), lambda: asked.count_by(column)))

    def keys(self, query: Query, scope: Scope, most: int, order: tuple[int, int] | None = None) -> list[str]:
        """The keys of some rows of the list; ``order`` takes only those with a number between two in the order."""
        columns = self._shape.table.c
        with self._keeper.reading(self._shape.name) as (connection, moment):
            asked = _Question(self._keeper, connection, moment, self._shape, query, scope)
            own = select(columns[self._shape.register.key]).where(*asked.conditions)
            if order is not None:
                own = own.where(columns.id.between(*order))
            return list(connection.execute(own.limit(most)).scalars())

    def related(self, table: str, column: str, values: Sequence[str], scope: Scope) -> pd.DataFrame:
        """All rows of another table whose column has one of some values, in the order of the files.

        Whoever asks has seen that these values may be seen; rows that lie in other places are left out.
        """
        stored, names = STORED[table], list(TABLES[table].by_name)
        with self._keeper.reading(self._shape.name) as (connection, moment):
            tree = _Question(self._keeper, connection, moment, self._shape, Query(), scope).tree
        stood = stored.c.row_until >= OPEN if self._shape.as_of is None else at_batch(stored, moment.batch)
        with self._keeper.rows() as connection:
            rows = connection.execute(
                select(*(stored.c[name] for name in names))
                .where(among(connection, stored.c[column], values), stored.c[column] != "", stood)
                .order_by(stored.c.row_position)
            ).all()
        frame = frame_of([rows] if rows else [], names, TABLES[table], ())
        if scope is None or "region_code" not in names:
            return frame
        codes = frame["region_code"]
        is_inside = [not code or tree.is_within(code, scope) for code in codes]
        return frame[is_inside].reset_index(drop=True)

    def _rows(self, row_ids: list[int]) -> tuple[pd.DataFrame, tuple[int, ...]]:
        """Rows of the store in this order, and their versions."""
        table = TABLES[self._shape.register.table]
        stored, names = STORED[table.name], list(table.by_name)
        with self._keeper.rows() as connection:
            wanted = [stored.c.row_id, stored.c.row_since, *(stored.c[name] for name in names)]
            found = connection.execute(select(*wanted).where(stored.c.row_id.in_(row_ids))).all()
        by_id = {row[0]: row for row in found}
        rows = [by_id[row_id] for row_id in row_ids]
        return frame_of([[row[2:] for row in rows]] if rows else [], names, table, ()), tuple(
            row[1] for row in rows
        )


class _Question:
    """A query under way: its conditions, on one connection."""

    def __init__(
        self, keeper: Keeper, connection: Connection, moment: Moment, shape: Shape, query: Query, scope: Scope
    ) -> None:
        self.keeper, self.connection, self.shape, self.query = keeper, connection, shape, query
        self._key = (shape.name, moment)
        self.tree: Places = keeper.kept((*self._key, "places"), self._tree)
        self._runs = keeper.kept(
            (*self._key, "runs", query.regions, scope), lambda: runs_of(query, scope, self.tree)
        )
        self._scope = scope
        self._is_narrow = self._runs is not None and self.tree.row_count(self._runs) <= FEW
        self._where: Where = conditions(shape, query, self._words, is_narrow=self._is_narrow)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Which rows are meant."""
        return self._all(self._where)

    def key(self, *what: str) -> tuple[Any, ...]:
        """What an answer about all rows that are meant is kept under."""
        query = self.query
        asked = (query.where, query.search, query.searched, query.regions, self._scope)
        return (*self._key, *what, *asked)

    @property
    def total(self) -> int:
        """How many rows there are."""
        counted = select(func.count()).select_from(self.shape.table)
        found: int = self.keeper.kept(
            self.key("total"),
            lambda: self.connection.execute(counted.where(*self._all(self._where))).scalar_one(),
        )
        return found

    def ids(self, offset: int, size: int) -> list[int]:
        """The rows of a page: those with a value of the sort column first, then those where it is blank."""
        columns, query = self.shape.table.c, self.query
        if not query.sort:
            return self._walk("", self._where, [columns.place, columns.id], offset, size)
        known(self.shape, query.sort)
        order = [columns[query.sort], columns.place, columns.id]
        filled = is_filled(self.shape, query.sort)
        with_value = [*self._where, *([] if filled is None else [Asked(query.sort, filled)])]
        found = self._walk(query.sort, with_value, order, offset, size)
        if filled is None or len(found) == size:
            return found
        blank = [*self._where, Asked(query.sort, is_blank(self.shape, query.sort))]
        before = offset + len(found) if found else self._count(with_value)
        found += self._walk(
            query.sort, blank, order[1:], max(0, offset - before), size - len(found), is_up=True
        )
        return found

    def derived(self, ids: list[int]) -> list[tuple[Any, ...]]:
        """The store's row number and the derived columns of rows, in this order."""
        columns = self.shape.table.c
        wanted = [columns.row_id, *(columns[each.column.name] for each in self.shape.register.derived)]
        rows = self.connection.execute(select(columns.id, *wanted).where(columns.id.in_(ids))).all()
        by_id = {row[0]: tuple(row[1:]) for row in rows}
        return [by_id[each] for each in ids]

    def count_by(self, name: str) -> dict[Any, int]:
        """How many rows have each value."""
        column, stored = known(self.shape, name), self.shape.table.c[name]
        is_walk = not (self._where or self._is_narrow)
        group = stored if is_walk or not self._is_sqlite else _unary(stored)
        counted = select(stored, func.count()).where(*self._all(self._where, name if is_walk else None))
        counted = counted.group_by(group)
        if column.kind == "groups":
            found: dict[Any, int] = {}
            for joined, count in self.connection.execute(counted):
                for each in joined.split(";") if joined else [""]:
                    found[each] = found.get(each, 0) + count
            return dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES])
        rows = self.connection.execute(counted.order_by(func.count().desc(), stored).limit(MOST_VALUES))
        return {value_shown(value, column): count for value, count in rows}

    def _inside(self) -> list[ColumnElement[bool]]:
        return [] if self._runs is None else [places(self.connection, self.shape, self._runs)]

    def _walk(
        self, sort: str, where: Where, order: list[Any], offset: int, size: int, *, is_up: bool = False
    ) -> list[int]:
        """Some rows in an order, by way of the index of the sort column where that is shorter."""
        if offset >= self.total or size <= 0:
            return []
        is_walk = not self._is_narrow and (not self._where or (offset + size) * WALK < self.total)
        if self._is_sqlite and not is_walk:
            order = [_unary(each) for each in order]
        if self.query.descending and not is_up:
            order = [each.desc() for each in order]
        wanted = self._all(where, sort if is_walk else None)
        ids = select(self.shape.table.c.id).where(*wanted).order_by(*order)
        return list(self.connection.execute(ids.limit(size).offset(offset)).scalars())

    def _count(self, where: Where) -> int:
        counted = select(func.count()).select_from(self.shape.table).where(*self._all(where))
        found: int = self.connection.execute(counted).scalar_one()
        return found

    def _all(self, where: Where, walked: str | None = None) -> list[ColumnElement[bool]]:
        """All conditions; those by which SQLite is not to look for an index are made plain figures.

        SQLite knows nothing of how many rows lie in a run of places, so it is told what to go by: the sorted column
        that is ``walked`` ("" is the place), a condition that finds few rows, else the place, whose wide index
        has all short columns.
        """
        inside = self._inside()
        if not self._is_sqlite:
            return [*(each.clause for each in where), *inside]
        if walked:
            leads = [each.column == walked for each in where]
        else:
            leads = [each.is_leading and walked is None for each in where]
        found = [
            each.clause if lead else _unary(each.clause) for each, lead in zip(where, leads, strict=True)
        ]
        if walked or any(leads):
            return [*found, *map(_unary, inside)]
        return [*found, *(inside or ([self.shape.table.c.place >= 0] if where else []))]

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def _tree(self) -> Places:
        table = self.shape.places
        rows = self.connection.execute(select(table)).all()
        return Places(
            {row.region_code: (row.place, row.last) for row in rows},
            {row.place: row.row_count for row in rows},
        )

    def _words(self, name: str) -> list[str] | None:
        """The different texts of a column, jumping from one to the next in its index; None without, or for many."""
        if name not in self.shape.indexed:
            return None

        def read() -> list[str] | None:
            stored = self.shape.table.c[name]
            first = select(func.min(stored).label("word")).cte("words", recursive=True)
            step = select(func.min(stored)).where(stored > first.c.word).scalar_subquery()
            words = first.union_all(select(step).where(first.c.word.is_not(None)))
            found = select(words.c.word).where(words.c.word.is_not(None)).limit(MOST_WORDS + 1)
            texts = list(self.connection.execute(found).scalars())
            return texts if len(texts) <= MOST_WORDS else None

        kept: list[str] | None = self.keeper.kept((*self._key, "words", name), read)
        return kept


def _unary(each: Any) -> Any:
    """The same value, of which SQLite does not see that an index would serve."""
    return UnaryExpression(each.self_group(), operator=operators.custom_op("+"), type_=each.type)
