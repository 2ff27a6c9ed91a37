"""Months ahead: a panel that ends at one month, lengthened by some months in which nothing is known yet.

Figures stay as they are, or go on as in the last month; targets and published alerts stay; no event happens.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.engine.panel import Floats, Panel, Tiers

_COUNTED, _SHARE = "_count", "_pct"


def lengthened(panel: Panel, index: int, more: int, *, trend: bool) -> Panel:
    """The panel up to the month at ``index``, and ``more`` months after it."""
    last_year = (panel.first_month + index + more) // 12 - panel.first_year
    return replace(
        panel,
        month_count=index + 1 + more,
        indicators={
            name: _longer(name, figures[: index + 1], more, trend=trend)
            for name, figures in panel.indicators.items()
        },
        targets={name: _with_years(figures, last_year + 1) for name, figures in panel.targets.items()},
        declared=_held(panel.declared[: index + 1], more),
        events=None if panel.events is None else panel.events.at(np.flatnonzero(panel.events.month <= index)),
    )


def _held(tiers: Tiers, more: int) -> Tiers:
    return np.concatenate([tiers, np.repeat(tiers[-1:], more, axis=0)])


def _longer(name: str, figures: Floats, more: int, *, trend: bool) -> Floats:
    rows = [figures[-2:]]
    for _ in range(more):
        rows.append(_next(name, np.concatenate(rows)[-2:], trend=trend))
    return np.concatenate([figures, *rows[1:]])


def _next(name: str, two: Floats, *, trend: bool) -> Floats:
    before, last = two[:1], two[-1:]
    if not trend or len(two) < 2:
        return last
    with np.errstate(divide="ignore", invalid="ignore"):
        following = last * (last / before) if name.endswith(_COUNTED) else last + (last - before)
    return within(name, np.where(np.isfinite(following), following, last))


def within(name: str, figures: Floats) -> Floats:
    """Figures as their column can be: whole counts, percentages up to 100, nothing below zero."""
    if name.endswith(_COUNTED):
        figures = np.rint(figures)
    found: Floats = np.clip(figures, 0.0, 100.0 if name.endswith(_SHARE) else None)
    return found


def _with_years(targets: Floats, years: int) -> Floats:
    """Targets for that many years; those of the last year known go on."""
    if len(targets) >= years or not len(targets):
        return targets
    return np.concatenate([targets, np.repeat(targets[-1:], years - len(targets), axis=0)])
