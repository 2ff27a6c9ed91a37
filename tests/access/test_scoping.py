"""What a viewer is given of the tables: no row of another place, no column of another role, no name unmasked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.access import EVERYWHERE, Viewer, columns_allowed, rules, scoped, subtree
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.tables import read_folder
from dashboard.tables.registry import TABLES
from tests.access.frames import NEIGHBOUR, ONE, REGIONS, TWO, VILLAGE, frame, person, tables, texts_of
from tests.serving import ROOT

CODES = tuple(row["region_code"] for row in REGIONS)
ROLES = tuple(rules().roles)
FIRM = "91620799MA0000001X"


def everyone(role: str) -> Viewer:
    return Viewer(role, (EVERYWHERE,))


def test_a_viewer_of_a_town_sees_the_town_and_what_lies_below_it() -> None:
    found = scoped(tables([person(1, ONE), person(2, TWO), person(3, VILLAGE)]), Viewer("clerk", (TWO,)))
    assert list(found["regions"]["region_code"]) == [TWO, VILLAGE]
    assert list(found["people"]["person_id"]) == ["r000002q", "r000003q"]
    assert list(found["regions"]["parent_code"]) == ["", TWO]


def test_a_scope_may_name_several_places() -> None:
    found = scoped(tables(), Viewer("clerk", (ONE, VILLAGE)))
    assert list(found["regions"]["region_code"]) == [ONE, VILLAGE]


@pytest.mark.parametrize("scope", [(), ("",), ("9",), ("62072",), ("*x",), ("620724 ",)])
def test_a_scope_that_names_no_place_shows_nothing(scope: tuple[str, ...]) -> None:
    found = scoped(tables([person(1, ONE)]), Viewer("clerk", scope))
    assert all(table.empty for table in found.values())


def test_a_circle_of_parents_does_not_hang() -> None:
    regions = frame(
        "regions",
        [{"region_code": "1", "parent_code": "2"}, {"region_code": "2", "parent_code": "1"}],
    )
    assert subtree(regions, ("1",)) == {"1", "2"}


def test_what_belongs_to_a_person_or_firm_lies_where_they_do() -> None:
    given = tables(
        [person(1, ONE), person(2, NEIGHBOUR)],
        enterprises=[
            {"enterprise_id": FIRM, "enterprise_name": "示例厂", "region_code": ONE},
            {"enterprise_id": "F2", "enterprise_name": "示例坊", "region_code": NEIGHBOUR},
        ],
        services=[{"person_id": "r000001q"}, {"person_id": "r000002q"}, {"person_id": "unknown"}],
        headcounts=[{"enterprise_id": FIRM}, {"enterprise_id": "F2"}, {"enterprise_id": ""}],
        layoff_plans=[{"plan_id": "1", "enterprise_id": "F2"}, {"plan_id": "2", "enterprise_id": FIRM}],
        registrations=[
            {"person_id": "r000001q"},
            {"person_id": "r000002q"},
            {"person_id": "r000001q", "region_code": NEIGHBOUR},
            {"id_number": "00010119900101001X"},
        ],
    )
    found = scoped(given, Viewer("clerk", (ONE,)))
    assert {name: len(table) for name, table in found.items()} == {
        **{"regions": 1, "people": 1, "enterprises": 1, "services": 1, "headcounts": 1, "layoff_plans": 1},
        "registrations": 1,
    }
    assert list(found["layoff_plans"]["plan_id"]) == ["2"]
    assert len(scoped(given, everyone("clerk"))["registrations"]) == 4


def test_the_spouse_of_another_place_is_not_named() -> None:
    pair = [person(1, ONE, spouse_id="r000002q"), person(2, TWO, spouse_id="r000001q")]
    found = scoped(tables(pair), Viewer("clerk", (ONE,)))["people"]
    assert list(found["spouse_id"]) == [""]
    assert list(scoped(tables(pair), everyone("clerk"))["people"]["spouse_id"]) == ["r000002q", "r000001q"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", list(TABLES))
def test_a_role_is_given_its_columns_and_no_others(role: str, table: str) -> None:
    found = scoped({table: frame(table, [])} | tables(), everyone(role)).get(table)
    expected = set(columns_allowed(everyone(role), "view", table)) - {"birth"}
    assert set(() if found is None else found.columns) == expected


def test_a_table_that_is_no_table_of_the_contract_is_given_to_nobody() -> None:
    assert "salaries" not in scoped({"salaries": pd.DataFrame({"a": [1]})} | tables(), everyone("analyst"))


def test_identities_are_masked_and_the_day_of_birth_is_left_out() -> None:
    found = scoped(tables([person(7, ONE)]), everyone("clerk"))["people"].iloc[0]
    assert (found["id_number"], found["phone"]) == ("000101********007X", "139****0007")
    assert found["name"] == "赵*"
    assert found["helper"] == "钱*"
    assert "birth" not in found.index


def test_a_workshop_sees_the_same_codes_in_every_table_and_others_in_the_next_workshop() -> None:
    given = tables(
        [person(1, ONE, enterprise_id=FIRM, spouse_id="r000002q"), person(2, ONE)],
        services=[{"person_id": "r000002q"}],
        enterprises=[{"enterprise_id": FIRM, "enterprise_name": "示例厂", "region_code": ONE}],
        events=[
            {"event_id": "1", "region_code": ONE, "enterprise_name": "示例厂"},
            {"event_id": "2", "region_code": ONE, "enterprise_id": FIRM, "enterprise_name": "示例厂"},
            {"event_id": "3", "region_code": ONE, "enterprise_name": "另一厂"},
        ],
    )
    key = Pseudonyms()
    found = scoped(given, everyone("workshop"), key)
    firm = found["enterprises"].iloc[0]
    assert firm["enterprise_id"] == firm["enterprise_name"] == key.code("F", FIRM)
    assert list(found["events"]["enterprise_name"])[:2] == [key.code("F", FIRM)] * 2
    assert list(found["events"]["enterprise_name"])[2] not in ("", "另一厂", key.code("F", FIRM))
    people = found["people"].set_index("person_id")
    one, two = key.code("P", "r000001q"), key.code("P", "r000002q")
    assert people.loc[one, "spouse_id"] == two
    assert people.loc[one, "enterprise_id"] == key.code("F", FIRM)
    assert list(found["services"]["person_id"]) == [two]
    assert not set(people.index) & set(scoped(given, everyone("workshop"))["people"]["person_id"])


def test_the_order_of_a_workshops_list_does_not_tell_who_is_who() -> None:
    people = [person(number, ONE) for number in range(40)]
    listed = list(scoped(tables(people), everyone("workshop"))["people"]["person_id"])
    assert listed == sorted(listed)


def test_a_sample_is_given_whole_to_who_sees_everywhere() -> None:
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    found = scoped(folder.tables, everyone("clerk"))
    for name, table in folder.tables.items():
        group = {column: rules().group_of(name, column) for column in table.columns}
        open_ = [column for column, of in group.items() if of and not rules().groups[of].is_masked]
        assert open_
        pd.testing.assert_frame_equal(found[name][open_], table[open_])


def _told_in(role: str, people: list[dict[str, Any]], found: dict[str, pd.DataFrame]) -> None:
    told = texts_of(found)
    for one in people:
        for secret in ("id_number", "phone", "name", "helper"):
            assert one[secret] not in told, (role, secret)
        assert one["id_number"].replace("X", "x") not in told
    if rules().roles[role].is_pseudonymous:
        for one in people:
            assert one["person_id"] not in told


PLACES = st.sampled_from([*CODES, ""])
SCOPES = st.lists(st.sampled_from([*CODES, "nowhere"]), max_size=3).map(tuple)
SPLICES = st.sampled_from(["{id_number}", "{phone}", "见{id_number}，{phone}", "{phone}/{id_number}"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, pd.DataFrame]]:
    """People anywhere, and tables whose texts hold their numbers in every column that takes text."""
    people = [person(n, draw(PLACES)) for n in range(draw(st.integers(0, 6)))]
    given = tables(people)
    for name in draw(st.lists(st.sampled_from(list(TABLES)), unique=True, max_size=4)):
        if name in given:
            continue
        rows = []
        for n in range(draw(st.integers(0, 4))):
            row: dict[str, Any] = {
                column.name: draw(SPLICES).format(**draw(st.sampled_from(people))) if people else f"text {n}"
                for column in TABLES[name].columns
                if column.kind in ("text", "identifier", "term", "groups", "person", "phone")
            }
            row["region_code"] = draw(PLACES)
            row["person_id"] = draw(st.sampled_from([p["person_id"] for p in people] or [""]))
            rows.append(row)
        given[name] = frame(name, rows)
    return people, given


@given(worlds(), st.sampled_from(ROLES), SCOPES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_outside_the_scope_and_nothing_unmasked_ever_comes_out(
    world: tuple[list[dict[str, Any]], dict[str, pd.DataFrame]], role: str, scope: tuple[str, ...]
) -> None:
    people, given = world
    inside = subtree(given["regions"], scope)
    found = scoped(given, Viewer(role, scope))
    _told_in(role, people, found)
    for name, table in found.items():
        if "region_code" in table.columns:
            assert set(table["region_code"]) <= inside | (
                {""} if name in ("registrations", "filings", "insured") else set()
            )
    outside = {one["person_id"] for one in people if one["region_code"] not in inside}
    if "people" in found:
        assert not outside & set(found["people"]["person_id"])
    if "services" in found:
        assert not outside & set(found["services"]["person_id"])


@given(worlds(), st.sampled_from(ROLES))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_who_sees_everywhere_sees_no_identity_either(
    world: tuple[list[dict[str, Any]], dict[str, pd.DataFrame]], role: str
) -> None:
    people, given = world
    _told_in(role, people, scoped(given, everyone(role)))
