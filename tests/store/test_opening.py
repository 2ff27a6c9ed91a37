"""Opening a store: by its address, from nothing, from an older shape; and what is refused, in words that help."""

import re
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from dashboard.errors import StoreError
from dashboard.store import growth, open_store
from dashboard.store.schema import DATA, HEAD, SYSTEM
from tests.serving import ROOT
from tests.store.made import REGIONS, assert_same, firms


@pytest.fixture
def engine(url):
    made = create_engine(url)
    yield made
    made.dispose()


def test_a_new_file_is_a_store_that_only_its_owner_can_read(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/a folder's store.db")) as store:
        assert (store.version, store.tables(), store.batches()) == (0, {}, ())
        assert (store.verify(), store.verify_audit()) == ((), ())
        store.import_tables({"regions": REGIONS}, "li")
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a folder's store.db",
        "a folder's store.db.anchor",
    ]


def test_sqlite_keeps_a_write_ahead_log_and_waits_for_the_disk(tmp_path):
    with (
        closing(open_store(f"sqlite:///{tmp_path}/store.db")) as store,
        store._database.reading() as connection,
    ):
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    assert pragmas == ["wal", 2]


def test_the_revisions_make_what_the_code_expects(store, engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": False}
        )
        differences = compare_metadata(context, [SYSTEM, DATA])
    # Lists in pages have tables of their own in the database, made and left as they are asked for.
    ours = [each for each in differences if not re.search(r"alembic_version|\blist_|\blists?\b", str(each))]
    assert not ours


def test_a_store_gains_the_tables_columns_and_indexes_that_the_contract_has_gained(
    store, engine, url, monkeypatch
):
    given = {"regions": REGIONS, "enterprises": firms(A="甲")}
    store.import_tables(given, "li")
    with engine.begin() as connection:
        for statement in (
            "DROP TABLE funds",
            "DROP INDEX people_by_position",
            "ALTER TABLE enterprises DROP COLUMN liaison",
            "ALTER TABLE enterprises DROP COLUMN is_zombie",
            "ALTER TABLE enterprises DROP COLUMN zombie_since",
            "UPDATE store_head SET shape = 'of an older version'",
        ):
            connection.execute(text(statement))
    with closing(open_store(url)) as grown:
        assert_same(grown.tables(), given)
        assert grown.verify() == ()
    there = inspect(engine)
    assert there.has_table("funds")
    assert "people_by_position" in {index["name"] for index in there.get_indexes("people")}


def test_a_store_of_the_right_shape_is_opened_without_alembic(url):
    opened = f"from dashboard.store import open_store; open_store({url!r}).close()"
    code = f"import sys; {opened}; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_store_of_a_newer_version_is_refused(store, engine, url):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(HEAD.update().values(shape="newer"))
    try:
        with pytest.raises(StoreError, match="written by a newer version"):
            open_store(url)
    finally:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
            connection.execute(HEAD.update().values(shape=growth.shape()))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "found no address of a database; allowed: sqlite:///FILE or postgresql"),
        ("store.db", "found no address of a database"),
        ("mysql://somebody:secret@host/name", "found mysql://…; allowed: sqlite:///FILE"),
        ("postgresql://host/name", "found postgresql://…"),
        ("sqlite://", "found sqlite://…"),
        ("sqlite:////nowhere/at all/store.db", "'store.db' cannot be made (No such file or directory)"),
        ("postgresql+psycopg://u:secret@/name?host=/nowhere", "the database refused (OperationalError)"),
    ],
)
def test_an_address_that_leads_nowhere_says_what_is_allowed_and_shows_no_password(url, words):
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert words in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_store_that_is_only_to_be_read_is_not_made(tmp_path):
    with pytest.raises(StoreError, match=r"there is no file 'store\.db'"):
        open_store(f"sqlite:///{tmp_path}/store.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "store.db"
    file.write_bytes(b"region_code,region_name\n" * 50)
    with pytest.raises(StoreError, match=r"the database refused \(DatabaseError\)"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == b"region_code,region_name\n" * 50


def test_values_stay_out_of_what_the_database_complains_of(store, engine):
    store.import_tables({"regions": REGIONS, "enterprises": firms(A="甲")}, "li")
    columns = "row_id, row_position, row_since, row_until, row_origin, enterprise_id"
    twice = text(f"INSERT INTO enterprises ({columns}) VALUES (9, 9, 1, 2147483647, 1, 'A')")

    def insert():
        with store._database.writing() as connection:
            connection.execute(twice)

    with pytest.raises(StoreError) as refused:
        insert()
    assert "IntegrityError" in str(refused.value)
    assert "'A'" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    "module", ["dashboard.cli", "dashboard.evaluate", "dashboard.workspace", "dashboard.ui.loading"]
)
def test_nothing_imports_sqlalchemy_that_uses_no_store(module):
    code = f"import sys, {module}; print(sorted({{'sqlalchemy', 'alembic', 'psycopg'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
