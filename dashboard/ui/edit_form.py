"""The form in which a row is changed or added: one at a time in a session, and nothing typed is lost.

What is typed stands in the session's state beside the widgets, so it is there after a refusal, after somebody else
was faster, and after another page was looked at. Each press asks anew who acts, in which role and places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.gate import REFUSED
from dashboard.errors import DeskError, StaleEditError
from dashboard.locale import Words
from dashboard.tables import TABLES
from dashboard.tables.columns import Column
from dashboard.ui import address, loading, signed_in
from dashboard.ui.markdown import plain
from dashboard.workspace import Workspace

if TYPE_CHECKING:  # editing needs a database, and pages of a folder do not wait for its import
    from dashboard.registers.editing import Change, Editing, Open

_KEPT = "editing"
_DAYS = (date(1950, 1, 1), date(2099, 12, 31))
_LONG = ("note", "finding", "listed_because", "outcome")
"""Texts of more than a line."""
Values = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """The form that is open. ``key`` is empty for a new row, of which ``fixed`` are the values that nobody types."""

    name: str
    table: str
    columns: tuple[str, ...]
    key: Values = field(default_factory=dict)
    fixed: Values = field(default_factory=dict)
    base: Values = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    version: int = 0
    typed: Values = field(default_factory=dict)
    fault: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    """What somebody else changed meanwhile."""

    @property
    def changed(self) -> dict[str, str]:
        """What was typed that is different from what was there; of a masked value only what was filled in."""
        return {
            name: value
            for name in self.columns
            if (value := self.typed.get(name, "").strip())
            != ("" if name in self.hidden else self.base.get(name, ""))
        }


def editing_of(workspace: Workspace, t: Words) -> tuple[Editing | None, str]:
    """What changes rows of this data for its viewer, and why nothing can be changed; blank if it can."""
    store = loading.store(address.get("data"))
    if store is None:
        return None, t(
            "This data is a plain folder: it is changed in its files. In a store it is changed here."
        )
    if workspace.past is not None:
        return None, t("A past state is shown: go back to now to change anything.")
    from dashboard.registers.editing import Editing

    found = Editing(
        store, workspace.viewer, frozenset(workspace.panel.codes), names=lambda: workspace.people_named
    )
    if isinstance(signed_in.session(), str):
        return found, t("Sign in to change anything: the history says who did.")
    if address.get("as"):
        return found, t("You look with someone else's eyes: nothing can be changed.")
    return found, ""


def current(name: str) -> Form | None:
    """The open form of this name."""
    form = st.session_state.get(_KEPT)
    return form if isinstance(form, Form) and form.name == name else None


def open_row(name: str, row: Open, columns: Sequence[str]) -> None:
    """Open the form on a row."""
    base = {column: row.values.get(column, "") for column in columns}
    typed = {column: "" if column in row.hidden else value for column, value in base.items()}
    _open(Form(name, row.table, tuple(columns), row.key, {}, base, row.hidden, row.version, typed))


def open_new(name: str, table: str, columns: Sequence[str], fixed: Values, suggested: Values) -> None:
    """Open the form on a row that is not there yet; ``suggested`` stands in it to begin with."""
    _open(Form(name, table, tuple(columns), fixed=dict(fixed), typed=dict(suggested)))


def close() -> None:
    """Close the form; what was typed goes."""
    form = st.session_state.pop(_KEPT, None)
    if isinstance(form, Form):
        _forget_widgets(form)


def draw(form: Form, t: Words, options: Mapping[str, Mapping[str, str]], sides: int = 1) -> None:
    """Draw the widgets and the buttons.

    Args:
        form: the open form.
        t: the viewer's words.
        options: for some texts the words that are usual, each with what is shown; others may be typed.
        sides: how many fields stand beside each other.
    """
    with st.container(key="edit_form"):
        with st.container():  # there at every run, so that the fields below it stay where they are
            if form.changes:
                _draw_conflict(form, t)
        spots = st.columns(sides, gap="medium") if sides > 1 else [st.container()]
        typed = {}
        for at, name in enumerate(form.columns):
            with spots[at % sides]:
                column = TABLES[form.table].by_name[name]
                typed[name] = _text(_field(column, form, t, options.get(name, {})))
        st.session_state[_KEPT] = replace(form, typed=typed)
        for line in form.fault:
            st.text(line)
        if not form.changes:
            with st.container(horizontal=True, key="edit_buttons"):
                st.button(t("Save the change"), key="edit_save", type="primary", on_click=_save, args=(t,))
                st.button(t("Cancel"), key="edit_cancel", on_click=close)


def label(column: Column, t: Words) -> str:
    """A column's heading in the viewer's language."""
    return t.pick(column.label_zh, column.label_en)


def shown_value(table: str, name: str, value: str, t: Words) -> str:
    """A value as it is read: words of a list and yes or no in the viewer's language, a dash where it is blank."""
    column = TABLES[table].by_name[name]
    if column.kind == "yesno":
        return t("yes") if value == "true" else t("no")
    if value in column.choices and t.is_chinese:
        return column.choices[value][0]
    return value or "—"


