"""A single event or figure typed in, from the map, a place or a firm; what it would change is told first.

The form stands in a dialog. It is asked for in a callback and drawn by the page, so that a fragment may ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access import allowed
from dashboard.bringing import storing, typed
from dashboard.bringing.effects import between, new_duties, supposed
from dashboard.bringing.offer import Offer
from dashboard.errors import DeskError, StaleEditError, StaleImportError
from dashboard.intake.at_paths import plan_columns
from dashboard.locale import Words
from dashboard.tables import TABLES
from dashboard.tables.months import month_text
from dashboard.ui import address, loading, refusals, tier_rows, writing
from dashboard.ui.components import registry
from dashboard.ui.duty_payload import duty_rows
from dashboard.ui.frame import scheme
from dashboard.ui.markdown import plain
from dashboard.wording.figures import month_long, sentence
from dashboard.wording.moments import moment_text, who
from dashboard.wording.reasons import event_kind, petition_word
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Past, Store

EVENT, FIGURE = "event", "figure"
_ASKED, _TOLD, _FAULT = "typing_in", "typed_told", "typed_fault"
_OTHER = ""


@dataclass(frozen=True)
class Asked:
    """What is to be typed in: an event or a figure, of which place and firm, in which month."""

    what: str
    region: str
    firm: str = ""
    month: int = 0


def event_button(workspace: Workspace, region: str, t: Words, *, firm: str = "") -> None:
    """The way to type in an event of a place or a firm, for those who may store one."""
    if _store_of(workspace) is not None and allowed(workspace.viewer, "import", "events"):
        st.button(t("Record an event"), key="type_event", on_click=_ask, args=(Asked(EVENT, region, firm),))


def figure_button(workspace: Workspace, region: str, month: int, t: Words) -> None:
    """The way to correct a figure of a place, for those who may."""
    may = allowed(workspace.viewer, "edit", "indicators.registered_unemployment_rate_pct")
    if _store_of(workspace) is not None and may:
        asked = Asked(FIGURE, region, month=month)
        st.button(t("Correct a figure"), key="type_figure", on_click=_ask, args=(asked,))


def is_asked() -> bool:
    """Whether a form was asked for by a fragment, whose page has to draw it."""
    return _ASKED in st.session_state and not st.session_state.get("typing_is_open")


def draw(workspace: Workspace, mode: str, t: Words) -> None:
    """Draw the form that was asked for, or say what was stored."""
    told = st.session_state.pop(_TOLD, "")
    if told:
        st.success(plain(told), icon=None)
    asked, store = st.session_state.get(_ASKED), _store_of(workspace)
    st.session_state["typing_is_open"] = asked is not None
    if asked is None or store is None or asked.region not in workspace.panel.codes:
        st.session_state.pop(_ASKED, None)
        return
    form: Callable[[], None]
    if asked.what == EVENT:
        title, form = t("Record an event"), lambda: _event(workspace, store, asked, mode, t)
    else:
        title, form = t("Correct a figure"), lambda: _figure(workspace, store, asked, mode, t)
    st.dialog(title, width="large", on_dismiss=close)(form)()


def _ask(asked: Asked) -> None:
    st.session_state[_ASKED] = asked


def close() -> None:
    """Close the form; nothing is stored."""
    for name in (_ASKED, _FAULT, "typing_is_open"):
        st.session_state.pop(name, None)


def _store_of(workspace: Workspace) -> Store | None:
    return None if workspace.past is not None else loading.store(address.get("data"))


def _event(workspace: Workspace, store: Store, asked: Asked, mode: str, t: Words) -> None:
    """The form of an event, and at once what it would change."""
    if _TOLD in st.session_state:
        st.rerun()  # the dialog alone was run
    values = _event_values(workspace, asked, t)
    _faults()
    try:
        offer, known = typed.typed_offer(store, "events", values)
        after = supposed(workspace, offer.frames)
        changes = between(workspace, after, mode)
    except DeskError as error:
        for fault in error.faults:
            st.text(fault)
        return
    month = _month_of(values["date"])
    dues = new_duties(workspace, after, mode, month)
    st.markdown(f"**{plain(tier_rows.sentence(workspace, changes, t, is_done=False))}**")
    tier_rows.draw(workspace, changes, "event_changes", t)
    if dues:
        st.markdown(plain(t.plural("{n} new duty", "{n} new duties", len(dues))))
        teller = Teller(after, mode, month if month in after.months else after.months[-1], t)
        registry.duty_rows(
            duty_rows(teller, scheme(), dues, caption=t("New duties"), with_event=False), key="event_duties"
        )
    else:
        st.markdown(plain(t("It brings no duty.")))
    st.button(
        t("Store this event"), key="store_event", type="primary", on_click=_store_event,
        args=(workspace, store, offer, known, values, t),
    )  # fmt: skip


def _event_values(workspace: Workspace, asked: Asked, t: Words) -> dict[str, str]:
    """The widgets of an event; the values as a file would have them."""
    now = datetime.now().astimezone()
    names = dict(zip(workspace.panel.codes, workspace.panel.names, strict=True))
    left, right = st.columns(2)
    with left:
        region = st.selectbox(
            t("Place"), list(names), format_func=names.__getitem__, key="event_region",
            index=list(names).index(asked.region),
        )  # fmt: skip
        day = st.date_input(t("Date"), value=now.date(), key="event_day", format="YYYY-MM-DD")
        kind = st.selectbox(
            t("What"), list(TABLES["events"].by_name["kind"].choices), key="event_kind",
            format_func=lambda each: sentence(event_kind(each, t)),
        )  # fmt: skip
    with right:
        firms = _firms(workspace, region, asked.firm)
        firm = st.selectbox(
            t("Firm"), [_OTHER, *firms], key="event_firm", format_func=lambda c: firms.get(c) or t("firm not named"),
            index=[_OTHER, *firms].index(asked.firm) if asked.firm in firms else 0,
        )  # fmt: skip
        affected = st.number_input(
            t("People affected"), min_value=0, value=None, step=1, key="event_affected"
        )
        staff = st.number_input(t("Staff of the firm"), min_value=0, value=None, step=1, key="event_staff")
    petitions = {"": t("not known"), **{p: sentence(petition_word(p, t)) for p in _PETITIONS}}
    petition = st.segmented_control(
        t("Petition"), list(petitions), format_func=petitions.__getitem__, key="event_petition", default=""
    )
    if "event_id" not in st.session_state:
        st.session_state["event_id"] = typed.event_id(now.date())
    return {
        "event_id": st.session_state["event_id"], "date": day.isoformat(), "region_code": region, "kind": kind,
        "state": "planned" if day > now.date() else "done", "enterprise_id": firm,
        "enterprise_name": firms.get(firm, ""),
        "affected_count": _count(affected), "workforce_count": _count(staff), "petition": petition or "",
        "learned_at": datetime.combine(now.date(), time(now.hour, now.minute)).isoformat(" "),
    }  # fmt: skip


_PETITIONS = ("none", "individual", "collective", "mass")


def _firms(workspace: Workspace, region: str, firm: str) -> Mapping[str, str]:
    """The firms of a place by their codes, and the one that was asked for."""
    table = workspace.tables.get("enterprises")
    if table is None or "enterprise_id" not in table:
        return {}
    here = table[(table["region_code"] == region) | (table["enterprise_id"] == firm)]
    return {
        str(code): str(name)
        for code, name in zip(here["enterprise_id"], here["enterprise_name"], strict=True)
    }


def _count(value: float | None) -> str:
    return "" if value is None else str(int(value))


def _month_of(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _faults() -> None:
    for fault in st.session_state.pop(_FAULT, ()):
        st.error(plain(fault))


def _store_event(
    workspace: Workspace, store: Store, offer: Offer, known: int, values: Mapping[str, str], t: Words
) -> None:
    try:
        number = storing.store_offer(store, offer, writing.writers(workspace, store), known)
    except StaleImportError:
        st.session_state[_FAULT] = (
            t("Meanwhile somebody else has stored something. Look at what changes now, and store it."),
        )
    except DeskError as error:
        refusals.record_fault(error)
        st.session_state[_FAULT] = error.faults
    else:
        close()
        st.session_state.pop("event_id", None)
        st.session_state[_TOLD] = t(
            "The event of {day} is stored as batch {batch}; it can be withdrawn under Data.",
            day=values["date"], batch=number,
        )  # fmt: skip


def _figure(workspace: Workspace, store: Store, asked: Asked, mode: str, t: Words) -> None:
    """The form of one figure: what stands, what it was before and who typed it, and what the new one would change."""
    if _TOLD in st.session_state:
        st.rerun()  # the dialog alone was run
    names = dict(zip(workspace.panel.codes, workspace.panel.names, strict=True))
    st.markdown(f"**{plain(names[asked.region])}** {plain(month_long(asked.month, t))}")
    columns = {
        c.name: t.pick(c.label_zh, c.label_en)
        for c in TABLES["indicators"].columns
        if c.numeric and allowed(workspace.viewer, "edit", f"indicators.{c.name}")
    }
    column = st.selectbox(t("Figure"), list(columns), format_func=columns.__getitem__, key="figure_column")
    key = {"region_code": asked.region, "month": month_text(asked.month)}
    try:
        row = store.row("indicators", key)
    except DeskError:
        st.text(t("Nothing of this place and month is stored yet. Bring its report in under Data first."))
        return
    st.markdown(plain(t("Now: {value}", value=row.values.get(column, "") or t("missing"))))
    for line in history_lines(store.history("indicators", key), (column,), columns, t):
        st.caption(plain(line))
    text = st.text_input(t("New value"), key="figure_value", max_chars=20)
    _faults()
    if not text.strip():
        return
    try:
        frame = typed.typed_row("indicators", {**row.values, **key, column: text}, plan_columns())
        changes = between(workspace, supposed(workspace, {"indicators": frame}), mode)
    except DeskError as error:
        for fault in error.faults:
            st.text(fault)
        return
    st.markdown(f"**{plain(tier_rows.sentence(workspace, changes, t, is_done=False))}**")
    tier_rows.draw(workspace, changes, "figure_changes", t)
    st.button(
        t("Store this figure"), key="store_figure", type="primary", on_click=_store_figure,
        args=(workspace, store, key, column, text, row.version, t),
    )  # fmt: skip


def _store_figure(
    workspace: Workspace, store: Store, key: Mapping[str, str], column: str, text: str, version: int, t: Words
) -> None:
    try:
        typed.correct_figure(store, key, column, text, version, writing.writers(workspace, store))
    except StaleEditError as error:
        st.session_state[_FAULT] = error.faults
    except DeskError as error:
        refusals.record_fault(error)
        st.session_state[_FAULT] = error.faults
    else:
        close()
        st.session_state[_TOLD] = t("The figure is corrected; the old one is kept.")


def history_lines(
    history: tuple[Past, ...], columns: tuple[str, ...], labels: Mapping[str, str], t: Words
) -> list[str]:
    """What was typed into some columns, by whom and when, the newest first."""
    return [
        t(
            "{figure}: {before} → {after}, as typed by {who} on {at}",
            figure=labels[name], before=(past.before or {}).get(name) or t("missing"),
            after=(past.after or {}).get(name) or t("missing"), who=who(past.actor, t), at=moment_text(past.at),
        )
        for past in reversed(history)
        if past.kind == "edit"
        for name in past.changed
        if name in columns
    ]  # fmt: skip


def typed_figures(workspace: Workspace, region: str, month: int, t: Words) -> None:
    """Which figures of a place and month were typed in, by whom and when."""
    store = _store_of(workspace)
    if store is None or not allowed(workspace.viewer, "view", "store"):
        return
    labels = {c.name: t.pick(c.label_zh, c.label_en) for c in TABLES["indicators"].columns}
    try:
        history = store.history("indicators", {"region_code": region, "month": month_text(month)})
    except DeskError:
        return
    for line in history_lines(history, tuple(labels), labels, t):
        st.caption(plain(line))
