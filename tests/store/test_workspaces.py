"""A store opens as a folder does, through the same door: the same tables give the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from dashboard.access import EVERYWHERE, Viewer
from dashboard.errors import DataError, NotFoundError, StoreError
from dashboard.sources import StoreSource, parse_as_of
from dashboard.store import Store, open_store
from dashboard.tables import read_folder
from dashboard.workspace import Workspace, open_folder, open_whole
from tests.access.noted import Noted
from tests.serving import ROOT
from tests.store.made import REGIONS, frame

SYNTHETIC = {"synthetic": True}
PERSON = {"person_id": "1", "region_code": "620724", "groups": "a"}
ALL = Viewer("analyst", (EVERYWHERE,))


def opened(store: Store, as_of: int | None = None, plan: str | None = None) -> Workspace:
    """The store as a workspace, whole."""
    state = store.state(as_of)
    return open_whole(StoreSource(store, state, state if as_of is not None else None), plan, "gaotai-2021")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    made = open_store(f"sqlite:///{tmp_path}/store.db")
    yield made
    made.close()


@pytest.mark.parametrize("sample", ["gaotai", "nanyang", "washington/data"])
def test_a_store_is_judged_as_the_folder_it_was_filled_from(file: Store, sample: str) -> None:
    path = ROOT / "sample_data" / sample
    folder = read_folder(path)
    file.import_tables(folder.tables, "li", folder.files, manifest=folder.manifest)
    of_store, of_folder = opened(file).seen_by(ALL), open_folder(path)
    for mode in ("published", "detected"):
        np.testing.assert_array_equal(of_store.evaluation(mode).tiers, of_folder.evaluation(mode).tiers)
    assert of_store.brief == of_folder.brief
    assert (of_store.title, of_store.note) == (of_folder.title, of_folder.note)
    assert (of_store.focus, of_store.is_synthetic) == (of_folder.focus, of_folder.is_synthetic)
    file.import_tables({"regions": folder.tables["regions"]}, "li")
    assert opened(file).version != of_store.version


def test_a_viewer_of_one_town_is_given_no_more_of_a_store_than_of_a_folder(store: Store) -> None:
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    store.import_tables(folder.tables, "li", manifest=folder.manifest)
    town = Viewer("clerk", ("620724103000",))
    of_store, of_folder = opened(store).seen_by(town), open_folder(folder.path, viewer=town)
    assert of_store.panel.codes == of_folder.panel.codes == ("620724103000",)
    for name, table in of_folder.tables.items():
        assert list(of_store.tables[name].columns) == list(table.columns)
        assert len(of_store.tables[name]) == len(table)


def test_a_past_state_is_what_was_known_then_and_says_so(store: Store) -> None:
    county, towns = REGIONS.iloc[:1], REGIONS
    store.import_tables({"regions": county}, "li")
    store.import_tables({"regions": towns}, "li")
    before, now = opened(store, 1), opened(store)
    assert (before.panel.region_count, now.panel.region_count) == (1, 3)
    assert before.version != now.version
    assert before.past is not None
    assert (before.past.batch, before.past.at) == (1, store.batches()[0].at)
    assert now.past is None
    assert before.seen_by(ALL).past == before.past


def test_a_store_that_holds_nothing_says_what_to_do(store: Store) -> None:
    with pytest.raises(StoreError, match=r"batch 0: found no table regions.*import FOLDER --yes"):
        opened(store)
    store.import_tables({"regions": REGIONS}, "li")
    with pytest.raises(StoreError, match="batch 0"):
        opened(store, 0)


def test_a_plan_file_that_did_not_come_with_the_tables_is_missed_and_not_replaced(store: Store) -> None:
    store.import_tables({"regions": REGIONS}, "li", manifest={"plan": "ours.yaml"})
    with pytest.raises(DataError, match=r"'ours.yaml', which is not there.*a store keeps tables"):
        opened(store)
    assert opened(store, plan="gaotai-2021").plan.id == "gaotai-2021"


@pytest.mark.parametrize(
    ("manifest", "person", "needed"),
    [
        (SYNTHETIC, PERSON, False),
        (SYNTHETIC, PERSON | {"id_number": "99010119900307002X"}, False),
        (SYNTHETIC, PERSON | {"id_number": "11010119900307002X"}, True),
        ({}, PERSON, True),
        ({}, None, False),
    ],
)
def test_who_could_be_real_needs_sign_in_in_every_state_once_stored(
    store: Store, manifest: dict[str, object], person: dict[str, str] | None, needed: bool
) -> None:
    store.import_tables({"regions": REGIONS}, "li", manifest=manifest)
    assert not opened(store).needs_sign_in
    store.import_tables({"people": frame("people", *([person] if person else []))}, "li", manifest=manifest)
    assert opened(store).needs_sign_in is needed
    assert opened(store, 1).needs_sign_in is needed
    assert opened(store).seen_by(ALL).needs_sign_in is needed
    store.withdraw(2, "li", "")
    assert opened(store).needs_sign_in is needed, "what is withdrawn is still there"


def test_a_state_is_named_by_its_batch_or_by_a_day_that_is_meant_to_its_end() -> None:
    assert parse_as_of("12") == 12
    end = parse_as_of("2026-06-05")
    assert isinstance(end, datetime)
    assert end + timedelta(microseconds=1) == datetime(2026, 6, 6).astimezone()


@pytest.mark.parametrize(
    "text", ["-1", "1.5", "２", "2026-6", "2026-02-30", "9999-12-31", "now", "1234567890", "12\n", " 1"]
)
def test_what_is_neither_a_batch_nor_a_day_is_refused(text: str) -> None:
    with pytest.raises(NotFoundError, match="allowed: the number of a batch, or a day such as 2026-06-05"):
        parse_as_of(text)


def test_people_stay_in_the_store_until_they_are_asked_for(store: Store) -> None:
    folder = read_folder(ROOT / "sample_data" / "gaotai")
    store.import_tables(folder.tables, "li", manifest=folder.manifest)
    whole = opened(store)
    assert "people" in whole.tables
    assert {"people", "services"}.isdisjoint(dict(whole.tables))
    assert len(whole.tables["people"]) == len(folder.tables["people"])
    clerk = whole.seen_by(Viewer("clerk", ("620724105000",)))
    own = folder.tables["people"].query("region_code == '620724105000'")
    assert list(clerk.tables["people"]["person_id"]) == list(own["person_id"])
    assert set(clerk.tables["services"]["person_id"]) <= set(own["person_id"])
    log = Noted()
    assert clerk.reveal(own["person_id"].iloc[0], "to call", log).name == own["name"].iloc[0]
    elsewhere = folder.tables["people"].query("region_code != '620724105000'")["person_id"].iloc[0]
    with pytest.raises(NotFoundError, match="no such person"):
        clerk.reveal(elsewhere, "to call", log)
    leader = whole.seen_by(Viewer("leader", (EVERYWHERE,)))
    assert "people" not in leader.tables
    assert leader.tables.get("people") is None
