"""The files dropped on the page of data: what was read, what each column was taken for, and what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.bringing.offer import Piece
from dashboard.bringing.offices import office_of
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
from dashboard.wording.findings import told
from dashboard.wording.moments import moment_text, who
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Store
    from dashboard.store.names import Meaning

PREVIEW = 12
MOST_LISTED = 200
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DROP, _NAMES, _LYING = "data_drop", "data_names_by_hand", "data_lying"
Remembered = dict[str, "Meaning"]


@dataclass(frozen=True)
class Dropped:
    """One file that was dropped; ``by_hand`` is what was said in this session about its headings."""

    read: Read
    sha256: str
    office: str
    by_hand: dict[str, str]

    @property
    def piece(self) -> Piece:
        """The file as it is offered to a store."""
        given: dict[str, frozenset[str]] = {}
        for entry in self.read.entries:
            if entry.table:
                given[entry.table] = given.get(entry.table, frozenset()) | set(entry.columns.values())
        return Piece(self.read.file, self.sha256, self.read.frames, given)


def dropped(workspace: Workspace, store: Store | None, t: Words) -> list[Dropped]:
    """Draw the place to drop files on, and each file with what it says; the files as they were read."""
    uploads = st.file_uploader(
        t("Files"), type=[ending[1:] for ending in ENDINGS], accept_multiple_files=True,
        key=f"data_files_{st.session_state.get(_DROP, 0)}", max_upload_size=MOST_BYTES >> 20,
    )  # fmt: skip
    st.session_state[_LYING] = []
    if not uploads:
        _let_go(())
        return []
    tables = workspace.tables
    around = Around(Places.of(tables.get("regions")), tables, plan_columns())
    remembered: dict[str, Remembered] = {}
    if store is not None:
        from dashboard.store.names import remembered_names  # brings SQLAlchemy along

        remembered = remembered_names(store)
    names = {str(code): str(name) for code, name in _names(workspace)}
    files: dict[str, Dropped] = {}
    for upload in uploads:
        data = upload.getvalue()
        digest = hashlib.sha256(data).hexdigest()
        if digest in files:
            st.markdown(plain(t("{name} was dropped twice; it is taken once.", name=upload.name)))
            continue
        files[digest] = _read(upload.name, data, digest, around, remembered, workspace.version, t)
    for number, file in enumerate(files.values()):
        _file(number, file, names, remembered.get(file.office, {}), t)
    st.session_state[_LYING] = list(files.values())
    _let_go(files)
    return list(files.values())


def _let_go(digests: Collection[str]) -> None:
    """Forget what was read of files that no longer lie on the page: they may be large."""
    for name in [str(name) for name in st.session_state if str(name).startswith("read_")]:
        if name.removeprefix("read_") not in digests:
            del st.session_state[name]


def forget_files() -> None:
    """Empty the place where files are dropped, and what was said of their headings."""
    st.session_state[_DROP] = st.session_state.get(_DROP, 0) + 1
    for name in (_NAMES, _LYING):
        st.session_state.pop(name, None)


def _names(workspace: Workspace) -> zip[tuple[str, str]]:
    return zip(workspace.panel.codes, workspace.panel.names, strict=True)


def _read(
    name: str,
    data: bytes,
    digest: str,
    around: Around,
    remembered: dict[str, Remembered],
    version: str,
    t: Words,
) -> Dropped:
    """A file read once and kept with the session; again when its table, a column or the data has changed."""
    table = st.session_state.get(f"table_{digest}") or None
    said = st.session_state.get(_NAMES, {})
    kept = st.session_state.get(f"read_{digest}")
    if kept is not None and kept[0] == (name, table, version):
        office = kept[1].office
        if kept[2] == _meanings(office, said, remembered):
            found: Dropped = kept[1]
            return found
    with st.spinner(t("Reading {name}", name=plain(name))):
        # Where a table was chosen by hand its columns can be, even if no heading is known.
        first = check_file(name, data, table, around, ByHand({"": ""} if table else {}))
        office = office_of(first)
        meanings = _meanings(office, said, remembered)
        read = check_file(name, data, table, around, ByHand(meanings)) if meanings else first
    file = Dropped(read, digest, office, said.get(office, {}))
    st.session_state[f"read_{digest}"] = ((name, table, version), file, meanings)
    return file


def _meanings(
    office: str, said: dict[str, dict[str, str]], remembered: dict[str, Remembered]
) -> dict[str, str]:
    """What an office's headings mean: as remembered, and as said in this session."""
    stored = {heading: meaning.column for heading, meaning in remembered.get(office, {}).items()}
    return stored | said.get(office, {})


