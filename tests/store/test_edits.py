"""Edits: one row at a time, never over somebody else's, and all of it remembered."""

import pytest
from sqlalchemy import create_engine, text

from dashboard.errors import DataError, NotFoundError, StaleEditError
from dashboard.tables import TABLES
from tests.store.made import REGIONS, assert_same, frame

PERSON = {
    "person_id": "p-00012345678",
    "id_number": "99010119900307002X",
    "name": "示例甲",
    "phone": "13800000000",
    "region_code": "620724",
    "groups": "a;b",
    "birth": "1990-03-07",
    "insured_months": "12.5",
    "scope_year": "2024",
    "is_migrant": "true",
}
KEY = {"person_id": "p-00012345678"}


@pytest.fixture
def people(store):
    others = [PERSON | {"person_id": f"p{n}", "id_number": ""} for n in range(2)]
    table = frame("people", others[0], PERSON, others[1])
    store.import_tables({"regions": REGIONS, "people": table}, "li")
    return store


def test_a_row_shows_its_values_as_a_file_would_have_them(people):
    row = people.row("people", KEY)
    assert row.version == 1
    assert {name: value for name, value in row.values.items() if value not in ("", "false")} == PERSON


def test_what_a_row_shows_can_be_given_back_and_changes_nothing(people):
    row = people.row("people", KEY)
    changes = {name: value for name, value in row.values.items() if name != "person_id"}
    assert people.edit("people", KEY, changes, row.version, "li") == 1
    assert people.version == 1


def test_an_edit_changes_its_row_where_it_stands_and_no_other(people):
    before = people.tables()["people"]
    assert (
        people.edit("people", KEY, {"phone": "13900000000", "birth": "", "is_migrant": "否"}, 1, "wang") == 2
    )
    after = people.tables()["people"]
    assert after["person_id"].tolist() == before["person_id"].tolist()
    assert_same({"people": after.drop(index=1)}, {"people": before.drop(index=1)})
    assert people.row("people", KEY).values["phone"] == "13900000000"
    assert people.row("people", KEY).values["birth"] == ""
    assert people.row("people", KEY).values["is_migrant"] == "false"
    assert people.row("people", KEY).version == 2


def test_the_history_of_a_row_says_who_when_before_and_after(people):
    people.edit("people", KEY, {"phone": "13900000000"}, 1, "wang")
    people.import_tables({"people": frame("people", PERSON)}, "li")
    people.withdraw(3, "zhao", "an old list")
    came, edited, again, back = people.history("people", KEY)
    assert (came.kind, came.actor, came.before, came.after["phone"]) == ("import", "li", None, "13800000000")
    assert (edited.kind, edited.actor, edited.changed) == ("edit", "wang", ("phone",))
    assert (edited.before["phone"], edited.after["phone"]) == ("13800000000", "13900000000")
    assert (again.kind, again.changed) == ("import", ("phone",))
    assert (back.kind, back.actor, back.reason, back.changed) == (
        "withdrawal",
        "zhao",
        "an old list",
        ("phone",),
    )
    assert [past.at for past in (came, edited, again, back)] == [batch.at for batch in people.batches()]


def test_an_edit_of_a_row_that_has_changed_names_who_changed_what_when_and_changes_nothing(people):
    people.edit("people", KEY, {"phone": "13900000000", "status": "就业"}, 1, "wang")
    with pytest.raises(StaleEditError) as stale:
        people.edit("people", KEY, {"status": "失业"}, 1, "zhao")
    (line,) = stale.value.faults
    at = people.batches()[1].at
    assert f"wang changed phone, status at {at} (edit, batch 2) after version 1" in line
    assert not [secret for secret in ("13900000000", "13800000000", KEY["person_id"]) if secret in line]
    assert people.row("people", KEY).values["status"] == "就业"
    assert people.version == 2


