"""How figures, units, edges and months are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.locale import words
from dashboard.plans.edges import Edge
from dashboard.tables.months import parse_month
from dashboard.wording.figures import (
    amount,
    decimals_for,
    edge_text,
    hours_text,
    month_abbreviated,
    month_long,
    month_short,
    number,
    percent_change,
    rule_amount,
    sentence,
    split_amount,
    tier_in_sentence,
    tier_word,
)
from tests.wording.stories import workspace

ZH, EN = words("zh"), words("en")
PLAN = workspace().plan
PAYOUT = PLAN.rule("benefit_payout_rate")
EDGES = (Edge.parse("< 90"), Edge.parse("< 80"), Edge.parse("<= 70"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (999, 0, "999"), (1000, 0, "1,000"), (6482, 0, "6,482"), (1234567.891, 2, "1,234,567.89")],
)
def test_thousands_are_separated_from_a_thousand_on(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_a_minus_is_a_real_one_and_nothing_is_never_negative() -> None:
    assert number(-3.6, 1) == "−3.6"
    assert number(-0.04, 1) == "0.0"
    assert number(0.0, 1, signed=True) == "0.0"
    assert "-" not in number(-1234.5, 1, signed=True)


def test_signs_are_shown_on_changes_only() -> None:
    assert percent_change(6.1) == "+6.1%"
    assert percent_change(-3.6) == "−3.6%"
    assert percent_change(0.0) == "0.0%"
    assert number(6.1, 1) == "6.1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(89.96, "89.96%"), (89.94, "89.9%"), (90.0, "90.0%"), (90.04, "90.0%"), (79.96, "79.96%"), (80.0, "80.0%"),
     (69.96, "70.0%"), (70.04, "70.04%"), (89.999, "89.999%"), (89.999999, "89.999999%"), (93.04, "93.0%")],
)  # fmt: skip
def test_rounding_never_seems_to_reach_or_to_leave_an_edge(value: float, shown: str) -> None:
    assert rule_amount(value, PAYOUT, ZH) == shown
    figure, unit = split_amount(value, PAYOUT, ZH)
    assert figure + unit == shown


@given(st.floats(0, 100, allow_nan=False))
def test_what_is_shown_lies_on_the_same_side_of_every_edge(value: float) -> None:
    value = round(value, 6)
    shown = float(number(value, decimals_for(value, "percent", EDGES)).replace(",", ""))
    for edge in EDGES:
        assert edge.reached_by(shown) == edge.reached_by(value)


def test_a_missing_figure_does_not_stop_the_choice_of_decimals() -> None:
    assert decimals_for(math.nan, "percent", EDGES) == 1


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (6482, "people", "6,482人", "6,482 people"),
        (1, "people", "1人", "1 person"),
        (0, "people", "0人", "0 people"),
        (9, "towns", "9个镇", "9 towns"),
        (1, "towns", "1个镇", "1 town"),
        (13, "regions", "13个地区", "13 places"),
        (93.0, "percent", "93.0%", "93.0%"),
        (0.6, "percentage_points", "0.6个百分点", "0.6 pp"),
        (7.4, "months", "7.4个月", "7.4 months"),
        (1.0, "months", "1.0个月", "1.0 months"),
        (4, "consecutive_months", "4个月", "4 months"),
        (1, "consecutive_months", "1个月", "1 month"),
        (4026000, "cny", "4,026,000元", "CNY 4,026,000"),
    ],
)
def test_a_figure_has_its_unit_without_a_gap_in_chinese(value: float, unit: str, zh: str, en: str) -> None:
    assert amount(value, unit, ZH) == zh
    assert amount(value, unit, EN) == en


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("benefit_payout_rate", ["<90%", "<80%", "≤70%"], ["<90%", "<80%", "≤70%"]),
        (
            "registered_unemployment_rate_gap",
            ["0.5个百分点", "1.0个百分点", "1.5个百分点"],
            ["0.5 pp", "1.0 pp", "1.5 pp"],
        ),
        ("fund_support_months", ["≤5个月", "≤4个月", "≤3个月"], ["≤5 months", "≤4 months", "≤3 months"]),
        ("monitored_employees_decline", ["4个月", "5个月", "6个月"], ["4 months", "5 months", "6 months"]),
        ("single_closure", ["200人", "500人", "1,000人"], ["200 people", "500 people", "1,000 people"]),
    ],
)
def test_edges_are_written_as_the_plan_writes_them(rule: str, zh: list[str], en: list[str]) -> None:
    the_rule = PLAN.rule(rule)
    edges = [edge for edge in the_rule.edges.values() if isinstance(edge, Edge)]
    assert [edge_text(edge, the_rule, ZH) for edge in edges] == zh
    assert [edge_text(edge, the_rule, EN) for edge in edges] == en


def test_months_are_written_with_and_without_their_year() -> None:
    month = parse_month("2026-10")
    assert month is not None
    assert (month_long(month, ZH), month_long(month, EN)) == ("2026年10月", "Oct 2026")
    assert (month_short(month, ZH), month_short(month, EN)) == ("10月", "October")
    assert (month_short(month, ZH, month - 1), month_short(month, ZH, month + 3)) == ("10月", "2026年10月")
    assert (month_abbreviated(month, EN), month_abbreviated(month, EN, month + 3)) == ("Oct", "Oct 2026")
    assert month_abbreviated(month, ZH) == "10月"


@given(st.integers(1900 * 12, 2200 * 12))
def test_every_month_is_read_back_from_what_was_written(month: int) -> None:
    year, of_year = month_long(month, ZH).rstrip("月").split("年")
    assert int(year) * 12 + int(of_year) - 1 == month


def test_tiers_are_words_and_small_inside_an_english_sentence() -> None:
    assert [tier_word(PLAN, tier, ZH) for tier in (-1, 0, 1, 2, 3)] == [
        "未知",
        "正常",
        "黄色",
        "橙色",
        "红色",
    ]
    assert [tier_word(PLAN, t, EN) for t in (-1, 0, 1, 2, 3)] == [
        "Unknown",
        "Normal",
        "Yellow",
        "Orange",
        "Red",
    ]
    assert tier_in_sentence(PLAN, 2, EN) == "orange"


def test_hours_and_sentences() -> None:
    assert (hours_text(48, ZH), hours_text(48, EN), hours_text(1.5, ZH)) == ("48小时", "48 h", "1.5小时")
    assert (sentence("monitored jobs"), sentence(""), sentence("监测")) == ("Monitored jobs", "", "监测")
