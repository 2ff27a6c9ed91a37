"""Cached loaders: a data folder or a store is read once a version, and again when a file or a batch is new.

A source is read and judged once and kept whole; what a viewer is given of it is kept under that viewer, and nothing
else in this file is handed out.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.access.audit import AuditLog
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.engine.evaluate import MODES
from dashboard.engine.panel import Panel
from dashboard.errors import DeskError, NotFoundError
from dashboard.locale import words
from dashboard.plans.loader import available as available_plans
from dashboard.plans.profiles import available as available_profiles
from dashboard.settings import load
from dashboard.sources import FolderSource, Source, StoreSource, parse_as_of
from dashboard.ui import address, stores, viewing
from dashboard.workspace import Workspace, open_whole

if TYPE_CHECKING:  # lists need a database, and pages without them do not wait for its import
    from dashboard.registers.listing import Lists
    from dashboard.store import Store
    from dashboard.store.lists import Register

STORE = "store"
"""What addresses call the store of the settings."""
Stamp = tuple[tuple[str, int, int], ...]
"""Names, sizes and times of a folder's files; or a store's own name, the batch that is shown, and the newest."""
Key = tuple[str, str, Stamp]
"""A source's name, the plan it was opened under (empty for its own), and its state."""


def sources() -> dict[str, Path | None]:
    """The data on offer by the name that addresses use, the first one first; the store has no path."""
    found: dict[str, Path | None] = {STORE: None} if load().store_url else {}
    for folder in load().data_folders:
        name = folder.parent.name if folder.name == "data" and folder.parent.name else folder.name
        while name in found:
            name += "_"
        found[name] = folder
    return found


def source_name() -> str:
    """The name of the data in force: what the address names, else the first on offer."""
    return address.get("data") or next(iter(sources()))


def plans() -> tuple[str, ...]:
    """The profiles and plans on offer: what a place works with before single documents."""
    return (*available_profiles(), *available_plans())


def workspace(source: str, plan: str, viewer: Viewer | None = None, as_of: str | None = None) -> Workspace:
    """The workspace of a named data folder or store under a plan, for a viewer.

    Args:
        source: its name; empty for the first on offer.
        plan: a plan's or profile's name; empty for the data's own.
        viewer: None is whoever looks now.
        as_of: which past state of a store; empty for what is there now, None for what the address says.

    Raises:
        SignInError: nobody is signed in, and nobody sees it without.
        AccessError: the viewer may see nothing of it.
        NotFoundError: there is no data, plan or past state of that name.
        DataError: the data has faults.
        PlanError: the plan has faults.
        StoreError: the store cannot be opened, or holds nothing yet.
    """
    key, whole = _found(source, plan, address.get("as_of") if as_of is None else as_of)
    return _seen(*key, viewer or viewing.in_force(whole), whole)


def has_left(opened: Workspace) -> bool:
    """Whether the address now asks for other data, or the data has changed, since the whole page was run."""
    try:
        return workspace(address.get("data"), address.get("plan")) is not opened
    except DeskError:
        return True


def viewer(source: str) -> Viewer:
    """Who looks now, for pages that show no data of a source.

    Raises:
        SignInError: nobody is signed in, and nobody sees it without.
        AccessError: the address asks to look as someone else where that is not possible.
    """
    return viewing.in_force(_found(source, "")[1])


def places(source: str) -> Panel | None:
    """The tree of places of made-up data, for choosing whose eyes to see it with; None for any other data."""
    whole = _found(source, "")[1]
    return whole.geography if viewing.is_made_up(whole) else None


def geography(source: str) -> Panel:
    """All places of a source, their names and their tree, which are public; no figure of theirs."""
    return _found(source, "")[1].geography


def place_names(source: str) -> dict[str, str]:
    """The names of all places by their codes, which are public."""
    tree = geography(source)
    return dict(zip(tree.codes, tree.names, strict=True))


def names_of_scopes() -> dict[str, str]:
    """The names of places by the codes that accounts have: those of the store, and those of the data that is open."""
    names: dict[str, str] = {}
    for source in dict.fromkeys((address.get("data"), STORE)):
        with suppress(DeskError):  # what cannot be read has no names, and codes stand in their place
            names |= place_names(source)
    return names


def store(source: str) -> Store | None:
    """The store behind a source, for pages that write or read pages of a list; None for a data folder.

    Raises:
        NotFoundError: there is no data of that name.
        StoreError: the store cannot be opened.
    """
    return stores.configured() if sources()[_name(source)] is None else None


def audit(source: str) -> AuditLog:
    """Where what is done with a source is recorded: the store's log, under the folder's name for a folder.

    Raises:
        NotFoundError: there is no data of that name.
    """
    name = _name(source)
    return AuditLog(stores.of_the_log, "" if sources()[name] is None else f"{name}/")


def _name(source: str) -> str:
    """The name of a source on offer; raises NotFoundError for another."""
    offered = sources()
    name = source or next(iter(offered))
    if name not in offered:
        t = words(address.language())
        raise NotFoundError(
            t("There is no data {found}; there is: {names}.", found=repr(name), names=t(", ").join(offered))
        )
    return name


