"""The one table of tier styles: readable in both schemes, in grey and in every colour vision."""

from itertools import pairwise

import numpy as np
import pytest

from dashboard.plans.styles import (
    StyleError,
    contrast,
    digit_of,
    digit_styles,
    digits,
    known_tiers,
    neutrals,
    tier_style,
)

THREE = ["yellow", "orange", "red"]
FOUR = ["blue", *THREE]
SCHEMES = ["light", "dark"]
# Deuteranopia and protanopia at full strength, on linear RGB (Machado, Oliveira and Fernandes 2009).
VISIONS = {
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
}


def _linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(linear):
    to_xyz = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
    xyz = to_xyz @ np.clip(linear, 0, 1) / np.array([0.9505, 1.0, 1.0888])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tier", ["normal", *FOUR, "unknown"])
def test_text_on_every_fill_and_every_ink_on_the_page_can_be_read(tier, scheme):
    style = tier_style(tier, scheme)
    assert contrast(style["text"], style["fill"]) >= 4.5
    assert contrast(style["ink"], neutrals(scheme)["bg"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lightness_falls_from_the_mildest_tier_to_the_most_severe(scheme):
    order = FOUR if scheme == "dark" else ["normal", *FOUR]
    lightness = [_lab(_linear(tier_style(tier, scheme)["fill"]))[0] for tier in order]
    assert all(a - b > 2 for a, b in pairwise(lightness))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_tiers_differ_in_every_colour_vision(vision, scheme):
    seen = [
        _lab(np.array(VISIONS[vision]) @ _linear(tier_style(tier, scheme)["fill"]))
        for tier in ["normal", *FOUR]
    ]
    gaps = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[i + 1 :]]
    assert min(gaps) > 14


def test_outlines_grow_with_the_tier():
    widths = [tier_style(tier, "light")["outline_width"] for tier in ["normal", *FOUR]]
    assert widths == [0, 1.4, 2.2, 3.4, 4.6]


def test_styles_stand_in_the_order_of_the_digits():
    styles = digit_styles(THREE, "light")
    assert [(s["tier"], s["complete"]) for s in styles] == [
        ("normal", True),
        ("yellow", True),
        ("orange", True),
        ("red", True),
        ("unknown", False),
        ("normal", False),
        ("yellow", False),
        ("orange", False),
        ("red", False),
    ]
    assert [s["hatch"] for s in styles] == [None] * 4 + ["unknown"] + ["incomplete"] * 4


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_incomplete_tier_never_looks_like_the_complete_one(scheme):
    for tier in ["normal", *FOUR]:
        whole, part = tier_style(tier, scheme), tier_style(tier, scheme, complete=False)
        assert part["dashed"]
        assert part["hatch"] == "incomplete"
        assert part["outline_width"] > 0
        assert part["label"] != whole["label"]
        assert part["fill"] == whole["fill"]


def test_words_are_those_of_the_viewers_language():
    assert tier_style("yellow", "light")["label"] == "黄色（Ⅲ级）"
    assert tier_style("orange", "light", language="en")["label"] == "Tier II (orange)"
    assert tier_style("red", "light", complete=False, language="en")["incomplete_word"] == "incomplete"
    assert tier_style("unknown", "light", complete=False)["label"] == "未知"


def test_digits_of_three_tiers_are_those_of_the_architecture():
    tiers = [0, 1, 2, 3, -1, 0, 1, 2, 3]
    complete = [True] * 4 + [False] * 5
    assert digits(tiers, complete, 3) == "012345678"
    assert "".join(digit_of(t, c, 3) for t, c in zip(tiers, complete, strict=True)) == "012345678"


def test_one_by_one_and_all_at_once_give_the_same_digits():
    rng = np.random.default_rng(7)
    for n in (1, 3, 4, 16):
        tiers = rng.integers(-1, n + 1, 500)
        complete = rng.random(500) < 0.5
        alone = "".join(digit_of(int(t), bool(c), n) for t, c in zip(tiers, complete, strict=True))
        assert digits(tiers, complete, n) == alone


def test_no_places_give_no_digits():
    assert digits([], [], 3) == ""


def test_a_tier_number_beyond_the_plan_is_refused():
    with pytest.raises(StyleError, match="−1 to 3"):
        digits([0, 4], [True, True], 3)
    with pytest.raises(StyleError, match="−1 to 3"):
        digit_of(-2, True, 3)


def test_a_tier_without_a_style_is_refused_with_those_that_have_one():
    with pytest.raises(StyleError, match=r"'purple'.*blue, yellow, orange, red"):
        digit_styles(["purple"], "light")


def test_a_deployment_can_name_tiers_of_its_own():
    own = {
        "watch": {
            "like": "yellow",
            "en": {"word": "Watch", "level": ""},
            "zh": {"word": "关注", "level": ""},
        },
        "warning": {"like": "red", "en": {"word": "Warning", "level": "Level 1"}},
    }
    styles = digit_styles(["watch", "warning"], "dark", own, "en")
    assert [s["label"] for s in styles[:4]] == ["Normal", "Watch", "Level 1 (warning)", "Unknown"]
    assert styles[1]["fill"] == tier_style("yellow", "dark")["fill"]


def test_an_override_that_cannot_be_read_is_refused():
    with pytest.raises(StyleError, match="contrast of text on fill"):
        tier_style("yellow", "light", overrides={"yellow": {"light": {"text": "#FFFFFF"}}})
    with pytest.raises(StyleError, match="six hexadecimal figures"):
        tier_style("yellow", "light", overrides={"yellow": {"light": {"fill": "url(#x)"}}})
    with pytest.raises(StyleError, match="found 'colour'"):
        tier_style("yellow", "light", overrides={"yellow": {"colour": "#FFFFFF"}})


def test_an_override_leaves_the_table_as_it_was():
    tier_style("yellow", "light", overrides={"yellow": {"light": {"fill": "#FFE08A"}}})
    assert tier_style("yellow", "light")["fill"] == "#F7D250"
    assert known_tiers() == ["normal", *FOUR]
