"""What is offered to a store: files of one drop put together, and filled up with what they do not speak of.

An office seldom reports every column of a row. A column that a file does not have says nothing, so what stands in it
stays; an empty cell of a column that it has says that there is nothing, and supersedes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.bringing.matching import blank, differ, positions, put
from dashboard.tables.masks import shown
from dashboard.tables.months import month_text
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table

MOST_CLASHES = 20


@dataclass(frozen=True)
class Piece:
    """One file without errors: its name and hash, its typed tables, and the columns of each that it has."""

    file: str
    sha256: str
    frames: Mapping[str, pd.DataFrame]
    given: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Clash:
    """Two files that say different things about one row; in ``key`` identifiers are masked, codes of places not."""

    table: str
    key: tuple[str, ...]
    column: str
    files: tuple[str, str]


@dataclass(frozen=True)
class Counts:
    """How many rows of a table are new, differ from what stands, or are the same; and cells that get empty."""

    new: int
    changed: int
    same: int
    emptied: int


@dataclass(frozen=True)
class Offer:
    """What one confirmation stores. ``said`` is what the files say, ``frames`` the same filled up."""

    said: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    counts: Mapping[str, Counts] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def offer_of(pieces: Sequence[Piece], standing: Mapping[str, pd.DataFrame]) -> Offer:
    """The files of one drop as one offer, held against the tables that stand."""
    said: dict[str, pd.DataFrame] = {}
    frames: dict[str, pd.DataFrame] = {}
    counts: dict[str, Counts] = {}
    clashes: list[Clash] = []
    for name, table in TABLES.items():
        having = [piece for piece in pieces if name in piece.frames]
        if having:
            said[name], spoken, found = _joined(having, table)
            frames[name], counts[name] = _filled(said[name], spoken, standing.get(name), table)
            clashes += found
    return Offer(said, frames, counts, tuple(clashes[:MOST_CLASHES]), _named(pieces))


def _named(pieces: Sequence[Piece]) -> dict[str, str]:
    """The hash of each file by its name; two files of one name get a number."""
    found: dict[str, str] = {}
    for piece in pieces:
        name, number = piece.file, 2
        while name in found:
            name, number = f"{piece.file} ({number})", number + 1
        found[name] = piece.sha256
    return found


def _spoken(piece: Piece, frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Which columns a file speaks of, for each of its rows."""
    given = piece.given.get(table.name, frozenset())
    return pd.DataFrame(
        {
            name: np.full(len(frame), name in given or (v.dtype != bool and not blank(v).all()))
            for name, v in frame.items()
        }
    )


def _joined(pieces: Sequence[Piece], table: Table) -> tuple[pd.DataFrame, pd.DataFrame, list[Clash]]:
    """The rows of several files, and what they speak of; where two have the same row, each adds to the other."""
    whole = pieces[0].frames[table.name].reset_index(drop=True).copy()
    spoken = _spoken(pieces[0], whole, table)
    owners = [pieces[0].file] * len(whole)
    clashes: list[Clash] = []
    for piece in pieces[1:]:
        frame = piece.frames[table.name].reset_index(drop=True)
        # A figure that only a plan knows may be in one file alone.
        names = list(dict.fromkeys((*whole.columns, *frame.columns)))
        speaks = _spoken(piece, frame, table).reindex(columns=names, fill_value=False)
        spoken = spoken.reindex(columns=names, fill_value=False)
        whole, frame = whole.reindex(columns=names), frame.reindex(columns=names)
        at = positions(whole, frame, table)
        there = np.flatnonzero(at >= 0)
        for column in frame.columns if len(there) else ():
            old, new = whole[column].iloc[at[there]], frame[column].iloc[there]
            was = spoken[column].to_numpy()[at[there]] & ~blank(old)
            says = speaks[column].to_numpy()[there] & ~blank(new)
            for place in np.flatnonzero(differ(old, new) & was & says):
                row = int(there[place])
                clashes.append(
                    Clash(table.name, _key(frame, row, table), column, (owners[int(at[row])], piece.file))
                )
            takes = there[says & ~was]
            put(whole, column, at[takes], frame[column].to_numpy()[takes])
            both = spoken[column].to_numpy()[at[there]] | speaks[column].to_numpy()[there]
            put(spoken, column, at[there], both)
        owners += [piece.file] * int((at < 0).sum())
        whole = pd.concat([whole, frame[at < 0]], ignore_index=True)
        spoken = pd.concat([spoken, speaks[at < 0]], ignore_index=True)
    return whole, spoken, clashes


def _key(frame: pd.DataFrame, row: int, table: Table) -> tuple[str, ...]:
    """A row's key for a person."""

    def told(name: str) -> str:
        value, kind = frame[name].iloc[row], table.by_name[name].kind
        if kind == "month":
            return month_text(int(value))
        return (
            str(value)
            if kind in ("region", "year")
            else shown(str(value), kind, is_personal=table.is_personal)
        )

    return tuple(told(name) for name in table.keys[0])


def _filled(
    frame: pd.DataFrame, spoken: pd.DataFrame, standing: pd.DataFrame | None, table: Table
) -> tuple[pd.DataFrame, Counts]:
    """New rows with what stands in the columns that their files lack, and how they differ from what stands."""
    if standing is None or not len(standing):
        return frame, Counts(len(frame), 0, 0, 0)
    if not table.keys:
        same = _same_rows(frame, standing)
        return frame, Counts(len(frame) - same, 0, same, 0)
    at = positions(standing, frame, table)
    there = np.flatnonzero(at >= 0)
    whole = frame.copy()
    changed, emptied = np.zeros(len(there), dtype=bool), 0
    for column in dict.fromkeys((*standing.columns, *whole.columns)):
        if column not in whole.columns:  # a figure that only a plan knows
            whole[column] = np.full(len(whole), np.nan)
        if column not in standing.columns:
            changed |= ~blank(whole[column].iloc[there])
            continue
        says = spoken[column].to_numpy()[there] if column in spoken.columns else np.zeros(len(there), bool)
        kept = there[~says]
        if not any(column in key for key in table.keys):
            put(whole, column, kept, standing[column].to_numpy()[at[kept]])
        before, after = standing[column].iloc[at[there]], whole[column].iloc[there]
        changed |= differ(before, after)
        emptied += int((~blank(before) & blank(after)).sum())
    much = int(changed.sum())
    return whole, Counts(len(frame) - len(there), much, len(there) - much, emptied)


def _same_rows(frame: pd.DataFrame, standing: pd.DataFrame) -> int:
    """How many rows of a table without a key stand already."""
    names = [name for name in frame.columns if name in standing.columns]
    known = set(standing[names].itertuples(index=False, name=None))
    return sum(row in known for row in frame[names].itertuples(index=False, name=None))
