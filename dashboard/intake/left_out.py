"""Rows that are no data: totals, notes, signatures and headings printed again; and whether the totals add up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyarrow.compute as pc

from dashboard.intake.cleaning import clean
from dashboard.intake.findings import Finding
from dashboard.intake.grid import Grid
from dashboard.intake.header import Header
from dashboard.intake.naming import Heading
from dashboard.tables.cells import plain
from dashboard.tables.masks import quoted

TOTALS = re.compile(
    r"(本页|本月|全[县市区省]|各?乡?镇)?(合计|总计|小计|共计|总和|汇总|累计)(数|人数)?[:：]?|total|sum|subtotal"
)
_NOTE = re.compile(
    r"(备?注|说明|附注|填表说明|数据来源|资料来源|来源|填表人|填报人|制表人?|审核人?|负责人|单位负责人|经办人|联系人|"
    r"联系电话|电话|填报日期|填表日期|填报时间|报送日期|报出日期|日期|主管领导|分管领导|签字|盖章|注释|note|notes|source)\s*\d?[:：].*",
    re.DOTALL | re.IGNORECASE,
)
# What has none of these is no such row; a look that goes through a million names at once.
_LIKELY = r"(?i)[计总汇和:：注*※]|^[(（]?[0-9]{1,2}[)）.、]|total|sum|ｔｏｔａｌ"
_LETTERS = "甲乙丙丁戊己庚辛"
_NUMBERED = re.compile(r"(注\s*\d*[:：.、]|\*|※|[(（]?\d{1,2}[)）.、]\s*)\D.*", re.DOTALL)


@dataclass(frozen=True)
class LeftOut:
    """Positions of rows that are no data, by their kind: `total`, `note`, `heading`."""

    rows: dict[int, str]

    def of(self, kind: str) -> list[int]:
        """The positions of one kind."""
        return [position for position, what in self.rows.items() if what == kind]


def left_out(grid: Grid, header: Header) -> LeftOut:
    """The rows below the headings that are no data."""
    taken = [heading for heading in header.headings if heading.column]
    texts = [
        h.place for h in taken if h.column and h.column.kind in ("text", "region", "person", "identifier")
    ]
    first_cells = sorted({0, 1, *texts[:4]} & set(range(len(grid.columns))))
    rows: dict[int, str] = {}
    found: set[int] = set()
    # Whole columns are looked through for words that begin such a row; only those rows are looked at.
    for place in first_cells:
        coded = grid.columns[place].dictionary_encode()
        likely = pc.indices_nonzero(pc.match_substring_regex(coded.dictionary, _LIKELY))
        words = coded.dictionary.take(likely).to_pylist()
        special = [
            number
            for number, word in zip(likely.to_pylist(), words, strict=True)
            if word and (TOTALS.fullmatch(plain(word)) or _NOTE.fullmatch(word) or _NUMBERED.fullmatch(word))
        ]
        if special:
            import numpy as np

            found.update(np.flatnonzero(np.isin(np.asarray(coded.indices), special)).tolist())
    names = [heading.shown.split(" / ")[-1] for heading in header.headings]
    for position in sorted(found):
        if position > header.last:
            kind = _kind(grid.row(position), first_cells, len(taken))
            if kind:
                rows[position] = kind
    rows |= _counted_columns(grid, header)
    rows |= _last_notes(grid, header, rows, len(taken))
    first = next((h for h in taken), None)
    if first is not None:
        again = grid.columns[first.place].to_pylist() if grid.height < 50_000 else []
        for position in range(header.last + 1, len(again)):
            if again[position] == names[first.place] and sum(
                cell == name and cell != "" for cell, name in zip(grid.row(position), names, strict=True)
            ) >= max(1, len(taken) // 2):
                rows[position] = "heading"
    return LeftOut(dict(sorted(rows.items())))


def _counted_columns(grid: Grid, header: Header) -> dict[int, str]:
    """The row of official forms that counts the columns, 甲 乙 1 2 3, right below the headings."""
    position = header.last + 1
    if position >= grid.height:
        return {}
    cells = [cell.strip("()（）") for cell in grid.row(position) if cell]
    letters = [cell for cell in cells if cell in _LETTERS]
    numbers = [int(cell) for cell in cells if re.fullmatch(r"[0-9]{1,2}", cell)]
    counted = numbers == list(range(1, len(numbers) + 1)) and letters == list(_LETTERS[: len(letters)])
    if counted and len(letters) + len(numbers) == len(cells) and len(numbers) > 1 and len(cells) > 2:
        return {position: "heading"}
    return {}


def _kind(row: Sequence[str], first_cells: Sequence[int], taken: int) -> str:
    filled = [cell for cell in row if cell]
    lead = next((row[place] for place in first_cells if row[place]), "")
    if any(TOTALS.fullmatch(plain(row[place])) for place in first_cells if row[place]):
        return "total"
    if not lead:
        return ""
    if _NOTE.fullmatch(lead) and len(filled) < max(2, taken):
        return "note"
    if _NUMBERED.fullmatch(lead) and len(filled) == 1 and taken > 1:
        return "note"
    return ""


def _last_notes(grid: Grid, header: Header, rows: dict[int, str], taken: int) -> dict[int, str]:
    """Lines of text below the table: rows at the end in which one cell alone is filled."""
    notes: dict[int, str] = {}
    if taken < 3:
        return notes
    for position in range(grid.height - 1, max(header.last, grid.height - 60), -1):
        count = int(grid.filled[position])
        if count == 0 or position in rows:
            continue
        row = grid.row(position)
        filled = [cell for cell in row if cell]
        is_signed = count > 1 and all(re.search(r"[:：]", cell) for cell in filled)
        if (count == 1 and len(filled[0]) > 4 and not re.fullmatch(r"[0-9.,%]+", filled[0])) or is_signed:
            notes[position] = "note"
            continue
        break
    return notes


def check_totals(grid: Grid, header: Header, out: LeftOut) -> list[Finding]:
    """A warning for each total that the rows above it do not add up to."""
    counted = [
        heading
        for heading in header.headings
        if heading.column and heading.column.kind == "count" and heading.place < len(grid.columns)
    ]
    totals = out.of("total")
    if not totals or not counted or grid.height > 200_000:
        return []
    findings = []
    for heading in counted:
        column = heading.column
        if column is None:
            continue
        cells = clean(grid.columns[heading.place], column).to_pylist()
        since_last = whole = Decimal(0)
        since_rows = 0
        rows = 0
        on_top: tuple[int, Decimal] | None = None
        for position in range(header.last + 1, grid.height):
            value = _number(cells[position])
            if position in out.rows:
                if out.rows[position] == "total" and value is not None and not rows:
                    on_top = on_top or (position, value)
                if out.rows[position] == "total" and value is not None and rows:
                    if value not in (whole, since_last):
                        told = since_last if 0 < since_rows < rows else whole
                        findings.append(
                            _does_not_add_up(
                                grid, heading, position, told, f"{since_rows or rows} rows above"
                            )
                        )
                    since_last, since_rows = Decimal(0), 0
                continue
            if value is not None:
                whole += value
                since_last += value
            rows += grid.filled[position] > 0
            since_rows += grid.filled[position] > 0
        if on_top is not None and rows and on_top[1] != whole:
            findings.append(_does_not_add_up(grid, heading, on_top[0], whole, f"{rows} rows below"))
    return findings


def _does_not_add_up(grid: Grid, heading: Heading, position: int, told: Decimal, what: str) -> Finding:
    return Finding(
        "total", "warning", quoted(grid.columns[heading.place][position].as_py()),
        f"{told:f}, what the {what} add up to",
        "Look for a wrong figure or a missing row. Totals are not stored.",
        position + 1, heading.shown, heading.place,
    )  # fmt: skip


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    return value if value.is_finite() else None
