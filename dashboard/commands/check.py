"""The commands that look at what offices send: check a file or folder, and make templates."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
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
@click.option("--reports", is_flag=True, help="Say too which reports of a folder's newest month are missing.")
@faults_to_exit_2
def check(
    path: Path, table: str | None, plan: str | None, maps: tuple[str, ...], fills: tuple[str, ...], form: str,
    reports: bool,
) -> None:  # fmt: skip
    """Read a file or a data folder as offices send it, say what is wrong, and store nothing.

    A file beside a table of regions is held against it. Exit 2 with errors or a refused file; a report that is
    missing is no error.
    """
    from dashboard.intake.answer import answer
    from dashboard.intake.answer import table as lines
    from dashboard.intake.at_paths import check_path, said_by_hand

    reads = check_path(path, table, plan, said_by_hand(table, maps, fills))
    refused = [read for read in reads if read.refusal and read.refusal.severity == "error"]
    if refused and len(reads) == 1:
        raise DataError(read.refusal.line(read.file) for read in refused if read.refusal)
    missing = _missing(reads) if reports else None
    if form == "json":
        told = answer(reads) | ({"reports": missing} if missing is not None else {})
        text = json.dumps(told, ensure_ascii=False, allow_nan=False)
        click.echo("".join(s if s.isprintable() else json.dumps(s)[1:-1] for s in text))
    else:
        for line in lines(reads):
            click.echo("\t".join(printable(cell) for cell in line.split("\t")))
        for each in missing or ():
            gaps = f" ({', '.join(each['gaps'])})" if each["gaps"] else ""
            told_line = f"{each['table']} {each['month']}: {each['region_name']} {each['state']}{gaps}"
            click.echo(printable(told_line))
    if any(read.entries and read.has_errors for read in reads) or refused:
        sys.exit(2)


def _missing(reads: Sequence[Read]) -> list[dict[str, Any]]:
    """The reports of the newest month that are missing or have fewer figures than the month before."""
    from dashboard.bringing.completeness import completeness, monthly_tables
    from dashboard.intake.at_paths import together
    from dashboard.tables.months import month_text

    tables = together(read for read in reads if not read.has_errors)
    months = [int(tables[name]["month"].max()) for name in monthly_tables() if len(tables.get(name, ()))]
    if not months or "regions" not in tables:
        return []
    regions = tables["regions"]
    names = dict(zip(regions["region_code"], regions["region_name"], strict=True))
    found = completeness(tables, [max(months)])
    return [
        {
            "table": each.table,
            "month": month_text(each.month),
            "region_code": each.code,
            "region_name": names[each.code],
            "state": "missing" if each.state == "missing" else "incomplete",
            "gaps": list(each.gaps),
        }
        for code in found.codes
        for each in found.asked(code)
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
