"""The conflicts between sources as a table to be taken out or printed, a row each, with both sides; masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.locale import Words
from dashboard.reports.export import Sheet
from dashboard.tables.months import month_text
from dashboard.wording.matching import conflict_names, source_names

GROUPS = ("places", "firms", "people", "identity")
"""The field groups that the list draws on."""


def matching_frame(found: pd.DataFrame, t: Words) -> pd.DataFrame:
    """The conflicts of ``access.matched`` under the headings of the viewer's language."""
    kinds, sources = conflict_names(t), source_names(t)
    return pd.DataFrame(
        {
            t("Conflict"): [kinds[each] for each in found["conflict"]],
            t("Month"): [month_text(int(each)) for each in found["month"]],
            t("Name"): found["name"].tolist(),
            t("ID number"): found["number"].tolist(),
            t("Person number"): found["person_id"].tolist(),
            t("One source"): [sources[each] for each in found["left"]],
            t("Firm there"): found["left_enterprise"].tolist(),
            t("Place there"): found["left_region"].tolist(),
            t("The other source"): [sources[each] for each in found["right"]],
            t("Firm in the other"): found["right_enterprise"].tolist(),
            t("Place in the other"): found["right_region"].tolist(),
        }
    )


def matching_table(found: pd.DataFrame, thing: str, t: Words, marks: Callable[[], Sequence[str]]) -> Sheet:
    """The same as a file; ``thing`` names it in the audit log."""
    return Sheet(
        title=t("Matching"), thing=thing, frame=matching_frame(found, t), groups=GROUPS, marks=tuple(marks()),
        too_small=t("under {n}", n="{n}"),
    )  # fmt: skip
