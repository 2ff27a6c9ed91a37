"""The help plans of places: what a place has taken on, who sees to it, by when, and since when it is done."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

HELP_TASKS = Table(
    name="help_tasks",
    label_zh="帮扶任务",
    label_en="Tasks of help plans",
    doc="One row is one task of one place's help plan.",
    keys=(("region_code", "task"),),
    columns=(
        c.region_code("The place whose help plan it is."),
        c.text(
            "task",
            "任务 帮扶任务 帮扶措施",
            "Task",
            "An item of the plan's checklist `help_plan` by its name, or the place's own words.",
            required=True,
        ),
        c.text("unit", "责任单位 牵头单位 承办单位", "Unit in charge", "Who sees to it."),
        c.date("due_on", "完成时限 截止日期 计划完成日期", "Due on", "By when it is to be done."),
        c.date(
            "done_on", "完成日期 实际完成日期", "Done on", "Since when it is done; blank while it is not."
        ),
        c.text("note", "进展 备注 说明", "Progress", "How far it is."),
    ),
)
