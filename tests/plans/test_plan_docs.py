"""docs/plans.md names every key, measure and word that a plan or its tests may use, and its examples work."""

import re
from typing import get_args

import pytest

from dashboard import rule_tests
from dashboard.plans import duties, load, parse, parts, rule_cases, schema
from dashboard.plans.agreement import UNITS, UNITS_OF_COLUMNS
from tests.serving import ROOT

DOCUMENT = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
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
    *(schema.Plan, duties.Duty, duties.Trigger),
    *(rule_cases.Expect, rule_cases.Place, rule_cases.Case, rule_cases.Calm, rule_cases.Cases),
]


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
    assert not {*rule_cases.RULE_KEYS, *rule_cases.REGION_KEYS} - WORDS


def test_the_example_of_a_plan_is_a_whole_plan():
    text = re.sub(r"interpretations: \[\] .*", BLOCKS[3], BLOCKS[0])
    plan = parse(text, "mine.yaml")
    assert plan.rule("benefit_payout_rate").interpretations == ("payout_80",)


def test_the_example_of_a_duty_makes_a_plan_of_duties():
    head = BLOCKS[0][: BLOCKS[0].index("levels:")]
    plan = parse(head + BLOCKS[2], "mine.yaml")
    assert [duty.id for duty in plan.duties] == ["report_to_city"]


def test_the_examples_of_tests_come_out_as_expected(tmp_path):
    path = tmp_path / "mine.tests.yaml"
    path.write_text(BLOCKS[5], encoding="utf-8")
    plan = load("gaotai-2021")
    assert rule_tests.failures(plan, rule_tests.tests_of(plan, path)) == []
