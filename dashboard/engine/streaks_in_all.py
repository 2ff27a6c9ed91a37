"""Streaks whose months are taken together: each goes the same way, and in all they reach a change.

``streak: {of: …, each_change: "<= -3", in_all: true}`` counts the months in a row in which a figure fell, from the
month on in which it lies 3 percent or more below where it stood before the first of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats
from dashboard.engine.thresholds import RawEdge


def same_way(ratios: Floats, edge: RawEdge) -> NDArray[np.bool_]:
    """Whether figures went the way of an edge at all; not where that is missing."""
    return ratios > 1.0 if edge.upward else ratios < 1.0


def counts_in_all(
    values: Floats, ratios: Floats, edge: RawEdge, *, missing_counts: bool
) -> tuple[NDArray[np.int16], NDArray[np.bool_], NDArray[np.bool_]]:
    """Months counted, whether something missing stopped the count, and whether the month cannot be judged.

    Args:
        values: figures [months, regions].
        ratios: each figure divided by the one before, NaN where that cannot be worked out.
        edge: the ratio at which the change is reached.
        missing_counts: a ratio that is missing goes the same way, and with it the change is reached.
    """
    unknown = np.isnan(ratios)
    goes_on = same_way(ratios, edge) | (unknown & missing_counts)
    count = np.zeros(ratios.shape, dtype=np.int16)
    is_open = np.zeros(ratios.shape, dtype=np.bool_)
    run, base = np.zeros(ratios.shape[1], dtype=np.int16), np.full(ratios.shape[1], np.nan)
    stopped = np.ones(ratios.shape[1], dtype=np.bool_)
    guessed = np.zeros(ratios.shape[1], dtype=np.bool_)
    for month, here in enumerate(goes_on):
        begins = here & (run == 0)
        base = np.where(begins, values[month - 1] if month else np.nan, base)
        guessed = here & (unknown[month] | (guessed & ~begins))
        run = np.where(here, run + 1, 0).astype(np.int16)
        stopped = np.where(here, stopped, unknown[month])
        with np.errstate(divide="ignore", invalid="ignore"):
            reached = edge.reached(values[month] / base) | guessed
        count[month] = np.where(reached, run, 0)
        is_open[month] = here & stopped
    return count, is_open, unknown
