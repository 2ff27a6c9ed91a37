"""The page of people without a browser: filters, order, search and sheets are of the whole list, and stay."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import people_page
from dashboard.ui.calls_panel import KEPT, PICKED
from tests.pages.desk import address, drawn, run, visit
from tests.serving import ROOT


def rows(app: AppTest) -> list[dict[str, Any]]:
    return drawn(app)["people_rows"]["rows"]


def people() -> list[dict[str, str]]:
    path = ROOT / "sample_data" / "gaotai" / "people.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted(app: AppTest) -> str:
    return next(each.value for each in app.markdown if "姓名不入网址" in each.value)


def test_filters_search_and_sheets_go_over_the_whole_list_and_stay_when_the_page_is_left() -> None:
    app = visit("people", group="displaced", todo="short")
    assert app.button_group(key="sister").options[1] == "人员"
    head = drawn(app)["head"]
    assert "96人" in head["headline"]
    assert "24人" in head["headline"]
    assert all(row["short"] for row in rows(app))
    whole = counted(app)
    first = [row["key"] for row in rows(app)]
    app.button(key="sheet_on").click()
    run(app)
    assert address(app)["sheet"] == "2"
    assert not {row["key"] for row in rows(app)} & set(first)
    app.switch_page("../pages/place.py")
    run(app)
    app.switch_page("../pages/people.py")
    run(app)
    found = address(app)
    assert (found["group"], found["todo"], found["sheet"]) == ("displaced", "short", "2")
    assert counted(app) == whole
    app.text_input(key="people_search").input(rows(app)[0]["id"].strip("\u2068\u2069")[-4:])
    run(app)
    assert "sheet" not in address(app)
    assert 1 <= len(rows(app)) < 5


def test_a_clerk_picks_whom_to_call_and_begins_with_one_press() -> None:
    app = visit("people", **{"as": "clerk"})
    picked = [row["key"] for row in rows(app)][3:6]
    app.session_state[PICKED] = picked
    run(app)
    assert [row["picked"] for row in rows(app)][2:7] == [False, True, True, True, False]
    assert any(each.value.startswith("已选的3人") for each in app.markdown)
    app.selectbox(key="calls_purpose").select("monthly_contact")
    run(app)
    app.button(key="calls_begin").click()
    run(app)
    assert sorted(app.session_state[KEPT].people) == sorted(picked)
    assert PICKED not in app.session_state
    assert drawn(visit("people", **{"as": "analyst"}))["people_rows"]["picks"] == ""


def test_a_firm_leads_to_its_people_and_they_lead_back_to_it() -> None:
    asked = {"month": "2026-10", "as": "analyst"}
    firm = next(row["enterprise_id"] for row in people() if row["enterprise_id"])
    of_firm = sum(row["enterprise_id"] == firm for row in people())
    panel = drawn(visit("enterprises", enterprise=firm, **asked))["firm_panel"]
    assert f"{of_firm}人" in [link["text"] for link in panel["links"]]
    app = visit("people", firm=firm, **asked)
    assert counted(app).replace("\\", "").startswith(f"{of_firm} / ")
    assert app.button(key="back").label.replace("\\", "").startswith("‹ 返回示例")
    app.button(key="whole_list").click()
    run(app)
    assert "firm" not in address(app)


def test_a_link_opens_the_side_of_a_person_and_says_so_where_they_may_not_be_seen() -> None:
    person = next(row for row in people() if row["region_code"] == "620724107000")
    app = visit("people", lang="en", person=person["person_id"], **{"as": "clerk:620724107000"})
    assert drawn(app)["person"]
    app.button(key="close_person").click()
    assert "person" not in address(run(app))
    elsewhere = visit("people", lang="en", person=person["person_id"], **{"as": "clerk:620724103000"})
    assert "person" not in drawn(elsewhere)
    assert any("on no list that you may see" in each.value for each in elsewhere.markdown)


def test_a_number_that_says_who_somebody_is_gets_into_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(people_page.address, "keep", lambda **values: kept.append(values["person"]))
    people_page._open("000724199702179464")
    people_page._open("pwjdgxgsbnpm")
    assert kept == ["pwjdgxgsbnpm"]
