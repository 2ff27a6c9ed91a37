"""Money that a plan promises: benefits to people, refunds and hiring subsidies to firms."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from dashboard.plans.conditions import Condition, Criterion
from dashboard.plans.parts import NAME, Model, Text

_KINDS_OF_AMOUNT = ("cny", "contributions_pct", "benefit_months", "months")


class Amount(Model):
    """How much, for whom one of its conditions holds; without conditions for everybody.

    ``cny`` is paid once (a month, with ``per: month``; a person, with ``per: person``), for at most ``months``;
    ``contributions_pct`` is a share of last year's contributions; ``benefit_months`` is so many months of the local
    monthly benefit for each insured person.
    """

    id: str = Field(pattern=NAME)
    name: Text
    when: tuple[Condition, ...] = ()
    cny: float | None = Field(default=None, gt=0)
    per: Literal["month", "person"] | None = None
    months: int | None = Field(default=None, ge=1, strict=True)
    contributions_pct: float | None = Field(default=None, gt=0, le=100)
    benefit_months: int | None = Field(default=None, ge=1, strict=True)

    @model_validator(mode="after")
    def _says_how_much(self) -> Amount:
        if all(getattr(self, name) is None for name in _KINDS_OF_AMOUNT):
            raise ValueError(f"says no amount; add one of {', '.join(_KINDS_OF_AMOUNT)}")
        if (self.cny is None) != (self.per is None):
            raise ValueError("cny and per go together")
        return self


class Payment(Model):
    """One promise: who gets it (all ``requirements`` hold), and how much (the first of ``amounts`` that fits).

    ``cap_cny`` is the most that one firm gets. Days of validity that the text masks or leaves out are not made up;
    ``note`` says what it does say.
    """

    id: str = Field(pattern=NAME)
    name: Text
    to: Literal["person", "firm", "agency"]
    requirements: tuple[Criterion, ...] = ()
    amounts: tuple[Amount, ...] = ()
    cap_cny: float | None = Field(default=None, gt=0)
    valid_from: date | None = None
    valid_until: date | None = None
    note: Text | None = None
    interpretations: tuple[str, ...] = ()
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Payment:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} is before valid_from {self.valid_from}")
        return self

    def is_valid_on(self, day: date) -> bool:
        """Whether the text is in force on a day; what has no dates is."""
        begins, ends = self.valid_from or date.min, self.valid_until or date.max
        return begins <= day <= ends
