"""Made-up events and enterprises: exact edges of size and share, missing figures, firms known every way."""

from collections.abc import Callable
from random import Random

from tests.reference.world_figures import Mood, Row, month_at

SPELLINGS = ["C17", "17", "1711", "c1781", "C1781", "C18", "18", "1830", "B06", "0610", "C", "7"]
OTHER_KINDS = ["gathering", "dispute", "opinion", "petition", "stoppage", "wage_flight"]
PETITIONS = ["", "none", "无", "individual", "collective", "mass", "mass"]
CLOSURE_SIZES = [0, 1, 5, 10, 15, 20, 50, 100, 150, 199, 200, 201, 499, 500, 501, 999, 1000, 1001, 5000]
LAYOFF_SIZES = [0, 1, 5, 10, 15, 19, 20, 21, 25, 30, 35, 50, 70, 105, 210]
PETITION_EDGES = [(200, 100, "individual"), (500, 100, "collective"), (1000, 500, "mass")]
STAFF_SIZES = [5, 199, 200, 499, 500, 1000, 1200]


def enterprises(rng: Random, mood: Mood, codes: list[str]) -> list[Row]:
    return [
        {
            "enterprise_id": f"F{number}",
            "enterprise_name": f"Firm {number}",
            "region_code": rng.choice(codes),
            "industry_code": "" if rng.random() < 0.15 else rng.choice(SPELLINGS),
            "employees_count": blank_or(rng, mood, rng.choice([0, 20, 60, 100, 140, 300, 2000, 2000, 5000])),
        }
        for number in range(rng.choice([0, 1, 2, 4, 7]))
    ]


def blank_or(rng: Random, mood: Mood, count: int) -> str:
    return "" if rng.random() < mood.missing_in_events else str(count)


def events(rng: Random, mood: Mood, codes: list[str], month: str, firms: list[Row]) -> list[Row]:
    """Most in one place and in the month; some planned, some of other months or kinds."""
    hot = rng.choice(codes)
    spellings = rng.sample(SPELLINGS, rng.choice([1, 2, 5]))
    rows = []
    for number in range(mood.events):
        row = {
            "event_id": f"V{number:03d}",
            "date": date(rng, month),
            "region_code": hot if rng.random() < 0.65 else rng.choice(codes),
            "kind": "layoff",
            "state": rng.choice(["", "done", "done", "done", "planned"]),
            "enterprise_id": "",
            "enterprise_name": "",
            "industry_code": "" if rng.random() < 0.25 else rng.choice(spellings),
            "workforce_count": "",
            "affected_count": "",
            "petition": "",
        }
        row |= firm_reference(rng, firms)
        row |= rng.choice([closure, petition_layoff, share_layoff, share_layoff, other])(rng, mood)
        rows.append(row)
    return rows


def date(rng: Random, month: str) -> str:
    offset = rng.choice([0] * 12 + [-1, 1, -12])
    return f"{month_at(month, offset)}-{rng.choice(['01', '15', '28'])}"


def firm_reference(rng: Random, firms: list[Row]) -> Row:
    """By id, by id and another name, by name alone, as a stranger, or not at all."""
    chance = rng.random()
    if firms and chance < 0.5:
        firm = rng.choice(firms)
        by_id = {"enterprise_id": firm["enterprise_id"], "enterprise_name": firm["enterprise_name"]}
        by_name = {"enterprise_name": firm["enterprise_name"]}
        renamed = {"enterprise_id": firm["enterprise_id"], "enterprise_name": "Another name"}
        return rng.choice([by_id, {"enterprise_id": firm["enterprise_id"]}, by_name, by_name, renamed])
    stranger = rng.choice("XYZ")
    strangers = [
        {"enterprise_id": f"S{stranger}", "enterprise_name": f"Stranger {stranger}"},
        {"enterprise_name": f"Stranger {stranger}"},
        {"enterprise_id": f"Stranger {stranger}"},
        {},
    ]
    return rng.choice(strangers)


def closure(rng: Random, mood: Mood) -> Row:
    return {
        "kind": "closure",
        "workforce_count": blank_or(rng, mood, rng.choice(STAFF_SIZES)),
        "affected_count": blank_or(rng, mood, rng.choice(CLOSURE_SIZES)),
        "petition": rng.choice(PETITIONS),
    }


