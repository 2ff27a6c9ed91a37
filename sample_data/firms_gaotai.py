"""The made-up firms of the Gaotai folder: those that the story names, and the ordinary ones around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sample_data.calendar_months import NEWEST
from sample_data.firms import Arrears, Firm, credit_code, fill_headcounts, ordinary
from sample_data.places import Row
from sample_data.story_gaotai import MONITORED, SEED, TOWNS

AREA = "620799"
LIAISONS = ("联络员甲", "联络员乙", "联络员丙", "联络员丁", "联络员戊")
#: Place (order in TOWNS), number of the ordinary firm there, why it is on watch and since when.
ON_WATCH: tuple[tuple[int, int, dict[str, str]], ...] = (
    (0, 2, {"insurance_in_arrears": "2026-06"}),
    (0, 5, {"wages_in_arrears": "2026-08", "dispute_prone": "2026-07"}),
    (0, 9, {"insurance_in_arrears": "2026-10"}),
    (0, 14, {"production_stopped": "2026-05"}),
    (0, 17, {"insurance_in_arrears": "2026-07"}),
    (0, 21, {"workforce_unstable": "2026-09"}),
    (0, 26, {"zombie": "2025-02"}),
    (0, 30, {"insurance_in_arrears": "2026-09"}),
    (0, 51, {"workforce_unstable": "2026-08"}),
    (1, 3, {"insurance_in_arrears": "2026-08"}),
    (2, 1, {"wages_in_arrears": "2026-09", "insurance_in_arrears": "2026-08"}),
    (2, 6, {"workforce_unstable": "2026-07"}),
    (2, 11, {"production_stopped": "2026-09"}),
    (2, 15, {"dispute_prone": "2026-06"}),
    (2, 20, {"insurance_in_arrears": "2026-10"}),
    (3, 0, {"wages_in_arrears": "2026-06"}),
    (3, 4, {"workforce_unstable": "2026-05"}),
    (3, 7, {"insurance_in_arrears": "2026-09"}),
    (3, 12, {"production_stopped": "2026-07", "wages_in_arrears": "2026-07"}),
    (3, 18, {"workforce_unstable": "2026-08"}),
    (3, 22, {"dispute_prone": "2026-04"}),
    (4, 4, {"workforce_unstable": "2026-04"}),
    (5, 2, {"workforce_unstable": "2026-09"}),
    (5, 6, {"dispute_prone": "2026-09"}),
    (5, 10, {"mass_layoff": "2026-08"}),
    (7, 2, {"wages_in_arrears": "2026-10"}),
    (7, 4, {"zombie": "2024-06"}),
    (8, 1, {"workforce_unstable": "2026-06"}),
)
WAGES_OWED = iter((126_000, 98_000, 84_000, 76_000, 58_000))
INFLUENTIAL = {(0, 0), (0, 1), (2, 0)}
#: Divisions whose staff the story counts exactly: no ordinary firm of them there.
AVOIDED = {"骆驼城镇": ("A01",), "黑泉镇": ("A01", "C13"), "合黎镇": ("C30",)}


def told_firms() -> list[Firm]:
    """Return the firms that the story names."""
    cheng, xuan, nan, xiang, heli, luotuo, xinba, hei, luo = (town.code for town in TOWNS)
    return [
        Firm(
            "示例番茄制品厂",
            luotuo,
            "C14",
            jobs={
                "2023-11": 1268,
                "2026-06": 1232,
                "2026-07": 1136,
                "2026-08": 1024,
                "2026-09": 906,
                NEWEST: 820,
            },
            insured_ratio={"2026-06": 0.975, "2026-09": 0.943, NEWEST: 0.971},
            flags={"influential": "2023-01", "workforce_unstable": "2026-07"},
            insurance=Arrears("2026-09"),
            exports=True,
        ),
        Firm(
            "示例马铃薯淀粉厂",
            luotuo,
            "C13",
            jobs={
                "2023-11": 431,
                "2026-06": 412,
                "2026-07": 354,
                "2026-08": 280,
                "2026-09": 214,
                NEWEST: 176,
            },
            insured_ratio={"2026-06": 0.97, NEWEST: 1.142},
            flags={"production_stopped": "2026-08"},
            wages=Arrears("2026-09", 864_000),
        ),
        Firm(
            "示例脱水蔬菜公司",
            luotuo,
            "C13",
            jobs={
                "2023-11": 296,
                "2026-06": 300,
                "2026-07": 260,
                "2026-08": 224,
                "2026-09": 172,
                NEWEST: 152,
            },
            insured_ratio={"2026-06": 0.98, NEWEST: 1.25},
            insurance=Arrears("2026-10"),
        ),
        Firm(
            "示例种业公司",
            luotuo,
            "A01",
            jobs={"2023-11": 474, "2026-09": 480, NEWEST: 435},
            flags={"mass_layoff": "2026-10"},
        ),
        Firm("示例蔬菜种植公司", luotuo, "A01", jobs={"2023-11": 305, NEWEST: 318}),
        Firm("示例药材种植公司", luotuo, "A01", jobs={"2023-11": 234, NEWEST: 227}),
        Firm(
            "示例石膏制品厂", luotuo, "C30", jobs={"2023-11": 141, NEWEST: 128}, insurance=Arrears("2026-06")
        ),
        Firm(
            "示例制种公司",
            hei,
            "A01",
            jobs={"2023-11": 598, "2026-04": 634, NEWEST: 620},
            insured_ratio={NEWEST: 0.9516},
            flags={"influential": "2023-01", "dispute_prone": "2026-08"},
        ),
        Firm("示例玉米种植公司", hei, "A01", jobs={"2023-11": 371, NEWEST: 380}),
        Firm("示例瓜菜种植公司", hei, "A01", jobs={"2023-11": 268, NEWEST: 280}),
        Firm(
            "示例甜菜制糖厂", hei, "C13", jobs={"2023-11": 152, "2024-10": 150, "2024-11": 118, NEWEST: 116}
        ),
        Firm(
            "示例水泥厂",
            nan,
            "C30",
            jobs={"2023-11": 668, "2025-03": 655, "2025-04": 543, "2026-05": 502, NEWEST: 431},
            insured_ratio={"2026-05": 0.97, NEWEST: 0.9327},
            flags={"influential": "2023-01", "capacity_cut": "2025-03"},
            capacity_sector="cement",
            wages=Arrears("2026-08", 2_120_000),
        ),
        Firm(
            "示例葡萄酒厂",
            nan,
            "C15",
            jobs={"2023-11": 131, "2026-06": 124, NEWEST: 104},
            insured_ratio={"2026-06": 0.96, NEWEST: 0.8462},
            insurance=Arrears("2026-09"),
        ),
        Firm(
            "示例纺织公司",
            xiang,
            "C17",
            jobs={"2023-11": 498, "2025-12": 470, NEWEST: 322},
            insured_ratio={"2026-05": 0.97, NEWEST: 0.8323},
            wages=Arrears("2026-07", 417_000),
            insurance=Arrears("2026-07"),
            exports=True,
        ),
        Firm(
            "示例农机公司",
            xiang,
            "C35",
            jobs={"2023-11": 214, "2026-09": 204, NEWEST: 121},
            insured_ratio={"2026-09": 0.98, NEWEST: 1.6364},
            flags={"production_stopped": "2026-10"},
        ),
        Firm(
            "示例焦化厂",
            heli,
            "C25",
            jobs={"2023-11": 548, "2025-09": 540, NEWEST: 514},
            insured_ratio={NEWEST: 0.9884},
            flags={"capacity_cut": "2025-09"},
            capacity_sector="coke",
            missing=("2026-06", "2026-07"),
        ),
        Firm("示例砖瓦厂", heli, "C30", jobs={"2023-11": 206, "2026-02": 194}, closed_in="2026-03"),
        Firm(
            "示例热电厂",
            cheng,
            "D44",
            jobs={"2023-11": 402, NEWEST: 388},
            flags={"capacity_cut": "2025-06"},
            capacity_sector="thermal_power",
        ),
        Firm(
            "示例面粉厂",
            cheng,
            "C13",
            jobs={"2023-11": 148, NEWEST: 139},
            insured_ratio={"2026-07": 0.97, NEWEST: 0.6907},
            insurance=Arrears("2026-08"),
        ),
        Firm(
            "示例物流公司",
            cheng,
            "G54",
            jobs={"2023-11": 182, NEWEST: 169},
            insured_ratio={NEWEST: 0.9172},
            flags={"dispute_prone": "2026-09"},
            wages=Arrears("2026-07", 96_000, paid_in="2026-10"),
        ),
        Firm(
            "示例塑料制品厂",
            xuan,
            "C29",
            jobs={"2023-11": 112, "2026-08": 104, "2026-09": 86, NEWEST: 71},
            insured_ratio={"2026-08": 0.97, NEWEST: 1.1268},
            flags={"workforce_unstable": "2026-09"},
        ),
        Firm(
            "示例羊毛加工厂",
            xinba,
            "C17",
            jobs={"2023-11": 98, "2025-10": 90, "2026-09": 61},
            insured_ratio={"2025-10": 0.95, "2026-09": 0.8},
        ),
        Firm(
            "示例地毯厂",
            luo,
            "C17",
            jobs={"2023-11": 64, "2025-12": 40, NEWEST: 22},
            insured_ratio={"2023-11": 0.9, NEWEST: 0.4091},
            flags={"zombie": "2024-03"},
            wages=Arrears("2024-08", 183_000),
        ),
    ]


def all_firms(rows_of: Mapping[str, Sequence[Row]]) -> list[Firm]:
    """Return every firm with its code and 36 headcounts that add up to its town's monitored total."""
    told = told_firms()
    owed = iter(WAGES_OWED)
    firms: list[Firm] = []
    for order, town in enumerate(TOWNS):
        named = [firm for firm in told if firm.region_code == town.code]
        drawn = ordinary(
            town.code, town.firms - len(named), len(firms), SEED, avoid=AVOIDED.get(town.name, ())
        )
        for number, firm in enumerate(drawn):
            flags = dict(
                next((why for place, index, why in ON_WATCH if (place, index) == (order, number)), {})
            )
            if since := flags.pop("wages_in_arrears", ""):
                firm.wages = Arrears(since, next(owed))
            if since := flags.pop("insurance_in_arrears", ""):
                firm.insurance = Arrears(since)
            firm.flags = flags
            if (order, number) in INFLUENTIAL:
                firm.flags = {**firm.flags, "influential": "2023-01"}
        for firm in (*named, *drawn):
            firm.liaison = LIAISONS[order % len(LIAISONS)]
            firm.missing = (*firm.missing, *(month for month, gone in town.missing.items() if not gone))
            firms.append(firm)
        fill_headcounts([*named, *drawn], [int(row[MONITORED]) for row in rows_of[town.code]], SEED)
    for serial, firm in enumerate(firms, start=1):
        firm.enterprise_id = credit_code(AREA, serial)
    return firms
