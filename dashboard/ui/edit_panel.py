"""What can be changed in place: the fields of one row, or the rows that hang on one, each with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.access import rules
from dashboard.errors import DeskError
from dashboard.locale import Words, literal
from dashboard.tables import TABLES
from dashboard.ui import edit_form
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.listing import cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import ground
from dashboard.wording.teller import Teller

if TYPE_CHECKING:
    from dashboard.registers.editing import Change, Editing, Open

MOST_PAST = 40
MOST_USUAL = 20
Values = Mapping[str, str]


@dataclass(frozen=True)
class Fields:
    """Which columns of a table are shown and changed together, and what stands above them.

    ``name`` tells the panels of a page apart; ``options`` are the usual words of a text, each with what is shown.
    """

    name: str
    title: str
    table: str
    columns: tuple[str, ...]
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sides: int = 1
    listed: tuple[str, ...] = ()
    """Of rows that hang on another, the columns that their table shows; all of them if none is named."""


@dataclass(frozen=True)
class Desk:
    """What the panels of one page work with. ``can`` says whether anything is changed here and now."""

    teller: Teller
    editing: Editing
    can: bool

    def mine(self, fields: Fields) -> tuple[str, ...]:
        """The columns that the viewer changes here."""
        return tuple(each for each in fields.columns if self.can and self.editing.may(fields.table, each))


def begin(teller: Teller, *tables: str) -> Desk | None:
    """Whether rows of these tables are changed on this page; where not, one line says why.

    None where their history is not there either: in a folder, in a past state, in a workshop.
    """
    t, viewer = teller.t, teller.workspace.viewer
    editing, reason = edit_form.editing_of(teller.workspace, t)
    role = rules().roles.get(viewer.role)
    if editing is None or role is None or role.is_pseudonymous:
        _say(reason or t("In a workshop nothing is changed."))
        return None
    has_none = not any(editing.may(table, each) for table in tables for each in TABLES[table].by_name)
    if has_none:
        reason = t("Your role does not include changes here.")
    if reason:
        _say(reason)
    return Desk(teller, editing, not reason)


def one_row(desk: Desk, fields: Fields, key: Values, *, only_filled: bool = False) -> None:
    """The fields of one row, changed in place by those who may.

    Args:
        desk: what the page works with.
        fields: the columns.
        key: names the row.
        only_filled: leave fields out of sight that are blank or no, until they are edited.
    """
    teller, t, name = desk.teller, desk.teller.t, f"{fields.name} {dict(key)}"
    with st.container(key=f"edit_{fields.name}"):
        st.subheader(plain(fields.title), anchor=False)
        try:
            found = desk.editing.row(fields.table, key)
        except DeskError:
            _say(t("This row is not there any more."))
            return
        seen = tuple(each for each in fields.columns if each in found.values)
        mine, past = desk.mine(fields), desk.editing.history(fields.table, key, seen)
        form = edit_form.current(name)
        if form is not None and mine:
            edit_form.draw(form, t, fields.options, fields.sides)
        else:
            _values(teller, fields, found, seen, past, only_filled=only_filled)
            if mine:
                st.button(
                    t("Edit"),
                    key=f"open_{fields.name}",
                    on_click=edit_form.open_row,
                    args=(name, found, mine),
                )
        history(teller, fields.name, past)


def rows_of(desk: Desk, fields: Fields, owner: Values, add: str, suggested: Values | None = None) -> None:
    """The rows that hang on a firm, person or place, the newest first; those who may add one or change one.

    Args:
        desk: what the page works with.
        fields: the columns; those that name the owner are left out.
        owner: the columns that every row has, and their values.
        add: the label of the button that adds a row.
        suggested: what stands in a new row to begin with.
    """
    teller, t, name = desk.teller, desk.teller.t, f"{fields.name} {dict(owner)}"
    with st.container(key=f"edit_{fields.name}"):
        st.subheader(plain(fields.title), anchor=False)
        try:
            found = desk.editing.rows(fields.table, owner)[::-1]
        except DeskError:
            _say(t("This is not open to you."))
            return
        mine = desk.mine(fields)
        _rows(teller, fields, name, found, mine)
        if not _open_form(desk, fields, name) and mine:
            st.button(
                add, key=f"add_{fields.name}", on_click=edit_form.open_new,
                args=(name, fields.table, mine, owner, suggested or {}),
            )  # fmt: skip


def rows_elsewhere(desk: Desk, fields: Fields, owner: Values, add: str) -> None:
    """The form for rows that the page itself lists, and the button that adds one; see ``open_elsewhere``."""
    name, mine = f"{fields.name} {dict(owner)}", desk.mine(fields)
    with st.container(key=f"edit_{fields.name}"):
        if not _open_form(desk, fields, name) and mine:
            st.button(
                add, key=f"add_{fields.name}", on_click=edit_form.open_new,
                args=(name, fields.table, mine, owner, {}),
            )  # fmt: skip


def open_elsewhere(desk: Desk, fields: Fields, owner: Values, values: Values) -> None:
    """Open the form on the row of the owner with these values, or on a new one that begins with them."""
    name, mine = f"{fields.name} {dict(owner)}", desk.mine(fields)
    found = desk.editing.rows(fields.table, {**owner, **values})
    if mine and found:
        edit_form.open_row(name, found[0], _free(fields.table, mine))
    elif mine:
        edit_form.open_new(name, fields.table, mine, owner, values)


def _open_form(desk: Desk, fields: Fields, name: str) -> bool:
    """Draw the open form of this name with the history of its row; whether there is one."""
    form = edit_form.current(name)
    if form is None or not desk.mine(fields):
        return False
    edit_form.draw(form, desk.teller.t, fields.options, fields.sides)
    if form.key:
        history(desk.teller, fields.name, desk.editing.history(fields.table, form.key, fields.columns))
    return True


def _free(table: str, columns: Sequence[str]) -> list[str]:
    """The columns that do not tell the table's rows apart."""
    keys = {each for key in TABLES[table].keys for each in key}
    return [each for each in columns if each not in keys]


