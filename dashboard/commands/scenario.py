"""The command ``scenario``: what a scenario file changes in data folders, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.tables.masks import printable


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("data_dirs", nargs=-1, type=click.Path(path_type=Path), metavar="[DATA_DIR]...")
@click.option("--plan", help="Another plan or profile than the file names.")
@click.option("--month", metavar="YYYY-MM", help="Another month than the file names; else the newest.")
@click.option(
    "--town-alerts", type=click.Choice(("published", "detected")), default=None,
    help="Which alerts are counted before the scenario, if not as planned.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def scenario(
    file: Path,
    data_dirs: tuple[Path, ...],
    plan: str | None,
    month: str | None,
    town_alerts: str | None,
    form: str,
) -> None:
    """Say what a scenario would change: tiers, the rules that did it, duties.

    FILE is a scenario; without a DATA_DIR the first data folder of this desk is taken.
    """
    from dashboard.scenarios.answer import read_file, scenario_of_folder, table
    from dashboard.settings import load

    saved = read_file(file)
    folders = data_dirs or load().data_folders[:1]
    told = []
    for folder in folders:
        answer, warnings = scenario_of_folder(saved, folder, plan, month, town_alerts)
        for warning in warnings:
            click.echo(printable(warning), err=True)
        told.append((folder.name, answer))
    if form == "json":
        answers = [answer for _, answer in told]
        click.echo(
            json.dumps(answers[0] if len(answers) == 1 else answers, ensure_ascii=False, allow_nan=False)
        )
    else:
        click.echo(
            "\n".join(printable(line) if "\t" not in line else line for line in table(told).split("\n"))
        )
