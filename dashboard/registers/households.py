"""What is worked out of the people of a list together: who works in a household, whose spouse loses work too.

Only people on the list are known: somebody of the household who is on none counts for nothing.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from dashboard.registers.answers import NO, UNKNOWN, YES, Answers, of_words

WORKING = frozenset(
    (
        *(
            "已就业",
            "就业",
            "在岗",
            "在职",
            "灵活就业",
            "自主创业",
            "创业",
            "再就业",
            "公益岗位",
            "公益性岗位",
        ),
        *("务工", "外出务工", "内部转岗", "企业内部转岗", "employed", "self_employed", "public_welfare_post"),
    )
)
"""Words of the column ``status`` of people who work."""
WITHOUT_WORK = frozenset(
    (
        *("未就业", "失业", "登记失业", "领取失业金", "求职", "求职中", "待业", "转岗培训", "培训", "培训中"),
        *("需再次安置", "内部转岗需再次安置", "再次分流", "待安置", "待岗"),
        *("unemployed", "in_training", "to_be_placed_again"),
    )
)
"""Of people who could work and do not."""
NO_LABOUR = frozenset(
    (
        *(
            "退休",
            "退养",
            "内部退养",
            "领取养老金",
            "享受养老保险待遇",
            "在校",
            "上学",
            "丧失劳动能力",
            "无劳动能力",
        ),
        *("pension", "internal_retirement"),
    )
)
"""Of people who do not count as labour."""


def is_working(people: pd.DataFrame) -> Answers:
    """Whether each works: yes, no (out of work, or no labour), or not known from the status."""
    if "status" not in people.columns:
        return np.full(len(people), UNKNOWN, dtype=np.int8)

    def told(found: frozenset[str]) -> int:
        return YES if found & WORKING else NO if found & (WITHOUT_WORK | NO_LABOUR) else UNKNOWN

    return of_words(people["status"], told)


def is_labour(people: pd.DataFrame) -> Answers:
    """Whether each could work; who has no status is taken to."""
    if "status" not in people.columns:
        return np.full(len(people), YES, dtype=np.int8)
    return of_words(people["status"], lambda found: NO if found & NO_LABOUR else YES)


def with_figures(people: pd.DataFrame, day: date) -> pd.DataFrame:
    """People with the figures that conditions may name beside the table's own columns.

    ``household_workers_count`` is missing where somebody's status is and nobody is known to work, and where the
    household has no labour. Give the whole list: figures of households and spouses are worked out across it, unless
    their columns are there already.
    """
    found = people.copy(deep=False)
    if "since" in people.columns:
        since = people["since"]
        months = (day.year - since.dt.year) * 12 + day.month - since.dt.month
        found["months_since"] = months.astype("float64")
    if "scope_year" in people.columns:
        found["scope_years_ago"] = day.year - pd.to_numeric(people["scope_year"], errors="coerce")
    if "household_id" in people.columns and "household_workers_count" not in people.columns:
        found["household_workers_count"] = _workers(people)
    if {"spouse_id", "enterprise_id"} <= set(people.columns) and "is_spouse_affected" not in people.columns:
        found["is_spouse_affected"] = _spouse_affected(people)
    return found


def _workers(people: pd.DataFrame) -> pd.Series:
    working = is_working(people)
    together = pd.DataFrame(
        {"works": working == YES, "open": working == UNKNOWN, "labour": is_labour(people) == YES}
    ).groupby(people["household_id"].to_numpy())
    sums = together.transform("sum")
    known = (sums["works"] > 0) | ((sums["open"] == 0) & (sums["labour"] > 0))
    named = (people["household_id"] != "").to_numpy()
    return pd.Series(np.where(named & known, sums["works"], np.nan), index=people.index, dtype="float64")


def _spouse_affected(people: pd.DataFrame) -> pd.Series:
    """Husband and wife come from the same firm, and neither works again."""
    out = is_working(people) != YES
    firms = dict(zip(people["person_id"], people["enterprise_id"].where(out, ""), strict=True))
    own = people["enterprise_id"].where(out, "")
    others = people["spouse_id"].map(firms).fillna("")
    return (own != "") & (own == others) & (people["spouse_id"] != "")
