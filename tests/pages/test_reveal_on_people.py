"""The page of people without a browser: who somebody is stands there for one run, for clerks, and is on record."""

from __future__ import annotations

import csv

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access.audit import AuditLog
from dashboard.errors import StoreError
from dashboard.store.audit_pages import Wanted
from dashboard.ui import stores
from tests.pages.desk import drawn, run, visit
from tests.serving import ROOT

TOWN = "620724107000"


def somebody() -> dict[str, str]:
    """Someone on the lists of a town."""
    with (ROOT / "sample_data" / "gaotai" / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["region_code"] == TOWN and row["phone"])


def opened(eyes: str) -> AppTest:
    return visit("people", **{"as": eyes, "person": somebody()["person_id"]})


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


def looks(already: int = 0) -> list[tuple[str, int]]:
    """What was looked at since so many entries, the oldest first."""
    log = stores.of_the_log()
    new = log.audit_count(Wanted(action="view")) - already
    return [(e.object, e.count) for e in reversed(log.audit_page(Wanted(action="view"), most=new))]


def test_who_looked_at_whom_is_on_record_once_a_look_and_not_once_a_run() -> None:
    before = len(looks())
    app = visit("people", **{"as": f"clerk:{TOWN}"})
    ((thing, count),) = looks(before)
    assert thing == f"gaotai/people, region {TOWN}"
    assert count == len(drawn(app)["people_rows"]["rows"])
    run(app)
    app.query_params["person"] = somebody()["person_id"]
    run(run(app))
    assert looks(before)[1:] == [(f"gaotai/person {somebody()['person_id']}", 1)]
    app.button(key="close_person").click()
    run(app)
    app.query_params["person"] = somebody()["person_id"]
    run(app)
    assert looks(before)[2:] == [(f"gaotai/person {somebody()['person_id']}", 1)], "opened anew"
    app.switch_page("../pages/access.py")
    run(app)
    app.switch_page("../pages/people.py")
    run(app)
    assert len(looks(before)) == 5, "come back to, the list and the person are looked at anew"


def test_nobody_is_shown_when_a_look_cannot_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the log cannot be written")

    monkeypatch.setattr(AuditLog, "write", refuse)
    app = opened("clerk")
    assert not {"people_rows", "person", "households"} & set(drawn(app))
