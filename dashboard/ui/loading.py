"""Cached loaders: a data folder or the store is read once a version, and again when something in it changes."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.errors import DeskError, NotFoundError, PlanError, StoreError
from dashboard.locale import words
from dashboard.plans.profiles import with_tiers
from dashboard.settings import load
from dashboard.ui import address
from dashboard.workspace import SAMPLE_VIEWER, Viewer, Workspace, open_folder, open_source

if TYPE_CHECKING:
    from dashboard.store import Store


def sources() -> dict[str, Path | None]:
    """The data folders on offer by the name that addresses use, the first one first; the store has no path."""
    found: dict[str, Path | None] = {}
    for folder in load().data_folders:
        name = folder.parent.name if folder.name == "data" and folder.parent.name else folder.name
        while name in found:
            name += "_"
        found[name] = folder
    if load().store_url:
        name = "store"
        while name in found:
            name += "_"
        found[name] = None
    return found


def plans() -> tuple[str, ...]:
    """The plans on offer."""
    return with_tiers()


def workspace(source: str, plan: str, viewer: Viewer = SAMPLE_VIEWER) -> Workspace:
    """The workspace of a named data folder, or of the store, under a plan, for a viewer.

    Raises:
        NotFoundError: there is no data folder or plan of that name.
        DataError: the folder has faults.
        PlanError: the plan has faults.
        StoreError: the store cannot be opened, or holds data about people.
    """
    offered = sources()
    name = source or next(iter(offered))
    if name not in offered:
        t = words(address.language())
        raise NotFoundError(
            t("There is no data {found}; there is: {names}.", found=repr(name), names=t(", ").join(offered))
        )
    if plan and plan not in with_tiers():
        t = words(address.language())
        raise NotFoundError(
            t(
                "There is no plan {found}; there is: {names}.",
                found=repr(plan),
                names=t(", ").join(with_tiers()),
            )
        )
    path = offered[name]
    stamp = _stamp(path) if path else (("", store().version, 0),)
    if plan:
        # An address names the plan as soon as the folder's own is known; that must not read the folder again.
        with suppress(PlanError, NotFoundError):
            own = _open(path, "", stamp, viewer)
            if own.plan.id == plan:
                return own
    return _open(path, plan, stamp, viewer)


@cache
def store() -> Store:
    """The store that the settings name.

    Raises:
        StoreError: it is not there, or cannot be opened.
    """
    from dashboard.store import open_store  # brings SQLAlchemy along

    return open_store(load().store_url, load().store_anchor, create=False)


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of a folder's files: cheap to ask for, different when any of them changes."""
    if not path.is_dir():
        return ()
    files = sorted(p for p in path.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files)


@st.cache_resource(max_entries=16, show_spinner=False)
def _open(path: Path | None, plan: str, stamp: tuple[tuple[str, int, int], ...], viewer: Viewer) -> Workspace:
    """Open a source; ``stamp`` and ``viewer`` are part of the key, so nobody gets another's data or an old one."""
    del stamp
    if path is not None:
        return open_folder(path, plan or None, viewer, load().default_plan)
    if store().may_name_people():
        t = words(address.language())
        raise StoreError(
            t("The store holds data about people, which is not shown to anybody who has not signed in.")
        )
    return open_source(store().read, plan or None, viewer, load().default_plan)


def warm_up() -> None:
    """Import what pages need and read the first data folder, so that the first viewer does not wait.

    A folder with faults is not held against the server: its page says what is wrong.
    """

    try:
        first = workspace("", "")
    except DeskError:
        return
    for month in first.months[-1:]:
        first.figures("published", month)
        first.figures("detected", month)
