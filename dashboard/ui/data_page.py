"""The page of data: drop files, see what was read and what is wrong, and what the new rows would change.

A data folder has no store behind it: there the page checks, and says plainly that nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.access.gate import require
from dashboard.effects import TierChange, tier_changes
from dashboard.errors import DataError
from dashboard.intake.at_paths import plan_columns
from dashboard.intake.check import Around, ByHand, Read, check_file
from dashboard.intake.naming import with_place_name
from dashboard.intake.places import Places
from dashboard.intake.read_sheet import Entry
from dashboard.intake.sniff import ENDINGS, MOST_BYTES
from dashboard.locale import Words
from dashboard.reports.marked_copy import marked_copy
from dashboard.reports.template import template_of
from dashboard.tables import TABLES
from dashboard.ui.markdown import plain
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.figures import month_short, tier_word
from dashboard.wording.findings import told
from dashboard.workspace import Workspace

PREVIEW = 12
MOST_LISTED = 200
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    require(workspace.viewer, "import", "figures")
    around = _around(workspace)
    st.title(t("Bring in data"), anchor=False)
    st.markdown(plain(t(
        "Drop the files as they came: Excel or CSV, with title lines, totals and notes. They are checked at once."
    )))  # fmt: skip
    st.info(plain(t(
        "This is a check-only desk: the data here is a folder, so nothing is stored. "
        "To keep it, import it into a store."
    )))  # fmt: skip
    files = st.file_uploader(
        t("Files"), type=[ending[1:] for ending in ENDINGS], accept_multiple_files=True, key="data_files",
        max_upload_size=MOST_BYTES >> 20,
    )  # fmt: skip
    reads = [_read(each.name, each.getvalue(), around, t) for each in files or ()]
    for number, (read, data) in enumerate(reads):
        with st.container(border=True, key=f"file_{number}"):
            _file(number, read, data, around, t)
    good = _together([read for read, _ in reads if not read.has_errors])
    if good:
        _changes(workspace, good, t)
    _templates(t)


def _around(workspace: Workspace) -> Around:
    """What files are held against: the viewer's places and figures."""
    tables = workspace.tables
    return Around(Places.of(tables.get("regions")), tables, plan_columns())


def _read(name: str, data: bytes, around: Around, t: Words) -> tuple[Read, bytes]:
    """A file read once and kept with the session; again when its table or a column was chosen by hand."""
    digest = hashlib.sha256(data).hexdigest()
    table = st.session_state.get(f"table_{digest}") or None
    names = dict(st.session_state.get(_remembered(), {}))
    key = f"read_{digest}"
    asked = (name, table, tuple(sorted(names.items())))
    kept = st.session_state.get(key)
    if kept is None or kept[0] != asked:
        with st.spinner(t("Reading {name}", name=plain(name))):
            kept = asked, check_file(name, data, table, around, ByHand(names))
        st.session_state[key] = kept
    read: Read = kept[1]
    return read, data


def _remembered() -> str:
    return "data_names_by_hand"


def _file(number: int, read: Read, data: bytes, around: Around, t: Words) -> None:
    digest = hashlib.sha256(data).hexdigest()
    errors = sum(f.severity == "error" for f in read.findings)
    asked = len(read.findings) - errors
    if read.refusal:
        st.subheader(plain(t("{name} cannot be read", name=read.file)), anchor=False)
        st.text(read.refusal.message)
    elif errors:
        much = t.plural("{n} error to be mended", "{n} errors to be mended", errors)
        st.subheader(plain(f"{read.file}{t.pick('：', ': ')}{much}"), anchor=False)
    else:
        st.subheader(plain(t("{name}: no errors", name=read.file)), anchor=False)
    if not read.refusal and asked:
        st.markdown(plain(t.plural("{n} line to be looked at", "{n} lines to be looked at", asked)))
    st.selectbox(
        t("Table"), ["", *TABLES], key=f"table_{digest}", width=260,
        format_func=lambda name: (
            t.pick(TABLES[name].label_zh, TABLES[name].label_en) if name else t("As the headings say")
        ),
    )  # fmt: skip
    for place, entry in enumerate(read.entries):
        _sheet(f"{number}_{place}", entry, t)
    if read.findings and not read.refusal:
        _findings(read, t)
        st.download_button(
            t("Take the file with its faults marked"), lambda: marked_copy(read), f"marked-{number + 1}.xlsx", BOOK,
            key=f"marked_{number}",
        )  # fmt: skip


