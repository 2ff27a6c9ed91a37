"""Who does what: bodies and units, checklists for a case, regular reports, funds, and how a case is closed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboard.plans.conditions import Criterion
from dashboard.plans.parts import NAME, EdgeText, Model, Text

Party = str
"""A unit or role of the plan, or an addressee of reports (``dashboard.plans.parts.Role``)."""


class Post(Model):
    """A body, such as a leading group or a working group: who leads it, who assists; filled with names elsewhere."""

    id: str = Field(pattern=NAME)
    name: Text
    lead: Party | None = None
    assisting: tuple[Party, ...] = ()
    duty_hours: float | None = Field(default=None, gt=0, le=24)
    clause: str = Field(min_length=1)


class Item(Model):
    """One thing to do or to see to; ``people_count`` is how many people may take part."""

    id: str = Field(pattern=NAME)
    name: Text
    people_count: EdgeText | None = None
    by: tuple[Party, ...] = ()
    clause: str = Field(min_length=1)


class Checklist(Model):
    """Things to do in an order, such as on the spot of a gathering."""

    id: str = Field(pattern=NAME)
    name: Text
    items: tuple[Item, ...] = Field(min_length=1)
    clause: str = Field(min_length=1)


class RegularReport(Model):
    """A report that is due again and again, whatever happens."""

    id: str = Field(pattern=NAME)
    name: Text
    every: Literal["week", "month", "quarter"]
    by: tuple[Party, ...] = Field(min_length=1)
    to: tuple[Party, ...] = Field(min_length=1)
    clause: str = Field(min_length=1)


class Organisation(Model):
    """The bodies of a plan, and what they keep to."""

    units: dict[str, Text] = Field(default_factory=dict)
    roles: tuple[Post, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    reports: tuple[RegularReport, ...] = ()
    funds: tuple[Criterion, ...] = ()


class Closing(Model):
    """How a case ends: what must hold, which papers go which way, and who gets the summary and who is told."""

    conditions: tuple[Item, ...] = Field(min_length=1)
    papers: tuple[Item, ...] = ()
    path: tuple[Party, ...] = ()
    summary_to: tuple[Party, ...] = Field(min_length=1)
    told: tuple[Party, ...] = ()
    clause: str = Field(min_length=1)
