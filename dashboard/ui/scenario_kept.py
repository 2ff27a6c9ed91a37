"""Where scenarios are kept: in the store that is served, for roles that keep any there; else in this session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access import allowed
from dashboard.errors import AccessError, NotFoundError
from dashboard.locale import Words
from dashboard.scenarios.files import Saved
from dashboard.tables.months import parse_month
from dashboard.ui import address, loading
from dashboard.ui import scenario_state as state
from dashboard.wording.figures import month_long
from dashboard.workspace import Workspace

if TYPE_CHECKING:  # a page on a folder does not wait for the import of the database
    from dashboard.store import Store

_GROUP = "scenarios"
_REFERENCE = "scenario_reference"


@dataclass(frozen=True)
class Entry:
    """A scenario on the list: what it is opened by, its name, and when it was kept for which month by whom."""

    key: str
    name: str
    told: str
    may_withdraw: bool


def store_for(workspace: Workspace, action: str = "view") -> Store | None:
    """The store in which the viewer's role sees or keeps scenarios; None where this session keeps them."""
    return loading.store(loading.source_name()) if allowed(workspace.viewer, action, _GROUP) else None


def entries(workspace: Workspace, t: Words) -> list[Entry]:
    """What is kept and open to the viewer, the newest first."""
    store = store_for(workspace)
    if store is None:
        return [
            Entry(name, name, _month(each.month, t), True) for name, each in reversed(state.kept().items())
        ]
    from dashboard.scenarios import kept as kept_scenarios

    may = store_for(workspace, "edit") is not None
    return [
        Entry(each.id, each.name, t(" · ").join((_month(each.month, t), each.actor, each.kept_at[:10])), may)
        for each in kept_scenarios.shelf(store, workspace)
    ]


def opened(workspace: Workspace, key: str) -> Saved:
    """A scenario that is kept.

    Raises:
        NotFoundError: there is none of that key for the viewer.
        AccessError: the viewer's role sees none.
    """
    store = store_for(workspace)
    if store is None:
        if key not in state.kept():
            raise NotFoundError(f"scenario: none is kept here as {key[:80]!r}")
        return state.kept()[key]
    from dashboard.scenarios import kept as kept_scenarios

    return kept_scenarios.find(store, workspace, key)


def keep(workspace: Workspace, saved: Saved) -> None:
    """Keep a scenario under its name, and have it in force."""
    store = store_for(workspace, "edit")
    if store is None:
        state.keep(saved)
        state.set_to(saved.scenario, saved.name)
        return
    from dashboard.scenarios import kept as kept_scenarios

    number = kept_scenarios.keep(store, workspace, saved)
    state.set_to(saved.scenario, saved.name)
    address.keep(kept=number)


def withdraw(workspace: Workspace, key: str) -> None:
    """Take a scenario off the list."""
    store = store_for(workspace, "edit")
    if store is None:
        state.kept().pop(key, None)
        return
    from dashboard.scenarios import kept as kept_scenarios

    kept_scenarios.withdraw(store, workspace, key)
    if address.get("kept") == key:
        address.keep(kept="")


def show(saved: Saved, key: str = "") -> None:
    """Suppose what was kept, for its month, its plan and the alerts that counted then."""
    state.set_to(saved.scenario, saved.name)
    known = {"plan": saved.plan if saved.plan in loading.plans() else ""}
    known |= {
        "month": saved.month if parse_month(saved.month) is not None else "",
        "town_alerts": saved.counted,
    }
    address.keep(kept=key, **{name: value for name, value in known.items() if value})


def follow_link(workspace: Workspace, t: Words) -> None:
    """Open the scenario that a link names by its number alone.

    Raises:
        NotFoundError: there is none of that number for the viewer.
    """
    number = st.query_params.get("kept", "")
    if not number or st.query_params.get("scenario"):
        return
    try:
        if store_for(workspace) is None:
            raise NotFoundError("scenario: no store is served, or this role sees none of its scenarios")
        saved = opened(workspace, number)
    except (NotFoundError, AccessError) as error:
        address.keep(kept="")
        raise NotFoundError(
            t(
                "There is no kept scenario of this number for you; it may have been withdrawn. Choose another one "
                "under Open, or ask for the link again."
            )
        ) from error
    show(saved, number)
    st.rerun()


def reference(workspace: Workspace, saved: Saved) -> Saved | None:
    """What was found when the scenario in force was kept; None if it is none that is kept."""
    number = address.get("kept")
    found = state.kept().get(saved.name)
    if number and store_for(workspace) is not None:
        key = (number, workspace.viewer, loading.source_name())
        held = st.session_state.get(_REFERENCE)
        if held is None or held[0] != key:
            try:
                held = (key, opened(workspace, number))
            except NotFoundError:
                held = (key, None)  # withdrawn since
            st.session_state[_REFERENCE] = held
        found = held[1]
    return found if found is not None and found.scenario == saved.scenario else None


def _month(text: str, t: Words) -> str:
    number = parse_month(text) if text else None
    return month_long(number, t) if number is not None else "—"
