"""The controls that pages share: data, month and place; each writes the address and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.errors import DataError, NotFoundError, OutsideError
from dashboard.locale import Words, words
from dashboard.locale.direction import isolated
from dashboard.plans.profiles import brief
from dashboard.tables.months import month_text, parse_month
from dashboard.ui import address, loading
from dashboard.ui.markdown import plain
from dashboard.wording.figures import month_long
from dashboard.workspace import Workspace


def month_in_force(workspace: Workspace) -> int:
    """The month that the address names, else the newest.

    Raises:
        NotFoundError: the month is not among those of the data.
        DataError: the data has no place or no month at all.
    """
    t = words(address.language())
    months = workspace.months
    if not workspace.panel.region_count:
        raise DataError(t("There is no place yet: add at least one row to the table regions."))
    if not months:
        raise DataError(t("There is no month with data yet: add indicators, events or declared alerts."))
    text = address.get("month")
    if not text:
        return months[-1]
    month = parse_month(text)
    if month is None or month not in months:
        raise NotFoundError(
            t(
                "There is no month {found}; the data has {first} to {last}.",
                found=repr(text), first=month_text(months[0]), last=month_text(months[-1]),
            )
        )  # fmt: skip
    return month


def region_in_force(workspace: Workspace) -> int:
    """The region that the address names, else the one the data folder opens on.

    Raises:
        NotFoundError: there is no such region.
    """
    code = address.get("region")
    if not code:
        return workspace.focus
    try:
        return workspace.panel.position(code)
    except KeyError as error:
        t = words(address.language())
        line = t("There is no place with the code {found} in this data folder.", found=repr(code))
        if workspace.hides("regions", "region_code", code):
            raise OutsideError(line, f"region {code}") from error
        raise NotFoundError(line) from error


def month_stepper(workspace: Workspace, month: int, t: Words) -> None:
    """The month before, the month, the month after."""
    months = workspace.months
    with st.container(key="months", horizontal=True, vertical_alignment="center", width="content"):
        st.button(
            "‹", key="month_before", help=t("Month before"), disabled=month == months[0],
            on_click=_keep_month, args=(month - 1,), width=36,
        )  # fmt: skip
        st.session_state["month_choice"] = month
        st.selectbox(
            t("Month"), list(reversed(months)), format_func=lambda m: month_long(m, t), key="month_choice",
            label_visibility="collapsed", on_change=lambda: _keep_month(st.session_state["month_choice"]), width=148,
        )  # fmt: skip
        st.button(
            "›", key="month_after", help=t("Month after"), disabled=month == months[-1],
            on_click=_keep_month, args=(month + 1,), width=36,
        )  # fmt: skip


def _keep_month(month: int) -> None:
    address.keep(month=month_text(month))


def source_picker(t: Words) -> None:
    """Which data folder is shown, when there are several."""
    offered = list(loading.sources())
    if len(offered) < 2:
        return
    current = address.get("data") or offered[0]
    st.session_state["source_choice"] = current
    st.selectbox(
        t("Data"), offered, key="source_choice", width=200,
        on_change=lambda: address.keep_other_data(st.session_state["source_choice"]),
    )  # fmt: skip


def plan_picker(workspace: Workspace, t: Words, forget: Sequence[str] = ()) -> None:
    """Which plan or profile is in force; another one makes the page forget what only the old one knows."""
    titles = {workspace.brief.name: workspace.brief.title} | {n: brief(n).title for n in loading.plans()}
    st.session_state["plan_choice"] = workspace.brief.name
    st.selectbox(
        t("Profile or plan"), list(titles), key="plan_choice", label_visibility="collapsed", width=200,
        format_func=lambda name: t.label(titles[name]),
        on_change=lambda: address.keep(plan=st.session_state["plan_choice"], **dict.fromkeys(forget, "")),
    )  # fmt: skip


def crumb(workspace: Workspace, region: int, t: Words) -> None:
    """Where the region lies, and the plan that judges it."""
    path = " / ".join(
        [*map(plain, workspace.path_names(region)), f"**{plain(workspace.panel.names[region])}**"]
    )
    plan = t.label(workspace.plan.short_title)
    if workspace.is_borrowed(workspace.plan.id):
        plan = t("{plan} (borrowed)", plan=plan)
    with st.container(key="crumb", width="content"):
        st.markdown(f"{path} {plain(plan)}", width="content")
    st.space("stretch")


def region_picker(workspace: Workspace, region: int, t: Words) -> None:
    """Another place: those of the region's level, and its parent."""
    panel = workspace.panel
    parent = int(panel.parents[region])
    siblings = panel.children[parent] if parent >= 0 else (region,)
    offered = [*((parent,) if parent >= 0 else ()), *siblings, *panel.children[region]]
    st.session_state["region_choice"] = region
    st.selectbox(
        t("Place"), list(dict.fromkeys(offered)), format_func=lambda r: isolated(panel.names[r]), key="region_choice",
        label_visibility="collapsed", width=160,
        on_change=lambda: address.keep(region=panel.codes[st.session_state["region_choice"]]),
    )  # fmt: skip
