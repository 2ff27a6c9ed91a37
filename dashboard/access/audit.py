"""What was done, by whom: pages and exports write through ``AuditSink`` and know no more than it.

``AuditLog`` is the one there is: it writes into a store's log, where each entry is bound to the one before
(dashboard/store/audit.py). It holds no personal data and no line break, whatever it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboard.access.masking import hide_inside
from dashboard.tables.masks import mask_inside, one_line

NOBODY = "-"
"""The actor of what is done by someone who has not signed in."""
LONGEST = 80
LONGEST_SCOPE = 1_900


class AuditSink(Protocol):
    """Where entries go."""

    def write(
        self, actor: str, role: str, scope: Sequence[str], action: str, object: str, count: int
    ) -> None:
        """Add an entry; it is kept before this returns."""


class Recorder(Protocol):
    """What an audit log needs of a store."""

    def record(self, actor: str, action: str, thing: str, count: int = 0, scope: str = "") -> None:
        """Add an entry; it is on the disk before this returns."""


@dataclass(frozen=True)
class AuditLog:
    """The log of one source of data, in a store that may hold that of others too.

    ``opened`` gives the store, so that a page on which nothing is recorded opens none. What is done with a data
    folder goes under the folder's name (``prefix``, such as ``gaotai/``), and is all that is read of the log there.
    """

    opened: Callable[[], Recorder]
    prefix: str = ""

    def write(
        self, actor: str, role: str, scope: Sequence[str], action: str, object: str, count: int
    ) -> None:
        """Add an entry; it is kept before this returns.

        Args:
            actor: an account's name; empty for someone who has not signed in.
            role: the actor's role.
            scope: the codes of the places that the actor is responsible for.
            action: a word in small letters, such as ``export``, ``view`` or ``reveal``.
            object: what it was done with: a kind of thing, and a code that names nobody.
            count: how many rows or people it was.

        Raises:
            StoreError: the entry could not be kept; then what it is about must not be done.
        """
        self.opened().record(
            clean(actor) or NOBODY, action, clean(f"{self.prefix}{object}"), count, written_scope(role, scope)
        )


def clean(text: str) -> str:
    """Text on one short line in which whatever looks like the number of a person, a firm or a phone is masked."""
    masked = one_line(mask_inside(hide_inside(text)), LONGEST).strip()
    # A mask may leave what looks like another number; each round hides more digits.
    while (again := mask_inside(masked)) != masked:
        masked = again
    return masked


def written_scope(role: str, scope: Sequence[str]) -> str:
    """A role and its places as an entry has them: ``clerk:620724101,620724102``."""
    codes = ",".join(clean(code) for code in scope)
    if len(codes) > LONGEST_SCOPE:
        codes = f"{codes[:LONGEST_SCOPE].rpartition(',')[0]},…"
    return f"{clean(role)}:{codes}" if role or codes else ""


def read_scope(text: str) -> tuple[str, tuple[str, ...]]:
    """The role and the places of an entry, as ``written_scope`` wrote them."""
    role, _, codes = text.rpartition(":")
    return role, tuple(code for code in codes.split(",") if code)
