"""What the place page's components are given: rule rows with their history, and the side of the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.engine.duties import EventDuty
from dashboard.engine.escalation import counted_children, counts, tiers_of_counts
from dashboard.engine.evaluate import PUBLISHED
from dashboard.engine.explain import Explanation, history
from dashboard.locale import literal
from dashboard.plans.schema import ChildTiers, Conditions, EventConditions, Streak
from dashboard.plans.styles import Scheme
from dashboard.registers.duties import event_rows
from dashboard.ui import address
from dashboard.ui.payloads import Data, digit, ground, region_digit
from dashboard.ui.risk_payload import RiskView, map_data
from dashboard.wording.duties import line
from dashboard.wording.figures import amount, month_long, month_short, sentence, split_amount
from dashboard.wording.missing import needed
from dashboard.wording.notes import note
from dashboard.wording.teller import Teller
from dashboard.wording.why import conditions_text, day, edges_told, event_text, readings, why

MONTHS_SHOWN = 36
_MOST_ROWS = 6


def rule_rows(teller: Teller, scheme: Scheme, told: Sequence[Explanation], region: int) -> Data:
    """The component ``rule_rows``: one row a rule."""
    t = teller.t
    first, last = shown_months(teller)
    return ground(teller, scheme) | {
        "columns": {
            "tier": t("Tier"),
            "rule": t("Rule and basis"),
            "chart": t("{first} to {last}", first=month_long(first, t), last=month_long(last, t)),
            "value": month_short(teller.month, t),
            "distance": t("To next tier"),
        },
        "rows": [_row(teller, why_, region) for why_ in told],
        "note": _scope_note(teller, region),
    }


def shown_months(teller: Teller) -> tuple[int, int]:
    """The months that charts show: up to 36, ending with the teller's."""
    return max(teller.workspace.panel.first_month, teller.month - MONTHS_SHOWN + 1), teller.month


def _row(teller: Teller, told: Explanation, region: int) -> Data:
    t = teller.t
    several = isinstance(told.rule.measure, EventConditions)
    missing = told.tier < 0 or math.isnan(told.value)
    value, unit = ("", "") if missing else split_amount(told.value, told.rule, t)
    if told.tier < 0:
        value = t("missing")
    elif several:
        value = t("none") if told.tier == 0 else t("reached")
    return {
        "rule": told.rule.id,
        "digit": digit(teller, told.tier, not told.partial),
        "word": teller.word(told.tier),
        "incomplete": t("incomplete") if told.partial else "",
        "name": t.label(told.rule.name),
        "note": note(teller, told),
        "value": value,
        "unit": unit,
        "missing": told.tier < 0,
        "distance": needed(teller, told) if told.tier < 0 else sentence(teller.distance(told)),
        "clause": told.rule.clause,
        "why": [*why(teller, told), *readings(teller, told)],
        "why_label": t("Why"),
        "chart": chart(teller, told, region),
    }


def chart(teller: Teller, told: Explanation, region: int) -> Data:
    """A rule's figures over the months shown, with its edges."""
    t, panel = teller.t, teller.workspace.panel
    first, last = shown_months(teller)
    window = slice(first - panel.first_month, last - panel.first_month + 1)
    if isinstance(told.rule.measure, EventConditions):
        return {"kind": "text", "text": _no_curve(teller, told),
                "values": [], "missing": [], "streak": None, "digit": digit(teller, told.tier), "edges": [],
                "ticks": [], "alt": ""}  # fmt: skip
    past = history(teller.evaluation, told.rule.id, region)
    values = past.values[window]
    months = range(first, last + 1)
    bars = told.rule.is_event or isinstance(told.rule.measure, Streak | ChildTiers)
    streak = None
    if told.streak:
        end = len(months) - 1
        streak = [max(0, end - len(told.streak) + 1), end]
    shown = [None if math.isnan(v) else round(float(v), 4) for v in values]
    return {
        "kind": "bars" if bars else "line",
        "text": "",
        "values": shown,
        "missing": [bool(m) for m in past.missing[window]],
        "streak": streak,
        "digit": digit(teller, told.tier, not told.partial),
        "edges": [
            {"digit": digit(teller, tier), "value": number, "label": label}
            for tier, number, label in edges_told(told, teller)
        ],
        "ticks": ticks(months),
        "alt": t(
            "{rule}, {n} months, now {value}",
            rule=t.label(told.rule.name), n=len(months), value=teller.reason(told),
        ),
    }  # fmt: skip


def _no_curve(teller: Teller, told: Explanation) -> str:
    """What has to hold together for the mildest tier, in place of a curve."""
    t = teller.t
    for number, tier in enumerate(teller.plan.tier_ids, start=1):
        edge = told.rule.edges.get(tier)
        if isinstance(edge, Conditions):
            return t(
                "No curve: {tier} takes {conditions}, all of them in one event.",
                tier=teller.inline(number), conditions=conditions_text(teller, edge),
            )  # fmt: skip
    return ""


