"""Writing a data folder: UTF-8 CSV with the contract's column names, the same bytes on every run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

REGIONS = (
    "region_code",
    "region_name",
    "level",
    "parent_code",
    "population_count",
    "is_monitoring_point",
    "pooling_area_code",
)
TARGETS = (
    "region_code",
    "year",
    "registered_unemployment_rate_target_pct",
    "graduate_employment_rate_target_pct",
    "new_urban_jobs_target_count",
)
Table = Sequence[Mapping[str, object]]


def as_text(value: object) -> str:
    """Return a cell as it is written: true and false in words, everything else as it stands."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def table_bytes(rows: Table, columns: Sequence[str] = ()) -> bytes:
    """Return a table as CSV; without `columns`, those of the first row."""
    buffer = io.StringIO(newline="")
    heading = tuple(columns) or tuple(rows[0])
    writer = csv.DictWriter(buffer, fieldnames=heading, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: as_text(row.get(name, "")) for name in heading} for row in rows)
    return buffer.getvalue().encode("utf-8")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a folder, each whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def target_rows(
    codes: Mapping[str, int], rate: Mapping[int, float], graduates: Mapping[int, float]
) -> list[dict[str, object]]:
    """Return one target row a place and year; `codes` gives each place's labour force."""
    return [
        {
            "region_code": code,
            "year": year,
            "registered_unemployment_rate_target_pct": rate[year],
            "graduate_employment_rate_target_pct": graduates[year],
            "new_urban_jobs_target_count": round(labour * 0.019 / 10) * 10,
        }
        for code, labour in codes.items()
        for year in sorted(rate)
    ]
