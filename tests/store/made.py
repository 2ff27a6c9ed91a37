"""Small typed tables for the tests of the store, as the folder's reader gives them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.store.frames import dtype_of
from dashboard.tables import TABLES
from dashboard.tables.cells import read_cells


def frame(name: str, *rows: dict[str, str], **more: list[float]) -> pd.DataFrame:
    """Rows written as in a file; columns that a row leaves out are blank. ``more`` are a plan's own figures."""
    values: dict[str, Any] = {}
    for column in TABLES[name].columns:
        cells = read_cells(pa.array([row.get(column.name, "") for row in rows], pa.string()), column)
        assert not cells.troubles, (name, column.name)
        values[column.name] = (
            pd.Series(cells.values, dtype=object) if cells.values.dtype == object else cells.values
        )
        assert cells.values.dtype == dtype_of(column)
    return pd.DataFrame(values | {key: np.array(figures, dtype=float) for key, figures in more.items()})


def rows(name: str, text: str) -> pd.DataFrame:
    """Rows from lines of CSV with headings."""
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, skipinitialspace=True)
    return frame(name, *table.to_dict("records"))  # type: ignore[arg-type]


REGIONS = rows(
    "regions",
    """\
region_code,region_name,level,parent_code
620724,高台县,county,
620724101,示例一镇,town,620724
620724102,示例二镇,town,620724
""",
)


def firms(**names: str) -> pd.DataFrame:
    """Firms of the county by their ID and name."""
    return frame(
        "enterprises",
        *(
            {"enterprise_id": key, "enterprise_name": name, "region_code": "620724"}
            for key, name in names.items()
        ),
    )


def names_of(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The firms of some tables by their ID and name, in their order."""
    if "enterprises" not in tables:
        return {}
    firms_there = tables["enterprises"]
    return dict(zip(firms_there["enterprise_id"], firms_there["enterprise_name"], strict=True))


def assert_same(found: dict[str, pd.DataFrame], wanted: dict[str, pd.DataFrame]) -> None:
    """Both hold the same tables: columns, types, order and values."""
    assert list(found) == list(wanted)
    for name, table in wanted.items():
        pd.testing.assert_frame_equal(found[name], table, check_exact=True)
