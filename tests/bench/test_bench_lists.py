"""The measurement of lists asks both sides the same: as many rows come out of the store as out of pandas."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.bench_lists import COUNTY, PROVINCE, lists_of, made, people_register, questions
from bench.lists_in_pandas import Pandas
from dashboard.registers.folder_store import folder_store
from dashboard.store.lists import Query
from dashboard.tables import Folder

PEOPLE = 3_000


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames")
    tables = made(PEOPLE)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet")
    store = folder_store(Folder(Path("made"), tables))
    whole = Pandas(folder, people_register())
    places = (PROVINCE, COUNTY)
    yield [lists_of(store, each) for each in places], [whole.of(each) for each in places]
    store.close()


def test_both_sides_answer_alike(sides):
    ours, theirs = sides
    mine, others = (questions(*side, random.Random(3), PEOPLE) for side in sides)
    for name, ask in mine.items():
        found, wanted = ask(), others[name]()
        if isinstance(found, dict):
            assert found == wanted.to_dict()
        else:
            assert len(found.rows) == len(wanted), name
    assert ours[0].count("people") == len(theirs[0].page("people", Query(), size=PEOPLE))
