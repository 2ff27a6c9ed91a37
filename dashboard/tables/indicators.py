"""The monthly indicators of a place: the figures that eight of a plan's warning rules look at."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

INDICATORS = Table(
    name="indicators",
    label_zh="监测指标",
    label_en="Indicators",
    doc="One row is a region in a month. A plan may name further columns; they are read as numbers.",
    keys=(("region_code", "month"),),
    takes_figures=True,
    columns=(
        c.region_code("The place that reported the figures."),
        c.month("The month the figures are about."),
        c.percent(
            "registered_unemployment_rate_pct",
            "登记失业率 城镇登记失业率 期末登记失业率 期末城镇登记失业率",
            "Registered unemployment rate",
            "Registered unemployed among the urban workforce at the end of the month.",
        ),
        c.percent(
            "graduate_employment_rate_pct",
            "高校毕业生就业率 毕业生就业率 高校毕业生初次就业率 应届毕业生就业率 大学生就业率",
            "Graduate employment rate",
            "Graduates of the year who have found work.",
        ),
        c.percent(
            "long_term_unemployed_share_pct",
            "长期失业人员占比 长期失业人员比例 长期失业占比 失业6个月以上人员占比 失业六个月以上人员占比"
            " 长期失业者比例 长期失业人员比重",
            "Long-term unemployed share",
            "Share of the registered unemployed who have been out of work for six months or more.",
        ),
        c.count(
            "registered_unemployed_count",
            "登记失业人数 城镇登记失业人数 期末登记失业人数 期末实有登记失业人数 登记失业人员",
            "Registered unemployed",
            "People registered as unemployed at the end of the month.",
        ),
        c.count(
            "first_time_claimants_count",
            "首次申领失业保险金人数 初次申领失业保险金人数 首次申领人数 初次申领人数 新增领取失业保险金人数"
            " 首次领取失业保险金人数",
            "First-time claimants",
            "People who claimed unemployment benefit for the first time in the month.",
        ),
        c.months_of(
            "fund_support_months",
            "失业保险基金支撑能力 基金支撑能力 基金支付能力 失业保险基金支付能力 基金可支付月数"
            " 基金可支撑月数 失业保险基金可支付月数 基金备付月数",
            "Fund support months",
            "How many months the unemployment insurance fund can go on paying.",
        ),
        c.percent(
            "benefit_payout_rate_pct",
            "失业保险金发放率 发放率 失业保险待遇发放率 失业金发放率 失业保险金按时足额发放率",
            "Benefit payout rate",
            "Benefit paid out of the benefit due.",
        ),
        c.count(
            "monitored_employees_count",
            "监测企业用工人数 监测企业岗位数 监测企业岗位总量 监测企业职工人数 失业动态监测企业岗位数"
            " 监测企业从业人数 监测企业就业人数 监测企业期末用工 监测企业期末用工人数",
            "Monitored employees",
            "People employed by the firms of the monitoring panel.",
        ),
        c.count(
            "enterprise_employees_count",
            "企业职工总数 企业职工人数 企业从业人员 企业从业人数 企业用工总数"
            " 全部企业职工人数 辖区企业职工总数",
            "Enterprise employees",
            "People employed by all firms of the place.",
        ),
        c.count(
            "new_urban_jobs_count",
            "城镇新增就业人数 城镇新增就业 新增就业人数 城镇新增就业人员",
            "New urban jobs",
            "New urban jobs in the month.",
        ),
        c.percent(
            "job_loss_rate_pct",
            "岗位流失率 岗位减少率 监测企业岗位流失率 岗位净流失率",
            "Job loss rate",
            "Posts lost at the monitored firms.",
        ),
        c.count(
            "vacancies_count",
            "招聘岗位数 岗位需求数 空缺岗位数 需求人数 招聘人数 岗位空缺数",
            "Vacancies",
            "Posts offered on the labour market.",
            unit="posts",
        ),
        c.count(
            "job_seekers_count",
            "求职人数 求职登记人数 登记求职人数 求职人员",
            "Job seekers",
            "People looking for work.",
        ),
    ),
)
