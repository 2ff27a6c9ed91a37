"""Moments of the store on the server's own clock, and who did it."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.access.audit import NOBODY
from dashboard.locale import Words


def local(at: str) -> datetime:
    """A moment of the store (UTC) on the server's own clock."""
    return datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC).astimezone()


def moment_text(at: str) -> str:
    """A moment of the store for a person, to the minute."""
    return local(at).strftime("%Y-%m-%d %H:%M")


def who(actor: str, t: Words) -> str:
    """Who did something, by the name that the store has."""
    return t("not signed in") if actor == NOBODY else actor