def ticks(months: range) -> list[Data]:
    """Januaries, by their position."""
    found = [{"at": i, "label": str(m // 12)} for i, m in enumerate(months) if m % 12 == 0]
    return found or ([{"at": 0, "label": str(months[0] // 12)}] if months else [])


def _scope_note(teller: Teller, region: int) -> str:
    """Which of the plan's rules are not for this place."""
    t = teller.t
    silent = [
        t.label(rule.name)
        for i, rule in enumerate(teller.plan.rules)
        if not teller.evaluation.applies[i, teller.index, region]
    ]
    gaps = t("Hatched strips are months without figures; a curve is never drawn across them.")
    if silent and teller.applies(region):
        return t("Not for this place: {rules}.", rules=teller.list_names(silent)) + t.space + gaps
    return gaps


def rail(view: RiskView, region: int) -> Data:
    """The component ``rail``: small map, months of tiers, parts, events and firms."""
    teller = view.teller
    small = map_data(view) if view.sheet is not None else None
    if small is not None:
        small |= {
            "selected": teller.workspace.panel.codes[region],
            "notes": [""] * len(small["names"]), "caption": teller.t("A schematic, not administrative boundaries.")
            if view.sheet and view.sheet.is_schematic else "", "legend": [],
        }  # fmt: skip
    sections = [
        _parts(teller, region),
        _contribution(teller, region),
        _events(teller, region),
        _firms(teller, region),
    ]
    return ground(teller, view.scheme) | {
        "map": small,
        "strip": strip(teller, region),
        "sections": [section for section in sections if section],
    }


def strip(teller: Teller, region: int) -> Data:
    """36 months of tiers, newest year first."""
    t, panel = teller.t, teller.workspace.panel
    last = panel.first_month + panel.month_count - 1
    first = max(panel.first_month, last - MONTHS_SHOWN + 1)
    years = []
    for year in range(last // 12, first // 12 - 1, -1):
        cells: list[Data | None] = []
        for of_year in range(12):
            month = year * 12 + of_year
            if not first <= month <= last:
                cells.append(None)
                continue
            there = Teller(teller.workspace, teller.mode, month, t)
            cells.append(
                {
                    "digit": region_digit(there, region),
                    "label": t("{month}: {tier}", month=month_long(month, t), tier=there.full_word(region)),
                    "current": month == teller.month,
                }
            )
        years.append({"year": str(year), "cells": cells})
    return {
        "title": t.plural("{n} month of tiers", "{n} months of tiers", last - first + 1),
        "note": t("dashed: incomplete"),
        "months": [str(m) for m in range(1, 13)],
        "years": years,
    }


def _parts(teller: Teller, region: int) -> Data | None:
    """A place's own parts and what each stands at."""
    t, panel = teller.t, teller.workspace.panel
    children = panel.children[region]
    if not children:
        return None
    rows = [
        {
            "left": teller.name(child),
            "middle": sentence(teller.main_reason(child)) if teller.tier(child) != 0 else "",
            "right": teller.full_word(child),
            "digit": region_digit(teller, child),
            "detail": _told_published(teller, child),
            "code": panel.codes[child],
        }
        for child in sorted(children, key=lambda c: -teller.tier(c) if teller.tier(c) else 0.5)
    ]
    return {
        "title": t("Its places"),
        "note": str(len(children)),
        "kind": "children",
        "empty": "",
        "rows": rows,
        "footer": "",
    }


def _told_published(teller: Teller, region: int) -> str:
    t, declared, tier = teller.t, teller.declared(region), teller.tier(region)
    if declared < 0:
        return t("not published") if tier > 0 else ""
    return "" if declared == tier else t("published {tier}", tier=teller.inline(declared))


def _contribution(teller: Teller, region: int) -> Data | None:
    """What a place means for the one above it: the alerts counted now, and once its own tier is published."""
    t, panel, plan = teller.t, teller.workspace.panel, teller.plan
    parent = int(panel.parents[region])
    rule = next((r for r in plan.rules if isinstance(r.measure, ChildTiers)), None)
    if (
        parent < 0
        or rule is None
        or not teller.evaluation.applies[plan.rules.index(rule), teller.index, parent]
    ):
        return None
    assert isinstance(rule.measure, ChildTiers)
    if panel.levels[region] != rule.measure.child_tiers.child_level:
        return None
    published = teller.in_mode(PUBLISHED)
    now = published.explanation(rule.id, parent)
    rows = [
        {
            "left": t("By published alerts"),
            "middle": amount(next(iter(now.counts.values()), 0), rule.unit, t),
            "right": teller.word(now.tier), "digit": digit(teller, now.tier), "detail": "", "code": "",
        }
    ]  # fmt: skip
    footer = ""
    tier = teller.tier(region)
    if tier > 0 and teller.declared(region) != tier:
        count, after = _if_published(teller, rule.id, parent, region, tier)
        rows.append(
            {
                "left": t("Once this {tier} is published", tier=teller.inline(tier)),
                "middle": amount(count, rule.unit, t),
                "right": teller.word(after), "digit": digit(teller, after), "detail": "", "code": "",
            }
        )  # fmt: skip
        footer = t(
            "Whether to publish is for the leading group to propose and the county government to decide."
        )
    return {"title": t("What it means for {place}", place=teller.name(parent)), "note": "", "kind": "contributions",
            "empty": "", "rows": rows, "footer": footer}  # fmt: skip


def _if_published(teller: Teller, rule_id: str, parent: int, region: int, tier: int) -> tuple[int, int]:
    """Alerts counted at the parent, and the tier they make, if one child's tier were published."""
    plan, panel = teller.plan, teller.workspace.panel
    rule = plan.rule(rule_id)
    child, above = counted_children(rule, panel)
    here = above == parent
    declared = panel.declared[teller.index : teller.index + 1].copy()
    declared[0, region] = tier
    _, found = counts(declared, child[here], above[here], len(plan.tiers))
    return int(found[0, 0, 0]), int(tiers_of_counts(rule, plan.tier_ids, found)[0, 0])


def _events(teller: Teller, region: int) -> Data | None:
    """The month's events in a place and below it."""
    t, space = teller.t, teller.workspace
    month = month_short(teller.month, t)
    title = t("Events of {month}", month=month)
    here = event_rows(space, teller.month, region)
    if here is None:
        return {"title": title, "note": "", "kind": "events", "rows": [], "footer": "",
                "empty": t("There is no table of events, which is not the same as no events.")}  # fmt: skip
    events = space.tables["events"]
    newest = sorted(here, key=lambda row: events["date"].iloc[row], reverse=True)[:_MOST_ROWS]
    duties = space.event_duties(teller.month)
    return {
        "title": title,
        "note": t.plural("{n} event", "{n} events", len(here)),
        "kind": "events",
        "rows": [
            _event_row(teller, events.iloc[row], [each for each in duties if each.row == row])
            for row in newest
        ],
        "empty": t("No event is recorded for {month}.", month=month),
        "footer": _more(teller, len(here)),
    }


def _event_row(teller: Teller, event: pd.Series, duties: Sequence[EventDuty]) -> Data:
    """An event and the duties that it brings; it leads to its own page."""
    event_id = str(event["event_id"])
    return {
        "left": day(event["date"], teller), "middle": event_text(teller, event),
        "right": "", "digit": "", "detail": sentence(line(teller.workspace, duties, teller.t)),
        "code": {"event": event_id}, "href": address.href("event", event=event_id),
    }  # fmt: skip


def _more(teller: Teller, total: int) -> str:
    more = total - _MOST_ROWS
    return teller.t.plural("and {n} more", "and {n} more", more) if more > 0 else ""


def _flag_words(teller: Teller) -> dict[str, str]:
    t = teller.t
    return {
        "is_production_stopped": t("production stopped"),
        "is_wages_in_arrears": t("wages in arrears"),
        "is_insurance_in_arrears": t("insurance in arrears"),
        "is_mass_layoff": t("mass layoff"),
        "is_dispute_prone": t("frequent disputes"),
        "is_zombie": t("zombie firm"),
        "is_workforce_unstable": t("unstable workforce"),
        "is_capacity_cut": t("capacity cut"),
        "is_influential": t("influential"),
    }


def _firms(teller: Teller, region: int) -> Data | None:
    """Firms on watch in a place and below it, those with most flags and staff first."""
    t = teller.t
    firms = teller.workspace.tables.get("enterprises")
    if firms is None:
        return None
    codes = {teller.workspace.panel.codes[r] for r in teller.workspace.below(region)}
    words = {flag: word for flag, word in _flag_words(teller).items() if flag in firms.columns}
    own = firms[firms["region_code"].isin(codes)]
    if own.empty:
        return None
    flags = own[list(words)].sum(axis=1) if words else pd.Series(0, index=own.index)
    flagged = own[flags > 0].assign(_flags=flags[flags > 0])
    flagged = flagged.sort_values(["_flags", "employees_count"], ascending=False)
    rows = []
    for _, firm in flagged.head(_MOST_ROWS).iterrows():
        said = [word for flag, word in words.items() if bool(firm[flag])][:2]
        staff = float(firm["employees_count"])
        rows.append(
            {
                "left": literal(str(firm["enterprise_name"])),
                "middle": t("not given") if np.isnan(staff) else amount(staff, "people", t),
                "right": teller.list_names(said),
                "digit": "", "detail": "", "code": "",
            }
        )  # fmt: skip
    return {
        "title": t("Firms on watch"),
        "note": t("{n} of {all} with a flag", n=len(flagged), all=len(own)),
        "kind": "firms",
        "rows": rows,
        "empty": t("No firm here carries a flag."),
        "footer": _more(teller, len(flagged)),
    }
