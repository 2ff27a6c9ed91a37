"""The head of the plans' page and what a reading changes: sentences on rules judged, and on months that move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.engine.replay import Replay
from dashboard.locale import Words
from dashboard.plans.parts import Interpretation, Reading
from dashboard.wording.figures import hours_text
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

_MOST_NAMES = 2


@dataclass(frozen=True)
class Trial:
    """A reading that is tried: what is read otherwise, the same data under it, and what then differs."""

    interpretation: Interpretation
    reading: Reading
    workspace: Workspace
    replay: Replay

    @cached_property
    def regions(self) -> list[int]:
        """The places whose tier differs in some month, in file order."""
        cells = self.replay.cells
        found: list[int] = np.unique(cells.region[cells.before != cells.after]).tolist()
        return found


def headline(teller: Teller, region: int) -> str:
    """How many rules there are, how many could be judged, and which have reached an edge."""
    t, plan, place, month = teller.t, teller.plan, teller.name(region), teller.short_month()
    total = len(plan.rules)
    if not total:
        return t("{plan} gives no tiers; it says what is to be done.", plan=t.label(plan.short_title))
    if not teller.applies(region):
        return t(
            "The {n} rules of {plan} do not judge {place}.",
            n=total,
            plan=t.label(plan.short_title),
            place=place,
        )
    judged, applicable = teller.judged(region)
    reached = [told.rule for told in teller.explanations(region) if told.tier > 0]
    if not reached:
        return t(
            "{place} has {all} rules: {n} judged for {month}, none at an edge.",
            place=place, all=applicable, n=judged, month=month,
        )  # fmt: skip
    if len(reached) > _MOST_NAMES:
        return t(
            "{place} has {all} rules: {n} judged for {month}, {k} at an edge.",
            place=place, all=applicable, n=judged, month=month, k=len(reached),
        )  # fmt: skip
    names = teller.list_names([t.label(rule.name) for rule in reached])
    return t(
        "{place} has {all} rules: {n} judged for {month}, {k} at an edge: {rules}.",
        place=place, all=applicable, n=judged, month=month, k=len(reached), rules=names,
    )  # fmt: skip


def lead(teller: Teller, region: int, trial: Trial | None) -> str:
    """What lacks figures, how much of the text is open, and what the reading tried changes. ``**`` marks figures."""
    t, plan = teller.t, teller.plan
    parts = []
    judged, applicable = teller.judged(region)
    if plan.rules and applicable > judged:
        parts.append(t.plural("{n} rule lacks figures.", "{n} rules lack figures.", applicable - judged))
    if plan.interpretations:
        parts.append(
            t.plural(
                "The text leaves {n} place open; how it is read is written down.",
                "The text leaves {n} places open; how each is read is written down.",
                len(plan.interpretations),
            )
        )
    if trial is not None:
        parts += [
            t("Tried: {reading}.", reading=t.label(trial.reading.text)),
            effect(trial, t),
            of_month(trial, teller),
        ]
    return t.space.join(parts)


def effect(trial: Trial, t: Words) -> str:
    """How many months of places move, and which way."""
    found, cells = trial.replay, trial.replay.cells
    lost, gained = _to_unknown(found), _from_unknown(found)
    parts = [_moves(trial, found.raised, found.lowered, t)]
    if lost:
        parts.append(t("**{many}** can no longer be judged.", many=_many(trial, lost, t)))
    if gained:
        parts.append(t("**{many}** can be judged then.", many=_many(trial, gained, t)))
    if not any(parts) and len(cells):
        parts.append(t("No tier changes; in {many} a rule does.", many=_many(trial, len(cells), t)))
    return t.space.join(filter(None, parts)) or t("Nothing changes in any month.")


def _moves(trial: Trial, up: int, down: int, t: Words) -> str:
    """Known tiers that become other ones; nothing where none does."""
    cells = trial.replay.cells
    known = (cells.before >= 0) & (cells.after >= 0) & (cells.before != cells.after)
    one = bool((np.abs(cells.after - cells.before)[known] == 1).all())
    if up and down:
        return t("**{up}** up, **{down}** down.", up=_many(trial, up, t), down=_many(trial, down, t))
    many = _many(trial, up or down, t)
    if up:
        return (
            t("**{many}** one tier up, none down.", many=many)
            if one
            else t("**{many}** up, none down.", many=many)
        )
    if down:
        return (
            t("**{many}** one tier down, none up.", many=many)
            if one
            else t("**{many}** down, none up.", many=many)
        )
    return ""


def _to_unknown(found: Replay) -> int:
    return int(((found.cells.after < 0) & (found.cells.before >= 0)).sum())


def _from_unknown(found: Replay) -> int:
    return int(((found.cells.before < 0) & (found.cells.after >= 0)).sum())


def _many(trial: Trial, n: int, t: Words) -> str:
    """Months of places: of towns where only towns move."""
    levels = {trial.workspace.panel.levels[region] for region in trial.regions}
    if levels == {"town"}:
        return t.plural("{n} town-month", "{n} town-months", n)
    if levels == {"county"}:
        return t.plural("{n} county-month", "{n} county-months", n)
    return t.plural("{n} place-month", "{n} place-months", n)


def scope(trial: Trial, t: Words) -> str:
    """What was replayed: how many places and months."""
    before = trial.replay.before
    judged = int(before.applies.any(axis=(0, 1)).sum())
    places = t.plural("{n} place", "{n} places", judged)
    return t(
        "{places}, {months}",
        places=places,
        months=t.plural("{n} month", "{n} months", before.panel.month_count),
    )


def of_month(trial: Trial, teller: Teller) -> str:
    """What the month in view has to do with it."""
    t, cells = teller.t, trial.replay.cells
    here = int(((cells.month == teller.month) & (cells.before != cells.after)).sum())
    month = teller.short_month()
    if here:
        return t.plural("{month}: {n} place changes.", "{month}: {n} places change.", here, month=month)
    return t("{month} stays as it is.", month=month)


def deadlines(trial: Trial, t: Words) -> str:
    """The reports that would be due within other hours, each change with how often."""
    return t("; ").join(_deadline(each.before, each.after, each.count, t) for each in trial.replay.deadlines)


def _deadline(before: float | None, after: float | None, count: int, t: Words) -> str:
    times = t.plural("{n} time", "{n} times", count)
    if before is None and after is not None:
        return t("a report within {hours} comes up {times}", hours=hours_text(after, t), times=times)
    if after is None and before is not None:
        return t("a report within {hours} falls away {times}", hours=hours_text(before, t), times=times)
    old, new = hours_text(before or 0, t), hours_text(after or 0, t)
    return t("a report within {old} is due within {new} {times}", old=old, new=new, times=times)
