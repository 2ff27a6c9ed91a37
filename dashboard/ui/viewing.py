"""Who looks: who has signed in; on made-up data also with someone else's eyes, a role and a place.

Those are kept in the address as ``as=ROLE:CODE``. Anywhere but on made-up data they are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access import EVERYWHERE, SAMPLE_VIEWER, Viewer, rules
from dashboard.engine.panel import Panel
from dashboard.errors import AccessError
from dashboard.locale import Words, words
from dashboard.ui import address, signed_in
from dashboard.ui.closing import is_closed
from dashboard.ui.markdown import plain
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.accounts.account import Account
    from dashboard.accounts.sessions import Over, Session

_NAME = "as"
_LEVELS = ("city", "county", "town")


def is_made_up(whole: Workspace) -> bool:
    """Whether nobody and nothing in this data is real, so that it may be seen with other eyes."""
    return whole.is_synthetic and not whole.needs_sign_in


def in_force(whole: Workspace) -> Viewer:
    """Who looks at this data: who is signed in, else the viewer of samples; on made-up data whom the address names.

    Asked anew by every loader. Only for made-up data does an account look with other eyes, and keeps its name.

    Raises:
        SignInError: nobody is signed in, and nobody sees this data without.
        AccessError: the data is not made up, or the address names no role.
    """
    found = signed_in.session()
    closed = is_closed(whole.path, is_made_up=whole.is_synthetic, needs_sign_in=whole.needs_sign_in)
    if isinstance(found, str) and closed:
        raise signed_in.refusal(found)
    own = SAMPLE_VIEWER if isinstance(found, str) else found.account.viewer
    asked = address.get(_NAME)
    if not asked:
        return own
    t = words(address.language())
    if not is_made_up(whole):
        raise AccessError(t("Only made-up data can be seen with someone else's eyes."))
    role, _, code = asked.partition(":")
    if role not in rules().roles:
        raise AccessError(t("There is no such role."))
    return Viewer(role, (code or EVERYWHERE,), own.name)


def switch(found: Session | Over, places: Panel | None, names: Mapping[str, str], t: Words) -> None:
    """Who is signed in, with the way out; on made-up data with these places, the choice of role and place.

    ``names`` are those of places by their codes.
    """
    account = None if isinstance(found, str) else found.account
    if places is None and account is None:
        return
    role, _, code = address.get(_NAME).partition(":")
    if role not in rules().roles:
        role = SAMPLE_VIEWER.role if account is None else account.role
    offered = {EVERYWHERE: t("All places")} | (offered_places(places) if places is not None else {})
    code = code if code in offered else EVERYWHERE
    if account is None or (address.get(_NAME) and places is not None):
        name = role_word(role, t)
        who = name if code == EVERYWHERE else t("{role}, {place}", role=name, place=offered[code].strip())
        label = t("Seen as: {who}", who=plain(who))
    else:
        label = plain(t("{name}, {role}", name=account.name, role=role_word(account.role, t)))
    with st.container(key="viewing"), st.popover(label, type="tertiary"):
        if account is not None:
            _account(account, names, t)
        if places is not None:
            _eyes(role, code, offered, t)


def _account(account: Account, names: Mapping[str, str], t: Words) -> None:
    """Who is signed in as what, for which places, and the way out."""
    st.markdown(f"**{plain(account.name)}**")
    scope = scope_words(account.scope, names, t)
    st.caption(plain(t("{role}, responsible for: {places}", role=role_word(account.role, t), places=scope)))
    st.button(t("Sign out"), key="sign_out", on_click=signed_in.sign_out)


def scope_words(scope: Sequence[str], names: Mapping[str, str], t: Words) -> str:
    """Places by their names; one that is not known by its code."""
    return t("All places") if EVERYWHERE in scope else t(", ").join(names.get(code, code) for code in scope)


def role_word(role: str, t: Words) -> str:
    """A role in the viewer's words."""
    found = rules().roles.get(role)
    return t.label(found.name) if found else role


def _eyes(role: str, code: str, offered: dict[str, str], t: Words) -> None:
    """The choice of role and place."""
    roles = rules().roles
    st.session_state["viewing_role"], st.session_state["viewing_place"] = role, code
    st.selectbox(
        t("See this as"), list(roles), format_func=lambda each: t.label(roles[each].name),
        key="viewing_role", on_change=_keep,
    )  # fmt: skip
    st.selectbox(
        t("Responsible for"), list(offered), format_func=offered.__getitem__,
        key="viewing_place", on_change=_keep,
    )  # fmt: skip
    st.caption(plain(t.label(roles[role].about)))
    st.caption(t("For made-up data only. With data about people, everyone signs in."))


def offered_places(places: Panel) -> dict[str, str]:
    """Places that someone may be responsible for, by code, each under the one it lies in."""
    return {
        places.codes[r]: "　" * int(places.depth[r]) + places.names[r]
        for r in _in_order(places)
        if places.levels[r] in _LEVELS
    }


def _in_order(places: Panel) -> list[int]:
    """All places, each followed by its parts."""
    order: list[int] = []
    waiting = [r for r in range(places.region_count - 1, -1, -1) if places.parents[r] < 0]
    while waiting:
        region = waiting.pop()
        order.append(region)
        waiting += reversed(places.children[region])
    return order


def _keep() -> None:
    role, code = st.session_state["viewing_role"], st.session_state["viewing_place"]
    chosen = role if code == EVERYWHERE else f"{role}:{code}"
    if (role, code) == (SAMPLE_VIEWER.role, EVERYWHERE) and isinstance(signed_in.session(), str):
        chosen = ""  # who looks at samples anyway
    address.keep(**{_NAME: chosen, "region": "", "level": ""})
