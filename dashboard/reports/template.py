"""An empty workbook of a table, to be sent to those who report: headings, notes, drop-downs, one example sheet."""

import io

import xlsxwriter

from dashboard.tables.columns import Column, Kind
from dashboard.tables.table import Table

ROWS = 2_000
_FORMATS: dict[Kind, str] = {
    "identifier": "@", "person": "@", "phone": "@", "region": "@", "text": "@", "groups": "@", "term": "@",
    "choice": "@", "month": "@", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "count": "0", "year": "0",
}  # fmt: skip
_ZH: dict[Kind, str] = {
    "text": "文字", "identifier": "文字，不得写成数字", "person": "姓名", "phone": "电话号码", "region": "地区代码",
    "groups": "一个或几个，用；隔开", "choice": "从下拉列表选", "term": "从列表选，或另写", "yesno": "是或否，空为否",
    "count": "整数，不小于0", "percent": "0到100，不写%", "number": "数字", "month": "如2024-06", "year": "如2024",
    "date": "如2024-06-30", "moment": "如2024-06-30 09:15",
}  # fmt: skip
_EN: dict[Kind, str] = {
    "text": "text", "identifier": "text, never a number", "person": "a name", "phone": "a phone number",
    "region": "a region code", "groups": "one or several, with ; between them", "choice": "from the list",
    "term": "from the list, or other words", "yesno": "yes or no, blank is no", "count": "a whole number, 0 or more",
    "percent": "0 to 100, without %", "number": "a number", "month": "such as 2024-06", "year": "such as 2024",
    "date": "such as 2024-06-30", "moment": "such as 2024-06-30 09:15",
}  # fmt: skip
_UNITS = {"%": "%", "people": "人", "months": "个月", "CNY": "元", "posts": "个"}


def template_of(table: Table, *, is_english: bool = False) -> bytes:
    """The workbook; identifiers are formatted as text, so that no digit is lost."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(table.label_en if is_english else table.label_zh)
        lists = book.add_worksheet("lists" if is_english else "选项")
        notes = book.add_worksheet("notes" if is_english else "填表说明")
        bold = book.add_format({"bold": True, "bg_color": "#E3EEF4", "border": 1, "text_wrap": True})
        need = book.add_format({"bold": True, "bg_color": "#C9DFEA", "border": 1, "text_wrap": True})
        sheet.freeze_panes(1, 0)
        notes.set_column(0, 0, 28)
        notes.set_column(1, 3, 46)
        notes.write_row(
            0, 0, ["Column", "Cells", "Meaning"] if is_english else ["列", "怎么填", "英文含义"], bold
        )
        for place, column in enumerate(table.columns):
            title = heading(column, is_english=is_english)
            sheet.write_string(0, place, title, need if column.required else bold)
            sheet.set_column(place, place, max(12, len(title) * 2), book.add_format(
                {"num_format": _FORMATS.get(column.kind, "General")}
            ))  # fmt: skip
            told = (_EN if is_english else _ZH)[column.kind]
            must = ("required; " if is_english else "必填；") if column.required else ""
            sheet.write_comment(0, place, must + told)
            notes.write_row(place + 1, 0, [title, must + told, column.doc])
            words = options(column, is_english=is_english)
            if words:
                lists.write_column(0, place, words)
                letters = _letters(place)
                sheet.data_validation(1, place, ROWS, place, {
                    "validate": "list", "source": f"='{lists.get_name()}'!${letters}$1:${letters}${len(words)}",
                    "error_type": "warning" if column.kind == "term" else "stop",
                })  # fmt: skip
            elif column.kind in ("count", "percent"):
                sheet.data_validation(1, place, ROWS, place, {
                    "validate": "integer" if column.kind == "count" else "decimal", "criteria": "between",
                    "minimum": 0, "maximum": 100 if column.kind == "percent" else 10**12, "error_message": told,
                })  # fmt: skip
        lists.hide()
    return memory.getvalue()


def heading(column: Column, *, is_english: bool) -> str:
    """A column's heading with its unit, as the reader takes it."""
    if is_english:
        return column.name
    unit = (
        _UNITS.get(column.unit, "")
        if column.kind in ("percent", "count") or column.unit in ("CNY", "months")
        else ""
    )
    return f"{column.label_zh}（{unit}）" if unit else column.label_zh


def options(column: Column, *, is_english: bool) -> list[str]:
    """What the drop-down of a column offers."""
    if column.kind == "yesno":
        return ["true", "false"] if is_english else ["是", "否"]
    return [word if is_english else forms[0] for word, forms in column.choices.items()]


def _letters(place: int) -> str:
    name: str = xlsxwriter.utility.xl_col_to_name(place)
    return name
