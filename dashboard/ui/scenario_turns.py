"""Where a lever turns a place, worked out once: for the notes under a slider, the sweep's chart and its table."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.access import Viewer
from dashboard.locale import Words
from dashboard.scenarios.desk import known_by_viewer
from dashboard.scenarios.headroom import turns
from dashboard.scenarios.levers import FirmShock, Scenario
from dashboard.scenarios.sweep import Sweep, sweep
from dashboard.wording.figures import number, tier_in_sentence
from dashboard.workspace import Workspace


def swept(
    workspace: Workspace,
    mode: str,
    month: int,
    scenario: Scenario,
    lever: int,
    values: tuple[float, ...] = (),
) -> Sweep:
    """One lever of a scenario from end to end, or at some values."""
    return _swept(workspace.version, workspace.viewer, mode, month, scenario, lever, values, workspace)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs={Scenario: repr})
def _swept(
    version: str,
    viewer: Viewer,
    mode: str,
    month: int,
    scenario: Scenario,
    lever: int,
    values: tuple[float, ...],
    _workspace: Workspace,
) -> Sweep:
    """Swept once for data, plan and viewer, and for all that is supposed beside the lever."""
    del version, viewer
    panel = known_by_viewer(_workspace)
    index = month - panel.first_month
    at = np.array(values) if values else None
    return sweep(_workspace.plan, panel, index, scenario, lever, mode, at)


def firm_turns(workspace: Workspace, mode: str, month: int, lever: FirmShock, region: int, t: Words) -> str:
    """From how many people on a firm's layoff, by itself, turns its place: a line under the slider."""
    found = swept(workspace, mode, month, Scenario((lever,)), 0)
    first: dict[int, int] = {}
    for turn in turns(found, region, len(workspace.plan.tiers)):
        if not turn.improves:
            first[turn.position] = turn.tier  # of tiers that begin together, the worst
    told = [
        t(
            "{n} people: {tier}",
            n=number(found.values[position]),
            tier=tier_in_sentence(workspace.plan, tier, t),
        )
        for position, tier in first.items()
    ]
    return t(" · ").join(told)
