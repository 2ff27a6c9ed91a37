"""Where tables come from: a data folder as its files are, or a store as it stands or was known at some time.

Both read for a plan, both name the plan that they are meant for, and both say whether they could name anybody.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dashboard.access.sign_in import needs_sign_in
from dashboard.errors import DataError, NotFoundError, StoreError
from dashboard.plans import Plan
from dashboard.plans.loader import available as available_plans
from dashboard.plans.profiles import Brief, brief
from dashboard.plans.profiles import available as available_profiles
from dashboard.tables import TABLES, Folder, read_folder
from dashboard.tables.faults import FaultList
from dashboard.tables.manifest import MANIFEST, read_manifest
from dashboard.tables.masks import one_line

if TYPE_CHECKING:
    from dashboard.store import State, Store

_BATCH = re.compile(r"[0-9]{1,9}")


class Source(Protocol):
    """Something that is opened as a workspace."""

    @property
    def past(self) -> State | None:
        """The past state that was asked for; None for what is there now."""

    def own_brief(self, default: str) -> Brief:
        """The plan or profile that the data names, else ``default``; raises DataError for one that is not there."""

    def read(self, plan: Plan | None) -> Folder:
        """Every table, with the columns and tiers of a plan; what is wrong is among its faults."""

    def needs_sign_in(self, folder: Folder) -> bool:
        """Whether there is anyone in the data who could be real."""


@dataclass(frozen=True)
class FolderSource:
    """A data folder; it has no past."""

    path: Path
    past: State | None = None

    def own_brief(self, default: str) -> Brief:
        """What the folder names: a shipped plan or profile, or the file of one that lies in it."""
        # What is wrong with the manifest itself is said when the folder is read.
        named = read_manifest(self.path / MANIFEST, FaultList(MANIFEST), hashlib.sha256()).get("plan")
        is_file = isinstance(named, str) and named.endswith((".yaml", ".yml")) and Path(named).name == named
        if is_file and (self.path / str(named)).is_file():
            return brief(str(self.path / str(named)))
        return _named(named, default, "or the name of a plan file (.yaml) that lies in the folder itself")

    def read(self, plan: Plan | None) -> Folder:
        """The folder as a plan reads it: with the columns that its rules use, and its tiers among the alerts."""
        if plan is None:
            return read_folder(self.path)
        return read_folder(self.path, (*plan.indicator_columns, *plan.target_columns), plan.tier_words)

    def needs_sign_in(self, folder: Folder) -> bool:
        """Whether anyone in the tables could be real."""
        return needs_sign_in(folder.tables, folder.is_synthetic)


@dataclass(frozen=True)
class StoreSource:
    """A store after one of its batches; ``past`` is set where that is not what it holds now."""

    store: Store
    state: State
    past: State | None = None

    def own_brief(self, default: str) -> Brief:
        """What the newest import named; a plan file that lay in its folder did not come along."""
        named = self.store.manifest(self.state.batch).get("plan")
        return _named(
            named, default, "since a store keeps tables, and no plan file of the folder they came from"
        )

    def read(self, plan: Plan | None) -> Folder:
        """The tables after the batch, with the columns that a plan's rules use.

        Raises:
            StoreError: no place was known by then.
        """
        columns = (*plan.indicator_columns, *plan.target_columns) if plan else ()
        folder = self.store.read_in_part(columns, self.state.batch, _OF_PEOPLE)
        if "regions" not in folder.tables:
            raise StoreError(
                f"store, batch {self.state.batch}: found no table regions; allowed: one with at least one place. "
                "Import a data folder: python -m dashboard import FOLDER --yes"
            )
        return folder

    def needs_sign_in(self, folder: Folder) -> bool:
        """Whether any row that was ever stored could be about somebody."""
        del folder  # what was withdrawn or superseded is still there
        return self.store.may_name_people()


_OF_PEOPLE = tuple(name for name, table in TABLES.items() if table.is_personal)
"""Tables with a row a person, of which there may be millions: pages take them from the store as lists."""


def parse_as_of(text: str) -> int | datetime:
    """What an address names as the state to show: a batch by its number, or a day, which is meant to its end.

    Days are those of the server's own clock.

    Raises:
        NotFoundError: it is neither.
    """
    if _BATCH.fullmatch(text):
        return int(text)
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
        after = datetime.combine(day + timedelta(days=1), time())
        return after.astimezone() - timedelta(microseconds=1)
    except (ValueError, OverflowError, OSError) as error:
        raise NotFoundError(
            f"as_of: found {one_line(text)!r}; allowed: the number of a batch, or a day such as 2026-06-05"
        ) from error


def _named(named: object, default: str, also: str) -> Brief:
    """The shipped plan or profile of a manifest's entry ``plan``."""
    if named is None or named == "":
        return brief(default)
    shipped = (*available_profiles(), *available_plans())
    if isinstance(named, str) and named in shipped:
        return brief(named)
    is_file = isinstance(named, str) and named.endswith((".yaml", ".yml")) and Path(named).name == named
    found = f"{named!r}, which is not there" if is_file else repr(named)
    raise DataError(
        f"{MANIFEST}, plan: found {one_line(found)}; allowed: {', '.join(shipped)}, {also}. "
        "Correct the entry, or remove it."
    )
