"""The page of people without a browser: filters, order, search and sheets are of the whole list, and stay."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.desk import address, drawn, run, visit


def rows(app: AppTest) -> list[dict[str, Any]]:
    return drawn(app)["people_rows"]["rows"]


def counted(app: AppTest) -> str:
    return next(each.value for each in app.markdown if "姓名不入网址" in each.value)


def test_filters_search_and_sheets_go_over_the_whole_list_and_stay_when_the_page_is_left() -> None:
    app = visit("people", group="displaced", todo="short")
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
