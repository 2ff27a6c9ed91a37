"""What pages write into the audit log: one line each, in order, bound to each other, with nobody's number in it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import Viewer
from dashboard.access.audit import LONGEST, AuditLog, clean, read_scope, written_scope
from dashboard.locale import words
from dashboard.reports.risk_table import risk_table
from dashboard.store import Store, open_store
from dashboard.store.audit import checked_word
from dashboard.store.audit_pages import Wanted
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.serving import ROOT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(f"sqlite:///{tmp_path}/log.db")
    yield made
    made.close()


def test_entries_come_back_as_they_were_written_the_newest_first(store: Store) -> None:
    AuditLog(lambda: store).write(
        "chen", "clerk", ("620724101000", "620724102000"), "export", "risk_map.csv", 9
    )
    AuditLog(lambda: store, "gaotai/").write("", "leader", ("*",), "export", "risk_map.xlsx", 1)
    second, first = store.audit_page(Wanted())
    assert (first.actor, first.action, first.object, first.count) == ("chen", "export", "risk_map.csv", 9)
    assert read_scope(first.scope) == ("clerk", ("620724101000", "620724102000"))
    assert (second.actor, second.object) == ("-", "gaotai/risk_map.xlsx")
    assert read_scope(second.scope) == ("leader", ("*",))
    assert store.verify_audit() == ()


def test_an_entry_is_one_line_without_personal_data(store: Store) -> None:
    AuditLog(lambda: store).write(
        "chen\nmallory", "clerk\r", ("1\n2",), "export", "list of 11010519491231002X\n13800008000", 1
    )
    (entry,) = store.audit_page(Wanted())
    assert entry.object == "list of 110105********002X 138****8000"
    assert "\n" not in f"{entry.actor}{entry.scope}{entry.object}"


def test_the_name_of_a_file_is_not_taken_for_a_number(store: Store) -> None:
    space = open_folder(ROOT / "sample_data" / "gaotai", viewer=Viewer("clerk", ("620724103000",)))
    table = risk_table(
        Teller(space, "published", space.months[-1], words("en")), space.focus, [space.focus], []
    )
    assert table.thing == "risk_map 620724103000, 2026-10"
    assert clean(table.thing) == table.thing


@given(text=st.text(alphabet=st.sampled_from("0123456789Xx １３-\n\t·甲a/*…"), max_size=120))
def test_whatever_a_page_names_may_stand_in_the_log(text: str) -> None:
    assert checked_word("object", clean(text)) == clean(text)
    assert len(clean(text)) <= LONGEST


@given(codes=st.lists(st.from_regex(r"\A[1-9][0-9]{5}(?:[0-9]{3}){0,2}\Z"), max_size=400))
def test_places_of_any_number_stay_readable(codes: list[str]) -> None:
    text = written_scope("clerk", codes)
    assert checked_word("scope", text, 2_000) == text
    role, read = read_scope(text)
    assert role == "clerk"
    assert list(read) == codes[: len(read)] or read[-1] == "…"


def test_many_writers_lose_nothing_and_the_chain_holds(store: Store) -> None:
    log = AuditLog(lambda: store)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: log.write("a", "clerk", (), "export", str(n), n), range(60)))
    assert sorted(entry.count for entry in store.audit_page(Wanted(), most=100)) == list(range(60))
    assert store.verify_audit() == ()
