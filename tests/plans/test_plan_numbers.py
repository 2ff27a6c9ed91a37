"""Every number beside the rules is pinned by its plan's own tests: moved a little, one of them comes out otherwise.

Left to the tests of the engine: how far a history looks back (the figures under streak, growth, rise, rows and
more_firms), because these tests give its result as ``measured``.
"""

import copy
from datetime import date
from functools import cache

import pytest

from dashboard import rule_tests
from dashboard.plans import Plan, available, load, profiles
from dashboard.plans.conditions import HISTORIES
from dashboard.plans.edges import Edge

RULED = ("rules", "tiers", "report", "interpretations", "source")
TOPMOST = (24, 100)
"""Hours of a day and percent of a whole, which a plan cannot exceed."""
FLIPPED = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


@cache
def cases_of(name):
    return rule_tests.tests_of(profiles.brief(name), rule_tests.beside(profiles.path_of(name)))


def cases_about(name, section):
    """The tests of a section of the plan, which alone can notice what changes in it."""
    cases = cases_of(name)
    if section == "duties":
        return [case for case in cases if case.case.expect.duties is not None]
    return [case for case in cases if (case.case.of or "").startswith(f"{section}.")]


def numbers(part, path=()):
    """The paths of every edge and number below a part of a plan."""
    if isinstance(part, dict):
        for key, each in part.items():
            if key not in HISTORIES and not (key in RULED and not path):
                yield from numbers(each, (*path, key))
    elif isinstance(part, list):
        for n, each in enumerate(part):
            yield from numbers(each, (*path, n))
    elif is_number(part):
        yield path


def is_number(value):
    return value.startswith(("<", ">")) if isinstance(value, str) else type(value) in (int, float)


def moved(value):
    """An edge that takes in its number or leaves it out, or is one higher or lower; a number one higher or lower."""
    if isinstance(value, str):
        edge = Edge.parse(value)
        return (
            f"{FLIPPED[edge.op]} {edge.number:g}",
            f"{edge.op} {edge.number + 1:g}",
            f"{edge.op} {edge.number - 1:g}",
        )
    return (value - 1,) if value in TOPMOST else tuple(each for each in (value + 1, value - 1) if each > 0)


def named(plan, path):
    """A path in words, with ids for list positions."""
    words, here = [], plan
    for step in path:
        here = here[step]
        words.append(here["id"] if isinstance(here, dict) and "id" in here else str(step))
    return ".".join(words)


def mutants():
    for name in available():
        plan = load(name).model_dump(mode="json")
        for path in numbers(plan):
            holder = plan
            for step in path[:-1]:
                holder = holder[step]
            for value in moved(holder[path[-1]]):
                yield pytest.param(name, path, value, id=f"{name}: {named(plan, path)} as {value}")


@pytest.mark.parametrize(("name", "path", "value"), list(mutants()))
def test_a_moved_number_is_noticed_by_the_plans_own_tests(name, path, value):
    changed = copy.deepcopy(load(name).model_dump(mode="json"))
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    plan = Plan.model_validate(changed)
    assert any(rule_tests.failure(plan, case) for case in cases_about(name, path[0]))


@pytest.mark.parametrize("name", [*available(), *profiles.available()])
def test_every_duty_is_tested_as_due_and_where_a_figure_decides_as_unknown(name):
    seen = {}
    for case in cases_of(name):
        for duty, expected in (case.case.expect.duties or {}).items():
            seen.setdefault(duty, set()).add(expected.status)
    for _, duty in profiles.brief(name).duties:
        wants_figure = all(trigger.affected_count or trigger.affected_share_pct for trigger in duty.when)
        assert seen.get(duty.id, set()) >= ({"due", "unknown"} if wants_figure else {"due"}), duty.id


@pytest.mark.parametrize("benefit", load("pingdingshan-2022").benefits, ids=lambda benefit: benefit.id)
@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2021, 12, 31), False),
        (date(2022, 1, 1), True),
        (date(2022, 12, 31), True),
        (date(2023, 1, 1), False),
    ],
)
def test_the_benefits_of_2022_are_valid_in_2022_only(benefit, day, valid):
    assert benefit.is_valid_on(day) is valid


def test_a_promise_without_days_is_valid_on_any():
    assert load("stabilise-cangzhou").hiring[0].is_valid_on(date(1999, 1, 1))
