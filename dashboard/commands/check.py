"""The commands that look at what offices send: check a file or folder, and make templates."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.errors import DataError
from dashboard.tables.masks import printable

if TYPE_CHECKING:
    from dashboard.intake.check import Read


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--table", default=None, metavar="NAME", help="The table it is; else the one it fits best.")
@click.option("--plan", default=None, help="A plan file whose own figures are to be read too.")
@click.option(
    "--map", "maps", multiple=True, metavar="HEADING=NAME[:UNIT]", help="What a heading of a file means."
)
@click.option(
    "--fill", "fills", multiple=True, metavar="NAME=VALUE", help="What a blank cell of a file stands for."
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@faults_to_exit_2
def check(
    path: Path, table: str | None, plan: str | None, maps: tuple[str, ...], fills: tuple[str, ...], form: str
) -> None:
    """Read a file or a data folder as offices send it, say what is wrong, and store nothing.

    A file beside a table of regions is held against it. Exit 2 with errors or a refused file.
    """
    from dashboard.intake.answer import answer
    from dashboard.intake.answer import table as lines
    from dashboard.intake.at_paths import check_path, said_by_hand

    reads = check_path(path, table, plan, said_by_hand(table, maps, fills))
    refused = [read for read in reads if read.refusal and read.refusal.severity == "error"]
    if refused and len(reads) == 1:
        raise DataError(read.refusal.line(read.file) for read in refused if read.refusal)
    missing = _missing(reads) if path.is_dir() else []
    if form == "json":
        told = answer(reads) | ({"missing": missing} if path.is_dir() else {})
        text = json.dumps(told, ensure_ascii=False, allow_nan=False)
        click.echo("".join(s if s.isprintable() else json.dumps(s)[1:-1] for s in text))
    else:
        for line in lines(reads):
            click.echo("\t".join(printable(cell) for cell in line.split("\t")))
        for each in missing:
            gaps = f" without {', '.join(each['gaps'])}" if each["gaps"] else ""
            click.echo(printable(f"missing: {each['table']} of {each['region_code']}, {each['month']}{gaps}"))
    if any(read.entries and read.has_errors for read in reads) or refused:
        sys.exit(2)


def _missing(reads: list[Read]) -> list[dict[str, Any]]:
    """What places of the folder have not reported of its newest month, as the page of data shows it."""
    from dashboard.bringing.completeness import completeness, monthly_tables
    from dashboard.intake.at_paths import together
    from dashboard.tables.months import month_text

    tables = together(read for read in reads if not read.has_errors)
    months = [int(tables[n]["month"].max()) for n in monthly_tables() if n in tables and len(tables[n])]
    if not months or "regions" not in tables:
        return []
    asked = [each for each in completeness(tables, [max(months)]).reports.values() if each.is_asked]
    return [
        {
            "table": each.table,
            "region_code": each.code,
            "month": month_text(each.month),
            "gaps": list(each.gaps),
        }
        for each in asked
    ]


@click.command()
@click.argument("table")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Where to write it."
)
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True)
@faults_to_exit_2
def template(table: str, out: Path | None, lang: str) -> None:
    """Write an empty workbook of a table, with drop-downs and notes, and print its name."""
    from dashboard.reports.template import template_of
    from dashboard.tables import TABLES

    if table not in TABLES:
        raise DataError(f"TABLE: found {printable(table)[:40]!r}; allowed: {', '.join(TABLES)}.")
    file = out or Path(f"{table}-template.xlsx")
    if file.exists():
        raise DataError(f"--out: there is a file {file.name!r} already; name a new one.")
    try:
        file.write_bytes(template_of(TABLES[table], is_english=lang == "en"))
    except OSError as error:
        raise DataError(f"--out: {file.name!r} cannot be written ({error.strerror}).") from error
    click.echo(file)


COMMANDS = (check, template)
