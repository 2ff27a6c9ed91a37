"""The page of clerks' sheets: take one, fill it in, bring it back, see what it would change, and store that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import DataError, DeskError, StaleEditError
from dashboard.locale import Words, literal
from dashboard.tables import TABLES
from dashboard.ui import edit_form, export_buttons, moving
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import Data, ground
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.registers.clerk_sheet import ClerkSheets, Line, Preview

MOST_LISTED = 200
MOST_MEGABYTES = 10
_DONE = "sheet_done"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the page."""
    moving.follow()
    st.title(t("Fill in a list with a spreadsheet"), anchor=False)
    st.markdown(
        plain(
            t(
                "Take a list, fill in the open columns, bring it back. You see what would change before it does."
            )
        )
    )
    sheets, reason = _sheets(workspace, t)
    if sheets is None or reason:
        st.markdown(plain(reason))
        return
    teller = Teller(workspace, mode_in_force(workspace), workspace.months[-1], t)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("1. Take the list"), anchor=False)
        _taken(workspace, sheets, t)
    with right:
        st.subheader(t("2. Bring it back"), anchor=False)
        file = st.file_uploader(
            t("The filled-in sheet"), type=["xlsx"], key="sheet_file", max_upload_size=MOST_MEGABYTES
        )
    if done := st.session_state.pop(_DONE, ""):
        st.success(plain(done))
    if file is not None:
        _brought_back(teller, sheets, file.name, file.getvalue())


def _sheets(workspace: Workspace, t: Words) -> tuple[ClerkSheets | None, str]:
    """The sheets of the viewer, and why there are none; blank if there are."""
    editing, reason = edit_form.editing_of(workspace, t)
    if editing is None:
        return None, reason
    from dashboard.registers.clerk_sheet import ClerkSheets

    sheets = ClerkSheets(editing.opened, workspace.viewer, editing)
    return sheets, reason or ("" if sheets.tables() else t("Your role does not include changes here."))


def _taken(workspace: Workspace, sheets: ClerkSheets, t: Words) -> None:
    from dashboard.reports.clerk_table import clerk_table

    there = sheets.tables()
    table = st.selectbox(
        t("List"), there, key="sheet_table", label_visibility="collapsed", width=260,
        format_func=lambda name: t.pick(TABLES[name].label_zh, TABLES[name].label_en),
    )  # fmt: skip
    columns = t(", ").join(
        edit_form.label(TABLES[table].by_name[each], t) for each in sheets.filled_in(table)
    )
    st.markdown(plain(t("To fill in: {columns}. The other columns are locked.", columns=columns)))
    source = t("The keys of the rows are good for you alone.")
    viewer: Viewer = workspace.viewer
    export_buttons.buttons(
        viewer, sheets.groups(table),
        lambda: clerk_table(sheets, table, t, export_buttons.marks_of(workspace, source, t)),
        f"{table}-{viewer.name}", t, forms=("xlsx",),
    )  # fmt: skip


def _brought_back(teller: Teller, sheets: ClerkSheets, name: str, data: bytes) -> None:
    from dashboard.intake.formulas import formula_cells
    from dashboard.tables.sheet import RefusedFileError
    from dashboard.tables.xlsx_file import read_xlsx

    t = teller.t
    try:
        formulas = formula_cells(data)
        preview = sheets.read(read_xlsx(name, data), formulas)
    except (RefusedFileError, DataError) as fault:
        st.subheader(t("This sheet cannot be used."), anchor=False)
        st.text(str(fault))
        return
    _told(teller, preview)
    count = len(preview.changes)
    rows = t.plural("{n} row", "{n} rows", len(preview.edits))
    with st.container(horizontal=True, key="bar", vertical_alignment="center"):
        said = t.plural("{n} change in {rows}.", "{n} changes in {rows}.", count, rows=rows)
        st.markdown(f"**{plain(said)}**", width="content")
        st.space("stretch")
        if not count:
            st.markdown(plain(t("There is nothing to store.")), width="content")
        st.button(
            t("Store the changes"), key="sheet_store", type="primary", disabled=not count, on_click=_store,
            args=(sheets, preview, t),
        )  # fmt: skip


