"""Rows changed in place: what a viewer may change of which table, in their own places, with history, losing nothing.

``Editing(store, viewer, places)`` is the one way from a page or a sheet to ``store.write``. Every step passes the
gate: the action ``edit`` for each column, and the place that the row belongs to. What is shown is masked as
everywhere; a value that the viewer sees masked is kept apart (``Open.hidden``), so that no mask is stored in
its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard.access import Viewer, allowed, require
from dashboard.access.audit import written_scope
from dashboard.access.free_text import Names
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
    """Changes of one store by one viewer. ``places`` are the codes of their places, None for all.

    ``actor`` is who does it by name, where that is not the viewer's own; ``names`` gives the people who may be named
    in free text, where they are kept already.
    """

    def __init__(
        self,
        store: Store,
        viewer: Viewer,
        places: frozenset[str] | None,
        actor: str = "",
        names: Callable[[], Names] | None = None,
    ) -> None:
        self._store = store
        self._names = names or cache(lambda: Names.of(store.tables(only=Names.TABLES)))
        self._viewer = viewer
        self._actor = actor or viewer.name
        self._places = None if viewer.sees_everywhere else places or frozenset()

    @property
    def opened(self) -> Store:
        """The store that is changed."""
        return self._store

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

    def rows(self, table: str, values: Values, most: int | None = None) -> list[Open]:
        """The rows of a table with these values that lie in the viewer's places, in their order, or so many of them.

        Raises:
            AccessError: the viewer may not see the table.
        """
        self._require_view(table)
        there = self._store.rows_with(table, values, self._places, most)
        found = [each for each in there if self._is_inside(table, each.values)]
        seen = self._masked(table, [each.values for each in found])
        return [_opened(table, each, one) for each, one in zip(found, seen, strict=True)]

    def row_at(self, row: Open, batch: int) -> Open:
        """A row that stands as it was after an earlier batch; nothing in it if it was not there yet."""
        values: dict[str, str] = {}
        for past in self._store.history(row.table, row.key):
            if past.batch > batch:
                values = past.before or {}
                break
        seen = self._masked(row.table, [values])[0]
        hidden = frozenset(name for name, value in seen.items() if value != values[name])
        return Open(row.table, row.key, seen, hidden, batch, row.position)

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
        if not self._actor:  # the history says who
            raise AccessError(REFUSED)
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
        return self._store.write(edits, rows, self._actor, scope=scope)

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
        before, after = self._masked(table, [past.before or {}, past.after or {}])
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
        return _opened(table, row, self._masked(table, [row.values])[0])

    def _masked(self, table: str, rows: Sequence[Values]) -> list[dict[str, str]]:
        """The values that the viewer may see, masked; numbers of people in other texts are masked too."""
        there = [row for row in rows if row]
        if not there:
            return [{} for _ in rows]
        seen = shown(pd.DataFrame(there, dtype=object), TABLES[table], self._viewer, None, self._names)
        told = iter(
            [{str(name): str(value) for name, value in row.items()} for row in seen.to_dict("records")]
        )
        return [next(told) if row else {} for row in rows]


def _opened(table: str, row: Standing, seen: dict[str, str]) -> Open:
    hidden = frozenset(name for name, value in seen.items() if value != row.values[name])
    return Open(table, row.key, seen, hidden, row.version, row.position)
