"""The list of firms as it is kept: what it is filtered and sorted by, and the newest figures of each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.store.lists import Derived, Register, Related
from dashboard.tables import columns as c

NEWEST = {
    "newest_employees_count": "employees_count",
    "newest_insured_count": "insured_count",
    "newest_wages_in_arrears_cny": "wages_in_arrears_cny",
    "newest_insurance_months_in_arrears": "insurance_months_in_arrears",
}
"""The newest figure that is known of a firm, and the column of ``headcounts`` that it is of."""


def derived(firms: pd.DataFrame, related: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """For each firm the newest known figure of some columns of its head counts."""
    months = related["headcounts"].sort_values("month", kind="stable")
    newest = months.groupby("enterprise_id").last()  # of each column the last figure that is not blank
    return {
        name: firms["enterprise_id"].map(newest[column]).astype("float64") for name, column in NEWEST.items()
    }


FIRMS_LIST = Register(
    table="enterprises",
    filters=(
        *(
            "enterprise_name",
            "industry_code",
            "employees_count",
            "size_class",
            "capacity_cut_sector",
            "liaison",
        ),
        *("is_influential", "is_fully_closed", "is_production_stopped", "is_wages_in_arrears"),
        *(
            "is_insurance_in_arrears",
            "is_mass_layoff",
            "is_dispute_prone",
            "is_zombie",
            "is_workforce_unstable",
        ),
        "is_capacity_cut",
    ),
    names=("enterprise_name",),
    codes=("enterprise_id",),
    derived=(
        Derived(
            c.count(
                "newest_employees_count",
                "最新职工人数",
                "Newest employees",
                "Of the newest month that says it.",
            ),
            ("headcounts.employees_count",),
        ),
        Derived(
            c.count(
                "newest_insured_count", "最新参保人数", "Newest insured", "Of the newest month that says it."
            ),
            ("headcounts.insured_count",),
        ),
        Derived(
            c.money(
                "newest_wages_in_arrears_cny", "最新拖欠工资金额", "Newest wages in arrears", "Owed last."
            ),
            ("headcounts.wages_in_arrears_cny",),
        ),
        Derived(
            c.months_of(
                "newest_insurance_months_in_arrears",
                "最新社保欠缴月数",
                "Newest months in arrears",
                "Owed last.",
            ),
            ("headcounts.insurance_months_in_arrears",),
        ),
    ),
    related=(Related("headcounts", "enterprise_id"),),
    derive=derived,
)
