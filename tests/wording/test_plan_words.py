"""The words of plans in both languages: edges, what a rule measures, numbers of parts, and what a reading changes."""

from __future__ import annotations

import pytest

from dashboard.engine.replay import replay
from dashboard.locale import words
from dashboard.plans.loader import load
from dashboard.plans.outcomes import part_of
from dashboard.plans.variants import with_reading
from dashboard.ui.trials import Picked
from dashboard.ui.trials import trial as trial_of
from dashboard.wording.plan_edges import edge_cell, gist
from dashboard.wording.plan_heads import deadlines, effect, of_month, scope
from dashboard.wording.plan_numbers import criterion_numbers, minimum_numbers, payment_numbers
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.serving import ROOT

GAOTAI = ROOT / "sample_data" / "gaotai"
ZH, EN = words("zh"), words("en")


@pytest.mark.parametrize(
    ("rule", "tier", "zh", "en"),
    [
        ("benefit_payout_rate", "yellow", "<90%", "<90%"),
        ("fund_support_months", "red", "≤3个月", "≤3 months"),
        ("single_closure", "red", "≥1,000人", "≥1,000 people"),
        ("town_alerts", "orange", "≥3，或橙色≥2", "≥3, or orange ≥2"),
        ("layoff_with_petition", "orange", "500 / 100 / 集体访", "500 / 100 / a collective petition"),
        ("graduate_employment_rate_gap", "yellow", "≥5.0", "≥5.0"),
        ("monitored_employees_decline", "yellow", "4个月", "4 months"),
    ],
)
def test_an_edge_in_a_cell(rule: str, tier: str, zh: str, en: str) -> None:
    plan = load("gaotai-2021")
    assert edge_cell(plan, plan.rule(rule), tier, ZH) == zh
    assert edge_cell(plan, plan.rule(rule), tier, EN) == en


def test_a_tier_that_a_rule_leaves_out_is_a_dash() -> None:
    plan = load(str(ROOT / "docs" / "examples" / "four-tier.yaml"))
    left_out = [(rule, tier) for rule in plan.rules for tier in plan.tier_ids if tier not in rule.edges]
    assert left_out
    assert {edge_cell(plan, rule, tier, ZH) for rule, tier in left_out} == {"—"}


@pytest.mark.parametrize(
    ("interpretation", "reading", "rule", "zh"),
    [
        ("payout_80", "none", "benefit_payout_rate", "正好80%不计级"),
        (
            "graduate_months",
            "late_months",
            "graduate_employment_rate_gap",
            "与年度目标之差，只看7–12月",
        ),
        ("growth_base", "month", "registered_unemployed_growth", "与1个月前"),
        ("small_layoffs", "all", "layoff_workforce_share", "同行业或两家以上"),
        ("at_one_time", "event", "layoff_workforce_share", "每件单独算，20人以上"),
        ("each_month_or_in_all", "cumulative", "first_time_claimants_growth", "累计增5%的月数"),
        ("closures_added_up", "one", "closure_workforce_share", "最大一家 ÷ 企业职工"),
        ("town_alerts_of_the_month", "in_force", "town_alerts", "预警仍在生效的下级地区"),
    ],
)
def test_what_a_reading_makes_of_a_rule_is_said(
    interpretation: str, reading: str, rule: str, zh: str
) -> None:
    plan = load("gaotai-2021")
    told = gist(with_reading(plan, interpretation, reading).rule(rule), ZH)
    assert told == zh
    assert told != gist(plan.rule(rule), ZH)


@pytest.mark.parametrize(
    ("plan", "place", "zh", "en"),
    [
        ("nanyang", "lists.regions.criteria.new_jobs_falling",
         "城镇新增就业人数环比<0%，连续月数≥3", "New urban jobs: change <0% month on month, months in a row ≥3"),
        ("nanyang", "lists.enterprises.criteria.frequent_disputes", "12个月内≥3次", "≥3 times within 12 months"),
        ("stabilise-jilin", "gates.layoff.needs.notice", "提前天数≥30", "days of notice ≥30"),
    ],
)  # fmt: skip
def test_the_numbers_of_a_criterion(plan: str, place: str, zh: str, en: str) -> None:
    criterion = part_of(load(plan), place)
    assert criterion_numbers(criterion, ZH) == zh  # type: ignore[arg-type]
    assert criterion_numbers(criterion, EN) == en  # type: ignore[arg-type]


def test_minimums_and_money_in_words() -> None:
    cangzhou, jilin = load("stabilise-cangzhou"), load("stabilise-jilin")
    assert cangzhou.follow_up is not None
    assert minimum_numbers(cangzhou.follow_up.minimums[0], ZH) == "每月≥1次"
    assert minimum_numbers(cangzhou.follow_up.minimums[0], EN) == "≥1 time a month"
    assert payment_numbers(jilin.hiring[0], ZH) == ["每人：每人800元", "每家企业最多50,000元"]


@pytest.mark.parametrize(
    ("reading", "zh", "en"),
    [
        ("payout_80.orange", "**2个镇月**升一级，没有降级。", "**2 town-months** one tier up, none down."),
        ("payout_80.none", "**2个镇月**降一级，没有升级。", "**2 town-months** one tier down, none up."),
        ("shared_edges.milder", "各月都不变。", "Nothing changes in any month."),
    ],
)
def test_what_a_reading_changes_in_a_sentence(reading: str, zh: str, en: str) -> None:
    space = open_folder(GAOTAI)
    name, _, chosen = reading.partition(".")
    tried = trial_of(space, Picked(None, space.plan.interpretation(name), chosen), "published")
    assert tried is not None
    assert effect(tried, ZH) == zh
    assert effect(tried, EN) == en
    assert scope(tried, ZH) == "10个地区，36个月"
    assert of_month(tried, Teller(space, "published", space.months[-1], ZH)) == "10月不变。"


def test_places_that_can_no_longer_be_judged_are_counted_apart_from_tiers() -> None:
    space = open_folder(GAOTAI)
    tried = trial_of(
        space, Picked(None, space.plan.interpretation("applies_to_towns"), "county_only"), "published"
    )
    assert tried is not None
    found = replay(space.published, tried.workspace.published)
    lost = int((found.cells.after < 0).sum() - (found.cells.before < 0).sum())
    assert f"**{lost}个镇月**变为无法判断。" in effect(tried, ZH)
    assert "不再需要72小时内上报" in deadlines(tried, ZH)
