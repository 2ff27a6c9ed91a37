"""What a store says: its batches, and its tables as they were known after any of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.errors import NotFoundError, StoreError
from dashboard.store.change import timestamp
from dashboard.store.frames import frame_of
from dashboard.store.schema import BATCHES, COUNTS, FILES, HEAD, OPEN, STORED, at_batch
from dashboard.tables import TABLES
from dashboard.tables.manifest import is_synthetic

_AT_ONCE = 10_000

PROVINCES = tuple(
    str(code)
    for region in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
    for code in range(region[0], region[1] + 1)
)
"""How the ID numbers of people begin (GB/T 2260); made-up ones begin otherwise."""


@dataclass(frozen=True)
class Batch:
    """One change of the store: an import, an edit of rows, an entry of new ones, or a withdrawal.

    ``rows`` are the rows written by table; ``supersedes`` how many rows of each earlier batch it ended; ``files``
    the SHA-256 of each file that it came from.
    """

    number: int
    kind: str
    at: str
    actor: str
    reason: str
    withdraws: int | None
    withdrawn_by: int | None
    files: dict[str, str]
    rows: dict[str, int]
    supersedes: dict[int, int]


@dataclass(frozen=True)
class State:
    """What a store held after a batch, which was stored at ``at`` (UTC; empty before the first one)."""

    store_id: str
    batch: int
    at: str


def state_at(connection: Connection, as_of: int | datetime | None) -> State:
    """The state after a batch or at a moment; it takes and raises what :func:`batch_at` does."""
    batch = batch_at(connection, as_of)
    at = connection.execute(select(BATCHES.c.at).where(BATCHES.c.batch == batch)).scalar()
    return State(connection.execute(select(HEAD.c.store_id)).scalar_one(), batch, at or "")


def batches(connection: Connection) -> tuple[Batch, ...]:
    """Every batch, oldest first."""
    rows = connection.execute(select(BATCHES).order_by(BATCHES.c.batch)).all()
    withdrawn_by = {row.withdraws: row.batch for row in rows if row.withdraws is not None}
    files: dict[int, dict[str, str]] = {}
    for number, name, digest in connection.execute(select(FILES)):
        files.setdefault(number, {})[name] = digest
    written: dict[int, dict[str, int]] = {}
    ended: dict[int, dict[int, int]] = {}
    for number, name, earlier, count in connection.execute(select(COUNTS)):
        if earlier:
            of_batch = ended.setdefault(number, {})
            of_batch[earlier] = of_batch.get(earlier, 0) + count
        else:
            written.setdefault(number, {})[name] = count
    return tuple(
        Batch(
            row.batch,
            row.kind,
            row.at,
            row.actor,
            row.reason,
            row.withdraws,
            withdrawn_by.get(row.batch),
            files.get(row.batch, {}),
            {name: written[row.batch][name] for name in TABLES if name in written.get(row.batch, {})},
            dict(sorted(ended.get(row.batch, {}).items())),
        )
        for row in rows
    )


def batch_at(connection: Connection, as_of: int | datetime | None) -> int:
    """The newest batch at a moment; a number is the batch itself, None the newest of all.

    Raises:
        NotFoundError: there is no batch of that number.
        StoreError: the moment has no time zone.
    """
    newest: int = connection.execute(select(HEAD.c.batch)).scalar_one()
    if as_of is None:
        return newest
    if isinstance(as_of, datetime):
        if as_of.tzinfo is None:
            raise StoreError("as_of: found a moment without a time zone; allowed: one with it")
        at = select(func.max(BATCHES.c.batch)).where(BATCHES.c.at <= timestamp(as_of))
        return connection.execute(at).scalar() or 0
    if not 0 <= as_of <= newest:
        raise NotFoundError(f"batch: found {as_of}; allowed: 0 to {newest}")
    return as_of


def tables_at(
    connection: Connection, batch: int, extra: Iterable[str], only: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """The tables after a batch, as the folder's reader would give them; those that no row was ever
    stored in are left out.

    ``extra`` names columns that only a plan knows, ``only`` the tables that are wanted.
    """
    columns, newest = tuple(extra), batch_at(connection, None)
    streaming = connection.execution_options(yield_per=_AT_ONCE)
    imports = select(BATCHES.c.batch).where(
        BATCHES.c.batch <= batch,
        BATCHES.c.kind.in_(("import", "entry")),
        BATCHES.c.batch.not_in(withdrawn(batch)),
    )
    there = select(COUNTS.c.table_name).where(COUNTS.c.batch.in_(imports)).distinct()
    names = set(connection.execute(there).scalars())
    found = {}
    for name, table in TABLES.items():
        if name not in names or (only is not None and name not in only):
            continue
        stored = STORED[name]
        wanted = [
            column for column in stored.columns if column.name in table.by_name or column.name == "row_more"
        ]
        stood = stored.c.row_until == OPEN if batch == newest else at_batch(stored, batch)
        rows = streaming.execute(select(*wanted).where(stood).order_by(stored.c.row_position))
        found[name] = frame_of(rows.partitions(), [column.name for column in wanted], table, columns)
    return found


def manifest_at(connection: Connection, batch: int) -> dict[str, Any]:
    """The manifest that the newest import brought."""
    newest = (
        select(BATCHES.c.manifest)
        .where(
            BATCHES.c.batch <= batch,
            BATCHES.c.manifest.is_not(None),
            BATCHES.c.batch.not_in(withdrawn(batch)),
        )
        .order_by(BATCHES.c.batch.desc())
        .limit(1)
    )
    text = connection.execute(newest).scalar()
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def withdrawn(batch: int) -> Any:
    """The imports that were withdrawn by then."""
    return select(BATCHES.c.withdraws).where(BATCHES.c.withdraws.is_not(None), BATCHES.c.batch <= batch)


def may_name_people(connection: Connection) -> bool:
    """Whether a row that was ever stored could be about somebody; see the store's own method."""
    personal = [name for name, table in TABLES.items() if table.is_personal]
    brought = (
        select(BATCHES.c.manifest)
        .join(COUNTS, COUNTS.c.batch == BATCHES.c.batch)
        .where(
            BATCHES.c.kind == "import",
            COUNTS.c.table_name.in_(personal),
            COUNTS.c.earlier == 0,
            COUNTS.c.count > 0,
        )
        .distinct()
    )
    manifests = [json.loads(text) if text else {} for text in connection.execute(brought).scalars()]
    if not all(is_synthetic(manifest) for manifest in manifests):
        return True
    with_id = [STORED[name] for name in personal if "id_number" in STORED[name].c]
    of_a_province = (
        select(each.c.row_id).where(func.substr(each.c.id_number, 1, 2).in_(PROVINCES)).limit(1)
        for each in with_id
    )
    return bool(manifests) and any(connection.execute(each).first() is not None for each in of_a_province)
