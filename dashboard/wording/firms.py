"""What is said of firms on the list: reasons and their figures, shares in a warning, arrears and visits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.locale import Words
from dashboard.plans.conditions import Condition
from dashboard.registers.criteria import counts, history, worked_out
from dashboard.registers.firm_plans import FirmPlan, last_day
from dashboard.registers.firm_shares import Parts, Shares
from dashboard.registers.firms import BY_HAND, FirmList
from dashboard.registers.standing import Reason
from dashboard.wording.figures import amount, month_abbreviated, month_short, number
from dashboard.wording.teller import Teller

_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class FirmMonth:
    """The list as a page shows it: whose month and words, the firms, and each one's share in a warning.

    ``parts`` is the rule's figure that firms are asked about, None for the list itself. ``plans`` are the firms'
    plans as they stood at the end of the month, None without their table.
    """

    teller: Teller
    firms: FirmList
    region: int
    shares: Shares
    plans: tuple[FirmPlan, ...] | None
    parts: Parts | None = None

    @property
    def t(self) -> Words:
        """The viewer's words."""
        return self.teller.t

    @property
    def month(self) -> int:
        """The month."""
        return self.teller.month

    @property
    def at(self) -> int:
        """The month's position."""
        return self.month - self.firms.rows.first

    @property
    def day(self) -> pd.Timestamp:
        """The day as of which things stand: the month's last."""
        return last_day(self.month)

    def name(self, firm: int) -> str:
        """A firm's name as it is."""
        return str(self.firms.rows.own["enterprise_name"].iloc[firm])

    def cell(self, firm: int, column: str) -> object:
        """A cell of the firm's row; None where it is blank or not the viewer's to see."""
        own = self.firms.rows.own
        value = own[column].iloc[firm] if column in own else None
        return None if value is None or value == "" or pd.isna(value) else value

    def day_of(self, firm: int, column: str) -> pd.Timestamp | None:
        """A day of the firm's row."""
        value = self.cell(firm, column)
        return value if isinstance(value, pd.Timestamp) else None

    def plans_of(self, firm: int) -> list[FirmPlan]:
        """The firm's plans."""
        code = self.firms.ids[firm]
        return [plan for plan in self.plans or () if plan.enterprise_id == code]


def money(value: float, t: Words) -> str:
    """An amount of yuan: ``86.4万元``, ``CNY 864,000``."""
    if t.is_chinese and abs(value) >= _TEN_THOUSAND:
        return f"{number(value / _TEN_THOUSAND, 1)}万元"
    return amount(value, "cny", t)


def since_text(month: int | None, of: FirmMonth) -> str:
    """Since when: ``8月起``, ``2025年3月起``."""
    return of.t("since {month}", month=month_abbreviated(month, of.t, of.month)) if month else ""


def reason_word(reason: Reason, of: FirmMonth) -> str:
    """What a reason is called: a layoff that is only planned is called a plan."""
    t, criterion = of.t, reason.listed.criterion
    return t.label(criterion.name)


def detail(reason: Reason, firm: int, of: FirmMonth) -> str:
    """The figure behind a reason in the month, as far as it is known."""
    if reason.is_open:
        return of.t("figure of {month} missing; held when last known", month=month_short(of.month, of.t))
    found = [text for each in reason.listed.criterion.when if (text := _figure(each, firm, of))]
    if found:
        return found[0]
    return of.t("marked by the bureau") if reason.by_hand else ""


def _figure(condition: Condition, firm: int, of: FirmMonth) -> str:
    """What one condition found of a firm, if it holds; nothing for a mark."""
    t, rows = of.t, of.firms.rows
    if condition.table == "headcounts" and condition.growth is not None:
        assert condition.reaches is not None
        value = float(history(condition, rows)[of.at, firm])
        if math.isnan(value) or not condition.reaches.reached_by(value):
            return ""
        change = number(abs(value), 1)
        months = condition.growth.months
        fell = t.plural("down {change}% in {n} month", "down {change}% in {n} months", months, change=change)
        rose = t.plural("up {change}% in {n} month", "up {change}% in {n} months", months, change=change)
        return fell if value < 0 else rose
    if condition.table == "headcounts":
        return _headcount_figure(condition, firm, of)
    if condition.table == "events" and condition.rows is not None:
        sure = float(counts(condition, rows)[0][of.at, firm])
        n = condition.rows.months
        return (
            t.plural("{count} in {n} month", "{count} in {n} months", n, count=number(sure)) if sure else ""
        )
    if condition.table == "events":
        return _event_figure(condition, firm, of)
    if condition.table == "enterprises" and "employees_count" in condition.where:
        staff = of.cell(firm, "employees_count")
        return amount(float(str(staff)), "people", t) if staff is not None else ""
    return ""


def _headcount_figure(condition: Condition, firm: int, of: FirmMonth) -> str:
    for column in condition.where:
        value = float(of.firms.figures(column)[of.at, firm])
        if math.isnan(value) or value <= 0:
            return ""
        return money(value, of.t) if column.endswith("_cny") else amount(value, "months", of.t, decimals=0)
    return ""


