"""The audit log: every change is in it, it takes no change itself, and no meddling goes unseen."""

from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from dashboard.errors import StoreError
from dashboard.store import open_store
from dashboard.store.audit import Anchor, Entry
from dashboard.store.schema import AUDIT
from tests.store.made import REGIONS, firms, frame


@pytest.fixture
def engine(url):
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def log(store, engine):
    """A store with five entries in its log, and a way past the store into its database."""
    store.import_tables({"regions": REGIONS, "enterprises": firms(A="甲", B="乙")}, "li")
    store.edit("enterprises", {"enterprise_id": "B"}, {"size_class": "大"}, 1, "wang")
    store.record("zhao", "export", "enterprises", 2, scope="620724")
    store.import_tables({"regions": REGIONS}, "li")
    store.withdraw(3, "li", "twice")
    return store


def entries(engine):
    with engine.connect() as connection:
        return [Entry(*row) for row in connection.execute(AUDIT.select().order_by(AUDIT.c.seq))]


def meddle(engine, *statements):
    """Change the log as somebody could who has the database and knows of its triggers."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER store_audit_no_{name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


def test_every_change_is_in_the_log_with_who_what_and_how_much(log, engine):
    said = [(e.seq, e.actor, e.scope, e.action, e.object, e.count) for e in entries(engine)]
    assert said == [
        (1, "li", "", "import", "batch 1", 5),
        (2, "wang", "", "edit", "enterprises row 2", 1),
        (3, "zhao", "620724", "export", "enterprises", 2),
        (4, "li", "", "import", "batch 3", 3),
        (5, "li", "", "withdraw", "batch 3", 3),
    ]
    assert log.verify_audit() == ()
    assert log.audit_head() == (5, entries(engine)[-1].hash)


def test_a_change_that_fails_leaves_no_entry(log, engine):
    with pytest.raises(StoreError):
        log.withdraw(3, "li", "again")
    assert len(entries(engine)) == 5


def test_the_log_takes_no_change_and_no_deletion(log, engine):
    for statement in (
        "UPDATE store_audit SET actor = 'x' WHERE seq = 2",
        "DELETE FROM store_audit WHERE seq = 5",
    ):
        with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
            connection.execute(text(statement))
    assert log.verify_audit() == ()


@pytest.mark.parametrize("column", ["at", "actor", "scope", "action", "object", "count"])
def test_an_edited_entry_is_found(log, engine, column):
    value = "7" if column == "count" else "'x'"
    meddle(engine, f"UPDATE store_audit SET {column} = {value} WHERE seq = 2")
    assert log.verify_audit() == ("audit log: entry 2 was changed after it was written",)


def test_an_entry_that_was_edited_with_its_hash_is_found_by_the_one_after(log, engine):
    second = entries(engine)[1]
    forged = Entry(*[*vars(second).values()][:2], "nobody", *[*vars(second).values()][3:])
    meddle(engine, f"UPDATE store_audit SET actor = 'nobody', hash = '{forged.right_hash}' WHERE seq = 2")
    faults = log.verify_audit()
    assert "audit log: entry 3 does not follow 2; one was changed or moved" in faults
    assert "audit log: entry 2 is not the one that the anchor noted" in faults


def test_a_deleted_entry_is_found(log, engine):
    meddle(engine, "DELETE FROM store_audit WHERE seq = 3")
    assert "audit log: found entry 4 where 3 is due; entries were deleted" in log.verify_audit()


def test_entries_in_another_order_are_found(log, engine):
    meddle(
        engine,
        "UPDATE store_audit SET seq = 99 WHERE seq = 2",
        "UPDATE store_audit SET seq = 2 WHERE seq = 3",
        "UPDATE store_audit SET seq = 3 WHERE seq = 99",
    )
    assert "audit log: entry 2 does not follow 1; one was changed or moved" in log.verify_audit()


def test_an_end_that_was_cut_off_is_found_even_if_the_head_was_moved_with_it(log, engine):
    fourth = entries(engine)[3]
    cut = "DELETE FROM store_audit WHERE seq = 5"
    meddle(engine, cut, f"UPDATE store_head SET audit_seq = 4, audit_hash = '{fourth.hash}'")
    assert log.verify_audit() == ("audit log: it ends at entry 4, the anchor noted 5; the end was cut off",)


def test_a_log_written_anew_is_found_by_a_head_that_was_noted_elsewhere(log, engine, url):
    noted = dict([log.audit_head()])
    meddle(
        engine, "DELETE FROM store_audit", f"UPDATE store_head SET audit_seq = 0, audit_hash = '{'0' * 64}'"
    )
    with closing(open_store(url)) as again:
        for _ in range(5):
            again.record("li", "export", "enterprises")
        assert "audit log: entry 5 is not the one that the anchor noted" in again.verify_audit(noted)


def test_the_anchor_may_lag_behind_by_a_crash_but_not_lead(log, tmp_path):
    anchor = tmp_path / "anchor"
    lines = anchor.read_text().splitlines(keepends=True)
    assert len(lines) == 5
    anchor.write_text("".join(lines[:-1]) + lines[-1][:20])
    assert list(Anchor(anchor).heads()) == [1, 2, 3, 4]
    assert log.verify_audit() == ()
    anchor.write_text("".join(lines) + f"6 {'0' * 64}\n")
    assert log.verify_audit() == ("audit log: it ends at entry 5, the anchor noted 6; the end was cut off",)


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("actor", "li\nwang"),
        ("actor", ""),
        ("actor", "  "),
        ("actor", "11010519900307002X"),
        ("thing", "phone 13800000000"),
        ("thing", "x" * 81),
        ("thing", "a\u2028b"),
        ("scope", "11010519900307002X"),
        ("action", "Export all"),
    ],
)
def test_no_number_of_a_person_and_no_newline_comes_into_the_log(store, field, word):
    said = {"actor": "li", "action": "export", "thing": "people", "scope": ""} | {field: word}
    with pytest.raises(StoreError) as refused:
        store.record(**said)
    assert "\n" not in str(refused.value)
    assert not word.strip() or "11010519900307002X" not in str(refused.value)
    assert store.audit_head()[0] == 0


def test_nothing_that_people_are_known_by_comes_into_the_log(store, engine):
    person = {
        "person_id": "p-00012345678",
        "name": "示例甲",
        "id_number": "99010119900307002X",
        "phone": "13800000000",
    }
    people = frame("people", person | {"region_code": "620724", "groups": "a"})
    store.import_tables({"regions": REGIONS, "people": people}, "li", {"people 示例甲.xlsx": "0" * 64})
    store.edit("people", {"person_id": "p-00012345678"}, {"phone": "13900000000"}, 1, "li")
    store.withdraw(1, "li", "示例甲 asked for it")
    said = " ".join(str(entry) for entry in entries(engine))
    assert not [secret for secret in (*person.values(), "13900000000") if secret in said]


def test_a_change_whose_head_cannot_be_noted_is_stored_and_this_is_said(log, tmp_path):
    anchor = tmp_path / "anchor"
    kept = anchor.rename(tmp_path / "kept")
    anchor.mkdir()
    with pytest.raises(
        StoreError, match="the change is stored up to batch 5, but its head could not be noted"
    ):
        log.import_tables({"regions": REGIONS}, "li")
    anchor.rmdir()
    kept.rename(anchor)
    assert log.version == 5
    assert log.verify_audit() == ()
