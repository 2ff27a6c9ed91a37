"""Small worlds for the engine: a county with towns and a village, fifteen months, whatever hypothesis makes of them.

A world starts calm, falling or blank and is changed cell by cell, so that what hypothesis finds shrinks to the few
cells that matter. Tables have the types that ``dashboard.tables`` gives them.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from dashboard.engine.evaluate import evaluate
from dashboard.engine.figures import month_figures
from dashboard.engine.panel import build
from dashboard.plans import load
from dashboard.tables import TABLES
from dashboard.tables.months import month_number

PLAN = load("gaotai-2021")
LAST = month_number("2024-06")
MONTHS = range(LAST - 14, LAST + 1)
COUNTY = "C"
TOWNS = ("T1", "T2", "T3")
JUDGED = (COUNTY, *TOWNS)
PLACES = {COUNTY: ("county", ""), **dict.fromkeys(TOWNS, ("town", COUNTY)), "V": ("village", "T1")}
RATES = (
    None,
    0,
    2.5,
    3,
    3.8,
    4.3,
    4.799999,
    4.8,
    5.3,
    20,
    34.999999,
    35,
    40,
    45,
    60,
    70,
    75,
    80,
    85,
    90,
    100,
)
COUNTS = (None, 0, 50, 95, 97, 100, 103, 105, 110, 120, 130, 140, 200, 1000)
SUPPORT = (None, 0, 3, 3.000001, 4, 4.5, 5, 5.000001, 20)
PEOPLE = (None, 0, 5, 19, 20, 25, 30, 35, 99, 100, 200, 500, 1000, 1200)
CALM = {
    "monitored_employees_count": 1000,
    "registered_unemployment_rate_pct": 3,
    "graduate_employment_rate_pct": 90,
    "long_term_unemployed_share_pct": 20,
    "registered_unemployed_count": 100,
    "first_time_claimants_count": 100,
    "fund_support_months": 20,
    "benefit_payout_rate_pct": 100,
    "enterprise_employees_count": 1000,
}
CALM_TARGETS = {"registered_unemployment_rate_target_pct": 3.8, "graduate_employment_rate_target_pct": 85}
STREAK_COLUMNS = ("monitored_employees_count", "first_time_claimants_count")
POOLS = {column: SUPPORT if column == "fund_support_months" else COUNTS for column in CALM}
POOLS |= {column: RATES for column in (*CALM, *CALM_TARGETS) if column.endswith("_pct")}


@dataclass(frozen=True, repr=False)
class World:
    """Figures by (place, month, column), targets by (place, year, column), and rows of the other tables."""

    figures: dict = field(default_factory=dict)
    targets: dict = field(default_factory=dict)
    events: tuple = ()
    enterprises: tuple = ()
    declared: tuple = ()
    absent: frozenset = frozenset()
    places: dict = field(default_factory=lambda: PLACES)

    def __repr__(self):
        """As few words as will do: a base and the cells that differ from it."""
        name = min(_BASES, key=lambda base: len(self._beside(base)))
        rest = {key: getattr(self, key) for key in ("targets", "events", "enterprises", "declared", "absent")}
        rest["targets"] = {k: v for k, v in self.targets.items() if _BASES[name].targets.get(k) != v}
        return f"World like {name} but {self._beside(name)} {' '.join(f'{k}={v!r}' for k, v in rest.items() if v)}"

    def _repr_pretty_(self, printer, _cycle):
        printer.text(repr(self))

    def _beside(self, base):
        old = _BASES[base].figures
        return {
            key: self.figures.get(key)
            for key in self.figures.keys() | old.keys()
            if self.figures.get(key) != old.get(key)
        }

    def rows(self):
        indicators, targets = {}, {}
        for (place, month, column), value in self.figures.items():
            indicators.setdefault((place, month), {"region_code": place, "month": month})[column] = value
        for (place, year, column), value in self.targets.items():
            targets.setdefault((place, year), {"region_code": place, "year": year})[column] = value
        regions = [
            {"region_code": code, "region_name": code, "level": level, "parent_code": parent}
            for code, (level, parent) in self.places.items()
        ]
        return {
            "regions": regions,
            "indicators": list(indicators.values()),
            "targets": list(targets.values()),
            "events": self.events,
            "enterprises": self.enterprises,
            "declared_alerts": self.declared,
        }

    def tables(self):
        return {name: typed(name, rows) for name, rows in self.rows().items() if name not in self.absent}

    def put(self, cells):
        return replace(self, figures=self.figures | cells)

    def with_event(self, index, **cells):
        events = [event | cells if i == index else event for i, event in enumerate(self.events)]
        return replace(self, events=tuple(events))


def typed(name, rows):
    """A table as ``dashboard.tables`` types it; figures that only a plan knows come along."""
    own = {key for row in rows for key in row} - TABLES[name].by_name.keys()
    frame = {
        key: np.array([np.nan if row.get(key) is None else row[key] for row in rows]) for key in sorted(own)
    }
    for column in TABLES[name].columns:
        cells = [row.get(column.name) for row in rows]
        if column.numeric:
            frame[column.name] = np.array(
                [np.nan if cell is None else cell for cell in cells], dtype=np.float64
            )
        elif column.kind in ("month", "year"):
            frame[column.name] = np.array(cells, dtype=np.int64)
        elif column.kind in ("date", "moment"):
            frame[column.name] = np.array([cell or "NaT" for cell in cells], dtype="datetime64[s]")
        elif column.kind == "yesno":
            frame[column.name] = np.array([bool(cell) for cell in cells], dtype=np.bool_)
        else:
            frame[column.name] = pd.Series([cell or "" for cell in cells], dtype=object)
    return pd.DataFrame(frame)


class Judged:
    """What the engine says of a world: tiers by place and rule in one month."""

    def __init__(self, world, mode="published", month=LAST, plan=PLAN):
        self.plan, self.month = plan, month
        self.tables = world.tables()
        self.panel = build(self.tables, plan, month)
        self.evaluation = evaluate(plan, self.panel, mode)
        self.index = month - self.panel.first_month
        self.figures = month_figures(self.evaluation, self.index)

    def _at(self, array, place, rule):
        return array[self.evaluation.rule_positions[rule], self.index, self.panel.position(place)]

    def level(self, place, rule):
        return int(self._at(self.evaluation.levels, place, rule))

    def partial(self, place, rule):
        return bool(self._at(self.evaluation.partial, place, rule))

    def applies(self, place, rule):
        return bool(self._at(self.evaluation.applies, place, rule))

    def possible(self, place, rule):
        return int(self.figures.possible[self.evaluation.rule_positions[rule], self.panel.position(place)])

    def tier(self, place):
        return int(self.evaluation.tiers[self.index, self.panel.position(place)])

    def complete(self, place):
        return bool(self.evaluation.complete[self.index, self.panel.position(place)])

    def region_possible(self, place):
        return int(self.figures.region_possible[self.panel.position(place)])


def calm_world(*places):
    """Places in which nothing warns, over all months."""
    return World(
        figures={(p, month, c): value for p in places for month in MONTHS for c, value in CALM.items()},
        targets={(p, year, c): v for p in places for year in (2023, 2024) for c, v in CALM_TARGETS.items()},
    )


def event(kind="layoff", *, region=COUNTY, day="2024-06-10", **cells):
    """An event of the judged month, with no figure unless one is given."""
    return {"event_id": "", "kind": kind, "region_code": region, "date": day, **cells}


def numbered(events):
    """Events with an id each."""
    return tuple(each | {"event_id": f"E{n}"} for n, each in enumerate(events, start=1))


def _falling():
    """A calm world in which monitored jobs fall and claims rise in every month."""
    figures = dict(calm_world(*JUDGED).figures)
    for place in JUDGED:
        for n, month in enumerate(MONTHS):
            figures[place, month, "monitored_employees_count"] = round(100_000 * 0.95**n)
            figures[place, month, "first_time_claimants_count"] = round(1_000 * 1.08**n)
    return replace(calm_world(*JUDGED), figures=figures)


FALLING = _falling()
_BASES = {"blank": World(), "calm": calm_world(*JUDGED), "falling": FALLING}
_recent = st.sampled_from([*MONTHS[-3:], *MONTHS])


@st.composite
def _cell(draw):
    column = draw(st.sampled_from(list(CALM)))
    return (draw(st.sampled_from(JUDGED)), draw(_recent), column), draw(st.sampled_from(POOLS[column]))


@st.composite
def _target(draw):
    column = draw(st.sampled_from(list(CALM_TARGETS)))
    place, year = draw(st.sampled_from(JUDGED)), draw(st.sampled_from((2023, 2024)))
    return (place, year, column), draw(st.sampled_from(RATES))


def events(*, one_firm_each=False):
    """A few layoffs and closures of the last months, with and without their figures."""
    firms = st.sampled_from(["", "A", "B", "X", "Y"])
    one = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["layoff", "layoff", "closure", "gathering"]),
            "region_code": st.sampled_from(list(PLACES)),
            "date": st.sampled_from(["2024-06-10", "2024-06-10", "2024-06-30", "2024-05-31", "2023-12-01"]),
            "state": st.sampled_from(["", "done", "planned"]),
            "enterprise_id": firms,
            "enterprise_name": st.sampled_from(["", "Mill", "Dye works"]),
            "industry_code": st.sampled_from(["", "C17", "1711", "18"]),
            "workforce_count": st.sampled_from(PEOPLE),
            "affected_count": st.sampled_from(PEOPLE),
            "petition": st.sampled_from(["", "none", "individual", "collective", "mass"]),
        }
    )
    several = st.lists(one, max_size=5)
    if one_firm_each:
        several = several.map(
            lambda rows: [
                row | {"enterprise_id": "ABXYZ"[n], "enterprise_name": ""} for n, row in enumerate(rows)
            ]
        )
    return several.map(numbered)


_enterprises = st.lists(
    st.fixed_dictionaries(
        {
            "enterprise_name": st.sampled_from(["Mill", "Dye works", "Forge"]),
            "region_code": st.sampled_from(list(PLACES)),
            "industry_code": st.sampled_from(["", "C17", "18"]),
            "employees_count": st.sampled_from(PEOPLE),
        }
    ),
    max_size=4,
).map(lambda rows: tuple(row | {"enterprise_id": firm} for row, firm in zip(rows, "ABCD", strict=False)))
_declared = st.lists(
    st.fixed_dictionaries(
        {
            "region_code": st.sampled_from(list(PLACES)),
            "month": st.sampled_from([LAST, LAST, LAST - 1]),
            "tier": st.sampled_from(["normal", "yellow", "orange", "red"]),
        }
    ),
    max_size=5,
).map(tuple)
_absent = st.sampled_from(
    [frozenset()] * 6 + [frozenset({name}) for name in ("events", "enterprises", "targets")]
)


@st.composite
def _any_world(draw, *, one_firm_each):
    base = _BASES[draw(st.sampled_from(list(_BASES)))]
    return World(
        figures=base.figures | dict(draw(st.lists(_cell(), max_size=12))),
        targets=base.targets | dict(draw(st.lists(_target(), max_size=3))),
        events=draw(events(one_firm_each=one_firm_each)),
        enterprises=draw(_enterprises),
        declared=draw(_declared),
        absent=draw(_absent),
    )


@st.composite
def _rows_with_gaps(draw):
    """Falling figures of the county and a town, broken in the last eight months by gaps, ends and zeros."""
    column = draw(st.sampled_from(STREAK_COLUMNS))
    months = st.lists(st.sampled_from(MONTHS[-8:]), min_size=1, max_size=3, unique=True)
    cells = {
        (place, month, column): draw(st.sampled_from([None, None, 0, 10**6, 1]))
        for place in (COUNTY, "T1")
        for month in draw(months)
    }
    return FALLING.put(cells)


def _near_the_edges(kind, shares=False):
    """A few events of one kind in the judged month, their figures around the edges or missing."""
    staff = [None, 57, 100] if shares else [None, 199, 200, 500, 1000]
    people = [None, 19, 20, 25, 30, 35] if shares else [None, 5, 99, 100, 199, 200, 500, 1000]
    return st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.just(kind),
                "region_code": st.sampled_from([COUNTY, "T1", "V"]),
                "date": st.just("2024-06-10"),
                "state": st.just(""),
                "enterprise_name": st.just(""),
                "industry_code": st.sampled_from(["C17", "18"]),
                "workforce_count": st.sampled_from(staff),
                "affected_count": st.sampled_from(people),
                "petition": st.sampled_from(["individual", "collective", "mass"]),
            }
        ),
        min_size=1,
        max_size=4,
    ).map(lambda rows: numbered([row | {"enterprise_id": "ABXYZ"[n]} for n, row in enumerate(rows)]))


@st.composite
def layoffs_and_closures(draw):
    """A calm county, except for what happens at its firms."""
    kind, shares = draw(st.sampled_from([("closure", False), ("layoff", False), ("layoff", True)]))
    world = replace(
        calm_world(*JUDGED), events=draw(_near_the_edges(kind, shares)), enterprises=draw(_enterprises)
    )
    staff = draw(st.sampled_from([None, 0, 1000, 5000]))
    return world.put({(COUNTY, LAST, "enterprise_employees_count"): staff})


@st.composite
def _towns_at_a_tier(draw):
    """Calm towns, some at a tier, some with a figure missing."""
    figures = {
        (town, LAST, "fund_support_months"): draw(st.sampled_from([20, 5, 4, 3, None])) for town in TOWNS
    }
    return calm_world(*JUDGED).put(figures)


def eventful_worlds():
    """Worlds with at least one event."""
    return st.one_of(
        layoffs_and_closures(), _any_world(one_firm_each=False).filter(lambda world: world.events)
    )


def worlds_of_towns():
    """Worlds in which some town lacks a figure."""
    gaps = st.tuples(st.sampled_from(TOWNS), st.sampled_from(list(CALM)))
    return st.builds(
        lambda world, gap: world.put({(gap[0], LAST, gap[1]): None}),
        st.one_of(_towns_at_a_tier(), _any_world(one_firm_each=False)),
        gaps,
    )


def worlds(*, one_firm_each=False):
    """Any small world, and as often one that turns around a single kind of rule."""
    return st.one_of(
        _any_world(one_firm_each=one_firm_each),
        _rows_with_gaps(),
        layoffs_and_closures(),
        _towns_at_a_tier(),
    )
