"""The reference reading itself, held to cases worked out by hand from the design documents."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.reference.compare import differences
from tests.reference.folder import division, earlier
from tests.reference.reading import RULES, evaluate
from tests.reference.worlds import REQUIRED, world

FIXTURES = Path(__file__).parent / "reference" / "fixtures.yaml"
CASES = yaml.safe_load(FIXTURES.read_text(encoding="utf-8"))
MONTH = "2024-06"
PLACES = [
    ("CITY", "city", ""),
    ("C", "county", "CITY"),
    ("T1", "town", "C"),
    ("T2", "town", "C"),
    ("T3", "town", "C"),
    ("T4", "town", "C"),
    ("V1", "village", "T1"),
]
KEYS = {
    "case",
    "figures",
    "series",
    "year_before",
    "targets",
    "indicators",
    "events",
    "enterprises",
    "alerts",
}
KEYS |= {"absent", "mode", "region", "rule", "expect", "of_region", "reports"}


def text(row):
    return {key: "" if value is None else str(value) for key, value in row.items()}


def tables_of(case):
    """The few words of a case as whole tables of text."""
    months = {MONTH: dict(case.get("figures", {})), "2023-06": dict(case.get("year_before", {}))}
    for column, values in case.get("series", {}).items():
        for back, value in enumerate(reversed(values)):
            months.setdefault(earlier(MONTH, back), {})[column] = value
    rows = {
        "regions": [
            {"region_code": code, "region_name": f"Place {code}", "level": level, "parent_code": parent}
            for code, level, parent in PLACES
        ],
        "indicators": [{"region_code": "C", "month": month} | row for month, row in months.items() if row]
        + case.get("indicators", []),
        "targets": [{"region_code": "C", "year": 2024} | case["targets"]] if "targets" in case else [],
        "events": [
            {"event_id": f"V{number}", "date": "2024-06-10", "region_code": "C", "kind": "layoff"} | event
            for number, event in enumerate(case.get("events", []), start=1)
        ],
        "enterprises": [
            {"enterprise_name": f"Firm {firm['enterprise_id']}", "region_code": "C"} | firm
            for firm in case.get("enterprises", [])
        ],
        "declared_alerts": [
            {"region_code": code, "month": month, "tier": tier}
            for code, month, tier in case.get("alerts", [])
        ],
    }
    return {
        name: [text(row) for row in table]
        for name, table in rows.items()
        if name not in case.get("absent", [])
    }


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_the_reading_gives_what_was_worked_out_by_hand(case):
    assert not set(case) - KEYS
    answer = evaluate(tables_of(case), MONTH, case.get("mode", "published"))
    region = next(row for row in answer["regions"] if row["region_code"] == case.get("region", "C"))
    expected = case.get("of_region", {})
    assert {key: region[key] for key in expected} == expected
    if "rule" in case:
        rule = next(row for row in region["rules"] if row["rule"] == case["rule"])
        assert {key: rule[key] for key in case["expect"]} == case["expect"]
    if "reports" in case:
        assert [[duty["region_code"], duty["hours"]] for duty in answer["duties"]] == case["reports"]


def test_a_report_names_its_addressees_and_clause():
    case = {"figures": {"fund_support_months": 4}}
    assert evaluate(tables_of(case), MONTH, "published")["duties"] == [
        {
            "duty": "tier_report",
            "plan": "gaotai-2021",
            "event_id": None,
            "region_code": "C",
            "status": "due",
            "to": ["county_bureau", "city_bureau"],
            "timing": "within_hours",
            "hours": 48,
            "days": None,
            "clause": "三(一)4",
        }
    ]


def test_regions_come_in_file_order_and_rules_in_plan_order():
    regions = evaluate(tables_of({}), MONTH, "published")["regions"]
    assert [region["region_code"] for region in regions] == [code for code, _, _ in PLACES]
    county = regions[1]
    assert [rule["rule"] for rule in county["rules"]] == [rule.__name__ for rule in RULES]
    assert {rule["clause"] for rule in county["rules"]} == {"三(一)3"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C17", "17"),
        ("17", "17"),
        ("1711", "17"),
        (" c1711 ", "17"),
        ("B0610", "06"),
        ("c", "C"),
        ("C7", "C7"),
    ],
)
def test_a_division_is_the_first_two_digits_of_an_industry_code(code, expected):
    assert division(code) == expected


def test_worlds_of_one_seed_are_the_same_and_of_two_seeds_differ():
    assert world(7) == world(7)
    assert world(7) != world(8)


def test_the_worlds_keep_the_contract_of_a_data_folder():
    keys = {"regions": ["region_code"], "indicators": ["region_code", "month"], "events": ["event_id"]}
    keys |= {"targets": ["region_code", "year"], "enterprises": ["enterprise_id"]}
    for seed in range(300):
        tables, _ = world(seed)
        places = {row["region_code"] for row in tables["regions"]}
        for table, rows in tables.items():
            if table in keys:
                assert len({tuple(row[key] for key in keys[table]) for row in rows}) == len(rows)
            for row in rows:
                assert all(row[column] for column in REQUIRED[table])
                assert row["region_code"] in places
                assert row.get("parent_code", "") in {*places, ""}
                counts = [cell for column, cell in row.items() if column.endswith("_count")]
                assert all(cell == "" or cell.isdecimal() for cell in counts)
                percentages = [cell for column, cell in row.items() if column.endswith("_pct")]
                assert all(cell == "" or 0 <= Decimal(cell) <= 100 for cell in percentages)


def test_the_worlds_reach_every_tier_of_every_rule_whole_partial_and_unknown():
    reached = Counter()
    for seed in range(300):
        tables, month = world(seed)
        for mode in ("published", "detected"):
            for region in evaluate(tables, month, mode)["regions"]:
                for rule in region["rules"]:
                    name = f"{rule['rule']}, {mode}" if rule["rule"] == "town_alerts" else rule["rule"]
                    reached[name, rule["tier"], rule["partial"]] += 1
    names = {name for name, _, _ in reached}
    can_be_partial = {
        "town_alerts, detected",
        "closure_workforce_share",
        "layoff_workforce_share",
        "single_closure",
        "layoff_with_petition",
        "monitored_employees_decline",
        "first_time_claimants_growth",
    }
    assert len(names) == 14
    wanted = {
        (name, tier, False) for name in names for tier in ("normal", "yellow", "orange", "red", "unknown")
    }
    wanted |= {(name, tier, True) for name in can_be_partial for tier in ("yellow", "orange")}
    wanted.remove(("town_alerts, published", "unknown", False))
    assert wanted - set(reached) == set()
    assert {name for name, _, partial in reached if partial} == can_be_partial
    assert not [key for key in reached if key[1] in ("red", "unknown") and key[2]]


def test_equal_answers_have_no_differences():
    tables, month = world(3)
    assert differences(evaluate(tables, month, "published"), evaluate(tables, month, "published")) == []


def test_a_difference_of_one_tier_one_figure_or_one_duty_is_told_by_region_and_rule():
    case = {"figures": {"fund_support_months": 4}}
    ours, reference = (evaluate(tables_of(case), MONTH, "published") for _ in range(2))
    rule = next(row for row in ours["regions"][1]["rules"] if row["rule"] == "fund_support_months")
    rule["value"] += 1e-6
    assert differences(ours, reference) == []
    rule["value"] += 1e-5
    rule["tier"] = "red"
    ours["duties"].clear()
    found = differences(ours, reference)
    assert len(found) == 3
    assert found[0] == (
        "region C, rule fund_support_months, tier: ours is 'red', the reference says 'orange'"
    )
    assert found[1].startswith("region C, rule fund_support_months, value: ours is 4.00001")
    assert found[2] == "duty tier_report of C, event None: ours 0 times, the reference 1 times"
