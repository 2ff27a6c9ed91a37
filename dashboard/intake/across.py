"""What several sheets of a file, or several files of a folder, say of the same: no key may stand in two of them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.intake.findings import Finding
from dashboard.intake.read_sheet import Entry, in_order
from dashboard.tables.faults import MOST_FAULTS
from dashboard.tables.masks import mask_inside, quoted, shown
from dashboard.tables.months import month_text
from dashboard.tables.registry import TABLES


def check_across(entries: Sequence[tuple[str, Entry]]) -> None:
    """Note every key that an earlier one of the entries has; each comes with the words for where it stands."""
    by_table: dict[str, list[tuple[str, Entry]]] = {}
    for where, entry in entries:
        if entry.table and entry.parts:
            by_table.setdefault(entry.table, []).append((where, entry))
    for name, several in by_table.items():
        for key in TABLES[name].keys if len({where for where, _ in several}) > 1 else ():
            _note_repeats(several, list(key))


def _note_repeats(several: Sequence[tuple[str, Entry]], key: list[str]) -> None:
    places = [entry.frame[key].assign(_of=index, _row=entry.rows) for index, (_, entry) in enumerate(several)]
    whole = pd.concat(places, ignore_index=True)
    for name in key:
        whole = whole[(whole[name] != "") & (whole[name] != 0)]
    first = whole.groupby(key, sort=False)["_of"].transform("first")
    wheres = np.array([where for where, _ in several])
    # What stands twice in one of them is a fault of that one already.
    again = whole[wheres[first.to_numpy(dtype=int)] != wheres[whole["_of"].to_numpy(dtype=int)]]
    again = again.assign(first=first)
    for index, rows in again.groupby("_of", sort=False):
        entry = several[int(str(index))][1]
        table = TABLES[entry.table or ""]
        for row in rows.head(MOST_FAULTS).to_dict("records"):
            words = (
                month_text(row[name]) if name == "month" else shown(
                    str(row[name]), table.by_name[name].kind, is_personal=table.is_personal
                ).strip("'")
                for name in key
            )  # fmt: skip
            entry.findings.append(
                Finding(
                    "key_twice", "error",
                    f"{quoted(mask_inside(' and '.join(words)))} again, after {several[row['first']][0]}",
                    "each once in all that is brought together", "Remove one of the two.", row["_row"],
                )
            )  # fmt: skip
        entry.findings = in_order(entry.findings)
