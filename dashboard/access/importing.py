"""Whether somebody may store tables: every column with something in it is their role's, every row in their places.

A row that would supersede another is held against that one's place too, so that nobody takes over a person or a firm
of somebody else's. Places are those that stand: nobody widens their own by what they import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard.access.gate import allowed
from dashboard.access.rules import rules
from dashboard.access.scoping import Tables, rows_in, subtree
from dashboard.access.viewer import Viewer
from dashboard.errors import AccessError
from dashboard.tables import TABLES

_OWNERS = {"people": "person_id", "enterprises": "enterprise_id"}


def require_import(viewer: Viewer, tables: Tables, standing: Tables) -> None:
    """Let the viewer store these tables, or refuse them all.

    Args:
        viewer: who wants to.
        tables: typed frames, as they would be stored.
        standing: the tables that stand; they are looked at for a viewer of some places only.

    Raises:
        AccessError: one line for each table that may not be stored.
    """
    faults = [
        f"import: the role {viewer.role or 'of nobody'} does not store {name} ({', '.join(groups)})"
        for name, groups in _closed(viewer, tables)
    ]
    if not faults and not viewer.sees_everywhere:
        faults = [
            f"import: {count} of {len(tables[name])} rows of {name} are, or belong to somebody, outside the places "
            f"{', '.join(viewer.scope) or '(none)'}"
            for name, count in rows_outside(viewer, tables, standing).items()
        ]
    if faults:
        raise AccessError(faults)


def require_withdrawal(viewer: Viewer, tables: Mapping[str, int]) -> None:
    """Let the viewer take back a batch with rows of these tables, or refuse.

    Raises:
        AccessError: their role does not store one of the tables, or they are not responsible for all places.
    """
    closed = [name for name in tables if not all(allowed(viewer, "import", group) for group in _groups(name))]
    if closed:
        raise AccessError(f"withdraw: the role {viewer.role} does not store {', '.join(closed)}")
    if not viewer.sees_everywhere:
        raise AccessError("withdraw: a batch is taken back by somebody responsible for all places")


def rows_outside(viewer: Viewer, tables: Tables, standing: Tables) -> dict[str, int]:
    """How many rows of each table lie outside the viewer's places, or would supersede one that does."""
    regions = standing.get("regions")
    places = subtree(regions, viewer.scope) if regions is not None else frozenset[str]()
    inside = rows_in(standing, places)
    owned = {
        name: _ids(inside.get(name), key) | _ids(rows_in(tables, places).get(name), key)
        for name, key in _OWNERS.items()
    }
    found = {}
    for name, frame in tables.items():
        is_own = (
            _own_places(frame, regions, places) if name == "regions" else _within(name, frame, places, owned)
        )
        outside = ~is_own | _taken_over(name, frame, standing.get(name), inside.get(name))
        if outside.any():
            found[name] = int(outside.sum())
    return found


def _closed(viewer: Viewer, tables: Tables) -> Iterator[tuple[str, list[str]]]:
    """Tables with something in a column that the viewer's role does not store, and the groups of these."""
    for name, frame in tables.items():
        closed = [
            rules().group_of(name, str(column)) or str(column)
            for column in frame.columns
            if not allowed(viewer, "import", f"{name}.{column}") and _is_filled(frame[column])
        ]
        if closed:
            yield name, list(dict.fromkeys(closed))


def _groups(table: str) -> set[str]:
    """The groups that a table's columns lie in."""
    return {rules().group_of(table, column) for column in TABLES[table].by_name} - {""}


def _is_filled(values: pd.Series) -> bool:
    """Whether there is anything in a column: a text that is not blank, a yes, a figure or a day."""
    if values.dtype == object:
        return bool((values != "").any())
    if values.dtype == bool:
        return bool(values.any())
    return bool(values.notna().any())


def _own_places(frame: pd.DataFrame, regions: pd.DataFrame | None, places: frozenset[str]) -> pd.Series:
    """Which of the new rows of ``regions`` are of the viewer's places, or are new ones directly below them."""
    known = frozenset(regions["region_code"]) if regions is not None else frozenset[str]()
    codes, parents = frame["region_code"], frame["parent_code"]
    return codes.isin(places) | (~codes.isin(known) & parents.isin(places))


def _within(
    name: str, frame: pd.DataFrame, places: frozenset[str], owned: Mapping[str, frozenset[str]]
) -> pd.Series:
    """Which rows lie in the places, or belong to a person or firm of theirs."""
    columns = TABLES[name].by_name
    if "region_code" in columns:
        inside = frame["region_code"].isin(places)
        if not columns["region_code"].required:
            inside |= (frame["region_code"] == "") & frame["person_id"].isin(owned["people"])
        return inside
    if "person_id" in columns:
        return frame["person_id"].isin(owned["people"])
    return frame["enterprise_id"].isin(owned["enterprises"])


def _taken_over(
    name: str, frame: pd.DataFrame, standing: pd.DataFrame | None, inside: pd.DataFrame | None
) -> pd.Series:
    """Which rows have a key of a standing row that is outside."""
    taken = pd.Series(False, index=frame.index)
    if standing is None:
        return taken
    for key in TABLES[name].keys:
        theirs = _keys(standing, key) - (_keys(inside, key) if inside is not None else set())
        blank = pd.Series(False, index=frame.index)
        for column in key:
            if not TABLES[name].by_name[column].required:
                blank |= frame[column] == ""
        here = pd.Series(
            list(zip(*(frame[column] for column in key), strict=True)), index=frame.index, dtype=object
        )
        taken |= here.isin(theirs) & ~blank
    return taken


def _keys(frame: pd.DataFrame, key: tuple[str, ...]) -> set[tuple[object, ...]]:
    return set(zip(*(frame[column] for column in key), strict=True))


def _ids(frame: pd.DataFrame | None, key: str) -> frozenset[str]:
    return frozenset[str]() if frame is None else frozenset(frame[key]) - {""}
