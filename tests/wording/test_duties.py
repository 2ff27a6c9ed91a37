"""Duties in words, in both languages: what is to be done, of whom, by when, why, and what is wanting."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dashboard.engine.duties import thresholds
from dashboard.locale import words
from dashboard.plans.duties import Duty, Trigger
from dashboard.plans.edges import Edge
from dashboard.plans.parts import Text
from dashboard.registers.duties import duties_of_event
from dashboard.tables.months import parse_month
from dashboard.wording.duties import figures, line, role, roles, status, threshold, timing, timing_kind
from dashboard.wording.duty_heads import (
    duties_of,
    event_headline,
    event_lead,
    month_facts,
    month_headline,
    month_lead,
)
from dashboard.wording.events import event_facts
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT

ROLES = (
    *("union_or_staff", "county_bureau", "city_bureau", "provincial_department", "local_government"),
    *("city_government", "superior_bureau"),
)
TIMINGS = {
    "before": ("事前", "beforehand"),
    "at_once": ("立即", "at once"),
    "same_time": ("同时", "at the same time"),
    "within_hours": ("48小时内", "within 48 h"),
    "days_before": ("提前30日", "30 days ahead"),
    "within_days": ("30日内", "within 30 days"),
    "weekly": ("每周", "every week"),
    "classification": ("归类", "classification"),
}
HAN = re.compile(r"[一-鿿]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@cache
def workspace(sample: str, plan: str) -> Workspace:
    return open_folder(ROOT / "sample_data" / sample, plan)


def teller(
    sample: str = "gaotai", plan: str = "gaotai-desk", month: str = "2026-10", lang: str = "zh"
) -> Teller:
    number = parse_month(month)
    assert number is not None
    return Teller(workspace(sample, plan), "published", number, words(lang))


def row_of(told: Teller, event: str) -> int:
    return list(told.workspace.tables["events"]["event_id"]).index(event)


def said_of_event(told: Teller, event: str) -> tuple[str, str]:
    """An event's headline and the sentence under it."""
    row, space = row_of(told, event), told.workspace
    duties = [due.event for due in duties_of_event(space, row) if due.event is not None]
    found = thresholds(space.tables, row, space.duties)
    series = space.tables["events"].iloc[row]
    return event_headline(told, series, duties), event_lead(told, series, duties, found)


def line_of(told: Teller, event: str) -> str:
    row = row_of(told, event)
    duties = [due.event for due in duties_of_event(told.workspace, row) if due.event is not None]
    return line(told.workspace, duties, told.t)


@pytest.mark.parametrize("name", TIMINGS)
def test_every_deadline_has_its_words(name: str) -> None:
    duty = Duty(
        id="some", name=Text(zh="某事", en="Something"), when=(Trigger(kinds=("layoff",)),), timing=name,
        hours=48 if name == "within_hours" else None,
        days=30 if name in ("days_before", "within_days") else None, clause="一",
    )  # fmt: skip
    assert (timing(duty, words("zh")), timing(duty, words("en"))) == TIMINGS[name]
    for lang in ("zh", "en"):
        assert timing_kind(name, words(lang))


def test_every_addressee_has_a_name_of_its_own() -> None:
    for lang in ("zh", "en"):
        assert len({role(name, words(lang)) for name in ROLES}) == len(ROLES)
    assert roles(("local_government", "superior_bureau"), words("zh")) == "当地政府、上级人社部门"
    assert roles(("county_bureau", "city_bureau"), words("en")) == "the county bureau and the city bureau"


@pytest.mark.parametrize(
    ("trigger", "zh", "en"),
    [
        ({"affected_count": Edge(">=", 30)}, "30人以上", "30 people or more"),
        ({"affected_count": Edge(">", 200)}, "超过200人", "more than 200 people"),
        ({"affected_share_pct": Edge(">=", 10)}, "占职工10%以上", "10% of staff or more"),
        ({"affected_share_pct": Edge(">", 10)}, "超过职工的10%", "more than 10% of staff"),
        ({"is_influential": True}, "影响力较大企业", "an influential firm"),
        ({"is_spreading": True}, "扩散快", "spreading fast"),
        ({"is_passed_down": True}, "上级转办", "passed down from above"),
        ({}, "不论人数", "any number"),
    ],
)
def test_what_brings_a_duty_is_said_as_the_plan_says_it(trigger: dict[str, object], zh: str, en: str) -> None:
    read = Trigger.model_validate({"kinds": ("layoff",), **trigger})
    assert (threshold(read, words("zh")), threshold(read, words("en"))) == (zh, en)


def test_a_missing_figure_is_named() -> None:
    assert figures(("affected_count", "workforce_count"), words("zh")) == "人数、职工总数"
    assert figures(("affected_count",), words("en")) == "the number of people"


@pytest.mark.parametrize(
    ("sample", "plan", "event", "wanted"),
    [
        ("gaotai", "gaotai-desk", "V072", "须报县局：30人以上，事前（借用南阳市预案）"),
        (
            "gaotai",
            "gaotai-desk",
            "V074",
            "须报市局：50人以上，立即；须报县局：30人以上，事前（借用南阳市预案）",
        ),
        ("gaotai", "nanyang", "V072", "须报县局：30人以上，事前"),
        (
            "nanyang",
            "nanyang-desk",
            "V120",
            "需补人数，才能定是否报市局；需补人数，才能定是否报县局",
        ),
        ("nanyang", "pingdingshan-2022", "V121", "属规模性裁员：20人以上"),
        ("gaotai", "gaotai-desk", "V068", ""),
        ("gaotai", "gaotai-2021", "V072", ""),
    ],
)
def test_the_line_under_an_event_says_whom_why_when_and_whose_plan(
    sample: str, plan: str, event: str, wanted: str
) -> None:
    assert line_of(teller(sample, plan), event) == wanted


