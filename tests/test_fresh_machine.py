"""What the README promises of a fresh machine, tried in a copy of the checkout that has no environment yet."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.serving import ROOT, answers, clean_environment, free_port, wait_until

SETUP_SECONDS = 20 * 60.0
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "test-results", "settings.toml"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    copy = tmp_path / "a folder with spaces"
    shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
    return copy


def without_the_environment() -> dict[str, str]:
    """The variables of a shell in which no virtual environment is active."""
    environment = clean_environment()
    active = environment.pop("VIRTUAL_ENV", "")
    folders = environment["PATH"].split(os.pathsep)
    environment["PATH"] = os.pathsep.join(
        f for f in folders if not f.startswith((str(ROOT), active or str(ROOT)))
    )
    return environment


@pytest.mark.proof
def test_make_run_serves_the_samples_from_a_folder_with_spaces_and_no_environment(checkout: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        ["make", "run", f"port={port}"], cwd=checkout, env=without_the_environment(), start_new_session=True
    )
    try:
        wait_until(
            lambda: process.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"),
            "make run to serve",
            SETUP_SECONDS,
        )
        assert process.poll() is None, f"make run ended with {process.returncode}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


@pytest.mark.proof
def test_make_setup_brings_the_tools_and_a_second_one_has_nothing_to_do(checkout: Path) -> None:
    environment = without_the_environment()
    subprocess.run(["make", "setup"], cwd=checkout, env=environment, check=True)
    again = subprocess.run(
        ["make", "setup"], cwd=checkout, env=environment, check=True, capture_output=True, text=True
    )
    assert "Installing" not in again.stdout
    python = checkout / ".venv" / "bin" / "python"
    subprocess.run([python, "-m", "pytest", "--version"], cwd=checkout, env=environment, check=True)