def petition_layoff(rng: Random, mood: Mood) -> Row:
    """At the three conditions of a tier, or with one of them a person or a kind of petition off."""
    staff, affected, petition = rng.choice(PETITION_EDGES)
    if rng.random() < 0.3:
        petition = rng.choice(PETITIONS)
    return {
        "workforce_count": blank_or(rng, mood, staff + rng.choice([0, 0, 0, 1, -1, 400])),
        "affected_count": blank_or(rng, mood, affected + rng.choice([0, 0, 0, 1, -1, 400, -95])),
        "petition": petition,
    }


def share_layoff(rng: Random, mood: Mood) -> Row:
    """Staff so that the people laid off are 25, 30 or 35 % of it, or a person beside."""
    affected = rng.choice(LAYOFF_SIZES)
    staff = affected * 100 // rng.choice([10, 25, 30, 35]) + rng.choice([0, 0, 0, 1, -1])
    if rng.random() < 0.2:
        staff = rng.choice([0, 40, 60, 100, 200])
    return {
        "workforce_count": blank_or(rng, mood, max(staff, 0)),
        "affected_count": blank_or(rng, mood, affected),
        "petition": rng.choice(["", "", "none", "individual"]),
    }


def other(rng: Random, mood: Mood) -> Row:
    return {
        "kind": rng.choice(OTHER_KINDS),
        "workforce_count": blank_or(rng, mood, 1200),
        "affected_count": blank_or(rng, mood, rng.choice([30, 50, 1000])),
        "petition": rng.choice(PETITIONS),
    }


IsIn = Callable[[str, str], bool]


def counted(rows: list[Row], kind: str, month: str, code: str, is_in: IsIn) -> list[Row]:
    return [
        row
        for row in rows
        if row["kind"] == kind
        and row["date"].startswith(month)
        and row["state"] != "planned"
        and is_in(row["region_code"], code)
    ]


def people(rows: list[Row], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


def steer_closures(
    rng: Random, rows: list[Row], figures: list[Row], codes: list[str], month: str, is_in: IsIn
) -> None:
    """Set employed totals so that closures come to 10, 15 or 20 % of them, or a person beside."""
    for row in figures:
        code = row["region_code"]
        if row["month"] != month or code not in codes or row["enterprise_employees_count"] in ("", "0"):
            continue
        affected = people(counted(rows, "closure", month, code, is_in), "affected_count")
        if affected and rng.random() < 0.8:
            share = rng.choice([5, 10, 15, 20])
            row["enterprise_employees_count"] = str(affected * 100 // share + rng.choice([0, 0, 1, -1]))


def steer_layoffs(
    rng: Random, rows: list[Row], firms: list[Row], codes: list[str], month: str, is_in: IsIn
) -> None:
    """Set one firm's staff so that its industry's layoffs come to 25, 30 or 35 % in one region."""
    code = rng.choice(codes)
    for digits in ("17", "18", "06"):
        group = [
            row for row in counted(rows, "layoff", month, code, is_in) if digits in row["industry_code"][:3]
        ]
        inside = [
            row for row in firms if is_in(row["region_code"], code) and digits in row["industry_code"][:3]
        ]
        if not group or not inside:
            continue
        known = {row["enterprise_id"] for row in inside} | {row["enterprise_name"] for row in inside}
        outside = [row for row in group if not known & {row["enterprise_id"], row["enterprise_name"]}]
        wanted = people(group, "affected_count") * 100 // rng.choice([10, 25, 30, 35]) + rng.choice(
            [0, 0, 1, -1]
        )
        rest = people(inside[1:], "employees_count") + people(outside, "workforce_count")
        inside[0]["employees_count"] = str(max(wanted - rest, 0))


def steer_all_layoffs(rng: Random, rows: list[Row], codes: list[str], month: str, is_in: IsIn) -> None:
    """Set the workforce of one nameless firm so that all layoffs of a region are 25, 30 or 35 % of staff."""
    group = counted(rows, "layoff", month, rng.choice(codes), is_in)
    nameless = [row for row in group if not row["enterprise_id"] and not row["enterprise_name"]]
    if not nameless or len(group) < 2:
        return
    staff: dict[str, int] = {}
    for row in group:
        firm = row["enterprise_id"] or row["enterprise_name"] or row["event_id"]
        staff[firm] = max(staff.get(firm, 0), int(row["workforce_count"] or 0))
    rest = sum(staff.values()) - staff[nameless[0]["event_id"]]
    share = rng.choice([25, 30, 35])
    wanted = people(group, "affected_count") * 100 // share + rng.choice([0, 0, 1, -1])
    nameless[0]["workforce_count"] = str(max(wanted - rest, 0))
