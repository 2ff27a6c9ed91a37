"""Files in somebody else's format, brought in by saying what their headings mean: Washington State's own."""

import pytest

from dashboard.errors import DataError
from dashboard.intake.at_paths import read_for_store, said_by_hand
from dashboard.intake.check import Around, ByHand, check_file
from dashboard.intake.places import Places
from dashboard.tables import read_folder
from tests.serving import ROOT

RAW = ROOT / "sample_data" / "washington" / "raw"
NOTICES = (
    *("source_notice_id=event_id", "employer_name=enterprise_name", "naics=industry_code"),
    *("county_fips=region_code", "effective_date=date", "notice_date=learned_at"),
    *("employees_affected=affected_count", "layoff_type=kind"),
)


@pytest.fixture(scope="module")
def converted():
    return read_folder(ROOT / "sample_data" / "washington" / "data").tables


@pytest.fixture(scope="module")
def around(converted):
    return Around(Places.of(converted["regions"]))


def test_washingtons_notices_come_in_by_mapping_alone(around, converted):
    said = said_by_hand("events", (*NOTICES, "county_name="), ["region_code=53"])
    (read,), _ = read_for_store(RAW / "washington_layoff_notices.csv", "events", around, said)
    frame = read.frames["events"]
    assert len(frame) == 2835
    filled = [finding.value for finding in read.findings if finding.fault == "filled"]
    assert filled == ["495 blank cells, read as '53'"]
    # The one that converts them by program leaves out those that were listed twice.
    assert converted["events"]["affected_count"].sum() < frame["affected_count"].sum()
    assert set(converted["events"]["kind"]) == set(frame["kind"]) == {"layoff", "closure"}


def test_washingtons_rates_come_in_as_the_fractions_that_they_are_said_to_be(around, converted):
    said = said_by_hand(
        "indicators", ["id=region_code", "rate=registered_unemployment_rate_pct:fraction"], ["month=2009-08"]
    )
    (read,), files = read_for_store(RAW / "washington_unemployment.tsv", "indicators", around, said)
    rates = read.frames["indicators"]["registered_unemployment_rate_pct"].tolist()
    assert rates == converted["indicators"]["registered_unemployment_rate_pct"].tolist()
    assert list(files) == ["washington_unemployment.tsv"]


def test_a_column_mapped_by_hand_is_no_percentage_because_of_that(around):
    said = ByHand(
        {"id": "region_code", "rate": "registered_unemployment_rate_pct"}, fill={"month": "2009-08"}
    )
    data = (RAW / "washington_unemployment.tsv").read_bytes()
    read = check_file("rates.tsv", data, "indicators", around, said)
    assert {finding.fault for finding in read.findings if finding.severity == "error"} == {"percent_unit"}


def test_headings_that_nobody_knows_are_shown_once_the_table_is_named_so_that_they_can_be_mapped():
    data = (RAW / "washington_unemployment.tsv").read_bytes()
    assert check_file("rates.tsv", data).refusal is not None
    (entry,) = check_file("rates.tsv", data, "indicators").entries
    assert entry.unmatched == ["id", "rate"]
    people = check_file("a.csv", "张三,110105194912310021\n李四,x\n".encode(), "people")
    assert people.refusal is not None
    assert "张三" not in people.refusal.message


@pytest.mark.parametrize(
    ("table", "maps", "fills", "words"),
    [
        (None, ["a=region_code"], [], "--map, --fill: found no table"),
        ("events", ["a=nothing"], [], "--map: found 'a=nothing'; allowed: HEADING=NAME"),
        ("events", ["region_code"], [], "--map: found 'region_code'"),
        ("events", [], ["nothing=1"], "--fill: found 'nothing=1'; allowed: NAME=VALUE"),
    ],
)
def test_what_is_said_by_hand_is_refused_in_one_line_if_it_means_nothing(table, maps, fills, words):
    with pytest.raises(DataError, match=words):
        said_by_hand(table, maps, fills)
