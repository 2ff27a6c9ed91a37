"""My calls today: a few people to be reached for one purpose, for one afternoon; whom, but never who they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock

OUTCOMES = ("reached", "no_answer", "wrong_number", "refused")
SPOKEN = {"reached": "已联系", "refused": "已联系，本人拒绝"}
"""Calls in which somebody was spoken to, as they stand among the services. One that reached nobody is no contact, and
is not written down as one."""


@dataclass(frozen=True)
class Calls:
    """A list of calls: what for, until when, the people by their random numbers, and what came of each call.

    ``shown`` are those whose number was shown; purpose, size and end stand before the first one is.
    """

    purpose: str
    until: datetime
    people: tuple[str, ...]
    owner: tuple[str, ...]
    shown: frozenset[str] = frozenset()
    outcomes: dict[str, str] = field(default_factory=dict)

    def is_over(self, now: datetime) -> bool:
        """Whether no more numbers are shown."""
        return now >= self.until

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who is still to be reached, in order."""
        return tuple(one for one in self.people if one not in self.outcomes)

    def with_shown(self, person_id: str) -> Calls:
        """The list after a number was shown."""
        return replace(self, shown=self.shown | {person_id})

    def with_outcome(self, person_id: str, outcome: str) -> Calls:
        """The list after a call; what is no outcome, or of nobody on it, changes nothing."""
        if outcome not in OUTCOMES or person_id not in self.people:
            return self
        return replace(self, outcomes=self.outcomes | {person_id: outcome})


def service_of(person_id: str, outcome: str, note: str, day: date) -> dict[str, str]:
    """The contact that a call was, as a row of ``services``; nothing for a call that reached nobody."""
    if outcome not in SPOKEN:
        return {}
    said = {"channel": "电话", "outcome": SPOKEN[outcome], "note": note.strip()}
    return {"person_id": person_id, "date": day.isoformat(), "kind": "contact"} | said


def start(
    purpose: str, people: Iterable[str], owner: tuple[str, ...], now: datetime, *, limit: int, hours: int
) -> Calls:
    """A new list of the first people, no more than the limit.

    Args:
        purpose: what for, as the log will have it.
        people: the random numbers of those to be reached, the most pressing first.
        owner: whose list it is: role, scope and account; to anyone else it is none.
        now: the time it begins.
        limit: the most people.
        hours: for how long numbers are shown.
    """
    return Calls(purpose, now + timedelta(hours=hours), tuple(dict.fromkeys(people))[:limit], owner)


class Tally:
    """Whose numbers each caller was shown today, so that a second list of calls does not begin to count anew."""

    def __init__(self) -> None:
        self._day = date.min
        self._shown: dict[str, set[str]] = {}
        self._lock = Lock()

    def takes(self, caller: str, person_id: str, today: date, limit: int) -> bool:
        """Whether one more number may be shown; it is counted if so, and a person only once."""
        with self._lock:
            if today != self._day:
                self._day, self._shown = today, {}
            mine = self._shown.setdefault(caller, set())
            if person_id not in mine and len(mine) >= limit:
                return False
            mine.add(person_id)
            return True
