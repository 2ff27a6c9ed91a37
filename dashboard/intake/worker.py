"""Asks the process of its own that opens files (`child`), under a limit of time, and hands the grids back.

Two files are opened at a time at most, so that the limits of memory add up to what a machine has. A process that has
answered to a small file is kept for the next one; one that had to be stopped, or has opened a large one, is not.
"""

import atexit
import json
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic
from typing import IO, cast

from dashboard.intake.child import grids_from
from dashboard.intake.grid import Grid
from dashboard.intake.sniff import check_length
from dashboard.intake.watching import CancelledError, Watch
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.xlsx_file import MOST_MEMORY_BYTES, MOST_SECONDS

MOST_AT_A_TIME = 2
KEPT_AFTER_BYTES = 4 << 20
_ROOT = Path(__file__).resolve().parents[2]
_places = threading.BoundedSemaphore(MOST_AT_A_TIME)
_idle: list["Worker"] = []
_lock = threading.Lock()


class Worker:
    """One running `child`."""

    def __init__(self) -> None:
        # The program and its arguments are our own; the file goes in as data.
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "dashboard.intake.child", str(MOST_MEMORY_BYTES)],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.found = b""

    def ask(self, file: str, data: bytes, watch: Watch) -> bytes:
        """The answer to one file; "" if the process ended before it had one.

        Raises:
            RefusedFileError: it took too long.
            CancelledError: somebody wants it stopped.
        """
        self.found = b""
        asking = threading.Thread(target=self._exchange, args=(file, data), daemon=True)
        asking.start()
        end = monotonic() + MOST_SECONDS
        while asking.is_alive():
            asking.join(0.1)
            if watch.is_cancelled:
                raise CancelledError
            if monotonic() > end:
                raise RefusedFileError(
                    f"a file that takes more than {MOST_SECONDS} seconds", "a smaller one", "Save it as CSV."
                )
        return self.found

    def _exchange(self, file: str, data: bytes) -> None:
        question, answers = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        try:
            question.write(json.dumps({"file": file, "bytes": len(data)}).encode() + b"\n")
            question.write(data)
            question.flush()
            length = int.from_bytes(answers.read(8), "big")
            found = answers.read(length)
        except (OSError, ValueError):  # the process has ended, or was stopped
            return
        self.found = found if len(found) == length else b""

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has nowhere to go
                    continue


def grids_of(file: str, data: bytes, watch: Watch | None = None) -> list[Grid]:
    """Every sheet of a file that has cells, the hidden ones marked; opened in a process of its own.

    Raises:
        RefusedFileError: the file is not read; the reason is named.
        CancelledError: somebody wants the reading stopped.
    """
    watch = watch or Watch()
    watch.at("waiting", 0.0)
    check_length(data)
    with _places:
        watch.at("opening", 0.05)
        worker = _taken()
        is_well = False
        try:
            found = worker.ask(file, data, watch)
            is_well = bool(found) and len(data) <= KEPT_AFTER_BYTES
        finally:
            _give_back(worker, is_well=is_well)
    if not found:
        raise RefusedFileError(
            "a file that breaks the reader", "a file of ordinary size", "Save it as CSV UTF-8."
        )
    return grids_from(file, found)


def _taken() -> Worker:
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.process.poll() is None:
                return worker
            worker.stop()
    return Worker()


def _give_back(worker: Worker, *, is_well: bool) -> None:
    if not is_well:
        worker.stop()
        return
    with _lock:
        _idle.append(worker)


@atexit.register
def _stop_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().stop()
