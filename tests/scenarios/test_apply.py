"""Levers: what each changes of a panel and a plan, what it leaves as it is, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.engine.evaluate import evaluate
from dashboard.engine.panel import Panel
from dashboard.errors import DataError, NotFoundError, PlanError
from dashboard.scenarios.apply import World, apply
from dashboard.scenarios.levers import (
    Assumptions,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    Lever,
    PayoutShock,
    ReadingTaken,
    Scenario,
)
from tests.engine.worlds import PLAN
from tests.scenarios.made import small

CLAIMS, JOBS, FUND = "first_time_claimants_count", "monitored_employees_count", "fund_support_months"
RATE, REGISTERED = "registered_unemployment_rate_pct", "registered_unemployed_count"


def applied(*levers: Lever, panel: Panel | None = None, **more: object) -> World:
    panel = panel or small()
    return apply(PLAN, panel, panel.month_count - 1, Scenario(levers, **more))  # type: ignore[arg-type]


def last(world: World, column: str, place: str = "T1") -> float:
    return float(world.panel.indicators[column][world.index, world.panel.position(place)])


def tier(world: World, place: str) -> int:
    found = evaluate(world.plan, world.panel, "detected")
    return int(found.tiers[world.index, world.panel.position(place)])


def test_the_empty_scenario_gives_the_very_panel_and_plan() -> None:
    panel = small()
    world = applied(panel=panel)
    assert world.panel is panel
    assert world.plan is PLAN


def test_an_indicator_moves_by_percent_in_the_places_named_and_in_this_month_alone() -> None:
    panel = small()
    world = applied(IndicatorShock(CLAIMS, 30, places=("T1",)), panel=panel)
    assert (last(world, CLAIMS, "T1"), last(world, CLAIMS, "T2")) == (130, 100)
    assert np.array_equal(world.panel.indicators[CLAIMS][:-1], panel.indicators[CLAIMS][:-1], equal_nan=True)
    assert panel.indicators[CLAIMS][-1, panel.position("T1")] == 100


def test_only_the_column_that_changes_is_copied() -> None:
    panel = small()
    world = applied(IndicatorShock(CLAIMS, 30), panel=panel)
    assert [n for n, f in world.panel.indicators.items() if f is not panel.indicators[n]] == [CLAIMS]
    assert world.panel.targets is panel.targets
    assert world.panel.events is panel.events


def test_points_are_added_and_a_percentage_stays_one() -> None:
    assert last(applied(IndicatorShock(RATE, 0.4, "points")), RATE) == pytest.approx(3.4)
    assert (
        last(applied(IndicatorShock("benefit_payout_rate_pct", 5, "points")), "benefit_payout_rate_pct")
        == 100
    )
    assert last(applied(IndicatorShock(RATE, -9, "points")), RATE) == 0


def test_a_missing_figure_stays_missing() -> None:
    panel = small()
    gap = panel.indicators[CLAIMS].copy()
    gap[-1] = np.nan
    world = applied(
        IndicatorShock(CLAIMS, 30), panel=replace(panel, indicators={**panel.indicators, CLAIMS: gap})
    )
    assert np.isnan(last(world, CLAIMS))


def test_a_shock_that_goes_on_makes_a_streak() -> None:
    for months, wanted in ((3, 0), (4, 1), (5, 2), (6, 3)):
        world = applied(IndicatorShock(CLAIMS, 6, places=("T1",)), months=months)
        assert tier(world, "T1") == wanted, months
        assert tier(world, "T2") == 0


def test_figures_without_a_lever_stay_or_go_on_as_in_the_last_month() -> None:
    panel = small()
    jobs = panel.indicators[JOBS].copy()
    jobs[-1] *= 0.9
    panel = replace(panel, indicators={**panel.indicators, JOBS: jobs})
    assert last(applied(panel=panel, months=3), JOBS) == 900
    assert last(applied(panel=panel, months=3, assumptions=Assumptions(ahead="trend")), JOBS) == 729


def test_targets_go_on_into_another_year() -> None:
    world = applied(months=12)
    target = world.panel.targets["registered_unemployment_rate_target_pct"]
    assert target[world.panel.year_rows[world.index], 1] == 3.8


def test_a_fund_lasts_shorter_as_more_is_paid() -> None:
    assert last(applied(PayoutShock(25)), FUND) == pytest.approx(16)
    assert last(applied(PayoutShock(25), months=2), FUND) == pytest.approx(12.8)


def test_a_firm_that_lays_off_brings_an_event_and_fewer_jobs_here_and_above() -> None:
    world = applied(FirmShock("A", 120, petition="individual"))
    events = world.panel.events
    assert events is not None
    assert (events.kind.tolist(), events.affected.tolist(), events.workforce.tolist()) == (
        ["layoff"],
        [120],
        [600],
    )
    assert world.panel.event_ids == ("scenario-1",)
    assert [last(world, JOBS, place) for place in ("T1", "C", "T2")] == [880, 880, 1000]
    assert tier(world, "T1") == 1


def test_a_closure_is_held_against_the_staff_before_it() -> None:
    assert tier(applied(FirmShock("A", 100, closes=True)), "T1") == 1
    assert tier(applied(FirmShock("A", 99, closes=True)), "T1") == 0


def test_an_industry_lays_off_through_its_firms() -> None:
    world = applied(IndustryShock("C17", 30))
    assert [(each.firm, each.people) for each in world.happenings] == [(0, 180), (1, 120)]
    assert last(world, JOBS, "C") == 700
    assert last(world, REGISTERED, "C") == 100 + 210
    assert last(world, CLAIMS, "C") == 100 + 150
    assert last(world, RATE, "C") == pytest.approx(3 * 3.1)
    assert tier(world, "C") > 0


def test_what_registers_and_claims_is_an_assumption_that_can_be_changed() -> None:
    none = Assumptions(registered_share_pct=0, claims_share_pct=0)
    world = applied(IndustryShock("17", 30, places=("T2",)), assumptions=none)
    assert [each.people for each in world.happenings] == [120]
    assert [last(world, name, "C") for name in (REGISTERED, CLAIMS, RATE)] == [100, 100, 3]


def test_a_firm_of_unknown_staff_cannot_lay_off_a_number_that_nobody_could_check() -> None:
    world = applied(IndustryShock("18", 50))
    assert not world.happenings


def test_an_edge_and_a_reading_change_the_plan() -> None:
    assert tier(applied(EdgeMoved("fund_support_months.yellow", "<= 20")), "T1") == 1
    assert (
        applied(ReadingTaken("payout_80", "orange")).plan.rule("benefit_payout_rate").edges
        != PLAN.rule("benefit_payout_rate").edges
    )


@pytest.mark.parametrize(
    ("lever", "fault", "said"),
    [
        (IndicatorShock("nothing", 1), NotFoundError, "indicator: found 'nothing'; allowed: "),
        (IndicatorShock(CLAIMS, 1, places=("X",)), NotFoundError, "places: found 'X'"),
        (FirmShock("Z", 1), NotFoundError, "no such firm"),
        (FirmShock("A", 601), DataError, "found 601 people; allowed: 0 to its staff, 600"),
        (IndustryShock("99", 10), NotFoundError, "industry: found '99'"),
        (IndustryShock("17", 101), DataError, "allowed: 0 to 100"),
        (PayoutShock(-100), DataError, "more than -100"),
        (EdgeMoved("nothing.red", "> 1"), NotFoundError, "edge: found the rule"),
        (EdgeMoved("fund_support_months.red", "1"), PlanError, "fund_support_months"),
        (ReadingTaken("payout_80", "nothing"), NotFoundError, "reading payout_80"),
    ],
)  # fmt: skip
def test_what_is_not_there_or_cannot_be_is_said(lever: Lever, fault: type[Exception], said: str) -> None:
    with pytest.raises(fault, match=said):
        applied(lever)


def test_without_a_table_of_events_a_layoff_cannot_be_supposed() -> None:
    with pytest.raises(DataError, match="no table of events"):
        applied(FirmShock("A", 100), panel=replace(small(), events=None))
    with pytest.raises(DataError, match="no table of enterprises"):
        applied(FirmShock("A", 100), panel=replace(small(), firms=None))


def test_a_layoff_that_goes_on_comes_again_in_the_months_before_as_long_as_staff_is_left() -> None:
    world = applied(FirmShock("A", 250), months=4)
    told = [(world.index - each.month, each.people) for each in world.happenings]
    assert told == [(2, 100), (1, 250), (0, 250)], "600 people in all, the last month in full"
    jobs = world.panel.indicators[JOBS][:, world.panel.position("T1")]
    assert (jobs[world.index - 4 : world.index + 1] - jobs[world.index]).tolist() == [600, 600, 500, 250, 0]
    assert world.panel.events is not None
    assert sorted(world.panel.events.month.tolist()) == [world.index - 2, world.index - 1, world.index]


def test_a_closure_happens_once_and_an_industry_loses_its_share_in_each_month() -> None:
    assert len(applied(FirmShock("A", 250, closes=True), months=4).happenings) == 1
    world = applied(IndustryShock("C17", 10), months=2)
    assert sum(each.people for each in world.happenings) == 200
