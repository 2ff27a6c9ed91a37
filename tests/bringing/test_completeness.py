"""Which reports are there, late, missing or faulty, by place, month and table."""

from datetime import date, datetime

import pytest

from dashboard.bringing.completeness import completeness, due_on
from dashboard.tables.months import parse_month
from tests.store.made import REGIONS, frame, rows

ONE, TWO = "620724101", "620724102"
JUNE, JULY = parse_month("2024-06") or 0, parse_month("2024-07") or 0
TABLES = {
    "regions": REGIONS,
    "indicators": rows(
        "indicators",
        "region_code,month,new_urban_jobs_count,vacancies_count\n"
        "620724101,2024-06,1,4\n620724102,2024-06,2,\n620724101,2024-07,3,\n",
    ),
    "enterprises": frame("enterprises", {"enterprise_id": "A", "enterprise_name": "甲", "region_code": TWO}),
    "headcounts": frame("headcounts", {"enterprise_id": "A", "month": "2024-06", "employees_count": "5"}),
}


def states(**options):
    return {key: each.state for key, each in completeness(TABLES, [JUNE, JULY], **options).reports.items()}


def test_what_is_not_there_is_missing_and_nothing_is_late_where_nothing_says_when():
    assert states() == {
        ("indicators", ONE, JUNE): "there",
        ("indicators", ONE, JULY): "there",
        ("indicators", TWO, JUNE): "there",
        ("indicators", TWO, JULY): "missing",
        ("headcounts", TWO, JUNE): "there",
        ("headcounts", TWO, JULY): "missing",
    }


def test_nothing_is_expected_of_a_level_that_never_reported_nor_of_a_place_without_firms():
    found = completeness(TABLES, [JUNE])
    assert found.codes == (ONE, TWO)
    assert ("headcounts", ONE, JUNE) not in found.reports


@pytest.mark.parametrize(("today", "state"), [(date(2024, 8, 5), "not_due"), (date(2024, 8, 6), "missing")])
def test_until_the_end_of_the_due_day_nothing_is_missing(today, state):
    assert states(due_day=5, today=today)["indicators", TWO, JULY] == state


@pytest.mark.parametrize(("day", "state"), [(5, "there"), (6, "late")])
def test_a_report_is_late_on_the_day_after_the_due_day(day, state):
    arrivals = {"indicators": {(ONE, JULY): datetime(2024, 8, day, 23, 59)}}
    assert states(due_day=5, today=date(2024, 9, 1), arrivals=arrivals)["indicators", ONE, JULY] == state


def test_what_was_dropped_with_errors_is_faulty():
    assert states(faulty={("indicators", TWO, JULY)})["indicators", TWO, JULY] == "faulty"


def test_a_figure_that_was_there_the_month_before_is_a_gap_to_ask_for():
    found = completeness(TABLES, [JUNE, JULY])
    assert found.reports["indicators", ONE, JULY].gaps == ("vacancies_count",)
    assert [(each.table, each.month) for each in found.asked(TWO)] == [
        ("indicators", JULY),
        ("headcounts", JULY),
    ]
    assert found.count("missing", JULY) == 2


def test_december_s_reports_are_due_in_january():
    assert due_on(parse_month("2024-12") or 0, 5) == date(2025, 1, 5)
