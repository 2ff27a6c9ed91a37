"""What is sent ahead of a slider's move: at every position the map that the server's own answer has."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.atlas import places_of_level
from dashboard.engine.evaluate import DETECTED
from dashboard.locale import words
from dashboard.scenarios.desk import play
from dashboard.scenarios.levers import (
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    Lever,
    PayoutShock,
    Scenario,
    with_amount,
)
from dashboard.ui.payloads import region_digits
from dashboard.ui.risk_page import sheet_of
from dashboard.ui.scenario_ahead import Slide, steps_of
from dashboard.ui.scenario_payload import changed
from dashboard.wording.teller import Teller
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai

EDGE = EdgeMoved("registered_unemployment_rate_gap.yellow", ">= 0.5")
BESIDE = (IndicatorShock("first_time_claimants_count", 20.0), FirmShock(SEEDS, 100, petition="individual"))


def painted(now: str, told: dict[str, Any], value: float) -> tuple[str, str]:
    """Digits and letters at a position, put together as scenario_view.js does it."""
    digits, letters = list(now), ["-"] * len(now)
    for start, places, signs, moved in told["steps"]:
        if start > value + 1e-9:
            break
        for at, place in enumerate(places):
            digits[place], letters[place] = signs[at], moved[at]
    return "".join(digits), "".join(letters)


@pytest.mark.parametrize(
    ("lever", "low", "high", "step", "looked_at"),
    [
        (FirmShock(SEEDS, 400, petition="collective"), 0, 620, 1, (0, 99, 100, 384, 447, 448, 620)),
        (IndicatorShock("first_time_claimants_count", 0.0), -60, 60, 1, (-60, 0, 9, 10, 11, 60)),
        (PayoutShock(12.0), -60, 60, 1, (-20, 0, 37, 60)),
        (EDGE, 0.0, 1.0, 0.1, (0.0, 0.2, 0.3, 0.4, 0.5, 0.9)),
    ],
)
def test_every_position_paints_what_the_answer_to_it_paints(
    lever: Lever, low: float, high: float, step: float, looked_at: tuple[float, ...]
) -> None:
    workspace, t = gaotai(), words("zh")
    sheet = sheet_of(workspace.version, "town", workspace.focus, workspace)
    assert sheet is not None
    assert set(sheet.regions) == set(places_of_level(workspace, "town", workspace.focus))
    others = tuple(each for each in BESIDE if type(each) is not type(lever))
    outcome = play(workspace, DETECTED, SEPTEMBER, Scenario((*others, lever), 2))
    told = steps_of(outcome, DETECTED, Slide("key", lever, low, high, step), sheet)
    now = region_digits(Teller(workspace, DETECTED, SEPTEMBER, t), sheet.regions)
    for value in looked_at:
        if not told["low"] <= value <= told["high"]:
            continue  # an edge beyond the next one is no plan any more, and nothing is told of it
        there = play(workspace, DETECTED, SEPTEMBER, Scenario((*others, with_amount(lever, value)), 2))
        after = Teller(there.after, there.modes[1], there.months[1], t)
        wanted = region_digits(after, sheet.regions), changed(there, sheet.regions)
        assert painted(now, told, value) == wanted, value


def test_of_a_large_map_the_positions_around_the_slider_are_told() -> None:
    slide = Slide("key", IndicatorShock("first_time_claimants_count", 7.0), -60, 60, 1)
    assert len(slide.values(9)) == 121
    assert (slide.values(3_000)[0], slide.values(3_000)[-1]) == (-10, 20)
    assert slide.values(3_000) == Slide("key", with_amount(slide.lever, 3.0), -60, 60, 1).values(3_000)
