"""The stores that the app has open: one a process and address, kept until the server stops."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.errors import StoreError
from dashboard.settings import load

if TYPE_CHECKING:
    from dashboard.store import Store


def configured() -> Store:
    """The store that the settings name.

    Raises:
        StoreError: none is named, it is not there, or cannot be opened.
    """
    settings = load()
    if not settings.store_url:
        raise StoreError("store: none is named; set store_url in settings.toml, or serve with --store URL")
    anchor = settings.store_anchor
    return _opened(settings.store_url, str(anchor) if anchor else "")


def of_the_log() -> Store:
    """The store whose log is the app's: the one of the settings, else one that goes when the server stops.

    Raises:
        StoreError: the store of the settings cannot be opened.
    """
    return configured() if load().store_url else _passing()


@st.cache_resource(show_spinner=False)
def _opened(url: str, anchor: str) -> Store:
    """An open store; whoever is given its rows passes the gate (``dashboard/ui/loading.py``)."""
    from dashboard.store import open_store  # brings SQLAlchemy along

    return open_store(url, Path(anchor) if anchor else None, create=False)


@st.cache_resource(show_spinner=False)
def _passing() -> Store:
    """A store for the log of an app that has none: for its owner's eyes, and gone with the process."""
    from dashboard.store import open_store

    folder = tempfile.mkdtemp(prefix="desk-log-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return open_store(f"sqlite:///{folder}/log.db")
