"""The commands of clerks' sheets: take one, and bring it back. They pass the gate as the page does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.acting import acting, with_actor
from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.commands.opened import opened, with_store
from dashboard.errors import DataError
from dashboard.tables.masks import printable

if TYPE_CHECKING:
    from dashboard.access import Viewer
    from dashboard.registers.clerk_sheet import ClerkSheets
    from dashboard.store import Store


@click.group()
def sheet() -> None:
    """Take a list out to be filled in with a spreadsheet, and bring it back."""


@sheet.command(name="export")
@click.argument("table")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Where to write it."
)
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True)
@with_store
@with_actor
@faults_to_exit_2
def export_(table: str, out: Path | None, lang: str, url: str | None) -> None:
    """Write a workbook with what the acting account sees of a list, to be filled in, and print its name."""
    from dashboard.access.audit import AuditLog
    from dashboard.locale import words
    from dashboard.reports.clerk_table import clerk_table
    from dashboard.reports.export import export

    t = words(lang)
    with opened(url) as store:
        sheets, viewer = _sheets(store)
        if table not in sheets.tables():
            allowed = ", ".join(sheets.tables()) or "none for this role"
            raise DataError(f"TABLE: found {printable(table)[:40]!r}; allowed: {allowed}.")
        file = out or Path(f"{table}-sheet.xlsx")
        if file.exists():
            raise DataError(f"--out: there is a file {file.name!r} already; name a new one.")
        taken = t("Exported by {who} ({role}, {scope}) at {at}.", who=viewer.name, role=viewer.role,
                  scope=t(", ").join(viewer.scope), at="{at}")  # fmt: skip
        data = export(
            clerk_table(sheets, table, t, ()), "xlsx", viewer, AuditLog(lambda: store),
            at=datetime.now().astimezone(), taken_by=taken,
        )  # fmt: skip
        file.write_bytes(data)
    click.echo(file.name)


@sheet.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Store the changes; without this they are only shown.")
@with_store
@with_actor
@faults_to_exit_2
def import_(file: Path, yes: bool, url: str | None) -> None:
    """Show what a filled-in sheet would change, one line a change; with --yes store it and print the batch.

    Lines on standard error say what is left out: rows that somebody changed meanwhile, formulas, locked columns,
    keys that are not yours.
    """
    from dashboard.intake.formulas import formula_cells
    from dashboard.tables.sheet import RefusedFileError
    from dashboard.tables.xlsx_file import read_xlsx

    with opened(url) as store:
        sheets, _ = _sheets(store)
        try:
            data = file.read_bytes()
            formulas = formula_cells(data)
            found = sheets.read(read_xlsx(file.name, data), formulas)
        except RefusedFileError as fault:
            raise DataError(f"{file.name}: {fault}") from fault
        for each in found.changes:
            _say(f"row {each.row}, {each.column}: {each.before or '-'} -> {each.after}", err=False)
        for one in found.conflicts:
            who = ", ".join(dict.fromkeys(f"{each.actor} at {each.at}" for each in one.changes))
            what = ", ".join(dict.fromkeys(each.column for each in one.changes))
            _say(f"row {one.row}: left out, since {who} changed {what}")
        for each in (*found.refused, *found.ignored):
            _say(f"row {each.row}, {each.column or 'key'}: left out ({each.why})")
        if not yes or not found.edits:
            _say(
                "Nothing is stored yet; say --yes to store it."
                if found.edits
                else "There is nothing to store."
            )
            return
        click.echo(sheets.store(found))


def _say(line: str, *, err: bool = True) -> None:
    click.echo(printable(line), err=err)


def _sheets(store: Store) -> tuple[ClerkSheets, Viewer]:
    """The sheets of whoever acts; without accounts and roles, those of a clerk of all places."""
    import pandas as pd

    from dashboard.access import EVERYWHERE, Viewer
    from dashboard.access.scoping import subtree
    from dashboard.registers.clerk_sheet import ClerkSheets
    from dashboard.registers.editing import Editing

    who = acting(store)
    viewer = who.viewer or Viewer("clerk", (EVERYWHERE,), who.name)
    regions = pd.DataFrame([each.values for each in store.rows_with("regions", {})])
    places = None if viewer.sees_everywhere else subtree(regions, viewer.scope)
    return ClerkSheets(store, viewer, Editing(store, viewer, places, who.name)), viewer
