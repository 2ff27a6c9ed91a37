"""What is refused is on record: who, which page, the code of a place or event; and nothing of it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.access.audit import read_scope
from dashboard.store import Store
from dashboard.store.audit_pages import Wanted
from tests.pages.conftest import sample
from tests.pages.desk import drawn, run, texts, visit
from tests.store.made import frame

TOWN, OTHER = "620724103000", "620724104000"


def refused(store: Store) -> list[tuple[str, tuple[str, ...], str]]:
    """Role, places and object of the refusals on record, the oldest first."""
    entries = store.audit_page(Wanted(action="refuse"), most=100)
    assert {each.actor for each in entries} <= {"-"}
    return [(*read_scope(each.scope), each.object) for each in reversed(entries)]


@pytest.mark.parametrize(
    ("page", "query", "told"),
    [
        ("place", {"region": OTHER}, f"place page, region {OTHER}"),
        ("risk_map", {"region": "620724"}, "risk_map page, region 620724"),
        ("event", {"event": "V072"}, "event page, event V072"),
        ("audit", {}, "audit page"),
    ],
)
def test_an_address_outside_of_what_is_theirs_is_on_record(
    store: Store, page: str, query: dict[str, str], told: str
) -> None:
    app = visit(page, **{"as": f"clerk:{TOWN}"}, **query)
    assert drawn(app) == {}
    assert refused(store) == [("clerk", (TOWN,), told)]
    run(app)
    assert len(refused(store)) == 1, "asking again for the same is no other refusal"
    visit(page, data="gaotai", **{"as": f"clerk:{TOWN}"}, **query)
    assert refused(store)[1][2] == f"gaotai/{told}"
    assert store.verify_audit() == ()


@pytest.mark.parametrize("page", ["risk_map", "place", "duties", "event", "plans"])
def test_a_role_without_the_page_is_on_record(store: Store, page: str) -> None:
    visit(page, **{"as": "admin"})
    assert refused(store) == [("admin", ("*",), f"{page} page")]


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("place", {"region": "999999"}),
        ("event", {"event": "V999"}),
        ("place", {"region": "11010519491231002X"}),
        ("risk_map", {"month": "1999-01"}),
        ("risk_map", {"as": "emperor"}),
        ("place", {"region": TOWN}),
    ],
)
def test_what_is_nowhere_is_no_refusal(store: Store, page: str, query: dict[str, str]) -> None:
    visit(page, **{"as": f"clerk:{TOWN}"} | query)
    assert refused(store) == []


def test_who_has_not_signed_in_is_nobody_to_name(store: Store) -> None:
    store.import_tables(
        {"people": frame("people", {"person_id": "1", "region_code": TOWN, "groups": "a"})}, "li"
    )
    visit("risk_map")
    assert refused(store) == []


def test_a_refusal_is_answered_when_the_log_cannot_be_written(
    url: str, serving: Callable[..., None], tmp_path: Path
) -> None:
    assert not (tmp_path / "store.db").exists()
    app = visit("place", data="gaotai", region=OTHER, **{"as": f"clerk:{TOWN}"})
    assert texts(app)[0] == "没有这个地址。"


def test_the_sample_has_what_these_tests_ask_for() -> None:
    tables = sample().tables
    assert {TOWN, OTHER} <= set(tables["regions"]["region_code"])
    assert "V072" in set(tables["events"]["event_id"])
