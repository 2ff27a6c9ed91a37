"""The audit log as a table to be taken out: entries as they are kept, with the words that the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.access.audit import NOBODY
from dashboard.locale import Words
from dashboard.reports.export import Sheet
from dashboard.wording.audit import Names, action_word, role_and_places

if TYPE_CHECKING:
    from dashboard.store.audit import Entry


def audit_table(entries: Sequence[Entry], marks: Sequence[str], names: Names, t: Words) -> Sheet:
    """The table of some entries in this order; ``marks`` are the lines that go with it, ``names`` those of places."""
    rows = [
        {
            t("No."): entry.seq,
            t("Time (UTC)"): entry.at,
            t("Who"): entry.actor if entry.actor != NOBODY else t("not signed in"),
            t("Role"): role_and_places(entry.scope, names, t)[0],
            t("Responsible for"): role_and_places(entry.scope, names, t)[1],
            t("Action"): action_word(entry.action, t),
            t("Object"): entry.object,
            t("Row count"): entry.count,
            t("Hash"): entry.hash,
        }
        for entry in entries
    ]
    return Sheet(
        title=t("Audit log"),
        thing="audit_log",
        frame=pd.DataFrame(rows),
        groups=("audit_log",),
        marks=tuple(marks),
    )
