"""The only writer: tables in batches, with their history, in SQLite or PostgreSQL; and the audit log.

Importing this package imports SQLAlchemy, so nothing does unless a store is used.
"""

from dashboard.store.reader import Batch, State
from dashboard.store.rows import Edit, NewRow, Past, Standing
from dashboard.store.store import Store, open_store

__all__ = ["Batch", "Edit", "NewRow", "Past", "Standing", "State", "Store", "open_store"]
