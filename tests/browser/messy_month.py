"""A month of nine towns as their offices send it: title and unit lines, merged headings, 序号, 合计 and a note.

The figures are those of the newest month that the sample has whole, carried on; in two towns the unemployment rate
has risen above the plan's edge. Seven towns send a workbook, two a GBK table of text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pandas as pd
import xlsxwriter

from dashboard.tables import read_folder
from tests.serving import ROOT

MONTH = "2026年11月"
RISEN = {"合黎镇": 4.6, "黑泉镇": 4.7}
TEXT = ("宣化镇", "罗城镇")
FIGURES = {
    ("登记失业", "人数"): "registered_unemployed_count",
    ("登记失业", "失业率(%)"): "registered_unemployment_rate_pct",
    ("长期失业人员", "占比(%)"): "long_term_unemployed_share_pct",
    ("首次申领失业保险金", "人数"): "first_time_claimants_count",
    ("失业保险金", "发放率(%)"): "benefit_payout_rate_pct",
    ("监测企业", "职工人数"): "monitored_employees_count",
}


@dataclass(frozen=True)
class Sent:
    """One file as it was sent."""

    name: str
    data: bytes

    @property
    def media_type(self) -> str:
        """What a browser would say it is."""
        return "text/csv" if self.name.endswith(".csv") else "application/octet-stream"


def month_of_nine_towns() -> list[Sent]:
    """The files, in the order of the towns."""
    tables = read_folder(ROOT / "sample_data" / "gaotai").tables
    towns = tables["regions"].query("level == 'town'")
    newest = tables["indicators"].query("month == month.max() - 1").set_index("region_code")
    return [
        _file(str(code), str(name), newest.loc[code])
        for code, name in zip(towns["region_code"], towns["region_name"], strict=True)
    ]


def _file(code: str, name: str, figures: pd.Series) -> Sent:
    values = [float(figures[column]) for column in FIGURES.values()]
    if name in RISEN:
        values[1] = RISEN[name]
    title = f"高台县{name}{MONTH}失业动态监测表"
    office = f"填报单位：{name}人社服务中心"
    if name in TEXT:
        return Sent(f"{name}{MONTH}.csv", _text(code, name, title, office, values))
    return Sent(f"{name}{MONTH}报表.xlsx", _book(code, name, title, office, values))


def _text(code: str, name: str, title: str, office: str, values: list[float]) -> bytes:
    heads = ["序号", "乡镇", "区划代码", *("".join(pair) for pair in FIGURES)]
    lines = [[title], [office], heads, ["1", name, code, *map(_written, values)]]
    lines += [["", "合计", "", *map(_written, values)], ["注：本表由示例程序生成"]]
    width = len(heads)
    return "\r\n".join(",".join(line + [""] * (width - len(line))) for line in lines).encode("gbk")


def _book(code: str, name: str, title: str, office: str, values: list[float]) -> bytes:
    memory = io.BytesIO()
    last = 2 + len(values)
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("报表")
        mid = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
        sheet.merge_range(0, 0, 0, last, title, mid)
        sheet.write(1, 0, office)
        for place, head in enumerate(("序号", "乡镇", "区划代码")):
            sheet.merge_range(2, place, 3, place, head, mid)
        tops = [top for top, _ in FIGURES]
        for place, (top, below) in enumerate(FIGURES, 3):
            same = [at for at, each in enumerate(tops, 3) if each == top]
            if len(same) > 1 and place == same[0]:
                sheet.merge_range(2, same[0], 2, same[-1], top, mid)
            elif len(same) == 1:
                sheet.write(2, place, top, mid)
            sheet.write(3, place, below, mid)
        for row, heads in ((4, (1, name, code)), (5, ("", "合计", ""))):
            for place, cell in enumerate((*heads, *values)):
                sheet.write(row, place, cell)
        sheet.write(6, 0, "注：本表由示例程序生成")
    return memory.getvalue()


def _written(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)
