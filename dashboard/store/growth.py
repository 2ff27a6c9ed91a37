"""Bring a store to the shape that this version expects: revisions by Alembic, new tables and columns by themselves.

The store's own tables have hand-written revisions in ``migrations/``. A table or column that the contract has gained
is added when the store is opened, so a new table needs no revision. What a revision must do is the rest: renaming a
column, or changing what it means.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from sqlalchemy import Column, Connection, inspect, select, text

from dashboard.errors import StoreError
from dashboard.store.audit import FIRST
from dashboard.store.database import Database
from dashboard.store.schema import DATA, HEAD, shape

MIGRATIONS = Path(__file__).with_name("migrations")
START = "1970-01-01T00:00:00.000000Z"


def bring_up_to_date(database: Database) -> None:
    """Make or extend the tables if they are not as this version has them.

    Raises:
        StoreError: a newer version wrote the store, or the database cannot hold Chinese.
    """
    with database.reading() as connection:
        if inspect(connection).has_table(HEAD.name) and _shape(connection) == shape():
            return
    with database.writing() as connection:
        _check_encoding(connection)
        _upgrade(connection)
        _grow(connection)
        if _shape(connection) is None:
            head = {"id": 1, "store_id": uuid.uuid4().hex, "batch": 0, "at": START}
            head |= {"audit_seq": 0, "audit_hash": FIRST, "shape": shape()}
            connection.execute(HEAD.insert(), head)
        connection.execute(HEAD.update().values(shape=shape()))


def _shape(connection: Connection) -> str | None:
    return connection.execute(select(HEAD.c.shape)).scalar()


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        found = connection.execute(text("SHOW server_encoding")).scalar_one()
        if found != "UTF8":
            raise StoreError(
                f"store: the database has the encoding {found}; allowed: UTF8. Create it with ENCODING 'UTF8'."
            )


def _upgrade(connection: Connection) -> None:
    """Run the revisions that the store has not had yet, inside the transaction of the connection."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            "store: it was written by a newer version of this application; install that one"
        ) from error


def _grow(connection: Connection) -> None:
    """Add the tables, columns and indexes that the contract has and the store lacks."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    there = inspect(connection)
    names = set(there.get_table_names())
    add = Operations(MigrationContext.configure(connection))
    for table in DATA.sorted_tables:
        if table.name not in names:
            table.create(connection)
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                new: Column[object] = Column(
                    column.name, column.type, nullable=column.nullable, server_default=column.server_default
                )
                add.add_column(table.name, new)
        indexes = {index["name"] for index in there.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in indexes:
                index.create(connection)
