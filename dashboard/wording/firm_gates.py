"""What is said of a firm's plan: what it is, whether it may start, and each gate as done or as what it waits for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.locale import Words
from dashboard.registers.firm_plans import FirmPlan, Need
from dashboard.wording.figures import amount, number
from dashboard.wording.firms import FirmMonth, day_text


@dataclass(frozen=True)
class Step:
    """One gate as it is drawn: done or not, and a line under its name."""

    name: str
    small: str
    is_done: bool


@dataclass(frozen=True)
class Running:
    """A time that runs: its name, what is to be said of its end, and how much of it has passed (0–1)."""

    name: str
    text: str
    part: float
    is_late: bool


def plan_title(plan: FirmPlan, t: Words) -> str:
    """What plan it is, with its people and their share of the staff."""
    kind = t("Layoff plan") if plan.kind == "layoff" else t("Placement plan")
    if math.isnan(plan.people):
        return kind
    people = amount(plan.people, "people", t)
    if math.isnan(plan.share_pct):
        return t("{plan}, {people}", plan=kind, people=people)
    return t("{plan}, {people}, {share}% of staff", plan=kind, people=people, share=number(plan.share_pct, 1))


def verdict(plan: FirmPlan, t: Words) -> str:
    """Whether it may start."""
    if not plan.gates:
        return t("no gate in force")
    if plan.has_ended and plan.lacking:
        return t.plural(
            "carried out though {n} gate was open", "carried out though {n} gates were open", plan.lacking
        )
    if plan.has_ended:
        return t("carried out, all gates were open to it")
    if plan.lacking:
        return t.plural("{n} gate short, may not start", "{n} gates short, may not start", plan.lacking)
    return t("all gates passed, may start")


def steps(plan: FirmPlan, t: Words) -> list[Step]:
    """Each thing asked for, once, those that are done first as the gates name them."""
    found: dict[str, Step] = {}
    for gate in plan.gates:
        for need in gate.needs:
            found.setdefault(
                need.criterion.id, Step(t.label(need.criterion.name), _small(need, t), need.holds is True)
            )
    return sorted(found.values(), key=lambda step: not step.is_done)


def after(plan: FirmPlan, t: Words) -> list[Step]:
    """What must follow once it is carried out."""
    if not plan.has_ended:
        return []
    return [
        Step(t.label(need.criterion.name), _small(need, t), need.holds is True)
        for gate in plan.gates
        for need in gate.then
    ]


def _small(need: Need, t: Words) -> str:
    if need.holds is True:
        return day_text(need.on, t) if need.on is not None else t("done")
    if need.wanted is not None and need.done is not None and not need.is_most:
        return t("{done} of {n} days", done=max(need.done, 0), n=need.wanted)
    if need.is_most and need.ends is not None:
        return t("by {day}", day=day_text(need.ends, t))
    return t("waiting")


def running(plan: FirmPlan, of: FirmMonth) -> list[Running]:
    """The times that run: notice before the plan may start, filing after the contracts have ended."""
    t, found = of.t, []
    needs = [need for gate in plan.gates for need in (*gate.needs, *(gate.then if plan.has_ended else ()))]
    for need in needs:
        if (
            need.ends is None
            or need.wanted is None
            or need.holds is True
            or (plan.has_ended and not need.is_most)
        ):
            continue
        left = (need.ends - of.day).days
        day = day_text(need.ends, t)
        if left < 0:
            text = t.plural("was due {day}, {n} day ago", "was due {day}, {n} days ago", -left, day=day)
        else:
            text = t.plural("full on {day}, {n} day left", "full on {day}, {n} days left", left, day=day)
        part = min(1.0, max(0.0, (need.done or 0) / need.wanted))
        found.append(Running(t.label(need.criterion.name), text, part, left < 0 and need.is_most))
    return found


def sources(plan: FirmPlan, of: FirmMonth) -> str:
    """Which plans' gates these are, with their clauses."""
    t, brief = of.t, of.teller.workspace.brief
    named = []
    for gate in plan.gates:
        lender = brief.lender(gate.plan)
        title = t.label(lender.plan.short_title)
        if lender.borrowed:
            title = t("{plan} (borrowed)", plan=title)
        named.append(t("{plan}, {clause}", plan=title, clause=gate.gate.clause))
    return t("Gates: {plans}.", plans=t("; ").join(dict.fromkeys(named))) if named else ""
