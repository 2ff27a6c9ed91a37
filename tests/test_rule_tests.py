"""The tests of every plan and profile, one by one; that they pin every edge, and that faults are told plainly."""

import copy
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import rule_tests
from dashboard.cli import main
from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import Plan, available, load, profiles
from dashboard.plans.loader import FOLDER
from dashboard.plans.schema import EVENT_MEASURES, ChildTiers
from dashboard.plans.variants import switchable

BAD = sorted((Path(__file__).parent / "bad" / "rule_tests").glob("*.yaml"))
EXPECTED = re.compile(r"# expected: (.+)")
GAOTAI = FOLDER / "gaotai-2021.yaml"
FLIPPED = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
MILDER_PETITION = {"mass": "collective", "collective": "individual"}


@cache
def cases_of(name):
    return rule_tests.tests_of(profiles.brief(name), rule_tests.beside(profiles.path_of(name)))


def every_case():
    return [
        pytest.param(name, case, id=f"{name}: {case.sentence}")
        for name in (*available(), *profiles.available())
        for case in cases_of(name)
    ]


@pytest.mark.parametrize(("name", "case"), every_case())
def test_a_plan_answers_as_its_own_tests_say(name, case):
    failure = rule_tests.failure(profiles.brief(name), case)
    assert failure is None, str(failure)


@pytest.mark.parametrize("rule", load("gaotai-2021").rules, ids=lambda rule: rule.id)
def test_a_rules_tests_reach_every_tier_and_what_is_unknown(rule):
    expected = [case.case.expect for case in cases_of("gaotai-2021") if case.case.rule == rule.id]
    assert {expect.tier for expect in expected} >= {"unknown", "normal", "yellow", "orange", "red"}
    if isinstance(rule.measure, (*EVENT_MEASURES, ChildTiers)) or rule.unit == "consecutive_months":
        assert any(expect.partial for expect in expected)


def mutants(name):
    """A plan with one edge moved, for each of its edges: a comparison that takes in its number or leaves it out."""
    plan = load(name).model_dump(mode="json")
    for i, rule in enumerate(plan["rules"]):
        for tier, edge in rule["edges"].items():
            for path in _comparisons(edge):
                moved = copy.deepcopy(plan)
                holder, last = moved["rules"][i]["edges"], (tier, *path)[-1]
                for part in (tier, *path)[:-1]:
                    holder = holder[part]
                text = holder[last]
                op, _, number = text.partition(" ")
                holder[last] = f"{FLIPPED[op]} {number}" if number else MILDER_PETITION.get(text)
                if holder[last] is not None:
                    yield pytest.param(
                        rule["id"], moved, id=f"{rule['id']}, {'.'.join(map(str, (tier, *path)))}"
                    )


def _comparisons(edge, path=()):
    if isinstance(edge, dict):
        return [
            found
            for key, each in edge.items()
            if each is not None
            for found in _comparisons(each, (*path, key))
        ]
    if isinstance(edge, list):
        return [found for n, each in enumerate(edge) for found in _comparisons(each, (*path, n))]
    return [path]


@pytest.mark.parametrize(("rule", "moved"), list(mutants("gaotai-2021")))
def test_a_moved_edge_is_noticed_by_the_rules_own_tests(rule, moved):
    plan = Plan.model_validate(moved)
    cases = [case for case in cases_of("gaotai-2021") if case.case.rule == rule]
    assert any(rule_tests.failure(plan, case) for case in cases)


def mutants_of_readings(name):
    """A plan with one edge of one reading's changes moved, for each of them."""
    for i, interpretation in enumerate(load(name).model_dump(mode="json")["interpretations"]):
        for n, reading in enumerate(interpretation["alternatives"]):
            for rule, change in (reading["changes"] or {}).items():
                edges = change.get("edges", {}) if isinstance(change, dict) else {}
                for path in _comparisons(edges):
                    moved = load(name).model_dump(mode="json")
                    holder = moved["interpretations"][i]["alternatives"][n]["changes"][rule]["edges"]
                    for part in path[:-1]:
                        holder = holder[part]
                    op, _, number = holder[path[-1]].partition(" ")
                    holder[path[-1]] = f"{FLIPPED[op]} {number}"
                    which = (interpretation["id"], reading["id"])
                    place = ".".join(map(str, (rule, *path)))
                    yield pytest.param(which, rule, moved, id=f"{'='.join(which)}, {place}")


@pytest.mark.parametrize(("reading", "rule", "moved"), list(mutants_of_readings("gaotai-2021")))
def test_a_moved_edge_of_another_reading_is_noticed_by_the_tests_of_that_reading(reading, rule, moved):
    cases = [
        case
        for case in cases_of("gaotai-2021")
        if case.case.rule == rule and reading in case.case.readings.items()
    ]
    assert any(rule_tests.failure(Plan.model_validate(moved), case) for case in cases)


@pytest.mark.parametrize(
    ("interpretation", "readings"), switchable(load("gaotai-2021")), ids=lambda each: getattr(each, "id", "")
)
def test_every_reading_that_can_be_tried_has_tests_that_the_chosen_one_fails(interpretation, readings):
    plan = load("gaotai-2021")
    for reading in readings:
        if reading.changes.keys() == {"default_town_alerts"}:
            continue
        cases = [
            replace(case, case=case.case.model_copy(update={"readings": {}}))
            for case in cases_of("gaotai-2021")
            if (interpretation.id, reading.id) in case.case.readings.items()
        ]
        assert any(rule_tests.failure(plan, case) for case in cases), reading.id


