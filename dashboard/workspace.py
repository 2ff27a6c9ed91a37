"""The one door to data: a data folder or a store, under a plan, at a version, for a viewer.

A source with faults is refused, and they are all named. Evaluations are made once for a version and a mode
and kept whole; ``seen_by`` gives a viewer their part of them: no region, row or column that they may not see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dashboard.access import SAMPLE_VIEWER, Viewer, require
from dashboard.access.audit import AuditSink
from dashboard.access.free_text import Names
from dashboard.access.matched import matched
from dashboard.access.pseudonyms import Pseudonyms
from dashboard.access.reveal import Identity, reveal
from dashboard.access.scoping import tables_for
from dashboard.engine.cut import Cut, cut_evaluation, cut_figures, cut_panel
from dashboard.engine.duties import EventDuty, Threshold, event_duties, thresholds
from dashboard.engine.evaluate import DETECTED, MODES, PUBLISHED, Evaluation, evaluate
from dashboard.engine.figures import MonthFigures, month_figures
from dashboard.engine.panel import Panel, build
from dashboard.errors import AccessError, DataError, DeskError, NotFoundError
from dashboard.plans import Plan, Text
from dashboard.plans.duties import Duty
from dashboard.plans.profiles import Brief, brief
from dashboard.sources import FolderSource, Source
from dashboard.tables import Folder
from dashboard.tables.late import LateTables
from dashboard.tables.months import parse_month

if TYPE_CHECKING:
    from dashboard.store import State

SHOWN = ("places", "figures", "alerts", "firms", "events")
"""What every page about places shows, and a viewer's role must include (groups of dashboard/access/roles.yaml)."""
NOTHING_OPEN = "None of these places is open to you."
NOBODY = Viewer("")
"""Stands in a workspace that is kept whole and handed to nobody."""


