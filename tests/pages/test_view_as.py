"""Pages obey who looks: two viewers in one process, places outside a scope, roles that may not see a page."""

from __future__ import annotations

import ast
import json

import pytest

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


def town_names() -> dict[str, str]:
    rows = (ROOT / "sample_data" / "gaotai" / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    return {row[0]: row[1] for row in cells if row[2] == "town"}


@pytest.mark.parametrize("page", ["risk_map", "place"])
@pytest.mark.parametrize("role", SEES_PAGES)
def test_a_viewer_of_one_town_is_told_of_no_other(page: str, role: str) -> None:
    app = visit(page, **{"as": f"{role}:{TOWN}"})
    assert drawn(app)["head"]["headline"].startswith("巷道镇")
    assert address(app)["region"] == TOWN
    # The list of places to look as is made-up data's own and offers every place; it is no part of the page.
    said = told(app).replace(str(app.selectbox(key="viewing_place").options), "")
    others = [name for code, name in town_names().items() if code != TOWN]
    assert len(others) == 8
    assert not [name for name in others if name in said]
    assert "张掖市 / 高台县" in said


@pytest.mark.parametrize("page", ["risk_map", "place"])
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


@pytest.mark.parametrize("page", ["risk_map", "place"])
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
    app = visit(page, **asked)
    assert app.title[0].value == "这里不对您开放。"
    assert drawn(app) == {}
    app.button(key="open_gaotai").click()
    run(app)
    assert "as" not in address(app)
    assert drawn(app)["head"]["headline"].startswith("高台县")


def test_data_that_is_not_made_up_offers_no_other_eyes() -> None:
    assert "viewing_role" not in [box.key for box in visit("risk_map", data="washington").selectbox]


def test_a_workshop_is_told_no_firm_by_its_name() -> None:
    asked = {"region": "620724102000", "month": "2025-04"}
    firms = (ROOT / "sample_data" / "gaotai" / "enterprises.csv").read_text(encoding="utf-8")
    names = {row.split(",")[1] for row in firms.splitlines()[1:]}
    plain, coded = visit("place", **asked), visit("place", **asked, **{"as": "workshop"})
    assert any(name in told(plain) for name in names)
    assert not [name for name in names if name in told(coded)]
    assert told(visit("place", **asked, **{"as": "workshop"})) == told(coded)


def test_every_cache_of_the_pages_knows_whose_it_is() -> None:
    """A cached function has the viewer in its key, or is one of these few, which hold nothing of one viewer's."""
    open_to_all = {
        "_kept_whole": "handed out by _seen alone",
        "_workshop": "a random key",
        "_geojson": "outlines, under the digest of what they are",
        "audit": "a place to write to, read by the gate's leave",
    }
    found: dict[str, list[str]] = {}
    for file in (ROOT / "dashboard" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "cache_" in ast.unparse(d) for d in node.decorator_list
            ):
                found[node.name] = [argument.arg for argument in node.args.args]
    assert {name for name, arguments in found.items() if "viewer" not in arguments} == set(open_to_all)
    assert {"_seen", "_sheet_of"} <= set(found)
