"""The small pictures beside words: the numeral of a chart's edge has the points of the shape that maps draw."""

from __future__ import annotations

import re

import pytest

from dashboard.ui.logo import numeral_outline, pips


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([-\d.]+),([-\d.]+)", path)]


def test_the_outline_of_the_first_numeral_is_its_shape_turned_upwards() -> None:
    drawn = numeral_outline("1", 16)
    assert drawn.startswith("M4.00,6.50L12.00,6.50L12.00,4.80L9.10,4.80")
    assert drawn.endswith("Z")
    assert set(re.sub(r"[-\d.,]", "", drawn)) == {"M", "L", "Z"}


@pytest.mark.parametrize("numeral", ["1", "2", "3", "4"])
def test_every_numeral_stays_in_its_box_and_is_whole(numeral: str) -> None:
    drawn = numeral_outline(numeral, 10)
    assert drawn.count("M") == drawn.count("Z")
    assert all(0 <= x <= 10 and -5 <= y <= 5 for x, y in points(drawn))
    assert max(y for _, y in points(drawn)) == pytest.approx(-min(y for _, y in points(drawn)), abs=0.1)


def test_pips_show_what_is_done_and_what_is_wanting() -> None:
    assert pips(2, 3).count("<i></i>") == 2
    assert pips(2, 3).count('<i class="no"></i>') == 1
