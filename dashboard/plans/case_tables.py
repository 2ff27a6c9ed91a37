"""A test's few words as the tables of a small data folder, typed as ``dashboard.tables`` types them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.plans.faults import worded
from dashboard.plans.rule_cases import Cases
from dashboard.plans.schema import EVENT_MEASURES, ChildTiers, Plan
from dashboard.plans.strict_yaml import Document, Fault, Path_
from dashboard.tables import TABLES
from dashboard.tables.cells import read_cells
from dashboard.tables.columns import Column
from dashboard.tables.convert import figure
from dashboard.tables.declared_alerts import with_tiers
from dashboard.tables.headings import match
from dashboard.tables.months import month_number, month_text

Line = tuple[Path_, dict[str, str]]
"""A row of a table: where it stands in the test, and its cells as text."""
CALM_MONTHS = 13
"""A calm place has figures for the judged month and the twelve before, so that growth over a year is known."""


class CaseFolder:
    """The tables that a test describes, and what is wrong with them."""

    def __init__(self, plan: Plan | None, cases: Cases, document: Document, index: int) -> None:
        self.rules = plan.rules if plan else ()
        self.tables_by_name = TABLES | ({"declared_alerts": with_tiers(plan.tier_words)} if plan else {})
        self.extra = {"indicators": plan.indicator_columns, "targets": plan.target_columns} if plan else {}
        self.cases, self.document = cases, document
        self.case = cases.tests[index]
        self.here: Path_ = ("tests", index)
        self.root: str = plan.levels[0] if plan else "county"
        self.judged = self.case.region or self.root
        self.month = month_number(self.case.month or max(self.case.months, default=cases.month))
        self.faults: list[Fault] = []

    def tables(self) -> dict[str, pd.DataFrame]:
        """The typed tables of a data folder; places are named by their codes."""
        places = self._places()
        rows = {
            "regions": places,
            "indicators": self._indicators(),
            "targets": self._targets(),
            "enterprises": self._enterprises(),
            "events": self._events(),
            "declared_alerts": self._declared(),
        }
        codes = {row["region_code"] for _, row in places}
        self._refuse_circles(places)
        if self.judged not in codes:
            self._fault(("region",), f"found {self.judged!r}; allowed: {', '.join(sorted(codes))}")
        return {
            name: self._typed(name, lines, codes)
            for name, lines in rows.items()
            if name not in self.case.absent
        }

    def _fault(self, path: Path_, what: str) -> None:
        self.faults.append(worded(self.document, (*self.here, *path), what))

    def _places(self) -> list[Line]:
        """The judged plan's highest place, the towns that the test names anywhere, and the places it describes."""
        child_level = next(
            (r.measure.child_tiers.child_level for r in self.rules if isinstance(r.measure, ChildTiers)),
            "town",
        )
        towns = dict.fromkeys([*self.case.towns, *self.case.declared, *self.case.calm])
        described = {
            self.root: (self.root, ""),
            **{t: (child_level, self.root) for t in towns if t != self.root},
        }
        described |= {name: (place.level, place.parent_code) for name, place in self.case.places.items()}
        return [
            (
                ("places", code),
                {"region_code": code, "region_name": code, "level": level, "parent_code": parent},
            )
            for code, (level, parent) in described.items()
        ]

    def _refuse_circles(self, places: list[Line]) -> None:
        above = {row["region_code"]: row["parent_code"] for _, row in places}
        for path, row in places:
            code, passed = row["parent_code"], {row["region_code"]}
            while code and code not in passed:
                passed.add(code)
                code = above.get(code, "")
            if code == row["region_code"]:
                self._fault(path, "lies in itself; correct its parent_code")

    def _indicators(self) -> list[Line]:
        """Calm figures first, then those the test gives, which take their place."""
        rows: dict[tuple[str, str], Line] = {}

        def put(place: str, month: str, path: Path_, figures: Mapping[str, Any]) -> None:
            _, row = rows.setdefault((place, month), (path, {"region_code": place, "month": month}))
            row |= {name: _text(value) for name, value in figures.items()}

        for place in self.case.calm:
            for back in range(CALM_MONTHS):
                put(place, month_text(self.month - back), ("calm",), self.cases.calm.figures)
        for month, figures in self.case.months.items():
            put(self.judged, month, ("months", month), figures)
        for column, values in self.case.series.items():
            for back, value in enumerate(reversed(values)):
                put(self.judged, month_text(self.month - back), ("series", column), {column: value})
        for town, town_figures in self.case.towns.items():
            put(town, month_text(self.month), ("towns", town), town_figures or {})
        return list(rows.values())

    def _targets(self) -> list[Line]:
        year = str(self.month // 12)
        rows: dict[tuple[str, str], Line] = {}
        for place in self.case.calm:
            cells = {name: _text(value) for name, value in self.cases.calm.targets.items()}
            rows[place, year] = (("calm",), {"region_code": place, "year": year} | cells)
        for key, value in self.case.targets.items():
            of_year, figures = (str(key), value) if isinstance(value, dict) else (year, {str(key): value})
            row = {"region_code": self.judged, "year": of_year}
            _, row = rows.setdefault((self.judged, of_year), (("targets",), row))
            row |= {name: _text(cell) for name, cell in figures.items()}
        return list(rows.values())

    def _enterprises(self) -> list[Line]:
        return [
            (
                ("enterprises", n),
                {
                    "enterprise_name": str(firm.get("enterprise_id", f"firm {n + 1}")),
                    "region_code": self.judged,
                }
                | {name: _text(value) for name, value in firm.items()},
            )
            for n, firm in enumerate(self.case.enterprises)
        ]

    def _events(self) -> list[Line]:
        """Events are of the rule's kind, of the judged month and place, unless they say otherwise."""
        usual = {"date": f"{month_text(self.month)}-10", "region_code": self.judged, "kind": self._kind()}
        return [
            (
                ("events", n),
                {"event_id": f"E{n + 1}"} | usual | {name: _text(value) for name, value in event.items()},
            )
            for n, event in enumerate(self.case.events)
        ]

    def _kind(self) -> str:
        for rule in self.rules:
            if rule.id == self.case.rule and isinstance(rule.measure, EVENT_MEASURES):
                return str(next(iter(rule.measure.model_dump().values()))["kind"])
        return ""

    def _declared(self) -> list[Line]:
        rows: list[Line] = []
        for place, published in self.case.declared.items():
            for month, tier in published:
                row = {"region_code": place, "month": month or month_text(self.month), "tier": tier}
                rows.append((("declared", place), row))
        return rows

    def _typed(self, name: str, lines: list[Line], codes: set[str]) -> pd.DataFrame:
        """A typed table as ``dashboard.tables`` would read it from a file; everything odd is a fault."""
        table = self.tables_by_name[name]
        extra = self.extra.get(name, ())
        columns = dict(table.by_name) | {c: figure(c) for c in extra if c not in table.by_name}
        if not lines:
            return _empty(tuple(columns.values()))
        rows: list[dict[str, str]] = []
        for path, row in lines:
            cells: dict[str, str] = {}
            for heading, text in row.items():
                column = columns.get(heading) or match(heading, table)
                if column is None:
                    near = get_close_matches(heading, columns, n=1)
                    allowed = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(columns)}"
                    self._fault((*path, heading), f"unknown column; {allowed}")
                else:
                    cells[column.name] = text
            rows.append(cells)
        values = {
            column.name: self._column(column, [row.get(column.name, "") for row in rows], lines, codes)
            for column in columns.values()
        }
        self._twice(table.keys, values, lines)
        return _frame(values)

    def _column(self, column: Column, texts: list[str], lines: list[Line], codes: set[str]) -> Any:
        if not any(texts) and not column.required:
            return np.repeat(_blank(column), len(texts))
        cells = read_cells(pa.array(texts, pa.string()), column)
        for trouble in cells.troubles:
            for at in trouble.positions.tolist():
                self._fault((*lines[at][0], column.name), f"found {texts[at]!r}; allowed: {trouble.allowed}")
        for (path, _), text in zip(lines, texts, strict=True):
            if column.required and not text:
                self._fault(path, f"{column.name} is missing; add it")
            if column.kind == "region" and text and text not in codes:
                self._fault(path, f"found the place {text!r}; allowed: {', '.join(sorted(codes))}")
        return cells.values

    def _twice(self, keys: tuple[tuple[str, ...], ...], values: Mapping[str, Any], lines: list[Line]) -> None:
        for key in keys:
            seen: set[tuple[Any, ...]] = set()
            for at, (path, _) in enumerate(lines):
                row = tuple(values[name][at] for name in key)
                if row in seen:
                    self._fault(path, f"{' and '.join(key)} stands twice; every one once")
                seen.add(row)


def _text(value: Any) -> str:
    """A cell as it would stand in a file; nothing is blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)


@cache
def _blank(column: Column) -> Any:
    return read_cells(pa.array([""], pa.string()), column).values


@cache
def _empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    """A table without rows; nobody may write into it."""
    return _frame({column.name: _blank(column)[:0] for column in columns})


def _frame(values: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: pd.Series(each, dtype=object) if each.dtype == np.dtype(object) else each
            for name, each in values.items()
        }
    )
