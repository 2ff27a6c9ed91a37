"""The audit log of the data in the address, the newest entry first; for roles that include it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.access import EVERYWHERE, require, rules
from dashboard.access.audit import AuditEntry
from dashboard.locale import Words
from dashboard.ui import address, loading
from dashboard.ui.markdown import plain

MOST = 500
"""Entries shown; all of them are in the log."""


def draw(t: Words) -> None:
    """Draw the page.

    Raises:
        AccessError: the viewer's role does not include the audit log.
    """
    source = address.get("data") or next(iter(loading.sources()))
    viewer = loading.viewer(source)
    require(viewer, "view", "audit_log")
    open_codes = set(loading.workspace(source, "").tables["regions"]["region_code"])
    entries = [
        entry
        for entry in loading.audit(source).entries()
        if viewer.sees_everywhere or set(entry.scope) <= open_codes
    ]
    st.title(t("Audit log"), anchor=False)
    st.markdown(
        plain(
            t(
                "What was exported from the data {name}, by whom and when. Entries are only ever added.",
                name=source,
            )
        )
    )
    if not entries:
        st.text(t("There is no entry yet."))
        return
    with st.container(key="audit_table"):
        st.table(pd.DataFrame([_row(entry, t) for entry in reversed(entries[-MOST:])]), hide_index=True)
    if len(entries) > MOST:
        st.caption(t("The newest {n} of {all} entries.", n=MOST, all=len(entries)))


def _row(entry: AuditEntry, t: Words) -> dict[str, str]:
    table = rules()
    role, action = table.roles.get(entry.role), next((a for a in table.actions if a == entry.action), None)
    everywhere = EVERYWHERE in entry.scope
    told = {
        t("Time (UTC)"): entry.at.replace("T", " ").removesuffix("+00:00"),
        t("Who"): entry.actor or t("not signed in"),
        t("Role"): t.label(role.name) if role else entry.role,
        t("Responsible for"): t("All places") if everywhere else t(", ").join(entry.scope),
        t("Action"): t.label(table.actions[action]) if action else entry.action,
        t("Object"): entry.object,
        t("Row count"): str(entry.count),
    }
    return {name: plain(value) for name, value in told.items()}
