"""An edge: the figure at which a tier begins, and whether the figure itself counts.

``">= 0.5"`` reaches at 0.5, ``"< 90"`` only below 90. Figures are compared after rounding to 6 decimals, so
that 4.3 − 3.8 counts as 0.5 (plans.md, "How numbers are read").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DECIMALS = 6
JOINED = r"\s+and\s+"
"""What joins the two comparisons of a range."""
_PATTERN = re.compile(r"\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Edge:
    """A comparison with a number: ``op`` is one of ``>= > <= <``."""

    op: str
    number: float

    @classmethod
    def parse(cls, text: str) -> Edge:
        """Read ``">= 0.5"``.

        Raises:
            ValueError: the text is not an operator and a number.
        """
        match = _PATTERN.fullmatch(text)
        parts = re.split(JOINED, text)
        if len(parts) > 1 and all(_PATTERN.fullmatch(part) for part in parts):
            raise ValueError(
                f"found {text!r}, a range; allowed: the nearer edge alone, for the worse tiers lie inside it. "
                "lint-plan says what a text's ranges share or leave open"
            )
        if match is None:
            raise ValueError(
                f"found {text!r}; allowed: an operator (>= > <= <) and a number, such as '>= 0.5'"
            )
        return cls(match[1], float(match[2]))

    @property
    def upward(self) -> bool:
        """Whether growing figures reach the edge."""
        return self.op[0] == ">"

    @property
    def inclusive(self) -> bool:
        """Whether the figure itself reaches the edge."""
        return self.op[-1] == "="

    def reached(self, value: NDArray[Any]) -> NDArray[np.bool_]:
        """Where rounded figures reach the edge; a missing figure (NaN) never does."""
        if self.op == ">=":
            return value >= self.number
        if self.op == "<=":
            return value <= self.number
        return value > self.number if self.op == ">" else value < self.number

    def reached_by(self, value: float) -> bool:
        """Whether one figure reaches the edge, after rounding."""
        return bool(self.reached(np.asarray(round(value, DECIMALS))))

    def __str__(self) -> str:
        return f"{self.op} {self.number:g}"
