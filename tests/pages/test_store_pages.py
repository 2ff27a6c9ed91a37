"""The app on a store: one more source, shown as folders are, at any state, and never with real people in it."""

from __future__ import annotations

import pytest

from dashboard.access import Viewer
from dashboard.scenarios import kept as kept_scenarios
from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import FirmShock, Scenario
from dashboard.scenarios.link import packed
from dashboard.store import Store
from dashboard.store.audit_pages import Wanted
from dashboard.ui import loading, stores
from tests.pages.conftest import sample
from tests.pages.desk import address, drawn, run, texts, visit
from tests.scenarios.made import SEEDS
from tests.store.made import frame

PAGES = ("risk_map", "place", "duties", "plans")


@pytest.mark.parametrize("page", PAGES)
def test_the_store_comes_first_and_shows_what_it_was_filled_with(store: Store, page: str) -> None:
    of_store, of_folder = visit(page), visit(page, data="gaotai")
    assert address(of_store)["data"] == "store"
    assert "as_of" not in address(of_store)
    assert drawn(of_store)["head"] == drawn(of_folder)["head"]
    assert drawn(of_store).keys() == drawn(of_folder).keys()


def test_all_sources_are_offered(store: Store) -> None:
    assert visit("risk_map").selectbox(key="source_choice").options == [
        "store",
        "gaotai",
        "nanyang",
        "washington",
    ]


def test_a_new_batch_is_on_the_page_of_an_open_session_at_its_next_run(store: Store) -> None:
    app = visit("risk_map")
    before = drawn(app)
    assert drawn(run(app)) == before
    alerts = sample().tables["declared_alerts"]
    store.withdraw(1, "li", "")
    store.import_tables(
        sample().tables | {"declared_alerts": alerts.iloc[:0]}, "li", manifest=sample().manifest
    )
    assert drawn(run(app)) != before


def test_a_past_state_is_shown_under_a_banner_with_the_way_back(store: Store) -> None:
    store.edit("regions", {"region_code": "620724"}, {"region_name": "改名县"}, 1, "wang")
    app = visit("risk_map", lang="en", as_of="1")
    assert drawn(app)["head"]["headline"].startswith("高台县")
    (said,) = [each.value for each in app.markdown if "As known after batch 1," in each.value]
    assert "Anything that came later is not shown." in said
    app.switch_page("../pages/place.py")
    assert drawn(run(app))["head"]["headline"].startswith("高台县"), "it goes along from page to page"
    app.button(key="back_to_now").click()
    assert drawn(run(app))["head"]["headline"].startswith("改名县")
    assert "as_of" not in address(app)
    assert not [each for each in app.markdown if "As known" in each.value]


@pytest.mark.parametrize("as_of", ["99", "yesterday", "2026-02-30"])
def test_a_state_that_never_was_leads_nowhere(store: Store, as_of: str) -> None:
    app = visit("risk_map", as_of=as_of)
    assert app.title[0].value == "没有这个地址。"
    assert as_of in texts(app)[1]
    assert drawn(app) == {}


def test_before_the_first_batch_there_is_nothing_to_show(store: Store) -> None:
    app = visit("risk_map", as_of="1999-12-31")
    assert app.title[0].value == "数据库暂不能显示。"
    assert drawn(app) == {}


def test_a_folder_has_no_past_and_says_so() -> None:
    app = visit("risk_map", data="gaotai", lang="en", as_of="1")
    assert texts(app)[1].startswith("A data folder has no past states")
    assert drawn(app) == {}
    app.button(key="open_gaotai").click()
    assert drawn(run(app))["head"]["headline"].startswith("高台县")


def test_people_who_could_be_real_are_shown_to_nobody_not_even_of_a_state_before_they_came(
    store: Store,
) -> None:
    person = {"person_id": "1", "region_code": "620724", "groups": "a", "name": "示例甲"}
    store.import_tables({"people": frame("people", person)}, "li")
    for page in PAGES:
        for query in ({}, {"as_of": "1"}, {"as": "clerk"}, {"as": "auditor"}):
            app = visit(page, lang="en", **query)
            assert drawn(app) == {}
            assert not [line for line in texts(app) if "高台县" in line or "示例甲" in line]


