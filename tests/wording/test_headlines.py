"""The one sentence of a page and the one under it, word for word, for the main stories of the sample."""

from __future__ import annotations

import re
from itertools import product

import pytest

from dashboard.locale import words
from dashboard.wording.headlines import (
    facts,
    headline,
    latest_complete,
    lead,
    reported,
    reported_text,
    step_text,
)
from dashboard.wording.teller import Teller
from tests.wording.stories import position, said, teller, under, workspace

HAN = re.compile(r"[一-鿿]")
LONGEST_HEADLINE = 32  # Han characters: one line at 1440 px, two at 390

HEADLINES = [
    (
        ("高台县", "2026-10"),
        "高台县10月为橙色预警：3个镇已发布预警，其中2个橙色。",
        "高台县 is at orange for October: 3 towns have published alerts, 2 of them orange.",
    ),
    (
        ("骆驼城镇", "2026-10"),
        "骆驼城镇10月测得黄色：监测企业用工已连续4个月每月减少3%以上。",
        "骆驼城镇 is found yellow for October: monitored jobs down 3% or more in each of 4 months.",
    ),
    (
        ("南华镇", "2026-10"),
        "南华镇10月测得红色：首次申领失业金已连续6个月每月增加5%以上。",
        "南华镇 is found red for October: first-time claims up 5% or more in each of 6 months.",
    ),
    (
        ("巷道镇", "2026-10"),
        "巷道镇10月测得橙色：登记失业人数同比增32.4%。",
        "巷道镇 is found orange for October: the registered unemployed up 32.4% on a year earlier.",
    ),
    (
        ("城关镇", "2026-10"),
        "城关镇10月测得黄色：登记失业率高出年度目标0.6个百分点。",
        "城关镇 is found yellow for October: the registered unemployment rate is 0.6 pp over target.",
    ),
    (
        ("合黎镇", "2026-09"),
        "合黎镇9月测得黄色：长期失业人员占比35.2%。",
        "合黎镇 is found yellow for September: the long-term share is 35.2%.",
    ),
    (
        ("新坝镇", "2026-10"),
        "新坝镇10月无法判断：指标未报，不等于正常。",
        "新坝镇 cannot be judged for October: no figures arrived, which is not the same as normal.",
    ),
    (
        ("合黎镇", "2026-10"),
        "合黎镇10月由黄色回到正常，预警已解除。",
        "合黎镇 is back to normal from yellow for October, and its alert is lifted.",
    ),
    (
        ("高台县", "2026-02"),
        "高台县2月一切正常：9个镇全部已报，没有指标到线。",
        "高台县 is normal for February: all 9 towns reported and nothing reaches an edge.",
    ),
    (
        ("黑泉镇", "2026-10"),
        "黑泉镇10月已知指标正常，还有1项不能全判。",
        "黑泉镇 is normal for October as far as known; 1 rule could not be fully judged.",
    ),
    (
        ("罗城镇", "2026-10"),
        "罗城镇10月正常：没有指标到线。",
        "罗城镇 is normal for October: nothing reaches an edge.",
    ),
    (
        ("张掖市", "2026-10"),
        "张掖市10月：1个县区中有1个橙色。",
        "张掖市 for October: of 1 county, 1 orange.",
    ),
    (
        ("新坝镇", "2024-03"),
        "新坝镇3月测得黄色：失业保险金发放率88.6%。",
        "新坝镇 is found yellow for March: the payout rate is 88.6%.",
    ),
    (
        ("骆驼城镇", "2025-07"),
        "骆驼城镇7月测得黄色：毕业生就业率低于年度目标5.4个百分点。",
        "骆驼城镇 is found yellow for July: the graduate employment rate is 5.4 pp under target.",
    ),
    (
        ("合黎镇", "2026-03"),
        "合黎镇3月测得黄色：停业涉及职工占10.7%。",
        "合黎镇 is found yellow for March: closures affect 10.7% of staff.",
    ),
    (
        ("高台县", "2025-04"),
        "高台县4月测得黄色：裁员112人、职工655人，有个体访。",
        "高台县 is found yellow for April: 112 laid off of 655 staff, with an individual petition.",
    ),
    (
        ("黑泉镇", "2024-11"),
        "黑泉镇11月测得黄色：13类行业裁员占职工27.6%。",
        "黑泉镇 is found yellow for November: industry 13 lays off 27.6% of its staff.",
    ),
]
IDS = [f"{place} {month}" for (place, month), _, _ in HEADLINES]


