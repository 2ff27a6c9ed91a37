"""Scenarios kept in a store: named, found again by a number that a link can carry, withdrawn but never removed.

What a scenario found names places and firms. Whoever keeps one keeps it for the places that they are responsible for,
and it is shown to those alone whose own places hold all of these; in workshops, where firms go by made-up codes, to
nobody. Each change is in the audit log under the scenario's number.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Row, select

from dashboard.access import EVERYWHERE, Viewer, require
from dashboard.access.audit import NOBODY, clean, written_scope
from dashboard.errors import NotFoundError
from dashboard.plans.faults import misfits
from dashboard.scenarios.files import Saved, ScenarioFile, as_data, saved_of
from dashboard.store import Store
from dashboard.store.schema import SCENARIOS
from dashboard.workspace import Workspace

GROUP = "scenarios"
MOST_SHOWN = 60


@dataclass(frozen=True)
class Kept:
    """A scenario on the list: its number, name and month, who kept it, and when (UTC)."""

    id: str
    name: str
    month: str
    actor: str
    kept_at: str


def keep(store: Store, workspace: Workspace, saved: Saved) -> str:
    """Keep a scenario under its name for the viewer's places; its number.

    Raises:
        AccessError: the viewer's role keeps none.
        StoreError: it could not be stored.
    """
    viewer = workspace.viewer
    require(viewer, "edit", GROUP)
    number = secrets.token_hex(4)
    with store.changing(_actor(viewer)) as change:
        row = {
            "id": number, "name": saved.name, "month": saved.month, "scope": " ".join(viewer.scope),
            "scenario": json.dumps(as_data(saved), ensure_ascii=False), "actor": change.actor,
            "kept_at": change.at, "withdrawn_at": "",
        }  # fmt: skip
        change.connection.execute(SCENARIOS.insert(), row)
        change.record("scenario_kept", f"scenario {number}", 1, written_scope(viewer.role, viewer.scope))
    return number


def shelf(store: Store, workspace: Workspace) -> tuple[Kept, ...]:
    """The scenarios that stand and that the viewer may see, the newest first.

    Raises:
        AccessError: the viewer's role sees none.
    """
    require(workspace.viewer, "view", GROUP)
    columns = [SCENARIOS.c[name] for name in ("scope", *Kept.__dataclass_fields__)]
    wanted = select(*columns).where(SCENARIOS.c.withdrawn_at == "").order_by(SCENARIOS.c.kept_at.desc())
    with store.reading() as connection:
        found = _open_to(workspace, connection.execute(wanted))
        return tuple(
            Kept(row.id, row.name, row.month, row.actor, row.kept_at) for row in islice(found, MOST_SHOWN)
        )


def find(store: Store, workspace: Workspace, number: str) -> Saved:
    """The scenario of a number.

    Raises:
        AccessError: the viewer's role sees none.
        NotFoundError: there is none, it was withdrawn, or it is not the viewer's to see; which of these is not said.
    """
    require(workspace.viewer, "view", GROUP)
    with store.reading() as connection:
        row = _standing(connection, workspace, number)
    found, _ = misfits(ScenarioFile, json.loads(row.scenario))
    if found is None:
        raise NotFoundError(f"scenario {number}: it was kept by another version and cannot be read any more")
    return saved_of(found)


def withdraw(store: Store, workspace: Workspace, number: str) -> None:
    """Take a scenario off the list; it stays in the store.

    Raises:
        AccessError: the viewer's role keeps none.
        NotFoundError: there is no such scenario for the viewer.
    """
    viewer = workspace.viewer
    require(viewer, "edit", GROUP)
    with store.changing(_actor(viewer)) as change:
        _standing(change.connection, workspace, number)
        gone = SCENARIOS.update().where(SCENARIOS.c.id == number).values(withdrawn_at=change.at)
        change.connection.execute(gone)
        scope = written_scope(viewer.role, viewer.scope)
        change.record("scenario_withdrawn", f"scenario {number}", 1, scope)


def _actor(viewer: Viewer) -> str:
    return clean(viewer.name) or NOBODY


def _standing(connection: Connection, workspace: Workspace, number: str) -> Row[tuple[str, ...]]:
    wanted = select(SCENARIOS).where(SCENARIOS.c.id == number, SCENARIOS.c.withdrawn_at == "")
    for row in _open_to(workspace, connection.execute(wanted)):
        return row
    raise NotFoundError(
        f"scenario: there is no kept scenario {number[:20]!r} for you; it may have been withdrawn. "
        "Choose one of the list, or ask for the link again."
    )


def _open_to(workspace: Workspace, rows: Iterator[Row[tuple[str, ...]]]) -> Iterator[Row[tuple[str, ...]]]:
    """Those kept for places that are all within the viewer's."""
    codes = frozenset(workspace.panel.codes)
    for row in rows:
        scope = set(row.scope.split())
        if workspace.viewer.sees_everywhere or (EVERYWHERE not in scope and scope <= codes):
            yield row
