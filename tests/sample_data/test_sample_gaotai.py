import pytest

from tests.reference.compare import differences
from tests.sample_data.folders import answer, places, reference, rows, rule, states, unjudged

MONTHS = sorted({row["month"] for row in rows("gaotai", "indicators")})
TOWNS = ("城关镇", "宣化镇", "南华镇", "巷道镇", "合黎镇", "骆驼城镇", "新坝镇", "黑泉镇", "罗城镇")
SEPTEMBER = {
    "高台县": "orange",
    "城关镇": "normal",
    "宣化镇": "normal",
    "南华镇": "orange",
    "巷道镇": "orange",
    "合黎镇": "yellow",
    "骆驼城镇": "normal",
    "新坝镇": "normal",
    "黑泉镇": "normal",
    "罗城镇": "normal",
}
OCTOBER = {
    "高台县": "orange*",
    "城关镇": "yellow",
    "宣化镇": "normal",
    "南华镇": "red",
    "巷道镇": "orange",
    "合黎镇": "normal",
    "骆驼城镇": "yellow*",
    "新坝镇": "unknown*",
    "黑泉镇": "normal*",
    "罗城镇": "normal",
}
# Every place that is not normal before September 2026, by month.
HISTORY = {
    "2024-03": {"新坝镇": "yellow"},
    "2024-07": {"骆驼城镇": "yellow"},
    "2024-08": {"骆驼城镇": "yellow"},
    "2024-11": {"黑泉镇": "yellow"},
    "2025-01": {"骆驼城镇": "unknown"},
    "2025-04": {"高台县": "yellow", "南华镇": "yellow"},
    "2025-07": {"骆驼城镇": "yellow"},
    "2025-08": {"城关镇": "yellow"},
    "2025-12": {"城关镇": "yellow"},
    "2026-03": {"宣化镇": "yellow", "合黎镇": "yellow"},
    "2026-05": {"巷道镇": "yellow"},
    "2026-06": {"高台县": "yellow", "宣化镇": "yellow", "巷道镇": "yellow"},
    "2026-07": {"巷道镇": "yellow"},
    "2026-08": {"高台县": "yellow", "南华镇": "yellow", "巷道镇": "orange"},
}


def judged(states_of: dict[str, str]) -> dict[str, str]:
    return {name: state for name, state in states_of.items() if name != "张掖市"}


def test_there_are_36_months_and_nine_towns():
    assert (len(MONTHS), MONTHS[0], MONTHS[-1]) == (36, "2023-11", "2026-10")
    assert [row["region_name"] for row in rows("gaotai", "regions")] == ["张掖市", "高台县", *TOWNS]


@pytest.mark.parametrize("mode", ["published", "detected"])
def test_september_is_the_latest_complete_month(mode):
    assert judged(states("gaotai", "2026-09", mode)) == SEPTEMBER


def test_october_published_is_orange_for_the_county_and_incomplete():
    assert judged(states("gaotai", "2026-10")) == OCTOBER


def test_october_detected_is_red_for_the_county():
    assert judged(states("gaotai", "2026-10", "detected")) == OCTOBER | {"高台县": "red*"}


def test_the_months_before_tell_the_story_of_the_readme():
    found = {}
    for month in MONTHS[:-2]:
        tiers = {name: region["tier"] for name, region in places("gaotai", month).items() if name != "张掖市"}
        if worse := {name: tier for name, tier in tiers.items() if tier != "normal"}:
            found[month] = worse
    assert found == HISTORY


def test_the_county_of_october_has_judged_11_of_13_rules():
    county = places("gaotai", "2026-10")["高台县"]
    assert (county["judged"], county["applicable"], county["report_within_hours"]) == (11, 13, 48)
    assert unjudged("gaotai", "2026-10", "高台县") == {
        "long_term_unemployed_share",
        "first_time_claimants_growth",
    }
    assert rule("gaotai", "2026-10", "高台县", "town_alerts")["conditions"] == {
        "yellow_or_worse": 3,
        "orange_or_worse": 2,
        "red": 0,
    }


