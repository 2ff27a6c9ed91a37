"""Where the headings of a sheet are: below titles and unit lines, in one row or in several stacked ones.

A heading that is merged over several columns stands in the first of them only; it is carried over to those that
have a heading of their own below it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.intake.grid import Grid
from dashboard.intake.naming import Heading, How, read_heading, unit_alone, with_place_name
from dashboard.tables.cells import plain
from dashboard.tables.columns import Column
from dashboard.tables.months import FIRST_YEAR, LAST_YEAR
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

DEEPEST = 3
_FIGURE = re.compile(r"-?[0-9][0-9,.]*%?")
_UNIT_LINE = re.compile(r"(?<![填报送制主承属编])单位\s*[:：]\s*([^\s)）]+)")
# A day on which something was written is no month that it is about.
_MONTH_IN_TEXT = re.compile(
    r"([12][0-9]{3})\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])(?:\s*月(?!\s*[0-9]{1,2}\s*日)|(?![0-9]|\s*[-./]\s*[0-9]|\s*月))"
)
_COMPACT_IN_TEXT = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(?![0-9])")
_BARE_MONTH = re.compile(r"(1[0-2]|0?[1-9])\s*月份?")
_YEAR_IN_TEXT = re.compile(r"((?:19|20)[0-9]{2})\s*年")


@dataclass(frozen=True)
class Header:
    """The headings of a sheet; `first` and `last` are the positions of their rows, `above` what lies over them."""

    table: Table
    first: int
    last: int
    headings: tuple[Heading, ...]
    above: tuple[str, ...]
    weight: float

    @property
    def units(self) -> tuple[str, ...]:
        """The units that a unit line above the headings declares."""
        found = [unit for text in self.above for unit in _UNIT_LINE.findall(text)]
        return tuple(
            unit.strip("、，,。;；") for each in found for unit in re.split(r"[、，,/;；]", each) if unit
        )

    def month(self, *more: str) -> int | None:
        """The one month that the title names, or else the first of the other texts that names one."""
        for texts in (self.above, *((text,) for text in more)):
            found = {month for text in texts for month in _months_in(text)}
            if len(found) == 1:
                return found.pop()
            bare = {int(each[1]) for text in texts if (each := _BARE_MONTH.fullmatch(text.strip()))}
            year = self.year(*more)
            if len(bare) == 1 and year is not None:
                return year * 12 + bare.pop() - 1
        return None

    def year(self, *more: str) -> int | None:
        """The one year that the title, or else another text, names."""
        for texts in (self.above, more):
            found = {int(year) for text in texts for year in _YEAR_IN_TEXT.findall(text)}
            if len(found) == 1:
                return found.pop()
        return None


def _months_in(text: str) -> set[int]:
    pairs = (*_MONTH_IN_TEXT.findall(text), *_COMPACT_IN_TEXT.findall(text))
    return {int(year) * 12 + int(month) - 1 for year, month in pairs if FIRST_YEAR <= int(year) <= LAST_YEAR}


def find_header(
    grid: Grid,
    table: Table,
    *,
    figures: Sequence[Column] = (),
    by_hand: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    rows: tuple[int, int] | None = None,
    is_named: bool = False,
) -> Header | None:
    """The headings of a sheet that is to be of a table; None if nothing in it is one.

    `by_hand` maps headings to contract names ("" for none), `units` to units; `rows` are the first and last row of
    headings, from 0. Where somebody named the table (`is_named`), headings that say nothing to us are shown all the
    same, so that they can be mapped; but not those of a list of people, which may be people.
    """
    table = with_place_name(table)
    best: tuple[float, int, int] | None = None
    if rows is None:
        for first, last in _candidates(grid):
            weight = _weight(_headings(grid, first, last, table, figures, near=False))
            weight -= 0.15 * (last - first) + 0.001 * first
            if best is None or weight > best[0]:
                best = (weight, first, last)
        if best is None:
            return None
        if best[0] < 1:
            for first, last in _candidates(grid):
                weight = _weight(_headings(grid, first, last, table, figures, near=True)) - 0.15 * (
                    last - first
                )
                if weight > best[0]:
                    best = (weight, first, last)
        if best[0] < 0.5:
            if not by_hand and (not is_named or table.is_personal):
                return None
            fullest = max(_candidates(grid), key=lambda each: _by_hand_weight(grid.top[each[0]], by_hand))
            rows = fullest[0], fullest[0]
        else:
            rows = best[1], best[2]
        if rows[1] + 1 < len(grid.top) and is_unit_row(grid.top[rows[1] + 1]):
            rows = rows[0], rows[1] + 1
    headings = _once(_headings(grid, *rows, table, figures, near=True))
    if by_hand:
        headings = [_by_hand(heading, table, by_hand, units or {}) for heading in headings]
    above = tuple(cell for row in grid.top[: rows[0]] for cell in row if cell)
    return Header(table, *rows, tuple(headings), above, _weight(headings))


def _candidates(grid: Grid) -> list[tuple[int, int]]:
    """The rows that may be headings: those that are mostly words."""
    wordy = []
    for row in grid.top:
        cells = [cell for cell in row if cell]
        figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells)
        wordy.append(bool(cells) and (figures * 2 <= len(cells)) and (len(cells) > 1 or len(row) == 1))
    found = []
    for first in range(len(grid.top)):
        for last in range(first, min(first + DEEPEST, len(grid.top))):
            if not wordy[last] and not (last > first and any(grid.top[last]) and _is_thin(grid.top[last])):
                break
            found.append((first, last))
    return found


def is_unit_row(row: Sequence[str]) -> bool:
    """Whether a row has nothing but units, as under headings that leave them out."""
    cells = [cell for cell in row if cell]
    return bool(cells) and all(unit_alone(cell) for cell in cells)


def _is_thin(row: Sequence[str]) -> bool:
    return not any(_FIGURE.fullmatch(cell) for cell in row if cell)


def _headings(
    grid: Grid, first: int, last: int, table: Table, figures: Sequence[Column], *, near: bool
) -> list[Heading]:
    stack = stacked(grid.top[first : last + 1])
    return [read_heading(place, parts, table, figures, near=near) for place, parts in enumerate(stack)]


def stacked(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The parts of each column's heading, merged cells carried to the right, the same part once."""
    filled = [list(row) for row in rows]
    for depth in range(len(filled) - 1):
        row = filled[depth]
        for place in range(1, len(row)):
            has_own = any(below[place] for below in rows[depth + 1 :])
            is_under = depth == 0 or filled[depth - 1][place] == filled[depth - 1][place - 1]
            if (
                not row[place]
                and has_own
                and row[place - 1]
                and is_under
                and any(below[place - 1] for below in rows[depth + 1 :])
            ):
                row[place] = row[place - 1]
    return [list(dict.fromkeys(row[place] for row in filled if row[place])) for place in range(len(rows[0]))]


