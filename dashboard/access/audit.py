"""What was done, by whom: entries that are only ever added, without personal data and each on one line.

``AuditSink`` is the seam: pages and exports know no more than it. ``AuditFile`` keeps entries as lines of JSON, or in
memory where no file is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Protocol

from dashboard.access.masking import hide_inside
from dashboard.tables.masks import one_line

LONGEST = 200


@dataclass(frozen=True)
class AuditEntry:
    """One entry: when (UTC, ISO 8601), who in which role and scope did what with what, and how many of it."""

    at: str
    actor: str
    role: str
    scope: tuple[str, ...]
    action: str
    object: str
    count: int


class AuditSink(Protocol):
    """Where entries go, and where auditors read them."""

    def write(
        self, actor: str, role: str, scope: Sequence[str], action: str, object: str, count: int
    ) -> None:
        """Add an entry; it is kept before this returns."""

    def entries(self) -> tuple[AuditEntry, ...]:
        """All entries, the oldest first."""


class AuditFile:
    """Entries in a file of JSON lines; without a file, in memory until the server stops."""

    def __init__(
        self, path: Path | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._now = now
        self._held: list[AuditEntry] = []
        self._lock = Lock()

    def write(
        self, actor: str, role: str, scope: Sequence[str], action: str, object: str, count: int
    ) -> None:
        """Add an entry; it is kept before this returns."""
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        told = [_clean(text) for text in (actor, role, action, object)]
        entry = AuditEntry(at, told[0], told[1], tuple(map(_clean, scope)), told[2], told[3], count)
        with self._lock:
            if self._path is None:
                self._held.append(entry)
                return
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")

    def entries(self) -> tuple[AuditEntry, ...]:
        """All entries, the oldest first."""
        with self._lock:
            if self._path is None:
                return tuple(self._held)
            if not self._path.is_file():
                return ()
            lines = self._path.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return tuple(AuditEntry(**(entry | {"scope": tuple(entry["scope"])})) for entry in found)


def _clean(text: str) -> str:
    """Text on one line in which whatever looks like an ID number or a phone number is masked."""
    return one_line(hide_inside(text), LONGEST)
