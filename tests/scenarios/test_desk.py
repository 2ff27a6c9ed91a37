"""A scenario over a viewer's workspace: what changes, why, the chain upward, duties, and what stays the viewer's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.access import Viewer
from dashboard.engine.evaluate import MODES
from dashboard.errors import DataError, NotFoundError
from dashboard.scenarios.answer import answer, differing, kept, moved
from dashboard.scenarios.desk import Supposed, play
from dashboard.scenarios.levers import EdgeMoved, FirmShock, IndicatorShock, IndustryShock, Scenario
from dashboard.tables.months import month_text
from dashboard.workspace import open_folder
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai
from tests.serving import ROOT

TARGET = Scenario(
    (
        FirmShock(SEEDS, 400, petition="collective"),
        EdgeMoved("registered_unemployment_rate_gap.yellow", ">= 0.3"),
    )
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sample", ["gaotai", "nanyang", "washington/data"])
def test_the_empty_scenario_gives_an_empty_difference(sample: str, mode: str) -> None:
    opened = open_folder(Path(ROOT) / "sample_data" / sample, default="gaotai-2021")
    outcome = play(opened, mode, opened.months[-1], Scenario())
    assert outcome.difference.is_empty
    assert not len(outcome.difference.moved)
    assert outcome.difference.chain == ()
    assert outcome.new_duties(opened.focus) == []
    assert (outcome.people, outcome.firms) == (0, ())
    assert outcome.after is opened
    told = answer(outcome, kept(outcome, ""))
    assert (told["places"], told["chain"], told["duties"], told["differs"]) == ([], [], [], [])


def test_a_lever_that_rests_gives_an_empty_difference() -> None:
    resting = Scenario((IndicatorShock("first_time_claimants_count", 0), FirmShock(SEEDS, 0)))
    assert play(gaotai(), "detected", SEPTEMBER, resting).difference.is_empty


def test_the_county_goes_from_orange_to_red_through_its_towns() -> None:
    workspace = gaotai()
    outcome = play(workspace, "detected", SEPTEMBER, TARGET)
    difference, codes = outcome.difference, workspace.panel.codes
    stepped = {codes[region]: difference.steps[region] for region in difference.moved.tolist()}
    assert (stepped["620724"], stepped["620724107000"], stepped["620724101000"]) == (1, 2, 1)
    county = workspace.focus
    assert [workspace.plan.rules[each.rule].id for each in difference.causes(county)] == ["town_alerts"]
    (link,) = difference.chain
    assert link.region == county
    assert {codes[child] for child in link.children} == set(stepped) - {"620724"}


def test_the_scenario_is_judged_as_if_it_had_been_read_from_files() -> None:
    from dashboard.engine.evaluate import evaluate

    outcome = play(gaotai(), "detected", SEPTEMBER, TARGET)
    assert isinstance(outcome.after, Supposed)
    for mode in MODES:
        wanted = evaluate(outcome.after.plan, outcome.after.panel, mode)
        assert np.array_equal(outcome.after.evaluation(mode).levels, wanted.levels)
        assert np.array_equal(outcome.after.evaluation(mode).tiers, wanted.tiers)


def test_new_duties_are_those_of_the_layoff_and_of_the_tiers_reached() -> None:
    workspace = gaotai()
    outcome = play(workspace, "detected", SEPTEMBER, TARGET)
    due = [
        (each.duty, workspace.panel.codes[each.region], each.hours)
        for each in outcome.new_duties(workspace.focus)
    ]
    assert ("report_to_city", "620724107000", None) in due
    assert ("early_intervention", "620724107000", None) in due
    assert ("tier_report", "620724", 24.0) in due
    assert ("tier_report", "620724107000", 48.0) in due
    assert ("tier_report", "620724103000", 48.0) not in due, "it was orange before"
    row = next(each.event.row for each in outcome.new_duties(workspace.focus) if each.event)
    assert outcome.after.tables["events"]["event_id"].iloc[row] == "scenario-1"


def test_the_workspace_that_it_was_made_of_stays_as_it_is() -> None:
    workspace = gaotai()
    before = len(workspace.tables["events"]), workspace.evaluation("detected").tiers.copy()
    outcome = play(workspace, "detected", SEPTEMBER, TARGET)
    assert len(workspace.tables["events"]) == before[0] == len(outcome.after.tables["events"]) - 1
    assert np.array_equal(workspace.evaluation("detected").tiers, before[1])
    assert outcome.after.tables["events"].dtypes.equals(workspace.tables["events"].dtypes)


def test_months_ahead_are_judged_in_the_last_of_them() -> None:
    outcome = play(
        gaotai(), "detected", SEPTEMBER, Scenario((IndicatorShock("first_time_claimants_count", 6),), 4)
    )
    assert month_text(outcome.months[1]) == "2026-12"
    assert outcome.difference.after.tiers[gaotai().focus] >= 1


def test_towns_counted_as_found_need_no_lever() -> None:
    october = gaotai().months[-1]
    outcome = play(gaotai(), "published", october, Scenario(town_alerts="detected"))
    assert outcome.modes == ("published", "detected")
    assert not outcome.difference.is_empty


def test_a_town_office_plays_with_its_own_town_alone() -> None:
    viewer = Viewer("analyst", ("620724107000",))
    workspace = gaotai().seen_by(viewer)
    outcome = play(workspace, "detected", SEPTEMBER, Scenario((FirmShock(SEEDS, 400),)))
    assert [code for code, *_ in moved(outcome)] == ["620724107000"]
    elsewhere = "91620799MA0001501F"
    with pytest.raises(NotFoundError, match="no such firm"):
        play(workspace, "detected", SEPTEMBER, Scenario((FirmShock(elsewhere, 10),)))


def test_what_a_newer_month_says_otherwise_is_told() -> None:
    workspace = gaotai()
    saved = kept(play(workspace, "detected", SEPTEMBER, TARGET), "seed firm")
    assert differing(saved, play(workspace, "detected", SEPTEMBER, TARGET)) == []
    later = differing(saved, play(workspace, "detected", SEPTEMBER + 1, TARGET))
    assert later
    assert {"region_code", "then", "now"} == set(later[0])


def test_a_month_beyond_the_data_is_refused() -> None:
    with pytest.raises(NotFoundError, match="month: found 2030-01; allowed: 2023-11 to 2026-10"):
        play(gaotai(), "detected", (2030 * 12), Scenario())


def test_an_industry_that_loses_more_than_all_is_refused() -> None:
    with pytest.raises(DataError, match="allowed: 0 to 100"):
        play(gaotai(), "detected", SEPTEMBER, Scenario((IndustryShock("C13", 120),)))
