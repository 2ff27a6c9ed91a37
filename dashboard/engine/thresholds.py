"""Edges carried back to raw figures, so that millions of cells are compared without being rounded.

A rule compares ``round(transform(raw), 6)`` with an edge. Rounding and the transforms never change the order of
figures, so there is one raw figure at which the comparison turns true; it is found once by bisection over the
floating-point numbers, and cells are compared with it. The result is the same bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.plans.edges import DECIMALS, Edge


def identity(raw: float) -> float:
    """The figure is the raw figure itself."""
    return raw


def percent(raw: float) -> float:
    """A ratio as a percentage."""
    return raw * 100.0


def growth_percent(raw: float) -> float:
    """A ratio to an earlier figure as growth in percent."""
    return (raw - 1.0) * 100.0


Transform = Callable[[float], float]
ArrayTransform = Callable[[Any], Any]
_LIMIT = 1e15


def rounded(raw: float, transform: Transform) -> float:
    """The figure that is compared and shown."""
    return round(transform(raw), DECIMALS) + 0.0


def rounded_all(raw: NDArray[np.float64], transform: ArrayTransform) -> NDArray[np.float64]:
    """``rounded`` of every raw figure, bit for bit.

    Scaling, as numpy rounds, errs only where the scaled figure lies next to a half; those few are rounded one by
    one.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        figures = transform(raw)
        scaled = figures * 10.0**DECIMALS
        found: NDArray[np.float64] = np.rint(scaled) / 10.0**DECIMALS + 0.0
        doubtful = (np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < 1e-3) | (np.abs(scaled) > 2.0**40)
    doubtful &= np.isfinite(figures)
    if doubtful.any():
        found[doubtful] = [round(figure, DECIMALS) + 0.0 for figure in figures[doubtful].tolist()]
    return found


@dataclass(frozen=True)
class RawEdge:
    """The raw figure from which on (``upward``) or up to which an edge is reached, inclusive."""

    upward: bool
    raw: float

    def reached(self, values: NDArray[Any], out: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Where raw figures reach the edge; NaN never does."""
        compare = np.greater_equal if self.upward else np.less_equal
        found: NDArray[np.bool_] = compare(values, self.raw, out=out)
        return found


@cache
def whole_edge(edge: Edge) -> RawEdge:
    """An edge on whole numbers, so that they are compared as such."""
    number = math.ceil(edge.number) if edge.upward == edge.inclusive else math.floor(edge.number)
    return RawEdge(edge.upward, number if edge.inclusive else number + (1 if edge.upward else -1))


@cache
def raw_edge(edge: Edge, transform: Transform) -> RawEdge:
    """The raw figure at which an edge is reached."""
    sign = 1.0 if edge.upward else -1.0

    def reached(raw: float) -> bool:
        return edge.reached_by(rounded(raw, transform))

    low, high = -_LIMIT, _LIMIT  # in the direction of getting worse: low has not reached, high has
    for _ in range(2200):
        middle = _middle(low, high)
        if middle in (low, high):
            break
        if reached(sign * middle):
            high = middle
        else:
            low = middle
    return RawEdge(edge.upward, sign * high)


def _middle(low: float, high: float) -> float:
    """A number between two, halving exponents first so that tiny numbers are found quickly."""
    if low < 0.0 < high:
        return 0.0
    if low >= 0.0 and high > 4.0 * max(low, 1e-300):
        return math.sqrt(max(low, 1e-300)) * math.sqrt(high)
    if high <= 0.0 and -low > 4.0 * max(-high, 1e-300):
        return -math.sqrt(max(-high, 1e-300)) * math.sqrt(-low)
    return low + (high - low) / 2.0
