"""A whole store from one database to another: backups are SQLite files, whatever the store itself is kept in."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, select

from dashboard.errors import StoreError
from dashboard.store.bulk import insert_rows
from dashboard.store.schema import ACCOUNTS, AUDIT, BATCHES, COUNTS, DATA, FILES, HEAD, NAMES, SCENARIOS

_AT_ONCE = 20_000


def copy_store(source: Connection, target: Connection) -> None:
    """Copy everything into a store that holds nothing yet; the copy has a name of its own, and nobody signed in.

    Raises:
        StoreError: the target holds something.
    """
    if target.execute(select(HEAD.c.audit_seq)).scalar_one():
        raise StoreError("restore: the store holds data already; allowed: a new file or an empty database")
    streaming = source.execution_options(stream_results=True, max_row_buffer=_AT_ONCE)
    for table in (BATCHES, FILES, COUNTS, AUDIT, ACCOUNTS, NAMES, SCENARIOS, *DATA.sorted_tables):
        rows = streaming.execute(select(table))
        insert_rows(target, table, [column.name for column in table.columns], rows)
    head = source.execute(select(HEAD)).mappings().one()
    target.execute(HEAD.update().values(dict(head) | {"store_id": uuid.uuid4().hex}))
