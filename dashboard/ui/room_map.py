"""A map of the room that is left: how many steps each place is from its nearest worse tier, in shades of ink.

Tier colours mean tiers and nothing else, so this map has none: the darker a place, the nearer its next tier.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dashboard.atlas import Sheet
from dashboard.plans.styles import Scheme
from dashboard.scenarios.difference import Judgement
from dashboard.scenarios.headroom import nearest_steps
from dashboard.ui.payloads import Data
from dashboard.ui.risk_payload import short_name
from dashboard.wording.teller import Teller

BOUNDS = (0.25, 0.5, 1.0, 2.0)
"""Steps between a rule's first two edges; up to each of them a shade of its own, and one for what lies beyond."""
_SHADES: dict[Scheme, tuple[str, ...]] = {
    "light": ("#1D5A7A", "#5B8CA6", "#9DBFCE", "#CFE0E8", "#EDF3F6"),
    "dark": ("#9BD2EC", "#5F9DBC", "#3A6E89", "#274A5D", "#1B303C"),
}
_ON: dict[Scheme, tuple[str, str]] = {"light": ("#FFFFFF", "#1A2127"), "dark": ("#0C1519", "#E9EEF1")}
_NONE: dict[Scheme, tuple[str, str]] = {"light": ("#FFFFFF", "#A9B4BB"), "dark": ("#12171B", "#54626B")}


def shade(steps: float) -> str:
    """The digit of a distance in steps; the last one for a place that has none or is unknown."""
    if math.isnan(steps):
        return str(len(BOUNDS) + 1)
    return str(sum(steps > bound for bound in BOUNDS))


def room_map(after: Teller, sheet: Sheet, geometry_url: str, scheme: Scheme, places: Sequence[int]) -> Data:
    """What the component draws: the map's digits, its shades, and a legend that counts places."""

    t = after.t
    steps = nearest_steps(Judgement(after.evaluation, after.index))
    digits = "".join(shade(float(steps[r])) for r in sheet.regions)
    words = [
        t("under {n} step", n=f"{BOUNDS[0]:g}"),
        *(t("{low} to {high} steps", low=f"{a:g}", high=f"{b:g}") for a, b in pairwise(BOUNDS)),
        t("over {n} steps", n=f"{BOUNDS[-1]:g}"),
        t("none left, or unknown"),
    ]
    own = [shade(float(steps[r])) for r in places]
    few = len(sheet.regions) <= 200
    return {
        "scheme": scheme,
        "lang": "en" if t.lang == "en" else "zh-CN",
        "styles": _styles(scheme, words),
        "map": {
            "geometry_url": geometry_url, "digits": digits, "published": None, "changed": None, "names": None,
            "short_names": [short_name(after.name(r)) for r in sheet.regions] if few else None, "notes": None,
            "short_notes": None, "selected": None, "label": t("Map of the room left"),
            "strings": {"separator": t(", "), "published": ""}, "empty": "",
            "failed": t("The map could not be loaded. Load the page again."),
        },
        "legend": [
            {"fill": _styles(scheme, words)[n]["fill"], "text": t("{range}: {n}", range=word, n=own.count(str(n)))}
            for n, word in enumerate(words)
        ],
        "note": t("A step is the distance between a rule's first two edges, so that different units compare."),
    }  # fmt: skip


def _styles(scheme: Scheme, words: Sequence[str]) -> list[Data]:
    shades, (on_dark, on_light) = _SHADES[scheme], _ON[scheme]
    paper, line = _NONE[scheme]
    found = [
        {
            "fill": fill, "text": on_dark if n < 2 else on_light, "outline": line, "ink": fill, "outline_width": 0,
            "dashed": False, "hatch": "", "hatch_color": "", "numeral": "", "word": words[n], "incomplete_word": "",
        }
        for n, fill in enumerate(shades)
    ]  # fmt: skip
    none = {
        **found[-1],
        "fill": paper,
        "text": on_light,
        "outline_width": 1,
        "dashed": True,
        "word": words[-1],
    }
    return [*found, none]
