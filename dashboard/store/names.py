"""What the headings of an office's files mean, as somebody said by hand: said once, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from dashboard.store.schema import NAMES
from dashboard.tables.masks import mask_inside

if TYPE_CHECKING:
    from dashboard.store.store import Store

LONGEST = 120


@dataclass(frozen=True)
class Meaning:
    """What a heading was said to mean: a column of the contract, or "" for none; by whom, and when (UTC)."""

    column: str
    actor: str
    at: str


def remember_names(
    store: Store, office: str, meanings: Mapping[str, str], actor: str, scope: str = ""
) -> None:
    """Keep what headings mean; a later word about the same heading of the same office counts.

    A heading that looks like the number of a person or a firm is a row taken for headings, and is not kept.
    """
    said = {
        heading[:LONGEST]: meaning
        for heading, meaning in meanings.items()
        if heading.strip() and mask_inside(heading) == heading
    }
    if not said:
        return
    office = office[:LONGEST]
    with store.changing(actor) as change:
        change.connection.execute(delete(NAMES).where(NAMES.c.office == office, NAMES.c.heading.in_(said)))
        rows = [
            {"office": office, "heading": heading, "meaning": meaning, "at": change.at, "actor": actor}
            for heading, meaning in said.items()
        ]
        change.connection.execute(NAMES.insert(), rows)
        change.record("remember", "headings", len(rows), scope)


def remembered_names(store: Store) -> dict[str, dict[str, Meaning]]:
    """What is remembered, by office and heading."""
    found: dict[str, dict[str, Meaning]] = {}
    with store.reading() as connection:
        for row in connection.execute(select(NAMES).order_by(NAMES.c.office, NAMES.c.heading)):
            found.setdefault(row.office, {})[row.heading] = Meaning(row.meaning, row.actor, row.at)
    return found
