"""Batches: what they came from, what they supersede, what was known when, and how one is taken back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dashboard.errors import DataError, NotFoundError, StoreError
from dashboard.store.change import Change
from tests.store.made import REGIONS, assert_same, firms, frame, names_of, rows


@pytest.fixture
def two(store):
    """A store of two imports of firms, of which the second renames one and brings one."""
    store.import_tables(
        {"regions": REGIONS, "enterprises": firms(A="甲", B="乙")}, "li", {"may.xlsx": "1" * 64}
    )
    store.import_tables({"enterprises": firms(B="乙乙", C="丙")}, "wang", {"june.xlsx": "2" * 64})
    return store


def test_a_batch_keeps_who_when_which_files_and_what_it_supersedes(two):
    first, second = two.batches()
    assert (first.number, first.kind, first.actor, first.files) == (1, "import", "li", {"may.xlsx": "1" * 64})
    assert (first.rows, first.supersedes) == ({"regions": 3, "enterprises": 2}, {})
    assert (second.rows, second.supersedes) == ({"enterprises": 2}, {1: 1})
    age = datetime.now(UTC) - datetime.fromisoformat(second.at)
    assert timedelta(0) <= age < timedelta(minutes=5)
    assert second.at > first.at


def test_what_an_import_does_not_name_stays_and_what_it_names_comes_last(two):
    assert list(names_of(two.tables()).items()) == [("A", "甲"), ("B", "乙乙"), ("C", "丙")]
    assert two.version == 2


def test_any_past_state_can_be_asked_for_by_number_and_by_moment(two):
    first, second = (datetime.fromisoformat(batch.at) for batch in two.batches())
    for past in (
        1,
        first,
        second - timedelta(microseconds=1),
        first.astimezone(timezone(timedelta(hours=8))),
    ):
        assert names_of(two.tables(as_of=past)) == {"A": "甲", "B": "乙"}
    for now in (None, 2, second, datetime(2099, 1, 1, tzinfo=UTC)):
        assert names_of(two.tables(as_of=now)) == {"A": "甲", "B": "乙乙", "C": "丙"}
    for before in (0, first - timedelta(days=1)):
        assert two.tables(as_of=before) == {}
    assert two.read(as_of=1).fingerprint != two.read().fingerprint == two.read(as_of=2).fingerprint


def test_a_state_that_never_was_is_refused(two):
    with pytest.raises(NotFoundError, match="found 3; allowed: 0 to 2"):
        two.tables(as_of=3)
    with pytest.raises(StoreError, match="without a time zone"):
        two.tables(as_of=datetime(2024, 6, 5))


def test_a_withdrawn_batch_is_as_if_it_had_never_come_but_is_remembered(two):
    assert two.withdraw(2, "zhao", "the wrong county") == 3
    assert_same(two.tables(), two.tables(as_of=1))
    assert names_of(two.tables(as_of=2)) == {"A": "甲", "B": "乙乙", "C": "丙"}
    _, withdrawn, withdrawal = two.batches()
    assert withdrawn.withdrawn_by == 3
    assert (withdrawal.kind, withdrawal.actor, withdrawal.reason) == (
        "withdrawal",
        "zhao",
        "the wrong county",
    )
    assert (withdrawal.withdraws, withdrawal.rows, withdrawal.supersedes) == (2, {"enterprises": 1}, {2: 2})


def test_withdrawing_the_older_of_two_batches_leaves_what_the_newer_says(two):
    two.import_tables({"regions": REGIONS}, "li")
    two.withdraw(1, "li", "")
    assert names_of(two.tables()) == {"B": "乙乙", "C": "丙"}
    two.withdraw(2, "li", "")
    assert list(two.tables()) == ["regions"]


def test_only_an_import_can_be_withdrawn_and_only_once(two):
    version = two.row("enterprises", {"enterprise_id": "A"}).version
    two.edit("enterprises", {"enterprise_id": "A"}, {"size_class": "大"}, version, "li")
    two.withdraw(2, "li", "")
    for batch, words in (
        (9, "no such batch"),
        (3, "an edit"),
        (4, "a withdrawal"),
        (2, "withdrawn by batch 4"),
    ):
        with pytest.raises(StoreError, match=words):
            two.withdraw(batch, "li", "")
    assert two.version == 4


def test_an_edit_goes_with_the_batch_whose_row_it_changed_and_comes_back_with_it(two):
    key = {"enterprise_id": "A"}
    two.edit("enterprises", key, {"enterprise_name": "甲甲"}, 1, "li")
    newer = two.import_tables({"enterprises": firms(A="又甲")}, "li")
    two.withdraw(newer, "li", "")
    assert names_of(two.tables())["A"] == "甲甲"
    two.import_tables({"regions": REGIONS}, "li")
    two.withdraw(1, "li", "")
    assert "A" not in names_of(two.tables())


def test_places_that_others_lie_in_cannot_be_withdrawn(two):
    with pytest.raises(DataError, match="enterprises, column region_code: found '620724'"):
        two.withdraw(1, "li", "")
    assert two.version == 2


def test_an_import_can_replace_an_earlier_one_at_the_same_moment(two):
    corrected = {"regions": REGIONS, "enterprises": firms(A="甲改")}
    assert two.import_tables(corrected, "li", replaces=1) == 4
    assert names_of(two.tables()) == {"B": "乙乙", "C": "丙", "A": "甲改"}
    assert two.batches()[2].reason == "replaced by batch 4"
    assert len({batch.at for batch in two.batches()[2:]}) == 1


def test_the_same_row_of_a_table_without_a_key_comes_once_and_twice_if_the_file_has_it_twice(store):
    alert = {"region_code": "620724", "month": "2024-06", "tier": "red"}
    other = alert | {"tier": "orange"}
    store.import_tables({"regions": REGIONS, "declared_alerts": frame("declared_alerts", alert, alert)}, "li")
    store.import_tables({"declared_alerts": frame("declared_alerts", alert, other)}, "li")
    assert store.tables()["declared_alerts"]["tier"].tolist() == ["red", "red", "orange"]


def test_a_row_known_by_two_keys_supersedes_the_rows_of_both(store):
    def registered(*lines):
        return {
            "registrations": rows(
                "registrations", "\n".join(["person_id,id_number,month,enterprise_id", *lines])
            )
        }

    store.import_tables(
        {"regions": REGIONS} | registered("1,,2024-06,a", ",X,2024-06,b", ",X,2024-07,c"), "li"
    )
    store.import_tables(registered("1,X,2024-06,d"), "li")
    assert store.tables()["registrations"]["enterprise_id"].tolist() == ["c", "d"]
    store.withdraw(2, "li", "")
    assert store.tables()["registrations"]["enterprise_id"].tolist() == ["a", "b", "c"]


def test_parents_in_a_circle_are_refused_whoever_closes_it(store):
    store.import_tables({"regions": REGIONS}, "li")
    with pytest.raises(DataError, match="a circle of parents at '620724'"):
        store.edit("regions", {"region_code": "620724"}, {"parent_code": "620724101"}, 1, "li")
    assert store.version == 1


def test_an_unknown_table_is_refused(store):
    with pytest.raises(StoreError, match="found the table 'nothing'; allowed: regions"):
        store.import_tables({"nothing": REGIONS}, "li")


def test_a_change_that_fails_at_its_very_end_leaves_nothing(two, monkeypatch):
    def fail(self):
        raise OSError("the power fails")

    with monkeypatch.context() as patched:
        patched.setattr(Change, "finish", fail)
        with pytest.raises(OSError, match="power"):
            two.import_tables({"enterprises": firms(D="丁")}, "li")
    assert two.version == 2
    assert "D" not in names_of(two.tables())
    assert two.verify() == ()


def test_a_clock_that_was_set_back_puts_no_batch_before_an_earlier_one(two, monkeypatch):
    last = two.batches()[-1].at
    monkeypatch.setattr("dashboard.store.change.timestamp", lambda moment: "2001-01-01T00:00:00.000000Z")
    two.import_tables({"enterprises": firms(D="丁")}, "li")
    assert two.batches()[-1].at == last


def test_the_manifest_of_the_newest_import_that_has_one_counts(two):
    two.import_tables({"regions": REGIONS}, "li", manifest={"title": "一", "synthetic": True})
    two.import_tables({"regions": REGIONS}, "li")
    assert two.read().manifest == {"title": "一", "synthetic": True}
    assert two.read().is_synthetic
    two.withdraw(3, "li", "")
    assert two.read().manifest == {}
