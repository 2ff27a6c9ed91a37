"""The tables of a data folder: what each column means, and how files become typed tables or clear faults."""

from dashboard.tables.faults import Fault
from dashboard.tables.folder import Folder, read_folder, read_table
from dashboard.tables.registry import TABLES

__all__ = ["TABLES", "Fault", "Folder", "read_folder", "read_table"]
