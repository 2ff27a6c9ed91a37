"""The list of people in pages says of the sample what the whole in memory says, and follows every change of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.access import EVERYWHERE, Viewer
from dashboard.plans.profiles import brief
from dashboard.registers.answers import YES
from dashboard.registers.folder_store import folder_store
from dashboard.registers.follow_up import FollowUp, follow_up, on_list
from dashboard.registers.listing import Lists
from dashboard.registers.people_list import SENSITIVE, people_list
from dashboard.registers.people_pages import Asked, PeopleList
from dashboard.store import Store
from dashboard.tables import read_folder

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "gaotai"
DAY = date(2026, 10, 31)
COUNTY, TOWN = "620724", "620724105000"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = folder_store(read_folder(SAMPLE))
    yield opened
    opened.close()


def listed(
    store: Store, role: str = "clerk", place: str = EVERYWHERE, day: date = DAY, region: str = COUNTY
) -> PeopleList:
    viewer, plans = Viewer(role, (place,)), brief("gaotai-desk")
    lists = Lists(store, viewer, registers=[people_list(plans, day, viewer, has_services=True)])
    codes = frozenset(store.tables()["regions"]["region_code"])
    return PeopleList(lists, plans, day, region, codes, has_services=True)


def whole(role: str, day: date) -> FollowUp:
    tables = read_folder(SAMPLE).tables
    people = on_list(tables["people"], day)
    if role == "analyst":
        people = people.drop(columns=list(SENSITIVE))
    return follow_up(people, tables["services"], tables["enterprises"], brief("gaotai-desk"), day)


@pytest.mark.parametrize(("role", "day"), [("clerk", DAY), ("analyst", DAY), ("clerk", date(2026, 4, 30))])
def test_pages_and_sums_are_those_of_the_whole_judged_at_once(store: Store, role: str, day: date) -> None:
    found, people = whole(role, day), listed(store, role, day=day)
    sums = people.sums()
    assert sums["listed"] == len(found.people)
    for name, marks in (
        ("short", found.short), ("overdue", found.overdue), ("open", found.short | found.overdue),
        ("complete", found.has_all), ("idle", found.is_idle == YES), ("protected", found.is_protected == YES),
    ):  # fmt: skip
        assert sums.get(name, 0) == int(marks.sum()), name
    groups = {each.criterion.id: int((each.answers == YES).sum()) for each in found.groups}
    assert people.groups() == {name: count for name, count in groups.items() if count}
    every = [people.page(Asked(), number, 400) for number in range(1, 5)]
    keys = [key for page in every for key in page.found.people["person_id"]]
    assert sorted(keys) == sorted(found.people["person_id"])
    at = {key: row for row, key in enumerate(found.people["person_id"])}
    rows = [at[key] for key in keys]
    for name in ("missing", "short", "overdue", "overdue_days", "last_contact", "is_idle", "is_protected"):
        parts = np.concatenate([np.asarray(getattr(page.found, name)) for page in every])
        assert np.array_equal(parts, getattr(found, name)[rows], equal_nan=parts.dtype.kind in "fM"), name
    lates = np.nan_to_num(found.overdue_days[rows], nan=-1)
    assert (np.diff(lates) <= 0).all()


def test_filters_hold_together_and_orders_are_of_the_whole_list(store: Store) -> None:
    people, found = listed(store), whole("clerk", DAY)
    displaced = next(each for each in found.groups if each.criterion.id == "displaced").answers == YES
    asked = Asked("displaced", "short", order="missing")
    assert people.count(asked) == int((displaced & found.short).sum()) > 15
    shown = people.page(asked, 2)
    assert len(shown.found.people) == 15
    assert list(shown.found.missing) == sorted(found.missing[displaced & found.short])[::-1][15:30]
    newest = people.page(Asked(order="newest")).found.people["since"]
    assert newest.is_monotonic_decreasing
    assert newest.iloc[0] == found.people["since"].max()


def test_a_search_finds_what_the_mask_shows_and_names_only_for_who_may_reveal_them(store: Store) -> None:
    one = read_folder(SAMPLE).tables["people"].iloc[0]
    ending = Asked(text=one["id_number"][-4:])
    for role in ("clerk", "analyst"):
        found = listed(store, role).page(ending, size=200).found.people
        assert one["person_id"] in set(found["person_id"])
        assert found["id_number"].str.endswith(ending.text).all()
    by_name = Asked(text=one["name"])
    assert one["person_id"] in set(listed(store).page(by_name, size=200).found.people["person_id"])
    assert listed(store, "analyst").count(by_name) == 0
    assert listed(store, "analyst").count(Asked(text=one["name"][0])) > 1
    assert listed(store, "analyst").count(Asked(text=one["person_id"])) == 1


def test_a_workshop_finds_people_by_their_codes_only(store: Store) -> None:
    people = listed(store, "workshop")
    code = people.page(Asked()).found.people["person_id"].iloc[3]
    assert code.startswith("P-")
    assert list(people.page(Asked(text=code)).found.people["person_id"]) == [code]
    assert people.count(Asked(text=code)) == 1
    for text in ("王", "0021", "nobody"):
        assert people.count(Asked(text=text)) == 0
        assert not len(people.page(Asked(text=text)).found.people)
    assert not people.has_helpers


def test_a_town_has_its_own_people_only(store: Store) -> None:
    of_county, own = listed(store, region=TOWN), listed(store, place=TOWN)
    assert of_county.sums() == own.sums()
    assert 0 < own.sums()["listed"] < 1284
    elsewhere = next(
        key
        for key, place in listed(store).page(Asked()).found.people[["person_id", "region_code"]].to_numpy()
        if place != TOWN
    )
    assert own.one(elsewhere) is None
    assert own.of([elsewhere]).total == 0


def test_a_household_is_judged_anew_when_one_of_it_finds_work_or_a_firm_closes_for_good() -> None:
    opened = folder_store(read_folder(SAMPLE))
    people = listed(opened)
    idle = people.households()
    member = idle["person_id"].iloc[0]
    assert people.sums()["household"] == len(idle) == 2
    opened.edit("people", {"person_id": member}, {"status": "公益性岗位"}, 1, "tester")
    assert listed(opened).sums()["household"] == 1
    protected = listed(opened).page(Asked(todo="protected"), size=50).found.people
    firm = protected["enterprise_id"].mode().iloc[0]
    count = int((protected["enterprise_id"] == firm).sum())
    opened.edit("enterprises", {"enterprise_id": firm}, {"is_fully_closed": "true"}, 1, "tester")
    assert listed(opened).sums()["protected"] == len(protected) - count
    opened.close()


def test_helpers_are_called_by_their_masks_and_the_longest_wait_is_told(store: Store) -> None:
    found = whole("clerk", DAY)
    most = found.people["helper"][found.overdue].value_counts()
    first = listed(store).helpers()[0]
    assert (first.name[1:], first.late) == ("*", int(most.iloc[0]))
    late = found.overdue & (found.people["helper"] == most.index[0]).to_numpy()
    assert first.longest == int(found.overdue_days[late].max())
