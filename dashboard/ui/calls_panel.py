"""My calls today: numbers shown one at a time, for one purpose, to a few people, each put on record."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import numpy as np
import streamlit as st

from dashboard.locale import Words
from dashboard.registers.calls import OUTCOMES, Calls, Tally, start
from dashboard.registers.follow_up import FollowUp
from dashboard.registers.people_pages import Asked, PeopleList
from dashboard.settings import load
from dashboard.ui import reveal_panel
from dashboard.ui.markdown import plain
from dashboard.ui.people_payload import shown_name
from dashboard.wording.figures import amount
from dashboard.wording.teller import Teller

KEPT = "calls_today"
AT_ONCE = 8
"""So many of those to be called are shown below each other."""
PURPOSES = ("monthly_contact", "services", "check")


def purpose_names(t: Words) -> dict[str, str]:
    """What a list of calls may be for."""
    return {
        "monthly_contact": t("Regular contact"),
        "services": t("Offer the services that are wanting"),
        "check": t("Check the entries by phone"),
    }


def outcome_names(t: Words) -> dict[str, str]:
    """What came of a call."""
    return {
        "reached": t("Reached"),
        "no_answer": t("No answer"),
        "wrong_number": t("No such number"),
        "refused": t("Refused"),
    }


def draw(teller: Teller, people: PeopleList, asked: Asked, count: int, t: Words) -> None:
    """The list of calls, or how to begin one with the first of the ``count`` people asked for."""
    viewer = teller.workspace.viewer
    owner = (viewer.role, viewer.name, *viewer.scope)
    calls: Calls | None = st.session_state.get(KEPT)
    if calls is not None and (calls.owner != owner or calls.is_over(datetime.now(UTC))):
        st.session_state.pop(KEPT)
        calls = None
    with st.container(key="calls"):
        if calls is None:
            _begin(people, asked, count, owner, t)
        else:
            _calls(calls, people.of(calls.people).found, t)


def _title(t: Words) -> str:
    return t("My calls today")


def _begin(people: PeopleList, asked: Asked, count: int, owner: tuple[str, ...], t: Words) -> None:
    settings = load()
    names = purpose_names(t)
    count = min(count, settings.calls_limit)
    st.markdown(f"**{plain(_title(t))}**")
    st.markdown(
        plain(
            t(
                "The first {people} of the list; numbers for {hours} hours, one at a time, each on record.",
                people=amount(count, "people", t), hours=settings.calls_hours,
            )
        )
    )  # fmt: skip
    purpose = st.selectbox(
        t("Purpose"), PURPOSES, index=None, key="calls_purpose", format_func=names.__getitem__,
        placeholder=t("What are the calls for?"),
    )  # fmt: skip
    st.button(
        t("Begin"), key="calls_begin", type="primary", disabled=purpose is None or not count,
        on_click=_start, args=(str(purpose), people, asked, owner),
    )  # fmt: skip


def _start(purpose: str, people: PeopleList, asked: Asked, owner: tuple[str, ...]) -> None:
    settings = load()
    first = tuple(people.page(asked, 1, settings.calls_limit).found.people["person_id"])
    st.session_state[KEPT] = start(
        purpose, first, owner, datetime.now(UTC), limit=settings.calls_limit, hours=settings.calls_hours
    )


def _calls(calls: Calls, found: FollowUp, t: Words) -> None:
    at = {person: n for n, person in enumerate(found.people["person_id"])}
    st.markdown(f"**{plain(_title(t))}**")
    head = st.empty()
    days = found.overdue_days
    waiting = [
        (n, person) for n, person in enumerate(calls.people) if person in at and person not in calls.outcomes
    ]
    for n, person in waiting[:AT_ONCE]:
        calls = _row(n, person, calls, found, at[person], float(days[at[person]]), t)
    if len(waiting) > AT_ONCE:
        st.caption(plain(t.plural("and {n} more", "and {n} more", len(waiting) - AT_ONCE)))
    until = calls.until.astimezone()
    head.markdown(
        plain(
            t(
                "{purpose}; until {time}; {done} called, {left} to go; numbers shown {shown} of {all}.",
                purpose=purpose_names(t)[calls.purpose], time=f"{until:%H:%M}", done=len(calls.outcomes),
                left=len(calls.waiting), shown=len(calls.shown), all=len(calls.people),
            )
        )
    )  # fmt: skip
    done = [(person, outcome) for person, outcome in calls.outcomes.items() if person in at]
    if done:
        names = outcome_names(t)
        called = t("{n} called", n=len(done))
        st.markdown(f"**{plain(called)}**")
        for person, outcome in done:
            st.text(f"{shown_name(found.people.iloc[at[person]])}　{names[outcome]}")
    st.caption(plain(t("Each number shown is in the audit log: who, when, what for, which person.")))
    st.button(t("End the list"), key="calls_end", type="tertiary", on_click=_end)


def _row(n: int, person: str, calls: Calls, found: FollowUp, at: int, days: float, t: Words) -> Calls:
    """One person to call; the list as it is after the press of the button."""
    one = found.people.iloc[at]
    with st.container(key=f"call_{n}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(shown_name(one))}** {plain(str(one.get('phone', '')))}")
            st.space("stretch")
            pressed = st.button(t("Show number"), key=f"show_number_{n}")
        if not np.isnan(days):
            st.caption(plain(t.plural("{n} day without contact", "{n} days without contact", int(days))))
        if pressed and _is_shown(person, calls, t):
            st.session_state[KEPT] = calls = calls.with_shown(person)
        if person in calls.shown:
            names = outcome_names(t)
            with st.container(horizontal=True, key=f"outcome_{n}"):
                for outcome in OUTCOMES:
                    st.button(
                        names[outcome], key=f"{outcome}_{n}", on_click=_note, args=(person, outcome),
                    )  # fmt: skip
    return calls


def _is_shown(person: str, calls: Calls, t: Words) -> bool:
    """Show a number, if the day's size is not used up."""
    if not _tally().takes(_caller(calls), person, datetime.now(UTC).date(), load().calls_limit):
        st.text(t("No more numbers today: {n} people were shown.", n=load().calls_limit))
        return False
    return reveal_panel.show(person, f"calls {calls.purpose}", t, lambda who: [who.name, who.phone])


@st.cache_resource(show_spinner=False)
def _tally() -> Tally:
    """Of every viewer of this server; it holds random numbers only."""
    return Tally()


def _caller(calls: Calls) -> str:
    """The account; on samples, where nobody has one, the session."""
    role, name, *_ = calls.owner
    return f"{role} {name}" if name else st.session_state.setdefault("calls_caller", secrets.token_hex(8))


def _note(person: str, outcome: str) -> None:
    calls: Calls | None = st.session_state.get(KEPT)
    if calls is not None:
        st.session_state[KEPT] = calls.with_outcome(person, outcome)


def _end() -> None:
    st.session_state.pop(KEPT, None)
