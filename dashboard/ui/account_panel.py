"""One account beside the list: its role and places, its password, its state; or a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access import EVERYWHERE, rules
from dashboard.access.gate import REFUSED
from dashboard.errors import AccessError, DeskError, SignInError
from dashboard.locale import Words
from dashboard.settings import load
from dashboard.ui import loading, signed_in, stores
from dashboard.ui.loading import STORE
from dashboard.ui.markdown import plain
from dashboard.ui.viewing import offered_places, role_word, scope_words

if TYPE_CHECKING:
    from dashboard.accounts.account import Account
    from dashboard.store import Store

CHOSEN = "account_chosen"
"""The session's key of the account whose side is open."""
_SAID = "account_said"
_FORMS = "provider:SUBJECT / proxy:NAME"
_PASSWORD, _NEW_PASSWORD = "account_password", "new_account_password"
Act = Callable[["Store", "Account"], object]


def said() -> None:
    """What became of the last press, told once."""
    is_done, text = st.session_state.pop(_SAID, (True, ""))
    if text:
        (st.success if is_done else st.error)(plain(text))


def draw(account: Account, keeper: Account, open_count: int, names: Mapping[str, str], t: Words) -> None:
    """Draw what may be done with an account."""
    name = account.name
    st.markdown(f"**{plain(name)}**")
    if name == keeper.name:
        told = scope_words(account.scope, names, t)
        st.caption(
            plain(t("{role}, responsible for: {places}", role=role_word(account.role, t), places=told))
        )
        st.text(t("This is your own account. Another administrator changes it, or whoever runs this desk."))
    else:
        _change(account, keeper, names, t)
        _state(account, open_count, t)
        _password(name, t)
    st.button(t("Close"), key="close_account", type="tertiary", on_click=_close)


def draw_new(keeper: Account, names: Mapping[str, str], t: Words) -> None:
    """Draw the form for a new account."""
    title = t("New account")
    st.markdown(f"**{plain(title)}**")
    st.text_input(
        t("Account name"), key="new_account_name", max_chars=40,
        help=t("Letters, digits and . _ - @; not a number of a person."),
    )  # fmt: skip
    _role_box("new_account_role", "", t)
    _places_box("new_account_places", (), keeper, names, t)
    ways = load().sign_in_ways
    if "password" in ways:
        st.text_input(
            t("Password"), key=_NEW_PASSWORD, type="password", autocomplete="new-password",
            help=t("At least 12 characters; a short sentence is easily kept in mind."),
        )  # fmt: skip
    if set(ways) - {"password"}:
        st.text_input(
            t("Identity"), key="new_account_identity", max_chars=200,
            placeholder=" / ".join(f"{way}:…" for way in ways if way != "password"),
            help=t("What a provider or a proxy vouches for: {forms}.", forms=_FORMS),
        )  # fmt: skip
    st.button(t("Add account"), key="add_account", type="primary", on_click=_add, args=(t,))


def _change(account: Account, keeper: Account, names: Mapping[str, str], t: Words) -> None:
    # The keys name what stands, so that a change that came from elsewhere is shown, not what was there before.
    now = f"{account.name} {account.role} {' '.join(account.scope)}"
    _role_box(f"role {now}", account.role, t)
    _places_box(f"places {now}", account.scope, keeper, names, t)
    st.button(
        t("Save role and places"), key="save_account", type="primary", on_click=_save, args=(account.name, now, t)
    )  # fmt: skip


def _role_box(key: str, role: str, t: Words) -> None:
    roles = list(rules().roles)
    st.selectbox(
        t("Role"), roles, index=roles.index(role) if role in roles else None, key=key,
        format_func=lambda each: role_word(each, t), placeholder=t("Choose a role"),
    )  # fmt: skip


def _places_box(
    key: str, scope: tuple[str, ...], keeper: Account, names: Mapping[str, str], t: Words
) -> None:
    """Places by their names, of the keeper's own where these are not all."""
    offered = {EVERYWHERE: t("All places")} | _tree()
    if EVERYWHERE not in keeper.scope:
        own = _own(keeper.scope)
        offered = {code: name for code, name in offered.items() if code in own}
    st.multiselect(
        t("Responsible for"), list(dict.fromkeys((*offered, *scope))), default=list(scope), key=key,
        format_func=lambda code: offered.get(code) or names.get(code, code), placeholder=t("Choose places"),
        accept_new_options=True, help=t("The code of a place that is not on offer can be typed."),
    )  # fmt: skip


def _tree() -> dict[str, str]:
    """The places of the store by their codes, each with the one that it lies in."""
    try:
        tree = loading.geography(STORE)
    except DeskError:  # a store that holds nothing yet has no places
        return {}
    named = {}
    for code in offered_places(tree):
        region = tree.position(code)
        above = int(tree.parents[region])
        named[code] = f"{tree.names[above]} / {tree.names[region]}" if above >= 0 else tree.names[region]
    return named


def _own(scope: tuple[str, ...]) -> frozenset[str]:
    """Some places of the store and all that lies in them."""
    try:
        tree = loading.geography(STORE)
    except DeskError:
        return frozenset(scope)
    found = {code for code in scope if code in tree.codes}
    for region in sorted(range(tree.region_count), key=lambda r: int(tree.depth[r])):
        if tree.parents[region] >= 0 and tree.codes[tree.parents[region]] in found:
            found.add(tree.codes[region])
    return frozenset(found)


