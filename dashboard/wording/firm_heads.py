"""The head of the list of firms: the one sentence, what changed and what presses, and the facts beside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.registers.firm_shares import Parts
from dashboard.wording.figures import amount, month_short, number
from dashboard.wording.firm_gates import plan_title, verdict
from dashboard.wording.firms import FirmMonth, hand_word, money, share_text, visit_text
from dashboard.wording.headlines import Fact

_FIRST = 3
"""How many firms a sentence speaks of together."""
Ints = NDArray[np.int64]


def headline(of: FirmMonth, found: int) -> str:
    """How many firms are on the list, and where a few of them make a warning."""
    t, place = of.t, of.teller.name(of.region)
    if of.parts is not None:
        return _parts_headline(of, of.parts, place)
    n = t.plural("{n} firm", "{n} firms", found)
    largest = _largest(of)
    if largest is None:
        return t("{firms} of {place} are on the list of key enterprises.", firms=n, place=place)
    where, share = largest
    return t(
        "{firms} on the list: {share}% of the loss in {place} is from {k} of them.",
        firms=n, share=number(share, 1), place=of.teller.name(where), k=_FIRST,
    )  # fmt: skip


def _parts_headline(of: FirmMonth, parts: Parts, place: str) -> str:
    t = of.t
    people = np.sort(np.nan_to_num(parts.people))[::-1]
    n = int((people > 0).sum())
    whole = amount(parts.whole, "people", t)
    firms = t.plural("{n} firm", "{n} firms", n)
    if n <= _FIRST:
        return t("{place}: {whole}, from {firms}.", place=place, whole=whole, firms=firms)
    share = number(float(people[:_FIRST].sum()) / parts.whole * 100.0, 1) if parts.whole else "0"
    return t(
        "{place}: {whole}, from {firms}; the first {k} make {share}%.",
        place=place, whole=whole, firms=firms, k=_FIRST, share=share,
    )  # fmt: skip


def _largest(of: FirmMonth) -> tuple[int, float] | None:
    """The place whose warning three firms of the list explain best, and how much of it."""
    percent, on = of.shares.percent, of.firms.on_list(of.month)
    below = of.teller.workspace.below(of.region)
    found: list[tuple[float, int]] = []
    for region in np.unique(of.firms.regions[(of.shares.state == "share") & on]):
        here = np.nan_to_num(percent[(of.firms.regions == region) & on])
        if int(region) in below and (here > 0).sum() >= _FIRST:
            found.append((float(np.sort(here)[::-1][:_FIRST].sum()), int(region)))
    best = max(found, default=None)
    return (best[1], best[0]) if best else None


def lead(of: FirmMonth, found: Ints) -> str:
    """What changed since the month before, which plans may not start, and which visits are overdue."""
    t, firms = of.t, of.firms
    if of.parts is not None:
        return _parts_lead(of, of.parts)
    said = []
    if of.at > 0:
        here = np.isin(firms.regions, of.teller.workspace.below(of.region))
        now, before = firms.on_list(of.month) & here, firms.on_list(of.month - 1) & here
        said.append(
            t(
                "Since {month} **{new}** newly listed, **{gone}** gone",
                month=month_short(of.month - 1, t, of.month), new=int((now & ~before).sum()),
                gone=int((before & ~now).sum()),
            )
        )  # fmt: skip
    codes = {firms.ids[int(firm)] for firm in found}
    waiting = {p.enterprise_id for p in of.plans or () if p.lacking and not p.has_ended} & codes
    if waiting:
        said.append(
            t.plural(
                "the plan of **{n}** firm may not start yet",
                "the plans of **{n}** firms may not start yet",
                len(waiting),
            )
        )
    late = sum(visit_text(int(firm), of)[2] for firm in found)
    if late:
        said.append(t.plural("**{n}** visit is overdue", "**{n}** visits are overdue", late))
    return t("; ").join(said) + t(".") if said else ""


def _parts_lead(of: FirmMonth, parts: Parts) -> str:
    t = of.t
    rule = t.label(parts.told.rule.name)
    said = [t("What raised the warning: {rule}, {reason}.", rule=rule, reason=of.teller.reason(parts.told))]
    if parts.others:
        named = t(", ").join(name or t("an unnamed firm") for name in list(parts.others)[:_FIRST])
        people = amount(sum(parts.others.values()), "people", t)
        said.append(t("{people} at firms outside the table: {names}.", people=people, names=named))
    missing = int(np.isnan(parts.people).sum())
    if missing:
        said.append(t.plural("{n} firm has not reported.", "{n} firms have not reported.", missing))
    if not parts.told.rule.is_event and parts.named > parts.whole:
        gained = amount(parts.named - parts.whole, "people", t)
        said.append(t("Other firms gained {people}, which the figure has set off.", people=gained))
    return t.space.join(said)


def facts(of: FirmMonth, found: Ints) -> list[Fact]:
    """Arrears, stoppages and planned layoffs of the firms shown."""
    t, firms = of.t, of.firms
    wages, months = firms.wages[of.at, found], firms.insurance[of.at, found]
    owing = int((wages > 0).sum())
    told = [
        Fact(t("Wages owed"), t("{firms} {amount}", firms=t.plural("{n} firm", "{n} firms", owing),
             amount=money(float(np.nansum(wages)), t)) if owing else "0"),
        Fact(t("Insurance owed"), t.plural("{n} firm", "{n} firms", int((months > 0).sum()))),
    ]  # fmt: skip
    for number_, each in enumerate(firms.criteria.listed):
        if each.criterion.id == "production_stopped":
            stopped = int(firms.holds(of.month)[number_][found].sum())
            told.append(Fact(t.label(each.criterion.name), t.plural("{n} firm", "{n} firms", stopped)))
    codes = {firms.ids[int(firm)] for firm in found}
    open_plans = [
        p for p in of.plans or () if p.kind == "layoff" and not p.has_ended and p.enterprise_id in codes
    ]
    if of.plans is not None:
        people = amount(float(np.nansum([p.people for p in open_plans])), "people", t)
        n = len({p.enterprise_id for p in open_plans})
        told.append(
            Fact(
                t("Layoff plans"),
                t("{firms} {amount}", firms=t.plural("{n} firm", "{n} firms", n), amount=people),
            )
        )
    return told


def firm_headline(of: FirmMonth, firm: int) -> str:
    """A firm's name, and in how many ways it is on the list."""
    t, reasons = of.t, of.firms.reasons(firm, of.month)
    names = [t.label(each.listed.criterion.name) for each in reasons[:2]]
    if of.firms.by_hand(of.month)[firm]:
        names.insert(0, hand_word(t))
    if not names:
        return t("{firm} is not on the list in {month}.", firm=of.name(firm), month=of.teller.short_month())
    return t("{firm}: {reasons}.", firm=of.name(firm), reasons=t(", ").join(names))


def firm_lead(of: FirmMonth, firm: int) -> str:
    """Its share in its place's warning, and what stands in the way of its plans."""
    t, said = of.t, []
    share, part = share_text(firm, of)
    if str(of.shares.state[firm]) == "share" and float(of.shares.people[firm]) > 0:
        place = of.teller.name(int(of.firms.regions[firm]))
        said.append(
            t(
                "It makes **{share}** of the figure behind the warning of {place} ({part}).",
                share=share,
                part=part,
                place=place,
            )
        )
    said += [
        t("{plan}: {verdict}.", plan=plan_title(plan, t), verdict=verdict(plan, t))
        for plan in of.plans_of(firm)
    ]
    return t.space.join(said)
