"""Percentages: 12.5%, 12.5 and 0.125 are told apart by what is declared, and never guessed.

Declared is a column by its contract name, by (%) or (小数) in its heading, by a unit line, or by the % signs in its
cells. Where some cells have the sign and others not, or one is a hundredth of the others, the column is refused.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.cleaning import positions
from dashboard.tables.cells import DECIMAL

Declared = Literal["percent", "fraction", ""]
_SIGNED = r"^-?([0-9]+(\.[0-9]+)?|\.[0-9]+)%$"


@dataclass(frozen=True)
class Percents:
    """A column of percentages: its texts without signs, the unit it is read in, and why it is refused, if it is."""

    texts: Any
    unit: str
    wrong: npt.NDArray[np.int64]
    reason: str = ""


NONE = np.empty(0, dtype=np.int64)


def read_percents(texts: Any, declared: Declared) -> Percents:
    """Cleaned texts of a percentage column, by what is declared of it."""
    signed = np.asarray(pc.match_substring_regex(texts, _SIGNED))
    decimal = np.asarray(pc.match_substring_regex(texts, DECIMAL))
    without = pc.if_else(pa.array(signed), pc.replace_substring(texts, "%", ""), texts)
    if signed.any() and decimal.any():
        few, what = (decimal, "without") if decimal.sum() <= signed.sum() else (signed, "with")
        all_in_all = int((signed | decimal).sum())
        reason = f"{int(few.sum())} of {all_in_all} cells {what} a % sign"
        return Percents(without, "", positions(few), reason)
    if signed.any():
        if declared == "fraction":
            return Percents(without, "", positions(signed), "% signs under a heading that says fractions")
        return Percents(without, "percent", NONE)
    numbers = pc.cast(pc.if_else(pa.array(decimal), texts, pa.scalar(None, pa.string())), pa.float64())
    values = np.abs(np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=float))
    small = (values > 0) & (values <= 1)
    large = values > 1
    if declared == "fraction":
        if large.any():
            return Percents(
                texts, "", positions(large), "figures above 1 under a heading that says fractions"
            )
        return Percents(_times_100(texts, decimal), "fraction", NONE)
    if small.any() and large.any() and _is_hundredth(values[small], values[large]):
        few = small if small.sum() <= large.sum() else large
        reason = "figures about a hundred times smaller than others: fractions among percentages"
        return Percents(texts, "", positions(few), reason)
    if not declared and small.any() and not large.any():
        return Percents(
            texts, "", positions(small), "no figure above 1: percentages or fractions, not declared"
        )
    return Percents(texts, "percent", NONE)


def _is_hundredth(small: npt.NDArray[Any], large: npt.NDArray[Any]) -> bool:
    """Whether the small figures are the large ones as fractions, and not just smaller percentages."""
    if large.min() < 10 * small.max():
        return False
    ratio = float(np.median(large)) / 100 / float(np.median(small))
    return 0.5 <= ratio <= 2


def _times_100(texts: Any, decimal: npt.NDArray[Any]) -> Any:
    numbers = pc.cast(pc.if_else(pa.array(decimal), texts, pa.scalar(None, pa.string())), pa.float64())
    hundred = np.round(np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=float) * 100, 10)
    words = pa.array(["" if np.isnan(value) else repr(float(value)) for value in hundred], pa.string())
    return pc.if_else(pa.array(decimal), words, texts)
