"""Judging again only what a change touches gives what judging everything gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import MODES, Evaluation, evaluate, revise
from dashboard.engine.panel import Panel, build
from dashboard.plans import Plan
from dashboard.plans.variants import switchable, with_edge, with_reading
from tests.engine.worlds import CALM, LAST, PLAN, calm_world, worlds

READINGS = [(one.id, reading.id) for one, readings in switchable(PLAN) for reading in readings]


def same(found: Evaluation, wanted: Evaluation) -> None:
    for name in ("levels", "partial", "applies", "tiers", "complete", "judged", "applicable"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    assert found.cells.keys() == wanted.cells.keys()
    for rule, cells in wanted.cells.items():
        assert np.array_equal(found.cells[rule].cell, cells.cell)
        assert np.array_equal(found.cells[rule].value, cells.value, equal_nan=True)


def halved(panel: Panel, column: str) -> Panel:
    if column not in panel.indicators:
        return panel
    return replace(panel, indicators={**panel.indicators, column: panel.indicators[column] * 0.5})


@settings(deadline=None)
@given(worlds(), st.sampled_from(sorted(CALM)), st.sampled_from(MODES), st.sampled_from(MODES))
def test_a_changed_column_is_judged_as_if_all_were(world, column, before, after):  # type: ignore[no-untyped-def]
    panel = build(world.tables(), PLAN, LAST)
    base = evaluate(PLAN, panel, before)
    other = halved(panel, column)
    same(revise(base, PLAN, other, after), evaluate(PLAN, other, after))


@settings(deadline=None)
@given(worlds(), st.sampled_from(READINGS), st.sampled_from(MODES))
def test_another_reading_is_judged_as_if_all_were(world, reading, mode):  # type: ignore[no-untyped-def]
    panel = build(world.tables(), PLAN, LAST)
    other = with_reading(PLAN, *reading)
    same(revise(evaluate(PLAN, panel, mode), other, panel, mode), evaluate(other, panel, mode))


@settings(deadline=None)
@given(worlds(), st.sampled_from(MODES))
def test_events_that_go_are_judged_as_if_all_were(world, mode):  # type: ignore[no-untyped-def]
    panel = build(world.tables(), PLAN, LAST)
    other = replace(panel, events=panel.events.at(np.empty(0, np.int64)) if panel.events else None)
    same(revise(evaluate(PLAN, panel, mode), PLAN, other, mode), evaluate(PLAN, other, mode))


@pytest.fixture
def calm() -> Panel:
    return build(calm_world("C", "T1", "T2", "T3").tables(), PLAN, LAST)


def test_nothing_changed_takes_over_the_very_arrays(calm: Panel) -> None:
    base = evaluate(PLAN, calm, "detected")
    assert revise(base, PLAN, calm, "detected").levels is base.levels


def test_another_place_or_month_is_judged_whole(calm: Panel) -> None:
    base = evaluate(PLAN, calm, "published")
    shorter = build(calm_world("C").tables(), PLAN, LAST)
    same(revise(base, PLAN, shorter, "published"), evaluate(PLAN, shorter, "published"))


def test_an_edge_moved_judges_its_own_rule(calm: Panel) -> None:
    base = evaluate(PLAN, calm, "published")
    moved: Plan = with_edge(PLAN, "fund_support_months.yellow", "<= 30")
    found = revise(base, moved, calm, "published")
    same(found, evaluate(moved, calm, "published"))
    assert found.tiers[-1].tolist() != base.tiers[-1].tolist()
