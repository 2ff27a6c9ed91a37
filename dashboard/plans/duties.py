"""Duties: what a document asks to be done when an event happens, of whom, and by when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from dashboard.plans.parts import NAME, EdgeText, Kind, Model, Role, Text

Cause = Literal["layoff", "unemployment", "pay", "hours", "leave", "other"]
Timing = Literal[
    "before", "at_once", "same_time", "within_hours", "days_before", "within_days", "weekly", "classification"
]


class Trigger(Model):
    """What brings a duty: an event of these kinds for which all that is named holds.

    ``affected_count`` and ``affected_share_pct`` (of the firm's staff) are edges. ``causes`` lets an event without
    a cause pass when it counts as about layoffs. ``is_influential`` asks for a firm that is.
    """

    kinds: tuple[Kind, ...] = Field(min_length=1)
    affected_count: EdgeText | None = None
    affected_share_pct: EdgeText | None = None
    causes: tuple[Cause, ...] | None = None
    is_influential: Literal[True] | None = None
    is_spreading: Literal[True] | None = None
    is_passed_down: Literal[True] | None = None


class Duty(Model):
    """One duty: any one of its triggers brings it.

    ``to_passed_down`` names the addressee by who passed the matter down; otherwise ``to`` holds. ``steps`` are what
    else belongs to it, ``until_handled`` that reports go on.
    """

    id: str = Field(pattern=NAME)
    name: Text
    when: tuple[Trigger, ...] = Field(min_length=1)
    to: tuple[Role, ...] = ()
    to_passed_down: dict[Literal["city", "province"], Role] | None = None
    timing: Timing
    hours: float | None = Field(default=None, gt=0)
    days: float | None = Field(default=None, gt=0)
    until_handled: bool = False
    steps: tuple[Text, ...] = ()
    interpretations: tuple[str, ...] = ()
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _timing_has_its_number(self) -> Duty:
        wants = {"within_hours": "hours", "days_before": "days", "within_days": "days"}.get(self.timing)
        for name in ("hours", "days"):
            if (getattr(self, name) is not None) != (name == wants):
                raise ValueError(f"timing {self.timing} {'needs' if name == wants else 'takes no'} {name}")
        return self
