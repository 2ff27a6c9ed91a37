"""What new rows would change: the places whose tier would be another, and the duties that would be new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.bringing.matching import positions
from dashboard.registers.duties import Due, later_duties, month_duties
from dashboard.tables.registry import TABLES
from dashboard.workspace import Workspace


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

    A month or a place that only the later state has counts as unknown before.
    """
    old, new = before.evaluation(mode), after.evaluation(mode)
    row_of = {code: row for row, code in enumerate(before.panel.codes)}
    changes = []
    for column, code in enumerate(after.panel.codes):
        for index in range(new.tiers.shape[0]):
            month = after.panel.first_month + index
            earlier = month - before.panel.first_month
            is_old = code in row_of and 0 <= earlier < old.tiers.shape[0]
            was = int(old.tiers[earlier, row_of[code]]) if is_old else -1
            tier = int(new.tiers[index, column])
            if was != tier:
                is_whole = bool(new.complete[index, column])
                changes.append(TierChange(code, after.panel.names[column], month, was, tier, is_whole))
    return sorted(changes, key=lambda change: -change.month)


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