def test_who_looked_at_a_state_before_people_came_is_refused_in_the_same_session(store: Store) -> None:
    app = visit("risk_map", as_of="1")
    assert drawn(app)
    store.import_tables(
        {"people": frame("people", {"person_id": "1", "region_code": "620724", "groups": "a"})}, "li"
    )
    assert drawn(run(app)) == {}


def test_two_viewers_of_one_store_each_get_their_own(store: Store) -> None:
    for _ in range(2):
        for eyes, rows in (("", 9), ("clerk:620724103000", 1), ("leader:620724104000", 1)):
            app = visit("risk_map", **{"as": eyes} if eyes else {})
            assert len(drawn(app)["risk_view"]["table"]["rows"]) == rows


def test_a_store_that_is_not_there_is_named_without_a_path_and_the_folders_open(url: str) -> None:
    lines = texts(visit("risk_map"))
    assert lines[0] == "数据库暂不能显示。"
    assert "there is no file 'store.db'" in lines[1]
    assert not [line for line in lines if "/" in line]
    assert drawn(visit("risk_map", data="gaotai"))


def test_one_process_opens_one_store_an_address_and_folders_have_none(store: Store) -> None:
    assert loading.store("store") is loading.store("") is stores.configured()
    assert loading.store("gaotai") is None


def test_what_is_done_with_a_folder_goes_to_the_stores_log_under_its_name(store: Store) -> None:
    loading.audit("gaotai").write("", "analyst", ("*",), "export", "risk_map.csv", 9)
    loading.audit("store").write("chen", "clerk", ("620724",), "view", "people", 3)
    told = [(e.actor, e.scope, e.action, e.object, e.count) for e in store.audit_page(Wanted(), most=2)]
    assert told == [
        ("chen", "clerk:620724", "view", "people", 3),
        ("-", "analyst:*", "export", "gaotai/risk_map.csv", 9),
    ]
    assert store.verify_audit() == ()


def test_a_scenario_is_kept_in_the_store_and_opened_by_its_number_on_newer_data(store: Store) -> None:
    levers = {"month": "2026-09", "town_alerts": "detected", "lang": "en"}
    text = packed(Saved(Scenario((FirmShock(SEEDS, 400, petition="collective"),))))
    app = visit("scenarios", scenario=text, **levers)
    app.session_state["save_scenario"] = True
    run(app).text_input(key="scenario_name").set_value("seed firm")
    run(app).button(key="keep_scenario").click()
    number = address(run(app))["kept"]
    assert not app.info
    assert store.audit_page(Wanted(), most=1)[0].object == f"scenario {number}"

    other = visit("scenarios", lang="en", kept=number)
    run(other)
    assert drawn(other)["scenario_view"]["head"] == drawn(app)["scenario_view"]["head"]
    assert (address(other)["month"], address(other)["town_alerts"]) == ("2026-09", "detected")
    assert not other.info
    alerts = sample().tables["indicators"].copy()
    alerts.loc[alerts["month"] == 2026 * 12 + 8, "registered_unemployment_rate_pct"] = 9.0
    store.import_tables({"indicators": alerts}, "li")
    run(other)
    assert "Other than then: " in other.info[0].value

    other.session_state["open_scenario"] = True
    run(other).button(key="withdraw_0").click()
    run(other)
    assert "open_0" not in [each.key for each in other.button]
    assert "There is no kept scenario of this number" in "\n".join(
        texts(visit("scenarios", lang="en", kept=number))
    )


@pytest.mark.parametrize("eyes", ["clerk:620724103000", "workshop", "auditor"])
def test_a_kept_scenario_is_for_those_who_see_all_of_its_places(store: Store, eyes: str) -> None:
    county = loading.workspace("store", "", Viewer("analyst", ("*",)), "")
    number = kept_scenarios.keep(store, county, Saved(Scenario((FirmShock(SEEDS, 400),)), "seed firm"))
    app = visit("scenarios", lang="en", kept=number, **{"as": eyes})
    if eyes == "auditor":
        assert address(run(app))["kept"] == number
        return
    assert "There is no kept scenario of this number" in "\n".join(texts(app))
    assert drawn(run(app))["scenario_view"]["rules"]["rows"] == []
