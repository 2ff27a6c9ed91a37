"""One sheet read as a table: headings, rows to keep, months across turned down, columns made ready, converted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.findings import Finding, from_fault
from dashboard.intake.grid import Grid
from dashboard.intake.header import Header
from dashboard.intake.left_out import LeftOut, check_totals, left_out
from dashboard.intake.naming import Heading
from dashboard.intake.place_checks import hold_against_names
from dashboard.intake.places import Places
from dashboard.intake.remarks import about_headings, beside_the_headings
from dashboard.intake.sheet_columns import make_ready
from dashboard.tables.cells import plain
from dashboard.tables.convert import Converted, convert
from dashboard.tables.crosschecks import check_codes, check_keys, check_tree
from dashboard.tables.masks import quoted, shown, shown_heading
from dashboard.tables.months import month_text
from dashboard.tables.registry import TABLES
from dashboard.tables.sheet import BadRow, Sheet
from dashboard.tables.table import Table


@dataclass
class Entry:
    """One sheet of a file, read as a table; `frame` is typed as the contract has it, and used without errors only."""

    file: str
    table: str | None
    grid: Grid | None = None
    header: Header | None = None
    out: LeftOut = field(default_factory=lambda: LeftOut({}))
    units: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    parts: list[Converted] = field(default_factory=list)
    read_rows: int = 0

    @property
    def sheet(self) -> str | None:
        """The name of the sheet; None for a file that has none."""
        return self.grid.sheet if self.grid else None

    @property
    def columns(self) -> dict[str, str]:
        """What each heading was taken for."""
        headings = self.header.headings if self.header else ()
        return {shown_heading(h.shown): h.name for h in headings if h.column}

    @property
    def unmatched(self) -> list[str]:
        """Headings that were taken for nothing."""
        headings = self.header.headings if self.header else ()
        return [shown_heading(h.shown) for h in headings if h.shown and not h.column and h.how != "counter"]

    def place_of(self, shown: str) -> int | None:
        """Where a heading stands, from 0."""
        headings = self.header.headings if self.header else ()
        return next((h.place for h in headings if h.shown == shown), None)

    @property
    def errors(self) -> list[Finding]:
        """What stops an import."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def frame(self) -> pd.DataFrame:
        """All rows, months across turned down."""
        frames = [part.frame for part in self.parts]
        return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The row of the file that each row of the frame is from."""
        return np.concatenate([part.rows for part in self.parts])


def read_sheet(
    grid: Grid,
    header: Header,
    *,
    extra: Iterable[str] = (),
    places: Places | None = None,
    name: str = "",
    fill: Mapping[str, str] | None = None,
) -> Entry:
    """A sheet whose headings are found, as its table; `name` is the file's, which may name the month.

    `fill` is what somebody said by hand of blank cells, or of a whole column that is not there.
    """
    table = TABLES[header.table.name]
    entry = Entry(grid.file, table.name, grid, header, left_out(grid, header))
    positions = np.arange(header.last + 1, grid.height, dtype=np.int64)
    positions = positions[grid.filled[header.last + 1 :] > 0]
    positions = positions[~np.isin(positions, list(entry.out.rows))]
    entry.read_rows = len(positions)
    entry.findings += about_headings(header, table)
    entry.findings += beside_the_headings(grid, header, positions)
    if not len(positions):
        entry.findings.append(
            Finding(
                "no_rows", "warning", "headings without rows", "rows below the headings", "Fill the table."
            )
        )
    for month, headings in _blocks(entry, header, table, (grid.sheet or "", name)).items():
        part = _part(
            entry, grid, header, headings, month, positions, tuple(extra), places, (grid.sheet or "", name),
            fill or {},
        )  # fmt: skip
        entry.parts.append(part)
    if len(entry.parts) > 1:
        _drop_empty(entry)
    entry.findings += _about_rows(entry, grid)
    entry.findings += check_totals(grid, header, entry.out)
    entry.findings = in_order(entry.findings)
    return entry


def _about_rows(entry: Entry, grid: Grid) -> list[Finding]:
    """Rows that are not seen in the spreadsheet, figures that are nowhere, and months that are not over yet."""
    findings = []
    if grid.hidden_rows:
        findings.append(
            Finding(
                "hidden_rows", "warning", f"hidden rows ({grid.hidden_rows}), read like the others",
                "rows that are shown", "Show them and see whether they belong to the table.",
            )
        )  # fmt: skip
    table = TABLES[entry.table or ""]
    keys = {name for key in table.keys for name in key}
    figures = {column.name for column in table.columns if column.numeric} - keys
    read = {name for part in entry.parts for name in part.places} - keys - {"region_name"}
    if (
        figures
        and not table.is_personal
        and not read
        and not any(f.severity == "error" for f in entry.findings)
    ):
        findings.append(
            Finding(
                "no_figure", "error", "places and months alone", f"at least one figure of {table.name}",
                "Name the figures in the headings, or map them by hand.",
            )
        )  # fmt: skip
    today = date.today()
    for part in entry.parts:
        if "month" not in part.places:
            continue
        late = np.flatnonzero((part.frame["month"] > today.year * 12 + today.month - 1).to_numpy())
        findings += [
            Finding(
                "future_month", "warning", quoted(month_text(int(part.frame["month"].iloc[at]))),
                "a month that has begun", "See whether the year is mistyped.",
                int(part.rows[at]), part.headings["month"],
            )
            for at in late[:20].tolist()
        ]  # fmt: skip
    return findings


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by row and column, each once; those of the whole file first."""
    once = dict.fromkeys(findings)
    return sorted(once, key=lambda f: (f.row or 0, -1 if f.place is None else f.place))


