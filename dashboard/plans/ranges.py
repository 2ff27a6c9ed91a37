"""Ranges: edges as a text writes them, from one number to another, with all their shared numbers and holes.

A plan does not have them: there a tier begins at one edge and the worse ones lie inside it. The linter reads them in
a file that sets down a text literally: ``">= 35 and <= 40"``; and ``"> 40 and >= 40"`` where a text says both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, inf

from dashboard.plans.edges import JOINED, Edge


@dataclass(frozen=True)
class Range:
    """The figures from ``low`` to ``high``, each with whether the number itself belongs to them."""

    low: float = -inf
    high: float = inf
    has_low: bool = False
    has_high: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low or (self.has_low and value == self.low)
        return above and (value < self.high or (self.has_high and value == self.high))

    @property
    def is_point(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.is_point and not (self.has_low and self.has_high))

    @property
    def middle(self) -> float:
        """A number in it, if there is one."""
        if self.low == -inf:
            return self.high if self.has_high or self.high == inf else self.high - 1.0
        return self.low + 1.0 if self.high == inf else (self.low + self.high) / 2.0

    def up_to(self, other: Range) -> Range:
        """From where this one begins to where the other ends."""
        return Range(self.low, other.high, self.has_low, other.has_high)

    @property
    def comparisons(self) -> tuple[Edge, ...]:
        """The range as one or two comparisons; none for every number."""
        low = () if self.low == -inf else (Edge(">=" if self.has_low else ">", self.low),)
        high = () if self.high == inf else (Edge("<=" if self.has_high else "<", self.high),)
        return (*low, *high)


@dataclass(frozen=True)
class Written:
    """What stands in a file: its comparisons, the range they make, and numbers both included and left out."""

    edges: tuple[Edge, ...]
    range: Range
    doubled: tuple[float, ...]


def read(text: str) -> Written:
    """An edge or a range from its text.

    Raises:
        ValueError: a part of it is no comparison.
    """
    edges = tuple(Edge.parse(part) for part in re.split(JOINED, text.strip()))
    sides = {(edge.upward, edge.number): set[bool]() for edge in edges}
    for edge in edges:
        sides[edge.upward, edge.number].add(edge.inclusive)
    lows = [(number, True in kinds) for (upward, number), kinds in sides.items() if upward]
    highs = [(number, True in kinds) for (upward, number), kinds in sides.items() if not upward]
    low, has_low = max(lows, key=lambda side: (side[0], not side[1]), default=(-inf, False))
    high, has_high = min(highs, key=lambda side: (side[0], side[1]), default=(inf, False))
    doubled = tuple(number for (_, number), kinds in sides.items() if len(kinds) > 1)
    return Written(edges, Range(low, high, has_low, has_high), doubled)


def pieces(ranges: Iterable[Range], within: Range, *, whole: bool) -> list[Range]:
    """The numbers cut at every end of some ranges: each end by itself, and what lies between, in order.

    Args:
        ranges: what cuts.
        within: where the numbers lie.
        whole: only whole numbers occur: a piece goes from one to another, and those without one are left out.
    """
    ends = {end for each in ranges for end in (each.low, each.high) if end in within}
    ends |= {end for end in (within.low, within.high) if abs(end) != inf and end in within}
    found, last = [], within.low
    for end in sorted(ends):
        if last < end:
            found.append(Range(last, end))
        found.append(Range(end, end, has_low=True, has_high=True))
        last = end
    if last < within.high:
        found.append(Range(last, within.high))
    return [each for each in map(_of_whole_numbers, found) if not each.is_empty] if whole else found


def _of_whole_numbers(each: Range) -> Range:
    """A range from its least whole number to its largest."""
    low = each.low if each.low == -inf else ceil(each.low) if each.has_low else floor(each.low) + 1
    high = each.high if each.high == inf else floor(each.high) if each.has_high else ceil(each.high) - 1
    return Range(low, high, has_low=low != -inf, has_high=high != inf)
