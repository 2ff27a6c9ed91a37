"""Profiles: the plans behind a name, what they are called, and which of them are borrowed."""

from __future__ import annotations

import pytest

from dashboard.errors import NotFoundError
from dashboard.plans.loader import available as available_plans
from dashboard.plans.profiles import available, brief, is_borrowed, title_of


@pytest.mark.parametrize(
    ("name", "borrowed"),
    [
        ("gaotai-desk", {"nanyang"}),
        ("nanyang-desk", {"gaotai-2021"}),
        ("pingdingshan-desk", {"gaotai-2021"}),
        ("gaotai-2021", set()),
        ("nanyang", set()),
    ],
)
def test_a_plan_of_another_place_is_borrowed(name: str, borrowed: set[str]) -> None:
    assert {plan.id for plan in brief(name).plans if is_borrowed(name, plan.id)} == borrowed


@pytest.mark.parametrize("name", available())
def test_a_profile_has_the_plan_of_its_tiers_first_and_each_plan_once(name: str) -> None:
    found = brief(name)
    ids = [plan.id for plan in found.plans]
    assert found.tiers is None or ids[0] == found.tiers.id
    assert len(ids) == len(set(ids))
    assert {plan for plan, _ in found.duties} <= set(ids)


@pytest.mark.parametrize("name", [*available(), *available_plans()])
def test_every_profile_and_plan_has_a_title_in_both_languages(name: str) -> None:
    title = title_of(name)
    assert title.zh
    assert title.en.isascii()


def test_a_name_that_is_not_there_has_no_title() -> None:
    with pytest.raises(NotFoundError):
        title_of("atlantis-desk")
