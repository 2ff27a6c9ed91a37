"""The scenario in force: the address holds it, the session remembers the ones before it and those that were kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.errors import NotFoundError
from dashboard.locale import words
from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import (
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    Lever,
    PayoutShock,
    Scenario,
)
from dashboard.scenarios.link import packed, unpacked
from dashboard.ui import address

_PAST, _KEPT = "scenario_past", "scenario_kept"
MOST_PAST = 60
MOST_KEPT = 30


def current() -> Saved:
    """The scenario that the address holds.

    Raises:
        NotFoundError: the link holds none that can be read.
    """
    text = address.get("scenario")
    if not text:
        return Saved(Scenario())
    try:
        return unpacked(text)
    except NotFoundError as error:
        t = words(address.language())
        address.keep(scenario="")
        raise NotFoundError(
            t(
                "This link holds no scenario that can be read. Ask for it again, or begin anew with the levers."
            )
        ) from error


def set_to(scenario: Scenario, name: str = "") -> None:
    """Suppose something else from now on; what was supposed before can be taken back to."""
    past: list[str] = st.session_state.setdefault(_PAST, [])
    before, after = address.get("scenario"), _text(scenario, name)
    if after != before:
        past.append(before)
        del past[:-MOST_PAST]
        _show(after)


def _show(text: str) -> None:
    """Put a scenario into the address; nothing supposed is no scenario that was kept."""
    address.keep(scenario=text, **({} if text else {"kept": ""}))


def _text(scenario: Scenario, name: str) -> str:
    return "" if scenario == Scenario() and not name else packed(Saved(scenario, name))


def change(make: Callable[[Scenario], Scenario]) -> None:
    """Change the scenario in force."""
    saved = current()
    set_to(make(saved.scenario), saved.name)


def can_undo() -> bool:
    """Whether there is a scenario to go back to."""
    return bool(st.session_state.get(_PAST))


def undo() -> None:
    """Go back to what was supposed before."""
    past: list[str] = st.session_state.get(_PAST, [])
    if past:
        _show(past.pop())


def reset() -> None:
    """Suppose nothing."""
    set_to(Scenario())


def identity(lever: Lever) -> tuple[object, ...]:
    """What a lever is about: of levers that are about the same there is one."""
    match lever:
        case IndicatorShock(column=column, unit=unit, places=places):
            return "indicator", column, unit, places
        case FirmShock(enterprise_id=firm):
            return "firm", firm
        case IndustryShock(industry=industry, places=places):
            return "industry", industry, places
        case PayoutShock(places=places):
            return "payouts", places
        case EdgeMoved(place=place):
            return "edge", place
        case reading:
            return "reading", reading.interpretation


def find(scenario: Scenario, like: Lever) -> Lever | None:
    """The lever of a scenario that is about the same."""
    return next((each for each in scenario.levers if identity(each) == identity(like)), None)


def put(scenario: Scenario, lever: Lever, *, rests: bool) -> Scenario:
    """The scenario with a lever in the place of the one that is about the same; one that rests is taken out."""
    wanted = identity(lever)
    if find(scenario, lever) is None:
        return scenario if rests else replace(scenario, levers=(*scenario.levers, lever))
    levers = [lever if identity(each) == wanted else each for each in scenario.levers]
    return replace(
        scenario, levers=tuple(each for each in levers if not (rests and identity(each) == wanted))
    )


def kept() -> dict[str, Saved]:
    """The scenarios kept in this session by their names."""
    found: dict[str, Saved] = st.session_state.setdefault(_KEPT, {})
    return found


def keep(saved: Saved) -> None:
    """Keep a scenario under its name."""
    known = kept()
    known.pop(saved.name, None)
    known[saved.name] = saved
    while len(known) > MOST_KEPT:
        known.pop(next(iter(known)))
