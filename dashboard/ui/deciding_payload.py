"""What the card of the rule that decides is given, beside its chart: its title, and the reasons as a small table."""

from __future__ import annotations

from dashboard.engine.explain import Explanation
from dashboard.plans.schema import Streak
from dashboard.plans.styles import Scheme
from dashboard.ui.payloads import Data, digit, ground
from dashboard.wording.figures import (
    amount,
    month_abbreviated,
    month_short,
    number,
    percent_change,
    rule_amount,
    sentence,
)
from dashboard.wording.missing import column_amount
from dashboard.wording.sums import streak_sum
from dashboard.wording.teller import Teller
from dashboard.wording.why import details, edges_line, readings, still_open, verdict

_MOST_MONTHS = 6


def deciding_title(teller: Teller, told: Explanation, scheme: Scheme) -> Data:
    """The component ``deciding``, its head: tier, rule, clause and basis; this month's figure and the next tier."""
    t, measure = teller.t, told.rule.measure
    basis, figures = "", []
    month = month_short(teller.month, t)
    if isinstance(measure, Streak):
        edge = measure.streak.each_change
        share = f"{number(abs(edge.number))}%"
        basis = (
            t("counts months up {share} or more", share=share) if edge.upward
            else t("counts months down {share} or more", share=share)
        )  # fmt: skip
        if told.streak:
            figures.append({
                "label": t("{month} change", month=month),
                "value": percent_change(told.streak[-1].change),
            })  # fmt: skip
    elif told.tier >= 0 and told.value == told.value:
        figures.append({"label": month, "value": rule_amount(told.value, told.rule, t)})
    return ground(teller, scheme) | {
        "title": {
            "digit": digit(teller, told.tier, not told.partial),
            "word": teller.word(told.tier),
            "incomplete": t("incomplete") if told.partial else "",
            "name": t.label(told.rule.name),
            "clause": told.rule.clause,
            "basis": basis,
            "figures": figures,
            "distance": sentence(teller.distance(told)) if told.tier >= 0 else "",
        }
    }


def deciding_reasons(teller: Teller, told: Explanation, scheme: Scheme) -> Data:
    """The component ``deciding``, its reasons: a streak's months and their sum, or the reason in words."""
    t = teller.t
    table = None
    if told.streak:
        column = told.rule.columns()[0]
        table = {
            "columns": [t("Month"), t("From and to"), t("Change")],
            "rows": [
                [
                    month_abbreviated(m.month, t, teller.month),
                    f"{number(m.previous)}→{_figure(teller, column, m.figure)}",
                    percent_change(m.change),
                ]
                for m in told.streak[-_MOST_MONTHS:]
            ],
        }
    said = [] if table else [verdict(teller, told), *details(teller, told)]
    more = [verdict(teller, told)] if table else []
    return ground(teller, scheme) | {
        "reasons": {
            "table": table,
            "sum": streak_sum(teller, told),
            "lines": [*said, *still_open(teller, told)],
            "more_label": t("Clause and readings"),
            "more": [*more, edges_line(teller, told), *readings(teller, told)],
        }
    }


def _figure(teller: Teller, column: str, value: float) -> str:
    """A figure of a streak: counts are of people."""
    return (
        amount(value, "people", teller.t)
        if column.endswith("_count")
        else column_amount(column, value, teller)
    )
