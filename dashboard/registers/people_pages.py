"""Which of the people a page shows, and in which order: by group, by what is to be done, by place."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.registers.answers import YES
from dashboard.registers.follow_up import FollowUp

ROWS = 15
"""People on one page."""
OPEN, SHORT, OVERDUE, IDLE, PROTECTED, UNKNOWN_SCOPE = (
    "open",
    "short",
    "overdue",
    "idle",
    "protected",
    "unknown",
)
TODOS = (OPEN, SHORT, OVERDUE, IDLE, PROTECTED, UNKNOWN_SCOPE)
"""What is to be done: services or contacts are wanting, one of both, nobody in work, to be kept, scope not known."""
PRESSING, MISSING, NEWEST = "pressing", "missing", "newest"
ORDERS = (PRESSING, MISSING, NEWEST)
"""The longest without a contact first, the most services wanting first, the latest on the list first."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the list; what is empty does not narrow it. ``persons`` are those that a search found."""

    group: str = ""
    todo: str = ""
    places: frozenset[str] | None = None
    order: str = PRESSING
    persons: frozenset[str] | None = None


def chosen(found: FollowUp, asked: Asked) -> NDArray[np.int64]:
    """The rows of the people asked for, in order."""
    keep = np.ones(len(found.people), dtype=bool)
    if asked.group:
        keep &= next(
            (each.answers == YES for each in found.groups if each.criterion.id == asked.group), False
        )
    if asked.todo:
        keep &= has_todo(found, asked.todo)
    if asked.places is not None:
        keep &= found.people["region_code"].isin(asked.places).to_numpy()
    if asked.persons is not None:
        keep &= found.people["person_id"].isin(asked.persons).to_numpy()
    rows = np.flatnonzero(keep)
    return rows[np.lexsort([key[rows] for key in reversed(_keys(found, asked.order))])]


def has_todo(found: FollowUp, todo: str) -> NDArray[np.bool_]:
    """For whom something of a kind is to be done."""
    match todo:
        case "short":
            return found.short
        case "overdue":
            return found.overdue
        case "idle":
            return np.asarray(found.is_idle == YES)
        case "protected":
            return np.asarray(found.is_protected == YES)
        case "unknown":
            return np.asarray(found.counted_scope == -1)
        case _:
            return found.short | found.overdue


def overdue_days(found: FollowUp) -> NDArray[np.float64]:
    """For how many days each lacks the contact or placement they should have; NaN for who is not overdue."""
    days = np.full(len(found.people), np.nan)
    for least in found.timed:
        days = np.fmax(days, np.where(least.short, least.overdue_days, np.nan))
    return days


def matching(found: FollowUp, text: str) -> frozenset[str]:
    """Whom a search finds in what the viewer sees: a surname, or how an ID number ends."""
    people, wanted = found.people, text.strip().upper()
    hits: Set[str] = set()
    if "name" in people.columns and len(wanted) == 1:
        hits = hits | set(people.loc[people["name"].str[:1] == wanted, "person_id"])
    if "id_number" in people.columns and len(wanted) >= 3:
        ends = people["id_number"].str.rpartition("*")[2]
        hits = hits | set(people.loc[(ends == wanted) | ends.str.endswith(wanted), "person_id"])
    return frozenset(hits | set(people.loc[people["person_id"] == text.strip(), "person_id"]))


def _keys(found: FollowUp, order: str) -> list[NDArray[np.float64]]:
    pressing = -np.nan_to_num(overdue_days(found), nan=-1.0)
    missing = -found.missing
    if order == MISSING:
        return [missing, pressing]
    if order == NEWEST:
        if "since" not in found.people.columns:
            return [missing]
        days = found.people["since"].to_numpy().astype("datetime64[D]")
        return [np.where(np.isnat(days), np.inf, -days.astype(np.float64))]
    return [pressing, missing]
