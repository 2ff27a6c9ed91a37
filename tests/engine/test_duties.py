"""Duties of events as the evaluate command answers them; their numbers are tested in YAML beside each plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.evaluate import evaluate_folder
from dashboard.plans.profiles import available

EVENT = (
    "event_id,date,region_code,kind,state,enterprise_id,enterprise_name,workforce_count,affected_count,"
    "cause,passed_down_by,is_spreading"
)
FIRMS = """enterprise_id,enterprise_name,region_code,is_influential
F1,示例大厂,620724101,true
F2,示例小厂,620724101,false
"""


def duties_of(tmp_path: Path, plan: str, **event: object) -> dict[str, dict[str, Any]]:
    """The duties that one event of June brings under a plan, by their id."""
    values = {"event_id": "V1", "date": "2024-06-05", "region_code": "620724101"} | event
    (tmp_path / "regions.csv").write_text(
        "region_code,region_name,level,parent_code\n620724,某县,county,\n620724101,某镇,town,620724\n",
        "utf-8",
    )
    row = ",".join(str(values.get(name, "")) for name in EVENT.split(","))
    (tmp_path / "events.csv").write_text(f"{EVENT}\n{row}\n", "utf-8")
    (tmp_path / "enterprises.csv").write_text(FIRMS, "utf-8")
    answer = evaluate_folder(tmp_path, plan, "2024-06")
    return {duty["duty"]: duty for duty in answer["duties"] if duty["event_id"]}


def statuses(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: duty["status"] for name, duty in found.items()}


def test_a_layoff_brings_every_duty_that_it_is_large_enough_for(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "nanyang", kind="layoff", affected_count=50)
    assert statuses(found) == {"early_intervention": "due", "report_to_city": "due"}
    assert found["report_to_city"] == {
        "duty": "report_to_city", "plan": "nanyang", "event_id": "V1", "region_code": "620724101", "status": "due",
        "to": ["city_bureau"], "timing": "at_once", "hours": None, "days": None, "clause": "六(四)",
    }  # fmt: skip


def test_a_missing_figure_that_decides_leaves_a_duty_unknown_and_does_not_drop_it(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "pingdingshan-2022", kind="gathering")
    assert statuses(found) == {
        "gathering_report": "due", "gathering_to_city": "unknown", "gathering_to_province": "unknown"
    }  # fmt: skip


@pytest.mark.parametrize("plan", ["nanyang", "pingdingshan-2022"])
def test_an_influential_firms_layoff_is_due_without_a_figure(tmp_path: Path, plan: str) -> None:
    found = duties_of(tmp_path, plan, kind="layoff", enterprise_id="F1")
    assert found["early_intervention"]["status"] == "due"


@pytest.mark.parametrize(
    ("passed_by", "to"), [("city", ["city_bureau"]), ("province", ["provincial_department"])]
)
def test_opinion_passed_down_is_checked_for_whoever_passed_it_down(
    tmp_path: Path, passed_by: str, to: list[str]
) -> None:
    duty = duties_of(tmp_path, "pingdingshan-2022", kind="opinion", passed_down_by=passed_by)["opinion_check"]
    assert (duty["to"], duty["timing"], duty["hours"]) == (to, "within_hours", 48)


def test_a_planned_layoff_brings_duties_before_it_counts_for_a_tier(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "nanyang", kind="layoff", state="planned", affected_count=50)
    assert set(found) == {"early_intervention", "report_to_city"}


def test_a_plan_without_tier_rules_answers_with_no_regions(tmp_path: Path) -> None:
    duties_of(tmp_path, "nanyang", kind="layoff", affected_count=50)
    assert evaluate_folder(tmp_path, "nanyang", "2024-06")["regions"] == []


@pytest.mark.parametrize("profile", available())
def test_a_profile_gives_tiers_and_duties(tmp_path: Path, profile: str) -> None:
    found = duties_of(tmp_path, profile, kind="layoff", affected_count=500, workforce_count=100000)
    assert "early_intervention" in found
    answer = evaluate_folder(tmp_path, profile, "2024-06")
    assert answer["plan"] == profile
    assert len(answer["regions"]) == 2


def test_the_plan_that_only_lends_its_tiers_gives_no_other_duty(tmp_path: Path) -> None:
    duties_of(tmp_path, "gaotai-desk", kind="layoff", affected_count=500, workforce_count=100000)
    plans = {
        duty["plan"]
        for duty in evaluate_folder(tmp_path, "gaotai-desk", "2024-06")["duties"]
        if duty["event_id"]
    }
    assert plans == {"nanyang"}
