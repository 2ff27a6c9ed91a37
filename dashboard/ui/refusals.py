"""What the gate refused, and what an address named outside of the viewer's places: on record, never told.

An entry names who it was, the page, and the code of the place, event or firm; of a refused page nothing more. Who has
not signed in where that is needed is nobody to name, so that is no entry.
"""

from __future__ import annotations

import logging

import streamlit as st

from dashboard.errors import AccessError, DeskError, OutsideError, StoreError
from dashboard.ui import address, loading

_log = logging.getLogger(__name__)
_LAST = "refused"
_PAGE = "page_drawn"


def on_page(name: str) -> None:
    """Remember which page is drawn, for what is refused on it, by its fragments too."""
    st.session_state[_PAGE] = name


def record_fault(error: DeskError) -> None:
    """Record a fault if it is a refusal."""
    if isinstance(error, OutsideError):
        record(error.thing)
    elif isinstance(error, AccessError):
        record()


def record(thing: str = "") -> None:
    """Record that a page, or one thing on it, was refused; once while the same person asks for the same again.

    A log that cannot be written keeps nobody from the answer, which gives nothing away.
    """
    page = st.session_state.get(_PAGE, "")
    source = address.get("data")
    try:
        viewer = loading.viewer(source)
    except DeskError:
        return
    told = f"{page} page, {thing}" if thing else f"{page} page"
    if st.session_state.get(_LAST) == (source, viewer, told):
        return
    try:
        loading.audit(source).write(viewer.name, viewer.role, viewer.scope, "refuse", told, 0)
    except StoreError as error:
        _log.error("a refusal could not be recorded: %s", error)
        return
    st.session_state[_LAST] = (source, viewer, told)
