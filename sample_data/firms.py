"""Made-up firms: names that say 示例, codes of an area that does not exist, monthly headcounts.

A unified social credit code here has 18 characters with a correct check character (GB 32100) around an
organisation code with a correct one of its own (GB 11714), but its area digits end in 99, which no county
has: it can belong to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sample_data.calendar_months import MONTHS, NEWEST, POSITION
from sample_data.series import path, share_out, stream

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
FLAGS = (
    "influential",
    "fully_closed",
    "production_stopped",
    "wages_in_arrears",
    "insurance_in_arrears",
    "mass_layoff",
    "dispute_prone",
    "zombie",
    "workforce_unstable",
    "capacity_cut",
)
#: What ordinary firms make, and the GB/T 4754 division of it.
PRODUCTS = (
    ("种业公司", "A01"),
    ("养殖公司", "A03"),
    ("选矿厂", "B09"),
    ("面粉厂", "C13"),
    ("脱水蔬菜公司", "C13"),
    ("食品厂", "C14"),
    ("饮料厂", "C15"),
    ("纺织厂", "C17"),
    ("服装厂", "C18"),
    ("家具厂", "C21"),
    ("印刷厂", "C23"),
    ("化工厂", "C26"),
    ("制药厂", "C27"),
    ("塑料制品厂", "C29"),
    ("建材厂", "C30"),
    ("铸造厂", "C31"),
    ("五金厂", "C33"),
    ("农机厂", "C35"),
    ("电器厂", "C38"),
    ("电子厂", "C39"),
    ("热力公司", "D44"),
    ("建筑公司", "E47"),
    ("装饰公司", "E50"),
    ("商贸公司", "F51"),
    ("超市", "F52"),
    ("运输公司", "G54"),
    ("仓储公司", "G59"),
    ("宾馆", "H61"),
    ("餐饮公司", "H62"),
    ("软件公司", "I65"),
    ("物业公司", "K70"),
    ("劳务公司", "L72"),
    ("家政公司", "O80"),
    ("旅游公司", "N78"),
)


@dataclass(frozen=True)
class Arrears:
    """Wages owed from a month on (`paid_in` = the month they were settled) or insurance not paid."""

    since: str
    cny: int = 0
    paid_in: str = ""


@dataclass
class Firm:
    """One firm; `jobs` pins its headcount in some months, the rest of its town's total is shared out."""

    name: str
    region_code: str
    industry_code: str
    jobs: Mapping[str, int] = field(default_factory=dict)
    insured_ratio: Mapping[str, float] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    wages: Arrears | None = None
    insurance: Arrears | None = None
    capacity_sector: str = ""
    closed_in: str = ""
    missing: Sequence[str] = ()
    liaison: str = ""
    exports: bool = False
    enterprise_id: str = ""
    headcount: list[int] = field(default_factory=list)


def credit_code(area: str, serial: int) -> str:
    """Return the made-up unified social credit code of this number."""
    organisation = f"MA{serial:06d}"
    values = (ord(sign) - 55 if sign.isalpha() else int(sign) for sign in organisation)
    rest = 11 - sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11
    body = f"91{area}{organisation}{'X' if rest == 10 else rest % 11}"
    return body + ALPHABET[-sum(ALPHABET.index(sign) * 3**place % 31 for place, sign in enumerate(body)) % 31]


