"""The made-up county: Gaotai and its nine towns, November 2023 to October 2026. The README tells it in words.

Place names and codes are real; every figure, firm and event is invented here.
"""

from __future__ import annotations

from sample_data.calendar_months import NEWEST
from sample_data.places import Place

SEED = "gaotai-20261105"
COUNTY, CITY = "620724", "620700"
RATE_TARGET = {2023: 4.0, 2024: 3.9, 2025: 3.9, 2026: 3.8}
GRADUATE_TARGET = {2023: 86.0, 2024: 86.0, 2025: 87.0, 2026: 88.0}
RATE, GRADUATES = "registered_unemployment_rate_pct", "graduate_employment_rate_pct"
LONG_TERM, UNEMPLOYED = "long_term_unemployed_share_pct", "registered_unemployed_count"
CLAIMS, PAYOUT = "first_time_claimants_count", "benefit_payout_rate_pct"
FUND, MONITORED = "fund_support_months", "monitored_employees_count"

CHENGGUAN = Place(
    code="620724100000",
    name="城关镇",
    labour=56500,
    monitored=18240,
    firms=62,
    rate={"2023-11": 3.68, "2024-10": 3.62, "2025-04": 3.78, "2025-10": 3.88, "2026-05": 4.08, NEWEST: 4.16},
    claims={"2023-11": 186, "2025-10": 196, NEWEST: 210},
    long_term={"2023-11": 30.4, "2025-10": 32.0, NEWEST: 33.3},
    fund={"2023-11": 11.6, "2025-06": 10.2, NEWEST: 8.3},
    payout=96.1,
    exact={
        UNEMPLOYED: {"2026-09": 2385, NEWEST: 2486},
        GRADUATES: {"2025-08": 81.5},
        PAYOUT: {"2025-12": 80.0, NEWEST: 96.1},
    },
)
XUANHUA = Place(
    code="620724101000",
    name="宣化镇",
    labour=15260,
    monitored=2310,
    firms=16,
    rate={
        "2023-11": 3.7,
        "2024-10": 3.66,
        "2025-06": 3.84,
        "2025-10": 3.82,
        "2026-05": 4.12,
        "2026-06": 4.4,
        "2026-07": 4.2,
        NEWEST: 4.2,
    },
    claims={"2023-11": 43, NEWEST: 48},
    long_term={"2023-11": 29.0, NEWEST: 31.0},
    fund={"2023-11": 12.2, NEWEST: 8.9},
    payout=94.6,
    exact={
        UNEMPLOYED: {"2026-06": 671, NEWEST: 641},
        LONG_TERM: {NEWEST: 31.0},
        PAYOUT: {"2026-03": 80.0, NEWEST: 94.0},
    },
)
NANHUA = Place(
    code="620724102000",
    name="南华镇",
    labour=19800,
    monitored=6905,
    firms=31,
    rate={"2023-11": 3.56, "2024-10": 3.5, "2025-10": 3.74, NEWEST: 4.1},
    claims={"2023-11": 70, "2026-03": 75},
    long_term={"2023-11": 30.0, "2025-10": 31.8, NEWEST: 33.5},
    fund={"2023-11": 11.0, NEWEST: 7.8},
    payout=95.0,
    exact={
        UNEMPLOYED: {NEWEST: 812},
        CLAIMS: {
            "2026-02": 76,
            "2026-03": 75,
            "2026-04": 74,
            "2026-05": 78,
            "2026-06": 83,
            "2026-07": 88,
            "2026-08": 93,
            "2026-09": 98,
            NEWEST: 104,
        },
        PAYOUT: {NEWEST: 95.2},
    },
)
XIANGDAO = Place(
    code="620724103000",
    name="巷道镇",
    labour=26070,
    monitored=5120,
    firms=27,
    rate={
        "2023-11": 3.16,
        "2024-10": 3.1,
        "2025-04": 3.09,
        "2025-10": 3.17,
        "2026-01": 3.38,
        "2026-03": 3.55,
    },
    claims={"2023-11": 72, "2026-01": 76, NEWEST: 81},
    long_term={"2023-11": 30.6, "2025-12": 32.0, NEWEST: 34.0},
    fund={"2023-11": 10.8, NEWEST: 7.9},
    payout=94.3,
    jobs_changes_pct={"2026-07": -1.8, "2026-08": -1.6, "2026-09": -1.2, NEWEST: -1.9},
    exact={
        UNEMPLOYED: {
            "2025-04": 806,
            "2025-05": 809,
            "2025-06": 812,
            "2025-07": 815,
            "2025-08": 819,
            "2025-09": 823,
            "2025-10": 827,
            "2026-04": 944,
            "2026-05": 989,
            "2026-06": 1016,
            "2026-07": 1038,
            "2026-08": 1073,
            "2026-09": 1080,
            NEWEST: 1095,
        },
        PAYOUT: {NEWEST: 93.8},
    },
)
HELI = Place(
    code="620724104000",
    name="合黎镇",
    labour=9950,
    monitored=1476,
    firms=13,
    rate={"2023-11": 3.42, "2024-10": 3.4, "2025-10": 3.54, "2026-02": 3.6, "2026-04": 3.8, NEWEST: 3.9},
    claims={"2023-11": 25, "2026-02": 26, "2026-04": 34, "2026-06": 28, NEWEST: 29},
    long_term={"2023-11": 30.2, "2025-10": 32.2, "2026-05": 33.2, "2026-08": 33.9, NEWEST: 34.6},
    fund={"2023-11": 11.4, NEWEST: 8.6},
    payout=94.2,
    jobs_changes_pct={"2026-03": -11.6},
    exact={
        UNEMPLOYED: {NEWEST: 388},
        LONG_TERM: {"2026-08": 33.9, "2026-09": 35.2, NEWEST: 34.6},
        PAYOUT: {NEWEST: 94.0},
    },
)
LUOTUOCHENG = Place(
    code="620724105000",
    name="骆驼城镇",
    labour=17120,
    monitored=5552,
    firms=24,
    rate={"2023-11": 3.5, "2024-10": 3.46, "2025-10": 3.72, NEWEST: 4.1},
    claims={"2023-11": 52, NEWEST: 60},
    long_term={"2023-11": 29.6, "2025-06": 32.4, NEWEST: 34.2},
    fund={"2023-11": 10.1, "2025-06": 9.0, NEWEST: 7.4},
    payout=93.6,
    graduates=-1.8,
    jobs_changes_pct={"2024-02": -3.7, "2024-04": -3.6, "2024-08": -3.4, "2024-09": -3.3, "2026-06": -1.5},
    exact={
        UNEMPLOYED: {NEWEST: 702},
        MONITORED: {"2026-06": 6482, "2026-07": 6268, "2026-08": 6024, "2026-09": 5759, NEWEST: 5552},
        CLAIMS: {"2026-07": 58, "2026-08": 58, "2026-09": 62, NEWEST: 66},
        GRADUATES: {"2024-07": 80.4, "2024-08": 80.7, "2025-07": 81.6, NEWEST: 86.2},
        LONG_TERM: {"2026-09": 34.1},
        FUND: {NEWEST: 7.4},
        PAYOUT: {NEWEST: 93.0},
    },
    missing={"2024-05": (PAYOUT,), "2025-01": (), "2025-10": (UNEMPLOYED,), NEWEST: (LONG_TERM,)},
)
XINBA = Place(
    code="620724106000",
    name="新坝镇",
    labour=10170,
    monitored=1204,
    firms=10,
    rate={"2023-11": 3.6, "2024-10": 3.55, "2025-10": 3.76, NEWEST: 4.0},
    claims={"2023-11": 30, NEWEST: 34},
    long_term={"2023-11": 29.8, NEWEST: 32.6},
    fund={"2023-11": 10.6, NEWEST: 8.1},
    payout=93.0,
    exact={PAYOUT: {"2024-03": 88.6}},
    missing={NEWEST: ()},
)
HEIQUAN = Place(
    code="620724107000",
    name="黑泉镇",
    labour=8900,
    monitored=2140,
    firms=10,
    rate={"2023-11": 3.5, "2024-10": 3.46, "2025-10": 3.68, NEWEST: 4.0},
    claims={"2023-11": 27, NEWEST: 31},
    long_term={"2023-11": 30.6, NEWEST: 33.7},
    fund={"2023-11": 11.2, NEWEST: 8.4},
    payout=93.8,
    exact={UNEMPLOYED: {NEWEST: 356}, LONG_TERM: {NEWEST: 33.8}, PAYOUT: {NEWEST: 93.1}},
    missing={NEWEST: (GRADUATES,)},
)
LUOCHENG = Place(
    code="620724108000",
    name="罗城镇",
    labour=6130,
    monitored=845,
    firms=7,
    rate={"2023-11": 3.44, "2024-10": 3.4, "2025-10": 3.5, NEWEST: 3.8},
    claims={"2023-11": 16, NEWEST: 17},
    long_term={"2023-11": 28.4, NEWEST: 30.2},
    fund={"2023-11": 12.4, NEWEST: 9.6},
    payout=93.6,
    exact={UNEMPLOYED: {NEWEST: 233}, PAYOUT: {NEWEST: 93.0}},
)
TOWNS = (CHENGGUAN, XUANHUA, NANHUA, XIANGDAO, HELI, LUOTUOCHENG, XINBA, HEIQUAN, LUOCHENG)
GAOTAI = Place(
    code=COUNTY,
    name="高台县",
    labour=1,
    monitored=44000,
    rate={NEWEST: 4.0},
    claims={NEWEST: 500},
    long_term={NEWEST: 32.0},
    fund={NEWEST: 8.0},
    payout=95.0,
    level="county",
    missing={NEWEST: (LONG_TERM, CLAIMS)},
)

