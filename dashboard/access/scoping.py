"""What of the tables a viewer is given: the rows of their places, the columns of their role, identities masked.

Rows belong to the place that they name; services to that of the person; head counts and layoff plans to that of the
firm. What belongs to no place is given only to those who see everywhere. A workshop gets codes in place of people and
firms, and its lists of people in the order of the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from dashboard.access.free_text import Names, takes_names
from dashboard.access.gate import allowed
from dashboard.access.masking import hide_inside, mask_id, mask_name, mask_phone
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.access.rules import rules
from dashboard.access.viewer import Viewer
from dashboard.tables.columns import Kind
from dashboard.tables.late import LateTables
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

Tables = Mapping[str, pd.DataFrame]
Mask = Callable[[str], str]
Known = Callable[[], Names]
"""Gives the people who may be named in free text."""

MASKS: dict[Kind, Mask] = {"identifier": mask_id, "person": mask_name, "phone": mask_phone}
"""The masks of fields of identity; one of another kind, such as a date of birth, is left out."""
OPEN_KINDS: frozenset[Kind] = frozenset({"region", "choice"})
"""Texts out of a list: the codes of places, and the contract's own words."""
CODED: dict[str, str] = {
    "person_id": "P",
    "spouse_id": "P",
    "household_id": "H",
    "enterprise_id": "F",
    "enterprise_name": "F",
}
"""Columns that a workshop sees as codes, and the kind of code."""


def subtree(regions: pd.DataFrame, scope: tuple[str, ...]) -> frozenset[str]:
    """The codes of the regions in a scope and of all below them."""
    children: dict[str, list[str]] = {}
    for code, parent in zip(regions["region_code"], regions["parent_code"], strict=True):
        children.setdefault(parent, []).append(code)
    known = set(regions["region_code"])
    found: set[str] = set()
    queue = [code for code in scope if code in known]
    while queue:
        code = queue.pop()
        if code not in found:
            found.add(code)
            queue += children.get(code, [])
    return frozenset(found)


def scoped(
    tables: Tables, viewer: Viewer, pseudonyms: Pseudonyms | None = None, names: Known | None = None
) -> dict[str, pd.DataFrame]:
    """The typed frames that a viewer may have; a table or column that they may not see is not there.

    Args:
        tables: typed frames of ``dashboard.tables``.
        viewer: who is given them.
        pseudonyms: the codes of the viewer's workshop; fresh ones where a workshop's viewer has none.
        names: gives those of people in these tables, where they are kept; asked only if somebody may be named.
    """
    role = rules().roles.get(viewer.role)
    if role is None:
        return {}
    codes = Codes(tables, pseudonyms or Pseudonyms()) if role.is_pseudonymous else None
    names = names or cache(lambda: Names.of(tables))
    kept: dict[str, pd.DataFrame] = {}
    for name, frame in _rows(tables, viewer).items():
        columns = [c for c in frame.columns if allowed(viewer, "view", f"{name}.{c}")]
        if not any(column in TABLES[name].by_name for column in columns):
            continue
        kept[name] = _shown(frame, columns, TABLES[name], codes, names)
        if codes and TABLES[name].is_personal and "person_id" in columns:
            # The order of the file would tell who is who to anyone who has the file.
            kept[name] = kept[name].sort_values("person_id", kind="stable", ignore_index=True)
    return kept


def tables_for(
    tables: dict[str, pd.DataFrame], viewer: Viewer, pseudonyms: Pseudonyms | None, names: Known | None = None
) -> dict[str, pd.DataFrame]:
    """The tables as a viewer may have them; late ones stay late."""
    here = scoped(tables, viewer, pseudonyms, names)
    if not isinstance(tables, LateTables):
        return here

    def read(name: str, person_id: str) -> pd.DataFrame:
        own = {"people": tables["people"]} if "people" in tables.late else {}
        found = scoped({**tables, **own, name: tables[name]}, viewer, pseudonyms, names)[name]
        return found[found["person_id"] == person_id] if person_id else found

    seen = (
        name
        for name in tables.late
        if any(allowed(viewer, "view", f"{name}.{column}") for column in TABLES[name].by_name)
    )
    return LateTables(here, seen, read)


def shown(
    frame: pd.DataFrame,
    table: Table,
    viewer: Viewer,
    pseudonyms: Pseudonyms | None,
    names: Known | None = None,
) -> pd.DataFrame:
    """Some rows of one table in their order, with the columns that a viewer may see and identities masked.

    Whoever asks has picked the rows: they lie in the viewer's places, and their order tells a workshop nothing.
    Free text is left out without ``names``, since it is not known then who may be named in it.
    """
    role = rules().roles.get(viewer.role)
    columns = [
        c
        for c in frame.columns
        if allowed(viewer, "view", f"{table.name}.{c}")
        and (names or not rules().groups[rules().group_of(table.name, c)].is_free_text)
    ]
    is_coded = role is not None and role.is_pseudonymous
    codes = Codes({table.name: frame}, pseudonyms or Pseudonyms()) if is_coded else None
    return _shown(frame, columns, table, codes, names or (lambda: Names(())))


