"""What is wrong with a file, in one clear line each: where, what was found, what is allowed, what to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.tables.masks import mask_inside, one_line

MOST_FAULTS = 200
MOST_WARNINGS = 50
LONGEST_NAME = 80

# Every kind of fault or warning, for programs and for sentences in other languages.
FAULT_CODES = {
    "no_folder": "the data folder is not there, or is a file",
    "no_regions": "the folder has no regions table",
    "table_twice": "one table in two files",
    "refused_file": "a file that cannot be read at all",
    "manifest": "a MANIFEST.yaml that cannot be read",
    "ragged_row": "a row longer or shorter than the headings",
    "cell_error": "a cell that holds a formula error",
    "column_twice": "two columns that mean the same",
    "no_column": "a required column is missing",
    "no_value": "a required cell is blank",
    "unknown_value": "a word that the column's list lacks",
    "groups": "no group where at least one is needed",
    "yes_no": "neither yes nor no",
    "number": "no number",
    "count": "a negative or fractional count",
    "percent": "a percentage outside 0 to 100",
    "month": "no month",
    "year": "no year",
    "date": "no date",
    "key_twice": "a key that an earlier row has",
    "unknown_region": "a region code that regions lacks",
    "circle": "places that are their own parents",
    "more_faults": "how many faults are not listed",
    "unknown_file": "warning: a file that is no table",
    "unknown_column": "warning: a column that no table and no plan knows",
    "other_unit": "warning: a known column in another unit",
    "no_heading": "warning: cells without a heading",
    "foreign_tier": "warning: an alert of a tier that the plan does not have",
    "far_month": "warning: a month or date far from all other data",
}
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fault:
    """One clear line for a person.

    `row` counts as a person sees it in the file, headings included (the first row of data is 2); `column`
    is the heading as it stands in the file. What was found is already masked and quoted. `code` is one
    of `FAULT_CODES`.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    allowed: str
    fix: str
    code: str = ""

    def __str__(self) -> str:
        """The whole fault as one line."""
        where = one_line(mask_inside(self.file), LONGEST_NAME)
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: found {self.found}; allowed: {self.allowed}. {self.fix}".rstrip()


class FaultList:
    """The faults of one file while it is read: all are counted, the first of each kind are kept."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.total = 0
        self._kept: list[tuple[int, int, Fault]] = []

    def add(
        self,
        found: str,
        allowed: str,
        fix: str,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        place: int = 0,
    ) -> None:
        """Note one fault; `place` is the position of the column in the file, for the order of the lines."""
        self.total += 1
        fault = Fault(self.file, row, column, found, allowed, fix, code)
        self._kept.append((row or 0, place, fault))

    def add_many(
        self,
        rows: Rows,
        found: Callable[[int], str],
        allowed: str,
        fix: str,
        code: str,
        *,
        column: str | None = None,
        place: int = 0,
    ) -> None:
        """Note the same fault in many rows; `found(i)` words what stands in the i-th of them."""
        self.total += len(rows)
        for index in range(min(len(rows), MOST_FAULTS)):
            fault = Fault(self.file, int(rows[index]), column, found(index), allowed, fix, code)
            self._kept.append((int(rows[index]), place, fault))

    def in_order(self) -> list[Fault]:
        """The faults kept, by row and then by column."""
        return [fault for _, _, fault in sorted(self._kept, key=lambda kept: kept[:2])]


def some(warnings: Iterable[Callable[[], Fault]], file: str) -> list[Fault]:
    """The first fifty of a file's warnings, worded only then, and one line that says how many more there are."""
    listed = list(warnings)
    kept = [word() for word in listed[:MOST_WARNINGS]]
    if left := len(listed) - len(kept):
        what = f"{left} more like these, not listed"
        kept.append(Fault(file, None, None, what, "none", "Look at those above.", "more_faults"))
    return kept


def cut(lists: Sequence[FaultList], folder: str) -> tuple[Fault, ...]:
    """The first 200 faults of all files, and one more line that says how many there are besides."""
    kept = [fault for each in lists for fault in each.in_order()][:MOST_FAULTS]
    left = sum(each.total for each in lists) - len(kept)
    if left > 0:
        what = f"{left} more fault{'s' if left > 1 else ''}, not listed"
        kept.append(
            Fault(folder, None, None, what, "none", "Correct those above and read again.", "more_faults")
        )
    return tuple(kept)
