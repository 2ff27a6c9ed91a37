"""Store commands pass the gate: who acts, in which role, for which places; refused in words, and nothing done."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, text

from dashboard.access import rules
from dashboard.access.audit import read_scope
from dashboard.cli import main
from dashboard.settings import load
from dashboard.store import open_store
from dashboard.store.audit_pages import Wanted
from tests.store.made import REGIONS
from tests.tables.folders import write

Run = Callable[..., tuple[int, list[str], list[str]]]
PEOPLE = "person_id,region_code,groups,name\n{},{},长期失业,示例甲\n"


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Runs a command on a store of one county and two towns: exit code, lines of output, lines of faults."""
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("DASHBOARD_STORE_URL", url)
    monkeypatch.setenv("DASHBOARD_STORE_ANCHOR", str(tmp_path / "anchor"))
    load.cache_clear()
    with closing(open_store(url, tmp_path / "anchor")) as store:
        store.import_tables({"regions": REGIONS}, "li")

    def call(*arguments: object) -> tuple[int, list[str], list[str]]:
        done = CliRunner().invoke(main, [str(each) for each in arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout.splitlines(), done.stderr.splitlines()

    yield call
    load.cache_clear()


TABLE = (
    "CREATE TABLE store_accounts (name TEXT PRIMARY KEY, role TEXT, scope TEXT, password TEXT, identity TEXT,"
    " is_disabled BOOLEAN, failed_tries INTEGER, locked_until TEXT)"
)


@pytest.fixture
def accounts(url: str) -> Iterator[Callable[..., None]]:
    """Gives the store accounts: ``accounts(name=("role", "scope"), …)``."""
    engine = create_engine(url)
    is_there = inspect(engine).has_table("store_accounts")
    with engine.begin() as connection:
        if not is_there:
            connection.execute(text(TABLE))

    def make(*, disabled: tuple[str, ...] = (), **wanted: tuple[str, str]) -> None:
        with engine.begin() as connection:
            for name, (role, scope) in wanted.items():
                connection.execute(
                    text(
                        "INSERT INTO store_accounts VALUES (:name, :role, :scope, '', '', :disabled, 0, '')"
                    ),
                    {"name": name, "role": role, "scope": scope, "disabled": name in disabled},
                )

    yield make
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM store_accounts" if is_there else "DROP TABLE store_accounts"))
    engine.dispose()


def commands(tmp_path: Path) -> dict[str, tuple[object, ...]]:
    """Every command of the store, by the duty that it is."""
    alerts = tmp_path / "alerts.csv"
    alerts.write_text("region_code,month,tier\n620724101,2024-06,red\n", encoding="utf-8")
    figures = tmp_path / "figures.csv"
    figures.write_text("region_code,month,vacancies_count\n620724101,2024-06,5\n", encoding="utf-8")
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE.format("p1", "620724101"), encoding="utf-8")
    return {
        "import alerts": ("import", alerts, "--table", "declared_alerts", "--yes"),
        "import figures": ("import", figures, "--table", "indicators", "--yes"),
        "import people": ("import", people, "--table", "people", "--yes"),
        "import places": ("withdraw", "1", "--reason", "wrong"),
        "view store": ("batches",),
        "view  store": ("verify",),
        "configure store": ("backup", tmp_path / "backup.db"),
        "view audit_log": ("verify-audit",),
    }


@pytest.mark.parametrize("role", rules().roles)
def test_a_command_passes_for_the_roles_whose_duty_it_is_and_for_no_other(
    run: Run, url: str, tmp_path: Path, role: str
) -> None:
    for duty, command in commands(tmp_path).items():
        with closing(open_store(url)) as store:
            before = store.version, store.audit_head()
        code, lines, said = run(*command, "--role", role)
        passes = rules().holds(role, " ".join(duty.split()))
        if command[0] == "withdraw":
            assert (code == 2) or passes
        else:
            assert code == (0 if passes else 2), (duty, said)
        with closing(open_store(url)) as store:
            after = store.version, store.audit_head()
        if not passes:
            assert not lines
            assert before == after
            assert role in said[0]
    assert (tmp_path / "backup.db").exists() == (role == "admin")


def test_the_log_says_who_did_it_in_which_role(run: Run, url: str, tmp_path: Path) -> None:
    run(*commands(tmp_path)["import figures"], "--role", "clerk")
    run("backup", tmp_path / "backup.db", "--role", "admin")
    with closing(open_store(url)) as store:
        backup, imported, *_ = store.audit_page(Wanted())
    assert (backup.actor, backup.action, read_scope(backup.scope)) == (
        getpass.getuser(),
        "backup",
        ("admin", ("*",)),
    )
    assert (imported.action, read_scope(imported.scope)) == ("import", ("clerk", ("*",)))


def test_without_a_role_and_without_accounts_the_operating_system_user_may_do_everything(
    run: Run, tmp_path: Path
) -> None:
    for duty, command in commands(tmp_path).items():
        if duty != "import places":
            assert run(*command)[0] == 0, duty


def test_the_settings_may_leave_one_role_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DASHBOARD_COMMAND_ROLE", "auditor")
    load.cache_clear()
    assert run("verify-audit")[0] == 0
    assert run("verify-audit", "--role", "auditor")[0] == 0
    for command in (("backup", tmp_path / "b.db"), ("backup", tmp_path / "b.db", "--role", "admin")):
        assert run(*command)[0] == 2
    code, _, (fault,) = run("verify-audit", "--as", "chen")
    assert (code, fault) == (
        2, "command_role: the settings let commands act as auditor alone; leave --as and --role out",
    )  # fmt: skip
    monkeypatch.setenv("DASHBOARD_COMMAND_ROLE", "emperor")
    load.cache_clear()
    assert "command_role: found 'emperor'; allowed: leader" in run("batches")[2][0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--role", "emperor"), "--role: found 'emperor'; allowed: leader, analyst"),
        (("--as", "chen"), "--as: found 'chen'; allowed: the name of an account that is not disabled"),
        (("--as", "chen", "--role", "clerk"), "--as, --role: found both"),
    ],
)
def test_who_is_nobody_is_refused(run: Run, options: tuple[str, ...], words: str) -> None:
    code, lines, said = run("batches", *options)
    assert (code, lines) == (2, [])
    assert words in said[0]


