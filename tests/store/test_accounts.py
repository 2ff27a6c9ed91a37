"""Accounts: what they may be, that each change is on record and holds at once, and the commands that keep them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dashboard.accounts import keeping
from dashboard.cli import main
from dashboard.errors import AccountError
from dashboard.store import Store, open_store
from dashboard.store.schema import ACCOUNTS, AUDIT, SYSTEM
from tests.store.made import REGIONS

PASSWORD = "a quiet river in spring"


def log(store: Store) -> list[tuple[str, str, str, int]]:
    with store.reading() as connection:
        rows = connection.execute(
            select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.object, AUDIT.c.count).order_by(AUDIT.c.seq)
        )
        return [tuple(row) for row in rows]


def test_an_account_is_added_and_changed_and_every_change_is_in_the_log(store: Store) -> None:
    added = keeping.add(store, "root", "Li.Na", "clerk", ["620724103000"], password=PASSWORD)
    assert (added.name, added.role, added.scope) == ("li.na", "clerk", ("620724103000",))
    changed = keeping.change_account(store, "root", "LI.NA", role="leader", scope=["62", "41"])
    assert (changed.viewer.role, changed.viewer.scope, changed.viewer.name) == (
        "leader",
        ("62", "41"),
        "li.na",
    )
    assert keeping.change_account(store, "wang", "li.na", is_disabled=True).is_disabled
    assert not keeping.change_account(store, "wang", "li.na", is_disabled=False, unlock=True).is_disabled
    keeping.set_password(store, "wang", "li.na", "another river, in autumn")
    assert keeping.all_accounts(store) == (keeping.change_account(store, "wang", "li.na", unlock=True),)
    assert log(store) == [
        ("root", "account_added", "account li.na: clerk, 620724103000", 1),
        ("root", "account_changed", "account li.na: leader, 2 places", 1),
        ("wang", "account_disabled", "account li.na", 1),
        ("wang", "account_enabled", "account li.na", 1),
        ("wang", "account_unlocked", "account li.na", 1),
        ("wang", "password_set", "account li.na", 1),
        ("wang", "account_unlocked", "account li.na", 1),
    ]
    assert store.verify_audit() == ()


def test_a_password_is_kept_as_a_salted_digest_only(store: Store) -> None:
    for name in ("li", "wang"):
        keeping.add(store, "root", name, "clerk", ["*"], password=PASSWORD)
    with store.reading() as connection:
        kept = connection.execute(select(ACCOUNTS.c.password)).scalars().all()
    assert len(set(kept)) == 2
    assert all(each.startswith("$argon2id$") and PASSWORD not in each for each in kept)


@pytest.mark.parametrize(
    ("name", "role", "scope", "how", "told"),
    [
        ("l", "clerk", ["*"], {"password": PASSWORD}, "account: found 'l'"),
        ("li na", "clerk", ["*"], {"password": PASSWORD}, "allowed: 2 to 40 letters"),
        ("11010519491231002X", "clerk", ["*"], {"password": PASSWORD}, "account: found '1101"),
        ("li13800008000", "clerk", ["*"], {"password": PASSWORD}, "no number of a person or a phone"),
        ("unknown", "clerk", ["*"], {"password": PASSWORD}, "account: found 'unknown'"),
        ("li", "emperor", ["*"], {"password": PASSWORD}, "role: found 'emperor'; allowed: leader, analyst"),
        ("li", "clerk", [], {"password": PASSWORD}, "scope: found nothing"),
        ("li", "clerk", ["*", "62"], {"password": PASSWORD}, "scope: found '*', '62'"),
        ("li", "clerk", ["62 41"], {"password": PASSWORD}, "scope: found '62 41'"),
        ("li", "clerk", ["*"], {}, "neither a password nor an identity"),
        ("li", "clerk", ["*"], {"password": "short"}, "password: found 5 characters"),
        ("li", "clerk", ["*"], {"password": "x" * 201}, "password: found 201 characters"),
        ("li", "clerk", ["*"], {"password": "abababababababab"}, "the same few characters"),
        ("lina", "clerk", ["*"], {"password": "my name is LINA, hello"}, "the account's name in it"),
        ("li", "clerk", ["*"], {"identity": "google:1"}, "identity: found 'google:1'"),
        ("li", "clerk", ["*"], {"identity": "proxy: "}, "allowed: provider:SUBJECT"),
    ],
)
def test_what_no_account_may_be_is_refused_with_what_is_allowed(
    store: Store, name: str, role: str, scope: list[str], how: dict[str, str], told: str
) -> None:
    with pytest.raises(AccountError) as refused:
        keeping.add(store, "root", name, role, scope, **how)
    assert told in str(refused.value)
    assert "123100" not in str(refused.value)
    assert keeping.all_accounts(store) == ()
    assert log(store) == []


def test_names_and_identities_are_nobody_elses(store: Store) -> None:
    keeping.add(store, "root", "li", "clerk", ["*"], identity="proxy:lina")
    with pytest.raises(AccountError, match="found 'li', which is there already"):
        keeping.add(store, "root", "Ｌｉ", "clerk", ["*"], password=PASSWORD)
    with pytest.raises(AccountError, match="the one of account 'li'"):
        keeping.add(store, "root", "wang", "clerk", ["*"], identity="proxy:lina")
    keeping.add(store, "root", "wang", "clerk", ["*"], identity="provider:lina")
    with pytest.raises(AccountError, match="the one of account 'li'"):
        keeping.change_account(store, "root", "wang", identity="proxy:lina")
    with pytest.raises(AccountError, match="no way left to sign in"):
        keeping.change_account(store, "root", "wang", identity="")
    with pytest.raises(AccountError, match=r"allowed: one that is there \(li, wang\)"):
        keeping.change_account(store, "root", "zhao", role="clerk")


def test_a_backup_brings_the_accounts_along(store: Store, tmp_path, new_url) -> None:
    keeping.add(store, "root", "li", "clerk", ["62"], password=PASSWORD)
    store.backup(tmp_path / "copy.db", "root")
    with closing(open_store(new_url())) as other:
        other.restore(tmp_path / "copy.db", "root")
        assert keeping.all_accounts(other) == keeping.all_accounts(store)


FIRST_TABLES = {f"store_{name}" for name in ("head", "batches", "files", "counts", "audit")}


def test_a_store_of_the_first_revision_gains_the_tables(tmp_path) -> None:
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as old, old:
        later = "".join(f"DROP TABLE {name};" for name in SYSTEM.tables if name not in FIRST_TABLES)
        old.executescript(
            f"{later} UPDATE alembic_version SET version_num = '0001'; UPDATE store_head SET shape = 'older'"
        )
    with closing(open_store(f"sqlite:///{path}")) as store:
        assert keeping.all_accounts(store) == ()


def run(url: str, *arguments: str, typed: str = ""):
    return CliRunner().invoke(main, ["accounts", *arguments, "--store", url], input=typed)


def test_the_commands_keep_accounts(url: str) -> None:
    with closing(open_store(url)) as store:
        store.import_tables({"regions": REGIONS}, "root")
    known = REGIONS["region_code"][0]
    made = run(url, "add", "li", "--role", "clerk", "--scope", known, typed=f"{PASSWORD}\n")
    assert (made.exit_code, made.stdout, made.stderr) == (0, "li\n", "")
    made = run(url, "add", "wang", "--role", "leader", "--scope", "*", "--identity", "proxy:wang")
    assert made.exit_code == 0
    changed = run(url, "change", "li", "--role", "analyst", "--scope", known, "--scope", "999")
    assert (changed.exit_code, "999 is no place of this store" in changed.stderr) == (0, True)
    assert run(url, "disable", "li").exit_code == 0
    assert run(url, "password", "li", typed="another river, in autumn\n").exit_code == 0
    listed = json.loads(run(url, "list", "--format", "json").stdout)
    assert [(each["name"], each["role"], each["scope"], each["disabled"]) for each in listed] == [
        ("li", "analyst", [known, "999"], True),
        ("wang", "leader", ["*"], False),
    ]
    table = run(url, "list").stdout.splitlines()
    assert table[1:] == [
        f"li\tanalyst\t{known} 999\tpassword\tdisabled",
        "wang\tleader\t*\tproxy:wang\tin use",
    ]
    assert run(url, "change", "li", "--enable", "--unlock").exit_code == 0
    assert "in use" in run(url, "list").stdout.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("add", "li", "--role", "emperor", "--scope", "*"), "", "role: found 'emperor'"),
        (("add", "li", "--role", "clerk"), "", "scope: found nothing"),
        (("add", "li", "--role", "clerk", "--scope", "*"), "", "found neither a password"),
        (("add", "li", "--role", "clerk", "--scope", "*"), "abc\n", "password: found 3 characters"),
        (("change", "li", "--role", "clerk"), "", "allowed: one that is there (none yet)"),
        (("change", "li"), "", "found nothing to change"),
        (("disable", "li"), "", "account: found 'li'"),
        (("password", "li"), f"{PASSWORD}\n", "account: found 'li'"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(
    url: str, arguments: tuple[str, ...], typed: str, told: str
) -> None:
    open_store(url).close()
    done = run(url, *arguments, typed=typed)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    with closing(open_store(url)) as store:
        assert (keeping.all_accounts(store), log(store)) == ((), [])


def test_two_passwords_that_differ_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = iter(["one quiet river in spring", "one quiet river in sprint"])
    monkeypatch.setattr("dashboard.commands.accounts.getpass.getpass", lambda prompt: next(asked))
    monkeypatch.setattr("dashboard.commands.accounts._is_terminal", lambda: True)
    done = run(url, "add", "li", "--role", "clerk", "--scope", "*")
    assert (done.exit_code, "found two that differ" in done.stderr) == (2, True)
