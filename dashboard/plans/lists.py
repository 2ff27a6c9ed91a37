"""The four lists that a bureau keeps, of leads, firms, people and places on watch, and what brings a row onto one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboard.plans.conditions import ColumnName, Criterion, TableName
from dashboard.plans.parts import Model, Text

ListName = Literal["risks", "enterprises", "people", "regions"]
"""A list is called after the table whose rows are on it."""


class KeyList(Model):
    """One list: any criterion brings a row onto it; the ledger is what is kept of each, by table."""

    id: ListName
    name: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    ledger: dict[TableName, tuple[ColumnName, ...]] = Field(default_factory=dict)
    clause: str = Field(min_length=1)
