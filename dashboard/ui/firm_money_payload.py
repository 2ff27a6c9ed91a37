"""What the component ``listing`` is given of what plans promise a firm: conditions, if they hold, and how much."""

from __future__ import annotations

import math

from dashboard.locale import Words
from dashboard.plans.conditions import Criterion
from dashboard.plans.styles import Scheme
from dashboard.registers.firm_money import Promise, promises
from dashboard.ui.listing import cell, column, group, row
from dashboard.ui.payloads import Data, ground
from dashboard.wording.figures import amount, number
from dashboard.wording.firms import FirmMonth, money


def money_rows(of: FirmMonth, scheme: Scheme, firm: int) -> Data:
    """The component ``listing``: a group a payment, a row a condition."""
    t, rows = of.t, []
    found = promises(of.firms, firm, of.month)
    for promise in found:
        rows.append(group(_title(promise, t), _sum(promise, t)))
        for criterion, answer, figure in promise.conditions:
            rows.append(_condition(promise, criterion, answer, figure, t))
        if not promise.conditions:
            rows.append(row(f"{promise.plan.id} {promise.payment.id}", [
                cell(t("no condition in the text")), cell("—"), cell("—", faint=True),
                cell(promise.payment.clause, faint=True),
            ]))  # fmt: skip
    note = ""
    if found and not found[0].in_force:
        note = t(
            "No plan in force here promises refunds or subsidies; these are other places' plans, for comparison."
        )
    return ground(of.teller, scheme) | {
        "caption": t("What plans promise the firm"),
        "columns": [
            column(t("Condition")),
            column(t("Value"), figure=True),
            column(t("Holds")),
            column(t("Clause")),
        ],
        "rows": rows,
        "note": note,
    }


def _title(promise: Promise, t: Words) -> str:
    return t(
        "{payment}: {plan}", payment=t.label(promise.payment.name), plan=t.label(promise.plan.short_title)
    )


def _condition(
    promise: Promise, criterion: Criterion, answer: bool | None, figure: float | None, t: Words
) -> Data:
    word = {True: t("yes"), False: t("no"), None: t("to be stated")}[answer]
    shown = "—" if figure is None or math.isnan(figure) else number(figure, 0 if figure == int(figure) else 1)
    return row(
        f"{promise.plan.id} {promise.payment.id} {criterion.id}",
        [
            cell(t.label(criterion.name), small=t("the bureau's practice") if criterion.practice else ""),
            cell(shown),
            cell(word, strong=answer is False, faint=answer is None),
            cell(criterion.clause, faint=True),
        ],
    )


def _sum(promise: Promise, t: Words) -> str:
    """What it comes to, as far as it can be said, and whether it can be had."""
    answer = {True: t("all conditions hold"), False: t("cannot be had"), None: t("open until stated")}[
        promise.holds
    ]
    return t("{answer}; {sum}", answer=answer, sum=_amount(promise, t))


def _amount(promise: Promise, t: Words) -> str:
    paid = promise.amount
    if paid is None:
        return (
            t("the text gives no amount")
            if promise.is_certain
            else t("the amount depends on what is missing")
        )
    said = []
    if paid.cny is not None:
        per = (
            t("{sum} a person", sum=money(paid.cny, t))
            if paid.per == "person"
            else t("{sum} a month", sum=money(paid.cny, t))
        )
        said.append(per)
    if paid.contributions_pct is not None:
        said.append(t("{share}% of last year's contributions", share=number(paid.contributions_pct)))
    if paid.benefit_months is not None and not math.isnan(promise.insured):
        said.append(
            t(
                "{months} of the local benefit for {people}",
                months=amount(paid.benefit_months, "months", t, decimals=0),
                people=amount(promise.insured, "people", t),
            )
        )
    if paid.months is not None:
        said.append(t("at most {months}", months=amount(paid.months, "months", t, decimals=0)))
    if promise.payment.cap_cny is not None:
        said.append(t("at most {sum} a firm", sum=money(promise.payment.cap_cny, t)))
    return t("; ").join(said)
