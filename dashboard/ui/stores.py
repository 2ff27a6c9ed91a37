"""The stores that the app has open: one a process and address, kept until the server stops."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.settings import load

if TYPE_CHECKING:
    from dashboard.store import Store


def configured() -> Store:
    """The store that the settings name; whoever is given its rows passes the gate (``dashboard/ui/loading.py``).

    Raises:
        StoreError: none is named, it is not there, or cannot be opened.
    """
    from dashboard.accounts import desk  # brings SQLAlchemy along

    return desk.store()


def of_the_log() -> Store:
    """The store whose log is the app's: the one of the settings, else one that goes when the server stops.

    Raises:
        StoreError: the store of the settings cannot be opened.
    """
    return configured() if load().store_url else _passing()


@st.cache_resource(show_spinner=False)
def _passing() -> Store:
    """A store for the log of an app that has none: for its owner's eyes, and gone with the process."""
    from dashboard.store import open_store

    folder = tempfile.mkdtemp(prefix="desk-log-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return open_store(f"sqlite:///{folder}/log.db")
