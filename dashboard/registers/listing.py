"""Lists in pages, as their viewer may see them: the one way from a page to people, firms and other rows.

``loading.lists(source)`` gives the ``Lists`` of who looks now; ask for it anew at every run::

    lists = loading.lists(source)
    page = lists.page("people", Query(where=(Has("groups", "高校毕业生"),), sort="since"), number=3, size=50)
    page.rows            a frame with the columns of the role, identities masked; derived columns at the end
    page.total           how many there are in all; page.pages
    lists.count_by("people", "status", query)                 {"失业": 812, …}, for drop-downs and figures
    lists.one("people", "P000123")                            one row as a page; NotFoundError outside the scope
    lists.related("people", "P000123", "services")            what hangs on a row, masked in the same way
    lists.columns("people"), lists.searched("people")         what this viewer may sort by, and search in

Nothing tells what is masked. By a masked column (name, ID number, phone, birth) only they filter, sort, count and
search who may reveal it; an analyst who searches for a name is answered as if there were none of it. Numbers of
people in free texts are masked before they are indexed. A workshop's lists are in the order of its codes, are not
searched, and not asked by what it sees as a code; ``one`` takes the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.access import Viewer, allowed, require, rules
from dashboard.access.gate import REFUSED
from dashboard.access.masking import hide_inside
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.access.scoping import CODED, shown
from dashboard.errors import AccessError, NotFoundError
from dashboard.registers import people_list
from dashboard.registers.firms_list import FIRMS_LIST
from dashboard.store import Store
from dashboard.store.lists import Is, Page, Query, Register, Scope, column_of
from dashboard.store.lists_build import untold
from dashboard.store.lists_pages import ListIndex
from dashboard.store.lists_table import Shuffle
from dashboard.tables import TABLES

REGISTERS: dict[str, Register] = {each.table: each for each in (people_list.BASE, FIRMS_LIST)}
"""The lists by the names of their tables."""


class Lists:
    """The lists of a store for one viewer.

    ``registers`` are asked in place of those of the same table in ``REGISTERS``; ``as_of`` names a past batch;
    ``told`` is told how far an index is that whoever asks has to wait for, 1.0 at the end.
    """

    def __init__(
        self,
        store: Store,
        viewer: Viewer,
        pseudonyms: Pseudonyms | None = None,
        registers: Iterable[Register] = (),
        as_of: int | None = None,
        told: Callable[[float], None] = untold,
    ) -> None:
        self._store = store
        self._viewer = viewer
        self._pseudonyms = pseudonyms or Pseudonyms()
        self._registers: Mapping[str, Register] = REGISTERS | {each.table: each for each in registers}
        self._as_of = as_of
        self._told = told
        self._scope: Scope = None if viewer.sees_everywhere else frozenset(viewer.scope)
        role = rules().roles.get(viewer.role)
        self._is_coded = role is not None and role.is_pseudonymous

    def page(self, name: str, query: Query | None = None, number: int = 1, size: int = 50) -> Page:
        """A page of a list, from 1.

        Raises:
            AccessError: the viewer may not see the list, or not ask it by one of the columns.
            NotFoundError: there is no such list or column.
            DataError: a condition has a value that its column cannot have.
        """
        query = query or Query()
        index = self._index(name, query)
        page = index.page(self._narrowed(name, query), self._scope, number, size)
        return replace(page, rows=self._shown(name, index, page.rows))

    def count(self, name: str, query: Query | None = None) -> int:
        """How many rows a list has; raises what ``page`` does."""
        query = query or Query()
        return self._index(name, query).count(self._narrowed(name, query), self._scope)

    def count_by(self, name: str, column: str, query: Query | None = None) -> dict[Any, int]:
        """How many rows have each value of a column, the most frequent first; raises what ``page`` does.

        Every one of several values counts; a blank one is "" or None.
        """
        query = query or Query()
        index = self._index(name, query, column)
        return index.count_by(column, self._narrowed(name, query), self._scope)

    def one(self, name: str, key: str) -> Page:
        """A page with the row of this key; in a workshop the key is its code.

        Raises:
            AccessError: the viewer may not see the list.
            NotFoundError: there is no such row, or it is not in the viewer's places.
        """
        index = self._index(name, Query())
        found = index.page(self._by_key(name, index, key), self._scope, 1, 1)
        return replace(found, rows=self._shown(name, index, found.rows))

    def related(self, name: str, key: str, table: str) -> pd.DataFrame:
        """The rows of another table that name a row of a list, such as the services to a person, masked.

        Raises:
            AccessError: the viewer may not see the list or that table.
            NotFoundError: there is no such row, or it is not in the viewer's places.
        """
        index = self._index(name, Query())
        return self._related(name, index, index.keys(self._by_key(name, index, key), self._scope, 1), table)

    def page_with(
        self, name: str, table: str, query: Query | None = None, number: int = 1, size: int = 50
    ) -> tuple[Page, pd.DataFrame]:
        """A page of a list, and the rows of another table that name one of its rows; raises what both do."""
        query = query or Query()
        index = self._index(name, query)
        page = index.page(self._narrowed(name, query), self._scope, number, size)
        related = self._related(name, index, list(page.rows[self._register(name).key]), table)
        return replace(page, rows=self._shown(name, index, page.rows)), related

    def _related(self, name: str, index: ListIndex, keys: Sequence[str], table: str) -> pd.DataFrame:
        own = self._register(name).key
        require(self._viewer, "view", f"{table}.{own}")
        rows = index.related(table, own, keys, self._scope)
        return shown(rows, TABLES[table], self._viewer, self._pseudonyms)

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns by which the viewer may filter, sort and count a list."""
        return tuple(each for each in self._register(name).columns if self._may_ask(name, each))

    def searched(self, name: str) -> tuple[str, ...]:
        """The columns that a search of the viewer looks into; none if they may not search."""
        register = self._register(name)
        if self._is_coded:
            return ()
        return tuple(each for each in (*register.names, *register.codes) if self._may_ask(name, each))

    def _index(self, name: str, query: Query, *more: str) -> ListIndex:
        """The index of a list, for a viewer who may see it and ask it by these columns."""
        register = self._register(name)
        require(self._viewer, "view", f"{name}.{register.key}")
        asked = {*map(column_of, query.where), *more, *([query.sort] if query.sort else [])}
        for column in sorted(asked):
            if column not in register.columns and column not in TABLES[name].by_name:
                raise NotFoundError(
                    f"list {name}: found the column {column!r}; allowed: {', '.join(self.columns(name))}"
                )
            if not self._may_ask(name, column):
                raise AccessError(REFUSED)
        if query.search.strip() and not self.searched(name):
            raise AccessError(REFUSED)
        shuffle = None
        if self._is_coded:
            codes, kind = self._pseudonyms, CODED.get(register.key, "R")
            shuffle = Shuffle(codes.name, lambda key: codes.number(kind, key))
        return self._store.lists.index(
            register, hide=hide_inside, as_of=self._as_of, shuffle=shuffle, told=self._told
        )

    def _register(self, name: str) -> Register:
        if name not in self._registers:
            raise NotFoundError(f"list: found {name!r}; allowed: {', '.join(self._registers)}")
        return self._registers[name]

    def _may_ask(self, name: str, column: str) -> bool:
        """Whether an answer by this column tells the viewer no more than they may know."""
        derived = {each.column.name: each for each in self._register(name).derived}.get(column)
        sources = derived.of if derived else (f"{name}.{column}",)
        is_in_mask = derived is not None and derived.is_in_mask
        knows_all = all(self._may_know(*source.split(".", 1), is_in_mask=is_in_mask) for source in sources)
        return knows_all and not (self._is_coded and column in CODED)

    def _may_know(self, table: str, column: str, *, is_in_mask: bool) -> bool:
        is_masked = rules().groups[group].is_masked if (group := rules().group_of(table, column)) else False
        what = f"{table}.{column}"
        return allowed(self._viewer, "view", what) and (
            not is_masked or is_in_mask or allowed(self._viewer, "reveal", what)
        )

    def _narrowed(self, name: str, query: Query) -> Query:
        """The query, searching only in what the viewer may search."""
        return replace(query, searched=self.searched(name)) if query.search.strip() else query

    def _by_key(self, name: str, index: ListIndex, key: str) -> Query:
        """The query for a row that is there and may be seen."""
        own = self._register(name).key
        found = [key] if not self._is_coded else []
        if self._is_coded and (order := self._pseudonyms.numbers(key)):
            kind = CODED.get(own, "R")
            near = index.keys(Query(), self._scope, 5, order)
            found = [each for each in near if self._pseudonyms.code(kind, each) == key]
        query = Query(where=(Is(own, *found),))
        if not found or not index.count(query, self._scope):
            raise NotFoundError(f"list {name}: there is no such row")
        return query

    def _shown(self, name: str, index: ListIndex, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows as the viewer may see them: columns of the role, masks, codes, no one from elsewhere."""
        table = TABLES[name]
        own = rows[list(table.by_name)]
        if "spouse_id" in own.columns and self._scope is not None:
            spouses = [each for each in own["spouse_id"].unique() if each]
            asked = Query(where=(Is("person_id", *spouses),))
            seen = index.keys(asked, self._scope, len(spouses)) if spouses else []
            own = own.assign(spouse_id=own["spouse_id"].where(own["spouse_id"].isin(seen), ""))
        derived = [c for c in rows.columns if c not in table.by_name and self._may_ask(name, c)]
        return pd.concat([shown(own, table, self._viewer, self._pseudonyms), rows[derived]], axis=1)
