"""Places numbered so that a place and all below it are a run of numbers: a province's scope is one comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

NOWHERE = 0
"""The number of a row that lies in no place."""

Run = tuple[int, int]


def numbered(codes: Sequence[str], parents: Sequence[str]) -> dict[str, Run]:
    """The number of each place and the last number below it, parents before children, in the order given."""
    known = set(codes)
    children: dict[str, list[str]] = {}
    for code, parent in zip(codes, parents, strict=True):
        children.setdefault(parent if parent in known else "", []).append(code)
    found: dict[str, Run] = {}
    waiting = [(code, False) for code in reversed(children.get("", []))]
    number = 0
    while waiting:
        code, is_done = waiting.pop()
        if is_done:
            found[code] = (found[code][0], number)
            continue
        number += 1
        found[code] = (number, number)
        waiting.append((code, True))
        waiting += [(child, False) for child in reversed(children.get(code, []))]
    return found


@dataclass(frozen=True)
class Places:
    """The places of a list, and how many of its rows lie in each number (about: as when it was built)."""

    runs: dict[str, Run]
    rows: dict[int, int]

    def within(self, codes: Iterable[str]) -> list[Run]:
        """The runs of some places with all below them, in order and apart from each other; unknown codes add none."""
        merged: list[Run] = []
        for first, last in sorted({self.runs[code] for code in codes if code in self.runs}):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def is_within(self, code: str, codes: Iterable[str]) -> bool:
        """Whether a place is one of some places or below them."""
        number = self.runs.get(code, (NOWHERE, NOWHERE))[0]
        return any(first <= number <= last for first, last in self.within(codes))

    def row_count(self, runs: Iterable[Run]) -> int:
        """About how many rows lie in some runs."""
        return sum(self._below[last] - self._below[first - 1] for first, last in runs)

    @cached_property
    def _below(self) -> list[int]:
        total, found = 0, [0]
        for number in range(1, len(self.runs) + 1):
            total += self.rows.get(number, 0)
            found.append(total)
        return found
