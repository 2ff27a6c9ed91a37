"""Who sees what: roles and scopes, one gate, masking and pseudonyms (docs/security.md)."""

from dashboard.access.gate import allowed, columns_allowed, require
from dashboard.access.rules import Role, Rules, rules
from dashboard.access.scoping import scoped, subtree
from dashboard.access.viewer import EVERYWHERE, SAMPLE_VIEWER, Viewer

__all__ = [
    "EVERYWHERE",
    "SAMPLE_VIEWER",
    "Role",
    "Rules",
    "Viewer",
    "allowed",
    "columns_allowed",
    "require",
    "rules",
    "scoped",
    "subtree",
]
