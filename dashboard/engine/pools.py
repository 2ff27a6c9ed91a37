"""Items pooled by one or two whole-number keys: sums, largest and least figures of each group, without a loop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats, Ints, Tiers

NONE = np.iinfo(np.int64).max
"""Larger than every row: what ``Pool.least`` gives for a group none of whose items counts."""


def starts(keys: Ints) -> Ints:
    """Where each run of equal keys begins."""
    begins = np.empty(len(keys), dtype=np.bool_)
    begins[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def runs(start: Ints, length: int) -> Ints:
    """The number of the run that each of some items is in."""
    steps = np.zeros(length, dtype=np.int64)
    steps[start[1:]] = 1
    return np.cumsum(steps, out=steps)


@dataclass(frozen=True)
class Pool:
    """Groups of items of equal keys, in the order of their keys.

    ``order`` lists the items group by group, ``start`` says where each group begins in it.
    """

    order: Ints
    start: Ints

    @classmethod
    def by(cls, left: Ints, right: Ints | None = None) -> Pool:
        """Pool items by a key, or by two; the keys are ≥ −1."""
        keys = left
        if right is not None and len(right):
            keys = left * (int(right.max()) + 2) + right + 1
        order = np.argsort(keys)
        return cls(order, starts(keys[order]))

    def __len__(self) -> int:
        return len(self.start)

    @property
    def one(self) -> Ints:
        """An item of each group."""
        return self.order[self.start]

    @cached_property
    def number(self) -> Ints:
        """The group of each item."""
        found = np.empty(len(self.order), dtype=np.int64)
        found[self.order] = runs(self.start, len(found))
        return found

    def any(self, items: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether one of a group's items is marked."""
        found: NDArray[np.bool_] = np.logical_or.reduceat(items[self.order], self.start)
        return found

    def sums(self, figures: Floats) -> Floats:
        """Sums, NaN where one of the figures is missing."""
        found: Floats = np.add.reduceat(figures[self.order], self.start)
        return found

    def largest(self, figures: Floats) -> Floats:
        """The largest figure that is known, NaN where none is."""
        found: Floats = np.fmax.reduceat(figures[self.order], self.start)
        return found

    def worst(self, tiers: Tiers) -> Tiers:
        """The worst tier."""
        found: Tiers = np.maximum.reduceat(tiers[self.order], self.start)
        return found

    def least(self, rows: Ints, where: NDArray[np.bool_] | None = None) -> Ints:
        """The least row, among the marked items if some are marked; ``NONE`` for none."""
        counted = rows if where is None else np.where(where, rows, NONE)
        found: Ints = np.minimum.reduceat(counted[self.order], self.start)
        return found
