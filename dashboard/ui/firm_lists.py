"""The list of firms of a page's data, kept for its version and viewer; and the month of it that a page shows."""

from __future__ import annotations

import streamlit as st

from dashboard.access import Viewer
from dashboard.registers.firm_plans import firm_plans, last_day
from dashboard.registers.firm_selection import shares_of
from dashboard.registers.firm_shares import Parts, Shares, parts_of, shares, told_rule
from dashboard.registers.firms import FirmList, firm_list
from dashboard.wording.firms import FirmMonth
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace


def firms_of(workspace: Workspace) -> FirmList | None:
    """The firms that the viewer may see; None without their table."""
    return _kept(str(workspace.path), workspace.version, workspace.viewer, workspace)


@st.cache_resource(max_entries=32, show_spinner=False)
def _kept(path: str, version: str, viewer: Viewer, _workspace: Workspace) -> FirmList | None:
    """``viewer`` is part of the key, so nobody gets another's."""
    del path, version, viewer
    return firm_list(_workspace)


@st.cache_resource(max_entries=32, show_spinner=False)
def _shares(path: str, version: str, viewer: Viewer, mode: str, month: int, _firms: FirmList) -> Shares:
    """The shares of all firms in the warnings of their places; ``viewer`` is part of the key."""
    del path, version, viewer
    return shares(_firms, mode, month)


def month_of(teller: Teller, firms: FirmList, region: int, cause: str = "") -> FirmMonth:
    """The list in the teller's month for a place; with ``cause`` that rule's figure, if it goes back to firms."""
    space = teller.workspace
    plans = firm_plans(space, last_day(teller.month))
    parts = parts_for(teller, firms, region, cause)
    if parts is not None:
        return FirmMonth(teller, firms, region, shares_of(parts), plans, parts)
    known = _shares(str(space.path), space.version, space.viewer, teller.mode, teller.month, firms)
    return FirmMonth(teller, firms, region, known, plans)


def parts_for(teller: Teller, firms: FirmList, region: int, cause: str) -> Parts | None:
    """How the figure of one of a place's rules goes back to firms; None where it does not."""
    if cause not in {rule.id for rule in teller.plan.rules}:
        return None
    space = teller.workspace
    applies = space.evaluation(teller.mode).applies[:, teller.index, region]
    if not applies[[rule.id for rule in teller.plan.rules].index(cause)]:
        return None
    return parts_of(firms, told_rule(space, teller.mode, teller.month, cause, region))
