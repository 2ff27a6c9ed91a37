"""Made-up worlds for comparing two readings of the plan: every edge, hole and missing cell, by seed."""

import csv
from pathlib import Path
from random import Random

from tests.reference import world_events, world_figures
from tests.reference.world_figures import Mood, Row, month_at

Tables = dict[str, list[Row]]

MONTHS = ["2024-01", "2024-02", "2024-03", "2024-06", "2024-12", "2023-01", "2025-07"]
OPTIONAL_TABLES = ["indicators", "targets", "enterprises", "events", "declared_alerts"]
HEADINGS = {
    "indicators": ["region_code", "month", "registered_unemployment_rate_pct", "monitored_employees_count"],
    "targets": ["region_code", "year", "registered_unemployment_rate_target_pct"],
    "enterprises": ["enterprise_id", "enterprise_name", "region_code", "industry_code", "employees_count"],
    "events": ["event_id", "date", "region_code", "kind", "workforce_count", "affected_count"],
    "declared_alerts": ["region_code", "month", "tier"],
}
REQUIRED = {
    "regions": {"region_code", "region_name", "level"},
    "indicators": {"region_code", "month"},
    "targets": {"region_code", "year"},
    "enterprises": {"enterprise_id", "enterprise_name", "region_code"},
    "events": {"event_id", "date", "region_code", "kind"},
    "declared_alerts": {"region_code", "month", "tier"},
}


def world(seed: int) -> tuple[Tables, str]:
    """The tables of one made-up folder, and the month to judge."""
    rng = Random(seed)
    month = rng.choice(MONTHS)
    mood = Mood(
        missing=rng.choice([0, 0, 0, 0.02, 0.1, 0.35]),
        missing_in_events=rng.choice([0, 0, 0.1, 0.3]),
        calm=rng.choice([0.1, 0.5, 0.85, 1.0]),
        events=rng.choice([0, 1, 2, 3, 5, 8, 14, 20]),
    )
    regions = places(rng)
    codes = [row["region_code"] for row in regions]
    is_in = within(regions)
    targets = world_figures.targets(rng, mood, codes, month)
    indicators = world_figures.indicators(rng, mood, codes, month, targets)
    enterprises = world_events.enterprises(rng, mood, codes)
    events = world_events.events(rng, mood, codes, month, enterprises)
    judged = [row["region_code"] for row in regions if row["level"] in ("county", "town")]
    world_events.steer_closures(rng, events, indicators, judged, month, is_in)
    if rng.random() < 0.5:
        world_events.steer_layoffs(rng, events, enterprises, judged, month, is_in)
    elif rng.random() < 0.7:
        world_events.steer_all_layoffs(rng, events, judged, month, is_in)
    tables = {
        "regions": regions,
        "indicators": indicators,
        "targets": targets,
        "enterprises": enterprises,
        "events": events,
        "declared_alerts": declared(rng, mood, codes, month),
    }
    take_away(rng, tables)
    return tables, month


def places(rng: Random) -> list[Row]:
    """One or two counties with up to six towns, places above and below, and towns in unusual places."""
    rows: list[Row] = []

    def add(code: str, level: str, parent: str) -> str:
        name = f"{level.title()} {code}"
        rows.append({"region_code": code, "region_name": name, "level": level, "parent_code": parent})
        return code

    province = add("620000", "province", "") if rng.random() < 0.4 else ""
    city = add("620700", "city", province) if rng.random() < 0.5 else province
    for county_code in rng.choice([["620724"], ["620724", "620725"]]):
        county = add(county_code, "county", city)
        for number in range(rng.choice([0, 1, 2, 3, 4, 5, 6])):
            town = add(f"{county}1{number:02d}", "town", county)
            for village_number in range(rng.choice([0, 0, 1, 2])):
                village = add(f"{town}2{village_number:02d}", "village", town)
                if rng.random() < 0.2:
                    add(f"{village}-S", "site", village)
        if rng.random() < 0.2:
            community = add(f"{county}900", "community", county)
            add(f"{county}901", "village", community)
    if rng.random() < 0.15:
        add("T-ALONE", "town", rng.choice(["", city]))
    if rng.random() < 0.15:
        add("V-ALONE", "village", "")
    if rng.random() < 0.3:
        rng.shuffle(rows)
    return rows


def within(regions: list[Row]) -> world_events.IsIn:
    parents = {row["region_code"]: row["parent_code"] for row in regions}

    def is_in(place: str, code: str) -> bool:
        while place and place != code:
            place = parents[place]
        return place == code

    return is_in


def declared(rng: Random, mood: Mood, codes: list[str], month: str) -> list[Row]:
    """None to three alerts a place, of the month and others, a return to normal among them."""
    tiers = (
        ["normal", "normal", "yellow"] if mood.calm > 0.8 else ["normal", "yellow", "yellow", "orange", "red"]
    )
    rows = []
    for code in codes:
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            when = month_at(month, rng.choice([0, 0, 0, -1, 1]))
            rows.append({"region_code": code, "month": when, "tier": rng.choice(tiers)})
    rng.shuffle(rows)
    return rows


def take_away(rng: Random, tables: Tables) -> None:
    """Now and then a table is absent, has headings only, or lacks an optional column."""
    for table in OPTIONAL_TABLES:
        chance = rng.random()
        if chance < 0.05:
            del tables[table]
        elif chance < 0.09:
            tables[table] = []
    for table, rows in tables.items():
        optional = [column for column in (rows[0] if rows else {}) if column not in REQUIRED[table]]
        if optional and rng.random() < 0.05:
            column = rng.choice(optional)
            for row in rows:
                del row[column]


def write_folder(tables: Tables, path: Path) -> None:
    """Each table as a CSV of UTF-8; one without rows has its headings only."""
    path.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        columns = list(rows[0]) if rows else HEADINGS[table]
        with (path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
