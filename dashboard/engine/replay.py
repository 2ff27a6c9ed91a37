"""Replay: what a changed plan would have said in every past month, held against what was said.

Two evaluations of the same figures are laid side by side: the months and places whose tier or rules differ, the
alerts that would have been gained, lost, earlier, later, and the reports that would have been due in other hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.engine.evaluate import Evaluation
from dashboard.engine.panel import Ints, Tiers
from dashboard.engine.pools import starts
from dashboard.errors import PlanError

KINDS = ("gained", "lost", "earlier", "later", "longer", "shorter", "higher", "lower")
"""How an alert can differ; each kind and the next one are each other's opposite."""
NONE = -1
"""No month: an alert that one of the two plans does not have."""
SILENT = -2
"""The tier of a rule that does not apply, or that one of the two plans does not have."""


@dataclass(frozen=True)
class Cells:
    """The months and places in which the tier or some rule differs, by place and then month; parallel arrays.

    ``month`` is a month number, ``region`` a position in the panel, ``before`` and ``after`` are tiers.
    """

    month: Ints
    region: Ints
    before: Tiers
    after: Tiers

    def __len__(self) -> int:
        return len(self.month)


@dataclass(frozen=True)
class RuleCells:
    """Which rules differ in those months and places; parallel arrays, in the order of the cells.

    ``cell`` is a position in :class:`Cells`, ``rule`` one in ``Replay.rule_ids``. A tier may also be ``SILENT``; a
    rule that is silent on one side and warns on neither does not differ.
    """

    cell: Ints
    rule: Ints
    before: Tiers
    after: Tiers


@dataclass(frozen=True)
class Episodes:
    """Alerts that differ: months in a row in which a place is at ``tier`` or worse under either plan.

    By tier, place and month. ``kind`` is a position in ``KINDS``: the first thing that differs of whether there is
    one, its first month, its months, its worst tier. ``first``, ``last``, ``months`` and ``worst`` are
    [2, episodes], before and after: the first and the last month at that tier or worse (−1: none), how many such
    months there are, and the worst tier among them (0: none).
    """

    tier: Tiers
    region: Ints
    kind: Tiers
    first: Ints
    last: Ints
    months: Ints
    worst: Tiers

    def __len__(self) -> int:
        return len(self.tier)


@dataclass(frozen=True)
class Deadline:
    """Reports due within other hours: before and after (None: no report), and in how many months of places."""

    before: float | None
    after: float | None
    count: int


