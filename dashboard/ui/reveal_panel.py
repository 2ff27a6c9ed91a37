"""Showing who one person is: a reason first, then the log, then the identity, drawn once and taken back.

An identity is never kept: it lives in the run that draws it. Any further run takes it back, and so does a clock.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.access.reveal import LONGEST_REASON, NAMES_SOMEONE, NO_REASON, Identity
from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.settings import load
from dashboard.ui import address, loading
from dashboard.ui.markdown import plain

REASONS = ("contact", "verify", "correct", "service", "other")
"""What for, as the log has it; the last one is told in a few words."""


def reason_names(t: Words) -> dict[str, str]:
    """The reasons in the viewer's words."""
    return {
        "contact": t("Call or visit"),
        "verify": t("Check against other records"),
        "correct": t("Correct an entry"),
        "service": t("Arrange a service"),
        "other": t("Another reason"),
    }


def draw(person_id: str, t: Words) -> None:
    """The reason and the button, and below it for this one run who the person is."""
    names = reason_names(t)
    with st.container(key="reveal"):
        reason = st.selectbox(
            t("Reason"), REASONS, index=None, key="reveal_reason", format_func=names.__getitem__,
            placeholder=t("Why must you know who this is?"),
        )  # fmt: skip
        words = ""
        if reason == "other":
            words = st.text_input(
                t("In a few words, naming nobody"), key="reveal_words", max_chars=LONGEST_REASON
            ).strip()
        wanted = words if reason == "other" else str(reason or "")
        if st.button(t("Show name, ID number and phone"), key="reveal_button", disabled=not wanted):
            show(person_id, wanted, t)
        else:
            st.caption(plain(t("One person, put on record before it is shown.")))


def show(person_id: str, reason: str, t: Words, line: Callable[[Identity], list[str]] | None = None) -> bool:
    """Put it on record, then draw who the person is, for a short time; whether it was drawn."""
    source = loading.source_name()
    try:
        # Opened anew: a role or a place taken away since the page was drawn counts from now on.
        workspace = loading.workspace(source, address.get("plan"))
        found = workspace.reveal(person_id, reason, loading.audit(source))
    except DeskError as fault:
        st.text(_told(fault.faults[0], t))
        return False
    lines = (line or _whole)(found)
    del found
    seconds = load().reveal_seconds
    st.fragment(_once, run_every=seconds)(lines, t("Taken back in {n} s, or with the next click.", n=seconds))
    return True


def _whole(found: Identity) -> list[str]:
    return [found.name, found.id_number, found.phone]


def _once(lines: list[str], note: str) -> None:
    """Draw the lines and forget them; when the clock runs this again, the page is drawn without them."""
    if not lines:
        st.rerun(scope="app")
    shown, lines[:] = list(lines), []
    with st.container(key="revealed"):
        for each in shown:
            st.text(each)
        st.caption(note)


def _told(fault: str, t: Words) -> str:
    """A refusal in the viewer's language."""
    known = {
        NO_REASON: t("A reason is needed to show who somebody is."),
        NAMES_SOMEONE: t("The reason must not name the person: it is kept in the audit log."),
    }
    return known.get(fault, fault)
