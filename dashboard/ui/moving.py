"""From one page to another: what a component opened, remembered in its callback and followed in the next run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.locale import Words
from dashboard.plans.profiles import brief, with_tiers
from dashboard.settings import load
from dashboard.ui import address
from dashboard.ui.frame import PAGES
from dashboard.ui.markdown import plain
from dashboard.workspace import Workspace

_GOING = "going"


def remember(page: str, **changes: str) -> None:
    """Go to a page, with changes to the address, once this run is over."""
    st.session_state[_GOING] = (page, changes)


def on_open(key: str) -> Callable[[], None]:
    """The callback of a component whose rows lead to places and events."""

    def opened() -> None:
        state: Any = st.session_state.get(key)
        what = state.get("open") if state else None
        if isinstance(what, dict) and what.get("event"):
            remember("event", event=str(what["event"]))
        elif isinstance(what, str) and what:
            remember("place", region=what)

    return opened


def follow() -> None:
    """Leave for the page that was remembered, if any."""
    page, changes = st.session_state.pop(_GOING, ("", {}))
    if page:
        st.switch_page(str(PAGES / f"{page}.py"), query_params=address.query() | changes)


def draw_without_tiers(workspace: Workspace, t: Words) -> None:
    """What a page about tiers shows under a plan that gives none: why, and the two ways on."""
    follow()
    plan = t.label(workspace.plan.short_title)
    with st.container(key="without_tiers"):
        st.title(t("{plan} gives no tiers, so no place can be judged by it.", plan=plan), anchor=False)
        st.text(t("It says what is to be done when something happens; the page Duties lists that."))
        st.button(t("Open the duties"), key="open_duties", on_click=remember, args=("duties",))
        own = (str(workspace.folder.manifest.get("plan", "")), load().default_plan)
        for name in dict.fromkeys(name for name in own if name in with_tiers()):
            st.button(
                t("Judge by: {plan}", plan=plain(t.label(brief(name).title))), key=f"judge_by_{name}",
                on_click=address.keep, kwargs={"plan": name},
            )  # fmt: skip
