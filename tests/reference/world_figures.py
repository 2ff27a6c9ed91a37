"""Made-up indicators and targets that crowd the edges: exactly at, a millionth beside, holes, zero bases."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.reference.folder import earlier

Row = dict[str, str]

NUDGES = [
    "0",
    "0",
    "0.000001",
    "-0.000001",
    "0.0000004",
    "-0.0000004",
    "0.0000006",
    "-0.0000006",
    "0.01",
    "-0.01",
]
COUNT_NUDGES = [0, 0, 1, -1, 4, -4, 6, -6, 10, -10]
PERCENT_EDGES = {
    "long_term_unemployed_share_pct": (["35", "40", "45"], "12.5"),
    "benefit_payout_rate_pct": (["90", "80", "70"], "98"),
}
LAST_OFFSET = 1


@dataclass
class Mood:
    """How one world behaves: its shares of missing cells and of calm figures, and how much happens."""

    missing: float
    missing_in_events: float
    calm: float
    events: int


def as_text(value: Decimal) -> str:
    return format(value, "f")


def within_percent(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), Decimal(100))


def near(rng: Random, edges: list[str]) -> Decimal:
    """At an edge, just beside it, or somewhere about."""
    if rng.random() < 0.15:
        return Decimal(rng.randint(0, 1000)) / 10
    return Decimal(rng.choice(edges)) + Decimal(rng.choice(NUDGES))


def month_at(month: str, offset: int) -> str:
    return earlier(month, -offset)


def indicators(rng: Random, mood: Mood, codes: list[str], month: str, targets: list[Row]) -> list[Row]:
    """Rows of every region, back to a start of data that differs from region to region."""
    rows = []
    for code in codes:
        if mood.missing and rng.random() < mood.missing / 3:
            continue
        rows += region_rows(rng, mood, code, month, targets)
    if rng.random() < 0.2:
        rng.shuffle(rows)
    return rows


def region_rows(rng: Random, mood: Mood, code: str, month: str, targets: list[Row]) -> list[Row]:
    first = -14
    if mood.missing and rng.random() < 0.5:
        first = rng.choice([-13, -12, -11, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0])
    offsets = range(first, LAST_OFFSET + 1)
    monitored = streak(rng, mood, offsets, decline, rng.choice([100, 1000, 50_000, 10**6, 10**8, 10**14]))
    claimants = streak(rng, mood, offsets, growth, rng.choice([20, 100, 8000, 160_000, 20**6, 20**8]))
    registered = yearly(rng, mood, offsets)
    rows = []
    for offset in offsets:
        row = {"region_code": code, "month": month_at(month, offset)}
        row |= rates(rng, mood, code, month_at(month, offset), targets)
        row["registered_unemployed_count"] = str(registered[offset])
        row["first_time_claimants_count"] = str(claimants[offset])
        row["monitored_employees_count"] = str(monitored[offset])
        row["enterprise_employees_count"] = rng.choice(["100", "250", "1000", "2000", "10000", "40000"])
        rows.append(with_holes(rng, mood, row))
    if mood.missing:
        rows = [row for row in rows if rng.random() >= mood.missing / 4]
    return rows


def with_holes(rng: Random, mood: Mood, row: Row) -> Row:
    """Blank cells at the world's rate, and now and then a zero where a base may stand."""
    for column in row:
        if column in ("region_code", "month"):
            continue
        if rng.random() < mood.missing:
            row[column] = ""
        elif mood.missing and column.endswith("_count") and rng.random() < 0.04:
            row[column] = "0"
    return row


def rates(rng: Random, mood: Mood, code: str, month: str, targets: list[Row]) -> Row:
    row = {}
    for column, (edges, calm) in PERCENT_EDGES.items():
        row[column] = calm if rng.random() < mood.calm else as_text(within_percent(near(rng, edges)))
    months = near(rng, ["5", "4", "3"]) if rng.random() >= mood.calm else Decimal("18.5")
    row["fund_support_months"] = as_text(max(months, Decimal(0)))
    goal = next((t for t in targets if t["region_code"] == code and t["year"] == month[:4]), {})
    unemployment = Decimal(goal.get("registered_unemployment_rate_target_pct") or "3.8")
    graduates = Decimal(goal.get("graduate_employment_rate_target_pct") or "85")
    gap = near(rng, ["0.5", "1.0", "1.5"]) if rng.random() >= mood.calm else Decimal("-0.2")
    row["registered_unemployment_rate_pct"] = as_text(within_percent(unemployment + gap))
    gap = near(rng, ["5", "10", "15"]) if rng.random() >= mood.calm else Decimal("1.5")
    row["graduate_employment_rate_pct"] = as_text(within_percent(graduates - gap))
    return row


def decline(rng: Random, value: int, qualifies: bool) -> int:
    """One month on: a fall of 3 % or more (exactly 3 % where it divides), or just less, or none."""
    exact = value * 97 // 100
    if qualifies:
        return rng.choice([exact, exact, exact, value * 9 // 10])
    return rng.choice([exact + 1, value, value + value // 50, value * 98 // 100 + 1])


def growth(rng: Random, value: int, qualifies: bool) -> int:
    """One month on: a rise of 5 % or more (exactly 5 % where it divides), or just less, or none."""
    exact = -(-value * 105 // 100)
    if qualifies:
        return rng.choice([exact, exact, exact, value * 6 // 5 + 1])
    return rng.choice([max(exact - 1, 0), value, value * 19 // 20])


def streak(rng: Random, mood: Mood, offsets: range, step, start: int) -> dict[int, int]:
    """A series whose last months qualify: as many as the world draws, after one that does not."""
    wanted = rng.choice([0, 0, 1, 2, 3]) if rng.random() < mood.calm else rng.choice([3, 4, 5, 6, 7, 8, 9])
    values, value = {}, start
    for offset in offsets:
        values[offset] = value
        qualifies = offset + 1 > -wanted
        if offset >= 0 or offset + 1 < -wanted:
            qualifies = rng.random() < 0.5
        value = step(rng, value, qualifies)
    return values


def yearly(rng: Random, mood: Mood, offsets: range) -> dict[int, int]:
    """A series whose month stands at an edge of growth over the same month of the year before."""
    base = rng.choice([7, 30, 100, 1000, 10**6, 10**9])
    values = {offset: rng.randint(base // 2, base * 2) for offset in offsets}
    values[-12] = base
    calm = rng.random() < mood.calm
    percent = rng.choice([-10, 0, 5]) if calm else rng.choice([20, 20, 30, 40, 40, 55])
    values[0] = max(base * (100 + percent) // 100 + rng.choice(COUNT_NUDGES), 0)
    return values


def targets(rng: Random, mood: Mood, codes: list[str], month: str) -> list[Row]:
    """Targets of the year, of other years too, and for some regions only of another year or none."""
    year = int(month[:4])
    rows = []
    for code in codes:
        years = [year - 1, year, year + 1]
        if mood.missing and rng.random() < 0.2:
            years = rng.choice([[], [year - 1], [year + 1], [year - 1, year + 1]])
        for each in years:
            row = {
                "region_code": code,
                "year": str(each),
                "registered_unemployment_rate_target_pct": rng.choice(["3.8", "4.5", "4", "0", "4.25"]),
                "graduate_employment_rate_target_pct": rng.choice(["85", "90", "80.1", "100"]),
            }
            rows.append(with_holes(rng, mood, row) | {"year": str(each)})
    return rows
