"""Lists in pages: what to ask of one table of a store, and what comes back; never the whole list.

A list is asked through `dashboard/registers/listing.py`, which adds the viewer's places and columns. What is asked is
a ``Query``; whatever is left out does not narrow it::

    Query()                                                       the whole list, by place
    Query(where=(Is("status", "失业"),), sort="since")            one value, sorted
    Query(where=(Is("status", "失业", "灵活就业"),))              one of several
    Query(where=(Between("since", date(2024, 1, 1), None),))      from a day on, both ends included
    Query(where=(Has("groups", "高校毕业生"),))                   in a column of several values
    Query(where=(Contains("skills", "电工"), Blank("helper")))    both of them
    Query(where=(Not(Is("status", "就业")),))                     everything else, blanks too
    Query(search="张三", regions=("620724101",))                  by name or number, in a place and below

Values are those of the typed frames: texts, numbers, days, yes and no; months are numbers. Blanks come last in both
directions; rows of equal value stand by place, then in the order of the files (the other way round when descending),
so no row is on two pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from dashboard.tables import TABLES
from dashboard.tables.columns import Column

Value = str | float | bool | date | datetime
Scope = frozenset[str] | None
"""Codes of places that may be seen, each with all below it; None for everything, of no place too."""


@dataclass(frozen=True)
class Is:
    """The column has one of these values."""

    column: str
    values: tuple[Value, ...]

    def __init__(self, column: str, *values: Value) -> None:
        object.__setattr__(self, "column", column)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class Between:
    """A number or day from one value to another, both included; None leaves an end open. Blanks are not in it."""

    column: str
    least: Value | None = None
    most: Value | None = None


@dataclass(frozen=True)
class Contains:
    """The text stands somewhere in the column, as it is written."""

    column: str
    text: str


@dataclass(frozen=True)
class Blank:
    """The column is blank."""

    column: str


@dataclass(frozen=True)
class Has:
    """A column of several values has at least one of these."""

    column: str
    values: tuple[str, ...]

    def __init__(self, column: str, *values: str) -> None:
        object.__setattr__(self, "column", column)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class Not:
    """Every row that a condition does not take."""

    condition: Condition


Condition = Is | Between | Contains | Blank | Has | Not


def column_of(condition: Condition) -> str:
    """The column that a condition is about."""
    return column_of(condition.condition) if isinstance(condition, Not) else condition.column


@dataclass(frozen=True)
class Query:
    """What is asked of a list.

    Attributes:
        where: conditions that all hold.
        search: part of a name, or how a number or code begins; which columns are searched, the register says.
        sort: a column; "" sorts by place.
        descending: the other way round; blanks stay last.
        regions: only these places and all below them.
        searched: which columns of the register a search looks into; None for all of them.
    """

    where: tuple[Condition, ...] = ()
    search: str = ""
    sort: str = ""
    descending: bool = False
    regions: tuple[str, ...] = ()
    searched: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Page:
    """Some rows of a list.

    Attributes:
        rows: the rows in the order asked for, columns typed as everywhere, derived ones at the end.
        versions: for each row the version that an edit has to name.
        total: how many rows the whole list has.
        number: which page it is, from 1; one behind the end has no rows.
        size: how many rows a page has.
    """

    rows: pd.DataFrame
    versions: tuple[int, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; one, if there is nothing."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Related:
    """Rows that a derived column is worked out from: those of ``table`` whose ``column`` is the row's ``on``.

    ``on`` is a column of the register's own table, "" its key; blank matches nothing. ``name`` is what they are given
    under, "" the table's own name.
    """

    table: str
    column: str
    on: str = ""
    name: str = ""


@dataclass(frozen=True)
class Derived:
    """A column that no file has.

    ``of`` names what it is worked out from, as ``services.date``: who may see all of it may see the column. Without
    an index of its own (``has_index``) it is as quick as others in a county, and slow in a whole province. With
    ``is_in_mask`` it says no more than the mask over a field of identity leaves readable, so whoever sees the mask
    may ask by it.
    """

    column: Column
    of: tuple[str, ...]
    has_index: bool = True
    is_in_mask: bool = False


Derive = Callable[[pd.DataFrame, Mapping[str, pd.DataFrame]], Mapping[str, pd.Series]]
"""Some thousand rows of the table and the rows related to them (by name) → the derived columns, on the rows' index.

Nothing in it may look at a clock: keep the day, and compare it when asking. Texts are "" where blank, numbers NaN,
days NaT in ``datetime64[s]``; yes and no are bool; several values are joined with ";".
"""


def nothing(rows: pd.DataFrame, related: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.Series]:
    """No derived columns."""
    return {}


@dataclass(frozen=True)
class Register:
    """A list that is kept: a table with a place in every row, and what pages filter, sort and search it by.

    Attributes:
        table: its table.
        filters: columns of the table to filter and sort by; each costs an index, so name what pages use.
        names: columns that a search looks into for a part.
        codes: columns that a search compares from their beginning.
        derived: further columns to filter, sort by and show.
        related: what they are worked out from besides the row; a name once.
        derive: works them out.
        version: changes whenever ``derive`` would give something else for the same data, so with the plan.
    """

    table: str
    filters: tuple[str, ...]
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = ()
    related: tuple[Related, ...] = ()
    derive: Derive = field(default=nothing, compare=False)
    version: str = ""

    @property
    def key(self) -> str:
        """The column that names a row."""
        return TABLES[self.table].keys[0][0]

    @property
    def columns(self) -> dict[str, Column]:
        """What can be filtered and sorted by."""
        own = {name: TABLES[self.table].by_name[name] for name in (self.key, *self.filters)}
        return own | {each.column.name: each.column for each in self.derived}
