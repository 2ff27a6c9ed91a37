"""What the lists, gates, amounts and bodies of a plan refer to: columns of tables, readings, criteria, parties."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from dashboard.plans.conditions import GIVEN, WORKED_OUT
from dashboard.plans.parts import Role
from dashboard.plans.strict_yaml import Path_
from dashboard.tables import TABLES
from dashboard.tables.columns import Column

Dangling = tuple[Path_, str]
_RULED = ("rules", "tiers", "interpretations", "report")
"""Sections whose names are checked elsewhere."""
_FIGURES = ("count", "percent", "number", "year")
_DATES = ("date", "moment", "month")
_PARTIES = ("lead", "assisting", "by", "path", "summary_to", "told")


def dangling(plan: dict[Any, Any]) -> Iterator[Dangling]:
    """Every name in a plan's parts beside its rules that leads nowhere, with its path."""
    known = _Known(plan)
    for section, part in plan.items():
        if section not in _RULED:
            yield from _below(part, (section,), known)


class _Known:
    """The names that a plan gives."""

    def __init__(self, plan: dict[Any, Any]) -> None:
        self.readings = {str(each.get("id")) for each in _mappings(plan.get("interpretations"))}
        self.firms = [
            str(criterion.get("id"))
            for each in _mappings(plan.get("lists"))
            if each.get("id") == "enterprises"
            for criterion in _mappings(each.get("criteria"))
        ]
        organisation = plan.get("organisation")
        parts = organisation if isinstance(organisation, dict) else {}
        units = parts.get("units")
        self.parties = {
            *(units if isinstance(units, dict) else ()),
            *(str(each.get("id")) for each in _mappings(parts.get("roles"))),
            *get_args(Role),
        }


def _below(part: Any, path: Path_, known: _Known) -> Iterator[Dangling]:
    if isinstance(part, list):
        yield from _twice(part, path)
        for i, each in enumerate(part):
            yield from _below(each, (*path, i), known)
    if not isinstance(part, dict):
        return
    if part.get("practice") is True and not part.get("interpretations"):
        yield path, "is the bureau's practice; add interpretations that tell the alternatives"
    for n, name in enumerate(_list(part.get("interpretations"))):
        if name not in known.readings:
            where = (*path, "interpretations", n)
            yield where, f"unknown interpretation {name!r}; add it to the plan's interpretations"
    if "table" in part:
        yield from _condition(part, path, known)
    if isinstance(part.get("ledger"), dict):
        for table, columns in part["ledger"].items():
            for n, column in enumerate(_list(columns)):
                yield from _column(table, column, (*path, "ledger", table, n))
    if path[0] in ("organisation", "closing"):
        yield from _parties(part, path, known)
    for key, each in part.items():
        yield from _below(each, (*path, key), known)


def _twice(entries: list[Any], path: Path_) -> Iterator[Dangling]:
    seen: set[str] = set()
    for i, entry in enumerate(entries):
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str):
            if name in seen:
                yield (*path, i, "id"), f"{name!r} stands twice; every id once"
            seen.add(name)


def _condition(condition: dict[Any, Any], path: Path_, known: _Known) -> Iterator[Dangling]:
    table = condition["table"]
    where = condition.get("where")
    for column, wanted in where.items() if isinstance(where, dict) else ():
        here = (*path, "where", column)
        unknown = list(_column(table, column, here))
        yield from unknown or _cell(table, column, wanted, here)
    for history in ("streak", "growth", "rise"):
        figures = condition.get(history)
        if isinstance(figures, dict) and "of" in figures:
            yield from _column(table, figures["of"], (*path, history, "of"))
    firms = condition.get("more_firms")
    if isinstance(firms, dict) and "criterion" in firms and firms["criterion"] not in known.firms:
        allowed = ", ".join(known.firms) or "none, the plan has no list of enterprises"
        yield (
            (*path, "more_firms", "criterion"),
            f"unknown criterion {firms['criterion']!r}; allowed: {allowed}",
        )


def _column(table: Any, column: Any, path: Path_) -> Iterator[Dangling]:
    what = unknown_column(table, column)
    if what:
        yield path, what


def unknown_column(table: Any, column: Any) -> str:
    """What is wrong with the name of a column or worked-out figure; nothing if it is known, or the table is not."""
    columns = [*(TABLES[table].by_name if table in TABLES else ()), *WORKED_OUT.get(table, ())]
    if not columns or column in columns:
        return ""
    near = get_close_matches(str(column), columns, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "allowed: its columns in docs/tables.md"
    return f"unknown column {column!r} of {table}; {hint}"


def _cell(table: str, name: str, wanted: Any, path: Path_) -> Iterator[Dangling]:
    """A cell is asked for what its column can show."""
    column = TABLES[table].by_name.get(name) if table in TABLES else None
    allowed, fits = _allowed(column, WORKED_OUT.get(table, {}).get(name), wanted)
    if not fits:
        shown = str(wanted).lower() if isinstance(wanted, bool) else repr(wanted)
        yield path, f"found {shown}; allowed for the column {name}: {allowed}"


def _allowed(column: Column | None, worked_out: str | None, wanted: Any) -> tuple[str, bool]:
    kind = column.kind if column else worked_out
    is_words = isinstance(wanted, list)
    if kind == "yesno":
        return "true or false", isinstance(wanted, bool)
    if kind in _FIGURES:
        is_edge = isinstance(wanted, str) and wanted != GIVEN
        return "a comparison such as '>= 10'", is_edge
    if kind in _DATES:
        return GIVEN, wanted == GIVEN
    if column is not None and kind == "choice":
        return f"a list of {', '.join(column.choices)}", is_words and set(wanted) <= set(column.choices)
    return f"a list of words, or {GIVEN}", is_words or wanted == GIVEN


def _parties(part: dict[Any, Any], path: Path_, known: _Known) -> Iterator[Dangling]:
    named = [*_PARTIES, *(("to",) if "every" in part else ())]
    for key in named:
        given = part.get(key)
        each = [((*path, key), given)] if isinstance(given, str) else []
        each += [((*path, key, n), name) for n, name in enumerate(_list(given))]
        for where, name in each:
            if name not in known.parties:
                yield where, f"unknown unit or role {name!r}; add it to organisation.units or roles"


def _mappings(entries: Any) -> list[dict[Any, Any]]:
    return [each for each in _list(entries) if isinstance(each, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
