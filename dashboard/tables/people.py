"""The real-name list: people who are out of work or need help, each in one or several groups."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

PEOPLE = Table(
    name="people",
    label_zh="重点群体",
    label_en="People",
    doc="One row is a person on a real-name list.",
    keys=(("person_id",),),
    is_personal=True,
    columns=(
        c.person_id("A random number minted here, never made from the ID number.", required=True),
        c.identifier(
            "id_number",
            "身份证号 公民身份号码 身份证号码 证件号码 身份证 居民身份证号 居民身份证号码 证件号",
            "ID number",
            "The resident identity number.",
        ),
        c.column("person", "name", "姓名 人员姓名 名字", "Name", "The person's name."),
        c.column(
            "phone",
            "phone",
            "联系电话 手机号 电话 手机 手机号码 联系方式 电话号码",
            "Phone",
            "How to reach them.",
        ),
        c.region_code("The place that looks after the person."),
        c.column(
            "groups",
            "groups",
            "群体类别 人员类别 群体 重点群体类别 所属群体 群体类型 人员类型",
            "Groups",
            "The groups the person belongs to, with ; between them.",
            required=True,
        ),
        c.identifier(
            "household_id", "家庭编号 户编号 户号 家庭代码", "Household ID", "The household they live in."
        ),
        c.identifier("spouse_id", "配偶编号 配偶人员编号", "Spouse ID", "The person ID of husband or wife."),
        c.date("birth", "出生日期 出生年月日 生日", "Birth date", "The day of birth."),
        c.text("education", "学历 文化程度 受教育程度 教育程度", "Education", "The highest school degree."),
        c.text("health", "健康状况 身体状况 健康情况", "Health", "State of health."),
        c.text("skills", "技能 技能特长 职业技能 技能等级 特长", "Skills", "What the person can do."),
        c.text("training_wish", "培训意愿 培训需求", "Training wish", "The training they want."),
        c.text("work_wish", "就业意愿 求职意愿 就业意向", "Work wish", "The work they want."),
        c.text(
            "status",
            "就业状态 当前状态 状态 就业状况 就业失业状态",
            "Status",
            "Whether and how they work now.",
        ),
        c.text(
            "difficulty_grade",
            "困难等级 困难程度 就业困难等级 帮扶等级",
            "Difficulty grade",
            "How hard to place.",
        ),
        c.column(
            "person",
            "helper",
            "帮扶责任人 帮扶人 责任人 包联干部 结对帮扶人",
            "Helper",
            "Who looks after the person.",
        ),
        c.text(
            "protected_as",
            "保护类别 优先留用类别 不得裁减类别 特殊身份",
            "Protected as",
            "The ground on which the person is to be kept on, such as a model worker.",
        ),
        c.months_of(
            "insured_months",
            "参保月数 缴费月数 失业保险缴费月数 累计缴费月数",
            "Insured months",
            "Months insured.",
        ),
        c.yesno(
            "insured_in_province",
            "是否省内参保 省内参保 是否在省内参保",
            "Insured in the province",
            "Whether the insurance was in this province.",
        ),
        c.text(
            "separation_reason",
            "离职原因 失业原因 解除劳动合同原因 终止原因",
            "Separation reason",
            "Why the last work ended.",
        ),
        c.text(
            "benefit_status",
            "待遇状态 失业保险待遇状态 领金状态 失业金领取状态",
            "Benefit status",
            "Whether benefit is drawn, has run out, or was never due.",
        ),
        c.yesno(
            "is_migrant", "是否农民工 农民工 是否外出务工人员", "Migrant worker", "Whether a migrant worker."
        ),
        c.column(
            "year",
            "scope_year",
            "纳入年度 年度 纳入范围年度 分流年度",
            "Scope year",
            "The year in which the person was displaced.",
        ),
        c.enterprise_id("The firm the person comes from."),
        c.date(
            "since",
            "起始日期 纳入日期 失业日期 登记日期 开始日期",
            "Since",
            "Since when the person is on the list.",
        ),
    ),
)
