"""What the slider in hand makes of the map at each of its positions, sent ahead of the move.

A tier steps from one position of a lever to another, so a few crossings tell all positions. With them the page
repaints the map at the key press, and while a slider is still being dragged; the answer to the move, with its
sentence, rules and duties, comes from the server as ever and stands. What is sent is judged by the same engine.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from dashboard.atlas import Sheet
from dashboard.errors import DeskError
from dashboard.plans.styles import ALPHABET
from dashboard.plans.variants import with_edge
from dashboard.scenarios.desk import Outcome
from dashboard.scenarios.levers import EdgeMoved, Lever, amount_of, with_amount
from dashboard.scenarios.sweep import Sweep
from dashboard.ui import scenario_state as state
from dashboard.ui.components import registry
from dashboard.ui.payloads import Data
from dashboard.ui.scenario_payload import letter
from dashboard.ui.scenario_turns import swept

_IN_HAND, _OFFERED = "lever_in_hand", "lever_offered"
_MOST = 60_000
"""Positions × places sent ahead; of a larger map, those around the slider."""
_BLOCK = 10


@dataclass(frozen=True)
class Slide:
    """A slider: its key, its lever as it stands, both ends and the step."""

    key: str
    lever: Lever
    low: float
    high: float
    step: float

    @property
    def now(self) -> float:
        """Where it stands."""
        return amount_of(self.lever) or 0.0

    def values(self, places: int) -> tuple[float, ...]:
        """Its positions, ascending; of many, some blocks around the one that it has."""
        count = math.floor((self.high - self.low) / self.step + 1e-9) + 1
        first, last = 0, count
        if count * places > _MOST:
            block = round((self.now - self.low) / self.step) // _BLOCK
            first, last = max((block - 1) * _BLOCK, 0), min((block + 2) * _BLOCK + 1, count)
        return tuple(round(self.low + n * self.step, 6) for n in range(first, last))


@dataclass(frozen=True)
class InHand:
    """The lever that was moved last: its slider's key, the lever, and the value at which it changes nothing."""

    key: str
    lever: Lever
    rest: float


def take_in_hand(key: str, lever: Lever, rest: float) -> None:
    """A slider was moved."""
    st.session_state[_IN_HAND] = InHand(key, lever, rest)


def offer(slide: Slide, rest: float) -> None:
    """Name a slider that is drawn; ahead goes the one in hand, else the last that is off its rest, else the first."""
    hand, offered = _in_hand(), st.session_state.get(_OFFERED)
    is_off = not math.isclose(slide.now, rest, abs_tol=1e-9)
    taken = hand is not None and offered is not None and offered.key == hand.key
    if offered is None or (hand is not None and slide.key == hand.key) or (is_off and not taken):
        st.session_state[_OFFERED] = slide


def _in_hand() -> InHand | None:
    found: InHand | None = st.session_state.get(_IN_HAND)
    return found


def answers(outcome: Outcome, mode: str) -> Data:
    """At which position of the lever in hand the maps stand, and what stands beside it."""
    hand = _in_hand()
    st.session_state.pop(_OFFERED, None)
    told: Data = {"key": "", "value": 0.0}
    if hand is not None:
        lever = state.find(outcome.scenario, hand.lever)
        told = {"key": hand.key, "value": hand.rest if lever is None else amount_of(lever)}
    return told | {"beside": _beside(outcome, mode)}


def _beside(outcome: Outcome, mode: str) -> str:
    """What tells everything but the lever in hand: what is sent ahead fits the maps with the same alone."""
    hand, workspace, scenario = _in_hand(), outcome.before, outcome.scenario
    lever = None
    if hand is not None:
        lever = with_amount(state.find(scenario, hand.lever) or hand.lever, 0.0)
        scenario = state.put(scenario, hand.lever, rests=True)
    told = repr((workspace.version, mode, outcome.months[0], lever, scenario))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def draw(outcome: Outcome, mode: str, sheet: Sheet | None) -> None:
    """Send ahead what the slider in hand would make of the map."""
    slide: Slide | None = st.session_state.pop(_OFFERED, None)
    if slide is None or sheet is None or sheet.is_ground:
        return
    try:
        steps = steps_of(outcome, mode, slide, sheet)
    except DeskError:
        return  # some position cannot be; the server says so at the move
    registry.scenario_ahead(
        {"key": slide.key, "beside": _beside(outcome, mode), **steps}, key="scenario_ahead"
    )


def steps_of(outcome: Outcome, mode: str, slide: Slide, sheet: Sheet) -> Data:
    """The values that are told of, and the map's crossings between them."""
    values = slide.values(len(sheet.regions))
    if isinstance(slide.lever, EdgeMoved):
        values = tuple(value for value in values if _is_sound(outcome, slide.lever, value))
    if not values:
        return {"low": 1, "high": 0, "steps": []}
    # The lever itself is put at its first position, so that it makes no difference where it stands.
    lever = with_amount(slide.lever, values[0])
    scenario = state.put(outcome.scenario, lever, rests=False)
    at = next(n for n, each in enumerate(scenario.levers) if state.identity(each) == state.identity(lever))
    found = swept(outcome.before, mode, outcome.months[0], scenario, at, values)
    return {"low": values[0], "high": values[-1], "steps": crossings(outcome, found, sheet)}


def _is_sound(outcome: Outcome, lever: EdgeMoved, value: float) -> bool:
    moved = with_amount(lever, value)
    assert isinstance(moved, EdgeMoved)
    try:
        with_edge(outcome.before.plan, moved.place, moved.edge)
    except DeskError:
        return False
    return True


def crossings(outcome: Outcome, found: Sweep, sheet: Sheet) -> list[list[Any]]:
    """From which value on which places of the map have which digits and letters, beside those of the step before.

    The first step is beside the map as things are.
    """
    regions = np.array(sheet.regions, dtype=np.int64)
    worst = len(outcome.before.plan.tiers)
    before = outcome.difference.before
    was = before.tiers[regions].astype(np.int64)
    tiers = found.tiers[:, regions].astype(np.int64)
    digits = _digits(tiers, found.complete[:, regions], worst)
    moved = np.where((tiers >= 0) & (was >= 0), tiers - was, 0)
    last = _digits(was, before.evaluation.complete[before.index][regions], worst), np.zeros_like(was)
    steps: list[list[Any]] = []
    for n, value in enumerate(found.values.tolist()):
        other = np.flatnonzero((digits[n] != last[0]) | (moved[n] != last[1]))
        if len(other) or not n:
            signs = "".join(ALPHABET[d] for d in digits[n, other].tolist())
            letters = "".join(letter(each) for each in moved[n, other].tolist())
            steps.append([value, other.tolist(), signs, letters])
        last = digits[n], moved[n]
    return steps


def _digits(tiers: Any, complete: Any, worst: int) -> Any:
    return np.where(tiers < 0, worst + 1, np.where(complete, tiers, worst + 2 + tiers))
