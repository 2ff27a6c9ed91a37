"""A single event or figure typed in: the same gate, store and batches as for files, without a file."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from dashboard.access import Viewer, allowed
from dashboard.access.audit import written_scope
from dashboard.access.gate import REFUSED
from dashboard.access.scoping import subtree
from dashboard.bringing.offer import Offer, Piece
from dashboard.bringing.storing import actor_of, offered
from dashboard.errors import AccessError, DataError
from dashboard.tables.cells import read_cells
from dashboard.tables.convert import asked_columns
from dashboard.tables.registry import TABLES

if TYPE_CHECKING:
    from dashboard.store import Store

Values = Mapping[str, str]


def typed_row(name: str, values: Values, extra: Iterable[str] = ()) -> pd.DataFrame:
    """One row of a table from values written as in a file; ``extra`` names columns that only a plan knows.

    Raises:
        DataError: a value is not allowed, or a required one is missing; one line each.
    """
    table, faults, row = TABLES[name], [], {}
    own = [column for column in asked_columns(table, extra) if column.name in values]
    for column in (*table.columns, *own):
        text = values.get(column.name, "").strip()
        cells = read_cells(pa.array([text], pa.string()), column)
        if cells.troubles:
            trouble = cells.troubles[0]
            faults.append(f"{name}, {column.name}: allowed: {trouble.allowed}. {trouble.fix}")
        elif column.required and not text:
            faults.append(f"{name}, {column.name}: found nothing; allowed: a value. Fill it in.")
        dtype = object if cells.values.dtype == object else None
        row[column.name] = pd.Series(cells.values, dtype=dtype)
    if faults:
        raise DataError(faults)
    return pd.DataFrame(row)


def typed_offer(store: Store, name: str, values: Values, extra: Iterable[str] = ()) -> tuple[Offer, int]:
    """A typed row as an offer without a file, and the batch that it was held against; raises what ``typed_row`` does.

    What is not typed stays as it stands.
    """
    extra = tuple(extra)
    given = frozenset(column for column, text in values.items() if text.strip())
    piece = Piece("", "", {name: typed_row(name, values, extra)}, {name: given})
    offer, known = offered(store, [piece], extra)
    return replace(offer, files={}), known


def event_id(day: date) -> str:
    """A number for an event that is typed in; no other has it."""
    return f"T{day:%Y%m%d}-{secrets.token_hex(3)}"


def correct_figure(
    store: Store, key: Values, column: str, text: str, version: int, writers: Sequence[Viewer]
) -> int:
    """Change one figure of a place in a month; the row's new version.

    Raises:
        AccessError: a writer's role does not correct figures, or not in that place.
        StaleEditError: somebody changed the row since that version.
        DataError: the value is not allowed.
        NotFoundError: there is no such row.
    """
    require_correction(store, key["region_code"], column, writers)
    who = writers[0]
    return store.edit(
        "indicators", key, {column: text}, version, actor_of(who), scope=written_scope(who.role, who.scope)
    )


def require_correction(store: Store, code: str, column: str, writers: Sequence[Viewer]) -> None:
    """Let a figure of a place be corrected, or refuse; raises AccessError."""
    for viewer in writers:
        inside = viewer.sees_everywhere or code in subtree(
            store.tables(only=("regions",))["regions"], viewer.scope
        )
        if not inside or not allowed(viewer, "edit", f"indicators.{column}"):
            raise AccessError(REFUSED)
    if not writers:
        raise AccessError(REFUSED)