@pytest.mark.parametrize(
    ("tier", "hours"), [("yellow", 72), ("orange", 48), ("red", 24)], ids=["yellow", "orange", "red"]
)
def test_a_changed_deadline_is_noticed(tier, hours):
    document = load("gaotai-2021").model_dump(mode="json")
    changed = next(each for each in document["tiers"] if each["id"] == tier)
    assert changed["report_within_hours"] == hours
    changed["report_within_hours"] = hours - 1
    cases = [case for case in cases_of("gaotai-2021") if case.case.expect.report_within_hours == hours]
    assert rule_tests.failures(Plan.model_validate(document), cases)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.replace("_", " "))
def test_a_broken_file_of_tests_is_refused_with_every_fault_and_its_line(path):
    expected = EXPECTED.findall(path.read_text(encoding="utf-8"))
    with pytest.raises(PlanError) as caught:
        rule_tests.tests_of(load("gaotai-2021"), path)
    assert expected
    assert list(caught.value.faults) == [f"{path.name}, {line}" for line in expected]


@pytest.fixture
def beside(tmp_path):
    """Writes a plan, changed or not, and tests beside it."""

    def write(tests, *changes):
        text = GAOTAI.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        (tmp_path / "mine.tests.yaml").write_text(tests, encoding="utf-8")
        return path

    return write


EIGHTY = """tests:
  - test: a payout rate of exactly eighty is orange
    rule: benefit_payout_rate
    months: {2024-06: {benefit_payout_rate_pct: 80}}
    expect: {tier: orange, distance: 10}
  - test: a payout rate of ninety-five is normal
    rule: benefit_payout_rate
    months: {2024-06: {benefit_payout_rate_pct: 95}}
    expect: {tier: normal, distance: 5}
"""


def test_a_failure_says_where_which_what_was_expected_and_what_was_found(beside):
    path = beside(EIGHTY)
    assert [str(failure) for failure in rule_tests.run(path, rule_tests.beside(path))] == [
        "mine.tests.yaml, line 2: a payout rate of exactly eighty is orange: "
        "tier: expected orange, found yellow; distance: expected 10, found 0"
    ]


def test_a_county_that_moves_an_edge_moves_its_tests_with_it(beside):
    path = beside(
        EIGHTY,
        ('{yellow: "< 90", orange: "< 80", red: "<= 70"}', '{yellow: "< 90", orange: "<= 80", red: "<= 70"}'),
    )
    assert rule_tests.run(path, rule_tests.beside(path)) == []


def test_a_rule_that_is_partial_fails_a_test_that_does_not_say_so(beside):
    path = beside(
        """tests:
  - test: five numbers from the start are yellow
    rule: monitored_employees_decline
    series: {monitored_employees_count: [1000, 960, 920, 880, 840]}
    expect: {tier: yellow}
"""
    )
    assert [failure.differences for failure in rule_tests.run(path, rule_tests.beside(path))] == [
        ("partial: expected false, found true",)
    ]


def test_a_rule_that_does_not_apply_fails_a_test_of_its_tier(beside):
    path = beside("tests:\n  - {test: no towns, rule: town_alerts, expect: {tier: normal}}\n")
    assert [failure.differences for failure in rule_tests.run(path, rule_tests.beside(path))] == [
        ("the rule does not apply to county",)
    ]


def test_a_test_may_name_columns_and_words_in_chinese(beside):
    path = beside(
        """tests:
  - test: 发放率百分之七十五是橙色
    rule: benefit_payout_rate
    months: {2024-06: {失业保险金发放率: 75}}
    expect: {tier: orange}
  - test: 两个镇发布黄色预警是黄色
    rule: town_alerts
    declared: {甲镇: 黄色, 乙镇: 黄色}
    expect: {tier: yellow}
"""
    )
    assert rule_tests.run(path, rule_tests.beside(path)) == []


def test_the_command_tells_how_many_tests_came_out_as_expected():
    result = CliRunner().invoke(main, ["test-plan", "gaotai-2021"])
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{len(cases_of('gaotai-2021'))} tests, all as expected\n"
    assert len(cases_of("gaotai-2021")) >= 150


@pytest.mark.parametrize("name", ["nanyang", "gaotai-desk"])
def test_the_command_takes_a_plan_of_duties_and_a_profile(name):
    result = CliRunner().invoke(main, ["test-plan", name])
    assert (result.exit_code, result.stdout) == (0, f"{len(cases_of(name))} tests, all as expected\n")


def test_the_command_names_each_failure_and_ends_with_2(beside):
    result = CliRunner().invoke(main, ["test-plan", str(beside(EIGHTY))])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[0].startswith(
        "mine.tests.yaml, line 2: a payout rate of exactly eighty is orange"
    )
    assert result.stderr.splitlines()[1:] == ["1 of 2 tests came out otherwise"]


def test_a_plan_without_tests_is_told_where_they_belong(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GAOTAI.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(NotFoundError, match=r"no file 'mine\.tests\.yaml' beside the plan"):
        rule_tests.beside(path)
