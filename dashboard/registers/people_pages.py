"""What the page of people asks of the list: a page of those who fit, one person, sums, households, helpers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.access.masking import mask_name
from dashboard.errors import NotFoundError
from dashboard.plans.profiles import Brief
from dashboard.registers.follow_up import FollowUp, follow_up
from dashboard.registers.listing import Lists
from dashboard.registers.people_list import HOUSEHOLD, LISTED, OVERDUE
from dashboard.registers.placements import Placements, placements
from dashboard.store.lists import Condition, Has, Is, Query

ROWS = 15
"""People on one page."""
PRESSING, MISSING, NEWEST = "pressing", "missing", "newest"
ORDERS = {PRESSING: "pressing", MISSING: "wanting", NEWEST: "since"}
"""The longest without a contact first, the most services wanting first, the latest on the list first; by column."""
MOST_HOUSEHOLDS, MOST_HELPERS = 12, 12
_NAME = "people"


@dataclass(frozen=True)
class Asked:
    """What is asked of the list; what is empty does not narrow it."""

    group: str = ""
    todo: str = ""
    firm: str = ""
    text: str = ""
    order: str = PRESSING


@dataclass(frozen=True)
class Shown:
    """Some people of the list, and how many there are in all."""

    found: FollowUp
    placed: Placements
    services: pd.DataFrame | None
    total: int


@dataclass(frozen=True)
class Helper:
    """Who looks after how many people, how many of them are overdue, and the longest of them in days."""

    name: str
    count: int
    late: int
    longest: int


@dataclass(frozen=True)
class PeopleList:
    """The list of one viewer at the end of a day, of a place and all below it (``codes``)."""

    lists: Lists
    brief: Brief
    day: date
    region: str
    codes: frozenset[str]
    has_services: bool

    def page(self, asked: Asked, number: int = 1, size: int = ROWS) -> Shown:
        """A page of those who fit, from 1."""
        query = self._query(asked)
        if query is None:
            return self._coded(asked.text.strip())
        return self._shown(query, number, size)

    def count(self, asked: Asked) -> int:
        """How many fit."""
        query = self._query(asked)
        return self._coded(asked.text.strip()).total if query is None else self.lists.count(_NAME, query)

    def sums(self) -> dict[str, int]:
        """How many bear each mark (``people_list.MARKS``)."""
        return self.lists.count_by(_NAME, "todo", self._whole())

    def groups(self) -> dict[str, int]:
        """How many are in each group of the plans' lists, by the criterion's name."""
        found = self.lists.count_by(_NAME, "in_groups", self._whole())
        return {name: count for name, count in found.items() if name}

    def of(self, person_ids: Sequence[str]) -> Shown:
        """Those of these people who are on the list, in the order of their numbers."""
        own = Is("person_id", *person_ids)
        return self._shown(self._whole(own, sort="person_id"), 1, max(1, len(person_ids)))

    def one(self, person_id: str) -> Shown | None:
        """One person, by their number or a workshop's code; None for nobody of this list."""
        found = self._coded(person_id)
        return found if found.total else None

    def households(self) -> pd.DataFrame:
        """The households without anyone in work, the longest first: a row of the list for each, with its figures."""
        query = self._whole(Has("todo", HOUSEHOLD), sort="household_since")
        return self.lists.page(_NAME, query, 1, MOST_HOUSEHOLDS).rows

    @property
    def may_ask_firms(self) -> bool:
        """Whether the viewer may ask for the people of one firm."""
        return "enterprise_id" in self.lists.columns(_NAME)

    @property
    def has_helpers(self) -> bool:
        """Whether the viewer may be told who looks after whom."""
        return "helper" in self.lists.columns(_NAME)

    def helpers(self) -> list[Helper]:
        """Who looks after the most overdue people, by the masked name."""
        late = self.lists.count_by(_NAME, "helper", self._whole(Has("todo", OVERDUE)))
        everyone = self.lists.count_by(_NAME, "helper", self._whole())
        names = sorted(everyone, key=lambda name: (-late.get(name, 0), -everyone[name]))
        return [
            Helper(mask_name(name), everyone[name], late.get(name, 0), self._longest(name) if name in late else 0)
            for name in names[:MOST_HELPERS]
        ]  # fmt: skip

    def _longest(self, helper: str) -> int:
        late = self._whole(Is("helper", helper), Has("todo", OVERDUE), sort="pressing", descending=True)
        return int(self.lists.page(_NAME, late, 1, 1).rows["pressing"].iloc[0]) - 1

    def _whole(self, *where: Condition, sort: str = "", descending: bool = False) -> Query:
        return Query((Has("todo", LISTED), *where), "", sort, descending, (self.region,))

    def _query(self, asked: Asked) -> Query | None:
        """The question to the list; None where the text can only be one person's code."""
        may_ask, text = self.lists.columns(_NAME), asked.text.strip()
        where: list[Condition] = []
        if asked.group:
            where.append(Has("in_groups", asked.group))
        if asked.todo:
            where.append(Has("todo", asked.todo))
        if asked.firm and self.may_ask_firms:
            where.append(Is("enterprise_id", asked.firm))
        if text and not self.lists.searched(_NAME):
            return None
        if "id_ending" in may_ask and len(text) in (3, 4) and text[:3].isdecimal():
            where.append(Is("id_ending", text.upper()))
            text = ""
        elif "surname" in may_ask and "name" not in may_ask and len(text) == 1:
            where.append(Is("surname", text))
            text = ""
        order = ORDERS[asked.order]
        query = self._whole(*where, sort=order, descending=True)
        return Query(query.where, text, query.sort, query.descending, query.regions)

    def _shown(self, query: Query, number: int, size: int) -> Shown:
        if self.has_services:
            page, services = self.lists.page_with(_NAME, "services", query, number, size)
            return self._judged(page.rows, services, page.total)
        page = self.lists.page(_NAME, query, number, size)
        return self._judged(page.rows, None, page.total)

    def _coded(self, key: str) -> Shown:
        """The one person who is called by this number or code, or nobody."""
        try:
            page = self.lists.one(_NAME, key)
        except NotFoundError:
            return self._shown(self._whole(Has("todo")), 1, 1)
        is_listed = LISTED in page.rows["todo"].iloc[0].split(";")
        if not is_listed or page.rows["region_code"].iloc[0] not in self.codes:
            return self._shown(self._whole(Has("todo")), 1, 1)
        services = self.lists.related(_NAME, key, "services") if self.has_services else None
        return self._judged(page.rows, services, 1)

    def _judged(self, rows: pd.DataFrame, services: pd.DataFrame | None, total: int) -> Shown:
        found = follow_up(rows, services, None, self.brief, self.day)
        return Shown(found, placements(rows, services, self.brief, self.day), services, total)
