"""The page of matching: people of whom two sources say what cannot both be, each with both sides; masked."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import allowed, rules
from dashboard.engine.matching import SOURCES
from dashboard.locale import Words, literal
from dashboard.locale.direction import isolated
from dashboard.reports.matching_table import GROUPS, matching_table
from dashboard.tables.months import month_text
from dashboard.ui import address, controls, list_controls, moving
from dashboard.ui.components import registry
from dashboard.ui.export_buttons import export_buttons, marks_of
from dashboard.ui.frame import scheme
from dashboard.ui.listing import Cell, cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data, ground, plain_head
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.figures import number
from dashboard.wording.headlines import Fact
from dashboard.wording.matching import conflict_names, short_names, source_names, what_to_do
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

FILTERS = ("conflict",)
PAGE = "matching_page"
_SIZE = 20


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    viewer = workspace.viewer
    is_open = all(allowed(viewer, "view", group) for group in ("people", "identity", "firms"))
    if not is_open or rules().roles[viewer.role].is_pseudonymous:
        list_controls.empty(
            t("Your role does not include people."), t("The key enterprises and key places are open to you.")
        )
        return
    month, region, mode = (
        controls.month_in_force(workspace), controls.region_in_force(workspace), mode_in_force(workspace),
    )  # fmt: skip
    address.keep(month=month_text(month), region=workspace.panel.codes[region], town_alerts=mode)
    list_controls.remember((*FILTERS, PAGE))
    teller = Teller(workspace, mode, month, t)
    with st.container(horizontal=True, key="controls", vertical_alignment="center"):
        controls.crumb(workspace, region, t)
        controls.region_picker(workspace, region, t)
        controls.month_stepper(workspace, month, t)
    there = [name for name in SOURCES if name in workspace.tables]
    whole = _of(workspace, region, month)
    registry.head(
        plain_head(
            teller, scheme(), headline(teller, region, whole, there), _lead(there, t), _facts(whole, there, t)
        ),
        key="head",
    )
    if len(there) < 2:
        list_controls.empty(
            t("There is nothing to be matched."),
            t(
                "Bring in two of these tables: unemployment registrations, employment filings, insured persons."
            ),
        )
        return
    found = _filtered(whole, t)
    page = list_controls.page_in_force(PAGE, len(found), _SIZE)
    shown = found.iloc[(page - 1) * _SIZE : page * _SIZE]
    if len(shown):
        registry.listing(conflict_rows(teller, shown), key="conflicts")
        list_controls.pager(PAGE, page, len(found), _SIZE, t)
    else:
        list_controls.empty(
            t("No conflict is known of this month."),
            t("A month that one of the sources has not reported is not matched."),
        )
    source = _source(workspace, there, t)
    code = workspace.panel.codes[region]
    export_buttons(
        workspace, GROUPS,
        lambda: matching_table(
            found, f"matching {code},{month_text(month)}", t, lambda: marks_of(workspace, source, t)
        ),
        f"matching_{code}_{month_text(month)}", t,
    )  # fmt: skip
    st.caption(plain(source))


def _of(workspace: Workspace, region: int, month: int) -> pd.DataFrame:
    """The conflicts of a month in a region and below it; those of no place are of every place."""
    codes = {workspace.panel.codes[r] for r in workspace.below(region)}
    found = workspace.conflicts
    left, right = found["left_region"], found["right_region"]
    here = left.isin(codes) | right.isin(codes) | ((left == "") & (right == ""))
    return found[here & (found["month"] == month)]


def headline(teller: Teller, region: int, whole: pd.DataFrame, there: list[str]) -> str:
    """How many people two sources contradict each other about."""
    t = teller.t
    if len(there) < 2:
        return t("{place}: fewer than two of the three sources are there.", place=teller.name(region))
    people = whole["person_id"].where(whole["person_id"] != "", whole["number"]).nunique()
    return t.plural(
        "{place}, {month}: two sources contradict each other about {n} person.",
        "{place}, {month}: two sources contradict each other about {n} people.",
        people, place=teller.name(region), month=teller.short_month(),
    )  # fmt: skip


def _lead(there: list[str], t: Words) -> str:
    names = source_names(t)
    missing = [names[name] for name in SOURCES if name not in there]
    if not missing:
        return t("A conflict is a question, not a finding: ask before anything is changed.")
    return t("Not there: {sources}. What was not reported is no conflict.", sources=t(", ").join(missing))


def _facts(whole: pd.DataFrame, there: list[str], t: Words) -> list[Fact]:
    if len(there) < 2:
        return []
    return [
        Fact(name, number(int((whole["conflict"] == kind).sum()))) for kind, name in short_names(t).items()
    ]


def _filtered(whole: pd.DataFrame, t: Words) -> pd.DataFrame:
    kinds = {kind: name for kind, name in conflict_names(t).items() if (whole["conflict"] == kind).any()}
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        kind = list_controls.choice(
            "conflict", t("Conflict"), kinds, PAGE, every=t("Every conflict"), width=300
        )
        found = whole[whole["conflict"] == kind] if kind else whole
        list_controls.clear(FILTERS, t)
        list_controls.counted(len(found), len(whole), t.plural("{n} conflict", "{n} conflicts", len(whole)))
    return found


def conflict_rows(teller: Teller, shown: pd.DataFrame) -> Data:
    """The component ``listing``: a row a conflict; its key is a number of the page, never of a person."""
    t = teller.t
    kinds, to_do = conflict_names(t), what_to_do(t)
    columns = [
        column(t("Person")), column(t("Conflict")), column(t("One source")), column(t("The other source")),
        column(t("To do")),
    ]  # fmt: skip
    rows = [
        row(
            str(index),
            [
                cell(
                    isolated(one["name"]) or t("name not known"), isolated(one["number"] or one["person_id"])
                ),
                cell(kinds[one["conflict"]], strong=True),
                _side(teller, one, "left"),
                _side(teller, one, "right"),
                cell(to_do[one["conflict"]], faint=True),
            ],
        )
        for index, one in enumerate(shown.to_dict("records"))
    ]
    return ground(teller, scheme()) | {
        "caption": t("Conflicts, {month}", month=teller.long_month()), "columns": columns, "rows": rows, "note": "",
    }  # fmt: skip


def _side(teller: Teller, one: dict[Hashable, Any], side: str) -> Cell:
    """What a source says: its name and the firm, or that it has nothing; below it the place."""
    t = teller.t
    source, firm, code = source_names(t)[one[side]], one[f"{side}_enterprise"], one[f"{side}_region"]
    if one["conflict"] == "filed_not_insured" and side == "right":
        return cell(source, t("nothing of this person"))
    place = _place(teller, code)
    return cell(source, t(", ").join(each for each in (_firm(teller, firm), place) if each))


def _firm(teller: Teller, code: str) -> str:
    firms = teller.workspace.tables.get("enterprises")
    if not code or firms is None:
        return literal(code)
    names = firms.loc[firms["enterprise_id"] == code, "enterprise_name"]
    return literal(str(names.iloc[0])) if len(names) and names.iloc[0] else literal(code)


def _place(teller: Teller, code: str) -> str:
    tree = teller.workspace.geography
    return literal(tree.names[tree.position(code)]) if code in tree.codes else literal(code)


def _source(workspace: Workspace, there: list[str], t: Words) -> str:
    names = source_names(t)
    told = t(", ").join(names[name] for name in there) or t("none of the three sources")
    return t("Matched person by person and month by month: {sources}.", sources=told)
