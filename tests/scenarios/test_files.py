"""Scenario files and links: what is written is read again, and every fault has its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import DataError, NotFoundError
from dashboard.plans import load
from dashboard.scenarios.files import Saved, as_yaml, parse
from dashboard.scenarios.levers import (
    Assumptions,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    PayoutShock,
    ReadingTaken,
    Scenario,
)
from dashboard.scenarios.link import packed, unpacked
from dashboard.scenarios.presets import fitting, presets

numbers = st.integers(-500, 5000).map(lambda n: n / 10)
names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)
places = st.lists(names, max_size=3).map(tuple)
petitions = st.sampled_from(["none", "individual", "collective", "mass"])
levers = st.one_of(
    st.builds(IndicatorShock, names, numbers, st.just("percent"), places),
    st.builds(IndicatorShock, names, st.integers(-50, 50).map(float), st.just("points"), places),
    st.builds(FirmShock, names, st.integers(0, 9000).map(float), st.booleans(), petitions),
    st.builds(IndustryShock, names, st.integers(0, 100).map(float), petitions, places),
    st.builds(PayoutShock, st.integers(-99, 900).map(float), places),
    st.builds(EdgeMoved, names, st.sampled_from([">= 0.3", "< 90", "<= 4", "> 12"])),
    st.builds(ReadingTaken, names, names),
)
shares = st.integers(0, 100).map(float)
scenarios = st.builds(
    Scenario, st.lists(levers, max_size=5).map(tuple), st.integers(1, 12),
    st.sampled_from(["", "published", "detected"]),
    st.builds(Assumptions, shares, shares, st.sampled_from(["hold", "trend"])),
)  # fmt: skip


@given(scenarios, names)
def test_a_file_is_read_as_it_was_written(scenario: Scenario, name: str) -> None:
    saved = Saved(scenario, name, "gaotai-desk", "2026-09", "abc", "def", (("620724", "orange", "red"),))
    assert parse(as_yaml(saved), "a.yaml") == saved


@given(scenarios, names)
def test_a_link_is_read_as_it_was_packed(scenario: Scenario, name: str) -> None:
    text = packed(Saved(scenario, name))
    assert text.replace("-", "").replace("_", "").isalnum()
    assert unpacked(text) == Saved(scenario, name)


@pytest.mark.parametrize("text", ["x", "%%%", "eJw", "A" * 7000, "eJyrVgIAALgAXA", ""])
def test_a_link_that_holds_nothing_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NotFoundError, match="holds no scenario"):
        unpacked(text)


def test_a_link_that_unpacks_to_more_than_it_may_is_refused() -> None:
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" * 3_000_000, 9)).decode().rstrip("=")
    assert len(bomb) < 6000
    with pytest.raises(NotFoundError):
        unpacked(bomb)


def test_all_faults_of_a_file_are_told_at_once_with_their_lines() -> None:
    text = """nam: x
months: 13
month: June
levers:
  - {firm: A, lays_off: -4, petition: some}
  - {edge: a.red, to: "0.3"}
  - {indicator: a, percent: 3, points: 4}
  - {what: a}
"""
    with pytest.raises(DataError) as told:
        parse(text, "a.yaml")
    assert list(told.value.faults) == [
        "a.yaml, line 1: nam: unknown key; did you mean 'name'?",
        "a.yaml, line 2: months: found 13; allowed: less than or equal to 12",
        "a.yaml, line 3: month: found 'June'; allowed: a month such as '2026-09', in quotes",
        "a.yaml, line 5: levers.1.lays_off: found -4; allowed: greater than or equal to 0",
        "a.yaml, line 5: levers.1.petition: found 'some'; allowed: 'none', 'individual', 'collective' or 'mass'",
        "a.yaml, line 6: levers.2.to: found '0.3'; allowed: an operator (>= > <= <) and a number, such as '>= 0.5'",
        "a.yaml, line 7: levers.3: found percent and points; allowed: percent or points",
        "a.yaml, line 8: levers.4: found the keys what; a lever names one of: "
        "indicator, firm, industry, payouts, edge, reading",
    ]


@pytest.mark.parametrize("line", ["{indicator: a}", "{firm: a}", "{firm: a, lays_off: 1, closes: 1}"])
def test_a_line_with_none_or_two_of_its_numbers_is_refused(line: str) -> None:
    with pytest.raises(DataError, match=r"line 2: levers.1: found "):
        parse(f"levers:\n  - {line}\n", "a.yaml")


def test_an_empty_file_says_what_to_write() -> None:
    with pytest.raises(DataError, match=r"a.yaml, line 1: the file is empty"):
        parse("", "a.yaml")


def test_every_starting_condition_is_named_by_a_shipped_plan_and_can_be_played() -> None:
    columns = load("gaotai-2021").indicator_columns
    assert [preset.id for preset in presets()] == ["epidemic", "policy", "disaster", "cycle"]
    for preset in presets():
        assert {plan: load(plan).id for plan in preset.sources} == {plan: plan for plan in preset.sources}
        assert fitting(preset, columns).levers
        assert len(fitting(preset, ()).levers) < len(fitting(preset, columns).levers)
