"""One person's identity for one stated purpose: checked, written into the audit log, and only then given out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.access.audit import AuditSink
from dashboard.access.gate import require
from dashboard.access.scoping import subtree
from dashboard.access.viewer import Viewer
from dashboard.errors import AccessError, NotFoundError
from dashboard.tables.masks import one_line

FIELDS = ("people.name", "people.id_number", "people.phone")
LONGEST_REASON = 40
NO_REASON = "A reason is needed to show who somebody is."
NAMES_SOMEONE = "The reason must not name the person: it is kept in the audit log."


@dataclass(frozen=True)
class Identity:
    """Who somebody is. Not to be kept: it is drawn once and dropped."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)


def reveal(
    tables: Mapping[str, pd.DataFrame], viewer: Viewer, person_id: str, reason: str, sink: AuditSink
) -> Identity:
    """Who a person is, for one of their own places' clerks; the log has it before this returns.

    Args:
        tables: the whole tables, unmasked.
        viewer: who asks, as they are now.
        person_id: the person's own number.
        reason: what for, in a few words that name nobody.
        sink: the audit log.

    Raises:
        AccessError: the viewer's role does not include it, or the reason is missing or names the person.
        NotFoundError: there is no such person in the viewer's places.
        StoreError: the entry could not be kept; then nothing is given out.
    """
    require(viewer, "reveal", *FIELDS)
    said = one_line(reason, LONGEST_REASON).strip()
    if not said:
        raise AccessError(NO_REASON)
    people = _in_scope(tables, viewer)
    row = people[people["person_id"] == person_id] if person_id else people[:0]
    if not len(row):
        raise NotFoundError("There is no such person among those that you look after.")
    found = Identity(
        *(
            str(row[name.partition(".")[2]].iloc[0]) if name.partition(".")[2] in row else ""
            for name in FIELDS
        )
    )
    if any(value and value in reason for value in (found.name, found.id_number, found.phone)):
        raise AccessError(NAMES_SOMEONE)
    sink.write(viewer.name, viewer.role, viewer.scope, "reveal", f"people {person_id}: {said}", 1)
    return found


def _in_scope(tables: Mapping[str, pd.DataFrame], viewer: Viewer) -> pd.DataFrame:
    people = tables.get("people", pd.DataFrame({"person_id": [], "region_code": []}, dtype=object))
    if viewer.sees_everywhere:
        return people
    regions = tables.get("regions")
    places = subtree(regions, viewer.scope) if regions is not None else frozenset[str]()
    return people[people["region_code"].isin(places)]
