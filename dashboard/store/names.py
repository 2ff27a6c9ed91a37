"""What the headings of an office's files mean, as somebody said by hand: said once, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from dashboard.store.change import Change
from dashboard.store.schema import NAMES

LONGEST = 120


@dataclass(frozen=True)
class Meaning:
    """What a heading was said to mean: a column of the contract, or "" for none; by whom, and when (UTC)."""

    column: str
    actor: str
    at: str


def remember(change: Change, office: str, meanings: Mapping[str, str]) -> None:
    """Keep what headings mean; a later word about the same heading of the same office counts."""
    said = {heading[:LONGEST]: meaning for heading, meaning in meanings.items() if heading.strip()}
    if not said:
        return
    office = office[:LONGEST]
    change.connection.execute(delete(NAMES).where(NAMES.c.office == office, NAMES.c.heading.in_(said)))
    rows = [
        {"office": office, "heading": heading, "meaning": meaning, "at": change.at, "actor": change.actor}
        for heading, meaning in said.items()
    ]
    change.connection.execute(NAMES.insert(), rows)
    change.record("remember", "headings", len(rows))


def remembered(connection: Connection) -> dict[str, dict[str, Meaning]]:
    """What is remembered, by office and heading."""
    found: dict[str, dict[str, Meaning]] = {}
    for row in connection.execute(select(NAMES).order_by(NAMES.c.office, NAMES.c.heading)):
        found.setdefault(row.office, {})[row.heading] = Meaning(row.meaning, row.actor, row.at)
    return found
