"""Sessions: who is signed in, from when, seen last when. They live in the store; a browser holds a random token.

The store has the token's SHA-256, so whoever reads it cannot sign in with it. A session ends when it is not used,
when it gets too old, by signing out, with its account, or when the same account signs in too often elsewhere. An
ended one is kept until it would have run out anyway, so that its cookie stays spent and the viewer is told why.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, RowMapping, func, select

from dashboard.access.audit import written_scope
from dashboard.accounts.account import Account, read_account
from dashboard.errors import AccountError, StoreError
from dashboard.store import Store
from dashboard.store.change import Change, timestamp
from dashboard.store.schema import ACCOUNTS, SESSIONS

Over = Literal["none", "signed_out", "idle", "expired", "account", "elsewhere", "again", "stranger", "full"]
"""Why nobody is signed in: no such session, or what ended it; no account for who was vouched for, or no room."""

_TIMEOUTS = ("idle", "expired")
_KEPT_LONGER = timedelta(days=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Limits:
    """How long a session lasts, and how many there may be."""

    idle: timedelta
    longest: timedelta
    per_account: int
    in_all: int


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in."""

    account: Account
    way: str
    began_at: datetime


def new_token() -> str:
    """What the browser will hold."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def begin(change: Change, owner: Account, way: str, token: str, now: datetime, limits: Limits) -> None:
    """Let somebody in; the oldest session of an account makes room for a new one.

    Raises:
        AccountError: as many people are signed in as may be.
    """
    connection, account = change.connection, owner.name
    _clear_up(change, now, limits)
    living = select(SESSIONS.c.token_sha256).where(SESSIONS.c.ended_at == "")
    own = connection.execute(
        living.where(SESSIONS.c.account == account).order_by(
            SESSIONS.c.seen_at.desc(), SESSIONS.c.began_at.desc()
        )
    ).scalars()
    for spare in list(own)[limits.per_account - 1 :]:
        _end(connection, spare, now, "elsewhere")
        change.record("session_ended", f"account {account}", 1)
    if connection.execute(select(func.count()).select_from(living.subquery())).scalar_one() >= limits.in_all:
        raise AccountError("sign-in: as many people are signed in as this desk allows; try again later")
    at = timestamp(now)
    row = {"token_sha256": _hashed(token), "account": account, "way": way, "began_at": at, "seen_at": at}
    connection.execute(SESSIONS.insert(), row | {"ended_at": "", "ended_by": ""})
    change.record("sign_in", f"account {account}", 1, written_scope(owner.role, owner.scope))


def find(store: Store, token: str, now: datetime, limits: Limits) -> Session | Over:
    """Who is signed in with a token, as their account stands now; else why nobody is.

    A session that has run out is ended, on record; one in use is noted as seen, at most once a minute.
    """
    if not token:
        return "none"
    hashed = _hashed(token)
    with store.reading() as connection:
        row = connection.execute(
            select(SESSIONS, ACCOUNTS)
            .join(ACCOUNTS, ACCOUNTS.c.name == SESSIONS.c.account)
            .where(SESSIONS.c.token_sha256 == hashed)
        ).mappings().first()  # fmt: skip
    if row is None:
        return "none"
    if row["ended_at"]:
        return _over(row["ended_by"])
    if row["is_disabled"]:
        return "account"
    late = _late(row, now, limits)
    if late is not None:
        with store.changing(row["account"]) as change:
            if _end(change.connection, hashed, now, late):
                change.record("session_timeout", f"account {row['account']}", 1)
        return late
    if now - _moment(row["seen_at"]) >= min(timedelta(minutes=1), limits.idle / 10):
        with suppress(StoreError):  # another writer is at work; the next look notes it
            _note_seen(store, hashed, now)
    return Session(read_account(row), row["way"], _moment(row["began_at"]))


def end(store: Store, token: str, now: datetime, why: Over = "signed_out") -> None:
    """Sign out; from now on the token is worth nothing."""
    with store.reading() as connection:
        living = SESSIONS.c.token_sha256 == _hashed(token), SESSIONS.c.ended_at == ""
        account = connection.execute(select(SESSIONS.c.account).where(*living)).scalar()
    if account is None:
        return
    with store.changing(account) as change:
        if _end(change.connection, _hashed(token), now, why):
            change.record("sign_out", f"account {account}", 1)


def end_all(change: Change, account: str, why: Over) -> None:
    """Sign an account out everywhere."""
    living = SESSIONS.c.account == account, SESSIONS.c.ended_at == ""
    ended = change.connection.execute(
        SESSIONS.update().where(*living).values(ended_at=change.at, ended_by=why)
    )
    if ended.rowcount:
        change.record("session_ended", f"account {account}", ended.rowcount)


def open_counts(store: Store, now: datetime, limits: Limits) -> dict[str, int]:
    """In how many browsers each account is signed in, by its name; one that is in none is left out."""
    with store.reading() as connection:
        rows = connection.execute(select(SESSIONS).where(SESSIONS.c.ended_at == "")).mappings().all()
    return dict(Counter(row["account"] for row in rows if _late(row, now, limits) is None))


def _clear_up(change: Change, now: datetime, limits: Limits) -> None:
    """End what has run out without anyone looking, and forget what ran out long ago."""
    connection = change.connection
    for row in connection.execute(select(SESSIONS).where(SESSIONS.c.ended_at == "")).mappings().all():
        late = _late(row, now, limits)
        if late is not None and _end(connection, row["token_sha256"], now, late):
            change.record("session_timeout", f"account {row['account']}", 1)
    oldest = timestamp(now - limits.longest - _KEPT_LONGER)
    connection.execute(SESSIONS.delete().where(SESSIONS.c.ended_at != "", SESSIONS.c.began_at < oldest))


def _late(row: RowMapping, now: datetime, limits: Limits) -> Over | None:
    if now - _moment(row["began_at"]) >= limits.longest:
        return "expired"
    return "idle" if now - _moment(row["seen_at"]) >= limits.idle else None


def _end(connection: Connection, hashed: str, now: datetime, why: Over) -> bool:
    """End a session; whether it was still living."""
    living = SESSIONS.c.token_sha256 == hashed, SESSIONS.c.ended_at == ""
    ended = SESSIONS.update().where(*living).values(ended_at=timestamp(now), ended_by=why)
    return bool(connection.execute(ended).rowcount)


def _note_seen(store: Store, hashed: str, now: datetime) -> None:
    with store.noting() as connection:
        seen = SESSIONS.update().where(SESSIONS.c.token_sha256 == hashed, SESSIONS.c.ended_at == "")
        connection.execute(seen.values(seen_at=timestamp(now)))


def _over(ended_by: str) -> Over:
    kinds: tuple[Over, ...] = ("signed_out", "idle", "expired", "account", "elsewhere", "again")
    return next((kind for kind in kinds if kind == ended_by), "none")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
