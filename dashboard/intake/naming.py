"""What a heading means in a table: the same name, a synonym, a stacked heading, or a near name with its score.

A near name is taken only if it is longer or shorter by one sign at most and has no word that makes another figure of
it (上年, 女性, 累计 …); it is always shown. What is farther off is only suggested.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from dashboard.tables import columns as c
from dashboard.tables import headings as known
from dashboard.tables.cells import plain
from dashboard.tables.columns import UNITS_IN_HEADINGS, Column
from dashboard.tables.headings import FORMATS
from dashboard.tables.months import FIRST_YEAR, LAST_YEAR
from dashboard.tables.table import Table

How = Literal["same", "synonym", "stacked", "near", "by_hand", "counter", "unknown"]
NEAR = 85.0
_COUNTERS = frozenset({"序号", "序", "no", "no.", "#", "行号", "顺序号", "顺序", "index", "项目序号"})
_UNIT = re.compile(r"(.+?)[(\[【](?:单位[:：]?)?([^()\[\]【】]*)[)\]】]")
_TAIL = re.compile(r"(.+?)[/_]?(%|‰|万元|亿元|千元|万人)")
_MONTH = re.compile(
    r"(?:(?P<year>[12][0-9]{3})(?:年|[-/.]))?(?P<month>0?[1-9]|1[0-2])(?P<sign>月份?|月末|月底)?"
)
_OTHER_FIGURE = re.compile(
    r"[男女]|其中|上年|去年|同期|上月|累计|同比|环比|增[长幅减]|农村|计划|预计|减少|上期|本年|占比|比重|[一二三四]季度|排名|未"
)
PLACE_NAME = c.text(
    "region_name",
    "地区名称 区划名称 行政区划 行政区划名称 区域名称 地区 地名 行政区名称 乡镇 乡镇名称 镇 街道 乡镇街道 乡镇(街道)"
    " 镇街 所在乡镇 所属乡镇 所在地区 所属地区 县区 县(市、区) 县市区 区县 乡 社区 村 填报地区",
    "Place name",
    "The place's name; held against the code.",
)
SCALES: dict[str, int] = {
    "万元": 10_000,
    "亿元": 100_000_000,
    "千元": 1_000,
    "万人": 10_000,
    "千人": 1_000,
    "万": 10_000,
}
FRACTIONS = frozenset({"小数", "比例", "比值", "fraction"})
_BARE_UNITS = frozenset({"%", "元", "万元", "亿元", "千元", "人", "万人", "个月"})
_UNITS = frozenset(
    {*SCALES, *FRACTIONS, *(unit for units in UNITS_IN_HEADINGS.values() for unit in units if unit)}
)


@dataclass(frozen=True)
class Heading:
    """One column of a sheet: what stands over it, and what it is taken for.

    `score` is 100 for the same name and less for others; `unit` is what the heading itself says in parentheses,
    `month` the month that the heading names (0 and a bare month number below 13 if it has no year).
    """

    place: int
    shown: str
    column: Column | None = None
    score: int = 0
    how: How = "unknown"
    unit: str = ""
    month: int | None = None
    suggestion: str = ""

    @property
    def name(self) -> str:
        """The contract name it is taken for; "" if for none."""
        return self.column.name if self.column else ""


@cache
def with_place_name(table: Table) -> Table:
    """A table that may also have its places by name."""
    names = table.by_name
    if "region_code" not in names or "region_name" in names:
        return table
    taken = {plain(form) for column in table.columns for form in (column.name, *column.zh)}
    zh = tuple(form for form in PLACE_NAME.zh if plain(form) not in taken)
    return replace(table, columns=(*table.columns, replace(PLACE_NAME, zh=zh)))


def read_heading(
    place: int, parts: Sequence[str], table: Table, figures: Sequence[Column] = (), *, near: bool = True
) -> Heading:
    """What a heading means that is written in one or several parts, the upper one first."""
    parts = [part for part in parts if part]
    shown = " / ".join(parts)
    if not parts:
        return Heading(place, "")
    if (len(parts) == 1 and plain(parts[0]) in _COUNTERS) or all(plain(part) in _COUNTERS for part in parts):
        return Heading(place, shown, how="counter")
    month, rest = _month_in(parts)
    told = None
    if len(rest) > 1 and (unit := unit_alone(rest[-1])):
        told = _match([*rest[:-2], f"{rest[-2]}({unit})"], table, figures)
    if told is None and rest:
        told = _match(rest, table, figures)
    if told is None and near and rest:
        told = _near(rest, table)
    if told is None:
        return Heading(place, shown, month=month, suggestion=suggestion(shown, table) if near else "")
    column, score, how, unit = told
    return Heading(place, shown, column, score, how, unit, month)


def unit_alone(text: str) -> str:
    """The unit that a cell consists of; "" if it is anything else, such as 人数, which is half a heading."""
    cell = plain(text)
    unit = cell.strip("()[]【】").removeprefix("单位:")
    return unit if unit in (_BARE_UNITS if unit == cell else _UNITS) else ""


def _month_in(parts: Sequence[str]) -> tuple[int | None, list[str]]:
    """The month that one part of a heading names, and the other parts."""
    for index, part in enumerate(parts):
        number = month_of_heading(part)
        if number is not None:
            return number, [other for place, other in enumerate(parts) if place != index]
    return None, list(parts)


def month_of_heading(text: str) -> int | None:
    """A heading that is a month: its number, or 1 to 12 if it has no year."""
    found = _MONTH.fullmatch(plain(text))
    if not found or not (found["year"] or found["sign"]):
        compact = re.fullmatch(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])", plain(text))
        return int(compact[1]) * 12 + int(compact[2]) - 1 if compact else None
    if not found["year"]:
        return int(found["month"])
    year = int(found["year"])
    return year * 12 + int(found["month"]) - 1 if FIRST_YEAR <= year <= LAST_YEAR else None


def _match(
    parts: Sequence[str], table: Table, figures: Sequence[Column]
) -> tuple[Column, int, How, str] | None:
    names = [("".join(parts), 96 if len(parts) > 1 else 100)]
    if len(parts) > 1:
        names.append((_merged(parts), 95))
        names += [(parts[-1], 94), ("".join(reversed(parts)), 92), (parts[0], 90)]
    for name, score in names:
        found = _named(name, table, figures)
        if found:
            column, is_own, unit = found
            if len(parts) > 1:
                if name == parts[0] and _OTHER_FIGURE.search("".join(parts[1:])):
                    continue
                if name == parts[-1] and _OTHER_FIGURE.search("".join(parts[:-1])):
                    continue
                return column, score, "stacked", unit
            return column, 100 if is_own else 98, "same" if is_own else "synonym", unit
    return None


def _merged(parts: Sequence[str]) -> str:
    """Stacked parts as one name, what both have in common once: 登记失业 / 失业率 is 登记失业率."""
    text = parts[0]
    for part in parts[1:]:
        overlap = next((n for n in range(min(len(text), len(part)), 0, -1) if text.endswith(part[:n])), 0)
        text += part[overlap:]
    return text


def _named(text: str, table: Table, figures: Sequence[Column]) -> tuple[Column, bool, str] | None:
    """The column of an exact or usual name, whether it is its own, and the unit in the heading."""
    heading = plain(text).rstrip(":：*").lstrip("*")
    named = known.headings_of(table)
    of_plan = {plain(each.name): each for each in figures}
    for name, unit in _with_units(heading):
        column = named.get(name) or of_plan.get(name)
        if column is None:
            column = known.match(name, table)
        if column is None:
            continue
        if not unit or _is_unit(unit, column):
            is_own = name in (plain(column.name), plain(column.zh[0]), plain(column.label_en))
            return column, is_own, unit
    return None


def _with_units(heading: str) -> list[tuple[str, str]]:
    found = [(heading, "")]
    for pattern in (_UNIT, _TAIL):
        parts = pattern.fullmatch(heading)
        if parts:
            found.append((parts[1], parts[2]))
    return found


def _is_unit(unit: str, column: Column) -> bool:
    if unit in UNITS_IN_HEADINGS[column.unit] or unit in FORMATS:
        return True
    if column.kind == "percent":
        return unit in FRACTIONS
    return unit in SCALES and (
        (column.unit == "CNY" and unit.endswith("元"))
        or (column.unit == "people" and unit in ("万人", "千人", "万"))
    )


@cache
def _forms(table: Table) -> dict[str, Column]:
    return {form: column for form, column in known.headings_of(table).items() if len(form) >= 3}


def _near(parts: Sequence[str], table: Table) -> tuple[Column, int, How, str] | None:
    joined = plain("".join(parts))
    for text, unit in _with_units(joined):
        found = process.extractOne(text, _forms(table).keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        if not found:
            continue
        form, score, _ = found
        extra = "".join(sign for sign in text if sign not in form)
        lost = "".join(sign for sign in form if sign not in text)
        if abs(len(form) - len(text)) > (1 if not text.isascii() else 3):
            continue
        if _OTHER_FIGURE.search(extra) or _OTHER_FIGURE.search(lost) or _tail(form) != _tail(text):
            continue
        if known.is_known_elsewhere(text) or (unit and not _is_unit(unit, _forms(table)[form])):
            continue
        return _forms(table)[form], round(score), "near", unit
    return None


def _tail(text: str) -> str:
    """The last sign where it tells figures apart: 率 is no 数."""
    return text[-1] if text[-1] in "率数额比" else ""


def suggestion(heading: str, table: Table) -> str:
    """The name in the table that a heading is nearest to, and how near, as `name (score)`; "" if none is."""
    found = process.extractOne(plain(heading), _forms(table).keys(), scorer=fuzz.ratio, score_cutoff=60)
    if not found:
        return ""
    column = _forms(table)[found[0]]
    return f"{column.label_zh} ({round(found[1])})"
