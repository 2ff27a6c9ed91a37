"""Which months a folder's data are from: one mistyped year must not make an axis of two hundred years.

The months of indicators, published alerts and events that happened make runs that no hole of more than five years
interrupts. The run with the most rows is the axis; what lies more than five years before or after it gets a warning.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.tables.convert import Converted
from dashboard.tables.faults import Fault
from dashboard.tables.masks import quoted
from dashboard.tables.months import month_text

FAR = 60
"""Months. No rule looks back over a longer hole: growth reaches three years, and a hole ends a streak."""
Months = npt.NDArray[np.int64]


def months_of(dates: pd.Series) -> Months:
    """The month numbers of dates, none of which may be blank."""
    return np.asarray(dates.dt.year * 12 + dates.dt.month - 1, dtype=np.int64)


def axis(tables: Mapping[str, pd.DataFrame]) -> tuple[int, int] | None:
    """The first and the last month of a folder's data; None if it has none."""
    months = np.concatenate(_given(tables))
    if not len(months):
        return None
    rows = dict(zip(*np.unique(months, return_counts=True), strict=True))
    fullest = max(_runs(months), key=lambda run: (sum(rows[month] for month in run), run[-1]))
    return int(fullest[0]), int(fullest[-1])


def axis_to(tables: Mapping[str, pd.DataFrame], month: int) -> tuple[int, int]:
    """The months that judging one month needs: back to where a hole begins that no rule looks over.

    Published alerts count, since a rule may count those that are still in force; events count in their own month.
    """
    before = np.concatenate(_given(tables)[:2])
    runs = _runs(np.append(before[before < month], month))
    return int(runs[-1][0]), month


def far_months(read: Iterable[Converted]) -> list[Fault]:
    """One warning for each table that has months or dates far off the axis; the tables must be free of faults."""
    tables = {each.table.name: each for each in read}
    span = axis({name: each.frame for name, each in tables.items()})
    if span is None:
        return []
    return [w for each in tables.values() for w in _far_in(each, span[0] - FAR, span[1] + FAR)]


def _far_in(read: Converted, first: int, last: int) -> list[Fault]:
    name = next((name for name in ("month", "date") if name in read.places), None)
    if name is None:
        return []
    values = read.frame[name]
    months = months_of(values) if name == "date" else values.to_numpy(dtype=np.int64)
    far = np.flatnonzero((months < first) | (months > last))
    if not len(far):
        return []
    value = values.iloc[far[0]]
    found = quoted(f"{value:%Y-%m-%d}" if name == "date" else month_text(int(value)))
    if len(far) > 1:
        found += f" and {len(far) - 1} more such row{'s' if len(far) > 2 else ''}"
    allowed = f"{month_text(first)} to {month_text(last)}, five years around the other data"
    fix = "Look for a mistyped year. The pages do not show such months."
    row = int(read.rows[far[0]])
    return [Fault(read.faults.file, row, read.headings[name], found, allowed, fix, "far_month")]


def _given(tables: Mapping[str, pd.DataFrame]) -> list[Months]:
    """The months of each row of indicators, of published alerts, and of events that happened."""
    nothing = np.empty(0, dtype=np.int64)
    months = [
        tables[name]["month"].to_numpy(dtype=np.int64) if name in tables else nothing
        for name in ("indicators", "declared_alerts")
    ]
    events = tables.get("events")
    happened = events.loc[events["state"] != "planned", "date"] if events is not None else None
    return [*months, months_of(happened) if happened is not None and len(happened) else nothing]


def _runs(months: Months) -> list[Months]:
    """The distinct months in order, cut where a hole of more than five years lies."""
    distinct = np.unique(months)
    return np.split(distinct, np.flatnonzero(np.diff(distinct) > FAR) + 1)
