"""Duties of events: below, at and above each number, and unknown where the figure that decides is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.evaluate import evaluate_folder
from dashboard.plans.profiles import available, brief, with_tiers

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


LAYOFFS = [
    ("nanyang", 29, {}),
    ("nanyang", 30, {"early_intervention": "due"}),
    ("nanyang", 49, {"early_intervention": "due"}),
    ("nanyang", 50, {"early_intervention": "due", "report_to_city": "due"}),
    ("nanyang", "", {"early_intervention": "unknown", "report_to_city": "unknown"}),
    ("pingdingshan-2022", 49, {"mass_layoff": "due"}),
    ("pingdingshan-2022", 50, {"early_intervention": "due", "mass_layoff": "due"}),
    ("pingdingshan-2022", 199, {"early_intervention": "due", "mass_layoff": "due"}),
    (
        "pingdingshan-2022",
        200,
        {"early_intervention": "due", "layoff_to_province": "due", "mass_layoff": "due"},
    ),
    (
        "pingdingshan-2022",
        201,
        {
            "early_intervention": "due",
            "layoff_to_city": "due",
            "layoff_to_province": "due",
            "mass_layoff": "due",
        },
    ),
    ("stabilise-jilin", 20, {"layoff_notice": "due", "layoff_filing": "due"}),
    ("stabilise-yushu", 20, {"layoff_notice": "due", "layoff_filing": "due"}),
    ("stabilise-cangzhou", 1, {"layoff_notice": "due"}),
    ("stabilise-cangzhou", "", {"layoff_notice": "due"}),
]


@pytest.mark.parametrize(("plan", "people", "expected"), LAYOFFS)
def test_a_layoff_brings_the_duties_of_its_size(
    tmp_path: Path, plan: str, people: object, expected: dict[str, str]
) -> None:
    found = duties_of(tmp_path, plan, kind="layoff", affected_count=people, workforce_count=100000)
    assert statuses(found) == expected


@pytest.mark.parametrize(
    ("people", "staff", "expected"),
    [(19, 191, {}), (19, 190, {"mass_layoff": "due"}), (10, 100, {"mass_layoff": "due"}), (9, 91, {}),
     (19, "", {"mass_layoff": "unknown"}), ("", 100, None), (20, "", {"mass_layoff": "due"})],
)  # fmt: skip
def test_fewer_than_twenty_count_as_a_mass_layoff_from_a_tenth_of_staff(
    tmp_path: Path, people: object, staff: object, expected: dict[str, str] | None
) -> None:
    found = duties_of(
        tmp_path, "pingdingshan-2022", kind="layoff", affected_count=people, workforce_count=staff
    )
    assert found.get("mass_layoff", {"status": None})["status"] == (
        "unknown" if expected is None else expected.get("mass_layoff")
    )


@pytest.mark.parametrize("plan", ["nanyang", "pingdingshan-2022"])
def test_an_influential_firms_layoff_is_due_without_a_figure(tmp_path: Path, plan: str) -> None:
    found = duties_of(tmp_path, plan, kind="layoff", enterprise_id="F1")
    assert found["early_intervention"]["status"] == "due"


def test_an_influential_firm_is_known_by_its_exact_name(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "nanyang", kind="layoff", enterprise_name="示例大厂", affected_count=1)
    assert statuses(found) == {"early_intervention": "due"}


def test_an_influential_firms_closure_needs_its_size(tmp_path: Path) -> None:
    assert duties_of(tmp_path, "nanyang", kind="closure", enterprise_id="F1", affected_count=29) == {}


GATHERINGS = [
    ("nanyang", "layoff", 29, {"gathering_report"}),
    ("nanyang", "unemployment", 30, {"gathering_report", "gathering_to_city"}),
    ("nanyang", "", 30, {"gathering_report", "gathering_to_city"}),
    ("nanyang", "pay", 300, set()),
    ("pingdingshan-2022", "pay", 49, {"gathering_report"}),
    ("pingdingshan-2022", "hours", 50, {"gathering_report", "gathering_to_city"}),
    ("pingdingshan-2022", "", 99, {"gathering_report", "gathering_to_city"}),
    ("pingdingshan-2022", "leave", 100, {"gathering_report", "gathering_to_city", "gathering_to_province"}),
]


@pytest.mark.parametrize(("plan", "cause", "people", "expected"), GATHERINGS)
def test_a_gathering_is_reported_by_cause_and_size(
    tmp_path: Path, plan: str, cause: str, people: int, expected: set[str]
) -> None:
    found = duties_of(tmp_path, plan, kind="gathering", cause=cause, affected_count=people)
    assert set(found) == expected


def test_a_gathering_of_unknown_size_needs_its_figure_but_is_reported(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "pingdingshan-2022", kind="gathering")
    assert statuses(found) == {
        "gathering_report": "due", "gathering_to_city": "unknown", "gathering_to_province": "unknown"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("passed_by", "to"), [("city", ["city_bureau"]), ("province", ["provincial_department"])]
)
def test_opinion_passed_down_is_checked_for_whoever_passed_it_down(
    tmp_path: Path, passed_by: str, to: list[str]
) -> None:
    duty = duties_of(tmp_path, "pingdingshan-2022", kind="opinion", passed_down_by=passed_by)["opinion_check"]
    assert (duty["to"], duty["timing"], duty["hours"]) == (to, "within_hours", 48)


def test_opinion_on_pay_or_not_passed_down_brings_no_check(tmp_path: Path) -> None:
    assert duties_of(tmp_path, "pingdingshan-2022", kind="opinion", cause="pay", passed_down_by="city") == {}
    assert duties_of(tmp_path, "pingdingshan-2022", kind="opinion", passed_down_by="none") == {}


def test_opinion_that_spreads_goes_to_the_city_whatever_its_size(tmp_path: Path) -> None:
    found = duties_of(tmp_path, "pingdingshan-2022", kind="opinion", is_spreading="true")
    assert statuses(found) == {"layoff_to_city": "due"}


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


def test_only_plans_and_profiles_with_tiers_can_colour_a_map() -> None:
    assert "gaotai-2021" in with_tiers()
    assert "nanyang" not in with_tiers()
    assert all(brief(name).tiers for name in with_tiers())
