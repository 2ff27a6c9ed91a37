"""How figures, units, months and tiers are written (design: look/tokens.md, "Figures")."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dashboard.locale import Words
from dashboard.plans import Edge, Plan, Rule
from dashboard.plans.edges import DECIMALS

MINUS = "\u2212"
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHOWN_DECIMALS = {"percent": 1, "percentage_points": 1, "months": 1, "index": 1}


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A figure with thousands separators, a real minus, and a plus where signs are asked for."""
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    if value < 0 and not is_zero:
        return MINUS + text
    return f"+{text}" if signed and not is_zero else text


def decimals_for(value: float, unit: str, edges: Iterable[Edge] = ()) -> int:
    """Decimals to show: as few as the unit wants, more if rounding would seem to reach an edge, or to leave it."""
    wanted = _SHOWN_DECIMALS.get(unit, 0)
    if math.isnan(value):
        return wanted
    for decimals in range(wanted, DECIMALS):
        if all(edge.reached_by(round(value, decimals)) == edge.reached_by(value) for edge in edges):
            return decimals
    return DECIMALS


def amount(value: float, unit: str, t: Words, *, decimals: int | None = None, signed: bool = False) -> str:
    """A figure with its unit: ``0.6个百分点``, ``6,482 people``."""
    shown = number(value, decimals_for(value, unit) if decimals is None else decimals, signed=signed)
    match unit:
        case "percent":
            return f"{shown}%"
        case "percentage_points":
            return t("{figure} pp", figure=shown)
        case "people":
            return t.plural("{figure} person", "{figure} people", value, figure=shown)
        case "towns":
            return t.plural("{figure} town", "{figure} towns", value, figure=shown)
        case "regions":
            return t.plural("{figure} place", "{figure} places", value, figure=shown)
        case "consecutive_months" | "months":
            one = value == 1 and "." not in shown
            return t.plural("{figure} month", "{figure} months", 1 if one else 2, figure=shown)
        case "cny":
            return t("CNY {figure}", figure=shown)
        case _:
            return shown


def rule_edges(rule: Rule) -> list[Edge]:
    """The rule's edges on its one figure; none for rules of several conditions."""
    return [edge for edge in rule.edges.values() if isinstance(edge, Edge)]


def rule_amount(value: float, rule: Rule, t: Words) -> str:
    """A rule's figure with its unit, with as many decimals as its edges need."""
    return amount(value, rule.unit, t, decimals=decimals_for(value, rule.unit, rule_edges(rule)))


def split_amount(value: float, rule: Rule, t: Words) -> tuple[str, str]:
    """A rule's figure and its unit apart, for a column of figures."""
    shown = number(value, decimals_for(value, rule.unit, rule_edges(rule)))
    return shown, rule_amount(value, rule, t).replace(shown, "", 1).strip()


def distance_unit(rule: Rule) -> str:
    """A distance between percentages is counted in points."""
    return "percentage_points" if rule.unit == "percent" else rule.unit


def edge_text(edge: Edge, rule: Rule, t: Words) -> str:
    """An edge as the plan writes it: ``<90%``, ``≤70%``, ``0.5个百分点`` (reaching it upward needs no sign)."""
    decimals = 0 if edge.number == int(edge.number) and rule.unit != "percentage_points" else 1
    shown = amount(edge.number, rule.unit, t, decimals=decimals)
    sign = {">=": "", "<=": "≤", ">": ">", "<": "<"}[edge.op]
    return f"{sign}{shown}"


def percent_change(value: float, edges: Iterable[Edge] = ()) -> str:
    """A growth in percent with its sign."""
    return f"{number(value, decimals_for(value, 'percent', edges), signed=True)}%"


def month_long(month: int, t: Words) -> str:
    """``2026年10月``, ``Oct 2026``."""
    year, of_year = divmod(month, 12)
    if t.lang == "zh":
        return f"{year}年{of_year + 1}月"
    return t("{month} {year}", month=ENGLISH_MONTHS[of_year][:3], year=year)


def month_short(month: int, t: Words, around: int | None = None) -> str:
    """``10月``, ``October``; with its year when that is not the year of ``around``."""
    if around is not None and month // 12 != around // 12:
        return month_long(month, t)
    of_year = month % 12
    return f"{of_year + 1}月" if t.lang == "zh" else t("{month}", month=ENGLISH_MONTHS[of_year])


def month_abbreviated(month: int, t: Words, around: int | None = None) -> str:
    """``10月``, ``Oct``: for a column that has no room."""
    if t.is_chinese or (around is not None and month // 12 != around // 12):
        return month_short(month, t, around)
    return t("{month}", month=ENGLISH_MONTHS[month % 12][:3])


def sentence(text: str) -> str:
    """Half a sentence standing alone: its first letter large."""
    return text[:1].upper() + text[1:]


def tier_word(plan: Plan, tier: int, t: Words) -> str:
    """A tier's word: ``橙色``, ``正常``, ``未知``."""
    if tier < 0:
        return t("Unknown")
    return t("Normal") if tier == 0 else t.label(plan.tiers[tier - 1].label)


def tier_in_sentence(plan: Plan, tier: int, t: Words) -> str:
    """A tier's word inside a sentence: English writes it small."""
    word = tier_word(plan, tier, t)
    return word if t.is_chinese else word.lower()


def hours_text(hours: float, t: Words) -> str:
    """Hours of a deadline: ``48小时``, ``48 h``."""
    return t("{hours} h", hours=number(hours, 0 if hours == int(hours) else 1))
