"""The page docs/tables.md: every table, column and heading, written from the tables themselves."""

from dashboard.tables.columns import Column, Kind
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

ALLOWED: dict[Kind, str] = {
    "text": "text",
    "identifier": "text; masked in faults",
    "person": "a name; masked in faults",
    "phone": "a number; masked in faults",
    "region": "a code of `regions`",
    "groups": "words with ; ； 、 or , between them",
    "choice": "one of the list below",
    "term": "one of the list below, or other words",
    "yesno": "true, false, 是, 否, 1, 0; blank is false",
    "count": "a whole number, 0 or more",
    "percent": "0 to 100",
    "number": "a decimal number",
    "month": "YYYY-MM",
    "year": "YYYY",
    "date": "YYYY-MM-DD",
    "moment": "YYYY-MM-DD, with or without a time",
}
INTRODUCTION = """\
# Tables of a data folder

Written by `python -m dashboard.tables > docs/tables.md`; a test keeps it current. To add a column, add it to its
table's module in `dashboard/tables/`; to add a table, write one more module and name it in `registry.py`.

A data folder holds tables as `NAME.csv`, `NAME.xlsx` or `NAME.parquet`, each table in one file. Only `regions`
must be there. Columns stand under their names or any of the Chinese headings given here, in any order. Headings
are compared without blanks, in plain instead of full-width forms, in either case of letters, and with or without
the column's own unit in parentheses: 登记失业率（％） is 登记失业率. A heading with another unit, such as
结余（万元）, is not read, and a warning says so.

CSV is UTF-8 or GB18030, with commas. Of a workbook the first sheet is read, as text. Blank cells are missing,
never zero. Wholly blank rows are skipped; rows are counted as the spreadsheet shows them, headings included.
Numbers are plain digits with a decimal point, up to 1e15. In workbooks and Parquet a month may stand as the date of
its first day, a day with a time of day, and a year, a yes or a no with decimals (2024.0, 1.0, 0.0).

Required columns and cells are in **bold**. A folder with any of these faults is refused, and all are named at once:
a required column or cell missing, a value that its list lacks, a key twice, one table in two files, a region code
that `regions` lacks, a circle of parents, a negative or fractional count, a percentage outside 0 to 100, an
unreadable month, date, number or yes/no, a row longer or shorter than the headings, two columns that mean the same.
Columns and files that nothing knows are warnings, with the nearest known name.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(_table(table) for table in TABLES.values())])


def _table(table: Table) -> str:
    keys = " and ".join("`" + "` + `".join(key) + "`" for key in table.keys)
    unique = f"No two rows share {keys}." if keys else "Rows may repeat."
    lines = [
        f"## {table.name} · {table.label_zh}",
        "",
        f"{table.doc} {unique}",
        "",
        "| column | Chinese headings | meaning | cells |",
        "|---|---|---|---|",
        *(_row(column, table) for column in table.columns),
        "",
    ]
    for column in table.columns:
        if column.choices:
            words = ", ".join(f"`{word}` {' '.join(forms)}" for word, forms in column.choices.items())
            lines += [f"`{column.name}`: {words}.", ""]
    return "\n".join(lines)


def _row(column: Column, table: Table) -> str:
    is_required = column.required or any(column.name in names for names in table.one_of)
    name = f"**{column.name}**" if is_required else column.name
    either = next((names for names in table.one_of if column.name in names), None)
    unit = f", in {column.unit}" if column.unit not in ("", "people", "posts", "%") else ""
    cells = ALLOWED[column.kind] + unit + (f" ({' or '.join(either)})" if either else "")
    return f"| {name} | {'、'.join(column.zh)} | {column.doc} | {cells} |"