@pytest.mark.parametrize(
    ("place", "rule_id", "tier", "value"),
    [
        ("南华镇", "first_time_claimants_growth", "red", 6),
        ("巷道镇", "registered_unemployed_growth", "orange", 32.406288),
        ("城关镇", "registered_unemployment_rate_gap", "yellow", 0.6),
        ("骆驼城镇", "monitored_employees_decline", "yellow", 4),
        ("宣化镇", "registered_unemployment_rate_gap", "normal", 0.4),
        ("合黎镇", "long_term_unemployed_share", "normal", 34.6),
        ("黑泉镇", "long_term_unemployed_share", "normal", 33.8),
        ("罗城镇", "benefit_payout_rate", "normal", 93),
    ],
)
def test_the_reason_of_each_town_in_october(place, rule_id, tier, value):
    found = rule("gaotai", "2026-10", place, rule_id)
    assert (found["tier"], found["value"]) == (tier, value)


@pytest.mark.parametrize(
    ("place", "judged_rules", "missing"),
    [
        ("骆驼城镇", 10, {"long_term_unemployed_share", "registered_unemployed_growth"}),
        ("黑泉镇", 11, {"graduate_employment_rate_gap"}),
    ],
)
def test_what_two_towns_did_not_send(place, judged_rules, missing):
    assert places("gaotai", "2026-10")[place]["judged"] == judged_rules
    assert unjudged("gaotai", "2026-10", place) == missing


def test_a_town_that_sent_nothing_has_its_four_event_rules_only():
    assert places("gaotai", "2026-10")["新坝镇"]["judged"] == 4


def test_three_firms_lost_most_of_the_jobs_of_luotuocheng():
    names = {row["enterprise_id"]: row["enterprise_name"] for row in rows("gaotai", "enterprises")}
    jobs = {
        (names[row["enterprise_id"]], row["month"]): int(row["employees_count"])
        for row in rows("gaotai", "headcounts")
    }
    lost = {
        name: jobs[name, "2026-06"] - jobs[name, "2026-10"]
        for name in ("示例番茄制品厂", "示例马铃薯淀粉厂", "示例脱水蔬菜公司")
    }
    assert lost == {"示例番茄制品厂": 412, "示例马铃薯淀粉厂": 236, "示例脱水蔬菜公司": 148}
    monitored = {
        row["month"]: int(row["monitored_employees_count"])
        for row in rows("gaotai", "indicators")
        if row["region_code"] == "620724105000" and row["month"] >= "2026-06"
    }
    assert list(monitored.values()) == [6482, 6268, 6024, 5759, 5552]


def test_the_watch_list_of_october_is_that_of_the_readme():
    firms = rows("gaotai", "enterprises")
    assert sum(any(firm[name] == "true" for name in firm if is_reason(name)) for firm in firms) == 47
    count = {name: sum(firm[name] == "true" for firm in firms) for name in firms[0] if is_reason(name)}
    assert (
        count["is_wages_in_arrears"],
        count["is_insurance_in_arrears"],
        count["is_production_stopped"],
    ) == (9, 14, 5)
    owed = sum(
        int(row["wages_in_arrears_cny"]) for row in rows("gaotai", "headcounts") if row["month"] == "2026-10"
    )
    assert owed == 4_026_000
    planned = [row for row in rows("gaotai", "events") if row["state"] == "planned"]
    assert (len(planned), sum(int(row["affected_count"]) for row in planned)) == (3, 156)


def is_reason(column: str) -> bool:
    return column.startswith("is_") and column != "is_fully_closed"


def test_events_cover_the_months_and_one_lacks_its_figure():
    events = rows("gaotai", "events")
    assert len(events) >= 60
    assert [row["event_id"] for row in events if row["kind"] == "closure" and not row["affected_count"]] == [
        "V035"
    ]
    assert unjudged("gaotai", "2025-05", "高台县") == {"closure_workforce_share", "single_closure"}


@pytest.mark.parametrize("mode", ["published", "detected"])
@pytest.mark.parametrize("month", ["2023-12", "2025-02", "2025-04", "2026-09", "2026-10"])
def test_a_second_reading_of_the_plan_agrees(month, mode):
    ours = answer("gaotai", month, mode)
    tier_reports = [duty for duty in ours["duties"] if duty["event_id"] is None]
    assert differences(ours | {"duties": tier_reports}, reference("gaotai", month, mode)) == []
