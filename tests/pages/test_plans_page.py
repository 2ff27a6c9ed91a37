"""The page of plans without a browser: readings, what one changes, plans side by side, one plan whole."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.plans.loader import available, load, parse
from dashboard.plans.variants import switchable
from dashboard.ui.trials import Picked, file_name, file_text
from dashboard.ui.trials import trial as trial_of
from dashboard.workspace import open_folder
from tests.pages.desk import SAMPLES, address, drawn, run, visit
from tests.serving import ROOT

GAOTAI = ROOT / "sample_data" / "gaotai"
PAYOUT = {"month": "2026-10", "reading": "payout_80.orange"}


def said(cell: dict[str, Any]) -> str:
    """Everything that a cell says."""
    return " ".join(
        str(cell[name]) for name in ("text", "word", "old", "new", "tag", "aside", "small") if cell.get(name)
    )


def listed(app: AppTest, key: str) -> list[list[str]]:
    return [[said(cell) for cell in row["cells"]] for row in drawn(app)[key]["rows"] if "cells" in row]


def row_of(app: AppTest, key: str, name: str) -> dict[str, Any]:
    return next(row for row in drawn(app)[key]["rows"] if row["key"] == name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_rule_stands_with_its_edges_and_readings(sample: str, lang: str) -> None:
    app = visit("plans", data=sample, lang=lang)
    plan = load("gaotai-2021")
    rows = drawn(app)["rules_table"]["rows"]
    assert [row["key"] for row in rows] == [rule.id for rule in plan.rules]
    for row, rule in zip(rows, plan.rules, strict=True):
        assert len(row["cells"]) == len(drawn(app)["rules_table"]["columns"]) == 8
        assert all(row["cells"][n]["text"] for n in (1, 2, 3))
        assert str(len(rule.interpretations) or "—") in row["cells"][7]["text"]
    listing = drawn(app)["open_places"]["rows"]
    assert [row["key"] for row in listing] == [each.id for each in plan.interpretations]
    assert all(said(cell) for row in listing for cell in row["cells"])


def test_edges_are_written_as_the_plan_writes_them() -> None:
    rows = {row[0].split(" ")[0]: row[1:4] for row in listed(visit("plans"), "rules_table")}
    assert rows["失业保险金发放率"] == ["<90%", "<80%", "≤70%"]
    assert rows["乡镇预警数"] == ["≥2，或橙色≥1", "≥3，或橙色≥2", "≥4，或橙色≥3"]
    assert rows["监测企业用工连降"] == ["4个月", "5个月", "6个月"]
    assert rows["裁员伴信访"] == ["200 / 100 / 个体访", "500 / 100 / 集体访", "1,000 / 500 / 大规模上访"]
    assert rows["登记失业率超目标"] == ["≥0.5", "≥1.0", "≥1.5"]


def test_the_head_says_how_many_rules_are_judged_and_which_is_at_an_edge() -> None:
    head = drawn(visit("plans", month="2026-10"))["head"]
    assert head["headline"] == "高台县13条规则：10月已判11条，1条到线，为乡镇预警数。"
    assert head["lead"] == "2条缺数据。原文有18处歧义，读法都写明。"


def test_a_place_without_its_county_rule_says_so() -> None:
    app = visit("plans", region="620724105000", month="2026-10")
    assert row_of(app, "rules_table", "town_alerts")["cells"][5]["text"] == "不适用"
    assert drawn(app)["head"]["headline"].startswith("骆驼城镇12条规则：10月已判10条，1条到线")


def test_eighty_read_as_orange_raises_two_town_months_and_no_other() -> None:
    app = visit("plans", **PAYOUT)
    effect = drawn(app)["reading"]["effect"]
    assert effect["sentence"] == "**2个镇月**升一级，没有降级。"
    assert [
        (row["name"], row["month"], row["value"], row["from"]["word"], row["to"]["word"])
        for row in effect["rows"]
    ] == [
        ("城关镇", "2025-12", "80.0%", "黄色", "橙色"),
        ("宣化镇", "2026-03", "80.0%", "黄色", "橙色"),
    ]
    assert [strip["name"] for strip in effect["strips"]] == ["城关镇", "宣化镇"]
    assert [sum(cell["changed"] for cell in strip["cells"]) for strip in effect["strips"]] == [1, 1]
    assert {len(strip["cells"]) for strip in effect["strips"]} == {36}
    assert effect["note"] == "上报时限：由72小时变为48小时，2次。10月不变。"
    assert effect["same"] == "高台县各月都不变。"
    row = row_of(app, "rules_table", "benefit_payout_rate")
    assert row["chosen"]
    assert (row["cells"][2]["old"], row["cells"][2]["new"]) == ("<80%", "≤80%")
    assert "试看“橙色”：**2个镇月**升一级" in drawn(app)["head"]["lead"]


def test_the_whole_replay_is_listed_when_asked_for_and_taken_back() -> None:
    app = visit("plans", **PAYOUT)
    assert "replay_table" not in drawn(app)
    app.button(key="replay_all").click()
    run(app)
    assert address(app)["replay"] == "1"
    assert [(row[0], row[1], row[2]) for row in listed(app, "replay_table")] == [
        ("城关镇", "黄色以上", "更重"),
        ("城关镇", "橙色以上", "新增"),
        ("宣化镇", "黄色以上", "更重"),
        ("宣化镇", "橙色以上", "新增"),
    ]
    app.button(key="take_back").click()
    run(app)
    assert address(app)["reading"] == "payout_80"
    assert drawn(app)["reading"]["effect"] is None
    assert "replay_table" not in drawn(app)


@pytest.mark.parametrize(
    ("interpretation", "reading"),
    [(each.id, reading.id) for each, readings in switchable(load("gaotai-2021")) for reading in readings],
)
def test_every_reading_with_changes_can_be_tried_and_says_what_it_does(
    interpretation: str, reading: str
) -> None:
    app = visit("plans", lang="en", month="2026-10", reading=f"{interpretation}.{reading}")
    told = drawn(app)["reading"]
    option = next(each for each in told["options"] if each["checked"])
    assert option["tag"] == "tried"
    assert option["detail"] not in ("", "This data cannot show the difference.", "Counted in another way.")
    assert told["effect"]["sentence"]
    assert len(told["effect"]["rows"]) <= 8


def test_readings_that_the_data_cannot_show_say_so_and_cannot_be_chosen() -> None:
    told = drawn(visit("plans", reading="panel_of_firms.fixed"))["reading"]
    assert told["key"] == "panel_of_firms"
    assert told["effect"] is None
    assert [(each["disabled"], each["detail"]) for each in told["options"]] == [
        (False, ""),
        (True, "现有数据看不出差别。"),
    ]


@pytest.mark.parametrize("wrong", ["no_such", "payout_80.no_such", "<b>.</b>", ".", "payout_80.orange.more"])
def test_names_of_nothing_in_the_address_are_passed_over(wrong: str) -> None:
    app = visit(
        "plans", month="2026-10", reading=wrong, rule="../x", compare="x,y", plan_view="zzz", rows="odd"
    )
    assert drawn(app)["reading"]["effect"] is None
    assert len(drawn(app)["compare_table"]["rows"]) == 10


def test_a_rule_without_open_places_is_shown_as_such() -> None:
    told = drawn(visit("plans", rule="fund_support_months"))["reading"]
    assert (told["title"], told["options"]) == ("失业保险基金可支撑月数", [])


def test_nanyang_asks_at_30_what_pingdingshan_asks_at_50() -> None:
    app = visit("plans", month="2026-10")
    rows = listed(app, "compare_table")
    assert rows[0] == [
        "裁员，停业",
        "提前介入指导 事前报县局",
        "≥30人 六(四)",
        "≥50人 总体预案三(三)",
        "差20人",
        "3件",
        "1件",
    ]
    assert len(rows) == 10
    assert [ruler["ticks"][0]["people"] for ruler in drawn(app)["rulers"]["rulers"]] == [30, 20]
    assert [mark["people"] for mark in drawn(app)["rulers"]["marks"]] == [9, 42, 45, 105]
    assert [each.get("mark", "") for each in drawn(app)["compare_table"]["columns"][2:4]] == ["借用", ""]


def test_only_the_rows_that_differ_are_shown_when_asked_for() -> None:
    app = visit("plans", month="2026-10", rows="different")
    assert len(listed(app, "compare_table")) == 9
    assert "相同" not in {row[4] for row in listed(app, "compare_table")}


def test_the_plans_compared_are_chosen_in_the_address() -> None:
    app = visit("plans", lang="en", compare="stabilise-jilin,stabilise-yushu,stabilise-cangzhou")
    assert [each["text"] for each in drawn(app)["compare_table"]["columns"][2:5]] == [
        "Cangzhou scheme", "Jilin scheme", "Yushu scheme",
    ]  # fmt: skip
    notice = listed(app, "compare_table")[0]
    assert notice[2].startswith("Any number")
    assert notice[3].startswith("≥20 people, or ≥10% of staff")


def test_what_a_place_works_with_says_what_is_borrowed_expired_and_unofficial() -> None:
    items = drawn(visit("plans", month="2026-10"))["basis"]["items"]
    told = {
        item["label"]: [(plan["name"], plan["mark"], plan["dashed"], plan["note"]) for plan in item["plans"]]
        for item in items
    }
    assert told["等级"] == [("高台县预案（2021）", "本县", False, "")]
    assert told["待遇"] == [("平顶山市“1+4”预案（2022）", "借用，2022年12月已到期", True, "")]
    assert ("沧州市稳就业方案", "借用", True, "文本非正式") in told["人员跟进"]


def test_a_citys_own_plan_is_its_own_though_its_benefits_have_run_out() -> None:
    app = visit("plans", data="nanyang", plan="pingdingshan-desk")
    assert drawn(app)["basis"]["items"][3]["plans"][0]["mark"] == "本市，2022年12月已到期"


def test_a_plan_alone_without_tiers_shows_its_open_places() -> None:
    app = visit("plans", plan="nanyang")
    assert drawn(app)["head"]["headline"] == "南阳市预案不分等级，只写要做什么。"
    assert "rules_table" not in drawn(app)
    assert len(drawn(app)["open_places"]["rows"]) == 8
    assert drawn(app)["basis"]["items"][1]["plans"][0]["mark"] == "现用"


def test_the_findings_of_the_literal_text_name_the_reading_that_settles_them() -> None:
    rows = drawn(visit("plans"))["findings_table"]["rows"]
    payout = next(row for row in rows if row["key"] == "benefit_payout_rate hole")
    assert payout["cells"][3]["open"] == {"reading": "payout_80"}
    assert all(row["cells"][3].get("open") for row in rows)


def test_the_seven_plans_are_listed_with_what_they_give() -> None:
    rows = {
        row["key"]: [said(cell) for cell in row["cells"]]
        for row in drawn(visit("plans"))["plans_table"]["rows"]
    }
    assert set(rows) == set(available())
    assert rows["gaotai-2021"][2:] == ["13条规则，2份工作清单", "18", "0"]
    assert rows["stabilise-jilin"][0] == "吉林省稳就业方案 文本非正式"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", available())
def test_a_plan_whole_lists_every_part_with_its_clause(name: str, lang: str) -> None:
    app = visit("plans", lang=lang, plan_view=name)
    plan = load(name)
    rows = [row for row in drawn(app)["parts_table"]["rows"] if "cells" in row]
    assert all(row["cells"][0]["text"] and row["cells"][2]["text"] for row in rows)
    names = {row["cells"][0]["text"] for row in rows}
    wanted = [*plan.duties, *plan.rules, *(c for each in plan.lists for c in each.criteria)]
    wanted += [c for gate in plan.gates for c in (*gate.needs, *gate.then)]
    wanted += [*plan.benefits, *plan.refunds, *plan.hiring]
    wanted += plan.follow_up.minimums if plan.follow_up else ()
    wanted += [i for each in (plan.organisation.checklists if plan.organisation else ()) for i in each.items]
    wanted += plan.closing.conditions if plan.closing else ()
    assert {each.name.in_language(lang) for each in wanted} <= names
    assert len(drawn(app).get("open_places", {"rows": []})["rows"]) == len(plan.interpretations)
    app.button(key="back").click()
    run(app)
    assert "plan_view" not in address(app)
    assert "plans_table" in drawn(app)


def test_numbers_of_a_whole_plan_stand_in_words() -> None:
    rows = {row[0]: row[1] for row in listed(visit("plans", plan_view="pingdingshan-2022"), "parts_table")}
    assert rows["临时生活补助 2022-01-01至2022-12-31"] == "每月补助：每月260元，最长3个月"
    assert rows["推荐代表到接待场所"] == "≤5人"
    assert rows["一周内解决就业 疫情期间"] == "7天内≥1次"
    assert rows["规模裁员"] == "涉及人数≥20，或占职工比例≥10%"


def test_the_file_offered_for_a_reading_loads_and_judges_as_it_was_shown() -> None:
    space = open_folder(GAOTAI)
    interpretation = space.plan.interpretation("payout_80")
    tried = trial_of(space, Picked(None, interpretation, "orange"), "published")
    assert tried is not None
    assert file_name(space.plan, tried) == "gaotai-2021-payout-80-orange.yaml"
    text = file_text(space.plan, tried)
    assert text.startswith("# gaotai-2021 with another reading of its text: payout_80 = orange.")
    plan = parse(text, "variant.yaml")
    assert plan.rules == tried.workspace.plan.rules
    assert plan.title.zh.endswith("（读法：橙色）")
