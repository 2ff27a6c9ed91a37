"""What is asked of a list, as conditions of SQL on its index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Integer, and_, false, func, not_, null, or_, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from dashboard.errors import DataError, NotFoundError
from dashboard.store.lists import Between, Blank, Condition, Contains, Has, Is, Not, Query, Value, column_of
from dashboard.store.lists_build import among
from dashboard.store.lists_places import Places, Run
from dashboard.store.lists_table import LONG, Shape, folded, found_in
from dashboard.tables import columns as contract

MANY_RUNS = 50
"""From here on places are looked up in a set instead of compared one run after another."""
MOST_WORDS = 2_000
"""So many different texts of a column of several values are gone through beforehand."""

Words = Callable[[str], list[str] | None]
"""The different texts of a column; None if there are too many."""


def known(shape: Shape, name: str) -> contract.Column:
    """A column that can be asked by; raises NotFoundError for another one."""
    if name not in shape.columns:
        raise NotFoundError(
            f"list {shape.register.table}: found the column {name!r}; allowed: {', '.join(shape.columns)}"
        )
    return shape.columns[name]


def is_blank(shape: Shape, name: str) -> ColumnElement[bool]:
    """The rows whose column is blank."""
    column, stored = known(shape, name), shape.table.c[name]
    if _is_text(column):
        return stored == ""
    return stored.is_(null()) if _may_be_blank(column) else false()


def is_filled(shape: Shape, name: str) -> ColumnElement[bool] | None:
    """The other rows, as a range that an index can begin at; None if no row can be blank."""
    column, stored = known(shape, name), shape.table.c[name]
    if _is_text(column):
        return stored > ""
    return stored >= -(2**62) if _may_be_blank(column) else None


@dataclass(frozen=True)
class Asked:
    """A condition as SQL, the column that it is about ("" for a search), and whether its own index finds few rows."""

    column: str
    clause: ColumnElement[bool]
    is_leading: bool = False


def conditions(shape: Shape, query: Query, words: Words, *, is_narrow: bool) -> list[Asked]:
    """The conditions of a query but for places; ``is_narrow``: they are asked of few rows."""
    found = [
        Asked(column_of(each), _clause(shape, each, words), _is_leading(shape, each)) for each in query.where
    ]
    if query.search.strip():
        found.append(Asked("", _search(shape, query, is_narrow), not is_narrow))
    return found


def _is_leading(shape: Shape, condition: Condition) -> bool:
    is_code = known(shape, column_of(condition)).kind in LONG
    return is_code and isinstance(condition, Is) and "" not in condition.values


def places(connection: Connection, shape: Shape, runs: list[Run]) -> ColumnElement[bool]:
    """The rows that lie in some runs of places."""
    place = shape.table.c.place
    if not runs:
        return false()
    if len(runs) > MANY_RUNS:
        numbers = [number for first, last in runs for number in range(first, last + 1)]
        return among(connection, place, numbers)
    return or_(*(place.between(first, last) for first, last in runs))


def runs_of(query: Query, scope: frozenset[str] | None, tree: Places) -> list[Run] | None:
    """The places that are asked for and may be seen; None for all rows, of no place too."""
    asked = tree.within(query.regions) if query.regions else None
    seen = None if scope is None else tree.within(scope)
    if asked is None or seen is None:
        return asked if seen is None else seen
    return [
        (max(one[0], other[0]), min(one[1], other[1]))
        for one in asked
        for other in seen
        if max(one[0], other[0]) <= min(one[1], other[1])
    ]


def stored_value(value: Value, column: contract.Column, table: str) -> Any:
    """A value as the index has it.

    Raises:
        DataError: it is not of the column's type.
    """
    kind = column.kind
    if column.numeric or kind in ("month", "year"):
        if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
            return int(value) if kind == "month" else float(value)
    elif kind in ("date", "moment"):
        if isinstance(value, date | datetime | np.datetime64) and not pd.isna(value):
            return int(pd.Timestamp(value).tz_localize(None).timestamp())
    elif kind == "yesno":
        if isinstance(value, bool | np.bool_):
            return bool(value)
    elif isinstance(value, str):
        return value
    raise DataError(
        f"list {table}, column {column.name}: found a {type(value).__name__}; allowed: a value of the kind {kind}"
    )


def value_shown(value: Any, column: contract.Column) -> Any:
    """A value of the index as a condition takes it; a blank one is None, or "" in texts."""
    if value is None or column.kind not in ("date", "moment"):
        return value
    moment = datetime.fromtimestamp(value, UTC).replace(tzinfo=None)
    return moment.date() if column.kind == "date" else moment


def _clause(shape: Shape, condition: Condition, words: Words) -> ColumnElement[bool]:
    if isinstance(condition, Not):
        return not_(func.coalesce(_clause(shape, condition.condition, words), false()))
    name, table = condition.column, shape.register.table
    column, stored = known(shape, name), shape.table.c[name]
    match condition:
        case Is():
            return stored.in_([stored_value(value, column, table) for value in condition.values])
        case Between():
            ends = [(condition.least, stored.__ge__), (condition.most, stored.__le__)]
            found = [compare(stored_value(end, column, table)) for end, compare in ends if end is not None]
            filled = is_filled(shape, name)
            return and_(*found, *([] if filled is None else [filled]))
        case Contains():
            return _part(stored, str(stored_value(condition.text, column, table)))
        case Blank():
            return is_blank(shape, name)
        case Has():
            wanted = {str(stored_value(value, column, table)) for value in condition.values} - {""}
            there = words(name)
            if there is None:
                return or_(false(), *(_part(";" + stored + ";", f";{each};") for each in sorted(wanted)))
            return stored.in_([text for text in there if wanted & set(text.split(";"))])


class _Position(GenericFunction[int]):
    """Where a text begins in another one, from 1; 0 if it is not in it."""

    type = Integer()
    inherit_cache = True
    name = "strpos"


@compiles(_Position, "sqlite")
def _position_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


def _part(stored: Any, text: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _Position(stored, text) > 0
    return found


def _search(shape: Shape, query: Query, is_narrow: bool) -> ColumnElement[bool]:
    """Rows with the text in a name, or at the beginning of a code; each way by its own index, or all in each row."""
    columns, register, text = shape.table.c, shape.register, query.search.strip()
    allowed = (*register.names, *register.codes) if query.searched is None else query.searched
    ways = [_part(columns[found_in(name)], folded(text)) for name in register.names if name in allowed]
    ways += [
        and_(columns[name] >= text, columns[name] <= text + chr(0x10FFFF))  # "between" takes no collation
        for name in register.codes
        if name in allowed
    ]
    if is_narrow or not ways:
        return or_(false(), *ways)
    return columns.id.in_(union(*(select(columns.id).where(way) for way in ways)))


def _is_text(column: contract.Column) -> bool:
    return not (column.numeric or column.kind in ("month", "year", "date", "moment", "yesno"))


def _may_be_blank(column: contract.Column) -> bool:
    return column.kind != "yesno" and not (column.kind in ("month", "year") and column.required)
