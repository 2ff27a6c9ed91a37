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
    *("conflict", "person", "month", "left", "left_enterprise", "left_region"),
    *("right", "right_enterprise", "right_region"),
)


def conflicts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a conflict, with what both sides say; ordered by month and person.

    A person is known by the number kept here, else by the ID number. Where one source has nothing of a month at all,
    nothing is said of that month: what was not reported is no conflict.
    """
    sides = {name: _side(tables.get(name)) for name in SOURCES}
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
                    "conflict": conflict, "person": pairs["person"], "month": pairs["month"],
                    "left": left, "left_enterprise": pairs["enterprise_left"], "left_region": pairs["region_left"],
                    "right": right, "right_enterprise": pairs["enterprise_right"].fillna(""),
                    "right_region": pairs["region_right"].fillna(""),
                }
            )
        )  # fmt: skip
    whole = pd.concat(found, ignore_index=True)[list(COLUMNS)]
    return whole.sort_values(["month", "person"], kind="stable").reset_index(drop=True)


def _side(frame: pd.DataFrame | None) -> pd.DataFrame:
    """A source as person, month, firm and place, each combination once."""
    names = ["person", "month", "enterprise", "region"]
    if frame is None or not len(frame):
        return pd.DataFrame({name: pd.Series(dtype="int64" if name == "month" else object) for name in names})
    person = frame["person_id"].where(frame["person_id"] != "", frame["id_number"])
    side = pd.DataFrame(
        {
            "person": person,
            "month": frame["month"],
            "enterprise": frame["enterprise_id"],
            "region": frame["region_code"],
        }
    )
    return side[side["person"] != ""].drop_duplicates()