def ordinary(region_code: str, count: int, start: int, seed: str, avoid: Sequence[str] = ()) -> list[Firm]:
    """Return `count` firms without a story of their own; `start` keeps names apart between places.

    `avoid` leaves out divisions whose staff in this place the story counts exactly.
    """
    products = [product for product in PRODUCTS if product[1] not in avoid]
    offset = stream(seed, "firms", region_code).randrange(len(products))
    firms = []
    for index in range(count):
        product, industry = products[(offset + index * 7) % len(products)]
        number = start + index
        stem = STEMS[number % 20] if number < 20 else STEMS[number // 20 - 1] + STEMS[number % 20]
        firms.append(
            Firm(f"示例{stem}{product}", region_code, industry, exports=industry in ("C13", "C14", "C17"))
        )
    return firms


def fill_headcounts(firms: Sequence[Firm], totals: Sequence[int], seed: str) -> None:
    """Give every firm of one place its 36 headcounts; together they are the place's monitored total."""
    told = [firm for firm in firms if firm.jobs]
    others = [firm for firm in firms if not firm.jobs]
    for firm in told:
        firm.headcount = [round(value) for value in path(firm.jobs)]
        if firm.closed_in:
            closed = POSITION[firm.closed_in]
            firm.headcount = [value if at < closed else 0 for at, value in enumerate(firm.headcount)]
    weights = []
    for firm in others:
        rng = stream(seed, "weight", firm.name)
        size = 0.35 + 1.9 * rng.random() ** 3 + 0.6 * rng.random()
        drift = 0.006 * (rng.random() - 0.5)
        weights.append([size * (1 + drift * at + 0.02 * (rng.random() - 0.5)) for at in range(len(MONTHS))])
    for at, total in enumerate(totals):
        rest = total - sum(firm.headcount[at] for firm in told)
        if rest < 3 * len(others):
            raise ValueError(f"{firms[0].region_code} {MONTHS[at]}: only {rest} jobs left to share out")
        for firm, part in zip(others, share_out(rest, [line[at] for line in weights]), strict=True):
            firm.headcount.append(part)


def size_class(employees: int) -> str:
    """Return the size word of the sample (by staff alone)."""
    for edge, word in ((1000, "large"), (300, "medium"), (20, "small")):
        if employees >= edge:
            return word
    return "micro"


def enterprise_rows(firms: Sequence[Firm]) -> list[dict[str, object]]:
    """Return the `enterprises` table: the newest headcount known, the flags and since when they hold."""
    rows = []
    for firm in firms:
        known = [at for at, month in enumerate(MONTHS) if month not in firm.missing]
        row: dict[str, object] = {
            "enterprise_id": firm.enterprise_id,
            "enterprise_name": firm.name,
            "region_code": firm.region_code,
            "industry_code": firm.industry_code,
            "employees_count": firm.headcount[known[-1]],
            "size_class": size_class(max(firm.headcount)),
        }
        since = dict(firm.flags)
        if firm.closed_in:
            since["fully_closed"] = firm.closed_in
        if firm.wages and not firm.wages.paid_in:
            since["wages_in_arrears"] = firm.wages.since
        if firm.insurance and not firm.insurance.paid_in:
            since["insurance_in_arrears"] = firm.insurance.since
        for flag in FLAGS:
            month = since.get(flag, "")
            row[f"is_{flag}"] = bool(month)
            row[f"{flag}_since"] = f"{month}-01" if month else ""
        row["capacity_cut_sector"] = firm.capacity_sector
        row["liaison"] = firm.liaison
        rows.append(row)
    return rows


def headcount_rows(firms: Sequence[Firm], seed: str) -> list[dict[str, object]]:
    """Return the `headcounts` table: firm × month, without the months that a firm did not report."""
    rows = []
    for firm in firms:
        rng = stream(seed, "headcounts", firm.name)
        ratio = path(firm.insured_ratio or {NEWEST: 0.93 + 0.06 * rng.random()})
        index = 94 + 12 * rng.random()
        value_cny = 1500 + 3000 * rng.random()
        for at, month in enumerate(MONTHS):
            wobble, swing, vacancy = rng.random(), rng.random(), rng.random()
            jobs = firm.headcount[at]
            index += 0.25 * (100 - index) + 4 * (swing - 0.5)
            if month in firm.missing:
                continue
            change = jobs / firm.headcount[at - 1] - 1 if at and firm.headcount[at - 1] else 0.0
            stopped = firm.flags.get("production_stopped", "9999") <= month or not jobs
            owed, unpaid = firm.wages, firm.insurance
            is_owed = (
                owed is not None and owed.since <= month and not (owed.paid_in and owed.paid_in <= month)
            )
            months_unpaid = 0
            if (
                unpaid is not None
                and unpaid.since <= month
                and not (unpaid.paid_in and unpaid.paid_in <= month)
            ):
                months_unpaid = at - POSITION[unpaid.since] + 1 if unpaid.since in POSITION else at + 1
            owed_cny: object = 0
            if is_owed and owed is not None:
                length = len(MONTHS) - POSITION[owed.since] if owed.since in POSITION else 1
                owed_cny = round(owed.cny * (at - len(MONTHS) + 1 + length) / length / 100) * 100
            insured = round(jobs * ratio[at])
            rows.append(
                {
                    "enterprise_id": firm.enterprise_id,
                    "month": month,
                    "employees_count": jobs,
                    "filed_count": round(
                        max(jobs, firm.headcount[at - 1] if at else jobs) * (0.985 + 0.01 * wobble)
                    ),
                    "insured_count": insured,
                    "vacancies_count": 0 if stopped or change < -0.02 else round(jobs * 0.03 * vacancy),
                    "wages_in_arrears_cny": owed_cny,
                    "insurance_months_in_arrears": months_unpaid,
                    "production_index": "0.0"
                    if stopped
                    else f"{max(5.0, index * (1 + 2 * min(change, 0))):.1f}",
                    "exports_cny": round(jobs * value_cny * (0.8 + 0.4 * swing))
                    if firm.exports and not stopped
                    else 0,
                }
            )
    return rows
