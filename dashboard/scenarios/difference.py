"""What a scenario changes: the places whose tier or rules differ, which rule did it, and the chain upward."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.engine.escalation import counted_children
from dashboard.engine.evaluate import Evaluation
from dashboard.engine.figures import MonthFigures, month_figures
from dashboard.engine.panel import Ints, Tiers
from dashboard.plans.schema import ChildTiers


@dataclass(frozen=True)
class Judgement:
    """One month of an evaluation, with its figures."""

    evaluation: Evaluation
    index: int

    @cached_property
    def figures(self) -> MonthFigures:
        """The month's figures."""
        return month_figures(self.evaluation, self.index)

    @property
    def tiers(self) -> Tiers:
        """The tiers of all places."""
        found: Tiers = self.evaluation.tiers[self.index]
        return found

    @property
    def levels(self) -> Tiers:
        """The tiers of all rules and places."""
        found: Tiers = self.evaluation.levels[:, self.index]
        return found


@dataclass(frozen=True)
class RuleChange:
    """A rule that stands otherwise in a place: its position in the plan, tiers, and figures (NaN for none)."""

    rule: int
    before: int
    after: int
    value_before: float
    value_after: float


@dataclass(frozen=True)
class Link:
    """A step of the chain: a place whose rule on its parts stands otherwise, and the parts that changed."""

    region: int
    rule: int
    children: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """What lies between two judgements of the same places under plans with the same rules."""

    before: Judgement
    after: Judgement

    @cached_property
    def regions(self) -> Ints:
        """The places in which the tier or a rule differs, in file order."""
        other = (self.before.levels != self.after.levels).any(axis=0) | (
            self.before.tiers != self.after.tiers
        )
        return np.flatnonzero(other)

    @cached_property
    def moved(self) -> Ints:
        """The places whose tier differs."""
        return np.flatnonzero(self.before.tiers != self.after.tiers)

    @property
    def is_empty(self) -> bool:
        """Whether no place and no rule stands otherwise."""
        return not len(self.regions)

    @cached_property
    def steps(self) -> Ints:
        """For each place how many tiers it rises (falls, if negative); 0 where it is unknown before or after."""
        known = (self.before.tiers >= 0) & (self.after.tiers >= 0)
        found: Ints = np.where(known, self.after.tiers.astype(np.int64) - self.before.tiers, 0)
        return found

    def rules_of(self, region: int) -> tuple[RuleChange, ...]:
        """The rules that stand otherwise in a place, those at the worst tier first, then in plan order."""
        old, new = self.before.levels[:, region], self.after.levels[:, region]
        found = [
            RuleChange(
                int(i), int(old[i]), int(new[i]),
                float(self.before.figures.value[i, region]), float(self.after.figures.value[i, region]),
            )
            for i in np.flatnonzero(old != new)
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda each: -max(each.before, each.after)))

    def causes(self, region: int) -> tuple[RuleChange, ...]:
        """The rules that moved a place's tier: those that reach its new one, or held it at its old one."""
        old, new = int(self.before.tiers[region]), int(self.after.tiers[region])
        if new > old:
            return tuple(each for each in self.rules_of(region) if each.after == new)
        return tuple(each for each in self.rules_of(region) if each.before == old) if new < old else ()

    @cached_property
    def chain(self) -> tuple[Link, ...]:
        """From the lowest places up: whose rules on their parts stand otherwise, and because of which parts."""
        evaluation = self.after.evaluation
        depth, links = evaluation.panel.depth, []
        for i, rule in enumerate(evaluation.plan.rules):
            if not isinstance(rule.measure, ChildTiers):
                continue
            child, parent = counted_children(rule, evaluation.panel)
            for region in np.flatnonzero(self.before.levels[i] != self.after.levels[i]).tolist():
                moved = [
                    int(c) for c in child[parent == region] if self.before.tiers[c] != self.after.tiers[c]
                ]
                links.append(Link(region, i, tuple(moved)))
        return tuple(sorted(links, key=lambda link: -int(depth[link.region])))
