"""A kill at any moment loses nothing confirmed and leaves nothing half-written; writers at once lose nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dashboard.store import open_store
from tests.serving import ROOT
from tests.store.made import REGIONS, firms, names_of
from tests.store.worker import FIRMS, expected


def start(what: str, url: str, anchor: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.worker", what, url, str(anchor), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_again_and_again(url: str, anchor: Path, kills: int) -> None:
    chance = random.Random(1)
    store = open_store(url, anchor)
    store.import_tables({"regions": REGIONS}, "li")
    confirmed = 1
    for _ in range(kills):
        worker = start("endless", url, anchor)
        assert worker.stdout is not None
        for _ in range(chance.randint(1, 4)):
            confirmed = int(worker.stdout.readline())
        threading.Event().wait(chance.random() * 0.05)
        worker.send_signal(signal.SIGKILL)
        rest = worker.stdout.read().split("\n")
        confirmed = max([confirmed, *(int(line) for line in rest[:-1])])
        worker.stdout.close()
        worker.wait()
        found = store.read()
        version = int(found.fingerprint.rpartition("-")[2])
        assert confirmed <= version <= confirmed + 1, "a confirmed batch is lost"
        assert names_of(found.tables) == expected(version), "a batch is half-written"
        assert store.verify() == ()
        assert store.verify_audit() == ()
    assert [batch.number for batch in store.batches()] == list(range(1, store.version + 1))
    store.close()


def test_a_killed_writer_loses_nothing_and_leaves_nothing_half_written(url, tmp_path):
    kill_again_and_again(url, tmp_path / "anchor", 3)


@pytest.mark.proof
def test_a_hundred_kills_lose_nothing_and_leave_nothing_half_written(url, tmp_path):
    kill_again_and_again(url, tmp_path / "anchor", 100)


def write_at_once(url: str, anchor: Path, writers: int, edits: int) -> None:
    store = open_store(url, anchor)
    store.import_tables({"regions": REGIONS, "enterprises": firms(**dict.fromkeys(FIRMS, "甲"))}, "li")
    running = [start("count", url, anchor, f"writer {n}", str(edits)) for n in range(writers)]
    for each in running:
        assert each.stdout is not None
        each.stdout.read()
        each.stdout.close()
        assert each.wait() == 0
    assert store.tables()["enterprises"]["employees_count"].sum() == writers * edits
    by_actor = [batch.actor for batch in store.batches() if batch.kind == "edit"]
    assert sorted(by_actor) == sorted(f"writer {n}" for n in range(writers) for _ in range(edits))
    assert store.verify() == ()
    assert store.verify_audit() == ()
    store.close()


def test_two_writers_at_once_lose_no_edit(url, tmp_path):
    write_at_once(url, tmp_path / "anchor", 2, 20)


@pytest.mark.proof
def test_four_writers_of_two_hundred_edits_each_lose_none(url, tmp_path):
    write_at_once(url, tmp_path / "anchor", 4, 200)
