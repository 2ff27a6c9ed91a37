"""What the measurement of the engine rests on: every engine gives the same answer."""

import pytest

from bench.bench_engine import answer, compare, differences
from bench.made_up import country
from bench.rules import rules_of
from dashboard.engine.evaluate import evaluate
from dashboard.plans import load


@pytest.mark.parametrize("seed", range(4))
def test_pandas_polars_and_duckdb_give_our_answer_for_ten_regions(seed):
    assert differences(load("gaotai-2021"), country(10, 24, seed)) == []


def test_they_do_for_several_counties_and_a_longer_time():
    assert differences(load("gaotai-2021"), country(60, 30)) == []


def test_a_wrong_answer_would_be_noticed():
    plan, panel = load("gaotai-2021"), country(10, 24)
    panel.indicators["fund_support_months"][3, 5] = 1.0
    changed = country(10, 24)
    changed.indicators["fund_support_months"][3, 5] = 9.0
    assert answer(evaluate(plan, panel)).differences(answer(evaluate(plan, changed)))


def test_every_engine_is_timed():
    plan = load("gaotai-2021")
    assert list(compare(plan, rules_of(plan), 10)) == ["floor", "ours", "again", "pandas", "polars", "DuckDB"]
