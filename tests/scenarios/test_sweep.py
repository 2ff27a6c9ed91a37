"""Sweeps and headroom: each position says what its scenario says, and the smallest change is the smallest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import MODES, evaluate
from dashboard.engine.panel import build
from dashboard.scenarios.apply import apply
from dashboard.scenarios.difference import Judgement
from dashboard.scenarios.headroom import headroom, nearest_steps, turns
from dashboard.scenarios.levers import EdgeMoved, FirmShock, IndicatorShock, Lever, Scenario, with_amount
from dashboard.scenarios.sweep import Sweep, sweep
from tests.engine.worlds import CALM, LAST, PLAN, worlds
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai

COARSE = np.round(np.arange(-40.0, 41.0, 8.0), 6)
levers = st.one_of(
    st.builds(
        IndicatorShock,
        st.sampled_from(sorted(CALM)),
        st.sampled_from([0.0, 8.0, -16.0]),
        st.just("percent"),
        st.sampled_from([(), ("T1",), ("C",)]),
    )
)


def tiers_at(world_panel, index, scenario, mode):  # type: ignore[no-untyped-def]
    world = apply(PLAN, world_panel, index, scenario)
    return evaluate(world.plan, world.panel, mode).tiers[world.index]


@settings(max_examples=40, deadline=None)
@given(worlds(), levers, st.sampled_from(MODES), st.sampled_from([1, 3]))
def test_each_position_says_what_its_scenario_says(world, lever, mode, months):  # type: ignore[no-untyped-def]
    panel = build(world.tables(), PLAN, LAST)
    if lever.column not in panel.indicators:
        return
    index = panel.month_count - 1
    found = sweep(PLAN, panel, index, Scenario((lever,), months), 0, mode, COARSE)
    for at, value in enumerate(COARSE):
        wanted = tiers_at(panel, index, Scenario((with_amount(lever, float(value)),), months), mode)
        assert found.tiers[at].tolist() == wanted.tolist()


@settings(max_examples=40, deadline=None)
@given(worlds(), levers, st.sampled_from(MODES))
def test_the_smallest_change_crosses_and_one_unit_less_does_not(world, lever, mode):  # type: ignore[no-untyped-def]
    panel = build(world.tables(), PLAN, LAST)
    if lever.column not in panel.indicators:
        return
    index, scenario = panel.month_count - 1, Scenario((lever,))
    found = sweep(PLAN, panel, index, scenario, 0, mode, COARSE)

    def tier(position: int, region: int) -> int:
        moved = Scenario((with_amount(lever, float(COARSE[position])),))
        return int(tiers_at(panel, index, moved, mode)[region])

    for region in range(panel.region_count):
        now = tier(found.at, region)
        for turn in turns(found, region, 3):
            nearer = turn.position - (1 if turn.position > found.at else -1)
            if turn.improves:
                assert 0 <= tier(turn.position, region) < now
                assert not 0 <= tier(nearer, region) < now
            else:
                assert tier(turn.position, region) >= turn.tier
                assert tier(nearer, region) < turn.tier


def of_seeds(lever: Lever, *others: Lever) -> Sweep:
    workspace = gaotai()
    return sweep(
        workspace.plan, workspace.panel, SEPTEMBER - workspace.panel.first_month, Scenario((lever, *others)), 0,
        "detected",
    )  # fmt: skip


def test_a_layoff_at_the_seed_firm_turns_its_town_at_the_shares_of_its_industry() -> None:
    town = gaotai().panel.position("620724107000")
    found = of_seeds(FirmShock(SEEDS, 0))
    told = {turn.tier: found.values[turn.position] for turn in turns(found, town, 3)}
    assert told == {1: 320, 2: 384, 3: 448}
    assert len(found.values) == 621


def test_with_a_collective_petition_a_hundred_make_it_orange() -> None:
    workspace = gaotai()
    town = workspace.panel.position("620724107000")
    found = of_seeds(FirmShock(SEEDS, 400, petition="collective"))
    assert {
        turn.tier: found.values[turn.position] for turn in turns(found, town, 3) if not turn.improves
    } == {3: 448}
    better = next(turn for turn in turns(found, town, 3) if turn.improves)
    assert (better.tier, found.values[better.position]) == (0, 99)


def test_crossings_name_place_tiers_and_rules() -> None:
    workspace = gaotai()
    town = workspace.panel.position("620724107000")
    found = of_seeds(FirmShock(SEEDS, 0))
    mine = [each for each in found.crossings if each.region == town]
    assert [(found.values[each.position], each.before, each.after) for each in mine] == [
        (320, 0, 1), (384, 1, 2), (448, 2, 3),
    ]  # fmt: skip
    assert [workspace.plan.rules[i].id for i in mine[0].rules] == ["layoff_workforce_share"]


def test_counts_add_up_to_all_places_at_every_position() -> None:
    found = of_seeds(IndicatorShock("first_time_claimants_count", 0))
    counted = found.counts(range(gaotai().panel.region_count), 3)
    assert counted.shape == (len(found.values), 5)
    assert (counted.sum(axis=1) == gaotai().panel.region_count).all()
    assert found.values[found.rest] == 0


def test_an_edge_is_swept_through_plans() -> None:
    found = of_seeds(EdgeMoved("registered_unemployment_rate_gap.yellow", ">= 0.3"))
    assert found.values[found.at] == 0.3
    assert found.tiers[0].tolist() != found.tiers[found.at].tolist()


def test_headroom_is_given_in_the_unit_of_the_rule_and_in_percent_of_its_figure() -> None:
    workspace = gaotai()
    judged = Judgement(workspace.evaluation("detected"), SEPTEMBER - workspace.panel.first_month)
    rooms = {workspace.plan.rules[each.rule].id: each for each in headroom(judged, workspace.focus)}
    share, fund = rooms["long_term_unemployed_share"], rooms["fund_support_months"]
    assert (share.distance, round(share.change_pct, 3)) == (1.9, 5.74)
    assert (fund.distance, fund.change_pct) == (3.0, pytest.approx(-37.5))
    assert np.isnan(rooms["first_time_claimants_growth"].change_pct)
    steps = nearest_steps(judged)
    assert steps[workspace.focus] == 1.0
    assert np.isnan(steps[0]), "the city is not judged"


def test_moving_a_figure_by_its_headroom_reaches_the_next_tier() -> None:
    workspace = gaotai()
    index = SEPTEMBER - workspace.panel.first_month
    judged = Judgement(workspace.evaluation("detected"), index)
    for region in range(1, workspace.panel.region_count):
        for room in headroom(judged, region):
            rule = workspace.plan.rules[room.rule]
            if not np.isfinite(room.change_pct) or rule.id == "registered_unemployed_growth":
                continue  # a count is rounded to whole people
            code = workspace.panel.codes[region]
            inclusive = 1e-5 * (1 if room.change_pct > 0 else -1)
            lever = IndicatorShock(rule.columns()[0], room.change_pct + inclusive, "percent", (code,))
            world = apply(workspace.plan, workspace.panel, index, Scenario((lever,)))
            after = evaluate(world.plan, world.panel, "detected")
            assert after.levels[room.rule, index, region] >= room.next_tier, (rule.id, code)
