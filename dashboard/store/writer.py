"""What changes data: imports and withdrawals. A row is never overwritten: its version ends and another begins."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, and_, func, literal, or_, select

from dashboard.errors import StoreError
from dashboard.store.bulk import insert_rows, staged
from dashboard.store.change import Change
from dashboard.store.frames import Rows, rows_of
from dashboard.store.schema import BATCHES, COUNTS, OPEN, STORED, filled, keys_of
from dashboard.tables import TABLES
from dashboard.tables.table import Table as ContractTable


def import_tables(change: Change, tables: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> None:
    """Add the rows of a batch that has begun; rows with the same key end.

    Raises:
        DataError: a table is not as the contract has it.
        StoreError: there is no table of that name.
    """
    for name in tables:
        if name not in TABLES:
            raise StoreError(f"import: found the table {name!r}; allowed: {', '.join(TABLES)}")
    change.note_files(files)
    total = 0
    for name, table in TABLES.items():
        if name in tables:
            rows = rows_of(tables[name], table)
            end_same_keys(change, table, rows)
            _add(change, name, rows)
            change.note_rows(name, rows.count)
            total += rows.count
    change.record("import", f"batch {change.batch}", total)


def end_same_keys(change: Change, table: ContractTable, rows: Rows) -> None:
    """End the standing rows that share a key with a new one."""
    stored = STORED[table.name]
    connection = change.connection
    if connection.execute(select(stored.c.row_id).where(stored.c.row_until == OPEN).limit(1)).first() is None:
        return
    for key in keys_of(table):
        with staged(connection, [stored.c[name] for name in key], rows.named(key)) as new:
            standing = stored.alias("standing")
            same = select(standing.c.row_id).where(
                _same_key(table, key, standing, new), standing.c.row_until == OPEN
            )
            connection.execute(
                stored.update().where(stored.c.row_id.in_(same)).values(row_until=change.batch)
            )


def _add(change: Change, name: str, rows: Rows) -> None:
    first = change.next_row(name)
    names = list(rows.columns)
    system = ("row_id", "row_position", "row_since", "row_until", "row_origin")
    numbered = enumerate(rows.named(names), first)
    insert_rows(
        change.connection,
        STORED[name],
        [*system, *names],
        ((row_id, row_id, change.batch, OPEN, change.batch, *cells) for row_id, cells in numbered),
    )


def withdraw(change: Change, batch: int, reason: str) -> int:
    """Take an import or an entry back: what it brought ends, and what it had superseded stands again.

    Rows stand as if the batch had never come: of each key the newest version of an import that is not withdrawn.

    Raises:
        StoreError: there is no such import, or it is withdrawn already.
    """
    connection = change.connection
    kind = connection.execute(select(BATCHES.c.kind).where(BATCHES.c.batch == batch)).scalar()
    if kind not in ("import", "entry"):
        found = "no such batch" if kind is None else f"an {kind}" if kind == "edit" else f"a {kind}"
        raise StoreError(f"withdraw: batch {batch} is {found}; allowed: the number of an import or entry")
    earlier = connection.execute(select(BATCHES.c.batch).where(BATCHES.c.withdraws == batch)).scalar()
    if earlier is not None:
        raise StoreError(f"withdraw: batch {batch} was withdrawn by batch {earlier}; nothing is left of it")
    number = change.begin("withdrawal", reason, withdraws=batch)
    touched = select(COUNTS.c.table_name).where(COUNTS.c.batch == batch, COUNTS.c.earlier == 0)
    names = set(connection.execute(touched).scalars())
    total = 0
    for name in (each for each in TABLES if each in names):
        stored = STORED[name]
        is_its = and_(stored.c.row_until == OPEN, stored.c.row_origin == batch)
        total += connection.execute(stored.update().where(is_its).values(row_until=number)).rowcount
        change.note_rows(name, _bring_back(change, TABLES[name], batch))
    change.record("withdraw", f"batch {batch}", total)
    return number


def _bring_back(change: Change, table: ContractTable, batch: int) -> int:
    """Let the rows stand again that only withdrawn versions had superseded; how many they are."""
    stored = STORED[table.name]
    gone, related, later = stored.alias("gone"), stored.alias("related"), stored.alias("later")
    withdrawn = select(BATCHES.c.withdraws).where(BATCHES.c.withdraws.is_not(None))
    candidates = [
        select(related.c.row_id).where(_same_key(table, key, related, gone), gone.c.row_origin == batch)
        for key in keys_of(table)
    ]
    # Asked key by key: over "or" neither database uses the indexes.
    superseded = [
        select(later.c.row_id)
        .where(
            _same_key(table, key, stored, later),
            later.c.row_id > stored.c.row_id,
            later.c.row_origin.not_in(withdrawn),
        )
        .exists()
        for key in keys_of(table)
    ]
    names = [column.name for column in stored.columns if not column.name.startswith("row_")]
    names += [name for name in ("row_position", "row_origin", "row_key", "row_more") if name in stored.c]
    first = change.next_row(table.name)
    numbers = func.row_number().over(order_by=stored.c.row_position) + (first - 1)
    chosen = select(numbers, literal(change.batch), literal(OPEN), *(stored.c[name] for name in names)).where(
        or_(*(stored.c.row_id.in_(rows) for rows in candidates)),
        stored.c.row_until != OPEN,
        stored.c.row_origin.not_in(withdrawn),
        *(~exists for exists in superseded),
    )
    change.connection.execute(
        stored.insert().from_select(["row_id", "row_since", "row_until", *names], chosen)
    )
    # Counted, since not every driver says how many rows such an insert made.
    made = select(func.count()).where(stored.c.row_id >= first)
    return change.connection.execute(made).scalar_one()


def _same_key(
    table: ContractTable, key: tuple[str, ...], one: FromClause, other: FromClause
) -> ColumnElement[bool]:
    same = and_(*(one.c[name] == other.c[name] for name in key))
    has_key = filled(table, key, one)
    return same if has_key is None else and_(same, has_key)
