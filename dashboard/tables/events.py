"""What happened or is planned at firms: layoffs, closures, gatherings and what leads to them."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

KINDS = {
    "layoff": "裁员 规模裁员 裁减人员 经济性裁员 裁减 mass_layoff",
    "closure": "关闭 关闭破产 破产 停业 倒闭 关停 歇业",
    "gathering": "聚集 群体聚集 群体性事件 群体性聚集 聚集事件",
    "dispute": "争议 劳动争议 劳资纠纷 集体争议 劳动纠纷 集体劳动争议",
    "opinion": "舆情 网络舆情 舆论",
    "petition": "信访 上访",
    "stoppage": "停产 停工 停工停产 停产停工",
    "wage_flight": "欠薪逃匿 欠薪 逃匿 跑路",
}
STATES = {"planned": "计划 拟 拟实施 计划中 未发生", "done": "已发生 完成 已完成 发生 已实施 实际"}
PETITIONS = {
    "none": "无 没有 未上访 无上访",
    "individual": "个体访 个访 个人访 个体上访 个体信访 个体",
    "collective": "集体访 集访 集体上访 集体信访 集体",
    "mass": "大规模 大规模集体访 大规模上访 大规模集访 大规模集体上访 群体访",
}
CAUSES = {
    "layoff": "裁员 规模裁员",
    "unemployment": "失业",
    "pay": "工资 欠薪 薪酬 工资待遇 拖欠工资 报酬",
    "hours": "工时 工作时间 加班",
    "leave": "休假 假期 休息休假",
    "other": "其他 其它",
}
LEGAL_GROUNDS = {
    "reorganisation": "重整 破产重整 企业破产法重整 依照企业破产法规定进行重整",
    "serious_difficulty": "生产经营严重困难 生产经营发生严重困难 经营困难 严重困难",
    "conversion": "转产 技术革新 经营方式调整 转产技术革新或经营方式调整",
    "changed_circumstances": "客观情况变化 客观经济情况变化 客观经济情况发生重大变化",
}
PASSED_DOWN_BY = {"none": "无 没有 未转办", "city": "市 市级 市转办 市里", "province": "省 省级 省转办 省里"}

EVENTS = Table(
    name="events",
    label_zh="事件",
    label_en="Events",
    doc="One row is something that happened or is planned. Planned events bring duties, but no warnings.",
    keys=(("event_id",),),
    columns=(
        c.identifier(
            "event_id",
            "事件编号 事件ID 事件代码 编号 事件序号",
            "Event ID",
            "The event's number.",
            required=True,
        ),
        c.date(
            "date",
            "日期 发生日期 事件日期 发生时间 事发日期",
            "Date",
            "The day it happened or is to happen.",
            required=True,
        ),
        c.region_code("The place where it happened."),
        c.choice(
            "kind",
            "事件类型 类型 事件类别 类别 种类",
            "Kind",
            "What kind of event it is.",
            KINDS,
            required=True,
        ),
        c.choice(
            "state", "状态 事件状态 发生状态 进展", "State", "Planned or done; blank counts as done.", STATES
        ),
        c.enterprise_id("The firm concerned, if its code is known."),
        c.enterprise_name("The firm concerned."),
        c.industry_code("Industry after GB/T 4754; blank takes the firm's own."),
        c.count(
            "workforce_count",
            "职工总数 企业职工总数 用工总数 职工人数 员工总数 企业职工人数",
            "Workforce",
            "Staff of the firm before the event.",
        ),
        c.count(
            "affected_count",
            "涉及人数 影响人数 裁员人数 失业人数 聚集人数 涉及职工人数 波及人数 参与人数",
            "People affected",
            "People laid off, made jobless or gathered.",
        ),
        c.choice(
            "petition",
            "上访情况 信访情况 上访 信访 信访类型 上访类型",
            "Petition",
            "The gravest petition that came of it; blank counts as none.",
            PETITIONS,
        ),
        c.choice(
            "cause", "起因 原因 诱因 事由", "Cause", "What it is about; blank counts as layoffs.", CAUSES
        ),
        c.choice(
            "legal_ground",
            "法律依据 裁员依据 法定情形 裁员情形",
            "Legal ground",
            "The ground in law that the firm names; shown, and decides nothing.",
            LEGAL_GROUNDS,
            is_open=True,
        ),
        c.choice(
            "passed_down_by",
            "转办单位 交办级别 转办级别 交办单位 交办来源",
            "Passed down by",
            "Who passed the matter down for checking.",
            PASSED_DOWN_BY,
        ),
        c.yesno(
            "is_spreading",
            "是否扩散 是否快速扩散 扩散 快速扩散 蔓延",
            "Spreading",
            "Whether it spreads fast.",
        ),
        c.column(
            "moment",
            "learned_at",
            "获知时间 知悉时间 发现时间 得知时间",
            "Learned at",
            "When the office learned of it.",
        ),
        c.column(
            "moment",
            "received_at",
            "接收时间 收到时间 接报时间 收文时间 交办时间",
            "Received at",
            "When the matter passed down was received; its deadline runs from here.",
        ),
        c.column(
            "moment",
            "checked_at",
            "核查完成时间 核实完成时间 核查时间 反馈时间",
            "Checked at",
            "When the check of a matter passed down was done and answered.",
        ),
    ),
)
