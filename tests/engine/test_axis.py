"""Which months the engine holds: those of the data, and never two hundred years because of one mistyped date."""

import json

import numpy as np
import pytest

from dashboard.engine.evaluate import MODES, evaluate
from dashboard.engine.panel import build
from dashboard.evaluate import evaluate_folder
from dashboard.plans import load
from dashboard.tables import read_folder
from dashboard.tables.months import month_number, month_text
from dashboard.workspace import open_folder
from tests.serving import ROOT
from tests.tables.folders import write

PLAN = load("gaotai-2021")
INDICATORS = "region_code,month,registered_unemployed_count\n"
EVENTS = "event_id,date,region_code,kind,state,affected_count,workforce_count,petition\n"


def months_of(folder):
    months = open_folder(folder, default="gaotai-2021").months
    return month_text(months[0]), month_text(months[-1])


def test_two_mistyped_dates_do_not_make_an_axis_of_two_centuries(tmp_path):
    figures = "".join(f"620724,2024-{month:02d},5\n" for month in range(1, 7))
    events = "V1,1900-01-01,620724101,closure,,9,9,\nV2,2100-12-31,620724101,closure,,9,9,\n"
    write(tmp_path, indicators=INDICATORS + figures, events=EVENTS + events)
    assert months_of(tmp_path) == ("2024-01", "2024-06")
    warning = next(w for w in read_folder(tmp_path).warnings if w.code == "far_month")
    assert (warning.file, warning.row, warning.found) == ("events.csv", 2, "'1900-01-01' and 1 more such row")


def test_a_mistyped_month_of_an_indicator_does_not_either(tmp_path):
    write(tmp_path, indicators=INDICATORS + "620724,2024-05,5\n620724,2024-06,5\n620724,2042-06,5\n")
    assert months_of(tmp_path) == ("2024-05", "2024-06")


def test_events_within_five_years_of_the_figures_are_on_the_axis(tmp_path):
    events = "V1,2019-06-30,620724101,closure,,9,9,\nV2,2029-06-01,620724101,closure,,9,9,\n"
    write(tmp_path, indicators=INDICATORS + "620724,2024-06,5\n", events=EVENTS + events)
    assert months_of(tmp_path) == ("2019-06", "2029-06")
    assert read_folder(tmp_path).warnings == ()


def test_many_events_beside_figures_of_one_month_are_the_axis(tmp_path):
    dates = [f"{year}-06-01" for year in range(2009, 2025)]
    rows = "".join(f"V{n},{date},620724101,closure,,9,9,\n" for n, date in enumerate(dates))
    write(tmp_path, indicators=INDICATORS + "620724,2009-07,5\n", events=EVENTS + rows)
    assert months_of(tmp_path) == ("2009-06", "2024-06")


def test_a_folder_of_events_alone_has_the_months_of_most_of_them(tmp_path):
    dates = ("1900-01-01", "2023-02-01", "2024-05-01", "2100-01-01")
    rows = "".join(f"V{n},{date},620724101,closure,,9,9,\n" for n, date in enumerate(dates))
    write(tmp_path, events=EVENTS + rows)
    assert months_of(tmp_path) == ("2023-02", "2024-05")


@pytest.mark.parametrize("month", ["1900-01", "2100-12"])
def test_an_event_far_off_the_axis_has_its_tier_and_its_duties_in_its_own_month(tmp_path, month):
    events = f"V1,{month}-01,620724101,layoff,,600,2000,mass\n"
    write(tmp_path, indicators=INDICATORS + "620724,2024-06,5\n", events=EVENTS + events)
    found = evaluate_folder(tmp_path, "gaotai-desk", month)
    rules = {rule["rule"]: rule for rule in found["regions"][1]["rules"]}
    assert rules["layoff_with_petition"]["event_id"] == "V1"
    assert rules["layoff_with_petition"]["tier"] == "red"
    assert {"report_to_city", "tier_report"} <= {duty["duty"] for duty in found["duties"]}


def test_judging_one_month_holds_no_month_that_no_rule_looks_at(tmp_path):
    figures = "".join(f"620724,{year}-06,5\n" for year in (1900, 2018, 2024, 2025, 2100))
    events = "V1,1900-01-01,620724101,closure,,9,9,\nV2,2023-01-01,620724101,closure,,9,9,\n"
    write(tmp_path, indicators=INDICATORS + figures, events=EVENTS + events)
    panel = build(read_folder(tmp_path).tables, PLAN, month_number("2024-07"))
    assert [month_text(month) for month in (panel.months[0], panel.months[-1])] == ["2024-06", "2024-07"]


@pytest.mark.parametrize("sample", ["gaotai", "nanyang"])
@pytest.mark.parametrize("mode", MODES)
def test_a_month_judged_by_itself_is_as_it_is_among_all_months(sample, mode):
    workspace = open_folder(ROOT / "sample_data" / sample)
    whole = workspace.evaluation(mode)
    for month in workspace.months:
        alone = evaluate(workspace.plan, build(workspace.tables, workspace.plan, month), mode)
        here, there = month - alone.panel.first_month, month - whole.panel.first_month
        for name in ("tiers", "complete", "judged", "applicable"):
            assert np.array_equal(getattr(alone, name)[here], getattr(whole, name)[there])
        for name in ("levels", "partial", "applies"):
            assert np.array_equal(getattr(alone, name)[:, here], getattr(whole, name)[:, there])


def test_a_nation_with_two_mistyped_dates_opens_in_little_memory(tmp_path):
    codes = [f"{code:06d}" for code in range(3000)]
    regions = "region_code,region_name,level\n" + "".join(f"{code},县{code},county\n" for code in codes)
    figures = INDICATORS + "".join(f"{code},2024-06,5\n" for code in codes)
    events = EVENTS + "V1,1900-01-01,000001,closure,,9,9,\nV2,2100-12-31,000001,closure,,9,9,\n"
    write(tmp_path, regions=regions, indicators=figures, events=events)
    workspace = open_folder(tmp_path, default="gaotai-2021")
    assert workspace.published.levels.nbytes < 1 << 20
    json.dumps(evaluate_folder(tmp_path, "gaotai-2021", "2100-12"))
