"""Which firms a change in monitored jobs comes from, as far as the table ``headcounts`` covers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

MONITORED = "monitored_employees_count"
"""The indicator that the firms' headcounts are the parts of."""


@dataclass(frozen=True)
class FirmChanges:
    """What the firms of a place changed between two months, in people.

    ``known`` sums the ``firms`` that reported in both months; ``largest`` of them went furthest in the direction
    asked about, by ``largest_change``.
    """

    known: float
    firms: int
    largest: str
    largest_change: float


def firm_changes(
    tables: Mapping[str, pd.DataFrame], codes: Collection[str], first: int, last: int, *, falling: bool
) -> FirmChanges | None:
    """The firms' changes from the month ``first`` to ``last`` in the places with these codes.

    None where a table is absent, a month between the two has no headcount at all, or no firm moved that way.
    """
    headcounts, listed = tables.get("headcounts"), tables.get("enterprises")
    if headcounts is None or listed is None:
        return None
    here = listed[listed["region_code"].isin(list(codes))].set_index("enterprise_id")["enterprise_name"]
    own = headcounts[
        headcounts["enterprise_id"].isin(here.index)
        & headcounts["month"].between(first, last)
        & headcounts["employees_count"].notna()
    ]
    if set(own["month"]) != set(range(first, last + 1)):
        return None
    by_month = {
        m: own[own["month"] == m].set_index("enterprise_id")["employees_count"] for m in (first, last)
    }
    change = (by_month[last] - by_month[first]).dropna()
    moved = change[change < 0] if falling else change[change > 0]
    if moved.empty:
        return None
    at = int(moved.argmin() if falling else moved.argmax())
    return FirmChanges(
        float(change.sum()), len(change), str(here[moved.index[at : at + 1]].iloc[0]), float(moved.iloc[at])
    )
