"""What the files of a drop would change, the one button that stores them, and afterwards the same, done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.bringing import storing
from dashboard.bringing.effects import TierChange, between, new_duties, supposed
from dashboard.bringing.offer import Offer, offer_of
from dashboard.errors import AccessError, DeskError, StaleImportError
from dashboard.intake.at_paths import plan_columns
from dashboard.locale import Words
from dashboard.tables import TABLES
from dashboard.tables.months import month_text
from dashboard.ui import address, data_files, loading, moving, refusals, tier_rows, writing
from dashboard.ui.data_files import Dropped
from dashboard.ui.markdown import plain
from dashboard.ui.risk_page import mode_in_force
from dashboard.wording.moments import moment_text, who
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.access import Viewer
    from dashboard.store import Batch, Store

_OFFER, _FAULT, _DONE, _SINCE = "data_offer", "data_fault", "data_done", "data_since"


@dataclass(frozen=True)
class Shown:
    """An offer as it was looked at: against which batch, and what it would change; None where that cannot be told.

    ``supersedes`` is how many rows of which batch it would end.
    """

    offer: Offer
    known: int
    changes: list[TierChange] | None
    duties: int
    supersedes: Mapping[int, int]


def draw(workspace: Workspace, store: Store | None, files: Sequence[Dropped], t: Words) -> str:
    """Draw what the files without errors would change, and the button that stores them; all of it in a headline."""
    _tell_fault(store, t)
    errors = sum(f.severity == "error" for file in files for f in file.read.findings)
    said = t.plural("{n} error to be mended", "{n} errors to be mended", errors) if errors else ""
    if not files:
        return ""
    good = [file for file in files if not file.read.has_errors and file.read.frames]
    known_already = _stored_before(store, good, t)
    taken = [file for file in good if file.sha256 not in known_already]
    if not taken:
        return plain(t("{said}.", said=said)) if said else ""
    shown = _shown(workspace, store, taken)
    st.subheader(t("What these files would change"), anchor=False)
    _counts(shown, t)
    _clashes(workspace, shown.offer, t)
    _changes(workspace, shown, t)
    if store is not None:
        _bar(workspace, store, files, taken, shown, t)
    effect = ""
    if shown.changes is not None:
        effect = tier_rows.sentence(workspace, shown.changes, t, is_done=False)
    return plain(t.space.join([t("{said}.", said=said), effect] if said else [effect]))


def _stored_before(store: Store | None, files: Iterable[Dropped], t: Words) -> set[str]:
    """Files that were stored already, byte by byte the same; each is named with its batch and left out."""
    batches = store.batches() if store is not None else ()
    found = set()
    for file in files:
        for batch in storing.earlier_imports(batches, file.sha256)[-1:]:
            found.add(file.sha256)
            st.info(plain(t(
                "{name} is stored already, as batch {batch} by {who}, {at}. It is left out.",
                name=file.read.file, batch=batch.number, who=who(batch.actor, t), at=moment_text(batch.at),
            )))  # fmt: skip
    return found


def _shown(workspace: Workspace, store: Store | None, taken: Sequence[Dropped]) -> Shown:
    """The offer of these files, worked out once for a state of the data and kept with the session."""
    mode = mode_in_force(workspace)
    asked = (workspace.version, mode, tuple(id(file.read) for file in taken))
    kept = st.session_state.get(_OFFER)
    if kept is not None and kept[0] == asked:
        found: Shown = kept[1]
        return found
    pieces = [file.piece for file in taken]
    if store is not None:
        offer, known = storing.offered(store, pieces, plan_columns())
        supersedes = storing.superseded(store, offer)
    else:
        offer, known, supersedes = offer_of(pieces, workspace.tables), 0, {}
    shown = Shown(offer, known, *_effect(workspace, offer, mode), supersedes)
    st.session_state[_OFFER] = (asked, shown)
    return shown


def _effect(workspace: Workspace, offer: Offer, mode: str) -> tuple[list[TierChange] | None, int]:
    try:
        after = supposed(workspace, offer.frames)
        changes = between(workspace, after, mode)
        newest = max((change.month for change in changes), default=after.months[-1] if after.months else 0)
        return changes, len(new_duties(workspace, after, mode, newest)) if newest else 0
    except (DeskError, KeyError, ValueError):
        return None, 0


def _counts(shown: Shown, t: Words) -> None:
    """How many rows are new, corrected or the same, by table, and whose they supersede; what gets empty is said."""
    lines = []
    for name, found in shown.offer.counts.items():
        label = t.pick(TABLES[name].label_zh, TABLES[name].label_en)
        said = t(
            "{table}: {new} new, {changed} corrected, {same} the same",
            table=label, new=found.new, changed=found.changed, same=found.same,
        )  # fmt: skip
        if found.emptied:
            said += t("; ") + t.plural(
                "{n} figure that stands would be blank",
                "{n} figures that stand would be blank",
                found.emptied,
            )
        lines.append(said)
    if shown.supersedes:
        rows = t(", ").join(
            t.plural("{n} row of batch {batch}", "{n} rows of batch {batch}", count, batch=earlier)
            for earlier, count in shown.supersedes.items()
        )
        lines.append(t("supersedes {rows}", rows=rows))
    st.markdown(plain(t("; ").join(lines)))


def _clashes(workspace: Workspace, offer: Offer, t: Words) -> None:
    """Rows about which two files say different things."""
    names = dict(zip(workspace.panel.codes, workspace.panel.names, strict=True))
    for clash in offer.clashes:
        column = TABLES[clash.table].by_name.get(clash.column)
        st.error(plain(t(
            "{one} and {other} say different things about {row}, {column}. Take one of the two out.",
            one=clash.files[0], other=clash.files[1], row=" ".join(names.get(part, part) for part in clash.key),
            column=t.pick(column.label_zh, column.label_en) if column else clash.column,
        )))  # fmt: skip


def _changes(workspace: Workspace, shown: Shown, t: Words) -> None:
    """Which places would have another tier, in a sentence and a row a place."""
    if shown.changes is None:
        st.text(t("This cannot be worked out: a table that the plan needs is missing or does not fit."))
        return
    if shown.duties:
        st.markdown(plain(t.plural("{n} new duty", "{n} new duties", shown.duties)))
    tier_rows.draw(workspace, shown.changes, "data_changes", t)


def _bar(
    workspace: Workspace,
    store: Store,
    files: Sequence[Dropped],
    taken: Sequence[Dropped],
    shown: Shown,
    t: Words,
) -> None:
    """What is stored by one press, what is missing, and the press."""
    refused = ""
    writers: tuple[Viewer, ...] = ()
    try:
        writers = writing.writers(workspace, store)
        storing.see_gate(store, shown.offer, writers)
    except AccessError as error:
        refusals.record_fault(error)
        refused = t("Your role or your places do not include this import.")
        if not writers:
            refused = t("; ").join(error.faults)
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        rows = sum(count.new + count.changed + count.same for count in shown.offer.counts.values())
        many = t.plural("{n} file", "{n} files", len(taken))
        what = t("{files}, {rows}, as one batch", files=many, rows=t.plural("{n} row", "{n} rows", rows))
        store_word = t("Store")
        st.markdown(f"**{plain(store_word)}** {plain(what)}", width="content")
        st.space("stretch")
        bad = [file.read.file for file in files if file.read.has_errors]
        if refused:
            st.markdown(plain(refused), width="content")
        elif shown.offer.clashes:
            st.markdown(plain(t("Two files contradict each other.")), width="content")
        elif bad:
            left = t.plural(
                "{n} file with errors is left out: {names}", "{n} files with errors are left out: {names}", len(bad),
                names=t(", ").join(bad),
            )  # fmt: skip
            st.markdown(plain(left), width="content")
        else:
            st.markdown(plain(t("Nothing is overwritten; the batch can be withdrawn.")), width="content")
        st.button(
            t("Store these files"), type="primary", key="store_files",
            disabled=bool(refused or shown.offer.clashes),
            on_click=_store, args=(workspace, store, shown, list(taken)),
        )  # fmt: skip


def _store(workspace: Workspace, store: Store, shown: Shown, taken: list[Dropped]) -> None:
    """Store what was looked at, if nothing else was stored since; else everything stays to be looked at again."""
    try:
        writers = writing.writers(workspace, store)
        number = storing.store_offer(store, shown.offer, writers, shown.known)
        storing.remember(store, {file.office: file.by_hand for file in taken if file.by_hand}, writers[0])
    except StaleImportError:
        st.session_state[_SINCE] = shown.known
    except DeskError as error:
        refusals.record_fault(error)
        st.session_state[_FAULT] = error.faults
    else:
        st.session_state[_DONE] = number
        data_files.forget_files()


def _tell_fault(store: Store | None, t: Words) -> None:
    """Why nothing was stored, once: what somebody else stored meanwhile, or what was refused."""
    since = st.session_state.pop(_SINCE, None)
    if since is not None and store is not None:
        lines = [
            t(
                "Meanwhile somebody else has stored something. Nothing of yours is stored, and nothing is lost."
            )
        ]
        lines += [_told(batch, t) for batch in store.batches() if batch.number > since]
        lines.append(
            t("What your files would change was worked out again below. Look at it, and store them.")
        )
        st.warning("\n\n".join(map(plain, lines)), icon=None)
    for fault in st.session_state.pop(_FAULT, ()):
        st.error(plain(fault))


def _told(batch: Batch, t: Words) -> str:
    rows = t(", ").join(
        f"{t.pick(TABLES[name].label_zh, TABLES[name].label_en)} {count}"
        for name, count in batch.rows.items()
    )
    return t(
        "Batch {batch} by {who}, {at}: {rows}",
        batch=batch.number, who=who(batch.actor, t), at=moment_text(batch.at), rows=rows,
    )  # fmt: skip


def done(workspace: Workspace, store: Store, t: Words) -> None:
    """The batch that was just stored: what it changed, what it superseded, and the ways on."""
    number: int = st.session_state.get(_DONE, 0)
    batch = next((each for each in store.batches() if each.number == number), None)
    if batch is None or batch.withdrawn_by is not None:
        return
    source, plan = address.get("data"), address.get("plan")
    changes = between(
        loading.workspace(source, plan, as_of=str(number - 1)), loading.workspace(source, plan, as_of=str(number)),
        mode_in_force(workspace),
    )  # fmt: skip
    with st.container(key="done", horizontal=True, vertical_alignment="center"):
        stored, changed = (
            t("Stored as batch {batch}.", batch=number),
            tier_rows.sentence(workspace, changes, t, is_done=True),
        )
        st.markdown(f"**{plain(stored)}** {plain(changed)}", width="content")
        for earlier, count in batch.supersedes.items():
            st.markdown(plain(superseded(earlier, count, t)), width="content")
        st.space("stretch")
        newest = max((change.month for change in changes), default=0)
        go = {"month": month_text(newest)} if newest in workspace.months else {}
        st.button(
            t("See the map"),
            key="to_map",
            type="primary",
            on_click=moving.remember,
            args=("risk_map",),
            kwargs=go,
        )
        st.button(t("See the duties"), key="to_duties", on_click=moving.remember, args=("duties",), kwargs=go)
        st.button(
            t("All batches"), key="to_batches", on_click=address.keep, kwargs={"data_part": "batches"},
            type="tertiary",
        )  # fmt: skip
    tier_rows.draw(workspace, changes, "done_changes", t)


def superseded(earlier: int, count: int, t: Words) -> str:
    """How many rows of an earlier batch a batch superseded."""
    return t.plural(
        "Supersedes {n} row of batch {batch}; it is kept.",
        "Supersedes {n} rows of batch {batch}; they are kept.",
        count,
        batch=earlier,
    )
