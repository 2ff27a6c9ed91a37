"""One place of a story, and its 36 rows of indicators."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sample_data.calendar_months import MONTHS, NEWEST
from sample_data.series import GRADUATE_DIP, backwards, calm_changes, claims, noisy, stream

INDICATORS = (
    "registered_unemployment_rate_pct",
    "graduate_employment_rate_pct",
    "long_term_unemployed_share_pct",
    "registered_unemployed_count",
    "first_time_claimants_count",
    "fund_support_months",
    "benefit_payout_rate_pct",
    "monitored_employees_count",
    "enterprise_employees_count",
    "new_urban_jobs_count",
    "job_loss_rate_pct",
    "vacancies_count",
    "job_seekers_count",
)
COUNTS_THAT_ADD_UP = (
    "registered_unemployed_count",
    "first_time_claimants_count",
    "monitored_employees_count",
    "enterprise_employees_count",
    "new_urban_jobs_count",
    "vacancies_count",
    "job_seekers_count",
)
DECIMALS = {name: 1 for name in INDICATORS if name.endswith(("_pct", "_months"))}
Row = dict[str, float]


@dataclass(frozen=True)
class Place:
    """A place as the story sees it: paths through anchored months, and figures that are written down.

    `rate` is the latent unemployment rate, from which the count and the published rate both come. `exact`
    replaces drawn values by month; `missing` takes figures out of what was sent in (an empty tuple: the whole
    row).
    """

    code: str
    name: str
    labour: int
    monitored: int
    rate: Mapping[str, float]
    claims: Mapping[str, float]
    long_term: Mapping[str, float]
    fund: Mapping[str, float]
    graduates: float = -2.0
    payout: float = 94.5
    jobs_ratio: float = 1.22
    jobs_changes_pct: Mapping[str, float] = field(default_factory=dict)
    exact: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    firms: int = 10
    level: str = "town"
    parent: str = ""


def monthly_rows(place: Place, graduate_target: Mapping[int, float], seed: str) -> list[Row]:
    """Return the place's 36 complete rows, before anything goes missing."""

    def rng(word: str) -> random.Random:
        return stream(seed, place.code, word)

    exact = place.exact
    unemployed = [round(place.labour * rate / 100) for rate in noisy(place.rate, 0.02, rng("rate"))]
    unemployed = put_in(unemployed, exact.get("registered_unemployed_count", {}))
    changes = calm_changes(rng("jobs"), place.jobs_changes_pct)
    monitored = written_backwards(place.monitored, changes, exact.get("monitored_employees_count", {}))
    claimants = put_in(claims(place.claims, rng("claims")), exact.get("first_time_claimants_count", {}))
    long_term = noisy(place.long_term, 0.25, rng("long_term"))
    fund = noisy(place.fund, 0.12, rng("fund"))
    payout = noisy({NEWEST: place.payout}, 1.1, rng("payout"))
    graduate_noise = noisy({NEWEST: 0.0}, 0.35, rng("graduates"))
    vacancy_noise, seeker_noise, new_noise = (
        noisy({NEWEST: 1.0}, 0.12, rng(w)) for w in ("vac", "seek", "new")
    )
    rows = []
    for at, month in enumerate(MONTHS):
        target = graduate_target[int(month[:4])]
        dip = GRADUATE_DIP[int(month[5:]) - 1]
        jobs = round(monitored[at] * place.jobs_ratio)
        lost = max(0.0, monitored[at - 1] - monitored[at]) / monitored[at - 1] * 100 if at else 0.4
        row: Row = {
            "registered_unemployment_rate_pct": 100 * unemployed[at] / place.labour,
            "graduate_employment_rate_pct": target + place.graduates - dip + graduate_noise[at],
            "long_term_unemployed_share_pct": long_term[at],
            "registered_unemployed_count": unemployed[at],
            "first_time_claimants_count": claimants[at],
            "fund_support_months": fund[at],
            "benefit_payout_rate_pct": payout[at],
            "monitored_employees_count": monitored[at],
            "enterprise_employees_count": jobs,
            "new_urban_jobs_count": round(place.labour * 0.0016 * new_noise[at]),
            "job_loss_rate_pct": 0.5 + 0.6 * lost,
            "vacancies_count": round(jobs * 0.021 * vacancy_noise[at]),
            "job_seekers_count": round(unemployed[at] * 0.62 * seeker_noise[at]),
        }
        for name, values in exact.items():
            if month in values:
                row[name] = values[month]
        rows.append({name: round(value, DECIMALS.get(name, 0)) for name, value in row.items()})
    return rows


def put_in(values: list[int], exact: Mapping[str, float]) -> list[int]:
    """Return the values with those of the story in their months."""
    return [round(exact.get(month, value)) for month, value in zip(MONTHS, values, strict=True)]


def written_backwards(newest: int, changes_pct: Sequence[float], exact: Mapping[str, float]) -> list[int]:
    """Return a headcount that ends at `newest`, meets the written months and changes calmly before them."""
    values = list(backwards(newest, changes_pct))
    for at in range(len(MONTHS) - 1, -1, -1):
        if MONTHS[at] in exact:
            values[at] = round(exact[MONTHS[at]])
        elif at < len(MONTHS) - 1:
            values[at] = round(values[at + 1] / (1 + changes_pct[at + 1] / 100))
    return values


def added_up(
    rows_of: Sequence[Sequence[Row]],
    labour: Sequence[int],
    own: Place,
    target: Mapping[int, float],
    seed: str,
) -> list[Row]:
    """Return a larger place's rows: counts are its parts' truth added up, shares are weighted means."""
    alone = monthly_rows(own, target, seed)
    result = []
    for at, month in enumerate(MONTHS):
        parts = [rows[at] for rows in rows_of]
        row = dict(alone[at])
        for name in COUNTS_THAT_ADD_UP:
            row[name] = sum(part[name] for part in parts)
        people = row["registered_unemployed_count"]
        row["registered_unemployment_rate_pct"] = round(100 * people / sum(labour), 1)
        weighted = sum(p["long_term_unemployed_share_pct"] * p["registered_unemployed_count"] for p in parts)
        row["long_term_unemployed_share_pct"] = round(weighted / people, 1)
        jobs = [part["enterprise_employees_count"] for part in parts]
        losses = [part["job_loss_rate_pct"] for part in parts]
        row["job_loss_rate_pct"] = round(
            sum(j * lost for j, lost in zip(jobs, losses, strict=True)) / sum(jobs), 1
        )
        for name, values in own.exact.items():
            if month in values:
                row[name] = values[month]
        result.append(row)
    return result


def sent_in(place: Place, rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return what of those rows was sent in: months left out, cells left blank."""
    table = []
    for month, row in zip(MONTHS, rows, strict=True):
        gone = place.missing.get(month)
        if gone is not None and not gone:
            continue
        cells: dict[str, object] = {"region_code": place.code, "month": month}
        for name in INDICATORS:
            blank = gone is not None and name in gone
            cells[name] = "" if blank else f"{row[name]:.{DECIMALS.get(name, 0)}f}"
        table.append(cells)
    return table
