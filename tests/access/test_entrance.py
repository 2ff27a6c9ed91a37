"""The way in as an attacker sees it: over HTTP and the websocket, without a browser's manners."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.accounts import keeping
from tests.access import sockets
from tests.access.test_nothing_leaves import PAGES, SHOWS_PLACES, TOWN
from tests.signing import PASSWORD, WORDS_OF_REAL_DATA, Client, Desk, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(desk.url)


def seen(desk: Desk, cookie: str, page: str = "risk_map", **query: str) -> str:
    """All that the server sends for a page."""
    headers = {"Cookie": cookie} if cookie else {}
    with sockets.session(desk.url, **headers) as viewer:
        return sockets.texts(viewer.visit(page, lang="en", **query))


@pytest.mark.parametrize("cookie", ["", "desk_session=", "desk_session=x", "desk_session=' OR 1=1 --"])
def test_without_a_session_nothing_of_the_data_is_sent(desk: Desk, cookie: str) -> None:
    for page in PAGES:
        for query in ({}, {"as": "clerk"}, {"as": f"clerk:{TOWN}"}):
            told = seen(desk, cookie, page, **query)
            assert not [word for word in (*WORDS_OF_REAL_DATA, *desk.secrets) if word in told]
            if page in SHOWS_PLACES:
                assert "Only those who have signed in see this." in told


def test_made_up_data_beside_it_stays_open(desk: Desk) -> None:
    assert "巷道镇" in seen(desk, "", data="gaotai")


def test_a_session_shows_what_its_account_may_see_and_no_other_eyes(desk: Desk, client: Client) -> None:
    assert client.sign_in("li") == 303
    told = seen(desk, client.cookie)
    assert "巷道镇" in told
    assert "骆驼城镇" not in told
    assert not [word for word in desk.secrets if word in told]
    assert "Only made-up data can be seen with someone else's eyes." in seen(
        desk, client.cookie, **{"as": "leader"}
    )


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    client.sign_in("li")
    made = next(each for each in client.set_cookies if each.startswith("desk_session="))
    kinds = {part.strip().lower() for part in made.split(";")[1:]}
    assert kinds == {"httponly", "path=/", "samesite=lax"}
    assert len(client.cookies["desk_session"]) >= 43


@pytest.mark.parametrize(("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("", ""), ("li", "")])
def test_what_does_not_fit_gets_one_answer_and_no_cookie(client: Client, name: str, password: str) -> None:
    assert client.sign_in(name, password) == 401
    assert "desk_session" not in client.cookies


def test_a_form_of_another_site_is_refused(desk: Desk, client: Client) -> None:
    fields = {"name": "li", "password": PASSWORD}
    assert client.ask("/sign-in", fields)[0] == 403
    assert client.ask("/sign-in", fields | {"form": "made up"})[0] == 403
    assert client.sign_in("li", Sec_Fetch_Site="cross-site") == 403
    other = Client(desk.url)
    other.ask("/sign-in")
    assert client.ask("/sign-in", fields | {"form": other.cookies["desk_form"]})[0] == 403
    assert "desk_session" not in client.cookies


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/place?region=1&lang=en", "/place?region=1&lang=en"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_the_form_leads_back_to_this_app_alone(client: Client, back: str, leads: str) -> None:
    client.sign_in("li", back=back)
    status, _, headers = client.ask(f"/sign-in?{'next=' + back if back == leads else ''}")
    assert status == 303
    assert headers["location"] in (leads, "/", leads.split("&")[0])
    assert "evil" not in headers["location"]


def test_the_form_shows_whatever_was_typed_as_text(client: Client) -> None:
    client.ask("/sign-in")
    fields = {"form": client.cookies["desk_form"], "name": '"><script>alert(1)</script>', "password": "x"}
    status, text, headers = client.ask("/sign-in?lang=en", fields)
    assert status == 401
    assert "<script" not in text
    assert headers["cache-control"] == "no-store"
    assert client.ask("/sign-in", {"form": "x" * 5000})[0] == 403


def test_a_replayed_cookie_is_refused_once_its_session_has_ended(desk: Desk, client: Client) -> None:
    client.sign_in("wang")
    spent = client.cookie
    assert "巷道镇" in seen(desk, spent)
    client.sign_in("wang")  # in the same browser: the session before ends
    assert client.cookie != spent
    told = seen(desk, spent)
    assert "Only those who have signed in" in told
    assert "巷道镇" not in told
    assert "巷道镇" in seen(desk, client.cookie)


def test_a_changed_role_or_scope_holds_at_once_in_an_open_session(desk: Desk, client: Client) -> None:
    client.sign_in("wang")
    with sockets.session(desk.url, Cookie=client.cookie) as viewer, desk.store() as store:
        assert "骆驼城镇" in sockets.texts(viewer.visit("risk_map", lang="en"))
        keeping.change_account(store, "root", "wang", scope=[TOWN])
        assert "骆驼城镇" not in sockets.texts(viewer.visit("place", lang="en"))
        keeping.change_account(store, "root", "wang", role="admin")
        assert "Your role does not include this." in sockets.texts(viewer.visit("risk_map", lang="en"))
        keeping.change_account(store, "root", "wang", is_disabled=True)
        assert "your account was changed or closed" in sockets.texts(viewer.visit("risk_map", lang="en"))
        keeping.change_account(store, "root", "wang", role="leader", scope=["*"], is_disabled=False)


def test_accounts_are_told_to_administrators_alone(desk: Desk, client: Client) -> None:
    client.sign_in("li")
    told = seen(desk, client.cookie, "accounts", data="gaotai", **{"as": "admin"})
    told += seen(desk, "", "accounts", data="gaotai", **{"as": "admin"})
    assert "Your role does not include this." in told
    assert "Only those who have signed in see this." in told
    assert "wang" not in told
    client.sign_in("admin")
    told = seen(desk, client.cookie, "accounts")
    assert "wang" in told
    assert "巷道镇" in told
    assert not [word for word in (*desk.secrets, PASSWORD, "argon2") if word in told]


def test_files_of_pages_are_for_those_who_are_signed_in(desk: Desk, client: Client) -> None:
    client.sign_in("wang")
    names = sorted(n for n in sockets.files_in(seen(desk, client.cookie)) if n.startswith("/geometry/"))
    assert names
    assert client.ask(names[0])[0] == 200
    assert Client(desk.url).ask(names[0])[0] == 401
    assert Client(desk.url).ask("/media/0123.csv")[0] == 401


def test_what_happens_at_the_entrance_is_on_record_without_what_was_typed(desk: Desk, client: Client) -> None:
    client.sign_in("11010519491231002X", "my secret words")
    client.sign_in("li", "wrong")
    client.sign_in("li")
    made = [entry for entry in desk.log() if entry[1].startswith("sign_in")]
    assert made[-3:] == [
        ("unknown", "sign_in_failed", "no such account"),
        ("li", "sign_in_failed", "account li"),
        ("li", "sign_in", "account li"),
    ]


def test_one_address_that_guesses_on_has_to_wait(desk: Desk, client: Client) -> None:
    desk.put_forward(20)
    answers = [client.sign_in(f"nobody{number}", "x") for number in range(31)]
    assert answers == [401] * 30 + [429]
    assert client.sign_in("li") == 429
    desk.put_forward(20)
    assert client.sign_in("li") == 303
