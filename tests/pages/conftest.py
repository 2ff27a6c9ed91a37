"""What tests of the pages share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.settings import load
from dashboard.store import Store, open_store
from dashboard.tables import Folder, read_folder
from dashboard.ui import stores
from tests.serving import ROOT


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets the data folders of the app: ``serving(folder, …)``."""

    def serve(*folders: Path) -> None:
        monkeypatch.setenv("DASHBOARD_DATA_FOLDERS", json.dumps([str(folder) for folder in folders]))
        load.cache_clear()

    yield serve
    load.cache_clear()


@cache
def sample() -> Folder:
    """The sample county's folder."""
    return read_folder(ROOT / "sample_data" / "gaotai")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the store that the app serves; there is no store there yet."""
    url = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setenv("DASHBOARD_STORE_URL", url)
    load.cache_clear()
    yield url
    if (tmp_path / "store.db").exists():
        stores.configured().close()
    load.cache_clear()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The store that the app serves, filled from a sample; opened once more, as a command does."""
    made = open_store(url)
    made.import_tables(sample().tables, "li", manifest=sample().manifest)
    yield made
    made.close()
