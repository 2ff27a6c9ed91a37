"""The lists of a data folder, asked for in a page: those of whoever looks, out of a temporary store."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

TOWN = "620724103000"


def page() -> None:
    """What a page does with its list of firms."""
    import json

    import streamlit as st

    from dashboard.store.lists import Query
    from dashboard.ui import loading

    lists = loading.lists("gaotai")
    found = lists.page("enterprises", Query(sort="newest_insured_count", descending=True), 1, 500)
    figures = found.rows["newest_insured_count"].fillna(-1.0)
    said = {
        "total": found.total,
        "counted": lists.count("enterprises"),
        "places": sorted(found.rows["region_code"].unique()),
        "is_sorted": bool(figures.is_monotonic_decreasing),
        "names": list(found.rows["enterprise_id"])[:1],
        "searched": list(lists.searched("enterprises")),
    }
    st.text(json.dumps(said, ensure_ascii=False))


def told(**query: str) -> dict[str, object]:
    app = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    found: dict[str, object] = json.loads(app.text[0].value)
    return found


def test_an_analyst_of_a_town_is_given_the_firms_of_the_town() -> None:
    whole, town = told(), told(**{"as": f"analyst:{TOWN}"})
    assert whole["is_sorted"]
    assert town["places"] == [TOWN]
    assert town["total"] == town["counted"]
    assert 0 < int(str(town["total"])) < int(str(whole["total"]))


def test_a_workshop_is_given_codes_and_no_search() -> None:
    found = told(**{"as": "workshop"})
    assert str(found["names"]).startswith("['F-")
    assert found["searched"] == []


@pytest.mark.parametrize("viewer", ["admin", "analyst:000000"])
def test_who_may_see_nothing_is_given_no_list(viewer: str) -> None:
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["as"] = viewer
    app.run()
    assert [each.message for each in app.exception]
