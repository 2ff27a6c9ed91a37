"""The commands that keep accounts. A password is asked for at the terminal or read from standard input, never an
argument: those are seen by every user of the machine.
"""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING

import click

from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.commands.opened import opened, user, with_store
from dashboard.errors import AccountError
from dashboard.tables.masks import printable

if TYPE_CHECKING:
    from dashboard.store import Store

with_role = click.option("--role", default=None, help="A role of docs/security.md, such as clerk.")
with_scope = click.option(
    "--scope", "scope", multiple=True, metavar="CODE", help="A place's code, * for all; may be named again."
)
with_identity = click.option(
    "--identity",
    default=None,
    metavar="WAY:WHO",
    help="provider:SUBJECT or proxy:NAME; what somebody else vouches for.",
)


@click.group()
def accounts() -> None:
    """Keep the accounts of a store; every change holds at once and is in the audit log."""


@accounts.command(name="list")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@with_store
@faults_to_exit_2
def list_(form: str, url: str | None) -> None:
    """List every account: name, role, scope, ways to sign in, state."""
    from dashboard.accounts.keeping import all_accounts

    with opened(url) as store:
        found = all_accounts(store)
    if form == "json":
        listed = [
            {
                "name": each.name,
                "role": each.role,
                "scope": each.scope,
                "identity": each.identity,
                "has_password": each.has_password,
                "disabled": each.is_disabled,
                "failed_tries": each.failed_tries,
                "locked_until": each.locked_until,
            }
            for each in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    click.echo("\t".join(("account", "role", "scope", "signs in by", "state")))
    for each in found:
        ways = [*(["password"] if each.has_password else []), *([each.identity] if each.identity else [])]
        locked = f"locked until {each.locked_until}" if each.locked_until else "in use"
        state = "disabled" if each.is_disabled else locked
        cells = (each.name, each.role, " ".join(each.scope), ", ".join(ways), state)
        click.echo("\t".join(printable(cell) for cell in cells))


@accounts.command()
@click.argument("name")
@click.option("--role", required=True, help="A role of docs/security.md, such as clerk.")
@with_scope
@with_identity
@with_store
@faults_to_exit_2
def add(name: str, role: str, scope: tuple[str, ...], identity: str | None, url: str | None) -> None:
    """Add an account; without an identity a password is asked for."""
    from dashboard.accounts import keeping
    from dashboard.accounts.account import checked_identity, checked_name, checked_role, checked_scope

    # Everything is looked at before a password is asked for.
    checked_name(name), checked_role(role), checked_scope(scope), checked_identity(identity or "")
    password = "" if identity else _password()
    with opened(url, create=True) as store:
        added = keeping.add(store, user(), name, role, scope, password=password, identity=identity or "")
        _warn_of_unknown_places(store, added.scope)
    click.echo(added.name)


@accounts.command()
@click.argument("name")
@with_role
@with_scope
@with_identity
@click.option("--enable", is_flag=True, help="Let a disabled account in again.")
@click.option("--unlock", is_flag=True, help="Forget its wrong passwords.")
@with_store
@faults_to_exit_2
def change(
    name: str,
    role: str | None,
    scope: tuple[str, ...],
    identity: str | None,
    enable: bool,
    unlock: bool,
    url: str | None,
) -> None:
    """Change an account's role, scope, identity or state."""
    from dashboard.accounts import keeping

    with opened(url) as store:
        changed = keeping.change_account(
            store, user(), name, role=role, scope=scope or None, identity=identity,
            is_disabled=False if enable else None, unlock=unlock,
        )  # fmt: skip
        _warn_of_unknown_places(store, changed.scope if scope else ())


@accounts.command()
@click.argument("name")
@with_store
@faults_to_exit_2
def disable(name: str, url: str | None) -> None:
    """Shut an account out, and sign it out everywhere."""
    from dashboard.accounts import keeping

    with opened(url) as store:
        keeping.change_account(store, user(), name, is_disabled=True)


@accounts.command()
@click.argument("name")
@with_store
@faults_to_exit_2
def password(name: str, url: str | None) -> None:
    """Give an account another password, and sign it out everywhere."""
    from dashboard.accounts import keeping

    with opened(url) as store:
        keeping.set_password(store, user(), name, _password())


def _password() -> str:
    """Asked for twice at a terminal, without showing it; else the first line of standard input."""
    if not _is_terminal():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise AccountError("password: found two that differ; allowed: the same twice. Nothing was changed.")
    return first


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _warn_of_unknown_places(store: Store, scope: tuple[str, ...]) -> None:
    """Say which codes are no places of the store; another data folder may still have them."""
    from dashboard.access import EVERYWHERE

    known = store.region_codes()
    if known and (strange := [code for code in scope if code not in (*known, EVERYWHERE)]):
        click.echo(
            f"scope: {', '.join(strange)} is no place of this store, so nothing of it is seen", err=True
        )
