"""Many rows at once: the fastest way that each database has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table

_AT_ONCE = 20_000


def insert_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows, given as values of the named columns in their order."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
    waiting = iter(rows)
    while some := [tuple(row) for row in islice(waiting, _AT_ONCE)]:
        connection.exec_driver_sql(statement, some)


@contextmanager
def staged(
    connection: Connection, columns: Sequence[Column[Any]], rows: Iterable[Sequence[Any]]
) -> Iterator[Table]:
    """Rows in a table that is there for this transaction only."""
    made = Table(
        "staged",
        MetaData(),
        *(Column(column.name, column.type, nullable=False) for column in columns),
        prefixes=["TEMPORARY"],
    )
    made.create(connection)
    insert_rows(connection, made, [column.name for column in columns], rows)
    yield made
    made.drop(connection)
