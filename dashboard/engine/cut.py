"""Cutting what was judged down to some regions, so that a viewer gets no figure of any other place.

Judging is done once for all regions; this only picks. The regions kept have all their parts with them (whole
subtrees), so every figure of theirs, counted parts and events included, stays as it was judged. Their positions
change: ``regions`` of the cut is the order of the new panel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from dashboard.engine.evaluate import Evaluation
from dashboard.engine.event_measures import Cells
from dashboard.engine.figures import MonthFigures
from dashboard.engine.panel import Events, Firms, Ints, Panel
from dashboard.plans.schema import GroupShare, Rule


@dataclass(frozen=True)
class Cut:
    """What is kept of a panel: positions of regions, and rows of the tables of events and of firms, ascending.

    ``region_count``, ``event_count`` and ``firm_count`` say how many there are before the cut.
    """

    regions: Ints
    event_rows: Ints
    firm_rows: Ints
    region_count: int
    event_count: int
    firm_count: int

    @cached_property
    def region_at(self) -> Ints:
        """The new position of each region, −1 for those that are gone; one more −1 at the end, for no region."""
        return _new_positions(self.regions, self.region_count)

    @cached_property
    def event_at(self) -> Ints:
        """The new row of each event, −1 for those that are gone; one more −1 at the end, for no event."""
        return _new_positions(self.event_rows, self.event_count)

    @cached_property
    def firm_at(self) -> Ints:
        """The new number of each firm in the table of firms, −1 for those that are gone."""
        return _new_positions(self.firm_rows, self.firm_count)


def _new_positions(kept: Ints, count: int) -> Ints:
    at = np.full(count + 1, -1, dtype=np.int64)
    at[kept] = np.arange(len(kept))
    return at


def cut_panel(panel: Panel, cut: Cut) -> Panel:
    """The panel of the regions that are kept; what lies above them is not there."""
    keep = cut.regions
    pick = keep.tolist()
    return replace(
        panel,
        codes=tuple(panel.codes[r] for r in pick),
        names=tuple(panel.names[r] for r in pick),
        levels=tuple(panel.levels[r] for r in pick),
        parents=cut.region_at[panel.parents[keep]],
        indicators={name: figures[:, keep] for name, figures in panel.indicators.items()},
        targets={name: figures[:, keep] for name, figures in panel.targets.items()},
        declared=panel.declared[:, keep],
        events=None if panel.events is None else _cut_events(panel.events, cut),
        firms=None if panel.firms is None else _cut_firms(panel.firms, cut),
        event_ids=tuple(panel.event_ids[row] for row in cut.event_rows.tolist()),
        firm_ids=tuple(panel.firm_ids[row] for row in cut.firm_rows.tolist() if row < len(panel.firm_ids)),
    )


def _cut_events(events: Events, cut: Cut) -> Events:
    keep = np.flatnonzero(cut.event_at[events.row] >= 0)
    picked = Events(**{name: getattr(events, name)[keep] for name in events.__dataclass_fields__})
    listed = np.where(picked.firm < cut.firm_count, cut.firm_at[np.minimum(picked.firm, cut.firm_count)], -1)
    return replace(
        picked,
        row=cut.event_at[picked.row],
        region=cut.region_at[picked.region],
        # A firm that is not on the list that is left keeps a number of its own, behind those of the list.
        firm=np.where(listed >= 0, listed, len(cut.firm_rows) + picked.firm),
    )


def _cut_firms(firms: Firms, cut: Cut) -> Firms:
    keep = cut.firm_rows
    return Firms(
        region=cut.region_at[firms.region[keep]],
        division=firms.division[keep],
        employees=firms.employees[keep],
    )


def cut_evaluation(evaluation: Evaluation, panel: Panel, cut: Cut) -> Evaluation:
    """The evaluation of the regions that are kept; ``panel`` is theirs."""
    keep = cut.regions
    return replace(
        evaluation,
        panel=panel,
        levels=evaluation.levels[:, :, keep],
        partial=evaluation.partial[:, :, keep],
        applies=evaluation.applies[:, :, keep],
        tiers=evaluation.tiers[:, keep],
        complete=evaluation.complete[:, keep],
        judged=evaluation.judged[:, keep],
        applicable=evaluation.applicable[:, keep],
        cells={
            rule: _cut_cells(cells, evaluation.plan.rule(rule), cut)
            for rule, cells in evaluation.cells.items()
        },
    )


def _cut_cells(cells: Cells, rule: Rule, cut: Cut) -> Cells:
    month, region = np.divmod(cells.cell, max(cut.region_count, 1))
    keep = np.flatnonzero(cut.region_at[region] >= 0)
    decided = cells.decided[keep]
    if not isinstance(rule.measure, GroupShare):
        decided = cut.event_at[decided]
    return replace(
        cells,
        cell=month[keep] * len(cut.regions) + cut.region_at[region[keep]],
        level=cells.level[keep],
        possible=cells.possible[keep],
        value=cells.value[keep],
        decided=decided,
    )


def cut_figures(figures: MonthFigures, cut: Cut) -> MonthFigures:
    """One month's figures of the regions that are kept."""
    keep = cut.regions
    return replace(
        figures,
        value=figures.value[:, keep],
        next_tier=figures.next_tier[:, keep],
        distance=figures.distance[:, keep],
        possible=figures.possible[:, keep],
        region_possible=figures.region_possible[keep],
        decides=figures.decides[keep],
        nearness=figures.nearness[keep],
        children={
            rule: {
                int(cut.region_at[region]): counted
                for region, counted in found.items()
                if cut.region_at[region] >= 0
            }
            for rule, found in figures.children.items()
        },
    )
