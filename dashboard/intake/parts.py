"""The whole held against its parts: a county's count, and the counts of all its towns in the same month.

A place of which only some towns are known never adds up, and nothing is wrong with it. So what is too small is asked
about only where the place adds up in another month or another count; parts that are more than the whole, always.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.intake.findings import Finding
from dashboard.intake.places import Places
from dashboard.intake.read_sheet import Entry
from dashboard.tables.masks import quoted
from dashboard.tables.months import month_text
from dashboard.tables.registry import TABLES

MOST_ASKED = 50


def check_parts(entry: Entry, places: Places | None, standing: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """A warning for each count of a place that is not the sum of all those below it, where all of them are there."""
    table = TABLES.get(entry.table or "")
    if table is None or places is None or table.keys != (("region_code", "month"),) or not entry.parts:
        return []
    new = [part.frame.assign(_row=part.rows, _part=index) for index, part in enumerate(entry.parts)]
    past = standing.get(table.name)
    old = [] if past is None or not len(past) else [past.assign(_row=0, _part=-1)]
    frame = pd.concat([*old, *new], ignore_index=True).drop_duplicates(["region_code", "month"], keep="last")
    columns = [
        column.name
        for column in table.columns
        if column.kind == "count" and any(column.name in part.places for part in entry.parts)
    ]
    both = [_against_the_sum(frame, name, places.parents) for name in columns]
    compared = pd.concat(both, ignore_index=True) if both else pd.DataFrame()
    if not len(compared):
        return []
    adds_up = set(compared.loc[compared["whole"] == compared["sum"], "region_code"])
    is_wrong = (compared["sum"] > compared["whole"]) | (
        (compared["sum"] < compared["whole"]) & compared["region_code"].isin(adds_up)
    )
    wrong = compared[is_wrong & (compared["_row"] > 0)].sort_values("_row", kind="stable")
    return [_asked(entry, row) for row in wrong.head(MOST_ASKED).to_dict("records")]


def _against_the_sum(frame: pd.DataFrame, name: str, parents: Mapping[str, str]) -> pd.DataFrame:
    """Each place and month that has the count, and of which all places below have it, with their sum."""
    children = pd.Series(dict(parents), dtype=object).value_counts()
    filled = frame.loc[frame[name].notna(), ["region_code", "month", name, "_row", "_part"]]
    below = filled.assign(above=filled["region_code"].map(dict(parents))).dropna(subset="above")
    sums = below.groupby(["above", "month"], as_index=False)[name].agg(["sum", "count"])
    sums = sums[sums["count"] == sums["above"].map(children)]
    found = filled.rename(columns={name: "whole"}).merge(
        sums.rename(columns={"above": "region_code"}), on=["region_code", "month"]
    )
    return found.assign(name=name)


def _asked(entry: Entry, row: Mapping[Hashable, Any]) -> Finding:
    heading = entry.parts[row["_part"]].headings.get(row["name"], row["name"])
    total, whole = (np.format_float_positional(row[each], trim="-") for each in ("sum", "whole"))
    month = month_text(row["month"])
    return Finding(
        "parts", "warning", quoted(whole),
        f"{total}, the sum of the {row['count']} places in {row['region_code']} in {month}",
        "See whether a place below is wrong or counted elsewhere.", row["_row"], heading, entry.place_of(heading),
    )  # fmt: skip
