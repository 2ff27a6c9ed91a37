"""Conditions over columns answer as they do for one row."""

import random
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from dashboard.plans.amounts import Payment
from dashboard.plans.conditions import WORKED_OUT, Criterion
from dashboard.plans.edges import Edge
from dashboard.plans.follow_up import Minimum
from dashboard.plans.loader import available, load, path_of, text_of
from dashboard.plans.outcomes import criterion_holds, part_of
from dashboard.plans.profiles import Lender, brief_of
from dashboard.plans.rule_cases import read as read_cases
from dashboard.registers import answers
from dashboard.registers.benefits import claim
from dashboard.tables.registry import TABLES

WORD = {1: True, 0: False, -1: None}
TOLD = {1: True, 0: False, -1: "unknown"}


def criteria() -> Iterator[tuple[str, Criterion]]:
    """Every criterion of every plan that looks at people or services only."""
    for name in available():
        plan = load(name)
        parts = [each for one in plan.lists for each in one.criteria]
        if plan.follow_up is not None:
            follow = plan.follow_up
            parts += [
                *follow.includes,
                *follow.leaves_out,
                *follow.protected,
                *follow.none_left,
                *follow.channels,
            ]
        parts += [each for payment in plan.benefits for each in payment.requirements]
        for part in parts:
            if {c.table for c in part.when} <= {"people"} or {c.table for c in part.when} <= {"services"}:
                yield f"{name} {part.id}", part


FOUND = dict(criteria())


def figures(part: Criterion) -> dict[str, list[object]]:
    """Cells that matter to a criterion, by column: at its numbers and beside, its words and another, and blank."""
    found: dict[str, list[object]] = {}
    for condition in part.when:
        for column, wanted in condition.where.items():
            is_yesno = WORKED_OUT.get(condition.table, {}).get(column) == "yesno" or (
                column in TABLES[condition.table].by_name
                and TABLES[condition.table].by_name[column].kind == "yesno"
            )
            if isinstance(wanted, Edge):
                cells: list[object] = [wanted.number + step for step in (-1, 0, 1)] + [float("nan")]
            elif isinstance(wanted, tuple):
                cells = [*wanted, "别的", f"别的;{wanted[0]}", f"{wanted[-1]}、别的", ""]
            elif is_yesno:
                cells = [True, False]
            else:
                cells = ["H1", ""]
            found.setdefault(column, []).extend(cells)
    return found


@pytest.mark.parametrize("name", FOUND)
def test_a_column_is_answered_as_its_rows_are(name: str) -> None:
    part, rng = FOUND[name], random.Random(name)
    table = part.when[0].table
    cells = figures(part)
    rows = [{column: rng.choice(values) for column, values in cells.items()} for _ in range(200)]
    found = answers.criterion_answers(part, {table: pd.DataFrame(rows)}, len(rows))
    assert [WORD[int(one)] for one in found] == [criterion_holds(part, {table: row}) for row in rows]


def test_a_column_that_is_not_there_leaves_everything_open() -> None:
    part = FOUND["hebei-2018 model_workers"]
    people = pd.DataFrame({"person_id": ["a", "b"]})
    assert list(answers.criterion_answers(part, {"people": people}, 2)) == [-1, -1]


def test_no_rows_are_no_answers() -> None:
    part = FOUND["hebei-2018 model_workers"]
    assert not len(answers.criterion_answers(part, {"people": pd.DataFrame({"protected_as": []})}, 0))


PARTS = ("follow_up.", "benefits.", "lists.people.")
CASES = [
    (name, case)
    for name in available()
    for cases in [read_cases(text_of(path_of(name).with_name(f"{name}.tests.yaml")), brief_of(load(name)))[0]]
    for case in (cases.tests if cases else ())
    if case.of is not None
    and case.of.startswith(PARTS)
    and set(case.rows) <= {"people", "services", "stated"}
]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case.test}" for name, case in CASES])
def test_the_tests_beside_the_plans_hold_over_columns_too(name: str, case: object) -> None:
    part = part_of(load(name), case.of)  # type: ignore[attr-defined]
    expect = case.expect  # type: ignore[attr-defined]
    rows = {table: pd.DataFrame([row]) for table, row in case.rows.items()}  # type: ignore[attr-defined]
    rows.setdefault("people", pd.DataFrame([{"person_id": "p"}]))
    rows["people"] = rows["people"].assign(**{c: False for c in YES_NO if c not in rows["people"]})
    if isinstance(part, Criterion):
        assert TOLD[int(answers.criterion_answers(part, rows, 1)[0])] == expect.holds
    elif isinstance(part, Payment) and "stated" not in rows:
        found = claim(rows["people"], Lender(load(name), False), part, date(2022, 6, 1))
        if "amount" in expect.model_fields_set and expect.amount != "unknown":
            amount = found.amount_of(0)
            assert (amount.id if amount else None) == expect.amount
            if amount is not None and "cny" in expect.model_fields_set:
                assert amount.cny == expect.cny
        if expect.lacking is not None:
            lacking = [each.id for each, answer in found.requirements if answer[0] != 1]
            assert lacking == list(expect.lacking)
    else:
        assert isinstance(part, Minimum | Payment)


YES_NO = [column.name for column in TABLES["people"].columns if column.kind == "yesno"]
