"""The one door to data: a data folder or a store, under a plan, at a version, for a viewer.

A folder with faults is refused, and they are all named. Evaluations are made once for a version and a mode
and kept whole; what a viewer may see of them is decided where they are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.engine.evaluate import DETECTED, MODES, PUBLISHED, Evaluation, evaluate
from dashboard.engine.figures import MonthFigures, month_figures
from dashboard.engine.panel import Panel, build
from dashboard.errors import DataError, NotFoundError
from dashboard.plans import Plan, Text
from dashboard.plans.profiles import brief
from dashboard.tables import Fault, Folder, read_folder
from dashboard.tables.months import parse_month


@dataclass(frozen=True)
class Viewer:
    """Who looks: a role, and the regions whose subtrees may be seen (none named = all)."""

    role: str
    scope: tuple[str, ...] = ()


SAMPLE_VIEWER = Viewer("analyst")
"""Who looks at data that needs no sign-in."""


@dataclass(frozen=True)
class Workspace:
    """A data folder, or a store, judged by a plan. ``version`` changes whenever the data or the plan do."""

    path: Path
    folder: Folder
    plan: Plan
    panel: Panel
    viewer: Viewer
    version: str
    _figures: dict[tuple[str, int], MonthFigures] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def published(self) -> Evaluation:
        """The evaluation that counts published alerts."""
        return evaluate(self.plan, self.panel, PUBLISHED)

    @cached_property
    def detected(self) -> Evaluation:
        """The evaluation that counts the tiers found."""
        return evaluate(self.plan, self.panel, DETECTED)

    def evaluation(self, mode: str) -> Evaluation:
        """The evaluation of a mode.

        Raises:
            NotFoundError: there is no such mode.
        """
        if mode not in MODES:
            raise NotFoundError(f"town_alerts: found {mode!r}; allowed: {', '.join(MODES)}")
        return self.published if mode == PUBLISHED else self.detected

    def figures(self, mode: str, month: int) -> MonthFigures:
        """The figures of one month, worked out once."""
        key = (mode, month)
        if key not in self._figures:
            if len(self._figures) > 200:
                self._figures.clear()
            self._figures[key] = month_figures(self.evaluation(mode), month - self.panel.first_month)
        return self._figures[key]

    @property
    def title(self) -> Text:
        """What the data is, in both languages."""
        return _text(self.folder.manifest.get("title"), self.path.name)

    @property
    def note(self) -> Text | None:
        """What a viewer must know of the data, such as that it is made up."""
        note = self.folder.manifest.get("note")
        return _text(note, "") if note else None

    @property
    def is_synthetic(self) -> bool:
        """Whether the figures are made up."""
        return self.folder.is_synthetic

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The typed tables that are there."""
        return self.folder.tables

    @cached_property
    def focus(self) -> int:
        """The region that the pages open on: the manifest's, else the highest one that the plan judges."""
        wanted = str(self.folder.manifest.get("focus", ""))
        if wanted in self.panel.codes:
            return self.panel.position(wanted)
        judged = [i for i, level in enumerate(self.panel.levels) if level in self.plan.levels]
        parents = [i for i in judged if self.panel.children[i]]
        candidates = parents or judged or list(range(self.panel.region_count))
        if not candidates:
            raise NotFoundError("regions: the table is empty; add at least one place")
        return min(candidates, key=lambda i: (int(self.panel.depth[i]), i))

    def below(self, region: int) -> tuple[int, ...]:
        """A region and every region below it, in file order."""
        found, queue = {region}, [region]
        while queue:
            for child in self.panel.children[queue.pop()]:
                found.add(child)
                queue.append(child)
        return tuple(sorted(found))

    def above(self, region: int) -> tuple[int, ...]:
        """The regions above a region, the highest first."""
        chain: list[int] = []
        while (region := int(self.panel.parents[region])) >= 0:
            chain.insert(0, region)
        return tuple(chain)

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The months a viewer may open, oldest first: those of the axis up to the newest with any figure."""
        return tuple(self.panel.months)


def open_folder(
    path: Path, plan: str | None = None, viewer: Viewer = SAMPLE_VIEWER, default: str = ""
) -> Workspace:
    """Open a data folder for a viewer; see :func:`open_source` for what it takes and raises."""
    return open_source(partial(read_folder, path), plan, viewer, default)


def open_source(
    read: Callable[[Iterable[str]], Folder],
    plan: str | None = None,
    viewer: Viewer = SAMPLE_VIEWER,
    default: str = "",
) -> Workspace:
    """Open a data folder, or a store's tables at some moment, for a viewer.

    Args:
        read: gives the typed tables with the columns that a plan asks for: ``read_folder`` of a path, or the
            ``read`` of a store.
        plan: a plan's name; None means the data's own, else ``default``.
        viewer: who looks.
        default: the plan of data that names none.

    Raises:
        DataError: the folder has faults, one line each.
        PlanError: the plan file has faults.
        NotFoundError: there is no such plan.
    """
    folder = read(())
    named = plan or str(folder.manifest.get("plan") or default)
    the_plan = brief(named).tiers
    if the_plan is None:
        raise NotFoundError(f"plan: {named!r} has no tier rules; name one that has, such as {default!r}")
    extra = (*the_plan.indicator_columns, *the_plan.target_columns)
    if _lacks(folder, extra):
        folder = read(extra)
    if folder.faults:
        raise DataError(str(fault) for fault in folder.faults)
    panel = build(folder.tables, the_plan)
    version = hashlib.sha256(f"{folder.fingerprint}{the_plan.model_dump_json()}".encode()).hexdigest()[:12]
    return Workspace(folder.path, folder, the_plan, panel, viewer, version)


def _lacks(folder: Folder, columns: tuple[str, ...]) -> bool:
    """Whether the plan reads columns that the tables' own definitions do not know."""
    known = {
        c for name in ("indicators", "targets") if name in folder.tables for c in folder.tables[name].columns
    }
    return any(column not in known for column in columns)


def warnings(workspace: Workspace) -> tuple[Fault, ...]:
    """What is odd in the folder but does not stop it."""
    return workspace.folder.warnings


def month_of(text: str) -> int:
    """The number of a month written YYYY-MM.

    Raises:
        NotFoundError: the text is no month.
    """
    number = parse_month(text)
    if number is None:
        raise NotFoundError(f"month: found {text!r}; allowed: YYYY-MM, such as 2024-06")
    return number


def _text(entry: Any, fallback: str) -> Text:
    if isinstance(entry, dict) and entry.get("zh") and entry.get("en"):
        return Text(zh=str(entry["zh"]), en=str(entry["en"]))
    text = str(entry) if isinstance(entry, str) and entry else fallback or "—"
    return Text(zh=text, en=text)
