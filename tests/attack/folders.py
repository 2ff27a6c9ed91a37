"""Folders full of names that somebody else chose: every table of the contract has rows, every free cell is filled in.

Nothing here knows a table by its name but where the sample has to be kept whole, so a new table or a new column is
attacked as soon as it is in the registry.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dashboard.tables.columns import Column
from dashboard.tables.registry import TABLES
from tests.serving import ROOT

SAMPLE = ROOT / "sample_data" / "gaotai"
COUNTY = "620724"
FREE = ("text", "person")
"""Kinds of cells that hold whatever somebody typed."""
KEPT = {("regions", "pooling_area_code")}
"""Texts that are codes of places."""
Row = dict[str, str]
Fill = Callable[[str, Column, str, int], str]
"""(table, column, the cell as it is, row) → the cell as it is to be."""


def rows_of(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def towns(folder: Path) -> list[str]:
    return [row["region_code"] for row in rows_of(folder / "regions.csv") if row["level"] == "town"]


def full(folder: Path, *, people: int = 30) -> Path:
    """The sample county, and rows of made-up people and firms in every table that it lacks."""
    shutil.copytree(SAMPLE, folder)
    places, firms = towns(folder), rows_of(folder / "enterprises.csv")
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        if not path.is_file():
            made = [
                {
                    c.name: _made(c, n, places[n % len(places)], firms[n % len(firms)]["enterprise_id"])
                    for c in table.columns
                }
                for n in range(people)
            ]
            write_rows(path, made)
    return folder


def _made(column: Column, number: int, place: str, firm: str) -> str:
    """A cell that the reader takes."""
    named = {
        "person_id": f"r{number:06d}q", "id_number": f"00010119900101{number:03d}X", "spouse_id": "",
        "enterprise_id": firm, "household_id": f"h{number:06d}",
    }  # fmt: skip
    if column.name in named:
        return named[column.name]
    match column.kind:
        case "identifier":
            return f"{column.name[:1].upper()}-{number:05d}"
        case "region":
            return place
        case "phone":
            return f"1390000{number:04d}"
        case "person":
            return f"赵秘{chr(0x4E00 + 11 * number)}"
        case "choice" | "term":
            return next(iter(column.choices), "")
        case "month":
            return "2026-10"
        case "year":
            return "2026"
        case "date" | "moment":
            return "2026-10-05"
        case "yesno":
            return "false"
        case "count" | "number" | "percent":
            return str(number % 7 + 1)
        case "text" | "groups":
            return f"文{number}"
    return ""


def filled(folder: Path, fill: Fill) -> Path:
    """Every free cell of every table by what ``fill`` makes of it; blank headings stay blank."""
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        rows = rows_of(path)
        free = [c for c in table.columns if c.kind in FREE and (table.name, c.name) not in KEPT]
        for number, row in enumerate(rows):
            row |= {c.name: fill(table.name, c, row.get(c.name) or "", number) for c in free}
        if rows and free:
            write_rows(path, rows)
    return folder


def places_of_rows(folder: Path) -> Iterator[tuple[str, str, Row]]:
    """Every row of a table with the place that it belongs to: (table, place, row)."""
    firms = {row["enterprise_id"]: row["region_code"] for row in rows_of(folder / "enterprises.csv")}
    people = {row["person_id"]: row["region_code"] for row in rows_of(folder / "people.csv")}
    for table in TABLES.values():
        for row in rows_of(folder / f"{table.name}.csv"):
            place = row.get("region_code") or people.get(row.get("person_id", ""), "")
            yield table.name, place or firms.get(row.get("enterprise_id", ""), ""), row


def payloads(name: str, *, whole: bool) -> tuple[str, ...]:
    """A list of tests/attack/payloads, one a line; ``# `` begins a remark, and the short list ends at ``# The rest``.

    A tab, a return and a line feed at the beginning of a payload are written with a backslash.
    """
    text = (ROOT / "tests" / "attack" / "payloads" / f"{name}.txt").read_text(encoding="utf-8")
    if not whole:
        text = text.partition("\n# The rest")[0]
    told = {"\\t": "\t", "\\r": "\r", "\\n": "\n"}
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return tuple(told[line[:2]] + line[2:] if line[:2] in told else line for line in lines)
