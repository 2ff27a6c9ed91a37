"""The tables of the Nanyang folder: its firms, its events, and everything put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sample_data import happenings
from sample_data.calendar_months import MONTHS, NEWEST
from sample_data.firms import (
    Arrears,
    Firm,
    credit_code,
    enterprise_rows,
    fill_headcounts,
    headcount_rows,
    ordinary,
)
from sample_data.folder import REGIONS, TARGETS, Table, table_bytes, target_rows
from sample_data.funds import COLUMNS as FUND_COLUMNS
from sample_data.funds import fund_rows
from sample_data.happenings import EVENT_COLUMNS, Event, event
from sample_data.places import Row, added_up, monthly_rows, sent_in
from sample_data.story_nanyang import (
    CITY,
    COUNTIES,
    DECLARED,
    FANGCHENG,
    FUND,
    GRADUATE_TARGET,
    JIA,
    MONITORED,
    NANYANG,
    NEIXIANG,
    PLACES,
    RATE_TARGET,
    SEED,
    SHEQI,
    TANGHE,
    TOWNS,
    WOLONG,
    XINYE,
    XIXIA,
    YI,
)
from sample_data.town_points import POINT_COLUMNS, point_rows

AREA = "411399"
LIAISONS = ("联络员甲", "联络员乙", "联络员丙", "联络员丁", "联络员戊", "联络员己", "联络员庚")
#: Every so many ordinary firms, in the order of the file: why it is on watch and since when.
ON_WATCH: tuple[dict[str, str], ...] = (
    {"insurance_in_arrears": "2026-08"},
    {"workforce_unstable": "2026-07"},
    {"wages_in_arrears": "2026-09"},
    {"dispute_prone": "2026-05"},
    {"insurance_in_arrears": "2026-10"},
    {"production_stopped": "2026-08"},
    {"zombie": "2024-11"},
    {"influential": "2023-01"},
    {"mass_layoff": "2026-09"},
    {"wages_in_arrears": "2026-10", "insurance_in_arrears": "2026-09"},
)
WATCH_STEP = 6


def told_firms() -> list[Firm]:
    """Return the firms that the story names."""
    return [
        Firm(
            "示例棉纺公司",
            TANGHE.code,
            "C17",
            jobs={"2023-11": 2190, "2026-07": 2140, "2026-08": 2010, "2026-09": 1860, NEWEST: 1240},
            insured_ratio={"2026-05": 0.97, NEWEST: 0.86},
            flags={"influential": "2023-01", "mass_layoff": "2026-08", "dispute_prone": "2026-09"},
            wages=Arrears("2026-06", 3_860_000),
            insurance=Arrears("2026-07"),
            exports=True,
        ),
        Firm(
            "示例香菇加工厂",
            XIXIA.code,
            "C13",
            jobs={"2023-11": 281, "2026-08": 276, "2026-09": 268},
            closed_in=NEWEST,
            exports=True,
        ),
        Firm(
            "示例玻璃厂",
            WOLONG.code,
            "C30",
            jobs={"2023-11": 642, NEWEST: 598},
            flags={"capacity_cut": "2025-04"},
            capacity_sector="flat_glass",
        ),
        Firm(
            "示例汽配厂",
            JIA.code,
            "C36",
            jobs={"2023-11": 452, "2026-05": 440, NEWEST: 302},
            flags={"workforce_unstable": "2026-07"},
        ),
        Firm("示例制鞋厂", YI.code, "C19", jobs={"2023-11": 350, "2026-03": 331, NEWEST: 248}, exports=True),
        Firm(
            "示例酿酒厂",
            SHEQI.code,
            "C15",
            jobs={"2023-11": 415, "2025-09": 402, "2025-10": 341, NEWEST: 330},
        ),
        Firm("示例印染厂", XINYE.code, "C17", jobs={"2023-11": 388, "2026-09": 371, NEWEST: 352}),
        Firm("示例制药公司", NEIXIANG.code, "C27", jobs={"2023-11": 521, NEWEST: 508}),
        Firm("示例碳素厂", FANGCHENG.code, "C30", jobs={"2023-11": 466, "2026-04": 450, NEWEST: 441}),
    ]


def all_firms(rows_of: Mapping[str, Sequence[Row]]) -> list[Firm]:
    """Return every firm; those of a county outside its listed towns add up to what the towns leave."""
    told = told_firms()
    firms: list[Firm] = []
    for order, place in enumerate(PLACES):
        named = [firm for firm in told if firm.region_code == place.code]
        drawn = ordinary(place.code, place.firms - len(named), len(firms), SEED, avoid=("C30",))
        for number, firm in enumerate(drawn, start=len(firms)):
            if number % WATCH_STEP == 0:
                watch_over(firm, ON_WATCH[number // WATCH_STEP % len(ON_WATCH)], number)
        below = [town.code for town in TOWNS if town.parent == place.code]
        totals = [
            int(row[MONITORED] - sum(rows_of[code][at][MONITORED] for code in below))
            for at, row in enumerate(rows_of[place.code])
        ]
        silent = tuple(month for month, gone in place.missing.items() if not gone)
        for firm in (*named, *drawn):
            firm.liaison = LIAISONS[order % len(LIAISONS)]
            firm.missing = (*firm.missing, *silent)
        firms += [*named, *drawn]
        fill_headcounts([*named, *drawn], totals, SEED)
    for serial, firm in enumerate(firms, start=1):
        firm.enterprise_id = credit_code(AREA, serial)
    return firms


def watch_over(firm: Firm, why: Mapping[str, str], number: int) -> None:
    """Put a firm on watch for these reasons."""
    flags = dict(why)
    if since := flags.pop("wages_in_arrears", ""):
        firm.wages = Arrears(since, 40_000 + 1_000 * (number * 37 % 190))
    if since := flags.pop("insurance_in_arrears", ""):
        firm.insurance = Arrears(since)
    firm.flags = flags


def all_events(firms: Sequence[Firm]) -> list[Event]:
    """Return the `events` table of the folder."""
    named = {firm.name: firm for firm in firms}
    standing = [firm for firm in firms if not firm.closed_in and firm.headcount[0] >= 60]

    def told(date: str, name: str, kind: str, **figures: object) -> Event:
        firm = named[name]
        return event(date, firm.region_code, kind, firm, **figures)

    story = [
        told(
            "2025-09-11",
            "示例制药公司",
            "layoff",
            petition="individual",
            legal_ground="changed_circumstances",
        ),
        told("2025-10-15", "示例酿酒厂", "layoff", affected_count=61, legal_ground="conversion"),
        told(
            "2026-07-22",
            "示例棉纺公司",
            "gathering",
            affected_count=64,
            cause="pay",
            received_at="2026-07-22",
        ),
        told(
            "2026-08-13",
            "示例棉纺公司",
            "layoff",
            affected_count=130,
            petition="individual",
            legal_ground="serious_difficulty",
        ),
        told("2026-09-24", "示例棉纺公司", "layoff", state="planned", affected_count=620),
        told(
            "2026-10-09", "示例香菇加工厂", "closure", affected_count=268, legal_ground="serious_difficulty"
        ),
        told(
            "2026-10-15",
            "示例棉纺公司",
            "layoff",
            affected_count=620,
            petition="mass",
            legal_ground="serious_difficulty",
        ),
        told(
            "2026-10-16",
            "示例棉纺公司",
            "gathering",
            affected_count=210,
            cause="layoff",
            received_at="2026-10-16",
        ),
        told(
            "2026-10-18",
            "示例棉纺公司",
            "opinion",
            cause="layoff",
            passed_down_by="province",
            is_spreading=True,
            received_at="2026-10-18",
        ),
        told("2026-10-20", "示例印染厂", "layoff", legal_ground="changed_circumstances"),
        told("2026-10-22", "示例碳素厂", "layoff", state="planned", affected_count=36),
    ]
    small = happenings.ordinary(standing, SEED, quiet=(NEWEST,), a_month=(2, 4))
    return happenings.numbered([*story, *small])


def regions() -> Table:
    """Return the city, its counties and the invented towns of three of them."""
    rows = [{"region_code": CITY, "region_name": NANYANG.name, "level": "city", "parent_code": ""}]
    rows += [
        {
            "region_code": place.code,
            "region_name": place.name,
            "level": place.level,
            "parent_code": place.parent,
        }
        for place in PLACES
    ]
    return [{**row, "is_monitoring_point": False, "pooling_area_code": CITY} for row in rows]


def tables() -> dict[str, bytes]:
    """Return every CSV of the folder by file name."""
    funds: list[dict[str, object]] = []
    places = []
    for place in PLACES:
        if place.level == "county":
            paid = {
                "2023-11": place.labour / 1300,
                "2025-10": place.labour / 1150,
                NEWEST: place.labour / 1000,
            }
            rows, support = fund_rows(place.code, place.fund, paid, SEED)
            funds += rows
            place = replace(place, exact={**place.exact, FUND: dict(zip(MONTHS, support, strict=True))})
        places.append(place)
    rows_of = {place.code: monthly_rows(place, GRADUATE_TARGET, SEED) for place in places}
    counties = [rows_of[place.code] for place in COUNTIES]
    labour = {CITY: sum(place.labour for place in COUNTIES)} | {place.code: place.labour for place in PLACES}
    parts = [place.labour for place in COUNTIES]
    indicators = sent_in(NANYANG, added_up(counties, parts, NANYANG, GRADUATE_TARGET, SEED))
    for place in PLACES:
        indicators += sent_in(place, rows_of[place.code])
    firms = all_firms(rows_of)
    return {
        "regions.csv": table_bytes(regions(), REGIONS),
        "indicators.csv": table_bytes(indicators),
        "targets.csv": table_bytes(target_rows(labour, RATE_TARGET, GRADUATE_TARGET), TARGETS),
        "enterprises.csv": table_bytes(enterprise_rows(firms)),
        "headcounts.csv": table_bytes(headcount_rows(firms, SEED)),
        "events.csv": table_bytes(all_events(firms), EVENT_COLUMNS),
        "declared_alerts.csv": table_bytes(DECLARED),
        "funds.csv": table_bytes(funds, FUND_COLUMNS),
        "town_points.csv": table_bytes(point_rows(TOWNS, SEED), POINT_COLUMNS),
    }
