"""A table: what one row is, which columns it has, and what makes a row unique."""

from dataclasses import dataclass
from functools import cached_property

from dashboard.tables.columns import Column


@dataclass(frozen=True)
class Table:
    """One table of the contract, as data.

    Each of `keys` names columns that no two rows may share, where all of them are filled; each of `one_of`
    names columns of which every row needs at least one. In a table that `is_personal` whatever a fault
    shows is masked; in one that `takes_figures` the columns that only a plan knows are read as numbers.
    """

    name: str
    label_zh: str
    label_en: str
    doc: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    is_personal: bool = False
    takes_figures: bool = False

    def __hash__(self) -> int:
        """By the name alone: what is kept by table is asked for thousands of times in a file."""
        return hash(self.name)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns under their contract names."""
        return {column.name: column for column in self.columns}
