"""The shape of a rule on children: what so many of them at a tier reach, and where a worse tier counts for less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, inf

from dashboard.plans.ranges import Range, pieces, read
from dashboard.plans.tier_shapes import Flaw

Options = Sequence[Mapping[str, str]]
"""Alternatives, one of which is enough; each asks for counts by name."""


class ChildShape:
    """What children at a tier reach. Counts are named ``TIER_or_worse`` or, of that tier itself, ``TIER``."""

    def __init__(self, tier_ids: Sequence[str], tiers: Mapping[int, Options], *, worst_apart: bool) -> None:
        self.ids, self.tiers, self.worst_apart = list(tier_ids), tiers, worst_apart
        named = [read(text).range for options in tiers.values() for o in options for text in o.values()]
        self.numbers = pieces(named, Range(1.0, inf, has_low=True), whole=True)

    def _count(self, name: str, counts: Sequence[int]) -> int:
        if name in self.ids:
            return counts[self.ids.index(name)]
        last = len(counts) - 1 if self.worst_apart else len(counts)
        return sum(counts[self.ids.index(name.removesuffix("_or_worse")) : last])

    def holds(self, tier: int, counts: Sequence[int]) -> bool:
        """Whether one of a tier's alternatives holds for so many children at each tier."""
        return any(
            all(self._count(name, counts) in read(text).range for name, text in option.items())
            for option in self.tiers[tier]
        )

    def worst(self, counts: Sequence[int]) -> int:
        """The worst tier reached, 0 for none."""
        return max((tier for tier in self.tiers if self.holds(tier, counts)), default=0)

    def alone(self, tier: int, number: int) -> list[int]:
        """So many children at one tier and none at any other."""
        return [number if n == tier - 1 else 0 for n in range(len(self.ids))]

    def flaws(self) -> Iterator[Flaw]:
        """Everything that is wrong with it."""
        every = range(1, len(self.ids) + 1)
        for milder, worse in pairwise(every):
            short = [
                i
                for i, number in enumerate(int(each.low) for each in self.numbers)
                if self.worst(self.alone(worse, number)) < self.worst(self.alone(milder, number))
            ]
            for first, last in _runs(short):
                area = {self.ids[worse - 1]: self.numbers[first].up_to(self.numbers[last])}
                yield Flaw("hole", milder, worse, area)
        least = [self._least(option) for options in self.tiers.values() for option in options]
        points = [
            self.alone(tier, n) for tier in every for n in (int(each.low) for each in self.numbers)
        ] + least
        yield from self._out_of_order(points)

    def _out_of_order(self, points: Sequence[Sequence[int]]) -> Iterator[Flaw]:
        """Worse tiers that hold where milder ones do not, unless worse children count apart; unreached tiers."""
        names = {name for options in self.tiers.values() for option in options for name in option}
        told = set()
        for worse in () if self.worst_apart or names & set(self.ids[:-1]) else self.tiers:
            for milder in (tier for tier in self.tiers if tier < worse):
                if any(self.holds(worse, point) and not self.holds(milder, point) for point in points):
                    told.add(milder)
                    yield Flaw("order", milder, worse, {})
        reached = {self.worst(point) for point in points} | told
        for tier in self.tiers:
            if tier not in reached:
                yield Flaw("never", tier, 0, {})

    def _least(self, option: Mapping[str, str]) -> list[int]:
        """The fewest children for which an alternative holds, each at the mildest tier that counts."""
        counts = [0] * len(self.ids)
        for tier in range(len(self.ids), 0, -1):
            for name in (self.ids[tier - 1], f"{self.ids[tier - 1]}_or_worse"):
                if name in option:
                    needed = _least_of(read(option[name]).range)
                    counts[tier - 1] += max(0, needed - self._count(name, counts))
        return counts


def _least_of(each: Range) -> int:
    """The least whole number of a range that begins somewhere."""
    return ceil(each.low) if each.has_low else floor(each.low) + 1


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    found: list[tuple[int, int]] = []
    for n in numbers:
        if found and found[-1][1] == n - 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return found
