"""Scenarios that are kept: saved under a name, opened from a file, compared two by two, taken out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard.access import allowed
from dashboard.errors import DeskError, NotFoundError
from dashboard.locale import Words
from dashboard.locale.direction import isolated
from dashboard.reports.export import MEDIA_TYPES, export
from dashboard.reports.scenario_table import printed, scenario_table
from dashboard.scenarios.answer import data_version, differing, from_bytes, kept, plan_version
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.files import Saved, as_yaml
from dashboard.scenarios.levers import Scenario
from dashboard.tables.months import month_text
from dashboard.ui import address, loading, moving, scenario_kept
from dashboard.ui import scenario_state as state
from dashboard.ui.components import registry
from dashboard.ui.export_buttons import marks_of, taken_by
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.messages import draw_faults
from dashboard.ui.payloads import Data, badge, ground
from dashboard.ui.signed_in import unchanged
from dashboard.wording.teller import Teller
from dashboard.workspace import SHOWN, Workspace

MOST_ROWS = 60


def actions(workspace: Workspace, mode: str, month: int, saved: Saved, t: Words) -> None:
    """Save the scenario under a name, here and as a file."""
    with (
        st.container(horizontal=True, key="scenario_actions"),
        st.popover(t("Save"), key="save_scenario", type="primary"),
    ):
        st.session_state.setdefault("scenario_name", saved.name)
        name = st.text_input(t("Name"), key="scenario_name", max_chars=80).strip()
        in_store = scenario_kept.store_for(workspace, "edit") is not None
        st.button(
            t("Keep in the store") if in_store else t("Keep on this page"), key="keep_scenario", disabled=not name,
            on_click=_keep, args=(workspace, mode, month, saved.scenario, name),
        )  # fmt: skip
        st.download_button(
            t("Download as a file"), partial(_file, workspace, mode, month, saved.scenario, name), "scenario.yaml",
            "application/yaml", key="download_scenario", on_click="ignore",
        )  # fmt: skip
        if in_store:
            st.caption(
                t("Seen by all who are responsible for your places. The address of this page is its link.")
            )
        else:
            st.caption(t("The address of this page holds the scenario too: send it to share what you see."))


def _keep(workspace: Workspace, mode: str, month: int, scenario: Scenario, name: str) -> None:
    scenario_kept.keep(workspace, kept(play(workspace, mode, month, scenario), name))


def _file(workspace: Workspace, mode: str, month: int, scenario: Scenario, name: str) -> str:
    return as_yaml(kept(play(workspace, mode, month, scenario), name))


def open_scenario(workspace: Workspace, saved: Saved, t: Words) -> None:
    """Open a scenario that was kept, or one from a file; withdraw one."""
    part = st.popover(t("Open"), key="open_scenario", on_change="rerun")
    if not part.open:
        return
    with part:
        if saved.name:
            st.caption(plain(t("In force: {name}", name=saved.name)))
        for n, each in enumerate(scenario_kept.entries(workspace, t)):
            with st.container(horizontal=True, key=f"kept_{n}", vertical_alignment="center"):
                st.button(
                    plain(each.name), key=f"open_{n}", help=plain(each.told), on_click=_open_kept,
                    args=(workspace, each.key),
                )  # fmt: skip
                st.caption(plain(each.told))
                if each.may_withdraw:
                    st.button(
                        "✕", key=f"withdraw_{n}", type="tertiary", help=t("Withdraw"),
                        on_click=scenario_kept.withdraw, args=(workspace, each.key),
                    )  # fmt: skip
        given = st.file_uploader(t("A scenario file (.yaml)"), type=["yaml", "yml"], key="scenario_file")
        if given is not None:
            try:
                found = from_bytes(given.getvalue(), given.name)
            except DeskError as error:
                draw_faults(error, t)
            else:
                st.button(
                    t("Open this file"), key="open_file", on_click=_open_file, args=(found,), type="primary"
                )


def _open_kept(workspace: Workspace, key: str) -> None:
    with suppress(NotFoundError):  # withdrawn by somebody else meanwhile: the list that follows lacks it
        in_store = scenario_kept.store_for(workspace) is not None
        scenario_kept.show(scenario_kept.opened(workspace, key), key if in_store else "")


def _open_file(saved: Saved) -> None:
    state.keep(saved if saved.name else replace(saved, name="—"))
    scenario_kept.show(saved)


def note_of_age(saved: Saved, outcome: Outcome, t: Words) -> None:
    """What comes out otherwise than when the scenario was saved."""
    known = scenario_kept.reference(outcome.before, saved)
    if known is None or not known.data_version:
        return
    other = differing(known, outcome)
    same_data = known.data_version == data_version(outcome.before)
    same_plan = not known.plan_version or known.plan_version == plan_version(outcome.before)
    if same_data and same_plan and not other:
        return
    if not same_plan:
        st.info(t("The wording of the plan has changed since it was saved."))
    if not other:
        st.info(
            t(
                "Saved on other data (version {version}); it comes out the same on these.",
                version=known.data_version,
            )
        )
        return
    panel = outcome.before.panel
    names = [panel.names[panel.position(e["region_code"])] for e in other if e["region_code"] in panel.codes]
    st.info(
        t("Saved for {month} on data version {version}. Other than then: {names}.",
          month=known.month, version=known.data_version, names=plain(t(", ").join(names[:8])))
    )  # fmt: skip


def exports(outcome: Outcome, saved: Saved, focus: int, t: Words) -> None:
    """Take the scenario out: a workbook, or a page to print."""
    workspace = outcome.before
    viewer = workspace.viewer
    if not all(allowed(viewer, "export", group) for group in SHOWN):
        return
    before = Teller(workspace, outcome.modes[0], outcome.months[0], t)
    marks = marks_of(workspace, t("A supposition changes no record and no published alert."), t)
    name = f"scenario_{workspace.panel.codes[focus]}_{month_text(outcome.months[0])}"
    sink = loading.audit(loading.source_name())
    line, made_for = taken_by(viewer, t), unchanged()

    def book() -> bytes:
        made_for()
        sheet = scenario_table(outcome, focus, saved.name, before, marks)
        return export(sheet, "xlsx", viewer, sink, at=datetime.now().astimezone(), taken_by=line)

    def page() -> bytes:
        made_for()
        at = datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")
        return printed(outcome, focus, saved.name, before, (*marks, line.format(at=at)), sink)

    with st.container(key="exports", horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("Export as {form}", form="Excel"), book, f"{name}.xlsx", MEDIA_TYPES["xlsx"], key="export_xlsx",
            on_click="ignore", type="tertiary",
        )  # fmt: skip
        st.download_button(
            t("One page to print"),
            page,
            f"{name}.html",
            "text/html",
            key="export_page",
            on_click="ignore",
            type="tertiary",
        )


def compare(workspace: Workspace, mode: str, month: int, focus: int, t: Words) -> None:
    """Two scenarios side by side."""
    part = st.expander(t("Two by two"), key="compare_part", on_change="rerun")
    if not part.open:
        return
    with part:
        _compare(workspace, mode, month, focus, t)


def _compare(workspace: Workspace, mode: str, month: int, focus: int, t: Words) -> None:
    known = {each.key: each for each in scenario_kept.entries(workspace, t)}
    if len(known) < 2:
        st.caption(t("Keep two scenarios under a name, and they are held side by side here."))
        return
    chosen = []
    with st.container(horizontal=True, key="compare_scenarios"):
        for n, key in enumerate(("compare_first", "compare_second")):
            label = t("First") if n == 0 else t("Second")
            chosen.append(
                st.selectbox(
                    label,
                    list(known),
                    index=1 - n,
                    key=key,
                    format_func=lambda key: isolated(known[key].name),
                )
            )
    try:
        sides = [
            play(workspace, mode, month, scenario_kept.opened(workspace, key).scenario) for key in chosen
        ]
    except DeskError as error:
        draw_faults(error, t)
        return
    titles = [known[key].name for key in chosen]
    registry.listing(
        comparison(sides[0], sides[1], titles, focus, t), key="compared", on_open=moving.on_open("compared")
    )


def comparison(first: Outcome, second: Outcome, titles: list[str], focus: int, t: Words) -> Data:
    """The places that either scenario moves, with what each makes of them."""
    workspace = first.before
    teller = Teller(workspace, first.modes[0], first.months[0], t)
    inside = set(workspace.below(focus))
    moved = sorted({*first.difference.moved.tolist(), *second.difference.moved.tolist()} & inside)
    rows = []
    for region in moved[:MOST_ROWS]:
        code = workspace.panel.codes[region]
        cells: list[Data] = [
            {"text": teller.name(region), "open": code, "href": address.href("place", region=code)},
            _tier(teller, int(first.difference.before.tiers[region])),
            _tier(teller, int(first.difference.after.tiers[region])),
            _tier(teller, int(second.difference.after.tiers[region])),
        ]
        rows.append({"cells": cells})
    people = [t("{n} people", n=f"{each.people:,.0f}") for each in (first, second)]
    due = [t("{n} new duties", n=len(each.new_duties(focus))) for each in (first, second)]
    totals: list[Data] = [{"text": t("In all")}, {"text": ""}]
    totals += [{"text": t(", ").join((people[n], due[n]))} for n in (0, 1)]
    rows.append({"cells": totals})
    return ground(teller, scheme()) | {
        "caption": t("Two scenarios side by side"),
        "columns": [{"text": t("Place")}, {"text": t("now")}, *({"text": title} for title in titles)],
        "rows": rows,
        "note": "",
    }


def _tier(teller: Teller, tier: int) -> Data:
    told = badge(teller, tier)
    return {"digit": told["digit"], "word": told["word"], "mini": True}
