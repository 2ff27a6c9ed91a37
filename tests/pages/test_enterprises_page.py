"""The list of key enterprises and a firm's page without a browser: what they list, filter, keep, and refuse."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.desk import address, drawn, run, visit
from tests.pages.test_broken_folders import INDICATORS, Serve
from tests.tables.folders import write

TOMATO, POTATO, SEED = "91620799MA0001501F", "91620799MA000151X7", "91620799MA0001843T"
LUOTUO = "620724105000"
DECLINE = {"region": LUOTUO, "cause": "monitored_employees_decline"}


def rows(app: AppTest) -> list[dict[str, Any]]:
    return drawn(app)["firms"]["rows"] if "firms" in drawn(app) else []


def names(app: AppTest) -> list[str]:
    return [row["name"] for row in rows(app)]


def counted(app: AppTest) -> str:
    return next(each.value for each in app.markdown if "记入网址" in each.value)


def test_the_list_opens_with_the_largest_shares_and_says_so_in_one_sentence() -> None:
    app = visit("enterprises")
    assert names(app)[:3] == ["示例番茄制品厂", "示例马铃薯淀粉厂", "示例脱水蔬菜公司"]
    head = drawn(app)["head"]
    assert head["headline"] == "重点企业57家：骆驼城镇减员的85.6%出自其中3家。"
    assert [fact["value"] for fact in head["facts"]] == ["9家 402.6万元", "14家", "5家", "3家 156人"]


def test_a_row_says_why_since_when_what_is_owed_and_its_share() -> None:
    row = rows(visit("enterprises"))[1]
    assert [(tag["word"], tag["since"], tag["mark"]) for tag in row["tags"]] == [
        ("拖欠工资", "9月起", ""), ("停产停工", "8月起", "手工"),
    ]  # fmt: skip
    assert (row["more"], row["owed"], row["owed_small"]) == ("＋1", "欠薪86.4万元", "9月起")
    assert row["share"] == {"percent": 25.4, "text": "25.4%", "small": "减236人 / 930人"}
    assert (row["employees"], row["insured"], len(row["strip"]["employees"])) == ("176", "201", 12)


def test_a_firm_that_did_not_report_is_missing_and_not_nought() -> None:
    row = next(row for row in rows(visit("enterprises")) if row["name"] == "示例羊毛加工厂")
    assert (row["employees"], row["owed"], row["owed_small"]) == ("缺", "缺", "10月未报")
    assert row["strip"]["employees"][-1] is None
    assert row["share"] == {"percent": None, "text": "—", "small": "本地为未知"}
    assert [(tag["hand"], tag["open"]) for tag in row["tags"]] == [(True, False), (False, True)]


def test_search_goes_over_the_whole_list_and_into_the_address() -> None:
    app = visit("enterprises")
    app.text_input(key="q_search").input("地毯")
    run(app)
    assert names(app) == ["示例地毯厂"]
    assert address(app)["q"] == "地毯"
    assert names(visit("enterprises", q="ma0001501f")) == ["示例番茄制品厂"]
    assert names(visit("enterprises", q=".*")) == []


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"town": LUOTUO}, 8),
        ({"reason": "production_stopped"}, 5),
        ({"reason": "production_stopped,wages_in_arrears"}, 12),
        ({"reason": "by_hand"}, 1),
        ({"reason": "no_such", "town": "nowhere", "industry": "Z99"}, 57),
        ({"industry": "C17"}, 3),
        ({"reason": "wages_in_arrears", "town": LUOTUO}, 1),
    ],
)
def test_filters_of_a_link_are_in_force(asked: dict[str, str], count: int) -> None:
    text = counted(visit("enterprises", **asked))
    assert text == "57家；筛选已记入网址" if count == 57 else text == f"**{count}** / 57家；筛选已记入网址"


def test_sorting_and_paging_are_of_the_whole_list() -> None:
    staff = [row["employees"] for row in rows(visit("enterprises", firms_sort="employees"))]
    assert staff[0] == "820"
    second = visit("enterprises", firms_page="2")
    assert len(rows(second)) == 14
    assert not {row["key"] for row in rows(second)} & {row["key"] for row in rows(visit("enterprises"))}
    assert len(rows(visit("enterprises", firms_page="999"))) == 1
    assert len(rows(visit("enterprises", firms_page="-1"))) == 14


def test_filters_are_kept_while_the_page_is_left() -> None:
    app = visit("enterprises", reason="zombie")
    app.switch_page("../pages/place.py")
    run(app)
    app.switch_page("../pages/enterprises.py")
    run(app)
    assert address(app)["reason"] == "zombie"
    app.button(key="clear_filters").click()
    run(app)
    assert "reason" not in address(app)


def test_what_a_link_brought_is_kept_while_the_page_is_left() -> None:
    app = visit("enterprises", q="示例", town=LUOTUO, **DECLINE)
    app.switch_page("../pages/place.py")
    run(app)
    app.switch_page("../pages/enterprises.py")
    run(app)
    found = address(app)
    assert (found["q"], found["town"], found["cause"]) == ("示例", LUOTUO, DECLINE["cause"])


def test_a_warning_leads_to_the_firms_that_cause_it_with_their_parts() -> None:
    place = visit("place", region=LUOTUO)
    button = place.button(key="behind_monitored_employees_decline")
    assert button.label.replace("\\", "") == "监测企业用工连降：涉及21家企业 ›"
    app = visit("enterprises", **DECLINE)
    assert drawn(app)["head"]["headline"] == "骆驼城镇减员930人，出自21家，前3家占85.6%。"
    assert [row["share"]["small"] for row in rows(app)[:2]] == ["减412人 / 930人", "减236人 / 930人"]
    assert all(row["share"]["percent"] is not None for row in rows(app))
    app.button(key="whole_list").click()
    run(app)
    assert "cause" not in address(app)


def test_a_warning_that_no_firm_causes_says_so() -> None:
    app = visit("place", region="620724102000")
    said = [each.value.replace("\\", "") for each in app.markdown]
    assert "首次申领失业金连增不能归到企业。" in said
    assert not [each for each in app.button if (each.key or "").startswith("behind_")]


def test_the_map_leads_there_too() -> None:
    app = visit("risk_map")
    assert app.button(key=f"behind_{LUOTUO}").label.replace("\\", "") == "骆驼城镇：涉及21家企业 ›"


@pytest.mark.parametrize(
    "cause", ["first_time_claimants_growth", "single_closure", "no_such_rule", "town_alerts"]
)
def test_a_cause_that_goes_back_to_no_firm_leaves_the_whole_list(cause: str) -> None:
    app = visit("enterprises", region=LUOTUO, cause=cause)
    assert "cause" not in address(app)
    assert rows(app)


def test_a_firm_beside_the_list_has_its_reasons_duties_gates_and_story() -> None:
    panel = drawn(visit("enterprises", enterprise=TOMATO))["firm_panel"]
    found = {section["title"]: section for section in panel["sections"]}
    assert list(found) == ["为什么在榜", "带来的职责", "裁员方案，42人，占职工5.1%", "走访与变动"]
    assert [(row["left"], row["middle"], row["right"]) for row in found["为什么在榜"]["rows"]][2] == (
        "用工不稳定", "3个月减27.8%", "7月起",
    )  # fmt: skip
    assert [(row["left"], row["right"]) for row in found["带来的职责"]["rows"]] == [
        ("30人以上", "到期"),
        ("50人以上", "差8人"),
    ]
    plan = found["裁员方案，42人，占职工5.1%"]
    assert plan["note"] == "还差3关，不能启动"
    assert [gate["done"] for gate in plan["gates"]] == [True, True, True, False, False, False]
    assert plan["bars"] == [{"name": "提前30日说明情况", "text": "11月27日届满，还有27天", "part": 0.1}]


def test_a_firm_s_page_shows_what_plans_promise_and_which_conditions_hold() -> None:
    app = visit("enterprise", enterprise=SEED)
    assert drawn(app)["head"]["headline"] == "示例制种公司：规模裁员，劳动争议频发。"
    money = drawn(app)["money"]
    assert "供比较" in money["note"]
    groups = [(row["group"], row["small"]) for row in money["rows"] if "group" in row]
    assert ("稳岗返还：吉林省稳就业方案", "不能享受；上年缴费的100%") in groups


@pytest.mark.parametrize(
    "query", [{}, {"enterprise": "nowhere"}, {"enterprise": POTATO, "data": "washington"}]
)
def test_a_firm_that_is_not_there_says_so(query: dict[str, str]) -> None:
    app = visit("enterprise", **query)
    assert app.title[0].value == "没有这家企业。"
    assert not drawn(app)


def test_a_clerk_sees_no_firm_of_another_place_by_any_address() -> None:
    clerk = {"as": "clerk:620724107000"}
    mine = visit("enterprises", **clerk)
    assert {row["place"] for row in rows(mine)} == {"黑泉镇"}
    assert visit("enterprise", enterprise=TOMATO, **clerk).title[0].value == "没有这家企业。"
    assert "firm_panel" not in drawn(visit("enterprises", enterprise=TOMATO, **clerk))
    assert names(visit("enterprises", q="番茄", **clerk)) == []


def test_data_without_firms_says_that_this_is_not_the_same_as_none() -> None:
    app = visit("enterprises", data="washington")
    assert "没有企业表" in app.markdown[-2].value


def test_a_hostile_name_stays_text(tmp_path: Any, serving: Serve) -> None:
    evil = "**粗**<b>x</b>{n}[链](http://e)"
    made = write(
        tmp_path / "f", indicators=INDICATORS + "620724101,2026-10,3.5\n",
        enterprises=f"enterprise_id,enterprise_name,region_code,is_zombie\nF1,{evil},620724101,true\n",
    )  # fmt: skip
    serving(made)
    app = visit("enterprises", data="f", plan="gaotai-desk", enterprise="F1")
    assert rows(app)[0]["name"].replace("\u2060", "") == evil
    assert "**" not in rows(app)[0]["name"]
    page = visit("enterprise", data="f", plan="gaotai-desk", enterprise="F1")
    assert "<b>x</b>" in drawn(page)["head"]["headline"]


def test_under_a_plan_without_a_list_only_what_the_bureau_listed_by_hand_stands() -> None:
    app = visit("enterprises", plan="gaotai-2021")
    assert names(app) == ["示例羊毛加工厂"]
    assert "现用预案没有这份清单" in app.caption[-1].value
    assert "没有企业在清单上" in visit("enterprises", plan="gaotai-2021", month="2026-09").markdown[-2].value