def _sheet(key: str, entry: Entry, t: Words) -> None:
    label = TABLES[entry.table or ""]
    facts = [
        t.pick(label.label_zh, label.label_en), entry.sheet or "",
        t("{n} rows read", n=entry.read_rows),
        t("{n} rows left out: totals, notes", n=len(entry.out.rows)) if entry.out.rows else "",
    ]  # fmt: skip
    st.markdown(plain(t.pick("，", ", ").join(fact for fact in facts if fact)))
    header = entry.header
    if header is None or entry.grid is None:
        return
    with st.expander(t("What stands in the file")):
        rows = [entry.grid.row(place) for place in range(min(entry.grid.height, header.last + 1 + PREVIEW))]
        if label.is_personal:
            rows = rows[: header.last + 1]  # names and numbers of people stay out of the preview
        st.table(pd.DataFrame(
            [[plain(cell[:40]) for cell in row] for row in rows], index=[str(n + 1) for n in range(len(rows))],
            columns=[str(n + 1) for n in range(len(entry.grid.columns))],
        ))  # fmt: skip
    with st.expander(t("What each column was taken for"), expanded=bool(entry.unmatched)):
        columns = with_place_name(label).by_name
        names = {name: t.pick(c.label_zh, c.label_en) for name, c in columns.items()}
        for heading in header.headings:
            if not heading.shown or heading.how == "counter":
                continue
            note = f"{heading.score}" if heading.column else t("not taken")
            box = f"map_{key}_{heading.place}"
            st.selectbox(
                plain(f"{heading.shown} · {note} · {entry.units.get(heading.name, '')}".rstrip(" ·")), ["", *names],
                index=[*["", *names]].index(heading.name) if heading.name in names else 0, key=box, width=360,
                format_func=lambda name: names.get(name) or t("Do not take"),
                on_change=_map, args=(heading.shown, box),
            )  # fmt: skip


def _map(heading: str, box: str) -> None:
    """Remember what a heading means; it holds for every file of the session."""
    st.session_state[_remembered()] = {
        **st.session_state.get(_remembered(), {}), heading: st.session_state[box] or ""
    }  # fmt: skip


def _findings(read: Read, t: Words) -> None:
    """Every fault with its row, column, masked value, rule and what to do; errors first."""
    listed = sorted(read.findings, key=lambda f: f.severity != "error")[:MOST_LISTED]
    words = {"error": t("error"), "warning": t("to be asked")}
    st.table(pd.DataFrame({
        t("Weight"): [words[f.severity] for f in listed],
        t("Row"): [str(f.row or "") for f in listed],
        t("Column"): [plain(f.column or "") for f in listed],
        t("Found"): [plain(f.cell or "") for f in listed],
        t("Why, and what to do"): [plain(told(f, t)) for f in listed],
    }))  # fmt: skip


def _together(reads: list[Read]) -> dict[str, pd.DataFrame]:
    found: dict[str, list[pd.DataFrame]] = {}
    for read in reads:
        for name, frame in read.frames.items():
            found.setdefault(name, []).append(frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in found.items()}


def _changes(workspace: Workspace, frames: Mapping[str, pd.DataFrame], t: Words) -> None:
    """Which tiers the files without errors would change."""
    st.subheader(t("What these files would change"), anchor=False)
    try:
        changes = tier_changes(workspace, frames, mode_in_force(workspace))
    except (DataError, KeyError, ValueError):
        st.text(t("This cannot be worked out: a table that the plan needs is missing or does not fit."))
        return
    newest = max((change.month for change in changes), default=0)
    now = [change for change in changes if change.month == newest]
    if not now:
        st.markdown(plain(t("No place would change its tier.")))
        return
    said = t.plural("{n} place would have another tier", "{n} places would have another tier", len(now))
    said = t("{month}: {said}", month=month_short(newest, t), said=said)
    st.markdown(f"**{plain(said)}**")
    for change in now:
        st.markdown(plain(_told(workspace, change, t)))


def _told(workspace: Workspace, change: TierChange, t: Words) -> str:
    before, after = (tier_word(workspace.plan, tier, t) for tier in (change.before, change.after))
    return t("{place}: {before} → {after}", place=change.name, before=before, after=after)


def _templates(t: Words) -> None:
    """An empty workbook of each table, to be sent to those who report."""
    with st.expander(t("Templates in Excel")):
        name = st.selectbox(
            t("Table"), list(TABLES), key="template_table", width=260,
            format_func=lambda each: t.pick(TABLES[each].label_zh, TABLES[each].label_en),
        )  # fmt: skip
        st.download_button(
            t("Take the template"), lambda: template_of(TABLES[name], is_english=t.lang == "en"),
            f"{name}-template.xlsx", BOOK, key="take_template",
        )  # fmt: skip
