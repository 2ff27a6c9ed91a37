"""Keeping accounts: added, changed, disabled, given a password. Each change is in the audit log, and holds at once.

``actor`` is who does it: somebody at the command line by the name that the system knows them under; or an account,
which is looked up again inside the change. An account keeps others if its role includes that, only those of its own
places, and never itself: so nobody gives themselves more, and the last administrator is not shut out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.access import require, subtree
from dashboard.access.audit import written_scope
from dashboard.access.viewer import Viewer
from dashboard.accounts.account import (
    Account,
    account_of_identity,
    accounts,
    checked_identity,
    checked_name,
    checked_role,
    checked_scope,
    folded,
    read_account,
    row_of,
)
from dashboard.accounts.passwords import digest
from dashboard.accounts.sessions import end_all
from dashboard.errors import AccountError
from dashboard.store import Store
from dashboard.store.change import Change
from dashboard.store.schema import ACCOUNTS, OPEN, STORED
from dashboard.tables.masks import mask_inside, quoted

Actor = str | Account
OWN = "account: found your own; allowed: another's. Another administrator changes yours, or whoever runs this desk."
OUTSIDE = "scope: found places that are not yours; allowed: accounts and places within those you are responsible for"


def all_accounts(store: Store) -> tuple[Account, ...]:
    """All accounts by their names."""
    with store.reading() as connection:
        return accounts(connection)


def accounts_kept_by(store: Store, keeper: Account) -> tuple[Account, ...]:
    """The accounts that an administrator sees: those of their places.

    Raises:
        AccessError: the account's role does not include it.
    """
    require(keeper.viewer, "view", "accounts")
    with store.reading() as connection:
        return tuple(
            each for each in accounts(connection) if _lies_within(connection, keeper.viewer, each.scope)
        )


def add(
    store: Store,
    actor: Actor,
    name: str,
    role: str,
    scope: Sequence[str],
    *,
    password: str = "",
    identity: str = "",
) -> Account:
    """A new account, with a password or an identity that somebody else vouches for.

    Raises:
        AccountError: the name or the identity is taken, or something is not allowed.
    """
    kept = checked_name(name)
    values = {"name": kept, "role": checked_role(role), "scope": checked_scope(scope)}
    values["identity"] = checked_identity(identity)
    if not password and not identity:
        raise AccountError(
            f"account {quoted(kept)}: found neither a password nor an identity; allowed: one of them, or both"
        )
    values["password"] = digest(password, kept) if password else ""
    with _changing(store, actor, kept) as change:
        _check_places(change, actor, scope)
        if row_of(change.connection, kept) is not None:
            raise AccountError(
                f"account: found {quoted(kept)}, which is there already; change it, or take another name"
            )
        _check_free(change, identity, kept)
        change.connection.execute(
            ACCOUNTS.insert(), values | {"is_disabled": False, "failed_tries": 0, "locked_until": ""}
        )
        change.record("account_added", _told(kept, role, values["scope"]), 1)
        return _standing(change, kept)


def change_account(
    store: Store,
    actor: Actor,
    name: str,
    *,
    role: str | None = None,
    scope: Sequence[str] | None = None,
    identity: str | None = None,
    is_disabled: bool | None = None,
    unlock: bool = False,
) -> Account:
    """Change what is named; a disabled account is signed out everywhere.

    Raises:
        AccountError: there is no such account, or something is not allowed.
    """
    values: dict[str, object] = {}
    if role is not None:
        values["role"] = checked_role(role)
    if scope is not None:
        values["scope"] = checked_scope(scope)
    if identity is not None:
        values["identity"] = checked_identity(identity)
    if is_disabled is not None:
        values["is_disabled"] = is_disabled
    if unlock:
        values |= {"failed_tries": 0, "locked_until": ""}
    if not values:
        raise AccountError("account: found nothing to change; allowed: a role, a scope, an identity, a state")
    with _changing(store, actor, name) as change:
        before = _standing(change, name)
        _check_places(change, actor, before.scope, scope or ())
        _check_free(change, str(values.get("identity", "")), before.name)
        change.connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == before.name).values(values))
        after = _standing(change, name)
        if not after.has_password and not after.identity:
            raise AccountError(
                f"account {quoted(after.name)}: found no way left to sign in; set a password first, or disable it"
            )
        if role is not None or scope is not None:
            change.record("account_changed", _told(after.name, after.role, " ".join(after.scope)), 1)
        if identity is not None:
            change.record("account_identity", f"account {after.name}", 1)
        if is_disabled is not None:
            change.record(
                "account_disabled" if is_disabled else "account_enabled", f"account {after.name}", 1
            )
        if unlock:
            change.record("account_unlocked", f"account {after.name}", 1)
        if is_disabled or identity is not None:
            end_all(change, after.name, "account")
        return after


def set_password(store: Store, actor: Actor, name: str, password: str) -> None:
    """Give an account another password, which also unlocks it; it is signed out everywhere.

    Raises:
        AccountError: there is no such account, or the password is not allowed.
    """
    kept = digest(password, folded(name))
    with _changing(store, actor, name) as change:
        account = _standing(change, name)
        _check_places(change, actor, account.scope)
        change.connection.execute(
            ACCOUNTS.update()
            .where(ACCOUNTS.c.name == account.name)
            .values(password=kept, failed_tries=0, locked_until="")
        )
        change.record("password_set", f"account {account.name}", 1)
        end_all(change, account.name, "account")


def end_sessions(store: Store, actor: Actor, name: str) -> None:
    """Sign an account out everywhere; it may sign in again.

    Raises:
        AccountError: there is no such account.
    """
    with _changing(store, actor, name) as change:
        account = _standing(change, name)
        _check_places(change, actor, account.scope)
        end_all(change, account.name, "account")


@contextmanager
def _changing(store: Store, actor: Actor, name: str) -> Iterator[Change]:
    """A change of an account by an actor who may keep accounts as the change begins.

    Raises:
        AccessError: the actor's account may not, or no longer.
        AccountError: it is the actor's own.
    """
    if isinstance(actor, str):
        with store.changing(actor) as change:
            yield change
        return
    with store.changing(actor.name, scope=written_scope(actor.role, actor.scope)) as change:
        row = row_of(change.connection, actor.name)
        is_keeper = row is not None and not row["is_disabled"]
        require(read_account(row).viewer if row and is_keeper else Viewer(""), "configure", "accounts")
        if folded(name) == actor.name:
            raise AccountError(OWN)
        yield change


def _check_places(change: Change, actor: Actor, *scopes: Sequence[str]) -> None:
    """See that an account, and what it is to become, lies in the places of whoever changes it."""
    if isinstance(actor, str):
        return
    keeper = _standing(change, actor.name).viewer
    if not all(_lies_within(change.connection, keeper, scope) for scope in scopes):
        raise AccountError(OUTSIDE)


def _lies_within(connection: Connection, keeper: Viewer, scope: Sequence[str]) -> bool:
    """Whether all of a scope is among the places of somebody."""
    if keeper.sees_everywhere:
        return True
    regions = STORED["regions"]
    found = connection.execute(
        select(regions.c.region_code, regions.c.parent_code).where(regions.c.row_until == OPEN)
    ).all()
    known = pd.DataFrame([tuple(row) for row in found], columns=["region_code", "parent_code"], dtype=object)
    return set(scope) <= subtree(known, keeper.scope)


def _standing(change: Change, name: str) -> Account:
    row = row_of(change.connection, name)
    if row is None:
        names = ", ".join(each.name for each in accounts(change.connection)[:20]) or "none yet"
        raise AccountError(
            f"account: found {quoted(mask_inside(name))}; allowed: one that is there ({names})"
        )
    return read_account(row)


def _check_free(change: Change, identity: str, name: str) -> None:
    holder = account_of_identity(change.connection, identity) if identity else None
    if holder is not None and holder.name != name:
        raise AccountError(
            f"identity: found the one of account {quoted(holder.name)}; allowed: one of nobody else"
        )


def _told(name: str, role: str, scope: str) -> str:
    """An account in the log: who, as what, for how much."""
    codes = scope.split()
    return f"account {name}: {role}, {codes[0] if len(codes) == 1 else f'{len(codes)} places'}"
