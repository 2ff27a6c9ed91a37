"""The numbers of a plan's parts in words: conditions on rows of tables, minimums, and amounts of money."""

from __future__ import annotations

from dashboard.locale import Words
from dashboard.plans import Edge
from dashboard.plans.amounts import Amount, Payment
from dashboard.plans.conditions import Condition, Criterion, GrowthFigures
from dashboard.plans.follow_up import Minimum
from dashboard.plans.organisation import Item
from dashboard.tables import TABLES
from dashboard.wording.figures import amount, number
from dashboard.wording.plan_edges import SIGNS

_UNITS = {"pct": "percent", "months": "months", "cny": "cny"}


def criterion_numbers(criteria: Criterion | tuple[Condition, ...], t: Words) -> str:
    """Every number that the conditions name, each with what it counts; nothing where none does."""
    conditions = criteria.when if isinstance(criteria, Criterion) else criteria
    found = [text for condition in conditions if (text := _condition(condition, t))]
    return t(", or ").join(dict.fromkeys(found))


def _condition(condition: Condition, t: Words) -> str:
    said = [
        f"{column_label(condition.table, column, t)}{t.space}{figure(column, wanted, t)}"
        for column, wanted in condition.where.items()
        if isinstance(wanted, Edge)
    ]
    if condition.reaches is not None:
        said.append(_history(condition, condition.reaches, t))
    return t(", ").join(said)


def _history(condition: Condition, reaches: Edge, t: Words) -> str:
    """A history that reaches an edge."""
    many = f"{SIGNS[reaches.op]}{number(reaches.number, _decimals(reaches))}"
    table = condition.table
    if condition.streak is not None:
        return t(
            "{column}: change {edge} month on month, months in a row {many}",
            column=column_label(table, condition.streak.of, t),
            edge=f"{SIGNS[condition.streak.each_change.op]}{number(condition.streak.each_change.number)}%",
            many=many,
        )
    if condition.growth is not None:
        return _over(condition.growth, table, f"{many}%", t)
    if condition.rise is not None:
        return _over(condition.rise, table, many, t)
    if condition.rows is not None:
        return t("{many} times within {n} months", many=many, n=condition.rows.months)
    assert condition.more_firms is not None
    return t("{many} firms more than in the {n} months before", many=many, n=condition.more_firms.months)


def _over(grown: GrowthFigures, table: str, many: str, t: Words) -> str:
    return t(
        "{column}: change over {n} months {many}",
        column=column_label(table, grown.of, t),
        n=grown.months,
        many=many,
    )


def minimum_numbers(minimum: Minimum, t: Words) -> str:
    """The least that a person gets, and by when."""
    times = t.plural("≥{n} time", "≥{n} times", minimum.at_least)
    if minimum.every_months is not None:
        return (
            t("{times} every {n} months", times=times, n=minimum.every_months)
            if minimum.every_months > 1
            else t("{times} a month", times=times)
        )
    if minimum.within_days is not None:
        return t("{times} within {n} days", times=times, n=minimum.within_days)
    return times


def item_numbers(item: Item, t: Words) -> str:
    """How many people may take part."""
    if item.people_count is None:
        return ""
    return f"{SIGNS[item.people_count.op]}{amount(item.people_count.number, 'people', t)}"


def payment_numbers(payment: Payment, t: Words) -> list[str]:
    """How much is paid, a line an amount, and the most that one firm gets."""
    lines = []
    for each in payment.amounts:
        much = amount_text(each, t)
        lines.append(t("{name}: {much}", name=t.label(each.name), much=much))
    if payment.cap_cny is not None:
        lines.append(t("at most {amount} a firm", amount=amount(payment.cap_cny, "cny", t)))
    return lines


def amount_text(paid: Amount, t: Words) -> str:
    """One amount: ``每月180元``, ``不超过6个月``, ``上年缴费的50%``."""
    parts = []
    if paid.cny is not None:
        money = amount(paid.cny, "cny", t)
        parts.append(
            t("{money} a month", money=money) if paid.per == "month" else t("{money} a person", money=money)
        )
    if paid.contributions_pct is not None:
        parts.append(t("{share}% of last year's contributions", share=number(paid.contributions_pct)))
    if paid.benefit_months is not None:
        parts.append(
            t.plural(
                "{n} month of the local benefit for each insured",
                "{n} months of the local benefit for each insured",
                paid.benefit_months,
            )
        )  # fmt: skip
    if paid.months is not None:
        parts.append(t.plural("for {n} month at most", "for {n} months at most", paid.months))
    return t(", ").join(parts)


def figure(column: str, edge: Edge, t: Words) -> str:
    """A comparison with the unit that the column's name carries."""
    unit = _UNITS.get(column.rsplit("_", 1)[-1], "")
    return f"{SIGNS[edge.op]}{amount(edge.number, unit, t, decimals=_decimals(edge))}"


def _decimals(edge: Edge) -> int:
    return 0 if edge.number == int(edge.number) else 1


def column_label(table: str, column: str, t: Words) -> str:
    """A column's label, or that of a figure worked out from others."""
    found = TABLES[table].by_name.get(column) if table in TABLES else None
    if found is not None:
        return t.pick(found.label_zh, found.label_en)
    known = {
        "affected_share_pct": t("share of the firm's staff"),
        "people_share_pct": t("share of the firm's staff"),
        "notice_days": t("days of notice"),
        "filing_days": t("days until filed"),
        "layoff_rate_pct": t("layoff rate"),
        "last_december_fund_support_months": t("months the pooled fund could pay last December"),
        "months_since": t("months since"),
        "scope_years_ago": t("years since the scope's year"),
        "household_workers_count": t("people of the household in work"),
        "contract_months": t("months of contract"),
        "business_months": t("months in business"),
        "years_since_graduation": t("years since graduation"),
        "months_to_pension": t("months to the pension"),
    }
    return known.get(column, column)
