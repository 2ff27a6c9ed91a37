"""Who acts in a store command, and what the gate lets them do.

Whoever can open the database file can do anything with it, so the gate on commands binds nobody against their will:
it keeps a job or a person to the duty that they were given, and puts that duty on record. In a store with accounts a
command acts as one of them (``--as``); without accounts as the operating-system user, in the role that is named
(``--role``), or in that of the settings (``command_role``), which then is the only one. Where nobody has named any
role and there is no account, the operating-system user may do everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from dashboard.access import EVERYWHERE, Viewer, allowed, rules
from dashboard.access.audit import written_scope
from dashboard.access.importing import require_import, require_withdrawal
from dashboard.access.scoping import Tables
from dashboard.commands.opened import user
from dashboard.errors import AccessError, SettingsError
from dashboard.settings import load
from dashboard.tables.masks import quoted

if TYPE_CHECKING:
    from dashboard.accounts.account import Account
    from dashboard.store import Batch, Store

_AS, _ROLE = "acting_as", "acting_role"


@dataclass(frozen=True)
class Acting:
    """Who acts: the name for the record, and the viewer whose role and places count; None for no limit."""

    name: str
    viewer: Viewer | None

    @property
    def scope(self) -> str:
        """The role and places, as the audit log has them."""
        return written_scope(self.viewer.role, self.viewer.scope) if self.viewer else ""

    def require(self, action: str, group: str) -> None:
        """Let a command pass or refuse it.

        Raises:
            AccessError: the role does not include the action for the group.
        """
        if self.viewer is not None and not allowed(self.viewer, action, group):
            able = [name for name in rules().roles if allowed(Viewer(name, (EVERYWHERE,)), action, group)]
            raise AccessError(
                f"{self.viewer.role}: this role may not {action} {group}; allowed: {', '.join(able) or 'no role'}"
            )

    def require_import(self, tables: Tables, store: Store) -> None:
        """Let tables be stored, or refuse; raises AccessError with a line for each table."""
        if self.viewer is not None:
            everywhere = self.viewer.sees_everywhere
            require_import(self.viewer, tables, {} if everywhere else store.tables())

    def require_withdrawal(self, batch: int, store: Store) -> None:
        """Let a batch be taken back, or refuse; raises AccessError. One that is not there is for the store to say."""
        found: list[Batch] = [each for each in store.batches() if each.number == batch]
        if self.viewer is not None and found:
            require_withdrawal(self.viewer, found[0].rows)


def with_actor(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that say who acts; :func:`acting` reads them."""
    for name, key, metavar, told in (
        ("--role", _ROLE, "ROLE", "Act in a role of docs/security.md, in a store without accounts."),
        ("--as", _AS, "ACCOUNT", "Act as an account of the store, in its role and places."),
    ):
        option = click.option(
            name, key, default=None, metavar=metavar, help=told, expose_value=False, callback=_remember(key)
        )
        command = option(command)
    return command


def _remember(key: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def kept(context: click.Context, _: click.Parameter, value: str | None) -> None:
        context.meta[key] = value

    return kept


def acting(store: Store) -> Acting:
    """Who acts in the command that runs, on this store.

    Raises:
        AccessError: the options do not say who, or say what the settings or the store do not allow.
        SettingsError: the settings name a role that is none.
    """
    meta = click.get_current_context().meta
    account, role = meta.get(_AS), meta.get(_ROLE)
    name, fixed = user(), load().command_role
    if fixed and fixed not in rules().roles:
        raise SettingsError(
            f"command_role: found {quoted(fixed)}; allowed: {', '.join(rules().roles)}, or nothing"
        )
    if fixed and (account or (role and role != fixed)):
        raise AccessError(
            f"command_role: the settings let commands act as {fixed} alone; leave --as and --role out"
        )
    if account and role:
        raise AccessError("--as, --role: found both; an account has its own role. Leave --role out.")
    if account:
        return Acting(f"{name} as {account}", _viewer_of(account, store))
    if role and role not in rules().roles:
        raise AccessError(f"--role: found {quoted(role)}; allowed: {', '.join(rules().roles)}")
    if not fixed and _in_use(store):
        raise AccessError("store: it has accounts; say with --as ACCOUNT which of them acts")
    chosen = fixed or role
    return Acting(name, Viewer(chosen, (EVERYWHERE,), name) if chosen else None)


def _viewer_of(account: str, store: Store) -> Viewer:
    """The viewer that an account is; raises AccessError for one that is not there or is disabled."""
    from dashboard.accounts.account import folded

    found = next((each for each in _in_use(store) if each.name == folded(account)), None)
    if found is None:
        raise AccessError(
            f"--as: found {quoted(account)}; allowed: the name of an account that is not disabled"
        )
    return found.viewer


def _in_use(store: Store) -> list[Account]:
    """The accounts that are not disabled."""
    from dashboard.accounts.keeping import all_accounts  # brings SQLAlchemy along

    return [each for each in all_accounts(store) if not each.is_disabled]
