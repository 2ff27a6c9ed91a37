"""One lever from end to end: places at each tier as areas, where the scenario stands, and every crossing by name."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.atlas import Sheet, places_of_level
from dashboard.locale import Words
from dashboard.scenarios.desk import Outcome
from dashboard.scenarios.headroom import Headroom, headroom, turns
from dashboard.scenarios.levers import EdgeMoved, FirmShock, IndicatorShock, Lever, amount_of
from dashboard.scenarios.sweep import Sweep
from dashboard.ui import address, moving
from dashboard.ui.components import registry
from dashboard.ui.frame import scheme
from dashboard.ui.payloads import Data, badge, digit, ground
from dashboard.ui.room_map import room_map
from dashboard.ui.scenario_turns import swept
from dashboard.wording.figures import number, tier_in_sentence
from dashboard.wording.scenarios import lever_text, room
from dashboard.wording.teller import Teller

MOST_CROSSINGS = 30
_POINTS = 240
"""Positions that a chart draws: as many as it has pixels for."""


def draw(outcome: Outcome, mode: str, focus: int, map_sheet: Sheet | None, url: str, t: Words) -> None:
    """Draw the room that is left and the sweep of one lever, each when it is unfolded."""
    scenario = outcome.scenario
    rooms = st.expander(t("Room left, place by place"), key="all_rooms", on_change="rerun")
    if rooms.open:
        with rooms:
            _rooms(outcome, focus, map_sheet, url, t)
    movable = [n for n, lever in enumerate(scenario.levers) if amount_of(lever) is not None]
    if not movable:
        return
    part = st.expander(t("One lever from end to end"), key="sweep_part", on_change="rerun")
    if part.open:
        with part:
            _sweep(outcome, mode, focus, movable, t)


def _rooms(outcome: Outcome, focus: int, map_sheet: Sheet | None, url: str, t: Words) -> None:
    """The map of the room that is left, and the nearest rules of each place."""
    after = Teller(outcome.after, outcome.modes[1], outcome.months[1], t)
    if map_sheet is not None and not map_sheet.is_ground:
        told = room_map(after, map_sheet, url, scheme(), _counted(outcome, focus))
        registry.room_map(told, key="room_map", on_open=moving.on_open("room_map"))
    registry.listing(
        room_table(outcome, after, focus), key="room_table", on_open=moving.on_open("room_table")
    )


def _sweep(outcome: Outcome, mode: str, focus: int, movable: list[int], t: Words) -> None:
    """The sweep of the lever that is chosen: a chart, and where each place turns."""
    workspace, scenario = outcome.before, outcome.scenario
    names = {n: lever_text(scenario.levers[n], workspace, t) for n in movable}
    lever = st.selectbox(t("Lever"), movable, format_func=names.__getitem__, key="swept_lever")
    found = swept(workspace, mode, outcome.months[0], scenario, lever)
    registry.sweep(chart(outcome, found, focus, t), key="sweep")
    registry.listing(
        turn_table(outcome, found, focus, t), key="turn_table", on_open=moving.on_open("turn_table")
    )


def value_text(lever: Lever, value: float, t: Words) -> str:
    """A position of a lever with its unit."""
    match lever:
        case FirmShock():
            return t.plural("{n} person", "{n} people", value, n=number(value))
        case EdgeMoved():
            return f"{value:g}"
        case IndicatorShock(unit="points"):
            return t("{figure} pp", figure=number(value, 1, signed=True))
        case _:
            return f"{number(value, 0 if float(value).is_integer() else 1, signed=True)}%"


def chart(outcome: Outcome, found: Sweep, focus: int, t: Words) -> Data:
    """Places at each tier by position, thinned to what a chart can show."""
    workspace, plan = outcome.before, outcome.before.plan
    teller = Teller(workspace, outcome.modes[0], outcome.months[0], t)
    places = _counted(outcome, focus)
    worst, lever = len(plan.tiers), outcome.scenario.levers[found.lever]
    counted = found.counts(places, worst)
    step = max(len(found.values) // _POINTS, 1)
    kept = sorted({*range(0, len(found.values), step), len(found.values) - 1, found.at})
    order = [*range(worst, -1, -1), -1]
    return ground(teller, scheme()) | {
        "label": t("Places at each tier by {lever}", lever=lever_text(lever, workspace, t)),
        "values": [float(found.values[at]) for at in kept],
        "areas": [
            {
                "digit": digit(teller, tier),
                "word": teller.word(tier),
                "counts": [int(counted[at, tier + 1]) for at in kept],
            }
            for tier in order
            if counted[:, tier + 1].any()
        ],
        "at": float(found.values[found.at]),
        "at_text": value_text(lever, float(found.values[found.at]), t),
        "ends": [value_text(lever, float(found.values[n]), t) for n in (0, -1)],
        "total": len(places),
        "total_text": t.plural("{n} place", "{n} places", len(places)),
    }


def _counted(outcome: Outcome, focus: int) -> list[int]:
    """The place in focus and those below it that the plan judges."""
    levels, panel = outcome.before.plan.levels, outcome.before.panel
    return [r for r in outcome.before.below(focus) if panel.levels[r] in levels]


def turn_table(outcome: Outcome, found: Sweep, focus: int, t: Words) -> Data:
    """Every crossing by position, and the smallest move that turns or returns each place."""
    workspace, plan = outcome.before, outcome.before.plan
    teller = Teller(workspace, outcome.modes[0], outcome.months[0], t)
    lever, worst = outcome.scenario.levers[found.lever], len(plan.tiers)
    inside = set(_counted(outcome, focus))
    rows: list[Data] = []
    for region in sorted(inside, key=lambda r: (r != focus, r)):
        for turn in turns(found, region, worst):
            value = float(found.values[turn.position])
            tier = tier_in_sentence(plan, turn.tier, t)
            what = t("returns to {tier}", tier=tier) if turn.improves else t("turns {tier}", tier=tier)
            rows.append(
                {
                    "cells": [
                        _place(teller, region),
                        {"text": what},
                        {"text": t("from {value} on", value=value_text(lever, value, t))},
                        {"text": _by_rules(found, turn.position, region, outcome, t), "faint": True},
                    ]
                }
            )  # fmt: skip
    return ground(teller, scheme()) | {
        "caption": t("The smallest move of the lever that turns each place"),
        "columns": [{"text": t("Place")}, {"text": t("What happens")}, {"text": t("Lever")}, {"text": t("Rule")}],
        "rows": rows[:MOST_CROSSINGS],
        "note": t("Nearest to where the lever stands; one unit less does not do it. {n} crossings in all.",
                  n=sum(each.region in inside for each in found.crossings)),
    }  # fmt: skip


def _by_rules(found: Sweep, position: int, region: int, outcome: Outcome, t: Words) -> str:
    rules = [
        t.label(outcome.before.plan.rules[i].short)
        for i in range(len(outcome.before.plan.rules))
        if found.levels[i, position, region] != found.levels[i, found.at, region]
    ]
    return t(", ").join(rules)


def room_table(outcome: Outcome, after: Teller, focus: int) -> Data:
    """For each place the rules nearest to their next tier, as supposed."""
    t, panel, judged = after.t, outcome.before.panel, outcome.difference.after
    level = (
        panel.levels[outcome.before.panel.children[focus][0]]
        if panel.children[focus]
        else panel.levels[focus]
    )
    rows: list[Data] = []
    for region in dict.fromkeys((focus, *places_of_level(outcome.before, level, focus))):
        if not after.applies(region):
            continue
        worse = [each for each in headroom(judged, region) if each.next_tier > after.tier(region)]
        nearest = worse[:3]
        cells: list[Any] = [
            _place(after, region),
            badge(after, after.tier(region), after.complete(region) or after.tier(region) < 0),
        ]  # fmt: skip
        cells += [_room(each, after) for each in nearest] + [{"text": ""}] * (3 - len(nearest))
        rows.append({"cells": cells})
    return ground(after, scheme()) | {
        "caption": t("Room left to the next tier"),
        "columns": [
            {"text": t("Place")}, {"text": t("Tier")}, {"text": t("Nearest")}, {"text": t("Second")},
            {"text": t("Third")},
        ],
        "rows": rows[:200],
        "note": "",
    }  # fmt: skip


def _room(each: Headroom, after: Teller) -> Data:
    """A rule's distance, and the tier that it leads to."""
    return {"text": room(each, after)} | badge(after, each.next_tier) | {"mini": True}


def _place(teller: Teller, region: int) -> Data:
    code = teller.workspace.panel.codes[region]
    return {"text": teller.name(region), "open": code, "href": address.href("place", region=code)}