def _shown(
    frame: pd.DataFrame, columns: list[str], table: Table, codes: Codes | None, names: Known
) -> pd.DataFrame:
    masked = _masked(frame[columns], table, names)
    return codes.applied(frame, masked) if codes else masked


def _rows(tables: Tables, viewer: Viewer) -> dict[str, pd.DataFrame]:
    """The rows of each table of the contract that lie in the viewer's scope."""
    if viewer.sees_everywhere:
        return {name: frame for name, frame in tables.items() if name in TABLES}
    regions = tables.get("regions")
    places = subtree(regions, viewer.scope) if regions is not None else frozenset[str]()
    kept = rows_in(tables, places)
    if "regions" in kept:
        kept["regions"] = _blank_outside(kept["regions"], "parent_code", places)
    if "people" in kept:
        kept["people"] = _blank_outside(
            kept["people"], "spouse_id", frozenset(kept["people"]["person_id"]) - {""}
        )
    return kept


def rows_in(tables: Tables, places: frozenset[str]) -> dict[str, pd.DataFrame]:
    """The rows of each table of the contract that lie in these places, whole."""
    known = {name: frame for name, frame in tables.items() if name in TABLES}
    people = _names_of(known.get("people"), "person_id", places)
    firms = _names_of(known.get("enterprises"), "enterprise_id", places)
    kept = {}
    for name, frame in known.items():
        columns = TABLES[name].by_name
        if "region_code" in columns:
            inside = frame["region_code"].isin(places)
            if not columns["region_code"].required:
                inside |= (frame["region_code"] == "") & frame["person_id"].isin(people)
        elif "person_id" in columns:
            inside = frame["person_id"].isin(people)
        else:
            inside = frame["enterprise_id"].isin(firms)
        kept[name] = frame[inside].reset_index(drop=True)
    return kept


def _names_of(frame: pd.DataFrame | None, column: str, places: frozenset[str]) -> frozenset[str]:
    """Whom or what of a table lies in these places."""
    if frame is None:
        return frozenset()
    return frozenset(frame.loc[frame["region_code"].isin(places), column]) - {""}


def _blank_outside(frame: pd.DataFrame, column: str, inside: frozenset[str]) -> pd.DataFrame:
    """The frame without references to what lies outside."""
    return frame.assign(**{column: frame[column].where(frame[column].isin(inside), "")})


def _masked(frame: pd.DataFrame, table: Table, names: Known) -> pd.DataFrame:
    """The frame with identities masked, in free text too; a field of identity that no mask fits is left out."""
    shown: dict[str, pd.Series] = {}
    for name in frame.columns:
        column, values = table.by_name.get(name), frame[name]
        is_text = not (is_numeric_dtype(values) or is_datetime64_any_dtype(values))
        if rules().groups[rules().group_of(table.name, name)].is_masked:
            mask = MASKS.get(column.kind) if column is not None and is_text else None
            if mask is not None:
                shown[name] = _mapped(values, mask)
        elif not is_text or (column is not None and column.kind in OPEN_KINDS):
            shown[name] = values
        else:
            is_code = column is not None and column.kind == "identifier"
            shown[name] = _mapped(values, partial(hide_inside, is_code=is_code))
            if takes_names(table, name):
                shown[name] = _mapped(shown[name], names().masked)
    return pd.DataFrame(shown, index=frame.index)


def _mapped(values: pd.Series, mask: Mask) -> pd.Series:
    """A mask over texts; what is no text is blank. A text that stands there often is masked once."""
    masked = {one: mask(one) if isinstance(one, str) else "" for one in values.unique()}
    return values.map(masked).astype(object)


class Codes:
    """The codes of people and firms in one set of tables."""

    def __init__(self, tables: Tables, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        firms = tables.get("enterprises")
        self._firm_of_name: dict[str, str] = {}
        if firms is not None:
            for firm, name in zip(firms["enterprise_id"], firms["enterprise_name"], strict=True):
                self._firm_of_name.setdefault(name, firm)

    def applied(self, whole: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
        """The frame with codes for names; ``whole`` has the same rows with everything in them."""
        coded = {
            name: self._column(whole, name, kind) for name, kind in CODED.items() if name in shown.columns
        }
        return shown.assign(**coded)

    def _column(self, whole: pd.DataFrame, name: str, kind: str) -> pd.Series:
        values = whole[name]
        if name == "enterprise_name":
            ids = whole["enterprise_id"] if "enterprise_id" in whole.columns else pd.Series("", whole.index)
            named = values.map(lambda one: self._firm_of_name.get(one, one))
            values = ids.where((ids != "") & (values != ""), named)
        return _mapped(values, partial(self._pseudonyms.code, kind))
