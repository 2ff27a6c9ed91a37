"""Plan files are read strictly: every fault of a file at once, each with its line; and what is sound loads."""

import os
import re
from pathlib import Path
from typing import get_args

import pytest

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import Plan, available, load, parse
from dashboard.plans.loader import FOLDER
from dashboard.plans.schema import MEASURE_NAMES, PETITIONS, Kind, Level
from dashboard.plans.strict_yaml import read
from dashboard.plans.styles import digit_styles
from dashboard.tables.events import KINDS
from dashboard.tables.events import PETITIONS as PETITION_WORDS
from dashboard.tables.regions import LEVELS

SMALL = Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")
PARTS = Path(__file__).with_name("small_parts.yaml").read_text(encoding="utf-8")
BROKEN = sorted((Path(__file__).parents[1] / "bad" / "plans").glob("*.yaml"))
EXPECTED = re.compile(r"# expected: (.+)")


def faults_of(text, file="plan.yaml"):
    with pytest.raises(PlanError) as caught:
        parse(text, file)
    return list(caught.value.faults)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem.replace("_", " "))
def test_a_broken_plan_is_refused_with_every_fault_and_its_line(path):
    text = path.read_text(encoding="utf-8")
    expected = EXPECTED.findall(text)
    assert expected
    assert faults_of(text, path.name) == [f"{path.name}, {line}" for line in expected]


def test_every_fault_has_one_file_and_names_no_line_beyond_its_end():
    assert len(BROKEN) >= 100
    for path in BROKEN:
        text = path.read_text(encoding="utf-8")
        assert all(
            int(n) <= text.count("\n") for n in re.findall(r"^# expected: line (\d+):", text, re.MULTILINE)
        )


def test_the_short_plan_that_the_broken_ones_are_made_of_is_sound():
    plan = parse(SMALL, "small.yaml")
    assert plan.tier_ids == ("yellow", "red")
    assert [rule.id for rule in plan.rules] == ["payout", "claims", "town_alerts", "petition"]


def test_the_short_plan_without_rules_is_sound_too():
    plan = parse(PARTS, "small_parts.yaml")
    assert not plan.rules
    assert [criterion.id for each in plan.lists for criterion in each.criteria] == [
        *("mass_layoff", "arrears", "more_layoffs")
    ]


@pytest.mark.parametrize("name", available())
def test_a_shipped_plan_loads_under_its_own_name_and_reads_the_same_from_what_it_says(name):
    plan = load(name)
    assert plan.id == name
    assert Plan.model_validate(plan.model_dump()) == plan
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def parts_of(value, section=""):
    """Every mapping below a plan's sections, however deep."""
    if isinstance(value, dict):
        if section:
            yield value
        for name, each in value.items():
            yield from parts_of(each, section or name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from parts_of(each, section)


@pytest.mark.parametrize("name", available())
def test_a_shipped_plan_uses_every_measure_unit_and_reading_that_it_names(name):
    plan = load(name)
    used = {reading for part in parts_of(plan.model_dump()) for reading in part.get("interpretations", ())}
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    noted = set(re.findall(r"# interpretation (\w+)", text))
    assert used | noted == {reading.id for reading in plan.interpretations}
    assert all(set(rule.edges) == set(plan.tier_ids) for rule in plan.rules)


def test_the_thirteen_rules_use_all_measures():
    plan = load("gaotai-2021")
    assert {next(iter(type(rule.measure).model_fields)) for rule in plan.rules} == set(MEASURE_NAMES)
    assert len(plan.rules) == 13


@pytest.mark.parametrize("name", [name for name in available() if load(name).tiers])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shipped_plans_tiers_can_be_shown(name, scheme):
    plan = load(name)
    styles = digit_styles(plan.tier_ids, scheme, plan.style_overrides)
    assert len(styles) == 2 * len(plan.tiers) + 3


def test_a_plan_knows_the_levels_kinds_and_petitions_of_the_tables():
    assert get_args(Level) == tuple(LEVELS)
    assert get_args(Kind) == tuple(KINDS)
    assert tuple(PETITION_WORDS) == PETITIONS


def test_a_plan_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(
        NotFoundError, match=r"found 'gaotai'; allowed: .*gaotai-2021.*or the path of a YAML file"
    ):
        load("gaotai")
    with pytest.raises(NotFoundError, match=r"no file 'mine\.yaml'"):
        load("nowhere/mine.yaml")


def test_the_tests_of_a_plan_and_the_table_of_styles_are_no_plans():
    assert "gaotai-2021" in available()
    assert not [name for name in available() if "tests" in name or "styles" in name]


def test_a_plan_file_that_has_changed_is_read_again(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert str(load(str(path)).rule("payout").edges["red"]) == "<= 70"
    path.write_text(SMALL.replace("<= 70", "<= 65"), encoding="utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))
    assert str(load(str(path)).rule("payout").edges["red"]) == "<= 65"


def test_a_byte_order_mark_does_no_harm_and_another_encoding_is_named(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load(str(path)).id == "small"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(PlanError, match=r"mine\.yaml: found another encoding; allowed: UTF-8"):
        load(str(path))


def test_windows_line_ends_change_neither_the_plan_nor_the_lines():
    assert parse(SMALL.replace("\n", "\r\n"), "plan.yaml") == parse(SMALL, "plan.yaml")
    broken = SMALL.replace("<= 70", "= 70")
    assert faults_of(broken.replace("\n", "\r\n")) == faults_of(broken)


def test_a_list_that_holds_itself_is_refused():
    assert faults_of("rules: &rules [*rules]") == [
        "plan.yaml, line 1: found the alias *rules; write the value out where it is used"
    ]


def test_a_file_that_would_grow_when_read_is_refused_at_once():
    rows = ["a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    faults = faults_of("\n".join(rows))
    assert len(faults) == 11
    assert faults[0] == "plan.yaml, line 2: found the alias *a0; write the value out where it is used"


def test_a_file_nested_too_deeply_is_refused_without_a_crash():
    assert faults_of("[" * 20_000) == [
        "plan.yaml, line 1: not readable as YAML: lists or mappings are nested too deeply"
    ]


def test_a_merge_key_is_refused():
    document = read("a: {<<: {b: 1}}")
    assert document.faults == [(1, "found <<; write the value out where it is used")]


@pytest.mark.parametrize("key", ["yes", "2024-06-01", "1.5", "[a]"])
def test_a_key_that_yaml_does_not_take_for_text_is_refused(key):
    assert [line for line, what in read(f"a: 1\n{key}: 1").faults if "a key must be text" in what] == [2]


def test_each_value_remembers_its_line():
    document = read("a:\n  - b: 1\n    c: {d: 2,\n      e: 3}\n")
    assert document.line(("a", 0, "b")) == 2
    assert document.line(("a", 0, "c", "e")) == 4
    assert document.line(("a", 0, "c", "nothing", "below")) == 3
    assert document.line(()) == 1
