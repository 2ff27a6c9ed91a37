"""The list of key enterprises: which firms are on it in a month, why and since when, and their monthly figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.registers.criteria import Floats, Rows, month_of
from dashboard.registers.standing import Criteria, Listed, Reason, in_force
from dashboard.workspace import Workspace

MONTHS_SHOWN = 12
BY_HAND = "by_hand"
"""Stands among the ids of criteria for what the bureau put on the list itself."""


@dataclass(frozen=True)
class FirmList:
    """Every firm of the data with what brings it onto the list. Firms are their positions in ``enterprises``."""

    workspace: Workspace
    criteria: Criteria

    @property
    def rows(self) -> Rows:
        """The firms and the months looked at."""
        return self.criteria.rows

    @property
    def count(self) -> int:
        """How many firms there are."""
        return self.rows.shape[1]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The firms' codes."""
        return tuple(self.rows.names)

    @cached_property
    def regions(self) -> NDArray[np.int64]:
        """For each firm its place's position."""
        position = {code: at for at, code in enumerate(self.workspace.panel.codes)}
        return np.asarray(self.rows.own["region_code"].map(position).fillna(-1), dtype=np.int64)

    def position(self, enterprise_id: str) -> int:
        """A firm's position by its code, −1 if there is none."""
        return int(self.rows.names.get_indexer(pd.Index([enterprise_id]))[0])

    def holds(self, month: int) -> NDArray[np.bool_]:
        """Criteria × firms: which bring a firm onto the list in a month."""
        return self.criteria.holds(month)

    def on_list(self, month: int) -> NDArray[np.bool_]:
        """Which firms are on the list in a month, for a criterion or by hand."""
        return np.asarray(self.holds(month).any(axis=0) | self.by_hand(month))

    def by_hand(self, month: int) -> NDArray[np.bool_]:
        """Which firms the bureau put on the list itself."""
        own = self.rows.own
        if "listed_by_hand_since" not in own:
            return np.zeros(self.count, dtype=np.bool_)
        since = month_of(own["listed_by_hand_since"])
        return np.asarray((since > 0) & (since <= month))

    def hand_reason(self, firm: int) -> str:
        """Why the bureau put a firm on the list, where the viewer may read it."""
        own = self.rows.own
        return str(own["listed_because"].iloc[firm]) if "listed_because" in own else ""

    def hand_since(self, firm: int) -> int:
        """The month in which it did."""
        return int(month_of(self.rows.own["listed_by_hand_since"].iloc[firm : firm + 1])[0])

    def reasons(self, firm: int, month: int) -> list[Reason]:
        """Why a firm is on the list in a month, the newest reason first; by hand apart."""
        return self.criteria.reasons(firm, month)

    def figures(self, column: str) -> Floats:
        """A monthly figure of all firms, months × firms; NaN where missing."""
        found = self.rows.figures("headcounts", column)
        return np.full(self.rows.shape, np.nan) if found is None else found

    @cached_property
    def employees(self) -> Floats:
        """Headcounts of all months."""
        return self.figures("employees_count")

    @cached_property
    def insured(self) -> Floats:
        """Insured of all months."""
        return self.figures("insured_count")

    @cached_property
    def wages(self) -> Floats:
        """Wages owed at the end of each month."""
        return self.figures("wages_in_arrears_cny")

    @cached_property
    def insurance(self) -> Floats:
        """Months of contributions owed at the end of each month."""
        return self.figures("insurance_months_in_arrears")

    def owed_since(self, owed: Floats, firm: int, month: int) -> int | None:
        """The month since which something is owed without a break; None where it was from the start."""
        at = month - self.rows.first
        not_owed = np.flatnonzero(~(owed[: at + 1, firm] > 0))
        return self.rows.first + int(not_owed[-1]) + 1 if len(not_owed) else None


def firm_list(workspace: Workspace) -> FirmList | None:
    """The firms of the data, as its viewer sees it; None without the table of enterprises."""
    if "enterprises" not in workspace.tables:
        return None
    rows = Rows(
        workspace.tables,
        "enterprises",
        "enterprise_id",
        workspace.panel.first_month,
        workspace.panel.month_count,
    )
    return FirmList(workspace, Criteria(rows, criteria_of(workspace)))


def criteria_of(workspace: Workspace) -> tuple[Listed, ...]:
    """The criteria of the list that are in force here."""
    return in_force(workspace.brief, "enterprises")