@dataclass(frozen=True)
class Replay:
    """What differs between two evaluations of the same figures; everything is empty where nothing does."""

    before: Evaluation
    after: Evaluation
    cells: Cells
    rule_ids: tuple[str, ...]
    rules: RuleCells
    episodes: Episodes
    deadlines: tuple[Deadline, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all."""
        return not (len(self.cells) or len(self.episodes) or self.deadlines)

    @cached_property
    def raised(self) -> int:
        """Months of places whose known tier is worse after than before."""
        return int(((self.cells.after > self.cells.before) & (self.cells.before >= 0)).sum())

    @cached_property
    def lowered(self) -> int:
        """Months of places whose known tier is milder after than before."""
        return int(((self.cells.after < self.cells.before) & (self.cells.after >= 0)).sum())

    @cached_property
    def retiered(self) -> int:
        """Months of places whose tier differs at all."""
        return int((self.cells.after != self.cells.before).sum())

    @cached_property
    def counts(self) -> dict[int, dict[str, int]]:
        """For each tier how many alerts at it or worse differ, by kind; kinds that do not occur are 0."""
        tiers = range(1, self.before.worst + 1)
        found = np.zeros((len(tiers) + 1, len(KINDS)), dtype=np.int64)
        np.add.at(found, (self.episodes.tier, self.episodes.kind), 1)
        return {tier: dict(zip(KINDS, found[tier].tolist(), strict=True)) for tier in tiers}

    @cached_property
    def _starts(self) -> list[int]:
        """Where the rules of each cell begin."""
        starts: list[int] = np.searchsorted(self.rules.cell, np.arange(len(self.cells) + 1)).tolist()
        return starts

    def rules_of(self, cell: int) -> list[tuple[str, int, int]]:
        """The rules that differ in a cell: id, tier before, tier after."""
        here = slice(self._starts[cell], self._starts[cell + 1])
        return [
            (self.rule_ids[rule], int(before), int(after))
            for rule, before, after in zip(
                self.rules.rule[here], self.rules.before[here], self.rules.after[here], strict=True
            )
        ]


def replay(before: Evaluation, after: Evaluation) -> Replay:
    """Lay two evaluations of the same figures side by side.

    Raises:
        PlanError: the plans have other tiers.
        ValueError: the evaluations are not of the same places and months.
    """
    old, new = before.panel, after.panel
    if (old.codes, old.months) != (new.codes, new.months):
        raise ValueError("the evaluations are of other places or months")
    if before.plan.tier_ids != after.plan.tier_ids:
        tiers = " and ".join(", ".join(each.plan.tier_ids) for each in (before, after))
        raise PlanError(f"replay: the plans have other tiers ({tiers}); name a plan with the same ones")
    rule_ids = tuple(dict.fromkeys(rule.id for each in (before, after) for rule in each.plan.rules))
    cells, rules = _cells(before, after, rule_ids)
    return Replay(before, after, cells, rule_ids, rules, _episodes(before, after), _deadlines(before, after))


def _cells(before: Evaluation, after: Evaluation, rule_ids: tuple[str, ...]) -> tuple[Cells, RuleCells]:
    differs = (before.tiers != after.tiers).T.reshape(-1)
    by_rule = []
    for number, rule in enumerate(rule_ids):
        old, new = _levels(before, rule).T, _levels(after, rule).T
        told = (np.minimum(old, new) > SILENT) | (np.maximum(old, new) > 0)
        at = np.flatnonzero((old != new) & told)
        differs[at] = True
        region, month = np.divmod(at, max(before.panel.month_count, 1))
        by_rule.append((at, np.full(len(at), number), old[region, month], new[region, month]))
    at = np.flatnonzero(differs)
    region, month = np.divmod(at, max(before.panel.month_count, 1))
    first, tiers = before.panel.first_month, (before.tiers[month, region], after.tiers[month, region])
    where, rule_of, old_of, new_of = (np.concatenate(parts) for parts in zip(*by_rule, strict=True))
    order = np.argsort(where, kind="stable")
    rules = RuleCells(np.searchsorted(at, where[order]), rule_of[order], old_of[order], new_of[order])
    return Cells(month + first, region, *tiers), rules


def _levels(evaluation: Evaluation, rule: str) -> Tiers:
    """A rule's tiers [months, regions]."""
    position = evaluation.rule_positions.get(rule)
    if position is None:
        return np.full(evaluation.tiers.shape, SILENT, dtype=np.int8)
    return np.where(evaluation.applies[position], evaluation.levels[position], np.int8(SILENT))


def _episodes(before: Evaluation, after: Evaluation) -> Episodes:
    sides = np.stack([before.tiers.T, after.tiers.T])
    found = [_at_tier(sides, tier, before.panel.first_month) for tier in range(1, before.worst + 1)]
    names = Episodes.__dataclass_fields__
    return Episodes(*(np.concatenate([getattr(each, name) for each in found], axis=-1) for name in names))


def _at_tier(sides: Tiers, tier: int, first_month: int) -> Episodes:
    """The alerts at one tier or worse that differ; ``sides`` is [2, regions, months]."""
    month_count = sides.shape[2]
    tiers = sides.reshape(2, -1)
    cell = np.flatnonzero((tiers >= tier).any(axis=0))
    tiers, month, region = tiers[:, cell], cell % max(month_count, 1), cell // max(month_count, 1)
    here = tiers >= tier
    start = starts(
        month + region * (month_count + 1) - np.arange(len(cell))
    )  # no run goes on in the next place

    def first_month_of(marked: NDArray[np.bool_]) -> Ints:
        found: Ints = np.minimum.reduceat(np.where(marked, month, month_count), start, axis=-1)
        return found

    first = first_month_of(here)
    last = np.maximum.reduceat(np.where(here, month, NONE), start, axis=1)
    months = np.add.reduceat(here, start, axis=1, dtype=np.int64)
    worst = np.maximum.reduceat(np.where(here, tiers, np.int8(0)), start, axis=1)
    more, less = first_month_of(here[1] & ~here[0]), first_month_of(here[0] & ~here[1])
    signs = (  # −1 where the plan after has more of it, 1 where it has less; the first that differs decides
        np.where(months[0] == 0, -1, months[1] == 0),
        np.sign(first[1] - first[0]),
        np.where(months[0] == months[1], np.sign(more - less), np.sign(months[0] - months[1])),
        np.sign(worst[0].astype(np.int64) - worst[1]),
    )
    kind = np.select(
        [sign == side for sign in signs for side in (-1, 1)], list(range(len(KINDS))), default=NONE
    ).astype(np.int8)
    keep = np.flatnonzero(kind != NONE)
    exists = months[:, keep] > 0
    return Episodes(
        tier=np.full(len(keep), tier, dtype=np.int8),
        region=region[start][keep],
        kind=kind[keep],
        first=np.where(exists, first[:, keep] + first_month, NONE),
        last=np.where(exists, last[:, keep] + first_month, NONE),
        months=months[:, keep],
        worst=worst[:, keep],
    )


def _deadlines(before: Evaluation, after: Evaluation) -> tuple[Deadline, ...]:
    """How often a report would be due within other hours, the strictest deadline after the change first."""
    width = before.worst + 1
    pairs = np.maximum(before.tiers, 0).astype(np.int64) * width + np.maximum(after.tiers, 0)
    counts: dict[tuple[float | None, float | None], int] = {}
    for pair, count in enumerate(np.bincount(pairs.reshape(-1), minlength=width * width).tolist()):
        old, new = _hours(before, pair // width), _hours(after, pair % width)
        if count and old != new:
            counts[old, new] = counts.get((old, new), 0) + count
    rows = (Deadline(old, new, count) for (old, new), count in counts.items())
    return tuple(sorted(rows, key=lambda row: (row.after or np.inf, row.before or np.inf)))


def _hours(evaluation: Evaluation, tier: int) -> float | None:
    return evaluation.plan.tiers[tier - 1].report_within_hours if tier else None
