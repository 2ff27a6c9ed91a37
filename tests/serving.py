"""Start the real app on a free loopback port, wait until it answers, and stop it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120.0


@dataclass(frozen=True)
class Server:
    """A running app: ``url`` without a slash at its end, and the file that its output goes to."""

    url: str
    log: Path


def wait_until(check: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Ask again and again, a tenth of a second apart, until the answer is yes; else say what did not come."""
    end, pause = monotonic() + seconds, threading.Event()
    while not check():
        if monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        pause.wait(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without the settings of another Streamlit or of this app."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "DASHBOARD_"))
    }
    return {**kept, "PYTHONUNBUFFERED": "1", **(extra or {})}


@contextmanager
def serve(log: Path, environment: Mapping[str, str] | None = None, app: str = "app.py") -> Iterator[Server]:
    """The app as ``make run`` starts it, but for the port; if it does not come up, the error has its log."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = log.with_name("settings.toml")  # an empty one: the developer's own is not for tests
    settings.touch()
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.address", "127.0.0.1"]
    command += [
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=clean_environment({"DASHBOARD_SETTINGS": str(settings), **(environment or {})}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(
                lambda: process.poll() is not None or answers(f"{url}/healthz"),
                "/healthz to answer",
                START_SECONDS,
            )
            if process.poll() is not None:
                raise RuntimeError(f"the app stopped with {process.returncode}")
            yield Server(url, log)
        except (TimeoutError, RuntimeError) as fault:
            fault.add_note(
                f"--- the server's log\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}"
            )
            raise
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
