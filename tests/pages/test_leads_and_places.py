"""The pages of leads and of key places without a browser: what they list, filter and refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.desk import address, drawn, run, visit
from tests.pages.test_broken_folders import Serve
from tests.tables.folders import write

CLERK = {"as": "clerk:620724107000"}


def rows(app: AppTest, key: str) -> list[dict[str, Any]]:
    return drawn(app)[key]["rows"] if key in drawn(app) else []


def column(app: AppTest, key: str, name: str) -> list[dict[str, Any]]:
    at = [each["text"] for each in drawn(app)[key]["columns"]].index(name)
    return [row["cells"][at] for row in rows(app, key)]


def test_leads_stand_with_the_gravest_first_and_lead_to_firms_places_and_events() -> None:
    app = visit("risks")
    assert drawn(app)["head"]["headline"] == "高台县未办结线索13条，其中10月新增9条。"
    first, *_, event = column(app, "leads", "线索")
    assert (first["text"], first["small"], first["open"]) == ("欠薪", "R010", {"risk": "R010"})
    assert event["open"] == {"event": "V067"}
    firm = column(app, "leads", "企业")[0]
    assert firm["open"] == {"firm_page": "91620799MA00007959"}
    assert column(app, "leads", "严重程度")[0] == {"text": "重大", "strong": True}


def test_a_check_says_until_when_and_elsewhere_which_plan_would_ask_for_it() -> None:
    checks = column(visit("risks", plan="pingdingshan-desk"), "leads", "核查时限")
    assert {"text": "48小时，10月19日00:00前", "small": "逾期", "strong": True} in checks
    here = [cell.get("small") for cell in column(visit("risks"), "leads", "核查时限")]
    assert "平顶山市“1+4”预案（2022）要求48小时，本地不适用" in here


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 13), ({"risk_severity": "重大"}, 1), ({"risk_status": "待核实"}, 4), ({"risk_kind": "opinion"}, 3),
        ({"risk_q": "纺织"}, 4), ({"risk_q": "r0"}, 11), ({"risk_severity": "nowhere"}, 13), ({"risk_q": "[("}, 0),
    ],
)  # fmt: skip
def test_filters_of_a_link_are_in_force(asked: dict[str, str], count: int) -> None:
    assert len(rows(visit("risks", **asked), "leads")) == count


def test_an_analyst_reads_neither_owners_nor_free_text_and_a_clerk_does_for_their_own_place() -> None:
    heads = [each["text"] for each in drawn(visit("risks"))["leads"]["columns"]]
    assert "责任人" not in heads
    assert "情况" not in heads
    mine = visit("risks", month="2026-08", **CLERK)
    assert {each["text"] for each in column(mine, "leads", "地区")} == {"黑泉镇"}
    assert "12名职工要求补发加班费" in [each["text"] for each in column(mine, "leads", "情况")]


@pytest.mark.parametrize("role", ["auditor", "workshop"])
def test_those_without_leads_are_told_so(role: str) -> None:
    app = visit("risks", **{"as": role})
    assert "您的角色不含线索" in app.markdown[-2].value
    assert "leads" not in drawn(app)


def test_a_chosen_lead_is_in_the_address() -> None:
    found = rows(visit("risks", risk="R008"), "leads")
    assert [row["key"] for row in found if row.get("chosen")] == ["R008"]


def test_key_places_say_by_which_criterion_and_since_when() -> None:
    app = visit("regions", data="nanyang", month="2026-08")
    assert drawn(app)["head"]["headline"] == "南阳市重点地区3处。"
    at = [row["key"] for row in rows(app, "key_regions")].index("411303 new_jobs_falling")
    assert column(app, "key_regions", "数值")[at]["text"] == "连续3个月"
    assert column(app, "key_regions", "起始")[at] == {"text": "8月起", "small": "在榜1个月"}
    assert "本局做法" in column(app, "key_regions", "标准")[at]["small"]


def test_a_criterion_filters_and_goes_to_the_address() -> None:
    app = visit("regions", data="nanyang", month="2026-08")
    app.selectbox(key="region_list_filter").select("new_jobs_falling")
    run(app)
    assert address(app)["region_list"] == "new_jobs_falling"
    assert len(rows(app, "key_regions")) == 1


def test_a_place_s_help_plan_shows_who_by_when_and_what_is_late() -> None:
    app = visit("regions", key_region="620724105000")
    told = list(
        zip(
            [each["text"] for each in column(app, "help_plan", "任务")],
            [each["text"] for each in column(app, "help_plan", "责任单位")],
            [each["text"] for each in column(app, "help_plan", "状态")],
            strict=True,
        )
    )
    assert told[:3] == [
        ("岗位信息对接", "骆驼城镇", "10月20日完成"),
        ("开发公益岗位", "骆驼城镇", "逾期"),
        ("招商引资", "招商专班", "进行中"),
    ]  # fmt: skip
    assert {state for _, _, state in told[3:]} == {"未认领"}
    assert "帮扶方案有**1项**任务逾期。" in drawn(app)["head"]["lead"]


def test_sites_and_village_points_are_listed(serving: Serve, tmp_path: Path) -> None:
    regions = (
        "region_code,region_name,level,parent_code,population_count,is_monitoring_point\n"
        "1,示例县,county,,,\n2,**安置**点,site,1,800,\n3,示例村,village,1,,true\n"
    )
    serving(
        write(
            tmp_path / "f",
            regions=regions,
            indicators="region_code,month,new_urban_jobs_count\n1,2024-06,3\n",
        )
    )
    app = visit("regions", data="f", plan="pingdingshan-desk")
    assert [row["key"] for row in rows(app, "key_regions")] == ["2 resettlement_site", "3 village_point"]
    assert column(app, "key_regions", "地区")[0]["text"] == "**安置**点", "drawn as text, not as rich text"


def test_a_clerk_s_places_are_their_own() -> None:
    app = visit("regions", region="620724107000", **CLERK)
    assert {row["key"].split()[0] for row in rows(app, "key_regions")} == {"620724107000"}
    assert rows(visit("regions", key_region="620724105000", **CLERK), "help_plan")
