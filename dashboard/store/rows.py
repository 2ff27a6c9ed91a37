"""One row: as it stands, what became of it, and an edit that nobody else's is lost by.

Here values are texts, as a file would have them: what a row shows can be given back as an edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from dashboard.errors import DataError, NotFoundError, StaleEditError
from dashboard.store.change import Change
from dashboard.store.frames import text_of, value_of
from dashboard.store.schema import BATCHES, OPEN, STORED, keys_of
from dashboard.tables import TABLES
from dashboard.tables.columns import Column
from dashboard.tables.masks import shown
from dashboard.tables.table import Table

Key = Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """A row as it stands. ``version`` is the batch that wrote it, which an edit has to name."""

    values: dict[str, str]
    version: int


@dataclass(frozen=True)
class Past:
    """One thing that became of a row: by which batch, what kind, when, by whom, and the row before and after."""

    batch: int
    kind: str
    at: str
    actor: str
    reason: str
    before: dict[str, str] | None
    after: dict[str, str] | None

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ."""
        before, after = self.before or {}, self.after or {}
        return tuple(name for name in {**before, **after} if before.get(name, "") != after.get(name, ""))


def standing(connection: Connection, name: str, key: Key) -> Standing:
    """A row as it stands; raises NotFoundError if there is none."""
    table = _table(name)
    row = _open_row(connection, table, key)
    return Standing(_texts(row, table), row.row_since)


def history(connection: Connection, name: str, key: Key) -> tuple[Past, ...]:
    """What became of a row, oldest first; raises NotFoundError if there never was one."""
    table = _table(name)
    stored = STORED[name]
    versions = connection.execute(select(stored).where(_where(table, key)).order_by(stored.c.row_id)).all()
    if not versions:
        raise NotFoundError(f"{name}: there never was a row with {_named(table, key)}")
    began = {row.row_since: _texts(row, table) for row in versions}
    ended = {row.row_until: _texts(row, table) for row in versions if row.row_until != OPEN}
    numbers = sorted(began.keys() | ended.keys())
    batches = connection.execute(
        select(BATCHES).where(BATCHES.c.batch.in_(numbers)).order_by(BATCHES.c.batch)
    )
    return tuple(
        Past(
            each.batch,
            each.kind,
            each.at,
            each.actor,
            each.reason,
            ended.get(each.batch),
            began.get(each.batch),
        )
        for each in batches
    )


def edit(change: Change, name: str, key: Key, changes: Mapping[str, str], version: int) -> int:
    """Change some values of a row; its new version.

    Raises:
        NotFoundError: there is no such row.
        StaleEditError: the row is no longer the version that was edited.
        DataError: a value is not allowed, or a column cannot be edited.
    """
    table, stored, connection = _table(name), STORED[name], change.connection
    row = _open_row(connection, table, key)
    if row.row_since != version:
        raise StaleEditError(_stale(connection, table, key, version))
    values = {
        column: value_of(text, table, _editable(table, row, column)) for column, text in changes.items()
    }
    values = {column: value for column, value in values.items() if value != row._mapping[column]}
    if not values:
        return version
    number = change.begin("edit")
    connection.execute(stored.update().where(stored.c.row_id == row.row_id).values(row_until=number))
    after = {
        **row._mapping,
        **values,
        "row_id": change.next_row(name),
        "row_since": number,
        "row_until": OPEN,
    }
    connection.execute(stored.insert(), after)
    change.note_rows(name, 1)
    change.record("edit", f"{name} row {row.row_position}", 1)
    return number


def _table(name: str) -> Table:
    if name not in TABLES:
        raise NotFoundError(f"table: found {name!r}; allowed: {', '.join(TABLES)}")
    return TABLES[name]


def _where(table: Table, key: Key) -> Any:
    """The rows, standing or ended, that have a key."""
    stored = STORED[table.name]
    if tuple(key) not in keys_of(table) or not all(key.values()):
        allowed = ", or ".join(" and ".join(each) for each in keys_of(table))
        raise NotFoundError(f"{table.name}: found the key {' and '.join(key) or 'none'}; allowed: {allowed}")
    is_own = {name: table.by_name.get(name) for name in key}
    wanted = {
        name: text if (column := is_own[name]) is None else value_of(text, table, column)
        for name, text in key.items()
    }
    return and_(*(stored.c[name] == value for name, value in wanted.items()))


def _open_row(connection: Connection, table: Table, key: Key) -> Row[Any]:
    stored = STORED[table.name]
    row = connection.execute(select(stored).where(_where(table, key), stored.c.row_until == OPEN)).first()
    if row is None:
        raise NotFoundError(f"{table.name}: there is no row with {_named(table, key)}")
    return row


def _texts(row: Row[Any], table: Table) -> dict[str, str]:
    return {column.name: text_of(row._mapping[column.name], column) for column in table.columns}


def _named(table: Table, key: Key) -> str:
    kinds = {name: table.by_name[name].kind if name in table.by_name else "text" for name in key}
    return " and ".join(
        f"{name} {shown(text, kinds[name], is_personal=table.is_personal)}" for name, text in key.items()
    )


def _editable(table: Table, row: Row[Any], name: str) -> Column:
    if any(name in key for key in table.keys):
        raise DataError(
            f"{table.name}, column {name}: it tells the rows apart; allowed: other columns. Withdraw the batch."
        )
    if name not in table.by_name:
        raise DataError(f"{table.name}: found the column {name!r}; allowed: {', '.join(table.by_name)}")
    return table.by_name[name]


def _stale(connection: Connection, table: Table, key: Key, version: int) -> list[str]:
    """Who changed what when since a version, one line a change; values stay out of it."""
    return [
        f"{table.name}, {_named(table, key)}: {past.actor} changed {', '.join(past.changed) or 'nothing'} at "
        f"{past.at} ({past.kind}, batch {past.batch}) after version {version} "
        "that you edited; look at it again and repeat"
        for past in history(connection, table.name, key)
        if past.batch > version
    ] or [f"{table.name}, {_named(table, key)}: there is no version {version}; look at it again and repeat"]
