"""The page of accounts: who may sign in as what, for which places, and everything that is done with an account.

Who looks is who has signed in: other eyes (``as=``) open nothing here. Each press asks again who that is, and the
change itself asks once more (``dashboard/accounts/keeping.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.errors import StoreError
from dashboard.locale import Words
from dashboard.settings import load
from dashboard.ui import account_panel, loading, signed_in, stores
from dashboard.ui.audit_page import clock
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data
from dashboard.ui.viewing import role_word, scope_words

if TYPE_CHECKING:
    from dashboard.accounts.account import Account

CHOSEN = account_panel.CHOSEN


def draw(t: Words) -> None:
    """Draw the page.

    Raises:
        SignInError: nobody is signed in.
        AccessError: the role of who is does not include the accounts.
        StoreError: the store cannot be opened.
    """
    if not _has_accounts():
        st.title(t("Accounts"), anchor=False)
        st.text(
            t("No accounts are kept here: this desk shows data that needs no sign-in.")
            if not load().store_url
            else t("There is no account yet. The first one is made at the command line:")
        )
        if load().store_url:
            st.code("python -m dashboard accounts add NAME --role admin --scope '*'", language=None)
        else:
            st.text(
                t(
                    "Accounts live in a store ({setting}); then an administrator finds them here.",
                    setting="store_url",
                )
            )
        return
    from dashboard.accounts import desk, keeping, sessions

    keeper = signed_in.required().account
    store = stores.configured()
    found = keeping.accounts_kept_by(store, keeper)
    names = loading.names_of_scopes()
    st.title(t("Accounts"), anchor=False)
    st.markdown(plain(_lead(found, t)))
    account_panel.said()
    chosen = next((each for each in found if each.name == st.session_state.get(CHOSEN)), None)
    open_counts = sessions.open_counts(store, desk.now(), desk.limits())
    with st.container(key="accounts"):
        left, right = st.columns([1, 0.4], gap="medium")
        with left:
            rows = _rows(found, keeper, store.audit_newest("sign_in"), open_counts, names, chosen, t)
            registry.listing(rows, key="account_rows", on_open=_open)
        with right, st.container(border=True, key="panel"):
            if chosen is None:
                account_panel.draw_new(keeper, names, t)
            else:
                account_panel.draw(chosen, keeper, open_counts.get(chosen.name, 0), names, t)
    st.caption(
        plain(t("Times are those of the server's clock. A scope holds a place and all that lies in it."))
    )


def _has_accounts() -> bool:
    """Whether there is anybody who could be signed in."""
    if not load().store_url:
        return False
    from dashboard.accounts.keeping import all_accounts

    try:
        return bool(all_accounts(stores.configured()))
    except StoreError:
        signed_in.required()  # who is not signed in is told no more than that
        raise


def _lead(found: tuple[Account, ...], t: Words) -> str:
    """How many there are, how many are shut out, and that a change holds at once."""
    shut, locked = sum(each.is_disabled for each in found), sum(map(is_locked, found))
    said = [t.plural("{n} account.", "{n} accounts.", len(found))]
    if shut:
        said.append(t.plural("{n} is disabled.", "{n} are disabled.", shut))
    if locked:
        said.append(t.plural("{n} is locked for a while.", "{n} are locked for a while.", locked))
    said.append(t("Every change is on record and holds at once, in open pages too."))
    return t.space.join(said)


def is_locked(account: Account) -> bool:
    """Whether wrong passwords keep an account shut for now."""
    from dashboard.accounts import desk
    from dashboard.store.change import timestamp

    return account.locked_until > timestamp(desk.now())


def _rows(
    found: tuple[Account, ...],
    keeper: Account,
    last: dict[str, str],
    open_counts: dict[str, int],
    names: dict[str, str],
    chosen: Account | None,
    t: Words,
) -> Data:
    """The component ``listing``: a row an account."""
    ways = {"provider": t("provider"), "proxy": t("proxy")}
    rows = []
    for each in found:
        vouched = each.identity.partition(":")[0]
        by = [*([t("password")] if each.has_password else []), *([ways[vouched]] if vouched in ways else [])]
        state, is_strong = t("in use"), False
        if each.is_disabled:
            state, is_strong = t("disabled"), True
        elif is_locked(each):
            state, is_strong = t("locked until {time}", time=clock(each.locked_until)), True
        cells = [
            cell(each.name, t("your own") if each.name == keeper.name else "", open={"account": each.name}),
            cell(role_word(each.role, t)),
            cell(scope_words(each.scope, names, t)),
            cell(t(", ").join(by)),
            cell(clock(last[each.name]) if each.name in last else t("never signed in"), faint=each.name not in last,
                 small=t.plural("signed in in {n} browser", "signed in in {n} browsers", open_counts[each.name])
                 if each.name in open_counts else ""),
            cell(state, strong=is_strong),
        ]  # fmt: skip
        rows.append(row(each.name, cells, chosen=each is chosen))
    heads = t("Account"), t("Role"), t("Responsible for"), t("Signs in by"), t("Last sign-in"), t("State")
    return {
        "styles": [], "scheme": scheme(), "lang": "en" if t.lang == "en" else "zh-CN",
        "caption": t("Accounts"), "columns": [column(head) for head in heads], "rows": rows, "note": "",
    }  # fmt: skip


def _open() -> None:
    """The row that was pressed is the account that the panel shows."""
    state = st.session_state.get("account_rows")
    what = state.get("open") if state else None
    if isinstance(what, dict) and "account" in what:
        st.session_state[CHOSEN] = str(what["account"])
