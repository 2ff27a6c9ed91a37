"""The page of people without a browser: who somebody is stands there for one run, for clerks, and is on record."""

from __future__ import annotations

import csv

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.store.audit_pages import Wanted
from dashboard.ui import stores
from dashboard.ui.people_page import CHOSEN
from tests.pages.desk import run, visit
from tests.serving import ROOT

TOWN = "620724107000"


def somebody() -> dict[str, str]:
    """Someone on the lists of a town."""
    with (ROOT / "sample_data" / "gaotai" / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["region_code"] == TOWN and row["phone"])


def opened(eyes: str) -> AppTest:
    app = visit("people", **{"as": eyes})
    app.session_state[CHOSEN] = somebody()["person_id"]
    return run(app)


def shown(app: AppTest) -> bool:
    """Whether any of what names the person is drawn as text."""
    texts = {each.value for each in app.text}
    return bool(texts & {somebody()[name] for name in ("name", "id_number", "phone")})


def revealed(app: AppTest) -> AppTest:
    app.selectbox(key="reveal_reason").select("contact")
    run(app)
    app.button(key="reveal_button").click()
    return run(app)


def test_who_somebody_is_stands_there_for_one_run_and_is_on_record() -> None:
    app = opened("clerk")
    assert not shown(app)
    assert app.selectbox(key="reveal_reason").value is None
    app = revealed(app)
    assert shown(app)
    (entry,) = stores.of_the_log().audit_page(Wanted(action="reveal"), most=1)
    assert entry.object == f"gaotai/people {somebody()['person_id']}: contact"
    assert not shown(run(app))


def test_it_is_gone_with_the_month() -> None:
    app = revealed(opened("clerk"))
    assert shown(app)
    app.query_params["month"] = "2026-08"
    assert not shown(run(app))


@pytest.mark.parametrize("eyes", ["analyst", "workshop"])
def test_no_one_else_is_offered_it(eyes: str) -> None:
    app = opened(eyes)
    assert not [each for each in app.button if each.key == "reveal_button"]
    assert not shown(app)
