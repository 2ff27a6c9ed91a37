"""What new rows would change: tables as an import would leave them, and the places whose tier would be another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.engine.panel import build
from dashboard.tables.registry import TABLES
from dashboard.workspace import Workspace


@dataclass(frozen=True)
class TierChange:
    """A place's tier in a month before and after; −1 is unknown."""

    code: str
    name: str
    month: int
    before: int
    after: int


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
        merged = pd.concat([old, new], ignore_index=True)
        for key in TABLES[name].keys:
            blank = (merged[list(key)].isin(["", 0])).any(axis=1)
            merged = merged[blank | ~merged.duplicated(list(key), keep="last")]
        tables[name] = merged.reset_index(drop=True)
    return tables


def tier_changes(workspace: Workspace, frames: Mapping[str, pd.DataFrame], mode: str) -> list[TierChange]:
    """The places and months whose tier the new rows would change, newest month first.

    Args:
        workspace: the data kept whole, as it stands; months and places that only the new rows bring count as unknown.
        frames: typed tables, free of errors.
        mode: which alerts are counted.
    """
    tables = with_rows(workspace.folder.tables, frames)
    after = replace(
        workspace, folder=replace(workspace.folder, tables=tables), panel=build(tables, workspace.plan), _figures={}
    )  # fmt: skip
    old, new = workspace.evaluation(mode), after.evaluation(mode)
    row_of = {code: row for row, code in enumerate(workspace.panel.codes)}
    changes = []
    for column, code in enumerate(after.panel.codes):
        for index in range(new.tiers.shape[0]):
            month = after.panel.first_month + index
            earlier = month - workspace.panel.first_month
            is_old = code in row_of and 0 <= earlier < old.tiers.shape[0]
            before = int(old.tiers[earlier, row_of[code]]) if is_old else -1
            tier = int(np.asarray(new.tiers)[index, column])
            if before != tier:
                changes.append(TierChange(code, after.panel.names[column], month, before, tier))
    return sorted(changes, key=lambda change: -change.month)
