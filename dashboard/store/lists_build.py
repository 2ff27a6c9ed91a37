"""Fill the index of a list from the store, some thousand rows at a time, and bring it up to a later batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    any_,
    bindparam,
    column,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from dashboard.store.bulk import insert_rows
from dashboard.store.frames import cells_of, dtype_of, frame_of
from dashboard.store.lists_places import NOWHERE, numbered
from dashboard.store.lists_table import BUILT, Shape, folded, found_in
from dashboard.store.schema import BATCHES, COUNTS, OPEN, STORED, at_batch
from dashboard.tables import TABLES

AT_ONCE = 20_000
KEPT_INDEXES = 6
"""Indexes of one table that are kept: of plans and batches that were looked at last."""
_OF_ROWS = 0.6
"""The part of the work that goes into the rows; the rest is to sort them."""
_FREE_TEXTS = ("text", "term", "groups")


@dataclass(frozen=True)
class Moment:
    """A batch of a store; ``at`` tells two stores apart that had the same numbers."""

    store_id: str
    batch: int
    at: str


def among(connection: Connection, wanted: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """One of many values, which are one parameter however many they are."""
    if connection.dialect.name == "postgresql":
        kind = BigInteger() if values and isinstance(values[0], int) else Text()
        return wanted == any_(bindparam(None, list(values), type_=ARRAY(kind)))
    listed = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued(column("value"))
    return wanted.in_(select(listed.c.value))


class Builder:
    """Fills one index from a store as it stood at a moment."""

    def __init__(
        self,
        source: Connection,
        target: Connection,
        shape: Shape,
        moment: Moment,
        hide: Callable[[str], str],
        told: Callable[[float], None],
    ) -> None:
        self.source, self.target, self.shape, self.moment, self.hide = source, target, shape, moment, hide
        self._told = told
        self._stored = STORED[shape.register.table]
        self._contract = TABLES[shape.register.table]
        self._places: dict[str, int] = {}

    def build(self) -> None:
        """Make the index anew."""
        shape = self.shape
        drop(self.target, shape.name)
        for table in (shape.table, shape.places):
            table.create(self.target)
        runs = self._numbered()
        counts: dict[int, int] = {}
        whole: int = self.source.execute(
            select(func.count()).select_from(self._stored).where(self._stood(self._stored))
        ).scalar_one()
        tell = self._told if whole > AT_ONCE else untold
        done = 0
        streaming = self.source.execution_options(yield_per=AT_ONCE)
        with closing(streaming.execute(self._select().where(self._stood(self._stored)))) as rows:
            for part in rows.partitions(AT_ONCE):
                made = list(self._rows(part))
                for row in made:
                    counts[row[2]] = counts.get(row[2], 0) + 1
                self._insert(made)
                done += len(made)
                tell(_OF_ROWS * done / max(1, whole))
        insert_rows(
            self.target,
            shape.places,
            ("region_code", "place", "last", "row_count"),
            ((code, first, last, counts.get(first, 0)) for code, (first, last) in runs.items()),
        )
        indexes = shape.indexes()
        for number, index in enumerate(indexes, 1):
            index.create(self.target)
            tell(_OF_ROWS + (1 - _OF_ROWS) * number / (len(indexes) + 1))
        self.target.execute(text(f"ANALYZE {shape.name}"))
        self._note()
        self._forget_old()
        tell(1.0)

    def refresh(self, since: Moment, newest_rows: dict[str, int]) -> bool:
        """Bring the index from an earlier batch to this one; False if it has to be built anew."""
        register, connection = self.shape.register, self.source
        known = select(BATCHES.c.batch).where(BATCHES.c.batch == since.batch, BATCHES.c.at == since.at)
        if since.store_id != self.moment.store_id or connection.execute(known).first() is None:
            return False
        touched = set(
            connection.execute(
                select(COUNTS.c.table_name).where(COUNTS.c.batch > since.batch).distinct()
            ).scalars()
        )
        if "regions" in touched:
            return False
        keys: set[str] = set()
        if register.table in touched:
            keys |= self._changed(register.table, register.key, since, newest_rows)
        for related in register.related:
            if related.table in touched:
                named = self._changed(related.table, related.column, since, newest_rows) - {""}
                keys |= self._keys_of(related.on or register.key, named) if related.on else named
            if len(keys) > AT_ONCE:
                return False
        if keys:
            self._replace(sorted(keys))
        self._note()
        return True

    def _replace(self, keys: list[str]) -> None:
        register, table = self.shape.register, self.shape.table
        places = select(self.shape.places.c.region_code, self.shape.places.c.place)
        self._places = {row.region_code: row.place for row in self.target.execute(places)}
        self.target.execute(table.delete().where(among(self.target, table.c[register.key], keys)))
        own = among(self.source, self._stored.c[register.key], keys)
        rows = self.source.execute(self._select().where(own, self._stood(self._stored))).all()
        self._insert(list(self._rows(rows)))

    def _changed(self, name: str, wanted: str, since: Moment, newest_rows: dict[str, int]) -> set[str]:
        """What a column says in the rows that were written or ended since; one more than are taken is enough."""
        stored = STORED[name]
        written = stored.c.row_id > newest_rows.get(name, 0)
        ended = stored.c.row_until.between(since.batch + 1, self.moment.batch)
        return {
            value
            for which in (written, ended)
            for value in self.source.execute(
                select(stored.c[wanted]).where(which).limit(AT_ONCE + 1)
            ).scalars()
        }

    def _keys_of(self, on: str, values: set[str]) -> set[str]:
        if len(values) > AT_ONCE:
            return values
        stored = self._stored
        own = select(stored.c[self.shape.register.key]).where(
            among(self.source, stored.c[on], sorted(values)), stored.c[on] != "", self._stood(stored)
        )
        return set(self.source.execute(own).scalars())

    def _numbered(self) -> dict[str, tuple[int, int]]:
        regions = STORED["regions"]
        rows = self.source.execute(
            select(regions.c.region_code, regions.c.parent_code)
            .where(self._stood(regions))
            .order_by(regions.c.row_position)
        ).all()
        runs = numbered([row.region_code for row in rows], [row.parent_code for row in rows])
        self._places = {code: first for code, (first, _) in runs.items()}
        return runs

    def _stood(self, stored: Any) -> ColumnElement[bool]:
        if self.shape.as_of is None:
            # Not "==": for that SQLite would go through every standing row instead of those that are named.
            is_open: ColumnElement[bool] = stored.c.row_until >= OPEN
            return is_open
        return at_batch(stored, self.moment.batch)

    def _select(self) -> Any:
        wanted = ["row_id", "row_position", *self._contract.by_name]
        return select(*(self._stored.c[name] for name in wanted))

    def _rows(self, part: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Rows of the table → rows of the index."""
        if not part:
            return
        shape, register = self.shape, self.shape.register
        columns = dict(
            zip(("row_id", "row_position", *self._contract.by_name), zip(*part, strict=True), strict=True)
        )
        keys = columns[register.key]
        order = columns["row_position"] if shape.shuffle is None else map(shape.shuffle.number, keys)
        places = (self._places.get(code, NOWHERE) for code in columns["region_code"])
        kept = (
            map(self.hide, columns[name]) if column.kind in _FREE_TEXTS else columns[name]
            for name, column in shape.kept.items()
        )
        found = (map(folded, map(self.hide, columns[name])) for name in register.names)
        yield from zip(
            order, columns["row_id"], places, *kept, *self._derived(part, columns), *found, strict=True
        )

    def _derived(self, part: Sequence[Any], columns: dict[str, Any]) -> list[list[Any]]:
        register = self.shape.register
        if not register.derived:
            return []
        names = list(self._contract.by_name)
        frame = frame_of([[row[2:] for row in part]], names, self._contract, ())
        related = {
            each.name or each.table: self._related(each.table, each.column, columns[each.on or register.key])
            for each in register.related
        }
        made = register.derive(frame, related)
        cells = []
        for each in register.derived:
            series = made[each.column.name]
            if series.dtype != dtype_of(each.column) or len(series) != len(frame):
                raise TypeError(f"{each.column.name}: {series.dtype}, not {dtype_of(each.column)}")
            cells.append(cells_of(series, each.column))
        return cells

    def _related(self, name: str, by: str, values: Iterable[str]) -> pd.DataFrame:
        stored = STORED[name]
        wanted = sorted(set(values) - {""})
        rows = self.source.execute(
            select(*(stored.c[each] for each in TABLES[name].by_name))
            .where(among(self.source, stored.c[by], wanted), stored.c[by] != "", self._stood(stored))
            .order_by(stored.c.row_position)
        ).all()
        return frame_of([rows] if rows else [], list(TABLES[name].by_name), TABLES[name], ())

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        names = ("id", "row_id", "place", *self.shape.columns, *map(found_in, self.shape.register.names))
        insert_rows(self.target, self.shape.table, names, rows)

    def _note(self) -> None:
        register = self.shape.register
        tables = (register.table, *(each.table for each in register.related))
        newest = {
            name: self.source.execute(select(func.coalesce(func.max(STORED[name].c.row_id), 0))).scalar_one()
            for name in tables
        }
        number = self.target.execute(select(func.coalesce(func.max(BUILT.c.number), 0))).scalar_one() + 1
        self.target.execute(BUILT.delete().where(BUILT.c.name == self.shape.name))
        self.target.execute(
            BUILT.insert(),
            {
                "name": self.shape.name,
                "table_name": register.table,
                "number": number,
                "store_id": self.moment.store_id,
                "batch": self.moment.batch,
                "at": self.moment.at,
                "newest_rows": json.dumps(newest),
            },
        )

    def _forget_old(self) -> None:
        own = select(BUILT.c.name).where(BUILT.c.table_name == self.shape.register.table)
        old = own.order_by(BUILT.c.number.desc()).offset(KEPT_INDEXES)
        for name in self.target.execute(old).scalars().all():
            drop(self.target, name)


def untold(part: float) -> None:
    """Nobody waits for it."""


def drop(target: Connection, name: str) -> None:
    """Remove an index, if it is there."""
    for each in (name, f"{name}_places"):
        target.execute(text(f"DROP TABLE IF EXISTS {each}"))
    target.execute(BUILT.delete().where(BUILT.c.name == name))
