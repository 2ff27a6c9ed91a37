"""Plans side by side: which duties stand in one row, and what differs."""

from __future__ import annotations

import pytest

from dashboard.plans.compare import Row, claims_of, shared_rows, side_by_side
from dashboard.plans.loader import available, load
from dashboard.plans.schema import Plan

NANYANG, PINGDINGSHAN, JILIN = "nanyang", "pingdingshan-2022", "stabilise-jilin"


def rows(*names: str) -> list[Row]:
    return side_by_side([load(name) for name in names])


def row(found: list[Row], duty: str, circumstances: frozenset[str] = frozenset()) -> Row:
    return next(
        each
        for each in found
        if any(
            claim.duty.id == duty and claim.circumstances == circumstances for claim in each.claims.values()
        )
    )


def test_what_nanyang_asks_from_30_people_pingdingshan_asks_from_50() -> None:
    early = row(rows(NANYANG, PINGDINGSHAN), "early_intervention")
    assert {plan: str(claim.people) for plan, claim in early.claims.items()} == {
        NANYANG: ">= 30",
        PINGDINGSHAN: ">= 50",
    }
    assert (early.absent, early.differs, early.people) == ((), ("people",), 20)


def test_a_gathering_is_told_to_the_city_from_30_people_there_and_from_50_here() -> None:
    gathering = row(rows(NANYANG, PINGDINGSHAN), "gathering_to_city")
    assert (gathering.differs, gathering.people) == (("people", "causes"), 20)


def test_reports_with_other_names_are_the_same_when_the_same_is_told_at_the_same_time() -> None:
    report = row(rows(NANYANG, PINGDINGSHAN), "report_to_city")
    assert {claim.duty.id for claim in report.claims.values()} == {"report_to_city", "layoff_to_city"}
    assert (report.differs, report.people) == (("people", "kinds"), 150)


def test_influential_firms_are_a_row_of_their_own_and_asked_the_same() -> None:
    found = row(rows(NANYANG, PINGDINGSHAN), "early_intervention", frozenset({"is_influential"}))
    assert found.is_same
    assert found.first.people is None


def test_two_ways_into_one_duty_are_one_claim() -> None:
    found = row(rows(NANYANG, PINGDINGSHAN), "mass_layoff")
    claim = found.claims[PINGDINGSHAN]
    assert (str(claim.people), str(claim.share_pct)) == (">= 20", ">= 10")
    assert found.absent == (NANYANG,)


def test_wider_causes_are_a_difference() -> None:
    assert row(rows(NANYANG, PINGDINGSHAN), "gathering_report").differs == ("causes",)


def test_another_deadline_for_the_same_duty_is_a_difference() -> None:
    late = load(JILIN).model_copy(
        update={
            "id": "late",
            "duties": tuple(
                duty.model_copy(update={"days": 60}) if duty.id == "layoff_notice" else duty
                for duty in load(JILIN).duties
            ),
        }
    )
    found = side_by_side([load(JILIN), late])
    assert row(found, "layoff_notice").differs == ("timing",)
    assert row(found, "layoff_filing").is_same


@pytest.mark.parametrize("name", available())
def test_a_plan_is_the_same_as_itself_and_no_claim_is_lost(name: str) -> None:
    plan = load(name)
    twin = plan.model_copy(update={"id": "twin"})
    found = side_by_side([plan, twin])
    assert all(each.is_same for each in found)
    assert sum(len(each.claims) for each in found) == 2 * len(claims_of(plan))


def test_every_trigger_stands_in_exactly_one_claim() -> None:
    for name in available():
        plan: Plan = load(name)
        assert [t for duty in plan.duties for t in duty.when] == [
            t
            for duty in plan.duties
            for claim in claims_of(plan)
            if claim.duty is duty
            for t in claim.triggers
        ]


def test_all_plans_together_keep_one_claim_a_plan_in_a_row() -> None:
    plans = [load(name) for name in available() if load(name).duties]
    found = side_by_side(plans)
    claims = [claim for each in found for claim in each.claims.values()]
    assert len(claims) == sum(len(claims_of(plan)) for plan in plans)
    assert all(set(each.claims) | set(each.absent) == {plan.id for plan in plans} for each in found)
    assert {len(row(found, "layoff_notice").claims)} == {3}


def test_nanyang_is_nearest_to_pingdingshan() -> None:
    nanyang = load(NANYANG)
    counts = {name: shared_rows(nanyang, load(name)) for name in available() if name != NANYANG}
    assert max(counts, key=counts.__getitem__) == PINGDINGSHAN


def test_a_plan_without_duties_has_no_rows() -> None:
    assert rows("gaotai-2021") == []
