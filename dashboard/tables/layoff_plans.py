"""A firm's plan for a layoff or for placing its displaced workers, and the gates it has passed."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

KINDS = {
    "layoff": "裁员 裁员方案 裁减人员 裁减人员方案 经济性裁员",
    "placement": "安置 职工安置 安置方案 职工安置方案 分流安置",
}

LAYOFF_PLANS = Table(
    name="layoff_plans",
    label_zh="裁员与安置方案",
    label_en="Layoff and placement plans",
    doc="One row is one plan of one firm.",
    keys=(("plan_id",),),
    columns=(
        c.identifier(
            "plan_id", "方案编号 方案ID 编号 方案代码", "Plan ID", "The plan's number.", required=True
        ),
        c.enterprise_id("The firm whose plan it is.", required=True),
        c.choice(
            "kind", "方案类型 方案类别 类型 类别", "Kind", "A layoff or a placement.", KINDS, required=True
        ),
        c.count(
            "people_count", "涉及人数 裁减人数 裁员人数 安置人数 拟裁减人数", "People", "People concerned."
        ),
        c.count("staff_count", "职工总数 企业职工总数 职工人数 员工总数", "Staff", "Staff of the firm."),
        c.text(
            "legal_ground",
            "法律依据 裁员依据 法定情形",
            "Legal ground",
            "The ground in law that the firm names.",
        ),
        c.yesno(
            "is_complete",
            "方案是否完整 是否完整 方案完备 内容是否完整",
            "Complete",
            "Whether nothing is missing.",
        ),
        c.yesno(
            "is_funded",
            "资金是否落实 资金到位 资金落实 资金是否到位",
            "Funded",
            "Whether the money is there.",
        ),
        c.date(
            "congress_passed_on",
            "职代会通过日期 职工代表大会通过日期 职工大会通过日期",
            "Passed by the staff congress on",
            "The day the staff congress or meeting passed it.",
        ),
        c.date(
            "union_heard_on",
            "听取工会意见日期 征求工会意见日期 听取意见日期",
            "Union heard on",
            "The day the union or the staff was heard.",
        ),
        c.date(
            "notice_on",
            "提前说明日期 提前通知日期 告知日期 说明情况日期",
            "Notice on",
            "The day the staff was told.",
        ),
        c.date(
            "reported_on",
            "报告日期 向人社部门报告日期 报告人社部门日期",
            "Reported on",
            "The day it was reported to the bureau.",
        ),
        c.date("filed_on", "备案日期 裁员备案日期", "Filed on", "The day it was filed with the bureau."),
        c.date(
            "contracts_ended_on",
            "解除劳动合同日期 合同解除日期 终止劳动合同日期",
            "Contracts ended on",
            "The day the contracts end.",
        ),
        c.yesno(
            "compensation_settled",
            "经济补偿是否付清 经济补偿已支付 经济补偿金是否支付",
            "Compensation settled",
            "Whether severance pay is paid.",
        ),
        c.yesno(
            "arrears_settled",
            "欠薪欠保是否清偿 欠薪欠保已清偿 拖欠是否清偿",
            "Arrears settled",
            "Whether owed wages and contributions are paid.",
        ),
    ),
)
