"""Tables about people that stay in their database until they are asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

Read = Callable[[str, str], pd.DataFrame]
"""A late table by its name; with the number of a person only their rows."""


class LateTables(dict[str, pd.DataFrame]):
    """A dictionary of tables that can be large: going through all of them leaves out the late ones.

    ``tables["people"]`` and ``tables.get("people")`` read a late table anew each time, ``"people" in tables`` does
    not read it. Lists of them come in pages (docs/lists.md).
    """

    def __init__(self, here: Mapping[str, pd.DataFrame], late: Iterable[str], read: Read) -> None:
        super().__init__(here)
        self.late = frozenset(late)
        self._read = read

    def __missing__(self, name: str) -> pd.DataFrame:
        if name not in self.late:
            raise KeyError(name)
        return self._read(name, "")

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.late

    def get(self, name: str, default: pd.DataFrame | None = None) -> pd.DataFrame | None:  # type: ignore[override]
        """The table, or ``default`` where there is none of that name."""
        try:
            return self[name]
        except KeyError:
            return default

    def of_person(self, name: str, person_id: str) -> pd.DataFrame:
        """The rows of a late table that name one person."""
        return self._read(name, person_id)
