"""Scenarios in words: what is supposed, what follows, why, and what room is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.locale import Words
from dashboard.plans import Edge, Plan
from dashboard.plans.schema import ChildTiers, Conditions, EventConditions, Rule
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.difference import RuleChange
from dashboard.scenarios.headroom import Headroom
from dashboard.scenarios.levers import (
    POINTS,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    Lever,
    PayoutShock,
    ReadingTaken,
    Scenario,
)
from dashboard.tables import TABLES
from dashboard.wording.figures import (
    amount,
    decimals_for,
    distance_unit,
    edge_text,
    number,
    rule_amount,
    rule_edges,
    tier_in_sentence,
)
from dashboard.wording.reasons import petition_word
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

MOST_NAMED = 3
"""Places named in a headline; of more it says how many."""


def indicator_name(column: str, t: Words) -> str:
    """What an indicator is called."""
    found = TABLES["indicators"].by_name.get(column)
    return t.pick(found.label_zh, found.label_en) if found else column


def firm_names(workspace: Workspace) -> dict[str, tuple[str, int, float]]:
    """The firms that may be named in a lever: code → name, place, staff (NaN unknown); in file order."""
    listed, firms = workspace.tables.get("enterprises"), workspace.panel.firms
    if listed is None or firms is None or "enterprise_id" not in listed:
        return {}
    names = listed["enterprise_name"] if "enterprise_name" in listed else listed["enterprise_id"]
    rows = zip(listed["enterprise_id"], names, firms.region.tolist(), firms.employees.tolist(), strict=True)
    return {
        str(code): (str(name) or str(code), int(region), float(staff)) for code, name, region, staff in rows
    }


def places_text(codes: Sequence[str], workspace: Workspace, t: Words) -> str:
    """Which places a lever moves."""
    if not codes:
        return t("all places")
    names = [
        workspace.panel.names[workspace.panel.position(code)]
        for code in codes
        if code in workspace.panel.codes
    ]
    shown = t(", ").join(names[:MOST_NAMED])
    return t("{names} and more", names=shown) if len(names) > MOST_NAMED else shown


def lever_text(lever: Lever, workspace: Workspace, t: Words) -> str:
    """A lever in a few words."""
    plan = workspace.plan
    match lever:
        case IndicatorShock(column=column, amount=size, unit=unit, places=places):
            shown = (
                t("{figure} pp", figure=number(size, 1, signed=True)) if unit == POINTS else _percent(size)
            )
            name, where = indicator_name(column, t), places_text(places, workspace, t)
            return t("{name} {change} ({places})", name=name, change=shown, places=where)
        case FirmShock(enterprise_id=firm, people=people, closes=closes, petition=petition):
            name = firm_names(workspace).get(firm, (firm, 0, 0.0))[0]
            if closes:
                told = t("{firm} closes, {n} people", firm=name, n=number(people))
            else:
                told = t("{firm} lays off {n} people", firm=name, n=number(people))
            return (
                told
                if petition == "none"
                else t("{text}, {more}", text=told, more=petition_word(petition, t))
            )
        case IndustryShock(industry=industry, percent=percent, places=places):
            where = places_text(places, workspace, t)
            return t(
                "industry {code} loses {share} ({places})", code=industry, share=f"{percent:g}%", places=where
            )
        case PayoutShock(percent=percent, places=places):
            where = places_text(places, workspace, t)
            return t("fund payouts {change} ({places})", change=_percent(percent), places=where)
        case EdgeMoved(place=place, edge=edge):
            return t("{edge} at {number}", edge=edge_name(plan, place, t), number=edge)
        case ReadingTaken(interpretation=interpretation, reading=reading):
            found = {i.id: i for i in plan.interpretations}.get(interpretation)
            texts = {r.id: r for r in (found.chosen, *found.alternatives)} if found else {}
            said = t.label(texts[reading].text) if reading in texts else reading
            return t("read otherwise: {reading}", reading=said)


def _percent(size: float) -> str:
    return f"{number(size, 0 if size == int(size) else 1, signed=True)}%"


def edge_name(plan: Plan, place: str, t: Words) -> str:
    """An edge by its rule and tier: ``失业率超目标，黄色线``."""
    rule_id, tier, *figure = place.split(".")
    rule = next((each for each in plan.rules if each.id == rule_id), None)
    if rule is None or tier not in plan.tier_ids:
        return place
    word = tier_in_sentence(plan, plan.tier_ids.index(tier) + 1, t)
    told = t("{rule}, {tier} edge", rule=t.label(rule.name), tier=word)
    words = {"workforce_count": t("staff"), "affected_count": t("people laid off")}
    return t("{text}: {more}", text=told, more=words.get(figure[0], figure[0])) if figure else told


def edges_of(plan: Plan) -> dict[str, Edge]:
    """Every edge of a plan that a lever can move, by its place."""
    found: dict[str, Edge] = {}
    for rule in plan.rules:
        for tier, edge in rule.edges.items():
            if isinstance(edge, Edge):
                found[f"{rule.id}.{tier}"] = edge
            elif isinstance(edge, Conditions):
                for name in ("workforce_count", "affected_count"):
                    if (inner := getattr(edge, name)) is not None:
                        found[f"{rule.id}.{tier}.{name}"] = inner
    return found


def headline(outcome: Outcome, before: Teller, region: int) -> str:
    """How a place would come to stand, and through which places below it."""
    t, difference, plan = before.t, outcome.difference, outcome.before.plan
    old, new = int(difference.before.tiers[region]), int(difference.after.tiers[region])
    place = before.name(region)
    below = set(outcome.before.below(region)) - {region}
    moved = sorted(
        (r for r in difference.moved.tolist() if r in below), key=lambda r: -abs(int(difference.steps[r]))
    )
    parts = _moves(outcome, before, moved)
    words = [tier_in_sentence(plan, tier, t) for tier in (old, new)]
    if not before.applies(region):
        if parts:
            return t("{place}: {list}.", place=place, list=parts)
        return t("{place}: no tier would change.", place=place)
    if old == new:
        if outcome.scenario.is_empty:
            return t(
                "{place} stands at {tier}. Move a lever to see what would follow.", place=place, tier=words[0]
            )
        if parts:
            return t("{place} would stay at {tier}: {list}.", place=place, tier=words[0], list=parts)
        return t("{place} would stay at {tier}: no tier changes.", place=place, tier=words[0])
    if parts:
        return t(
            "{place} would go from {old} to {new}: {list}.", place=place, old=words[0], new=words[1], list=parts
        )  # fmt: skip
    why = next(iter(difference.causes(region)), None)
    reason = t.label(plan.rules[why.rule].name) if why else ""
    return t(
        "{place} would go from {old} to {new}: {list}.", place=place, old=words[0], new=words[1], list=reason
    )


def _moves(outcome: Outcome, before: Teller, moved: Sequence[int]) -> str:
    t, difference, plan = before.t, outcome.difference, outcome.before.plan
    told = []
    named = moved[:MOST_NAMED] if len(moved) <= MOST_NAMED else moved[: MOST_NAMED - 1]
    for region in named:
        new = tier_in_sentence(plan, int(difference.after.tiers[region]), t)
        up = difference.steps[region] >= 0
        told.append(
            t("{place} reaches {tier}", place=before.name(region), tier=new)
            if up
            else t("{place} falls to {tier}", place=before.name(region), tier=new)
        )
    more = len(moved) - len(named)
    if more > 0:
        told.append(t.plural("{n} more place changes", "{n} more places change", more))
    return t(", ").join(told)


def lead(outcome: Outcome, region: int, mode: str, t: Words) -> str:
    """Which of the levers it hangs on: one that is enough by itself, or all together."""
    levers, difference = outcome.scenario.levers, outcome.difference
    if outcome.scenario.is_empty:
        return t("Nothing that is supposed here changes a record; it is kept in the link alone.")
    said = []
    if outcome.months[1] != outcome.months[0]:
        n = outcome.months[1] - outcome.months[0] + 1
        said.append(t("Judged after {n} months, with figures without a lever as assumed.", n=n))
    new, old = int(difference.after.tiers[region]), int(difference.before.tiers[region])
    if 1 < len(levers) <= 8 and new != old:
        enough = [each for each in levers if _alone(outcome, each, mode, region) == new]
        if enough and len(enough) < len(levers):
            told = t("; ").join(lever_text(each, outcome.before, t) for each in enough[:2])
            said.append(
                t("**{lever}** alone is enough; without the others it comes out the same.", lever=told)
            )
        elif enough:
            said.append(t("Each of the levers alone is enough for it."))
        else:
            said.append(t("It takes the levers together: none of them does it alone."))
    elif len(levers) == 1:
        said.append(t("{text}.", text=lever_text(levers[0], outcome.before, t)))
    if not said:
        said.append(
            t("{text}.", text=t("; ").join(lever_text(each, outcome.before, t) for each in levers[:3]))
        )
    if outcome.firms:
        people = number(outcome.people)
        said.append(
            t.plural("{n} firm, {people} people affected.", "{n} firms, {people} people affected.",
                     len(outcome.firms), people=people)
        )  # fmt: skip
    return t.space.join(said)


def _alone(outcome: Outcome, lever: Lever, mode: str, region: int) -> int:
    alone = Scenario(
        (lever,), outcome.scenario.months, outcome.scenario.town_alerts, outcome.scenario.assumptions
    )
    return int(play(outcome.before, mode, outcome.months[0], alone).difference.after.tiers[region])


def rule_change(outcome: Outcome, change: RuleChange, region: int, after: Teller) -> str:
    """What moved a rule: its figure from and to, and the edge it meets; or what its edge became."""
    t, plan = after.t, outcome.after.plan
    rule, old_rule = plan.rules[change.rule], outcome.before.plan.rules[change.rule]
    if isinstance(rule.measure, EventConditions):
        return after.reason(after.explanation(rule.id, region))
    if change.after < 0 or change.value_after != change.value_after:
        return t("figures are missing")
    edge = _edge_met(rule, plan, max(change.before, change.after))
    was = _edge_met(old_rule, plan, max(change.before, change.after))
    now = rule_amount(change.value_after, rule, t)
    if isinstance(rule.measure, ChildTiers):
        return after.reason(after.explanation(rule.id, region))
    if edge is None:
        return now
    if was is not None and was != edge:
        edges = {"old": edge_text(was, rule, t), "new": edge_text(edge, rule, t)}
        if change.value_before == change.value_after:
            return t("{figure} as before; the edge goes from {old} to {new}", figure=now, **edges)
        return t("{figure}; the edge goes from {old} to {new}", figure=now, **edges)
    is_known = change.value_before == change.value_before
    earlier = rule_amount(change.value_before, rule, t) if is_known else "—"
    return t("{old} → {new} (edge {edge})", old=earlier, new=now, edge=edge_text(edge, rule, t))


def _edge_met(rule: Rule, plan: Plan, tier: int) -> Edge | None:
    edge = rule.edges.get(plan.tier_ids[tier - 1]) if tier > 0 else None
    return edge if isinstance(edge, Edge) else None


def room(each: Headroom, teller: Teller) -> str:
    """How far a rule is from its next tier, in its unit and, where one figure would do it, in percent."""
    t, rule = teller.t, teller.plan.rules[each.rule]
    unit = distance_unit(rule)
    decimals = decimals_for(each.distance, unit)
    while decimals < 6 and each.distance > 0 and round(each.distance, decimals) == 0:
        decimals += 1
    told = amount(each.distance, unit, t, decimals=decimals)
    name, falls = t.label(rule.short), any(not edge.upward for edge in rule_edges(rule))
    if each.change_pct == each.change_pct and rule.unit not in ("people", "towns"):
        change = _percent(round(each.change_pct, 1))
        if each.change_pct < 0:
            return t("{rule} falls by **{distance}** ({change})", rule=name, distance=told, change=change)
        return t("{rule} rises by **{distance}** ({change})", rule=name, distance=told, change=change)
    if falls:
        return t("{rule} falls by **{distance}**", rule=name, distance=told)
    return t("{rule}: **{distance}** more", rule=name, distance=told)


def without(scenario: Scenario, lever: Lever) -> Scenario:
    """The scenario without one of its levers."""
    return replace(scenario, levers=tuple(each for each in scenario.levers if each != lever))
