"""Pages obey who looks: two viewers in one process, places outside a scope, roles that may not see a page."""

from __future__ import annotations

import ast
import csv
import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import rules
from tests.pages.desk import address, drawn, run, texts, visit
from tests.serving import ROOT

TOWN, OTHER = "620724103000", "620724104000"  # 巷道镇, and another one
SEES_PAGES = [role for role in rules().roles if role != "admin"]


def told(app: object) -> str:
    """Everything that a page shows or hands to a component."""
    parts = json.dumps(drawn(app), ensure_ascii=False)  # type: ignore[arg-type]
    boxes = [str(each.options) for each in (*app.selectbox, *app.button_group)]  # type: ignore[attr-defined]
    said = [each.value for each in (*app.markdown, *app.caption)]  # type: ignore[attr-defined]
    return "\n".join([parts, *boxes, *said, *texts(app)])  # type: ignore[arg-type]


PAGES = {
    "risk_map": {},
    "place": {},
    "duties": {},
    "event": {"event": "V070"},
    "plans": {},
    "plans of a reading": {"reading": "payout_80.orange", "replay": "1"},
}


def shown(page: str, **query: str) -> AppTest:
    """One of ``PAGES``."""
    return visit(page.split()[0], **PAGES[page], **query)


def others_in(table: str) -> set[str]:
    """Numbers of events or firms and names of firms of other towns, which none of the town's has."""
    with (ROOT / "sample_data" / "gaotai" / f"{table}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in ("event_id", "enterprise_id", "enterprise_name") if name in rows[0]]
    own = {row[name] for row in rows if row["region_code"] == TOWN for name in columns}
    return {row[name] for row in rows for name in columns if row["region_code"] != TOWN} - own - {""}


def town_names() -> dict[str, str]:
    rows = (ROOT / "sample_data" / "gaotai" / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    return {row[0]: row[1] for row in cells if row[2] == "town"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", SEES_PAGES)
def test_a_viewer_of_one_town_is_told_of_no_other(page: str, role: str) -> None:
    app = shown(page, **{"as": f"{role}:{TOWN}"})
    if page != "event":  # an event's title is the event, and its place goes without saying
        assert "巷道镇" in drawn(app)["head"]["headline"]
        assert address(app)["region"] == TOWN
    # The list of places to look as is made-up data's own and offers every place; it is no part of the page.
    said = told(app).replace(str(app.selectbox(key="viewing_place").options), "")
    others = [name for code, name in town_names().items() if code != TOWN]
    assert len(others) == 8
    assert not [name for name in others if name in said]
    assert not [one for one in others_in("events") | others_in("enterprises") if one in said]
    assert "张掖市 / 高台县" in said


def test_what_a_viewer_of_all_is_told_names_others() -> None:
    said = told(shown("duties"))
    assert [one for one in others_in("events") if one in said]


@pytest.mark.parametrize("event", ["V072", "V071", "V001"])
def test_an_event_outside_the_scope_answers_like_one_that_is_not_there(event: str) -> None:
    app, none = (visit("event", event=one, **{"as": f"clerk:{TOWN}"}) for one in (event, "V999"))
    assert drawn(app) == drawn(none) == {}
    assert [line.replace(event, "V999") for line in texts(app)] == texts(none)
    assert told(app).replace(event, "V999") == told(none)
    assert "这份数据里没有编号为'V999'的事件。" in texts(none)


@pytest.mark.parametrize("page", ["risk_map", "place", "duties", "plans"])
@pytest.mark.parametrize("region", [OTHER, "620724", "6207", "999999"])
def test_a_place_outside_the_scope_is_as_unknown_as_one_that_is_not_there(page: str, region: str) -> None:
    app = visit(page, **{"as": f"clerk:{TOWN}", "region": region})
    assert app.title[0].value == "没有这个地址。"
    assert [line.replace(region, "…") for line in texts(app)[1:2]] == ["这份数据里没有代码为'…'的地区。"]
    assert drawn(app) == {}


def test_two_viewers_in_one_process_each_get_their_own() -> None:
    for _ in range(2):
        for viewer, place, rows in (
            ("", "高台县", 9),
            (f"clerk:{TOWN}", "巷道镇", 1),
            (f"leader:{OTHER}", "", 1),
        ):
            parts = drawn(visit("risk_map", **{"as": viewer} if viewer else {}))
            assert parts["head"]["headline"].startswith(place)
            assert len(parts["risk_view"]["table"]["rows"]) == rows
            assert len(parts["risk_view"]["map"]["names"]) == rows
            if viewer.startswith("leader"):
                assert parts["risk_view"]["table"]["rows"][0]["code"] == OTHER


def test_one_session_that_becomes_someone_else_is_given_their_part() -> None:
    app = visit("risk_map")
    assert len(drawn(app)["risk_view"]["table"]["rows"]) == 9
    app.query_params["as"] = f"clerk:{TOWN}"
    app.query_params["region"] = TOWN
    assert [row["code"] for row in drawn(run(app))["risk_view"]["table"]["rows"]] == [TOWN]
    app.selectbox(key="viewing_place").select("*")
    app.selectbox(key="viewing_role").select("analyst")
    run(app)
    assert "as" not in address(app)
    assert len(drawn(app)["risk_view"]["table"]["rows"]) == 9


def test_a_role_and_a_place_are_chosen_and_kept_in_the_address() -> None:
    app = visit("risk_map", region=OTHER, month="2026-09")
    app.selectbox(key="viewing_role").select("clerk")
    run(app)
    assert address(app)["as"] == "clerk"
    app.selectbox(key="viewing_place").select(TOWN)
    run(app)
    assert address(app).items() >= {"as": f"clerk:{TOWN}", "region": TOWN, "month": "2026-09"}.items()


def test_links_go_on_with_the_same_eyes() -> None:
    rows = drawn(visit("risk_map", **{"as": f"clerk:{TOWN}"}))["risk_view"]["table"]["rows"]
    assert f"as=clerk%3A{TOWN}" in rows[0]["href"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "asked",
    [
        {"as": "admin"},
        {"as": "admin:620724"},
        {"as": "emperor"},
        {"as": "clerk:999999"},
        {"as": "clerk:411328"},
        {"data": "washington", "as": "clerk"},
        {"data": "washington", "as": "analyst:53"},
    ],
)
def test_who_may_not_see_a_page_is_told_so_and_led_on(page: str, asked: dict[str, str]) -> None:
    app = shown(page, **asked)
    assert app.title[0].value == "这里不对您开放。"
    assert drawn(app) == {}
    app.button(key="open_gaotai").click()
    run(app)
    assert "as" not in address(app)
    assert "event" not in address(app)
    if page != "event":
        assert drawn(app)["head"]["headline"].startswith("高台县")


def test_data_that_is_not_made_up_offers_no_other_eyes() -> None:
    assert "viewing_role" not in [box.key for box in visit("risk_map", data="washington").selectbox]


@pytest.mark.parametrize("page", ["place", "duties", "event", "plans"])
def test_a_workshop_is_told_no_firm_by_its_name(page: str) -> None:
    asked = {"region": "620724102000", "month": "2025-04"} if page == "place" else {"month": "2026-10"}
    asked |= {"event": "V069"} if page == "event" else {}
    firms = (ROOT / "sample_data" / "gaotai" / "enterprises.csv").read_text(encoding="utf-8")
    names = {row.split(",")[1] for row in firms.splitlines()[1:]}
    plain, coded = visit(page, **asked), visit(page, **asked, **{"as": "workshop"})
    assert any(name in told(plain) for name in names)
    assert not [name for name in names if name in told(coded)]
    assert told(visit(page, **asked, **{"as": "workshop"})) == told(coded)


def test_every_cache_of_the_pages_knows_whose_it_is() -> None:
    """A cached function has the viewer in its key, or is one of these few, which hold nothing of one viewer's."""
    open_to_all = {
        "_kept_whole": "handed out by _seen alone",
        "_workshop": "a random key",
        "_passing": "the store of a log alone",
        "_listed": "a folder as a store; its rows pass the gate in Lists",
        "_tally": "how many numbers each account was shown, by random numbers of people",
        "_geojson": "outlines, under the digest of what they are",
    }
    found: dict[str, list[str]] = {}
    for file in (ROOT / "dashboard" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "cache_" in ast.unparse(d) for d in node.decorator_list
            ):
                found[node.name] = [argument.arg for argument in node.args.args]
    assert {name for name, arguments in found.items() if "viewer" not in arguments} == set(open_to_all)
    assert {"_seen", "_sheet_of", "_trial"} <= set(found)
