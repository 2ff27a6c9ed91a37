"""The list of key enterprises as figures: the firms that are shown, with their reasons, arrears and shares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.reports.export import Counts, Sheet
from dashboard.tables.months import month_text
from dashboard.wording.firms import FirmMonth, hand_word, reason_word, share_text

GROUPS = ("places", "figures", "alerts", "firms", "events")
"""The field groups that the list draws on."""


def firm_table(of: FirmMonth, found: Sequence[int], marks: Sequence[str]) -> Sheet:
    """The table of some firms in this order; ``marks`` are the lines that go with it."""
    t, people = of.t, of.t("People of it")
    rows = [_row(of, firm) for firm in found]
    counts = tuple(Counts(name, with_it=(t("Share (percent)"),) if name == people else ()) for name in (
        t("Employed"), t("Insured"), people,
    ))  # fmt: skip
    code = of.teller.workspace.panel.codes[of.region]
    return Sheet(
        title=t("Key enterprises"),
        thing=f"enterprises {code} {month_text(of.month)}",
        frame=pd.DataFrame(rows),
        groups=GROUPS,
        counts=counts if rows else (),
        marks=tuple(marks),
        too_small=t("under {n}", n="{n}"),
    )


def _row(of: FirmMonth, firm: int) -> dict[str, Any]:
    t, firms, region = of.t, of.firms, int(of.firms.regions[firm])
    reasons = firms.reasons(firm, of.month)
    names = [reason_word(each, of) for each in reasons]
    since = [each.since for each in reasons if each.since]
    if firms.by_hand(of.month)[firm]:
        names.insert(0, hand_word(t))
        since.append(firms.hand_since(firm))
    state, rule = str(of.shares.state[firm]), str(of.shares.rule[firm])
    return {
        t("Firm code"): firms.ids[firm],
        t("Firm"): of.name(firm),
        t("Place"): of.teller.name(region) if region >= 0 else "",
        t("Industry"): str(of.cell(firm, "industry_code") or ""),
        t("Month"): month_text(of.month),
        t("Reasons"): t("; ").join(names),
        t("Listed since"): month_text(min(since)) if since else "",
        t("Employed"): _figure(firms.employees[of.at, firm]),
        t("Insured"): _figure(firms.insured[of.at, firm]),
        t("Wages owed (CNY)"): _figure(firms.wages[of.at, firm]),
        t("Insurance owed (months)"): _figure(firms.insurance[of.at, firm]),
        t("Share (percent)"): _figure(round(float(of.shares.percent[firm]), 1)),
        t("People of it"): _figure(of.shares.people[firm]),
        t("Rule behind it"): t.label(of.teller.plan.rule(rule).name) if rule else "",
        t("Attributable"): share_text(firm, of)[0] if state != "share" else t("yes"),
    }  # fmt: skip


def _figure(value: Any) -> Any:
    return "" if math.isnan(value) else float(value)
