from collections import Counter

import pytest
import shapely

from geo.boundaries import read_boundaries
from tests.reference.compare import differences
from tests.sample_data.folders import SAMPLES, answer, places, reference, rows, rule, states, unjudged

COUNTIES = {row["region_name"] for row in rows("nanyang", "regions") if row["level"] == "county"}
TOWNS = {row["region_name"] for row in rows("nanyang", "regions") if row["level"] == "town"}


def counties(month: str, mode: str = "published") -> dict[str, str]:
    return {name: state for name, state in states("nanyang", month, mode).items() if name in COUNTIES}


def test_there_are_thirteen_counties_and_the_towns_are_invented():
    assert len(COUNTIES) == 13
    assert all(name.startswith("示例") for name in TOWNS)
    assert 290 <= len(rows("nanyang", "enterprises")) <= 310


def test_every_town_has_a_point_inside_its_county_and_says_that_it_is_made_up():
    areas = read_boundaries(SAMPLES.parent / "geo" / "boundary_data" / "nanyang.geojson")
    outlines = {place.code: place.geometry for place in areas.places}
    parents = {row["region_code"]: row["parent_code"] for row in rows("nanyang", "regions")}
    points = rows("nanyang", "town_points")
    assert {point["region_name"] for point in points} == TOWNS
    for point in points:
        outline = outlines[parents[point["region_code"]]]
        assert shapely.contains_xy(outline, float(point["lon"]), float(point["lat"]))
        assert (
            shapely.distance(outline.boundary, shapely.Point(float(point["lon"]), float(point["lat"]))) > 0.02
        )
        assert "合成" in point["source"]
        assert point["verified"] == "no"


def test_the_plan_does_not_judge_the_city():
    city = places("nanyang", "2026-10")["南阳市"]
    assert (city["tier"], city["complete"], city["rules"]) == ("unknown", False, [])


def test_everything_is_complete_in_september():
    assert not [
        name for name, state in states("nanyang", "2026-09").items() if "*" in state and name != "南阳市"
    ]


def test_the_mix_of_october():
    found = counties("2026-10")
    assert Counter(state.rstrip("*") for state in found.values()) == {
        "red": 1,
        "orange": 2,
        "yellow": 3,
        "unknown": 1,
        "normal": 6,
    }
    assert found == {
        "宛城区": "normal",
        "卧龙区": "normal",
        "南召县": "unknown*",
        "方城县": "normal",
        "西峡县": "yellow",
        "镇平县": "yellow",
        "内乡县": "normal*",
        "淅川县": "normal*",
        "社旗县": "orange",
        "唐河县": "red",
        "新野县": "normal*",
        "桐柏县": "yellow",
        "邓州市": "orange*",
    }


def test_towns_of_october():
    found = {name: state for name, state in states("nanyang", "2026-10").items() if name in TOWNS}
    assert found == {
        "示例甲镇": "orange",
        "示例乙镇": "orange",
        "示例丙镇": "yellow",
        "示例丁镇": "normal*",
        "示例戊镇": "orange",
        "示例己镇": "normal",
        "示例庚镇": "normal",
        "示例辛镇": "yellow",
        "示例壬镇": "unknown*",
        "示例癸镇": "normal",
    }


def test_detected_towns_make_one_more_county_incomplete():
    assert counties("2026-10", "detected") == counties("2026-10") | {"方城县": "normal*"}


@pytest.mark.parametrize(
    ("place", "rule_id", "tier", "value"),
    [
        ("唐河县", "layoff_with_petition", "red", None),
        ("社旗县", "long_term_unemployed_share", "orange", 41.3),
        ("邓州市", "town_alerts", "orange", 3),
        ("西峡县", "single_closure", "yellow", 268),
        ("镇平县", "town_alerts", "yellow", 1),
        ("桐柏县", "fund_support_months", "yellow", 4.7),
    ],
)
def test_the_reason_of_each_county_in_october(place, rule_id, tier, value):
    found = rule("nanyang", "2026-10", place, rule_id)
    assert (found["tier"], found["value"]) == (tier, value)


def test_a_layoff_without_its_figure_leaves_one_rule_open():
    assert unjudged("nanyang", "2026-10", "新野县") == {"layoff_workforce_share"}


@pytest.mark.parametrize("mode", ["published", "detected"])
@pytest.mark.parametrize("month", ["2025-09", "2026-10"])
def test_a_second_reading_of_the_plan_agrees(month, mode):
    ours = answer("nanyang", month, mode)
    tier_reports = [duty for duty in ours["duties"] if duty["event_id"] is None]
    assert differences(ours | {"duties": tier_reports}, reference("nanyang", month, mode)) == []
