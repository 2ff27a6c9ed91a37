"""What is said of a file: errors that stop an import, and warnings that are shown and asked about."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard.tables.faults import FAULT_CODES, Fault
from dashboard.tables.masks import one_line

Severity = Literal["error", "warning"]

# Kinds beside those of a folder's tables (`FAULT_CODES`).
OWN_CODES = {
    "no_headings": "no row that could be the headings of the table",
    "no_rows": "warning: headings, and no rows below them",
    "which_table": "the headings fit no table, or several equally well",
    "percent_unit": "a percentage column whose values disagree, or that may be fractions",
    "damaged_identifier": "identifiers that a spreadsheet kept as numbers, so that digits are lost",
    "identifier": "a number of a person or firm that has not the form of one",
    "check_digit": "a number of a person or firm whose check character is wrong",
    "birth_date": "an ID number without a real birth date",
    "area_code": "warning: an ID number of an area that is not known",
    "code_name": "a place's code and name that do not belong together",
    "place_name": "a place's name that is not known, or that several places have",
    "month_year": "a heading that names a month without a year",
    "wide_measure": "a column a month, and nothing says which figure it is",
    "near_name": "warning: a heading taken by a near name",
    "month_from_title": "warning: the month is taken from the title, sheet or file name",
    "total": "warning: a total that its rows do not add up to",
    "jump": "warning: a figure about ten times that of the month before, or a tenth",
    "hidden_sheet": "warning: a hidden sheet, which is not read",
    "other_sheet": "warning: a sheet that is no table",
    "filled": "warning: blank cells, or a column that is not there, read as somebody said by hand",
    "hidden_rows": "warning: rows that the spreadsheet hides, and that are read",
    "no_figure": "keys alone, and not one figure",
    "future_month": "warning: a month that has not begun",
    "parts": "warning: a place's figure that is not the sum of those below it",
    "unknown_reference": "warning: a firm or person that another table does not have",
}
CODES = FAULT_CODES | OWN_CODES


@dataclass(frozen=True)
class Finding:
    """One line about a file; `row` counts as a person sees it, `place` is the column from 0, `value` is masked."""

    fault: str
    severity: Severity
    value: str | None
    allowed: str
    fix: str
    row: int | None = None
    column: str | None = None
    place: int | None = None

    @property
    def cell(self) -> str | None:
        """What stands in the cell, masked; "" for a blank one, None where the finding is not about one cell."""
        if self.value == "an empty cell":
            return ""
        quoted = re.match(r"'(.*?)'(?=$|[,: ])", self.value or "")
        return quoted.group(1) if quoted else None

    @property
    def message(self) -> str:
        """What was found, what is allowed and what to do, as one sentence each."""
        found = "" if self.value is None else f"found {self.value}; "
        return one_line(f"{found}allowed: {self.allowed}. {self.fix}".strip(), 400)

    def line(self, file: str) -> str:
        """The whole finding on one line."""
        where = one_line(file, 80)
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {one_line(self.column, 80)}"
        return f"{where}: {self.message}"


def from_fault(fault: Fault, severity: Severity, place: int | None = None) -> Finding:
    """A fault of the tables' own reader as a finding."""
    return Finding(
        fault.code, severity, fault.found, fault.allowed, fault.fix, fault.row, fault.column, place
    )
