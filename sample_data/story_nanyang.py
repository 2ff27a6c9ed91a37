"""The made-up city: Nanyang, its thirteen counties and ten invented towns. The README tells it in words.

The city's and the counties' names and codes are real; towns (示例甲镇 …), figures, firms and events are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sample_data.calendar_months import NEWEST
from sample_data.places import Place
from sample_data.series import stream

SEED = "nanyang-20261105"
CITY = "411300"
RATE_TARGET = {2023: 4.2, 2024: 4.1, 2025: 4.0, 2026: 4.0}
GRADUATE_TARGET = {2023: 84.0, 2024: 85.0, 2025: 86.0, 2026: 87.0}
RATE, GRADUATES = "registered_unemployment_rate_pct", "graduate_employment_rate_pct"
LONG_TERM, UNEMPLOYED = "long_term_unemployed_share_pct", "registered_unemployed_count"
CLAIMS, PAYOUT = "first_time_claimants_count", "benefit_payout_rate_pct"
FUND, MONITORED = "fund_support_months", "monitored_employees_count"

Months = Mapping[str, float]


def place(
    code: str,
    name: str,
    labour: int,
    monitored: int,
    *,
    parent: str = CITY,
    firms: int = 22,
    rate: Months | None = None,
    long_term: Months | None = None,
    fund: Months | None = None,
    jobs: Months | None = None,
    exact: Mapping[str, Months] | None = None,
    missing: Mapping[str, Sequence[str]] | None = None,
) -> Place:
    """Return a place that is ordinary but for what is said: levels drawn once, a slow drift to the worse."""
    rng = stream(SEED, code, "levels")
    level = 3.25 + 0.3 * rng.random()
    share = 27.5 + 3.0 * rng.random()
    months = 9.5 + 2.5 * rng.random()
    claimants = labour * (0.0026 + 0.0006 * rng.random())
    return Place(
        code=code,
        name=name,
        labour=labour,
        monitored=monitored,
        firms=firms,
        level="county" if parent == CITY else "town",
        parent=parent,
        rate=rate
        or {"2023-11": level, "2024-10": level + 0.04, "2025-10": level + 0.18, NEWEST: level + 0.38},
        claims={"2023-11": claimants, NEWEST: claimants * 1.12},
        long_term=long_term or {"2023-11": share, NEWEST: share + 2.4},
        fund=fund or {"2023-11": months + 2.0, NEWEST: months - 1.2},
        payout=93.4 + 2.6 * rng.random(),
        graduates=-0.5 - 1.3 * rng.random(),
        jobs_changes_pct=jobs or {},
        exact=exact or {},
        missing=missing or {},
    )


WANCHENG = place("411302", "宛城区", 98_000, 9_860)
WOLONG = place("411303", "卧龙区", 104_000, 10_240, exact={GRADUATES: {"2024-07": 79.2}})
NANZHAO = place(
    "411321",
    "南召县",
    46_000,
    5_320,
    rate={
        "2023-11": 3.7,
        "2024-10": 3.9,
        "2025-09": 4.2,
        "2025-10": 4.32,
        "2025-11": 4.6,
        "2025-12": 4.6,
        "2026-02": 4.25,
        NEWEST: 4.2,
    },
    missing={NEWEST: ()},
)
FANGCHENG = place("411322", "方城县", 82_000, 7_910, firms=12)
XIXIA = place("411323", "西峡县", 45_000, 8_340, jobs={NEWEST: -2.6})
ZHENPING = place("411324", "镇平县", 79_000, 7_480, firms=12)
NEIXIANG = place("411325", "内乡县", 58_000, 6_120, missing={NEWEST: (MONITORED,)})
XICHUAN = place("411326", "淅川县", 57_000, 5_940, missing={"2025-06": (), NEWEST: (LONG_TERM,)})
SHEQI = place(
    "411327",
    "社旗县",
    54_000,
    5_210,
    long_term={"2023-11": 30.0, "2025-10": 32.6, "2026-03": 33.8},
    exact={
        LONG_TERM: {
            "2026-04": 35.9,
            "2026-05": 36.4,
            "2026-06": 36.9,
            "2026-07": 37.6,
            "2026-08": 38.1,
            "2026-09": 38.7,
            NEWEST: 41.3,
        }
    },
)
TANGHE = place("411328", "唐河县", 101_000, 8_020, jobs={"2026-08": -2.2, NEWEST: -7.4})
XINYE = place("411329", "新野县", 62_000, 6_730)
TONGBAI = place(
    "411330",
    "桐柏县",
    38_000,
    4_380,
    fund={"2023-11": 8.6, "2025-10": 7.4, "2026-05": 6.6, "2026-09": 5.7, NEWEST: 4.7},
    exact={PAYOUT: {"2024-09": 87.9}},
)
DENGZHOU = place("411381", "邓州市", 118_000, 9_540, firms=12, missing={NEWEST: (GRADUATES,)})
COUNTIES = (
    WANCHENG,
    WOLONG,
    NANZHAO,
    FANGCHENG,
    XIXIA,
    ZHENPING,
    NEIXIANG,
    XICHUAN,
    SHEQI,
    TANGHE,
    XINYE,
    TONGBAI,
    DENGZHOU,
)

JIA = place(
    "411381901000",
    "示例甲镇",
    13_200,
    1_320,
    parent=DENGZHOU.code,
    firms=6,
    jobs={"2026-05": -0.8, "2026-06": -3.5, "2026-07": -3.9, "2026-08": -4.1, "2026-09": -3.6, NEWEST: -3.8},
)
YI = place(
    "411381902000",
    "示例乙镇",
    15_100,
    1_210,
    parent=DENGZHOU.code,
    firms=5,
    rate={"2023-11": 3.0, "2024-10": 2.96, "2025-10": 3.0, "2026-03": 3.36},
    exact={
        UNEMPLOYED: {
            "2025-06": 450,
            "2025-07": 451,
            "2025-08": 452,
            "2025-09": 453,
            "2025-10": 454,
            "2026-04": 515,
            "2026-05": 521,
            "2026-06": 527,
            "2026-07": 531,
            "2026-08": 548,
            "2026-09": 574,
            NEWEST: 606,
        }
    },
)
BING = place(
    "411381903000",
    "示例丙镇",
    11_400,
    980,
    parent=DENGZHOU.code,
    firms=5,
    rate={"2023-11": 3.7, "2024-10": 3.8, "2025-10": 4.1, "2026-09": 4.3, NEWEST: 4.7},
)
DING = place(
    "411381904000",
    "示例丁镇",
    9_800,
    870,
    parent=DENGZHOU.code,
    firms=5,
    missing={NEWEST: (LONG_TERM, CLAIMS)},
)
WU = place(
    "411324901000",
    "示例戊镇",
    12_600,
    1_140,
    parent=ZHENPING.code,
    firms=5,
    exact={GRADUATES: {"2026-08": 81.1, "2026-09": 79.6, NEWEST: 75.8}},
)
JI = place("411324902000", "示例己镇", 10_300, 930, parent=ZHENPING.code, firms=5)
GENG = place("411324903000", "示例庚镇", 9_400, 820, parent=ZHENPING.code, firms=5)
XIN = place(
    "411322901000", "示例辛镇", 11_900, 1_050, parent=FANGCHENG.code, firms=5, exact={PAYOUT: {NEWEST: 87.4}}
)
REN = place("411322902000", "示例壬镇", 10_800, 910, parent=FANGCHENG.code, firms=5, missing={NEWEST: ()})
GUI = place("411322903000", "示例癸镇", 9_700, 860, parent=FANGCHENG.code, firms=5)
TOWNS = (JIA, YI, BING, DING, WU, JI, GENG, XIN, REN, GUI)
PLACES = (*COUNTIES, *TOWNS)
#: The city's own row; the plan does not apply to a city.
NANYANG = place(CITY, "南阳市", 942_000, 95_090, parent="")

#: What counties and towns published; only towns count, for the county above them.
DECLARED = [
    {"region_code": region, "month": month, "tier": tier}
    for month, region, tier in (
        ("2024-07", WOLONG.code, "yellow"),
        ("2024-08", WOLONG.code, "normal"),
        ("2024-09", TONGBAI.code, "yellow"),
        ("2024-10", TONGBAI.code, "normal"),
        ("2025-11", NANZHAO.code, "yellow"),
        ("2025-12", NANZHAO.code, "yellow"),
        ("2026-01", NANZHAO.code, "normal"),
        ("2026-04", SHEQI.code, "yellow"),
        ("2026-08", TANGHE.code, "yellow"),
        ("2026-08", YI.code, "yellow"),
        ("2026-09", TANGHE.code, "normal"),
        ("2026-09", JIA.code, "yellow"),
        ("2026-09", YI.code, "yellow"),
        ("2026-09", WU.code, "yellow"),
        ("2026-09", DENGZHOU.code, "yellow"),
        (NEWEST, JIA.code, "orange"),
        (NEWEST, YI.code, "orange"),
        (NEWEST, BING.code, "yellow"),
        (NEWEST, WU.code, "orange"),
        (NEWEST, DENGZHOU.code, "orange"),
        (NEWEST, TANGHE.code, "red"),
        (NEWEST, SHEQI.code, "yellow"),
    )
]
