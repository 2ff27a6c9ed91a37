"""Letting people in and keeping them in: passwords, lockout, sessions, timeouts; the clock is the test's own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from dashboard.accounts import keeping, passwords
from dashboard.accounts.account import row_of
from dashboard.accounts.entry import FREE_TRIES, LONGEST_DELAY, by_identity, by_password, delay
from dashboard.accounts.sessions import Limits, Session, end, find
from dashboard.errors import AccountError
from dashboard.store import Store, open_store
from dashboard.store.schema import SESSIONS
from tests.store.test_accounts import PASSWORD, log

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12), per_account=2, in_all=4)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(store: Store) -> Store:
    """A store with two accounts."""
    keeping.add(store, "root", "li", "clerk", ["62"], password=PASSWORD)
    keeping.add(store, "root", "wang", "leader", ["*"], identity="proxy:wang.wei")
    return store


def sign_in(store: Store, name: str = "li", password: str = PASSWORD, at: datetime = NOON) -> str | None:
    return by_password(store, name, password, at, LIMITS)


def let_in(store: Store, name: str = "li", at: datetime = NOON) -> str:
    token = sign_in(store, name, at=at)
    assert token is not None
    return token


def look(store: Store, token: str, at: datetime = NOON) -> str:
    """Who is signed in, else why nobody is."""
    found = find(store, token, at, LIMITS)
    return found.account.name if isinstance(found, Session) else found


def new_entries(store: Store) -> list[tuple[str, str, str, int]]:
    """The log without the making of the accounts."""
    return log(store)[2:]


def test_the_right_password_lets_in_and_signing_out_is_remembered(desk: Store) -> None:
    token = let_in(desk, " LI ")
    assert look(desk, token) == "li"
    end(desk, token, NOON)
    assert look(desk, token) == "signed_out"
    end(desk, token, NOON)
    assert [(actor, action) for actor, action, *_ in new_entries(desk)] == [
        ("li", "sign_in"),
        ("li", "sign_out"),
    ]


def test_nothing_but_a_digest_of_the_token_is_stored(desk: Store) -> None:
    token = let_in(desk)
    with desk.reading() as connection:
        stored = connection.execute(select(SESSIONS.c.token_sha256)).scalar_one()
    assert len(stored) == 64
    assert look(desk, stored) == look(desk, "") == look(desk, token[:-1]) == "none"


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("wang", ""), ("wang", PASSWORD)]
)
def test_whatever_does_not_fit_gets_the_same_answer(desk: Store, name: str, password: str) -> None:
    assert sign_in(desk, name, password) is None
    keeping.change_account(desk, "root", "li", is_disabled=True)
    assert sign_in(desk) is None


def test_what_was_typed_for_a_name_never_enters_the_log(desk: Store) -> None:
    sign_in(desk, "11010519491231002X")
    sign_in(desk, PASSWORD, "li")
    assert new_entries(desk) == [("unknown", "sign_in_failed", "no such account", 1)] * 2


@pytest.mark.real_digests
def test_an_unknown_name_takes_as_long_as_a_wrong_password(desk: Store) -> None:
    def seconds(name: str) -> float:
        start = perf_counter()
        sign_in(desk, name, "a wrong password, long enough", NOON + timedelta(days=1))
        return perf_counter() - start

    pairs = [(seconds("nobody"), seconds("li")) for _ in range(5)]
    unknown, known = (median(each) for each in zip(*pairs, strict=True))
    # An answer without a digest would come in a small part of the time.
    assert unknown > 0.5 * known


def test_wrong_passwords_lock_an_account_for_longer_and_longer(desk: Store) -> None:
    at = NOON
    for _ in range(FREE_TRIES):
        assert sign_in(desk, password="wrong", at=at) is None
    assert sign_in(desk, at=at + MINUTE - timedelta(seconds=1)) is None
    at += MINUTE
    assert sign_in(desk, password="wrong", at=at) is None
    assert sign_in(desk, at=at + MINUTE) is None
    token = let_in(desk, at=at + 2 * MINUTE)
    assert look(desk, token, at + 2 * MINUTE) == "li"
    told = [(action, count) for _, action, _, count in new_entries(desk)]
    assert told == [
        *(("sign_in_failed", tries) for tries in range(1, FREE_TRIES + 1)),
        ("account_locked", 1),
        ("sign_in_refused", 1),
        ("sign_in_failed", FREE_TRIES + 1),
        ("account_locked", 2),
        ("sign_in_refused", 1),
        ("sign_in", 1),
    ]
    assert keeping.all_accounts(desk)[0].failed_tries == 0


def test_the_delays_double_up_to_an_hour() -> None:
    assert [delay(tries) // MINUTE for tries in range(FREE_TRIES - 1, FREE_TRIES + 8)] == [
        0,
        1,
        2,
        4,
        8,
        16,
        32,
        60,
        60,
    ]
    assert delay(10**9) == LONGEST_DELAY


def test_many_guesses_at_once_are_counted_like_one_after_the_other(desk: Store) -> None:
    guesses = [*["wrong"] * 12, *[PASSWORD] * 4]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda guess: sign_in(desk, password=guess), guesses[:12]))
        late = list(pool.map(lambda guess: sign_in(desk, password=guess), guesses[12:]))
    assert late == [None] * 4
    assert keeping.all_accounts(desk)[0].failed_tries == FREE_TRIES


def test_an_administrator_unlocks_an_account(desk: Store) -> None:
    for _ in range(FREE_TRIES):
        sign_in(desk, password="wrong")
    keeping.change_account(desk, "root", "li", unlock=True)
    assert look(desk, let_in(desk)) == "li"


def test_without_use_one_is_signed_out_and_use_keeps_one_in(desk: Store) -> None:
    token = let_in(desk)
    assert look(desk, token, NOON + 29 * MINUTE) == "li"
    assert look(desk, token, NOON + 58 * MINUTE) == "li"
    assert look(desk, token, NOON + 88 * MINUTE) == "idle"
    assert look(desk, token, NOON + 58 * MINUTE) == "idle"
    assert new_entries(desk)[-1] == ("li", "session_timeout", "account li", 1)


def test_in_the_end_everyone_signs_in_again(desk: Store) -> None:
    token = let_in(desk)
    for minutes in range(20, 12 * 60, 20):
        assert look(desk, token, NOON + minutes * MINUTE) == "li"
    assert look(desk, token, NOON + timedelta(hours=12)) == "expired"
    assert [action for _, action, *_ in new_entries(desk)].count("session_timeout") == 1


def test_being_seen_is_noted_once_a_minute_and_never_waits_for_a_writer(desk: Store) -> None:
    token = let_in(desk)

    def seen() -> str:
        with desk.reading() as connection:
            return connection.execute(select(SESSIONS.c.seen_at)).scalar_one()

    before = seen()
    look(desk, token, NOON + timedelta(seconds=59))
    assert seen() == before
    if desk._database.is_sqlite:
        with desk.changing("root"):
            start = perf_counter()
            assert look(desk, token, NOON + 2 * MINUTE) == "li"
            assert perf_counter() - start < 5
        assert seen() == before
    look(desk, token, NOON + 3 * MINUTE)
    assert seen() > before


def test_a_changed_account_holds_at_once_and_a_disabled_one_is_out(desk: Store) -> None:
    token = let_in(desk)
    keeping.change_account(desk, "root", "li", role="analyst", scope=["41"])
    found = find(desk, token, NOON, LIMITS)
    assert isinstance(found, Session)
    assert (found.account.viewer.role, found.account.viewer.scope) == ("analyst", ("41",))
    keeping.change_account(desk, "root", "li", is_disabled=True)
    assert look(desk, token) == "account"
    keeping.change_account(desk, "root", "li", is_disabled=False)
    assert look(desk, token) == "account"


def test_a_new_password_signs_out_everywhere(desk: Store) -> None:
    tokens = [let_in(desk), let_in(desk)]
    keeping.set_password(desk, "root", "li", "another river, in autumn")
    assert [look(desk, token) for token in tokens] == ["account", "account"]
    assert sign_in(desk) is None
    assert sign_in(desk, password="another river, in autumn")


def test_the_oldest_session_of_an_account_makes_room(desk: Store) -> None:
    tokens = [let_in(desk, at=NOON + minutes * MINUTE) for minutes in range(3)]
    at = NOON + 3 * MINUTE
    assert [look(desk, token, at) for token in tokens] == ["elsewhere", "li", "li"]


def test_no_more_sign_in_than_the_desk_allows_and_room_comes_back(desk: Store) -> None:
    few = Limits(LIMITS.idle, LIMITS.longest, per_account=2, in_all=1)
    assert by_password(desk, "li", PASSWORD, NOON, few)
    with pytest.raises(AccountError, match="as many people are signed in"):
        by_identity(desk, "proxy", "wang.wei", NOON, few)
    assert by_identity(desk, "proxy", "wang.wei", NOON + 31 * MINUTE, few)


def test_what_a_proxy_or_provider_vouches_for_is_mapped_to_an_account(desk: Store) -> None:
    token = by_identity(desk, "proxy", "wang.wei", NOON, LIMITS)
    assert token is not None
    assert look(desk, token) == "wang"
    for way, who in (("provider", "wang.wei"), ("proxy", "wang"), ("proxy", "")):
        assert by_identity(desk, way, who, NOON, LIMITS) is None
    keeping.change_account(desk, "root", "wang", is_disabled=True)
    assert by_identity(desk, "proxy", "wang.wei", NOON, LIMITS) is None
    assert new_entries(desk)[1][:3] == ("unknown", "sign_in_failed", "no account of this provider identity")


def test_old_sessions_are_forgotten_and_still_let_nobody_in(desk: Store) -> None:
    token = let_in(desk)
    end(desk, token, NOON)
    later = NOON + timedelta(days=3)
    let_in(desk, at=later)
    with desk.reading() as connection:
        assert len(connection.execute(select(SESSIONS)).all()) == 1
    assert look(desk, token, later) == "none"


def test_a_restored_backup_has_nobody_signed_in(desk: Store, tmp_path, new_url: Callable[[], str]) -> None:
    token = let_in(desk)
    desk.backup(tmp_path / "copy.db", "root")
    with closing(open_store(new_url())) as other:
        other.restore(tmp_path / "copy.db", "root")
        assert look(other, token) == "none"
        assert sign_in(other)


def test_a_digest_made_with_less_work_is_made_anew_at_the_next_sign_in(
    desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(time_cost=4))
    assert sign_in(desk)
    with desk.reading() as connection:
        row = row_of(connection, "li")
    assert row is not None
    assert "t=4" in row["password"]
