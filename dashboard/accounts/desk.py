"""The accounts of this server: the store that its settings name, its limits, and the clock that sessions go by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock

from dashboard.accounts import entry, sessions
from dashboard.accounts.sessions import Limits, Over, Session
from dashboard.errors import AccountError, StoreError
from dashboard.settings import load
from dashboard.store import Store, open_store

_opening = Lock()


def now() -> datetime:
    """The time by which sessions end."""
    return datetime.now(UTC)


def limits() -> Limits:
    """How long a session lasts, and how many there may be."""
    settings = load()
    return Limits(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours),
        settings.sessions_per_account, settings.sessions_in_all,
    )  # fmt: skip


def store() -> Store:
    """The store that the settings name, with its accounts: one a process and address, open until the server stops.

    Raises:
        StoreError: none is named, it is not there, or cannot be opened.
    """
    settings = load()
    if not settings.store_url:
        raise StoreError("store: none is named; set store_url in settings.toml, or serve with --store URL")
    with _opening:
        return _opened(settings.store_url, settings.store_anchor)


@cache
def _opened(url: str, anchor: Path | None) -> Store:
    return open_store(url, anchor, create=False)


def session_of(token: str) -> Session | Over:
    """Who is signed in with a token, asked anew at each call; else why nobody is."""
    if not token or not load().store_url:
        return "none"
    return sessions.find(store(), token, now(), limits())


def sign_in(name: str, password: str) -> str | None:
    """The token of a new session, or None; raises AccountError when there is no room."""
    return entry.by_password(store(), name, password, now(), limits())


def vouched_for(way: str, who: str, token: str = "") -> str | None:
    """The token of a new session for whom a provider or proxy vouches; None if no account is theirs."""
    return entry.by_identity(store(), way, who, now(), limits(), token)


def session_of_provider(token: str, who: str, issued: float) -> Session | Over:
    """Who is signed in with a provider's answer, which begins a session the first time that it is seen.

    Args:
        token: what the browser holds of the answer.
        who: the subject or address that the provider vouches for.
        issued: when it did, in seconds since 1970. An old answer begins no session, since that of the session it
            began may be forgotten.
    """
    found = session_of(token)
    if found != "none":
        return found
    if now() - datetime.fromtimestamp(issued, UTC) >= limits().longest:
        return "expired"
    try:
        begun = vouched_for("provider", who, token)
    except AccountError:
        return "full"
    return session_of(token) if begun else "stranger"


def sign_out(token: str, why: Over = "signed_out") -> None:
    """End the session of a token."""
    if token and load().store_url:
        sessions.end(store(), token, now(), why)
