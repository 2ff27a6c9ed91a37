"""Whether the audit log is as it was written: said in a line, with the head that is to be noted elsewhere."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard.locale import Words
from dashboard.store import Store

SMALL = 2_000
"""A log of so many entries is checked when the page is opened; a longer one when a button is pressed."""
_CHECKED = "chain_checked"


def draw(log: Store, t: Words) -> None:
    """Draw the line, the head, and how to note it."""
    seq, digest = log.audit_head()
    if _CHECKED not in st.session_state and seq <= SMALL:
        _check(log)
    number, faults, at = st.session_state.get(_CHECKED, (0, None, ""))
    with st.container(key="chain"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_told(seq, number, faults, at, t), width="content")
            st.button(t("Check now"), key="check_chain", on_click=_check, args=(log,))
            with st.popover(t("Note the head"), type="tertiary"):
                _head(log, f"{seq}:{digest}", t)
        for fault in (faults or ())[:20]:
            st.text(fault)


def _head(log: Store, head: str, t: Words) -> None:
    """The number and hash of the newest entry, and what they are good for."""
    st.markdown(
        t(
            "The head is the number and hash of the newest entry. Copy it now and then to where nobody who runs this "
            "desk can change it:"
        )
    )
    st.code(head, language=None, wrap_lines=True)
    st.markdown(t("This command says later whether the log was cut off or written anew:"))
    st.code(f"python -m dashboard verify-audit --head {head}", language=None, wrap_lines=True)
    if not log.has_anchor:
        st.markdown(t("No file keeps the heads (store_anchor): a log cut off at its end looks whole."))


def _told(seq: int, number: int, faults: tuple[str, ...] | None, at: str, t: Words) -> str:
    """What is known of the chain, in a line."""
    if faults is None:
        return t("The log has {n} entries and was not checked since this page was opened.", n=f"{seq:,}")
    verdict = t("The log is not as it was written.") if faults else t("The chain is whole.")
    return f"**{verdict}** " + t("Checked up to entry {n} at {at}.", n=f"{number:,}", at=at)


def _check(log: Store) -> None:
    """Hold the whole log against its hashes and its anchor."""
    # The head is read first: what is written meanwhile is checked, too, and not claimed.
    seq, _ = log.audit_head()
    faults = log.verify_audit()
    st.session_state[_CHECKED] = (seq, faults, datetime.now().astimezone().strftime("%H:%M"))
