"""Made-up events: those a story tells, and the small ones of ordinary months."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.calendar_months import MONTHS, POSITION
from sample_data.firms import STEMS, Firm
from sample_data.series import stream

EVENT_COLUMNS = (
    "event_id",
    "date",
    "region_code",
    "kind",
    "state",
    "enterprise_id",
    "enterprise_name",
    "industry_code",
    "workforce_count",
    "affected_count",
    "petition",
    "cause",
    "legal_ground",
    "passed_down_by",
    "is_spreading",
    "learned_at",
    "received_at",
)
#: How often an ordinary event is of which kind.
KINDS = (
    ("layoff", 30),
    ("dispute", 22),
    ("petition", 16),
    ("gathering", 11),
    ("closure", 8),
    ("stoppage", 6),
    ("opinion", 4),
    ("wage_flight", 3),
)
LEGAL_GROUNDS = ("reorganisation", "serious_difficulty", "conversion", "changed_circumstances")
CAUSES = ("pay", "pay", "pay", "layoff", "hours", "leave", "unemployment", "other")
SMALL_SHOPS = (
    ("饭店", "H62"),
    ("服装店", "F52"),
    ("洗车行", "O81"),
    ("粮油店", "F52"),
    ("木器加工点", "C20"),
)
Event = dict[str, object]


def event(date: str, region_code: str, kind: str, firm: Firm | str = "", **figures: object) -> Event:
    """Return one event; `firm` is a made-up firm of the list or the name of one outside it."""
    row: Event = dict.fromkeys(EVENT_COLUMNS, "")
    row.update(
        date=date, region_code=region_code, kind=kind, state="done", is_spreading=False, learned_at=date
    )
    if isinstance(firm, Firm):
        row.update(enterprise_id=firm.enterprise_id, enterprise_name=firm.name)
        at = POSITION[date[:7]]
        row["workforce_count"] = firm.headcount[max(0, at - 1)] or ""
    else:
        row["enterprise_name"] = firm
    if kind == "layoff":
        row["petition"] = "none"
    row.update(figures)
    unknown = sorted(set(row) - set(EVENT_COLUMNS))
    if unknown:
        raise ValueError(f"no such event column: {unknown}")
    return row


def ordinary(
    firms: Sequence[Firm], seed: str, quiet: Sequence[str] = (), a_month: tuple[int, int] = (1, 2)
) -> list[Event]:
    """Return small events of ordinary months; none of them comes near an edge of a plan.

    `quiet` names months that keep only what the story tells.
    """
    rng = stream(seed, "events")
    kinds = [kind for kind, weight in KINDS for _ in range(weight)]
    events = []
    for month in MONTHS:
        for _ in range(rng.randint(*a_month)):
            kind, firm = rng.choice(kinds), rng.choice(firms)
            date = f"{month}-{rng.randint(2, 27):02d}"
            share, extra, pick = rng.random(), rng.random(), rng.random()
            if month in quiet:
                continue
            events.append(small(kind, firm, date, share, extra, pick))
    return events


def small(kind: str, firm: Firm, date: str, share: float, extra: float, pick: float) -> Event:
    """Return one small event of this kind; three numbers between 0 and 1 decide its figures."""
    place, staff = firm.region_code, firm.headcount[max(0, POSITION[date[:7]] - 1)]
    later = f"{date[:8]}{int(date[8:]) + 1:02d}"
    if kind == "layoff":
        affected = max(3, min(46, round(staff * (0.03 + 0.06 * share))))
        ground = LEGAL_GROUNDS[int(pick * len(LEGAL_GROUNDS))]
        petition = "individual" if extra > 0.8 else "none"
        return event(date, place, kind, firm, affected_count=affected, legal_ground=ground, petition=petition)
    if kind == "closure":
        trade, industry = SMALL_SHOPS[int(pick * len(SMALL_SHOPS))]
        count = 6 + round(18 * share)
        name = f"示例{STEMS[POSITION[date[:7]] % 20]}{trade}（名单外）"
        return event(
            date, place, kind, name, industry_code=industry, workforce_count=count, affected_count=count
        )
    cause = CAUSES[int(pick * len(CAUSES))]
    if kind == "gathering":
        return event(
            date, place, kind, firm, affected_count=8 + round(38 * share), cause=cause, received_at=later
        )
    if kind == "petition":
        word = "collective" if extra > 0.7 else "individual"
        return event(
            date, place, kind, firm, affected_count=1 + round(14 * share), petition=word, cause=cause
        )
    if kind == "opinion":
        passed = "city" if extra > 0.6 else "none"
        return event(date, place, kind, firm, cause=cause, passed_down_by=passed, received_at=later)
    if kind == "wage_flight":
        return event(date, place, kind, firm, affected_count=5 + round(20 * share), cause="pay")
    if kind == "stoppage":
        return event(date, place, kind, firm, cause="other")
    return event(date, place, kind, firm, affected_count=1 + round(9 * share), cause=cause)


def numbered(events: Sequence[Event]) -> list[Event]:
    """Return the events by date with their identifiers V001, V002, …"""
    ordered = sorted(
        events, key=lambda row: (str(row["date"]), str(row["region_code"]), str(row["enterprise_name"]))
    )
    return [{**row, "event_id": f"V{number:03d}"} for number, row in enumerate(ordered, start=1)]
