"""A scenario over what a viewer sees: their workspace as the scenario makes it, beside the one it was made of.

The scenario's workspace is judged by taking over every rule that the scenario does not touch. It is handed to nobody
but the viewer whose workspace it was made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.engine.duties import EventDuty, event_duties
from dashboard.engine.evaluate import MODES, Evaluation, revise
from dashboard.engine.figures import MonthFigures, month_figures
from dashboard.engine.panel import Panel
from dashboard.errors import NotFoundError
from dashboard.plans.duties import Duty
from dashboard.registers.duties import Due, month_duties
from dashboard.scenarios.apply import World, apply
from dashboard.scenarios.difference import Difference, Judgement
from dashboard.scenarios.files import Saved, as_data
from dashboard.scenarios.levers import Scenario
from dashboard.tables.months import month_text
from dashboard.workspace import Workspace


@dataclass(frozen=True)
class Supposed(Workspace):
    """A workspace under a scenario; ``base`` is the one it was made of, ``own_events`` the events that it adds."""

    base: Workspace | None = None
    own_events: pd.DataFrame | None = None
    last_known: int = 0

    def _judge(self, mode: str) -> Evaluation:
        return revise(self._base.evaluation(mode), self.plan, self.panel, mode)

    def _month_figures(self, mode: str, month: int) -> MonthFigures:
        return month_figures(self.evaluation(mode), month - self.panel.first_month)

    @property
    def _base(self) -> Workspace:
        assert self.base is not None
        return self.base

    @cached_property
    def geography(self) -> Panel:
        """Codes, names and tree of all regions: the same under any scenario."""
        return self._base.geography

    def event_duties(self, month: int, duties: Sequence[tuple[str, Duty]] | None = None) -> list[EventDuty]:
        """The duties of the events that happened, and of those that the scenario adds."""
        found = self._base.event_duties(month, duties) if month <= self.last_known else []
        if self.own_events is None or not len(self.own_events):
            return found
        first = len(self._base.tables["events"])
        tables = {**self._base.tables, "events": self.own_events}
        wanted = self.duties if duties is None else duties
        own = event_duties(tables, month, wanted)
        return [*found, *(replace(each, row=each.row + first) for each in own)]


@dataclass(frozen=True)
class Outcome:
    """What a scenario makes of a month: both workspaces, modes and months, and what lies between them."""

    scenario: Scenario
    before: Workspace
    after: Workspace
    modes: tuple[str, str]
    months: tuple[int, int]
    world: World
    difference: Difference

    @property
    def people(self) -> float:
        """How many people the scenario's events affect."""
        return sum(each.people for each in self.world.happenings)

    @property
    def firms(self) -> tuple[int, ...]:
        """The firms at which something happens, by their positions in the panel."""
        return tuple(dict.fromkeys(each.firm for each in self.world.happenings if each.people > 0))

    def new_duties(self, region: int) -> list[Due]:
        """The duties in a place and below it that the month would not bring without the scenario."""
        old = month_duties(self.before, self.modes[0], self.months[0], region)
        known = {_key(due) for due in old}
        new = month_duties(self.after, self.modes[1], self.months[1], region)
        return [due for due in new if _key(due) not in known]

    def counts(self, regions: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
        """How many of some places stand at each tier, before and after; −1 unknown."""
        worst = len(self.before.plan.tiers)
        here = np.array(list(regions), dtype=np.int64)
        sides = (self.difference.before.tiers[here], self.difference.after.tiers[here])
        first, second = ({tier: int((side == tier).sum()) for tier in range(-1, worst + 1)} for side in sides)
        return first, second


def _key(due: Due) -> tuple[Any, ...]:
    return due.plan, due.duty, due.region, due.status, due.tier, due.event.row if due.event else None


def play(workspace: Workspace, mode: str, month: int, scenario: Scenario) -> Outcome:
    """What a scenario makes of a month of what a viewer sees.

    Raises:
        NotFoundError: it names something that is not there, or not open to this viewer.
        DataError: a number of it is beyond what can happen, or a table is missing.
        PlanError: with its edge the plan is no longer sound.
    """
    if month not in workspace.panel.months:
        first, last = month_text(workspace.months[0]), month_text(workspace.months[-1])
        raise NotFoundError(f"month: found {month_text(month)}; allowed: {first} to {last}")
    after_mode = scenario.town_alerts or mode
    if after_mode not in MODES:
        raise NotFoundError(f"town_alerts: found {after_mode!r}; allowed: {', '.join(MODES)}")
    index = month - workspace.panel.first_month
    panel = known_by_viewer(workspace)
    world = apply(workspace.plan, panel, index, scenario)
    before = Judgement(workspace.evaluation(mode), index)
    before.__dict__["figures"] = workspace.figures(mode, month)
    at = world.panel.first_month + world.index
    after = _supposed(workspace, world, scenario, month, at)
    then = Judgement(after.evaluation(after_mode), world.index)
    then.__dict__["figures"] = after.figures(after_mode, at)
    return Outcome(
        scenario, workspace, after, (mode, after_mode), (month, at), world, Difference(before, then)
    )


def known_by_viewer(workspace: Workspace) -> Panel:
    """The panel with firms under the codes that the viewer sees, which in a workshop are not their own."""
    listed = workspace.tables.get("enterprises")
    if listed is None or "enterprise_id" not in listed:
        return replace(workspace.panel, firm_ids=())
    return replace(workspace.panel, firm_ids=tuple(str(code) for code in listed["enterprise_id"]))


def _supposed(workspace: Workspace, world: World, scenario: Scenario, month: int, last: int) -> Workspace:
    if scenario.is_empty:
        return workspace
    tables = dict(workspace.tables)
    own = _own_events(workspace, world)
    if own is not None:
        tables["events"] = pd.concat([tables["events"], own], ignore_index=True)
    told = f"{workspace.version}{as_data(Saved(scenario))}{month}"
    given = {each.name: getattr(workspace, each.name) for each in fields(Workspace) if each.init}
    return Supposed(
        **{
            **given, "folder": replace(workspace.folder, tables=tables), "plan": world.plan, "panel": world.panel,
            "version": hashlib.sha256(told.encode()).hexdigest()[:12], "_whole": None, "_cut": None, "_figures": {},
        },
        base=workspace, own_events=own, last_known=month,
    )  # fmt: skip


def _own_events(workspace: Workspace, world: World) -> pd.DataFrame | None:
    """The scenario's events as rows of the table of events, each dated on the first day of its month."""
    told = [each for each in world.happenings if each.people > 0]
    events, firms = workspace.tables.get("events"), workspace.tables.get("enterprises")
    if not told or events is None or firms is None:
        return None
    months = [month_text(world.panel.first_month + each.month) for each in told]
    at = [each.firm for each in told]

    def of_firms(column: str) -> list[str]:
        return [str(v) for v in firms[column].iloc[at]] if column in firms else [""] * len(told)

    new: dict[str, Any] = {
        "event_id": world.panel.event_ids[len(world.panel.event_ids) - len(told) :],
        "date": [np.datetime64(f"{month}-01", "s") for month in months],
        "region_code": [workspace.panel.codes[each.region] for each in told],
        "kind": [each.kind for each in told],
        "state": "done",
        "enterprise_id": of_firms("enterprise_id"),
        "enterprise_name": of_firms("enterprise_name"),
        "industry_code": of_firms("industry_code"),
        "workforce_count": [each.staff for each in told],
        "affected_count": [each.people for each in told],
        "petition": [each.petition for each in told],
    }
    blank = {"f": np.nan, "b": False, "M": np.datetime64("NaT", "s")}
    rows = {
        name: pd.Series(new.get(name, blank.get(events[name].dtype.kind, "")), index=range(len(told)))
        .astype(events[name].dtype)
        for name in events.columns
    }  # fmt: skip
    return pd.DataFrame(rows)
