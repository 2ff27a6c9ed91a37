"""The commands of the store. The actor is who runs the command, by the name that the system knows them under."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.errors import DataError, StoreError
from dashboard.exit_codes import faults_to_exit_2
from dashboard.settings import load

if TYPE_CHECKING:
    from dashboard.store import Store
    from dashboard.tables import Folder

with_store = click.option(
    "--store", "url", default=None, metavar="URL", help="A store; else that of the settings."
)


@contextmanager
def _store(url: str | None, *, create: bool = False) -> Iterator[Store]:
    from dashboard.store import open_store  # brings SQLAlchemy along

    address = url or load().store_url
    if not address:
        raise StoreError(
            "store: none is named; set store_url in settings.toml, or give --store sqlite:///FILE"
        )
    anchor = load().store_anchor if address == load().store_url else None
    store = open_store(address, anchor, create=create)
    try:
        yield store
    finally:
        store.close()


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--table", default=None, metavar="NAME", help="The table that a single file holds.")
@click.option("--plan", default=None, help="A plan file whose own figures are to be read too.")
@click.option("--yes", is_flag=True, help="Store it; without this only what would be stored is shown.")
@click.option(
    "--replaces", type=int, default=None, metavar="BATCH", help="Withdraw an earlier import with it."
)
@with_store
@faults_to_exit_2
def import_(
    path: Path, table: str | None, plan: str | None, yes: bool, replaces: int | None, url: str | None
) -> None:
    """Store a clean file or data folder as a batch, whole or not at all, and print the batch's number."""
    folder = _read(path, table, plan)
    for warning in folder.warnings:
        click.echo(warning, err=True)
    if folder.faults:
        raise DataError(str(fault) for fault in folder.faults)
    if not yes:
        for name, frame in folder.tables.items():
            click.echo(f"{name}: {len(frame)} rows")
        click.echo("Nothing is stored yet; say --yes to store it.", err=True)
        return
    manifest = _manifest(folder)
    with _store(url, create=True) as store:
        number = store.import_tables(
            folder.tables, _actor(), folder.files, manifest=manifest, replaces=replaces
        )
    click.echo(number)


def _manifest(folder: Folder) -> dict[str, object] | None:
    """What the folder says of itself, without the outlines that lie in it: a store keeps tables only."""
    if not folder.manifest:
        return None
    named = folder.manifest.get("boundaries")
    if not isinstance(named, dict):
        return folder.manifest
    left = {kind: str(file) for kind, file in named.items() if (folder.path / str(file)).is_file()}
    for file in left.values():
        click.echo(
            f"MANIFEST.yaml, boundaries: {file} stays behind; put it into geo/boundary_data.", err=True
        )
    kept = {kind: file for kind, file in named.items() if kind not in left}
    return folder.manifest | {"boundaries": kept}


def _read(path: Path, table: str | None, plan: str | None) -> Folder:
    """A file or folder with every figure that a shipped plan asks for, or the one that is named."""
    from dashboard.plans.profiles import brief, with_tiers
    from dashboard.tables import TABLES, read_folder, read_table

    plans = [brief(name).tiers for name in (*with_tiers(), *([plan] if plan else []))]
    columns = dict.fromkeys(
        c for each in plans if each for c in (*each.indicator_columns, *each.target_columns)
    )
    if path.is_dir():
        if table is not None:
            raise StoreError(f"--table: {path.name!r} is a folder; allowed: a file. Leave --table out.")
        return read_folder(path, columns)
    if table not in TABLES:
        allowed = f"{', '.join(TABLES)}. Say which table {path.name!r} holds."
        raise StoreError(f"--table: found {table or 'nothing'}; allowed: {allowed}")
    return read_table(path, table, columns)


@click.command()
@with_store
@faults_to_exit_2
def batches(url: str | None) -> None:
    """List every batch: number, kind, time, actor, rows written, batches superseded, files."""
    from dashboard.tables.masks import mask_inside, one_line

    with _store(url) as store:
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
@faults_to_exit_2
def withdraw(batch: int, reason: str, url: str | None) -> None:
    """Take an import back, as if it had never come, and print the number of the withdrawal."""
    with _store(url) as store:
        click.echo(store.withdraw(batch, _actor(), reason))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_store
@faults_to_exit_2
def backup(file: Path, url: str | None) -> None:
    """Write the whole store into one new file, while it goes on working."""
    with _store(url) as store:
        store.backup(file, _actor())


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_store
@faults_to_exit_2
def restore(file: Path, url: str | None) -> None:
    """Fill a store that holds nothing yet from a backup."""
    with _store(url, create=True) as store:
        store.restore(file, _actor())


@click.command()
@with_store
@faults_to_exit_2
def verify(url: str | None) -> None:
    """See whether the store is whole: its batches are held against its rows. Exit 2 if it is not."""
    with _store(url) as store:
        _tell(store.verify(), f"whole: {store.version} batches")


@click.command(name="verify-audit")
@click.option("--head", default=None, metavar="SEQ:HASH", help="A head of the log that was noted elsewhere.")
@with_store
@faults_to_exit_2
def verify_audit(head: str | None, url: str | None) -> None:
    """See whether the audit log is as it was written, and print its head. Exit 2 if it is not."""
    seq, _, digest = (head or "").partition(":")
    if head and not (seq.isdigit() and digest):
        raise StoreError(f"--head: found {head!r}; allowed: SEQ:HASH, as this command prints it")
    with _store(url) as store:
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


def _actor() -> str:
    return getpass.getuser()


COMMANDS = (import_, batches, withdraw, backup, restore, verify, verify_audit)
