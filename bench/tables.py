"""The panel as plain columns, from which each rival makes its own native tables before the clock starts."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.engine.panel import Panel

Columns = dict[str, Any]


def cells(panel: Panel) -> Columns:
    """One row a region and month, sorted by region and month; the year's targets stand beside the figures."""
    months, regions = panel.month_count, panel.region_count
    columns: Columns = {
        "cell": np.arange(regions * months, dtype=np.int32),
        "region": np.repeat(np.arange(regions, dtype=np.int32), months),
        "month": np.tile(np.arange(months, dtype=np.int16), regions),
        "has_towns": np.repeat(panel.parents < 0, months),
    }
    for name, values in panel.indicators.items():
        columns[name] = values.T.reshape(-1)
    for name, values in panel.targets.items():
        columns[name] = values[panel.year_rows].T.reshape(-1)
    return columns


def events(panel: Panel) -> Columns:
    """One row an event."""
    names = ("month", "region", "kind", "affected", "workforce", "petition", "division", "firm")
    return {name: getattr(panel.events, name) for name in names}


def firms(panel: Panel) -> Columns:
    """One row a firm on watch."""
    return {
        "firm": np.arange(len(panel.firms.region)),
        "region": panel.firms.region,
        "division": panel.firms.division,
        "employees": panel.firms.employees,
    }


def places(panel: Panel) -> Columns:
    """Each region with every region it lies in, itself among them."""
    region, place = panel.with_ancestors(np.arange(panel.region_count))
    return {"region": region, "place": place}


def alerts(panel: Panel) -> Columns:
    """The declared alerts of towns: one row a town and month with a tier."""
    month, region = np.nonzero((panel.declared > 0) & (panel.parents >= 0)[None, :])
    return {"month": month, "place": panel.parents[region], "tier": panel.declared[month, region]}
