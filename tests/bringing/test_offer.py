"""Files of one drop as one offer: filled up with what they do not speak of, counted, and held against each other."""

import numpy as np
import pandas as pd

from dashboard.bringing.offer import Counts, Piece, offer_of
from tests.store.made import REGIONS, frame, rows

RATE, SHARE = "registered_unemployment_rate_pct", "long_term_unemployed_share_pct"
STANDING = {
    "regions": REGIONS,
    "indicators": frame(
        "indicators",
        {"region_code": "620724101", "month": "2026-09", RATE: "3.1", SHARE: "30"},
        {"region_code": "620724102", "month": "2026-09", RATE: "3.2", SHARE: "31"},
        own_figure=[7.0, 8.0],
    ),
}


def piece(file: str, *given: dict[str, str], columns: str = RATE) -> Piece:
    said = {"indicators": frame("indicators", *given)}
    return Piece(file, file * 2, said, {"indicators": frozenset({"region_code", "month", *columns.split()})})


def cell(table: pd.DataFrame, code: str, column: str) -> float:
    return float(table.loc[table["region_code"] == code, column].iloc[0])


def test_a_column_that_a_file_lacks_stays_as_it_stands():
    file = piece("a", {"region_code": "620724101", "month": "2026-09", RATE: "4.4"})
    offer = offer_of([file], STANDING)
    told = offer.frames["indicators"]
    assert cell(told, "620724101", SHARE) == 30
    assert cell(told, "620724101", "own_figure") == 7
    assert offer.counts["indicators"] == Counts(new=0, changed=1, same=0, emptied=0)
    assert np.isnan(cell(offer.said["indicators"], "620724101", SHARE))


def test_an_empty_cell_of_a_column_that_a_file_has_empties_what_stands():
    file = piece(
        "a", {"region_code": "620724101", "month": "2026-09", RATE: "3.1"}, columns=f"{RATE} {SHARE}"
    )
    offer = offer_of([file], STANDING)
    assert np.isnan(cell(offer.frames["indicators"], "620724101", SHARE))
    assert offer.counts["indicators"] == Counts(new=0, changed=1, same=0, emptied=1)


def test_the_same_rows_again_and_new_ones_are_counted_apart():
    file = piece(
        "a",
        {"region_code": "620724101", "month": "2026-09", RATE: "3.1"},
        {"region_code": "620724101", "month": "2026-10", RATE: "3.3"},
    )
    assert offer_of([file], STANDING).counts["indicators"] == Counts(new=1, changed=0, same=1, emptied=0)


def test_two_files_with_other_columns_of_one_row_make_one_row():
    row = {"region_code": "620724101", "month": "2026-10"}
    other = piece(
        "b", row | {SHARE: "33"}, {"region_code": "620724102", "month": "2026-10", SHARE: "34"}, columns=SHARE
    )
    offer = offer_of([piece("a", row | {RATE: "4.4"}), other], STANDING)
    told = offer.frames["indicators"]
    assert (cell(told, "620724101", RATE), cell(told, "620724101", SHARE)) == (4.4, 33)
    assert not offer.clashes
    assert len(told) == 2


def test_two_files_that_contradict_each_other_are_named_with_row_and_column():
    row = {"region_code": "620724101", "month": "2026-10"}
    (clash,) = offer_of([piece("a", row | {RATE: "4.4"}), piece("b", row | {RATE: "4.5"})], STANDING).clashes
    assert (clash.table, clash.key, clash.column, clash.files) == (
        "indicators",
        ("620724101", "2026-10"),
        RATE,
        ("a", "b"),
    )


def test_rows_of_a_table_without_a_key_that_stand_already_are_the_same():
    alerts = rows("declared_alerts", "region_code,month,tier\n620724,2026-09,yellow\n")
    file = Piece("a", "1", {"declared_alerts": alerts}, {})
    counted = offer_of([file], STANDING | {"declared_alerts": alerts}).counts["declared_alerts"]
    assert counted == Counts(new=0, changed=0, same=1, emptied=0)


def test_two_files_of_one_name_keep_both_hashes():
    one, two = (Piece("a.xlsx", sha, {}, {}) for sha in ("1", "2"))
    assert offer_of([one, two], {}).files == {"a.xlsx": "1", "a.xlsx (2)": "2"}
