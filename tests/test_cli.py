"""The evaluate command on hostile folders: one answer or one line a fault, and nothing that steers a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from dashboard.tables import read_folder
from tests.serving import ROOT
from tests.tables.folders import REGIONS, write

STEERING = "\x1b[31m红\x07\x9b2J\u202eabc\ttab\u2066"
ALERTS = "region_code,month,tier\n"


def evaluate(folder: Path, *options: str, month: str = "2024-06") -> Result:
    return CliRunner().invoke(main, ["evaluate", str(folder), "--month", month, *options])


def without_unprintable(text: str) -> bool:
    return all(line.isprintable() for line in text.replace("\t", "").splitlines())


def four_tiers(folder: Path) -> Path:
    """Gaotai's plan with a blue tier below yellow that no rule has an edge for but the towns' own."""
    text = (ROOT / "dashboard" / "plans" / "gaotai-2021.yaml").read_text(encoding="utf-8")
    blue = """tiers:  # from mild to severe
  - id: blue
    label: {zh: 蓝色, en: Blue}
    grade: {zh: Ⅳ级, en: Tier IV}
    report_within_hours: 96
    report_clause: 三(一)4
"""
    file = folder / "four.yaml"
    file.write_text(text.replace("tiers:  # from mild to severe\n", blue, 1), encoding="utf-8")
    return file


def test_a_table_for_a_terminal_holds_nothing_that_steers_it(tmp_path: Path) -> None:
    write(tmp_path, regions=REGIONS.replace("示例一镇", f'"{STEERING}"'))
    result = evaluate(tmp_path)
    assert result.exit_code == 0
    assert without_unprintable(result.output)
    lines = result.stdout.splitlines()
    assert len(lines) == 4
    assert {line.count("\t") for line in lines} == {5}
    assert "红" in lines[2]


def test_json_says_the_name_to_the_letter_and_steers_no_terminal_either(tmp_path: Path) -> None:
    name = STEERING + "\U000e0001"
    write(tmp_path, regions=REGIONS.replace("示例一镇", f'"{name}"'))
    result = evaluate(tmp_path, "--format", "json")
    assert without_unprintable(result.stdout)
    assert json.loads(result.stdout)["regions"][1]["region_name"] == name
    assert "高台县" in result.stdout


def test_names_of_files_neither_steer_a_terminal_nor_name_a_person(tmp_path: Path) -> None:
    write(tmp_path)
    for name in (
        "\x1b[2J.csv",
        "张三11010519491231002X.txt",
        "名单13800138000.csv",
        "11010519491231002X.csv",
    ):
        (tmp_path / name).write_text("a\n1\n", encoding="utf-8")
    result = evaluate(tmp_path)
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 4
    assert without_unprintable(result.stderr)
    assert "11010519491231002X" not in result.stderr
    assert "13800138000" not in result.stderr


def test_the_tiers_of_the_plan_that_the_folder_is_read_for_may_have_been_published(tmp_path: Path) -> None:
    plan = four_tiers(tmp_path)
    rows = "".join(
        f"620724101,2024-06,{word}\n" for word in ("blue", "蓝色", "蓝色预警", "蓝", "Ⅳ级", "黄色", "Ⅲ级")
    )
    folder = write(tmp_path / "data", declared_alerts=ALERTS + rows)
    result = evaluate(folder, "--plan", str(plan), "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    rule = json.loads(result.stdout)["regions"][0]["rules"][0]
    assert (rule["rule"], rule["value"]) == ("town_alerts", 1)


def test_a_tier_that_neither_the_plan_nor_the_contract_has_is_a_fault_that_lists_what_is_allowed(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "data", declared_alerts=ALERTS + "620724101,2024-06,blue\n620724,2024-06,紫\n")
    result = evaluate(folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split("found ")[1].split(" Write")[0] for line in result.stderr.splitlines()] == [
        f"'{word}'; allowed: one of normal (正常), yellow (黄色), orange (橙色), red (红色)."
        for word in ("blue", "紫")
    ]
    result = evaluate(folder, "--plan", str(four_tiers(tmp_path)))
    (line,) = result.stderr.splitlines()
    assert "one of normal (正常), blue (蓝色), yellow (黄色)" in line


def test_a_tier_of_the_contract_that_the_plan_does_not_have_gets_a_warning(tmp_path: Path) -> None:
    write(
        tmp_path, declared_alerts=ALERTS + "620724101,2024-06,二级\n620724102,2024-06,橙\n620724,2024-06,红\n"
    )
    read = read_folder(tmp_path, tiers={"blue": ("蓝色", "二级"), "red": ("红色",)})
    assert read.tables["declared_alerts"]["tier"].tolist() == ["blue", "orange", "red"]
    assert [str(warning) for warning in read.warnings] == [
        "declared_alerts.csv, row 3, column tier: found 'orange'; allowed: normal and the plan's tiers blue, red. "
        "It counts as no alert under this plan."
    ]


def test_a_list_of_people_without_headings_names_nobody(tmp_path: Path) -> None:
    rows = "张三丰,11010519491231002X,13800138000,欧阳 修\n李四,110105194912310021,13800138001,x\n"
    write(tmp_path, people=rows)
    result = evaluate(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    warned = [str(warning) for warning in read_folder(tmp_path).warnings]
    assert len(warned) == 4
    for text in (result.stderr, *warned):
        assert not [part for part in ("三", "欧阳", "19491231", "0013") if part in text]


def test_many_unknown_columns_and_files_make_few_lines(tmp_path: Path) -> None:
    names = ",".join(f"column_{number}" for number in range(3_000))
    write(tmp_path, indicators=f"region_code,month,{names}\n")
    for number in range(200):
        (tmp_path / f"{number}.txt").touch()
    lines = evaluate(tmp_path).stderr.splitlines()
    assert len(lines) == 102
    assert lines[50].startswith(f"{tmp_path.name}: found 150 more like these")
    assert lines[101].startswith("indicators.csv: found 2950 more like these")


@pytest.mark.parametrize("digits", [16, 308])
def test_numbers_beyond_all_reason_are_faults_and_no_endless_figures(tmp_path: Path, digits: int) -> None:
    large = "9" * digits
    figures = "region_code,month,first_time_claimants_count,fund_support_months\n620724,2024-05,1,1\n"
    events = "event_id,date,region_code,kind,affected_count\nV1,2024-06-01,620724,layoff,"
    write(tmp_path, indicators=f"{figures}620724,2024-06,{large},-{large}\n", events=f"{events}{large}\n")
    result = evaluate(tmp_path)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
    assert "allowed: up to 1000000000000000" in result.stderr


@pytest.mark.filterwarnings("ignore:overflow")
def test_growth_from_next_to_nothing_is_judged_without_a_figure(tmp_path: Path) -> None:
    plan = (ROOT / "dashboard" / "plans" / "gaotai-2021.yaml").read_text(encoding="utf-8")
    (tmp_path / "p.yaml").write_text(
        plan.replace("of: registered_unemployed_count", "of: odd_months"), encoding="utf-8"
    )
    rows = "620724,2024-05,1e-310\n620724,2023-06,1e-310\n620724,2024-06,9\n"
    folder = write(tmp_path / "data", indicators="region_code,month,odd_months\n" + rows)
    result = evaluate(folder, "--plan", str(tmp_path / "p.yaml"), "--format", "json")
    assert result.exit_code == 0, result.output
    found = {rule["rule"]: rule for rule in json.loads(result.stdout)["regions"][0]["rules"]}
    assert found["registered_unemployed_growth"]["tier"] == "red"
    assert found["registered_unemployed_growth"]["value"] is None


@pytest.mark.parametrize("plan", ["a" * 5_000 + ".yaml", "a\0b.yaml", "", "/", "nowhere.yaml"])
def test_a_plan_that_is_not_there_is_one_line(tmp_path: Path, plan: str) -> None:
    result = evaluate(write(tmp_path), "--plan", plan)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 400


@pytest.mark.parametrize("month", ["2024-13", "x", "2024-6", "\x1b[2J"])
def test_a_month_that_is_none_is_one_line(tmp_path: Path, month: str) -> None:
    result = evaluate(write(tmp_path), month=month)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert without_unprintable(result.stderr)
