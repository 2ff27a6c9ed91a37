"""What every component is given in the same way: styles a digit, the scheme, the words of heads and maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.plans import Plan
from dashboard.plans.styles import Scheme, Style, digit_of, digit_styles
from dashboard.wording.headlines import Fact
from dashboard.wording.teller import Teller

Data = dict[str, Any]


def styles_of(plan: Plan, scheme: Scheme, lang: str) -> list[Style]:
    """One style a digit, with the plan's own labels and colours where it has them; none for a plan without tiers."""
    if not plan.tiers:
        return []
    return digit_styles(plan.tier_ids, scheme, plan.style_overrides, "en" if lang == "en" else "zh_CN")


def ground(teller: Teller, scheme: Scheme) -> Data:
    """What every component needs: styles, scheme and language."""
    return {
        "styles": styles_of(teller.plan, scheme, teller.t.lang),
        "scheme": scheme,
        "lang": "en" if teller.t.lang == "en" else "zh-CN",
    }


def digit(teller: Teller, tier: int, complete: bool = True) -> str:
    """The digit of a tier."""
    return digit_of(tier, complete, len(teller.plan.tiers))


def region_digit(teller: Teller, region: int) -> str:
    """The digit of a region in the teller's month; a place that the plan does not judge is unknown."""
    return digit(teller, teller.tier(region), teller.complete(region))


def region_digits(teller: Teller, regions: Sequence[int]) -> str:
    """One digit a region."""
    return "".join(region_digit(teller, region) for region in regions)


def badge(teller: Teller, tier: int, complete: bool = True) -> Data:
    """A digit with its word."""
    return {"digit": digit(teller, tier, complete), "word": teller.word(tier)}


def head(
    teller: Teller, scheme: Scheme, region: int, headline: str, lead: str, facts: Sequence[Fact]
) -> Data:
    """The head of a page about one region."""
    told = plain_head(teller, scheme, headline, lead, facts)
    if teller.applies(region):
        told |= {"digit": region_digit(teller, region), "word": block_word(teller, region)}
    return told


def plain_head(teller: Teller, scheme: Scheme, headline: str, lead: str, facts: Sequence[Fact] = ()) -> Data:
    """The head of a page that is not about one region's tier."""
    return ground(teller, scheme) | {
        "headline": headline,
        "lead": lead,
        "facts": [
            {"label": fact.label, "value": fact.value}
            | ({"digit": digit(teller, fact.tier)} if fact.tier is not None else {})
            | ({"pips": list(fact.pips)} if fact.pips and fact.pips[1] <= 20 else {})
            for fact in facts
        ],
    }


def block_word(teller: Teller, region: int) -> str:
    """The word on the tier's block: the tier, and that it is incomplete."""
    tier = teller.tier(region)
    if tier < 0 or teller.complete(region):
        return teller.word(tier)
    return teller.t("{tier} incomplete", tier=teller.word(tier))
