"""My calls today: numbers shown one at a time, for one purpose, to a few people, each put on record."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import numpy as np
import streamlit as st

from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.registers.calls import OUTCOMES, Calls, Tally, service_of, start
from dashboard.registers.follow_up import FollowUp
from dashboard.registers.people_pages import Asked, PeopleList
from dashboard.settings import load
from dashboard.ui import edit_form, reveal_panel
from dashboard.ui.markdown import plain
from dashboard.ui.people_payload import shown_name
from dashboard.wording.figures import amount
from dashboard.wording.teller import Teller

KEPT = "calls_today"
_FAULT = "calls_fault"
PICKED = "people_picked"
"""The session's key of the people picked in the list, by their random numbers."""
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
            can_write = not edit_form.editing_of(teller.workspace, t)[1]
            _calls(calls, people.of(calls.people).found, t, can_write=can_write)


def _title(t: Words) -> str:
    return t("My calls today")


def _begin(people: PeopleList, asked: Asked, count: int, owner: tuple[str, ...], t: Words) -> None:
    settings, picked = load(), tuple(st.session_state.get(PICKED, ()))
    names = purpose_names(t)
    is_too_many = len(picked) > settings.calls_limit
    count = len(picked) or min(count, settings.calls_limit)
    figures = {"people": amount(count, "people", t), "hours": settings.calls_hours}
    said = (
        t("The {people} picked; numbers for {hours} hours, one at a time, each on record.", **figures)
        if picked
        else t("The first {people} of the list; numbers for {hours} hours, one at a time, each on record.", **figures)
    )  # fmt: skip
    st.markdown(f"**{plain(_title(t))}**")
    st.markdown(plain(said))
    if is_too_many:
        st.text(t("At most {n} people at a time; take some of the picks back.", n=settings.calls_limit))
    if picked:
        st.button(t("Pick nobody"), key="pick_nobody", type="tertiary", on_click=_pick_nobody)
    purpose = st.selectbox(
        t("Purpose"), PURPOSES, index=None, key="calls_purpose", format_func=names.__getitem__,
        placeholder=t("What are the calls for?"),
    )  # fmt: skip
    st.button(
        t("Begin"), key="calls_begin", type="primary", disabled=purpose is None or not count or is_too_many,
        on_click=_start, args=(str(purpose), people, asked, owner),
    )  # fmt: skip


def _start(purpose: str, people: PeopleList, asked: Asked, owner: tuple[str, ...]) -> None:
    settings = load()
    picked = tuple(st.session_state.pop(PICKED, ()))
    shown = people.of(picked) if picked else people.page(asked, 1, settings.calls_limit)
    order = np.argsort(-np.nan_to_num(shown.found.overdue_days, nan=-1.0), kind="stable")
    first = tuple(shown.found.people["person_id"].iloc[order if picked else slice(None)])
    st.session_state[KEPT] = start(
        purpose, first, owner, datetime.now(UTC), limit=settings.calls_limit, hours=settings.calls_hours
    )


def _calls(calls: Calls, found: FollowUp, t: Words, *, can_write: bool) -> None:
    at = {person: n for n, person in enumerate(found.people["person_id"])}
    st.markdown(f"**{plain(_title(t))}**")
    head = st.empty()
    days = found.overdue_days
    waiting = [
        (n, person) for n, person in enumerate(calls.people) if person in at and person not in calls.outcomes
    ]
    for n, person in waiting[:AT_ONCE]:
        calls = _row(n, person, calls, found, at[person], float(days[at[person]]), t, can_write=can_write)
    if fault := st.session_state.pop(_FAULT, ""):
        st.text(fault)
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
    if can_write:
        st.caption(
            plain(
                t("Who was spoken to gets a contact among the services; a call that reached nobody is none.")
            )
        )
    st.button(t("End the list"), key="calls_end", type="tertiary", on_click=_end)


def _row(
    n: int, person: str, calls: Calls, found: FollowUp, at: int, days: float, t: Words, *, can_write: bool
) -> Calls:
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
            if can_write:
                st.text_input(
                    t("What was said"), key=f"call_note_{n}", max_chars=200, label_visibility="collapsed",
                    placeholder=t("What was said, for the services"),
                )  # fmt: skip
            with st.container(horizontal=True, key=f"outcome_{n}"):
                for outcome in OUTCOMES:
                    st.button(
                        names[outcome], key=f"{outcome}_{n}", on_click=_note,
                        args=(n, person, outcome, t if can_write else None),
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


def _note(n: int, person: str, outcome: str, t: Words | None) -> None:
    """Keep what came of a call; with words to say it in, also among the person's services."""
    calls: Calls | None = st.session_state.get(KEPT)
    if calls is None:
        return
    said = str(st.session_state.get(f"call_note_{n}") or "")
    service = service_of(person, outcome, said, datetime.now().astimezone().date())
    if service and t is not None and person in calls.people:
        try:
            edit_form.again(t).add("services", {name: value for name, value in service.items() if value})
        except DeskError as fault:
            st.session_state[_FAULT] = fault.faults[0]  # the person stays to be called
            return
        st.toast(t("Written down among the services."))
    st.session_state[KEPT] = calls.with_outcome(person, outcome)


def _pick_nobody() -> None:
    st.session_state.pop(PICKED, None)


def _end() -> None:
    st.session_state.pop(KEPT, None)
