"""The duties of a month in a place: what the evaluate command prints, in the order in which they press."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dashboard.evaluate import evaluate_folder
from dashboard.registers.duties import (
    Due,
    deadline,
    duties_of_event,
    event_rows,
    later_duties,
    month_duties,
)
from dashboard.tables.months import month_text, parse_month
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT
from tests.tables.folders import write

FOLDERS = {"gaotai": "gaotai", "nanyang": "nanyang", "washington": "washington/data"}
PLANS = ("gaotai-2021", "gaotai-desk", "pingdingshan-desk", "nanyang", "stabilise-jilin")
MONTHS = {
    "gaotai": ("2023-11", "2024-11", "2025-05", "2026-09", "2026-10"),
    "nanyang": ("2024-08", "2026-07", "2026-09", "2026-10"),
    "washington": ("2009-01", "2020-06", "2026-09"),
}


@cache
def workspace(sample: str, plan: str) -> Workspace:
    return open_folder(ROOT / "sample_data" / FOLDERS[sample], plan)


def month_of(text: str) -> int:
    month = parse_month(text)
    assert month is not None
    return month


def printed(space: Workspace, due: Due) -> dict[str, Any]:
    """A duty as the evaluate command prints it."""
    event = None if due.event is None else space.tables["events"]["event_id"].iloc[due.event.row]
    return {
        "duty": due.duty,
        "plan": due.plan,
        "event_id": event,
        "region_code": space.panel.codes[due.region],
        "status": due.status,
        "to": list(due.to),
        "timing": due.timing,
        "hours": due.hours,
        "days": due.days,
        "clause": due.clause,
    }


def in_any_order(duties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        duties, key=lambda duty: (duty["region_code"], duty["event_id"] or "", duty["plan"], duty["duty"])
    )


@pytest.mark.parametrize("mode", ["published", "detected"])
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(("sample", "month"), [(s, m) for s in FOLDERS for m in MONTHS[s]])
def test_a_month_has_the_duties_that_the_evaluate_command_prints(
    sample: str, month: str, plan: str, mode: str
) -> None:
    answer = evaluate_folder(ROOT / "sample_data" / FOLDERS[sample], plan, month, mode)
    space = workspace(sample, plan)
    for region in (space.focus, *space.panel.children[space.focus][:6]):
        codes = {space.panel.codes[r] for r in space.below(region)}
        wanted = [duty for duty in answer["duties"] if duty["region_code"] in codes]
        found = [printed(space, due) for due in month_duties(space, mode, month_of(month), region)]
        assert in_any_order(found) == in_any_order(wanted)


def test_what_presses_most_comes_first() -> None:
    space = workspace("nanyang", "pingdingshan-desk")
    found = month_duties(space, "published", month_of("2026-10"), space.focus)
    kinds = [due.timing for due in found]
    assert list(dict.fromkeys(kinds)) == ["at_once", "same_time", "within_hours", "before", "classification"]
    hours = [due.hours for due in found if due.timing == "within_hours"]
    assert hours == sorted(hours, key=float)  # type: ignore[arg-type]
    days = [deadline(space, due) for due in found if due.timing == "before"]
    assert all(one <= other for one, other in pairwise(days))  # type: ignore[operator]


def test_duties_that_lack_a_figure_stand_among_the_others() -> None:
    space = workspace("nanyang", "nanyang-desk")
    found = month_duties(space, "published", month_of("2026-10"), space.focus)
    assert [due.timing for due in found if due.is_open] == ["at_once", "before"]
    assert not found[-1].is_open


def test_notice_ends_before_the_event_and_filing_after_it() -> None:
    space = workspace("nanyang", "stabilise-jilin")
    row = list(space.tables["events"]["event_id"]).index("V117")
    told = {due.duty: deadline(space, due) for due in duties_of_event(space, row)}
    assert {name: str(day.date()) for name, day in told.items() if day is not None} == {
        "layoff_notice": "2026-09-15",
        "layoff_filing": "2026-10-30",
    }


def test_an_events_own_duties_are_those_of_its_month() -> None:
    space = workspace("nanyang", "pingdingshan-desk")
    month = month_of("2026-10")
    of_month = month_duties(space, "published", month, space.focus)
    rows = event_rows(space, month, space.focus)
    assert rows is not None
    assert len(rows) == 6
    for row in rows:
        assert duties_of_event(space, row) == [
            d for d in of_month if d.event is not None and d.event.row == row
        ]


def test_a_place_has_the_events_below_it_and_not_those_beside_it() -> None:
    space = workspace("gaotai", "gaotai-desk")
    month = month_of("2026-10")
    county, town = space.panel.position("620724"), space.panel.position("620724105000")
    assert len(event_rows(space, month, county) or ()) == 8
    assert len(event_rows(space, month, town) or ()) == 3


def test_a_planned_event_after_the_last_month_is_not_lost(tmp_path: Path) -> None:
    write(
        tmp_path / "mine",
        indicators="region_code,month,registered_unemployment_rate_pct\n620724101,2026-10,3.0\n",
        events="event_id,date,region_code,kind,state,affected_count\n"
        "V1,2026-10-05,620724101,layoff,done,60\nV2,2026-12-05,620724101,layoff,planned,60\n",
    )
    space = open_folder(tmp_path / "mine", "nanyang")
    assert month_text(space.months[-1]) == "2026-10"
    region = space.panel.position("620724")
    assert len(month_duties(space, "published", space.months[-1], region)) == 2
    later = later_duties(space, region)
    assert [due.duty for due in later] == ["report_to_city", "early_intervention"]
    assert {space.tables["events"]["event_id"].iloc[due.event.row] for due in later if due.event} == {"V2"}


def test_without_a_table_of_events_the_tiers_reports_are_left(tmp_path: Path) -> None:
    rates = "region_code,month,registered_unemployment_rate_pct\n620724101,2026-10,9.0\n"
    targets = "region_code,year,registered_unemployment_rate_target_pct\n620724101,2026,3.8\n"
    write(tmp_path / "mine", indicators=rates, targets=targets)
    space = open_folder(tmp_path / "mine", "gaotai-desk")
    region = space.panel.position("620724")
    assert event_rows(space, space.months[-1], region) is None
    found = month_duties(space, "published", space.months[-1], region)
    assert [(due.duty, due.hours) for due in found] == [("tier_report", 24.0)]
    assert later_duties(space, region) == []