def _store(sheets: ClerkSheets, preview: Preview, t: Words) -> None:
    """Store what was shown; what somebody changed since then is shown again instead."""
    try:
        edit_form.again(t)
        batch = sheets.store(preview)
    except StaleEditError:
        st.session_state[_DONE] = t(
            "Somebody was faster: nothing is stored yet. Look at the list below again."
        )
    except DeskError as fault:
        st.session_state[_DONE] = fault.faults[0]
    else:
        st.session_state[_DONE] = t("Stored as batch {n}.", n=batch)


def _told(teller: Teller, preview: Preview) -> None:
    """Each change, and whatever is left out with its reason."""
    t, table = teller.t, preview.table
    changes = [
        row(
            f"{each.row} {each.column}",
            [
                cell(str(each.row)),
                cell(literal(each.about)),
                cell(_label(table, each.column, t)),
                cell(
                    old=literal(edit_form.shown_value(table, each.column, each.before, t)),
                    new=literal(each.after),
                ),
            ],
        )
        for each in preview.changes[:MOST_LISTED]
    ]
    _table(
        teller, "sheet_changes", t("What would change"), changes,
        (t("Row"), t("Whom or what"), t("Column"), t("Before → after")), len(preview.changes),
    )  # fmt: skip
    conflicts = [
        row(
            f"{one.row}",
            [
                cell(str(one.row)),
                cell(literal(one.about)),
                cell(
                    t(", ").join(
                        dict.fromkeys(
                            t("{who}, {at}", who=each.actor, at=edit_form.clock(each.at))
                            for each in one.changes
                        )
                    )
                ),
                cell(
                    literal(
                        t(", ").join(dict.fromkeys(_label(table, each.column, t) for each in one.changes))
                    )
                ),
            ],
        )
        for one in preview.conflicts[:MOST_LISTED]
    ]
    _table(
        teller, "sheet_conflicts", t("Changed by somebody else meanwhile, and left out"), conflicts,
        (t("Row"), t("Whom or what"), t("By whom, when"), t("What they changed")), len(preview.conflicts),
    )  # fmt: skip
    left = [*preview.refused, *preview.ignored]
    rows = [
        row(
            f"{n}",
            [
                cell(str(each.row)),
                cell(literal(each.about)),
                cell(literal(_label(table, each.column, t))),
                cell(literal(each.after)),
                cell(_why(each, t)),
            ],
        )
        for n, each in enumerate(left[:MOST_LISTED])
    ]
    _table(
        teller, "sheet_left", t("Not taken over"), rows,
        (t("Row"), t("Whom or what"), t("Column"), t("What stands there"), t("Why")), len(left),
    )  # fmt: skip


def _table(
    teller: Teller, key: str, title: str, rows: list[Data], heads: tuple[str, ...], count: int
) -> None:
    if not rows:
        return
    t, more = teller.t, count - len(rows)
    st.subheader(title, anchor=False)
    registry.listing(
        ground(teller, scheme())
        | {
            "caption": title,
            "columns": [column(each) for each in heads],
            "rows": rows,
            "note": t.plural("and {n} more", "and {n} more", more) if more > 0 else "",
        },
        key=key,
    )


def _label(table: str, name: str, t: Words) -> str:
    found = TABLES[table].by_name.get(name)
    return edit_form.label(found, t) if found else name


def _why(line: Line, t: Words) -> str:
    """Why something is not taken over; what is not allowed is told as everywhere."""
    known = {
        "formula": t("A formula: only what was typed in counts."),
        "locked": t("This column is locked: it is not changed by a sheet."),
        "unknown": t("A column that the sheet did not have."),
        "forged": t("This key is of no row that you look after, or of somebody else's sheet."),
        "twice": t("This row is there twice; the first one counts."),
    }
    return known.get(line.why, line.why)