@pytest.mark.parametrize(("where", "zh", "en"), HEADLINES, ids=IDS)
def test_the_headline_says(where: tuple[str, str], zh: str, en: str) -> None:
    assert said(*where) == zh
    assert said(*where, lang="en") == en


def test_counted_by_detected_tiers_the_county_is_found_red() -> None:
    assert (
        said("高台县", "2026-10", mode="detected") == "高台县10月测得红色：4个镇测得预警，其中2个橙色以上。"
    )
    assert (
        said("高台县", "2026-10", "en", "detected")
        == "高台县 is found red for October: 4 towns found at a tier, 2 of them orange or worse."
    )


def test_a_city_that_the_plan_does_not_judge_counts_its_counties() -> None:
    assert said("南阳市", "2026-10", sample="nanyang").startswith("南阳市10月：13个县区中有")
    assert "13 counties" in said("南阳市", "2026-10", "en", sample="nanyang")


def test_the_lead_says_what_publishing_would_change() -> None:
    zh = under("高台县", "2026-10")
    assert zh.startswith("若按测得等级计，预警镇为**4个**，将为**红色**：")
    assert "南华镇测得红色，发布的是橙色；骆驼城镇测得黄色，尚未发布。" in zh
    assert zh.endswith("缺2项指标。")
    en = under("高台县", "2026-10", "en")
    assert en.startswith("Counted by detected tiers there are **4** alerts and the place would be **red**: ")
    assert "南华镇 is found red, published orange; 骆驼城镇 is found yellow, not published." in en


def test_the_lead_of_the_preview_says_that_it_is_one() -> None:
    assert "此处按测得等级计，仅供预览。" in under("高台县", "2026-10", mode="detected")
    assert "as a preview" in under("高台县", "2026-10", "en", "detected")


@pytest.mark.parametrize(
    ("place", "month", "zh", "en"),
    [
        (
            "骆驼城镇",
            "2026-10",
            "再减1个月到**橙色**，再减2个月到**红色**。",
            "1 more month down makes it **orange**, 2 more months down **red**.",
        ),
        ("巷道镇", "2026-10", "再升7.6个百分点到**红色**。", "7.6 pp up makes it **red**."),
        (
            "新坝镇",
            "2024-03",
            "再降8.6个百分点到**橙色**，再降18.6个百分点到**红色**。",
            "8.6 pp down makes it **orange**, 18.6 pp down **red**.",
        ),
        ("南华镇", "2026-10", "已是最高级。", "This is the highest tier."),
        (
            "罗城镇",
            "2026-10",
            "最接近预警线：失业保险金发放率，**黄色差3.0个百分点**。",
            "Nearest to an edge: ",
        ),
    ],
)
def test_the_lead_says_how_far_the_next_tier_is(place: str, month: str, zh: str, en: str) -> None:
    assert zh in under(place, month)
    assert en in under(place, month, "en")


def test_what_is_missing_and_not_published_is_said_in_one_sentence() -> None:
    assert under("骆驼城镇", "2026-10").endswith("缺2项指标，尚未发布。")
    assert under("骆驼城镇", "2026-10", "en").endswith(" 2 rules lack figures, no alert is published.")
    assert under("黑泉镇", "2026-10", "en").endswith(" 1 rule lacks figures.")
    assert under("南华镇", "2026-10").endswith("已发布的是橙色。")