#: Months that the county's unemployment fund can pay, and what it pays a month in 10,000 yuan.
FUND_SUPPORT = {"2023-11": 11.4, "2025-06": 9.9, NEWEST: 7.9}
PAYOUT_10K = {"2023-11": 132.0, "2025-10": 151.0, NEWEST: 184.0}

#: What was published. The county's own rows are shown by the product and not counted.
DECLARED = [
    {"region_code": code, "month": month, "tier": tier}
    for month, code, tier in (
        ("2024-03", XINBA.code, "yellow"),
        ("2024-08", LUOTUOCHENG.code, "yellow"),
        ("2024-09", LUOTUOCHENG.code, "normal"),
        ("2025-04", NANHUA.code, "yellow"),
        ("2025-04", COUNTY, "yellow"),
        ("2025-05", NANHUA.code, "normal"),
        ("2025-05", COUNTY, "normal"),
        ("2025-07", LUOTUOCHENG.code, "yellow"),
        ("2025-08", LUOTUOCHENG.code, "normal"),
        ("2025-08", CHENGGUAN.code, "yellow"),
        ("2025-09", CHENGGUAN.code, "normal"),
        ("2026-03", HELI.code, "yellow"),
        ("2026-04", HELI.code, "normal"),
        ("2026-05", XIANGDAO.code, "yellow"),
        ("2026-06", XIANGDAO.code, "yellow"),
        ("2026-06", XUANHUA.code, "yellow"),
        ("2026-06", COUNTY, "yellow"),
        ("2026-07", XIANGDAO.code, "yellow"),
        ("2026-07", XUANHUA.code, "normal"),
        ("2026-07", COUNTY, "normal"),
        ("2026-08", XIANGDAO.code, "orange"),
        ("2026-08", NANHUA.code, "yellow"),
        ("2026-08", COUNTY, "yellow"),
        ("2026-09", XIANGDAO.code, "orange"),
        ("2026-09", NANHUA.code, "orange"),
        ("2026-09", HELI.code, "yellow"),
        ("2026-09", COUNTY, "orange"),
        (NEWEST, NANHUA.code, "orange"),
        (NEWEST, XIANGDAO.code, "orange"),
        (NEWEST, CHENGGUAN.code, "yellow"),
        (NEWEST, HELI.code, "normal"),
        (NEWEST, COUNTY, "orange"),
    )
]
