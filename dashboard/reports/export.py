"""The one way out: a table → CSV or a workbook, past the gate, on record, and marked with who took it and when.

Whatever leaves the desk as a table goes through ``export``. Texts that a spreadsheet would run as formulas are made
plain, numbers stay numbers, identifiers stay texts, and counts of people that are too small for the viewer's role are
left out together with the figures that would give them away.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from dashboard.access import Viewer, require, rules
from dashboard.access.audit import AuditSink
from dashboard.access.masking import hide_inside
from dashboard.errors import AccessError

Form = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What makes a spreadsheet take a text for a formula, a command or a field of its own; full-width forms included.
_SIGNS = "=+-@|%＝＋－＠｜％"
_DANGEROUS = tuple(f"{_SIGNS}\t\r\n")
_UNSEEN = " \xa0\u3000\ufeff\u200b"
# The same inside a text: a reader that parts cells at semicolons or tabs begins another one there.
_INSIDE = re.compile(rf'([;\t\r\n][\s{_UNSEEN}"]*)(?=[{re.escape(_SIGNS)}])')
_WIDTHS = (8, 48)


@dataclass(frozen=True)
class Counts:
    """A column of counts of people, and the columns that would give a count away.

    ``rows`` says in which rows the column is one; without it, in all.
    """

    column: str
    with_it: tuple[str, ...] = ()
    rows: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table to be taken out, under the headings of the viewer's language.

    ``groups`` are the field groups that it draws on; ``thing`` names it in the audit log, with a comma between a code
    and a month: with a blank they would look like the number of a person, and be masked. ``marks`` are lines that go
    with it, such as the source, and that it is made up; ``too_small`` stands where a count is left out.
    """

    title: str
    thing: str
    frame: pd.DataFrame
    groups: tuple[str, ...]
    counts: tuple[Counts, ...] = ()
    marks: tuple[str, ...] = ()
    too_small: str = "<{n}"
    fill_in: tuple[str, ...] = ()
    """Columns that are to be filled in: in a workbook all the others are locked."""


def export(
    sheet: Sheet, form: Form, viewer: Viewer, sink: AuditSink, *, at: datetime, taken_by: str
) -> bytes:
    """The bytes of a file for this viewer, recorded before they are given out.

    Args:
        sheet: the table, already cut to the viewer's scope.
        form: ``csv`` (UTF-8 with a mark, for Excel) or ``xlsx``.
        viewer: who takes it.
        sink: where it is recorded.
        at: when.
        taken_by: the line that says who took it and when, with ``{at}``.

    Raises:
        AccessError: the viewer's role does not include exporting one of the groups; that is recorded too.
    """
    try:
        require(viewer, "export", *sheet.groups)
    except AccessError:
        sink.write(viewer.name, viewer.role, viewer.scope, "refuse", f"export {sheet.thing}.{form}", 0)
        raise
    frame = _without_small(sheet, rules().roles[viewer.role].least_exported_count)
    marks = (*sheet.marks, taken_by.replace("{at}", at.isoformat(sep=" ", timespec="minutes")))
    data = _csv(frame, marks) if form == "csv" else _xlsx(sheet, frame, marks, at)
    sink.write(viewer.name, viewer.role, viewer.scope, "export", f"{sheet.thing}.{form}", len(frame))
    return data


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: where a formula could begin stands an apostrophe."""
    text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_DANGEROUS) else text


def _without_small(sheet: Sheet, least: int) -> pd.DataFrame:
    """The table without counts under the least that may be told, and without what would give them away."""
    frame = sheet.frame
    for each in sheet.counts if least else ():
        small = pd.to_numeric(frame[each.column], errors="coerce") < least
        if each.rows:
            small &= pd.Series(each.rows, index=frame.index)
        told = sheet.too_small.format(n=least)
        frame = frame.assign(**{each.column: frame[each.column].astype(object).where(~small, told)})
        frame = frame.assign(**{name: frame[name].astype(object).where(~small, "") for name in each.with_it})
    return frame


def _cell(value: Any) -> str | int | float:
    """A cell: a number as it is, anything else as harmless text with no number of a person in it."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return "" if isinstance(value, float) and not math.isfinite(value) else _plain_number(value)
    if value is None or value is pd.NaT:
        return ""
    return harmless(hide_inside(str(value), is_code=True))


def _plain_number(value: float) -> int | float:
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value


def _rows(frame: pd.DataFrame) -> list[list[str | int | float]]:
    columns = [frame[name].tolist() for name in frame.columns]
    return [[_cell(column[row]) for column in columns] for row in range(len(frame))]


def _csv(frame: pd.DataFrame, marks: Sequence[str]) -> bytes:
    """Headings, rows, and the marks below them; texts in quotes, numbers without."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in frame.columns])
    writer.writerows(_rows(frame))
    writer.writerows([[harmless(mark)] for mark in marks])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(sheet: Sheet, frame: pd.DataFrame, marks: Sequence[str], at: datetime) -> bytes:
    """One sheet: headings that stay in sight, rows, the marks below them and in the footer of every printed page."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": sheet.title,
                "comments": "\n".join(marks),
                "created": at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top"})
        open_text = book.add_format({"num_format": "@", "valign": "top", "locked": False, "bottom": 3})
        note = book.add_format({"italic": True})
        page = book.add_worksheet(_sheet_name(sheet.title))
        names = [harmless(str(name)) for name in frame.columns]
        rows = _rows(frame)
        for column, name in enumerate(names):
            page.write_string(0, column, name, head)
            widest = max([_width(name), *(_width(str(row[column])) for row in rows)])
            page.set_column(column, column, min(max(widest + 2, _WIDTHS[0]), _WIDTHS[1]))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    is_open = str(frame.columns[column]) in sheet.fill_in
                    page.write_string(number, column, value, open_text if is_open else text)
                else:
                    page.write_number(number, column, value)
        for number, mark in enumerate(marks, start=len(rows) + 2):
            page.write_string(number, 0, harmless(mark), note)
        if sheet.fill_in:
            page.protect(options={"format_columns": True, "sort": True, "autofilter": True})
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L{_footer(marks[-1])}&R&P / &N")
    return out.getvalue()


def _sheet_name(title: str) -> str:
    """A name that Excel takes for a sheet."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"


def _footer(text: str) -> str:
    """A text in a page's footer, where & would begin a code; Excel takes 255 signs."""
    return text.replace("&", "&&")[:200]


def _width(text: str) -> int:
    """How wide a text is, in Latin letters: Chinese signs are two."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