def test_the_page_of_a_place_says_until_when_to_report_in_its_lead_and_not_beside_it() -> None:
    told = teller("2026-10")
    town = position(told, "骆驼城镇")
    assert lead(told, town, (), with_deadline=True) == (
        "再减1个月到**橙色**，再减2个月到**红色**。缺2项指标，尚未发布；检出后72小时内上报。"
    )
    assert "上报时限" not in [fact.label for fact in facts(told, town, with_deadline=False)]
    calm = position(told, "罗城镇")
    assert "上报" not in lead(told, calm, (), with_deadline=True)


def test_facts_name_the_deadline_the_rules_judged_and_the_worst_possible() -> None:
    told = teller("2026-10")
    found = [(fact.label, fact.value) for fact in facts(told, position(told, "高台县"))]
    assert found == [("上报时限", "检出后48小时内"), ("已判指标", "11/13项"), ("补齐后最坏", "红色")]
    english = teller("2026-10", "en")
    assert [(fact.label, fact.value) for fact in facts(english, position(english, "高台县"))] == [
        ("Report", "within 48 h of detection"),
        ("Rules judged", "11 of 13"),
        ("Worst still possible", "Red"),
    ]
    calm = facts(told, position(told, "罗城镇"))
    assert [fact.label for fact in calm] == ["已判指标"]
    assert facts(told, position(told, "张掖市")) == []


def test_how_many_reported_and_which_month_is_complete() -> None:
    told = teller("2026-10")
    towns = told.workspace.panel.children[position(told, "高台县")]
    assert reported(told, towns) == (8, 9)
    assert reported_text(told, towns) == "9个镇中8个已报"
    assert reported_text(teller("2026-10", "en"), towns) == "8 of 9 towns reported"
    assert latest_complete(told, towns) == told.month - 1
    assert latest_complete(teller("2026-09"), towns) == told.month - 1


@pytest.mark.parametrize(
    ("place", "month", "zh", "en", "steps"),
    [
        ("南华镇", "2026-10", "↑ 升1级", "↑ 1 tier up", 1),
        ("合黎镇", "2026-10", "↓ 降1级", "↓ 1 tier down", -1),
        ("新坝镇", "2026-10", "未报", "no data", 0),
        ("骆驼城镇", "2025-02", "恢复上报", "data again", 0),
        ("罗城镇", "2026-10", "持平", "unchanged", 0),
    ],
)
def test_how_a_tier_moved_is_said(place: str, month: str, zh: str, en: str, steps: int) -> None:
    for lang, wanted in (("zh", zh), ("en", en)):
        told = teller(month, lang)
        earlier = told.before()
        assert earlier is not None
        assert step_text(told, earlier, position(told, place)) == (wanted, steps)


@pytest.mark.parametrize("sample", ["gaotai", "nanyang"])
def test_no_headline_is_longer_than_two_lines_of_a_phone(sample: str) -> None:
    space = workspace(sample)
    long = []
    for month, mode in product(space.months, ("published", "detected")):
        told = Teller(space, mode, month, words("zh"))
        for region in range(space.panel.region_count):
            text = headline(told, region, space.panel.children[region])
            if len(HAN.findall(text)) > LONGEST_HEADLINE:
                long.append(text)
    assert not long


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", ["gaotai", "nanyang", "washington"])
def test_every_headline_and_lead_is_whole(sample: str, lang: str) -> None:
    space = workspace(sample)
    ends = "。" if lang == "zh" else "."
    months = space.months if sample != "washington" else space.months[::12]
    for month in months:
        told = Teller(space, "published", month, words(lang))
        for region in range(space.panel.region_count):
            children = space.panel.children[region]
            for text in (headline(told, region, children), lead(told, region, children)):
                assert text == "" or text.endswith(ends), text
                assert text.count("**") % 2 == 0, text
                assert not re.search(r"\bnan\b|None|\{|\}|  |，，|。。|：。|；。|\.\.", text), text
                assert "!" not in text
                assert "！" not in text
