"""The audit log is read some entries at a time, the newest first, by what is wanted of it."""

from __future__ import annotations

import pytest

from dashboard.store import Store
from dashboard.store.audit_pages import Wanted
from tests.store.made import REGIONS

ENTRIES = (
    ("wang", "view", "people", "clerk:620724101"),
    ("li", "export", "gaotai/risk_map.csv", "analyst:*"),
    ("wang", "reveal", "person p1", "clerk:620724101"),
    ("wang", "export", "gaotai_2/risk_map.csv", "clerk:620724102"),
    ("o'hara", "view", "100%", ""),
)


@pytest.fixture
def log(store: Store) -> Store:
    """A store whose log has one entry of each."""
    for actor, action, thing, scope in ENTRIES:
        store.record(actor, action, thing, 1, scope)
    return store


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [5, 4, 3, 2, 1]),
        (Wanted(action="export"), [4, 2]),
        (Wanted(actor="o'hara"), [5]),
        (Wanted(actor="wang", action="view"), [1]),
        (Wanted(prefix="gaotai/"), [2]),
        (Wanted(prefix="gaotai_"), [4]),
        (Wanted(prefix="100%"), [5]),
        (Wanted(scopes=("clerk:620724101", "clerk:620724102")), [4, 3, 1]),
        (Wanted(scopes=()), []),
        (Wanted(since="2000", until="2001"), []),
        (Wanted(since="2000", until="3000"), [5, 4, 3, 2, 1]),
    ],
)
def test_what_is_wanted_comes_and_nothing_else(log: Store, wanted: Wanted, numbers: list[int]) -> None:
    assert [entry.seq for entry in log.audit_page(wanted)] == numbers
    assert log.audit_count(wanted) == len(numbers)


def test_an_entry_at_the_first_moment_is_in_and_one_at_the_last_is_not(log: Store) -> None:
    second = log.audit_page(Wanted())[-2]
    assert second.seq in [entry.seq for entry in log.audit_page(Wanted(since=second.at))]
    assert second.seq not in [entry.seq for entry in log.audit_page(Wanted(until=second.at))]


def test_pages_follow_each_other_without_a_gap_while_the_newest_are_first(log: Store) -> None:
    pages = [log.audit_page(Wanted(), first, 2) for first in (0, 2, 4, 6)]
    assert [[entry.seq for entry in page] for page in pages] == [[5, 4], [3, 2], [1], []]


def test_the_words_of_the_log_are_of_all_that_is_wanted_or_of_the_newest(log: Store) -> None:
    assert log.audit_words("actor") == ("li", "o'hara", "wang")
    assert log.audit_words("actor", newest=2) == ("o'hara", "wang")
    assert log.audit_words("action", Wanted(actor="wang")) == ("export", "reveal", "view")
    assert log.audit_words("scope", Wanted(action="export")) == ("analyst:*", "clerk:620724102")


def test_a_change_is_on_record_in_the_role_and_places_of_who_made_it(store: Store) -> None:
    store.import_tables({"regions": REGIONS}, "li", scope="analyst:*")
    store.edit(
        "regions", {"region_code": "620724"}, {"region_name": "改名县"}, 1, "wang", scope="clerk:620724"
    )
    store.withdraw(1, "li", "wrong", scope="analyst:*")
    assert [(entry.action, entry.scope) for entry in store.audit_page(Wanted())] == [
        ("withdraw", "analyst:*"),
        ("edit", "clerk:620724"),
        ("import", "analyst:*"),
    ]
    assert store.verify_audit() == ()
