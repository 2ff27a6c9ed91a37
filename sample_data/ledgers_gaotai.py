"""The ledgers of the Gaotai folder: firms' plans, leads on risks, and visits to firms."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.firms import Firm
from sample_data.folder import Table
from sample_data.series import stream
from sample_data.story_gaotai import COUNTY, SEED, TOWNS

PLAN_COLUMNS = (
    *("plan_id", "enterprise_id", "kind", "people_count", "staff_count", "legal_ground", "is_complete"),
    *("is_funded", "congress_passed_on", "union_heard_on", "notice_on", "reported_on", "filed_on"),
    *("contracts_ended_on", "compensation_settled", "arrears_settled"),
)
RISK_COLUMNS = (
    *("risk_id", "date", "region_code", "source", "severity", "enterprise_id", "description", "owner"),
    "status",
)
VISIT_COLUMNS = ("listed_by_hand_since", "listed_because", "last_visit_on", "next_visit_on", "visit_note")

#: Firm, kind, people, staff, legal ground, complete, funded, then the days: congress, union, notice, reported, ended;
#: and whether compensation and arrears are settled.
_PLANS = (
    ("示例番茄制品厂", "layoff", 42, 820, "serious_difficulty", True, True,
     ("", "2026-10-24", "2026-10-28", "", ""), False, False),
    ("示例制种公司", "layoff", 105, 620, "reorganisation", True, True,
     ("2026-10-25", "2026-10-22", "2026-10-12", "2026-10-28", ""), False, True),
    ("示例地毯厂", "layoff", 9, 22, "serious_difficulty", False, False,
     ("", "", "2026-10-26", "", ""), False, False),
    ("示例种业公司", "layoff", 45, 480, "reorganisation", True, True,
     ("2026-09-28", "2026-09-20", "2026-09-18", "2026-10-08", "2026-10-21"), True, True),
    ("示例水泥厂", "placement", 60, 431, "", True, False, ("2026-09-30", "2026-09-22", "", "", ""), False, False),
)  # fmt: skip

#: Day, place (order in TOWNS, −1 the county), source, severity, firm, what is known, status.
_RISKS = (
    ("2026-08-06", 3, "欠薪", "较大", "示例纺织公司", "两个月工资未发，职工到镇政府反映", "处置中"),
    ("2026-08-19", 7, "集体劳动争议", "一般", "示例制种公司", "12名职工要求补发加班费", "已办结"),
    ("2026-08-27", 0, "信访", "较大", "示例热电厂", "13名职工联名来信，问关停后的安置", "处置中"),
    ("2026-09-03", 2, "网络舆情", "一般", "示例水泥厂", "短视频称厂区将停窑，点击不多", "已办结"),
    ("2026-09-09", 3, "集体劳动争议", "较大", "示例纺织公司", "33名职工申请仲裁，追索工资", "处置中"),
    ("2026-09-17", 5, "信访", "一般", "示例番茄制品厂", "职工询问裁员补偿标准", "已办结"),
    ("2026-09-25", 1, "欠薪", "一般", "示例塑料制品厂", "工资迟发半个月", "待核实"),
    ("2026-10-10", 5, "集体劳动争议", "较大", "示例番茄制品厂", "17名季节工追索工资", "处置中"),
    ("2026-10-13", 6, "网络舆情", "一般", "示例羊毛加工厂", "职工发帖称下月停产", "待核实"),
    ("2026-10-15", 2, "欠薪", "重大", "示例水泥厂", "三个月工资未发，36人在厂门聚集", "处置中"),
    ("2026-10-17", 3, "舆情", "较大", "示例纺织公司", "市局转来：网传将裁员百人", "待核实"),
    ("2026-10-21", 8, "诉讼", "一般", "示例地毯厂", "两名职工起诉，追索经济补偿", "处置中"),
    ("2026-10-26", -1, "信访", "一般", "", "多家企业职工来访，询问失业保险金何时发放", "待核实"),
    ("2026-10-29", 5, "欠薪逃匿", "较大", "示例马铃薯淀粉厂", "法定代表人失联三天", "处置中"),
)  # fmt: skip

_VISITS = (
    ("2026-07-09", "示例番茄制品厂", "番茄季用工正常，未见异常"),
    ("2026-08-20", "示例水泥厂", "一条线停窑，工资拖欠一个月"),
    ("2026-09-11", "示例番茄制品厂", "订单下降，企业提出缩减季节工"),
    ("2026-09-16", "示例水泥厂", "欠薪增至两个月，已约谈负责人"),
    ("2026-09-18", "示例纺织公司", "仲裁33人，企业答应分期支付"),
)

#: Place, an item of the plan's checklist, who sees to it, by when, since when it is done.
_TASKS = (
    (COUNTY, "investment", "项目专班", "2026-12-31", ""),
    (COUNTY, "work_relief", "就业股", "2026-11-30", ""),
    (COUNTY, "vacancies", "就业股", "2026-10-25", "2026-10-23"),
    (COUNTY, "safety_net", "社保股", "2026-12-31", ""),
    ("620724105000", "vacancies", "骆驼城镇", "2026-10-20", "2026-10-20"),
    ("620724105000", "public_posts", "骆驼城镇", "2026-10-28", ""),
    ("620724105000", "attract_firms", "招商专班", "2026-12-20", ""),
)
HELP_TASKS = [
    {"region_code": place, "task": task, "unit": unit, "due_on": due, "done_on": done}
    for place, task, unit, due, done in _TASKS
]
"""The table `help_tasks`."""

_BY_HAND = {"示例羊毛加工厂": ("2026-10-14", "线索R009：职工发帖称下月停产，10月报表未交")}
_NOTES = {
    "示例番茄制品厂": "拟分两批裁员，首批42人；已告知须先过职代会",
    "示例马铃薯淀粉厂": "设备检修，何时复产说不准",
    "示例水泥厂": "欠薪清单已收，等资产处置款",
    "示例纺织公司": "订单减少三成，愿意办理稳岗返还",
}


def plan_rows(firms: Sequence[Firm]) -> Table:
    """Return the `layoff_plans` table."""
    code = {firm.name: firm.enterprise_id for firm in firms}
    rows = []
    for number, (name, kind, people, staff, ground, complete, funded, days, paid, settled) in enumerate(
        _PLANS, 1
    ):
        congress, union, notice, reported, ended = days
        rows.append(
            {
                "plan_id": f"P{number:03d}", "enterprise_id": code[name], "kind": kind, "people_count": people,
                "staff_count": staff, "legal_ground": ground, "is_complete": complete, "is_funded": funded,
                "congress_passed_on": congress, "union_heard_on": union, "notice_on": notice,
                "reported_on": reported, "contracts_ended_on": ended, "compensation_settled": paid,
                "arrears_settled": settled,
            }
        )  # fmt: skip
    return rows


def risk_rows(firms: Sequence[Firm]) -> Table:
    """Return the `risks` table; the firm's liaison owns its lead."""
    named = {firm.name: firm for firm in firms}
    rows = []
    for number, (day, place, source, severity, firm, known, status) in enumerate(_RISKS, 1):
        rows.append(
            {
                "risk_id": f"R{number:03d}", "date": day,
                "region_code": COUNTY if place < 0 else TOWNS[place].code, "source": source, "severity": severity,
                "enterprise_id": named[firm].enterprise_id if firm else "", "description": known,
                "owner": named[firm].liaison if firm else "联络员甲", "status": status,
            }
        )  # fmt: skip
    return rows


def visit_rows(firms: Sequence[Firm]) -> Table:
    """Return the `visits` table: earlier visits by the firm's liaison."""
    named = {firm.name: firm for firm in firms}
    return [
        {
            "enterprise_id": named[name].enterprise_id,
            "date": day,
            "visitor": named[name].liaison,
            "finding": found,
        }
        for day, name, found in _VISITS
    ]


def with_visits(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the `enterprises` table with the days of visits, and why the bureau put a firm on the list itself."""
    for row in rows:
        name = str(row["enterprise_name"])
        rng = stream(SEED, "visits", name)
        last, ahead = rng.randrange(1, 25), rng.randrange(3, 28)
        row |= dict.fromkeys(VISIT_COLUMNS, "")
        is_watched = any(value is True for column, value in row.items() if column.startswith("is_"))
        if name in _BY_HAND:
            row["listed_by_hand_since"], row["listed_because"] = _BY_HAND[name]
        if is_watched or name in _BY_HAND:
            row["last_visit_on"] = f"2026-10-{last:02d}"
            row["next_visit_on"] = "2026-10-28" if name == "示例脱水蔬菜公司" else f"2026-11-{ahead:02d}"
            row["visit_note"] = _NOTES.get(name, "")
    return rows
