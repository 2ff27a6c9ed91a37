"""The columns of a sheet made ready for the strict reader: cleaned, units told, identifiers checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.cleaning import clean, scale_of
from dashboard.intake.findings import Finding, Severity
from dashboard.intake.grid import Grid
from dashboard.intake.header import Header
from dashboard.intake.identifiers import check_firms, check_people, lost_digits
from dashboard.intake.naming import FRACTIONS, Heading
from dashboard.intake.percents import Declared, read_percents
from dashboard.tables.cells import plain
from dashboard.tables.columns import Column, Unit
from dashboard.tables.faults import MOST_FAULTS
from dashboard.tables.masks import shown

UNIT_WORDS: dict[Unit, str] = {
    "%": "percent",
    "people": "people",
    "months": "months",
    "CNY": "CNY",
    "posts": "posts",
}
_ID_WORDING = {
    "identifier": ("18 digits, or 17 and X (GB 11643)", "Ask for the number again.", "error"),
    "check_digit": (
        "a number whose last sign fits the others (GB 11643)",
        "Look for a mistyped digit.",
        "error",
    ),
    "birth_date": ("a number with a real birth date", "Look for a mistyped digit.", "error"),
    "area_code": (
        "the code of a province in the first two digits",
        "Look whether it was copied rightly.",
        "warning",
    ),
}
_FIRM_WORDING = {
    "identifier": (
        "18 digits and capital letters without I, O, S, V, Z (GB 32100)",
        "Ask for the code again.",
    ),
    "check_digit": ("a code whose last sign fits the others (GB 32100)", "Look for a mistyped sign."),
}


@dataclass
class Ready:
    """What came of the columns: texts by heading, the unit of each, and what was found."""

    texts: dict[int, Any] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def make_ready(
    grid: Grid,
    header: Header,
    headings: Sequence[Heading],
    keep: Any,
    rows: npt.NDArray[np.int64],
    year: int | None,
    is_personal: bool,
) -> Ready:
    """The texts of some headings' columns, of the rows to keep; `rows` are their numbers in the file."""
    ready = Ready()
    for heading in headings:
        column = heading.column
        if column is None:
            continue
        raw = grid.columns[heading.place].take(keep)
        scale = scale_of(header.units, column, heading.unit) if column.unit in ("CNY", "people") else 1
        texts = clean(raw, column, is_1904=grid.is_1904, year=year, scale=scale)
        if column.kind == "percent":
            texts = _percent(ready, header, heading, column, texts, raw, rows)
        elif column.unit and column.numeric:
            word = UNIT_WORDS[column.unit]
            ready.units[column.name] = f"{scale} {word}" if scale != 1 else word
            if column.unit == "%":
                texts = pc.replace_substring_regex(texts, r"^(-?[0-9.]+)%$", r"\1")
        if column.kind == "identifier":
            texts = _identifier(ready, grid, heading, column, texts, rows, is_personal)
        ready.texts[heading.place] = texts
    return ready


def _percent(
    ready: Ready, header: Header, heading: Heading, column: Column, texts: Any, raw: Any,
    rows: npt.NDArray[np.int64],
) -> Any:  # fmt: skip
    declared: Declared = ""
    if heading.unit in FRACTIONS:
        declared = "fraction"
    elif heading.unit or _declares_percent(header, heading, column):
        declared = "percent"
    read = read_percents(texts, declared)
    if read.reason:
        for index in read.wrong[:MOST_FAULTS].tolist():
            ready.findings.append(
                Finding(
                    "percent_unit", "error", f"{shown(raw[index].as_py())}: {read.reason}",
                    "one unit in the whole column: all 12.5, all 12.5%, or fractions under (小数)",
                    "Write all cells alike, and the unit into the heading, such as (%).",
                    int(rows[index]), heading.shown, heading.place,
                )
            )  # fmt: skip
        mask = np.zeros(len(texts), dtype=bool)
        mask[read.wrong] = True
        return pc.if_else(pa.array(mask), "", read.texts)
    ready.units[column.name] = read.unit
    return read.texts


def _declares_percent(header: Header, heading: Heading, column: Column) -> bool:
    return plain(heading.shown) == plain(column.name) or any(
        unit in ("%", "％", "百分比") for unit in header.units
    )


def _identifier(
    ready: Ready, grid: Grid, heading: Heading, column: Column, texts: Any, rows: npt.NDArray[np.int64],
    is_personal: bool,
) -> Any:  # fmt: skip
    lost = set(rows[lost_digits(texts)].tolist())
    lost |= {position + 1 for position in grid.damaged.get(heading.place, ())} & set(
        rows.tolist() if grid.damaged else ()
    )
    if lost:
        first = min(lost)
        ready.findings.append(
            Finding(
                "damaged_identifier", "error",
                f"{len(lost)} of {len(texts)} kept by a spreadsheet as figures, so that their last digits are lost",
                "text", "Format the column as text, and enter or export the numbers again; none of it is read.",
                first, heading.shown, heading.place,
            )
        )  # fmt: skip
        return pa.array([""] * len(texts), pa.string())
    if column.name == "id_number":
        texts, found = check_people(texts, date.today().year)
        for kind, at in found.items():
            allowed, fix, severity = _ID_WORDING[kind]
            _note(
                ready,
                heading,
                texts,
                at,
                rows,
                kind,
                allowed,
                fix,
                "error" if severity == "error" else "warning",
            )
    elif column.name == "enterprise_id":
        for kind, at in check_firms(texts).items():
            allowed, fix = _FIRM_WORDING[kind]
            _note(ready, heading, texts, at, rows, kind, allowed, fix, "error")
    return texts


def _note(
    ready: Ready, heading: Heading, texts: Any, at: npt.NDArray[np.int64], rows: npt.NDArray[np.int64],
    kind: str, allowed: str, fix: str, severity: Severity,
) -> None:  # fmt: skip
    most = MOST_FAULTS if severity == "error" else 20
    for index in at[:most].tolist():
        value = shown(texts[index].as_py(), "identifier")
        ready.findings.append(
            Finding(kind, severity, value, allowed, fix, int(rows[index]), heading.shown, heading.place)
        )
    if len(at) > most:
        ready.findings.append(
            Finding(
                "more_faults", severity, f"{len(at) - most} more like these, not listed", allowed, fix,
                None, heading.shown, heading.place,
            )
        )  # fmt: skip
