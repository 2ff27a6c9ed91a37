"""The year's targets of a place, against which two warning rules measure."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

TARGETS = Table(
    name="targets",
    label_zh="年度目标",
    label_en="Targets",
    doc="One row is a region in a year.",
    takes_figures=True,
    keys=(("region_code", "year"),),
    columns=(
        c.region_code("The place the target is set for."),
        c.column(
            "year",
            "year",
            "年度 年份 年 目标年度 考核年度 统计年度",
            "Year",
            "The year the target is for.",
            required=True,
        ),
        c.percent(
            "registered_unemployment_rate_target_pct",
            "登记失业率目标 城镇登记失业率目标 登记失业率控制目标 城镇登记失业率控制目标 登记失业率控制数"
            " 登记失业率年度目标",
            "Registered unemployment rate target",
            "The rate that is not to be exceeded in the year.",
        ),
        c.percent(
            "graduate_employment_rate_target_pct",
            "高校毕业生就业率目标 毕业生就业率目标 高校毕业生就业率年度目标 毕业生就业率年度目标",
            "Graduate employment rate target",
            "The rate to be reached in the year.",
        ),
        c.count(
            "new_urban_jobs_target_count",
            "城镇新增就业目标 城镇新增就业人数目标 新增就业目标 城镇新增就业目标人数 城镇新增就业年度目标",
            "New urban jobs target",
            "New urban jobs to be reached in the year.",
        ),
    ),
)
