"""The file back with its faulty cells marked and commented, as a workbook: every cell as text, as it was read."""

import io
import re

import xlsxwriter

from dashboard.intake.check import Read

MOST_ROWS = 200_000
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")


def marked_copy(read: Read) -> bytes:
    """A workbook of every sheet that was read; errors are on a dark ground, warnings on a light one."""
    memory = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        marks = {
            "error": book.add_format(
                {"bg_color": "#1B2A33", "font_color": "#FFFFFF", "bold": True, "num_format": "@"}
            ),
            "warning": book.add_format({"bg_color": "#E3EEF4", "border": 1, "num_format": "@"}),
        }
        text = book.add_format({"num_format": "@"})
        for number, entry in enumerate(read.entries, start=1):
            if entry.grid is None:
                continue
            name = _BAD_NAME.sub(" ", entry.sheet or f"{entry.table}")[:25].strip() or "S"
            sheet = book.add_worksheet(f"{number} {name}")
            said: dict[tuple[int, int], list[str]] = {}
            grave: dict[tuple[int, int], str] = {}
            for finding in entry.findings:
                heading_row = entry.header.last + 1 if entry.header else 1
                cell = ((finding.row or heading_row) - 1, finding.place or 0)
                said.setdefault(cell, []).append(f"{finding.severity}: {finding.message}")
                if grave.get(cell) != "error":
                    grave[cell] = finding.severity
            for place, column in enumerate(entry.grid.columns):
                for row, value in enumerate(column.slice(0, MOST_ROWS).to_pylist()):
                    mark = marks[grave[row, place]] if (row, place) in grave else text
                    if value or (row, place) in grave:
                        sheet.write_string(row, place, value[:32_000], mark)
            for (row, place), lines in said.items():
                if row < MOST_ROWS:
                    sheet.write_comment(row, place, "\n".join(lines)[:2_000], {"x_scale": 2})
        if not read.entries:
            book.add_worksheet("-")
    return memory.getvalue()
