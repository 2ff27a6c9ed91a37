"""Why a rule stands where it stands, line by line: the figure, the edge, the clause, what is missing, the reading."""

from __future__ import annotations

import math

import pandas as pd

from dashboard.engine.escalation import condition_names
from dashboard.engine.explain import Explanation, Missing
from dashboard.plans import Edge
from dashboard.plans.schema import AnyOf, ChildTiers, Conditions, EventShare, Gap, GroupShare, Growth, Streak
from dashboard.tables import TABLES
from dashboard.wording.figures import (
    amount,
    edge_text,
    month_long,
    month_short,
    number,
    percent_change,
    sentence,
)
from dashboard.wording.reasons import petition_word
from dashboard.wording.teller import Teller

_MOST_EVENTS = 6


def note(teller: Teller, why: Explanation) -> str:
    """One line under a rule's name: its inputs, or what is missing."""
    t = teller.t
    if why.tier < 0:
        return missing_text(teller, why)
    figures = why.figures
    match why.rule.measure:
        case Gap(gap=gap):
            return t(
                "{figure}, annual target {target}.",
                figure=column_amount(gap.of, figures["figure"], teller),
                target=column_amount(gap.target, figures["target"], teller),
            )
        case Growth(growth=growth):
            return t(
                "{figure}, against {base} in {month}.",
                figure=column_amount(growth.of, figures["figure"], teller),
                base=column_amount(growth.of, figures["base"], teller),
                month=month_long(why.month - growth.months, t),
            )
        case Streak():
            return _streak_note(teller, why)
        case EventShare():
            if not why.events:
                return t("No closure this month.")
            return t(
                "{people} affected, of {staff} staff.",
                people=amount(figures["total"], "people", t), staff=number(figures["staff"]),
            )  # fmt: skip
        case GroupShare():
            if not why.events:
                return t("No layoff this month.")
            return t("{people} laid off this month.", people=amount(figures["total"], "people", t))
        case ChildTiers():
            return sentence(teller.reason(why))
        case _:
            if why.rule.is_event:
                return sentence(teller.reason(why))
            return t("As reported for {month}.", month=month_short(why.month, t))


def _streak_note(teller: Teller, why: Explanation) -> str:
    t = teller.t
    if why.streak:
        return sentence(teller.reason(why))
    own, base = why.figures["figure"], why.figures["base"]
    change = (own / base - 1.0) * 100.0 if base else math.nan
    if math.isnan(change):
        return ""
    return t("{change} on the month before.", change=percent_change(change))


def why(teller: Teller, told: Explanation) -> list[str]:
    """The whole reason, a sentence a line."""
    t = teller.t
    lines = [_verdict(teller, told)]
    lines += _details(teller, told)
    lines.append(edges_line(teller, told))
    if told.missing or told.lacking:
        lines.append(missing_text(teller, told))
    if told.tier < 0 or told.partial:
        lines.append(t("At worst still possible: {tier}.", tier=teller.inline(told.possible)))
    return [sentence(line) for line in lines if line]


def readings(teller: Teller, told: Explanation) -> list[str]:
    """How the rule's ambiguous places are read, a sentence each."""
    t = teller.t
    found = [teller.plan.interpretation(name) for name in told.rule.interpretations]
    return [
        t(
            "Not settled by the text: {question} Read here as: {reading} (clause {clause}).",
            reading=t.label(each.chosen.text), question=t.label(each.question), clause=each.clause,
        )
        for each in found
    ]  # fmt: skip


def _verdict(teller: Teller, told: Explanation) -> str:
    t, clause = teller.t, told.rule.clause
    if told.tier < 0:
        return t("Cannot be judged (clause {clause}).", clause=clause)
    reason = teller.reason(told)
    if told.tier == 0:
        return t(
            "{reason}; no edge is reached, {distance} (clause {clause}).",
            reason=reason, distance=teller.distance(told), clause=clause,
        )  # fmt: skip
    edge = told.rule.edges.get(teller.plan.tier_ids[told.tier - 1])
    tier = teller.inline(told.tier)
    if isinstance(edge, Edge):
        return t(
            "{reason}; that reaches the {tier} edge {edge}, {distance} (clause {clause}).",
            reason=reason, tier=tier, edge=edge_text(edge, told.rule, t),
            distance=teller.distance(told), clause=clause,
        )  # fmt: skip
    return t(
        "{reason}; the conditions of {tier} hold, {distance} (clause {clause}).",
        reason=reason, tier=tier, distance=teller.distance(told), clause=clause,
    )  # fmt: skip


def _details(teller: Teller, told: Explanation) -> list[str]:
    t = teller.t
    if told.streak:
        column = told.rule.columns()[0]
        return [
            t(
                "{month}: {previous} → {figure} ({change})",
                month=month_long(m.month, t),
                previous=number(m.previous),
                figure=column_amount(column, m.figure, teller),
                change=percent_change(m.change),
            )
            for m in told.streak[-_MOST_EVENTS:]
        ]
    if told.children:
        return [
            t("{place}: found {tier}, {published}", place=teller.name(child.region),
              tier=teller.inline(child.detected), published=_published(teller, child.declared))
            for child in told.children
            if child.declared > 0 or child.detected > 0
        ]  # fmt: skip
    events = teller.workspace.tables.get("events")
    if told.events and events is not None:
        lines = [event_line(teller, events.iloc[row]) for row in told.events[:_MOST_EVENTS]]
        more = len(told.events) - _MOST_EVENTS
        return [*lines, t.plural("and {n} more event", "and {n} more events", more)] if more > 0 else lines
    own = note(teller, told)
    return [own] if told.tier >= 0 and isinstance(told.rule.measure, Gap | Growth) else []


