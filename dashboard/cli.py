"""The command line, over the same functions as the pages. Exit 0 on an answer, 2 with one line a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from dashboard.errors import DeskError
from dashboard.exit_codes import faults_to_exit_2
from dashboard.settings import PREFIX, ROOT
from dashboard.store_commands import COMMANDS

MODES = ("published", "detected")


@click.group()
def main() -> None:
    """Early-warning desk for unemployment risk."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


@main.command()
@click.argument("data_dir", type=click.Path(path_type=Path))
@click.option(
    "--plan", default="gaotai-2021", show_default=True, help="A shipped plan, or the path of a plan file."
)
@click.option("--month", required=True, metavar="YYYY-MM", help="The month to judge.")
@click.option(
    "--town-alerts",
    type=click.Choice(MODES),
    default="published",
    show_default=True,
    help="Which alerts are counted.",
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def evaluate(data_dir: Path, plan: str, month: str, town_alerts: str, form: str) -> None:
    """Judge one month of a data folder by a plan."""
    from dashboard.evaluate import judge

    answer, warnings = judge(data_dir, plan, month, town_alerts)
    for warning in warnings:
        click.echo(warning, err=True)
    if form == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(_table(answer))


def _table(answer: dict[str, Any]) -> str:
    """The answer as lines for a terminal, tabs between columns."""
    lines = [
        "\t".join(("region", "tier", "complete", "judged", "report within", "rules at a tier, or unknown"))
    ]
    for region in answer["regions"]:
        told = [
            f"{rule['rule']}={rule['tier']}{'+?' if rule['partial'] else ''}"
            for rule in region["rules"]
            if rule["tier"] != "normal"
        ]
        hours = region["report_within_hours"]
        cells = (
            f"{region['region_code']} {region['region_name']}",
            region["tier"],
            "yes" if region["complete"] else "no",
            f"{region['judged']}/{region['applicable']}",
            f"{hours} h" if hours else "-",
            ", ".join(told) or "-",
        )
        lines.append("\t".join(cells))
    return "\n".join(lines)


@main.command()
@click.option("--port", default=8501, show_default=True, help="The port of the app.")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="A data folder to open first.")
@click.option("--lan", is_flag=True, help="Answer to the local network, not only to this machine.")
@faults_to_exit_2
def serve(port: int, data: Path | None, lan: bool) -> None:
    """Serve the app; on sample data when no folder is named."""
    from dashboard.settings import load

    settings = load()
    if data is not None:
        if not data.is_dir():
            raise DeskError(f"--data: found {str(data)!r}; allowed: a folder of tables. Check the path.")
        folders = [data.resolve(), *(f for f in settings.data_folders if f.resolve() != data.resolve())]
        os.environ[f"{PREFIX}DATA_FOLDERS"] = json.dumps([str(folder) for folder in folders])
    address = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - asked for by name
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", address, "--server.headless", "true"]
    os.chdir(ROOT)
    click.echo(f"http://{'127.0.0.1' if not lan else '<this machine>'}:{port}/", err=True)
    sys.stderr.flush()
    if os.name == "nt":  # there exec returns at once and splits paths at their spaces
        sys.exit(subprocess.call(command))  # noqa: S603 - no shell, fixed arguments
    os.execv(sys.executable, command)  # noqa: S606 - no shell, fixed arguments


@main.command(name="test-plan")
@click.argument("plan")
@click.option(
    "--tests",
    type=click.Path(path_type=Path),
    default=None,
    help="Its tests, if not PLAN.tests.yaml beside it.",
)
@faults_to_exit_2
def test_plan(plan: str, tests: Path | None) -> None:
    """Judge the tests beside a plan: months in, tiers out. PLAN is a shipped plan or a file."""
    from dashboard.errors import PlanError
    from dashboard.plans import load
    from dashboard.plans.loader import path_of
    from dashboard.rule_tests import beside, failures, tests_of

    path, the_plan = path_of(plan), load(plan)
    cases = tests_of(the_plan, tests or beside(path))
    failed = failures(the_plan, cases)
    if failed:
        raise PlanError([*map(str, failed), f"{len(failed)} of {len(cases)} tests came out otherwise"])
    click.echo(f"{len(cases)} tests, all as expected")


@main.command(name="demo-data")
@faults_to_exit_2
def demo_data() -> None:
    """Write the synthetic sample folders again; the same seed gives the same bytes."""
    from sample_data import make

    make.main([])


for command in COMMANDS:
    main.add_command(command)
