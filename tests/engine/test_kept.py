"""What is kept with a panel or sorted in parts changes no answer."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.made_up import country
from dashboard.engine.evaluate import MODES, evaluate
from dashboard.engine.explain import explain
from dashboard.engine.figures import month_figures
from dashboard.engine.measures import streak_counts, streaks_of_month
from dashboard.engine.panel import Events
from dashboard.engine.pools import order_by
from dashboard.plans import load

PLAN = load("gaotai-2021")
ANSWER = ("levels", "partial", "applies", "tiers", "complete", "judged", "applicable")
STREAKS = ("monitored_employees_decline", "first_time_claimants_growth")


def same(one, two):
    for name in ANSWER:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), name)
    assert one.cells.keys() == two.cells.keys()
    for rule, cells in one.cells.items():
        for field in fields(cells):
            np.testing.assert_array_equal(
                getattr(cells, field.name), getattr(two.cells[rule], field.name), rule
            )


@pytest.mark.parametrize("mode", MODES)
def test_a_panel_judged_again_gets_the_answer_of_one_judged_for_the_first_time(mode):
    panel = country(60, 24)
    for other in MODES:
        evaluate(PLAN, panel, other)
    same(evaluate(PLAN, panel, mode), evaluate(PLAN, replace(panel), mode))


def test_a_copy_of_a_panel_with_other_events_alerts_and_levels_keeps_nothing_of_the_first():
    panel, other = country(60, 24), country(60, 24, seed=2)
    evaluate(PLAN, panel)
    changed = replace(panel, events=other.events, firms=other.firms, declared=other.declared)
    fresh = replace(country(60, 24), events=other.events, firms=other.firms, declared=other.declared)
    same(evaluate(PLAN, changed), evaluate(PLAN, fresh))
    villages = replace(panel, levels=("village",) * panel.region_count)
    assert (evaluate(PLAN, villages).levels[0] == -1).all()


@pytest.mark.parametrize("mode", MODES)
def test_several_threads_give_the_answer_of_one(mode, monkeypatch):
    panel = country(300, 24)
    alone = evaluate(PLAN, replace(panel), mode)
    monkeypatch.setattr("dashboard.engine.evaluate._ALONE", 0)
    monkeypatch.setattr("dashboard.engine.panel._CELLS", 900)
    same(evaluate(PLAN, replace(panel), mode), alone)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**40), st.integers(0, 70_000)), max_size=30))
def test_items_are_sorted_by_the_first_key_then_the_next_and_equal_ones_keep_their_order(items):
    keys = [np.array([item[n] for item in items], dtype=np.int64) for n in range(3)]
    assert order_by(*keys).tolist() == sorted(range(len(items)), key=lambda i: items[i])


@pytest.mark.parametrize("rule_id", STREAKS)
def test_streaks_walked_back_from_a_month_are_those_counted_from_the_first(rule_id):
    panel = country(300, 24)
    rule = PLAN.rule(rule_id)
    counted = streak_counts(rule, panel)
    for index in range(panel.month_count):
        of_month, could = streaks_of_month(rule, panel, index)
        np.testing.assert_array_equal(of_month, counted.count[index])
        assert (could >= of_month).all()
        stopped_for_good = ~counted.open[index] & ~counted.unknown[index]
        np.testing.assert_array_equal(could[stopped_for_good], of_month[stopped_for_good])


def test_an_explanation_lists_the_events_of_a_region_and_those_below_it_in_file_order():
    panel = country(60, 24)
    evaluation = evaluate(PLAN, panel)
    events: Events = panel.events
    for index in (0, 23):
        figures = month_figures(evaluation, index)
        for region in np.flatnonzero(panel.parents < 0):
            below = np.isin(events.region, [region, *panel.children[region]])
            here = below & (events.month == index) & (events.kind == "layoff")
            found = explain(evaluation, figures, "layoff_workforce_share", int(region)).events
            assert list(found) == events.row[here].tolist()
