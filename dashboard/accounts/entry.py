"""Letting people in: by password, with growing delays after wrong ones, or by what a provider or proxy vouches for.

The answer is the same, and takes as long, whether there is no such account, the password is wrong, the account is
locked or disabled: nothing is to be learnt from it. What it was stands in the audit log.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from dashboard.accounts import passwords
from dashboard.accounts.account import NOBODY, account_of_identity, read_account, row_of
from dashboard.accounts.sessions import Limits, begin, new_token
from dashboard.store import Store
from dashboard.store.change import Change, timestamp
from dashboard.store.schema import ACCOUNTS

FREE_TRIES = 5
"""Wrong passwords before an account is locked."""
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
"""Each further wrong password doubles the delay up to this."""


def by_password(store: Store, name: str, password: str, now: datetime, limits: Limits) -> str | None:
    """The token of a new session, or None for anything that does not fit.

    Raises:
        AccountError: as many people are signed in as may be.
    """
    with store.reading() as connection:
        row = row_of(connection, name)
    is_right = passwords.is_right(password, row["password"] if row else "")
    with store.changing(row["name"] if row else NOBODY) as change:
        # Read again: while the digest was worked out, other tries may have locked it, or somebody disabled it.
        row = row_of(change.connection, name)
        if row is None or row["is_disabled"] or not row["password"]:
            change.record("sign_in_failed", "no such account" if row is None else f"account {row['name']}", 1)
            return None
        if row["locked_until"] > timestamp(now):
            change.record("sign_in_refused", f"account {row['name']}", 1)
            return None
        if not is_right:
            _note_failure(change, row, now)
            return None
        kept = row["password"]
        if passwords.is_outdated(kept):
            kept = passwords.renewed(password)
        _write(change, row["name"], failed_tries=0, locked_until="", password=kept)
        token = new_token()
        begin(change, read_account(row), "password", token, now, limits)
    return token


def by_identity(
    store: Store, way: str, who: str, now: datetime, limits: Limits, token: str = ""
) -> str | None:
    """The token of a new session for what a provider or proxy vouches for; None if no account has it.

    ``token`` is what the browser holds already, such as the cookie of a provider's answer.

    Raises:
        AccountError: as many people are signed in as may be.
    """
    with store.reading() as connection:
        account = account_of_identity(connection, f"{way}:{who}")
    with store.changing(account.name if account else NOBODY) as change:
        if account is None or account.is_disabled:
            told = f"account {account.name}" if account else f"no account of this {way} identity"
            change.record("sign_in_failed", told, 1)
            return None
        token = token or new_token()
        begin(change, account, way, token, now, limits)
    return token


def delay(failed_tries: int) -> timedelta:
    """How long an account is locked after so many wrong passwords."""
    if failed_tries < FREE_TRIES:
        return timedelta(0)
    doublings = min(failed_tries - FREE_TRIES, 10)
    return min(LONGEST_DELAY, FIRST_DELAY * (1 << doublings))


def _note_failure(change: Change, row: RowMapping, now: datetime) -> None:
    tries = row["failed_tries"] + 1
    wait = delay(tries)
    _write(change, row["name"], failed_tries=tries, locked_until=timestamp(now + wait) if wait else "")
    change.record("sign_in_failed", f"account {row['name']}", tries)
    if wait:
        change.record("account_locked", f"account {row['name']}", int(wait.total_seconds() // 60))


def _write(change: Change, name: str, **values: object) -> None:
    change.connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == name).values(values))