def _published(teller: Teller, declared: int) -> str:
    t = teller.t
    if declared < 0:
        return t("nothing published")
    return t("published {tier}", tier=teller.inline(declared))


def event_line(teller: Teller, event: pd.Series) -> str:
    """One event with its day."""
    return teller.t("{day} {event}", day=day(event["date"], teller), event=event_text(teller, event))


def firm_name(teller: Teller, event: pd.Series) -> str:
    """The firm of an event: as the event names it, else as the table of firms does."""
    if event["enterprise_name"]:
        return str(event["enterprise_name"])
    firms = teller.workspace.tables.get("enterprises")
    if event["enterprise_id"] and firms is not None:
        named = firms.loc[firms["enterprise_id"] == event["enterprise_id"], "enterprise_name"]
        return "".join(named.head(1))
    return ""


def event_text(teller: Teller, event: pd.Series, *, name_state: bool = True) -> str:
    """One event: firm, what happened to how many, its petition, and that it is planned."""
    t = teller.t
    kind = event_kind(str(event["kind"]), teller)
    firm = firm_name(teller, event) or t("firm not named")
    people = event["affected_count"]
    size = t("number not given") if pd.isna(people) else amount(float(people), "people", t)
    staff = event["workforce_count"]
    parts = [t("{firm}: {kind}, {size}", firm=firm, kind=kind, size=size)]
    if not pd.isna(staff):
        parts.append(t("of {staff} staff", staff=number(float(staff))))
    if event["petition"] not in ("", "none"):
        parts.append(petition_word(str(event["petition"]), t))
    if name_state and event["state"] == "planned":
        parts.append(t("planned"))
    return t(", ").join(parts)


def day(date: pd.Timestamp, teller: Teller) -> str:
    """A day: ``10月21日``, ``21 October``."""
    if teller.t.lang == "zh":
        return f"{date.month}月{date.day}日"
    return f"{date.day} {month_short(date.year * 12 + date.month - 1, teller.t)}"


def full_day(date: pd.Timestamp, teller: Teller) -> str:
    """A day with its year: ``2026年10月21日``, ``21 Oct 2026``."""
    month = month_long(date.year * 12 + date.month - 1, teller.t)
    return f"{month}{date.day}日" if teller.t.is_chinese else f"{date.day} {month}"


def event_kind(kind: str, teller: Teller) -> str:
    """The word for a kind of event."""
    t = teller.t
    return {
        "layoff": t("layoff"),
        "closure": t("closure"),
        "gathering": t("gathering"),
        "dispute": t("dispute"),
        "opinion": t("public opinion"),
        "petition": t("petition"),
        "stoppage": t("stoppage"),
        "wage_flight": t("flight from wages"),
    }.get(kind, kind)


def edges_line(teller: Teller, told: Explanation) -> str:
    """All edges of the rule in one line."""
    t, parts = teller.t, []
    for number_, tier in enumerate(teller.plan.tier_ids, start=1):
        edge = told.rule.edges.get(tier)
        if isinstance(edge, Edge):
            text = edge_text(edge, told.rule, t)
        elif isinstance(edge, Conditions):
            text = _conditions(teller, edge)
        elif isinstance(edge, AnyOf):
            text = t(" or ").join(_option(teller, told, option) for option in edge.any_of)
        else:
            continue
        parts.append(t("{tier} {edge}", tier=teller.word(number_), edge=text))
    if told.rule.none_at:
        figures = [
            amount(n, told.rule.unit, t, decimals=0 if n == int(n) else None) for n in told.rule.none_at
        ]
        parts.append(t("none at {figures}", figures=t(", ").join(figures)))
    return t("Edges: {list}.", list=t("; ").join(parts))


def _conditions(teller: Teller, edge: Conditions) -> str:
    t = teller.t
    said = []
    if edge.workforce_count:
        said.append(t("staff ≥{n}", n=number(edge.workforce_count.number)))
    if edge.affected_count:
        said.append(t("laid off ≥{n}", n=number(edge.affected_count.number)))
    if edge.petition:
        said.append(t("at least {petition}", petition=petition_word(edge.petition, t)))
    return t(", ").join(said)


def _option(teller: Teller, told: Explanation, option: dict[str, Edge]) -> str:
    t, said = teller.t, []
    for name, edge in option.items():
        tier = teller.plan.tier_ids.index(name.removesuffix("_or_worse")) + 1
        many = amount(edge.number, told.rule.unit, t)
        word = teller.inline(tier)
        said.append(t("{towns} at {tier} or worse", towns=many, tier=word) if tier < len(teller.plan.tiers)
                    else t("{towns} at {tier}", towns=many, tier=word))  # fmt: skip
    return t(" and ").join(said)


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


def edges_told(told: Explanation, teller: Teller) -> list[tuple[int, float, str]]:
    """Edges on the rule's one figure: tier, number, label; of alerts below, how many at any tier are enough."""
    found = []
    for tier, name in enumerate(teller.plan.tier_ids, start=1):
        edge = told.rule.edges.get(name)
        if isinstance(edge, Edge):
            found.append((tier, edge.number, edge_text(edge, told.rule, teller.t)))
        elif isinstance(edge, AnyOf):
            mildest = edge.any_of[0].get(condition_names(teller.plan.tier_ids)[0])
            if mildest is not None:
                found.append((tier, mildest.number, edge_text(mildest, told.rule, teller.t)))
    return found