def clock(at: str) -> str:
    """A moment of the store on this machine's clock."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def _open(form: Form) -> None:
    close()
    st.session_state[_KEPT] = form


def _field(column: Column, form: Form, t: Words, options: Mapping[str, str]) -> object:
    """One widget; it begins with what was typed, also when the page was left in between."""
    key, name = f"edit_{column.name}", label(column, t)
    value = form.typed.get(column.name, "")
    is_new = key not in st.session_state
    match column.kind:
        case "date":
            if is_new:
                st.session_state[key] = date.fromisoformat(value) if value else None
            return st.date_input(
                name, value=None, key=key, format="YYYY-MM-DD", min_value=_DAYS[0], max_value=_DAYS[1]
            )
        case "moment":
            if is_new:
                st.session_state[key] = datetime.fromisoformat(value) if value else None
            return st.datetime_input(
                name, value=None, key=key, format="YYYY-MM-DD", min_value=_DAYS[0], max_value=_DAYS[1]
            )
        case "yesno":
            if is_new:
                st.session_state[key] = value == "true"
            return st.checkbox(name, key=key)
        case "choice":
            words = {word: shown_value(form.table, column.name, word, t) for word in column.choices}
            if is_new:
                st.session_state[key] = value or None
            return st.selectbox(name, list(words), index=None, key=key, format_func=words.__getitem__)
        case _ if options:
            words = dict(options) | ({value: options.get(value, value)} if value else {})
            if is_new:
                st.session_state[key] = value or None
            return st.selectbox(
                name, list(words), index=None, key=key, accept_new_options=True,
                format_func=lambda word: words.get(word, word),
            )  # fmt: skip
        case _:
            if is_new:
                st.session_state[key] = value
            masked = form.base.get(column.name, "") if column.name in form.hidden else ""
            hint = t("now {value}; blank leaves it", value=masked) if masked else ""
            if column.name in _LONG:
                return st.text_area(name, key=key, placeholder=hint, height=96, max_chars=2000)
            return st.text_input(name, key=key, placeholder=hint, max_chars=200)


def _text(value: object) -> str:
    """What a widget holds, written as in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def _typed(form: Form) -> dict[str, str]:
    """What stands in the widgets now; in a callback the state of a widget is ahead of what was drawn."""
    return {
        name: _text(st.session_state[f"edit_{name}"])
        if f"edit_{name}" in st.session_state
        else form.typed.get(name, "")
        for name in form.columns
    }


def _forget_widgets(form: Form) -> None:
    for name in form.columns:
        st.session_state.pop(f"edit_{name}", None)


def again(t: Words) -> Editing:
    """Who acts now: a role or a place taken away since the page was drawn counts from now on.

    Raises:
        AccessError: nothing is changed here and now; says why.
    """
    from dashboard.errors import AccessError

    found, reason = editing_of(loading.workspace(address.get("data"), address.get("plan")), t)
    if found is None or reason:
        raise AccessError(reason)
    return found


