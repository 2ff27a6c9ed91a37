"""The audit log for those who read it: who did what with what, the newest first, fifty entries at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.access import Viewer, require
from dashboard.access.audit import NOBODY
from dashboard.locale import Words
from dashboard.reports.audit_table import audit_table
from dashboard.reports.export import Sheet
from dashboard.settings import load
from dashboard.store import Store
from dashboard.store.audit import Entry
from dashboard.store.audit_pages import Wanted
from dashboard.ui import address, audit_chain, audit_filters, loading, signed_in, stores
from dashboard.ui.export_buttons import buttons
from dashboard.ui.markdown import plain
from dashboard.wording.audit import Names, action_word, object_words, role_and_places

ON_A_PAGE = 50
MOST_TAKEN_OUT = 50_000
"""Entries in one file; the period is chosen so that it suffices."""


def draw(t: Words) -> None:
    """Draw the page.

    It raises what :func:`reader` does.
    """
    source = loading.source_name()
    viewer = reader(source)
    log = stores.of_the_log()
    wanted = audit_filters.wanted(source, viewer, log)
    found = log.audit_count(wanted)
    of_all = log.audit_count(Wanted(prefix=wanted.prefix, scopes=wanted.scopes))
    st.title(t("Audit log"), anchor=False)
    st.markdown(plain(_about(source, wanted, t)))
    if not wanted.prefix and viewer.sees_everywhere:
        audit_chain.draw(log, t)
    audit_filters.draw(log, wanted, found, of_all, t)
    if not found:
        st.text(t("No entry fits.") if of_all else t("There is no entry yet."))
        return
    last = (found - 1) // ON_A_PAGE
    at = min(_page(), last)
    entries = log.audit_page(wanted, at * ON_A_PAGE, ON_A_PAGE)
    names = loading.place_names(source)
    with st.container(key="audit_table"):
        st.table(pd.DataFrame([_row(entry, wanted.prefix, names, t) for entry in entries]), hide_index=True)
    _pager(at, last, found, t)
    buttons(
        viewer, ("audit_log",), lambda: _sheet(log, wanted, found, source, t), f"audit_{source}", t, ("csv",)
    )


def reader(source: str) -> Viewer:
    """Who reads the log: where there are accounts it names their owners, and other eyes open nothing of it.

    Raises:
        SignInError: nobody is signed in, where there are accounts.
        AccessError: the role of who asks does not include the audit log.
        StoreError: the store cannot be opened.
    """
    viewer = loading.viewer(source)
    if load().store_url:
        from dashboard.accounts.keeping import has_accounts

        if has_accounts(stores.configured()):
            viewer = signed_in.required().account.viewer
    require(viewer, "view", "audit_log")
    return viewer


def _about(source: str, wanted: Wanted, t: Words) -> str:
    if wanted.prefix:
        return t(
            "What was done with the data {name}, by whom and when. Entries are only ever added.", name=source
        )
    return t(
        "Who looked at whom, took out files, signed in, was refused, or changed data. People stand here by codes "
        "alone, and entries are only ever added."
    )


def _page() -> int:
    """The page of the address, from 0; what is none is the first."""
    text = address.get("log_page")
    return max(int(text) - 1, 0) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _pager(at: int, last: int, found: int, t: Words) -> None:
    """Which entries these are, and the way to newer and older ones."""
    if not last:
        return
    with st.container(key="pager", horizontal=True, vertical_alignment="center"):
        st.button(t("‹ Newer"), key="newer", disabled=at == 0, on_click=_turn, args=(at - 1,))
        first, end = at * ON_A_PAGE + 1, min((at + 1) * ON_A_PAGE, found)
        st.markdown(t("{first} to {end} of {all}", first=first, end=end, all=f"{found:,}"), width="content")
        st.button(t("Older ›"), key="older", disabled=at == last, on_click=_turn, args=(at + 1,))


def _turn(page: int) -> None:
    address.keep(log_page=str(page + 1) if page else "")


def _row(entry: Entry, prefix: str, names: Names, t: Words) -> dict[str, str]:
    role, places = role_and_places(entry.scope, names, t)
    told = {
        t("No."): str(entry.seq),
        t("Time"): clock(entry.at),
        t("Who"): entry.actor if entry.actor != NOBODY else t("not signed in"),
        t("Role"): role,
        t("Responsible for"): places,
        t("Action"): action_word(entry.action, t),
        t("Object"): object_words(entry.object.removeprefix(prefix), names, t),
        t("Row count"): f"{entry.count:,}" if entry.count else "",
    }
    return {name: plain(value) for name, value in told.items()}


def clock(at: str) -> str:
    """A moment of the log on the server's own clock."""
    moment = datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _sheet(log: Store, wanted: Wanted, found: int, source: str, t: Words) -> Sheet:
    """The filtered log, read when the button is pressed."""
    entries: Sequence[Entry] = log.audit_page(wanted, 0, MOST_TAKEN_OUT)
    seq, digest = log.audit_head()
    marks = [t("Audit log of {name}.", name=source)]
    if not wanted.prefix:
        marks.append(t("Head of the log: {head}.", head=f"{seq}:{digest}"))
    if found > MOST_TAKEN_OUT:
        marks.append(t("The newest {n} of {all} entries.", n=f"{MOST_TAKEN_OUT:,}", all=f"{found:,}"))
    return audit_table(entries, marks, loading.place_names(source), t)
