"""Why a rule stands where it stands, for the one cell that is asked about; and its history over all months."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.escalation import counted_children, published
from dashboard.engine.evaluate import PUBLISHED, Evaluation
from dashboard.engine.event_measures import condition_tiers, kind_of, spread
from dashboard.engine.figures import MonthFigures
from dashboard.engine.measures import ratio_to_earlier, raw, streak_counts, transform_of
from dashboard.engine.panel import Events, Floats, Panel
from dashboard.engine.streaks_in_all import counts_in_all, same_way
from dashboard.engine.thresholds import growth_percent, identity, raw_edge, rounded, rounded_all
from dashboard.plans.schema import (
    ChildTiers,
    EventConditions,
    EventShare,
    Gap,
    GroupShare,
    Growth,
    Rule,
    Streak,
)


@dataclass(frozen=True)
class MonthChange:
    """A month of a streak: its figure, the one before, and the change in percent (NaN when missing)."""

    month: int
    previous: float
    figure: float
    change: float


@dataclass(frozen=True)
class Child:
    """A child that a rule counts: its position, its declared and its detected tier, and completeness."""

    region: int
    declared: int
    detected: int
    complete: bool


@dataclass(frozen=True)
class Missing:
    """A figure that is not there: an indicator or target column, and its month (None: the whole table)."""

    column: str
    month: int | None


@dataclass(frozen=True)
class Explanation:
    """Everything a sentence about one rule, month and region needs; sentences are made elsewhere.

    ``figures`` holds the inputs by role: ``figure``, ``target``, ``base``, ``total``, ``staff``; ``laid_off`` and
    ``group_staff`` of the layoff group that decided. ``streak`` lists the qualifying months, oldest first.
    ``events`` are rows of the events table that count, ``lacking`` those whose missing figure matters. ``group``
    names the layoff group that decided.
    """

    rule: Rule
    month: int
    region: int
    tier: int
    partial: bool
    value: float
    next_tier: int
    distance: float
    possible: int
    figures: dict[str, float] = field(default_factory=dict)
    streak: tuple[MonthChange, ...] = ()
    events: tuple[int, ...] = ()
    lacking: tuple[int, ...] = ()
    decided: int = -1
    group: str = ""
    children: tuple[Child, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


def explain(evaluation: Evaluation, figures: MonthFigures, rule_id: str, region: int) -> Explanation:
    """Explain one rule in the month of ``figures`` for one region."""
    i = evaluation.rule_positions[rule_id]
    rule, index = evaluation.plan.rules[i], figures.month
    base = Explanation(
        rule=rule,
        month=evaluation.panel.first_month + index,
        region=region,
        tier=int(evaluation.levels[i, index, region]),
        partial=bool(evaluation.partial[i, index, region]),
        value=float(figures.value[i, region]),
        next_tier=int(figures.next_tier[i, region]),
        distance=float(figures.distance[i, region]),
        possible=int(figures.possible[i, region]),
    )
    if isinstance(rule.measure, ChildTiers):
        more = _children(evaluation, rule, index, region, figures)
    elif rule.is_event:
        more = _events(evaluation, rule, index, region)
    else:
        more = _indicator(evaluation.panel, rule, index, region)
    return Explanation(**(base.__dict__ | more))


def _indicator(panel: Panel, rule: Rule, index: int, region: int) -> dict[str, object]:
    column = rule.columns()[0]
    values = panel.indicators.get(column)
    if values is None:
        return {"missing": (Missing(column, None),)}
    own, month = values[:, region], panel.first_month + index
    figures = {"figure": float(own[index])}
    missing = [] if own[index] == own[index] else [Missing(column, month)]
    more: dict[str, object] = {}
    match rule.measure:
        case Gap(gap=gap):
            target = panel.targets.get(gap.target)
            figures["target"] = (
                float(target[panel.year_rows[index], region]) if target is not None else np.nan
            )
            if np.isnan(figures["target"]):
                missing.append(Missing(gap.target, month))
        case Growth(growth=growth):
            earlier = index - growth.months
            figures["base"] = float(own[earlier]) if earlier >= 0 else np.nan
            if np.isnan(figures["base"]):
                missing.append(Missing(column, month - growth.months))
        case Streak():
            streak, stopped = _streak(panel, rule.measure, index, own)
            more["streak"] = streak
            figures["base"] = float(own[index - 1]) if index else np.nan
            missing += [Missing(column, m) for m in stopped if Missing(column, m) not in missing]
    return {"figures": figures, "missing": tuple(missing), **more}


def _streak(
    panel: Panel, streak: Streak, index: int, own: Floats
) -> tuple[tuple[MonthChange, ...], list[int]]:
    """The qualifying months, and the months whose missing figure stopped the count."""
    of = streak.streak
    ratio = ratio_to_earlier(own[: index + 1, None], 1)
    edge = raw_edge(of.each_change, growth_percent)
    goes_on = same_way(ratio, edge) if of.in_all else edge.reached(ratio)
    before = int(np.flatnonzero(~goes_on)[-1])  # the first month never goes on
    first = before + 1
    if of.in_all:
        count, _, _ = counts_in_all(own[: index + 1, None], ratio, edge, missing_counts=False)
        first = index + 1 - int(count[index, 0])
    months = tuple(
        MonthChange(
            panel.first_month + m,
            float(own[m - 1]),
            float(own[m]),
            rounded(float(ratio[m, 0]), growth_percent),
        )
        for m in range(first, index + 1)
    )
    stopped: list[int] = []
    if np.isnan(ratio[before, 0]):
        looked_at = [m for m in (before - 1, before) if m < 0 or np.isnan(own[m]) or own[m] == 0]
        stopped = [panel.first_month + m for m in looked_at]
    return months, stopped


def growth_of(own: Floats) -> Floats:
    """Month-on-month change of one region's figures in percent, rounded; NaN where it cannot be worked out."""
    return rounded_all(ratio_to_earlier(own[:, None], 1)[:, 0], growth_percent)


