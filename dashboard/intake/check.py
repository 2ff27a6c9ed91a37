"""A file or a folder read and checked, and nothing stored: what `check`, `import` and the page Data go by."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import pandas as pd

from dashboard.intake.across import check_across
from dashboard.intake.findings import Finding, from_fault
from dashboard.intake.grid import Grid
from dashboard.intake.header import Header, find_header, fit
from dashboard.intake.history import check_jumps
from dashboard.intake.parts import check_parts
from dashboard.intake.places import Places
from dashboard.intake.read_sheet import Entry, in_order, read_sheet
from dashboard.intake.sniff import ALLOWED, ENDINGS
from dashboard.intake.watching import Watch
from dashboard.intake.worker import grids_of
from dashboard.tables.cells import plain
from dashboard.tables.convert import asked_columns
from dashboard.tables.faults import FaultList
from dashboard.tables.folder import IGNORED_ENDINGS, boundary_files
from dashboard.tables.manifest import MANIFEST, read_manifest
from dashboard.tables.masks import mask_inside, quoted, shown
from dashboard.tables.registry import TABLES
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.timespan import far_months

LEAST_FIT = 1.0


@dataclass(frozen=True)
class Around:
    """What the office has already: its places, its tables as they stand, and what its plans ask for."""

    places: Places | None = None
    standing: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByHand:
    """What somebody said about a file: what headings mean, and which rows they are in (from 0).

    `names` maps headings to contract names, `units` headings to units (`fraction`, `万元`); `fill` maps contract
    names to what holds in their blank cells, or everywhere if there is no such column.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[int, int] | None = None
    sheet: str | None = None


@dataclass
class Read:
    """One file: its sheets as entries, or the reason for which it is refused."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    refusal: Finding | None = None
    encoding: str | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything stops an import."""
        return self.refusal is not None or any(entry.errors for entry in self.entries)

    @property
    def findings(self) -> list[Finding]:
        """Everything that is said of the file."""
        refusal = [self.refusal] if self.refusal else []
        return [*refusal, *(finding for entry in self.entries for finding in entry.findings)]

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables that came of it, to be stored."""
        found: dict[str, list[pd.DataFrame]] = {}
        for entry in self.entries:
            if entry.table and entry.parts:
                found.setdefault(entry.table, []).append(entry.frame)
        return {
            name: pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
            for name, frames in found.items()
        }


def check_file(
    file: str,
    data: bytes,
    table: str | None = None,
    around: Around | None = None,
    by_hand: ByHand | None = None,
    watch: Watch | None = None,
) -> Read:
    """Read one file as the table that is named, or that its headings fit best.

    Raises:
        CancelledError: somebody stopped the reading by its `watch`.
    """
    around, by_hand, watch = around or Around(), by_hand or ByHand(), watch or Watch()
    shown_name = mask_inside(file)
    try:
        grids = grids_of(file, data, watch)
        read = Read(shown_name, encoding=grids[0].encoding)
        _read_sheets(read, grids, table, around, by_hand, watch)
    except RefusedFileError as error:
        return Read(
            shown_name, refusal=Finding("refused_file", "error", error.found, error.allowed, error.fix)
        )
    check_across([(f"sheet {entry.sheet}", entry) for entry in read.entries])
    for entry in read.entries:
        watch.at("checking", 0.9)
        asked = [*check_jumps(entry, around.standing), *check_parts(entry, around.places, around.standing)]
        entry.findings = in_order([*entry.findings, *asked])
    watch.at("done", 1.0)
    return read


def _read_sheets(
    read: Read, grids: Sequence[Grid], table: str | None, around: Around, by_hand: ByHand, watch: Watch
) -> None:
    visible = [grid for grid in grids if not grid.is_hidden]
    if not visible:
        raise RefusedFileError(
            "hidden sheets only", "a sheet that is shown", "Show the sheet and save it again."
        )
    if by_hand.sheet is not None:
        visible = [grid for grid in visible if grid.sheet == by_hand.sheet] or visible
    stem = PurePath(read.file).stem
    found = [(grid, _header(grid, table, stem, around, by_hand, only=len(visible) == 1)) for grid in visible]
    fitting = [(grid, header) for grid, header in found if header is not None]
    if table is not None and len(fitting) > 1:
        # Of several sheets that hardly fit and one that does, the one counts.
        best = max(fit(header, stem) for _, header in fitting)
        fitting = [(grid, header) for grid, header in fitting if fit(header, stem) >= min(best, best / 2)]
    if not fitting:
        raise _no_headings(visible, table)
    for number, (grid, header) in enumerate(fitting):
        watch.at("checking", 0.5 + 0.4 * number / len(fitting))
        read.entries.append(
            read_sheet(grid, header, extra=around.extra, places=around.places, name=stem, fill=by_hand.fill)
        )
    taken = {id(grid) for grid, _ in fitting}
    first = read.entries[0]
    for grid in grids:
        if grid.is_hidden:
            first.findings.append(
                _left(grid, "hidden_sheet", "a hidden sheet", "Show it if it is to be read.")
            )
        elif id(grid) not in taken:
            first.findings.append(_left(grid, "other_sheet", "a sheet that is no table", "It is not read."))


def _header(
    grid: Grid, table: str | None, stem: str, around: Around, by_hand: ByHand, *, only: bool
) -> Header | None:
    names = [table] if table else list(TABLES)
    found: list[tuple[float, Header]] = []
    for name in names:
        figures = asked_columns(TABLES[name], around.extra)
        header = find_header(
            grid, TABLES[name], figures=figures, by_hand=by_hand.names, units=by_hand.units, rows=by_hand.rows,
            is_named=table is not None,
        )  # fmt: skip
        if header is not None:
            found.append((fit(header, stem, grid.sheet or ""), header))
    if not found:
        return None
    found.sort(key=lambda each: -each[0])
    weight, header = found[0]
    if table:
        is_poor = header.weight < 1.5 and not only
        return None if is_poor else header
    if weight < LEAST_FIT or header.weight < min(1.5, len(grid.columns)):
        return None
    if len(found) > 1 and found[1][0] > weight - 0.05:
        alike = [each.table.name for value, each in found if value > weight - 0.05]
        raise RefusedFileError(
            f"headings that fit {', '.join(alike)} equally well", "one table", "Say which it is with --table."
        )
    return header


def _no_headings(grids: Sequence[Grid], table: str | None) -> RefusedFileError:
    first = next((cell for row in grids[0].top for cell in row if cell), "")
    what = f"no row of headings of {table}" if table else "no row of headings that any table knows"
    fix = "Put the headings over the columns, map them by hand, or use a template (template TABLE)."
    if not table:
        fix += " With --table the nearest names are shown."
    return RefusedFileError(
        f"{what}; the first cell is {shown(first, is_personal=True)}", "the headings of a table", fix
    )


def _left(grid: Grid, code: str, what: str, fix: str) -> Finding:
    return Finding(
        code, "warning", f"{what}, {quoted(mask_inside(grid.sheet or ''))}", "sheets that hold a table", fix
    )


def check_folder(path: Path, around: Around | None = None) -> list[Read]:
    """Every file of a folder, each held against the folder's own regions, or else those around it.

    Several files may bring the same table, such as one a month, if no key stands in two of them.

    Raises:
        OSError: the folder or a file cannot be read.
    """
    outlines = boundary_files(path, read_manifest(path / MANIFEST, FaultList(path.name), hashlib.sha256()))
    files = [
        file
        for file in sorted(path.iterdir())
        if file.is_file()
        and file not in outlines
        and not file.name.startswith((".", "~$", "README"))
        and file.suffix.lower() not in IGNORED_ENDINGS
    ]
    around = around or Around()
    reads: dict[Path, Read] = {}
    is_first = True
    for file in sorted(files, key=lambda file: (plain(file.stem) != "regions", _by_number(file.name))):
        if file.suffix.lower() not in ENDINGS:
            refusal = Finding(
                "unknown_file", "warning", f"the ending {file.suffix[:12]!r}", ALLOWED, "It is not read."
            )
            reads[file] = Read(mask_inside(file.name), refusal=refusal)
            continue
        name = file.stem.lower() if file.stem.lower() in TABLES else None
        read = reads[file] = check_file(file.name, file.read_bytes(), name, around)
        if "regions" in read.frames and is_first:
            around = replace(around, places=Places.of(read.frames["regions"]))
            is_first = False
        standing = dict(around.standing)
        for table, frame in read.frames.items():
            standing[table] = pd.concat([standing[table], frame]) if table in standing else frame
        around = replace(around, standing=standing)
    found = [(read.file, entry) for read in reads.values() for entry in read.entries]
    check_across([(f"file {file}", entry) for file, entry in found])
    _note_far_months(found)
    _references(list(reads.values()), around.standing)
    return [reads[file] for file in files]


def _by_number(name: str) -> list[tuple[int, str]]:
    """Names in the order of the numbers in them: 9月 before 10月, so that a month finds the one before it."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", name)]


