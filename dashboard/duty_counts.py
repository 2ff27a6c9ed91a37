"""How often each duty arose in each place: the answer of the duties command, over all months or some."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dashboard.engine.duties import UNKNOWN, event_duties
from dashboard.errors import DataError, NotFoundError
from dashboard.plans.profiles import brief
from dashboard.tables import read_folder
from dashboard.tables.months import month_text
from dashboard.workspace import month_of

Answer = dict[str, Any]


def count_duties(path: Path, plan: str, first: str | None = None, last: str | None = None) -> Answer:
    """Count the duties that events brought, by the place of the event.

    Args:
        path: the data folder.
        plan: a plan or profile that has duties.
        first: the first month counted, ``YYYY-MM``; None for that of the oldest event.
        last: the last month counted; None for that of the newest event.

    Returns:
        ``plan``, ``first`` and ``last``; ``duties``, the plan and id of each in their order; ``regions``, those that
        have events, most events first, each with its code, name, ``events`` and, in the order of ``duties``, how
        many are ``due`` and how many ``unknown`` for want of a figure.

    Raises:
        DataError: the folder has faults, one line each.
        NotFoundError: there is no such plan or month, or the plan has no duties.
    """
    wanted = brief(plan).duties
    if not wanted:
        raise NotFoundError(f"plan: {plan!r} has no duties; name a plan or profile that has, such as nanyang")
    folder = read_folder(path)
    if folder.faults:
        raise DataError(str(fault) for fault in folder.faults)
    events = folder.tables.get("events")
    if events is None or not len(events):
        raise NotFoundError("events: there are none in this folder, so no duty can be counted")
    dates = events["date"]
    month = dates.dt.year * 12 + dates.dt.month - 1
    start = month_of(first) if first else int(month.min())
    end = month_of(last) if last else int(month.max())
    duties = [(name, duty.id) for name, duty in wanted]
    found: Counter[tuple[str, int, str]] = Counter()
    for number in sorted(set(month[(month >= start) & (month <= end)])):
        for each in event_duties(folder.tables, int(number), wanted):
            code = events["region_code"].iloc[each.row]
            found[code, duties.index((each.plan, each.duty.id)), each.status] += 1
    counted = events.loc[(month >= start) & (month <= end), "region_code"].value_counts(sort=True)
    names = dict(
        zip(folder.tables["regions"]["region_code"], folder.tables["regions"]["region_name"], strict=True)
    )
    return {
        "plan": plan,
        "first": month_text(start),
        "last": month_text(end),
        "duties": [{"plan": name, "duty": duty} for name, duty in duties],
        "regions": [
            {
                "region_code": code,
                "region_name": names[code],
                "events": int(events_here),
                "due": [found[code, n, "due"] for n in range(len(duties))],
                "unknown": [found[code, n, UNKNOWN] for n in range(len(duties))],
            }
            for code, events_here in counted.items()
        ],
    }