def _save(t: Words) -> None:
    """Store what was typed; on a refusal the form stays as it is, with the reason."""
    form = st.session_state.get(_KEPT)
    if not isinstance(form, Form):
        return
    form = replace(form, typed=_typed(form), fault=(), changes=())
    own = (TABLES[form.table].by_name[name] for name in form.columns)
    if missing := [
        label(each, t) for each in own if each.required and not form.typed.get(each.name, "").strip()
    ]:
        st.session_state[_KEPT] = replace(
            form, fault=(t("Please fill in: {columns}.", columns=t(", ").join(missing)),)
        )
        return
    try:
        editing = again(t)
        if form.key:
            editing.save(form.table, form.key, form.changed, form.version)
        else:
            values = {name: value.strip() for name, value in form.typed.items() if value.strip()}
            editing.add(form.table, {**values, **form.fixed})
    except StaleEditError as fault:
        _hold_against(form, fault, t)
    except DeskError as fault:
        st.session_state[_KEPT] = replace(form, fault=_told(fault, t))
    else:
        close()
        st.toast(t("Saved."))


def _told(fault: DeskError, t: Words) -> tuple[str, ...]:
    """A refusal in the viewer's language; what is not allowed in a cell is told as everywhere."""
    return tuple(t("Your role does not include this.") if each == REFUSED else each for each in fault.faults)


def _hold_against(form: Form, fault: StaleEditError, t: Words) -> None:
    """Somebody was faster: keep what was typed, and take along what they changed."""
    try:
        editing = again(t)
        changes = editing.history(form.table, form.key, form.columns, since=form.version)
        st.session_state[_KEPT] = replace(form, changes=tuple(changes), fault=() if changes else fault.faults)
        if not changes:  # what they changed is not in this form, so both can be kept at once
            past = editing.history(
                form.table, form.key, tuple(TABLES[form.table].by_name), since=form.version
            )
            who = t(", ").join(dict.fromkeys(each.actor for each in past))
            what = t(", ").join(
                dict.fromkeys(label(TABLES[form.table].by_name[each.column], t) for each in past)
            )
            st.toast(t("{who} changed {what} meanwhile; both are kept.", who=who, what=what))
            _take_up(t, save=True)
    except DeskError as gone:
        st.session_state[_KEPT] = replace(form, fault=_told(gone, t))


def _draw_conflict(form: Form, t: Words) -> None:
    """Who changed what meanwhile, both values, and three ways on of equal weight."""
    mine = form.changed
    who = t(", ").join(dict.fromkeys(each.actor for each in form.changes))
    with st.container(border=True, key="edit_conflict"):
        said = t("{who} has changed this meanwhile. Nothing that you typed is lost.", who=who)
        st.markdown(f"**{plain(said)}**")
        newest = {each.column: each for each in reversed(form.changes)}
        for name in form.columns:
            column, theirs = TABLES[form.table].by_name[name], newest.get(name)
            if theirs is None and name not in mine:
                continue
            own = shown_value(form.table, name, mine[name], t) if name in mine else t("not changed")
            if theirs is not None:
                line = t(
                    "{what}: {now} ({who}, {at}; before {before}). Yours: {yours}",
                    what=label(column, t), now=shown_value(form.table, name, theirs.after, t), who=theirs.actor,
                    at=clock(theirs.at), before=shown_value(form.table, name, theirs.before, t), yours=own,
                )  # fmt: skip
            else:
                line = t("{what}: nobody else changed it. Yours: {yours}", what=label(column, t), yours=own)
            st.markdown(plain(line))
        with st.container(horizontal=True, key="edit_choices"):
            st.button(
                t("Save mine on top"), key="edit_mine", on_click=_take_up, args=(t,), kwargs={"save": True}
            )
            st.button(t("Leave theirs"), key="edit_theirs", on_click=close)
            st.button(t("Go on editing"), key="edit_on", on_click=_take_up, args=(t,), kwargs={"save": False})


def _take_up(t: Words, *, save: bool) -> None:
    """Go on from the row as it is now: what I changed stays typed, of the rest theirs is taken over."""
    form = st.session_state.get(_KEPT)
    if not isinstance(form, Form):
        return
    mine = replace(form, typed=_typed(form)).changed
    try:
        row = again(t).row(form.table, form.key)
    except DeskError as gone:
        st.session_state[_KEPT] = replace(form, fault=_told(gone, t))
        return
    open_row(form.name, row, form.columns)
    fresh: Form = st.session_state[_KEPT]
    st.session_state[_KEPT] = replace(fresh, typed={**fresh.typed, **mine})
    if save:
        _save(t)
