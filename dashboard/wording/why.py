"""Why a rule stands where it stands, line by line: the figure, the edge, the clause, what is missing, the reading."""

from __future__ import annotations

import pandas as pd

from dashboard.engine.escalation import condition_names
from dashboard.engine.explain import Explanation
from dashboard.plans import Edge
from dashboard.plans.schema import (
    AnyOf,
    Conditions,
    Gap,
    Growth,
)
from dashboard.wording.figures import (
    amount,
    edge_text,
    month_long,
    month_short,
    number,
    percent_change,
    sentence,
)
from dashboard.wording.missing import column_amount, missing_text
from dashboard.wording.notes import note
from dashboard.wording.reasons import event_kind, petition_word
from dashboard.wording.teller import Teller

_MOST_EVENTS = 6


def why(teller: Teller, told: Explanation) -> list[str]:
    """The whole reason, a sentence a line."""
    return [
        verdict(teller, told),
        *details(teller, told),
        edges_line(teller, told),
        *still_open(teller, told),
    ]


def still_open(teller: Teller, told: Explanation) -> list[str]:
    """What is missing, and the worst it may hide."""
    lines = []
    if told.missing or told.lacking:
        lines.append(missing_text(teller, told))
    if told.tier < 0 or told.partial:
        lines.append(teller.t("At worst still possible: {tier}.", tier=teller.inline(told.possible)))
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


def verdict(teller: Teller, told: Explanation) -> str:
    """The reason with the edge it reaches, the way to the next tier, and the clause."""
    return sentence(_verdict(teller, told))


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


def details(teller: Teller, told: Explanation) -> list[str]:
    """The months, places, events or inputs that the figure comes from, a line each."""
    return [sentence(line) for line in _details(teller, told) if line]


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
    kind = event_kind(str(event["kind"]), teller.t)
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


def edges_line(teller: Teller, told: Explanation) -> str:
    """All edges of the rule in one line."""
    t, parts = teller.t, []
    for number_, tier in enumerate(teller.plan.tier_ids, start=1):
        edge = told.rule.edges.get(tier)
        if isinstance(edge, Edge):
            text = edge_text(edge, told.rule, t)
        elif isinstance(edge, Conditions):
            text = conditions_text(teller, edge)
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


def conditions_text(teller: Teller, edge: Conditions) -> str:
    """The conditions of one tier that have to hold together."""
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
