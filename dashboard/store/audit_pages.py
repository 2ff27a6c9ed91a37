"""The audit log as it is read: some of its entries at a time, the newest first, and never all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from dashboard.store.audit import Entry
from dashboard.store.schema import AUDIT

Column = Literal["action", "actor", "scope"]


@dataclass(frozen=True)
class Wanted:
    """Which entries: each that is given holds; one that is left out holds for all.

    ``since`` (with it) and ``until`` (without it) are moments as the log writes them; ``prefix`` is how the object
    begins; ``scopes`` are the only scopes that are shown, None for every one.
    """

    action: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""
    prefix: str = ""
    scopes: tuple[str, ...] | None = None

    def condition(self) -> ColumnElement[bool]:
        """The same for the database."""
        log = AUDIT.c
        asked: list[ColumnElement[bool]] = [true()]
        if self.action:
            asked.append(log.action == self.action)
        if self.actor:
            asked.append(log.actor == self.actor)
        if self.since:
            asked.append(log.at >= self.since)
        if self.until:
            asked.append(log.at < self.until)
        if self.prefix:
            asked.append(func.substr(log.object, 1, len(self.prefix)) == self.prefix)
        if self.scopes is not None:
            asked.append(log.scope.in_(self.scopes))
        return and_(*asked)


ALL = Wanted()
"""Every entry."""


def page(connection: Connection, wanted: Wanted, first: int, most: int) -> tuple[Entry, ...]:
    """Some of the wanted entries, the newest first."""
    newest_first = select(AUDIT).where(wanted.condition()).order_by(AUDIT.c.seq.desc())
    return tuple(Entry(*row) for row in connection.execute(newest_first.offset(first).limit(most)))


def count(connection: Connection, wanted: Wanted) -> int:
    """How many the wanted entries are."""
    return connection.execute(select(func.count()).where(wanted.condition()).select_from(AUDIT)).scalar_one()


def words(
    connection: Connection, column: Column, wanted: Wanted, newest: int | None = None
) -> tuple[str, ...]:
    """Every word that stands in a column of the wanted entries, or of the newest so many of them; in order."""
    found = select(AUDIT.c[column]).where(wanted.condition())
    if newest is not None:
        found = found.order_by(AUDIT.c.seq.desc()).limit(newest)
    those = found.subquery()
    return tuple(connection.execute(select(those.c[column]).distinct().order_by(those.c[column])).scalars())


def newest(connection: Connection, action: str) -> dict[str, str]:
    """When each actor last did something, by their names."""
    log = AUDIT.c
    found = select(log.actor, func.max(log.at)).where(log.action == action).group_by(log.actor)
    return {row[0]: row[1] for row in connection.execute(found)}
