"""A single event or figure typed in: told what it changes first, stored as a batch, and on the page at once."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.store import Store
from tests.pages.desk import drawn, run, visit

TOWN = "620724104000"
FIRM = "91620799MA00000159"


def said(app: AppTest) -> str:
    parts = (app.markdown, app.text, app.success, app.error, app.caption)
    return "\n".join(each.value for part in parts for each in part).replace("\\", "")


def test_a_layoff_from_the_telephone_tells_its_duties_and_is_stored_as_a_batch(store: Store) -> None:
    app = visit("place", lang="en", data="store", region=TOWN)
    app.button(key="type_event").click()
    run(app)
    assert "No place would have another tier." in said(app)
    app.selectbox(key="event_kind").select("gathering")
    app.number_input(key="event_affected").set_value(120)
    run(app)
    assert "new dut" in said(app)
    assert drawn(app)["event_duties"]["rows"]
    app.button(key="store_event").click()
    assert "is stored as batch 2" in said(run(app))
    (event,) = store.tables()["events"].tail(1).to_dict("records")
    assert (event["region_code"], event["kind"], event["affected_count"]) == (TOWN, "gathering", 120)
    assert [button for button in app.button if button.key == "store_event"] == []


def test_from_a_firm_s_page_the_firm_is_filled_in(store: Store) -> None:
    app = visit("enterprise", lang="en", data="store", enterprise=FIRM)
    app.button(key="type_event").click()
    assert run(app).selectbox(key="event_firm").value == FIRM
    assert store.version == 1


def test_a_clerk_corrects_a_figure_and_the_page_says_who_typed_what_when(store: Store) -> None:
    as_clerk = {"as": f"clerk:{TOWN}"}
    app = visit("place", lang="en", data="store", region=TOWN, month="2026-10", **as_clerk)
    app.button(key="type_figure").click()
    run(app).text_input(key="figure_value").input("9.9")
    run(app)
    assert "1 place would be" in said(app)
    app.button(key="store_figure").click()
    told = said(run(app))
    assert "The figure is corrected; the old one is kept." in told
    assert "→ 9.9, as typed by not signed in on" in told
    values = store.row("indicators", {"region_code": TOWN, "month": "2026-10"}).values
    assert values["registered_unemployment_rate_pct"] == "9.9"


def test_nobody_types_anything_into_a_folder_and_an_analyst_corrects_no_figure(store: Store) -> None:
    keys = {button.key for button in visit("place", data="gaotai", region=TOWN).button}
    assert not keys & {"type_event", "type_figure"}
    keys = {button.key for button in visit("place", data="store", region=TOWN).button}
    assert keys & {"type_event", "type_figure"} == {"type_event"}
    assert store.version == 1
