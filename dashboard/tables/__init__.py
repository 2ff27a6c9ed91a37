"""The tables of a data folder: what each column means, and how files become typed tables or clear faults.

The reader of folders is loaded when it is first asked for: the program that parses hostile files needs none of it,
and has to start quickly.
"""

from typing import TYPE_CHECKING, Any

from dashboard.tables.faults import Fault
from dashboard.tables.registry import TABLES

if TYPE_CHECKING:
    from dashboard.tables.folder import Folder, read_folder, read_table

__all__ = ["TABLES", "Fault", "Folder", "read_folder", "read_table"]


def __getattr__(name: str) -> Any:
    if name in ("Folder", "read_folder", "read_table"):
        from dashboard.tables import folder

        return getattr(folder, name)
    raise AttributeError(name)
