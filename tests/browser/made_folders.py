"""Data folders nobody should send, and some that are hardly filled, for the tests in a browser."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from tests.serving import ROOT
from tests.tables.folders import REGIONS, write

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "[x](javascript:alert(1))",
    "**b**",
    '"><svg onload=alert(1)>',
    "</script><script>alert(1)</script>",
    "{{7*7}}</style><b>",
    ":red[x] $x^2$",
    "![x](http://evil.example/x.png)",
)
AFTERWARDS = "www.evil.example http://evil.example a@evil.example :smile: :material/home: -> \u202eabc"
"""What a page makes links, signs and arrows of after it has read the markup, and a mark that turns words round."""
INDICATORS = "region_code,month,registered_unemployment_rate_pct\n"


def _rename(file: Path, column: str, wanted: dict[str, str] | None = None) -> None:
    """Give every row of a table a hostile name, or those rows whose name is asked for."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for at, row in enumerate(rows):
        if wanted is None:
            row[column] = f"{HOSTILE[at % len(HOSTILE)]} {at}" if row[column] else ""
        else:
            row[column] = wanted.get(row[column], row[column])
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def hostile(folder: Path) -> Path:
    """The Gaotai sample with towns, firms and a title that try to be code."""
    shutil.copytree(ROOT / "sample_data" / "gaotai", folder)
    with (folder / "regions.csv").open(encoding="utf-8", newline="") as lines:
        towns = [row["region_name"] for row in csv.DictReader(lines) if row["level"] == "town"]
    _rename(folder / "regions.csv", "region_name", dict(zip(towns, HOSTILE, strict=True)))
    _rename(folder / "enterprises.csv", "enterprise_name")
    _rename(folder / "events.csv", "enterprise_name")
    manifest = folder / "MANIFEST.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace("高台县示例数据（合成）", f"'[t](javascript:alert(1)) **t** <b> {AFTERWARDS}'"),
        encoding="utf-8",
    )
    return folder


def headings_only(folder: Path) -> Path:
    """All tables are there and none has a row but regions."""
    return write(folder, indicators=INDICATORS, events="event_id,date,region_code,kind\n")


def no_place(folder: Path) -> Path:
    """Not even a place."""
    return write(folder, regions=REGIONS.splitlines()[0] + "\n", indicators=INDICATORS)


def one_place(folder: Path) -> Path:
    """A county alone, with one figure."""
    regions = "region_code,region_name,level,parent_code\n620724,高台县,county,\n"
    return write(folder, regions=regions, indicators=INDICATORS + "620724,2026-10,4.0\n")


def few_tables(folder: Path) -> Path:
    """Places and one month of one figure: no events, firms, targets or alerts."""
    return write(folder, indicators=INDICATORS + "620724101,2026-10,4.0\n")


def broken(folder: Path) -> Path:
    """A percentage above a hundred and a place that is not there."""
    return write(folder, indicators=INDICATORS + "620724101,2026-10,120\n999,2026-10,4.0\n")
