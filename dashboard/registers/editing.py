"""Rows changed in place: what a viewer may change of which table, in their own places, with history, losing nothing.

``Editing(store, viewer, places)`` is the one way from a page or a sheet to ``store.write``. Every step passes the
gate: the action ``edit`` for each column, and the place that the row belongs to. What is shown is masked as
everywhere; a value that the viewer sees masked is kept apart (``Open.hidden``), so that no mask is stored in
its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.access import Viewer, allowed, require
from dashboard.access.audit import written_scope
from dashboard.access.gate import REFUSED
from dashboard.access.scoping import shown
from dashboard.errors import AccessError, NotFoundError
from dashboard.store import Edit, NewRow, Past, Standing, Store
from dashboard.tables import TABLES

_OWNERS = {"person_id": "people", "enterprise_id": "enterprises"}
Values = Mapping[str, str]


@dataclass(frozen=True)
class Open:
    """A row as its viewer sees it, values written as in a file; ``hidden`` are columns that are shown masked."""

    table: str
    key: Values
    values: dict[str, str]
    hidden: frozenset[str]
    version: int
    position: int


@dataclass(frozen=True)
class Change:
    """One column that became different: when (UTC), by whom, and the value before and after as the viewer sees it."""

    table: str
    at: str
    actor: str
    kind: str
    batch: int
    column: str
    before: str
    after: str


class Editing:
    """Changes of one store by one viewer. ``places`` are the codes of their places; None for all."""

    def __init__(self, store: Store, viewer: Viewer, places: frozenset[str] | None) -> None:
        self._store = store
        self._viewer = viewer
        self._places = None if viewer.sees_everywhere else places or frozenset()

    def may(self, table: str, *columns: str) -> bool:
        """Whether the viewer's role changes all of these columns."""
        return all(allowed(self._viewer, "edit", f"{table}.{column}") for column in columns)

    def row(self, table: str, key: Values) -> Open:
        """A row as it stands.

        Raises:
            AccessError: the viewer may not see the table.
            NotFoundError: there is no such row in their places.
        """
        return self._shown(table, self._standing(table, key))

    def rows(self, table: str, values: Values) -> list[Open]:
        """The rows of a table with these values that lie in the viewer's places, in their order."""
        self._require_view(table)
        found = self._store.rows_with(table, values)
        return [self._shown(table, each) for each in found if self._is_inside(table, each.values)]

    def save(self, table: str, key: Values, changes: Values, version: int) -> int:
        """Change some columns of a row; the number of the batch.

        Raises:
            AccessError: the viewer's role does not change one of the columns, or not in that place.
            NotFoundError: there is no such row in their places.
            StaleEditError: somebody changed it since that version.
            DataError: a value is not allowed.
        """
        return self.write([Edit(table, key, changes, version)])

    def add(self, table: str, values: Values) -> int:
        """Add a row; the number of the batch. It raises what ``save`` does."""
        return self.write([], [NewRow(table, values)])

    def write(self, edits: Sequence[Edit], rows: Sequence[NewRow] = ()) -> int:
        """Change rows and add rows as one batch, all or nothing; it raises what ``save`` does."""
        require_name(self._viewer)
        for edit in edits:
            self._require_edit(edit.table, edit.changes)
            self._standing(edit.table, edit.key)
            if "region_code" in edit.changes and not self._is_inside(edit.table, edit.changes):
                raise AccessError(REFUSED)
        for row in rows:
            self._require_edit(row.table, [name for name, value in row.values.items() if value])
            if not self._is_inside(row.table, row.values):
                raise AccessError(REFUSED)
        scope = written_scope(self._viewer.role, self._viewer.scope)
        return self._store.write(edits, rows, self._viewer.name, scope=scope)

    def history(self, table: str, key: Values, columns: Sequence[str], since: int = 0) -> list[Change]:
        """What became of some columns of a row after a version, the newest first, as the viewer sees it.

        Raises:
            AccessError: the viewer may not see the table.
            NotFoundError: there is no such row in their places.
        """
        self._standing(table, key)
        found: list[Change] = []
        for past in self._store.history(table, key):
            if past.batch > since:
                found += self._changes(table, past, columns)
        return found[::-1]

    def _changes(self, table: str, past: Past, columns: Sequence[str]) -> list[Change]:
        before, after = (self._masked(table, each or {}) for each in (past.before, past.after))
        different = set(past.changed)
        return [
            Change(
                table,
                past.at,
                past.actor,
                past.kind,
                past.batch,
                name,
                before.get(name, ""),
                after.get(name, ""),
            )
            for name in columns
            if name in different and (name in before or name in after)
        ]

    def _standing(self, table: str, key: Values) -> Standing:
        self._require_view(table)
        found = self._store.row(table, key)
        if not self._is_inside(table, found.values):
            raise NotFoundError(f"{table}: there is no such row")
        return found

    def _require_view(self, table: str) -> None:
        """Nobody changes or looks at rows by their key who may not see that key."""
        keys = TABLES[table].keys
        names = keys[0] if keys else [name for name in _OWNERS if name in TABLES[table].by_name]
        require(self._viewer, "view", *(f"{table}.{name}" for name in names))

    def _require_edit(self, table: str, columns: Sequence[str] | Values) -> None:
        unknown = [name for name in columns if name not in TABLES[table].by_name]
        if unknown or not self.may(table, *columns):
            raise AccessError(REFUSED)

    def _is_inside(self, table: str, values: Values) -> bool:
        """Whether a row lies in the viewer's places, or belongs to a person or firm of theirs."""
        if self._places is None:
            return True
        if values.get("region_code") or "region_code" in TABLES[table].by_name:
            return values.get("region_code", "") in self._places
        for column, owner in _OWNERS.items():
            if values.get(column):
                found = self._store.rows_with(owner, {column: values[column]})
                return bool(found) and found[0].values["region_code"] in self._places
        return False

    def _shown(self, table: str, row: Standing) -> Open:
        values = self._masked(table, row.values)
        hidden = frozenset(name for name, value in values.items() if value != row.values[name])
        return Open(table, row.key, values, hidden, row.version, row.position)

    def _masked(self, table: str, values: Values) -> dict[str, str]:
        """The values that the viewer may see, masked; in texts of other kinds numbers of people are masked too."""
        if not values:
            return {}
        frame = pd.DataFrame({name: pd.Series([value], dtype=object) for name, value in values.items()})
        seen = shown(frame, TABLES[table], self._viewer, None)
        return {str(name): str(seen[name].iloc[0]) for name in seen.columns}


def require_name(viewer: Viewer) -> None:
    """Whoever changes something has an account: the history says who.

    Raises:
        AccessError: nobody is signed in.
    """
    if not viewer.name:
        raise AccessError(REFUSED)
