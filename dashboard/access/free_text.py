"""People who are named in free text: every name that the tables know is masked there, as in its own column.

A name that no table knows is not recognised. ``张三丰反映…`` → ``张*反映…``, also with a blank inside the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.access.masking import mask_name
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

SHORTEST = 2
_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_NAMES_OF_THINGS = ("region_name", "enterprise_name")


class Names:
    """Names of people, to be found inside texts."""

    def __init__(self, names: Iterable[str]) -> None:
        # All at once, since there may be a million.
        folded = "\0".join(name for name in names if isinstance(name, str)).translate(_NARROW).casefold()
        known = ("".join(name.split()) for name in folded.split("\0"))
        self._known = frozenset(name for name in known if len(name) >= SHORTEST)
        self._starts = frozenset(name[:SHORTEST] for name in self._known)
        self._lengths = sorted(set(map(len, self._known)), reverse=True)

    TABLES = tuple(name for name, table in TABLES.items() if any(c.kind == "person" for c in table.columns))
    """The tables that name people."""

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> Names:
        """Every name in a column for names: of people, and of those who look after people, leads and firms."""
        found: list[str] = []
        for table in TABLES.values():
            columns = [column.name for column in table.columns if column.kind == "person"]
            if columns and table.name in tables:
                frame = tables[table.name]
                for column in frame.columns.intersection(columns):
                    found += frame[column].unique().tolist()
        return cls(found)

    def masked(self, text: str) -> str:
        """A text with each name in it masked, the longest that fits first."""
        folded = _folded(text)
        packed = "".join(folded.split())
        begins = [at for at in range(len(packed) - 1) if packed[at : at + SHORTEST] in self._starts]
        if not begins:
            return text
        at = [place for place, sign in enumerate(folded) if not sign.isspace()]
        found, copied = [], 0
        for place in begins:
            first = at[place]
            if first >= copied and (end := self._end(packed, place, text, at)):
                found += [text[copied:first], mask_name(text[first:end])]
                copied = end
        return "".join((*found, text[copied:]))

    def _end(self, packed: str, place: int, text: str, at: list[int]) -> int:
        """Where in the text a name ends that begins at a place; 0 if none does."""
        for length in self._lengths:
            if place + length <= len(at) and packed[place : place + length] in self._known:
                end = at[place + length - 1] + 1
                if not _is_inside_a_word(text, at[place], end):
                    return end
        return 0


def takes_names(table: Table, column: str) -> bool:
    """Whether a column holds free text, in which somebody may be named."""
    found = table.by_name.get(column)
    return found is not None and found.kind == "text" and column not in _NAMES_OF_THINGS


def _folded(text: str) -> str:
    """A text of the same length, with narrow signs and small letters."""
    found = text.translate(_NARROW).casefold()
    return found if len(found) == len(text) else text.translate(_NARROW)


def _is_inside_a_word(text: str, first: int, end: int) -> bool:
    """Whether a name in Latin letters is part of a longer word."""
    before = first > 0 and bool(_LATIN.match(text[first]) and _LATIN.match(text[first - 1]))
    after = end < len(text) and bool(_LATIN.match(text[end - 1]) and _LATIN.match(text[end]))
    return before or after
