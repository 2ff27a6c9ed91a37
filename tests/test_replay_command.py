"""The replay command: past months under a changed plan, as a table and as JSON."""

import json

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.plans.loader import FOLDER
from tests.serving import ROOT

SAMPLE = str(ROOT / "sample_data" / "gaotai")
IN_FORCE = ("--reading", "town_alerts_of_the_month=in_force")


def run(*arguments, folder=SAMPLE):
    return CliRunner().invoke(main, ["replay", folder, *arguments])


def told(*arguments):
    result = run(*arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return json.loads(result.stdout)


def test_json_names_what_changed_and_every_month_place_alert_and_deadline():
    found = told(*IN_FORCE)
    assert (found["plan"], found["readings"], found["against"]) == ("gaotai-2021", [IN_FORCE[1]], None)
    assert (found["first_month"], found["last_month"]) == ("2023-11", "2026-10")
    assert found["town_alerts"] == {"before": "published", "after": "published"}
    assert found["counts"] | {"alerts": None} == {
        "months": 11, "regions": 1, "tiers": 10, "worse": 10, "milder": 0, "alerts": None,
    }  # fmt: skip
    assert found["months"][0] == {
        "region_code": "620724",
        "region_name": "高台县",
        "month": "2024-08",
        "before": "normal",
        "after": "yellow",
        "rules": [{"rule": "town_alerts", "before": "normal", "after": "yellow"}],
    }
    assert found["alerts"][0] == {
        "region_code": "620724",
        "region_name": "高台县",
        "tier": "yellow",
        "kind": "gained",
        "before": None,
        "after": {"from": "2024-08", "to": "2024-08", "months": 1, "worst": "yellow"},
    }
    assert found["deadlines"] == [
        {"before": 48, "after": 24, "count": 2},
        {"before": 72, "after": 48, "count": 2},
        {"before": None, "after": 72, "count": 6},
    ]
    assert found["timelines"][0]["after"][-3:] == "233"
    kinds = [alert["kind"] for alert in found["alerts"]]
    counted = found["counts"]["alerts"]
    assert sum(n for tier in counted.values() for n in tier.values()) == len(kinds)
    assert counted["yellow"]["gained"] == 3


def test_what_changes_nothing_has_an_empty_answer():
    found = told("--against", "gaotai-2021")
    assert [found[key] for key in ("months", "alerts", "timelines", "deadlines")] == [[], [], [], []]
    assert run("--against", "gaotai-2021").stdout == "nothing differs\n"


def test_the_table_tells_the_same_with_names():
    lines = run(*IN_FORCE).stdout.splitlines()
    assert lines[0] == "10 months of places at another tier: 10 worse, 0 milder; 1 with another rule only"
    assert "620724 高台县\tyellow+\tgained\t-\t2024-08 to 2024-08, 1 month, yellow" in lines
    assert "620724 高台县\t2024-08\tnormal\tyellow\ttown_alerts normal to yellow" in lines
    assert "24 h\t48 h\t2" in lines


def test_an_edge_and_a_reading_may_change_together():
    both = told(*IN_FORCE, "--edge", "fund_support_months.yellow=<= 50")
    assert both["edges"] == ["fund_support_months.yellow=<= 50"]
    assert {rule["rule"] for month in both["months"] for rule in month["rules"]} == {
        "town_alerts",
        "fund_support_months",
    }


def test_another_plan_file_is_held_against_the_first(tmp_path):
    path = tmp_path / "mine.yaml"
    text = (FOLDER / "gaotai-2021.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("report_within_hours: 72", "report_within_hours: 36"), encoding="utf-8")
    found = told("--against", str(path))
    assert [(each["before"], each["after"]) for each in found["deadlines"]] == [(72, 36)]
    assert found["months"] == []


def test_a_reading_of_what_is_counted_changes_the_mode_unless_a_mode_is_named():
    detected = ("--reading", "town_alerts_of_the_month=detected")
    assert told(*detected)["town_alerts"] == {"before": "published", "after": "detected"}
    assert told(*detected, "--town-alerts", "published")["months"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "replay: name what changes: --against a plan, or --reading and --edge"),
        ((*IN_FORCE, "--against", "gaotai-2021"), "replay: name what changes"),
        (("--reading", "payout_80"), "--reading: found 'payout_80'; allowed: a name, = and a value"),
        (("--reading", "payout=orange"), "reading: found 'payout'; allowed: "),
        (("--edge", "single_closure.red="), "--edge: found 'single_closure.red='"),
        (("--edge", "single_closure.red=300"), "single_closure.edges.red: found '300'; allowed: an operator"),
        (
            ("--against", "nanyang"),
            "plan: 'nanyang' has no tier rules; name one that has: gaotai-desk, nanyang-desk, pingdingshan-desk, "
            "gaotai-2021",
        ),
        (("--plan", "gaotai", *IN_FORCE), "plan: found 'gaotai'; allowed: "),
    ],
)
def test_what_cannot_be_replayed_is_one_line_and_exit_code_2(arguments, message):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_with_faults_is_refused_like_everywhere(tmp_path):
    result = run(*IN_FORCE, folder=str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "regions" in result.stderr


def test_every_key_of_the_json_is_documented():
    text = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
    section = text[text.index("## Replay") : text.index("## Lint")]

    def keys(value):
        if isinstance(value, dict):
            return {*value, *(key for each in value.values() for key in keys(each))}
        return {key for each in value for key in keys(each)} if isinstance(value, list) else set()

    found = told(*IN_FORCE)
    tiers_and_rules = {"yellow", "orange", "red", "rule"}
    assert not {key for key in keys(found) - tiers_and_rules if f"`{key}`" not in section}
