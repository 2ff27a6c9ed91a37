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
from dashboard.engine.panel import Events, Floats, Ints, Panel, Tiers
from dashboard.engine.thresholds import percent, rounded
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

    def label(self, index: int, panel: Panel) -> str:
        """The group's name in answers: a division, ``all`` or ``none``."""
        number = int(self.division[index])
        return {ALL: "all", NO_INDUSTRY: "none"}.get(number) or panel.divisions[number]


def groups(panel: Panel, events: Events) -> Groups:
    """Pool the layoffs of every month and region."""
    event, cell = spread(events, panel)
    firm, division = events.firm[event], events.division[event]
    affected, row = events.affected[event], events.row[event]
    staff_of, pair_of = _largest_workforce(cell, firm, events.workforce[event])

    industry_cell, industry, of_group = _distinct_pairs(cell, division)
    laid_off = _sums(of_group, affected, len(industry))
    first = np.full(len(industry), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, of_group, row)
    staff = _industry_staff(panel, industry_cell, industry)
    outside = ~_on_watch(panel, cell, firm, division)
    once = np.unique(np.stack([of_group[outside], pair_of[outside]]), axis=1)
    staff = staff + _sums(once[0], staff_of[once[1]], len(industry))
    staff[industry == NO_INDUSTRY] = np.nan

    cells, of_cell = np.unique(cell, return_inverse=True)
    pair_cells = np.zeros(len(staff_of), dtype=np.int64)
    pair_cells[pair_of] = of_cell
    several = np.bincount(pair_cells, minlength=len(cells)) >= 2
    return Groups(
        cell=np.concatenate([industry_cell, cells[several]]),
        division=np.concatenate([industry, np.full(int(several.sum()), ALL)]),
        first_row=np.concatenate([first, np.full(int(several.sum()), np.iinfo(np.int64).max)]),
        laid_off=np.concatenate([laid_off, _sums(of_cell, affected, len(cells))[several]]),
        staff=np.concatenate([staff, _sums(pair_cells, staff_of, len(cells))[several]]),
    )


def judge_layoffs(rule: Rule, panel: Panel, tier_ids: Sequence[str]) -> Cells | None:
    """Judge the largest known share; None without an events table."""
    if panel.events is None or not isinstance(rule.measure, GroupShare):
        return None
    figures = rule.measure.group_share
    found = groups(panel, panel.events.of_kind(figures.kind))
    ignored = found.laid_off < figures.min_affected
    unknown = ~ignored & (np.isnan(found.laid_off) | np.isnan(found.staff) | (found.staff == 0))
    counted = ~ignored & ~unknown
    share = np.full(len(found.cell), np.nan)
    share[counted] = found.laid_off[counted] / found.staff[counted]
    return _by_cell(rule, found, share, unknown, tier_ids, panel)


def _by_cell(
    rule: Rule,
    found: Groups,
    share: Floats,
    unknown: NDArray[np.bool_],
    tier_ids: Sequence[str],
    panel: Panel,
) -> Cells:
    cells, inverse = np.unique(found.cell, return_inverse=True)
    figure = np.array([rounded(float(s), percent) for s in share])
    best = np.full(len(cells), -np.inf)
    np.fmax.at(best, inverse, figure)
    lacking = np.bincount(inverse, unknown, minlength=len(cells)) > 0
    proven: Tiers = np.zeros(len(cells), dtype=np.int8)
    np.maximum.at(proven, inverse, tiers_of(share, rule, tier_ids, percent))
    level = np.where(lacking & (proven == 0), np.int8(-1), proven).astype(np.int8)
    possible = np.where(lacking, np.int8(len(tier_ids)), proven).astype(np.int8)
    decided = _first_best(found, figure == best[inverse], inverse, len(cells))
    none = np.isinf(best)
    value = np.where(none, 0.0, best)
    return Cells(
        cells,
        level,
        possible,
        np.where(level < 0, np.nan, value),
        np.where((level < 0) | none, -1, decided),
        tuple(found.label(i, panel) for i in range(len(found.cell))),
    )


def _first_best(found: Groups, is_best: NDArray[np.bool_], inverse: Ints, count: int) -> Ints:
    """For each cell the deciding group: of equal shares the one whose first event stands first."""
    order = np.lexsort((found.first_row, ~is_best, inverse))
    _, start = np.unique(inverse[order], return_index=True)
    return order[start] if count else np.empty(0, dtype=np.int64)


def _distinct_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    pairs, inverse = np.unique(np.stack([left, right]), axis=1, return_inverse=True)
    return pairs[0], pairs[1], inverse.reshape(-1)


def _sums(group: Ints, values: Floats, count: int) -> Floats:
    """Sums by group, NaN where one of the values is missing."""
    known = ~np.isnan(values)
    total: Floats = np.bincount(group, np.where(known, values, 0.0), minlength=count).astype(np.float64)
    total[np.bincount(group, ~known, minlength=count) > 0] = np.nan
    return total


def _largest_workforce(cell: Ints, firm: Ints, workforce: Floats) -> tuple[Floats, Ints]:
    """Staff of each laying-off firm in a cell (NaN when no event says), and each event's firm there."""
    _, _, pair_of = _distinct_pairs(cell, firm)
    count = int(pair_of.max()) + 1 if len(pair_of) else 0
    staff = np.full(count, np.nan)
    np.fmax.at(staff, pair_of, workforce)
    return staff, pair_of


def _industry_staff(panel: Panel, cells: Ints, divisions: Ints) -> Floats:
    """Staff of an industry among the region's firms on watch; NaN without their table or with a figure missing."""
    if panel.firms is None:
        return np.full(len(cells), np.nan)
    firm, region = panel.with_ancestors(panel.firms.region)
    width = len(panel.divisions) + 1
    keys, of_key = np.unique(region * width + panel.firms.division[firm], return_inverse=True)
    staff = _sums(of_key, panel.firms.employees[firm], len(keys))
    wanted = cells % max(panel.region_count, 1) * width + divisions
    at = np.searchsorted(keys, wanted)
    there = at < len(keys)
    there[there] = keys[at[there]] == wanted[there]
    return (
        np.where(there, staff[np.minimum(at, max(len(keys) - 1, 0))], 0.0)
        if len(keys)
        else np.zeros(len(cells))
    )


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
