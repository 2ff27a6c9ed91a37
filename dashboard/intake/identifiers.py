"""Numbers of people (GB 11643) and firms (GB 32100): their form, check character and birth date, in whole columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.cleaning import positions

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

FIRM_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_FIRM_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], dtype=np.int64)
_FIRM_VALUES = np.full(256, -1, dtype=np.int64)
for _value, _sign in enumerate(FIRM_SIGNS):
    _FIRM_VALUES[ord(_sign)] = _value
# The first two digits: province-level areas in use, Taiwan, Hong Kong, Macao and the residence permits of these.
AREAS = frozenset(
    (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
     61, 62, 63, 64, 65, 71, 81, 82, 83)
)  # fmt: skip
_IS_AREA = np.isin(np.arange(100), list(AREAS))
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def as_bytes(texts: Any, length: int) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """The texts of one length as rows of bytes, and where they stand."""
    at = positions(pc.equal(pc.binary_length(texts), length))
    chosen = texts.take(pa.array(at)) if len(at) != len(texts) else texts
    if not len(at):
        return np.empty((0, length), dtype=np.uint8), at
    # Texts of one length lie in Arrow's memory one behind the other, without anything between.
    chosen = chosen.cast(pa.large_string())
    offsets = np.frombuffer(chosen.buffers()[1], dtype=np.int64)
    start = int(offsets[chosen.offset])
    signs = np.frombuffer(chosen.buffers()[2], dtype=np.uint8, count=length * len(at), offset=start)
    return signs.reshape(len(at), length), at


def check_people(texts: Any, this_year: int) -> tuple[Any, dict[str, npt.NDArray[np.int64]]]:
    """ID numbers, those of 15 digits upgraded, and the positions of each kind of fault.

    Kinds: `identifier` (no 15 or 18 digits), `check_digit`, `birth_date`, and as a warning `area_code`.
    """
    texts, bad_old = _upgraded(texts)
    rows, at = as_bytes(texts, 18)
    # Place by place instead of number by number: each step then runs through memory once. What lies below "0" wraps
    # around to something large, and is no digit either.
    digits = np.ascontiguousarray(rows.T) - np.uint8(48)
    is_form = (digits[:17].max(axis=0, initial=0) <= 9) & ((digits[17] <= 9) | (rows[:, 17] == ord("X")))
    filled = np.asarray(pc.not_equal(texts, ""))
    wrong_form = filled.copy()
    wrong_form[at[is_form]] = False
    wrong_form[bad_old] = True
    if not is_form.all():
        rows, digits, at = rows[is_form], digits[:, is_form], at[is_form]
    checks = _PERSON_CHECKS[_weighted(digits, _PERSON_WEIGHTS) % 11]
    year = _weighted(digits[6:10], (1000, 100, 10, 1))
    month, day, area = (_weighted(digits[first : first + 2], (10, 1)) for first in (10, 12, 0))
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    most = _DAYS[np.clip(month, 0, 12)] + ((month == 2) & is_leap)
    is_born = (year >= 1870) & (year <= this_year) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= most)
    is_area = _IS_AREA[area]
    return texts, {
        "identifier": positions(wrong_form),
        "check_digit": at[checks != rows[:, 17]],
        "birth_date": at[~is_born],
        "area_code": at[~is_area],
    }


def _weighted(digits: Bytes, weights: Sequence[int]) -> npt.NDArray[np.int16]:
    """The sum of the first places of numbers, each times its weight; place by place, numbers beside each other."""
    total = np.zeros(digits.shape[1], dtype=np.int16)
    for place, weight in enumerate(weights):
        total += digits[place] * np.int16(weight)
    return total


def _upgraded(texts: Any) -> tuple[Any, npt.NDArray[np.int64]]:
    """Numbers of 15 digits with the century and the check character; where 15 signs are no digits."""
    rows, at = as_bytes(texts, 15)
    if not len(at):
        return texts, at
    is_digits = np.all((rows >= 48) & (rows <= 57), axis=1)
    old = rows[is_digits]
    century = np.broadcast_to(np.frombuffer(b"19", dtype=np.uint8), (len(old), 2))
    body = np.concatenate([old[:, :6], century, old[:, 6:]], axis=1)
    checks = _PERSON_CHECKS[_weighted(body.T - np.uint8(48), _PERSON_WEIGHTS) % 11]
    whole = np.concatenate([body, checks[:, None]], axis=1)
    words = pa.array([row.tobytes().decode() for row in whole], pa.string())
    mask = np.zeros(len(texts), dtype=bool)
    mask[at[is_digits]] = True
    return pc.replace_with_mask(texts, pa.array(mask), words), at[~is_digits]


def check_firms(texts: Any) -> dict[str, npt.NDArray[np.int64]]:
    """Unified social credit codes: the positions of `identifier` (no 18 signs of its alphabet) and `check_digit`."""
    rows, at = as_bytes(texts, 18)
    values = _FIRM_VALUES[rows]
    is_form = np.all(values >= 0, axis=1)
    wrong_form = np.asarray(pc.not_equal(texts, "")).copy()
    wrong_form[at[is_form]] = False
    values, at = values[is_form], at[is_form]
    check = (31 - (values[:, :17] @ _FIRM_WEIGHTS) % 31) % 31
    return {"identifier": positions(wrong_form), "check_digit": at[check != values[:, 17]]}


def lost_digits(texts: Any) -> npt.NDArray[np.int64]:
    """Where a number was written by a spreadsheet that no longer had all its digits: 6.2E+17, or ending in zeros."""
    exponent = pc.match_substring_regex(texts, r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,2}$")
    zeros = pc.match_substring_regex(texts, r"^[1-9][0-9]{14}000$")
    long = pc.match_substring_regex(texts, r"^[0-9]{17}[0-9Xx]$")
    found = np.asarray(exponent).copy()
    ending = np.asarray(zeros)
    if ending.sum() >= 2 and ending.sum() * 2 >= np.asarray(long).sum():
        found |= ending
    return positions(found)
