"""Backups are taken while the store works, and a store is filled again from one, on either database."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dashboard.errors import StoreError
from dashboard.store import open_store
from dashboard.tables import read_folder
from tests.serving import ROOT
from tests.store.made import REGIONS, assert_same, firms, names_of


@pytest.fixture
def full(store):
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    store.import_tables(folder.tables, "li", {"regions.csv": "1" * 64}, manifest=folder.manifest)
    store.import_tables({"enterprises": firms(A="甲")}, "wang")
    store.edit("enterprises", {"enterprise_id": "A"}, {"size_class": "大"}, 2, "wang")
    store.withdraw(2, "li", "a wrong file")
    return store


def test_a_backup_is_one_file_and_restores_every_state_and_entry(full, new_url, tmp_path):
    file = tmp_path / "backup.db"
    full.backup(file, "li")
    assert sorted(path.name for path in tmp_path.glob("backup*")) == ["backup.db"]
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    with closing(open_store(new_url(), tmp_path / "anchor2")) as restored:
        restored.restore(file, "zhao")
        assert (restored.verify(), restored.verify_audit()) == ((), ())
        assert restored.batches() == full.batches()
        for batch in range(5):
            assert_same(restored.tables(as_of=batch), full.tables(as_of=batch))
        assert restored.read().manifest == full.read().manifest
        assert restored.read().fingerprint != full.read().fingerprint
        key = {"enterprise_id": "A"}
        assert restored.history("enterprises", key) == full.history("enterprises", key)
        assert restored.import_tables({"enterprises": firms(B="乙")}, "li") == 5
    assert file.read_bytes() == before
    assert full.audit_head()[0] == 5, "the backup itself is on record"


def test_a_backup_taken_while_others_write_is_of_one_moment(full, tmp_path):
    begun, stop = threading.Event(), threading.Event()

    def write():
        for number in range(1000):
            full.import_tables({"enterprises": firms(**dict.fromkeys("ABCDE", f"名{number}"))}, "wang")
            begun.set()
            if stop.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        for number in range(3):
            file = tmp_path / f"backup{number}.db"
            full.backup(file, "li")
            with closing(open_store(f"sqlite:///{file}")) as copy:
                assert (copy.verify(), copy.verify_audit()) == ((), ())
                assert len({names_of(copy.tables())[key] for key in "ABCDE"}) == 1
    finally:
        stop.set()
        writer.join()


def test_a_backup_goes_over_no_file_and_a_restore_over_no_data(full, new_url, tmp_path):
    file = tmp_path / "backup.db"
    full.backup(file, "li")
    with pytest.raises(StoreError, match=r"there is a file 'backup\.db' already"):
        full.backup(file, "li")
    with pytest.raises(StoreError, match="the store holds data already"):
        full.restore(file, "li")
    assert full.version == 4


def test_what_an_interrupted_backup_left_is_in_nobodys_way(full, tmp_path):
    (tmp_path / "backup.db.part").write_bytes(b"half of it")
    full.backup(tmp_path / "backup.db", "li")
    assert not (tmp_path / "backup.db.part").exists()


@pytest.mark.parametrize(
    "damage", ["DELETE FROM indicators WHERE row_id < 9", "UPDATE store_head SET batch = 9"]
)
def test_a_backup_that_is_not_whole_is_not_restored(full, new_url, tmp_path, damage):
    file = tmp_path / "backup.db"
    full.backup(file, "li")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(damage)
        connection.commit()
    with closing(open_store(new_url(), tmp_path / "anchor2")) as target:
        with pytest.raises(StoreError, match="the copy is not whole; nothing was kept"):
            target.restore(file, "li")
        assert (target.version, target.tables()) == (0, {})


@pytest.mark.parametrize("content", [None, b"no database at all, but a text that is long enough" * 20])
def test_a_file_that_is_no_backup_is_refused(store, tmp_path, content):
    file: Path = tmp_path / "backup.db"
    if content:
        file.write_bytes(content)
    with pytest.raises(StoreError):
        store.restore(file, "li")
    assert store.version == 0


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            "DELETE FROM enterprises WHERE enterprise_id = 'A'",
            "found 1 rows written by batch 1; the batch noted 2",
        ),
        (
            "UPDATE enterprises SET row_until = 2 WHERE enterprise_id = 'A'",
            "found 1 rows that belong to no batch",
        ),
        ("UPDATE enterprises SET row_since = 0 WHERE enterprise_id = 'A'", "found 1 rows written by batch 1"),
        ("DELETE FROM store_batches", "batches: found 0 up to 0; the head says 1"),
    ],
)
def test_a_store_that_somebody_else_wrote_into_is_not_whole(store, url, damage, words):
    store.import_tables({"regions": REGIONS, "enterprises": firms(A="甲", B="乙")}, "li")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    assert words in "\n".join(store.verify())
