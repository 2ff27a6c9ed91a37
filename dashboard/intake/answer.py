"""What `check` answers: one object a sheet, in the shape that docs/reading.md promises."""

from collections.abc import Iterable
from typing import Any

from dashboard.intake.check import Read
from dashboard.intake.findings import Finding
from dashboard.intake.read_sheet import Entry
from dashboard.tables.masks import mask_inside, one_line


def answer(reads: Iterable[Read]) -> dict[str, Any]:
    """Every sheet that was read and every file that was refused."""
    files: list[dict[str, Any]] = []
    for read in reads:
        if read.refusal:
            files.append(_file(read, None, [read.refusal]))
        files += [_file(read, entry, entry.findings) for entry in read.entries]
    return {"files": files}


def _file(read: Read, entry: Entry | None, findings: list[Finding]) -> dict[str, Any]:
    return {
        "file": read.file,
        "table": entry.table if entry else None,
        "encoding": read.encoding,
        "sheet": entry.sheet if entry else None,
        "rows": entry.grid.height if entry and entry.grid else 0,
        "read_rows": entry.read_rows if entry else 0,
        "units": dict(entry.units) if entry else {},
        "columns": entry.columns if entry else {},
        "unmatched": entry.unmatched if entry else [],
        "faults": [_fault(finding) for finding in findings],
    }


def _fault(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.cell,
        "fault": finding.fault,
        "severity": finding.severity,
        "message": finding.message,
    }


def table(reads: Iterable[Read]) -> list[str]:
    """The same as lines for a terminal, tabs between cells."""
    lines = ["\t".join(("file", "sheet", "table", "encoding", "rows", "read", "errors", "warnings"))]
    told: list[str] = []
    for read in reads:
        file = one_line(read.file, 80)
        if read.refusal:
            told.append(f"{read.refusal.severity}: {read.refusal.line(file)}")
        for entry in read.entries:
            warnings = len(entry.findings) - len(entry.errors)
            height = entry.grid.height if entry.grid else 0
            cells = (
                file, mask_inside(entry.sheet or "-"), entry.table, read.encoding or "-", height, entry.read_rows,
                len(entry.errors), warnings,
            )  # fmt: skip
            lines.append("\t".join(str(cell) for cell in cells))
            told += [f"{finding.severity}: {finding.line(file)}" for finding in entry.findings]
    return [*lines, *told] if len(lines) > 1 else told
