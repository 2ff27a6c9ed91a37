"""Who looked at whom: one entry in the audit log for each list of people and each person that is shown.

It is kept before anything is drawn. Running the same view again is no other look; coming back to it is.
"""

from __future__ import annotations

import streamlit as st

from dashboard.access import Viewer
from dashboard.ui import loading

_SEEN = "looked_at"


def on_page(name: str) -> None:
    """Forget what was looked at on the page before."""
    page, _ = st.session_state.get(_SEEN, ("", {}))
    if page != name:
        st.session_state[_SEEN] = (name, {})


def at(part: str, viewer: Viewer, thing: str, count: int, *which: str) -> None:
    """Record a look before what is looked at is drawn.

    Args:
        part: the part of the page, such as its list; it shows one thing at a time.
        viewer: who looks.
        thing: what at, for the log; it names nobody.
        count: how many people it shows.
        which: what else tells this look from another, such as the filters; it is not recorded.

    Raises:
        StoreError: the entry could not be kept; then nothing is to be shown.
    """
    source = loading.source_name()
    _, seen = st.session_state.setdefault(_SEEN, ("", {}))
    look = (source, viewer, thing, count, *which)
    if seen.get(part) != look:
        loading.audit(source).write(viewer.name, viewer.role, viewer.scope, "view", thing, count)
        seen[part] = look


def away(part: str) -> None:
    """Nothing is shown there any more."""
    st.session_state.setdefault(_SEEN, ("", {}))[1].pop(part, None)
