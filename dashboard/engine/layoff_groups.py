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

from dashboard.engine.event_measures import Cells, Spread, spread, tiers_of
from dashboard.engine.measures import worst_tier
from dashboard.engine.panel import Floats, Ints, Panel, once
from dashboard.engine.pools import Pool, order_by
from dashboard.engine.thresholds import percent, rounded_all
from dashboard.plans.schema import GroupShare, Rule

ALL = -2
NO_INDUSTRY = -1


@dataclass(frozen=True)
class Groups:
    """Pooled layoffs, one entry a group: cell by cell, industries in order of their first event, then all together.

    ``division``: the industry's number, −1 for events without one, −2 for all firms together. ``laid_off`` and
    ``staff`` are NaN when not fully known. ``pool`` brings the groups of a cell together, ``cells`` are those cells.
    """

    cells: Ints
    pool: Pool
    division: Ints
    laid_off: Floats
    staff: Floats


_Columns = tuple[Ints, Ints, Ints, Floats, Floats]
"""Groups before they are sorted: number of the cell, first row, division, people laid off, staff."""


@once
def groups(panel: Panel, kind: str) -> Groups:
    """Pool the layoffs of every month and region."""
    found = spread(panel, kind)
    firms = Pool.by(found.pool.number, found.events.firm[found.event])
    staff = firms.largest(found.events.workforce[found.event])[firms.number]
    both = zip(_industries(panel, found, staff), _all_together(found, firms, staff), strict=True)
    cell, first, division, laid_off, staff = (np.concatenate(columns) for columns in both)
    order = order_by(cell, first)
    return Groups(found.cells, Pool.in_order(cell[order]), division[order], laid_off[order], staff[order])


@once
def each_event(panel: Panel, kind: str) -> Groups:
    """Each layoff as a group of its own, in file order, against the staff of its industry."""
    found, pooled = spread(panel, kind), groups(panel, kind)
    order = order_by(found.pool.number, found.row)
    number, division = found.pool.number[order], found.events.division[found.event[order]]
    of_industry = np.flatnonzero(pooled.division != ALL)
    count = len(of_industry)
    pool = Pool.by(
        np.concatenate([pooled.pool.number[of_industry], number]),
        np.concatenate([pooled.division[of_industry], division]) + 1,
    )  # each holds one industry of a cell, and the layoffs in it
    staff = _sums(pool.number[:count], pooled.staff[of_industry], len(pool))[pool.number[count:]]
    return Groups(found.cells, Pool.in_order(number), division, found.affected[order], staff)


def _industries(panel: Panel, found: Spread, staff: Floats) -> _Columns:
    """Layoffs by industry; ``staff`` is that of each item's firm, as its layoffs tell it."""
    events, number = found.events, found.pool.number
    order = order_by(number, events.division[found.event] + 1, events.firm[found.event])
    event, number = found.event[order], number[order]
    firm, division = events.firm[event], events.division[event]
    pool = Pool.in_order(number, division)
    one = Pool.in_order(pool.number, firm).one  # an item of each firm in an industry
    outside = one[~_on_watch(panel, found.cell[order[one]], firm[one], division[one])]
    number, division = number[pool.one], division[pool.one]
    of_industry = _industry_staff(panel, found.cells[number], division)
    of_industry += _sums(pool.number[outside], staff[order[outside]], len(pool))
    of_industry[division == NO_INDUSTRY] = np.nan
    return number, pool.least(events.row[event]), division, pool.sums(events.affected[event]), of_industry


def _all_together(found: Spread, firms: Pool, staff: Floats) -> _Columns:
    """All layoffs of a cell where two or more firms lay off, after every industry."""
    cell, count = found.pool.number[firms.one], len(found.pool)
    several = np.flatnonzero(np.bincount(cell, minlength=count) >= 2)
    last = np.full(len(several), found.events.row.max(initial=-1) + 1)
    laid_off, of_firms = found.pool.sums(found.affected), _sums(cell, staff[firms.one], count)
    return several, last, np.full(len(several), ALL), laid_off[several], of_firms[several]


def judge_layoffs(rule: Rule, panel: Panel, tier_ids: Sequence[str]) -> Cells:
    """Judge the largest known share."""
    assert isinstance(rule.measure, GroupShare)
    figures = rule.measure.group_share
    found = (each_event if figures.each_event else groups)(panel, figures.kind)
    ignored = found.laid_off < figures.min_affected
    unknown = ~ignored & (np.isnan(found.laid_off) | np.isnan(found.staff) | (found.staff == 0))
    counted = ~ignored & ~unknown
    share = np.divide(found.laid_off, found.staff, out=np.full(len(counted), np.nan), where=counted)
    return _by_cell(rule, found, share, unknown, tier_ids, panel)


def _by_cell(
    rule: Rule,
    found: Groups,
    share: Floats,
    unknown: NDArray[np.bool_],
    tier_ids: Sequence[str],
    panel: Panel,
) -> Cells:
    pool = found.pool
    figure = rounded_all(share, percent)
    best = pool.largest(figure)
    none, lacking = np.isnan(best), pool.any(unknown)
    proven = pool.worst(tiers_of(share, rule, tier_ids, percent))
    level = np.where(lacking & (proven == 0), np.int8(-1), proven).astype(np.int8)
    possible = np.where(lacking, worst_tier(rule, tier_ids), proven).astype(np.int8)
    first_best = pool.least(np.arange(pool.items), figure == best[pool.number])
    return Cells(
        found.cells,
        level,
        possible,
        np.where(level < 0, np.nan, np.where(none, 0.0, best)),
        np.where((level < 0) | none, -1, first_best),
        np.array([*panel.divisions, "all", "none"], dtype=np.object_)[found.division],
        found.laid_off,
        found.staff,
    )


def _sums(group: Ints, values: Floats, count: int) -> Floats:
    """Sums by group, NaN where one of the values is missing."""
    total: Floats = np.bincount(group, values, minlength=count).astype(np.float64)
    return total


def _industry_staff(panel: Panel, cells: Ints, divisions: Ints) -> Floats:
    """Staff of an industry among the region's firms on watch; NaN without their table or with a figure missing."""
    if panel.firms is None:
        return np.full(len(cells), np.nan)
    region, count = cells % max(panel.region_count, 1), len(cells)
    firm, place = panel.with_ancestors(panel.firms.region)
    pool = Pool.by(
        np.concatenate([region, place]), np.concatenate([divisions, panel.firms.division[firm]]) + 1
    )
    staff = _sums(pool.number[count:], panel.firms.employees[firm], len(pool))
    return staff[pool.number[:count]]


def _on_watch(panel: Panel, cell: Ints, firm: Ints, division: Ints) -> NDArray[np.bool_]:
    """Whether each laying-off firm is among the region's firms on watch of that industry."""
    if panel.firms is None or not len(panel.firms.region):
        return np.zeros(len(firm), dtype=np.bool_)
    listed = firm < len(panel.firms.region)
    at = np.where(listed, firm, 0)
    region, above = cell % max(panel.region_count, 1), panel.firms.region[at]
    lies_in = above == region
    while (above >= 0).any():
        above = np.where(above >= 0, panel.parents[above], -1)
        lies_in |= above == region
    on_watch: NDArray[np.bool_] = listed & lies_in & (panel.firms.division[at] == division)
    return on_watch
