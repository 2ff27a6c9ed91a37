"""Figures that stand exactly on an edge count as the plan says, whatever floating-point numbers make of them."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import evaluate
from dashboard.engine.figures import month_figures
from dashboard.engine.panel import build
from dashboard.engine.thresholds import growth_percent, identity, percent, raw_edge, rounded
from dashboard.plans import Edge, load
from tests.engine.worlds import LAST, typed

PLAN = load("gaotai-2021")
TRANSFORMS = {"as it stands": identity, "as a percentage": percent, "as growth": growth_percent}
bit_for_bit = settings(derandomize=True, database=None, deadline=None, max_examples=400)


def judged(rule, indicators, targets=(), events=()):
    """Tiers and figures of one rule over many counties; rows name their county by number."""
    count = 1 + max(row["region_code"] for row in [*indicators, *events])
    tables = {
        "regions": typed(
            "regions",
            [{"region_code": f"C{n}", "region_name": f"C{n}", "level": "county"} for n in range(count)],
        ),
        "indicators": typed("indicators", [named(row) for row in indicators]),
        "targets": typed("targets", [named(row) for row in targets]),
        "events": typed("events", [named(row) | {"event_id": f"E{n}"} for n, row in enumerate(events)]),
        "enterprises": typed("enterprises", []),
    }
    evaluation = evaluate(PLAN, build(tables, PLAN, LAST))
    index = LAST - evaluation.panel.first_month
    position = evaluation.rule_positions[rule]
    return evaluation.levels[position, index], month_figures(evaluation, index).value[position]


def named(row):
    return row | {"region_code": f"C{row['region_code']}"}


def test_four_hundred_margins_of_exactly_half_a_point_all_count():
    targets = [Decimal(n) / 10 for n in range(400)]
    rates = [target + Decimal("0.5") for target in targets]
    assert any(float(r) - float(t) < 0.5 for r, t in zip(rates, targets, strict=True)), (
        "plain floats miss some"
    )
    levels, values = judged(
        "registered_unemployment_rate_gap",
        [
            {"region_code": n, "month": LAST, "registered_unemployment_rate_pct": float(rate)}
            for n, rate in enumerate(rates)
        ],
        [
            {"region_code": n, "year": 2024, "registered_unemployment_rate_target_pct": float(target)}
            for n, target in enumerate(targets)
        ],
    )
    assert levels.tolist() == [1] * 400
    assert values.tolist() == [0.5] * 400


@pytest.mark.parametrize(("points", "level"), [("5", 1), ("10", 2), ("15", 3)])
def test_graduates_exactly_on_an_edge_count_whatever_the_target(points, level):
    targets = [Decimal(n) / 10 for n in range(200, 1001)]
    levels, values = judged(
        "graduate_employment_rate_gap",
        [
            {"region_code": n, "month": LAST, "graduate_employment_rate_pct": float(target - Decimal(points))}
            for n, target in enumerate(targets)
        ],
        [
            {"region_code": n, "year": 2024, "graduate_employment_rate_target_pct": float(target)}
            for n, target in enumerate(targets)
        ],
    )
    assert set(levels.tolist()) == {level}
    assert set(values.tolist()) == {float(points)}


@pytest.mark.parametrize(
    ("rule", "column", "base", "next_"),
    [
        ("first_time_claimants_growth", "first_time_claimants_count", 20, 21),
        ("monitored_employees_decline", "monitored_employees_count", 100, 97),
    ],
    ids=["five per cent more", "three per cent less"],
)
def test_a_change_of_exactly_the_edge_counts_whatever_the_numbers(rule, column, base, next_):
    rows = [
        {"region_code": n, "month": month, column: number * (n + 1)}
        for n in range(3000)
        for month, number in ((LAST - 1, base), (LAST, next_))
    ]
    _, values = judged(rule, rows)
    assert set(values.tolist()) == {1.0}


@pytest.mark.parametrize(
    ("rule", "column", "base", "next_"),
    [
        ("first_time_claimants_growth", "first_time_claimants_count", 2_000_000, 2_099_999),
        ("monitored_employees_decline", "monitored_employees_count", 10_000_000, 9_700_001),
    ],
    ids=["just less than five per cent more", "just less than three per cent less"],
)
def test_a_change_just_short_of_the_edge_does_not_count(rule, column, base, next_):
    rows = [
        {
            "region_code": n,
            "month": month,
            column: number + n if month == LAST - 1 else number + n * next_ // base,
        }
        for n in range(0, 300)
        for month, number in ((LAST - 1, base), (LAST, next_))
    ]
    exact = [
        Decimal(after[column]) / Decimal(before[column])
        for before, after in zip(rows[::2], rows[1::2], strict=True)
    ]
    short = [ratio < Decimal("1.05") if next_ > base else ratio > Decimal("0.97") for ratio in exact]
    beyond_rounding = [
        abs(ratio - (Decimal("1.05") if next_ > base else Decimal("0.97"))) > Decimal("5e-9")
        for ratio in exact
    ]
    _, values = judged(rule, rows)
    for is_short, is_clear, value in zip(short, beyond_rounding, values.tolist(), strict=True):
        if is_clear:
            assert value == (0.0 if is_short else 1.0)


@pytest.mark.parametrize(("tenths", "level"), [(12, 1), (13, 2), (14, 3)])
def test_growth_over_a_year_of_exactly_an_edge_counts_whatever_the_numbers(tenths, level):
    rows = [
        {"region_code": n, "month": month, "registered_unemployed_count": number * (n + 1)}
        for n in range(3000)
        for month, number in ((LAST - 12, 10), (LAST, tenths))
    ]
    levels, values = judged("registered_unemployed_growth", rows)
    assert set(levels.tolist()) == {level}
    assert set(values.tolist()) == {tenths * 10.0 - 100}


@pytest.mark.parametrize(("share", "level"), [(2, 1), (3, 2), (4, 3)])
def test_closures_of_exactly_an_edge_count_whatever_the_numbers(share, level):
    """Ten, fifteen and twenty per cent, as 2, 3 and 4 of twenty."""
    counties = range(1000)
    levels, _ = judged(
        "closure_workforce_share",
        [{"region_code": n, "month": LAST, "enterprise_employees_count": 20 * (n + 1)} for n in counties],
        events=[
            {"region_code": n, "date": "2024-06-10", "kind": "closure", "affected_count": share * (n + 1)}
            for n in counties
        ],
    )
    assert set(levels.tolist()) == {level}


@pytest.mark.parametrize(("share", "level"), [(5, 1), (6, 2), (7, 3)])
def test_layoffs_of_exactly_an_edge_count_whatever_the_numbers(share, level):
    """Twenty-five, thirty and thirty-five per cent, as 5, 6 and 7 of twenty; from twenty people on."""
    counties = range(1000)
    levels, _ = judged(
        "layoff_workforce_share",
        [{"region_code": n, "month": LAST} for n in counties],
        events=[
            {
                "region_code": n,
                "date": "2024-06-10",
                "kind": "layoff",
                "industry_code": "C17",
                "affected_count": share * (n + 4),
                "workforce_count": 20 * (n + 4),
            }
            for n in counties
        ],
    )
    assert set(levels.tolist()) == {level}


edges = st.builds(
    Edge,
    st.sampled_from([">=", ">", "<=", "<"]),
    st.one_of(
        st.sampled_from(
            [0.0, 0.5, 1.0, 1.5, 3.0, 5.0, -3.0, 10.0, 20.0, 30.0, 35.0, 70.0, 80.0, 90.0, 1000.0]
        ),
        st.integers(-(10**9), 10**9).map(lambda n: n / 10**6),
        st.integers(-(10**6), 10**6).map(float),
    ),
)
transforms = st.sampled_from(list(TRANSFORMS))


def agrees(edge, transform, raw):
    """Whether comparing the raw figure says what rounding the figure and comparing says."""
    carried = bool(raw_edge(edge, transform).reached(np.asarray(raw)))
    return carried == edge.reached_by(rounded(raw, transform))


def steps(raw, count):
    """The number some floating-point numbers further on."""
    for _ in range(abs(count)):
        raw = float(np.nextafter(raw, np.inf if count > 0 else -np.inf))
    return raw


@bit_for_bit
@given(edges, transforms, st.integers(-40, 40))
def test_beside_its_own_raw_figure_an_edge_is_where_rounding_puts_it(edge, name, ulps):
    transform = TRANSFORMS[name]
    assert agrees(edge, transform, steps(raw_edge(edge, transform).raw, ulps))


@bit_for_bit
@given(edges, transforms, st.sampled_from([-1.5, -1, -0.5, 0, 0.5, 1, 1.5]), st.integers(-40, 40))
@example(Edge(">=", 0.5), "as it stands", -0.5, 0)
@example(Edge("<", 80.0), "as it stands", -0.5, 1)
@example(Edge(">=", 5.0), "as growth", -0.5, -1)
def test_around_the_number_of_an_edge_raw_figures_agree_with_rounding(edge, name, millionths, ulps):
    figure = edge.number + millionths / 10**6
    raw = {"as it stands": figure, "as a percentage": figure / 100, "as growth": figure / 100 + 1}[name]
    assert agrees(edge, TRANSFORMS[name], steps(raw, ulps))


@bit_for_bit
@given(edges, transforms, st.floats(-1e12, 1e12))
def test_far_from_an_edge_raw_figures_agree_with_rounding(edge, name, raw):
    assert agrees(edge, TRANSFORMS[name], raw)


@bit_for_bit
@given(edges, transforms, st.integers(0, 10**7), st.integers(1, 10**7))
def test_ratios_of_counts_agree_with_rounding(edge, name, part, whole):
    assert agrees(edge, TRANSFORMS[name], part / whole)


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("op", [">=", ">", "<=", "<"])
def test_a_missing_figure_reaches_no_edge(name, op):
    assert not raw_edge(Edge(op, 5.0), TRANSFORMS[name]).reached(np.asarray(np.nan))
