"""What the scenario's component is given: two maps, counts, crossed rules, room left and new duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.atlas import Sheet
from dashboard.plans.styles import Scheme
from dashboard.scenarios.desk import Outcome
from dashboard.scenarios.headroom import headroom, in_steps
from dashboard.tables.months import month_text
from dashboard.ui import address
from dashboard.ui.payloads import Data, badge, block_word, digit, ground, region_digit, region_digits
from dashboard.ui.risk_payload import legend, short_name
from dashboard.wording import duties as duty_words
from dashboard.wording.figures import month_long
from dashboard.wording.scenarios import headline, lead, room, rule_change
from dashboard.wording.teller import Teller

MOST_RULES = 10
MOST_ROOMS = 6
MOST_DUTIES = 8
MOST_SHORT = 200
"""Places whose short names are sent for narrow maps; of more, the map has no room for names anyway."""
_UP, _DOWN = "uvwx", "defg"


@dataclass(frozen=True)
class ScenarioView:
    """What is shown: the outcome, tellers before and after, the place in focus, its parts, and their map.

    ``answers`` is which move of a lever this answers (``scenario_ahead.answers``).
    """

    outcome: Outcome
    before: Teller
    after: Teller
    scheme: Scheme
    focus: int
    places: tuple[int, ...]
    sheet: Sheet | None
    geometry_url: str
    answers: Data


def payload(view: ScenarioView) -> Data:
    """Everything that the component draws."""
    before, t = view.before, view.before.t
    return ground(before, view.scheme) | {
        "head": _head(view),
        "maps": [_side(view, view.before, first=True), _side(view, view.after, first=False)],
        "rules": {"title": t("Rules that change"), "count": "", "rows": [], "more": ""} | _rules(view),
        "room": {"title": t("Room left"), "small": t("to the next tier")} | _rooms(view),
        "duties": {"title": t("New duties")} | _duties(view),
        "legend": legend(before),
        "none": t("none"),
        "source": _source(view),
        "answers": view.answers,
    }


def _head(view: ScenarioView) -> Data:
    before, after, t, focus = view.before, view.after, view.before.t, view.focus
    told: Data = {
        "headline": headline(view.outcome, before, focus),
        "lead": lead(view.outcome, focus, before.mode, t),
        "blocks": [],
    }
    if before.applies(focus):
        told["blocks"] = [
            {"digit": region_digit(before, focus), "word": t("now"), "said": block_word(before, focus)},
            {"digit": region_digit(after, focus), "word": t("supposed"), "said": block_word(after, focus)},
        ]
    return told


def _side(view: ScenarioView, teller: Teller, *, first: bool) -> Data:
    t, focus, places = view.before.t, view.focus, view.places
    counts = view.outcome.counts(places)
    now, then = counts if first else (counts[1], counts[0])
    tiers = [*range(len(teller.plan.tiers), -1, -1), -1]
    small = month_long(teller.month, t) if first else t("heavy outline: changed; one ▲ is one tier up")
    return {
        "title": t("Now") if first else t("Supposed"),
        "small": small,
        "place": teller.name(focus) if teller.applies(focus) else "",
        "badge": badge(teller, teller.tier(focus), teller.complete(focus) or teller.tier(focus) < 0)
        if teller.applies(focus)
        else None,
        "map": _map(view, teller, first=first),
        "counts": [
            {
                "digit": digit(teller, tier),
                "word": teller.word(tier),
                "count": str(now[tier]),
                "delta": "" if first else _delta(now[tier] - then[tier]),
            }
            for tier in tiers
            if tier >= 0 or now[tier] or then[tier]
        ],
    }


def _delta(n: int) -> str:
    return "" if not n else f"{'+' if n > 0 else '−'}{abs(n)}"


def _map(view: ScenarioView, teller: Teller, *, first: bool) -> Data | None:
    sheet, t = view.sheet, teller.t
    if sheet is None or sheet.is_ground:
        return None
    regions = sheet.regions
    title = t("Map of tiers now") if first else t("Map of tiers as supposed")
    return {
        "geometry_url": view.geometry_url,
        "digits": region_digits(teller, regions),
        "published": None,
        "changed": None if first else changed(view.outcome, regions),
        "names": None,
        "short_names": [short_name(teller.name(r)) for r in regions] if len(regions) <= MOST_SHORT else None,
        "notes": None,
        "short_notes": None,
        "selected": None,
        "label": title,
        "strings": {"separator": t(", "), "published": t("published {tier}", tier="{tier}")},
        "empty": "",
        "failed": t("The map could not be loaded. Load the page again."),
    }


def changed(outcome: Outcome, regions: Sequence[int]) -> str:
    """One letter a place: how many steps up or down, ``-`` for none."""
    return "".join(letter(int(outcome.difference.steps[region])) for region in regions)


def letter(steps: int) -> str:
    """The map's letter for so many steps up or down."""
    most = _UP if steps > 0 else _DOWN
    return most[min(abs(steps), len(most)) - 1] if steps else "-"


