"""What is to be said of the headings of a sheet, and of cells that stand beside or under none of them."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.intake.findings import Finding
from dashboard.intake.grid import Grid
from dashboard.intake.header import Header
from dashboard.tables.faults import MOST_FAULTS
from dashboard.tables.masks import quoted, shown_heading
from dashboard.tables.table import Table


def about_headings(header: Header, table: Table) -> list[Finding]:
    """What headings were taken for that are not quite theirs, and those that no column knows."""
    findings = []
    for heading in header.headings:
        if heading.how == "near" and heading.column:
            findings.append(
                Finding(
                    "near_name", "warning", f"{quoted(shown_heading(heading.shown))}, near by {heading.score} of 100",
                    f"{heading.column.label_zh}, which it is taken for",
                    "See whether it means that; if not, map it by hand or rename it.",
                    None, shown_heading(heading.shown), heading.place,
                )
            )  # fmt: skip
        elif heading.shown and not heading.column and heading.how != "counter":
            near = f"The nearest is {heading.suggestion}. " if heading.suggestion else ""
            findings.append(
                Finding(
                    "unknown_column", "warning", f"the unknown column {quoted(shown_heading(heading.shown))}",
                    f"the columns of {table.name} and those a plan names", f"{near}The column is not read.",
                    None, shown_heading(heading.shown), heading.place,
                )
            )  # fmt: skip
    return findings


def beside_the_headings(grid: Grid, header: Header, positions: npt.NDArray[np.int64]) -> list[Finding]:
    """Rows that are longer or shorter than the headings, and cells that stand under none."""
    findings: list[Finding] = []
    width = max((h.place + 1 for h in header.headings if h.shown), default=0)
    filled = np.zeros(grid.height, dtype=bool)
    for column in grid.columns[width:]:
        filled |= np.asarray(pc.not_equal(column, ""))
    keep = pa.array(positions)
    if grid.lengths is not None:
        lengths = grid.lengths[positions]
        wrong = positions[(lengths < width) | ((lengths > width) & filled[positions])]
        for position in wrong[:MOST_FAULTS].tolist():
            findings.append(  # noqa: PERF401 - reads better
                Finding(
                    "ragged_row", "error", f"{int(grid.lengths[position])} cells", f"{width}, as in the headings",
                    "Look for a missing or an additional separator.", position + 1,
                )
            )  # fmt: skip
        filled[positions] = False
    for heading in header.headings:
        is_bare = not heading.shown
        if (is_bare and heading.place < width) or (is_bare and filled[positions].any()):
            cells = grid.columns[heading.place].take(keep)
            if pc.any(pc.not_equal(cells, "")).as_py():
                findings.append(
                    Finding(
                        "no_heading", "warning", f"cells without a heading in column {heading.place + 1}",
                        "a heading over every column", "They are not read.", None, None, heading.place,
                    )
                )  # fmt: skip
    return findings
