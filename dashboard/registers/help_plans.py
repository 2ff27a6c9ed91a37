"""The help plan of a place: its tasks, each with who sees to it, by when, and whether it is done.

The plan's checklist names the usual tasks; what a place has taken on stands in the manifest of its data, under
``help_plans``: a place's code, then tasks with ``task`` (an item of the checklist, or the place's own words),
``unit``, ``due_on`` and ``done_on``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.plans.parts import Text
from dashboard.workspace import Workspace

CHECKLIST = "help_plan"


@dataclass(frozen=True)
class Task:
    """One task: its words, the clause where the plan names it, who sees to it, by when, and since when it is done."""

    name: Text
    clause: str
    unit: str
    due_on: pd.Timestamp | None
    done_on: pd.Timestamp | None
    is_taken_on: bool

    def is_done(self, day: pd.Timestamp) -> bool:
        """Whether it was done by a day."""
        return self.done_on is not None and self.done_on <= day

    def is_overdue(self, day: pd.Timestamp) -> bool:
        """Whether its day has passed without it."""
        return self.due_on is not None and self.due_on < day and not self.is_done(day)


def help_plan(workspace: Workspace, region: int) -> list[Task]:
    """The tasks of a place: those that it has taken on by their day, then what else the plan names."""
    named = {
        item.id: item
        for lender in workspace.brief.given("organisation")
        if lender.plan.organisation
        for checklist in lender.plan.organisation.checklists
        if checklist.id == CHECKLIST
        for item in checklist.items
    }
    found, taken = [], set()
    for entry in _entries(workspace, region):
        word = str(entry.get("task", ""))
        item = named.get(word)
        taken.add(word)
        found.append(
            Task(
                item.name if item else Text(zh=word, en=word), item.clause if item else "",
                str(entry.get("unit", "")), _day(entry.get("due_on")), _day(entry.get("done_on")), True,
            )
        )  # fmt: skip
    found.sort(key=lambda task: task.due_on or pd.Timestamp.max)
    rest = [
        Task(item.name, item.clause, "", None, None, False)
        for name, item in named.items()
        if name not in taken
    ]
    return [*found, *rest]


def has_help_plan(workspace: Workspace, region: int) -> bool:
    """Whether a place has taken on anything."""
    return bool(_entries(workspace, region))


def _entries(workspace: Workspace, region: int) -> list[dict[str, object]]:
    plans = workspace.folder.manifest.get("help_plans")
    own = plans.get(workspace.panel.codes[region]) if isinstance(plans, dict) else None
    return (
        [entry for entry in own if isinstance(entry, dict) and entry.get("task")]
        if isinstance(own, list)
        else []
    )


def _day(value: object) -> pd.Timestamp | None:
    if isinstance(value, date):
        return pd.Timestamp(value)
    found = pd.to_datetime(str(value), errors="coerce") if value else pd.NaT
    return None if pd.isna(found) else found
