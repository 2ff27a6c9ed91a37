"""Who is short of what and who was not contacted, on made-up people and on the sample."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.plans.profiles import Brief, brief
from dashboard.registers.benefits import claims
from dashboard.registers.follow_up import FollowUp, Least, follow_up, on_list
from dashboard.registers.households import with_figures
from dashboard.registers.placements import NO_PLACEMENT, OTHER, placements
from dashboard.tables import read_folder
from tests.access.frames import frame

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "gaotai"
DAY = date(2026, 10, 31)
FULL = ("job_offer", "job_offer", "job_offer", "guidance", "employment_service", "training")


@cache
def desk(name: str = "gaotai-desk") -> Brief:
    return brief(name)


def displaced(**more: Any) -> dict[str, Any]:
    return {
        "person_id": "p1", "region_code": "1", "groups": "分流职工", "scope_year": 2026,
        "since": datetime(2026, 3, 1), "status": "未就业",
    } | more  # fmt: skip


def unemployed(**more: Any) -> dict[str, Any]:
    return displaced(groups="登记失业人员", scope_year=None) | more


def service(kind: str, day: str = "2026-06-01", person: str = "p1", **more: Any) -> dict[str, Any]:
    return {"person_id": person, "date": datetime.fromisoformat(day), "kind": kind} | more


def judged(
    people: list[dict[str, Any]], services: list[dict[str, Any]] | None = None, *, plan: str = "gaotai-desk",
    firms: list[dict[str, Any]] | None = None, day: date = DAY,
) -> FollowUp:  # fmt: skip
    listed = frame("people", people)
    listed["scope_year"] = listed["scope_year"].where(listed["scope_year"] > 0).astype("float64")
    return follow_up(
        listed, None if services is None else frame("services", services),
        None if firms is None else frame("enterprises", firms), desk(plan), day,
    )  # fmt: skip


def least(found: FollowUp, name: str) -> Least:
    return next(each for each in found.leasts if each.minimum.id == name)


def test_who_has_every_service_is_short_of_none() -> None:
    found = judged([displaced()], [service(kind) for kind in FULL])
    assert found.has_all[0]
    assert not found.short[0]


@pytest.mark.parametrize(("kind", "name"), [("job_offer", "job_offers"), ("training", "training")])
def test_one_service_too_few_is_short_by_one(kind: str, name: str) -> None:
    given = list(FULL)
    given.remove(kind)
    found = judged([displaced()], [service(each) for each in given])
    assert found.missing[0] == 1
    assert least(found, name).short[0]
    assert not found.has_all[0]


def test_more_of_one_service_does_not_stand_for_another() -> None:
    found = judged([displaced()], [service("job_offer")] * 9)
    assert found.missing[0] == 3


def test_without_a_table_of_services_nobody_is_said_to_be_short() -> None:
    found = judged([displaced(), unemployed(person_id="p2")])
    assert not found.short.any()
    assert not found.overdue.any()
    assert not found.has_all.any()
    assert least(found, "job_offers").enough[0] == -1


def test_a_service_after_the_day_does_not_count_yet() -> None:
    found = judged([displaced()], [service(kind, "2026-11-01") for kind in FULL])
    assert found.missing[0] == 6


@pytest.mark.parametrize(
    ("more", "owed"),
    [
        ({}, 1),
        ({"scope_year": 2025}, 0),
        ({"scope_year": 2025, "status": "需再次安置"}, 1),
        ({"scope_year": 2024, "status": "需再次安置"}, 1),
        ({"scope_year": 2023, "status": "需再次安置"}, 0),
        ({"scope_year": None}, -1),
        ({"separation_reason": "合同到期"}, 0),
        ({"status": "领取养老金"}, 0),
        ({"scope_year": None, "status": "退休"}, 0),
        ({"groups": "毕业生"}, 0),
    ],
)
def test_only_those_in_scope_are_owed_services(more: dict[str, Any], owed: int) -> None:
    assert least(judged([displaced(**more)], []), "job_offers").owed[0] == owed


@pytest.mark.parametrize(
    ("day", "is_overdue"), [("2026-10-01", False), ("2026-10-31", False), ("2026-09-30", True)]
)
def test_a_contact_counts_for_its_calendar_month(day: str, is_overdue: bool) -> None:
    found = judged([unemployed()], [service("contact", day)])
    assert found.overdue[0] == is_overdue


def test_days_without_a_contact_are_counted_from_the_last_one_or_from_coming_onto_the_list() -> None:
    people = [unemployed(), unemployed(person_id="p2", since=datetime(2026, 10, 21))]
    found = least(judged(people, [service("contact", "2026-09-21")]), "monthly_contact")
    assert list(found.overdue_days) == [40, 10]


@pytest.mark.parametrize(
    ("since", "owed"),
    [(datetime(2026, 10, 23), 1), (datetime(2026, 10, 24), 0), (datetime(2026, 10, 31), 0), (None, -1)],
)
def test_a_week_to_place_someone_ends_after_seven_days(since: datetime | None, owed: int) -> None:
    found = least(judged([unemployed(since=since)], [], plan="pingdingshan-desk"), "placed_in_a_week")
    assert found.owed[0] == owed


def test_who_was_placed_is_not_overdue() -> None:
    found = judged([unemployed()], [service("placement", "2026-03-05")], plan="pingdingshan-desk")
    assert not found.overdue[0]


def test_who_comes_later_is_not_on_the_list_yet() -> None:
    people = frame("people", [displaced(since=datetime(2026, 11, 1)), displaced(person_id="p2", since=None)])
    assert list(on_list(people, DAY)["person_id"]) == ["p2"]


@pytest.mark.parametrize(
    ("firms", "protected"),
    [
        ([], 1),
        ([{"enterprise_id": "F", "is_fully_closed": False}], 1),
        ([{"enterprise_id": "F", "is_fully_closed": True}], 0),
    ],
)
def test_some_are_kept_only_where_the_firm_is_not_fully_closed(
    firms: list[dict[str, Any]], protected: int
) -> None:
    found = judged([displaced(protected_as="残疾人", enterprise_id="F")], [], firms=firms)
    assert found.is_protected[0] == protected


@pytest.mark.parametrize(
    ("other", "both"),
    [
        ({}, True),
        ({"enterprise_id": "G"}, False),
        ({"status": "已就业"}, False),
        ({"person_id": "p3"}, False),
    ],
)
def test_both_spouses_are_affected_if_they_lose_work_at_one_firm(other: dict[str, Any], both: bool) -> None:
    one = displaced(spouse_id="p2", enterprise_id="F")
    two = displaced(spouse_id="p1", enterprise_id="F") | {"person_id": "p2"} | other
    found = judged([one, two], [])
    ground = next(each for each in found.protected if each.criterion.id == "both_spouses")
    assert bool(ground.answers[0] == 1) == both


@pytest.mark.parametrize(
    ("statuses", "idle"),
    [
        (("未就业", "未就业"), 1),
        (("未就业", "灵活就业"), 0),
        (("未就业", ""), -1),
        (("灵活就业", ""), 0),
        (("未就业", "退休"), 1),
        (("退休", "退休"), -1),
    ],
)
def test_a_household_has_nobody_in_work_only_if_everyones_status_is_known(
    statuses: tuple[str, str], idle: int
) -> None:
    people = [unemployed(person_id=f"p{n}", household_id="H", status=one) for n, one in enumerate(statuses)]
    assert list(judged(people, []).is_idle) == [idle, idle]


@pytest.mark.parametrize(
    ("more", "amount"),
    [
        ({"benefit_status": "领取期满", "insured_months": 30}, "run_out"),
        ({"benefit_status": "不符合领取条件", "insured_months": 12}, "year_or_more"),
        ({"benefit_status": "不符合领取条件", "insured_months": 11}, "half_a_year_or_more"),
        ({"benefit_status": "不符合领取条件", "insured_months": 6}, "half_a_year_or_more"),
        ({"benefit_status": "不符合领取条件", "insured_months": 5}, "under_half_a_year"),
        ({"benefit_status": "", "insured_months": 5}, None),
        ({"benefit_status": "不符合领取条件", "insured_months": None}, None),
    ],
)
def test_the_first_amount_in_the_plans_order_that_fits_is_the_one(
    more: dict[str, Any], amount: str | None
) -> None:
    people = with_figures(frame("people", [unemployed(**more)]), date(2022, 6, 1))
    found = claims(people, desk(), date(2022, 6, 1))[0]
    assert found.is_valid
    shown = found.amount_of(0)
    assert (shown.id if shown else None) == amount
    assert found.entitled[0] == (1 if amount else -1)


def test_a_promise_that_has_expired_says_so() -> None:
    people = with_figures(frame("people", [unemployed()]), DAY)
    assert not any(each.is_valid for each in claims(people, desk(), DAY))


def test_the_newest_placement_tells_the_channel() -> None:
    services = [
        service("placement", "2026-04-01", channel="自主创业"),
        service("placement", "2026-10-02", channel="公益岗位"),
        service("placement", "2026-10-03", person="p2", channel="别的"),
        service("placement", "2026-11-03", person="p3", channel="公益岗位"),
    ]
    people = frame("people", [displaced(person_id=f"p{n}") for n in (1, 2, 3)])
    found = placements(people, frame("services", services), desk(), DAY)
    assert [found.channels[at][1].id if at >= 0 else at for at in found.channel] == [
        "public_welfare_post", OTHER, NO_PLACEMENT,
    ]  # fmt: skip
    assert list(found.of_month(DAY)) == [True, True, False]


@cache
def sample() -> FollowUp:
    tables = read_folder(SAMPLE).tables
    people = on_list(tables["people"], DAY)
    return follow_up(people, tables["services"], tables["enterprises"], desk(), DAY)


def test_the_sample_is_as_its_readme_tells() -> None:
    found = sample()
    groups = {each.criterion.id: int((each.answers == 1).sum()) for each in found.groups}
    assert len(found.people) == 1284
    assert groups["displaced"] == 318
    assert int((found.counted_scope == 1).sum()) == 296
    assert int((found.counted_scope == -1).sum()) == 2
    assert (int(found.has_all.sum()), int(found.short.sum()), int(found.overdue.sum())) == (200, 96, 24)
    assert int((found.is_idle == 1).sum()) == 4
    assert len(groups) == 6
    assert min(groups.values()) > 100


def test_chunks_are_judged_as_the_whole_is() -> None:
    tables = read_folder(SAMPLE).tables
    whole = sample()
    together = with_figures(tables["people"], DAY)
    for first in range(0, len(together), 500):
        chunk = together.iloc[first : first + 500]
        part = follow_up(chunk, tables["services"], tables["enterprises"], desk(), DAY)
        assert np.array_equal(part.missing, whole.missing[first : first + 500])
        assert np.array_equal(part.overdue, whole.overdue[first : first + 500])
        assert np.array_equal(part.last_contact, whole.last_contact[first : first + 500], equal_nan=True)


def test_columns_that_a_role_lacks_leave_open_what_needs_them() -> None:
    tables = read_folder(SAMPLE).tables
    people = tables["people"].drop(columns=["protected_as", "benefit_status"])
    found = follow_up(people, tables["services"], None, desk(), DAY)
    assert int(found.short.sum()) == 96
    model = next(each for each in found.protected if each.criterion.id == "model_workers")
    assert not (model.answers == 1).any()
    assert (claims(found.people, desk(), DAY)[0].entitled != 1).all()


def test_nobody_at_all_is_judged_too() -> None:
    found = judged([], [])
    assert not len(found.missing)
    assert isinstance(found.people, pd.DataFrame)
