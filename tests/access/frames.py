"""Made-up tables with people in them, typed as the reader types them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

Rows = Sequence[dict[str, Any]]


def frame(table: str, rows: Rows) -> pd.DataFrame:
    """A typed frame with every column of the contract; what a row lacks is blank."""
    return pd.DataFrame({c.name: _series(TABLES[table], c.name, rows) for c in TABLES[table].columns})


def _series(table: Table, name: str, rows: Rows) -> pd.Series:
    column = table.by_name[name]
    values = [row.get(name) for row in rows]
    if column.numeric:
        return pd.Series([float("nan") if v is None else v for v in values], dtype="float64")
    if column.kind in ("month", "year"):
        return pd.Series([0 if v is None else v for v in values], dtype="int64")
    if column.kind == "yesno":
        return pd.Series([bool(v) for v in values], dtype="bool")
    if column.kind in ("date", "moment"):
        return pd.Series([pd.NaT if v is None else v for v in values], dtype="datetime64[s]")
    return pd.Series(["" if v is None else v for v in values], dtype=object)


REGIONS: Rows = [
    {"region_code": "6207", "region_name": "示例市", "level": "city"},
    {"region_code": "620724", "region_name": "示例县", "level": "county", "parent_code": "6207"},
    {"region_code": "620724100", "region_name": "示例一镇", "level": "town", "parent_code": "620724"},
    {"region_code": "620724101", "region_name": "示例二镇", "level": "town", "parent_code": "620724"},
    {"region_code": "62072410101", "region_name": "示例村", "level": "village", "parent_code": "620724101"},
    {"region_code": "620725", "region_name": "邻县", "level": "county", "parent_code": "6207"},
]
ONE, TWO, VILLAGE, NEIGHBOUR = "620724100", "620724101", "62072410101", "620725"


def person(number: int, place: str, **more: Any) -> dict[str, Any]:
    """A made-up person: every figure of theirs has their number in it, so that it can be searched for."""
    return {
        "person_id": f"r{number:06d}q",
        "id_number": f"00010119900101{number:03d}X",
        "name": f"赵{_han(number)}",
        "phone": f"139{number:04d}{number:04d}",
        "region_code": place,
        "groups": "长期失业",
        "birth": dt.datetime(1990, 1, 1) + dt.timedelta(days=number),
        "health": f"病{_han(number)}",
        "helper": f"钱{_han(number)}",
        "status": "失业",
    } | more


def _han(number: int) -> str:
    return chr(0x4E00 + 1000 + number) + chr(0x4E00 + 9000 + number)


def tables(people: Rows = (), **more: Rows) -> dict[str, pd.DataFrame]:
    """Regions and people, and further tables."""
    return {name: frame(name, rows) for name, rows in ({"regions": REGIONS, "people": people} | more).items()}


def texts_of(frames: dict[str, pd.DataFrame]) -> str:
    """Everything that stands in some frames, as one text."""
    return "\n".join(str(value) for table in frames.values() for value in table.to_numpy().ravel())
