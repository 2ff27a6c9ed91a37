"""The list of leads as figures: those that are shown, with source, severity, owner and state."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.locale import Words
from dashboard.registers.leads import Lead
from dashboard.reports.export import Sheet
from dashboard.tables.months import month_text
from dashboard.wording.reasons import event_kind
from dashboard.wording.teller import Teller

GROUPS = ("places", "firms", "events", "leads")
"""The field groups that the list draws on."""


def source_word(lead: Lead, t: Words) -> str:
    """Where a lead is from: the table's own word, or the kind of event."""
    return event_kind(lead.source, t) if lead.is_event else lead.source


def kind_word(lead: Lead, t: Words) -> str:
    """Which criterion of the plan it meets."""
    return t.label(lead.listed.criterion.name) if lead.listed else ""


def lead_table(teller: Teller, focus: int, found: Sequence[Lead], marks: Sequence[str]) -> Sheet:
    """The table of some leads in this order; ``marks`` are the lines that go with it."""
    t, panel = teller.t, teller.workspace.panel
    rows = [
        {
            t("Lead"): lead.lead_id,
            t("Date"): f"{lead.day:%Y-%m-%d}",
            t("Place"): teller.name(lead.region),
            t("Source"): source_word(lead, t),
            t("Kind"): kind_word(lead, t),
            t("Severity"): lead.severity,
            t("Firm code"): lead.enterprise_id,
            t("Firm"): lead.enterprise_name,
            t("State"): lead.status,
            t("Check due"): f"{lead.due_by:%Y-%m-%d %H:%M}" if lead.due_by is not None else "",
        }
        for lead in found
    ]
    return Sheet(
        title=t("Leads"), thing=f"risks {panel.codes[focus]} {month_text(teller.month)}", frame=pd.DataFrame(rows),
        groups=GROUPS, marks=tuple(marks), too_small=t("under {n}", n="{n}"),
    )  # fmt: skip
