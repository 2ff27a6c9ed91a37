"""The audit log's seam: entries are kept in order, on one line each, and hold nobody's number."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.access.audit import AuditFile

AT = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("kept", ["file", "memory"])
def test_entries_come_back_as_they_were_written_in_their_order(tmp_path: Path, kept: str) -> None:
    sink = AuditFile(tmp_path / "log.jsonl" if kept == "file" else None, now=lambda: AT)
    assert sink.entries() == ()
    sink.write("chen", "clerk", ("620724",), "export", "risk_map.csv", 9)
    sink.write("", "leader", ("*",), "export", "risk_map.xlsx", 1)
    first, second = sink.entries()
    assert (first.at, first.actor, first.scope, first.count) == (
        "2026-11-05T01:30:00+00:00",
        "chen",
        ("620724",),
        9,
    )
    assert (second.role, second.scope, second.object) == ("leader", ("*",), "risk_map.xlsx")


def test_a_file_is_only_added_to_and_outlives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    AuditFile(path, now=lambda: AT).write("a", "clerk", (), "export", "x", 1)
    before = path.read_bytes()
    AuditFile(path, now=lambda: AT).write("b", "clerk", (), "export", "x", 1)
    assert path.read_bytes().startswith(before)
    assert [entry.actor for entry in AuditFile(path).entries()] == ["a", "b"]


def test_an_entry_is_one_line_without_personal_data(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    sink = AuditFile(path)
    sink.write("chen\nmallory", "clerk\r", ("1\n2",), "export", "list of 11010519491231002X\n13800008000", 1)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert "\\n" not in line
    assert entry["object"] == "list of 110105********002X 138****8000"
    assert "\n" not in "".join(map(str, entry.values()))


def test_many_writers_lose_nothing() -> None:
    from concurrent.futures import ThreadPoolExecutor

    sink = AuditFile()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: sink.write("a", "clerk", (), "export", str(n), n), range(200)))
    assert sorted(entry.count for entry in sink.entries()) == list(range(200))
