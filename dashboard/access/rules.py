"""The table of roles, actions and field groups: roles.yaml, read strictly, with duties kept apart.

Source: docs/security.md, "Roles".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from dashboard.errors import SettingsError
from dashboard.plans import strict_yaml
from dashboard.plans.faults import model_faults
from dashboard.plans.parts import Model, Text
from dashboard.tables.registry import TABLES

Action = Literal["view", "reveal", "edit", "import", "export", "publish", "facilitate", "configure"]
ACTIONS: tuple[Action, ...] = get_args(Action)
FILE = Path(__file__).with_name("roles.yaml")


class Group(Model):
    """Fields that are given out together: whole tables, or single columns of tables; or a part of the app."""

    name: Text
    tables: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    is_masked: bool = False
    is_free_text: bool = False


class Role(Model):
    """What a role may do: for each action the groups it extends to."""

    name: Text
    about: Text
    may: Mapping[Action, tuple[str, ...]]
    is_pseudonymous: bool = False
    least_exported_count: int = Field(0, ge=0)


class Apart(Model):
    """Two duties that no role may hold together; each is written as an action and a group."""

    one: str
    others: tuple[str, ...] = Field(min_length=1)
    why: Text


class Rules(Model):
    """The whole table."""

    source: str
    actions: Mapping[Action, Text]
    groups: Mapping[str, Group]
    roles: Mapping[str, Role]
    apart: tuple[Apart, ...]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [*self._names(), *self._fields(), *self._conflicts()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _names(self) -> Iterator[str]:
        """Everything that is named is there."""
        if missing := set(ACTIONS) - set(self.actions):
            yield f"actions: {', '.join(sorted(missing))} missing; name every action"
        for role, told in self.roles.items():
            for action, groups in told.may.items():
                for group in groups:
                    if group not in self.groups:
                        yield f"roles.{role}.may.{action}: found {group!r}; allowed: {', '.join(self.groups)}"
        for rule in self.apart:
            for duty in (rule.one, *rule.others):
                verb, _, group = duty.partition(" ")
                if verb not in ACTIONS or group not in self.groups:
                    yield f"apart: found {duty!r}; allowed: an action and a group, such as 'view people'"

    def _fields(self) -> Iterator[str]:
        """Every field lies in one group, and tables about people are given out column by column."""
        seen: dict[tuple[str, str], str] = {}
        for name, group in self.groups.items():
            named = [(table, "") for table in group.tables]
            named += [(table, column) for table, columns in group.columns.items() for column in columns]
            for table, column in named:
                if table not in TABLES or (column and column not in TABLES[table].by_name):
                    yield f"groups.{name}: found {table}.{column}; allowed: a table of docs/tables.md and its columns"
                elif not column and TABLES[table].is_personal:
                    yield f"groups.{name}: found the whole table {table}, which is about people; name its columns"
                elif (table, column) in seen:
                    yield f"groups.{name}: {table}.{column} also stands in {seen[table, column]}; keep one"
                seen[table, column] = name
        yield from self._unmasked()

    def _unmasked(self) -> Iterator[str]:
        """Names and phone numbers of people lie in masked groups."""
        for table in TABLES.values():
            for column in table.columns:
                holder = self.groups.get(self.group_of(table.name, column.name))
                if holder is not None and column.kind in ("person", "phone") and not holder.is_masked:
                    yield f"groups: {table.name}.{column.name} names a person; put it into a masked group"

    def _conflicts(self) -> Iterator[str]:
        """No role holds duties that are to be kept apart."""
        for rule in self.apart:
            for role in self.roles:
                held = [duty for duty in rule.others if self.holds(role, duty)]
                if self.holds(role, rule.one) and held:
                    yield f"roles.{role}: may {rule.one} and {', '.join(held)}; {rule.why.en}"

    def holds(self, role: str, duty: str) -> bool:
        """Whether a role has a duty written as an action and a group."""
        action, _, group = duty.partition(" ")
        return any(name == action and group in groups for name, groups in self.roles[role].may.items())

    @cached_property
    def group_of_table(self) -> dict[str, str]:
        """The group of each table that is given out whole."""
        return {table: name for name, group in self.groups.items() for table in group.tables}

    @cached_property
    def group_of_column(self) -> dict[tuple[str, str], str]:
        """The group of each column that has one of its own."""
        return {
            (table, column): name
            for name, group in self.groups.items()
            for table, columns in group.columns.items()
            for column in columns
        }

    def group_of(self, table: str, column: str) -> str:
        """The group that a column lies in; empty for none."""
        return self.group_of_column.get((table, column), self.group_of_table.get(table, ""))


def parse(text: str) -> Rules:
    """The table from its text.

    Raises:
        SettingsError: the text has faults; all at once, each with its line.
    """
    document = strict_yaml.read(text)
    found, faults = model_faults(Rules, document)
    faults = [*document.faults, *faults]
    if found is None or faults:
        raise SettingsError(f"{FILE.name}, line {line}: {what}" for line, what in sorted(set(faults)))
    return found


@cache
def rules() -> Rules:
    """The table in force.

    Raises:
        SettingsError: the file has faults.
    """
    return parse(FILE.read_text(encoding="utf-8"))
