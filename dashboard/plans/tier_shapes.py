"""The shape of a rule's tiers: which figures each takes, and where they share one, leave one out, or go astray.

A rule's figures are cut into pieces at every number that it names; within a piece every tier holds or does not. So a
look at each piece, from mild to severe, finds everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

from dashboard.plans.findings import Kind
from dashboard.plans.ranges import Range, pieces

PETITION_AXIS = "petition"
Box = Mapping[str, Range]
"""A range for each figure."""


@dataclass(frozen=True)
class Shape:
    """What a rule's tiers take. ``tiers`` are their numbers with their boxes, mild to severe.

    ``within`` says where each figure lies; ``is_upward`` whether growing figures are worse; ``whole`` whether only
    whole numbers occur.
    """

    tiers: Sequence[tuple[int, Box]]
    within: Box
    is_upward: bool
    whole: bool

    def goes_on(self, tier: Box) -> bool:
        """Whether a tier goes on to the worst figures, so that worse tiers lie inside it."""
        return all((each.high if self.is_upward else -each.low) == inf for each in tier.values())


@dataclass(frozen=True)
class Flaw:
    """A flaw of a shape: tiers by number (0: none), and the figures it concerns."""

    kind: Kind
    milder: int
    worse: int
    area: Box


def flaws(shape: Shape) -> Iterator[Flaw]:
    """Everything that is wrong with the shape of a rule's tiers."""
    names = list(shape.within)
    axes = {name: _axis(shape, name) for name in names}
    cells = list(product(*(range(len(axes[name])) for name in names)))
    held = {
        cell: [
            tier
            for tier, box in shape.tiers
            if all(axes[n][i].middle in box.get(n, Range()) for n, i in zip(names, cell, strict=True))
        ]
        for cell in cells
    }
    worst = {cell: max(tiers, default=0) for cell, tiers in held.items()}
    yield from _out_of_order(shape, held, worst)
    # With the worst petition: what falls short even then falls short with any.
    whole = {c: t for c, t in held.items() if all(
        i == len(axes[n]) - 1 for n, i in zip(names, c, strict=True) if n == PETITION_AXIS
    )}  # fmt: skip
    boxes = dict(shape.tiers)
    for milder, worse in ((a, b) for a in boxes for b in boxes if a < b and not shape.goes_on(boxes[a])):
        for area in _merged({c for c, tiers in whole.items() if {milder, worse} <= set(tiers)}, axes, names):
            is_shared = any(each.is_point for each in area.values())
            yield Flaw("shared" if is_shared else "overlap", milder, worse, area)
    reached: dict[tuple[int, ...], int] = {}
    for cell in whole:
        before = ((*cell[:n], i - 1, *cell[n + 1 :]) for n, i in enumerate(cell) if i)
        reached[cell] = max([worst[cell], *(reached[each] for each in before if each in reached)])
    for tier in sorted(set(reached.values())):
        short = {cell for cell in whole if worst[cell] < reached[cell] == tier}
        for area in _merged(short, axes, names):
            yield Flaw("hole", tier, 0, area)


def _axis(shape: Shape, name: str) -> list[Range]:
    """The pieces of a figure, from mild to severe."""
    found = pieces(
        (box[name] for _, box in shape.tiers if name in box), shape.within[name], whole=shape.whole
    )
    return found if shape.is_upward else found[::-1]


def _out_of_order(
    shape: Shape, held: Mapping[tuple[int, ...], list[int]], worst: Mapping[tuple[int, ...], int]
) -> Iterator[Flaw]:
    """Worse tiers that hold where milder ones, which go on to the worst, do not; and tiers that nothing reaches."""
    boxes, told = dict(shape.tiers), set()
    for milder, worse in ((a, b) for a in boxes for b in boxes if a < b):
        alone = any(worse in tiers and milder not in tiers for tiers in held.values())
        if shape.goes_on(boxes[milder]) and alone:
            told.add(milder)
            yield Flaw("order", milder, worse, {})
    for tier in boxes:
        if tier not in told and tier not in worst.values():
            yield Flaw("never", tier, 0, {})


def _merged(
    cells: set[tuple[int, ...]], axes: Mapping[str, list[Range]], names: Sequence[str]
) -> list[dict[str, Range]]:
    """Cells that lie side by side as one area; an area that takes in all of a figure does not name it."""
    runs = [tuple((i, i) for i in cell) for cell in sorted(cells)]
    for axis in range(len(names)):
        rest = [(run[:axis] + run[axis + 1 :], run[axis]) for run in runs]
        joined: dict[tuple[tuple[int, int], ...], list[tuple[int, int]]] = {}
        for others, (first, last) in sorted(rest):
            here = joined.setdefault(others, [])
            if here and here[-1][1] + 1 == first:
                here[-1] = (here[-1][0], last)
            else:
                here.append((first, last))
        runs = [(*others[:axis], run, *others[axis:]) for others, found in joined.items() for run in found]
    areas = []
    for run in sorted(runs):
        area = {}
        for name, (first, last) in zip(names, run, strict=True):
            axis_ = axes[name]
            if (first, last) != (0, len(axis_) - 1) and name != PETITION_AXIS:
                low, high = sorted((axis_[first], axis_[last]), key=lambda each: (each.low, each.high))
                area[name] = low.up_to(high)
        areas.append(area)
    return areas
