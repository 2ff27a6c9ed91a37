"""docs/your-own-plan.md followed to the letter: its blocks make a plan that is checked, tested and replayed."""

import re
from pathlib import Path

import pytest

from dashboard import rule_tests
from dashboard.evaluate import evaluate_folder
from dashboard.plans.lint import lint_file
from dashboard.replay import replay_folder
from dashboard.workspace import open_folder
from tests.serving import ROOT
from tests.tutorials import copy, read, set_plan

PAGE = read("your-own-plan.md")
MANIFEST, HEAD, FUND, NEW_RULE, NEW_TEST, DESK, BLUE = PAGE.blocks
COPIES = [command.split()[1:] for command in PAGE.commands if command.startswith("cp ")]
CALM = re.search(r"^   ```yaml\n   (.*?\n)   ```$", PAGE.text, re.MULTILINE)
GONE = "graduate_employment_rate_gap"


def changed(text: str, pattern: str, new: str) -> str:
    """The text with the one place of a pattern changed."""
    text, count = re.subn(pattern, lambda _: new, text, flags=re.DOTALL | re.MULTILINE)
    assert count == 1, f"{count} places of {pattern!r}"
    return text


@pytest.fixture
def my_county(tmp_path: Path) -> Path:
    """The folder with the plan as the page makes it: another name, another number, one rule more."""
    for words in COPIES:
        copy(words, tmp_path)
    folder = tmp_path / "my-county"
    set_plan(folder, MANIFEST)
    plan = folder / "my-plan.yaml"
    text = changed(plan.read_text(encoding="utf-8"), r"^id: .*?(?=\nlevels:)", HEAD)
    old_fund = r"(?<=    unit: months\n)    edges: [^\n]*\n    clause: [^\n]*\n"
    text = changed(changed(text, old_fund, FUND), r"(?=^lifecycle:)", NEW_RULE + "\n")
    plan.write_text(text, encoding="utf-8")
    return folder


def came_out_otherwise(folder: Path) -> list[str]:
    return [str(each) for each in rule_tests.run(folder / "my-plan.yaml", folder / "my-plan.tests.yaml")]


def test_the_linter_finds_nothing_in_the_plan(my_county):
    assert lint_file(str(my_county / "my-plan.yaml")).findings == ()


def test_the_linter_names_the_readings_that_speak_of_a_deleted_rule(my_county):
    plan = my_county / "my-plan.yaml"
    plan.write_text(
        changed(plan.read_text(encoding="utf-8"), rf"^  - id: {GONE}\n.*?\n\n", ""), encoding="utf-8"
    )
    found = [str(finding.found) for finding in lint_file(str(plan)).findings]
    told = (
        "interpretations.reaching_counts.alternatives.beyond.changes.graduate_employment_rate_gap: is no rule"
    )
    assert len(found) == 2
    assert found[0].startswith(told)
    assert all(each.endswith("If it is gone, remove it here too") for each in found)
    assert "graduate_months" in found[1]


def test_tests_fail_for_the_changes_alone_once_the_new_column_is_calm(my_county):
    assert any("complete: expected true, found false" in each for each in came_out_otherwise(my_county))
    tests = my_county / "my-plan.tests.yaml"
    assert CALM is not None
    text = changed(
        tests.read_text(encoding="utf-8"), "(?<=^calm:)[^\n]*\n  figures:\n", f"\n  figures:\n{CALM[1]}"
    )
    tests.write_text(text + NEW_TEST, encoding="utf-8")
    failed = came_out_otherwise(my_county)
    assert [each for each in failed if "just over five months" in each]
    others = [each for each in failed if "just over five months" not in each]
    assert [
        each for each in others if not re.search(r"(judged|applicable): expected (\d+), found", each)
    ] == []
    assert not [each for each in failed if "complete: expected" in each or "lasts six months" in each]


def test_the_folder_opens_under_the_plan_and_under_the_desk(my_county):
    assert open_folder(my_county).plan.id == "my-plan"
    (my_county / "my-desk.yaml").write_text(DESK, encoding="utf-8")
    set_plan(my_county, "plan: my-desk.yaml")
    space = open_folder(my_county)
    assert (space.brief.name, space.plan.id) == ("my-desk", "my-plan")
    assert space.is_borrowed("nanyang")


def test_the_replay_lists_alerts_gained(my_county):
    answer, warnings = replay_folder(my_county, "gaotai-2021", against=str(my_county / "my-plan.yaml"))
    assert not warnings
    assert answer["alerts"]


def test_a_blue_tier_and_an_edge_for_it_make_four(my_county):
    plan = my_county / "my-plan.yaml"
    text = changed(plan.read_text(encoding="utf-8"), r"(?<=^tiers:)[^\n]*\n", f"\n{BLUE}")
    edge = re.search(r'blue: "<= 8"', PAGE.text)
    assert edge is not None
    plan.write_text(text.replace('{yellow: "<= 6"', f'{{{edge[0]}, yellow: "<= 6"'), encoding="utf-8")
    assert lint_file(str(plan)).findings == ()
    answer = evaluate_folder(my_county, str(plan), "2026-10")
    assert "blue" in {rule["tier"] for region in answer["regions"] for rule in region["rules"]}


def test_the_examples_stand_as_the_page_says():
    commands = [line.split()[4:] for line in PAGE.commands if "dashboard evaluate" in line]
    tiers = {}
    for folder, _, plan, _, month, *mode in commands:
        town_alerts = mode[1] if mode else "published"
        answer = evaluate_folder(ROOT / folder, str(ROOT / plan), month, town_alerts)
        tiers |= {region["region_name"]: region["tier"] for region in answer["regions"]}
    assert (tiers["高台县"], tiers["南华镇"], tiers["南阳市"]) == ("orange", "red", "red")
    assert list(tiers.values()).count("blue") == 4
