"""The commands of the store. Each acts as somebody, and passes the gate (``dashboard/commands/acting.py``)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.acting import acting, with_actor
from dashboard.commands.exit_codes import faults_to_exit_2
from dashboard.commands.opened import opened, with_store
from dashboard.errors import DataError, StoreError
from dashboard.tables.masks import one_line, printable

if TYPE_CHECKING:
    from dashboard.intake.check import Around


_MOST_ASKED = 20


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--table", default=None, metavar="NAME", help="The table that a single file holds.")
@click.option("--plan", default=None, help="A plan file whose own figures are to be read too.")
@click.option(
    "--map", "maps", multiple=True, metavar="HEADING=NAME[:UNIT]", help="What a heading of a file means."
)
@click.option(
    "--fill", "fills", multiple=True, metavar="NAME=VALUE", help="What a blank cell of a file stands for."
)
@click.option("--yes", is_flag=True, help="Store it; without this only what would be stored is shown.")
@click.option(
    "--replaces", type=int, default=None, metavar="BATCH", help="Withdraw an earlier import with it."
)
@with_store
@with_actor
@faults_to_exit_2
def import_(
    path: Path,
    table: str | None,
    plan: str | None,
    maps: tuple[str, ...],
    fills: tuple[str, ...],
    yes: bool,
    replaces: int | None,
    url: str | None,
) -> None:
    """Store a file, or the files of a folder, as a batch, whole or not at all, and print the batch's number.

    They may be as offices send them: they are read as `check` reads them, and held against the store's places and
    figures. Without --yes only what would be stored is shown.
    """
    from dashboard.intake.at_paths import read_for_store, said_by_hand, together

    manifest = _manifest(path) if path.is_dir() else None
    reads, files = read_for_store(path, table, _around(url, plan), said_by_hand(table, maps, fills))
    asked = [finding.line(read.file) for read in reads for finding in read.findings]
    for line in asked[:_MOST_ASKED]:
        click.echo(printable(line), err=True)
    if len(asked) > _MOST_ASKED:
        click.echo(f"{len(asked) - _MOST_ASKED} more lines to look at; `check` lists them.", err=True)
    tables = together(reads)
    if not yes:
        for name, frame in tables.items():
            click.echo(f"{name}: {len(frame)} rows")
        click.echo("Nothing is stored yet; say --yes to store it.", err=True)
        return
    with opened(url, create=True) as store:
        who = acting(store)
        who.require_import(tables, store)
        if replaces is not None:
            who.require_withdrawal(replaces, store)
        number = store.import_tables(
            tables, who.name, files, manifest=manifest, replaces=replaces, scope=who.scope
        )
    click.echo(number)


def _around(url: str | None, plan: str | None) -> Around:
    """What a file is held against: the store's places and figures, if there is a store yet."""
    from dashboard.intake.at_paths import plan_columns
    from dashboard.intake.check import Around
    from dashboard.intake.places import Places

    extra = plan_columns(plan)
    try:
        with opened(url) as store:
            standing = store.tables(extra_columns=extra)
    except StoreError:
        return Around(extra=extra)
    return Around(Places.of(standing.get("regions")), standing, extra)


def _manifest(path: Path) -> dict[str, object] | None:
    """What the folder says of itself, without the outlines that lie in it: a store keeps tables only."""
    from dashboard.tables.faults import FaultList
    from dashboard.tables.manifest import MANIFEST, read_manifest

    faults = FaultList(path.name)
    manifest = read_manifest(path / MANIFEST, faults, hashlib.sha256())
    if faults.total:
        raise DataError(str(fault) for fault in faults.in_order())
    if not manifest:
        return None
    plan = str(manifest.get("plan", ""))
    if plan.endswith((".yaml", ".yml")):
        click.echo(
            f"MANIFEST.yaml, plan: {one_line(plan)} stays behind; open the store under a shipped plan (plan=NAME in "
            "the address), or name one there.",
            err=True,
        )
    named = manifest.get("boundaries")
    if not isinstance(named, dict):
        return manifest
    left = {kind: str(file) for kind, file in named.items() if (path / str(file)).is_file()}
    for file in left.values():
        click.echo(
            f"MANIFEST.yaml, boundaries: {file} stays behind; put it into geo/boundary_data.", err=True
        )
    kept = {kind: file for kind, file in named.items() if kind not in left}
    return manifest | {"boundaries": kept}


