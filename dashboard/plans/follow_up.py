"""What is done for each person, who is followed up, and the gates that a firm's plan must pass before it starts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboard.plans.conditions import Condition, Criterion
from dashboard.plans.parts import NAME, Model, Text

ServiceKind = Literal[
    "job_offer",
    "guidance",
    "employment_service",
    "training",
    "contact",
    "placement",
    "registration",
    "job_fair",
    "start_up",
    "counselling",
    "social_aid",
]
"""Kinds of services (data.md, table services)."""
PlanKind = Literal["layoff", "placement"]
"""Kinds of a firm's plans (data.md, table layoff_plans)."""


class Minimum(Model):
    """The least that a person gets: so many services of these kinds.

    Over the whole follow-up, or in each so many months (``every_months``), or so many days after the person came
    onto the list (``within_days``). ``who`` narrows it to some, ``only`` says in which circumstances it holds.
    """

    id: str = Field(pattern=NAME)
    name: Text
    kinds: tuple[ServiceKind, ...] = Field(min_length=1)
    at_least: int = Field(ge=1, strict=True)
    every_months: int | None = Field(default=None, ge=1, strict=True)
    within_days: int | None = Field(default=None, ge=1, strict=True)
    who: tuple[Condition, ...] = ()
    only: Text | None = None
    interpretations: tuple[str, ...] = ()
    clause: str = Field(min_length=1)


class FollowUp(Model):
    """Person-level follow-up.

    ``includes`` and ``leaves_out`` draw its scope; ``channels`` are the ways to work; ``protected`` are those whom a
    firm that is not fully closed should keep; ``none_left`` must come to nothing.
    """

    includes: tuple[Criterion, ...] = ()
    leaves_out: tuple[Criterion, ...] = ()
    minimums: tuple[Minimum, ...] = Field(min_length=1)
    channels: tuple[Criterion, ...] = ()
    protected: tuple[Criterion, ...] = ()
    none_left: tuple[Criterion, ...] = ()


class Gate(Model):
    """What must be there before a firm's plan of these kinds may start (``needs``), and what must follow (``then``).

    ``of`` narrows it to plans or firms for which one of the conditions holds.
    """

    id: str = Field(pattern=NAME)
    name: Text
    kinds: tuple[PlanKind, ...] = Field(min_length=1)
    of: tuple[Condition, ...] = ()
    needs: tuple[Criterion, ...] = Field(min_length=1)
    then: tuple[Criterion, ...] = ()
    interpretations: tuple[str, ...] = ()
    clause: str = Field(min_length=1)
