"""The one sentence that says how things stand, the one under it, and the facts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.engine.evaluate import DETECTED, PUBLISHED
from dashboard.engine.explain import Explanation
from dashboard.plans.schema import ChildTiers
from dashboard.wording.changes import steps_to_worse
from dashboard.wording.figures import hours_text, month_short, sentence
from dashboard.wording.teller import Teller


@dataclass(frozen=True)
class Fact:
    """A figure beside the headline; ``tier`` shows a badge, ``pips`` how many of how many."""

    label: str
    value: str = ""
    tier: int | None = None
    pips: tuple[int, int] | None = None


def headline(teller: Teller, region: int, children: Sequence[int]) -> str:
    """How a region stands: place, month, tier, and one reason with its figure."""
    t, place, month = teller.t, teller.name(region), teller.short_month()
    if not teller.applies(region):
        return _summary(teller, region, children)
    tier = teller.tier(region)
    if tier < 0 and teller.has_events(region):
        judged, applicable = teller.judged(region)
        return t(
            "{place} cannot be judged for {month}: {n} of {all} rules lack figures.",
            place=place, month=month, n=applicable - judged, all=applicable,
        )  # fmt: skip
    if tier < 0:
        return t(
            "{place} cannot be judged for {month}: no figures arrived, which is not the same as normal.",
            place=place, month=month,
        )  # fmt: skip
    if tier == 0:
        return _normal(teller, region, children)
    why = teller.deciding(region)
    reason = teller.reason(why) if why else ""
    if why and isinstance(why.rule.measure, ChildTiers) and teller.published:
        return t(
            "{place} is at {tier} for {month}: {reason}.",
            place=place, tier=teller.inline(tier), month=month, reason=reason,
        )  # fmt: skip
    return t(
        "{place} is found {tier} for {month}: {reason}.",
        place=place, tier=teller.inline(tier), month=month, reason=reason,
    )  # fmt: skip


def _normal(teller: Teller, region: int, children: Sequence[int]) -> str:
    t, place, month = teller.t, teller.name(region), teller.short_month()
    earlier = teller.before()
    if earlier and earlier.tier(region) > 0 and earlier.declared(region) > 0 and teller.complete(region):
        tier = teller.inline(earlier.tier(region))
        if teller.declared(region) == 0:
            return t(
                "{place} is back to normal from {tier} for {month}, and its alert is lifted.",
                place=place, tier=tier, month=month,
            )  # fmt: skip
        return t(
            "{place} is back to normal from {tier} for {month}: closing may be proposed; the leading group decides.",
            place=place, tier=tier, month=month,
        )  # fmt: skip
    if not teller.complete(region):
        judged, applicable = teller.judged(region)
        return t.plural(
            "{place} is normal for {month} as far as known; {n} rule could not be fully judged.",
            "{place} is normal for {month} as far as known; {n} rules could not be fully judged.",
            max(applicable - judged, 1), place=place, month=month,
        )  # fmt: skip
    counted = [c for c in children if teller.applies(c)]
    if counted and all(teller.tier(c) == 0 and teller.complete(c) for c in counted):
        return t(
            "{place} is normal for {month}: all {towns} reported and nothing reaches an edge.",
            place=place, month=month, towns=_places(teller, counted, len(counted)),
        )  # fmt: skip
    return t("{place} is normal for {month}: nothing reaches an edge.", place=place, month=month)


def _summary(teller: Teller, region: int, children: Sequence[int]) -> str:
    """A place that the plan does not judge: what its parts stand at."""
    t, place, month = teller.t, teller.name(region), teller.short_month()
    counted = [c for c in children if teller.applies(c)]
    found = [
        (tier, sum(teller.tier(c) == tier for c in counted)) for tier in range(len(teller.plan.tiers), 0, -1)
    ]
    parts = [t("{n} {tier}", n=n, tier=teller.inline(tier)) for tier, n in found if n]
    if not counted:
        return t("{place}: the plan judges no place here for {month}.", place=place, month=month)
    many = _places(teller, counted, len(counted))
    unknown = sum(teller.tier(c) < 0 for c in counted)
    if not parts and unknown == len(counted):
        return t("{place} for {month}: none of {towns} can be judged.", place=place, month=month, towns=many)
    if not parts and unknown:
        return t(
            "{place} for {month}: no tier found, but {n} of {towns} cannot be judged.",
            place=place, month=month, towns=many, n=unknown,
        )  # fmt: skip
    if not parts:
        return t(
            "{place} for {month}: no tier found in any of {towns}.", place=place, month=month, towns=many
        )
    return t(
        "{place} for {month}: of {towns}, {list}.",
        place=place,
        month=month,
        towns=many,
        list=teller.list_names(parts),
    )


def _places(teller: Teller, regions: Sequence[int], n: int) -> str:
    """A number of places of one level: towns, counties, or places."""
    levels = {teller.workspace.panel.levels[r] for r in regions}
    t = teller.t
    if levels == {"town"}:
        return t.plural("{n} town", "{n} towns", n)
    if levels == {"county"}:
        return t.plural("{n} county", "{n} counties", n)
    return t.plural("{n} place", "{n} places", n)


def lead(teller: Teller, region: int, children: Sequence[int], *, with_deadline: bool = False) -> str:
    """What would change it: published against detected, the steps to worse tiers, what is missing.

    ``**`` marks figures. ``with_deadline`` says when to report, for a page that does not say it beside the headline.
    """
    if not teller.applies(region):
        return _summary_lead(teller, children)
    modes = _modes(teller, region, children)
    why = teller.deciding(region)
    step = _next_step(teller, why) if why and not modes and teller.tier(region) >= 0 else ""
    rest = _not_settled(teller, region, said=bool(modes), with_deadline=with_deadline)
    return teller.t.space.join(part for part in (modes, step, rest) if part)


def _not_settled(teller: Teller, region: int, *, said: bool, with_deadline: bool) -> str:
    """What is missing, what is not published, and until when to report, in one sentence."""
    t, tier, declared = teller.t, teller.tier(region), teller.declared(region)
    judged, applicable = teller.judged(region)
    lacking = applicable - judged
    parts = []
    if lacking:
        parts.append(t.plural("{n} rule lacks figures", "{n} rules lack figures", lacking))
    elif not teller.complete(region):
        parts.append(t("a rule could still be worse, its months reach back to a gap"))
    if tier > 0 and declared < 0 and not said:
        parts.append(t("no alert is published"))
    elif declared >= 0 and declared != tier:
        parts.append(t("the alert published is {tier}", tier=teller.inline(declared)))
    told = [t(", ").join(parts)] if parts else []
    if with_deadline and tier > 0:
        hours = hours_text(teller.plan.tiers[tier - 1].report_within_hours, t)
        told.append(t("report within {hours} of detection", hours=hours))
    return t("{text}.", text=sentence(t("; ").join(told))) if told else ""


def _summary_lead(teller: Teller, children: Sequence[int]) -> str:
    t = teller.t
    lacking = [teller.name(c) for c in children if teller.applies(c) and teller.tier(c) < 0]
    said = [t("The plan does not judge places of this level; its parts are shown.")]
    if lacking and len(lacking) <= 3:
        said.append(t("Cannot be judged: {names}.", names=teller.list_names(lacking)))
    elif lacking:
        said.append(t.plural("{n} place cannot be judged.", "{n} places cannot be judged.", len(lacking)))
    return t.space.join(said)


def _modes(teller: Teller, region: int, children: Sequence[int]) -> str:
    """What would follow if detected tiers were published; empty where nothing would change."""
    t = teller.t
    detected, published = teller.in_mode(DETECTED), teller.in_mode(PUBLISHED)
    if detected.tier(region) == published.tier(region):
        return ""
    if not teller.published:
        return t(
            "Counted by published alerts it is **{tier}**; here detected tiers are counted, as a preview.",
            tier=teller.inline(published.tier(region)),
        )
    differing = [c for c in children if teller.tier(c) > 0 and teller.declared(c) != teller.tier(c)]
    told = [_unpublished(teller, c) for c in sorted(differing, key=lambda c: -teller.tier(c))[:2]]
    alerts = sum(teller.tier(c) > 0 for c in children)
    return t(
        "Counted by detected tiers there are **{n}** alerts and the place would be **{tier}**: {list}.",
        n=alerts, tier=teller.inline(detected.tier(region)), list=t("; ").join(told),
    )  # fmt: skip


def _unpublished(teller: Teller, child: int) -> str:
    t, name = teller.t, teller.name(child)
    tier, declared = teller.inline(teller.tier(child)), teller.declared(child)
    if declared <= 0:
        return t("{place} is found {tier}, not published", place=name, tier=tier)
    return t(
        "{place} is found {tier}, published {other}", place=name, tier=tier, other=teller.inline(declared)
    )


def _next_step(teller: Teller, why: Explanation) -> str:
    t = teller.t
    if why.tier > 0 and why.next_tier == 0:
        return t("This is the highest tier.")
    if why.distance != why.distance:
        return ""
    steps = steps_to_worse(teller.plan, why, t) if why.tier > 0 else ""
    if steps:
        return steps
    subject, distance = t.label(why.rule.short), teller.distance(why)
    if why.tier > 0:
        return t("Next: **{distance}** ({subject}).", distance=distance, subject=subject)
    return t("Nearest to an edge: {subject}, **{distance}**.", subject=subject, distance=distance)


def facts(teller: Teller, region: int, *, with_deadline: bool = True) -> list[Fact]:
    """The deadline, how many rules were judged, and the worst tier still possible."""
    t, plan, tier = teller.t, teller.plan, teller.tier(region)
    told: list[Fact] = []
    if not teller.applies(region):
        return told
    if tier > 0 and with_deadline:
        hours = hours_text(plan.tiers[tier - 1].report_within_hours, t)
        told.append(Fact(t("Report"), t("within {hours} of detection", hours=hours)))
    judged, applicable = teller.judged(region)
    told.append(
        Fact(t("Rules judged"), t("{n} of {all}", n=judged, all=applicable), pips=(judged, applicable))
    )
    if not teller.complete(region):
        told.append(
            Fact(
                t("Worst still possible"), teller.word(teller.possible(region)), tier=teller.possible(region)
            )
        )
    return told


def reported(teller: Teller, regions: Sequence[int]) -> tuple[int, int]:
    """How many of the regions that the plan judges have sent figures, and how many there are."""
    judged = [r for r in regions if teller.applies(r)]
    return sum(teller.has_reported(r) for r in judged), len(judged)


def reported_text(teller: Teller, regions: Sequence[int]) -> str:
    """``9个镇中8个已报``."""
    n, total = reported(teller, regions)
    judged = [r for r in regions if teller.applies(r)]
    return teller.t("{n} of {towns} reported", n=n, towns=_places(teller, judged, total))


def latest_complete(teller: Teller, regions: Sequence[int]) -> int | None:
    """The newest month up to the teller's in which every judged region is complete."""
    evaluation = teller.evaluation
    judged = [r for r in regions if teller.applies(r)]
    for index in range(teller.index, -1, -1):
        if judged and bool(evaluation.complete[index, judged].all()):
            return teller.workspace.panel.first_month + index
    return None


def step_text(teller: Teller, earlier: Teller, region: int) -> tuple[str, int]:
    """How a region's tier moved: words and steps (0 = unchanged or not comparable)."""
    t, now, then = teller.t, teller.tier(region), earlier.tier(region)
    if now < 0 <= then:
        return t("no data"), 0
    if then < 0 <= now:
        return t("data again"), 0
    steps = now - then
    if steps == 0:
        return t("unchanged"), 0
    size = abs(steps)
    if steps > 0:
        return t.plural("↑ {n} tier up", "↑ {n} tiers up", size), steps
    return t.plural("↓ {n} tier down", "↓ {n} tiers down", size), steps


def since(earlier: Teller, teller: Teller) -> str:
    """``较9月``."""
    return teller.t("on {month}", month=month_short(earlier.month, teller.t, teller.month))
