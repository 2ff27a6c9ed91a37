"""The page of data: bring files in, see which reports are there, and which batches were stored.

A data folder has no store behind it: there the page checks, and says plainly that nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.gate import require
from dashboard.locale import Words
from dashboard.ui import address, data_batches, data_files, data_matrix, data_offer, loading, moving
from dashboard.ui.markdown import plain
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Store

_IMPORT, _REPORTS, _BATCHES = "import", "reports", "batches"
_TABS = "data_tabs"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    require(workspace.viewer, "import", "figures")
    moving.follow()
    store = loading.store(address.get("data"))
    titles = {_IMPORT: t("Bring in"), _REPORTS: t("What is there")}
    if store is not None:
        titles[_BATCHES] = t("Batches")
    part = address.get("data_part")
    part = part if part in titles else _IMPORT
    address.keep(data_part=part)
    st.session_state[_TABS] = titles[part]
    tabs = st.tabs(list(titles.values()), key=_TABS, on_change=_turn, args=(titles,))
    # The files stay where they were dropped while another part is looked at.
    with tabs[0]:
        _bring_in(workspace, store, t)
    for name, tab in list(zip(titles, tabs, strict=True))[1:]:
        if tab.open:
            with tab:
                if name == _BATCHES and store is not None:
                    data_batches.draw(workspace, store, t)
                else:
                    data_matrix.draw(workspace, store, t)


def _turn(titles: dict[str, str]) -> None:
    chosen = st.session_state[_TABS]
    address.keep(data_part=next(name for name, title in titles.items() if title == chosen))


def _bring_in(workspace: Workspace, store: Store | None, t: Words) -> None:
    """Files, what they say, what they would change, and the one button that stores them."""
    with st.container(horizontal=True, key="bring_in_head", vertical_alignment="bottom"):
        head = st.empty()
        head.title(t("Bring in data"), anchor=False)
        st.space("stretch")
        data_files.templates(t)
    st.markdown(plain(t(
        "Drop the files as they came: Excel or CSV, with title lines, totals and notes. They are checked at once."
    )))  # fmt: skip
    if store is None:
        folder = loading.source_name()
        st.info(plain(t(
            "This is a check-only desk: the data here is a folder, so nothing is stored. "
            "One command makes a store of it, and serves it:"
        )))  # fmt: skip
        st.code(_to_a_store(str(loading.sources()[folder] or "")), language=None, wrap_lines=True)
    spot = st.container()
    files = data_files.dropped(workspace, store, t)
    if store is not None and not files:
        with spot:
            data_offer.done(workspace, store, t)
    if headline := data_offer.draw(workspace, store, files, t):
        head.title(headline, anchor=False)


def _to_a_store(folder: str) -> str:
    """The command that makes a store of a folder and serves it; only the folder's own name is shown."""
    name = folder.replace("\\", "/").rstrip("/").rpartition("/")[2] or "FOLDER"
    first = f"python -m dashboard import {name} --store sqlite:///desk.db --yes"
    return f"{first} && python -m dashboard serve --store sqlite:///desk.db"
