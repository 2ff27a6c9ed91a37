"""When monthly tables came in: the first import, not withdrawn since, that brought a place's rows of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import func, select

from dashboard.store.reader import batch_at, withdrawn
from dashboard.store.schema import BATCHES, OPEN, STORED

if TYPE_CHECKING:
    from dashboard.store.store import Store

COLUMNS = ["region_code", "month", "at"]


def arrivals_of(store: Store, table: str) -> pd.DataFrame:
    """A row a place and month: ``region_code``, ``month`` and ``at``, the moment (UTC) of the first import.

    What came with the store's first import was there before: when it came in nobody knows, and it is left out.
    The rows of a firm are those of the place that it is in now.
    """
    stored, firms = STORED[table], STORED["enterprises"]
    place = stored.c.region_code if "region_code" in stored.c else firms.c.region_code
    rows = stored.join(BATCHES, BATCHES.c.batch == stored.c.row_origin)
    if "region_code" not in stored.c:
        here = (firms.c.enterprise_id == stored.c.enterprise_id) & (firms.c.row_until == OPEN)
        rows = rows.join(firms, here)
    imports = BATCHES.alias("imports")
    first = select(func.min(imports.c.batch)).where(imports.c.kind == "import").scalar_subquery()
    wanted = select(place, stored.c.month, func.min(BATCHES.c.at)).select_from(rows)
    with store.reading() as connection:
        gone = withdrawn(batch_at(connection, None))
        wanted = wanted.where(stored.c.row_origin.not_in(gone), stored.c.row_origin > first)
        found = connection.execute(wanted.group_by(place, stored.c.month))
        return pd.DataFrame([tuple(row) for row in found], columns=COLUMNS)
