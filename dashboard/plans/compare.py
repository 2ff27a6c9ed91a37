"""Plans side by side: which duties of several plans are about the same thing, and what differs between them.

A claim is what one duty asks of one sort of events: its triggers that look at the same kinds under the same
circumstances (an influential firm, opinion that spreads, matters passed down). Claims of different plans stand in one
row where they look at a kind in common under the same circumstances and are the same duty: by its name, or by what is
told to whom and when. Nothing is matched by hand; a new plan finds its rows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from dashboard.plans.duties import Duty, Trigger
from dashboard.plans.edges import Edge
from dashboard.plans.parts import Kind
from dashboard.plans.schema import Plan

CIRCUMSTANCES = ("is_influential", "is_spreading", "is_passed_down")
Aspect = Literal["people", "share", "kinds", "causes", "timing", "to"]
"""What can differ: the number of people, the share of staff, the kinds of events, their causes, when, and to whom."""
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


@dataclass(frozen=True)
class Claim:
    """What one duty of a plan asks of one sort of events; any of ``triggers`` brings it."""

    plan: str
    duty: Duty
    triggers: tuple[Trigger, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of events that it looks at."""
        return self.triggers[0].kinds

    @property
    def circumstances(self) -> frozenset[str]:
        """What must hold of an event beside its figures and cause."""
        return _circumstances(self.triggers[0])

    @property
    def people(self) -> Edge | None:
        """From how many people on; None for any number."""
        return next((each.affected_count for each in self.triggers if each.affected_count), None)

    @property
    def share_pct(self) -> Edge | None:
        """From which share of the staff on, where that is another way in."""
        return next((each.affected_share_pct for each in self.triggers if each.affected_share_pct), None)

    @property
    def causes(self) -> frozenset[str] | None:
        """The causes that count; None for any."""
        named = [each.causes for each in self.triggers]
        return None if None in named else frozenset(cause for causes in named for cause in causes or ())

    @property
    def narrowed(self) -> Duty:
        """The duty with the triggers of this claim only."""
        return self.duty.model_copy(update={"when": self.triggers})

    def looks_like(self, other: Claim) -> bool:
        """Whether another plan's claim is about the same thing."""
        if self.circumstances != other.circumstances or not set(self.kinds) & set(other.kinds):
            return False
        mine, theirs = self.duty, other.duty
        told_alike = bool(mine.to) and (set(mine.to), mine.timing) == (set(theirs.to), theirs.timing)
        return mine.id == theirs.id or told_alike


@dataclass(frozen=True)
class Row:
    """Claims on the same thing, by plan, of at least one of the plans compared; and how they differ.

    ``absent`` are the plans that ask nothing of the kind. ``people`` is the largest difference between the numbers
    at which they begin, 0 where it is the same or cannot be said.
    """

    claims: dict[str, Claim]
    absent: tuple[str, ...]
    differs: tuple[Aspect, ...]
    people: float

    @property
    def is_same(self) -> bool:
        """Whether every plan compared asks the same."""
        return not self.absent and not self.differs

    @property
    def first(self) -> Claim:
        """The claim of the first plan that has one."""
        return next(iter(self.claims.values()))


def claims_of(plan: Plan) -> list[Claim]:
    """What each duty of a plan asks, a claim for each sort of events, in the plan's order."""
    found = []
    for duty in plan.duties:
        sorts: dict[tuple[tuple[str, ...], frozenset[str]], list[Trigger]] = {}
        for trigger in duty.when:
            sorts.setdefault((trigger.kinds, _circumstances(trigger)), []).append(trigger)
        found += [Claim(plan.id, duty, tuple(triggers)) for triggers in sorts.values()]
    return found


def side_by_side(plans: Sequence[Plan]) -> list[Row]:
    """The duties of several plans, those that are about the same thing in one row.

    In the order of the first plan, then of what only the later ones have, gathered by the kinds of events.
    """
    groups: list[dict[str, Claim]] = []
    for plan in plans:
        for claim in claims_of(plan):
            alike = (
                group
                for group in groups
                if plan.id not in group and any(claim.looks_like(each) for each in group.values())
            )
            group = next(alike, None)
            if group is None:
                groups.append({plan.id: claim})
            else:
                group[plan.id] = claim
    kinds = list(dict.fromkeys(_first(group).kinds[0] for group in groups))
    groups.sort(key=lambda group: kinds.index(_first(group).kinds[0]))
    return [_row(group, [plan.id for plan in plans]) for group in groups]


def shared_rows(one: Plan, other: Plan) -> int:
    """In how many things two plans can be held against each other."""
    return sum(not row.absent for row in side_by_side((one, other)))


def _first(group: dict[str, Claim]) -> Claim:
    return next(iter(group.values()))


def _circumstances(trigger: Trigger) -> frozenset[str]:
    return frozenset(name for name in CIRCUMSTANCES if getattr(trigger, name))


def _row(group: dict[str, Claim], plans: Sequence[str]) -> Row:
    claims = {plan: group[plan] for plan in plans if plan in group}
    pairs = list(combinations(claims.values(), 2))
    differs = tuple(
        aspect
        for aspect in ASPECTS
        if any(_aspect(one, aspect) != _aspect(two, aspect) for one, two in pairs)
    )
    numbers = [claim.people.number for claim in claims.values() if claim.people is not None]
    known = len(numbers) == len(claims)
    people = max(numbers) - min(numbers) if known and numbers else 0.0
    return Row(claims, tuple(plan for plan in plans if plan not in group), differs, people)


def _aspect(claim: Claim, aspect: Aspect) -> object:
    match aspect:
        case "people":
            return claim.people
        case "share":
            return claim.share_pct
        case "kinds":
            return frozenset(claim.kinds)
        case "causes":
            return claim.causes
        case "timing":
            return claim.duty.timing, claim.duty.hours, claim.duty.days
        case "to":
            return _addressees(claim.duty)


def _addressees(duty: Duty) -> frozenset[str]:
    passed: Iterable[str] = (duty.to_passed_down or {}).values()
    return frozenset(duty.to) | frozenset(passed)