@click.command()
@with_store
@with_actor
@faults_to_exit_2
def batches(url: str | None) -> None:
    """List every batch: number, kind, time, actor, rows written, batches superseded, files."""
    from dashboard.tables.masks import mask_inside, one_line

    with opened(url) as store:
        acting(store).require("view", "store")
        for each in store.batches():
            rows = ", ".join(f"{name} {count}" for name, count in each.rows.items())
            supersedes = ", ".join(f"{count} of {number}" for number, count in each.supersedes.items())
            files = ", ".join(one_line(mask_inside(name)) for name in each.files)
            state = f"withdrawn by {each.withdrawn_by}" if each.withdrawn_by else ""
            cells = (
                each.number,
                each.kind,
                each.at,
                each.actor,
                rows,
                supersedes,
                files,
                state,
            )
            click.echo("\t".join(str(cell) or "-" for cell in cells))


@click.command()
@click.argument("batch", type=int)
@click.option("--reason", required=True, help="Why; kept with the batch.")
@with_store
@with_actor
@faults_to_exit_2
def withdraw(batch: int, reason: str, url: str | None) -> None:
    """Take an import back, as if it had never come, and print the number of the withdrawal."""
    with opened(url) as store:
        who = acting(store)
        who.require_withdrawal(batch, store)
        click.echo(store.withdraw(batch, who.name, reason, scope=who.scope))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_store
@with_actor
@faults_to_exit_2
def backup(file: Path, url: str | None) -> None:
    """Write the whole store into one new file, while it goes on working."""
    with opened(url) as store:
        who = acting(store)
        who.require("configure", "store")
        store.backup(file, who.name, scope=who.scope)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_store
@with_actor
@faults_to_exit_2
def restore(file: Path, url: str | None) -> None:
    """Fill a store that holds nothing yet from a backup."""
    with opened(url, create=True) as store:
        who = acting(store)
        who.require("configure", "store")
        store.restore(file, who.name, scope=who.scope)


@click.command()
@with_store
@with_actor
@faults_to_exit_2
def verify(url: str | None) -> None:
    """See whether the store is whole: its batches are held against its rows. Exit 2 if it is not."""
    with opened(url) as store:
        acting(store).require("view", "store")
        _tell(store.verify(), f"whole: {store.version} batches")


@click.command(name="verify-audit")
@click.option("--head", default=None, metavar="SEQ:HASH", help="A head of the log that was noted elsewhere.")
@with_store
@with_actor
@faults_to_exit_2
def verify_audit(head: str | None, url: str | None) -> None:
    """See whether the audit log is as it was written, and print its head. Exit 2 if it is not."""
    seq, _, digest = (head or "").partition(":")
    if head and not (seq.isdigit() and digest):
        raise StoreError(f"--head: found {head!r}; allowed: SEQ:HASH, as this command prints it")
    with opened(url) as store:
        acting(store).require("view", "audit_log")
        if not store.has_anchor and not head:
            click.echo(
                "No head is noted elsewhere (store_anchor): a log cut off at its end looks whole.", err=True
            )
        faults = store.verify_audit({int(seq): digest} if head else None)
        number, newest = store.audit_head()
        _tell(faults, f"{number}:{newest}")


def _tell(faults: tuple[str, ...], whole: str) -> None:
    if faults:
        raise StoreError(faults)
    click.echo(whole)


COMMANDS = (import_, batches, withdraw, backup, restore, verify, verify_audit)
