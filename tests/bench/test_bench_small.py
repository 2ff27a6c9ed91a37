"""What the measurement of the engine rests on: every engine gives the same answer."""

import pytest

from bench import bench_store
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


def test_the_store_is_measured_beside_its_rival_on_both_databases(capsys):
    bench_store.main(50)
    said = capsys.readouterr().out
    assert said.count("pandas.to_sql") == said.count("ours: import a thousandth again") == 2
