"""Items pooled by whole-number keys: sums, largest and least figures of each group, without a loop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.panel import Floats, Ints, Tiers

NONE = np.iinfo(np.int64).max
"""Larger than every row: what ``Pool.least`` gives for a group none of whose items counts."""
_AS_THEY_STAND = slice(None)


def order_by(*keys: Ints) -> Ints:
    """The order of items by keys ≥ 0, the first of which weighs most; equal items keep their order.

    Numbers of 16 bits are sorted by counting, several times faster than longer ones, so keys are cut into such.
    """
    bits = [max(int(key.max(initial=0)).bit_length(), 1) for key in keys]
    parts = [
        (key >> shift).astype(np.uint16)
        for key, length in zip(reversed(keys), reversed(bits), strict=True)
        for shift in range(0, length, 16)
    ]
    return np.lexsort(parts)


def starts(*keys: Ints) -> Ints:
    """Where each run of equal keys begins."""
    begins = np.empty(len(keys[0]), dtype=np.bool_)
    begins[:1] = True
    np.not_equal(keys[0][1:], keys[0][:-1], out=begins[1:])
    for key in keys[1:]:
        begins[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(begins)


def runs(start: Ints, length: int) -> Ints:
    """The number of the run that each of some items is in."""
    steps = np.zeros(length, dtype=np.int64)
    steps[start[1:]] = 1
    return np.cumsum(steps, out=steps)


@dataclass(frozen=True)
class Pool:
    """Groups of items of equal keys, in the order of their keys.

    ``order`` lists the items group by group, ``start`` says where each group begins in it; ``items`` is their number.
    """

    order: Ints | slice
    start: Ints
    items: int

    @classmethod
    def by(cls, *keys: Ints) -> Pool:
        """Pool items by keys ≥ 0."""
        order = order_by(*keys)
        return cls(order, starts(*(key[order] for key in keys)), len(order))

    @classmethod
    def in_order(cls, *keys: Ints) -> Pool:
        """Pool items that are sorted by their keys."""
        return cls(_AS_THEY_STAND, starts(*keys), len(keys[0]))

    def __len__(self) -> int:
        return len(self.start)

    @property
    def one(self) -> Ints:
        """An item of each group."""
        return self.start if isinstance(self.order, slice) else self.order[self.start]

    @cached_property
    def number(self) -> Ints:
        """The group of each item."""
        found = np.empty(self.items, dtype=np.int64)
        found[self.order] = runs(self.start, self.items)
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
