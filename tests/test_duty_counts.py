"""The duties command: what events brought over the years, place by place."""

import json

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.duty_counts import count_duties
from dashboard.errors import NotFoundError
from dashboard.evaluate import evaluate_folder
from dashboard.tables import read_folder
from tests.serving import ROOT

WASHINGTON = ROOT / "sample_data" / "washington" / "data"
GAOTAI = ROOT / "sample_data" / "gaotai"
PLAN = "pingdingshan-2022"


def of_duty(answer, duty, key="due"):
    at = [each["duty"] for each in answer["duties"]].index(duty)
    return {region["region_name"]: region[key][at] for region in answer["regions"]}


def test_counts_equal_the_figures_of_the_notices_themselves():
    events = read_folder(WASHINGTON).tables["events"]
    in_king = events[events["region_code"] == "53033"]
    answer = count_duties(WASHINGTON, PLAN)
    assert answer["regions"][0] | {"due": 0, "unknown": 0} == {
        "region_code": "53033", "region_name": "King", "events": len(in_king), "due": 0, "unknown": 0,
    }  # fmt: skip
    assert of_duty(answer, "early_intervention")["King"] == int((in_king["affected_count"] >= 50).sum())
    assert of_duty(answer, "layoff_to_province")["King"] == int((in_king["affected_count"] >= 200).sum())


def test_what_the_source_does_not_say_is_counted_as_unknown():
    answer = count_duties(WASHINGTON, PLAN)
    assert of_duty(answer, "early_intervention", "unknown")["Washington"] == 1
    layoffs = read_folder(WASHINGTON).tables["events"].query("kind == 'layoff' and region_code == '53033'")
    under = int((layoffs["affected_count"] < 20).sum())
    assert under > 0
    assert (
        of_duty(answer, "mass_layoff", "unknown")["King"] == under
    )  # no staff figure: a tenth may be laid off


def test_a_month_counted_alone_equals_what_evaluate_says():
    duties = evaluate_folder(GAOTAI, PLAN, "2026-10")["duties"]
    answer = count_duties(GAOTAI, PLAN, "2026-10", "2026-10")
    counted = sum(sum(region["due"]) + sum(region["unknown"]) for region in answer["regions"])
    assert counted == len(duties) > 0
    assert (answer["first"], answer["last"]) == ("2026-10", "2026-10")


def test_a_plan_without_duties_is_refused(tmp_path):
    with pytest.raises(NotFoundError, match="has no duties"):
        count_duties(GAOTAI, "gaotai-2021")


def test_a_folder_without_events_is_refused(tmp_path):
    (tmp_path / "regions.csv").write_text("region_code,region_name,level\n1,A,county\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match="there are none"):
        count_duties(tmp_path, PLAN)


def test_the_command_prints_a_table_and_json():
    run = CliRunner().invoke(main, ["duties", str(GAOTAI), "--plan", "nanyang"])
    assert run.exit_code == 0
    head, *rows = run.output.splitlines()
    assert head.split("\t")[:3] == ["region", "events", "nanyang early_intervention"]
    assert all(len(row.split("\t")) == len(head.split("\t")) for row in rows)
    answer = json.loads(
        CliRunner().invoke(main, ["duties", str(GAOTAI), "--plan", "nanyang", "--format", "json"]).output
    )
    assert [f"{r['region_code']} {r['region_name']}" for r in answer["regions"]] == [
        r.split("\t")[0] for r in rows
    ]


def test_a_month_that_is_none_is_a_fault_of_one_line():
    run = CliRunner().invoke(main, ["duties", str(GAOTAI), "--plan", "nanyang", "--from", "2026-13"])
    assert (run.exit_code, run.stdout) == (2, "")
    assert "month: found '2026-13'" in run.stderr
