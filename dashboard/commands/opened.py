"""The store that a command works on, and who runs it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dashboard.errors import StoreError
from dashboard.settings import load

if TYPE_CHECKING:
    from dashboard.store import Store

with_store = click.option(
    "--store", "url", default=None, metavar="URL", help="A store; else that of the settings."
)


@contextmanager
def opened(url: str | None, *, create: bool = False) -> Iterator[Store]:
    """The store that a command works on, closed at its end.

    Raises:
        StoreError: none is named, or it cannot be opened.
    """
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


def user() -> str:
    """Who runs a command, by the name that the system knows them under."""
    return getpass.getuser()
