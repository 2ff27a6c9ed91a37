"""The measures that only other readings of the text use, each against a slow reading of what it says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import evaluate
from dashboard.engine.explain import explain
from dashboard.engine.figures import month_figures
from dashboard.engine.panel import build
from dashboard.engine.streaks_in_all import counts_in_all
from dashboard.engine.thresholds import growth_percent, raw_edge
from dashboard.plans import Edge, load
from dashboard.plans.variants import with_reading
from tests.engine.worlds import COUNTY, JUDGED, LAST, Judged, World, calm_world, typed

PLAN = load("gaotai-2021")
IN_ALL = with_reading(PLAN, "each_month_or_in_all", "cumulative")
DECLINE = "monitored_employees_decline"
JOBS = "monitored_employees_count"
FIGURES = st.one_of(st.none(), st.sampled_from([0, 95, 96, 97, 98, 99, 100, 101, 102, 103]))


def slow(figures, edge):
    """Months counted, whether something missing stopped them, whether the last month cannot be judged."""

    def change(to):
        if to < 1 or figures[to] is None or not figures[to - 1]:
            return None
        return figures[to] / figures[to - 1]

    month, run = len(figures) - 1, 0
    if change(month) is None:
        return 0, False, True
    while (step := change(month)) is not None and (step > 1 if edge.upward else step < 1):
        month, run = month - 1, run + 1
    total = round((figures[-1] / figures[month] - 1) * 100, 6) if run else 0.0
    return (run if run and edge.reached_by(total) else 0), bool(run) and change(month) is None, False


@settings(deadline=None, max_examples=300)
@given(st.lists(FIGURES, min_size=1, max_size=12), st.sampled_from(["<= -3", ">= 5", "< -1"]))
def test_months_that_count_in_all_are_counted_as_a_person_would(figures, text):
    edge = Edge.parse(text)
    values = np.array([[math.nan if f is None else float(f)] for f in figures])
    ratios = np.full(values.shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios[1:] = np.where(values[:-1] == 0, np.nan, values[1:] / values[:-1])
    found = counts_in_all(values, ratios, raw_edge(edge, growth_percent), missing_counts=False)
    told = [(int(c[0]), bool(o[0]), bool(u[0])) for c, o, u in zip(*found, strict=True)]
    assert told == [slow(figures[: n + 1], edge) for n in range(len(figures))]


@settings(deadline=None, max_examples=100)
@given(st.lists(FIGURES, min_size=8, max_size=8))
def test_no_figure_that_is_missing_could_make_months_in_all_worse_than_is_said(figures):
    def judged(filled):
        cells = {(COUNTY, LAST - n, JOBS): f for n, f in enumerate(reversed(filled))}
        return Judged(World().put(cells), plan=IN_ALL)

    worst = judged(figures).possible(COUNTY, DECLINE)
    for fill in (50, 1000):
        filled = [fill if f is None else f for f in figures]
        assert judged(filled).level(COUNTY, DECLINE) <= worst


def test_months_in_all_that_may_have_begun_earlier_say_which_figure_is_missing():
    cells = {(COUNTY, LAST - n, JOBS): f for n, f in enumerate([990, 992, 995, None])}
    world = calm_world(*JUDGED).put(cells)
    panel = build(world.tables(), IN_ALL, LAST)
    evaluation = evaluate(IN_ALL, panel)
    told = explain(
        evaluation, month_figures(evaluation, LAST - panel.first_month), DECLINE, panel.position(COUNTY)
    )
    assert (told.tier, told.partial, told.value, told.streak) == (0, True, 0, ())
    assert [(m.column, m.month) for m in told.missing] == [(JOBS, LAST - 3)]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["normal", "yellow", "orange", "red"])), max_size=6)
)
def test_an_alert_is_in_force_until_the_next_one(rows):
    declared = tuple({"region_code": "T1", "month": LAST - back, "tier": tier} for back, tier in rows)
    tables = {**calm_world(*JUDGED).tables(), "declared_alerts": typed("declared_alerts", declared)}
    panel = build(tables, PLAN, LAST)
    order = ["normal", "yellow", "orange", "red"]
    for month in range(LAST - 6, LAST + 1):
        last = max((LAST - back for back, _ in rows if LAST - back <= month), default=None)
        wanted = max((order.index(t) for back, t in rows if LAST - back == last), default=-1)
        assert panel.in_force[month - panel.first_month, panel.position("T1")] == wanted


@pytest.mark.parametrize(
    ("figure", "tier"), [(79.9999996, 0), (80.0000004, 0), (79.9999994, 2), (80.0000006, 1)]
)
def test_a_figure_that_rounds_onto_one_that_no_tier_takes_has_no_tier(figure, tier):
    neither = with_reading(PLAN, "payout_80", "none")
    world = calm_world(COUNTY).put({(COUNTY, LAST, "benefit_payout_rate_pct"): figure})
    assert Judged(world, plan=neither).level(COUNTY, "benefit_payout_rate") == tier
