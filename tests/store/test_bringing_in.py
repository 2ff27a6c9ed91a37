"""What the page of data asks of a store: imports that were overtaken, what headings mean, arrivals."""

import pytest

from dashboard.errors import StaleImportError, StoreError
from dashboard.store.arrivals import arrivals_of
from dashboard.store.names import remember_names, remembered_names
from dashboard.store.trials import superseded_by, tables_without
from tests.store.made import REGIONS, frame, rows

JUNE = rows(
    "indicators", "region_code,month,new_urban_jobs_count\n620724101,2024-06,1\n620724102,2024-06,2\n"
)
JULY = rows("indicators", "region_code,month,new_urban_jobs_count\n620724101,2024-07,3\n")


def test_an_import_that_was_overtaken_stores_nothing(store):
    store.import_tables({"regions": REGIONS}, "li")
    store.import_tables({"indicators": JUNE}, "wang", known=1)
    with pytest.raises(StaleImportError, match="batch 2 was stored after batch 1"):
        store.import_tables({"indicators": JULY}, "chen", known=1)
    assert store.version == 2
    assert store.import_tables({"indicators": JULY}, "chen", known=2) == 3


def test_what_a_heading_means_is_kept_by_office_and_said_anew(store):
    remember_names(
        store,
        "就业中心",
        {"失业数": "registered_unemployed_count", "备注": "", "11010519491231002X": ""},
        "li",
    )
    remember_names(store, "就业中心", {"失业数": "first_time_claimants_count"}, "wang")
    kept = remembered_names(store)["就业中心"]
    assert {heading: (each.column, each.actor) for heading, each in kept.items()} == {
        "失业数": ("first_time_claimants_count", "wang"),
        "备注": ("", "li"),
    }
    assert store.verify_audit() == ()


def test_what_headings_mean_goes_along_in_a_backup(store, tmp_path):
    from dashboard.store import open_store

    remember_names(store, "就业中心", {"失业数": "registered_unemployed_count"}, "li")
    store.backup(tmp_path / "backup.db", "li")
    with_copy = open_store(f"sqlite:///{tmp_path}/backup.db", create=False)
    assert remembered_names(with_copy) == remembered_names(store)
    with_copy.close()


def test_a_report_arrived_when_it_first_came_and_not_when_it_was_corrected(store):
    store.import_tables({"regions": REGIONS}, "li")
    for _ in range(2):
        store.import_tables({"indicators": JUNE}, "li")
    key = {"region_code": "620724101", "month": "2024-06"}
    store.edit("indicators", key, {"new_urban_jobs_count": "9"}, 3, "li")
    assert set(arrivals_of(store, "indicators")["at"]) == {store.batches()[1].at}
    store.withdraw(2, "li", "wrong")
    assert set(arrivals_of(store, "indicators")["at"]) == {store.batches()[2].at}


def test_a_firm_s_report_arrives_for_the_place_that_the_firm_is_in(store):
    firm = frame("enterprises", {"enterprise_id": "A", "enterprise_name": "甲", "region_code": "620724102"})
    staff = frame("headcounts", {"enterprise_id": "A", "month": "2024-06", "employees_count": "5"})
    store.import_tables({"regions": REGIONS, "enterprises": firm}, "li")
    store.import_tables({"headcounts": staff}, "li")
    assert arrivals_of(store, "headcounts")["region_code"].tolist() == ["620724102"]


def test_when_the_first_import_s_reports_came_in_nobody_knows(store):
    store.import_tables({"regions": REGIONS, "indicators": JUNE}, "li")
    assert not len(arrivals_of(store, "indicators"))


def test_a_withdrawal_is_tried_without_changing_anything(store):
    store.import_tables({"regions": REGIONS, "indicators": JUNE}, "li")
    store.import_tables({"indicators": JULY}, "li")
    head = store.audit_head()
    assert len(tables_without(store, 2)["indicators"]) == 2
    assert len(store.tables()["indicators"]) == 3
    assert (store.version, store.audit_head(), store.verify()) == (2, head, ())
    with pytest.raises(StoreError, match="no such batch"):
        tables_without(store, 7)


def test_whose_rows_an_import_would_supersede_is_known_before(store):
    store.import_tables({"regions": REGIONS, "indicators": JUNE}, "li")
    assert superseded_by(store, {"indicators": JUNE.head(1)}) == {1: 1}
    assert superseded_by(store, {"indicators": JULY}) == {}
    assert store.version == 1
