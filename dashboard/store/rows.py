"""One row: as it stands, what became of it, and an edit that nobody else's is lost by.

Here values are texts, as a file would have them: what a row shows can be given back as an edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from dashboard.errors import DataError, NotFoundError, StaleEditError
from dashboard.store.change import Change
from dashboard.store.frames import row_keys, text_of, value_of
from dashboard.store.schema import BATCHES, OPEN, STORED, keys_of
from dashboard.tables import TABLES
from dashboard.tables.columns import Column
from dashboard.tables.masks import shown
from dashboard.tables.table import Table

Key = Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """A row as it stands.

    ``version`` is the batch that wrote it, which an edit has to name; ``position`` its place in the order of the
    files, which it keeps through every edit; ``key`` the values by which it is found again.
    """

    values: dict[str, str]
    version: int
    position: int
    key: dict[str, str]


@dataclass(frozen=True)
class Edit:
    """Values of one row to be changed, written as in a file; ``version`` is the one that they were changed on."""

    table: str
    key: Key
    changes: Mapping[str, str]
    version: int


@dataclass(frozen=True)
class NewRow:
    """One row to be added, written as in a file; columns that it leaves out are blank."""

    table: str
    values: Mapping[str, str]


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
    return _standing(row, table)


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


def standing_with(connection: Connection, name: str, wanted: Key) -> tuple[Standing, ...]:
    """The standing rows whose columns have these values, in the order of the files."""
    table, stored = _table(name), STORED[name]
    same = [
        stored.c[column] == value_of(text, table, table.by_name[column]) for column, text in wanted.items()
    ]
    rows = connection.execute(
        select(stored).where(*same, stored.c.row_until == OPEN).order_by(stored.c.row_position)
    )
    return tuple(_standing(row, table) for row in rows)


def write(change: Change, edits: Sequence[Edit], entries: Sequence[NewRow] = ()) -> int:
    """Change rows and add rows, as one batch; its number, or that of the newest batch if nothing is different.

    Raises:
        NotFoundError: there is no such row.
        StaleEditError: rows are no longer the versions that were edited; one line for each change since.
        DataError: a value is not allowed, a column cannot be edited, or a key is there already.
    """
    changed = [found for each in edits if (found := _changed(change.connection, each)) is not None]
    stale = [line for _, _, _, lines in changed for line in lines]
    if stale:
        raise StaleEditError(stale)
    added = [(each.table, _added(change.connection, each)) for each in entries]
    if not changed and not added:
        return change.batch
    number = change.begin("entry" if added else "edit")
    done: dict[tuple[str, str], list[int]] = {}
    for name, row, values, _ in changed:
        stored = STORED[name]
        change.connection.execute(
            stored.update().where(stored.c.row_id == row.row_id).values(row_until=number)
        )
        done.setdefault(("edit", name), []).append(row.row_position)
        _insert(change, name, {**row._mapping, **values})
    for name, values in added:
        if "row_key" in STORED[name].c:
            values["row_key"] = _free_key(change.connection, name, values["row_key"])
        position = change.next_row(name)
        _insert(change, name, {**values, "row_position": position, "row_origin": number})
        done.setdefault(("add", name), []).append(position)
    for name in dict.fromkeys(name for _, name in done):
        change.note_rows(name, sum(len(rows) for (_, of), rows in done.items() if of == name))
    for (action, name), positions in done.items():
        thing = f"row {positions[0]}" if len(positions) == 1 else f"batch {number}"
        change.record(action, f"{name} {thing}", len(positions))
    return number


def _insert(change: Change, name: str, values: Mapping[str, Any]) -> None:
    """Add a version of a row that stands from the batch of the change on."""
    version = {**values, "row_id": change.next_row(name), "row_since": change.batch, "row_until": OPEN}
    change.connection.execute(STORED[name].insert(), version)


def _changed(connection: Connection, edit: Edit) -> tuple[str, Row[Any], dict[str, Any], list[str]] | None:
    """The row that is edited, what becomes different in it, and who changed it meanwhile; None if nothing does."""
    table = _table(edit.table)
    row = _open_row(connection, table, edit.key)
    if row.row_since != edit.version:
        return edit.table, row, {}, _stale(connection, table, edit.key, edit.version)
    values = {
        column: value_of(text, table, _editable(table, row, column)) for column, text in edit.changes.items()
    }
    values = {column: value for column, value in values.items() if value != row._mapping[column]}
    return (edit.table, row, values, []) if values else None


def _added(connection: Connection, entry: NewRow) -> dict[str, Any]:
    """A new row as it is stored.

    Raises:
        DataError: a value or column is not allowed, or a row with its key stands already.
    """
    table = _table(entry.table)
    unknown = [name for name in entry.values if name not in table.by_name]
    if unknown:
        raise DataError(f"{table.name}: found the column {unknown[0]!r}; allowed: {', '.join(table.by_name)}")
    values = {
        name: value_of(entry.values.get(name, ""), table, column) for name, column in table.by_name.items()
    }
    for key in table.keys:
        if all(values[name] != "" for name in key):
            wanted = {name: entry.values[name] for name in key}
            if standing_with(connection, entry.table, wanted):
                raise DataError(
                    f"{table.name}: there is a row with {_named(table, wanted)} already; change that one."
                )
    if not table.keys:
        cells = {name: [value] for name, value in values.items()}
        values["row_key"] = row_keys(cells, table)[0]
    return values


def _free_key(connection: Connection, name: str, key: str) -> str:
    """The key of a new row in a table without a key: the same digest, and the next number that is free."""
    stored, (digest, _, number) = STORED[name], key.rpartition("-")
    taken = set(
        connection.execute(
            select(stored.c.row_key).where(
                stored.c.row_key.startswith(f"{digest}-"), stored.c.row_until == OPEN
            )
        ).scalars()
    )
    while f"{digest}-{number}" in taken:
        number = str(int(number) + 1)
    return f"{digest}-{number}"


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


def _standing(row: Row[Any], table: Table) -> Standing:
    texts = _texts(row, table)
    key = next((key for key in keys_of(table) if all(texts.get(name, "x") for name in key)), ())
    return Standing(
        texts, row.row_since, row.row_position, {name: texts.get(name, row._mapping[name]) for name in key}
    )


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
