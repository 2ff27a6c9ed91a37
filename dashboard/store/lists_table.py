"""The index of a list: one narrow row for each row of its table, with what is filtered, sorted and searched by.

It can be made anew from the store at any time, so it is kept beside it: for SQLite in ``FILE.lists``, in PostgreSQL
in tables of the same database, which no backup takes along. An index is that of one version of a register; that of
the present is brought up to date row by row, that of a past batch is built when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Column, Index, Integer, MetaData, Table

from dashboard.store.lists import Register
from dashboard.store.schema import ROW_ID, WORDS, stored_column
from dashboard.tables import TABLES
from dashboard.tables import columns as contract

FORMAT = 3
"""Counted up when indexes are made otherwise, so that no older one is used."""

LONG = ("identifier", "person", "phone")
"""Kinds of columns of which nearly every row has a value of its own."""
MOST_TOGETHER = 28
"""So many columns PostgreSQL takes in one index, beside place and order."""
OF_LISTS = MetaData()
BUILT = Table(
    "lists_built",
    OF_LISTS,
    Column("name", WORDS, primary_key=True),
    Column("table_name", WORDS, nullable=False),
    Column("number", Integer, nullable=False),
    Column("store_id", WORDS, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("newest_rows", WORDS, nullable=False),
)
"""The indexes that are there: of which batch of which store, and each table's newest row then."""


@dataclass(frozen=True)
class Shuffle:
    """The order of a workshop's lists: each key has a number that tells nothing; ``name`` tells keys apart."""

    name: str
    number: Callable[[str], int]


def folded(text: str) -> str:
    """A name as it is searched: full-width or not, in capitals or not."""
    return unicodedata.normalize("NFKC", text).casefold()


def found_in(name: str) -> str:
    """The column of an index in which a name is searched."""
    return f"find_{name}"


@dataclass(frozen=True)
class Shape:
    """An index that a register needs: of the present, or of one past batch; in a workshop's order, or the files'."""

    register: Register
    as_of: int | None = None
    shuffle: Shuffle | None = None

    @cached_property
    def name(self) -> str:
        """The index's name; another one whenever anything in it would be otherwise."""
        register = self.register
        said = [
            FORMAT,
            register.version,
            [[name, column.kind] for name, column in self.kept.items()],
            [[each.column.name, each.has_index] for each in register.derived],
            [[each.table, each.column, each.on, each.name] for each in register.related],
            register.names,
            self.as_of,
            self.shuffle.name if self.shuffle else "",
        ]
        digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]
        return f"list_{register.table}_{digest}"

    @cached_property
    def kept(self) -> dict[str, contract.Column]:
        """The columns of the table that the index has."""
        own, register = TABLES[self.register.table].by_name, self.register
        return {name: own[name] for name in dict.fromkeys((register.key, *register.filters, *register.codes))}

    @cached_property
    def columns(self) -> dict[str, contract.Column]:
        """What the index can be asked by: columns of the table, and derived ones."""
        return self.kept | {each.column.name: each.column for each in self.register.derived}

    @cached_property
    def indexed(self) -> tuple[str, ...]:
        """The columns that have an index of their own."""
        without = {each.column.name for each in self.register.derived if not each.has_index}
        return tuple(name for name in self.columns if name not in without)

    @cached_property
    def table(self) -> Table:
        """The rows, made without their indexes (``indexes``): those are made when the table is filled.

        ``id`` is the row's place in the order; ``place`` the number of its region.
        """
        names = (found_in(name) for name in self.register.names)
        return Table(
            self.name,
            MetaData(),
            Column("id", ROW_ID, primary_key=True, autoincrement=False),
            Column("row_id", ROW_ID, nullable=False),
            Column("place", Integer, nullable=False),
            *(stored_column(column) for column in self.columns.values()),
            *(Column(name, WORDS, nullable=False) for name in names),
        )

    @cached_property
    def places(self) -> Table:
        """The numbers of the regions (``dashboard/store/lists_places.py``) and how many rows each had at first."""
        return Table(
            f"{self.name}_places",
            MetaData(),
            Column("region_code", WORDS, primary_key=True),
            Column("place", Integer, nullable=False),
            Column("last", Integer, nullable=False),
            Column("row_count", Integer, nullable=False),
        )

    def indexes(self) -> list[Index]:
        """An index for each column that has one, by value, place and order; and one of all short columns by place.

        The former serve one filter, the count by one column and the sort; the latter whatever combines several.
        """
        columns = self.table.c
        found = [Index(f"{self.name}_place", columns.place, columns.id, _table=self.table)]
        small = [columns[name] for name in self.indexed if self.columns[name].kind not in LONG][
            :MOST_TOGETHER
        ]
        found.append(Index(f"{self.name}_wide", columns.place, *small, columns.id, _table=self.table))
        for number, name in enumerate((*self.indexed, *map(found_in, self.register.names))):
            parts = (columns[name], columns.place, columns.id)
            found.append(Index(f"{self.name}_{number}", *parts, _table=self.table))
        return found
