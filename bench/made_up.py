"""A made-up country: towns under counties, months of figures with holes, events, firms and declared alerts.

The same seed gives the same panel. Most months are calm; about one figure in thirty is missing, a few regions
never report a column, and some counties go through a bad half-year.
"""

from __future__ import annotations

import numpy as np

from dashboard.engine.panel import Events, Firms, Floats, Ints, Panel
from dashboard.plans.schema import PETITIONS

FIRST_MONTH = 2023 * 12
MISSING = 0.03
TOWNS_A_COUNTY = 14.3
EVENTS_A_COUNTY_MONTH = 0.5
FIRMS_A_COUNTY = 20
DIVISIONS = tuple(str(n) for n in range(10, 40))

FIGURES = {  # column: (mean, spread, step a month in a bad half-year, decimals)
    "registered_unemployment_rate_pct": (3.4, 0.35, 0.25, 1),
    "graduate_employment_rate_pct": (90.0, 2.5, -2.0, 1),
    "long_term_unemployed_share_pct": (25.0, 4.0, 3.0, 1),
    "fund_support_months": (11.0, 2.5, -1.2, 1),
    "benefit_payout_rate_pct": (97.0, 2.5, -4.0, 1),
}
COUNTS = {  # column: (mean of the logarithm, noise a month, growth a month in a bad half-year)
    "monitored_employees_count": (7.5, 0.02, -0.045),
    "registered_unemployed_count": (6.0, 0.03, 0.05),
    "first_time_claimants_count": (4.5, 0.08, 0.09),
    "enterprise_employees_count": (8.5, 0.01, -0.01),
}
TARGETS = {"registered_unemployment_rate_target_pct": 3.8, "graduate_employment_rate_target_pct": 90.0}


def country(regions: int, months: int, seed: int = 1) -> Panel:
    """A panel of that many regions and months."""
    rng = np.random.default_rng(seed)
    parents = _parents(regions)
    is_county = parents < 0
    years = (FIRST_MONTH + months - 1) // 12 - FIRST_MONTH // 12 + 1
    bad = _bad_times(rng, months, parents)
    firms = _firms(rng, parents)
    codes = tuple(f"{n:06d}" for n in range(regions))
    return Panel(
        first_month=FIRST_MONTH,
        month_count=months,
        codes=codes,
        names=codes,
        levels=tuple(np.where(is_county, "county", "town").tolist()),
        parents=parents,
        indicators=_indicators(rng, bad),
        targets={
            name: _with_holes(rng, np.round(target + 0.1 * rng.integers(-3, 4, (years, regions)), 1), 0.01)
            for name, target in TARGETS.items()
        },
        first_year=FIRST_MONTH // 12,
        declared=np.where(
            is_county[None, :],
            -1,
            rng.choice(
                np.array([-1, 0, 1, 2, 3], dtype=np.int8),
                (months, regions),
                p=[0.94, 0.02, 0.025, 0.01, 0.005],
            ),
        ).astype(np.int8),
        events=_events(rng, months, parents, firms),
        firms=firms,
        divisions=DIVISIONS,
    )


def _parents(regions: int) -> Ints:
    """Each county stands before its towns."""
    counties = max(1, round(regions / (TOWNS_A_COUNTY + 1)))
    sizes = np.full(counties, regions // counties)
    sizes[: regions % counties] += 1
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    parents = np.repeat(first, sizes)
    parents[first] = -1
    return parents.astype(np.int64)


def _bad_times(rng: np.random.Generator, months: int, parents: Ints) -> Floats:
    """How many months each region is into a bad half-year, [months, regions]; 0 in good times."""
    regions = len(parents)
    start = np.where(rng.random(regions) < 0.15, rng.integers(1, max(months - 3, 2), regions), months)
    since = np.arange(months)[:, None] - start[None, :] + 1
    return np.where((since > 0) & (since <= 7), since, 0).astype(np.float64)


def _indicators(rng: np.random.Generator, bad: Floats) -> dict[str, Floats]:
    columns: dict[str, Floats] = {}
    for name, (mean, spread, step, decimals) in FIGURES.items():
        values = np.round(rng.normal(mean, spread, bad.shape) + step * bad, decimals)
        columns[name] = _with_holes(rng, np.clip(values, 0.0, None), MISSING)
    for name, (log_mean, noise, growth) in COUNTS.items():
        size = rng.normal(log_mean, 1.0, bad.shape[1])[None, :]
        values = np.round(np.exp(size + rng.normal(0.0, noise, bad.shape) + growth * bad))
        columns[name] = _with_holes(rng, values, MISSING)
    return columns


def _with_holes(rng: np.random.Generator, values: Floats, missing: float) -> Floats:
    values[rng.random(values.shape) < missing] = np.nan
    values[:, rng.random(values.shape[1]) < missing / 3] = np.nan
    return values


def _firms(rng: np.random.Generator, parents: Ints) -> Firms:
    count = FIRMS_A_COUNTY * int((parents < 0).sum())
    employees = np.round(np.exp(rng.normal(5.5, 1.0, count)))
    employees[rng.random(count) < MISSING] = np.nan
    division = rng.integers(0, len(DIVISIONS), count)
    division[rng.random(count) < 0.02] = -1
    return Firms(rng.integers(0, len(parents), count), division, employees)


def _events(rng: np.random.Generator, months: int, parents: Ints, firms: Firms) -> Events:
    """Half closures, half layoffs; two in three by a firm on watch, some of them several in one month."""
    count = max(4, int(EVENTS_A_COUNTY_MONTH * months * int((parents < 0).sum())))
    listed = rng.random(count) < 0.65
    firm = np.where(listed, rng.integers(0, len(firms.region), count), len(firms.region) + np.arange(count))
    region = np.where(listed, firms.region[np.where(listed, firm, 0)], rng.integers(0, len(parents), count))
    workforce = np.round(np.exp(rng.normal(6.0, 0.9, count)))
    affected = np.ceil(workforce * rng.choice([0.02, 0.1, 0.3, 0.6], count))
    workforce[rng.random(count) < 0.05] = np.nan
    affected[rng.random(count) < 0.05] = np.nan
    division = np.where(
        listed, firms.division[np.where(listed, firm, 0)], rng.integers(-1, len(DIVISIONS), count)
    )
    return Events(
        row=np.arange(count),
        month=rng.integers(0, months, count),
        region=region.astype(np.int64),
        kind=rng.choice(np.array(["closure", "layoff"]), count),
        affected=affected,
        workforce=workforce,
        petition=rng.choice(np.arange(len(PETITIONS), dtype=np.int8), count, p=[0.7, 0.15, 0.1, 0.05]),
        division=division.astype(np.int64),
        firm=firm.astype(np.int64),
    )