def _state(account: Account, open_count: int, t: Words) -> None:
    """Shut out or let in again, forget wrong passwords, sign out everywhere."""
    name = account.name
    with st.container(key="account_state", horizontal=True):
        if account.is_disabled:
            st.button(t("Enable"), key="enable_account", on_click=_flag, args=(name, False, t))
        else:
            st.button(t("Disable"), key="disable_account", on_click=_flag, args=(name, True, t))
        if account.failed_tries or account.locked_until:
            st.button(t("Unlock"), key="unlock_account", on_click=_unlock, args=(name, t))
        if open_count:
            label = t.plural("End {n} session", "End {n} sessions", open_count)
            st.button(label, key="end_sessions", on_click=_end_sessions, args=(name, t))


def _password(name: str, t: Words) -> None:
    if "password" not in load().sign_in_ways:
        return
    with st.expander(t("Set a password")):
        st.text_input(
            t("New password"), key=_PASSWORD, type="password", autocomplete="new-password",
            help=t("At least 12 characters; a short sentence is easily kept in mind."),
        )  # fmt: skip
        st.caption(plain(t("The account is unlocked, and signed out everywhere.")))
        st.button(t("Set password"), key="set_password", on_click=_set_password, args=(name, t))


def _add(t: Words) -> None:
    from dashboard.accounts import keeping

    asked = st.session_state
    name, password = str(asked.get("new_account_name") or ""), str(asked.get(_NEW_PASSWORD) or "")
    role, scope = asked.get("new_account_role") or "", tuple(asked.get("new_account_places") or ())
    identity = str(asked.get("new_account_identity") or "").strip()
    asked[_NEW_PASSWORD] = ""

    def add(store: Store, keeper: Account) -> None:
        made = keeping.add(store, keeper, name, role, scope, password=password, identity=identity)
        for key in ("new_account_name", "new_account_identity"):
            asked[key] = ""
        asked["new_account_role"], asked["new_account_places"] = None, []
        asked[CHOSEN] = made.name

    _do(add, t("Account {name} was added.", name=name.strip()), t)


def _save(name: str, now: str, t: Words) -> None:
    from dashboard.accounts import keeping

    role, scope = st.session_state[f"role {now}"], tuple(st.session_state[f"places {now}"])
    _do(
        lambda store, keeper: keeping.change_account(store, keeper, name, role=role, scope=scope),
        t("Role and places of {name} were changed.", name=name), t,
    )  # fmt: skip


def _flag(name: str, is_disabled: bool, t: Words) -> None:
    from dashboard.accounts import keeping

    done = (
        t("Account {name} is disabled and signed out everywhere.", name=name)
        if is_disabled
        else t("Account {name} may sign in again.", name=name)
    )
    _do(
        lambda store, keeper: keeping.change_account(store, keeper, name, is_disabled=is_disabled), done, t
    )  # fmt: skip


def _unlock(name: str, t: Words) -> None:
    from dashboard.accounts import keeping

    done = t("Account {name} is unlocked.", name=name)
    _do(lambda store, keeper: keeping.change_account(store, keeper, name, unlock=True), done, t)


def _end_sessions(name: str, t: Words) -> None:
    from dashboard.accounts import keeping

    done = t("Account {name} is signed out everywhere.", name=name)
    _do(lambda store, keeper: keeping.end_sessions(store, keeper, name), done, t)


def _set_password(name: str, t: Words) -> None:
    from dashboard.accounts import keeping

    password = str(st.session_state.get(_PASSWORD) or "")
    st.session_state[_PASSWORD] = ""
    done = t("Account {name} has another password.", name=name)
    _do(lambda store, keeper: keeping.set_password(store, keeper, name, password), done, t)


def _do(act: Act, done: str, t: Words) -> None:
    """Do it as whoever is signed in at this moment, and keep what is to be said of it."""
    try:
        act(stores.configured(), signed_in.required().account)
    except SignInError:
        return  # the page itself says why nobody is signed in
    except DeskError as error:
        st.session_state[_SAID] = False, _told(error, t)
    else:
        st.session_state[_SAID] = True, done


def _told(error: DeskError, t: Words) -> str:
    """A refusal in the viewer's language."""
    from dashboard.accounts.keeping import OUTSIDE, OWN

    fault = error.faults[0]
    if isinstance(error, AccessError) or fault == REFUSED:
        return t("Your role does not include this.")
    if fault == OWN:
        return t("This is your own account. Another administrator changes it, or whoever runs this desk.")
    if fault == OUTSIDE:
        return t("You keep accounts of your own places alone.")
    if "is there already" in fault:
        return t("There is an account of that name already.")
    told = {
        "account": t(
            "An account's name has 2 to 40 letters, digits and the signs . _ - @, and names no person."
        ),
        "role": t("Choose a role."),
        "scope": t("Choose at least one place, or all places alone."),
        "identity": t("An identity is written {forms}, and belongs to nobody else.", forms=_FORMS),
        "password": t(
            "A password has 12 to 200 characters, at least 5 of them different, without the account's name."
        ),
    }
    return told.get(fault.partition(":")[0], fault)


def _close() -> None:
    st.session_state.pop(CHOSEN, None)
