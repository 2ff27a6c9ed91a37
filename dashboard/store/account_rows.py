"""Accounts as commands need them: who may act, in which role, for which places.

Accounts are kept in the table ``store_accounts`` of the same database; a store that has none yet has no accounts.
"""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection, MetaData, Table, inspect, select

NAME = "store_accounts"


def role_and_scope(connection: Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The role and the places of every account that is not disabled, by its name."""
    if not inspect(connection).has_table(NAME):
        return {}
    kept = Table(NAME, MetaData(), autoload_with=connection)
    standing = select(kept.c.name, kept.c.role, kept.c.scope).where(kept.c.is_disabled.is_(False))
    return {name: (role, tuple(scope.split())) for name, role, scope in connection.execute(standing)}


def folded(name: str) -> str:
    """A name as accounts have it: large and small letters, wide and narrow signs are the same."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
