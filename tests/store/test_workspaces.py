"""A store opens as a folder does, through the same door: the same tables give the same answers."""

from contextlib import closing

import numpy as np
import pytest

from dashboard.store import open_store
from dashboard.tables import read_folder
from dashboard.workspace import open_folder, open_source
from tests.serving import ROOT
from tests.store.made import REGIONS, frame

SYNTHETIC = {"synthetic": True}
PERSON = {"person_id": "1", "region_code": "620724", "groups": "a"}


@pytest.mark.parametrize("sample", ["gaotai", "nanyang", "washington/data"])
def test_a_store_is_judged_as_the_folder_it_was_filled_from(tmp_path, sample):
    path = ROOT / "sample_data" / sample
    folder = read_folder(path)
    with closing(open_store(f"sqlite:///{tmp_path}/store.db")) as store:
        store.import_tables(folder.tables, "li", folder.files, manifest=folder.manifest)
        of_store, of_folder = open_source(store.read), open_folder(path)
        for mode in ("published", "detected"):
            np.testing.assert_array_equal(of_store.evaluation(mode).tiers, of_folder.evaluation(mode).tiers)
        assert (of_store.title, of_store.note, of_store.focus) == (
            of_folder.title,
            of_folder.note,
            of_folder.focus,
        )
        store.import_tables({"regions": folder.tables["regions"]}, "li")
        assert open_source(store.read).version != of_store.version


@pytest.mark.parametrize(
    ("imports", "may_name_people"),
    [
        ([(None, [])], False),
        ([(SYNTHETIC, [PERSON])], False),
        ([(SYNTHETIC, [PERSON | {"id_number": "99010119900307002X"}])], False),
        ([(SYNTHETIC, [PERSON | {"id_number": "11010119900307002X"}])], True),
        ([(None, [PERSON])], True),
        ([({"synthetic": False}, [PERSON])], True),
        ([(None, [PERSON]), (SYNTHETIC, [PERSON])], True),
        ([(SYNTHETIC, [PERSON]), (None, [])], False),
    ],
)
def test_people_are_real_unless_every_import_of_them_says_otherwise_and_no_number_is(
    store, imports, may_name_people
):
    for manifest, people in imports:
        tables = {"regions": REGIONS} | ({"people": frame("people", *people)} if people else {})
        store.import_tables(tables, "li", manifest=manifest)
    assert store.may_name_people() is may_name_people
    if may_name_people:
        for batch in range(len(imports), 0, -1):
            store.withdraw(batch, "li", "")
        assert store.may_name_people(), "what is withdrawn is still there"
