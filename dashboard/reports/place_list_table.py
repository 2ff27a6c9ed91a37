"""The list of key places as figures: a row a place and criterion, with its months."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from dashboard.locale import Words
from dashboard.plans.conditions import Condition
from dashboard.registers.key_regions import PlaceList, PlaceReason
from dashboard.reports.export import Sheet
from dashboard.tables.months import month_text
from dashboard.wording.figures import amount, number
from dashboard.wording.teller import Teller

GROUPS = ("places", "figures", "alerts", "firms", "events")
"""The field groups that the list draws on."""


def figure_text(reason: PlaceReason, t: Words) -> str:
    """What brings a place onto the list, as a figure; that it is missing now where it is."""
    if reason.is_open:
        return t("missing; held when last known")
    conditions = [each for each in reason.listed.criterion.when if each.reaches is not None]
    if not conditions or math.isnan(reason.figure):
        return "—"
    return _figure(conditions[0], reason.figure, t)


def _figure(condition: Condition, value: float, t: Words) -> str:
    if condition.streak is not None:
        return t.plural("{n} month in a row", "{n} months in a row", int(value))
    if condition.rise is not None:
        return t(
            "up {points} in {months}",
            points=amount(value, "percentage_points", t),
            months=amount(condition.rise.months, "months", t, decimals=0),
        )
    if condition.growth is not None:
        return f"{number(value, 1, signed=True)}%"
    return t.plural("{n} firm more", "{n} firms more", int(value))


def place_list_table(
    teller: Teller, places: PlaceList, focus: int, found: Sequence[int], marks: Sequence[str]
) -> Sheet:
    """The table of some places in this order; ``marks`` are the lines that go with it."""
    t, panel = teller.t, teller.workspace.panel
    rows = [
        {
            t("Region code"): panel.codes[region],
            t("Place"): teller.name(region),
            t("Month"): month_text(teller.month),
            t("Criterion"): t.label(reason.listed.criterion.name),
            t("Clause"): reason.listed.criterion.clause,
            t("Value"): figure_text(reason, t),
            t("Listed since"): month_text(reason.since) if reason.since else "",
        }
        for region in found
        for reason in places.reasons(region, teller.month)
    ]
    return Sheet(
        title=t("Key places"), thing=f"regions {panel.codes[focus]} {month_text(teller.month)}",
        frame=pd.DataFrame(rows), groups=GROUPS, marks=tuple(marks), too_small=t("under {n}", n="{n}"),
    )  # fmt: skip