def _events(evaluation: Evaluation, rule: Rule, index: int, region: int) -> dict[str, object]:
    panel = evaluation.panel
    cells = evaluation.cells.get(rule.id)
    if panel.events is None or cells is None:
        return {"missing": (Missing("events", None),)}
    events = in_region(panel, kind_of(rule), index, region)
    figures: dict[str, float] = {"total": float(np.nansum(events.affected))}
    lacks = np.isnan(events.affected)
    missing: list[Missing] = []
    more: dict[str, object] = {}
    at = cells.at(index * panel.region_count + region)
    decided = int(cells.decided[at]) if at is not None else -1
    if isinstance(rule.measure, EventShare):
        column = rule.measure.event_share.denominator
        if rule.measure.event_share.of == "largest" and not lacks.all():
            figures["total"] = float(np.nanmax(events.affected))
        whole = panel.indicators.get(column)
        figures["staff"] = float(whole[index, region]) if whole is not None else np.nan
        if len(events.row) and not figures["staff"] > 0:
            missing.append(Missing(column, panel.first_month + index))
    elif isinstance(rule.measure, EventConditions):
        proven, could = condition_tiers(rule, events, evaluation.plan.tier_ids)
        lacks = could > proven
    elif isinstance(rule.measure, GroupShare):
        lacks = np.isnan(events.affected) | np.isnan(events.workforce)
        if decided >= 0:
            more["group"] = cells.labels[decided]
            figures |= {
                "laid_off": float(cells.laid_off[decided]),
                "group_staff": float(cells.staff[decided]),
            }
        decided = -1
        if panel.firms is None and len(events.row):
            missing.append(Missing("enterprises", None))
    return {
        "figures": figures,
        "events": tuple(int(r) for r in events.row),
        "lacking": tuple(int(r) for r in events.row[lacks]),
        "decided": decided,
        "missing": tuple(missing),
        **more,
    }


def in_region(panel: Panel, kind: str, index: int, region: int) -> Events:
    """The events of a kind that happened in a month in a region or in any region below it, in file order."""
    found, cell = spread(panel, kind), index * panel.region_count + region
    here = slice(*np.searchsorted(found.cell, [cell, cell + 1]))
    return found.events.at(np.sort(found.event[here]))


def _children(
    evaluation: Evaluation, rule: Rule, index: int, region: int, figures: MonthFigures
) -> dict[str, object]:
    child, parent = counted_children(rule, evaluation.panel)
    declared = published(rule, evaluation.panel)
    return {
        "children": tuple(
            Child(
                int(c),
                int(declared[index, c]),
                int(evaluation.tiers[index, c]),
                bool(evaluation.complete[index, c]),
            )
            for c in child[parent == region]
        ),
        "counts": figures.children.get(rule.id, {}).get(region, {}),
    }


@dataclass(frozen=True)
class History:
    """A rule's figure in a region over all months: NaN where unknown; ``changes`` for streaks, in percent."""

    values: Floats
    missing: NDArray[np.bool_]
    levels: NDArray[np.int8]
    changes: Floats | None = None


def history(evaluation: Evaluation, rule_id: str, region: int) -> History:
    """A rule's figures over all months in one region; no figures for rules on several conditions."""
    i = evaluation.rule_positions[rule_id]
    rule, panel = evaluation.plan.rules[i], evaluation.panel
    levels = evaluation.levels[i, :, region]
    values = np.full(panel.month_count, np.nan)
    changes: Floats | None = None
    if isinstance(rule.measure, ChildTiers):
        source = published(rule, panel) if evaluation.mode == PUBLISHED else evaluation.tiers
        child, parent = counted_children(rule, panel)
        values = (source[:, child[parent == region]] >= 1).sum(axis=1).astype(np.float64)
    elif rule.is_event:
        cells = evaluation.cells.get(rule.id)
        if cells is not None and not isinstance(rule.measure, EventConditions):
            values[:] = 0.0
            here = cells.cell % panel.region_count == region
            values[cells.cell[here] // panel.region_count] = cells.value[here]
    elif isinstance(rule.measure, Streak):
        counts = streak_counts(rule, panel, slice(region, region + 1))
        if counts is not None:
            values = counts.count[:, 0].astype(np.float64)
            changes = growth_of(panel.indicators[rule.columns()[0]][:, region])
    else:
        figures = raw(rule, panel, slice(region, region + 1))
        if figures is not None:
            transform = transform_of(rule)
            own = figures[:, 0]
            values = own.copy() if transform is identity else np.array([transform(float(v)) for v in own])
    values = np.where(levels < 0, np.nan, values)
    return History(values, levels < 0, levels, changes)
