"""The risk map's ranked table as figures: each place with its tier, and the rule that says most about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.engine.explain import Explanation
from dashboard.plans.schema import EventConditions
from dashboard.reports.export import Counts, Sheet
from dashboard.tables.months import month_text
from dashboard.wording.figures import split_amount
from dashboard.wording.teller import Teller
from dashboard.workspace import SHOWN


def risk_table(teller: Teller, focus: int, regions: Sequence[int], marks: Sequence[str]) -> Sheet:
    """The table of some regions in this order; ``marks`` are the lines that go with it."""
    t = teller.t
    why = [teller.deciding(region) if teller.tier(region) >= 0 else None for region in regions]
    figure, distance = t("Value"), t("To next tier")
    rows = [
        {
            t("Region code"): teller.workspace.panel.codes[region],
            t("Place"): teller.name(region),
            t("Month"): month_text(teller.month),
            t("Tier found"): teller.word(teller.tier(region)),
            t("Complete"): t("yes") if teller.complete(region) else t("no"),
            t("Published"): teller.word(teller.declared(region)) if teller.declared(region) >= 0 else "",
            t("Deciding rule"): t.label(told.rule.name) if told else "",
            t("Clause"): told.rule.clause if told else "",
            figure: _figure(told, told.value) if told else "",
            t("Unit"): _unit(teller, told) if told else "",
            distance: _figure(told, told.distance) if told else "",
            t("Rules judged"): teller.judged(region)[0],
            t("Rules that apply"): teller.judged(region)[1],
        }
        for region, told in zip(regions, why, strict=True)
    ]
    of_people = tuple(told is not None and told.rule.unit == "people" for told in why)
    return Sheet(
        title=t("Risk map"),
        thing=f"risk_map {teller.workspace.panel.codes[focus]}, {month_text(teller.month)}",
        frame=pd.DataFrame(rows),
        groups=SHOWN,
        counts=(Counts(figure, with_it=(distance,), rows=of_people),) if rows else (),
        marks=tuple(marks),
        too_small=t("under {n}", n="{n}"),
    )


def _figure(told: Explanation, value: float) -> Any:
    """A figure as it is; blank where there is none, as with rules on several conditions."""
    return "" if math.isnan(value) or isinstance(told.rule.measure, EventConditions) else value


def _unit(teller: Teller, told: Explanation) -> str:
    if _figure(told, told.value) == "":
        return ""
    if told.rule.unit == "percent":
        return teller.t("percent")  # the sign alone would be taken for a formula
    return split_amount(told.value, told.rule, teller.t)[1]
