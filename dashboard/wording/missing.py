"""What is missing: which figure of which month, what was known last, and what has to come."""

from __future__ import annotations

import numpy as np

from dashboard.engine.explain import Explanation, Missing
from dashboard.tables import TABLES
from dashboard.wording.figures import amount, month_long, month_short, sentence
from dashboard.wording.teller import Teller


def missing_text(teller: Teller, told: Explanation) -> str:
    """What is missing, by name and month, and how many events lack a figure."""
    t = teller.t
    parts = [_missing(teller, m) for m in told.missing]
    if told.lacking:
        parts.append(t.plural("{n} event lacks a figure", "{n} events lack a figure", len(told.lacking)))
    if not parts:
        return t("What it needs is missing.") if told.tier < 0 else ""
    return t("Missing: {list}.", list=t("; ").join(parts))


def _missing(teller: Teller, missing: Missing) -> str:
    t = teller.t
    if missing.column in TABLES:
        return t("the table {name}", name=_table_name(missing.column, teller))
    name = column_name(missing.column, teller)
    if missing.month is None:
        return t("the column {name}", name=name)
    if missing.month < teller.workspace.panel.first_month:
        return t("{name} before {month} (start of the data)", name=name,
                 month=month_long(teller.workspace.panel.first_month, t))  # fmt: skip
    return t("{name} of {month}", name=name, month=month_long(missing.month, t))


def what_is_missing(teller: Teller, why: Explanation) -> str:
    """What keeps a rule from being judged: an unreported month with the last figure known, or a gap further back."""
    t = teller.t
    if len(why.missing) != 1 or why.lacking or why.missing[0].column != (why.rule.columns() or ("",))[0]:
        return missing_text(teller, why)
    month = why.missing[0].month
    if month is None or month < teller.workspace.panel.first_month:
        return missing_text(teller, why)
    if month == why.month:
        last = _last_known(teller, why)
        if last is None:
            return t("Not reported for {month}.", month=month_short(month, t))
        before, figure = last
        return t(
            "Not reported for {month}; {before}: {figure}.",
            month=month_short(month, t),
            before=before,
            figure=figure,
        )
    return t(
        "{name} of {month} missing.",
        name=sentence(column_name(why.missing[0].column, teller)), month=month_long(month, t),
    )  # fmt: skip


def _last_known(teller: Teller, why: Explanation) -> tuple[str, str] | None:
    """The last month before this one with a figure of the rule's column, and that figure."""
    panel, column = teller.workspace.panel, why.rule.columns()[0]
    if column not in panel.indicators:
        return None
    values = panel.indicators[column][: teller.index, why.region]
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return None
    month = month_short(panel.first_month + int(known[-1]), teller.t, why.month)
    return month, column_amount(column, float(values[known[-1]]), teller)


def known_before(teller: Teller, why: Explanation) -> str:
    """The last figure before this month, in a line that sets this month's beside it."""
    t, last = teller.t, _last_known(teller, why)
    if last is None:
        return t("As reported for {month}.", month=month_short(why.month, t))
    return t("{month}: {figure}.", month=last[0], figure=last[1])


def needed(teller: Teller, why: Explanation) -> str:
    """What has to come before an unknown rule can be judged."""
    t = teller.t
    months = {m.month for m in why.missing if m.month is not None}
    month = months.pop() if len(months) == 1 and not why.lacking else why.month
    if month != why.month and month >= teller.workspace.panel.first_month:
        return t("Needs {month}", month=month_long(month, t))
    return t("Once it is reported")


def _table_name(name: str, teller: Teller) -> str:
    return teller.t.pick(TABLES[name].label_zh, TABLES[name].label_en)


def column_name(name: str, teller: Teller) -> str:
    """An indicator's or target's label; a column that only the plan knows goes by its name."""
    for table in ("indicators", "targets"):
        column = TABLES[table].by_name.get(name)
        if column is not None:
            return teller.t.pick(column.label_zh, column.label_en)
    return name


def column_amount(column: str, value: float, teller: Teller) -> str:
    """A column's figure with the unit in its name."""
    unit = {"pct": "percent", "count": "count", "months": "months", "cny": "cny"}.get(
        column.rsplit("_", 1)[-1], ""
    )
    return amount(value, unit, teller.t, decimals=1 if unit in ("percent", "months") else 0)
