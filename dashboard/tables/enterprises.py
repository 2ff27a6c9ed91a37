"""The firms on watch or monitored, and why each is on the list of key enterprises."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table


def _flag(name: str, zh: str, zh_since: str, label: str, doc: str) -> tuple[c.Column, c.Column]:
    """A reason for being on the list, and since when it holds."""
    return (
        c.yesno(f"is_{name}", zh, label, doc),
        c.date(f"{name}_since", zh_since, f"{label} since", f"Since when: {label.lower()}."),
    )


ENTERPRISES = Table(
    name="enterprises",
    label_zh="企业",
    label_en="Enterprises",
    doc="One row is a firm on watch or of the monitoring panel.",
    keys=(("enterprise_id",),),
    columns=(
        c.enterprise_id("The firm's unified social credit code.", required=True),
        c.enterprise_name("The firm's name as registered.", required=True),
        c.region_code("The place where the firm is."),
        c.industry_code("Industry after GB/T 4754; rules compare the division, the first two digits."),
        c.count(
            "employees_count",
            "职工人数 用工人数 从业人数 员工人数 职工总数 现有职工人数 在岗职工人数",
            "Employees",
            "People the firm employs.",
        ),
        c.text(
            "size_class",
            "企业规模 规模 规模类型 企业类型 划型",
            "Size class",
            "Large, medium, small or micro.",
        ),
        *_flag(
            "influential",
            "是否有影响力企业 影响力较大 是否影响力较大 影响力较大企业 重点影响企业",
            "影响力较大起始日期 影响力较大起",
            "Influential",
            "Whether a layoff there would be noticed far beyond the firm.",
        ),
        *_flag(
            "fully_closed",
            "是否全部关闭 整体关闭 是否整体关闭 是否完全关闭 全部关闭",
            "全部关闭日期 整体关闭日期",
            "Fully closed",
            "Whether the whole firm is closed; if not, some of its workers are protected.",
        ),
        *_flag(
            "production_stopped",
            "是否停产停业 停产停业 停产 是否停产 停工停产",
            "停产停业起始日期 停产日期 停产起始日期",
            "Production stopped",
            "Whether production stands still.",
        ),
        *_flag(
            "wages_in_arrears",
            "是否拖欠工资 拖欠工资 欠薪 是否欠薪",
            "拖欠工资起始日期 欠薪起始日期 欠薪日期",
            "Wages in arrears",
            "Whether wages are owed.",
        ),
        *_flag(
            "insurance_in_arrears",
            "是否欠缴社会保险费 欠缴社保 欠缴社会保险费 是否欠缴社保 欠费断保 是否欠费断保 断保",
            "欠缴社会保险费起始日期 欠缴社保起始日期 断保日期",
            "Social insurance in arrears",
            "Whether contributions are owed or the insurance is broken off.",
        ),
        *_flag(
            "mass_layoff",
            "是否规模裁员 规模裁员 大规模裁员 是否大规模裁员",
            "规模裁员起始日期 大规模裁员日期 规模裁员日期",
            "Mass layoff",
            "Whether the firm lays off many.",
        ),
        *_flag(
            "dispute_prone",
            "是否劳动争议频发 争议频发 劳动争议频发 劳资纠纷频发",
            "劳动争议频发起始日期 争议频发起始日期",
            "Frequent disputes",
            "Whether labour disputes come often.",
        ),
        *_flag(
            "zombie",
            "是否僵尸企业 僵尸企业",
            "认定僵尸企业日期 僵尸企业认定日期",
            "Zombie firm",
            "Whether the firm lives only on support.",
        ),
        *_flag(
            "workforce_unstable",
            "是否用工不稳定 用工不稳定 用工波动大",
            "用工不稳定起始日期",
            "Unstable workforce",
            "Whether the workforce comes and goes.",
        ),
        *_flag(
            "capacity_cut",
            "是否化解过剩产能企业 去产能 去产能企业 是否去产能 化解过剩产能",
            "去产能起始日期 化解过剩产能起始日期",
            "Capacity cut",
            "Whether the firm belongs to an industry whose capacity is being cut.",
        ),
        c.choice(
            "capacity_cut_sector",
            "去产能行业 化解过剩产能行业",
            "Capacity cut sector",
            "Which of these industries.",
            {
                "steel": "钢铁",
                "coal": "煤炭",
                "cement": "水泥",
                "flat_glass": "平板玻璃 玻璃",
                "coke": "焦化 焦炭",
                "thermal_power": "火电 煤电",
            },
            is_open=True,
        ),
        c.column(
            "person",
            "liaison",
            "联系人 联络员 专员 服务专员 包联人 包保责任人",
            "Liaison",
            "The officer who keeps in touch with the firm.",
        ),
        c.column(
            "phone",
            "liaison_phone",
            "联系人电话 联络员电话 专员电话",
            "Liaison's phone",
            "How to reach the liaison.",
        ),
        c.date(
            "listed_by_hand_since",
            "手工列入日期 手工列入时间 列入清单日期",
            "Listed by hand since",
            "Since when the bureau itself has the firm on the list of key enterprises.",
        ),
        c.text(
            "listed_because",
            "手工列入原因 列入原因 列入理由",
            "Listed because",
            "Why the bureau put the firm on the list.",
        ),
        c.date(
            "last_visit_on", "上次走访日期 走访日期 最近走访", "Last visit on", "The day of the last visit."
        ),
        c.date(
            "next_visit_on",
            "下次走访日期 计划走访日期 下次走访",
            "Next visit on",
            "The day of the next visit.",
        ),
        c.text("visit_note", "走访记录 走访情况 走访备注", "Visit note", "What the last visit found."),
        c.text(
            "note",
            "备注 工作备注 企业备注",
            "Note",
            "Anything else that whoever looks after the firm should know.",
        ),
    ),
)
