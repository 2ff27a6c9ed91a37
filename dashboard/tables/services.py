"""The services given: one job offer, one training, one contact to one person."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

KINDS = {
    "job_offer": "推荐岗位 岗位推荐 岗位信息 提供岗位 岗位推介",
    "guidance": "职业指导 就业指导",
    "employment_service": "就业服务 职业介绍 公共就业服务",
    "training": "培训 职业培训 技能培训 职业技能培训",
    "contact": "联系 回访 走访 电话联系 跟踪回访",
    "placement": "安置 就业安置 安置就业 公益性岗位安置",
    "registration": "登记 失业登记 就业失业登记 求职登记",
    "job_fair": "招聘会 专场招聘会 专场招聘",
    "start_up": "创业 创业服务 创业扶持 创业帮扶",
    "counselling": "心理疏导 心理咨询 心理辅导",
    "social_aid": "社会救助 救助 临时救助 困难救助",
}

SERVICES = Table(
    name="services",
    label_zh="帮扶服务",
    label_en="Services",
    doc="One row is one service to one person.",
    is_personal=True,
    columns=(
        c.person_id("The person served.", required=True),
        c.date("date", "日期 服务日期 服务时间 帮扶日期", "Date", "The day of the service.", required=True),
        c.choice(
            "kind",
            "服务类型 服务类别 服务内容 服务项目 类型 帮扶类型",
            "Kind",
            "What was done.",
            KINDS,
            required=True,
        ),
        c.text("channel", "安置渠道 渠道 服务渠道 就业渠道 方式", "Channel", "By which way work was found."),
        c.text("outcome", "结果 服务结果 成效 服务成效", "Outcome", "What came of it."),
        c.text("note", "备注 说明", "Note", "Anything else."),
    ),
)
