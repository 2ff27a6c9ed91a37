"""Who somebody is: given to the clerks of their place for a reason, and never before it is on record."""

from typing import Any

import pytest

from dashboard.access import EVERYWHERE, Viewer, rules
from dashboard.access.reveal import reveal
from dashboard.errors import AccessError, NotFoundError
from tests.access.frames import ONE, TWO, person, tables
from tests.access.noted import Noted

CLERK = Viewer("clerk", (EVERYWHERE,), "zhang")
REASON = "monthly contact"


def world() -> Any:
    return tables([person(1, ONE), person(2, TWO)])


def test_a_clerk_is_told_who_someone_is_and_the_log_has_it() -> None:
    log = Noted()
    found = reveal(world(), CLERK, "r000001q", REASON, log)
    assert (found.name, found.phone) == (person(1, ONE)["name"], person(1, ONE)["phone"])
    (entry,) = log.entries
    assert (entry.actor, entry.role, entry.action, entry.count) == ("zhang", "clerk", "reveal", 1)
    assert entry.object == f"people r000001q: {REASON}"
    assert found.name not in repr(found)


@pytest.mark.parametrize("role", [role for role in rules().roles if role != "clerk"])
def test_no_other_role_is(role: str) -> None:
    log = Noted()
    with pytest.raises(AccessError):
        reveal(world(), Viewer(role, (EVERYWHERE,)), "r000001q", REASON, log)
    assert not log.entries


@pytest.mark.parametrize("person_id", ["r000002q", "nobody", ""])
def test_someone_of_another_place_is_answered_like_nobody(person_id: str) -> None:
    log = Noted()
    with pytest.raises(NotFoundError) as fault:
        reveal(world(), Viewer("clerk", (ONE,)), person_id, REASON, log)
    assert "no such person" in str(fault.value)
    assert not log.entries


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_told_without_a_reason(reason: str) -> None:
    log = Noted()
    with pytest.raises(AccessError, match="reason is needed"):
        reveal(world(), CLERK, "r000001q", reason, log)
    assert not log.entries


@pytest.mark.parametrize("column", ["name", "phone", "id_number"])
def test_a_reason_that_names_the_person_is_refused(column: str) -> None:
    log = Noted()
    with pytest.raises(AccessError, match="must not name"):
        reveal(world(), CLERK, "r000001q", f"call {person(1, ONE)[column]}", log)
    assert not log.entries


def test_nothing_is_told_when_the_log_cannot_be_written() -> None:
    class Broken(Noted):
        def write(self, *entry: Any, **more: Any) -> None:
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        reveal(world(), CLERK, "r000001q", REASON, Broken())