def title_of(file: Dropped, t: Words) -> str:
    """A file in one line: its name, what it is, and how many errors it has."""
    read = file.read
    errors = sum(f.severity == "error" for f in read.findings)
    asked = len(read.findings) - errors
    if read.refusal and read.refusal.severity == "error":
        return t("{name} cannot be read", name=read.file)
    state = t("no errors")
    if errors:
        state = t.plural("{n} error to be mended", "{n} errors to be mended", errors)
    tables = dict.fromkeys(entry.table for entry in read.entries if entry.table)
    labels = [t.pick(TABLES[name].label_zh, TABLES[name].label_en) for name in tables]
    rows = sum(entry.read_rows for entry in read.entries)
    parts = [read.file, t(", ").join(labels), t.plural("{n} row", "{n} rows", rows), state]
    if asked:
        parts.append(t.plural("{n} line to be looked at", "{n} lines to be looked at", asked))
    return " · ".join(part for part in parts if part)


def _file(number: int, file: Dropped, names: dict[str, str], remembered: Remembered, t: Words) -> None:
    read = file.read
    with st.expander(plain(title_of(file, t)), expanded=read.has_errors, key=f"file_{number}"):
        if read.refusal:
            st.text(read.refusal.message)
        faults, columns, sheet = st.tabs([t("What is wrong"), t("Columns"), t("In the file")])
        with faults:
            if read.findings and not read.refusal:
                _findings(read, t)
                st.download_button(
                    t("Take the file with its faults marked"), lambda: marked_copy(read), f"marked-{number + 1}.xlsx",
                    BOOK, key=f"marked_{number}", on_click="ignore",
                )  # fmt: skip
            elif not read.refusal:
                st.markdown(plain(t("Nothing is wrong.")))
        with columns:
            st.selectbox(
                t("Table"), ["", *TABLES], key=f"table_{file.sha256}", width=260,
                format_func=lambda name: (
                    t.pick(TABLES[name].label_zh, TABLES[name].label_en) if name else t("As the headings say")
                ),
            )  # fmt: skip
            for place, entry in enumerate(read.entries):
                _columns(f"{number}_{place}", file, entry, remembered, names, t)
        with sheet:
            for place, entry in enumerate(read.entries):
                with st.container(key=f"preview_{number}_{place}"):
                    _preview(entry, t)


def _columns(
    key: str, file: Dropped, entry: Entry, remembered: Remembered, names: dict[str, str], t: Words
) -> None:
    """What each heading was taken for, to be put right by hand."""
    header = entry.header
    if header is None or entry.table is None:
        return
    office = names.get(file.office, file.office) or t("files like this one")
    st.caption(plain(t("What is set here is remembered for: {office}", office=office)))
    columns = with_place_name(TABLES[entry.table]).by_name
    labels = {name: t.pick(c.label_zh, c.label_en) for name, c in columns.items()}
    with st.container(horizontal=True, key=f"columns_{key}"):
        for heading in header.headings:
            if not heading.shown or heading.how == "counter":
                continue
            known = remembered.get(heading.shown)
            if heading.shown in file.by_hand:
                note = t("set by hand")
            elif known is not None:
                note = t("remembered: {who}, {at}", who=who(known.actor, t), at=moment_text(known.at))
            else:
                note = t("{n} of 100 alike", n=heading.score) if heading.column else t("not taken")
            box = f"map_{key}_{heading.place}_{file.sha256[:12]}"
            offered = ["", *labels, *([heading.name] if heading.name and heading.name not in labels else [])]
            facts = [heading.shown, note, _unit(entry.units.get(heading.name, ""), t)]
            st.selectbox(
                plain(" · ".join(fact for fact in facts if fact)), offered,
                index=offered.index(heading.name) if heading.name in offered else 0, key=box, width=300,
                format_func=lambda name: labels.get(name) or name or t("Do not take"),
                on_change=_map, args=(file.office, heading.shown, box),
            )  # fmt: skip


