"""The tables of the Gaotai folder, put together."""

from __future__ import annotations

from dataclasses import replace

from sample_data import events_gaotai, firms_gaotai, ledgers_gaotai, people_gaotai
from sample_data.calendar_months import MONTHS
from sample_data.firms import enterprise_rows, headcount_rows
from sample_data.folder import REGIONS, TARGETS, Table, table_bytes, target_rows
from sample_data.funds import COLUMNS as FUND_COLUMNS
from sample_data.funds import fund_rows
from sample_data.happenings import EVENT_COLUMNS
from sample_data.people import PERSON_COLUMNS, SERVICE_COLUMNS, person_rows, service_rows
from sample_data.places import added_up, monthly_rows, sent_in
from sample_data.story_gaotai import (
    CITY,
    COUNTY,
    DECLARED,
    FUND,
    FUND_SUPPORT,
    GAOTAI,
    GRADUATE_TARGET,
    PAYOUT_10K,
    RATE_TARGET,
    SEED,
    TOWNS,
)


def regions() -> Table:
    """Return the city, the county and its nine towns."""
    city = {"region_code": CITY, "region_name": "张掖市", "level": "city", "parent_code": ""}
    county = {"region_code": COUNTY, "region_name": GAOTAI.name, "level": "county", "parent_code": CITY}
    towns = [
        {"region_code": town.code, "region_name": town.name, "level": "town", "parent_code": COUNTY}
        for town in TOWNS
    ]
    return [
        {**row, "is_monitoring_point": False, "pooling_area_code": CITY} for row in (city, county, *towns)
    ]


def tables() -> dict[str, bytes]:
    """Return every CSV of the folder by file name."""
    rows_of = {town.code: monthly_rows(town, GRADUATE_TARGET, SEED) for town in TOWNS}
    funds, support = fund_rows(COUNTY, FUND_SUPPORT, PAYOUT_10K, SEED)
    county = replace(GAOTAI, exact={FUND: dict(zip(MONTHS, support, strict=True))})
    labour = [town.labour for town in TOWNS]
    county_rows = added_up(list(rows_of.values()), labour, county, GRADUATE_TARGET, SEED)
    indicators = sent_in(GAOTAI, county_rows)
    for town in TOWNS:
        indicators += sent_in(town, rows_of[town.code])
    firms = firms_gaotai.all_firms(rows_of)
    listed = people_gaotai.all_people(firms)
    labour_of = {COUNTY: sum(labour)} | {town.code: town.labour for town in TOWNS}
    return {
        "regions.csv": table_bytes(regions(), REGIONS),
        "indicators.csv": table_bytes(indicators),
        "targets.csv": table_bytes(target_rows(labour_of, RATE_TARGET, GRADUATE_TARGET), TARGETS),
        "enterprises.csv": table_bytes(ledgers_gaotai.with_visits(enterprise_rows(firms))),
        "headcounts.csv": table_bytes(headcount_rows(firms, SEED)),
        "events.csv": table_bytes(events_gaotai.all_events(firms), EVENT_COLUMNS),
        "declared_alerts.csv": table_bytes(DECLARED),
        "funds.csv": table_bytes(funds, FUND_COLUMNS),
        "people.csv": table_bytes(person_rows(listed), PERSON_COLUMNS),
        "services.csv": table_bytes(service_rows(listed), SERVICE_COLUMNS),
        "layoff_plans.csv": table_bytes(ledgers_gaotai.plan_rows(firms), ledgers_gaotai.PLAN_COLUMNS),
        "risks.csv": table_bytes(ledgers_gaotai.risk_rows(firms), ledgers_gaotai.RISK_COLUMNS),
        "visits.csv": table_bytes(ledgers_gaotai.visit_rows(firms)),
        "help_tasks.csv": table_bytes(ledgers_gaotai.HELP_TASKS),
    }
