"""The help plan of a place: its tasks, each with who sees to it, by when, and whether it is done.

The plan's checklist names the usual tasks; what a place has taken on stands in the table ``help_tasks``.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.plans.parts import Text
from dashboard.workspace import Workspace

CHECKLIST = "help_plan"


@dataclass(frozen=True)
class Task:
    """One task: its name in the table, its words, the clause where the plan names it, who sees to it, by when, and
    since when it is done."""

    word: str
    name: Text
    clause: str
    unit: str
    due_on: pd.Timestamp | None
    done_on: pd.Timestamp | None
    is_taken_on: bool
    note: str = ""

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
    for entry in _entries(workspace, region).to_dict("records"):
        word = str(entry["task"])
        item = named.get(word)
        taken.add(word)
        found.append(
            Task(
                word, item.name if item else Text(zh=word, en=word), item.clause if item else "",
                str(entry["unit"]), _day(entry["due_on"]), _day(entry["done_on"]), True, str(entry["note"]),
            )
        )  # fmt: skip
    found.sort(key=lambda task: task.due_on or pd.Timestamp.max)
    rest = [
        Task(name, item.name, item.clause, "", None, None, False)
        for name, item in named.items()
        if name not in taken
    ]
    return [*found, *rest]


def has_help_plan(workspace: Workspace, region: int) -> bool:
    """Whether a place has taken on anything."""
    return bool(len(_entries(workspace, region)))


def _entries(workspace: Workspace, region: int) -> pd.DataFrame:
    tasks = workspace.tables.get("help_tasks")
    if tasks is None:
        return pd.DataFrame()
    return tasks[tasks["region_code"] == workspace.panel.codes[region]]


def _day(value: pd.Timestamp) -> pd.Timestamp | None:
    return None if pd.isna(value) else value
