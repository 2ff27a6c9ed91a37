"""Scenarios kept in a store on either database: found again, for whose places, withdrawn, on record, backed up."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from dashboard.access import Viewer
from dashboard.errors import AccessError, NotFoundError
from dashboard.scenarios import kept as kept_scenarios
from dashboard.scenarios.answer import kept
from dashboard.scenarios.desk import play
from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import FirmShock, Scenario
from dashboard.store import Store, open_store
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai

COUNTY, TOWN, OTHER = (
    Viewer("clerk", (code,), "chen") for code in ("620724", "620724107000", "620724103000")
)


def made(name: str) -> Saved:
    return kept(play(gaotai(), "detected", SEPTEMBER, Scenario((FirmShock(SEEDS, 400),))), name)


def test_what_is_found_again_is_what_was_kept(store: Store) -> None:
    workspace = gaotai()
    number = kept_scenarios.keep(store, workspace, made("seed firm"))
    assert kept_scenarios.find(store, workspace, number) == made("seed firm")
    assert made("").counted == "detected"
    (entry,) = kept_scenarios.shelf(store, workspace)
    assert (entry.id, entry.name, entry.month) == (number, "seed firm", "2026-09")


def test_it_is_seen_by_those_whose_places_hold_all_of_its_own(store: Store) -> None:
    workspace = gaotai()
    number = kept_scenarios.keep(store, workspace.seen_by(TOWN), made("of one town"))
    for viewer, seen in ((COUNTY, 1), (TOWN, 1), (OTHER, 0), (Viewer("auditor", ("620724",)), 1)):
        assert len(kept_scenarios.shelf(store, workspace.seen_by(viewer))) == seen, viewer
    with pytest.raises(NotFoundError, match="there is no kept scenario"):
        kept_scenarios.find(store, workspace.seen_by(OTHER), number)
    with pytest.raises(NotFoundError):
        kept_scenarios.withdraw(store, workspace.seen_by(OTHER), number)


@pytest.mark.parametrize("role", ["workshop", "facilitator"])
def test_a_workshop_sees_and_keeps_none(store: Store, role: str) -> None:
    workspace = gaotai().seen_by(Viewer(role, ("*",)))
    with pytest.raises(AccessError):
        kept_scenarios.shelf(store, workspace)
    with pytest.raises(AccessError):
        kept_scenarios.keep(store, workspace, made("x"))


def test_who_reads_the_log_withdraws_nothing(store: Store) -> None:
    number = kept_scenarios.keep(store, gaotai(), made("x"))
    with pytest.raises(AccessError):
        kept_scenarios.withdraw(store, gaotai().seen_by(Viewer("auditor", ("*",))), number)


def test_a_withdrawn_one_is_off_the_list_once_and_both_are_on_record(store: Store) -> None:
    workspace = gaotai().seen_by(COUNTY)
    number = kept_scenarios.keep(store, workspace, made("x"))
    kept_scenarios.withdraw(store, workspace, number)
    assert kept_scenarios.shelf(store, workspace) == ()
    with pytest.raises(NotFoundError):
        kept_scenarios.withdraw(store, workspace, number)
    from dashboard.store.audit_pages import Wanted

    told = [(e.actor, e.scope, e.action, e.object) for e in store.audit_page(Wanted(), most=2)]
    assert told == [
        ("chen", "clerk:620724", "scenario_withdrawn", f"scenario {number}"),
        ("chen", "clerk:620724", "scenario_kept", f"scenario {number}"),
    ]
    assert store.verify_audit() == ()


def test_a_backup_holds_them(store: Store, tmp_path: Path) -> None:
    number = kept_scenarios.keep(store, gaotai(), made("x"))
    store.backup(tmp_path / "copy.db", "li")
    with closing(open_store(f"sqlite:///{tmp_path}/copy.db")) as copy:
        assert kept_scenarios.find(copy, gaotai(), number) == made("x")
