"""The levers of a scenario: what is supposed to happen, each with one number that can be moved.

A lever says what changes, never what follows: `dashboard.scenarios.apply` works that out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

PERCENT, POINTS = "percent", "points"
UNITS = (PERCENT, POINTS)
HOLD, TREND = "hold", "trend"
AHEAD = (HOLD, TREND)
MOST_MONTHS = 12
"""Months that a shock may go on for."""


@dataclass(frozen=True)
class IndicatorShock:
    """An indicator moves by a percentage of itself, or by points; every place's without ``places`` (codes)."""

    column: str
    amount: float
    unit: str = PERCENT
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirmShock:
    """A firm lays off people, or closes. ``petition`` is the kind that comes with it."""

    enterprise_id: str
    people: float
    closes: bool = False
    petition: str = "none"


@dataclass(frozen=True)
class IndustryShock:
    """Every firm listed in an industry (GB/T 4754) loses a share of its staff; everywhere without ``places``."""

    industry: str
    percent: float
    petition: str = "none"
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class PayoutShock:
    """The funds pay out more a month, with the same balance."""

    percent: float
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class EdgeMoved:
    """An edge of the plan is another number: ``place`` is ``rule.tier`` or ``rule.tier.figure``."""

    place: str
    edge: str


@dataclass(frozen=True)
class ReadingTaken:
    """An open place of the plan's text is read in another way."""

    interpretation: str
    reading: str


Lever = IndicatorShock | FirmShock | IndustryShock | PayoutShock | EdgeMoved | ReadingTaken


@dataclass(frozen=True)
class Assumptions:
    """What is supposed beside the levers; a starting point for discussion, from no plan.

    ``registered_share_pct`` and ``claims_share_pct``: how many of those that an industry lays off register as
    unemployed, and claim a benefit for the first time, within the month. ``ahead``: in further months figures without
    a lever stay as they are (``hold``), or go on as in the last month (``trend``).
    """

    registered_share_pct: float = 70.0
    claims_share_pct: float = 50.0
    ahead: str = HOLD


@dataclass(frozen=True)
class Scenario:
    """What is supposed. ``months``: how long shocks of figures go on; ``town_alerts``: what counts, "" as before."""

    levers: tuple[Lever, ...] = ()
    months: int = 1
    town_alerts: str = ""
    assumptions: Assumptions = field(default_factory=Assumptions)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is supposed."""
        return not self.levers and self.months == 1 and not self.town_alerts


def amount_of(lever: Lever) -> float | None:
    """The lever's number; None for one that has none."""
    match lever:
        case IndicatorShock(amount=amount):
            return amount
        case FirmShock(people=people):
            return people
        case IndustryShock(percent=percent) | PayoutShock(percent=percent):
            return percent
        case EdgeMoved(edge=edge):
            return float(edge.lstrip("<>= "))
        case _:
            return None


def with_amount(lever: Lever, amount: float) -> Lever:
    """The same lever at another number."""
    match lever:
        case IndicatorShock():
            return replace(lever, amount=amount)
        case FirmShock():
            return replace(lever, people=amount)
        case IndustryShock() | PayoutShock():
            return replace(lever, percent=amount)
        case EdgeMoved(edge=edge):
            return replace(lever, edge=f"{edge[: len(edge) - len(edge.lstrip('<>='))]} {amount:.6f}")
        case _:
            raise TypeError(f"{type(lever).__name__} has no number")
