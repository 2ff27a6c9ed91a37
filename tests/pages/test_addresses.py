"""The address: what it says is kept, what it asks for in vain is named, and the way on is offered."""

from __future__ import annotations

import pytest

from tests.pages.desk import FOCUS, SAMPLES, address, drawn, run, texts, visit

ASKED = {
    "data": "nanyang",
    "plan": "gaotai-2021",
    "month": "2026-08",
    "region": "411328",
    "town_alerts": "detected",
    "lang": "en",
}


@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_a_full_address_is_kept(page: str) -> None:
    region = {"region": "411300"} if page == "risk_map" else {}
    app = visit(page, **(ASKED | region))
    assert address(app).items() >= (ASKED | region).items()
    assert address(run(app)).items() >= (ASKED | region).items()


def test_the_address_fills_itself_with_what_is_shown() -> None:
    assert address(visit("risk_map")) == {
        "data": "gaotai",
        "plan": "gaotai-desk",
        "month": "2026-10",
        "region": "620724",
        "level": "town",
        "town_alerts": "published",
        "lang": "zh",
    }


def test_a_town_without_parts_is_shown_on_the_map_of_its_county() -> None:
    assert address(visit("risk_map", region="620724105000"))["region"] == "620724"


def test_what_the_address_lacks_is_what_this_session_last_used() -> None:
    app = visit("place", **ASKED)
    for name in ASKED:
        del app.query_params[name]
    assert address(run(app)).items() >= ASKED.items()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"data": "mars"}, "mars"),
        ({"data": "../../etc"}, "../../etc"),
        ({"plan": "gaotai-1900"}, "gaotai-1900"),
        ({"plan": "../gaotai-2021"}, "../gaotai-2021"),
        ({"month": "2031-01"}, "2031-01"),
        ({"month": "1999-12"}, "1999-12"),
        ({"month": "October"}, "October"),
        ({"month": "2026-13"}, "2026-13"),
        ({"region": "999999"}, "999999"),
        ({"region": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
        ({"data": "nanyang", "region": "620724"}, "620724"),
    ],
)
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_what_is_not_there_is_named_with_what_is_and_no_figure_is_shown(
    page: str, asked: dict[str, str], told: str
) -> None:
    app = visit(page, **asked)
    assert app.title[0].value == "没有这个地址。"
    assert any(told in line for line in texts(app)[1:])
    assert drawn(app) == {}
    assert [button.label for button in app.button if button.key.startswith("open_")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_month_names_the_months_that_there_are(lang: str) -> None:
    said = texts(visit("risk_map", month="2031-01", lang=lang))
    assert any("2023-11" in line and "2026-10" in line for line in said)


def test_a_wrong_address_leads_on_to_data_that_can_be_shown() -> None:
    for name in SAMPLES:
        app = visit("risk_map", region="999999", month="2031-01")
        app.button(key=f"open_{name}").click()
        run(app)
        assert drawn(app)["head"]["headline"]
        assert address(app)["data"] == name
        assert address(app)["region"] == FOCUS[name]


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("lang", "fr", "zh"),
        ("town_alerts", "both", "published"),
        ("level", "planet", "town"),
        ("map", "3d", ""),
    ],
)
def test_a_choice_that_does_not_exist_is_the_usual_one(name: str, wrong: str, right: str) -> None:
    app = visit("risk_map", **{name: wrong})
    assert drawn(app)["risk_view"]["table"]["rows"]
    assert name == "map" or address(app)[name] == right


def test_the_month_stepper_moves_the_address_and_stops_at_both_ends() -> None:
    app = visit("risk_map")
    assert app.button(key="month_after").disabled
    app.button(key="month_before").click()
    run(app)
    assert address(app)["month"] == "2026-09"
    assert "9月" in drawn(app)["head"]["headline"]
    app.button(key="month_after").click()
    run(app)
    assert address(app)["month"] == "2026-10"
    assert visit("risk_map", month="2023-11").button(key="month_before").disabled


def test_the_last_complete_month_is_one_press_away() -> None:
    app = visit("risk_map")
    button = app.button(key="last_complete")
    assert button.label == "看最近齐全的9月"
    button.click()
    run(app)
    assert address(app)["month"] == "2026-09"
    assert drawn(app)["head"]["facts"][-1]["label"] != "补齐后最坏"
    assert not [each for each in app.button if each.key == "last_complete"]


def test_the_language_switch_keeps_place_and_month() -> None:
    app = visit("place", region="620724102000", month="2026-09")
    app.button(key="language_button").click()
    run(app)
    assert address(app).items() >= {"lang": "en", "region": "620724102000", "month": "2026-09"}.items()
    assert "September" in drawn(app)["head"]["headline"]
    app.button(key="language_button").click()
    run(app)
    assert address(app)["lang"] == "zh"
    assert "9月" in drawn(app)["head"]["headline"]


def test_a_place_picked_from_the_list_is_opened_in_the_same_month() -> None:
    app = visit("place", region="620724102000", month="2026-09")
    picker = app.selectbox(key="region_choice")
    picker.select_index(picker.options.index("巷道镇"))
    run(app)
    assert address(app)["month"] == "2026-09"
    assert drawn(app)["head"]["headline"].startswith("巷道镇")


def test_other_data_is_opened_afresh() -> None:
    app = visit("risk_map", month="2026-03", region="620724", town_alerts="detected")
    app.selectbox(key="source_choice").select("washington")
    run(app)
    found = address(app)
    assert found["data"] == "washington"
    assert found["region"] == "53"
    assert found["level"] == "county"
    assert found["month"] not in ("", "2026-03")


def test_the_mode_is_the_plans_until_the_viewer_chooses() -> None:
    app = visit("risk_map")
    assert drawn(app)["head"]["word"] == "橙色 未齐"
    app.segmented_control(key="town_alerts_choice").select("detected")
    run(app)
    assert address(app)["town_alerts"] == "detected"
    assert drawn(app)["head"]["word"] == "红色 未齐"
    assert "仅供预览" in drawn(app)["head"]["lead"]
