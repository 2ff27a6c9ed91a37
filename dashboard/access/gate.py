"""The one gate: whether a viewer may do something with a group of fields, a table or one of its columns."""

from __future__ import annotations

from dashboard.access.rules import ACTIONS, rules
from dashboard.access.viewer import Viewer
from dashboard.errors import AccessError
from dashboard.tables.registry import TABLES

REFUSED = "Your role does not include this."


def allowed(viewer: Viewer, action: str, what: str) -> bool:
    """Whether the viewer's role includes an action.

    Args:
        viewer: who asks; an unknown role may do nothing.
        action: one of ``rules.ACTIONS``.
        what: a group (``figures``), or a column of a table (``people.id_number``). A column that lies in no
            group is open to nobody.

    Raises:
        LookupError: there is no such action or group, which is a slip in the program.
    """
    table = rules()
    group = what
    if "." in what:
        group = table.group_of(*what.split(".", 1))
        if not group:
            return False
    if action not in ACTIONS or group not in table.groups:
        raise LookupError(f"no such action or group: {action} {what}")
    return viewer.role in table.roles and table.holds(viewer.role, f"{action} {group}")


def require(viewer: Viewer, action: str, *what: str) -> None:
    """Let the viewer pass or refuse; the refusal does not say what is there.

    Raises:
        AccessError: the viewer's role does not include the action for one of the groups or columns.
    """
    if not what or not all(allowed(viewer, action, each) for each in what):
        raise AccessError(REFUSED)


def columns_allowed(viewer: Viewer, action: str, table: str) -> tuple[str, ...]:
    """The columns of a table, as the contract names them, that the viewer may do something with."""
    return tuple(name for name in TABLES[table].by_name if allowed(viewer, action, f"{table}.{name}"))
