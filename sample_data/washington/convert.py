"""Turn Washington State's public layoff notices into a data folder.

`python sample_data/washington/convert.py RAW_DIR OUT_DIR`

Real figures in somebody else's format, so every choice is written down here and in the README. What the source
does not say stays unknown: no targets, no list of firms, no staff figures, no petitions.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

STATE = "53"
#: The source says "generally consistent with levels reported in 2009" and names no month; this one is assumed.
ASSUMED_RATE_MONTH = "2009-08"
KINDS = {"closure": "closure", "mass_layoff": "layoff"}
ID_LENGTH = 12
REGION_COLUMNS = ("region_code", "region_name", "level", "parent_code")
EVENT_COLUMNS = (
    "event_id",
    "date",
    "region_code",
    "kind",
    "state",
    "enterprise_name",
    "industry_code",
    "affected_count",
    "learned_at",
)
INDICATOR_COLUMNS = ("region_code", "month", "registered_unemployment_rate_pct")
MANIFEST = """\
synthetic: false
title:
  zh: 美国华盛顿州（真实公开数据）
  en: Washington State, USA (real public data)
note:
  zh: 企业向州政府申报的裁员和关闭通知，2004年至2026年。没有目标、企业名单和职工总数，能判的规则很少。
  en: Layoff and closure notices filed by employers with the state, 2004 to 2026. No targets, no list of firms, no
    staff figures, so few rules can be judged.
plan: gaotai-2021
focus: "53"
map_level: county
boundaries:
  areas: washington_counties.geojson
sources:
  - file: washington_layoff_notices.csv
    title: WARN notices filed with the Washington State Employment Security Department
    from: bchaps1999/warn-notice-register
    licence: Apache-2.0
  - file: washington_unemployment.tsv
    title: County unemployment rates, US Bureau of Labor Statistics (about 2009, month assumed)
    from: vega-datasets (npm)
    licence: BSD-3-Clause
  - file: washington_counties.geojson
    title: County boundaries, US Census Bureau
    from: us-atlas 3 (npm)
    licence: ISC
generated_by: sample_data/washington/convert.py
"""
Row = Mapping[str, str]


def regions(counties: Mapping[str, object]) -> list[dict[str, str]]:
    """Return the state and its counties, by code."""
    features = counties["features"]
    if not isinstance(features, list):
        raise TypeError("the boundary file has no list of features")
    named = sorted((f["properties"]["region_code"], f["properties"]["region_name"]) for f in features)
    rows = [{"region_code": STATE, "region_name": "Washington", "level": "province", "parent_code": ""}]
    rows += [{"region_code": c, "region_name": n, "level": "county", "parent_code": STATE} for c, n in named]
    return rows


def same_notice(row: Row) -> tuple[str, ...]:
    """Return what two listings of one notice share: everything but the day it is said to be noticed."""
    return tuple(
        row[name]
        for name in (
            "employer_name",
            "county_fips",
            "location",
            "effective_date",
            "employees_affected",
            "layoff_type",
        )
    )


def once(notices: Sequence[Row]) -> list[Row]:
    """Return every notice once.

    The register took one agency table in twice, once with the day the layoff takes effect put down as the day of
    notice as well. Such a row is dropped if the same notice is there with its own day of notice.
    """
    received = {same_notice(row) for row in notices if row["notice_date"] != row["effective_date"]}
    return [
        row
        for row in notices
        if row["notice_date"] != row["effective_date"] or same_notice(row) not in received
    ]


def events(notices: Sequence[Row]) -> list[dict[str, str]]:
    """Return the notices as events on the day they take effect, planned if that lies after the last notice."""
    kept = once(notices)
    as_of = max(row["notice_date"] for row in kept)
    rows = []
    for row in kept:
        if row["layoff_type"] not in KINDS:
            raise ValueError(f"notice {row['source_notice_id']}: no event kind for {row['layoff_type']!r}")
        date = row["effective_date"] or row["notice_date"]
        naics = row["naics"].strip()
        rows.append(
            {
                "event_id": row["source_notice_id"][:ID_LENGTH],
                "date": date,
                "region_code": row["county_fips"] or STATE,
                "kind": KINDS[row["layoff_type"]],
                "state": "planned" if date > as_of else "done",
                "enterprise_name": row["employer_name"],
                "industry_code": f"NAICS{naics}" if naics else "",
                "affected_count": row["employees_affected"],
                "learned_at": row["notice_date"],
            }
        )
    return sorted(rows, key=lambda row: (row["date"], row["event_id"]))


def indicators(rates: Iterable[Row]) -> list[dict[str, str]]:
    """Return the one rate of each county, as a percentage."""
    return [
        {
            "region_code": row["id"],
            "month": ASSUMED_RATE_MONTH,
            "registered_unemployment_rate_pct": f"{Decimal(row['rate']) * 100:.1f}",
        }
        for row in rates
    ]


def table(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return rows as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def read_rows(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a text table, every cell as text."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def main(arguments: list[str] | None = None) -> int:
    """Convert RAW_DIR into OUT_DIR."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw_dir", type=Path)
    parser.add_argument("out_dir", type=Path)
    where = parser.parse_args(arguments)
    raw: Path = where.raw_dir
    counties = json.loads((raw / "washington_counties.geojson").read_text(encoding="utf-8"))
    notices = read_rows(raw / "washington_layoff_notices.csv")
    rates = read_rows(raw / "washington_unemployment.tsv", "\t")
    out: Path = where.out_dir
    out.mkdir(parents=True, exist_ok=True)
    for name, rows, columns in (
        ("regions.csv", regions(counties), REGION_COLUMNS),
        ("events.csv", events(notices), EVENT_COLUMNS),
        ("indicators.csv", indicators(rates), INDICATOR_COLUMNS),
    ):
        (out / name).write_bytes(table(rows, columns))
        print(f"{out / name}: {len(rows)} rows")
    (out / "MANIFEST.yaml").write_bytes(MANIFEST.encode("utf-8"))
    print(out / "MANIFEST.yaml")
    return 0


if __name__ == "__main__":
    sys.exit(main())
