"""The panel of one open place of the text, and what a reading tried changes: strips, months, the whole replay."""

from __future__ import annotations

import numpy as np

from dashboard.engine.explain import history
from dashboard.engine.replay import KINDS, NONE, SILENT
from dashboard.locale import Words, literal
from dashboard.plans.parts import Interpretation, Reading
from dashboard.plans.schema import Plan
from dashboard.plans.styles import Scheme
from dashboard.plans.variants import changed
from dashboard.ui import address
from dashboard.ui.listing import cell, column, row
from dashboard.ui.payloads import Data, digit, ground
from dashboard.ui.risk_page import level_name
from dashboard.ui.trials import Picked
from dashboard.wording.figures import month_long, rule_amount, sentence
from dashboard.wording.plan_edges import edge_cell, gist
from dashboard.wording.plan_heads import Trial, deadlines, effect, of_month, scope
from dashboard.wording.teller import Teller

MONTHS_SHOWN = 36
_MOST_PLACES = 6
_MOST_MONTHS = 8
MOST_ROWS = 200


def panel(teller: Teller, scheme: Scheme, picked: Picked, trial: Trial | None) -> Data:
    """The component ``reading``: the question, the readings as a choice, why, and what the one tried changes."""
    t, plan, open_place = teller.t, teller.plan, picked.interpretation
    if open_place is None:
        name = t.label(picked.rule.name) if picked.rule else t.label(plan.short_title)
        return ground(teller, scheme) | {
            "title": name, "count": "", "because": t("The text leaves nothing open here."), "options": [],
            "label": "", "clause": "", "key": picked.rule.id if picked.rule else "", "effect": None, "steps": [],
        }  # fmt: skip
    at = plan.interpretations.index(open_place)
    return ground(teller, scheme) | {
        "key": open_place.id,
        "title": t.label(open_place.question),
        "count": t("place {n} of {all}", n=at + 1, all=len(plan.interpretations)),
        "because": t.label(open_place.because),
        "clause": t("Clause {clause}", clause=open_place.clause),
        "label": t("How it is read"),
        "options": _options(teller, open_place, picked.reading),
        "effect": _effect(teller, trial) if trial is not None else None,
        "steps": [
            _step(plan, at - 1, "‹", t("The open place before")),
            _step(plan, at + 1, "›", t("The next open place")),
        ],
    }


def _step(plan: Plan, at: int, sign: str, label: str) -> Data:
    there = 0 <= at < len(plan.interpretations)
    return {"sign": sign, "label": label, "open": {"reading": plan.interpretations[at].id} if there else None}


def _options(teller: Teller, open_place: Interpretation, tried: str) -> list[Data]:
    t = teller.t
    chosen = {
        "text": t.label(open_place.chosen.text), "tag": t("in force"), "detail": "", "checked": not tried,
        "disabled": False, "open": {"reading": open_place.id},
    }  # fmt: skip
    return [chosen, *(_option(teller, open_place, each, tried) for each in open_place.alternatives)]


def _option(teller: Teller, open_place: Interpretation, reading: Reading, tried: str) -> Data:
    t = teller.t
    can = bool(reading.changes)
    return {
        "text": t.label(reading.text),
        "tag": t("tried") if reading.id == tried else "",
        "detail": what_changes(teller.plan, reading, t)
        if can
        else t("This data cannot show the difference."),
        "checked": reading.id == tried,
        "disabled": not can,
        "open": {"reading": f"{open_place.id}.{reading.id}"},
    }


def what_changes(plan: Plan, reading: Reading, t: Words) -> str:
    """The edges that a reading moves, or that rules are measured otherwise."""
    if not reading.changes:
        return ""
    after = Plan.model_validate(changed(plan.model_dump(mode="json"), reading.changes))
    parts = []
    for old, new in zip(plan.rules, after.rules, strict=True):
        moved = [
            t("{tier} {edge}", tier=t.label(tier.label), edge=edge_cell(after, new, tier.id, t))
            for tier in plan.tiers
            if edge_cell(plan, old, tier.id, t) != edge_cell(after, new, tier.id, t)
        ]
        if gist(old, t) != gist(new, t):
            moved.append(gist(new, t))
        if moved:
            parts.append(t("{rule}: {edges}", rule=t.label(old.short), edges=t(", ").join(moved)))
    if plan.levels != after.levels:
        parts.append(
            t("for {levels} only", levels=t(", ").join(level_name(each, t) for each in after.levels))
        )
    if plan.default_town_alerts != after.default_town_alerts:
        parts.append(t("tiers found are counted, published or not"))
    return sentence(t("; ").join(parts)) if parts else t("Counted in another way.")


def _effect(teller: Teller, trial: Trial) -> Data:
    t, space = teller.t, teller.workspace
    shown = trial.regions[:_MOST_PLACES]
    first, last = _window(teller)
    more = len(trial.regions) - len(shown)
    return {
        "title": t("Under the other reading"),
        "scope": scope(trial, t),
        "sentence": effect(trial, t),
        "strips": [_strip(teller, trial, region) for region in shown],
        "first": month_long(first, t),
        "last": month_long(last, t),
        "rows": _rows(teller, trial),
        "more": t.plural("and {n} more place", "and {n} more places", more) if more > 0 else "",
        "same": ""
        if space.focus in trial.regions
        else t("{place}: no month changes.", place=literal(teller.name(space.focus))),
        "note": t.space.join(
            part
            for part in (
                t("Reports: {changes}.", changes=deadlines(trial, t)) if trial.replay.deadlines else "",
                of_month(trial, teller),
            )
            if part
        ),
    }


