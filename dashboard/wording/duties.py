"""Duties in words: what is to be done, of whom, by when, why, and what figure is wanting."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby

from dashboard.engine.duties import DUE, EventDuty, Threshold
from dashboard.locale import Words
from dashboard.plans import Plan
from dashboard.plans.duties import Duty, Trigger
from dashboard.registers.duties import Due
from dashboard.wording.figures import hours_text, number
from dashboard.workspace import Workspace


def role(name: str, t: Words) -> str:
    """Whom something is reported to, inside a sentence."""
    return {
        "union_or_staff": t("the union or all staff"),
        "county_bureau": t("the county bureau"),
        "city_bureau": t("the city bureau"),
        "provincial_department": t("the provincial department"),
        "local_government": t("the local government"),
        "city_government": t("the city government"),
        "superior_bureau": t("the bureau above"),
    }[name]


def roles(names: Iterable[str], t: Words) -> str:
    """Several addressees in a row."""
    return _all_of((role(name, t) for name in names), t)


def parties(names: Iterable[str], plan: Plan, t: Words) -> str:
    """Units and bodies of a plan, or addressees, in a row."""
    organisation = plan.organisation
    named = organisation.units | {post.id: post.name for post in organisation.roles} if organisation else {}
    return _all_of((t.label(named[name]) if name in named else role(name, t) for name in names), t)


def every(period: str, t: Words) -> str:
    """How often, inside a sentence."""
    return {"week": t("every week"), "month": t("every month"), "quarter": t("every quarter")}[period]


def _all_of(names: Iterable[str], t: Words) -> str:
    return reduce(lambda first, second: t("{first} and {second}", first=first, second=second), names)


def timing(of: Due | Duty, t: Words) -> str:
    """By when, inside a sentence: ``立即``, ``48小时内``, ``提前30日``."""
    return {
        "before": lambda: t("beforehand"),
        "at_once": lambda: t("at once"),
        "same_time": lambda: t("at the same time"),
        "within_hours": lambda: t("within {hours}", hours=hours_text(of.hours or 0.0, t)),
        "days_before": lambda: t("{n} days ahead", n=number(of.days or 0.0)),
        "within_days": lambda: t("within {n} days", n=number(of.days or 0.0)),
        "weekly": lambda: t("every week"),
        "classification": lambda: t("classification"),
    }[of.timing]()


def timing_kind(name: str, t: Words) -> str:
    """A kind of deadline without its number, for a choice among them."""
    return {
        "before": t("beforehand"),
        "at_once": t("at once"),
        "same_time": t("at the same time"),
        "within_hours": t("within hours"),
        "days_before": t("days ahead"),
        "within_days": t("within days"),
        "weekly": t("every week"),
        "classification": t("classification"),
    }[name]


def _counted(name: str, n: int, t: Words) -> str:
    """How many duties of one kind of deadline, inside the headline."""
    return {
        "before": lambda: t("{n} beforehand", n=n),
        "at_once": lambda: t("{n} at once", n=n),
        "same_time": lambda: t("{n} at the same time", n=n),
        "within_hours": lambda: t("{n} within hours", n=n),
        "days_before": lambda: t("{n} some days ahead", n=n),
        "within_days": lambda: t("{n} within days", n=n),
        "weekly": lambda: t("{n} every week", n=n),
        "classification": lambda: t("{n} to classify", n=n),
    }[name]()


def counts(dues: Sequence[Due], t: Words) -> str:
    """How many duties are due by each kind of deadline, in the order in which they stand."""
    kinds = [due.timing for due in dues if due.status == DUE]
    return t(", ").join(_counted(kind, kinds.count(kind), t) for kind in dict.fromkeys(kinds))


def threshold(trigger: Trigger, t: Words) -> str:
    """What of an event brings a duty: ``30人以上``, ``影响力较大企业``."""
    parts = []
    if trigger.affected_count is not None:
        n = number(trigger.affected_count.number)
        parts.append(
            t("{n} people or more", n=n)
            if trigger.affected_count.inclusive
            else t("more than {n} people", n=n)
        )
    if trigger.affected_share_pct is not None:
        n = number(trigger.affected_share_pct.number)
        parts.append(
            t("{n}% of staff or more", n=n)
            if trigger.affected_share_pct.inclusive
            else t("more than {n}% of staff", n=n)
        )
    if trigger.is_influential:
        parts.append(t("an influential firm"))
    if trigger.is_spreading:
        parts.append(t("spreading fast"))
    if trigger.is_passed_down:
        parts.append(t("passed down from above"))
    return t(", ").join(parts) if parts else t("any number")


def figures(columns: Iterable[str], t: Words) -> str:
    """The figures of an event that may be wanting, inside a sentence."""
    words = {"affected_count": t("the number of people"), "workforce_count": t("the staff of the firm")}
    return _all_of((words[name] for name in columns), t)


def status(due: Due, t: Words) -> str:
    """Whether it is due, or which figure is needed to know."""
    if due.event is None or not due.is_open:
        return t("due")
    return t("needs {figures}", figures=figures(due.event.lacking, t))


def line(workspace: Workspace, duties: Sequence[EventDuty], t: Words) -> str:
    """The duties of one event in a line, with the plan wherever that is borrowed; nothing without any."""
    said = []
    for plan, group in groupby(duties, key=lambda each: each.plan):
        told = t("; ").join(_told(each, t) for each in group)
        if workspace.is_borrowed(plan):
            told = t("{duties} (borrowed: {plan})", duties=told, plan=t.label(workspace.plan_title(plan)))
        said.append(told)
    return t("; ").join(said)


def _told(each: EventDuty, t: Words) -> str:
    if each.status != DUE:
        wanted = figures(each.lacking, t)
        if each.to:
            return t("needs {figures} to say if {who} must be told", figures=wanted, who=roles(each.to, t))
        return t("needs {figures}: {duty}?", figures=wanted, duty=t.label(each.duty.name))
    why = threshold(each.trigger, t)
    if each.to:
        return t(
            "to report to {who}: {why}, {when}", who=roles(each.to, t), why=why, when=timing(each.duty, t)
        )
    return t("{duty}: {why}", duty=t.label(each.duty.name), why=why)


def nearest(found: Sequence[Threshold], due: Iterable[tuple[str, str]], t: Words) -> str:
    """What more people would bring: the nearest number at which another duty begins; nothing when there is none.

    ``due`` are the plan and id of the duties that the event brings already.
    """
    already = set(due)
    further = [
        each
        for each in found
        if each.more > 0 and not math.isnan(each.more) and (each.plan, each.duty.id) not in already
    ]
    if not further:
        return ""
    least = min(each.more for each in further)
    first = next(each for each in further if each.more == least)
    n, clause = number(least), first.duty.clause
    if first.duty.to:
        who, when = roles(first.duty.to, t), timing(first.duty, t)
        return t.plural(
            "With **{n}** more person it is to be reported to {who} {when} ({clause}).",
            "With **{n}** more people it is to be reported to {who} {when} ({clause}).",
            least, n=n, who=who, when=when, clause=clause,
        )  # fmt: skip
    return t.plural(
        "With **{n}** more person: {duty} ({clause}).",
        "With **{n}** more people: {duty} ({clause}).",
        least, n=n, duty=t.label(first.duty.name), clause=clause,
    )  # fmt: skip