def _blocks(
    entry: Entry, header: Header, table: Table, names: Sequence[str]
) -> dict[int | None, list[Heading]]:
    """The headings of each month that stands across; one block without a month where none does."""
    takes_months = "month" in table.by_name and not any(h.name == "month" for h in header.headings)
    across = [h for h in header.headings if h.month is not None] if takes_months else []
    base = [h for h in header.headings if h.month is None and h.column]
    if not across or (len(across) == 1 and not across[0].column):
        return {None: [h for h in header.headings if h.column and (h.month is None or not takes_months)]}
    measure = _measure(table, (*header.above, *names))
    year = header.year(*names)
    blocks: dict[int | None, list[Heading]] = {}
    for heading in across:
        column = heading.column or measure
        if column is None:
            entry.findings.append(
                Finding(
                    "wide_measure", "error", "months across, and no figure named",
                    "the figure's name in the title, the sheet's name or the heading",
                    f"Write into the title which figure of {table.name} it is.",
                    header.last + 1, heading.shown, heading.place,
                )
            )  # fmt: skip
            continue
        month = heading.month or 0
        if month < 13:
            if year is None:
                entry.findings.append(
                    Finding(
                        "month_year", "error", quoted(heading.shown), "a month with its year",
                        "Write 2024年 into the title or the heading.", header.last + 1, heading.shown, heading.place,
                    )
                )  # fmt: skip
                continue
            month = year * 12 + month - 1
        blocks.setdefault(month, list(base)).append(replace(heading, column=column))
    if blocks and entry.header:
        known = {h.place: h for headings in blocks.values() for h in headings}
        entry.header = replace(entry.header, headings=tuple(known.get(h.place, h) for h in header.headings))
        entry.findings = [f for f in entry.findings if not (f.fault == "unknown_column" and f.place in known)]
    return blocks or {None: base}


