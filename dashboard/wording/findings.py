"""What is wrong with a file and what to do, in the viewer's language: a sentence or two a kind."""

from __future__ import annotations

from dashboard.intake.findings import Finding
from dashboard.locale import Words


def told(finding: Finding, t: Words) -> str:
    """Why a cell or a file is named, and how to mend it; a rare kind says it in the words of the command line."""
    return _sentences(t).get(finding.fault, finding.message)


def _sentences(t: Words) -> dict[str, str]:
    return {
        "number": t("Not a plain number. Write digits only, notes into another column."),
        "count": t("Not a whole number of 0 or more. Look for a mistyped figure."),
        "percent": t("Outside 0 to 100. Write percent as a number from 0 to 100."),
        "month": t("Not a month. Write it like 2024-06."),
        "date": t("Not a date. Write it like 2024-06-30."),
        "year": t("Not a year. Write it like 2024."),
        "yes_no": t("Neither yes nor no. Write one of the two."),
        "unknown_value": t("Not a word of the list. Take one from the template."),
        "key_twice": t("The same row stands there already. Remove or correct one of them."),
        "unknown_region": t("No such place code. Correct it, or add the place."),
        "no_column": t("A required column is missing. Add it, or map one by hand."),
        "no_value": t("A required cell is blank. Fill it."),
        "column_twice": t("Two columns mean the same. Keep one of them."),
        "percent_unit": t(
            "The cells of this column are not in one unit. Write all alike, and (%) into the heading."
        ),
        "damaged_identifier": t("A spreadsheet has lost digits of these. Export the column again as text."),
        "identifier": t("Not the form of an ID number or firm code. Ask for it again."),
        "check_digit": t("The check character does not fit. Look for a mistyped sign."),
        "birth_date": t("The number holds no real birth date. Look for a mistyped digit."),
        "area_code": t("The area in the number is not known. Look whether it was copied rightly."),
        "code_name": t("Code and name are of two places. Correct one of them."),
        "place_name": t("No place, or several, have this name. Add a column of codes."),
        "total": t("The rows above do not add up to it. Totals are not stored."),
        "parts": t("Not the sum of the places below it. See which of them is wrong, or counted elsewhere."),
        "filled": t("Blank cells are read as was said by hand. See whether it is true of all of them."),
        "hidden_rows": t("Hidden rows are read like the others. Show them and see whether they belong here."),
        "no_figure": t("There are places and months, and no figure. Name the figures in the headings."),
        "future_month": t("A month that has not begun. See whether the year is mistyped."),
        "jump": t("Far off the last months. Look whether a digit is missing or too many."),
        "near_name": t("Taken by a near name. See whether it means that."),
        "month_from_title": t(
            "No column of the month; it is taken from the title or a name. See whether it fits."
        ),
        "unknown_column": t("No table knows this column; it is not read."),
        "ragged_row": t(
            "The row is longer or shorter than the headings. Look for a separator too many or too few."
        ),
        "cell_error": t("The formula gives an error. Write the value."),
        "hidden_sheet": t("A hidden sheet is not read. Show it if it is to be."),
        "other_sheet": t("A sheet that is no table; it is not read."),
        "no_heading": t("Cells without a heading are not read."),
        "wide_measure": t(
            "Months stand across, and nothing says which figure it is. Write it into the title."
        ),
        "month_year": t("The heading names a month without a year. Write the year into the title."),
        "circle": t("Places that are their own parents. Correct one of the parent codes."),
        "unknown_reference": t("Another table does not have it. Add it there, or correct it."),
    }
