"""Headings: which column of a table a heading in a file means.

A heading is compared without blanks, in plain instead of full-width forms, in lower case, and without a
unit in parentheses at its end if that is the column's own unit: 登记失业率（％） is 登记失业率, but
结余（万元） is not 结余.
"""

import re
from functools import cache

from rapidfuzz import fuzz, process

from dashboard.tables.cells import plain
from dashboard.tables.columns import UNITS_IN_HEADINGS, Column
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

_WITH_UNIT = re.compile(r"(.+?)[(\[]([^()\[\]]*)[)\]]")
FORMATS = frozenset({"yyyy-mm", "yyyy-mm-dd", "是/否", "文本"})
NEAR_ENOUGH = 60.0


@cache
def headings_of(table: Table) -> dict[str, Column]:
    """Every heading of a table, as it is compared, and the column it means."""
    return {
        plain(heading): column
        for column in table.columns
        for heading in (column.name, column.label_en, *column.zh)
    }


@cache
def _known_anywhere() -> dict[str, Column]:
    return {heading: column for table in TABLES.values() for heading, column in headings_of(table).items()}


def match(heading: str, table: Table) -> Column | None:
    """The column of a table that a heading means, or None; a usual variant counts where it means one column."""
    return _match(plain(heading), headings_of(table)) or _loose_headings(table).get(_loose(plain(heading)))


_VARIANTS = (
    (re.compile(r"[%％]$"), ""),
    (re.compile(r"^(所在|所属)"), ""),
    (re.compile(r"编码|编号"), "代码"),
    (re.compile(r"人员数|人数"), "数"),
    (re.compile(r"比例|比重"), "占比"),
    (re.compile(r"员工|从业人员"), "职工"),
    (re.compile(r"初次"), "首次"),
    (re.compile(r"目标值|计划目标"), "目标"),
)


def _loose(heading: str) -> str:
    """A heading with the words that offices use for one another made alike."""
    for pattern, word in _VARIANTS:
        heading = pattern.sub(word, heading)
    return heading


@cache
def _loose_headings(table: Table) -> dict[str, Column]:
    """Loose headings that mean one column only."""
    meant: dict[str, set[str]] = {}
    for heading, column in headings_of(table).items():
        meant.setdefault(_loose(heading), set()).add(column.name)
    return {heading: table.by_name[names.pop()] for heading, names in meant.items() if len(names) == 1}


def is_known_elsewhere(heading: str) -> bool:
    """Whether some other table has a column of this heading."""
    return _match(plain(heading), _known_anywhere()) is not None


def other_unit(heading: str, table: Table) -> tuple[str, Column] | None:
    """The unit in a heading that is a column's but for that unit, such as 万元 for 元, and the column."""
    found = _WITH_UNIT.fullmatch(plain(heading))
    column = headings_of(table).get(found.group(1)) if found else None
    return (found.group(2), column) if found and column else None


def _match(heading: str, known: dict[str, Column]) -> Column | None:
    if heading in known:
        return known[heading]
    found = _WITH_UNIT.fullmatch(heading)
    if found is None or found.group(1) not in known:
        return None
    column = known[found.group(1)]
    unit = found.group(2)
    return column if unit in UNITS_IN_HEADINGS[column.unit] or unit in FORMATS else None


def nearest(heading: str, table: Table, extra: tuple[str, ...] = ()) -> str:
    """A sentence with the name in the table, or in `extra`, that a heading is nearest to."""
    names = {plain(name): name for column in table.columns for name in (column.name, *column.zh)}
    names |= {plain(name): name for name in extra}
    return _nearest(heading, names)


def nearest_table(stem: str, ending: str) -> str:
    """A sentence with the file name of the table that a file's name is nearest to."""
    names = {
        plain(name): table.name + ending for table in TABLES.values() for name in (table.name, table.label_zh)
    }
    return _nearest(stem, names)


def _nearest(text: str, names: dict[str, str]) -> str:
    best, score, _ = process.extract(plain(text), names.keys(), scorer=fuzz.ratio, limit=1)[0]
    return f"Did you mean {names[best]}?" if score >= NEAR_ENOUGH else f"The nearest name is {names[best]}."
