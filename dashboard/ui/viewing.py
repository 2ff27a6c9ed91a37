"""Seeing made-up data with someone else's eyes: a role and a place, kept in the address as ``as=ROLE:CODE``.

Only made-up data can be looked at like this; anywhere else it is refused, and who looks is who has signed in.
"""

from __future__ import annotations

import streamlit as st

from dashboard.access import EVERYWHERE, SAMPLE_VIEWER, Viewer, rules
from dashboard.engine.panel import Panel
from dashboard.errors import AccessError
from dashboard.locale import Words, words
from dashboard.ui import address
from dashboard.ui.markdown import plain

_NAME = "as"
_LEVELS = ("city", "county", "town")


def in_force(is_synthetic: bool) -> Viewer:
    """Who looks at this data: the role and place that the address names, else the viewer of samples.

    Raises:
        AccessError: the data is not made up, or the address names no role.
    """
    asked = address.get(_NAME)
    if not asked:
        return SAMPLE_VIEWER
    t = words(address.language())
    if not is_synthetic:
        raise AccessError(t("Only made-up data can be seen with someone else's eyes."))
    role, _, code = asked.partition(":")
    if role not in rules().roles:
        raise AccessError(t("There is no such role."))
    return Viewer(role, (code or EVERYWHERE,))


def _written(role: str, code: str) -> str:
    """A role and a place as the address has them; the viewer of samples is not written."""
    if (role, code) == (SAMPLE_VIEWER.role, EVERYWHERE):
        return ""
    return role if code == EVERYWHERE else f"{role}:{code}"


def switch(places: Panel, t: Words) -> None:
    """The choice of role and place, on made-up data with these places."""
    role, _, code = (address.get(_NAME) or SAMPLE_VIEWER.role).partition(":")
    roles = rules().roles
    role = role if role in roles else SAMPLE_VIEWER.role
    offered = {EVERYWHERE: t("All places")} | _offered(places)
    code = code if code in offered else EVERYWHERE
    name = t.label(roles[role].name)
    label = name if code == EVERYWHERE else t("{role}, {place}", role=name, place=offered[code].strip())
    with (
        st.container(key="viewing"),
        st.popover(t("Seen as: {who}", who=plain(label)), type="tertiary"),
    ):
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


def _offered(places: Panel) -> dict[str, str]:
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
    chosen = _written(st.session_state["viewing_role"], st.session_state["viewing_place"])
    address.keep(**{_NAME: chosen, "region": "", "level": ""})
