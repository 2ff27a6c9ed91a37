"""The page of accounts: for administrators who are signed in, with every change on record and in force at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts import desk, keeping
from dashboard.errors import AccessError, AccountError
from dashboard.store import Store
from dashboard.store.audit_pages import Wanted
from tests.pages.desk import drawn, run, texts, visit

TOWN, OTHER, COUNTY = "620724103000", "620724104000", "620724"
PASSWORD = "a quiet river in spring"


@pytest.fixture
def staff(store: Store) -> Store:
    """The served store with an administrator, one of a town, a clerk and a leader."""
    keeping.add(store, "root", "admin", "admin", ["*"], identity="proxy:admin")
    keeping.add(store, "root", "local", "admin", [TOWN], identity="proxy:local")
    keeping.add(store, "root", "li", "clerk", [TOWN], identity="proxy:li")
    keeping.add(store, "root", "wang", "leader", [COUNTY], identity="proxy:wang")
    return store


@pytest.fixture
def as_account(staff: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Signs an account in, as its cookie would."""

    def sign_in(name: str) -> None:
        token = desk.vouched_for("proxy", name)
        assert token is not None
        monkeypatch.setattr("dashboard.ui.signed_in.tokens", lambda cookies: (token,))

    return sign_in


def rows(app: AppTest) -> dict[str, list[str]]:
    """The cells of the list by the name of the account."""
    return {row["key"]: [cell["text"] for cell in row["cells"]] for row in drawn(app)["account_rows"]["rows"]}


def said(app: AppTest) -> str:
    """What markdown and captions say, as it is read."""
    return "\n".join(each.value.replace("\\", "") for each in (*app.markdown, *app.caption))


def chosen(name: str, **query: str) -> AppTest:
    app = visit("accounts", lang="en", **query)
    app.session_state["account_chosen"] = name
    return run(app)


def entries(store: Store) -> list[tuple[str, str, str, str]]:
    """Who did what in which role, the newest first, but for sign-ins."""
    found = store.audit_page(Wanted(), most=30)
    return [(e.actor, e.scope, e.action, e.object) for e in found if e.action != "sign_in"]


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def test_without_a_store_or_an_account_it_says_so() -> None:
    app = visit("accounts", lang="en")
    assert texts(app)[1].startswith("No accounts are kept here")
    assert not drawn(app)


def test_a_store_without_an_account_names_the_command_for_the_first(store: Store) -> None:
    app = visit("accounts", lang="en", **{"as": "admin"})
    assert "accounts add NAME --role admin" in app.code[0].value
    assert not drawn(app)


