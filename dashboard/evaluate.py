"""The answer of the evaluate command: a data folder, a plan and a month in, one JSON object out (data.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.engine.duties import EventDuty, event_duties
from dashboard.engine.evaluate import Evaluation, evaluate
from dashboard.engine.figures import MonthFigures, month_figures
from dashboard.engine.panel import build
from dashboard.errors import DataError
from dashboard.plans import Plan, Rule
from dashboard.plans.profiles import brief
from dashboard.plans.schema import PETITIONS, ChildTiers, EventConditions, GroupShare
from dashboard.sources import FolderSource
from dashboard.tables.months import month_text
from dashboard.workspace import month_of

Answer = dict[str, Any]


def evaluate_folder(path: Path, plan: str, month: str, town_alerts: str = "published") -> Answer:
    """Judge one month of a data folder; see :func:`judge` for what it takes and raises."""
    return judge(path, plan, month, town_alerts)[0]


def judge(path: Path, plan: str, month: str, town_alerts: str) -> tuple[Answer, tuple[str, ...]]:
    """The answer for one month of a data folder, and what is odd in the folder without stopping it.

    Args:
        path: the data folder.
        plan: name of a shipped plan or profile, or the path of a plan file.
        month: ``YYYY-MM``.
        town_alerts: ``published`` or ``detected``.

    Raises:
        DataError: the folder has faults, one line each.
        NotFoundError: there is no such plan, or the month is not one.
        PlanError: the plan file has faults.
    """
    wanted = brief(plan)
    number = month_of(month)
    folder = FolderSource(path).read(wanted.tiers)
    if folder.faults:
        raise DataError(str(fault) for fault in folder.faults)
    found: Answer = {"plan": plan, "month": month, "town_alerts": town_alerts, "regions": [], "duties": []}
    if wanted.tiers is not None:
        panel = build(folder.tables, wanted.tiers, number)
        found = answer(evaluate(wanted.tiers, panel, town_alerts), folder.tables, number, plan)
    found["duties"] += [
        _event_duty(each, folder.tables["events"])
        for each in event_duties(folder.tables, number, wanted.duties)
    ]
    return found, tuple(str(warning) for warning in folder.warnings)


def answer(evaluation: Evaluation, tables: Mapping[str, pd.DataFrame], month: int, plan_name: str) -> Answer:
    """The JSON object of data.md for one month of an evaluation."""
    plan, panel = evaluation.plan, evaluation.panel
    index = month - panel.first_month
    figures = month_figures(evaluation, index)
    regions = [
        _region(evaluation, figures, tables.get("events"), index, position)
        for position in range(panel.region_count)
    ]
    return {
        "plan": plan_name,
        "month": month_text(month),
        "town_alerts": evaluation.mode,
        "regions": regions,
        "duties": _tier_reports(plan, regions),
    }


def tier_name(plan: Plan, number: int) -> str:
    """``unknown``, ``normal`` or the plan's name of a tier."""
    return "unknown" if number < 0 else "normal" if number == 0 else plan.tier_ids[number - 1]


def report_hours(plan: Plan, number: int) -> float | None:
    """Hours within which a tier is reported; None without a tier."""
    return whole(plan.tiers[number - 1].report_within_hours) if number > 0 else None


def _region(
    evaluation: Evaluation, figures: MonthFigures, events: pd.DataFrame | None, index: int, region: int
) -> Answer:
    plan, panel = evaluation.plan, evaluation.panel
    tier = int(evaluation.tiers[index, region])
    return {
        "region_code": panel.codes[region],
        "region_name": panel.names[region],
        "tier": tier_name(plan, tier),
        "complete": bool(evaluation.complete[index, region]),
        "judged": int(evaluation.judged[index, region]),
        "applicable": int(evaluation.applicable[index, region]),
        "report_within_hours": report_hours(plan, tier),
        "rules": [
            _rule(evaluation, figures, events, i, index, region)
            for i in range(len(plan.rules))
            if evaluation.applies[i, index, region]
        ],
    }


def _rule(
    evaluation: Evaluation,
    figures: MonthFigures,
    events: pd.DataFrame | None,
    i: int,
    index: int,
    region: int,
) -> Answer:
    plan = evaluation.plan
    rule = plan.rules[i]
    above = int(figures.next_tier[i, region])
    found: Answer = {
        "rule": rule.id,
        "tier": tier_name(plan, int(evaluation.levels[i, index, region])),
        "partial": bool(evaluation.partial[i, index, region]),
        "value": _number(figures.value[i, region]),
        "unit": rule.unit,
        "next_tier": tier_name(plan, above) if above else None,
        "distance": _number(figures.distance[i, region]),
        "clause": rule.clause,
    }
    if isinstance(rule.measure, ChildTiers):
        found["conditions"] = figures.children[rule.id].get(region)
    elif rule.is_event:
        found |= _decided(evaluation, rule, events, index, region)
    return found


def _decided(
    evaluation: Evaluation, rule: Rule, events: pd.DataFrame | None, index: int, region: int
) -> Answer:
    """Which event or group decided an event rule, and the conditions it met."""
    cells = evaluation.cells.get(rule.id)
    at = cells.at(index * evaluation.panel.region_count + region) if cells is not None else None
    which = int(cells.decided[at]) if cells is not None and at is not None else -1
    if isinstance(rule.measure, GroupShare):
        return {"group": cells.labels[which] if cells is not None and which >= 0 else None}
    found: Answer = {"event_id": evaluation.panel.event_ids[which] if which >= 0 else None}
    if isinstance(rule.measure, EventConditions):
        found["conditions"] = event_conditions(events, which)
    return found


def event_conditions(events: pd.DataFrame | None, row: int) -> Answer | None:
    """The figures of one event that a rule on several conditions looks at; None for no event."""
    if events is None or row < 0:
        return None
    event = events.iloc[row]
    return {
        "workforce_count": _number(event["workforce_count"]),
        "affected_count": _number(event["affected_count"]),
        "petition": event["petition"] or PETITIONS[0],
    }


def _event_duty(each: EventDuty, events: pd.DataFrame) -> Answer:
    """One duty that an event brings."""
    event = events.iloc[each.row]
    return {
        "duty": each.duty.id,
        "plan": each.plan,
        "event_id": event["event_id"],
        "region_code": event["region_code"],
        "status": each.status,
        "to": list(each.to),
        "timing": each.duty.timing,
        "hours": whole(each.duty.hours) if each.duty.hours is not None else None,
        "days": whole(each.duty.days) if each.duty.days is not None else None,
        "clause": each.duty.clause,
    }


def _tier_reports(plan: Plan, regions: list[Answer]) -> list[Answer]:
    """The report that each region's tier calls for."""
    if plan.report is None:
        return []
    clauses = {tier.id: tier.report_clause for tier in plan.tiers}
    return [
        {
            "duty": plan.report.duty,
            "plan": plan.id,
            "event_id": None,
            "region_code": region["region_code"],
            "status": "due",
            "to": list(plan.report.to),
            "timing": "within_hours",
            "hours": region["report_within_hours"],
            "days": None,
            "clause": clauses[region["tier"]],
        }
        for region in regions
        if region["tier"] in clauses
    ]


def _number(value: float) -> float | int | None:
    """A figure for JSON: None when missing or endless (growth from next to nothing), whole ones without a point."""
    return whole(float(value)) if np.isfinite(value) else None


def whole(value: float) -> float | int:
    """A number for JSON: without a point where it is whole."""
    return int(value) if value == int(value) else value
