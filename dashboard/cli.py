"""The command line, over the same functions as the pages. Exit 0 on an answer, 2 with one line a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from dashboard.commands.accounts import accounts
from dashboard.commands.check import COMMANDS as CHECK_COMMANDS
from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.commands.matching import matching
from dashboard.commands.scenario import scenario
from dashboard.commands.sheet import sheet
from dashboard.commands.store import COMMANDS
from dashboard.errors import DeskError
from dashboard.settings import PREFIX, ROOT
from dashboard.tables.masks import printable

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
    "--plan",
    default="gaotai-2021",
    show_default=True,
    help="A shipped plan or profile, or the path of a plan file.",
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
        click.echo(printable(warning), err=True)
    if form == "json":
        click.echo(_json(answer))
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
        cells = (  # a name may hold what steers a terminal, or a tab
            f"{region['region_code']} {region['region_name']}",
            region["tier"],
            "yes" if region["complete"] else "no",
            f"{region['judged']}/{region['applicable']}",
            f"{hours} h" if hours else "-",
            ", ".join(told) or "-",
        )
        lines.append("\t".join(printable(cell) for cell in cells))
    return "\n".join(lines)


def _json(answer: dict[str, Any]) -> str:
    """The answer as one line of JSON; what steers a terminal is written as its number, which means the same."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    return (
        text if text.isprintable() else "".join(s if s.isprintable() else json.dumps(s)[1:-1] for s in text)
    )


@main.command()
@click.argument("data_dir", type=click.Path(path_type=Path))
@click.option("--plan", required=True, help="A plan or profile that has duties, or the path of a plan file.")
@click.option(
    "--from", "first", metavar="YYYY-MM", help="The first month counted; else that of the oldest event."
)
@click.option(
    "--to", "last", metavar="YYYY-MM", help="The last month counted; else that of the newest event."
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def duties(data_dir: Path, plan: str, first: str | None, last: str | None, form: str) -> None:
    """Count the duties that events brought, place by place; +n? are those that lack the figure that decides."""
    from dashboard.duty_counts import count_duties

    answer = count_duties(data_dir, plan, first, last)
    if form == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    click.echo(
        "\t".join(("region", "events", *(f"{each['plan']} {each['duty']}" for each in answer["duties"])))
    )
    for region in answer["regions"]:
        cells = (
            f"{due}{f'+{unknown}?' if unknown else ''}"
            for due, unknown in zip(region["due"], region["unknown"], strict=True)
        )
        place = f"{region['region_code']} {region['region_name']}"
        click.echo("\t".join((place, str(region["events"]), *cells)))


@main.command()
@click.argument("data_dir", type=click.Path(path_type=Path))
@click.option("--plan", default="gaotai-2021", show_default=True, help="A shipped plan, or a plan file.")
@click.option("--against", help="Another plan to hold against it, with the same tiers.")
@click.option("--reading", "readings", multiple=True, metavar="NAME=READING", help="A reading to try.")
@click.option(
    "--edge", "edges", multiple=True, metavar="RULE.TIER=EDGE", help='An edge to move, such as a.red="<= 3".'
)
@click.option(
    "--town-alerts",
    type=click.Choice(MODES),
    default=None,
    help="Which alerts are counted, if not as planned.",
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def replay(
    data_dir: Path,
    plan: str,
    against: str | None,
    readings: tuple[str, ...],
    edges: tuple[str, ...],
    town_alerts: str | None,
    form: str,
) -> None:
    """Say what a changed plan would have warned of in every month of a data folder."""
    from dashboard.replay import replay_folder, table

    answer, warnings = replay_folder(
        data_dir, plan, against=against, readings=readings, edges=edges, town_alerts=town_alerts
    )
    for warning in warnings:
        click.echo(warning, err=True)
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if form == "json" else table(answer))


@main.command()
@click.option("--port", default=8501, show_default=True, help="The port of the app.")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="A data folder to open first.")
@click.option(
    "--store", default=None, metavar="URL", help="A store to open before all; made if it is not there."
)
@click.option("--lan", is_flag=True, help="Answer to the local network, not only to this machine.")
@faults_to_exit_2
def serve(port: int, data: Path | None, store: str | None, lan: bool) -> None:
    """Serve the app; on sample data when no folder is named."""
    from dashboard.settings import load

    settings = load()
    if data is not None:
        if not data.is_dir():
            raise DeskError(f"--data: found {str(data)!r}; allowed: a folder of tables. Check the path.")
        folders = [data.resolve(), *(f for f in settings.data_folders if f.resolve() != data.resolve())]
        os.environ[f"{PREFIX}DATA_FOLDERS"] = json.dumps([str(folder) for folder in folders])
    if store or settings.store_url:
        os.environ[f"{PREFIX}STORE_URL"] = _opened_once(
            store or "", settings.store_url, settings.store_anchor
        )
    address = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - asked for by name
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", address, "--server.headless", "true"]
    os.chdir(ROOT)
    click.echo(f"http://{'127.0.0.1' if not lan else '<this machine>'}:{port}/", err=True)
    sys.stderr.flush()
    if os.name == "nt":  # there exec returns at once and splits paths at their spaces
        sys.exit(subprocess.call(command))  # noqa: S603 - no shell, fixed arguments
    os.execv(sys.executable, command)  # noqa: S606 - no shell, fixed arguments


