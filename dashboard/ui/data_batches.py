"""The batches of a store: who brought what and when, what it superseded, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.importing import require_withdrawal
from dashboard.bringing import storing
from dashboard.bringing.effects import TierChange, between
from dashboard.errors import AccessError, DeskError
from dashboard.intake.at_paths import plan_columns
from dashboard.locale import Words
from dashboard.tables import TABLES
from dashboard.tables.masks import mask_inside, one_line
from dashboard.ui import address, list_controls, refusals, tier_rows, writing
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.listing import Cell, cell, column, row
from dashboard.ui.markdown import plain
from dashboard.ui.payloads import styles_of
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.moments import moment_text, who
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Batch, Store

ON_A_PAGE = 20
_PAGE, _BATCH = "batches_page", "batch"
_TOLD, _FAULT = "batch_told", "batch_fault"


def draw(workspace: Workspace, store: Store, t: Words) -> None:
    """Draw the batches, the newest first, and the one that was chosen."""
    batches = store.batches()[::-1]
    st.title(t.plural("{n} batch", "{n} batches", len(batches)), anchor=False)
    st.markdown(
        plain(
            t(
                "Nothing is ever overwritten: what a batch supersedes is kept, and comes back if it is withdrawn."
            )
        )
    )
    _tell(t)
    chosen = next((each for each in batches if str(each.number) == address.get(_BATCH)), None)
    if chosen is not None:
        _one(workspace, store, chosen, t)
    page = list_controls.page_in_force(_PAGE, len(batches), ON_A_PAGE)
    shown = batches[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    registry.listing(_rows(workspace, shown, chosen, t), key="batches", on_open=_open)
    list_controls.pager(_PAGE, page, len(batches), ON_A_PAGE, t)


def _open() -> None:
    state = st.session_state.get("batches")
    what = state.get("open") if state else None
    if isinstance(what, dict) and what.get(_BATCH):
        number = str(what[_BATCH])
        address.keep(**{_BATCH: "" if address.get(_BATCH) == number else number})


def _rows(
    workspace: Workspace, batches: Sequence[Batch], chosen: Batch | None, t: Words
) -> dict[str, object]:
    rows = [
        row(
            str(each.number),
            [
                cell(
                    t("Batch {n}", n=each.number), kind_word(each.kind, t), tight=True,
                    open={_BATCH: str(each.number)},
                    href=address.href("data", data_part="batches", batch=str(each.number)),
                ),
                cell(moment_text(each.at), who(each.actor, t), tight=True),
                _files(each, t),
                _written(each, t),
                cell(_supersedes(each, t) or "—", faint=not each.supersedes, tight=True),
                _state(each, t),
            ],
            chosen=each is chosen,
        )
        for each in batches
    ]  # fmt: skip
    return {
        "styles": styles_of(workspace.plan, scheme(), t.lang), "scheme": scheme(),
        "lang": "en" if t.lang == "en" else "zh-CN",
        "caption": t("Batches"),
        "columns": [
            *(column(t("Batch")), column(t("When, by whom")), column(t("File"))),
            *(column(t("Rows")), column(t("Supersedes")), column(t("State"))),
        ],
        "rows": rows, "note": t("A press on a batch shows all of it, and the way to withdraw it."),
    }  # fmt: skip


def kind_word(kind: str, t: Words) -> str:
    """What kind of change a batch is."""
    return {
        "import": t("import"),
        "edit": t("correction"),
        "entry": t("typed in"),
        "withdrawal": t("withdrawal"),
    }.get(kind, kind)


def tables_of(batch: Batch, t: Words) -> str:
    """How many rows of each table a batch wrote."""
    return t(", ").join(
        f"{t.pick(TABLES[name].label_zh, TABLES[name].label_en)} {count:,}"
        for name, count in batch.rows.items()
    )


def _written(batch: Batch, t: Words) -> Cell:
    """How many rows of which table; of several tables only the sum."""
    if len(batch.rows) < 3:
        return cell(tables_of(batch, t) or "—", faint=not batch.rows)
    rows = t.plural(
        "{rows} row", "{rows} rows", sum(batch.rows.values()), rows=f"{sum(batch.rows.values()):,}"
    )
    return cell(rows, t.plural("{n} table", "{n} tables", len(batch.rows)))


def _files(batch: Batch, t: Words) -> Cell:
    names = [one_line(mask_inside(name)) for name in batch.files]
    if not names:
        return cell(t("typed in") if batch.kind == "import" else "—", faint=batch.kind != "import")
    first = next(iter(batch.files.values()))
    if len(names) == 1:
        return cell(names[0], first[:8])
    return cell(t.plural("{n} file", "{n} files", len(names)), t("{name} and others", name=names[0]))


def _supersedes(batch: Batch, t: Words) -> str:
    return t(", ").join(
        t.plural("{n} row of batch {batch}", "{n} rows of batch {batch}", count, batch=earlier)
        for earlier, count in batch.supersedes.items()
    )


def _state(batch: Batch, t: Words) -> Cell:
    if batch.withdrawn_by is not None:
        return cell(t("withdrawn by batch {n}", n=batch.withdrawn_by), faint=True, tight=True)
    if batch.withdraws is not None:
        return cell(t("took back batch {n}", n=batch.withdraws), one_line(batch.reason))
    return cell(t("in force"), tight=True)


def _one(workspace: Workspace, store: Store, batch: Batch, t: Words) -> None:
    """One batch in full: its files with their hashes, why it was withdrawn, what it changed, and taking it back."""
    with st.container(border=True, key="batch"):
        st.subheader(t("Batch {n}", n=batch.number), anchor=False)
        st.markdown(plain(t(
            "{kind}, {who}, {at}", kind=kind_word(batch.kind, t), who=who(batch.actor, t), at=moment_text(batch.at)
        )))  # fmt: skip
        if batch.files:
            st.table({
                t("File"): [plain(one_line(mask_inside(name))) for name in batch.files],
                "SHA-256": [digest[:16] for digest in batch.files.values()],
            })  # fmt: skip
        if batch.rows:
            st.markdown(plain(t("Rows: {rows}", rows=tables_of(batch, t))))
        if batch.supersedes:
            st.markdown(plain(t("Supersedes: {what}", what=_supersedes(batch, t))))
        if batch.reason:
            st.markdown(plain(t("Reason: {reason}", reason=one_line(batch.reason))))
        if batch.withdrawn_by is not None:
            _withdrawn(store, batch, t)
        elif batch.kind == "import":
            _withdraw(workspace, store, batch, t)
        st.button(t("Close"), key="close_batch", type="tertiary", on_click=address.keep, kwargs={_BATCH: ""})


def _withdrawn(store: Store, batch: Batch, t: Words) -> None:
    taken = next(each for each in store.batches() if each.number == batch.withdrawn_by)
    st.markdown(plain(t(
        "Withdrawn by {who}, {at}: {reason}",
        who=who(taken.actor, t), at=moment_text(taken.at), reason=one_line(taken.reason),
    )))  # fmt: skip


def _withdraw(workspace: Workspace, store: Store, batch: Batch, t: Words) -> None:
    """What a withdrawal would change, its reason, and two presses: one to begin, one to do it."""
    try:
        for viewer in writing.writers(workspace, store):
            require_withdrawal(viewer, batch.rows)
    except AccessError as error:
        refusals.record_fault(error)
        st.caption(plain(t("Withdrawing it is for somebody who stores these tables for all places.")))
        return
    with st.expander(t("Withdraw this batch"), key="withdraw_batch", on_change="rerun") as begun:
        if not begun.open:
            return
        changes = _without(workspace, store, batch)
        if changes is None:
            st.text(
                t(
                    "What would change cannot be told: places of other rows would be gone, or a table of the plan."
                )
            )
        else:
            st.markdown(f"**{plain(tier_rows.sentence(workspace, changes, t, is_done=False))}**")
            tier_rows.draw(workspace, changes, "withdrawal_changes", t)
        reason = st.text_input(t("Why is it withdrawn?"), key="withdraw_reason", max_chars=200)
        is_sure = st.checkbox(
            t("Withdraw batch {n}, as if it had never come", n=batch.number), key="withdraw_sure"
        )
        st.button(
            t("Withdraw"), type="primary", key="withdraw_do", disabled=not (is_sure and reason.strip()),
            on_click=_do, args=(workspace, store, batch, reason),
        )  # fmt: skip


def _without(workspace: Workspace, store: Store, batch: Batch) -> list[TierChange] | None:
    from dashboard.store.trials import tables_without  # brings SQLAlchemy along

    try:
        tables = tables_without(store, batch.number, plan_columns())
        return between(workspace, workspace.supposing(lambda _: tables), mode_in_force(workspace))
    except (DeskError, KeyError, ValueError):
        return None


def _do(workspace: Workspace, store: Store, batch: Batch, reason: str) -> None:
    try:
        number = storing.withdraw(store, batch, reason, writing.writers(workspace, store))
    except DeskError as error:
        refusals.record_fault(error)
        st.session_state[_FAULT] = error.faults
    else:
        st.session_state[_TOLD] = (batch.number, number)


def _tell(t: Words) -> None:
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        st.success(
            plain(t("Batch {batch} is withdrawn, by batch {number}.", batch=told[0], number=told[1])),
            icon=None,
        )
    for fault in st.session_state.pop(_FAULT, ()):
        st.error(plain(fault))
