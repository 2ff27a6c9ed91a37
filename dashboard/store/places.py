"""Every row lies in a place that is there, and no place is its own parent, after every change."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from dashboard.errors import DataError
from dashboard.store.schema import OPEN, STORED
from dashboard.tables import TABLES
from dashboard.tables.crosschecks import circles
from dashboard.tables.masks import shown

_MOST_NAMED = 5


def check_places(connection: Connection, first_rows: Mapping[str, int]) -> None:
    """See that what a change left standing fits together.

    Args:
        connection: the writer's.
        first_rows: the number of the first row that the change wrote, for each table that it touched.

    Raises:
        DataError: a row's place is not among the regions, or parents go in a circle; a line for each table.
    """
    regions = STORED["regions"].alias("places")
    are_places_touched = "regions" in first_rows
    faults = []
    for name, table in TABLES.items():
        stored = STORED[name]
        if name not in first_rows and not are_places_touched:
            continue
        for column in table.columns:
            if column.kind != "region" or (name == "regions" and column.name == "region_code"):
                continue
            code = stored.c[column.name]
            is_known = (
                select(regions.c.row_id)
                .where(regions.c.region_code == code, regions.c.row_until == OPEN)
                .exists()
            )
            # Not "==": for that SQLite would go through every standing row instead of the new ones.
            lacking = select(code, func.count()).where(stored.c.row_until >= OPEN, code != "", ~is_known)
            if not are_places_touched:
                lacking = lacking.where(stored.c.row_id >= first_rows[name])
            found = connection.execute(lacking.group_by(code).order_by(code).limit(_MOST_NAMED + 1)).all()
            if found:
                codes = ", ".join(shown(each[0], "region") for each in found[:_MOST_NAMED])
                more = " and others" if len(found) > _MOST_NAMED else ""
                faults.append(
                    f"{name}, column {column.name}: found {codes}{more}; allowed: a region code of the regions "
                    "table. Import those places first, or withdraw what lies in them."
                )
    if are_places_touched:
        faults += _circles(connection)
    if faults:
        raise DataError(faults)


def _circles(connection: Connection) -> list[str]:
    regions = STORED["regions"]
    rows = connection.execute(
        select(regions.c.region_code, regions.c.parent_code)
        .where(regions.c.row_until == OPEN)
        .order_by(regions.c.row_position)
    ).all()
    found = circles([row.region_code for row in rows], [row.parent_code for row in rows])
    return [
        f"regions, column parent_code: found a circle of parents at {shown(circle[0], 'region')}; allowed: parents "
        "that end at a place without one. Correct one of the parent codes."
        for circle in found
    ]
