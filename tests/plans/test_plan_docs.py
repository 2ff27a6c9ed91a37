"""docs/plans.md names every key, measure and word that a plan or its tests may use, and its examples work."""

import re
from typing import get_args

import pytest

from dashboard import rule_tests
from dashboard.plans import (
    amounts,
    conditions,
    duties,
    follow_up,
    lists,
    load,
    organisation,
    parse,
    parts,
    profiles,
    rule_cases,
    schema,
)
from dashboard.plans.agreement import UNITS, UNITS_OF_COLUMNS
from tests.serving import ROOT

DOCUMENT = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
HEAD = BLOCKS[0][: BLOCKS[0].index("levels:")]
WORDS = set(re.findall(r"[a-z][a-z_]*", DOCUMENT))
MODELS = [
    *(parts.Text, parts.Source, parts.TierStyle, parts.Tier, parts.Report, parts.Step, parts.Reading),
    *(
        parts.Interpretation,
        schema.Rule,
        schema.Conditions,
        schema.AnyOf,
        schema.GapFigures,
        schema.GrowthFigures,
    ),
    *(
        schema.RuleStreakFigures,
        schema.ShareFigures,
        schema.GroupFigures,
        schema.EventKind,
        schema.ChildFigures,
    ),
    *(schema.Plan, duties.Duty, duties.Trigger, profiles.Profile),
    *(conditions.Condition, conditions.Criterion, conditions.GrowthFigures, conditions.StreakFigures),
    *(conditions.Window, conditions.FirmsFigures, lists.KeyList),
    *(follow_up.Minimum, follow_up.FollowUp, follow_up.Gate, amounts.Amount, amounts.Payment),
    *(organisation.Post, organisation.Item, organisation.Checklist, organisation.RegularReport),
    *(organisation.Organisation, organisation.Closing, rule_cases.DutyExpect),
    *(rule_cases.Expect, rule_cases.Place, rule_cases.Case, rule_cases.Calm, rule_cases.Cases),
]


def block(text):
    """The example that starts with a text, or else the one that has it."""
    found = [each for each in BLOCKS if each.startswith(text)] or [each for each in BLOCKS if text in each]
    return found[0]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_documented(model):
    assert not set(model.model_fields) - WORDS


def test_every_measure_unit_level_kind_and_addressee_is_documented():
    units = {unit for allowed in UNITS.values() for unit in allowed} | set(UNITS_OF_COLUMNS.values())
    words = {
        *schema.MEASURE_NAMES,
        *units,
        *get_args(schema.Level),
        *get_args(schema.Kind),
        *get_args(parts.Role),
    }
    assert not words - WORDS
    assert not {*rule_cases.RULE_KEYS, *rule_cases.REGION_KEYS, *rule_cases.PART_KEYS} - WORDS
    worked_out = {figure for figures in conditions.WORKED_OUT.values() for figure in figures}
    assert not {*worked_out, *conditions.HISTORIES, conditions.GIVEN} - WORDS


def test_the_example_of_a_plan_is_a_whole_plan():
    text = re.sub(r"interpretations: \[\] .*", block("question:"), BLOCKS[0])
    plan = parse(text, "mine.yaml")
    assert plan.rule("benefit_payout_rate").interpretations == ("payout_80",)


def test_the_example_of_a_duty_makes_a_plan_of_duties():
    plan = parse(HEAD + block("duties:\n"), "mine.yaml")
    assert [duty.id for duty in plan.duties] == ["report_to_city"]


def test_the_examples_of_the_other_parts_make_a_plan():
    readings = block("question:").replace("payout_80", "jobs_keep_falling")
    text = "".join(block(start) for start in ("lists:", "benefits:\n", "organisation:\n"))
    plan = parse(HEAD + text + readings, "mine.yaml")
    assert [gate.id for gate in plan.gates] == ["placement"]
    assert plan.closing is not None
    assert plan.closing.path == ("county_bureau", "task_force")


def test_the_example_of_a_profile_is_a_profile():
    assert profiles.parse(block("id: some-desk"), "some-desk.yaml").own == ("gaotai-2021",)


@pytest.mark.parametrize(("start", "name"), [("month: 2024-06", "gaotai-2021"), ("tests:\n", "nanyang")])
def test_the_examples_of_tests_come_out_as_expected(tmp_path, start, name):
    path = tmp_path / "mine.tests.yaml"
    path.write_text(block(start), encoding="utf-8")
    plan = load(name)
    assert rule_tests.failures(plan, rule_tests.tests_of(plan, path)) == []
