"""Why a duty is due or open, and where on the scale of people it begins."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from dashboard.engine.duties import EventDuty, Threshold, event_duties, thresholds
from dashboard.plans.profiles import brief
from dashboard.tables import read_folder
from tests.engine.test_duties import EVENT, FIRMS
from tests.tables.folders import write

JUNE = 2024 * 12 + 5


def read(tmp_path: Path, plan: str, **event: object) -> tuple[list[EventDuty], list[Threshold]]:
    """The duties of one event of June and where duties begin for it."""
    values = {"event_id": "V1", "date": "2024-06-05", "region_code": "620724101"} | event
    row = ",".join(str(values.get(name, "")) for name in EVENT.split(","))
    write(tmp_path / "mine", events=f"{EVENT}\n{row}\n", enterprises=FIRMS)
    folder = read_folder(tmp_path / "mine")
    assert not folder.faults
    duties = brief(plan).duties
    return event_duties(folder.tables, JUNE, duties), thresholds(folder.tables, 0, duties)


def begins(found: list[Threshold]) -> dict[str, int]:
    return {each.duty.id: each.people for each in found}


@pytest.mark.parametrize(
    ("people", "reached", "more"),
    [(0, False, 50.0), (49, False, 1.0), (50, True, 0.0), (51, True, 0.0), ("", None, math.nan)],
)
def test_a_threshold_is_reached_at_its_number(
    tmp_path: Path, people: object, reached: bool | None, more: float
) -> None:
    _, found = read(tmp_path, "nanyang", kind="layoff", affected_count=people)
    assert begins(found) == {"early_intervention": 30, "report_to_city": 50}
    assert found[1].reached is reached
    assert found[1].more == pytest.approx(more, nan_ok=True)


def test_more_than_two_hundred_begins_at_two_hundred_and_one(tmp_path: Path) -> None:
    duties, found = read(tmp_path, "pingdingshan-2022", kind="layoff", affected_count=200)
    assert begins(found)["layoff_to_province"] == 200
    assert begins(found)["layoff_to_city"] == 201
    assert "layoff_to_city" not in {each.duty.id for each in duties}
    assert [each.more for each in found if each.duty.id == "layoff_to_city"] == [1.0]


@pytest.mark.parametrize(("staff", "people"), [(150, 15), (151, 16), (155, 16), (3, 1)])
def test_a_share_of_staff_begins_at_the_next_whole_person(tmp_path: Path, staff: int, people: int) -> None:
    _, found = read(tmp_path, "stabilise-jilin", kind="layoff", affected_count=5, workforce_count=staff)
    assert sorted({each.people for each in found}) == sorted({20, people})
    at_share = [each for each in found if each.trigger.affected_share_pct is not None]
    assert {each.reached for each in at_share} == {people <= 5}


@pytest.mark.parametrize("staff", ["", 0])
def test_a_share_of_unknown_staff_has_no_place_on_the_scale(tmp_path: Path, staff: object) -> None:
    duties, found = read(tmp_path, "stabilise-jilin", kind="layoff", affected_count=5, workforce_count=staff)
    assert {each.people for each in found} == {20}
    assert {each.lacking for each in duties} == {("workforce_count",)}


def test_every_missing_figure_is_named_once(tmp_path: Path) -> None:
    duties, _ = read(tmp_path, "stabilise-jilin", kind="layoff")
    assert [each.lacking for each in duties] == [("affected_count", "workforce_count")] * 2


def test_what_is_due_lacks_nothing_and_says_what_brought_it(tmp_path: Path) -> None:
    duties, _ = read(tmp_path, "nanyang", kind="layoff", affected_count="", enterprise_id="F1")
    early, city = duties
    assert (early.status, early.trigger.is_influential, early.lacking) == ("due", True, ())
    assert (city.status, city.lacking) == ("unknown", ("affected_count",))


@pytest.mark.parametrize("event", [{"kind": "dispute"}, {"kind": "gathering", "cause": "pay"}])
def test_an_event_of_another_kind_or_cause_has_no_place_on_the_scale(
    tmp_path: Path, event: dict[str, str]
) -> None:
    duties, found = read(tmp_path, "nanyang", affected_count=500, **event)
    assert (duties, found) == ([], [])
