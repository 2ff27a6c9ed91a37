"""Visits to firms: on which day, by whom, and what was found."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

VISITS = Table(
    name="visits",
    label_zh="企业走访",
    label_en="Visits to firms",
    doc="One row is one visit to one firm.",
    columns=(
        c.enterprise_id("The firm visited.", required=True),
        c.date("date", "走访日期 走访时间 上门日期", "Visit date", "The day of the visit.", required=True),
        c.column("person", "visitor", "走访人 走访人员 走访干部", "Visitor", "Who was there for the bureau."),
        c.text("finding", "走访情况 走访记录 发现问题", "What was found", "What the visit found."),
    ),
)
