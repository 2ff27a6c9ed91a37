"""What plans promise a firm: refunds for keeping jobs, grants for hiring, which conditions hold, and how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.plans import Plan
from dashboard.plans.amounts import Amount, Payment
from dashboard.plans.conditions import Criterion
from dashboard.plans.loader import available, load
from dashboard.plans.outcomes import amount_of, criterion_holds
from dashboard.registers.firms import FirmList

PARTS = ("refunds", "hiring")


@dataclass(frozen=True)
class Promise:
    """One payment of a plan for one firm: its conditions with whether each holds, and the amount that fits.

    ``in_force`` is False for a plan that does not give this part here. ``amount`` is None where none fits, or where
    it cannot be said yet (``is_certain`` False). ``insured`` is how many the firm insures, for amounts by head.
    """

    plan: Plan
    part: str
    payment: Payment
    in_force: bool
    conditions: tuple[tuple[Criterion, bool | None, float | None], ...]
    amount: Amount | None
    is_certain: bool
    insured: float

    @property
    def holds(self) -> bool | None:
        """Whether all conditions hold; None where something missing or unstated decides."""
        answers = [answer for _, answer, _ in self.conditions]
        return False if False in answers else None if None in answers else True


def promises(firms: FirmList, firm: int, month: int) -> list[Promise]:
    """What plans promise a firm, those in force first; where none is, what other plans would give, for comparison."""
    space = firms.workspace
    given = [(part, lender.plan) for part in PARTS for lender in space.brief.given(part)]  # type: ignore[arg-type]
    in_force = bool(given)
    if not in_force:
        given = [(part, plan) for part in PARTS for plan in map(load, available()) if getattr(plan, part)]
    rows = _rows(firms, firm, month)
    at = month - firms.rows.first
    found = []
    for part, plan in given:
        for payment in getattr(plan, part):
            if payment.to != "firm":
                continue
            amount, is_certain = amount_of(payment, rows)
            found.append(
                Promise(
                    plan, part, payment, in_force,
                    tuple((each, criterion_holds(each, rows), _figure(each, rows)) for each in payment.requirements),
                    amount, is_certain, float(firms.insured[at, firm]),
                )
            )  # fmt: skip
    return found


def _rows(firms: FirmList, firm: int, month: int) -> dict[str, dict[Any, Any]]:
    own = dict(firms.rows.own.iloc[firm])
    return {
        "enterprises": own,
        "headcounts": {
            "layoff_rate_pct": layoff_rate_pct(firms, firm, month // 12 - 1),
            "insured_count": float(firms.insured[month - firms.rows.first, firm]),
            "employees_count": float(firms.employees[month - firms.rows.first, firm]),
        },
        "indicators": {"last_december_fund_support_months": last_december(firms, firm, month)},
        "layoff_plans": {},
        "stated": {},
        "people": {},
    }


def layoff_rate_pct(firms: FirmList, firm: int, year: int) -> float:
    """People laid off in a year ÷ insured at its start (the December before, else January), in percent."""
    start = year * 12 - firms.rows.first
    at = next(
        (m for m in (start - 1, start) if 0 <= m < firms.rows.count and firms.insured[m, firm] > 0), None
    )
    events = firms.workspace.tables.get("events")
    if at is None or events is None:
        return math.nan
    mine = (firms.rows.positions("events") == firm) & (events["date"].dt.year == year).to_numpy()
    done = mine & (events["kind"] == "layoff").to_numpy() & (events["state"] != "planned").to_numpy()
    return float(events["affected_count"].to_numpy(np.float64)[done].sum() / firms.insured[at, firm] * 100.0)


def last_december(firms: FirmList, firm: int, month: int) -> float:
    """Months that the fund of the firm's pooling area could pay, last December."""
    panel, region = firms.workspace.panel, int(firms.regions[firm])
    values = panel.indicators.get("fund_support_months")
    at = (month // 12) * 12 - 1 - panel.first_month
    if values is None or region < 0 or not 0 <= at < panel.month_count:
        return math.nan
    areas = firms.workspace.tables["regions"].get("pooling_area_code")
    area = str(areas.iloc[region]) if areas is not None else ""
    for place in (region, *reversed(firms.workspace.above(region))):
        of = str(areas.iloc[place]) if areas is not None else ""
        if of == area and not np.isnan(values[at, place]):
            return float(values[at, place])
    return math.nan


def _figure(criterion: Criterion, rows: dict[str, dict[Any, Any]]) -> float | None:
    """The figure that a condition looks at, if it is one number that is known."""
    for condition in criterion.when:
        for column in condition.where:
            value = rows.get(condition.table, {}).get(column)
            if isinstance(value, float) and not pd.isna(value):
                return value
    return None
