"""Cells: what is plainly a number, a date or a word is read, and nothing is guessed."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.tables.cells import read_cells
from dashboard.tables.columns import Column, choice

MONTHS = Column("x_months", "number", ("x",), "x", "x")
COUNT = Column("x_count", "count", ("x",), "x", "x")
PERCENT = Column("x_pct", "percent", ("x",), "x", "x")
YES_NO = Column("is_x", "yesno", ("x",), "x", "x")
DATE = Column("x_on", "date", ("x",), "x", "x")
MOMENT = Column("x_at", "moment", ("x",), "x", "x")
MONTH = Column("month", "month", ("x",), "x", "x")
TIER = choice("tier", "x", "x", "x", {"normal": "正常 无", "red": "红色 红 Ⅰ级"})


def read(column, *texts, **options):
    return read_cells(pa.array(texts, pa.string()), column, **options)


def value(column, text, **options):
    """The value of one cell, or None if it is in trouble."""
    cells = read(column, text, **options)
    return None if cells.troubles else cells.values[0]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_every_decimal_number_is_read_exactly(number):
    assert value(MONTHS, repr(number)) == number


@given(st.text(max_size=8))
def test_any_text_is_a_number_or_a_trouble_and_never_an_error(text):
    cells = read(MONTHS, text.strip())
    assert len(cells.values) == 1
    assert np.isfinite(cells.values[0]) or text.strip() == "" or cells.troubles


@pytest.mark.parametrize(
    "text", ["1_000", "1,000", "nan", "inf", "-inf", "1e3", "+1", "１", "٣", "1.", "0x1", "--1", "5%"]
)
def test_what_is_not_plain_digits_is_no_number(text):
    assert value(MONTHS, text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("-0", 0), (".5", 0.5), ("007", 7), ("4.80", 4.8), ("1e-05", 0.00001), ("-3", -3)],
)
def test_plain_digits_are_a_number(text, number):
    assert value(MONTHS, text) == number


@pytest.mark.parametrize("text", ["-1", "0.5", "12.01", "-0.1", "9" * 400])
def test_a_count_is_whole_and_not_negative(text):
    assert value(COUNT, text) is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("12.0", 12), ("0", 0), ("-0.0", 0)])
def test_a_whole_number_is_a_count_however_it_is_written(text, number):
    assert value(COUNT, text) == number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("100", 100), ("99.999", 99.999), ("0.125", 0.125)])
def test_zero_and_a_hundred_are_percentages(text, number):
    assert value(PERCENT, text) == number


@pytest.mark.parametrize("text", ["-0.001", "100.001", "12.5%"])
def test_a_percentage_lies_between_zero_and_a_hundred(text):
    assert value(PERCENT, text) is None


def test_blank_is_missing_and_never_zero():
    assert np.isnan(value(COUNT, ""))
    assert np.isnan(value(PERCENT, ""))
    assert np.isnat(value(DATE, ""))
    assert value(TIER, "") == ""
    assert not value(YES_NO, "")


@pytest.mark.parametrize("text", ["true", "TRUE", "True", "是", "1", "１"])
def test_yes_is_written_in_three_ways(text):
    assert bool(value(YES_NO, text)) is True


@pytest.mark.parametrize("text", ["false", "FALSE", "否", "0"])
def test_no_is_written_in_three_ways(text):
    assert bool(value(YES_NO, text)) is False


@pytest.mark.parametrize("text", ["yes", "no", "2", "-1", "√", "1.0", "t"])
def test_anything_else_is_neither_yes_nor_no(text):
    assert value(YES_NO, text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    assert value(DATE, day.isoformat()) == np.datetime64(day)
    assert value(MOMENT, day.isoformat()) == np.datetime64(day)


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2024-6-3", "24-06-03", "2024/06/03", "20240603", "2024-06", "1899-12-31", "2101-01-01"],
)
def test_a_day_is_written_out_and_exists(text):
    assert value(DATE, text) is None
    assert value(MOMENT, text) is None


@pytest.mark.parametrize("text", ["2024-06-03 09:15", "2024-06-03T09:15:00", "2024-06-03 09:15:00.123"])
def test_a_moment_may_have_a_time_and_a_day_may_not(text):
    assert value(MOMENT, text) == np.datetime64("2024-06-03T09:15:00")
    assert value(DATE, text) is None


@pytest.mark.parametrize(
    "text", ["2024-06-03 9", "2024-06-03 24:00", "2024-06-03T09:15Z", "2024-06-03 09:15+08:00"]
)
def test_a_moment_has_a_plain_local_time(text):
    assert value(MOMENT, text) is None


def test_the_first_of_a_month_is_a_month_only_where_cells_are_typed():
    assert value(MONTH, "2024-06-01") is None
    assert value(MONTH, "2024-06-01", has_typed_cells=True) == value(MONTH, "2024-06")
    assert value(MONTH, "2024-06-02", has_typed_cells=True) is None


@pytest.mark.parametrize("text", ["red", "RED", "红色", " 红", "I级", "Ⅰ级"])
def test_a_word_of_a_list_may_be_english_or_chinese(text):
    assert value(TIER, text) == "red"


def test_a_word_that_the_list_lacks_is_a_trouble_that_shows_the_list():
    (trouble,) = read(TIER, "normal", "blue", "蓝").troubles
    assert trouble.positions.tolist() == [1, 2]
    assert trouble.allowed == "one of normal (正常), red (红色)"


@pytest.mark.parametrize("column", [MONTHS, COUNT, PERCENT, YES_NO, DATE, MOMENT, MONTH, TIER])
def test_no_rows_are_no_values_of_the_same_type(column):
    assert read(column).values.dtype == read(column, "").values.dtype
    assert len(read(column).values) == 0
