"""List criteria over all rows at once: they answer what the plans' own tests expect, and know since when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from dashboard.plans import load
from dashboard.plans.conditions import Criterion
from dashboard.plans.loader import available
from dashboard.plans.loader import path_of as plan_path
from dashboard.plans.outcomes import part_of
from dashboard.registers.criteria import NO, OPEN, YES, Rows, answers
from dashboard.registers.standing import Criteria, Listed, begun, last_known
from dashboard.rule_tests import RuleTest, beside
from dashboard.rule_tests import tests_of as cases_of
from dashboard.tables import TABLES, read_folder
from dashboard.tables.months import month_number
from tests.tables.folders import write

KEYS = {"enterprises": ("enterprise_id", "F1"), "regions": ("region_code", "R1"), "risks": ("risk_id", "K1")}
WORDS = {True: YES, False: NO, "unknown": OPEN}
CASES = [
    (name, test)
    for name in available()
    for test in cases_of(load(name), beside(plan_path(name)))
    if test.case.of
    and test.case.of.startswith(("lists.enterprises.", "lists.regions."))
    and test.case.measured is None
]


def typed(table: str, cells: dict[str, object]) -> pd.DataFrame:
    """One row of a table, typed as the reader types it."""
    made = {}
    for column in TABLES[table].columns:
        value = cells.get(column.name)
        if column.kind == "yesno":
            made[column.name] = pd.Series([bool(value)])
        elif column.kind in ("date", "moment"):
            made[column.name] = pd.Series(
                [pd.Timestamp(str(value)) if value else pd.NaT], dtype="datetime64[s]"
            )
        elif column.kind in ("count", "money", "months", "percent", "index", "number"):
            made[column.name] = pd.Series([np.nan if value is None else float(str(value))])
        elif column.kind in ("month", "year"):
            made[column.name] = pd.Series([value or 0], dtype="int64")
        else:
            made[column.name] = pd.Series(["" if value is None else str(value)], dtype=object)
    extra = {name: pd.Series([value]) for name, value in cells.items() if name not in made}
    return pd.DataFrame(made | extra)


@pytest.mark.parametrize(("name", "test"), CASES, ids=[f"{name}: {test.sentence}" for name, test in CASES])
def test_all_rows_at_once_answer_what_the_plan_expects_of_one(name: str, test: RuleTest) -> None:
    of, month = test.case.of or "", month_number("2024-06")
    criterion = part_of(load(name), of)
    assert isinstance(criterion, Criterion)
    table = of.split(".")[1]
    key, value = KEYS[table]
    # What has a history is asked of a table, not of one row; without a row it is open, as the plan's tests say.
    without_history = tuple(each for each in criterion.when if each.reaches is None)
    rows = dict(test.case.rows)
    tables = {table: typed(table, {key: value, **rows.pop(table, {})})}
    for other, cells in rows.items():
        there = {key: value, "month": month, "date": "2024-06-15"} | cells
        tables[other] = typed(other, there)
    for condition in without_history:
        tables.setdefault(condition.table, typed(condition.table, {}).iloc[:0])
    if not rows and len(without_history) < len(criterion.when):
        for condition in criterion.when:
            tables.pop(condition.table, None) if condition.table != table else None
    list_rows = Rows(tables, table, key, month, 1)
    assert answers(criterion, list_rows)[0, 0] == WORDS[test.case.expect.holds]


def one(text: str) -> Criterion:
    return Criterion.model_validate(
        {"id": "c", "name": {"zh": "c", "en": "c"}, "when": [yaml.safe_load(text)], "clause": "1"}
    )


def rows_of(tmp_path: Path, first: str, count: int, **tables: str) -> Rows:
    read = read_folder(write(tmp_path / "f", **tables))
    assert not read.faults
    return Rows(read.tables, "enterprises", "enterprise_id", month_number(first), count)


FIRM = "enterprise_id,enterprise_name,region_code\nF1,示例厂,620724101\n"


def heads(*values: object) -> str:
    lines = [f"F1,2024-{n:02d},{'' if v is None else v}" for n, v in enumerate(values, start=1) if v != "-"]
    return "\n".join(["enterprise_id,month,employees_count", *lines, ""])


GROWTH = "{table: headcounts, growth: {of: employees_count, months: 3}, reaches: '<= -10'}"


@pytest.mark.parametrize(
    ("last", "answer"), [(91, NO), (90, YES), (89, YES), (None, OPEN), ("-", OPEN)], ids=str
)
def test_a_fall_of_a_tenth_in_three_months_reaches_and_a_missing_month_leaves_it_open(
    tmp_path: Path, last: object, answer: int
) -> None:
    rows = rows_of(tmp_path, "2024-01", 4, enterprises=FIRM, headcounts=heads(100, 99, 98, last))
    assert answers(one(GROWTH), rows)[:, 0].tolist() == [OPEN, OPEN, OPEN, answer]


def test_a_firm_that_is_closed_changes_no_more(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "2024-01", 5, enterprises=FIRM, headcounts=heads(50, 0, 0, 0, 0))
    assert answers(one(GROWTH), rows)[:, 0].tolist() == [OPEN, OPEN, OPEN, YES, NO]


STREAK = "{table: headcounts, streak: {of: employees_count, each_change: '< 0'}, reaches: '>= 2'}"


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ((100, 100, 99, 99), NO),
        ((100, 100, 99, 98), YES),
        ((100, 99, 98, 97), YES),
        ((100, 100, 99, None), OPEN),
        ((None, 100, 99, 98), YES),
        ((None, None, 99, 98), OPEN),
    ],
)
def test_months_in_a_row_are_counted_and_a_gap_leaves_them_open_below_the_edge(
    tmp_path: Path, values: tuple[object, ...], answer: int
) -> None:
    rows = rows_of(tmp_path, "2024-01", 4, enterprises=FIRM, headcounts=heads(*values))
    assert answers(one(STREAK), rows)[-1, 0] == answer


DISPUTES = "{table: events, where: {kind: [dispute]}, rows: {months: 12}, reaches: '>= 3'}"
EVENT = "event_id,date,region_code,kind,enterprise_id,enterprise_name\n"


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        (("2024-01-05", "2024-06-01"), NO),
        (("2024-01-05", "2024-02-01", "2024-12-31"), YES),
        (("2023-12-31", "2024-02-01", "2024-12-31"), NO),
        (("2024-01-05", "2024-02-01", "2024-03-01", "2025-01-01"), YES),
    ],
)
def test_disputes_of_twelve_months_are_counted(tmp_path: Path, days: tuple[str, ...], answer: int) -> None:
    events = EVENT + "".join(f"E{n},{day},620724101,dispute,F1,\n" for n, day in enumerate(days))
    rows = rows_of(tmp_path, "2024-06", 7, enterprises=FIRM, events=events)
    assert answers(one(DISPUTES), rows)[-1, 0] == answer


def test_an_event_is_of_the_firm_of_exactly_its_name_when_it_has_no_code(tmp_path: Path) -> None:
    firms = FIRM + "F2,示例二厂,620724101\n"
    events = EVENT + "E1,2024-01-05,620724101,stoppage,,示例二厂\nE2,2024-01-05,620724101,stoppage,,示例\n"
    rows = rows_of(tmp_path, "2024-01", 1, enterprises=firms, events=events)
    assert rows.positions("events").tolist() == [1, -1]
    assert answers(one("{table: events, where: {kind: [stoppage]}}"), rows).tolist() == [[NO, YES]]


def test_a_mark_holds_from_its_month_on_and_without_a_day_from_the_start(tmp_path: Path) -> None:
    firms = (
        "enterprise_id,enterprise_name,region_code,is_zombie,zombie_since\n"
        "F1,示例厂,620724101,true,2024-02-29\nF2,示例二厂,620724101,true,\nF3,示例三厂,620724101,,2024-01-01\n"
    )
    rows = rows_of(tmp_path, "2024-01", 3, enterprises=firms)
    found = answers(one("{table: enterprises, where: {is_zombie: true}}"), rows)
    assert found.T.tolist() == [[NO, YES, YES], [YES, YES, YES], [NO, NO, NO]]


def test_what_held_when_last_known_stays_and_is_called_open(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "2024-01", 5, enterprises=FIRM, headcounts=heads(100, 99, 98, 80, None))
    criteria = Criteria(rows, (Listed("nanyang", one(GROWTH)),))
    april, may = month_number("2024-04"), month_number("2024-05")
    assert criteria.holds(april).tolist() == criteria.holds(may).tolist() == [[True]]
    (before,), (now,) = criteria.reasons(0, april), criteria.reasons(0, may)
    assert (before.is_open, now.is_open) == (False, True)
    assert before.since == now.since == april


def test_a_run_begins_after_the_last_month_that_did_not_hold() -> None:
    answer = np.array([[NO], [YES], [OPEN], [YES], [NO], [YES]], dtype=np.int8)
    assert last_known(answer)[:, 0].tolist() == [NO, YES, YES, YES, NO, YES]
    assert begun(last_known(answer))[:, 0].tolist() == [1, 1, 1, 1, 5, 5]


@pytest.mark.parametrize("name", available())
def test_every_criterion_and_minimum_has_a_case_that_holds_and_one_that_does_not(name: str) -> None:
    plan = load(name)
    parts = [f"lists.{each.id}.criteria.{one.id}" for each in plan.lists for one in each.criteria]
    if (follow := plan.follow_up) is not None:
        parts += [f"follow_up.minimums.{each.id}" for each in follow.minimums]
        for part in ("includes", "leaves_out", "channels", "protected", "none_left"):
            parts += [f"follow_up.{part}.{each.id}" for each in getattr(follow, part)]
    answers_of: dict[str, set[object]] = {}
    for test in cases_of(plan, beside(plan_path(name))):
        if test.case.of:
            answers_of.setdefault(test.case.of, set()).add(test.case.expect.holds)
    assert not [part for part in parts if not {True, False} <= answers_of.get(part, set())]
