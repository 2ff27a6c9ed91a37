"""Live rooms: a facilitator's scenario, shown to all who know the room's code; held in memory, gone with the server.

A room knows no name of anybody: those who join are numbered. What it holds is a packed scenario, a month and a way to
count alerts, never a figure; everybody plays it on what their own role may see.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters of a code: none that is read as another."""
CODE_LENGTH = 6
MOST_ROOMS = 40
MOST_MEMBERS = 200
MOST_PROPOSALS = 30


@dataclass(frozen=True)
class Shown:
    """What a room shows: a packed scenario ("" for none), a month, and which alerts are counted."""

    scenario: str = ""
    month: str = ""
    town_alerts: str = ""


@dataclass(frozen=True)
class Proposal:
    """A scenario that a member proposes."""

    number: int
    member: int
    shown: Shown


@dataclass(frozen=True)
class Room:
    """A room as it stands; ``version`` counts what the facilitator showed, ``asked`` what was proposed."""

    code: str
    source: str
    host: str = field(repr=False)
    shown: Shown = Shown()
    version: int = 0
    members: int = 0
    asked: int = 0
    proposals: tuple[Proposal, ...] = ()


_rooms: OrderedDict[str, Room] = OrderedDict()
_lock = Lock()


def open_room(source: str, shown: Shown) -> Room:
    """Open a room on some data; the ``host`` of it is a secret of who opened it."""
    with _lock:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        room = Room(code, source, secrets.token_urlsafe(16), shown, version=1)
        _rooms[code] = room
        while len(_rooms) > MOST_ROOMS:
            _rooms.popitem(last=False)
        return room


def find(code: str) -> Room | None:
    """The room of a code, however it was typed; None when there is none."""
    with _lock:
        return _rooms.get(code.strip().upper())


def join(code: str) -> int:
    """Join a room: the member's number, 0 where there is no such room or it is full."""
    with _lock:
        room = _rooms.get(code)
        if room is None or room.members >= MOST_MEMBERS:
            return 0
        _rooms[code] = replace(room, members=room.members + 1)
        return room.members + 1


def show(code: str, host: str, shown: Shown) -> None:
    """Show something else in a room; only its host can."""
    with _lock:
        room = _rooms.get(code)
        if room is not None and secrets.compare_digest(room.host, host) and room.shown != shown:
            _rooms[code] = replace(room, shown=shown, version=room.version + 1)
            _rooms.move_to_end(code)


def propose(code: str, member: int, shown: Shown) -> None:
    """Propose a scenario; a member's newest takes the place of their last."""
    with _lock:
        room = _rooms.get(code)
        if room is None or not 0 < member <= room.members:
            return
        others = tuple(each for each in room.proposals if each.member != member)
        mine = Proposal(room.asked + 1, member, shown)
        _rooms[code] = replace(room, asked=room.asked + 1, proposals=(*others, mine)[-MOST_PROPOSALS:])


def answer(code: str, host: str, number: int) -> Proposal | None:
    """Take a proposal from the list, to adopt it or not; only the host can."""
    with _lock:
        room = _rooms.get(code)
        if room is None or not secrets.compare_digest(room.host, host):
            return None
        found = next((each for each in room.proposals if each.number == number), None)
        rest = tuple(each for each in room.proposals if each.number != number)
        _rooms[code] = replace(room, proposals=rest)
        return found


def close(code: str, host: str) -> None:
    """Close a room; only its host can."""
    with _lock:
        room = _rooms.get(code)
        if room is not None and secrets.compare_digest(room.host, host):
            del _rooms[code]
