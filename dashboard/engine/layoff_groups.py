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

from dashboard.engine.event_measures import Cells, spread, tiers_of
from dashboard.engine.measures import worst_tier
from dashboard.engine.panel import Floats, Ints, Panel, once
from dashboard.engine.pools import NONE, Pool, order_by
from dashboard.engine.thresholds import percent, rounded_all
from dashboard.plans.schema import GroupShare, Rule

ALL = -2
NO_INDUSTRY = -1


@dataclass(frozen=True)
class Groups:
    """Pooled layoffs, one entry a group: industry groups in order of their first event, then all together.

    ``division``: the industry's number, −1 for events without one, −2 for all firms together. ``laid_off`` and
    ``staff`` are NaN when not fully known. ``pool`` brings the groups of a cell together, ``cells`` are those cells.
    """

    cells: Ints
    pool: Pool
    division: Ints
    first_row: Ints
    laid_off: Floats
    staff: Floats


@once
def groups(panel: Panel, kind: str) -> Groups:
    """Pool the layoffs of every month and region."""
    found = spread(panel, kind)
    events, cells = found.events, found.pool
    firms = Pool.by(cells.number, events.firm[found.event])
    staff = firms.largest(events.workforce[found.event])
    cell_of_firm = cells.number[firms.one]

    order = order_by(cells.number, events.division[found.event] + 1, events.firm[found.event])
    event, number = found.event[order], cells.number[order]
    firm, division = events.firm[event], events.division[event]
    industries = Pool.in_order(number, division)
    number, industry = number[industries.one], division[industries.one]
    firms_there = Pool.in_order(industries.number, firm).one
    outsiders = firms_there[
        ~_on_watch(panel, found.cell[order[firms_there]], firm[firms_there], division[firms_there])
    ]
    industry_staff = _industry_staff(panel, found.cells[number], industry) + _sums(
        industries.number[outsiders], staff[firms.number[order[outsiders]]], len(industries)
    )
    industry_staff[industry == NO_INDUSTRY] = np.nan

    several = np.flatnonzero(np.bincount(cell_of_firm, minlength=len(cells)) >= 2)
    of_cell = np.concatenate([number, several])
    return Groups(
        cells=found.cells,
        pool=Pool.by(of_cell),
        division=np.concatenate([industry, np.full(len(several), ALL)]),
        first_row=np.concatenate([industries.least(events.row[event]), np.full(len(several), NONE)]),
        laid_off=np.concatenate(
            [industries.sums(events.affected[event]), cells.sums(events.affected[found.event])[several]]
        ),
        staff=np.concatenate([industry_staff, _sums(cell_of_firm, staff, len(cells))[several]]),
    )


def judge_layoffs(rule: Rule, panel: Panel, tier_ids: Sequence[str]) -> Cells:
    """Judge the largest known share."""
    assert isinstance(rule.measure, GroupShare)
    figures = rule.measure.group_share
    found = groups(panel, figures.kind)
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
    decided = found.division[_first_best(found, figure == best[pool.number])]
    labels = np.array([*panel.divisions, "all", "none"], dtype=np.object_)
    return Cells(
        found.cells,
        level,
        possible,
        np.where(level < 0, np.nan, np.where(none, 0.0, best)),
        np.where((level < 0) | none, -1, decided % len(labels)),
        labels,
    )


def _first_best(found: Groups, is_best: NDArray[np.bool_]) -> Ints:
    """For each cell the deciding group: of equal shares the one whose first event stands first; 0 for none."""
    pool = found.pool
    first = pool.least(found.first_row, is_best)
    which = pool.least(np.arange(pool.items), is_best & (found.first_row == first[pool.number]))
    return np.where(which == NONE, 0, which)


def _sums(group: Ints, values: Floats, count: int) -> Floats:
    """Sums by group, NaN where one of the values is missing."""
    total: Floats = np.bincount(group, values, minlength=count).astype(np.float64)
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
