"""Months are numbers that can be counted with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.tables.months import month_number, month_text, parse_month


def test_june_of_2024_is_24293():
    assert month_number("2024-06") == 24293
    assert month_text(24293) == "2024-06"


@given(st.integers(1900 * 12, 2100 * 12 + 11))
def test_every_month_comes_back(number):
    assert month_number(month_text(number)) == number


def test_december_comes_before_january():
    assert month_number("2024-01") - month_number("2023-12") == 1


NO_MONTHS = (
    *("", "2024", "2024-6", "2024-00", "2024-13", "202406", "2024/06", "2024-06-01", "1899-12", "2101-01"),
    *(" 2024-06", "2024-06\n", "２024-06", "2024年6月"),
)


@pytest.mark.parametrize("text", NO_MONTHS)
def test_anything_else_is_no_month(text):
    assert parse_month(text) is None
    with pytest.raises(ValueError, match="write YYYY-MM"):
        month_number(text)