def _measure(table: Table, texts: Iterable[str]) -> Any:
    """The figure that a title names: the longest of its names that stands in it."""
    said = plain("".join(texts))
    found = [
        (len(form), column)
        for column in table.columns
        if column.numeric
        for form in (plain(name) for name in (column.name, *column.zh))
        if form in said
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _part(
    entry: Entry, grid: Grid, header: Header, headings: Sequence[Heading], month: int | None,
    positions: npt.NDArray[np.int64], extra: tuple[str, ...], places: Places | None, names: Sequence[str],
    fill: Mapping[str, str],
) -> Converted:  # fmt: skip
    """One block of headings converted, and what was found in it."""
    table = TABLES[header.table.name]
    rows = positions + 1
    keep = pa.array(positions)
    year = header.year(*names)
    ready = make_ready(grid, header, headings, keep, rows, year, table.is_personal)
    entry.units |= ready.units
    entry.findings += ready.findings
    columns = [(h, ready.texts[h.place]) for h in headings if h.place in ready.texts]
    columns = _filled(entry, header, table, columns, fill, len(rows))
    columns += _from_title(entry, header, table, [h for h, _ in columns], month, names, len(rows))
    columns = hold_against_names(entry.findings, table, columns, rows, places)
    columns = [(h, texts) for h, texts in columns if h.name in table.by_name or h.name in extra]
    place_of = {place: h.place for place, (h, _) in enumerate(columns)}
    back = {real: place for place, real in place_of.items()}
    kept = set(rows.tolist())
    bad = tuple(
        BadRow(
            row + 1,
            _error_in(detail),
            "a value",
            "Correct the formula, or write the value.",
            "cell_error",
            back[at],
        )
        for row, at, detail in grid.errors
        if at in back and row + 1 in kept
    )
    titles = tuple(shown_heading(h.shown) for h, _ in columns)
    sheet = Sheet(
        grid.file, grid.encoding or "", tuple(h.name for h, _ in columns), tuple(t for _, t in columns), rows, bad,
        has_typed_cells=grid.has_typed_cells, sheet_name=grid.sheet, shown_titles=titles,
    )  # fmt: skip
    read = convert(sheet, table, extra)
    check_keys(read)
    if table.name == "regions" and "region_code" in read.places:
        check_tree(read)
        check_codes(read, frozenset(read.frame["region_code"].tolist()) - {""})
    elif places is not None:
        check_codes(read, frozenset(places.names))
    at_place = {title: place_of[index] for index, title in enumerate(titles)}
    refused = {f.column for f in entry.findings if f.fault in ("damaged_identifier", "percent_unit")}
    nameless = {(f.row, f.column) for f in entry.findings if f.fault == "place_name"}
    faults = read.faults.in_order()
    entry.findings += [
        from_fault(fault, "error", at_place.get(fault.column or ""))
        for fault in faults
        if not (
            fault.code == "no_value" and (fault.column in refused or (fault.row, fault.column) in nameless)
        )
    ]
    if read.faults.total > len(faults):
        entry.findings.append(
            Finding(
                "more_faults", "error", f"{read.faults.total - len(faults)} more faults, not listed", "none",
                "Correct those above and read again.",
            )
        )  # fmt: skip
    entry.findings += [from_fault(fault, "warning") for fault in read.warnings]
    return read


def _error_in(detail: str) -> str:
    """What is wrong with a cell; the parser names errors like Error(Div0)."""
    if "Error(" not in detail:
        return detail
    return f"a formula error ({detail.rpartition('Error(')[2].rstrip(chr(39) + ')')})"


def _filled(
    entry: Entry, header: Header, table: Table, columns: list[tuple[Heading, Any]], fill: Mapping[str, str],
    length: int,
) -> list[tuple[Heading, Any]]:  # fmt: skip
    """The columns with what somebody said by hand in their blank cells, and in columns that are not there."""
    for name, value in fill.items():
        at = next((index for index, (h, _) in enumerate(columns) if h.name == name), None)
        if at is not None:
            heading, texts = columns[at]
            blank = int(pc.sum(pc.equal(texts, "")).as_py() or 0)
            columns[at] = heading, pc.if_else(pc.equal(texts, ""), value, texts)
        elif name in table.by_name:
            blank = length
            heading = Heading(len(header.headings), name, table.by_name[name], 100, "by_hand")
            columns.append((heading, pa.array([value] * length, pa.string())))
        else:
            continue
        if blank:
            told = f"{blank} blank cells, read as {shown(value, is_personal=table.is_personal)}"
            entry.findings.append(
                Finding(
                    "filled", "warning", told, "what was said by hand", "See whether it is true of all of them.",
                    None, heading.shown, heading.place,
                )
            )  # fmt: skip
    return columns


def _from_title(
    entry: Entry, header: Header, table: Table, headings: Sequence[Heading], month: int | None,
    names: Sequence[str], length: int,
) -> list[tuple[Heading, Any]]:  # fmt: skip
    """The month or year that no column has, if the headings, the title, the sheet or the file name it."""
    there = {h.name for h in headings}
    nowhere = len(header.headings)
    if "month" in table.by_name and "month" not in there:
        found = month if month is not None else header.month(*names)
        if found is None:
            return []
        text = month_text(found)
        if month is None:
            entry.findings.append(_taken("month", text))
        heading = Heading(nowhere, "month", table.by_name["month"], 100, "same")
        return [(heading, pa.array([text] * length, pa.string()))]
    if "year" in table.by_name and "year" not in there and header.year(*names) is not None:
        year = str(header.year(*names))
        entry.findings.append(_taken("year", year))
        heading = Heading(nowhere, "year", table.by_name["year"], 100, "same")
        return [(heading, pa.array([year] * length, pa.string()))]
    return []


def _taken(what: str, text: str) -> Finding:
    return Finding(
        "month_from_title", "warning", f"no column of the {what}; {text} in the title or name",
        f"{text} for every row, as it is read", f"See whether it is right; if not, add a column of the {what}.",
    )  # fmt: skip


def _drop_empty(entry: Entry) -> None:
    """Leave out rows of a month across whose figures are all blank: that month was not reported."""
    kept = []
    for part in entry.parts:
        figures = [
            column.name for column in part.table.columns if column.numeric and column.name in part.places
        ]
        has_any = (
            part.frame[figures].notna().any(axis=1).to_numpy() if figures else np.ones(len(part.frame), bool)
        )
        kept.append(replace(part, frame=part.frame[has_any].reset_index(drop=True), rows=part.rows[has_any]))
    entry.parts = kept
