import csv
import importlib.util

import pytest
import yaml

from tests.reference.compare import differences
from tests.sample_data.folders import SAMPLES, answer, places, reference, rows, unjudged

FOLDER = "washington/data"
INDICATOR_RULES = {
    "monitored_employees_decline",
    "registered_unemployment_rate_gap",
    "graduate_employment_rate_gap",
    "long_term_unemployed_share",
    "registered_unemployed_growth",
    "first_time_claimants_growth",
    "fund_support_months",
    "benefit_payout_rate",
}


def converter():
    spec = importlib.util.spec_from_file_location("convert", SAMPLES / "washington/convert.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notice(**cells: str) -> dict[str, str]:
    return {
        "employer_name": "A",
        "naics": "",
        "county_fips": "53033",
        "location": "Seattle",
        "notice_date": "2024-01-05",
        "effective_date": "2024-03-05",
        "employees_affected": "60",
        "layoff_type": "closure",
        "is_amended": "0",
        "source_notice_id": "0123456789abcdef",
    } | cells


def test_it_is_real_and_says_where_it_is_from():
    manifest = yaml.safe_load((SAMPLES / FOLDER / "MANIFEST.yaml").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is False
    assert {source["licence"] for source in manifest["sources"]} == {"Apache-2.0", "BSD-3-Clause", "ISC"}
    assert all((SAMPLES / "washington/raw" / source["file"]).is_file() for source in manifest["sources"])


def test_there_is_one_state_with_39_counties():
    levels = [(row["level"], row["parent_code"]) for row in rows(FOLDER, "regions")]
    assert levels == [("province", ""), *[("county", "53")] * 39]


def test_nothing_is_added_that_the_source_does_not_say():
    tables = {file.stem for file in (SAMPLES / FOLDER).glob("*.csv")}
    assert tables == {"regions", "events", "indicators"}
    assert not {"workforce_count", "petition"} & set(rows(FOLDER, "events")[0])


def test_every_notice_is_there_once():
    with (SAMPLES / "washington/raw/washington_layoff_notices.csv").open(
        encoding="utf-8", newline=""
    ) as lines:
        raw = list(csv.DictReader(lines))
    same = converter().same_notice
    assert len(raw) == 2835
    events = rows(FOLDER, "events")
    assert len(events) == len({row["event_id"] for row in events}) == 1474
    assert len(converter().once(raw)) == 1474
    assert {same(row) for row in converter().once(raw)} == {same(row) for row in raw}


def test_a_second_listing_on_the_effective_date_is_dropped_and_a_lone_one_kept():
    once = converter().once
    own, second = notice(), notice(notice_date="2024-03-05")
    assert once([own, second]) == [own]
    assert once([second]) == [second]


def test_a_notice_of_no_county_belongs_to_the_state_and_a_future_one_is_planned():
    first, last = converter().events(
        [notice(county_fips="", naics="311421"), notice(employer_name="B", effective_date="2024-01-05")]
    )[::-1]
    assert (first["region_code"], first["state"], first["industry_code"]) == ("53", "planned", "NAICS311421")
    assert (last["region_code"], last["state"], last["kind"]) == ("53033", "done", "closure")


def test_a_blank_figure_stays_blank():
    assert converter().events([notice(employees_affected="")])[0]["affected_count"] == ""
    assert [row["affected_count"] for row in rows(FOLDER, "events")].count("") == 1


def test_a_kind_that_is_neither_stops_the_conversion():
    with pytest.raises(ValueError, match="no event kind for 'unknown'"):
        converter().events([notice(layoff_type="unknown")])


def test_rates_are_percentages():
    rates = {
        row["region_code"]: row["registered_unemployment_rate_pct"] for row in rows(FOLDER, "indicators")
    }
    assert (len(rates), rates["53001"], rates["53011"]) == (39, "6.5", "12.7")


def test_a_large_closure_gives_its_county_a_tier_and_the_others_stay_unknown():
    found = places(FOLDER, "2024-11")
    assert (found["King"]["tier"], found["Franklin"]["tier"]) == ("yellow", "yellow")
    assert {region["tier"] for region in found.values()} == {"yellow", "unknown"}
    assert not any(region["complete"] for region in found.values())


def test_no_county_is_ever_normal_for_lack_of_figures():
    county = places(FOLDER, "2009-08")["King"]
    assert county["tier"] == "unknown"
    assert unjudged(FOLDER, "2009-08", "King") >= INDICATOR_RULES


def test_the_state_itself_is_not_judged():
    assert places(FOLDER, "2024-11")["Washington"]["rules"] == []


@pytest.mark.parametrize("month", ["2009-08", "2020-03", "2024-11"])
def test_a_second_reading_of_the_plan_agrees(month):
    ours = answer(FOLDER, month)
    tier_reports = [duty for duty in ours["duties"] if duty["event_id"] is None]
    assert differences(ours | {"duties": tier_reports}, reference(FOLDER, month)) == []