def test_a_store_with_accounts_asks_which_of_them_acts(run: Run, accounts: Callable[..., None]) -> None:
    accounts(disabled=("wu",), chen=("clerk", "*"), wu=("clerk", "*"))
    for options in ((), ("--role", "admin")):
        assert run("batches", *options)[2] == [
            "store: it has accounts; say with --as ACCOUNT which of them acts"
        ]
    assert run("batches", "--as", "ＣＨＥＮ")[0] == 0
    assert run("batches", "--as", "wu")[0] == 2


def test_an_account_of_one_town_stores_what_is_its_towns_alone(
    run: Run, url: str, tmp_path: Path, accounts: Callable[..., None]
) -> None:
    accounts(chen=("clerk", "620724101"), wang=("clerk", "620724102"))
    file = tmp_path / "people.csv"

    def store(person: str, place: str, account: str) -> tuple[int, list[str]]:
        file.write_text(PEOPLE.format(person, place), encoding="utf-8")
        code, _, said = run("import", file, "--table", "people", "--yes", "--as", account)
        return code, said

    assert store("p1", "620724101", "chen") == (0, [])
    for person, place, account in (
        ("p2", "620724102", "chen"),
        ("p2", "620724", "chen"),
        ("p1", "620724102", "wang"),
    ):
        code, said = store(person, place, account)
        assert code == 2
        assert said[0].startswith(
            "import: 1 of 1 rows of people are, or belong to somebody, outside the places"
        )
    visit = tmp_path / "services.csv"
    visit.write_text("person_id,date,kind\np1,2024-06-01,contact\n", encoding="utf-8")
    assert run("import", visit, "--table", "services", "--yes", "--as", "wang")[0] == 2
    assert run("import", visit, "--table", "services", "--yes", "--as", "chen")[0] == 0
    assert run("withdraw", "2", "--reason", "x", "--as", "chen")[2] == [
        "withdraw: a batch is taken back by somebody responsible for all places"
    ]
    with closing(open_store(url)) as opened:
        assert opened.version == 3
        newest = opened.audit_page(Wanted(), most=1)[0]
    assert newest.actor == f"{getpass.getuser()} as chen"
    assert read_scope(newest.scope) == ("clerk", ("620724101",))


def test_nobody_widens_their_own_places_by_what_they_import(
    run: Run, tmp_path: Path, accounts: Callable[..., None]
) -> None:
    accounts(liu=("analyst", "620724101"))
    file = tmp_path / "regions.csv"
    for rows, code in (
        ("620724102,示例二镇,town,620724101\n620724101,示例一镇,town,\n", 2),
        ("620724103,第三镇,town,620724\n620724101,示例一镇,town,620724103\n", 2),
        ("620724101001,新村,village,620724101\n620724101,示例一镇,town,\n", 0),
    ):
        file.write_text(f"region_code,region_name,level,parent_code\n{rows}", encoding="utf-8")
        assert run("import", file, "--table", "regions", "--yes", "--as", "liu")[0] == code, rows


def test_a_folder_is_stored_whole_by_who_may_store_all_of_it(run: Run, tmp_path: Path) -> None:
    alerts = "region_code,month,tier\n620724101,2024-06,red\n"
    firms = "enterprise_id,enterprise_name,region_code,liaison\n91620799MA00000159,示例甲厂,620724,示例乙\n"
    folder = write(tmp_path / "folder", declared_alerts=alerts, enterprises=firms)
    code, _, said = run("import", folder, "--yes", "--role", "clerk")
    assert code == 2
    refused = [line.split(" store ")[1] for line in said if " store " in line]
    assert refused == ["regions (places)", "declared_alerts (alerts)"]
    assert run("import", folder, "--yes", "--role", "analyst")[0] == 0
