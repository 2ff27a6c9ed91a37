"""Who looks: a role, the places whose subtrees may be seen, and a name for records."""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = "*"
"""In a scope: every place, and what belongs to no place."""


@dataclass(frozen=True)
class Viewer:
    """Someone at the desk. A scope names regions by their codes; without any, nothing is seen.

    ``name`` stands in exports and in the audit log; it is an account's name and never a member of the public.
    """

    role: str
    scope: tuple[str, ...] = ()
    name: str = ""

    @property
    def sees_everywhere(self) -> bool:
        """Whether no region is closed to the viewer."""
        return EVERYWHERE in self.scope


SAMPLE_VIEWER = Viewer("analyst", (EVERYWHERE,))
"""Who looks at data that needs no sign-in."""
