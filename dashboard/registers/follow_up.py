"""Who is to be followed up, who is short of which minimum, who has not been contacted, who is to be kept.

Every number comes from the follow-up of the plans in force. Judged at the end of a day; what was not known is never
taken for done, nor for missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.plans.conditions import Criterion
from dashboard.plans.follow_up import Minimum
from dashboard.plans.profiles import Brief, Lender
from dashboard.registers.answers import (
    NO,
    UNKNOWN,
    YES,
    Answers,
    any_of,
    both,
    condition_answers,
    criterion_answers,
    either,
    opposite,
)
from dashboard.registers.households import with_figures

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Least:
    """One minimum for every person: whether it is owed, how many were given, when last, and whether that is enough.

    ``given`` counts what falls into the minimum's time: all of the follow-up, the last so many calendar months, or
    since the person came onto the list. ``overdue_days`` are the days since a deadline that passed; NaN without one.
    """

    lender: Lender
    minimum: Minimum
    owed: Answers
    given: Floats
    last: Days
    enough: Answers
    overdue_days: Floats

    @property
    def is_timed(self) -> bool:
        """Whether it is to be done by some day, and not only at some time."""
        return self.minimum.every_months is not None or self.minimum.within_days is not None

    @property
    def short(self) -> NDArray[np.bool_]:
        """Who certainly lacks it."""
        return np.asarray((self.owed == YES) & (self.enough == NO))

    @property
    def missing(self) -> Floats:
        """How many are lacking; 0 for who is not owed any."""
        return np.where(self.short, np.maximum(0.0, self.minimum.at_least - self.given), 0.0)


@dataclass(frozen=True)
class Ground:
    """A criterion for every person: why someone is to be kept, or what must come to nothing."""

    lender: Lender
    criterion: Criterion
    answers: Answers


@dataclass(frozen=True)
class FollowUp:
    """How the people of a list stand at the end of a day, one entry a row of ``people``."""

    day: date
    people: pd.DataFrame
    in_scope: Answers
    leasts: tuple[Least, ...]
    protected: tuple[Ground, ...]
    none_left: tuple[Ground, ...]
    groups: tuple[Ground, ...]
    last_contact: Days

    @property
    def counted(self) -> tuple[Least, ...]:
        """The minimums that are a number of services."""
        return tuple(least for least in self.leasts if not least.is_timed)

    @property
    def timed(self) -> tuple[Least, ...]:
        """The minimums that are due again and again, or by a day."""
        return tuple(least for least in self.leasts if least.is_timed)

    @cached_property
    def missing(self) -> Floats:
        """How many services each lacks in all."""
        found: Floats = np.zeros(len(self.people))
        for least in self.counted:
            found = found + least.missing
        return found

    @cached_property
    def short(self) -> NDArray[np.bool_]:
        """Who is short of some number of services."""
        return self._any_short(self.counted)

    @cached_property
    def overdue(self) -> NDArray[np.bool_]:
        """Who should have been contacted or placed by now."""
        return self._any_short(self.timed)

    @cached_property
    def overdue_days(self) -> Floats:
        """For how many days each lacks the contact or placement they should have; NaN for who is not overdue."""
        days: Floats = np.full(len(self.people), np.nan)
        for least in self.timed:
            days = np.fmax(days, np.where(least.short, least.overdue_days, np.nan))
        return days

    def _any_short(self, leasts: tuple[Least, ...]) -> NDArray[np.bool_]:
        found = np.zeros(len(self.people), dtype=bool)
        for least in leasts:
            found |= least.short
        return found

    @cached_property
    def counted_scope(self) -> Answers:
        """Who is owed a number of services."""
        return either((least.owed for least in self.counted), len(self.people))

    @cached_property
    def has_all(self) -> NDArray[np.bool_]:
        """Who is owed a number of services and has them all."""
        count = len(self.people)
        enough = both((either((each.enough, opposite(each.owed)), count) for each in self.counted), count)
        return np.asarray((self.counted_scope == YES) & (enough == YES))

    @cached_property
    def is_protected(self) -> Answers:
        """Who is to be kept where the firm is not fully closed."""
        return either((ground.answers for ground in self.protected), len(self.people))

    @cached_property
    def is_idle(self) -> Answers:
        """Who lives in a household without anyone in work."""
        return either((ground.answers for ground in self.none_left), len(self.people))


def on_list(people: pd.DataFrame, day: date) -> pd.DataFrame:
    """The people who were on the list at the end of a day; who has no date was."""
    if "since" not in people.columns:
        return people
    return people[~(people["since"] > pd.Timestamp(day)).to_numpy()].reset_index(drop=True)


def follow_up(
    people: pd.DataFrame,
    services: pd.DataFrame | None,
    enterprises: pd.DataFrame | None,
    brief: Brief,
    day: date,
) -> FollowUp:
    """How people stand at the end of a day under the plans in force.

    Args:
        people: those on the list, with every member of their households (``on_list``); columns may be missing. What
            is known from elsewhere of households, spouses and firms stands in the columns of that name.
        services: what was done for them; None makes every number unknown.
        enterprises: the firms they come from, for which of them are fully closed; None leaves that open.
        brief: the plans in force.
        day: the day.
    """
    found = with_figures(people, day)
    count, rows = len(found), {"people": found}
    lenders = [lender for lender in brief.given("follow_up") if lender.plan.follow_up is not None]
    scopes = [_scope(lender, rows, count) for lender in lenders]
    done = _Done(found, services, day)
    leasts = tuple(
        _least(lender, minimum, scope, done, rows)
        for lender, scope in zip(lenders, scopes, strict=True)
        if lender.plan.follow_up is not None
        for minimum in lender.plan.follow_up.minimums
    )
    known = found["is_firm_closed"] if "is_firm_closed" in found.columns else None
    closed = is_fully_closed(found, enterprises) if known is None else known.to_numpy(np.int8)
    return FollowUp(
        day, found, either(scopes, count), leasts,
        tuple(
            Ground(each.lender, each.criterion, both((each.answers, scope, opposite(closed)), count))
            for lender, scope in zip(lenders, scopes, strict=True)
            for each in _grounds(lender, "protected", rows, count)
        ),
        tuple(each for lender in lenders for each in _grounds(lender, "none_left", rows, count)),
        _groups(brief, rows, count), done.last(("contact",)),
    )  # fmt: skip


def _scope(lender: Lender, rows: Mapping[str, pd.DataFrame], count: int) -> Answers:
    follow = lender.plan.follow_up
    if follow is None:
        return np.zeros(count, dtype=np.int8)
    inside = any_of(follow.includes, rows, count) if follow.includes else np.ones(count, dtype=np.int8)
    # A blank reason or status is no ground for leaving someone out.
    left_out = any_of(follow.leaves_out, rows, count) == YES
    return np.where(left_out, NO, inside).astype(np.int8)


def _grounds(lender: Lender, part: str, rows: Mapping[str, pd.DataFrame], count: int) -> list[Ground]:
    criteria: Sequence[Criterion] = getattr(lender.plan.follow_up, part)
    return [Ground(lender, each, criterion_answers(each, rows, count)) for each in criteria]


def _groups(brief: Brief, rows: Mapping[str, pd.DataFrame], count: int) -> tuple[Ground, ...]:
    """The groups that people may belong to: those of the lists in force, then of the other plans behind them."""
    listed = list(brief.given("lists"))
    listed += [brief.lender(plan.id) for plan in brief.plans if plan not in [each.plan for each in listed]]
    found: dict[str, Ground] = {}
    taken: set[str] = set()
    for lender in listed:
        for each in lender.plan.lists:
            for criterion in each.criteria if each.id == "people" else ():
                asked = _asked(criterion)
                if criterion.id not in found and asked not in taken:
                    found[criterion.id] = Ground(lender, criterion, criterion_answers(criterion, rows, count))
                    taken.add(asked)
    return tuple(found.values())


def _asked(criterion: Criterion) -> str:
    """What a criterion asks, in whatever order its conditions and words stand."""
    asked = (
        (each.table, sorted((column, sorted(map(str, wanted)) if isinstance(wanted, tuple) else str(wanted))
                            for column, wanted in each.where.items()))
        for each in criterion.when
    )  # fmt: skip
    return repr(sorted(map(repr, asked)))


class _Done:
    """The services given by the end of a day, by person and kind."""

    def __init__(self, people: pd.DataFrame, services: pd.DataFrame | None, day: date) -> None:
        self.people, self.day = people, day
        self.services: pd.DataFrame | None = None
        if services is not None:
            positions = pd.Series(np.arange(len(people)), index=people["person_id"].to_numpy())
            at = services["person_id"].map(positions)
            known = (at.notna() & (services["date"] < pd.Timestamp(day) + pd.Timedelta(days=1))).to_numpy()
            self.services = services.loc[known, ["date", "kind"]].assign(at=at[known].astype(np.int64))

    def count(self, kinds: Sequence[str], since: Days | np.datetime64 | None = None) -> Floats:
        """How many services of these kinds each was given, from a day on; NaN if nobody wrote services down."""
        if self.services is None:
            return np.full(len(self.people), np.nan)
        chosen = self.services[self.services["kind"].isin(kinds)]
        at = chosen["at"].to_numpy()
        if since is not None:
            first = np.broadcast_to(since, len(self.people))[at]
            at = at[~(chosen["date"].to_numpy().astype("datetime64[D]") < first)]
        return np.bincount(at, minlength=len(self.people)).astype(np.float64)

    def last(self, kinds: Sequence[str]) -> Days:
        """The last day of a service of these kinds; NaT for who had none."""
        found = np.full(len(self.people), np.datetime64("NaT", "D"))
        if self.services is not None:
            newest = self.services[self.services["kind"].isin(kinds)].groupby("at")["date"].max()
            found[newest.index.to_numpy()] = newest.to_numpy().astype("datetime64[D]")
        return found


def _least(
    lender: Lender, minimum: Minimum, scope: Answers, done: _Done, rows: Mapping[str, pd.DataFrame]
) -> Least:
    count = len(done.people)
    owed = scope
    if minimum.who:
        owed = both((scope, either((condition_answers(c, rows, count) for c in minimum.who), count)), count)
    today = np.datetime64(done.day, "D")
    since = _since(done.people)
    last = done.last(minimum.kinds)
    overdue = np.full(count, np.nan)
    if minimum.every_months is not None:
        first = np.datetime64(done.day, "M") - (minimum.every_months - 1)
        given = done.count(minimum.kinds, first.astype("datetime64[D]"))
        overdue = _days(today, np.where(np.isnat(last), since, last))
    elif minimum.within_days is not None:
        given = done.count(minimum.kinds, since)
        deadline = since + np.timedelta64(minimum.within_days, "D")
        overdue = _days(today, deadline)
        # Not owed yet while there is time; without a day to count from it is not known if there is.
        owed = np.where(
            (owed == YES) & np.isnat(since), UNKNOWN, np.where(deadline >= today, NO, owed)
        ).astype(np.int8)
    else:
        given = done.count(minimum.kinds)
    enough = np.where(np.isnan(given), UNKNOWN, given >= minimum.at_least).astype(np.int8)
    return Least(lender, minimum, owed, given, last, enough, np.where(enough == NO, overdue, np.nan))


def _since(people: pd.DataFrame) -> Days:
    if "since" not in people.columns:
        return np.full(len(people), np.datetime64("NaT", "D"))
    return people["since"].to_numpy().astype("datetime64[D]")


def _days(today: np.datetime64, before: Days) -> Floats:
    days = (today - before).astype(np.float64)
    return np.where(np.isnat(before), np.nan, days)


def is_fully_closed(people: pd.DataFrame, enterprises: pd.DataFrame | None) -> Answers:
    """Whether the firm that each comes from is fully closed; one that no table has is taken not to be."""
    if (
        enterprises is None
        or "enterprise_id" not in people.columns
        or "is_fully_closed" not in enterprises.columns
    ):
        return np.zeros(len(people), dtype=np.int8)
    closed = set(enterprises.loc[enterprises["is_fully_closed"].to_numpy(dtype=bool), "enterprise_id"])
    return people["enterprise_id"].isin(closed - {""}).to_numpy().astype(np.int8)