@dataclass(frozen=True)
class Workspace:
    """A data folder or a store judged by a plan, as its viewer sees it.

    ``version`` changes whenever the data or the plan do. ``needs_sign_in`` says whether anyone in the data could be
    real, and ``past`` which past state of a store this is; None for what is there now.

    ``brief`` is the plan or profile that the data was opened under. ``plan`` is its plan of tiers; where it has none,
    the first of its plans, which has no rules.

    The one that is kept whole has the viewer ``NOBODY``; every other has it as ``_whole``, and the part of it that
    its viewer sees as ``_cut`` (None for all regions).
    """

    path: Path
    folder: Folder
    plan: Plan
    panel: Panel
    viewer: Viewer
    version: str
    brief: Brief
    needs_sign_in: bool = False
    past: State | None = None
    _whole: Workspace | None = field(default=None, repr=False, compare=False)
    _cut: Cut | None = field(default=None, repr=False, compare=False)
    _figures: dict[tuple[str, int], MonthFigures] = field(default_factory=dict, repr=False, compare=False)

    def seen_by(self, viewer: Viewer, pseudonyms: Pseudonyms | None = None) -> Workspace:
        """What a viewer may see of it: their regions with all figures of theirs, and their columns of the tables.

        Raises:
            AccessError: the viewer's role does not include pages about places, or none of the places is theirs.
        """
        require(viewer, "view", *SHOWN)
        whole = self._whole or self
        tables = tables_for(whole.folder.tables, viewer, pseudonyms, lambda: whole.people_named)
        cut = None
        if not viewer.sees_everywhere:
            cut = _cut_of(whole, frozenset(tables["regions"]["region_code"]))
            if not len(cut.regions):
                raise AccessError(NOTHING_OPEN)
        panel = cut_panel(whole.panel, cut) if cut else whole.panel
        return replace(
            whole, folder=replace(whole.folder, tables=tables), panel=panel, viewer=viewer,
            _whole=whole, _cut=cut, _figures={},
        )  # fmt: skip

    @cached_property
    def people_named(self) -> Names:
        """The people who may be named in free text, collected once for the whole."""
        return self._whole.people_named if self._whole else Names.of(self.folder.tables)

    def _judge(self, mode: str) -> Evaluation:
        """Judge what is kept whole; of anything else take the viewer's part of that."""
        if self._whole is None:
            return evaluate(self.plan, self.panel, mode)
        evaluation = self._whole.evaluation(mode)
        return cut_evaluation(evaluation, self.panel, self._cut) if self._cut else evaluation

    def supposing(self, change: Callable[[Mapping[str, pd.DataFrame]], dict[str, pd.DataFrame]]) -> Workspace:
        """The same for the same viewer over other tables, as an import would leave; ``change`` gets the whole."""
        whole = self._whole or self
        tables = change(whole.folder.tables)
        folder = replace(whole.folder, tables=tables)
        new = replace(whole, folder=folder, panel=build(tables, whole.plan), _figures={})
        return new if self._whole is None else new.seen_by(self.viewer)

    @cached_property
    def published(self) -> Evaluation:
        """The evaluation that counts published alerts."""
        return self._judge(PUBLISHED)

    @cached_property
    def detected(self) -> Evaluation:
        """The evaluation that counts the tiers found."""
        return self._judge(DETECTED)

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
            self._figures[key] = self._month_figures(mode, month)
        return self._figures[key]

    def _month_figures(self, mode: str, month: int) -> MonthFigures:
        if self._whole is None:
            return month_figures(self.evaluation(mode), month - self.panel.first_month)
        figures = self._whole.figures(mode, month)
        return cut_figures(figures, self._cut) if self._cut else figures

    @property
    def has_tiers(self) -> bool:
        """Whether the plan gives tiers, so that a map can be coloured by it."""
        return bool(self.plan.rules)

    @property
    def duties(self) -> tuple[tuple[str, Duty], ...]:
        """The duties that hold here, each with its plan's name."""
        return self.brief.duties

    def event_duties(self, month: int, duties: Sequence[tuple[str, Duty]] | None = None) -> list[EventDuty]:
        """The duties of the events dated in a month; None takes those that hold here.

        Asked of the whole, since an event may be of a firm whose own place the viewer cannot open.
        """
        wanted = self.duties if duties is None else duties
        if self._whole is None:
            return event_duties(self.tables, month, wanted)
        found = self._whole.event_duties(month, wanted)
        if self._cut is None:
            return found
        rows = self._cut.event_at
        return [replace(each, row=int(rows[each.row])) for each in found if rows[each.row] >= 0]

    def thresholds(self, row: int, duties: Sequence[tuple[str, Duty]] | None = None) -> list[Threshold]:
        """Where duties begin for an event, given by its row in the table; None takes those that hold here."""
        wanted = self.duties if duties is None else duties
        if self._whole is None:
            return thresholds(self.tables, row, wanted)
        return self._whole.thresholds(int(self._cut.event_rows[row]) if self._cut else row, wanted)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that give tiers or duties, that of the tiers first."""
        lenders = (*self.brief.given("tiers"), *self.brief.given("duties"))
        return tuple({lender.plan.id: lender.plan for lender in lenders}.values())

    def plan_title(self, plan: str) -> Text:
        """The short title of a plan behind this workspace."""
        return self.brief.lender(plan).plan.short_title

    def is_borrowed(self, plan: str) -> bool:
        """Whether a plan behind this workspace is another place's."""
        return self.brief.lender(plan).borrowed

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

    def hides(self, table: str, key: str, code: str) -> bool:
        """Whether a table of the whole has a row that this viewer's part lacks; for the audit log, never to be told.

        Args:
            table: a table of the contract.
            key: the column that names its rows, such as ``event_id``.
            code: what the address asks for.
        """
        if self._whole is None or self._whole is self:
            return False
        frame, own = self._whole.tables.get(table), self.tables.get(table)
        there = frame is not None and bool((frame[key] == code).any())
        return there and not (own is not None and key in own.columns and bool((own[key] == code).any()))

    def reveal(self, person_id: str, reason: str, sink: AuditSink) -> Identity:
        """Who one person is; recorded before it is known. It raises what ``access.reveal.reveal`` does."""
        tables = (self._whole or self).folder.tables
        if isinstance(tables, LateTables) and "people" in tables.late:
            tables = {**tables, "people": tables.of_person("people", person_id)}
        return reveal(tables, self.viewer, person_id, reason, sink)

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """People of whom two sources say what cannot both be, as the viewer may see them; raises AccessError."""
        return matched((self._whole or self).folder.tables, self.viewer)

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

    def path_names(self, region: int) -> tuple[str, ...]:
        """The names of what a region lies in, the highest first: also of what the viewer cannot open."""
        tree = self.geography
        names: list[str] = []
        at = int(tree.parents[tree.position(self.panel.codes[region])])
        while at >= 0:
            names.insert(0, tree.names[at])
            at = int(tree.parents[at])
        return tuple(names)

    @cached_property
    def geography(self) -> Panel:
        """Codes, names and tree of all regions, which are public, without a single figure."""
        panel = (self._whole or self).panel
        return replace(
            panel, indicators={}, targets={}, declared=panel.declared[:0], events=None, firms=None,
            divisions=(), event_ids=(), firm_ids=(),
        )  # fmt: skip

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The months a viewer may open, oldest first: those of the axis up to the newest with any figure."""
        return tuple(self.panel.months)


def open_folder(
    path: Path, plan: str | None = None, viewer: Viewer = SAMPLE_VIEWER, default: str = ""
) -> Workspace:
    """Open a data folder for a viewer.

    Args:
        path: the data folder.
        plan: a plan's name or file; None means the folder's own, else ``default``.
        viewer: who looks.
        default: the plan of folders that name none.

    Raises:
        AccessError: the viewer may see nothing of it.
        DataError: the folder has faults, one line each, or names a plan that is not there.
        PlanError: the plan file has faults.
        NotFoundError: there is no such plan.
    """
    return open_whole(path, plan, default).seen_by(viewer)


def open_whole(source: Source | Path, plan: str | None = None, default: str = "") -> Workspace:
    """Open a source, such as a data folder by its path, to be kept whole and handed out by ``seen_by`` alone.

    It takes and raises what :func:`open_folder` does.
    """
    opened: Source = FolderSource(source) if isinstance(source, Path) else source
    try:
        found = brief(plan) if plan else opened.own_brief(default)
    except DeskError as error:
        if faults := opened.read(None).faults:
            raise DataError([*map(str, faults), *error.faults]) from error
        raise
    the_plan = found.tiers or found.plans[0]
    folder = opened.read(the_plan)
    if folder.faults:
        raise DataError(str(fault) for fault in folder.faults)
    panel = build(folder.tables, the_plan)
    version = _version(folder, the_plan, found)
    return Workspace(
        folder.path,
        folder,
        the_plan,
        panel,
        NOBODY,
        version,
        found,
        opened.needs_sign_in(folder),
        opened.past,
    )


def under(workspace: Workspace, plan: Plan) -> Workspace:
    """The same data for the same viewer under a variant of the plan, at a version of its own.

    Args:
        workspace: the folder as it was opened.
        plan: a variant that reads the same columns and has the same tiers (``dashboard.plans.variants``).
    """
    version = _version(workspace.folder, plan, workspace.brief)
    # A viewer's part is cut from what the whole is under the same variant.
    whole = workspace._whole and under(workspace._whole, plan)
    return replace(workspace, plan=plan, version=version, _whole=whole, _figures={})


def _version(folder: Folder, plan: Plan, brief: Brief) -> str:
    behind = "".join(each.model_dump_json() for each in (plan, *brief.plans))
    return hashlib.sha256(f"{folder.fingerprint}{behind}".encode()).hexdigest()[:12]


def _cut_of(whole: Workspace, codes: frozenset[str]) -> Cut:
    """Which regions, events and firms of the whole lie in places with these codes."""
    panel, tables = whole.panel, whole.folder.tables

    def rows(name: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
        frame = tables.get(name)
        if frame is None:
            return np.empty(0, dtype=np.int64), 0
        return np.flatnonzero(frame["region_code"].isin(codes)), len(frame)

    events, event_count = rows("events")
    firms, firm_count = rows("enterprises")
    regions = np.flatnonzero([code in codes for code in panel.codes])
    return Cut(regions, events, firms, panel.region_count, event_count, firm_count)


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
