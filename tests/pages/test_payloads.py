"""What the components are given, compared with the engine's own answer and with the story of the sample."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from dashboard.atlas import places_of_level
from dashboard.evaluate import evaluate_folder
from dashboard.locale import words
from dashboard.plans.styles import digit_of
from dashboard.tables.months import parse_month
from dashboard.ui.payloads import head
from dashboard.ui.place_payload import rail, rule_rows
from dashboard.ui.risk_page import sheet_of
from dashboard.ui.risk_payload import RiskView, payload
from dashboard.wording.headlines import facts, headline, lead
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT

FOLDERS = {"gaotai": "gaotai", "nanyang": "nanyang", "washington": "washington/data"}


@cache
def workspace(sample: str) -> Workspace:
    return open_folder(ROOT / "sample_data" / FOLDERS[sample])


def teller(sample: str, month: str, mode: str = "published", lang: str = "zh") -> Teller:
    number = parse_month(month)
    assert number is not None
    return Teller(workspace(sample), mode, number, words(lang))


@cache
def risk(
    sample: str, month: str, mode: str = "published", lang: str = "zh", level: str = "town"
) -> dict[str, Any]:
    told = teller(sample, month, mode, lang)
    focus = told.workspace.focus
    places = places_of_level(told.workspace, level, focus)
    sheet = sheet_of(told.workspace.version, level, focus, told.workspace)
    return payload(RiskView(told, "light", focus, places, sheet, "/geometry/x.json"), with_map=True)


def rows(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in view["table"]["rows"]}


def place(name: str, month: str = "2026-10", mode: str = "published", lang: str = "zh") -> dict[str, Any]:
    """Everything the page of a place of the Gaotai sample shows."""
    told = teller("gaotai", month, mode, lang)
    region = told.workspace.panel.names.index(name)
    places = places_of_level(told.workspace, told.workspace.panel.levels[region], told.workspace.focus)
    view = RiskView(told, "light", told.workspace.focus, places, None, "")
    children = told.workspace.panel.children[region]
    shown = head(
        told,
        "light",
        region,
        headline(told, region, children),
        lead(told, region, children),
        facts(told, region),
    )
    explanations = told.explanations(region)
    return {
        "head": shown,
        "rules": rule_rows(told, "light", explanations, region)["rows"],
        "note": rule_rows(told, "light", explanations, region)["note"],
        "rail": rail(view, region),
    }


@pytest.mark.parametrize(
    ("sample", "level", "month"),
    [
        ("gaotai", "town", "2026-10"),
        ("gaotai", "town", "2025-01"),
        ("gaotai", "county", "2026-06"),
        ("nanyang", "county", "2026-10"),
        ("nanyang", "town", "2026-10"),
        ("washington", "county", "2020-06"),
    ],
)
@pytest.mark.parametrize("mode", ["published", "detected"])
def test_rows_and_digits_say_what_the_evaluate_command_says(
    sample: str, level: str, month: str, mode: str
) -> None:
    answer = evaluate_folder(ROOT / "sample_data" / FOLDERS[sample], "gaotai-2021", month, mode)
    regions = {region["region_code"]: region for region in answer["regions"]}
    tiers = ("normal", "yellow", "orange", "red")
    view = risk(sample, month, mode, level=level)
    digits = dict(zip(view["map"]["names"], view["map"]["digits"], strict=True))
    for row in view["table"]["rows"]:
        region = regions[row["code"]]
        tier = -1 if region["tier"] == "unknown" else tiers.index(region["tier"])
        assert row["digit"] == digit_of(tier, region["complete"], 3), row["name"]
        assert row["judged"] == f"{region['judged']}/{region['applicable']}"
        assert bool(row["incomplete"]) == (tier >= 0 and not region["complete"])
        assert digits.get(row["name"], row["digit"]) == row["digit"]


def test_rows_are_ranked_from_the_worst_with_unknown_before_normal() -> None:
    order = [row["name"] for row in risk("gaotai", "2026-10")["table"]["rows"]]
    assert order[:5] == ["南华镇", "巷道镇", "城关镇", "骆驼城镇", "新坝镇"]
    assert set(order[5:]) == {"合黎镇", "宣化镇", "黑泉镇", "罗城镇"}


def test_published_and_found_stand_side_by_side() -> None:
    found = rows(risk("gaotai", "2026-10"))
    assert (found["南华镇"]["word"], found["南华镇"]["published"]["word"]) == ("红色", "橙色")
    assert found["骆驼城镇"]["published"] is None
    assert (found["骆驼城镇"]["published_text"], found["骆驼城镇"]["published_strong"]) == ("未发布", True)
    assert (found["罗城镇"]["published_text"], found["罗城镇"]["published_strong"]) == ("—", False)


def test_tiles_count_every_tier_and_the_change_from_the_month_before() -> None:
    tiles = {tile["label"]: (tile["count"], tile["delta"]) for tile in risk("gaotai", "2026-10")["tiles"]}
    assert tiles == {
        "红色": ("1", "+1"),
        "橙色": ("1", "−1"),
        "黄色": ("2", "+1"),
        "正常": ("4", "−2"),
        "未知": ("1", "+1"),
    }


def test_the_first_month_has_nothing_to_be_compared_with() -> None:
    view = risk("gaotai", "2023-11")
    assert view["changes"] is None
    assert {row["change"] for row in view["table"]["rows"]} == {"—"}
    assert not [tile for tile in view["tiles"] if "delta" in tile]


def test_changes_are_grouped_by_direction() -> None:
    changes = risk("gaotai", "2026-10")["changes"]
    groups = {group["title"]: [item["name"] for item in group["items"]] for group in changes["groups"]}
    assert groups == {
        "升级 3": ["南华镇", "城关镇", "骆驼城镇"],
        "降级 1": ["合黎镇"],
        "缺数据 1": ["新坝镇"],
    }
    assert changes["title"] == "与9月相比"
    back = risk("gaotai", "2025-02")["changes"]
    assert [group["title"] for group in back["groups"]] == ["恢复上报 1"]
    still = risk("gaotai", "2026-02")["changes"]
    assert still["groups"] == []
    assert still["summary"] == "没有地区变动等级"


def test_a_changed_place_shows_both_tiers_and_its_reason() -> None:
    item = risk("gaotai", "2026-10")["changes"]["groups"][0]["items"][0]
    assert (item["from"]["word"], item["to"]["word"]) == ("橙色", "红色")
    assert item["reason"] == "首次申领失业金又增6.1%，连续第6个月"


def test_a_change_is_told_shorter_than_its_reason() -> None:
    groups = risk("gaotai", "2026-10")["changes"]["groups"]
    told = {item["name"]: item["reason"] for group in groups for item in group["items"]}
    assert told == {
        "南华镇": "首次申领失业金又增6.1%，连续第6个月",
        "城关镇": "登记失业率超目标由0.4升到0.6个百分点",
        "骆驼城镇": "监测企业用工又减3.6%，连续第4个月",
        "合黎镇": "长期失业人员占比降到34.6%",
        "新坝镇": "10月指标未报",
    }
    english = [
        item["reason"]
        for group in risk("gaotai", "2026-10", lang="en")["changes"]["groups"]
        for item in group["items"]
    ]
    assert english[0] == "First-time claims up 6.1%, month 6 running"
    assert english[3] == "The long-term share down to 34.6%"


def test_a_year_is_named_where_the_month_before_lies_in_another() -> None:
    assert "2025年12月" in risk("gaotai", "2026-01")["changes"]["title"]
    assert "Dec 2025" in risk("gaotai", "2026-01", lang="en")["changes"]["title"]


def test_every_rule_of_a_town_has_a_row_and_the_worst_comes_first() -> None:
    shown = place("南华镇")["rules"]
    assert len(shown) == 12
    ranks = [
        {"红色": 0, "橙色": 1, "黄色": 2, "未知": 3, "正常": 4}[row["word"]] for row in shown if row["name"]
    ]
    assert ranks == sorted(ranks)
    assert len(place("高台县")["rules"]) == 13


def test_a_missing_figure_is_a_word_and_never_a_nought() -> None:
    shown = {row["rule"]: row for row in place("骆驼城镇")["rules"]}
    row = shown["long_term_unemployed_share"]
    assert (row["value"], row["missing"], row["word"]) == ("缺", True, "未知")
    assert row["chart"]["values"][-1] is None
    assert row["chart"]["missing"][-1] is True
    assert row["note"] == "10月未报，9月为34.1%。"
    assert row["distance"] == "补报后才能判"
    base = shown["registered_unemployed_growth"]
    assert (base["note"], base["distance"]) == ("缺2025年10月登记失业人数。", "补2025年10月")


def test_rows_say_what_their_figure_was_worked_out_from() -> None:
    notes = {row["rule"]: row["note"] for row in place("骆驼城镇")["rules"]}
    assert notes["layoff_workforce_share"] == "10月裁45人，占行业在岗980人。"
    assert notes["layoff_with_petition"] == "最大一件45人，无信访。"
    assert notes["benefit_payout_rate"] == "9月为94.5%。"
    english = {row["rule"]: row["note"] for row in place("骆驼城镇", lang="en")["rules"]}
    assert english["layoff_workforce_share"] == "45 people laid off in October, of 980 in the industry."


def test_rules_that_are_not_for_a_place_are_named_below() -> None:
    assert "乡镇预警" in place("南华镇")["note"]
    assert "不适用" not in place("高台县")["note"]


def test_the_strip_has_36_months_and_marks_the_one_looked_at() -> None:
    strip = place("骆驼城镇", "2025-01")["rail"]["strip"]
    cells = [cell for year in strip["years"] for cell in year["cells"] if cell]
    assert len(cells) == 36
    assert [cell["label"] for cell in cells if cell["current"]] == ["2025年1月 未知"]
    assert all(len(year["cells"]) == 12 for year in strip["years"])


def test_the_side_says_what_publishing_would_mean_for_the_county() -> None:
    section = next(s for s in place("骆驼城镇")["rail"]["sections"] if s["kind"] == "contributions")
    assert [(row["middle"], row["right"]) for row in section["rows"]] == [
        ("3个镇", "橙色"),
        ("4个镇", "红色"),
    ]
    assert "领导小组" in section["footer"]
    calm = next(s for s in place("罗城镇")["rail"]["sections"] if s["kind"] == "contributions")
    assert len(calm["rows"]) == 1
    assert calm["footer"] == ""


def test_the_side_counts_events_and_firms_of_the_place_and_below_it() -> None:
    sections = {s["kind"]: s for s in place("高台县")["rail"]["sections"]}
    assert len(sections["children"]["rows"]) == 9
    assert sections["events"]["rows"]
    assert sections["firms"]["rows"]
    assert all(row["left"] and row["right"] for row in sections["firms"]["rows"])


def test_every_flag_of_a_firm_has_its_word() -> None:
    from dashboard.tables import TABLES
    from dashboard.ui.place_payload import _flag_words

    columns = TABLES["enterprises"].by_name
    assert set(_flag_words(teller("gaotai", "2026-10"))) <= set(columns)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("mode", ["published", "detected"])
def test_every_month_of_the_sample_can_be_told(mode: str, lang: str) -> None:
    space = workspace("gaotai")
    for month in space.months:
        told = Teller(space, mode, month, words(lang))
        for region in range(space.panel.region_count):
            children = space.panel.children[region]
            assert headline(told, region, children).rstrip("。.")
            lead(told, region, children)
            assert told.main_reason(region)
        view = RiskView(told, "light", space.focus, places_of_level(space, "town", space.focus), None, "")
        assert len(payload(view, with_map=False)["table"]["rows"]) == 9
