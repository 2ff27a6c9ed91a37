"""The page of roles: what each is for, and which fields it may see or change."""

from __future__ import annotations

from contextlib import suppress

import pandas as pd
import streamlit as st

from dashboard.access import Rules, rules
from dashboard.access.rules import ACTIONS
from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.ui import address, loading
from dashboard.ui.markdown import plain


def draw(t: Words) -> None:
    """Draw the page."""
    table = rules()
    mine = ""
    with suppress(DeskError):  # the table is shown whatever is wrong with the data
        mine = loading.viewer(address.get("data")).role
    st.title(t("Who may see and do what"), anchor=False)
    said = t(
        "Everyone sees only the places they are responsible for, and of these only what their role includes."
    )
    if mine in table.roles:
        said += t.space + t("You see this as: {role}.", role=t.label(table.roles[mine].name))
    st.markdown(plain(said))
    with st.container(key="roles", gap="small"):
        for role in table.roles.values():
            title = f"**{plain(t.label(role.name))}**"
            st.markdown(f"{title} {plain(t.label(role.about))}")
    with st.container(key="role_table"):
        st.table(_table(table, mine, t))
    with st.container(gap="small"):
        for rule in table.apart:
            st.caption(plain(t.label(rule.why)))
        examples = t(", ").join(("110105********0021", "138****8000", "张*"))
        st.caption(
            plain(t("Identities are masked before they leave the server: {examples}.", examples=examples))
        )


def _table(table: Rules, mine: str, t: Words) -> pd.DataFrame:
    """One row a group of fields, one column a role; the viewer's own role in bold."""
    rows = {
        plain(t.label(group.name)): [_cell(table, role, name, role == mine, t) for role in table.roles]
        for name, group in table.groups.items()
    }
    names = [
        f"**{plain(t.label(role.name))}**" if name == mine else plain(t.label(role.name))
        for name, role in table.roles.items()
    ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names)


def _cell(table: Rules, role: str, group: str, is_mine: bool, t: Words) -> str:
    words = [
        plain(t.label(table.actions[action])) for action in ACTIONS if table.holds(role, f"{action} {group}")
    ]
    told = t.pick("、", ", ").join(words) if words else "—"
    return f"**{told}**" if is_mine and words else told
