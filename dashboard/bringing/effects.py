"""What new rows would change: the places whose tier would be another, and the duties that would be new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.bringing.matching import positions
from dashboard.registers.duties import Due, later_duties, month_duties
from dashboard.tables.registry import TABLES
from dashboard.workspace import Workspace

Tiers = npt.NDArray[Any]


@dataclass(frozen=True)
class TierChange:
    """A place's tier in a month before and after, −1 unknown; ``complete``: the later one is certain."""

    code: str
    name: str
    month: int
    before: int
    after: int
    complete: bool


def with_rows(
    standing: Mapping[str, pd.DataFrame], frames: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The tables with new rows in them: a row supersedes the one with the same key, as in a store."""
    tables = dict(standing)
    for name, new in frames.items():
        old = tables.get(name)
        if old is None or not len(old):
            tables[name] = new
            continue
        at = positions(old, new, TABLES[name])
        kept = np.ones(len(old), dtype=bool)
        kept[at[at >= 0]] = False
        tables[name] = pd.concat([old[kept], new], ignore_index=True)
    return tables


def supposed(workspace: Workspace, frames: Mapping[str, pd.DataFrame]) -> Workspace:
    """The workspace as it would be with new rows, typed and free of errors."""
    return workspace.supposing(lambda tables: with_rows(tables, frames))


def between(before: Workspace, after: Workspace, mode: str) -> list[TierChange]:
    """The places and months whose tier differs between two states of the same data, the newest month first.

    A month or a place that only one of them has counts as unknown in the other.
    """
    first = min(before.panel.first_month, after.panel.first_month)
    last = max(space.panel.first_month + len(space.panel.months) for space in (before, after))
    old, new = (_by_code(space, mode, first, last) for space in (before, after))
    names = dict(zip(before.panel.codes, before.panel.names, strict=True))
    names |= dict(zip(after.panel.codes, after.panel.names, strict=True))
    unknown = (np.full(last - first, -1), np.zeros(last - first, dtype=bool))
    changes = []
    for code, name in names.items():
        was, _ = old.get(code, unknown)
        tiers, complete = new.get(code, unknown)
        changes += [
            TierChange(code, name, first + int(at), int(was[at]), int(tiers[at]), bool(complete[at]))
            for at in np.flatnonzero(was != tiers)
        ]
    return sorted(changes, key=lambda change: -change.month)


def _by_code(space: Workspace, mode: str, first: int, last: int) -> dict[str, tuple[Tiers, Tiers]]:
    """Each place's tiers, and which of them are certain, from a month on to another; −1 where there is none."""
    evaluation = space.evaluation(mode)
    count = len(space.panel.codes)
    tiers = np.full((last - first, count), -1, dtype=np.int64)
    complete = np.zeros((last - first, count), dtype=bool)
    at = space.panel.first_month - first
    its = slice(at, at + evaluation.tiers.shape[0])
    tiers[its], complete[its] = evaluation.tiers, evaluation.complete
    return {code: (tiers[:, column], complete[:, column]) for column, code in enumerate(space.panel.codes)}


def new_duties(before: Workspace, after: Workspace, mode: str, month: int) -> list[Due]:
    """The duties of a month, and of later ones, that the later state brings."""

    def of(space: Workspace) -> dict[tuple[object, ...], Due]:
        found: dict[tuple[object, ...], Due] = {}
        tops = [r for r in range(space.panel.region_count) if space.panel.parents[r] < 0]
        for top in tops:
            for due in (*month_duties(space, mode, month, top), *later_duties(space, top)):
                event = str(space.tables["events"]["event_id"].iloc[due.event.row]) if due.event else ""
                found[due.plan, due.duty, space.panel.codes[due.region], due.status, due.tier, event] = due
        return found

    known = of(before)
    return [due for key, due in of(after).items() if key not in known]