def _unit(unit: str, t: Words) -> str:
    """In what a column is read, as a person writes it."""
    return {
        "percent": "%",
        "people": t("people"),
        "months": t("months"),
        "CNY": t("yuan"),
        "posts": t("posts"),
    }.get(unit, unit)


def _map(office: str, heading: str, box: str) -> None:
    """Note what a heading of an office means: at once for this session, in the store when the file is stored."""
    said: dict[str, dict[str, str]] = st.session_state.get(_NAMES, {})
    of_office = {**said.get(office, {}), heading: st.session_state[box] or ""}
    st.session_state[_NAMES] = {**said, office: of_office}


def _preview(entry: Entry, t: Words) -> None:
    """The first rows as they stand in the file; names and numbers of people stay out."""
    header = entry.header
    if header is None or entry.grid is None or entry.table is None:
        return
    label = TABLES[entry.table]
    left_out = len(entry.out.rows)
    facts = [
        t.pick(label.label_zh, label.label_en), entry.sheet or "", t("{n} rows read", n=entry.read_rows),
        t("{n} rows left out: totals, notes", n=left_out) if left_out else "",
        t("headings in row {n}", n=header.last + 1),
    ]  # fmt: skip
    st.markdown(plain(t.pick("，", ", ").join(fact for fact in facts if fact)))
    rows = [entry.grid.row(place) for place in range(min(entry.grid.height, header.last + 1 + PREVIEW))]
    if label.is_personal:
        rows = rows[: header.last + 1]
    marks = ["" if n not in entry.out.rows else t("left out") for n in range(len(rows))]
    marks = [t("heading") if header.first <= n <= header.last else mark for n, mark in enumerate(marks)]
    st.table(pd.DataFrame(
        [[*(plain(cell[:40]) for cell in row), mark] for row, mark in zip(rows, marks, strict=True)],
        index=[str(n + 1) for n in range(len(rows))],
        columns=[*(_letters(n) for n in range(len(entry.grid.columns))), t("Read as")],
    ))  # fmt: skip


def _letters(place: int) -> str:
    """A column as a spreadsheet names it."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


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


def templates(t: Words) -> None:
    """An empty workbook of each table, to be sent to those who report."""
    with st.popover(t("Templates in Excel")):
        name = st.selectbox(
            t("Table"), list(TABLES), key="template_table", width=260,
            format_func=lambda each: t.pick(TABLES[each].label_zh, TABLES[each].label_en),
        )  # fmt: skip
        st.download_button(
            t("Take the template"), lambda: template_of(TABLES[name], is_english=t.lang == "en"),
            f"{name}-template.xlsx", BOOK, key="take_template", on_click="ignore",
        )  # fmt: skip


def faulty_reports() -> frozenset[tuple[str, str, int]]:
    """Table, place and month of rows with errors in files that lie on the page now."""
    found: set[tuple[str, str, int]] = set()
    for file in st.session_state.get(_LYING, ()):
        for entry in file.read.entries:
            rows = {finding.row for finding in entry.errors if finding.row}
            for part in entry.parts if entry.table else ():
                if {"region_code", "month"} <= set(part.frame.columns):
                    bad = part.frame[[row in rows for row in part.rows.tolist()]]
                    found |= {
                        (str(entry.table), str(c), int(m))
                        for c, m in zip(bad["region_code"], bad["month"], strict=True)
                    }
    return frozenset(found)