def _order(view: ScenarioView) -> list[int]:
    """The places that stand otherwise: the one in focus, then those that move furthest."""
    difference, inside = view.outcome.difference, set(view.outcome.before.below(view.focus))
    found = [region for region in difference.regions.tolist() if region in inside]
    return sorted(found, key=lambda r: (r != view.focus, -abs(int(difference.steps[r])), r))


def _rules(view: ScenarioView) -> Data:
    t, difference, panel = view.before.t, view.outcome.difference, view.outcome.before.panel
    rows: list[Data] = []
    total = 0
    for region in _order(view):
        changes = difference.rules_of(region)
        total += len(changes)
        for change in changes[: max(MOST_RULES - len(rows), 0)]:
            rule = view.after.plan.rules[change.rule]
            rows.append(
                {
                    "code": panel.codes[region],
                    "name": view.before.name(region),
                    "href": address.href("place", region=panel.codes[region]),
                    "rule": t.label(rule.name),
                    "from": badge(view.before, change.before),
                    "to": badge(view.after, change.after),
                    "reason": rule_change(view.outcome, change, region, view.after),
                }
            )
    more = total - len(rows)
    return {
        "count": t("{n} in all", n=total) if total else "",
        "rows": rows,
        "more": t.plural("{n} more is in the export.", "{n} more are in the export.", more)
        if more > 0
        else "",
    }


def _rooms(view: ScenarioView) -> Data:
    """The nearest next tiers: of the place in focus and of those below it."""
    judged, teller = view.outcome.difference.after, view.after
    rows: list[Data] = []
    nearness = []
    for region in dict.fromkeys((view.focus, *view.places)):
        if not teller.applies(region) or teller.tier(region) < 0:
            continue
        now = teller.tier(region)
        for n, each in enumerate(r for r in headroom(judged, region) if r.next_tier > now):
            nearness.append((n, region != view.focus, each))
            break
    nearest = sorted(
        nearness, key=lambda each: (each[1], in_steps(view.after.plan, each[2].rule, each[2].distance))
    )
    for _, _, each in nearest[:MOST_ROOMS]:
        rows.append(
            {
                "name": teller.name(each.region),
                "text": room(each, teller),
                "to": badge(teller, each.next_tier),
            }
        )
    return {"rows": rows}


def _duties(view: ScenarioView) -> Data:
    t, workspace = view.before.t, view.outcome.after
    found = view.outcome.new_duties(view.focus)
    rows: list[Data] = []
    for due in found[:MOST_DUTIES]:
        plan = t.label(workspace.plan_title(due.plan))
        borrowed = workspace.is_borrowed(due.plan)
        if due.event is None:
            tier = view.after.inline(due.tier)
            text = t("{place} at {tier}: report to {who}", place=view.after.name(due.region), tier=tier,
                     who=duty_words.roles(due.to, t))  # fmt: skip
        else:
            name = t.label(due.event.duty.name)
            text = t("{place}: {duty}", place=view.after.name(due.region), duty=name)
        small = t("borrowed: {plan} {clause}", plan=plan, clause=due.clause) if borrowed else due.clause
        rows.append({"when": duty_words.timing(due, t), "text": text, "small": small, "open": due.is_open})
    more = len(found) - len(rows)
    return {
        "small": t("{n} in all", n=len(found)) if found else "",
        "rows": rows,
        "more": t.plural("{n} more is in the export.", "{n} more are in the export.", more)
        if more > 0
        else "",
    }


def _source(view: ScenarioView) -> str:
    t, workspace = view.before.t, view.outcome.before
    parts = [
        t("A supposition changes no record and no published alert."),
        t("Data version {version}.", version=workspace.version),
        t("Month {month}.", month=month_text(view.outcome.months[0])),
    ]
    if view.sheet is not None:
        if view.sheet.is_schematic:
            parts.append(
                t("Town areas are drawn from their seats: a schematic, not administrative boundaries.")
            )
        parts += [
            t("Outlines: {source}.", source=text.rstrip("。.")) for text in view.sheet.credits(t.is_chinese)
        ]
    return t.space.join(parts)
