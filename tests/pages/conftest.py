"""What tests of the pages share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.settings import load


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets the data folders of the app: ``serving(folder, …)``."""

    def serve(*folders: Path) -> None:
        monkeypatch.setenv("DASHBOARD_DATA_FOLDERS", json.dumps([str(folder) for folder in folders]))
        load.cache_clear()

    yield serve
    load.cache_clear()
