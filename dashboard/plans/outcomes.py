"""What one part of a plan answers for given rows: whether it holds, what is lacking, and how much is paid.

A part is named by its place in the plan, with ids for list positions: ``lists.regions.criteria.resettlement_site``,
``follow_up.minimums.job_offers``, ``gates.layoff``, ``benefits.living_allowance``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.plans.amounts import Amount, Payment
from dashboard.plans.conditions import GIVEN, Condition, Criterion, Wanted
from dashboard.plans.edges import Edge
from dashboard.plans.follow_up import Gate, Minimum
from dashboard.plans.organisation import Item, Post
from dashboard.plans.parts import Model
from dashboard.plans.schema import Plan

UNKNOWN = "unknown"
NAMED_PARTS = (Criterion, Minimum, Gate, Payment, Item, Post)
NUMBERS = (
    *("cny", "months", "contributions_pct", "benefit_months", "cap_cny"),
    *("at_least", "every_months", "within_days", "people_count", "duty_hours"),
)
"""The numbers that a part may carry beside its edges."""
Outcome = dict[str, Any]
Rows = Mapping[Any, Mapping[str, object]]
"""One row a table, under the tables' names."""


def part_of(plan: Plan, place: str) -> Model | None:
    """The part of a plan at a place, or None if there is none that answers anything."""
    found: Any = plan
    for name in place.split("."):
        if isinstance(found, tuple):
            found = next((each for each in found if getattr(each, "id", None) == name), None)
        else:
            found = getattr(found, name, None) if isinstance(found, Model) else None
    return found if isinstance(found, NAMED_PARTS) else None


def outcome(part: Model, rows: Rows, measured: float | None) -> Outcome:
    """What a part answers: holds (true, false or unknown), lacking, amount, and the numbers it carries."""
    found: Outcome = {name: getattr(part, name) for name in NUMBERS if hasattr(part, name)}
    if isinstance(part, Criterion):
        found["holds"] = _word(criterion_holds(part, rows, measured))
    elif isinstance(part, Minimum):
        found["holds"] = UNKNOWN if measured is None else measured >= part.at_least
    elif isinstance(part, Item):
        edge = part.people_count
        found["people_count"] = str(edge) if edge is not None else None
        found["holds"] = UNKNOWN if edge is None or measured is None else edge.reached_by(measured)
    elif isinstance(part, Gate):
        found |= _of_all(part.needs, rows) | {"applies": _word(applies(part, rows))}
    elif isinstance(part, Payment):
        found |= _of_all(part.requirements, rows)
        amount, is_certain = amount_of(part, rows)
        found["amount"] = amount.id if amount is not None else None if is_certain else UNKNOWN
        found |= {name: getattr(amount, name) for name in NUMBERS if name in Amount.model_fields and amount}
    return found


def applies(gate: Gate, rows: Rows) -> bool | None:
    """Whether a gate stands before a firm's plan; None when something missing decides."""
    if rows.get("layoff_plans", {}).get("kind") not in gate.kinds:
        return False
    answers = [holds(condition, rows) for condition in gate.of]
    return True if not gate.of or True in answers else None if None in answers else False


def _of_all(criteria: tuple[Criterion, ...], rows: Rows) -> Outcome:
    lacking = [each.id for each in criteria if criterion_holds(each, rows) is not True]
    return {"holds": _word(all_hold(criteria, rows)), "lacking": lacking}


def _word(answer: bool | None) -> bool | str:
    return UNKNOWN if answer is None else answer


def holds(condition: Condition, rows: Rows, measured: float | None = None) -> bool | None:
    """Whether a condition holds for a row of its table; None when something missing decides.

    Args:
        condition: what must hold.
        rows: the rows of one firm, person, plan or place, by table; columns may be left out.
        measured: the figure of the condition's history, None if it has none or the figure is missing.
    """
    row = rows.get(condition.table, {})
    answers = [_shows(wanted, row.get(column), condition.table) for column, wanted in condition.where.items()]
    if condition.reaches is not None:
        answers = [None if measured is None else condition.reaches.reached_by(measured)]
    return _all(answers)


def criterion_holds(criterion: Criterion, rows: Rows, measured: float | None = None) -> bool | None:
    """Whether one of a criterion's conditions holds; None when something missing decides."""
    answers = [holds(condition, rows, measured) for condition in criterion.when]
    return True if True in answers else None if None in answers else False


def all_hold(criteria: Iterable[Criterion], rows: Rows) -> bool | None:
    """Whether every criterion holds; None when something missing decides."""
    return _all([criterion_holds(criterion, rows) for criterion in criteria])


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _shows(wanted: Wanted, cell: object, table: str) -> bool | None:
    """Blank yes/no cells are no, but what nobody has stated is unknown; a blank date is one that has not come."""
    is_missing = cell is None or cell == "" or cell != cell  # NaN and NaT differ from themselves
    if isinstance(wanted, bool):
        return None if is_missing and table == "stated" else (not is_missing and bool(cell)) == wanted
    if wanted == GIVEN:
        return not is_missing
    if is_missing:
        return None
    if isinstance(wanted, Edge):
        return wanted.reached_by(float(str(cell)))
    return bool(set(wanted) & {word.strip() for word in re.split("[;；、,，]", str(cell))})


def amount_of(payment: Payment, rows: Rows) -> tuple[Amount | None, bool]:
    """The first amount that fits, and whether that is certain.

    An amount that could fit, if something missing were known, makes what comes after it uncertain: (None, False).
    """
    for amount in payment.amounts:
        answers = [holds(condition, rows) for condition in amount.when]
        if not amount.when or True in answers:
            return amount, True
        if None in answers:
            return None, False
    return None, True
