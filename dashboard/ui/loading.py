"""Cached loaders: a data folder is read once a version, and again when one of its files changes.

A folder is read and judged once and kept whole; what a viewer is given of it is kept under that viewer, and nothing
else in this file is handed out.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from pathlib import Path

import streamlit as st

from dashboard.access import SAMPLE_VIEWER, Viewer
from dashboard.access.audit import AuditFile, AuditSink
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.engine.panel import Panel
from dashboard.errors import AccessError, DeskError, NotFoundError
from dashboard.locale import words
from dashboard.plans.loader import available as available_plans
from dashboard.plans.profiles import available as available_profiles
from dashboard.settings import load
from dashboard.ui import address, viewing
from dashboard.workspace import Workspace, open_whole

Stamp = tuple[tuple[str, int, int], ...]
"""Names, sizes and times of a folder's files."""
Key = tuple[str, str, Stamp]
"""A folder's path, the plan it was opened under (empty for its own), and its state."""


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


def workspace(source: str, plan: str, viewer: Viewer | None = None) -> Workspace:
    """The workspace of a named data folder under a plan, for a viewer: None is whoever looks now.

    Raises:
        AccessError: the viewer may see nothing of it, or nobody may without having signed in.
        NotFoundError: there is no data folder or plan of that name.
        DataError: the folder has faults.
        PlanError: the plan has faults.
    """
    key, whole = _found(source, plan)
    if whole.needs_sign_in:
        t = words(address.language())
        raise AccessError(
            t(
                "This data is about people who could be real. Nobody may see it without having signed in, and this "
                "version has no sign-in yet. Serve the folder without its tables about people, or with made-up "
                "people: synthetic: true in MANIFEST.yaml, and ID numbers of an area that does not exist."
            )
        )
    who = viewer or viewing.in_force(whole.is_synthetic)
    return _seen(*key, who, whole)


def has_left(opened: Workspace) -> bool:
    """Whether the address now asks for other data, or the data has changed, since the whole page was run."""
    try:
        return workspace(address.get("data"), address.get("plan")) is not opened
    except DeskError:
        return True


def viewer(source: str) -> Viewer:
    """Who looks now, for pages that show no data of a folder.

    Raises:
        AccessError: the address asks to look as someone else where that is not possible.
    """
    return viewing.in_force(_found(source, "")[1].is_synthetic)


def places(source: str) -> Panel | None:
    """The tree of places of made-up data, for choosing whose eyes to see it with; None for any other data."""
    whole = _found(source, "")[1]
    return whole.geography if whole.is_synthetic and not whole.needs_sign_in else None


@st.cache_resource(show_spinner=False)
def audit(source: str) -> AuditSink:
    """Where what is done with a data folder is recorded; it is the name of one on offer."""
    if source not in sources():
        raise LookupError(f"no such data: {source!r}")
    folder = load().audit_folder
    return AuditFile(folder / f"{source}.jsonl" if folder else None)


def _found(source: str, plan: str) -> tuple[Key, Workspace]:
    """A data folder under a plan, kept whole, and what it is kept under."""
    offered = sources()
    name = source or next(iter(offered))
    if name not in offered:
        t = words(address.language())
        raise NotFoundError(
            t("There is no data {found}; there is: {names}.", found=repr(name), names=t(", ").join(offered))
        )
    path = offered[name]
    stamp = _stamp(path)
    own_key: Key = (str(path), "", stamp)
    own: Workspace | None = None
    with suppress(DeskError) if plan in plans() else nullcontext():
        own = _kept_whole(*own_key)
    if own is not None and plan in ("", own.brief.name):
        return own_key, own  # an address names the plan as soon as the folder's own is known
    if plan in plans():
        return (str(path), plan, stamp), _kept_whole(str(path), plan, stamp)
    t = words(address.language())
    offered_plans = dict.fromkeys((*((own.brief.name,) if own else ()), *plans()))
    raise NotFoundError(
        t("There is no plan {found}; there is: {names}.", found=repr(plan), names=t(", ").join(offered_plans))
    )


def _stamp(path: Path) -> Stamp:
    """Names, sizes and times of a folder's files: cheap to ask for, different when any of them changes."""
    if not path.is_dir():
        return ()
    files = sorted(p for p in path.iterdir() if p.is_file())
    return tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept_whole(path: str, plan: str, stamp: Stamp) -> Workspace:
    """A folder, read and judged; never handed out but through ``_seen``. ``stamp`` keeps old data apart."""
    del stamp
    return open_whole(Path(path), plan or None, load().default_plan)


@st.cache_resource(max_entries=64, show_spinner=False)
def _seen(path: str, plan: str, stamp: Stamp, viewer: Viewer, _whole: Workspace) -> Workspace:
    """A viewer's part; ``viewer`` is part of the key, so nobody gets another's."""
    del plan, stamp
    return _whole.seen_by(viewer, _workshop(path))


@st.cache_resource(show_spinner=False)
def _workshop(path: str) -> Pseudonyms:
    """The codes of people and firms for workshops with a data folder: others after each start of the server."""
    del path
    return Pseudonyms()


def warm_up() -> None:
    """Import what pages need and read the first data folder, so that the first viewer does not wait.

    A folder with faults is not held against the server: its page says what is wrong.
    """

    try:
        first = workspace("", "", SAMPLE_VIEWER)
    except DeskError:
        return
    for month in first.months[-1:]:
        first.figures("published", month)
        first.figures("detected", month)
