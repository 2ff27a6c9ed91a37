"""What tests of scenarios share: the sample county, and a small made-up one with two firms."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from dashboard.engine.panel import Panel, build
from dashboard.tables.months import month_number
from dashboard.workspace import Workspace, open_folder
from tests.engine.worlds import LAST, PLAN, calm_world
from tests.serving import ROOT

SEEDS = "91620799MA0001843T"
"""The sample county's seed firm, 620 people, in the town Heiquan."""
SEPTEMBER = month_number("2026-09")
FIRMS = (
    {"enterprise_id": "A", "region_code": "T1", "industry_code": "C17", "employees_count": 600},
    {"enterprise_id": "B", "region_code": "T2", "industry_code": "C17", "employees_count": 400},
    {"enterprise_id": "C", "region_code": "V", "industry_code": "18"},
)


@cache
def gaotai() -> Workspace:
    return open_folder(Path(ROOT) / "sample_data" / "gaotai")


def small() -> Panel:
    """A calm county with three firms, one of unknown staff, in which nothing happened."""
    return build(replace(calm_world("C", "T1", "T2", "T3"), enterprises=FIRMS).tables(), PLAN, LAST)
