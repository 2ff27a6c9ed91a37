"""The command that serves a store: opened once before the server starts, made only where it is named outright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from dashboard.settings import PREFIX, load


class StartedError(Exception):
    """The server would run now."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The command runs in a folder of its own and stops where the server would start."""

    def start(*_: object) -> None:
        raise StartedError

    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}SETTINGS", str(tmp_path / "settings.toml"))
    for name in ("STORE_URL", "STORE_ANCHOR"):
        monkeypatch.setenv(f"{PREFIX}{name}", "")  # what the command sets is taken back at the end
        monkeypatch.delenv(f"{PREFIX}{name}")
    monkeypatch.setattr(os, "execv", start)
    monkeypatch.chdir(tmp_path)
    load.cache_clear()
    yield
    load.cache_clear()


def serve(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["serve", *arguments])


@pytest.mark.usefixtures("started")
def test_a_store_that_is_named_is_made_and_served_under_its_whole_path(tmp_path: Path) -> None:
    assert isinstance(serve("--store", "sqlite:///desk.db").exception, StartedError)
    assert (tmp_path / "desk.db").is_file()
    assert os.environ[f"{PREFIX}STORE_URL"] == f"sqlite:///{tmp_path}/desk.db"


@pytest.mark.usefixtures("started")
def test_the_store_of_the_settings_is_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(f"{PREFIX}STORE_URL", "sqlite:///desk.db")
    done = serve()
    assert done.exit_code == 2
    assert "there is no file 'desk.db'" in done.stderr
    assert not (tmp_path / "desk.db").exists()
    monkeypatch.setattr(os, "chdir", lambda _: None)
    assert isinstance(serve("--store", "sqlite:///desk.db").exception, StartedError)
    assert isinstance(serve().exception, StartedError)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("url", ["desk.db", "mysql://desk", "sqlite://", "sqlite:///none/desk.db"])
def test_what_is_no_store_is_refused_before_the_server_starts(url: str) -> None:
    done = serve("--store", url)
    assert done.exit_code == 2
    assert done.stderr.startswith("store")


@pytest.mark.usefixtures("started")
def test_another_store_does_not_write_into_the_anchor_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"{PREFIX}STORE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv(f"{PREFIX}STORE_ANCHOR", str(tmp_path / "heads"))
    done = serve("--store", "sqlite:///other.db")
    assert done.exit_code == 2
    assert "the settings keep 'heads' (store_anchor) for that one" in done.stderr
    assert not (tmp_path / "other.db").exists()


@pytest.mark.usefixtures("started")
def test_without_a_store_none_is_set() -> None:
    assert isinstance(serve().exception, StartedError)
    assert f"{PREFIX}STORE_URL" not in os.environ
