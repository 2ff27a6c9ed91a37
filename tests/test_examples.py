"""The worked examples of docs/your-own-plan.md: their own tests pass, and they judge the samples as the page says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import rule_tests
from dashboard.cli import main
from dashboard.evaluate import evaluate_folder
from dashboard.plans import load
from dashboard.plans.profiles import brief, is_profile
from tests.serving import ROOT

EXAMPLES = ROOT / "docs" / "examples"
PLANS = sorted(
    path for path in EXAMPLES.glob("*.yaml") if not path.name.endswith(".tests.yaml") and not is_profile(path)
)


def tiers(example: str, sample: str, mode: str) -> dict[str, str]:
    answer = evaluate_folder(
        ROOT / "sample_data" / sample, str(EXAMPLES / f"{example}.yaml"), "2026-10", mode
    )
    return {region["region_name"]: region["tier"] for region in answer["regions"]}


def test_there_are_three_plans_and_a_profile():
    assert [path.stem for path in PLANS] == ["city-of-counties", "four-tier", "washington"]
    assert brief(str(EXAMPLES / "washington-desk.yaml")).name == "washington-desk"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_linter_finds_nothing_in_an_example(path: Path):
    run = CliRunner().invoke(main, ["lint-plan", str(path)])
    assert (run.exit_code, run.output.strip()) == (0, "nothing found")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_examples_own_tests_pass_and_cover_every_rule(path: Path):
    plan = load(str(path))
    cases = rule_tests.tests_of(plan, rule_tests.beside(path))
    assert rule_tests.failures(plan, cases) == []
    assert {each.case.rule for each in cases} >= {rule.id for rule in plan.rules}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_example_says_that_it_is_one(path: Path):
    plan = load(str(path))
    assert "示例" in plan.title.zh
    assert "xample" in plan.title.en
    assert plan.source.note is not None


def test_four_tiers_colour_gaotais_towns_blue_too():
    found = tiers("four-tier", "gaotai", "published")
    assert found["高台县"] == "orange"
    assert found["南华镇"] == "red"
    assert [name for name, tier in found.items() if tier == "blue"] == [
        "宣化镇",
        "巷道镇",
        "骆驼城镇",
        "黑泉镇",
    ]


def test_a_city_counts_nanyangs_counties():
    found = tiers("city-of-counties", "nanyang", "detected")
    assert (found["南阳市"], found["唐河县"], found["社旗县"]) == ("red", "red", "orange")
