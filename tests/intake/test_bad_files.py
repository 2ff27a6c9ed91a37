"""Every file of tests/bad/files is read, or refused, as the YAML beside it says; none ends the process."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.answer import answer
from dashboard.intake.check import Around, check_file
from dashboard.intake.findings import CODES
from dashboard.intake.places import Places
from dashboard.tables.months import month_text
from tests.bad.files.made import MADE, PLACES

EXPECTED = Path(__file__).parents[1] / "bad" / "files"


@pytest.fixture(scope="module")
def around():
    read = check_file("regions.csv", PLACES.encode(), "regions")
    assert not read.has_errors
    return Around(places=Places.of(read.frames["regions"]))


def test_every_file_has_its_expected_answer_beside_it():
    assert {path.stem for path in EXPECTED.glob("*.yaml")} == set(MADE)


@pytest.mark.parametrize("name", MADE)
def test_a_file_is_read_as_the_answer_beside_it_says(name, around):
    expected = yaml.safe_load((EXPECTED / f"{name}.yaml").read_text(encoding="utf-8"))
    read = check_file(name, MADE[name](), None, around)
    if "refused" in expected:
        assert read.refusal is not None
        assert read.refusal.value == expected["refused"]
        assert "\n" not in read.refusal.line(name)
        return
    assert read.refusal is None
    assert read.encoding == expected["encoding"]
    assert [entry.table for entry in read.entries] == [sheet["table"] for sheet in expected["sheets"]]
    for entry, sheet in zip(read.entries, expected["sheets"], strict=True):
        assert (entry.sheet, entry.read_rows) == (sheet["sheet"], sheet["read_rows"])
        assert (entry.units, entry.columns, entry.unmatched) == (
            sheet["units"], sheet["columns"], sheet["unmatched"],
        )  # fmt: skip
        told = [f"{f.severity} {f.fault} row {f.row} {f.column}" for f in entry.findings]
        assert told == sheet["faults"]
        for column, values in sheet.get("values", {}).items():
            assert [_as_written(value, column) for value in entry.frame[column].tolist()] == values


def _as_written(value, column):
    if column == "month":
        return month_text(value)
    if hasattr(value, "isoformat"):
        return value.date().isoformat()
    return None if value != value else value


def test_no_answer_shows_a_whole_identifier_and_each_fault_is_known(around):
    for name in ("ids.csv", "ids_zeros.csv", "firm_codes.csv"):
        read = check_file(name, MADE[name](), None, around)
        told = str(answer([read]))
        assert "9901051949" not in told
        assert "91620799MA" not in told
        assert {finding.fault for finding in read.findings} <= set(CODES)


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "地区代码",
        "月份",
        "登记失业率",
        "身份证号",
        "620724100",
        "2024-06",
        "4.4%",
        "—",
        "合计",
        "1e999",
        "9.9E+17",
        "0" * 18,
    ]
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=6), st.sampled_from([",", "\t", ";"]))
@settings(max_examples=120, deadline=None)
def test_whatever_text_comes_is_read_or_refused_and_never_a_traceback(rows, separator):
    data = "\n".join(separator.join(row) for row in rows).encode()
    for table in (None, "indicators", "people"):
        answer([check_file("a.csv", data, table)])


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_whatever_bytes_come_are_read_or_refused(data):
    answer([check_file("a.csv", data)])
