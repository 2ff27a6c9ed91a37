"""What the component ``firms`` is given: a page of the list of key enterprises, a row each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.locale import literal
from dashboard.plans.styles import Scheme
from dashboard.registers.firms import MONTHS_SHOWN
from dashboard.ui import address
from dashboard.ui.payloads import Data, ground, region_digit
from dashboard.wording.figures import month_short, number
from dashboard.wording.firms import (
    FirmMonth,
    detail,
    hand_word,
    owed_text,
    reason_word,
    share_text,
    since_text,
    visit_text,
)

_MOST_TAGS = 2


def firm_rows(of: FirmMonth, scheme: Scheme, shown: Sequence[int], chosen: str, sort: str) -> Data:
    """The component ``firms`` for some firms in this order; ``chosen`` is the code of the one that is open."""
    t = of.t
    columns = {
        "firm": _column(t("Firm"), "name", sort),
        "where": {"text": t("Its place")},
        "reasons": _column(t("Reasons and since when"), "since", sort),
        "year": _column(t("12 months"), "employees", sort) | {"key": [t("employed"), t("insured")]},
        "owed": _column(t("Owed"), "owed", sort),
        "share": _column(t("Share in the warning"), "share", sort),
    }
    if "next_visit_on" in of.firms.rows.own:
        columns["visit"] = _column(t("Next visit"), "visit", sort)
    return ground(of.teller, scheme) | {
        "caption": t("Key enterprises, {month}", month=of.teller.long_month()),
        "columns": columns,
        "rows": [_row(of, firm, chosen) for firm in shown],
    }


def _column(text: str, sort: str, in_force: str) -> Data:
    return {"text": text, "sort": sort, "sorted": sort == in_force}


def _row(of: FirmMonth, firm: int, chosen: str) -> Data:
    code, region = of.firms.ids[firm], int(of.firms.regions[firm])
    owed, owed_small = owed_text(firm, of)
    share, share_small = share_text(firm, of)
    percent = float(of.shares.percent[firm])
    visit, visit_small, late = visit_text(firm, of)
    shown_tags = tags(of, firm)
    more = len(shown_tags) - _MOST_TAGS
    employees, insured = of.firms.employees[of.at, firm], of.firms.insured[of.at, firm]
    missing = of.t("missing")
    return {
        "key": code,
        "chosen": code == chosen,
        "name": literal(of.name(firm)),
        "small": industry(of, firm),
        "open": {"firm": code},
        "href": address.href("enterprise", enterprise=code),
        "place": of.teller.name(region) if region >= 0 else "",
        "digit": region_digit(of.teller, region) if region >= 0 else "",
        "place_word": of.teller.full_word(region) if region >= 0 and of.teller.applies(region) else "",
        "tags": shown_tags[:_MOST_TAGS],
        "more": f"＋{more}" if more > 0 else "",
        "strip": strip(of, firm),
        "employees": missing if math.isnan(employees) else number(float(employees)),
        "insured": missing if math.isnan(insured) else number(float(insured)),
        "is_missing": math.isnan(employees),
        "owed": owed,
        "owed_small": owed_small,
        "owed_strong": owed == missing,
        "share": {
            "percent": None if math.isnan(percent) or percent <= 0 else round(percent, 1),
            "text": share,
            "small": share_small,
        },
        "visit": visit,
        "visit_small": visit_small,
        "visit_strong": late,
    }


def tags(of: FirmMonth, firm: int) -> list[Data]:
    """A tag a reason, the newest first; one set by hand is dashed, one that is open says so."""
    t = of.t
    found = []
    if of.firms.by_hand(of.month)[firm]:
        found.append(
            {
                "word": hand_word(t), "since": since_text(of.firms.hand_since(firm), of), "hand": True,
                "open": False, "mark": "", "title": literal(of.firms.hand_reason(firm)),
            }
        )  # fmt: skip
    for reason in of.firms.reasons(firm, of.month):
        mark = t("by hand") if reason.by_hand else t("not sure") if reason.is_open else ""
        found.append(
            {
                "word": reason_word(reason, of), "since": since_text(reason.since, of), "hand": reason.by_hand,
                "open": reason.is_open, "mark": mark, "title": detail(reason, firm, of),
            }
        )  # fmt: skip
    return found


def strip(of: FirmMonth, firm: int) -> Data:
    """Headcount and insured of the last twelve months; a month without figures is a gap."""
    t, first = of.t, max(0, of.at - MONTHS_SHOWN + 1)
    lines = {
        name: [None if math.isnan(v) else float(v) for v in values[first : of.at + 1, firm]]
        for name, values in (("employees", of.firms.employees), ("insured", of.firms.insured))
    }
    known = [v for v in lines["employees"] if v is not None]
    if not known:
        return lines | {"alt": t("No headcount of these months")}
    return lines | {
        "alt": t(
            "Headcount from {first} to {last} between {month} and {until}",
            first=number(known[0]), last=number(known[-1]), month=month_short(of.firms.rows.first + first, t),
            until=month_short(of.month, t),
        )
    }  # fmt: skip


def industry(of: FirmMonth, firm: int) -> str:
    """A firm's industry as its code is written."""
    return str(of.cell(firm, "industry_code") or "")
