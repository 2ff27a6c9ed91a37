"""The answer of one rule: figure against edges, tier, next tier, distance, partial or unknown."""

from fractions import Fraction

from tests.reference.folder import rounded

CLAUSE = "三(一)3"
TIERS = ["normal", "yellow", "orange", "red"]


def number(value):
    """As JSON shows it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def worst(tiers):
    return max(tiers, key=TIERS.index, default="normal")


def reaches(value, edge):
    sign, bound = edge
    if sign == ">=":
        return value >= bound
    if sign == "<=":
        return value <= bound
    return value < bound


def edges(sign, yellow, orange, red):
    return {
        "yellow": (sign, Fraction(yellow)),
        "orange": (sign, Fraction(orange)),
        "red": (sign, Fraction(red)),
    }


def tier_of(value, rule_edges):
    """Tiers are nested: the worst edge reached."""
    return worst([tier for tier, edge in rule_edges.items() if reaches(value, edge)])


def answer(rule, unit, tier, *, value=None, distance=None, partial=False, **named):
    next_tier = TIERS[TIERS.index(tier) + 1] if tier in ("normal", "yellow", "orange") else None
    return {
        "rule": rule,
        "tier": tier,
        "partial": partial,
        "value": number(value),
        "unit": unit,
        "next_tier": next_tier,
        "distance": number(distance) if next_tier else None,
        "clause": CLAUSE,
        **named,
    }


def unknown(rule, unit, *names):
    """A rule that cannot be judged: no figure, and nothing named as having decided."""
    return answer(rule, unit, "unknown", **dict.fromkeys(names))


def measured(rule, unit, value, rule_edges, *, partial=False, **named):
    """One figure against three edges, compared after rounding; red is never partial."""
    if value is None:
        return unknown(rule, unit, *named)
    value = rounded(value)
    tier = tier_of(value, rule_edges)
    distance = None
    if tier != "red":
        _, bound = rule_edges[TIERS[TIERS.index(tier) + 1]]
        distance = rounded(abs(bound - value))
    return answer(
        rule, unit, tier, value=value, distance=distance, partial=partial and tier != "red", **named
    )


def proven(rule, unit, value, rule_edges, something_missing, **named):
    """An event rule: where a missing figure could prove worse, a proven tier is partial, none unknown."""
    if something_missing and tier_of(rounded(value), rule_edges) == "normal":
        return unknown(rule, unit, *named)
    return measured(rule, unit, value, rule_edges, partial=something_missing, **named)
