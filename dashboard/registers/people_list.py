"""The real-name list as it is kept: what it is filtered and sorted by, and what follows from the services given."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.store.lists import Derived, Register, Related
from dashboard.tables import columns as c
from dashboard.tables.services import KINDS

LAST_SERVICE = Derived(
    c.date("last_service_date", "最近服务日期", "Last service", "The day of the newest service of any kind."),
    ("services.date",),
)
LAST = tuple(
    Derived(
        c.date(
            f"last_{kind}_date", f"最近{zh.split()[0]}日期", f"Last {kind}", "The day of the newest of them."
        ),
        ("services.kind", "services.date"),
        has_index=kind == "contact",
    )
    for kind, zh in KINDS.items()
)
COUNTS = tuple(
    Derived(
        c.column(
            "count", f"{kind}_count", f"{zh.split()[0]}次数", f"{kind}, times", "How often it was given."
        ),
        ("services.kind",),
        has_index=kind == "contact",
    )
    for kind, zh in KINDS.items()
)


def derived(people: pd.DataFrame, related: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """For each person the newest service and the number of services, in all and of each kind."""
    services = related["services"]
    whose, when = services["person_id"], services["date"]
    found = {"last_service_date": _dates(when.groupby(whose).max(), people)}
    for kind in KINDS:
        own = services["kind"] == kind
        found[f"last_{kind}_date"] = _dates(when[own].groupby(whose[own]).max(), people)
        counts = whose[own].value_counts()
        found[f"{kind}_count"] = people["person_id"].map(counts).fillna(0).astype(np.float64)
    return found


def _dates(days: pd.Series, people: pd.DataFrame) -> pd.Series:
    found = days.reindex(people["person_id"])  # not map: that fails where there are none
    return pd.Series(found.to_numpy().astype("datetime64[s]"), index=people.index)


PEOPLE_LIST = Register(
    table="people",
    filters=(
        *("name", "groups", "status", "education", "difficulty_grade", "protected_as", "benefit_status"),
        *("separation_reason", "helper", "health", "insured_months", "is_migrant", "scope_year"),
        *("household_id", "enterprise_id", "since"),
    ),
    names=("name",),
    codes=("person_id", "id_number", "phone"),
    derived=(LAST_SERVICE, *LAST, *COUNTS),
    related=(Related("services", "person_id"),),
    derive=derived,
)
