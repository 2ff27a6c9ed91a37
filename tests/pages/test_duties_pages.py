"""The pages of duties and of an event without a browser: what they list, filter, keep, and say when it is nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.evaluate import evaluate_folder
from tests.pages.desk import SAMPLES, address, drawn, run, texts, visit
from tests.pages.test_broken_folders import INDICATORS, Serve
from tests.serving import ROOT
from tests.tables.folders import write

DESKS = {"gaotai": "gaotai-desk", "nanyang": "nanyang-desk", "washington": "gaotai-2021"}
EVENTS = "event_id,date,region_code,kind,state,affected_count\n"


def rows(app: AppTest) -> list[dict[str, Any]]:
    return drawn(app)["duties"]["rows"] if "duties" in drawn(app) else []


def empty(app: AppTest) -> list[str]:
    """The lines that say why there is nothing."""
    return [each.value.replace("\\", "").strip("*") for each in app.markdown[-2:]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_lists_what_the_evaluate_command_prints(sample: str, lang: str) -> None:
    app = visit("duties", data=sample, lang=lang)
    found = address(app)
    folder = ROOT / "sample_data" / ("washington/data" if sample == "washington" else sample)
    answer = evaluate_folder(folder, DESKS[sample], found["month"])
    wanted = [(duty["event_id"] or duty["region_code"], duty["clause"]) for duty in answer["duties"]]
    listed = [
        (row["open"]["event"] if isinstance(row["open"], dict) else row["open"], row["clause"])
        for row in rows(app)
    ]
    assert sorted(listed) == sorted(wanted)
    assert found["plan"] == DESKS[sample]
    for row in rows(app):
        assert all(row[name] for name in ("date", "event", "duty", "to", "timing", "status", "plan", "href"))


def test_a_town_has_only_its_own() -> None:
    found = rows(visit("duties", region="620724107000"))
    assert [(row["open"], row["duty"]) for row in found] == [
        ({"event": "V074"}, "向市局报告"),
        ({"event": "V074"}, "提前介入指导"),
    ]
    assert [row["borrowed"] for row in found] == ["借用", "借用"]


def test_reports_that_are_due_every_week_are_named_with_sender_addressee_and_clause() -> None:
    listed = drawn(visit("duties", plan="pingdingshan-2022", lang="en"))["regular"]["rows"]
    told = [[each["text"] for each in row["cells"]] for row in listed]
    assert [row[0] for row in told] == ["Progress", "Weekly report of the office"]
    assert told[1][2].endswith("and the provincial department")
    assert {row[3] for row in told} == {"Every week"}
    assert {row["cells"][4]["small"] for row in listed} == {"总体预案四(八)"}
    assert "regular" not in drawn(visit("duties"))


def test_own_plans_carry_no_mark_and_borrowed_tiers_do() -> None:
    marks = {row["plan"]: row["borrowed"] for row in rows(visit("duties", data="nanyang"))}
    assert marks == {"南阳市预案": "", "高台县预案（2021）": "借用"}


def test_filters_go_to_the_address_and_are_kept_while_the_page_is_left() -> None:
    app = visit("duties")
    assert len(rows(app)) == 9
    app.selectbox(key="timing_filter").select("before")
    run(app)
    assert address(app)["timing"] == "before"
    assert [row["timing"] for row in rows(app)] == ["事前"] * 3
    app.switch_page("../pages/place.py")
    run(app)
    app.switch_page("../pages/duties.py")
    run(app)
    assert address(app)["timing"] == "before"
    assert len(rows(app)) == 3
    app.button(key="clear_filters").click()
    run(app)
    assert "timing" not in address(app)
    assert len(rows(app)) == 9


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"duty_plan": "nanyang"}, 9),
        ({"duty_plan": "gaotai-2021"}, 11),
        ({"status": "unknown"}, 2),
        ({"status": "unknown", "timing": "at_once"}, 1),
        ({"timing": "within_hours"}, 11),
        ({"timing": "yesterday", "status": "<b>", "duty_plan": "../nanyang"}, 20),
    ],
)
def test_a_link_with_filters_opens_filtered(asked: dict[str, str], count: int) -> None:
    app = visit("duties", data="nanyang", **asked)
    assert len(rows(app)) == count
    assert any(f"{count}件 / 共20件" in each.value.replace("\\/", "/") for each in app.markdown)


def test_filters_that_nothing_fits_say_so_and_are_cleared_by_a_press() -> None:
    app = visit("duties", data="nanyang", duty_plan="gaotai-2021", status="unknown")
    assert rows(app) == []
    assert empty(app) == ["没有符合筛选的职责", "有20件被筛选挡住，清除筛选即可看到。"]
    app.button(key="clear_filters").click()
    assert len(rows(run(app))) == 20


def test_a_filter_stays_while_months_are_stepped_through() -> None:
    app = visit("duties", month="2026-07", timing="before")
    assert rows(app) == []
    assert empty(app)[0] == "没有符合筛选的职责"
    app.button(key="month_before").click()
    assert address(run(app))["timing"] == "before"


def test_a_duty_that_lacks_a_figure_is_listed_in_bold() -> None:
    found = [row for row in rows(visit("duties", data="nanyang")) if row["strong"]]
    assert {row["status"] for row in found} == {"需补人数"}
    assert {row["open"]["event"] for row in found} == {"V120"}


def test_another_plan_is_picked_on_the_page() -> None:
    app = visit("duties", duty_plan="nanyang")
    app.selectbox(key="plan_choice").select("nanyang")
    run(app)
    assert address(app)["plan"] == "nanyang"
    assert "duty_plan" not in address(app)
    assert {row["borrowed"] for row in rows(app)} == {""}
    assert len(rows(app)) == 4


@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_a_plan_without_tiers_says_so_and_leads_on(page: str) -> None:
    app = visit(page, plan="nanyang")
    assert app.title[0].value == "南阳市预案没有等级规则，不能用来判等级。"
    assert drawn(app) == {}
    app.button(key="judge_by_gaotai-desk").click()
    run(app)
    assert address(app)["plan"] == "gaotai-desk"
    assert drawn(app)["head"]["headline"]


@pytest.mark.parametrize(
    ("events", "plan", "told"),
    [
        (None, "gaotai-desk", "没有事件表，不等于没有事件。"),
        (EVENTS, "gaotai-desk", "10月没有登记事件。"),
        (EVENTS + "V1,2026-10-05,620724101,layoff,done,5\n", "gaotai-desk", "10月有1件事件，都不带来职责"),
        (
            EVENTS + "V1,2026-10-05,620724101,layoff,done,500\n",
            "gaotai-2021",
            "高台县预案（2021）没有写事件发生后的职责",
        ),
    ],
)
def test_an_empty_page_says_why(
    serving: Serve, tmp_path: Path, events: str | None, plan: str, told: str
) -> None:
    tables = {} if events is None else {"events": events}
    write(tmp_path / "mine", indicators=INDICATORS + "620724101,2026-10,3.0\n", **tables)
    serving(tmp_path / "mine")
    app = visit("duties", plan=plan)
    assert rows(app) == []
    assert empty(app)[0] == told
    assert empty(app)[1]


def test_later_events_stand_apart_under_the_newest_month_only(serving: Serve, tmp_path: Path) -> None:
    later = EVENTS + "V2,2026-12-05,620724101,layoff,planned,60\n"
    rates = INDICATORS + "620724101,2026-09,3.0\n620724101,2026-10,3.0\n"
    write(tmp_path / "mine", indicators=rates, events=later)
    serving(tmp_path / "mine")
    assert len(drawn(visit("duties", plan="gaotai-desk"))["later"]["rows"]) == 2
    assert "later" not in drawn(visit("duties", plan="gaotai-desk", month="2026-09"))
    event = visit("event", plan="gaotai-desk", event="V2")
    assert len(drawn(event)["duties"]["rows"]) == 2
    assert "rule_rows" not in drawn(event)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_event_has_its_duties_rulers_rules_and_places(lang: str) -> None:
    app = visit("event", event="V072", lang=lang)
    parts = drawn(app)
    assert [row["clause"] for row in parts["duties"]["rows"]] == ["六(四)"]
    assert "event" not in parts["duties"]["columns"]
    ruler = parts["rulers"]["rulers"][0]
    assert ([tick["people"] for tick in ruler["ticks"]], ruler["value"]) == ([30, 50], 45)
    assert parts["rulers"]["most"] > 50
    assert [row["rule"].split()[1] for row in parts["rule_rows"]["rows"]] == [
        "620724105000",
        "620724105000",
        "620724",
        "620724",
    ]
    places = next(s for s in parts["rail"]["sections"] if s["kind"] == "children")
    assert [row["code"] for row in places["rows"]] == ["620700", "620724", "620724105000"]
    assert all(f"region={row['code']}" in row["href"] for row in places["rows"])
    others = {each["plan"] for each in parts["other_rulers"]["rulers"]}
    assert len(others) == 3
    assert address(app)["event"] == "V072"


def test_the_event_that_decides_a_rule_says_so() -> None:
    app = visit("event", data="nanyang", event="V117")
    told = {row["rule"]: (row["note"], row["word"]) for row in drawn(app)["rule_rows"]["rows"]}
    assert told["layoff_with_petition 411328"] == ("由这件事决定。", "红色")


def test_a_planned_event_counts_in_no_rule_and_one_without_a_figure_says_which_is_missing() -> None:
    app = visit("event", event="V071")
    assert "rule_rows" not in drawn(app)
    assert "暂不计入：计划中的事件发生后才计入等级。" in texts(app)
    app = visit("event", data="nanyang", event="V120")
    assert drawn(app)["rulers"]["rulers"][0]["value"] is None
    notes = {row["note"] for row in drawn(app)["rule_rows"]["rows"]}
    assert "这件事缺数字。" in notes


def test_an_event_that_brings_nothing_says_so() -> None:
    app = visit("event", event="V067")
    assert "duties" not in drawn(app)
    assert "rulers" not in drawn(app)
    assert "没有：类型和人数没有到预案要求的线。" in texts(app)


def test_every_event_of_the_samples_newest_months_opens() -> None:
    for sample, ids in (("gaotai", range(64, 75)), ("nanyang", range(112, 122))):
        for number in ids:
            assert drawn(visit("event", data=sample, event=f"V{number:03d}"))["head"]["headline"]


@pytest.mark.parametrize("event", ["V999", "<script>alert(1)</script>", "", "v072"])
def test_an_event_that_is_not_there_is_named_with_the_nearest_page(event: str) -> None:
    app = visit("event", event=event)
    title, *lines = texts(app)
    assert title == "没有这个事件。"
    assert any(repr(event) in line for line in lines) or not event
    assert drawn(app) == {}
    assert [each.key for each in app.button if each.key == "open_duties"]


def test_on_the_page_of_a_place_each_event_has_its_duty_and_leads_on() -> None:
    rail = drawn(visit("place", region="620724105000"))["rail"]
    events = next(s for s in rail["sections"] if s["kind"] == "events")
    assert events["note"] == "3件"
    assert [(row["code"]["event"], row["detail"]) for row in events["rows"]] == [
        ("V072", "须报县局：30人以上，事前（借用南阳市预案）"),
        ("V071", "须报县局：30人以上，事前（借用南阳市预案）"),
        ("V067", ""),
    ]
    assert all(f"event={row['code']['event']}" in row["href"] for row in events["rows"])
    assert len(json.dumps(events, ensure_ascii=False).encode()) < 2500


@pytest.mark.parametrize("page", ["duties", "event"])
def test_what_is_sent_to_the_browser_holds_no_code_of_a_firm_and_nobody_on_watch_duty(page: str) -> None:
    app = visit(page, data="nanyang", event="V117")
    sent = json.dumps(drawn(app), ensure_ascii=False)
    assert "91411399" not in sent
    assert "联络员" not in sent


def test_other_data_forgets_the_event_and_the_filters() -> None:
    app = visit("duties", timing="before", event="V072", region="999999")
    app.button(key="open_nanyang").click()
    run(app)
    found = address(app)
    assert found["data"] == "nanyang"
    assert not {"timing", "event"} & set(found)