def _found(source: str, plan: str, as_of: str = "") -> tuple[Key, Workspace]:
    """A source under a plan, kept whole, and what it is kept under."""
    name = _name(source)
    opened, stamp = _state(name, as_of)
    own_key: Key = (name, "", stamp)
    own: Workspace | None = None
    with suppress(DeskError) if plan in plans() else nullcontext():
        own = _kept_whole(*own_key, opened)
    if own is not None and plan in ("", own.brief.name):
        return own_key, own  # an address names the plan as soon as the data's own is known
    if plan in plans():
        return (name, plan, stamp), _kept_whole(name, plan, stamp, opened)
    t = words(address.language())
    offered_plans = dict.fromkeys((*((own.brief.name,) if own else ()), *plans()))
    raise NotFoundError(
        t("There is no plan {found}; there is: {names}.", found=repr(plan), names=t(", ").join(offered_plans))
    )


def _state(name: str, as_of: str) -> tuple[Source, Stamp]:
    """A source at the state that is asked for, and what tells that state from any other."""
    path = sources()[name]
    if path is not None:
        if as_of:
            t = words(address.language())
            raise NotFoundError(
                t(
                    "A data folder has no past states: it is shown as its files are. Take as_of out of the address."
                )
            )
        return FolderSource(path), ((str(path), 0, 0), *_stamp(path))
    found = stores.configured()
    now = found.state()
    state = found.state(parse_as_of(as_of)) if as_of else now
    # The newest batch is part of it: what it brings may be about people, and then no past state is open either.
    stamp = ((now.store_id, state.batch, now.batch),)
    return StoreSource(found, state, state if as_of else None), stamp


def _stamp(path: Path) -> Stamp:
    """Names, sizes and times of a folder's files: cheap to ask for, different when any of them changes."""
    if not path.is_dir():
        return ()
    files = sorted(p for p in path.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept_whole(name: str, plan: str, stamp: Stamp, _source: Source) -> Workspace:
    """A source, read and judged; never handed out but through ``_seen``. ``stamp`` keeps its states apart."""
    del name, stamp
    return open_whole(_source, plan or None, load().default_plan)


@st.cache_resource(max_entries=64, show_spinner=False)
def _seen(name: str, plan: str, stamp: Stamp, viewer: Viewer, _whole: Workspace) -> Workspace:
    """A viewer's part; ``viewer`` is part of the key, so nobody gets another's."""
    del plan, stamp
    seen = _whole.seen_by(viewer, _workshop(name))
    _leave_to_itself(seen)
    return seen


def _leave_to_itself(seen: Workspace) -> None:
    """Keep the collector from walking through what is kept for good: Streamlit has it walk everything at every run.

    Only where the server began with it (dashboard/ui/server.py). What is judged at the first look is judged before.
    """
    if gc.get_freeze_count():
        for mode in MODES if seen.has_tiers else ():
            seen.evaluation(mode)
        gc.collect()
        gc.freeze()


@st.cache_resource(show_spinner=False)
def _workshop(name: str) -> Pseudonyms:
    """The codes of people and firms for workshops with a source: others after each start of the server."""
    del name
    return Pseudonyms()


def warm_up() -> None:
    """Import what pages need and read the first source, so that the first viewer does not wait.

    Data with faults is not held against the server: its page says what is wrong.
    """

    try:
        _, first = _found("", "")
    except DeskError:
        return
    for month in first.months[-1:]:
        first.figures("published", month)
        first.figures("detected", month)


def lists(source: str, registers: Iterable[Register] = ()) -> Lists:
    """The lists of a source in pages, for whoever looks now; ask for it anew at every run.

    Args:
        source: its name; empty for the first on offer.
        registers: lists that are worked out further than those without a plan.

    Raises:
        AccessError: the viewer may see nothing of it.
        NotFoundError: there is no data of that name.
        DataError: the data has faults.
    """
    from dashboard.registers.listing import Lists

    plan, as_of = address.get("plan"), address.get("as_of")
    key, whole = _found(source, plan, as_of)
    viewer = workspace(source, plan).viewer
    listed = store(source) or _listed(whole.folder.fingerprint, whole)
    batch = whole.past.batch if whole.past else None
    return Lists(listed, viewer, _workshop(key[0]), registers, batch, _progress())


def _progress() -> Callable[[float], None]:
    """Tells whoever waits for the index of a large list how far it is."""
    places: list[DeltaGenerator] = []

    def told(part: float) -> None:
        if not places:
            places.append(st.empty())
        if part < 1.0:
            t = words(address.language())
            places[0].progress(part, t("This list is put in order once for this data; that takes a while."))
        else:
            places[0].empty()

    return told


@st.cache_resource(max_entries=8, show_spinner=False)
def _listed(fingerprint: str, _whole: Workspace) -> Store:
    """A folder as a temporary store, made when a list is first asked for; gone when the server ends."""
    from dashboard.registers.folder_store import folder_store

    return folder_store(_whole.folder)
