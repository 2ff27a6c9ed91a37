"""Lists pass the gate: places, columns, masks and codes, for pages, counts and drop-downs alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access import EVERYWHERE, Viewer
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.errors import AccessError, NotFoundError
from dashboard.registers.folder_store import folder_store
from dashboard.registers.listing import Lists
from dashboard.store import Store
from dashboard.store.lists import Between, Blank, Contains, Has, Is, Query
from dashboard.tables import Folder
from tests.store.lists_made import LIST, REGIONS
from tests.store.made import frame

ID = "000105194912310021"
PEOPLE = frame(
    "people",
    {
        **{
            "person_id": "kx1",
            "id_number": ID,
            "name": "张三丰",
            "phone": "13800008000",
            "region_code": "620724101",
        },
        **{
            "groups": "失业人员",
            "status": "失业",
            "spouse_id": "kx2",
            "birth": "1949-12-31",
            "health": "良好",
        },
        **{"helper": "王助", "enterprise_id": "E1", "skills": "电工 13912345678", "household_id": "H1"},
    },
    {
        **{
            "person_id": "kx2",
            "name": "李四",
            "region_code": "620821",
            "groups": "失业人员;农民工",
            "spouse_id": "kx1",
        },
        **{"status": "就业", "enterprise_id": "E2", "household_id": "H1"},
    },
    {"person_id": "kx3", "name": "王五", "region_code": "620724102", "groups": "农民工", "status": "失业"},
)
FIRMS = frame(
    "enterprises",
    {"enterprise_id": "E1", "enterprise_name": "示例纺织", "region_code": "620724", "is_zombie": "true"},
    {"enterprise_id": "E2", "enterprise_name": "示例化工", "region_code": "620821"},
)
HEADCOUNTS = frame(
    "headcounts",
    {"enterprise_id": "E1", "month": "2024-01", "employees_count": "120", "insured_count": "100"},
    {"enterprise_id": "E1", "month": "2024-02", "employees_count": "110"},
)
SERVICES = frame(
    "services",
    {"person_id": "kx1", "date": "2024-05-01", "kind": "contact", "note": "家中有老人"},
    {"person_id": "kx1", "date": "2024-06-01", "kind": "training"},
    {"person_id": "kx2", "date": "2024-06-02", "kind": "contact"},
)
EVENTS = frame(
    "events",
    *(
        {
            "event_id": f"V{n}",
            "date": "2024-01-01",
            "region_code": place,
            "kind": "layoff",
            "enterprise_id": "E1",
        }
        for n, place in enumerate(("620724", "620821"))
    ),
)
TABLES = {
    "regions": REGIONS,
    "enterprises": FIRMS,
    "headcounts": HEADCOUNTS,
    "events": EVENTS,
    "people": PEOPLE,
    "services": SERVICES,
}
CODES = Pseudonyms(b"a workshop's key")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = folder_store(Folder(Path("made"), TABLES, manifest={"synthetic": True}))
    yield opened
    opened.close()


def seen(store: Store, role: str, *scope: str) -> Lists:
    return Lists(store, Viewer(role, scope or (EVERYWHERE,)), CODES, [LIST])


def test_two_clerks_of_two_places_have_nothing_in_common(store):
    here, there = seen(store, "clerk", "6207"), seen(store, "clerk", "620821")
    assert set(here.page("people").rows["person_id"]) == {"kx1", "kx3"}
    assert set(there.page("people").rows["person_id"]) == {"kx2"}
    assert (here.count("people"), there.count("people")) == (2, 1)
    assert here.count_by("people", "status") == {"失业": 2}
    assert there.count_by("people", "status") == {"就业": 1}
    assert here.count_by("people", "enterprise_id") == {"": 1, "E1": 1}
    assert there.count_by("people", "groups") == {"农民工": 1, "失业人员": 1}
    assert here.count("people", Query(regions=("620821",))) == 0
    assert here.count("people", Query(search="李四")) == 0
    assert here.count("people", Query(where=(Is("person_id", "kx2"),))) == 0
    for key in ("kx2", "nobody"):
        with pytest.raises(NotFoundError, match="there is no such row"):
            here.one("people", key)
        with pytest.raises(NotFoundError, match="there is no such row"):
            here.related("people", key, "services")


def test_a_viewer_without_places_sees_no_row(store):
    nobody = Lists(store, Viewer("clerk"), CODES)
    assert len(nobody.page("people").rows) == nobody.count("people") == 0
    assert nobody.count_by("people", "status") == {}


def test_a_spouse_elsewhere_is_not_named(store):
    assert list(seen(store, "clerk", "620724").one("people", "kx1").rows["spouse_id"]) == [""]
    assert list(seen(store, "clerk", "62").one("people", "kx1").rows["spouse_id"]) == ["kx2"]


def test_rows_that_hang_on_a_firm_but_lie_elsewhere_are_left_out(store):
    assert list(seen(store, "analyst", "6207").related("enterprises", "E1", "events")["event_id"]) == ["V0"]
    assert len(seen(store, "analyst").related("enterprises", "E1", "events")) == 2


def test_identities_are_masked_on_every_page(store):
    row = seen(store, "analyst").one("people", "kx1").rows.iloc[0]
    assert (row["name"], row["phone"], row["id_number"]) == ("张*", "138****8000", "000105********0021")
    assert row["skills"] == "电工 139****5678"
    assert {"birth", "helper", "health"}.isdisjoint(row.index)
    notes = seen(store, "analyst").related("people", "kx1", "services")
    assert "note" not in notes.columns
    assert list(notes["kind"]) == ["contact", "training"]


def test_an_analyst_cannot_find_out_a_name_by_searching(store):
    analyst = seen(store, "analyst")
    assert analyst.searched("people") == ("person_id",)
    for text in ("张三丰", "张", "13800008000", "1380", ID, ID[:6]):
        assert analyst.count("people", Query(search=text)) == 0, text
    assert list(analyst.page("people", Query(search="kx1")).rows["person_id"]) == ["kx1"]


@pytest.mark.parametrize("column", ["name", "id_number", "phone", "birth", "helper", "health"])
def test_an_analyst_may_not_ask_by_what_is_masked_or_hidden(store, column):
    analyst = seen(store, "analyst")
    assert column not in analyst.columns("people")
    for query in (
        Query(where=(Is(column, "张三丰"),)),
        Query(where=(Contains(column, "张"),)),
        Query(where=(Blank(column),)),
        Query(sort=column),
    ):
        for ask in (analyst.page, analyst.count):
            with pytest.raises(AccessError):
                ask("people", query)
    with pytest.raises(AccessError):
        analyst.count_by("people", column)


def test_who_may_reveal_finds_people_by_name_number_and_phone(store):
    clerk = seen(store, "clerk")
    assert clerk.searched("people") == ("name", "person_id", "id_number", "phone")
    for text in ("张三", "三丰", "13800008000", ID, "kx1"):
        page = clerk.page("people", Query(search=text))
        assert list(page.rows["name"]) == ["张*"], text
    assert clerk.count("people", Query(where=(Is("name", "李四"),))) == 1
    assert clerk.count("people", Query(where=(Contains("skills", "13912345678"),))) == 0


def test_a_workshop_sees_codes_and_asks_for_no_identity(store):
    workshop = seen(store, "workshop")
    page = workshop.page("people")
    assert set(page.rows["person_id"]) == {CODES.code("P", key) for key in ("kx1", "kx2", "kx3")}
    assert {"name", "id_number", "phone", "health"}.isdisjoint(page.rows.columns)
    assert workshop.searched("people") == workshop.searched("enterprises") == ()
    for table in ("people", "enterprises"):
        with pytest.raises(AccessError):
            workshop.page(table, Query(search="示例"))
    for column in ("enterprise_id", "household_id", "spouse_id", "person_id"):
        assert column not in workshop.columns("people")
        with pytest.raises(AccessError):
            workshop.page("people", Query(sort=column))
    with pytest.raises(AccessError):
        workshop.count("enterprises", Query(where=(Is("enterprise_name", "示例纺织"),)))
    assert workshop.count("people", Query(where=(Has("groups", "农民工"),))) == 2


def test_a_workshops_rows_of_equal_value_are_in_the_order_of_the_codes():
    people = [{"person_id": f"p{n}", "region_code": "620724", "groups": "农民工"} for n in range(20)]
    store = folder_store(Folder(Path("made"), {"regions": REGIONS, "people": frame("people", *people)}))
    found = seen(store, "workshop").page("people", Query(sort="is_migrant"))
    ordered = sorted((each["person_id"] for each in people), key=lambda key: CODES.number("P", key))
    assert list(found.rows["person_id"]) == [CODES.code("P", key) for key in ordered]
    store.close()


def test_a_workshop_opens_a_row_by_its_code_only(store):
    workshop = seen(store, "workshop")
    code = CODES.code("P", "kx2")
    assert list(workshop.one("people", code).rows["person_id"]) == [code]
    assert list(workshop.related("people", code, "services")["person_id"]) == [code]
    for key in ("kx2", Pseudonyms().code("P", "kx2"), "P-", "P-AAAAAAAAAA", "P-????????!!"):
        with pytest.raises(NotFoundError):
            workshop.one("people", key)
    with pytest.raises(NotFoundError):
        seen(store, "workshop", "6207").one("people", code)


@pytest.mark.parametrize("role", ["leader", "auditor", "admin", "nobody"])
def test_roles_without_lists_of_people_get_none(store, role):
    lists = seen(store, role)
    for ask in (lists.page, lists.count):
        with pytest.raises(AccessError):
            ask("people")
    with pytest.raises(AccessError):
        lists.one("people", "kx1")
    with pytest.raises(AccessError):
        lists.count_by("people", "status")


def test_columns_that_are_worked_out_are_for_those_who_may_see_what_from(store):
    page = seen(store, "analyst").page("people", Query(sort="last_contact_date", descending=True))
    assert list(page.rows["person_id"]) == ["kx2", "kx1", "kx3"]
    assert list(page.rows["contact_count"]) == [1, 1, 0]
    firms = seen(store, "leader").page(
        "enterprises", Query(where=(Between("newest_employees_count", 110, 110),))
    )
    assert list(firms.rows["enterprise_id"]) == ["E1"]
    assert list(firms.rows["newest_insured_count"]) == [100]
    assert "liaison" not in firms.rows.columns


def test_a_list_or_column_that_is_not_there_is_named(store):
    with pytest.raises(NotFoundError, match="found 'ships'; allowed: people, enterprises"):
        seen(store, "analyst").page("ships")
    with pytest.raises(NotFoundError, match="found the column 'shoe_size'; allowed: person_id, groups"):
        seen(store, "analyst").page("people", Query(sort="shoe_size"))
