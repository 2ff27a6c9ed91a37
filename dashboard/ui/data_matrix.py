"""What has come in: the matrix of place, month and table, and whom to call about what is not there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.bringing.completeness import Completeness, Report, completeness, monthly_tables
from dashboard.locale import Words
from dashboard.settings import load
from dashboard.tables import TABLES
from dashboard.ui import address, controls, data_files, moving
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data, styles_of
from dashboard.wording.figures import month_short
from dashboard.wording.moments import local
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Store

MONTHS, MOST_NAMED = 4, 3
_LEVEL = "data_level"


def draw(workspace: Workspace, store: Store | None, t: Words) -> None:
    """Draw the matrix of the places of one level."""
    month = controls.month_in_force(workspace)
    found = completeness(
        workspace.tables, range(max(month - MONTHS + 1, workspace.months[0]), month + 1),
        due_day=load().reports_due_day, today=datetime.now().astimezone().date(),
        arrivals=arrived(store), faulty=data_files.faulty_reports(),
    )  # fmt: skip
    here = set(found.codes)
    levels = dict.fromkeys(
        level
        for code, level in zip(workspace.panel.codes, workspace.panel.levels, strict=True)
        if code in here
    )
    if not levels:
        st.title(t("Nothing comes month by month here."), anchor=False)
        st.text(t("The page shows what is there once indicators or headcounts of a place were stored."))
        return
    level = address.get(_LEVEL)
    level = level if level in levels else next(reversed(levels))
    with st.container(horizontal=True, key="reports_head", vertical_alignment="bottom"):
        st.title(headline(workspace, found, level, month, t), anchor=False)
        st.space("stretch")
        controls.month_stepper(workspace, month, t)
    st.markdown(plain(_due(found, store, t)))
    if len(levels) > 1:
        _levels(list(levels), level, t)
    registry.matrix(
        payload(workspace, found, level, month, t), key="matrix", on_open=moving.on_open("matrix")
    )


def arrived(store: Store | None) -> dict[str, dict[tuple[str, int], datetime]]:
    """When each report first came in, as a store knows it; a folder does not."""
    if store is None:
        return {}
    from dashboard.store.arrivals import arrivals_of  # brings SQLAlchemy along

    return {
        name: {
            (str(code), int(month)): local(str(at))
            for code, month, at in arrivals_of(store, name).itertuples(index=False, name=None)
        }
        for name in monthly_tables()
    }


def headline(workspace: Workspace, found: Completeness, level: str, month: int, t: Words) -> str:
    """How many reports of the month are there, and how many are missing."""
    codes = {c for c, its in zip(workspace.panel.codes, workspace.panel.levels, strict=True) if its == level}
    of_month = [r for r in found.reports.values() if r.month == month and r.code in codes]
    there = sum(r.state in ("there", "late") for r in of_month)
    lacking = len({r.code for r in of_month if r.is_asked})
    said = t(
        "{month}: {there} of {all} reports are there",
        month=month_short(month, t),
        there=there,
        all=len(of_month),
    )
    if not lacking:
        return t("{said}.", said=said)
    return t.plural(
        "{said}; {n} place is to be called.", "{said}; {n} places are to be called.", lacking, said=said
    )


def _due(found: Completeness, store: Store | None, t: Words) -> str:
    """By when reports are due, and what says so."""
    if not found.due_day:
        return t(
            "No setting says by which day reports are due ({setting}), so nothing counts as late.",
            setting="reports_due_day",
        )
    said = t("Due by day {day} of the next month, as this desk's settings say.", day=found.due_day)
    if store is None:
        said += t.space + t("A folder does not know when a report came in, so none counts as late.")
    return said


def _levels(levels: list[str], level: str, t: Words) -> None:
    from dashboard.ui.risk_page import level_name

    st.session_state["data_level_choice"] = level
    st.segmented_control(
        t("Level"), levels, format_func=lambda each: level_name(each, t), key="data_level_choice",
        label_visibility="collapsed",
        on_change=lambda: address.keep(**{_LEVEL: st.session_state["data_level_choice"] or level}),
    )  # fmt: skip


def payload(workspace: Workspace, found: Completeness, level: str, month: int, t: Words) -> Data:
    """The component ``matrix``."""
    codes = [
        code
        for code, its in zip(workspace.panel.codes, workspace.panel.levels, strict=True)
        if its == level and code in set(found.codes)
    ]
    tables = [n for n in found.tables if any((n, c, m) in found.reports for c in codes for m in found.months)]
    labels = {name: t.pick(TABLES[name].label_zh, TABLES[name].label_en) for name in tables}
    names = dict(zip(workspace.panel.codes, workspace.panel.names, strict=True))
    rows = []
    for code in codes:
        cells = [
            _cell(found.reports.get((name, code, m)), f"{month_short(m, t)} {labels[name]}", t)
            for m in found.months
            for name in tables
        ]
        rows.append(
            {
                "name": names[code], "code": code, "href": address.href("place", region=code), "cells": cells,
                "who": t("{place}, the office there", place=names[code]),
                "ask": t("; ").join(_asked(report, labels, t) for report in found.asked(code)),
            }
        )  # fmt: skip
    return {
        "styles": styles_of(workspace.plan, scheme(), t.lang), "scheme": scheme(),
        "lang": "en" if t.lang == "en" else "zh-CN",
        "caption": t("What has come in, by place, month and table"),
        "months": [
            {"text": month_short(m, t), "own": m == month, "tables": list(labels.values())} for m in found.months
        ],
        "rows": rows,
        "words": {state: {"sign": sign, "text": text} for state, (sign, text) in _states(t).items()},
        "labels": {"place": t("Place"), "who": t("Whom to call, for what"), "complete": t("all there")},
        "note": t("No table names the contacts of offices, so the office itself stands there."),
    }  # fmt: skip


def _states(t: Words) -> dict[str, tuple[str, str]]:
    """The sign and the word of each state."""
    return {
        "there": ("", t("there")),
        "late": (t.pick("迟", "l"), t("late")),
        "part": (t.pick("漏", "p"), t("there, with figures left out")),
        "missing": (t.pick("缺", "m"), t("missing")),
        "faulty": (t.pick("误", "e"), t("dropped here with errors")),
        "not_due": ("·", t("not due yet")),
    }


def _cell(report: Report | None, column: str, t: Words) -> Data:
    if report is None:
        return {"state": "none", "column": column, "label": t("{report}: not expected", report=column)}
    state = "part" if report.gaps and report.state in ("there", "late") else report.state
    label = t("{report}: {state}", report=column, state=_states(t)[state][1])
    return {"state": state, "column": column, "label": label}


def _asked(report: Report, labels: dict[str, str], t: Words) -> str:
    """What to ask for."""
    what = f"{month_short(report.month, t)} {labels[report.table]}"
    if report.state == "missing":
        return what
    if report.state == "faulty":
        return t("{report}, mended", report=what)
    if len(report.gaps) > MOST_NAMED:
        return t("{report}: {n} figures left out", report=what, n=len(report.gaps))
    columns = TABLES[report.table].by_name
    names = [t.pick(columns[n].label_zh, columns[n].label_en) if n in columns else n for n in report.gaps]
    return t("{report}: {figures}", report=what, figures=t(", ").join(names))
