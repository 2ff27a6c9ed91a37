"""Passwords: what one may be, its digest (argon2id, salted), and whether somebody knows it.

A digest takes tens of milliseconds and 64 MiB on purpose; no more than two are worked out at a time, so that many
guesses at once cannot take the machine away from those who are at work.
"""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.errors import AccountError

SHORTEST, LONGEST = 12, 200
FEWEST_SIGNS = 5
"""Different signs that a password has at least."""

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(2)


def digest(password: str, name: str) -> str:
    """The digest of a new password.

    Raises:
        AccountError: it is too short, too long, too even, or holds the account's name.
    """
    found = ""
    if not SHORTEST <= len(password) <= LONGEST:
        found = f"{len(password)} characters"
    elif len(set(password)) < FEWEST_SIGNS:
        found = "the same few characters again and again"
    elif name in password.casefold():
        found = "the account's name in it"
    if found:
        raise AccountError(
            f"password: found {found}; allowed: {SHORTEST} to {LONGEST} characters, at least {FEWEST_SIGNS} of them "
            "different, without the account's name. A short sentence is easily kept in mind."
        )
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(password: str, kept: str) -> bool:
    """Whether a password is the one of a digest; without one it is not, and takes as long to say so."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether a digest was made with less work than is asked for now."""
    return _HASHER.check_needs_rehash(kept)


def renewed(password: str) -> str:
    """The digest of a password that was right, with the work that is asked for now."""
    with _AT_ONCE:
        return _HASHER.hash(password)


@cache
def _nobodys() -> str:
    """A digest to compare with where there is no account, so that the answer takes as long."""
    return _HASHER.hash("nobody has this password")
