"""When monthly tables came in: the first import, not withdrawn since, that brought a place's rows of a month."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.store.reader import batch_at, withdrawn
from dashboard.store.schema import BATCHES, OPEN, STORED

COLUMNS = ["region_code", "month", "at"]


def arrivals_of(connection: Connection, table: str) -> pd.DataFrame:
    """A row a place and month: ``region_code``, ``month`` and ``at``, the moment (UTC) of the first import.

    A firm's rows are those of the place that the firm is in now.
    """
    stored, firms = STORED[table], STORED["enterprises"]
    place = stored.c.region_code if "region_code" in stored.c else firms.c.region_code
    rows = stored.join(BATCHES, BATCHES.c.batch == stored.c.row_origin)
    if "region_code" not in stored.c:
        here = (firms.c.enterprise_id == stored.c.enterprise_id) & (firms.c.row_until == OPEN)
        rows = rows.join(firms, here)
    gone = withdrawn(batch_at(connection, None))
    wanted = select(place, stored.c.month, func.min(BATCHES.c.at)).select_from(rows)
    wanted = wanted.where(stored.c.row_origin.not_in(gone)).group_by(place, stored.c.month)
    return pd.DataFrame([tuple(row) for row in connection.execute(wanted)], columns=COLUMNS)
