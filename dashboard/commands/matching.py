"""The command that holds registrations, filings and insurance against each other."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dashboard.commands.acting import acting, with_actor
from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.commands.opened import opened, with_store
from dashboard.tables.masks import printable


@click.command()
@click.option("--data", "folder", type=click.Path(path_type=Path), default=None, metavar="FOLDER",
              help="A data folder; else the store.")  # fmt: skip
@click.option("--month", default=None, metavar="YYYY-MM", help="One month; else all of them.")
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@with_store
@with_actor
@faults_to_exit_2
def matching(folder: Path | None, month: str | None, lang: str, form: str, url: str | None) -> None:
    """List the people of whom two sources say what cannot both be, with both sides; identities are masked."""
    from dashboard.access import EVERYWHERE, Viewer
    from dashboard.access.matched import matched
    from dashboard.errors import DataError
    from dashboard.locale import words
    from dashboard.reports.matching_table import matching_frame
    from dashboard.tables import read_folder
    from dashboard.tables.months import parse_month

    everything = Viewer("analyst", (EVERYWHERE,))
    if folder is not None:
        read = read_folder(folder)
        if read.faults:
            raise DataError(str(fault) for fault in read.faults)
        found = matched(read.tables, everything)
    else:
        with opened(url) as store:
            found = matched(store.tables(), acting(store).viewer or everything)
    if month is not None:
        number = parse_month(month)
        if number is None:
            raise DataError(f"--month: found {printable(month)[:20]!r}; allowed: a month as YYYY-MM.")
        found = found[found["month"] == number]
    table = matching_frame(found, words(lang))
    if form == "json":
        click.echo(json.dumps(table.to_dict("records"), ensure_ascii=False))
        return
    click.echo("\t".join(table.columns))
    for line in table.itertuples(index=False, name=None):
        click.echo("\t".join(printable(str(each)) or "-" for each in line))
