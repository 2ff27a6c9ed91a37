"""When data about people may be served without sign-in: only when nobody in it can be real."""

from __future__ import annotations

import pytest

from dashboard.access.sign_in import needs_sign_in
from tests.access.frames import ONE, person, tables


def test_data_without_people_needs_no_sign_in() -> None:
    assert not needs_sign_in(tables(), is_synthetic=False)


def test_people_in_data_that_is_not_synthetic_need_sign_in() -> None:
    assert needs_sign_in(tables([person(1, ONE)]), is_synthetic=False)


def test_services_and_registrations_are_about_people_too() -> None:
    assert needs_sign_in(tables(services=[{"person_id": "a"}]), is_synthetic=False)
    assert needs_sign_in(tables(registrations=[{"person_id": "a"}]), is_synthetic=False)


def test_made_up_people_need_no_sign_in() -> None:
    assert not needs_sign_in(tables([person(1, ONE), person(2, ONE, id_number="")]), is_synthetic=True)


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "６２０７２４１９９００１０１１２３４", "911234199001011234", "E12345678"],
)
def test_one_number_that_could_be_real_needs_sign_in_whatever_the_manifest_says(number: str) -> None:
    people = [person(1, ONE), person(2, ONE, id_number=number)]
    assert needs_sign_in(tables(people), is_synthetic=True)
    record = [{"id_number": number, "month": 24000}]
    assert needs_sign_in(tables(filings=record), is_synthetic=True)
