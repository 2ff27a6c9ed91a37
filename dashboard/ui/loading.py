"""Cached loaders: a data folder is read once a version, and again when one of its files changes."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from pathlib import Path

import streamlit as st

from dashboard.errors import DeskError, NotFoundError
from dashboard.locale import words
from dashboard.plans.loader import available as available_plans
from dashboard.plans.profiles import available as available_profiles
from dashboard.settings import load
from dashboard.ui import address
from dashboard.workspace import SAMPLE_VIEWER, Viewer, Workspace, open_folder


def sources() -> dict[str, Path]:
    """The data folders on offer by the name that addresses use, the first one first."""
    found: dict[str, Path] = {}
    for folder in load().data_folders:
        name = folder.parent.name if folder.name == "data" and folder.parent.name else folder.name
        while name in found:
            name += "_"
        found[name] = folder
    return found


def plans() -> tuple[str, ...]:
    """The profiles and plans on offer: what a place works with before single documents."""
    return (*available_profiles(), *available_plans())


def workspace(source: str, plan: str, viewer: Viewer = SAMPLE_VIEWER) -> Workspace:
    """The workspace of a named data folder under a plan, for a viewer.

    Raises:
        NotFoundError: there is no data folder or plan of that name.
        DataError: the folder has faults.
        PlanError: the plan has faults.
    """
    offered = sources()
    name = source or next(iter(offered))
    if name not in offered:
        t = words(address.language())
        raise NotFoundError(
            t("There is no data {found}; there is: {names}.", found=repr(name), names=t(", ").join(offered))
        )
    path = offered[name]
    stamp = _stamp(path)
    own: Workspace | None = None
    with suppress(DeskError) if plan in plans() else nullcontext():
        own = _open(str(path), "", stamp, viewer)
    if own is not None and plan in ("", own.brief.name):
        return own  # an address names the plan as soon as the folder's own is known
    if plan in plans():
        return _open(str(path), plan, stamp, viewer)
    t = words(address.language())
    offered_plans = dict.fromkeys((*((own.brief.name,) if own else ()), *plans()))
    raise NotFoundError(
        t("There is no plan {found}; there is: {names}.", found=repr(plan), names=t(", ").join(offered_plans))
    )


def has_left(opened: Workspace) -> bool:
    """Whether the address now asks for other data, or the data has changed, since the whole page was run."""
    try:
        return workspace(address.get("data"), address.get("plan")) is not opened
    except DeskError:
        return True


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of a folder's files: cheap to ask for, different when any of them changes."""
    if not path.is_dir():
        return ()
    files = sorted(p for p in path.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files)


@st.cache_resource(max_entries=16, show_spinner=False)
def _open(path: str, plan: str, stamp: tuple[tuple[str, int, int], ...], viewer: Viewer) -> Workspace:
    """Open a folder; ``stamp`` and ``viewer`` are part of the key, so nobody gets another's data or an old one."""
    del stamp
    return open_folder(Path(path), plan or None, viewer, load().default_plan)


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
