"""Which entries of the audit log are shown: action, actor and period, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.access.audit import NOBODY, read_scope
from dashboard.locale import Words
from dashboard.store import Store
from dashboard.store.audit_pages import Wanted
from dashboard.store.change import timestamp
from dashboard.ui import address, loading
from dashboard.wording.audit import action_word

NAMES = ("log_action", "log_actor", "log_since", "log_until", "log_page")
"""What the page keeps in the address."""
OFFERED_OF = 20_000
"""Actions and actors of so many of the newest entries are offered; of an older one the name can be typed."""


def wanted(source: str, viewer: Viewer, log: Store) -> Wanted:
    """The entries that the address asks for, of those that the viewer may read."""
    since, until = _day("log_since"), _day("log_until")
    return Wanted(
        action=address.get("log_action"),
        actor=address.get("log_actor"),
        since=_moment(since) if since else "",
        until=_moment(until + timedelta(days=1)) if until else "",
        prefix=loading.audit(source).prefix,
        scopes=_scopes(source, viewer, log),
    )


def draw(log: Store, wanted: Wanted, found: int, of_all: int, t: Words) -> None:
    """Draw the choices, how many entries fit them, and the way back to all."""
    readable = Wanted(prefix=wanted.prefix, scopes=wanted.scopes)
    with st.container(key="log_filters", horizontal=True, vertical_alignment="bottom"):
        _choice(
            "log_action",
            t("Action"),
            log.audit_words("action", readable, OFFERED_OF),
            lambda each: action_word(each, t),
            t,
        )
        _choice(
            "log_actor", t("Who"), log.audit_words("actor", readable, OFFERED_OF),
            lambda each: t("not signed in") if each == NOBODY else each, t,
        )  # fmt: skip
        for name, label in (("log_since", t("From")), ("log_until", t("To"))):
            st.session_state[f"{name}_choice"] = _day(name)
            st.date_input(
                label, key=f"{name}_choice", format="YYYY-MM-DD", width=150, min_value=date(2000, 1, 1),
                max_value=date(2999, 12, 31), on_change=_keep_day, args=(name,),
            )  # fmt: skip
        if any(address.get(name) for name in NAMES):
            st.button(t("Clear filters"), key="clear_filters", type="tertiary", on_click=_clear)
        st.space("stretch")
        st.markdown(t("{n} of {all} entries", n=f"{found:,}", all=f"{of_all:,}"), width="content")


def _choice(name: str, label: str, offered: tuple[str, ...], word: Callable[[str], str], t: Words) -> None:
    """One of the words that stand in the log, or all of them; one of the address that does not is offered too."""
    chosen = address.get(name)
    st.session_state[f"{name}_choice"] = chosen
    st.selectbox(
        label, list(dict.fromkeys(("", *offered, chosen))), key=f"{name}_choice", width=180,
        format_func=lambda each: word(each) if each else t("All"), on_change=_keep, args=(name,),
        accept_new_options=True,
    )  # fmt: skip


def _scopes(source: str, viewer: Viewer, log: Store) -> tuple[str, ...] | None:
    """The scopes whose entries an auditor of some places reads: those that lie within theirs."""
    if viewer.sees_everywhere:
        return None
    theirs = set(loading.workspace(source, "", viewer).tables["regions"]["region_code"])
    return tuple(
        scope
        for scope in log.audit_words("scope")
        if (codes := read_scope(scope)[1]) and set(codes) <= theirs
    )


def _day(name: str) -> date | None:
    """A day of the address; one that is none asks for nothing."""
    try:
        return date.fromisoformat(address.get(name))
    except ValueError:
        return None


def _moment(day: date) -> str:
    """When a day begins on the server's clock, as the log writes it."""
    return timestamp(datetime.combine(day, time()).astimezone())


def _keep(name: str) -> None:
    address.keep(**{name: st.session_state[f"{name}_choice"] or "", "log_page": ""})


def _keep_day(name: str) -> None:
    day = st.session_state[f"{name}_choice"]
    address.keep(**{name: day.isoformat() if day else "", "log_page": ""})


def _clear() -> None:
    address.keep(**dict.fromkeys(NAMES, ""))
