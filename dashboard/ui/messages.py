"""What a page shows instead of a traceback: what is wrong, where, and what to do next."""

from __future__ import annotations

import logging
import secrets
from html import escape

import streamlit as st

from dashboard.access.gate import REFUSED
from dashboard.errors import (
    AccessError,
    DataError,
    DeskError,
    NotFoundError,
    PlanError,
    SignInError,
    StoreError,
)
from dashboard.locale import Words, words
from dashboard.ui import address, loading, refusals, signed_in
from dashboard.ui.markdown import plain
from dashboard.workspace import NOTHING_OPEN

_log = logging.getLogger(__name__)


def draw_faults(error: DeskError, t: Words) -> None:
    """Every fault on a line of its own, and the way to data that can be shown."""
    if isinstance(error, SignInError):
        _draw_way_in(error, t)
        return
    refusals.record_fault(error)
    with st.container(key="faults"):
        st.title(_title(error, t), anchor=False)
        for fault in error.faults[:50]:
            st.text(_told(fault, t))
        if len(error.faults) > 50:
            st.text(t.plural("and {n} more fault", "and {n} more faults", len(error.faults) - 50))
        st.text(_advice(error, t))
        current = loading.source_name()
        for name in loading.sources():
            # The folder at fault is no way on; after a wrong month or region its own first page is.
            if name != current or isinstance(error, NotFoundError | AccessError):
                st.button(
                    t("Open {name}", name=plain(name)),
                    on_click=_open,
                    args=(name,),
                    key=f"open_{name}",
                    type="secondary",
                )


def _draw_way_in(error: SignInError, t: Words) -> None:
    """Why nobody is signed in, and the way to the form, which leads back here."""
    with st.container(key="sign_in"):
        st.title(t("Please sign in."), anchor=False)
        for line in error.faults:
            st.text(line)
        label = t("Sign in")
        st.html(f'<a class="way_in" href="{escape(signed_in.way_in())}" target="_self">{escape(label)}</a>')


def _told(fault: str, t: Words) -> str:
    """A refusal in the viewer's language; other faults say it in that of the files."""
    if fault == REFUSED:
        return t("Your role does not include this.")
    if fault == NOTHING_OPEN:
        return t("None of these places is open to you.")
    return fault


def _title(error: DeskError, t: Words) -> str:
    match error:
        case DataError():
            return t("This data folder cannot be used.")
        case PlanError():
            return t("This plan cannot be used.")
        case NotFoundError():
            return t("This address leads nowhere.")
        case AccessError():
            return t("This is not open to you.")
        case StoreError():
            return t("The store cannot be shown.")
        case _:
            return t("This cannot be shown.")


def _advice(error: DeskError, t: Words) -> str:
    match error:
        case DataError():
            return t("Nothing is shown until every line above is mended, so that no wrong tier appears.")
        case PlanError():
            return t("Correct the plan file; every line above names its place.")
        case AccessError():
            return t("Ask whoever keeps the accounts if you need it, or open one of these.")
        case StoreError():
            return t("Ask whoever runs this desk, or open one of these.")
        case _:
            return t("Correct the address, or open one of these.")


def _open(name: str) -> None:
    address.keep_other_data(name)


def on_script_error(error: Exception) -> bool:
    """An unexpected fault: the log gets everything but people (dashboard/ui/logs.py), the viewer a number for it."""
    reference = secrets.token_hex(4)
    _log.error("reference %s: %s", reference, type(error).__name__, exc_info=error)
    t = words(address.language())
    st.title(t("Something went wrong on our side."), anchor=False)
    st.text(t("Nothing was changed. Load the page again; if it stays, tell whoever runs this desk: {reference}.",
              reference=reference))  # fmt: skip
    return True
