"""An account: a name, a role, the places that it is for, and how its owner proves to be its owner.

Nothing personal is kept but the name, which the office chooses. An identity is what a provider or a proxy vouches
for: ``provider:SUBJECT`` or ``proxy:NAME``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from dashboard.access import EVERYWHERE, Viewer, rules
from dashboard.errors import AccountError
from dashboard.store.schema import ACCOUNTS
from dashboard.tables.masks import mask_inside, quoted

WAYS = ("password", "provider", "proxy")
"""How somebody may sign in."""
NOBODY = "unknown"
"""Stands in the log for who is no account: what was typed in its place could be a password."""

_NAME = re.compile(r"[^\W_][\w.@-]{1,39}")
_PLACE = re.compile(r"[0-9A-Za-z_.-]{1,40}")
_LONGEST_IDENTITY = 200


@dataclass(frozen=True)
class Account:
    """An account as it stands."""

    name: str
    role: str
    scope: tuple[str, ...]
    identity: str
    has_password: bool
    is_disabled: bool
    failed_tries: int
    locked_until: str

    @property
    def viewer(self) -> Viewer:
        """Who looks when its owner does."""
        return Viewer(self.role, self.scope, self.name)


def read_account(row: RowMapping) -> Account:
    """An account from its row."""
    return Account(
        name=row["name"], role=row["role"], scope=tuple(row["scope"].split()), identity=row["identity"],
        has_password=bool(row["password"]), is_disabled=row["is_disabled"], failed_tries=row["failed_tries"],
        locked_until=row["locked_until"],
    )  # fmt: skip


def accounts(connection: Connection) -> tuple[Account, ...]:
    """All accounts by their names."""
    found = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)).mappings()
    return tuple(map(read_account, found))


def row_of(connection: Connection, name: str) -> RowMapping | None:
    """The row of an account, None if there is none."""
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == folded(name))).mappings().first()


def account_of_identity(connection: Connection, identity: str) -> Account | None:
    """The account that an identity belongs to."""
    found = select(ACCOUNTS).where(ACCOUNTS.c.identity == identity, ACCOUNTS.c.identity != "")
    row = connection.execute(found).mappings().first()
    return None if row is None else read_account(row)


def folded(name: str) -> str:
    """A name as it is kept: large and small letters, wide and narrow signs are the same."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_name(name: str) -> str:
    """A name for an account.

    Raises:
        AccountError: it is too short or long, has other signs, or looks like the number of a person.
    """
    kept = folded(name)
    if not _NAME.fullmatch(kept) or mask_inside(kept) != kept or kept == NOBODY:
        raise AccountError(
            f"account: found {quoted(mask_inside(name))}; allowed: 2 to 40 letters, digits and the signs . _ - @, "
            "with a letter or digit first; no number of a person or a phone"
        )
    return kept


def checked_role(role: str) -> str:
    """A role of the table; raises AccountError for another."""
    if role not in rules().roles:
        raise AccountError(f"role: found {quoted(role)}; allowed: {', '.join(rules().roles)}")
    return role


def checked_scope(scope: Sequence[str]) -> str:
    """Codes of places, or ``*`` for all, as they are kept; raises AccountError for none and for what is no code."""
    codes = tuple(dict.fromkeys(scope))
    wrong = [code for code in codes if code != EVERYWHERE and not _PLACE.fullmatch(code)]
    if not codes or wrong or (EVERYWHERE in codes and len(codes) > 1):
        found = ", ".join(map(quoted, wrong or codes)) or "nothing"
        raise AccountError(
            f"scope: found {found}; allowed: codes of places as the regions table has them, or {EVERYWHERE} alone "
            "for all places"
        )
    return " ".join(codes)


def checked_identity(identity: str) -> str:
    """What a provider or a proxy vouches for, or nothing; raises AccountError for anything else."""
    way, _, who = identity.partition(":")
    if identity and (
        way not in WAYS[1:] or not who.strip() or not who.isprintable() or len(who) > _LONGEST_IDENTITY
    ):
        raise AccountError(
            f"identity: found {quoted(mask_inside(identity))}; allowed: provider:SUBJECT as the provider names it, "
            "or proxy:NAME as the proxy's header has it"
        )
    return identity
