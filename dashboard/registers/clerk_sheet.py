"""A clerk's sheet: rows taken out with opaque keys, filled in with a spreadsheet, and read back as changes.

A key is a keyed digest of the table, the row, the batch at which the sheet was made and the account that took it; it
names nobody, and one that was made up, or taken by somebody else, leads to no row. What comes back is held against
what was given out: only cells that were filled in are changes, a row that somebody changed meanwhile is left out.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.access import Viewer, allowed, rules
from dashboard.access.gate import REFUSED
from dashboard.errors import AccessError, DataError
from dashboard.registers.editing import Change, Editing, Open
from dashboard.store import Edit, Store
from dashboard.store.frames import value_of
from dashboard.tables import TABLES
from dashboard.tables.sheet import Sheet

MOST_ROWS = 5_000
KEY_HEADINGS = ("行标识", "Row key")
_SIGNS = 26
_COLUMNS = {
    "enterprises": (
        ("enterprise_name", "region_code", "industry_code"),
        (
            "employees_count",
            "size_class",
            "is_production_stopped",
            "production_stopped_since",
            "next_visit_on",
        ),
    ),
    "people": (
        ("name", "region_code", "groups", "since"),
        ("status", "education", "skills", "training_wish", "work_wish"),
    ),
    "risks": (("risk_id", "date", "region_code", "source"), ("severity", "status")),
    "help_tasks": (("region_code", "task"), ("unit", "due_on", "done_on", "note")),
}
"""For each table the columns that a sheet shows, and those that are filled in."""


@dataclass(frozen=True)
class Line:
    """One thing that a filled-in sheet says: the row of the file, whom or what it is about, and a column."""

    row: int
    about: str
    column: str
    before: str = ""
    after: str = ""
    why: str = ""
    """A word for the reason: ``formula``, ``locked``, ``unknown``, ``forged``, ``twice``, or what is not allowed."""


@dataclass(frozen=True)
class Conflict:
    """A row that was filled in and that somebody changed meanwhile."""

    row: int
    about: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Preview:
    """What a filled-in sheet would change, and what is left out of it."""

    table: str
    changes: list[Line] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    ignored: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


class ClerkSheets:
    """The sheets of one viewer on one store."""

    def __init__(self, store: Store, viewer: Viewer, editing: Editing) -> None:
        self._store = store
        self._viewer = viewer
        self._editing = editing

    def tables(self) -> tuple[str, ...]:
        """The tables of which the viewer may take a sheet and fill it in."""
        return tuple(name for name in _COLUMNS if self.filled_in(name))

    def shown(self, table: str) -> tuple[str, ...]:
        """The columns that a sheet shows: those that the viewer's role takes out."""
        return tuple(
            each for each in _COLUMNS[table][0] if allowed(self._viewer, "export", f"{table}.{each}")
        )

    def filled_in(self, table: str) -> tuple[str, ...]:
        """The columns that are filled in: those that the viewer's role takes out and changes."""
        if not self.shown(table):
            return ()
        return tuple(
            each
            for each in _COLUMNS[table][1]
            if allowed(self._viewer, "export", f"{table}.{each}") and self._editing.may(table, each)
        )

    def groups(self, table: str) -> tuple[str, ...]:
        """The field groups that a sheet draws on."""
        columns = (*self.shown(table), *self.filled_in(table))
        return tuple(dict.fromkeys(rules().group_of(table, each) for each in columns))

    def frame(self, table: str, *, is_chinese: bool) -> pd.DataFrame:
        """The sheet as a frame under the headings of a language, the opaque key first.

        Raises:
            AccessError: the viewer may not fill in such a sheet.
            DataError: there are more rows than a sheet takes.
        """
        if table not in self.tables():
            raise AccessError(REFUSED)
        batch, rows = self._store.version, self._editing.rows(table, {}, MOST_ROWS + 1)
        if len(rows) > MOST_ROWS:
            raise DataError(
                f"{table}: found more than {MOST_ROWS} rows; allowed: so many. Sign in for fewer places."
            )
        columns = (*self.shown(table), *self.filled_in(table))
        data = {KEY_HEADINGS[0 if is_chinese else 1]: [self.key_of(each, batch) for each in rows]}
        for name in columns:
            column = TABLES[table].by_name[name]
            heading = column.label_zh if is_chinese else column.label_en
            data[heading] = [_cell(each, name, is_chinese=is_chinese) for each in rows]
        return pd.DataFrame(data, dtype=object)

    def key_of(self, row: Open, batch: int) -> str:
        """The opaque key of a row in a sheet that was made at a batch."""
        what = "\0".join(
            (self._viewer.name, row.table, str(batch), *(f"{k}={v}" for k, v in row.key.items()))
        )
        secret = hmac.digest(self._store.state().store_id.encode(), b"clerk's sheet", "sha256")
        digest = base64.b32encode(hmac.digest(secret, what.encode(), "sha256")).decode()[:_SIGNS]
        return f"{row.table}.{batch}.{digest}"

    def read(self, sheet: Sheet, formulas: frozenset[tuple[int, int]]) -> Preview:
        """What a filled-in sheet would change.

        Args:
            sheet: the file as text.
            formulas: the cells that hold a formula, by row and column as a person counts them.

        Raises:
            DataError: it is no sheet of this desk, or of a table that the viewer does not fill in.
        """
        at = next((n for n, each in enumerate(sheet.headings) if each in KEY_HEADINGS), -1)
        keys = sheet.columns[at].to_pylist() if at >= 0 else []
        tables = {key.split(".")[0] for key in keys if key.count(".") == 2}
        if len(tables & set(self.tables())) != 1:
            raise DataError(
                f"{sheet.file}: found no row keys of this desk; allowed: a sheet that you took here yourself. "
                "Take a new one."
            )
        table = next(iter(tables & set(self.tables())))
        found = Preview(table)
        columns = self._columns(sheet, table, at, found)
        rows = self._by_key(table, keys)
        seen: set[str] = set()
        for n, key in enumerate(keys):
            number = int(sheet.rows[n])
            cells = {at: sheet.columns[at][n].as_py() for at in columns}
            if not key and sum(map(bool, cells.values())) == 0:
                continue  # the lines below the rows that say whose sheet it is
            if not key.strip() or key not in rows:
                if key.count(".") == 2 or any(cells.values()):
                    found.refused.append(Line(number, "", "", after=key[:48], why="forged"))
                continue
            if key in seen:
                found.refused.append(Line(number, self.about(rows[key]), "", why="twice"))
                continue
            seen.add(key)
            self._row(
                found,
                number,
                rows[key],
                int(key.split(".")[1]),
                {columns[k]: (v, k) for k, v in cells.items()},
                formulas,
            )
        return found

    def about(self, row: Open) -> str:
        """Whom or what a row is about, as the viewer sees it."""
        return next((row.values[each] for each in self.shown(row.table) if row.values.get(each)), "")

    def store(self, preview: Preview) -> int:
        """Store the changes as one batch; its number. It raises what ``Editing.write`` does."""
        return self._editing.write(preview.edits)

    def _by_key(self, table: str, keys: Sequence[str]) -> dict[str, Open]:
        """The viewer's rows by the keys that they have in sheets of these batches."""
        newest = self._store.version
        parts = [key.split(".") for key in keys]
        batches = {
            int(each[1]) for each in parts if len(each) == 3 and each[1].isdecimal() and len(each[1]) < 10
        }
        known = sorted(batch for batch in batches if batch <= newest)[-20:]
        rows = self._editing.rows(table, {}, 2 * MOST_ROWS) if known else []
        return {self.key_of(row, batch): row for batch in known for row in rows}

    def _columns(self, sheet: Sheet, table: str, at: int, found: Preview) -> dict[int, str]:
        """The columns of the sheet by their place; a heading that the sheet did not have is said once."""
        names = {
            heading: each
            for each in (*self.shown(table), *self.filled_in(table))
            for heading in (TABLES[table].by_name[each].label_zh, TABLES[table].by_name[each].label_en)
        }
        columns = {n: names[each] for n, each in enumerate(sheet.headings) if n != at and each in names}
        for n, each in enumerate(sheet.headings):
            if n != at and n not in columns and each:
                found.ignored.append(Line(1, "", each, why="unknown"))
        return columns

    def _row(
        self, found: Preview, number: int, row: Open, batch: int, cells: dict[str, tuple[str, int]],
        formulas: frozenset[tuple[int, int]],
    ) -> None:  # fmt: skip
        """What one row of the file changes."""
        base = row if row.version <= batch else self._editing.row_at(row, batch)
        mine: dict[str, str] = {}
        lines = []
        for name, (text, place) in cells.items():
            about = self.about(row)
            if (number, place + 1) in formulas:
                found.ignored.append(Line(number, about, name, after=text, why="formula"))
            elif not text or _is_as_given(base, name, text):
                continue
            elif name not in self.filled_in(row.table):
                found.ignored.append(Line(number, about, name, after=text, why="locked"))
            else:
                try:
                    value_of(text, TABLES[row.table], TABLES[row.table].by_name[name])
                except DataError as fault:
                    found.refused.append(Line(number, about, name, after=text, why=fault.faults[0]))
                    continue
                mine[name] = text
                lines.append(Line(number, about, name, base.values.get(name, ""), text))
        if mine and row.version > batch:
            since = self._editing.history(row.table, row.key, tuple(TABLES[row.table].by_name), since=batch)
            found.conflicts.append(Conflict(number, self.about(row), tuple(since)))
        elif mine:
            found.changes.extend(lines)
            found.edits.append(Edit(row.table, row.key, mine, row.version))


def _cell(row: Open, name: str, *, is_chinese: bool) -> str:
    """A value as a sheet shows it: words of a list and yes or no in the language of its headings."""
    value, column = row.values.get(name, ""), TABLES[row.table].by_name[name]
    if column.kind == "yesno" and is_chinese:
        return "是" if value == "true" else "否"
    if value in column.choices and is_chinese:
        return column.choices[value][0]
    return value


def _is_as_given(base: Open, name: str, text: str) -> bool:
    """Whether a cell says what the sheet gave out, in either language or another way of writing it."""
    given = {_cell(base, name, is_chinese=each) for each in (True, False)}
    # A sheet has an apostrophe where a formula could begin (dashboard/reports/export.py).
    if text.replace("'", "") in {each.replace("'", "") for each in given}:
        return True
    if name in base.hidden:
        return False
    column, table = TABLES[base.table].by_name[name], TABLES[base.table]
    try:
        return bool(value_of(text, table, column) == value_of(base.values.get(name, ""), table, column))
    except DataError:
        return False