def test_an_administrator_sees_accounts_with_places_by_their_names(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("admin")
    app = visit("accounts", lang="en")
    assert rows(app)["li"][:4] == ["li", "Clerk", "巷道镇", "proxy"]
    assert rows(app)["li"][4:] == ["never signed in", "in use"]
    assert rows(app)["admin"][2] == "All places"
    assert rows(app)["admin"][4].startswith("20")
    assert "4 accounts." in said(app)
    assert "管理员" in str(rows(visit("accounts")))


def test_the_header_names_the_places_of_whoever_is_signed_in(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("li")
    assert "Clerk, responsible for: 巷道镇" in said(visit("access", lang="en"))
    assert "Clerk, responsible for: 巷道镇" in said(visit("access", lang="en", data="nanyang"))


@pytest.mark.parametrize("eyes", ["", "admin"])
@pytest.mark.parametrize("name", ["", "wang", "li"])
def test_nobody_else_sees_it_with_whatever_eyes(
    staff: Store, as_account: Callable[[str], None], name: str, eyes: str
) -> None:
    if name:
        as_account(name)
    app = visit("accounts", lang="en", **({"as": eyes} if eyes else {}))
    assert not drawn(app)
    assert texts(app)[0] == ("This is not open to you." if name else "Please sign in.")
    assert not [each for each in texts(app) if "local" in each]


def test_an_administrator_who_looks_with_other_eyes_still_keeps_accounts(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("admin")
    assert rows(visit("accounts", **{"as": "clerk"}))


def test_role_and_places_are_changed_on_record_and_hold_at_once(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("admin")
    app = chosen("li")
    app.selectbox(key=f"role li clerk {TOWN}").select("analyst")
    app.multiselect(key=f"places li clerk {TOWN}").set_value([OTHER])
    press(app, "save_account")
    assert rows(app)["li"][1:3] == ["Analyst", "合黎镇"]
    assert entries(staff)[0] == ("admin", "admin:*", "account_changed", f"account li: analyst, {OTHER}")


def test_a_disabled_account_is_signed_out_and_let_in_again(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    token = desk.vouched_for("proxy", "li")
    as_account("admin")
    app = press(chosen("li"), "disable_account")
    assert rows(app)["li"][5] == "disabled"
    assert desk.session_of(token or "") == "account"
    press(app, "enable_account")
    assert rows(app)["li"][5] == "in use"
    again = desk.vouched_for("proxy", "li") or ""
    press(run(app), "end_sessions")
    assert desk.session_of(again) == "account"
    done = [entry[2] for entry in entries(staff)]
    assert done[:4] == ["session_ended", "account_enabled", "session_ended", "account_disabled"]


def test_an_account_is_added_and_its_password_is_kept_nowhere_on_the_page(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("admin")
    app = visit("accounts", lang="en")
    app.text_input(key="new_account_name").set_value("Zhao.M")
    app.selectbox(key="new_account_role").select("clerk")
    app.multiselect(key="new_account_places").set_value([TOWN, OTHER])
    app.text_input(key="new_account_password").set_value("short")
    press(app, "add_account")
    assert "12 to 200 characters" in app.error[0].value
    app.text_input(key="new_account_password").set_value(PASSWORD)
    press(app, "add_account")
    assert rows(app)["zhao.m"][:4] == ["zhao.m", "Clerk", "巷道镇, 合黎镇", "password"]
    assert entries(staff)[0][2:] == ("account_added", "account zhao.m: clerk, 2 places")
    assert desk.sign_in("zhao.m", PASSWORD)
    assert PASSWORD not in repr(app.session_state)
    app.text_input(key="account_password").set_value("another quiet river")
    press(app, "set_password")
    assert desk.sign_in("zhao.m", PASSWORD) is None
    assert desk.sign_in("zhao.m", "another quiet river")


def test_nobody_changes_their_own_account(staff: Store, as_account: Callable[[str], None]) -> None:
    as_account("admin")
    app = chosen("admin")
    assert "This is your own account." in str(texts(app))
    assert not [each.key for each in app.button if each.key in ("save_account", "disable_account")]
    own = next(each for each in keeping.all_accounts(staff) if each.name == "admin")
    for change in ({"role": "analyst"}, {"scope": [TOWN]}, {"is_disabled": True}):
        with pytest.raises(AccountError, match="found your own"):
            keeping.change_account(staff, own, " ADMIN ", **change)  # type: ignore[arg-type]
    with pytest.raises(AccountError, match="found your own"):
        keeping.set_password(staff, own, "admin", PASSWORD)


def test_an_administrator_of_one_town_keeps_its_accounts_alone(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("local")
    app = chosen("li")
    assert set(rows(app)) == {"li", "local"}
    box = app.multiselect(key=f"places li clerk {TOWN}")
    assert box.options == ["高台县 / 巷道镇"]
    own = next(each for each in keeping.all_accounts(staff) if each.name == "local")
    for scope in (["*"], [COUNTY], [OTHER], [TOWN, OTHER], ["999"]):
        with pytest.raises(AccountError, match="places that are not yours"):
            keeping.change_account(staff, own, "li", scope=scope)
        with pytest.raises(AccountError, match="places that are not yours"):
            keeping.add(staff, own, "new", "analyst", scope, password=PASSWORD)
    for change in (keeping.end_sessions, lambda *a: keeping.change_account(*a, is_disabled=True)):
        with pytest.raises(AccountError, match="places that are not yours"):
            change(staff, own, "wang")


def test_who_is_no_longer_an_administrator_changes_nothing_from_an_open_page(
    staff: Store, as_account: Callable[[str], None]
) -> None:
    as_account("admin")
    app = chosen("li")
    own = next(each for each in keeping.all_accounts(staff) if each.name == "admin")
    keeping.change_account(staff, "root", "admin", role="clerk")
    press(app, "disable_account")
    assert not drawn(app)
    assert not next(each for each in keeping.all_accounts(staff) if each.name == "li").is_disabled
    with pytest.raises(AccessError):
        keeping.change_account(staff, own, "li", is_disabled=True)  # read before, changed since
    keeping.change_account(staff, "root", "admin", role="admin", is_disabled=True)
    with pytest.raises(AccessError):
        keeping.set_password(staff, own, "li", PASSWORD)
