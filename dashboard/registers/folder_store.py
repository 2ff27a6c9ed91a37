"""A data folder as a temporary store of its own, so that its lists come in pages too."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from dashboard.store import Store, open_store
from dashboard.tables import Folder


def folder_store(folder: Folder) -> Store:
    """A SQLite store with the folder's tables, in a temporary folder that only this user may read.

    It is deleted when nobody holds the store any more, at the latest when the program ends.
    """
    home = TemporaryDirectory(prefix="lists-", ignore_cleanup_errors=True)
    store = open_store(f"sqlite:///{Path(home.name) / 'folder.db'}")
    finalize(store, home.cleanup)
    store.import_tables(folder.tables, "folder", manifest=folder.manifest)
    return store