def usual(frame: pd.DataFrame, column: str) -> dict[str, str]:
    """The words that a column of the viewer's own rows has already, the most frequent first."""
    if column not in frame.columns:
        return {}
    counts = frame[column].value_counts()
    return {str(word): str(word) for word in counts.index[:MOST_USUAL] if str(word)}


def history(teller: Teller, name: str, past: Sequence[Change]) -> None:
    """Who changed what when, before and after; what came with the row itself is told in one line."""
    t = teller.t
    came = [each for each in past if each.kind == "import" and not each.before]
    told = [each for each in past if each not in came]
    if not past:
        return
    with st.expander(t("History")):
        if told:
            registry.listing(_history(teller, told), key=f"history_{name}")
        if came:
            st.caption(
                plain(
                    t("Came with batch {n}, brought by {who} on {at}.", n=came[-1].batch, who=came[-1].actor,
                      at=edit_form.clock(came[-1].at))
                )
            )  # fmt: skip


def _history(teller: Teller, told: Sequence[Change]) -> dict[str, Any]:
    t, rows = teller.t, []
    for at, each in enumerate(told[:MOST_PAST]):
        rows.append(
            row(
                str(at),
                [
                    cell(edit_form.clock(each.at), literal(each.actor)),
                    cell(_label(each, t)),
                    cell(literal(_shown(each, each.before, t)), faint=True),
                    cell(literal(_shown(each, each.after, t))),
                ],
            )
        )
    more = len(told) - MOST_PAST
    return ground(teller, scheme()) | {
        "caption": t("History"),
        "columns": [column(t("When, who")), column(t("What")), column(t("Before")), column(t("After"))],
        "rows": rows,
        "note": t.plural("and {n} more", "and {n} more", more) if more > 0 else "",
    }


def _label(each: Change, t: Words) -> str:
    return edit_form.label(TABLES[each.table].by_name[each.column], t)


def _shown(each: Change, value: str, t: Words) -> str:
    return edit_form.shown_value(each.table, each.column, value, t)


def _values(
    teller: Teller,
    fields: Fields,
    found: Open,
    seen: Sequence[str],
    past: Sequence[Change],
    *,
    only_filled: bool,
) -> None:
    """Each field with its value, and who changed it last."""
    t = teller.t
    last: dict[str, Change] = {}
    for each in past:
        if each.kind != "import":
            last.setdefault(each.column, each)
    rows = []
    for name in seen:
        value = found.values[name]
        if only_filled and value in ("", "false"):
            continue
        by = last.get(name)
        small = t("{who}, {at}", who=by.actor, at=edit_form.clock(by.at)) if by else ""
        rows.append(
            row(
                name,
                [
                    cell(edit_form.label(TABLES[fields.table].by_name[name], t)),
                    cell(literal(edit_form.shown_value(fields.table, name, value, t)), small),
                ],
            )
        )
    if rows:
        registry.listing(
            ground(teller, scheme())
            | {
                "caption": fields.title,
                "columns": [column(t("What")), column(t("As it stands, and who changed it last"))],
                "rows": rows,
                "note": "",
            },
            key=f"values_{fields.name}",
        )
    else:
        _say(t("Nothing is set."))


def _rows(teller: Teller, fields: Fields, name: str, found: Sequence[Open], mine: tuple[str, ...]) -> None:
    """The rows as a table; a press on one opens it."""
    t = teller.t
    seen = [each for each in fields.listed or fields.columns if not found or each in found[0].values]
    rows = []
    form = edit_form.current(name)
    for each in found[:MOST_PAST]:
        cells = []
        for at, column_name in enumerate(seen):
            value = edit_form.shown_value(fields.table, column_name, each.values[column_name], t)
            value = fields.options.get(column_name, {}).get(value, value)
            opens = {"record": str(each.position)} if mine and at == 0 else None
            cells.append(cell(literal(value), open=opens))
        rows.append(row(str(each.position), cells, chosen=form is not None and form.key == each.key))
    if not rows:
        _say(t("Nothing is recorded."))
        return
    notes = [t("A press on a row opens it.")] if mine else []
    if len(found) > MOST_PAST:
        notes.append(t.plural("and {n} more", "and {n} more", len(found) - MOST_PAST))
    key = f"rows_{fields.name}"
    positions = {str(each.position): each for each in found}
    registry.listing(
        ground(teller, scheme())
        | {
            "caption": fields.title,
            "columns": [column(edit_form.label(TABLES[fields.table].by_name[each], t)) for each in seen],
            "rows": rows,
            "note": t.space.join(notes),
        },
        key=key,
        on_open=_opened(key, name, positions, mine),
    )


def _opened(key: str, name: str, rows: Mapping[str, Open], mine: tuple[str, ...]) -> Callable[[], None]:
    def opened() -> None:
        state: Any = st.session_state.get(key)
        what = state.get("open") if state else None
        chosen = rows.get(str(what.get("record"))) if isinstance(what, dict) else None
        if chosen is not None and mine:
            edit_form.open_row(name, chosen, _free(chosen.table, mine))

    return opened


def _say(text: str) -> None:
    st.caption(plain(text))