def test_the_line_under_an_event_in_english() -> None:
    said = line_of(teller(lang="en"), "V072")
    assert said == "to report to the county bureau: 30 people or more, beforehand (borrowed: Nanyang plan)"


@pytest.mark.parametrize(
    ("sample", "plan", "month", "headline", "lead"),
    [
        (
            "gaotai",
            "gaotai-desk",
            "2026-10",
            "高台县10月有9件事要办：1件立即，5件限时，3件事前。",
            "1个地区等级未知，是否要上报还不能定。借用：南阳市预案。",
        ),
        ("gaotai", "nanyang", "2026-10", "高台县10月有4件事要办：1件立即，3件事前。", ""),
        ("gaotai", "nanyang", "2025-05", "高台县5月有2件事可能要办：缺数字，补齐才能定。", ""),
        ("gaotai", "nanyang", "2026-07", "高台县7月没有要办的事。", ""),
        ("gaotai", "gaotai-desk", "2025-01", "高台县1月没有查到要办的事，但还说不全。", "1个地区等级未知"),
        (
            "nanyang",
            "nanyang-desk",
            "2026-10",
            "南阳市10月有18件事要办：3件立即，1件同时，11件限时，3件事前。",
            "另有**2**件缺数字，补齐才能定。",
        ),
    ],
)
def test_the_headline_counts_what_is_due_and_the_lead_what_is_open(
    sample: str, plan: str, month: str, headline: str, lead: str
) -> None:
    told = teller(sample, plan, month)
    of = duties_of(told, told.workspace.focus)
    assert month_headline(of) == headline
    assert month_lead(of).startswith(lead)
    assert lead or not month_lead(of)


def test_the_facts_show_zeros_and_name_no_duty_twice() -> None:
    told = teller()
    facts = [(fact.label, fact.value) for fact in month_facts(duties_of(told, told.workspace.focus))]
    assert facts == [("本月事件", "8件"), ("带来职责", "3件"), ("需补数字", "0件")]


@pytest.mark.parametrize(
    ("sample", "plan", "event", "headline", "lead"),
    [
        (
            "gaotai",
            "gaotai-desk",
            "V072",
            "2026年10月21日示例种业公司裁员45人，职工480人：有1件事要办。",
            "再加**5**人须立即报市局（六(四)）。",
        ),
        (
            "gaotai",
            "gaotai-desk",
            "V071",
            "2026年10月20日示例番茄制品厂裁员42人，职工906人：有1件事要办。",
            "计划中：现在只带来职责，发生后才计入等级。再加**8**人须立即报市局（六(四)）。",
        ),
        (
            "nanyang",
            "nanyang-desk",
            "V120",
            "2026年10月20日示例印染厂裁员人数未填，职工371人：是否有事要办还不能定。",
            "缺**人数**。",
        ),
        (
            "gaotai",
            "gaotai-desk",
            "V068",
            "2026年10月12日示例农机公司停产83人，职工204人：没有要办的事。",
            "",
        ),
    ],
)
def test_an_event_says_what_it_brings_and_what_would_change_that(
    sample: str, plan: str, event: str, headline: str, lead: str
) -> None:
    assert said_of_event(teller(sample, plan), event) == (headline, lead)


def test_an_event_in_english() -> None:
    headline, lead = said_of_event(teller(lang="en"), "V072")
    assert headline == "示例种业公司: layoff, 45 people, of 480 staff, on 21 Oct 2026: 1 duty."
    assert lead == "With **5** more people it is to be reported to the city bureau at once (六(四))."


def test_what_is_recorded_names_what_is_missing() -> None:
    told = teller("nanyang", "nanyang-desk")
    facts = dict(event_facts(told, told.workspace.tables["events"].iloc[row_of(told, "V120")]))
    assert facts["涉及人数"] == "**缺**"
    assert facts["职工总数"] == "371人"
    assert "占职工" not in facts
    assert facts["日期"] == "2026年10月20日"


def test_a_duty_that_lacks_a_figure_says_which() -> None:
    told = teller("nanyang", "nanyang-desk")
    dues = duties_of_event(told.workspace, row_of(told, "V120"))
    assert {status(due, told.t) for due in dues} == {"需补人数"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("sample", "plan"), [("gaotai", "gaotai-desk"), ("nanyang", "pingdingshan-desk")])
def test_no_sentence_about_events_mixes_languages_but_for_names_and_clauses(
    sample: str, plan: str, lang: str
) -> None:
    told = teller(sample, plan, lang=lang)
    space = told.workspace
    events = space.tables["events"]
    named = {*space.panel.names, *events["enterprise_name"], *(duty.clause for _, duty in space.duties)} - {
        ""
    }
    names = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))
    mixed = []
    for event in events["event_id"]:
        row = row_of(told, event)
        lines = [*said_of_event(told, event), line_of(told, event)]
        lines += [text for fact in event_facts(told, events.iloc[row]) for text in fact]
        foreign = LATIN_WORD if lang == "zh" else HAN
        mixed += [text for text in lines if foreign.search(names.sub("", text))]
        assert not [text for text in lines if re.search(r"\bnan\b|None|NaT|\{|\}|  |，，|。。", text)]
    assert not mixed
