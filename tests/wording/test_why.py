"""The reasons: figure, edge, clause, what is missing and how the plan is read, word for word where it matters."""

from __future__ import annotations

import re
from itertools import product

import pytest

from dashboard.locale import words
from dashboard.wording.missing import missing_text
from dashboard.wording.notes import note
from dashboard.wording.teller import Teller
from dashboard.wording.why import readings, why
from tests.wording.stories import position, rule, teller, workspace

STREAK = "monitored_employees_decline"
RATE = "registered_unemployment_rate_gap"
HAN = re.compile(r"[一-鿿]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def test_a_streak_lists_its_months_with_figures_and_changes() -> None:
    lines = why(*rule("骆驼城镇", "2026-10", STREAK))
    assert lines[0] == "监测企业用工已连续4个月每月减少3%以上，达到黄色线4个月，橙色差1个月（三(一)3）。"
    assert lines[1:5] == [
        "2026年7月：6,482→6,268（−3.3%）",
        "2026年8月：6,268→6,024（−3.9%）",
        "2026年9月：6,024→5,759（−4.4%）",
        "2026年10月：5,759→5,552（−3.6%）",
    ]
    assert lines[5] == "各级线：黄色4个月；橙色5个月；红色6个月。"
    english = why(*rule("骆驼城镇", "2026-10", STREAK, "en"))
    assert english[0].startswith(
        "Monitored jobs down 3% or more in each of 4 months; that reaches the yellow edge 4 m"
    )
    assert english[1] == "Jul 2026: 6,482 → 6,268 (−3.3%)"


def test_a_gap_names_figure_target_edge_and_clause() -> None:
    lines = why(*rule("城关镇", "2026-10", RATE))
    assert lines == [
        "登记失业率高出年度目标0.6个百分点，达到黄色线0.5个百分点，橙色差0.4个百分点（三(一)3）。",
        "4.4%，年度目标3.8%。",
        "各级线：黄色0.5个百分点；橙色1.0个百分点；红色1.5个百分点。",
    ]
    assert why(*rule("城关镇", "2026-10", RATE, "en"))[1] == "4.4%, annual target 3.8%."


def test_growth_names_the_month_it_is_measured_from() -> None:
    told, why_ = rule("巷道镇", "2026-10", "registered_unemployed_growth")
    assert note(told, why_) == "1,095，2025年10月为827。"
    assert why(told, why_)[0].startswith("登记失业人数同比增32.4%，达到橙色线30%，红色差7.6个百分点")


def test_what_is_missing_is_named_with_its_month_and_the_worst_that_it_may_hide() -> None:
    told, why_ = rule("骆驼城镇", "2026-10", "registered_unemployed_growth")
    assert missing_text(told, why_) == "缺：2025年10月的登记失业人数。"
    lines = why(told, why_)
    assert lines[0] == "无法判断（三(一)3）。"
    assert lines[-1] == "补齐后最坏：红色。"
    english = why(*rule("骆驼城镇", "2026-10", "registered_unemployed_growth", "en"))
    assert english[0] == "Cannot be judged (clause 三(一)3)."
    assert "Missing: " in english[-2]
    assert "Oct 2025" in english[-2]
    assert english[-1] == "At worst still possible: red."


def test_a_month_before_the_data_begins_is_not_called_missing_in_the_data() -> None:
    told, why_ = rule("高台县", "2023-11", "registered_unemployed_growth")
    assert missing_text(told, why_) == "缺：2023年11月（数据起点）之前的登记失业人数。"


def test_an_event_without_its_figure_is_told_as_such() -> None:
    told, why_ = rule("新坝镇", "2025-05", "single_closure")
    assert missing_text(told, why_) == "缺：1件事件缺数字。"
    assert "人数未填" in why(told, why_)[1]
    english = why(*rule("新坝镇", "2025-05", "single_closure", "en"))
    assert "number not given" in english[1]
    assert "Missing: 1 event lacks a figure." in english


def test_a_layoff_with_a_petition_names_firm_day_and_conditions() -> None:
    lines = why(*rule("高台县", "2025-04", "layoff_with_petition"))
    assert lines[0].startswith("裁员112人、职工655人，有个体访，达到黄色条件，橙色条件未同时达到")
    assert lines[1] == "4月16日 示例水泥厂裁员112人，职工655人，个体访"
    english = why(*rule("高台县", "2025-04", "layoff_with_petition", "en"))
    assert english[1] == "16 April 示例水泥厂: layoff, 112 people, of 655 staff, an individual petition"


def test_the_county_lists_its_towns_as_found_and_as_published() -> None:
    lines = why(*rule("高台县", "2026-10", "town_alerts"))
    assert lines[1:5] == [
        "城关镇：测得黄色，已发布黄色",
        "南华镇：测得红色，已发布橙色",
        "巷道镇：测得橙色，已发布橙色",
        "骆驼城镇：测得黄色，未发布",
    ]
    assert lines[5].startswith("各级线：黄色2个镇黄色以上或1个镇橙色以上；")


def test_an_ambiguous_rule_says_how_it_is_read_and_where_it_stands() -> None:
    told = readings(*rule("高台县", "2026-10", "benefit_payout_rate"))
    assert told[0] == "原文未定：发放率正好80%属哪一级？这里读作“黄色”（三(一)3）。"
    english = readings(*rule("高台县", "2026-10", "benefit_payout_rate", "en"))
    assert english[0].startswith("Not settled by the text: Which tier is a payout rate of exactly 80%?")
    assert english[0].endswith("Read here as: Yellow (clause 三(一)3).")


def test_a_tier_that_is_not_reached_is_never_shown_as_nought_away() -> None:
    """A figure near an edge keeps the decimals it needs, and its distance is never nought."""
    told = teller("2026-10")
    for region in range(told.workspace.panel.region_count):
        for each in told.explanations(region):
            if each.next_tier > 0 and each.distance > 0:
                assert not re.search(r"差0(\.0+)?(个|人|%)", told.distance(each)), told.distance(each)


def lines_of(told: Teller, region: int) -> list[str]:
    return [
        line
        for each in told.explanations(region)
        for line in (
            *why(told, each),
            *readings(told, each),
            note(told, each),
            told.distance(each),
            told.reason(each),
        )
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", ["gaotai", "nanyang", "washington"])
def test_no_sentence_mixes_languages_but_for_names_and_clauses(sample: str, lang: str) -> None:
    space = workspace(sample)
    named = {*space.panel.names, *(r.clause for r in space.plan.rules)}
    named |= {each.clause for each in space.plan.interpretations}
    for table in ("events", "enterprises"):
        if table in space.tables:
            named |= set(space.tables[table]["enterprise_name"]) - {""}
    names = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))
    foreign = LATIN_WORD if lang == "zh" else HAN
    months = space.months[::6] if sample != "washington" else space.months[::36]
    regions = (
        range(space.panel.region_count) if sample != "washington" else range(0, space.panel.region_count, 6)
    )
    mixed = set()
    for month, region in product((*months, space.months[-1]), regions):
        for line in lines_of(Teller(space, "published", month, words(lang)), region):
            rest = re.sub(r"\b(NAICS\d*|pp)\b", "", names.sub("", line))
            if foreign.search(rest):
                mixed.add(line)
    assert not mixed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_is_a_whole_sentence_that_names_its_clause(lang: str) -> None:
    told = teller("2026-10", lang)
    for region in range(told.workspace.panel.region_count):
        for each in told.explanations(region):
            first = why(told, each)[0]
            assert each.rule.clause in first
            assert first.endswith("。" if lang == "zh" else ".")
            assert first[0] == first[0].upper()
            for line in lines_of(told, region):
                assert not re.search(r"\bnan\b|None|\{|\}|  |，，|。。|\binf\b", line), line


def test_the_towns_of_the_story_are_where_the_tests_look() -> None:
    told = teller("2026-10")
    assert told.workspace.panel.codes[position(told, "骆驼城镇")] == "620724105000"
