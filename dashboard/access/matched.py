"""Conflicts between sources as a viewer may see them: matched by whole numbers, then cut to their places and masked.

Matching what is masked already would take two people for one. What one side says of another place's people is told
as far as the place's own side goes: the other side keeps its source, and loses its firm and place.
"""

from __future__ import annotations

import pandas as pd

from dashboard.access.gate import require
from dashboard.access.masking import mask_id, mask_name
from dashboard.access.rules import rules
from dashboard.access.scoping import Tables, subtree
from dashboard.access.viewer import Viewer
from dashboard.engine.matching import conflicts
from dashboard.errors import AccessError


def matched(tables: Tables, viewer: Viewer) -> pd.DataFrame:
    """The conflicts of a viewer's places, with ``name`` and ``number`` masked in place of what names a person.

    Raises:
        AccessError: the role sees no people, or sees them under made-up codes only.
    """
    require(viewer, "view", "people", "identity", "firms")
    if rules().roles[viewer.role].is_pseudonymous:
        raise AccessError("Your role does not include this.")
    found = conflicts(tables)
    if not viewer.sees_everywhere:
        found = _inside(found, tables, viewer)
    people = tables.get("people")
    names = {} if people is None else dict(zip(people["person_id"], people["name"], strict=True))
    numbers = {} if people is None else dict(zip(people["person_id"], people["id_number"], strict=True))
    number = found["id_number"].where(
        found["id_number"] != "", [numbers.get(p, "") for p in found["person_id"]]
    )
    masked = found.assign(
        name=[mask_name(names.get(person, "")) for person in found["person_id"]],
        number=[mask_id(each) if each else "" for each in number],
    )
    return masked.drop(columns=["person", "id_number"]).reset_index(drop=True)


def _inside(found: pd.DataFrame, tables: Tables, viewer: Viewer) -> pd.DataFrame:
    regions, people = tables.get("regions"), tables.get("people")
    places = subtree(regions, viewer.scope) if regions is not None else frozenset[str]()
    own = set() if people is None else set(people.loc[people["region_code"].isin(places), "person_id"])
    is_own = found["person_id"].isin(own - {""})
    inside = {}
    for side in ("left", "right"):
        at = found[f"{side}_region"]
        inside[side] = at.isin(places) | ((at == "") & is_own)
    kept = inside["left"] | inside["right"]
    blanked = found.assign(
        **{
            f"{side}_{what}": found[f"{side}_{what}"].where(inside[side], "")
            for side in ("left", "right")
            for what in ("enterprise", "region")
        }
    )
    return blanked[kept]
