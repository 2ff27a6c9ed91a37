"""The risk list: leads from public opinion, disputes, petitions, lawsuits and arrears."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

RISKS = Table(
    name="risks",
    label_zh="风险隐患",
    label_en="Risks",
    doc="One row is one lead.",
    keys=(("risk_id",),),
    columns=(
        c.identifier(
            "risk_id",
            "风险编号 隐患编号 风险ID 线索编号 编号",
            "Risk ID",
            "The lead's number.",
            required=True,
        ),
        c.date("date", "日期 发现日期 排查日期 登记日期", "Date", "The day it was found.", required=True),
        c.region_code("The place it concerns."),
        c.text(
            "source",
            "来源 风险来源 线索来源 信息来源",
            "Source",
            "Where the lead comes from: opinion, dispute, petition, lawsuit, arrears, wage flight.",
            required=True,
        ),
        c.text("severity", "严重程度 风险等级 等级 程度", "Severity", "How grave it is."),
        c.enterprise_id("The firm concerned, if any."),
        c.text("description", "风险描述 描述 隐患描述 情况描述 主要情况", "Description", "What is known."),
        c.column("person", "owner", "责任人 负责人 责任单位 承办人", "Owner", "Who deals with it."),
        c.text(
            "status", "状态 处置状态 处理状态 办理情况 化解情况", "Status", "How far it has been dealt with."
        ),
        c.text("note", "备注 处置情况说明 办理说明", "Note", "What was done, and what comes next."),
    ),
)