def test_an_edit_of_a_version_that_never_was_is_stale_too(people):
    with pytest.raises(StaleEditError, match="there is no version 7"):
        people.edit("people", KEY, {"phone": ""}, 7, "zhao")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"birth": "7. März 1990"}, "column birth: found '7*'; allowed: a date as YYYY-MM-DD"),
        ({"insured_months": "many"}, "column insured_months: found 'm*'; allowed: a decimal number"),
        ({"groups": ""}, "column groups: found an empty cell"),
        ({"name": "a\0b"}, "column name: found a NUL character"),
        ({"region_code": "999"}, "found '999'; allowed: a region code"),
        ({"person_id": "other"}, "column person_id: it tells the rows apart"),
        ({"nothing": "x"}, "found the column 'nothing'; allowed: person_id"),
    ],
)
def test_a_value_that_a_file_could_not_hold_is_refused(people, changes, words):
    with pytest.raises(DataError) as refused:
        people.edit("people", KEY, changes, 1, "li")
    assert words in str(refused.value)
    assert people.version == 1


def test_a_row_that_is_not_there_is_named_without_its_number(people):
    with pytest.raises(NotFoundError, match=r"no row with person_id 'p-99\*+99'"):
        people.row("people", {"person_id": "p-99999999999"})
    with pytest.raises(NotFoundError, match="there never was a row"):
        people.history("people", {"person_id": "p-99999999999"})
    with pytest.raises(NotFoundError, match="allowed: person_id"):
        people.row("people", {"name": "示例甲"})
    with pytest.raises(NotFoundError, match="table: found 'nobody'"):
        people.row("nobody", KEY)


def test_a_monthly_figure_is_found_by_place_and_month(store):
    figures = frame("indicators", {"region_code": "620724", "month": "2024-06", "vacancies_count": "7"})
    store.import_tables({"regions": REGIONS, "indicators": figures}, "li")
    key = {"region_code": "620724", "month": "2024-06"}
    store.edit("indicators", key, {"vacancies_count": "8", "fund_support_months": "0.1"}, 1, "li")
    assert store.row("indicators", key).values["month"] == "2024-06"
    assert store.row("indicators", key).values["vacancies_count"] == "8"
    assert store.tables()["indicators"]["fund_support_months"].tolist() == [0.1]


def test_figures_of_a_plan_survive_an_edit(store):
    figures = frame("indicators", {"region_code": "620724", "month": "2024-06"}, our_own_pct=[3.5])
    store.import_tables({"regions": REGIONS, "indicators": figures}, "li")
    key = {"region_code": "620724", "month": "2024-06"}
    store.edit("indicators", key, {"vacancies_count": "8"}, 1, "li")
    assert store.tables(extra_columns=["our_own_pct"])["indicators"]["our_own_pct"].tolist() == [3.5]


def test_what_a_row_needs_one_of_is_part_of_its_keys_and_so_cannot_be_edited_away(store):
    for table in TABLES.values():
        assert {name for names in table.one_of for name in names} <= {
            name for key in table.keys for name in key
        }
    filed = frame("filings", {"person_id": "1", "month": "2024-06"})
    store.import_tables({"regions": REGIONS, "filings": filed}, "li")
    key = {"person_id": "1", "month": "2024-06"}
    assert store.edit("filings", key, {"enterprise_id": "A"}, 1, "li") == 2
    with pytest.raises(DataError, match="tells the rows apart"):
        store.edit("filings", key, {"id_number": "X"}, 2, "li")


def test_a_row_without_a_key_is_edited_by_the_one_that_the_store_gave_it_and_keeps_it(store, url):
    served = {"person_id": "1", "date": "2024-06-03", "kind": "training"}
    store.import_tables({"regions": REGIONS, "services": frame("services", served, served)}, "li")
    engine = create_engine(url)
    with engine.connect() as connection:
        first, second = connection.execute(
            text("SELECT row_key FROM services ORDER BY row_position")
        ).scalars()
    engine.dispose()
    assert (first[:-1], first[-1], second[-1]) == (second[:-1], "1", "2")
    store.edit("services", {"row_key": second}, {"outcome": "已就业"}, 1, "wang")
    assert store.tables()["services"]["outcome"].tolist() == ["", "已就业"]
    assert [past.actor for past in store.history("services", {"row_key": second})] == ["li", "wang"]
