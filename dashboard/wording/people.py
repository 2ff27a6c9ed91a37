"""What is said of the people on the lists: the head of their page, what each lacks, and the kinds of services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from dashboard.locale import Words
from dashboard.registers.answers import UNKNOWN, YES
from dashboard.registers.follow_up import FollowUp
from dashboard.registers.people_list import (
    COMPLETE,
    HOUSEHOLD,
    LISTED,
    OVERDUE,
    OWED,
    PLACED,
    PROTECTED,
    SHORT,
    UNKNOWN_SCOPE,
)
from dashboard.wording.figures import amount, month_abbreviated, number
from dashboard.wording.headlines import Fact
from dashboard.wording.teller import Teller

Sums = Mapping[str, int]
"""How many people of the list bear each mark of ``people_list.MARKS``; the page's own row are given as ``found``."""


def kind_names(t: Words) -> dict[str, str]:
    """The kinds of services, by the contract's words."""
    return {
        "job_offer": t("Job offer"),
        "guidance": t("Career guidance"),
        "employment_service": t("Employment service"),
        "training": t("Training"),
        "contact": t("Contact"),
        "placement": t("Placement"),
        "registration": t("Registration"),
        "job_fair": t("Job fair"),
        "start_up": t("Help to start a business"),
        "counselling": t("Counselling"),
        "social_aid": t("Social aid"),
    }


def todo_names(t: Words) -> dict[str, str]:
    """What may be to be done for people."""
    return {
        "open": t("Short or overdue"),
        "short": t("Short of services"),
        "overdue": t("Overdue"),
        "idle": t("Nobody at home in work"),
        "protected": t("To be kept on"),
        "unknown": t("Scope not known"),
    }


def order_names(t: Words) -> dict[str, str]:
    """The orders of the list."""
    return {
        "pressing": t("Longest wait"),
        "missing": t("Most wanting"),
        "newest": t("Latest entry"),
    }


def headline(sums: Sums, has_services: bool, t: Words) -> str:
    """How many there are, how many lack services, how many were not reached in time."""
    people = amount(sums.get(LISTED, 0), "people", t)
    if not has_services:
        return t("{people} on the lists; what was done for them is not known.", people=people)
    short, late = sums.get(SHORT, 0), sums.get(OVERDUE, 0)
    said = []
    if short:
        said.append(t("{people} short of services", people=amount(short, "people", t)))
    if late:
        said.append(t("{people} overdue", people=amount(late, "people", t)))
    if not said:
        return t("{people} on the lists; nobody is known to be short or overdue.", people=people)
    return t("{people} on the lists: {said}.", people=people, said=t(", ").join(said))


def lead(sums: Sums, found: FollowUp, teller: Teller) -> str:
    """What must be none, who was placed in the month, and what cannot be judged. ``**`` marks figures."""
    t, parts = teller.t, []
    if found.none_left:
        households = sums.get(HOUSEHOLD, 0)
        if households:
            parts.append(
                t.plural(
                    "**{n} household** without anyone in work; there should be none.",
                    "**{n} households** without anyone in work; there should be none.", households,
                )
            )  # fmt: skip
        else:
            parts.append(t("No household on the lists is known to be without anyone in work."))
    in_month = sums.get(PLACED, 0)
    if in_month:
        parts.append(
            t(
                "**{people}** placed in {month}.",
                people=amount(in_month, "people", t),
                month=teller.short_month(),
            )
        )
    unknown = sums.get(UNKNOWN_SCOPE, 0)
    if unknown:
        parts.append(
            t("For **{people}** it is not known if the minimums hold.", people=amount(unknown, "people", t))
        )
    return t.space.join(parts)


def facts(sums: Sums, found: FollowUp, t: Words) -> list[Fact]:
    """Who is owed services, who has them all, who is to be kept."""
    told = []
    owed, done = sums.get(OWED, 0), sums.get(COMPLETE, 0)
    if found.counted:
        told.append(Fact(t("Owed services"), amount(owed, "people", t)))
        share = f"{t.space or '　'}{number(100 * done / owed, 1)}%" if owed else ""
        told.append(Fact(t("Have them all"), f"{amount(done, 'people', t)}{share}"))
    if found.protected and "protected_as" in found.people.columns:
        told.append(Fact(t("To be kept on"), amount(sums.get(PROTECTED, 0), "people", t)))
    return told


def lacking(found: FollowUp, row: int, t: Words) -> tuple[str, bool]:
    """What is wanting in all, and whether something is: ``差3次``, ``齐``, ``不适用``."""
    if found.short[row]:
        return t.plural("{n} short", "{n} short", int(found.missing[row])), True
    if found.counted_scope[row] == UNKNOWN or any(
        each.owed[row] == YES and each.enough[row] == UNKNOWN for each in found.counted
    ):
        return t("not known"), False
    return (t("complete"), False) if found.counted_scope[row] == YES else (t("not owed"), False)


def contact(found: FollowUp, row: int, teller: Teller) -> tuple[str, str, bool]:
    """When someone was last reached, for how long they were not, and whether that is too long."""
    t, last = teller.t, found.last_contact[row]
    late, days = bool(found.overdue[row]), float(found.overdue_days[row])
    note = t.plural("{n} day without", "{n} days without", int(days)) if late and not np.isnan(days) else ""
    if np.isnat(last):
        return t("never") if late else "—", note, late
    return short_day(last, found.day, teller), note, late


def short_day(day: np.datetime64 | pd.Timestamp, around: date, teller: Teller) -> str:
    """A day; with its year when that is not the year looked at."""
    stamp = pd.Timestamp(day)
    month = stamp.year * 12 + stamp.month - 1
    if teller.t.is_chinese:
        text = f"{stamp.month}月{stamp.day}日"
        return text if stamp.year == around.year else f"{stamp.year}年{text}"
    text = f"{stamp.day} {month_abbreviated(month, teller.t)}"
    return text if stamp.year == around.year else f"{text} {stamp.year}"
