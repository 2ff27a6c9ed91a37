"""The panel: a data folder's figures as arrays of months × regions, ready to be judged.

Months are numbers (``year * 12 + month - 1``), regions stand in file order, missing figures are NaN. Events are
parallel arrays in file order; only those that count for tiers (not planned) and lie on the month axis are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.plans.schema import PETITIONS, Plan
from dashboard.tables.timespan import axis, axis_to, months_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tiers = NDArray[np.int8]

NOT_DECLARED = np.int8(-1)
_CELLS = 131_072
"""Cells looked at at a time: few enough that what is worked out of them stays in the processor's cache."""


@dataclass(frozen=True)
class Firms:
    """Firms on watch: region, industry division (−1 none) and staff (NaN unknown), in file order."""

    region: Ints
    division: Ints
    employees: Floats


@dataclass(frozen=True)
class Events:
    """Events that happened, as parallel arrays in file order.

    ``row`` is the position in the events table, ``firm`` a number for each distinct firm (the position in
    ``Firms`` when it is there), ``division`` a number for each industry division (−1 none).
    """

    row: Ints
    month: Ints
    region: Ints
    kind: NDArray[np.str_]
    affected: Floats
    workforce: Floats
    petition: Tiers
    division: Ints
    firm: Ints

    def of_kind(self, kind: str) -> Events:
        """The events of one kind."""
        return self.at(np.flatnonzero(self.kind == kind))

    def at(self, positions: Ints) -> Events:
        """The events at some positions."""
        return Events(**{name: getattr(self, name)[positions] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Panel:
    """What the engine computes on. ``indicators`` and ``declared`` are [months, regions]; ``targets`` are
    [years, regions] from ``first_year`` on. ``events`` and ``firms`` are None when their table is absent. ``kept``
    holds what was worked out before (``once``), so the arrays are never changed once the panel is judged."""

    first_month: int
    month_count: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[str, ...]
    parents: Ints
    indicators: Mapping[str, Floats]
    targets: Mapping[str, Floats]
    first_year: int
    declared: Tiers
    events: Events | None = None
    firms: Firms | None = None
    divisions: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()
    firm_ids: tuple[str, ...] = field(default=(), repr=False)
    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def region_count(self) -> int:
        """How many regions there are."""
        return len(self.codes)

    @property
    def months(self) -> range:
        """The month numbers of the axis, without holes."""
        return range(self.first_month, self.first_month + self.month_count)

    @cached_property
    def blocks(self) -> tuple[slice, ...]:
        """The positions of all months, as many at a time as stay in the processor's cache."""
        step = max(_CELLS // max(self.region_count, 1), 1)
        starts = range(0, self.month_count, step)
        return tuple(slice(start, min(start + step, self.month_count)) for start in starts)

    @cached_property
    def year_rows(self) -> Ints:
        """For each month the row of its year in ``targets``."""
        return np.arange(self.first_month, self.first_month + self.month_count) // 12 - self.first_year

    @cached_property
    def year_spans(self) -> tuple[tuple[int, int, int], ...]:
        """For each row of ``targets`` the position of its first month, and the one after its last."""
        rows, start = np.unique(self.year_rows, return_index=True)
        end = [*start[1:], self.month_count]
        return tuple((int(r), int(s), int(e)) for r, s, e in zip(rows, start, end, strict=True))

    @cached_property
    def depth(self) -> Ints:
        """How many regions stand above each."""
        depth = np.zeros(self.region_count, dtype=np.int64)
        above = self.parents.copy()
        while (above >= 0).any():
            depth[above >= 0] += 1
            above = np.where(above >= 0, self.parents[above], -1)
        return depth

    @cached_property
    def in_force(self) -> Tiers:
        """Declared tiers, each holding until the region declares another."""
        said = np.where(self.declared != NOT_DECLARED, np.arange(self.month_count)[:, None], -1)
        last = np.maximum.accumulate(said, axis=0)
        return np.where(
            last < 0, NOT_DECLARED, np.take_along_axis(self.declared, np.maximum(last, 0), axis=0)
        )

    def at_levels(self, levels: Collection[str]) -> NDArray[np.bool_]:
        """Which regions are of one of those levels."""
        names, number = self._level_numbers
        wanted: NDArray[np.bool_] = np.array([name in levels for name in names], dtype=np.bool_)[number]
        return wanted

    @cached_property
    def _level_numbers(self) -> tuple[list[str], Ints]:
        numbers = {name: i for i, name in enumerate(dict.fromkeys(self.levels))}
        return list(numbers), np.fromiter(map(numbers.__getitem__, self.levels), np.int64, self.region_count)

    def position(self, code: str) -> int:
        """The position of a region.

        Raises:
            KeyError: there is no region of that code.
        """
        return self._positions[code]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Direct children of each region, in file order."""
        below: list[list[int]] = [[] for _ in self.codes]
        for i, parent in enumerate(self.parents):
            if parent >= 0:
                below[parent].append(i)
        return tuple(tuple(b) for b in below)

    def with_ancestors(self, region: Ints) -> tuple[Ints, Ints]:
        """Each item together with every region it lies in: (item positions, region positions)."""
        items, regions = [np.arange(len(region))], [region]
        item, above = items[0], self.parents[region] if len(region) else region
        while len(item) and (above >= 0).any():
            keep = above >= 0
            item, above = item[keep], above[keep]
            items.append(item)
            regions.append(above)
            above = self.parents[above]
        return np.concatenate(items), np.concatenate(regions)


Words = ParamSpec("Words")
Found = TypeVar("Found")


def once(work: Callable[Concatenate[Panel, Words], Found]) -> Callable[Concatenate[Panel, Words], Found]:
    """Keep with the panel what depends on it and a few words only: all plans, modes and thresholds share it."""

    @wraps(work)
    def kept(panel: Panel, /, *words: Words.args, **named: Words.kwargs) -> Found:
        key = (work, words, *named.items())
        if key not in panel.kept:
            panel.kept[key] = work(panel, *words, **named)
        found: Found = panel.kept[key]
        return found

    return kept


def division(code: str) -> str:
    """The GB/T 4754 division of an industry code: ``C17``, ``17`` and ``1711`` are all ``17``."""
    text = unicodedata.normalize("NFKC", code).strip().upper()
    digits = re.sub(r"^[A-Z]+", "", text)
    return digits[:2] if len(digits) >= 2 and digits[:2].isdigit() else text


def build(tables: Mapping[str, pd.DataFrame], plan: Plan, month: int | None = None) -> Panel:
    """The panel of a data folder for a plan.

    Args:
        tables: typed frames of ``dashboard.tables``; an absent table is not in the mapping.
        plan: whose columns and tiers are needed.
        month: the only month to be judged; the axis ends there, and begins where no rule looks back to.
    """
    regions = tables["regions"]
    codes = pd.Index(regions["region_code"])
    parents = codes.get_indexer(pd.Index(regions["parent_code"])).astype(np.int64)
    first, last = (axis(tables) or (0, -1)) if month is None else axis_to(tables, month)
    count = last - first + 1
    indicators = _indicators(tables.get("indicators"), plan, codes, first, count)
    first_year = first // 12
    targets = _targets(
        tables.get("targets"), plan, codes, first_year, (first + count - 1) // 12 - first_year + 1
    )
    firms, firm_ids, firm_names, divisions = _firms(tables.get("enterprises"), codes)
    events, event_ids = _events(
        tables.get("events"), codes, firms, firm_ids, firm_names, divisions, first, count
    )
    return Panel(
        first_month=first,
        month_count=count,
        codes=tuple(regions["region_code"]),
        names=tuple(regions["region_name"]),
        levels=tuple(regions["level"]),
        parents=parents,
        indicators=indicators,
        targets=targets,
        first_year=first_year,
        declared=_declared(tables.get("declared_alerts"), plan, codes, first, count),
        events=events,
        firms=firms,
        divisions=tuple(divisions),
        event_ids=event_ids,
        firm_ids=tuple(firm_ids),
    )


def _on_axis(rows: Ints, count: int) -> NDArray[np.bool_]:
    keep: NDArray[np.bool_] = (rows >= 0) & (rows < count)
    return keep


def _indicators(
    table: pd.DataFrame | None, plan: Plan, codes: pd.Index, first: int, count: int
) -> dict[str, Floats]:
    if table is None:
        return {}
    rows = table["month"].to_numpy(dtype=np.int64) - first
    keep = _on_axis(rows, count)
    at = codes.get_indexer(pd.Index(table["region_code"]))
    filled = {}
    for column in plan.indicator_columns:
        if column in table.columns:
            filled[column] = np.full((count, len(codes)), np.nan)
            filled[column][rows[keep], at[keep]] = table[column].to_numpy(dtype=np.float64)[keep]
    return filled


def _targets(
    table: pd.DataFrame | None, plan: Plan, codes: pd.Index, first_year: int, years: int
) -> dict[str, Floats]:
    if table is None:
        return {}
    rows = table["year"].to_numpy(dtype=np.int64) - first_year
    keep = _on_axis(rows, years)
    at = codes.get_indexer(pd.Index(table["region_code"]))
    filled = {}
    for column in plan.target_columns:
        if column in table.columns:
            filled[column] = np.full((years, len(codes)), np.nan)
            filled[column][rows[keep], at[keep]] = table[column].to_numpy(dtype=np.float64)[keep]
    return filled


def _declared(table: pd.DataFrame | None, plan: Plan, codes: pd.Index, first: int, count: int) -> Tiers:
    declared = np.full((count, len(codes)), NOT_DECLARED, dtype=np.int8)
    if table is not None and len(table):
        number = {"normal": 0} | {tier: i + 1 for i, tier in enumerate(plan.tier_ids)}
        tiers = table["tier"].map(number).fillna(0).to_numpy(dtype=np.int8)
        at = codes.get_indexer(pd.Index(table["region_code"]))
        rows = table["month"].to_numpy(dtype=np.int64) - first
        keep = _on_axis(rows, count)
        np.maximum.at(declared, (rows[keep], at[keep]), tiers[keep])
    return declared


def _firms(
    table: pd.DataFrame | None, codes: pd.Index
) -> tuple[Firms | None, dict[str, int], dict[str, int], dict[str, int]]:
    """Firms, their numbers by id and by name (the first of a name), and the numbers of divisions."""
    divisions: dict[str, int] = {}
    if table is None:
        return None, {}, {}, divisions
    ids = {str(i): n for n, i in enumerate(table["enterprise_id"])}
    names: dict[str, int] = {}
    for n, name in enumerate(table["enterprise_name"]):
        names.setdefault(str(name), n)
    firms = Firms(
        region=codes.get_indexer(pd.Index(table["region_code"])).astype(np.int64),
        division=_division_numbers(table["industry_code"], divisions),
        employees=table["employees_count"].to_numpy(dtype=np.float64),
    )
    return firms, ids, names, divisions


def _division_numbers(industries: Any, divisions: dict[str, int]) -> Ints:
    return np.array(
        [divisions.setdefault(division(code), len(divisions)) if code.strip() else -1 for code in industries],
        dtype=np.int64,
    )


def _events(
    table: pd.DataFrame | None,
    codes: pd.Index,
    firms: Firms | None,
    firm_ids: dict[str, int],
    firm_names: dict[str, int],
    divisions: dict[str, int],
    first: int,
    count: int,
) -> tuple[Events | None, tuple[str, ...]]:
    if table is None:
        return None, ()
    ids = tuple(str(i) for i in table["event_id"])
    table = table.assign(_row=np.arange(len(table)))
    table = table[table["state"] != "planned"]
    if len(table):
        month = months_of(table["date"]) - first
        keep = _on_axis(month, count)
        table, month = table[keep], month[keep]
    else:
        month = np.empty(0, dtype=np.int64)
    firm = _firm_numbers(table, dict(firm_ids), firm_names)
    industry = _division_numbers(table["industry_code"], divisions)
    if firms is not None and len(firm):
        known = (industry < 0) & (firm < len(firms.region))
        industry[known] = firms.division[firm[known]]
    return Events(
        row=table["_row"].to_numpy(dtype=np.int64),
        month=month,
        region=codes.get_indexer(pd.Index(table["region_code"])).astype(np.int64),
        kind=table["kind"].to_numpy(dtype=np.str_),
        affected=table["affected_count"].to_numpy(dtype=np.float64),
        workforce=table["workforce_count"].to_numpy(dtype=np.float64),
        petition=np.array([PETITIONS.index(p) if p else 0 for p in table["petition"]], dtype=np.int8),
        division=industry,
        firm=firm,
    ), ids


def _firm_numbers(table: pd.DataFrame, numbers: dict[str, int], names: dict[str, int]) -> Ints:
    """A number for each event's firm: its id, else the firm of that name, else its name, else its own."""
    found: list[int] = []
    own_names: dict[str, int] = {}
    fresh = len(numbers)
    for firm_id, name in zip(table["enterprise_id"], table["enterprise_name"], strict=True):
        if firm_id:
            number = numbers.get(firm_id)
            if number is None:
                number = numbers[firm_id] = fresh
                fresh += 1
        elif name and name in names:
            number = names[name]
        elif name and name in own_names:
            number = own_names[name]
        else:
            number = fresh
            fresh += 1
            if name:
                own_names[name] = number
        found.append(number)
    return np.array(found, dtype=np.int64)
