"""Figures held against the office's own past: one about ten times that of the month before is asked about."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.intake.findings import Finding
from dashboard.intake.read_sheet import Entry
from dashboard.tables.columns import Column
from dashboard.tables.masks import quoted
from dashboard.tables.months import month_text
from dashboard.tables.registry import TABLES

# A digit too many makes ten times; what is nearly that is asked about too.
TIMES = 8.0
LOOKED_BACK = 6
# Small counts jump by nature.
LEAST = {"count": 50.0, "percent": 2.0, "number": 5.0}
MOST_ASKED = 50


def check_jumps(entry: Entry, standing: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """A warning for each figure that is far off that of the newest month before, in the file or in what stands."""
    table = TABLES.get(entry.table or "")
    if table is None or "month" not in table.by_name or not entry.parts or table.is_personal:
        return []
    who = [
        name
        for name in ("region_code", "enterprise_id", "fund")
        if name in table.by_name and any(name in key for key in table.keys)
    ]
    if not who:
        return []
    findings: list[Finding] = []
    new = pd.concat(
        [part.frame.assign(_row=part.rows, _part=index) for index, part in enumerate(entry.parts)],
        ignore_index=True,
    )
    past = standing.get(table.name)
    whole = (
        new
        if past is None or not len(past)
        else pd.concat([past.assign(_row=0, _part=-1), new], ignore_index=True)
    )
    whole = whole[(whole["month"] > 0) & (whole[who[0]] != "")]
    # Of a month that comes again the new figures count.
    whole = whole.drop_duplicates([*who, "month"], keep="last").sort_values([*who, "month"], kind="stable")
    groups = whole.groupby(who, sort=False)
    for column in table.columns:
        if not column.numeric or not any(column.name in part.places for part in entry.parts):
            continue
        past_values = [groups[column.name].shift(back) for back in range(1, LOOKED_BACK + 1)]
        before, months = past_values[0], groups["month"].shift(1)
        values = whole[column.name].to_numpy()
        # What jumps by its nature is not asked about: all of the last months count, not only the newest.
        values_of = [each.to_numpy() for each in past_values]
        most, least = np.fmax.reduce(values_of), np.fmin.reduce(values_of)
        with np.errstate(invalid="ignore"):
            jumps = (values >= TIMES * most) & (most > 0) & (values >= LEAST.get(column.kind, 5.0))
            jumps |= (values * TIMES <= least) & (values > 0) & (least >= LEAST.get(column.kind, 5.0))
        jumps &= ((whole["_row"] > 0) & (whole["month"] - months <= 12) & before.notna()).to_numpy()
        for at in np.flatnonzero(jumps)[: MOST_ASKED - len(findings)]:
            asked = _asked(entry, column, whole.iloc[at], float(before.iloc[at]), int(months.iloc[at]))
            findings = [*findings, asked]
    return findings


def _plain(value: float) -> str:
    return np.format_float_positional(value, trim="-")


def _asked(entry: Entry, column: Column, row: pd.Series, before: float, month: int) -> Finding:
    part = entry.parts[int(row["_part"])]
    heading = part.headings.get(column.name, column.label_zh)
    value = float(row[column.name])
    times = value / before
    told = f"{times:.1f} times" if times > 1 else f"1/{1 / times:.0f} of"
    return Finding(
        "jump", "warning", f"{quoted(_plain(value))}, {told} the {_plain(before)} of {month_text(month)}",
        "any figure; one so far off is asked about", "See whether a digit is missing or too many.",
        int(row["_row"]), heading, entry.place_of(heading),
    )  # fmt: skip