def _note_far_months(found: Sequence[tuple[str, Entry]]) -> None:
    """Months and days far off all others, which stretch every axis; only one clean file a table tells."""
    parts = [part for _, entry in found for part in entry.parts]
    if any(entry.errors for _, entry in found) or len({part.table.name for part in parts}) < len(parts):
        return
    for fault in far_months(parts):
        for _, entry in found:
            if any(part.faults.file == fault.file for part in entry.parts):
                entry.findings = in_order([*entry.findings, from_fault(fault, "warning")])
                break


def _references(reads: Sequence[Read], tables: Mapping[str, pd.DataFrame]) -> None:
    """Firms and people that another table of the folder ought to have, and has not."""
    for column, owner in (("enterprise_id", "enterprises"), ("person_id", "people")):
        if owner not in tables:
            continue
        known = set(tables[owner][column]) - {""}
        for entry in (entry for read in reads for entry in read.entries):
            if entry.table in (owner, None) or not entry.parts or not entry.header:
                continue
            heading = next((h for h in entry.header.headings if h.name == column), None)
            if heading is None:
                continue
            frame = entry.frame
            lacking = ((frame[column] != "") & ~frame[column].isin(known)).to_numpy()
            for row, value in list(zip(entry.rows[lacking].tolist(), frame[column][lacking], strict=True))[
                :20
            ]:
                entry.findings.append(
                    Finding(
                        "unknown_reference", "warning", shown(str(value), "identifier"),
                        f"one of those in {owner}", f"Add it to {owner}, or correct it.",
                        row, heading.shown, heading.place,
                    )
                )  # fmt: skip
            entry.findings = in_order(entry.findings)