def _opened_once(asked: str, url: str, anchor: Path | None) -> str:
    """The whole address of the store to serve, which was opened to see that it can be.

    Args:
        asked: the address that the command line names; only such a store is made if it is not there.
        url: that of the settings.
        anchor: where the settings keep the heads of its log.
    """
    from dashboard.store import open_store
    from dashboard.store.database import absolute

    if asked and url and anchor and asked != url:
        raise DeskError(
            f"--store: found another store than store_url, and the settings keep {anchor.name!r} (store_anchor) for "
            f"that one. Set {PREFIX}STORE_URL to the store, and {PREFIX}STORE_ANCHOR to an anchor of its own."
        )
    open_store(asked or url, anchor, create=bool(asked)).close()
    return absolute(asked or url)  # the app runs in another folder


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
    """Judge the tests beside a plan: months in, tiers and duties out.

    PLAN is a shipped plan or profile, or a file.
    """
    from dashboard.errors import PlanError
    from dashboard.plans.profiles import brief, path_of
    from dashboard.rule_tests import beside, failures, tests_of

    judged = brief(plan)
    cases = tests_of(judged, tests or beside(path_of(plan)))
    failed = failures(judged, cases)
    if failed:
        raise PlanError([*map(str, failed), f"{len(failed)} of {len(cases)} tests came out otherwise"])
    click.echo(f"{len(cases)} tests, all as expected")


@main.command(name="lint-plan")
@click.argument("plan")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def lint_plan(plan: str, form: str) -> None:
    """Find what a plan file leaves open, shares or contradicts. PLAN is a shipped plan or a file."""
    from dashboard.lint import answer, table
    from dashboard.plans.lint import lint_file

    linted = lint_file(plan)
    found = answer(linted, plan)
    click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False) if form == "json" else table(found))
    if not linted.is_clean:
        sys.exit(2)


@main.command(name="audit-packages")
@faults_to_exit_2
def audit_packages() -> None:
    """Hold the installed packages against the locks, and their files against what they were when installed."""
    from dashboard.packages import audit

    found = audit()
    click.echo(
        f"{found.packages} packages, {found.files} files, as locked and installed; sha256 {found.digest}"
    )


@main.command(name="demo-data")
@faults_to_exit_2
def demo_data() -> None:
    """Write the synthetic sample folders again; the same seed gives the same bytes."""
    from sample_data import make

    make.main([])


for command in (*CHECK_COMMANDS, *COMMANDS, accounts, matching, scenario, sheet):
    main.add_command(command)
