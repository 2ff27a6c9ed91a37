"""One change of the store: it takes a number, notes what it did, and moves the heads when all of it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from dashboard.errors import StoreError
from dashboard.store.audit import Anchor, checked_actor, made_entry
from dashboard.store.database import Database
from dashboard.store.places import check_places
from dashboard.store.schema import AUDIT, BATCHES, COUNTS, FILES, HEAD, STORED

Kind = Literal["import", "edit", "entry", "withdrawal"]


def timestamp(moment: datetime) -> str:
    """A moment in UTC with microseconds; these texts sort as the moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Change:
    """What one writer does in one transaction. ``batch`` is the number of the newest batch.

    ``scope`` is the role and places in which the actor does it, as entries of the audit log have them.
    """

    def __init__(self, connection: Connection, actor: str, scope: str = "") -> None:
        self.connection = connection
        self.actor = checked_actor(actor)
        self.scope = scope
        head = connection.execute(select(HEAD)).one()
        self.batch: int = head.batch
        self.audit_seq: int = head.audit_seq
        self.audit_hash: str = head.audit_hash
        # A clock that was set back must not put a later batch before an earlier one.
        self.at = max(timestamp(datetime.now(UTC)), head.at)
        self._first_rows: dict[str, int] = {}

    def begin(
        self,
        kind: Kind,
        reason: str = "",
        *,
        withdraws: int | None = None,
        manifest: Mapping[str, Any] | None = None,
    ) -> int:
        """Take the next number."""
        self.batch += 1
        self.connection.execute(
            BATCHES.insert(),
            {
                "batch": self.batch,
                "kind": kind,
                "at": self.at,
                "actor": self.actor,
                "reason": reason,
                "withdraws": withdraws,
                "manifest": None
                if manifest is None
                else json.dumps(manifest, ensure_ascii=False, default=str),
            },
        )
        return self.batch

    def note_files(self, files: Mapping[str, str]) -> None:
        """The files that the batch came from, and their hashes."""
        if files:
            noted = [{"batch": self.batch, "name": name, "sha256": digest} for name, digest in files.items()]
            self.connection.execute(FILES.insert(), noted)

    def next_row(self, table: str) -> int:
        """The number of the next row of a table; a later version of a row has the higher one."""
        stored = STORED[table]
        newest: int | None = self.connection.execute(select(func.max(stored.c.row_id))).scalar()
        self._first_rows.setdefault(table, (newest or 0) + 1)
        return (newest or 0) + 1

    def note_rows(self, table: str, written: int) -> None:
        """How many rows of a table the batch wrote, and how many of each earlier batch it ended."""
        stored = STORED[table]
        ended = select(stored.c.row_since, func.count()).where(stored.c.row_until == self.batch)
        counts = [(0, written), *map(tuple, self.connection.execute(ended.group_by(stored.c.row_since)))]
        noted = [
            {"batch": self.batch, "table_name": table, "earlier": earlier, "count": count}
            for earlier, count in counts
        ]
        self.connection.execute(COUNTS.insert(), noted)

    def record(self, action: str, thing: str, count: int, scope: str = "") -> None:
        """Add an entry to the audit log; ``scope`` is that of the change if none is given."""
        entry = made_entry(
            self.audit_seq + 1,
            self.audit_hash,
            self.at,
            self.actor,
            action,
            thing,
            count,
            scope or self.scope,
        )
        self.connection.execute(AUDIT.insert().values(astuple(entry)))
        self.audit_seq, self.audit_hash = entry.seq, entry.hash

    def finish(self) -> None:
        """See that what is written fits together, and move the heads.

        Raises:
            DataError: a row lies in a place that is not there.
        """
        check_places(self.connection, self._first_rows)
        self.connection.execute(
            HEAD.update().values(
                batch=self.batch, at=self.at, audit_seq=self.audit_seq, audit_hash=self.audit_hash
            )
        )


@contextmanager
def change(database: Database, anchor: Anchor, actor: str, scope: str = "") -> Iterator[Change]:
    """A change that is kept whole, or not at all when anything fails.

    Raises:
        StoreError: the database refused; or it is all stored, but the anchor could not be written.
    """
    with database.writing() as connection:
        current = Change(connection, actor, scope)
        yield current
        current.finish()
    try:
        anchor.note(current.audit_seq, current.audit_hash)
    except OSError as error:
        raise StoreError(
            f"store_anchor: the change is stored up to batch {current.batch}, but its head could not be noted "
            f"({error.strerror}); make the file writable. The next change notes the newest head."
        ) from error
