"""An audit log in memory, for tests of what writes to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    """What was told to the log."""

    actor: str
    role: str
    scope: tuple[str, ...]
    action: str
    object: str
    count: int


class Noted:
    """Keeps entries in a list."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(
        self, actor: str, role: str, scope: Sequence[str], action: str, object: str, count: int
    ) -> None:
        """Add an entry."""
        self.entries.append(Entry(actor, role, tuple(scope), action, object, count))
