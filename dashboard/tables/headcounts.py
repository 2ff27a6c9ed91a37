"""The monthly figures of a firm: people, insurance, vacancies, arrears and production."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

HEADCOUNTS = Table(
    name="headcounts",
    label_zh="企业用工",
    label_en="Headcounts",
    doc="One row is a firm in a month.",
    keys=(("enterprise_id", "month"),),
    columns=(
        c.enterprise_id("The firm's unified social credit code.", required=True),
        c.month("The month the figures are about."),
        c.count(
            "employees_count",
            "职工人数 用工人数 从业人数 员工人数 岗位数 期末用工人数 月末职工人数",
            "Employees",
            "People employed at the end of the month.",
        ),
        c.count(
            "filed_count",
            "用工备案人数 备案人数 就业备案人数 劳动用工备案人数",
            "Filed employees",
            "People for whom the firm has filed an employment.",
        ),
        c.count(
            "insured_count",
            "参保人数 失业保险参保人数 社保参保人数 缴费人数 参保缴费人数",
            "Insured employees",
            "People for whom contributions were paid.",
        ),
        c.count(
            "vacancies_count",
            "招聘岗位数 空缺岗位数 缺工人数 岗位需求数 招聘人数",
            "Vacancies",
            "Posts the firm wants to fill.",
            unit="posts",
        ),
        c.money(
            "wages_in_arrears_cny",
            "拖欠工资金额 欠薪金额 拖欠工资 欠薪数额",
            "Wages in arrears",
            "Wages owed at the end of the month.",
        ),
        c.months_of(
            "insurance_months_in_arrears",
            "社会保险欠缴月数 社保欠缴月数 欠缴月数 欠费月数",
            "Insurance months in arrears",
            "Months of contributions owed.",
        ),
        c.index(
            "production_index",
            "生产指数 产值指数 开工率指数 生产经营指数",
            "Production index",
            "Production against the base period, which is 100.",
        ),
        c.money(
            "exports_cny", "出口额 出口金额 出口交货值 外贸出口额", "Exports", "Goods exported in the month."
        ),
    ),
)
