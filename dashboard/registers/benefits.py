"""What the plans in force promise to people: which conditions hold, which amount, by which clause, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.plans.amounts import Amount, Payment
from dashboard.plans.conditions import Criterion
from dashboard.plans.profiles import Brief, Lender
from dashboard.registers.answers import (
    NO,
    UNKNOWN,
    YES,
    Answers,
    both,
    condition_answers,
    criterion_answers,
    either,
)

NO_AMOUNT, OPEN_AMOUNT = -1, -2


@dataclass(frozen=True)
class Claim:
    """One promise for every person.

    ``entitled`` says whether all requirements hold and an amount fits; ``amounts`` has the position of the first
    amount that fits in the plan's order of tests, ``NO_AMOUNT`` where none does, ``OPEN_AMOUNT`` where something
    missing decides.
    """

    lender: Lender
    payment: Payment
    requirements: tuple[tuple[Criterion, Answers], ...]
    amounts: NDArray[np.int64]
    entitled: Answers
    is_valid: bool

    def amount_of(self, row: int) -> Amount | None:
        """The amount of one person, if there is one."""
        at = int(self.amounts[row])
        return self.payment.amounts[at] if at >= 0 else None


def claims(people: pd.DataFrame, brief: Brief, day: date) -> tuple[Claim, ...]:
    """What the plans in force promise to each of some people (``households.with_figures``) on a day."""
    return tuple(
        claim(people, lender, payment, day)
        for lender in brief.given("benefits")
        for payment in lender.plan.benefits
        if payment.to == "person"
    )


def claim(people: pd.DataFrame, lender: Lender, payment: Payment, day: date) -> Claim:
    """One promise for each of some people on a day."""
    count, rows = len(people), {"people": people}
    requirements = tuple((each, criterion_answers(each, rows, count)) for each in payment.requirements)
    amounts = np.full(count, NO_AMOUNT, dtype=np.int64)
    is_settled = np.zeros(count, dtype=bool)
    for at, amount in enumerate(payment.amounts):
        fits = (
            either((condition_answers(each, rows, count) for each in amount.when), count)
            if amount.when
            else np.ones(count, dtype=np.int8)
        )
        amounts[~is_settled & (fits == YES)] = at
        amounts[~is_settled & (fits == UNKNOWN)] = OPEN_AMOUNT
        is_settled |= fits != NO
    has_amount = np.where(amounts >= 0, YES, np.where(amounts == OPEN_AMOUNT, UNKNOWN, NO)).astype(np.int8)
    answers = [answer for _, answer in requirements] + ([has_amount] if payment.amounts else [])
    return Claim(lender, payment, requirements, amounts, both(answers, count), payment.is_valid_on(day))
