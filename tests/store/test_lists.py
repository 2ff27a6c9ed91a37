"""Lists in pages say what pandas says of the whole list, on both databases, at any batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from dashboard.access.masking import hide_inside
from dashboard.errors import DataError, NotFoundError
from dashboard.store import Store, lists_build
from dashboard.store.lists import Between, Contains, Has, Is, Query
from dashboard.store.lists_table import Shuffle
from tests.store import lists_made as made

LIST = made.LIST
HYPOTHESIS = settings(
    phases=(Phase.explicit, Phase.generate),
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
QUERIES = st.lists(st.tuples(made.QUERY, made.SCOPE, st.integers(1, 5)), min_size=12, max_size=12)


def stored(
    store: Store, people: list[dict[str, str]], services: list[dict[str, str]]
) -> dict[str, pd.DataFrame]:
    tables = {"regions": made.REGIONS, "people": made.people(people), "services": made.services(services)}
    store.import_tables(tables, "tester")
    return tables


def keys(page) -> list[str]:
    return list(page.rows["person_id"])


@HYPOTHESIS
@given(
    people=st.lists(made.PERSON, min_size=0, max_size=12),
    services=st.lists(made.SERVICE, max_size=12),
    queries=QUERIES,
)
def test_pages_and_counts_are_those_of_pandas(new_url, people, services, queries):
    from dashboard.store import open_store

    store = open_store(new_url())
    tables = stored(store, people, services)
    index = store.lists.index(LIST)
    for query, scope, size in queries:
        wanted = made.reference(tables, query, scope)
        found = [
            key
            for number in range(1, len(wanted) // size + 2)
            for key in keys(index.page(query, scope, number, size))
        ]
        assert found == list(wanted["person_id"]), (query, scope)
        page = index.page(query, scope, 2, size)
        part = wanted[size : 2 * size].reset_index(drop=True)
        assert page.total == index.count(query, scope) == len(wanted)
        columns = [*tables["people"].columns, "last_service_date", "last_contact_date", "contact_count"]
        expected = part[columns].astype(
            {"last_service_date": "datetime64[s]", "last_contact_date": "datetime64[s]"}
        )
        pd.testing.assert_frame_equal(page.rows[columns], expected)
        assert index.count_by("status", query, scope) == wanted["status"].value_counts().to_dict()
        groups = wanted["groups"].str.split(";").explode().dropna().value_counts().to_dict()
        assert index.count_by("groups", query, scope) == groups
    store.close()


SOME = [
    {
        "name": "张三",
        "region_code": "620724101",
        "groups": "失业人员",
        "status": "失业",
        "since": "2024-03-01",
    },
    {"name": "李四", "region_code": "620821", "groups": "失业人员;农民工", "status": "失业", "since": ""},
    {"name": "王五", "region_code": "620724102", "groups": "农民工", "status": "就业", "since": "2024-01-01"},
]


def test_an_edit_shows_at_the_next_question_and_the_past_stays_as_it_was(store):
    stored(store, SOME, [])
    assert store.lists.index(LIST).count(Query(where=(Is("status", "失业"),)), None) == 2
    store.edit("people", {"person_id": "p000"}, {"status": "就业"}, 1, "tester")
    index = store.lists.index(LIST)
    page = index.page(Query(where=(Is("status", "就业"),), sort="person_id"), None)
    assert keys(page) == ["p000", "p002"]
    assert page.versions == (2, 1)
    past = store.lists.index(LIST, as_of=1)
    assert past.count(Query(where=(Is("status", "失业"),)), None) == 2
    assert index.count(Query(where=(Is("status", "失业"),)), None) == 1


def test_an_import_of_places_numbers_them_anew(store):
    stored(store, SOME, [])
    assert store.lists.index(LIST).count(Query(regions=("6207",)), None) == 2
    moved = made.REGIONS.copy()
    moved.loc[moved["region_code"] == "6208", "parent_code"] = "6207"
    store.import_tables({"regions": moved}, "tester")
    assert store.lists.index(LIST).count(Query(regions=("6207",)), None) == 3


def test_a_service_counts_at_once_for_the_person_it_is_about(store):
    stored(store, SOME, [])
    assert store.lists.index(LIST).count(Query(where=(Is("contact_count", 1),)), None) == 0
    service = {"person_id": "p001", "date": "2024-06-01", "kind": "contact"}
    batch = store.import_tables({"services": made.services([service])}, "tester")
    asked = Query(where=(Between("last_contact_date", date(2024, 6, 1), date(2024, 6, 1)),))
    assert keys(store.lists.index(LIST).page(asked, None)) == ["p001"]
    store.withdraw(batch, "tester", "wrong file")
    assert store.lists.index(LIST).count(asked, None) == 0


def test_whoever_waits_for_a_large_index_is_told_how_far_it_is(store, monkeypatch):
    monkeypatch.setattr(lists_build, "AT_ONCE", 2)
    stored(store, SOME, [])
    told: list[float] = []
    store.lists.index(LIST, told=told.append)
    assert told == sorted(told)
    assert told[0] < told[-1] == 1.0
    count = len(told)
    store.lists.index(LIST, told=told.append)
    assert len(told) == count > 3


def test_rows_that_were_withdrawn_are_on_no_page(store):
    stored(store, SOME, [])
    more = made.people([*SOME, SOME[0]]).iloc[3:].reset_index(drop=True)
    batch = store.import_tables({"people": more}, "tester")
    assert store.lists.index(LIST).count(Query(), None) == 4
    store.withdraw(batch, "tester", "wrong file")
    assert keys(store.lists.index(LIST).page(Query(sort="person_id"), None)) == ["p000", "p001", "p002"]


def test_the_page_behind_the_end_is_empty_and_says_how_many_there_are(store):
    stored(store, SOME, [])
    page = store.lists.index(LIST).page(Query(), None, 9, 2)
    assert (len(page.rows), page.total, page.pages) == (0, 3, 2)


def test_thousands_of_places_are_one_condition(store):
    codes = [f"7{n:05d}" for n in range(0, 4000)]
    towns = made.frame("regions", *({"region_code": c, "region_name": c, "level": "town"} for c in codes))
    people = made.people([{**SOME[0], "region_code": codes[n]} for n in range(0, 4000, 100)])
    store.import_tables({"regions": towns, "people": people}, "tester")
    index = store.lists.index(LIST)
    assert index.count(Query(), frozenset(codes)) == 40
    assert index.count(Query(), frozenset(codes[::2])) == 40
    assert index.count(Query(), frozenset(codes[::200])) == 20
    assert index.count(Query(regions=tuple(codes[:101])), frozenset(codes[::200])) == 1


def test_a_column_that_is_not_kept_or_a_value_of_another_kind_is_refused_by_name(store):
    stored(store, SOME, [])
    index = store.lists.index(LIST)
    with pytest.raises(NotFoundError, match="found the column 'shoe_size'; allowed: person_id, "):
        index.page(Query(sort="shoe_size"), None)
    with pytest.raises(DataError, match="column since: found a str; allowed: a value of the kind date"):
        index.count(Query(where=(Is("since", "yesterday"),)), None)


def test_numbers_in_free_texts_cannot_be_found_by_asking(store):
    stored(store, [{**SOME[0], "skills": "电工 13800008000"}], [])
    index = store.lists.index(LIST, hide=hide_inside)
    assert index.count(Query(where=(Contains("skills", "13800008000"),)), None) == 0
    assert index.count(Query(where=(Contains("skills", "电工"),)), None) == 1


def test_a_workshops_order_is_that_of_its_codes(store):
    stored(store, SOME, [])
    order = {"p000": 3, "p001": 1, "p002": 2}
    index = store.lists.index(LIST, shuffle=Shuffle("one", order.__getitem__))
    assert keys(index.page(Query(sort="is_migrant"), frozenset({"62"}))) == ["p000", "p002", "p001"]
    assert sorted(index.keys(Query(), None, 5, (2, 3))) == ["p000", "p002"]


def test_many_different_texts_of_several_values_are_searched_one_by_one(store, monkeypatch):
    monkeypatch.setattr("dashboard.store.lists_pages.MOST_WORDS", 1)
    stored(store, SOME, [])
    index = store.lists.index(LIST)
    assert index.count(Query(where=(Has("groups", "农民工"),)), None) == 2
    assert index.count(Query(where=(Has("groups", "民工"),)), None) == 0


def test_only_the_indexes_asked_for_last_are_kept(store):
    stored(store, SOME, [])
    for version in "abcdefgh":
        store.lists.index(replace(LIST, version=version))
    with store.lists.reading(store.lists.index(LIST)._shape.name) as (connection, _):
        names = inspect(connection).get_table_names()
    assert len([name for name in names if name.startswith("list_people") and name.endswith("_places")]) == 6


def test_columns_that_are_worked_out_keep_to_their_kind(store):
    stored(store, SOME, [])
    wrong = replace(LIST, version="wrong", derive=lambda rows, _: dict.fromkeys(LIST.columns, rows["name"]))
    with pytest.raises(TypeError, match="last_service_date: object, not datetime64"):
        store.lists.index(wrong)
