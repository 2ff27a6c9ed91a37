"""Live rooms: who may show, join, propose and adopt, and that nobody's name is in them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dashboard.ui import rooms
from dashboard.ui.rooms import (
    MOST_ROOMS,
    Proposal,
    Room,
    Shown,
    answer,
    close,
    find,
    join,
    open_room,
    propose,
    show,
)

FIRST, SECOND = Shown("a", "2026-09", "detected"), Shown("b", "2026-09", "detected")


@pytest.fixture
def room() -> Room:
    return open_room("gaotai", FIRST)


def now(room: Room) -> Room:
    found = find(room.code)
    assert found is not None
    return found


def test_a_room_is_found_by_its_code_however_it_is_typed(room: Room) -> None:
    assert find(f" {room.code.lower()} ") == room
    assert find("NOPE") is None
    assert len(room.code) == 6
    assert set(room.code) <= set(rooms.LETTERS)


def test_only_the_host_shows_something_else_and_each_counts_a_version(room: Room) -> None:
    show(room.code, "not the host", SECOND)
    assert now(room).shown == FIRST
    show(room.code, room.host, SECOND)
    assert (now(room).shown, now(room).version) == (SECOND, 2)
    show(room.code, room.host, SECOND)
    assert now(room).version == 2


def test_members_are_numbers(room: Room) -> None:
    assert [join(room.code), join(room.code)] == [1, 2]
    assert join("NOPE") == 0
    assert {each.name for each in fields(Proposal)} == {"number", "member", "shown"}


def test_a_members_newest_proposal_takes_the_place_of_their_last(room: Room) -> None:
    member = join(room.code)
    propose(room.code, member, FIRST)
    propose(room.code, member, SECOND)
    assert [(each.member, each.shown) for each in now(room).proposals] == [(1, SECOND)]
    propose(room.code, 7, FIRST)
    assert len(now(room).proposals) == 1, "nobody joined as the seventh"


def test_only_the_host_answers_a_proposal(room: Room) -> None:
    propose(room.code, join(room.code), SECOND)
    (waiting,) = now(room).proposals
    assert answer(room.code, "not the host", waiting.number) is None
    assert answer(room.code, room.host, waiting.number) == waiting
    assert now(room).proposals == ()


def test_only_the_host_closes_a_room(room: Room) -> None:
    close(room.code, "not the host")
    assert find(room.code) is not None
    close(room.code, room.host)
    assert find(room.code) is None


def test_old_rooms_make_way_for_new_ones(room: Room) -> None:
    for _ in range(MOST_ROOMS):
        open_room("gaotai", FIRST)
    assert find(room.code) is None


def test_a_rooms_secret_is_not_in_what_is_printed_of_it(room: Room) -> None:
    assert room.host not in repr(room)
