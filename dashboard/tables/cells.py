"""Cells: the text of a whole column becomes numbers, dates, months, yes or no, or the words of a list.

Reading is strict: what is not plainly a number or a date is a trouble and never a guess, and blank is
missing, never zero. Work is done on whole columns; only distinct values of months, dates and words are
looked at one by one.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.tables.columns import Column
from dashboard.tables.months import FIRST_YEAR, LAST_YEAR, parse_month

# The arrays of pyarrow have no types that a checker could read.
Texts = Any
Values = npt.NDArray[Any]

# A negative exponent is how programs write a small rate; a positive one is how spreadsheets lose digits.
DECIMAL = r"^-?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE]-[0-9]{1,3})?$"
# Beyond it a figure is no longer exact to the unit, and what is worked out from it may be endless.
LARGEST_NUMBER = 1e15
YES_NO = {
    **dict.fromkeys(("true", "1", "是"), True),
    **dict.fromkeys(("false", "0", "否"), False),
}
_DAY_AND_TIME = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$"
_WHOLE = r"^([0-9]+)\.0$"
_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
NUMBER_FIX = "Write digits and a decimal point only, without separators or units."


@dataclass(frozen=True)
class Trouble:
    """Cells of a column that cannot be used: their positions, what is allowed, what to do."""

    positions: npt.NDArray[np.int64]
    allowed: str
    fix: str
    code: str


@dataclass(frozen=True)
class Cells:
    """A column read: one value a row, blank where the cell was blank or in trouble."""

    values: Values
    troubles: tuple[Trouble, ...] = ()


def read_cells(texts: Texts, column: Column, *, has_typed_cells: bool = False) -> Cells:
    """A column's trimmed texts as values of its kind.

    `has_typed_cells` says that the file knows dates and numbers as such (a workbook, Parquet): there a month
    may stand as its first day, because Excel makes one of it, a day with a time of day, and a year or a yes as
    2024.0 or 1.0, because a column with blanks is stored with decimals.
    """
    if has_typed_cells and column.kind == "date":
        texts = pc.replace_substring_regex(texts, _DAY_AND_TIME, r"\1")
    if has_typed_cells and column.kind in ("year", "yesno"):
        texts = pc.replace_substring_regex(texts, _WHOLE, r"\1")
    match column.kind:
        case "count" | "percent" | "number":
            return _numbers(texts, column)
        case "month":
            return _distinct(texts, _month_reader(has_typed_cells), np.dtype("int64"), 0, *_WORDING["month"])
        case "year" if column.required:
            return _distinct(texts, _parse_year, np.dtype("int64"), 0, *_WORDING["year"])
        case "year":
            return _distinct(texts, _parse_year, np.dtype("float64"), np.nan, *_WORDING["year"])
        case "date":
            return _distinct(texts, _parse_date, np.dtype("datetime64[s]"), _NO_DATE, *_WORDING["date"])
        case "moment":
            return _distinct(texts, _parse_moment, np.dtype("datetime64[s]"), _NO_DATE, *_WORDING["moment"])
        case "yesno":
            return _distinct(texts, _parse_yesno, np.dtype("bool"), False, *_WORDING["yesno"])
        case "choice":
            reader = _choice_reader(column.choices)
            allowed = "one of " + ", ".join(f"{word} ({zh[0]})" for word, zh in column.choices.items())
            return _distinct(
                texts, reader, np.dtype("object"), "", allowed, "Write one of these.", "unknown_value"
            )
        case "term":
            known = _choice_reader(column.choices)
            return _distinct(texts, lambda text: known(text) or text, np.dtype("object"), "", "", "", "")
        case "groups":
            return _distinct(texts, _parse_groups, np.dtype("object"), "", *_WORDING["groups"])
        case _:
            return Cells(strings(texts))


def strings(texts: Texts) -> Values:
    """Texts as Python strings, equal ones shared."""
    coded = texts.dictionary_encode()
    words = np.array([*coded.dictionary.to_pylist(), ""], dtype=object)
    return words[np.asarray(coded.indices)] if len(texts) else np.empty(0, dtype=object)


_NO_DATE = np.datetime64("NaT", "s")
_WORDING = {
    "month": ("a month as YYYY-MM", "Write it like 2024-06.", "month"),
    "year": (f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Write it like 2024.", "year"),
    "date": ("a date as YYYY-MM-DD", "Write it like 2024-06-30.", "date"),
    "moment": (
        "a date as YYYY-MM-DD, with or without a time",
        "Write it like 2024-06-30 or 2024-06-30 09:15.",
        "date",
    ),
    "groups": ("one or several groups, with ; between them", "Name at least one group.", "groups"),
    "yesno": ("true or false, 是 or 否, 1 or 0, or blank for no", "Write one of these.", "yes_no"),
}


def _positions(mask: Any) -> npt.NDArray[np.int64]:
    return np.flatnonzero(np.asarray(mask)).astype(np.int64)


def _numbers(texts: Texts, column: Column) -> Cells:
    is_decimal = pc.match_substring_regex(texts, DECIMAL)
    cleaned = pc.if_else(is_decimal, texts, pa.scalar(None, pa.string()))
    values = np.array(pc.cast(cleaned, pa.float64()).to_numpy(zero_copy_only=False), dtype="float64") + 0.0
    is_blank = np.asarray(pc.equal(texts, ""))
    unreadable = ~np.asarray(is_decimal) & ~is_blank
    too_large = np.abs(values) > LARGEST_NUMBER
    values[too_large] = np.nan
    allowed, wrong, code, fix = "a decimal number", np.zeros(len(values), dtype=bool), "number", NUMBER_FIX
    if column.kind == "count":
        allowed, code = "a whole number, 0 or more", "count"
        fix = "Write a whole number that is not negative, without separators or units."
        with np.errstate(invalid="ignore"):
            wrong = (values < 0) | (values != np.floor(values)) & ~np.isnan(values)
    elif column.kind == "percent":
        allowed, code = "0 to 100", "percent"
        fix = "Write percent as a number from 0 to 100, without the % sign."
        with np.errstate(invalid="ignore"):
            wrong = (values < 0) | (values > 100)
    values[wrong] = np.nan
    troubles = (
        Trouble(_positions(unreadable), allowed, fix, "number"),
        Trouble(_positions(too_large), f"up to {LARGEST_NUMBER:.0f}", "Look for digits too many.", "number"),
        Trouble(_positions(wrong), allowed, fix, code),
    )
    return Cells(values, tuple(trouble for trouble in troubles if len(trouble.positions)))


def _distinct(
    texts: Texts,
    parse: Callable[[str], Any],
    dtype: np.dtype[Any],
    blank: Any,
    allowed: str,
    fix: str,
    code: str,
) -> Cells:
    """Read each distinct text once with `parse`, which gives None for what it cannot read."""
    coded = texts.dictionary_encode()
    words: list[str] = coded.dictionary.to_pylist()
    parsed = [blank if word == "" else parse(word) for word in words]
    is_bad = np.array([value is None for value in parsed], dtype=bool)
    table = np.empty(len(words), dtype=dtype)
    for index, value in enumerate(parsed):
        table[index] = blank if value is None else value
    if not len(texts):
        return Cells(np.empty(0, dtype=dtype))
    indices = np.asarray(coded.indices)
    values: Values = table[indices]
    if not is_bad.any():
        return Cells(values)
    return Cells(values, (Trouble(_positions(is_bad[indices]), allowed, fix, code),))


def _month_reader(has_typed_cells: bool) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if has_typed_cells and len(text) == 10 and text.endswith("-01"):
            text = text[:7]
        return parse_month(text)

    return read


def _parse_year(text: str) -> int | None:
    if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return None


def _parse_date(text: str) -> np.datetime64 | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None
    return np.datetime64(day, "s") if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _parse_moment(text: str) -> np.datetime64 | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return np.datetime64(moment, "s") if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def plain(text: str) -> str:
    """Text as it is compared: full-width forms as plain ones, without blanks, in lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _parse_yesno(text: str) -> bool | None:
    return YES_NO.get(plain(text))


def _choice_reader(choices: Mapping[str, tuple[str, ...]]) -> Callable[[str], str | None]:
    words = {plain(form): word for word, forms in choices.items() for form in (word, *forms)}
    return lambda text: words.get(plain(text))


def _parse_groups(text: str) -> str | None:
    parts = (part.strip() for part in re.split(r"[;；、,，]", text))
    return ";".join(dict.fromkeys(part for part in parts if part)) or None