def _event_figure(condition: Condition, firm: int, of: FirmMonth) -> str:
    """The largest event of the month that a condition may be about: people, and their share of the staff."""
    t, events = of.t, of.teller.workspace.tables.get("events")
    kinds = condition.where.get("kind")
    if events is None or not isinstance(kinds, tuple):
        return ""
    month, position = of.firms.rows.event_cells()
    mine = (month == of.at) & (position == firm) & events["kind"].isin(kinds).to_numpy()
    affected = events["affected_count"].where(mine)
    if affected.isna().all():
        return ""
    row = int(np.nanargmax(affected.to_numpy()))
    people = amount(float(affected.iloc[row]), "people", t)
    shares = worked_out(events, "affected_share_pct")
    share = float(shares.iloc[row]) if shares is not None else math.nan
    if events["state"].iloc[row] == "planned":
        people = t("planned: {people}", people=people)
    if math.isnan(share) or "layoff" not in kinds:
        return people
    return t("{people}, {share}% of staff", people=people, share=number(share, 1))


def practice_notes(reasons: Iterable[Reason], of: FirmMonth) -> list[str]:
    """For reasons whose number is the bureau's own: how it is read, in a sentence each."""
    t, said = of.t, []
    for reason in reasons:
        criterion = reason.listed.criterion
        if not criterion.practice:
            continue
        plan = of.teller.workspace.brief.lender(reason.listed.plan).plan
        for name in criterion.interpretations:
            chosen = plan.interpretation(name).chosen.text
            said.append(
                t(
                    "{reason}: {reading} (the bureau's practice; the text gives no number).",
                    reason=t.label(criterion.name), reading=t.label(chosen),
                )
            )  # fmt: skip
    return said


def owed_text(firm: int, of: FirmMonth) -> tuple[str, str]:
    """What a firm owes at the end of the month, and since when; or that it has not reported."""
    t, firms = of.t, of.firms
    wages, months = float(firms.wages[of.at, firm]), float(firms.insurance[of.at, firm])
    if math.isnan(wages) and math.isnan(months):
        return t("missing"), t("{month} not reported", month=month_short(of.month, t))
    since = []
    if wages > 0:
        since.append(since_text(firms.owed_since(firms.wages, firm, of.month), of))
        first = t("wages {amount}", amount=money(wages, t))
        if months > 0:
            return first, t("insurance {months}", months=amount(months, "months", t, decimals=0))
        return first, since[0]
    if months > 0:
        return (
            t("insurance {months}", months=amount(months, "months", t, decimals=0)),
            since_text(firms.owed_since(firms.insurance, firm, of.month), of),
        )
    return t("none"), _settled(firm, of)


def _settled(firm: int, of: FirmMonth) -> str:
    """That something owed the month before is paid now."""
    if of.at < 1:
        return ""
    before = of.firms.wages[of.at - 1, firm], of.firms.insurance[of.at - 1, firm]
    return of.t("settled in {month}", month=month_short(of.month, of.t)) if max(before) > 0 else ""


def share_text(firm: int, of: FirmMonth) -> tuple[str, str]:
    """A firm's share in its place's warning and what it is made of; or why there is none."""
    t, shares = of.t, of.shares
    rule = str(shares.rule[firm])
    match str(shares.state[firm]):
        case "share":
            share, people = float(shares.percent[firm]), float(shares.people[firm])
            if math.isnan(people):
                return t("missing"), t("a headcount is missing")
            if people <= 0:
                return "—", t("no part in it")
            part = t(
                "{part} of {whole}",
                part=number(people), whole=amount(float(shares.whole[firm]), "people", t),
            )  # fmt: skip
            return f"{number(share, 1)}%", part
        case "not_attributable":
            return t("not attributable"), t.label(of.teller.plan.rule(rule).name) if rule else ""
        case "unknown":
            return "—", t("place unknown")
        case "normal":
            return "—", t("place normal")
        case _:
            return "—", t("place not judged")


def visit_text(firm: int, of: FirmMonth) -> tuple[str, str, bool]:
    """The next visit's day, what is to be known of it, and whether it is overdue."""
    t, ahead = of.t, of.day_of(firm, "next_visit_on")
    liaison = str(of.cell(firm, "liaison") or "")
    if ahead is None:
        return t("not set"), liaison, False
    days = (of.day - ahead).days
    late = t.plural("{n} day overdue", "{n} days overdue", days) if days > 0 else ""
    return day_text(ahead, t), t(", ").join(each for each in (liaison, late) if each), days > 0


def day_text(day: pd.Timestamp, t: Words) -> str:
    """A day without its year: ``11月9日``, ``9 Nov``."""
    if t.lang == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {day.strftime('%b')}"


def hand_word(t: Words) -> str:
    """What stands for a firm that the bureau put on the list itself."""
    return t("Listed by hand")


def reason_names(of: FirmMonth) -> dict[str, str]:
    """The criteria in force by their ids, and by hand where the table says so."""
    names = {each.criterion.id: of.t.label(each.criterion.name) for each in of.firms.criteria.listed}
    if of.firms.by_hand(of.month).any():
        names[BY_HAND] = hand_word(of.t)
    return names
