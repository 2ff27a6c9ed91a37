"""What offices write for the same thing, and cells that once hung or bent the reader."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.tables import TABLES, read_folder
from dashboard.tables.headings import match
from dashboard.tables.masks import mask_inside


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("regions", "地区编号", "region_code"),
        ("enterprises", "员工总数", "employees_count"),
        ("indicators", "登记失业率%", "registered_unemployment_rate_pct"),
        ("indicators", "登记失业人员数", "registered_unemployed_count"),
    ],
)
def test_a_usual_variant_of_a_heading_is_known(table: str, heading: str, column: str) -> None:
    found = match(heading, TABLES[table])
    assert found is not None
    assert found.name == column


def test_a_very_long_cell_is_masked_without_trying_every_start() -> None:
    assert mask_inside("x" * 200_000) == "x" * 200_000
    assert mask_inside("a12345" * 5).count("*") == 24


def test_a_short_float_of_parquet_says_what_its_csv_says(tmp_path: Path) -> None:
    pd.DataFrame({"region_code": ["1"], "region_name": ["某县"], "level": ["county"]}).to_csv(
        tmp_path / "regions.csv", index=False
    )
    figures = pd.DataFrame(
        {"region_code": ["1"], "month": ["2024-06"], "graduate_employment_rate_pct": [80.3]}
    )
    figures.astype({"graduate_employment_rate_pct": "float32"}).to_parquet(tmp_path / "indicators.parquet")
    folder = read_folder(tmp_path)
    assert not folder.faults
    assert folder.tables["indicators"]["graduate_employment_rate_pct"].tolist() == [80.3]
