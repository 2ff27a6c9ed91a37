"""A PostgreSQL server for the tests: made in a folder of its own, reached by a socket there, and gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NOT_ROOT = "postgres"  # the server refuses to run as root


def program(name: str) -> str:
    """The path of one of the server's programs; Debian keeps them outside the search path."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(beside[-1]) if beside else None)
    if found is None:
        pytest.fail(
            f"the tests need PostgreSQL ({name}). On Debian: apt-get install postgresql", pytrace=False
        )
    return found


# Waits until its input closes, which it does however the tests end, and clears up.
KEEPER = 'cat >/dev/null; "$1" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'


@contextmanager
def postgres_server() -> Iterator[Path]:
    """A running server; the folder of its socket, which is the ``host`` of an address."""
    as_owner: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: a socket's may have 107 characters
    if os.geteuid() == 0:
        shutil.chown(folder, NOT_ROOT, NOT_ROOT)
        as_owner = {"user": NOT_ROOT, "group": NOT_ROOT, "extra_groups": []}
    log = folder / "log"

    def run(name: str, *arguments: str) -> None:
        command = [program(name), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, **as_owner)
        if done.returncode:
            said = log.read_text(encoding="utf-8") if log.is_file() else ""
            pytest.fail(f"{name} failed: {done.stderr}{said}", pytrace=False)

    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "sh", program("pg_ctl"), str(folder)],
        stdin=subprocess.PIPE, cwd="/", start_new_session=True, **as_owner,
    )  # fmt: skip
    try:
        run("initdb", "-U", NOT_ROOT, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        # Tests kill clients, never the machine: whether the disk is waited for changes nothing but the time.
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
        yield folder
    finally:
        keeper.communicate()
