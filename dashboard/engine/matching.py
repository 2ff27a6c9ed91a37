"""Registrations, filings and insurance held against each other: people who cannot be what two sources say of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

SOURCES = ("registrations", "filings", "insured")
CONFLICTS = {
    "registered_and_insured": ("registrations", "insured"),  # out of work, and contributions are paid
    "registered_and_filed": ("registrations", "filings"),  # out of work, and a firm has filed an employment
    "filed_not_insured": ("filings", "insured"),  # an employment is filed, and nobody pays contributions
    "other_firm": ("filings", "insured"),  # both, but by different firms
}
COLUMNS = (
    *("conflict", "person", "person_id", "id_number", "month", "left", "left_enterprise", "left_region"),
    *("right", "right_enterprise", "right_region"),
)


def conflicts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a conflict, with what both sides say; ordered by month and person.

    A person is known by the number kept here, else by the ID number: `person` is that key, and both numbers stand
    beside it. Where one source has nothing of a month at all, nothing is said of that month: what was not reported is
    no conflict.
    """
    known = _known(tables)
    sides = {name: _side(tables.get(name), known) for name in SOURCES}
    found = []
    for conflict, (left, right) in CONFLICTS.items():
        one, other = sides[left], sides[right]
        both_report = one["month"].isin(set(other["month"]))
        kept = one[both_report]
        how: Literal["left", "inner"] = "left" if conflict == "filed_not_insured" else "inner"
        pairs = kept.merge(other, how, on=["person", "month"], suffixes=("_left", "_right"))
        if conflict == "filed_not_insured":
            pairs = pairs[pairs["enterprise_right"].isna()]
        elif conflict == "other_firm":
            named = (pairs["enterprise_left"] != "") & (pairs["enterprise_right"] != "")
            same = (
                pairs.groupby(["person", "month"])["enterprise_right"].transform("nunique")
                if len(pairs)
                else 0
            )
            pairs = pairs[named & (pairs["enterprise_left"] != pairs["enterprise_right"]) & (same == 1)]
        found.append(
            pd.DataFrame(
                {
                    "conflict": conflict, "person": pairs["person"],
                    "person_id": _either(pairs, "person_id"), "id_number": _either(pairs, "id_number"),
                    "month": pairs["month"],
                    "left": left, "left_enterprise": pairs["enterprise_left"], "left_region": pairs["region_left"],
                    "right": right, "right_enterprise": pairs["enterprise_right"].fillna(""),
                    "right_region": pairs["region_right"].fillna(""),
                }
            )
        )  # fmt: skip
    whole = pd.concat(found, ignore_index=True)[list(COLUMNS)]
    return whole.sort_values(["month", "person"], kind="stable").reset_index(drop=True)


def _either(pairs: pd.DataFrame, name: str) -> pd.Series:
    """What the left side has, or else the right one."""
    left = pairs[f"{name}_left"]
    return left.where(left != "", pairs[f"{name}_right"].fillna(""))


def _side(frame: pd.DataFrame | None, known: Mapping[str, str]) -> pd.DataFrame:
    """A source as person, month, firm and place, each combination once."""
    names = ["person", "month", "enterprise", "region", "person_id", "id_number"]
    if frame is None or not len(frame):
        return pd.DataFrame({name: pd.Series(dtype="int64" if name == "month" else object) for name in names})
    numbers = frame["id_number"].str.upper()
    # One source may know a person by the number kept here, another by the ID number alone.
    person_id = frame["person_id"].where(frame["person_id"] != "", [known.get(n, "") for n in numbers])
    side = pd.DataFrame(
        {
            "person": person_id.where(person_id != "", numbers),
            "month": frame["month"],
            "enterprise": frame["enterprise_id"],
            "region": frame["region_code"],
            "person_id": person_id,
            "id_number": numbers,
        }
    )
    return side[side["person"] != ""].drop_duplicates(names[:4])


def _known(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The number kept here of each ID number, where any table has both."""
    found: dict[str, str] = {}
    for name in ("people", *SOURCES):
        frame = tables.get(name)
        if frame is None:
            continue
        both = frame[(frame["id_number"] != "") & (frame["person_id"] != "")]
        pairs = zip(both["id_number"].str.upper(), both["person_id"], strict=True)
        found |= {number: person for number, person in pairs if number not in found}
    return found
