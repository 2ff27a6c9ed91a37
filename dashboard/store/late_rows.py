"""Tables that a store is not asked to read at once: whether they are there, and the rows of one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.store.database import Database
from dashboard.store.frames import frame_of
from dashboard.store.reader import tables_at, withdrawn
from dashboard.store.schema import BATCHES, COUNTS, STORED, at_batch
from dashboard.tables import TABLES
from dashboard.tables.late import LateTables


def late_tables(
    database: Database, connection: Connection, batch: int, here: Mapping[str, pd.DataFrame], late: Iterable[str]
) -> LateTables:  # fmt: skip
    """The tables after a batch, of which those that are late are read from the database when asked for."""

    def read(name: str, person_id: str) -> pd.DataFrame:
        with database.reading() as reading:
            if person_id:
                return _of_person(reading, batch, name, person_id)
            return tables_at(reading, batch, (), only=(name,))[name]

    return LateTables(here, _there(connection, batch) & frozenset(late), read)


def _there(connection: Connection, batch: int) -> frozenset[str]:
    """The tables that rows were brought for by a batch, even none at all."""
    brought = select(BATCHES.c.batch).where(
        BATCHES.c.batch <= batch,
        BATCHES.c.kind.in_(("import", "entry")),
        BATCHES.c.batch.not_in(withdrawn(batch)),
    )
    there = select(COUNTS.c.table_name).where(COUNTS.c.batch.in_(brought)).distinct()
    return frozenset(connection.execute(there).scalars())


def _of_person(connection: Connection, batch: int, name: str, person_id: str) -> pd.DataFrame:
    stored, names = STORED[name], list(TABLES[name].by_name)
    rows = connection.execute(
        select(*(stored.c[each] for each in names))
        .where(stored.c["person_id"] == person_id, at_batch(stored, batch))
        .order_by(stored.c.row_position)
    ).all()
    return frame_of([rows] if rows else [], names, TABLES[name], ())
