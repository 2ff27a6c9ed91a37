"""Whether a store is whole: what a batch says it did is held against what is there."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select, text

from dashboard.store.schema import BATCHES, COUNTS, HEAD, OPEN, STORED


def store_faults(connection: Connection) -> list[str]:
    """What is wrong with a store's data, one line each; none if it is whole."""
    faults: list[str] = []
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check(20)")).scalars()
        faults += [f"file: {line}" for line in said if line != "ok"]
    faults += _batch_faults(connection)
    for name in STORED:
        faults += _row_faults(connection, name)
    return faults


def _batch_faults(connection: Connection) -> list[str]:
    head = connection.execute(select(HEAD.c.batch)).scalar_one()
    rows = connection.execute(select(BATCHES.c.batch, BATCHES.c.at).order_by(BATCHES.c.batch)).all()
    faults = []
    if [row.batch for row in rows] != list(range(1, head + 1)):
        faults.append(
            f"batches: found {len(rows)} up to {rows[-1].batch if rows else 0}; the head says {head}"
        )
    if [row.at for row in rows] != sorted(row.at for row in rows):
        faults.append("batches: found one with a time before that of an earlier one")
    return faults


def _row_faults(connection: Connection, name: str) -> list[str]:
    """Rows of no batch, rows that end before they begin, and counts that are not those that the batches noted."""
    stored = STORED[name]
    head = select(HEAD.c.batch).scalar_subquery()
    is_wrong = or_(
        stored.c.row_since >= stored.c.row_until,
        stored.c.row_since > head,
        (stored.c.row_until > head) & (stored.c.row_until != OPEN),
        stored.c.row_origin > stored.c.row_since,
    )
    faults = []
    wrong = connection.execute(select(func.count()).select_from(stored).where(is_wrong)).scalar_one()
    if wrong:
        faults.append(f"{name}: found {wrong} rows that belong to no batch, or end before they begin")
    there = {
        (row.row_since, 0): row.count
        for row in connection.execute(
            select(stored.c.row_since, func.count().label("count")).group_by(stored.c.row_since)
        )
    }
    there |= {
        (row.row_until, row.row_since): row.count
        for row in connection.execute(
            select(stored.c.row_until, stored.c.row_since, func.count().label("count"))
            .where(stored.c.row_until != OPEN)
            .group_by(stored.c.row_until, stored.c.row_since)
        )
    }
    noted = {
        (row.batch, row.earlier): row.count
        for row in connection.execute(select(COUNTS).where(COUNTS.c.table_name == name, COUNTS.c.count > 0))
    }
    for batch, earlier in sorted(there.keys() | noted.keys()):
        found, wanted = there.get((batch, earlier), 0), noted.get((batch, earlier), 0)
        if found != wanted:
            what = f"ended of batch {earlier}" if earlier else "written"
            faults.append(f"{name}: found {found} rows {what} by batch {batch}; the batch noted {wanted}")
    return faults
