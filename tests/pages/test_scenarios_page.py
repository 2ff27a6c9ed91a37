"""The page of scenarios without a browser: levers move the maps, the link holds them, and faults leave the levers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import EdgeMoved, FirmShock, IndicatorShock, Scenario
from dashboard.scenarios.link import packed, unpacked
from tests.pages.desk import SAMPLES, address, drawn, run, texts, visit
from tests.scenarios.made import SEEDS

EMPTY = Scenario()
TARGET = Scenario(
    (
        FirmShock(SEEDS, 400, petition="collective"),
        EdgeMoved("registered_unemployment_rate_gap.yellow", ">= 0.3"),
    )
)
TARGET_EDGE = Scenario(TARGET.levers[1:])


def scenarios(scenario: Scenario = EMPTY, **query: str) -> AppTest:
    asked = {"month": "2026-09", "town_alerts": "detected", "lang": "en"} | query
    if scenario != EMPTY:
        asked["scenario"] = packed(Saved(scenario))
    return visit("scenarios", **asked)


def view(app: AppTest) -> dict:  # type: ignore[type-arg]
    return drawn(app)["scenario_view"]


def supposed(app: AppTest) -> Scenario:
    text = address(app).get("scenario", "")
    return unpacked(text).scenario if text else EMPTY


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_opens_with_nothing_supposed_and_nothing_changed(sample: str, lang: str) -> None:
    told = view(visit("scenarios", data=sample, lang=lang))
    now, then = told["maps"]
    assert now["counts"] == [count | {"delta": ""} for count in then["counts"]]
    assert (told["rules"]["rows"], told["duties"]["rows"]) == ([], [])
    if now["map"]:
        assert now["map"]["digits"] == then["map"]["digits"]
        assert set(then["map"]["changed"]) == {"-"}


def test_a_link_shows_the_county_go_from_orange_to_red() -> None:
    told = view(scenarios(TARGET))
    assert [block["said"] for block in told["head"]["blocks"]] == ["Orange", "Red"]
    assert told["head"]["headline"].startswith("高台县 would go from orange to red: 黑泉镇 reaches orange")
    now, then = told["maps"]
    assert then["map"]["changed"].count("v") == 1
    assert [count["delta"] for count in then["counts"]] == ["", "+1", "+3", "−4"]
    assert len(now["map"]["digits"]) == len(then["map"]["digits"]) == 9
    assert told["rules"]["rows"][0]["rule"] == "Town alerts"
    assert {"24 h", "48 h", "72 h"} <= {row["when"].removeprefix("within ") for row in told["duties"]["rows"]}


def test_moving_a_slider_writes_the_lever_into_the_address_and_back_to_rest_takes_it_out() -> None:
    app = scenarios(Scenario((FirmShock(SEEDS, 10),)))
    app.slider(key="lever_firm_people").set_value(400)
    assert supposed(run(app)) == Scenario((FirmShock(SEEDS, 400),))
    assert view(app)["rules"]["rows"]
    app.slider(key="lever_firm_people").set_value(0)
    assert supposed(run(app)) == EMPTY
    assert not view(app)["rules"]["rows"]


def test_undo_goes_back_one_move_and_reset_to_nothing() -> None:
    app = scenarios()
    for value in (6, 12):
        app.slider(key="lever_by_first_time_claimants_count").set_value(value)
        run(app)
    app.button(key="undo").click()
    assert supposed(run(app)).levers == (IndicatorShock("first_time_claimants_count", 6.0),)
    app.slider(key="lever_months").set_value(4)
    assert supposed(run(app)).months == 4
    app.button(key="reset").click()
    assert supposed(run(app)) == EMPTY
    app.button(key="undo").click()
    assert supposed(run(app)).months == 4


def test_a_starting_condition_of_the_plans_fills_the_levers() -> None:
    app = scenarios()
    app.button(key="preset_disaster").click()
    run(app)
    assert len(supposed(app).levers) == 3
    assert view(app)["head"]["lead"]
    assert "一(四)" in app.button(key="preset_disaster").help.replace("\\", "")


def test_alerts_counted_otherwise_are_a_lever() -> None:
    app = scenarios(town_alerts="published")
    app.segmented_control(key="lever_town_alerts").set_value("detected")
    assert supposed(run(app)).town_alerts == "detected"


def test_an_edge_moved_back_to_the_plan_is_no_lever() -> None:
    app = scenarios(TARGET)
    app.slider(key="lever_edge").set_value(0.5)
    assert supposed(run(app)).levers == TARGET.levers[:1]


def test_a_lever_that_cannot_be_is_said_and_can_be_mended() -> None:
    app = scenarios(Scenario((FirmShock(SEEDS, 700),)))
    assert "found 700 people; allowed: 0 to its staff, 620" in "\n".join(texts(app))
    app.button(key="take_out_0").click()
    run(app)
    assert view(app)["head"]


@pytest.mark.parametrize("text", ["x", "%00", "eJw"])
def test_a_link_that_holds_nothing_says_so_and_the_page_goes_on(text: str) -> None:
    app = visit("scenarios", scenario=text, lang="en")
    assert "holds no scenario that can be read" in "\n".join(texts(app))
    run(app)
    assert view(app)


def test_two_kept_scenarios_are_held_side_by_side() -> None:
    app = scenarios(TARGET)
    app.session_state["save_scenario"] = True
    run(app)
    for name in ("seed firm", "again"):
        app.text_input(key="scenario_name").set_value(name)
        run(app)
        app.button(key="keep_scenario").click()
        run(app)
        app.slider(key="lever_firm_people").set_value(450)
        run(app)
    app.session_state["compare_part"] = True
    run(app)
    rows = drawn(app)["compared"]["rows"]
    assert drawn(app)["compared"]["columns"][2]["text"] == "seed firm"
    assert [cell.get("word") for cell in rows[0]["cells"]] == [None, "Orange", "Red", "Red"]
    town = next(row for row in rows if row["cells"][0]["text"] == "黑泉镇")
    assert [cell.get("word") for cell in town["cells"]] == [None, "Normal", "Orange", "Red"]


def test_the_sweep_names_every_crossing_of_its_lever() -> None:
    app = scenarios(Scenario((FirmShock(SEEDS, 0, petition="individual"),)))
    app.session_state["sweep_part"] = True
    run(app)
    told = drawn(app)["sweep"]
    assert (told["values"][0], told["values"][-1], told["total"]) == (0, 620, 10)
    assert all(sum(area["counts"][at] for area in told["areas"]) == 10 for at in range(len(told["values"])))
    turned = {row["cells"][1]["text"]: row["cells"][2]["text"] for row in drawn(app)["turn_table"]["rows"]
              if row["cells"][0]["text"] == "黑泉镇"}  # fmt: skip
    assert turned == {
        "turns yellow": "from 100 people on", "turns orange": "from 384 people on", "turns red": "from 448 people on",
    }  # fmt: skip


def test_in_a_workshop_firms_go_by_made_up_codes_and_their_levers_work() -> None:
    app = scenarios(**{"as": "workshop"})
    code = app.selectbox(key="scenario_firm").value
    assert code.startswith("F-")
    app.slider(key="lever_firm_people").set_value(400)
    run(app)
    assert supposed(app).levers == (FirmShock(code, 400),)
    assert view(app)["rules"]["rows"]
    assert [each.value for each in app.caption if "people: red" in each.value]
    app.session_state["sweep_part"] = True
    assert drawn(run(app))["sweep"]["total"] == 10


def test_a_room_is_opened_by_a_facilitator_alone() -> None:
    assert "room_code" not in [each.key for each in scenarios().text_input]
    guest = scenarios(**{"as": "workshop"})
    assert "open_room" not in [each.key for each in guest.button]
    guest.text_input(key="room_code").set_value("NOROOM")
    run(guest)
    guest.button(key="join_room").click()
    run(guest)
    assert "There is no room of that code on these data." in [each.value for each in guest.markdown]
    host = scenarios(TARGET_EDGE, **{"as": "facilitator"})
    host.button(key="open_room").click()
    run(host)
    joined = scenarios(**{"as": "workshop", "room": address(host)["room"]})
    assert supposed(joined) == TARGET_EDGE


def test_a_plan_without_tiers_says_why_nothing_can_be_supposed() -> None:
    app = visit("scenarios", plan="nanyang", lang="en")
    assert "scenario_view" not in drawn(app)
    assert "gives no tiers" in app.title[0].value


@pytest.mark.parametrize("eyes", ["clerk:620724107000", "leader:620724", "analyst:620724107000"])
def test_who_sees_one_town_plays_with_it_alone(eyes: str) -> None:
    told = view(scenarios(Scenario((FirmShock(SEEDS, 400),)), **{"as": eyes}))
    names = {row["name"] for row in told["rules"]["rows"]}
    assert names == ({"黑泉镇"} if "620724107000" in eyes else {"黑泉镇", "高台县"})
    assert told["maps"][0]["counts"]


def test_a_scenario_opened_on_another_month_says_what_comes_out_otherwise() -> None:
    app = scenarios(TARGET)
    app.session_state["save_scenario"] = True
    run(app)
    app.text_input(key="scenario_name").set_value("seed firm")
    run(app)
    app.button(key="keep_scenario").click()
    run(app)
    assert not app.info
    app.button(key="month_after").click()
    run(app)
    assert "Other than then: " in app.info[0].value
