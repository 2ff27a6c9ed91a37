"""The command: a file and folders in; a table, or one JSON object a folder, out; faults on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from dashboard.scenarios.answer import answer, read_file
from dashboard.scenarios.desk import play
from dashboard.scenarios.files import parse
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai
from tests.serving import ROOT

TEXT = f"""name: seed firm
month: 2026-09
levers:
  - {{firm: {SEEDS}, lays_off: 400, petition: collective}}
  - {{edge: registered_unemployment_rate_gap.yellow, to: ">= 0.3"}}
"""
GAOTAI, NANYANG = (str(ROOT / "sample_data" / name) for name in ("gaotai", "nanyang"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "seed.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["scenario", *arguments])


def test_the_json_is_the_answer_that_a_page_is_drawn_from(file: Path) -> None:
    result = called(str(file), GAOTAI, "--town-alerts", "detected", "--format", "json")
    assert result.exit_code == 0
    saved = read_file(file)
    assert json.loads(result.stdout) == answer(play(gaotai(), "detected", SEPTEMBER, saved.scenario), saved)
    county = next(each for each in json.loads(result.stdout)["places"] if each["region_code"] == "620724")
    assert (county["before"], county["after"], county["because_of"]) == ("orange", "red", ["town_alerts"])


def test_the_table_names_places_rules_and_duties(file: Path) -> None:
    lines = called(str(file), GAOTAI, "--town-alerts", "detected").stdout.splitlines()
    assert lines[0] == "gaotai\tgaotai-desk\t2026-09"
    assert "620724 高台县\torange to red\ttown_alerts orange to red" in lines[2]
    assert "duty\t24 h\ttier_report\t620724\tgaotai-2021\t三(一)4" in lines


def test_several_folders_answer_one_after_another(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("levers:\n  - {indicator: first_time_claimants_count, percent: 50}\n", encoding="utf-8")
    result = called(str(path), GAOTAI, NANYANG, "--format", "json")
    assert [each["plan"] for each in json.loads(result.stdout)] == ["gaotai-desk", "nanyang-desk"]


def test_a_scenario_that_supposes_nothing_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    path.write_text("levers: []\n", encoding="utf-8")
    assert "nothing differs" in called(str(path), GAOTAI).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levers: [{what: 1}]", "fault.yaml, line 1: levers.1: found the keys what"),
        (
            f"levers: [{{firm: {SEEDS}, lays_off: 621}}]",
            "firm: found 621 people; allowed: 0 to its staff, 620",
        ),
        ("month: 2031-01\nlevers: []", "month: found 2031-01; allowed: 2023-11 to 2026-10"),
        ("levers: [", "fault.yaml, line 1: not readable as YAML"),
    ],
)
def test_faults_are_one_line_each_and_nothing_else_is_printed(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "fault.yaml"
    path.write_text(text, encoding="utf-8")
    result = called(str(path), GAOTAI)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_file_that_is_not_there_is_said() -> None:
    result = called("nowhere.yaml", GAOTAI)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no file 'nowhere.yaml'" in result.stderr


def test_the_example_of_the_documents_says_what_its_page_says() -> None:
    path = ROOT / "docs" / "examples" / "scenarios" / "seed-firm.yaml"
    told = json.loads(called(str(path), GAOTAI, "--town-alerts", "detected", "--format", "json").stdout)
    assert told["counts"]["red"] == {"before": 0, "after": 1}
    assert [each["region_code"] for each in told["places"] if each["after"] == "red"] == ["620724"]


def test_the_file_shown_in_the_documents_can_be_read() -> None:
    text = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    shown = text.split("```yaml\n", 1)[1].split("```", 1)[0]
    assert len(parse(shown, "scenarios.md").scenario.levers) == 6