def _window(teller: Teller) -> tuple[int, int]:
    """The last 36 months of the data."""
    panel_ = teller.workspace.panel
    last = panel_.first_month + panel_.month_count - 1
    return max(panel_.first_month, last - MONTHS_SHOWN + 1), last


def _strip(teller: Teller, trial: Trial, region: int) -> Data:
    """A place's months under the reading: what changes stands out."""
    t, found = teller.t, trial.replay
    first, last = _window(teller)
    cells = []
    for month in range(first, last + 1):
        at = month - teller.workspace.panel.first_month
        old, new = int(found.before.tiers[at, region]), int(found.after.tiers[at, region])
        moved = (
            t("{old} → {new}", old=teller.word(old), new=teller.word(new)) if old != new else teller.word(new)
        )
        cells.append(
            {
                "digit": digit(teller, new),
                "changed": old != new,
                "label": t("{month}: {tier}", month=month_long(month, t), tier=moved),
            }
        )
    name, count = teller.name(region), sum(bool(each["changed"]) for each in cells)
    alt = t.plural("{place}: {n} month changes", "{place}: {n} months change", count, place=name)
    return {"name": literal(name), "alt": alt, "cells": cells}


def _rows(teller: Teller, trial: Trial) -> list[Data]:
    """Months whose tier changes, by place: figure, tier before and after."""
    found, space = trial.replay, teller.workspace
    cells = found.cells
    moved = np.flatnonzero(cells.before != cells.after)
    rows = []
    for n in moved[:_MOST_MONTHS].tolist():
        region, month = int(cells.region[n]), int(cells.month[n])
        old, new, code = int(cells.before[n]), int(cells.after[n]), space.panel.codes[region]
        rows.append(
            {
                "name": literal(teller.name(region)),
                "code": code,
                "href": address.href("place", region=code, month=f"{month // 12}-{month % 12 + 1:02d}"),
                "month": f"{month // 12}-{month % 12 + 1:02d}",
                "value": _figure(teller, trial, n, region, month),
                "from": {"digit": digit(teller, old), "word": teller.word(old)},
                "to": {"digit": digit(teller, new), "word": teller.word(new)},
            }
        )
    return rows


def _figure(teller: Teller, trial: Trial, n: int, region: int, month: int) -> str:
    """The figure of the first rule that differs there, as it was measured before."""
    found = trial.replay
    rule_ids = [rule for rule, old, new in found.rules_of(n) if SILENT not in (old, new)]
    if not rule_ids:
        return ""
    rule = found.before.plan.rule(rule_ids[0])
    value = float(history(found.before, rule.id, region).values[month - teller.workspace.panel.first_month])
    return rule_amount(value, rule, teller.t) if value == value else ""


def alert_kind(name: str, t: Words) -> str:
    """How an alert differs, in a word."""
    return {
        "gained": t("gained"),
        "lost": t("lost"),
        "earlier": t("earlier"),
        "later": t("later"),
        "longer": t("longer"),
        "shorter": t("shorter"),
        "higher": t("higher"),
        "lower": t("lower"),
    }[name]


def replay_table(teller: Teller, scheme: Scheme, trial: Trial) -> Data:
    """The component ``listing`` with every alert that differs: gained, lost, earlier, later, and so on."""
    t, found, space = teller.t, trial.replay, teller.workspace
    e = found.episodes
    order = sorted(range(len(e)), key=lambda n: (int(e.region[n]), int(e.tier[n]), n))

    def span(side: int, n: int) -> str:
        first, last = int(e.first[side, n]), int(e.last[side, n])
        if first == NONE:
            return "—"
        months = int(e.months[side, n])
        told = (
            month_long(first, t)
            if first == last
            else t("{first} to {last}", first=month_long(first, t), last=month_long(last, t))
        )
        return t.plural("{span}, {n} month", "{span}, {n} months", months, span=told)

    def worst(side: int, n: int) -> dict[str, str]:
        tier = int(e.worst[side, n])
        return {"digit": digit(teller, tier), "word": teller.word(tier), "mini": "1"} if tier else {}

    more = len(e) - MOST_ROWS
    return ground(teller, scheme) | {
        "caption": t("Every alert that differs under the other reading"),
        "columns": [
            column(t("Place")),
            column(t("Alert")),
            column(t("How it differs")),
            column(t("As it is read")),
            column(t("Worst")),
            column(t("Under the other reading")),
            column(t("Worst then")),
        ],
        "rows": [
            row(
                str(n),
                [
                    cell(
                        literal(teller.name(int(e.region[n]))),
                        open=space.panel.codes[int(e.region[n])],
                        href=address.href("place", region=space.panel.codes[int(e.region[n])]),
                    ),
                    cell(t("{tier} or worse", tier=teller.word(int(e.tier[n])))),
                    cell("", tag=alert_kind(KINDS[int(e.kind[n])], t)),
                    cell(span(0, n)),
                    cell("", **worst(0, n)),
                    cell(span(1, n)),
                    cell("", **worst(1, n)),
                ],
            )
            for n in order[:MOST_ROWS]
        ],
        "note": t.plural("and {n} more alert", "and {n} more alerts", more)
        if more > 0
        else ("" if len(e) else t("No alert is gained, lost, earlier or later.")),
    }
