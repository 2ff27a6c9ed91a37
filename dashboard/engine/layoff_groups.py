"""Layoffs held against staff: the largest share over industries and over all firms that lay off.

Within a month and region, layoffs are pooled (a) by industry division, against the staff of that industry there,
and (b) all together when two or more firms lay off, against the staff of those firms (plans.md, rule
``layoff_workforce_share``). A group whose people or staff are not fully known is unknown, whatever it could show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.event_measures import Cells, Spread, tiers_of
from dashboard.engine.measures import worst_tier
from dashboard.engine.panel import Floats, Ints, Panel
from dashboard.engine.pools import NONE, Pool
from dashboard.engine.thresholds import percent, rounded_all
from dashboard.plans.schema import GroupShare, Rule

ALL = -2
NO_INDUSTRY = -1


@dataclass(frozen=True)
class Groups:
    """Pooled layoffs, one entry a group: industry groups in order of their first event, then all together.

    ``division``: the industry's number, −1 for events without one, −2 for all firms together. ``laid_off`` and
    ``staff`` are NaN when not fully known.
    """

    cell: Ints
    division: Ints
    first_row: Ints
    laid_off: Floats
    staff: Floats


def groups(panel: Panel, found: Spread) -> Groups:
    """Pool the layoffs of every month and region."""
    events, cell = found.events, found.cell
    firm, division = events.firm[found.event], events.division[found.event]
    affected, row = events.affected[found.event], events.row[found.event]
    firms = Pool.by(cell, firm)
    staff = firms.largest(events.workforce[found.event])

    industries = Pool.by(cell, division)
    industry_cell, industry = cell[industries.one], division[industries.one]
    outside = np.flatnonzero(~_on_watch(panel, cell, firm, division))
    outsiders = outside[Pool.by(industries.number[outside], firms.number[outside]).one]
    industry_staff = _industry_staff(panel, industry_cell, industry) + _sums(
        industries.number[outsiders], staff[firms.number[outsiders]], len(industries)
    )
    industry_staff[industry == NO_INDUSTRY] = np.nan

    cell_of_firm = found.pool.number[firms.one]
    several = np.bincount(cell_of_firm, minlength=len(found.pool)) >= 2
    count = int(several.sum())
    return Groups(
        cell=np.concatenate([industry_cell, found.cells[several]]),
        division=np.concatenate([industry, np.full(count, ALL)]),
        first_row=np.concatenate([industries.least(row), np.full(count, NONE)]),
        laid_off=np.concatenate([industries.sums(affected), found.pool.sums(affected)[several]]),
        staff=np.concatenate([industry_staff, _sums(cell_of_firm, staff, len(found.pool))[several]]),
    )


def _each_event(pooled: Groups, found: Spread) -> Groups:
    """Each layoff as a group of its own, against the staff of its industry."""
    of_industry = np.flatnonzero(pooled.division != ALL)
    division = found.events.division[found.event]
    width = int(pooled.division.max(initial=0)) + 2
    keys = pooled.cell[of_industry] * width + pooled.division[of_industry] + 1
    order = np.argsort(keys)
    at = of_industry[order[np.searchsorted(keys[order], found.cell * width + division + 1)]]
    affected, row = found.events.affected[found.event], found.events.row[found.event]
    return Groups(found.cell, division, row, affected, pooled.staff[at])


def judge_layoffs(rule: Rule, panel: Panel, tier_ids: Sequence[str], spread: Spread) -> Cells:
    """Judge the largest known share."""
    assert isinstance(rule.measure, GroupShare)
    figures = rule.measure.group_share
    found = groups(panel, spread)
    if figures.each_event:
        found = _each_event(found, spread)
    ignored = found.laid_off < figures.min_affected
    unknown = ~ignored & (np.isnan(found.laid_off) | np.isnan(found.staff) | (found.staff == 0))
    counted = ~ignored & ~unknown
    share = np.divide(found.laid_off, found.staff, out=np.full(len(found.cell), np.nan), where=counted)
    return _by_cell(rule, found, share, unknown, tier_ids, panel)


def _by_cell(
    rule: Rule,
    found: Groups,
    share: Floats,
    unknown: NDArray[np.bool_],
    tier_ids: Sequence[str],
    panel: Panel,
) -> Cells:
    pool = Pool.by(found.cell)
    figure = rounded_all(share, percent)
    best = pool.largest(figure)
    none, lacking = np.isnan(best), pool.any(unknown)
    proven = pool.worst(tiers_of(share, rule, tier_ids, percent))
    level = np.where(lacking & (proven == 0), np.int8(-1), proven).astype(np.int8)
    possible = np.where(lacking, worst_tier(rule, tier_ids), proven).astype(np.int8)
    return Cells(
        found.cell[pool.one],
        level,
        possible,
        np.where(level < 0, np.nan, np.where(none, 0.0, best)),
        np.where((level < 0) | none, -1, _first_best(found, figure == best[pool.number], pool)),
        np.array([*panel.divisions, "all", "none"], dtype=np.object_)[found.division],
        found.laid_off,
        found.staff,
    )


def _first_best(found: Groups, is_best: NDArray[np.bool_], pool: Pool) -> Ints:
    """For each cell the deciding group: of equal shares the one whose first event stands first."""
    first = pool.least(found.first_row, is_best)
    return pool.least(np.arange(len(found.cell)), is_best & (found.first_row == first[pool.number]))


def _sums(group: Ints, values: Floats, count: int) -> Floats:
    """Sums by group, NaN where one of the values is missing."""
    known = ~np.isnan(values)
    total: Floats = np.bincount(group, np.where(known, values, 0.0), minlength=count).astype(np.float64)
    total[np.bincount(group, ~known, minlength=count) > 0] = np.nan
    return total


def _industry_staff(panel: Panel, cells: Ints, divisions: Ints) -> Floats:
    """Staff of an industry among the region's firms on watch; NaN without their table or with a figure missing."""
    if panel.firms is None:
        return np.full(len(cells), np.nan)
    region = cells % max(panel.region_count, 1)
    wanted = np.zeros(panel.region_count, dtype=np.bool_)
    wanted[region] = True
    column = np.cumsum(wanted) - 1
    firm, place = panel.with_ancestors(panel.firms.region)
    here = np.flatnonzero(wanted[place])
    firm, place = firm[here], place[here]
    width = len(panel.divisions) + 1
    staff = np.bincount(
        column[place] * width + panel.firms.division[firm] + 1,
        panel.firms.employees[firm],
        minlength=int(wanted.sum()) * width,
    )
    found: Floats = staff[column[region] * width + divisions + 1]
    return found


def _on_watch(panel: Panel, cell: Ints, firm: Ints, division: Ints) -> NDArray[np.bool_]:
    """Whether each laying-off firm is among the region's firms on watch of that industry."""
    if panel.firms is None or not len(panel.firms.region):
        return np.zeros(len(firm), dtype=np.bool_)
    listed = firm < len(panel.firms.region)
    at = np.where(listed, firm, 0)
    lies_in = np.zeros(len(firm), dtype=np.bool_)
    region, above = cell % max(panel.region_count, 1), panel.firms.region[at]
    while (above >= 0).any():
        lies_in |= above == region
        above = np.where(above >= 0, panel.parents[above], -1)
    on_watch: NDArray[np.bool_] = listed & lies_in & (panel.firms.division[at] == division)
    return on_watch
