"""What a change would do, tried in the database and taken back: a withdrawal, and the rows an import would end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import func, select

from dashboard.store import reader, writer
from dashboard.store.frames import rows_of
from dashboard.store.schema import STORED
from dashboard.tables import TABLES

if TYPE_CHECKING:
    from dashboard.store.store import Store


def tables_without(store: Store, batch: int, extra_columns: Iterable[str] = ()) -> dict[str, pd.DataFrame]:
    """The tables as a withdrawal of an import would leave them; raises what ``Store.withdraw`` does."""
    with store.trying() as change:
        writer.withdraw(change, batch, "")
        return reader.tables_at(change.connection, change.batch, extra_columns)


def superseded_by(store: Store, tables: Mapping[str, pd.DataFrame]) -> dict[int, int]:
    """How many standing rows of which batch an import of these tables would supersede.

    Raises:
        DataError: a table is not as the contract has it, or a key is there twice.
    """
    found: dict[int, int] = {}
    with store.trying() as change:
        number = change.begin("import")
        for name, frame in tables.items():
            stored = STORED[name]
            writer.end_same_keys(change, TABLES[name], rows_of(frame, TABLES[name]))
            ended = select(stored.c.row_since, func.count()).where(stored.c.row_until == number)
            for earlier, count in change.connection.execute(ended.group_by(stored.c.row_since)):
                found[earlier] = found.get(earlier, 0) + count
    return dict(sorted(found.items()))
