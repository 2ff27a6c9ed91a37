"""What the component ``listing`` is given: a table of cells that say, mark, link or strike through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.ui.payloads import Data

Cell = Data


def cell(text: str = "", small: str = "", **marks: Any) -> Cell:
    """One cell; ``marks`` are the further keys of docs/components.md that are set."""
    return (
        {"text": text}
        | ({"small": small} if small else {})
        | {name: value for name, value in marks.items() if value}
    )


def column(text: str, **marks: Any) -> Data:
    """One column's head."""
    return {"text": text} | {name: value for name, value in marks.items() if value}


def row(key: str, cells: Sequence[Cell], **marks: Any) -> Data:
    """One row; the first cell is its head."""
    return {"key": key, "cells": list(cells)} | {name: value for name, value in marks.items() if value}


def group(text: str, small: str = "") -> Data:
    """A line across the table that names what follows."""
    return {"key": f"group {text}", "group": text, "small": small}