def _weight(headings: Sequence[Heading]) -> float:
    """How much of a table a row of headings names: each column once."""
    scores: dict[str, float] = {}
    months = 0
    for heading in headings:
        if heading.column and heading.month is None:
            worth = 0.8 if heading.how == "near" else 0.95 if heading.how == "stacked" else 1.0
            scores[heading.name] = max(scores.get(heading.name, 0), worth)
        months += heading.month is not None
    return sum(scores.values()) + (min(months, 12) * 0.4 if months >= 2 else 0)


def _once(headings: list[Heading]) -> list[Heading]:
    """A near or half name gives way where the column stands under its own name too."""
    best: dict[tuple[str, int | None], int] = {}
    for heading in headings:
        key = (heading.name, heading.month)
        best[key] = max(best.get(key, 0), heading.score)
    return [
        heading
        if not heading.column or heading.score == best[heading.name, heading.month] or heading.score >= 98
        else Heading(heading.place, heading.shown, month=heading.month, suggestion=heading.column.label_zh)
        for heading in headings
    ]


def _by_hand_weight(row: Sequence[str], by_hand: Mapping[str, str] | None) -> tuple[int, int]:
    """Which row is most likely the headings: what was mapped stands in it, or it is the fullest."""
    return sum(cell in (by_hand or {}) for cell in row), sum(bool(cell) for cell in row)


def _by_hand(heading: Heading, table: Table, by_hand: Mapping[str, str], units: Mapping[str, str]) -> Heading:
    if heading.shown not in by_hand:
        return heading
    name = by_hand[heading.shown]
    column = table.by_name.get(name)
    how: How = "by_hand" if column else "unknown"
    unit = units.get(heading.shown, heading.unit)
    return Heading(heading.place, heading.shown, column, 100 if column else 0, how, unit, heading.month)


def fit(header: Header, *hints: str) -> float:
    """How well a sheet fits a table: what few tables have weighs more, what it lacks counts against it."""
    table = TABLES.get(header.table.name, header.table)
    there = {heading.name for heading in header.headings if heading.column}
    if "region_name" in there:
        there.add("region_code")
    weight = sum(1 / _spread(name) for name in there)
    if header.month(*hints) is not None or any(h.month is not None for h in header.headings):
        there.add("month")
    needed = [column.name for column in table.columns if column.required]
    lacking = sum(name not in there for name in needed)
    lacking += sum(there.isdisjoint(names) for names in table.one_of)
    said = "".join(plain(text) for text in (*header.above, *hints))
    named = plain(table.name) in said or plain(table.label_zh) in said
    return weight + (1.0 if not lacking else -0.6 * lacking) + (1.5 if named else 0.0)


def _spread(name: str) -> int:
    return max(1, sum(name in table.by_name for table in TABLES.values()))
