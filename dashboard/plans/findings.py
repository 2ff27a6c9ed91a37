"""What the linter finds in a plan file: kinds, and a finding as data. Sentences are made in dashboard/wording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from dashboard.plans.ranges import Range
from dashboard.plans.strict_yaml import Path_

Kind = Literal[
    "shared",
    "overlap",
    "hole",
    "contradiction",
    "order",
    "never",
    "uncited",
    "unknown_column",
    "no_alternative",
    "fault",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Two tiers that name one figure, or share a range; figures that fall short of what milder ones reach; one figure
both included and left out; a worse tier that begins before a milder one; a tier or rule that nothing reaches; numbers
without a clause; an indicator that no table has; a question with one answer; a file that is no sound plan."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or that a text leaves open.

    ``area`` says for which figures: of the rule's own under ``""``, of events and of children under their names.
    ``milder`` and ``worse`` are tier ids. ``found`` is a name or numbers as they stand, ``near`` the nearest known
    name, or the edge that cannot be reached. ``interpretation`` settles it. A ``warning`` does not refuse a file.
    """

    kind: Kind
    line: int
    path: Path_
    rule: str = ""
    milder: str = ""
    worse: str = ""
    area: dict[str, Range] = field(default_factory=dict)
    found: str = ""
    near: str = ""
    interpretation: str = ""
    warning: bool = False
