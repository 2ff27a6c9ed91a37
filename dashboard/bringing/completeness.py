"""What has come in: for each place, month and monthly table, whether it is there, late, missing or faulty.

A place is held to a table if any place of its level under the same place above has ever reported it; to one about
firms only if it has a firm. What is not due yet is not missing.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.bringing.matching import blank
from dashboard.tables.registry import TABLES

State = Literal["there", "late", "missing", "faulty", "not_due"]
Arrivals = Mapping[str, Mapping[tuple[str, int], datetime]]
"""When a place's rows of a month of a table first came in, by table, place and month."""
Faulty = Collection[tuple[str, str, int]]
"""Table, place and month of what was dropped and has errors."""


@dataclass(frozen=True)
class Report:
    """One place, month and table. ``gaps`` are the figures that it reported the month before, and now does not."""

    table: str
    code: str
    month: int
    state: State
    gaps: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether somebody is to be called about it."""
        return self.state in ("missing", "faulty") or bool(self.gaps)


@dataclass(frozen=True)
class Completeness:
    """The reports of some months, by table, place and month; the tables and places that anything is expected of."""

    tables: tuple[str, ...]
    codes: tuple[str, ...]
    months: tuple[int, ...]
    due_day: int
    reports: Mapping[tuple[str, str, int], Report] = field(default_factory=dict)

    def count(self, state: State, month: int | None = None) -> int:
        """How many reports of a state there are, in all months or in one."""
        return sum(r.state == state and month in (None, r.month) for r in self.reports.values())

    def asked(self, code: str) -> list[Report]:
        """What a place is to be asked for, the newest month first."""
        found = [r for r in self.reports.values() if r.code == code and r.is_asked]
        return sorted(found, key=lambda r: -r.month)


def monthly_tables() -> tuple[str, ...]:
    """The tables that come month by month, from a place or a firm of it."""
    return tuple(
        name
        for name, table in TABLES.items()
        if "month" in table.by_name
        and table.keys
        and ({"region_code", "enterprise_id"} & table.by_name.keys())
    )


def completeness(
    tables: Mapping[str, pd.DataFrame],
    months: Iterable[int],
    *,
    due_day: int = 0,
    today: date | None = None,
    arrivals: Arrivals | None = None,
    faulty: Faulty = (),
) -> Completeness:
    """Which reports are there.

    Args:
        tables: typed tables as they stand.
        months: the months that are looked at.
        due_day: by which day of the month after a report is due; 0 if nothing says so, then nothing is late.
        today: the day of looking, which with a ``due_day`` tells what is not due yet.
        arrivals: when reports came in, where a store knows it.
        faulty: what was dropped and has errors.
    """
    chosen = tuple(sorted(set(months)))
    rows = {name: _placed(name, tables) for name in monthly_tables() if name in tables}
    rows = {name: frame for name, frame in rows.items() if len(frame)}
    regions, firms = tables.get("regions"), tables.get("enterprises")
    found: dict[tuple[str, str, int], Report] = {}
    if regions is None:
        return Completeness((), (), chosen, due_day)
    with_firms = set(firms["region_code"]) if firms is not None else set()
    groups = dict(
        zip(regions["region_code"], zip(regions["parent_code"], regions["level"], strict=True), strict=True)
    )
    for name, frame in rows.items():
        reporting = {groups[code] for code in set(frame["region_code"]) if code in groups}
        there = set(zip(frame["region_code"], frame["month"], strict=True))
        gaps = _gaps(name, frame, chosen)
        about_firms = "region_code" not in TABLES[name].by_name
        for code, group in groups.items():
            if group not in reporting or (about_firms and code not in with_firms):
                continue
            for month in chosen:
                key = (name, code, month)
                at = (arrivals or {}).get(name, {}).get((code, month))
                state = _state(key, (code, month) in there, due_day, today, at, faulty)
                found[key] = Report(*key, state, gaps.get((code, month), ()))
    expected = {code for _, code, _ in found}
    codes = tuple(code for code in groups if code in expected)
    return Completeness(tuple(rows), codes, chosen, due_day, found)


def due_on(month: int, due_day: int) -> date:
    """The day by which a month's reports are due; the last of the month where it has no such day."""
    year, of_year = divmod(month + 1, 12)
    return date(year, of_year + 1, min(due_day, calendar.monthrange(year, of_year + 1)[1]))


def _state(
    key: tuple[str, str, int],
    is_there: bool,
    due_day: int,
    today: date | None,
    at: datetime | None,
    faulty: Faulty,
) -> State:
    if key in faulty:
        return "faulty"
    if not is_there:
        is_open = due_day and today is not None and today <= due_on(key[2], due_day)
        return "not_due" if is_open else "missing"
    return "late" if due_day and at is not None and at.date() > due_on(key[2], due_day) else "there"


def _placed(name: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of a table with the place of each; those of a firm lie where the firm does."""
    frame = tables[name]
    if "region_code" in frame:
        return frame[frame["region_code"] != ""]
    firms = tables.get("enterprises")
    if firms is None or "enterprise_id" not in frame:
        return frame.iloc[:0]
    place = dict(zip(firms["enterprise_id"], firms["region_code"], strict=True))
    placed = frame.assign(region_code=[place.get(each, "") for each in frame["enterprise_id"]])
    return placed[placed["region_code"] != ""]


def _gaps(name: str, frame: pd.DataFrame, months: tuple[int, ...]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The figures of places that were there the month before, and are not now."""
    table = TABLES[name]
    if table.keys[0] != ("region_code", "month"):
        return {}
    figures = [str(n) for n, values in frame.items() if values.dtype == np.float64]
    recent = frame[frame["month"].isin({*months, *(month - 1 for month in months)})]
    filled = {
        (code, int(month)): {n for n, is_there in zip(figures, row, strict=True) if is_there}
        for code, month, row in zip(
            recent["region_code"], recent["month"],
            np.column_stack([~blank(recent[n]) for n in figures]) if figures else np.empty((len(recent), 0)),
            strict=True,
        )
    }  # fmt: skip
    return {
        (code, month): lacking
        for (code, month), now in filled.items()
        if (lacking := tuple(n for n in figures if n in filled.get((code, month - 1), set()) - now))
    }
