"""The rules of the plan in force as a table, what a place works with as a strip, and the list of interpretations."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dashboard.engine.explain import Explanation
from dashboard.locale import Words
from dashboard.plans.profiles import MONEY, Lender, PartName, available
from dashboard.plans.schema import EventConditions, Rule
from dashboard.plans.styles import Scheme
from dashboard.ui import address
from dashboard.ui.listing import Cell, cell, column, row
from dashboard.ui.payloads import Data, digit, ground
from dashboard.ui.trials import Picked
from dashboard.wording.figures import month_short, rule_amount, sentence
from dashboard.wording.missing import needed
from dashboard.wording.plan_edges import edge_cell, gist
from dashboard.wording.plan_heads import Trial
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

_GROUPS: tuple[tuple[PartName, ...], ...] = (
    ("tiers",),
    ("lists", "duties"),
    ("follow_up", "gates"),
    MONEY,
)


def basis(teller: Teller, scheme: Scheme) -> Data:
    """The component ``basis``: who gives the tiers, the lists and duties, the follow-up, and the benefits."""
    t = teller.t
    labels = (t("Tiers"), t("Lists and duties"), t("Follow-up of people"), t("Benefits"))
    items = []
    for label, parts in zip(labels, _GROUPS, strict=True):
        lenders: dict[str, tuple[Lender, PartName]] = {}
        for part in parts:
            for lender in teller.workspace.brief.given(part):
                lenders.setdefault(lender.plan.id, (lender, part))
        items.append(
            {
                "label": label,
                "plans": [_lender(teller, lender, part) for lender, part in lenders.values()],
                "none": "" if lenders else t("none here"),
            }
        )
    return ground(teller, scheme) | {"items": items, "label": t("What this place works with")}


def _lender(teller: Teller, lender: Lender, part: PartName) -> Data:
    t = teller.t
    year, month = divmod(teller.month, 12)
    last_day = date(year, month + 1, monthrange(year, month + 1)[1])
    expired = lender.expired_on(part, last_day)
    mark = t("borrowed") if lender.borrowed else own_mark(teller.workspace, t)
    if expired is not None:
        over = t("expired {year}-{month}", year=expired.year, month=f"{expired.month:02d}")
        mark = t("{mark}, {over}", mark=mark, over=over)
    return {
        "name": t.label(lender.plan.short_title),
        "mark": mark,
        "dashed": lender.borrowed,
        "note": "" if lender.is_official else t("unofficial text"),
        "open": {"plan_view": lender.plan.id},
        "href": address.href("plans", plan_view=lender.plan.id),
    }


def own_mark(workspace: Workspace, t: Words) -> str:
    """How a place calls what is its own; a plan alone is nobody's, but in force."""
    if workspace.brief.name not in available():
        return t("in force")
    level = workspace.panel.levels[workspace.focus]
    return {"county": t("this county's"), "city": t("this city's")}.get(level, t("its own"))


def rules_table(teller: Teller, scheme: Scheme, region: int, picked: Picked, trial: Trial | None) -> Data:
    """The component ``listing`` with a row a rule; the rules that a reading tried changes show what they become."""
    t, plan = teller.t, teller.plan
    told = {each.rule.id: each for each in teller.explanations(region)}
    changed = {rule.id: rule for rule in trial.workspace.plan.rules} if trial else {}
    month = month_short(teller.month, t)
    return ground(teller, scheme) | {
        "caption": t("The rules of {plan}", plan=t.label(plan.short_title)),
        "columns": [
            column(t("Rule and what it measures")),
            *(
                column(t("{tier} from", tier=t.label(tier.label)), digit=digit(teller, n))
                for n, tier in enumerate(plan.tiers, start=1)
            ),
            column(t("{place}, {month}", place=teller.name(region), month=month), figure=True),
            column(t("Tier")),
            column(t("To next tier")),
            column(t("Readings")),
        ],
        "rows": [
            _rule_row(teller, rule, told.get(rule.id), picked, changed.get(rule.id)) for rule in plan.rules
        ],
        "note": _scope(teller),
    }


def _rule_row(
    teller: Teller, rule: Rule, told: Explanation | None, picked: Picked, after: Rule | None
) -> Data:
    t = teller.t
    edges = [_edge(teller, rule, tier, after) for tier in teller.plan.tier_ids]
    what, new = gist(rule, t), gist(after, t) if after else ""
    note = {"old": what, "new": new} if after is not None and new != what else {"aside": what}
    is_picked = picked.rule is not None and picked.rule.id == rule.id
    return row(
        rule.id,
        [
            cell(
                t.label(rule.name), open={"rule": rule.id}, href=address.href("plans", rule=rule.id), **note
            ),
            *edges,
            *_standing(teller, told),
            _readings(teller, rule),
        ],
        chosen=is_picked,
    )


def _edge(teller: Teller, rule: Rule, tier: str, after: Rule | None) -> Cell:
    """A tier's edge; struck through beside what a reading makes of it."""
    t = teller.t
    text = edge_cell(teller.plan, rule, tier, t)
    new = edge_cell(teller.plan, after, tier, t) if after is not None else text
    return cell(text) if new == text else cell("", old=text, new=new)


def _standing(teller: Teller, told: Explanation | None) -> list[Cell]:
    """The month's figure, its tier, and how far the next one is."""
    t = teller.t
    if told is None:
        return [cell("—"), cell(t("not for this place"), faint=True), cell("—")]
    badge = cell(
        "", digit=digit(teller, told.tier, not told.partial), word=teller.word(told.tier),
        tag=t("incomplete") if told.partial else "",
    )  # fmt: skip
    if told.tier < 0:
        return [cell(t("missing"), strong=True), badge, cell(needed(teller, told), tight=True)]
    return [cell(_value(teller, told), tight=True), badge, cell(sentence(teller.distance(told)), tight=True)]


def _value(teller: Teller, told: Explanation) -> str:
    t = teller.t
    if isinstance(told.rule.measure, EventConditions):
        return t("none") if told.tier == 0 else t("reached")
    if told.value != told.value:
        return "—"
    value = rule_amount(told.value, told.rule, t)
    worse = [(tier, n) for tier, n in enumerate(told.counts.values(), start=1) if tier > 1 and n]
    if not worse:
        return value
    tier, n = worse[0]
    return t("{towns}, {n} {tier}", towns=value, n=n, tier=teller.inline(tier))


def _readings(teller: Teller, rule: Rule) -> Cell:
    t, count = teller.t, len(rule.interpretations)
    if not count:
        return cell("—", faint=True)
    first = rule.interpretations[0]
    return cell(
        t("{n} open", n=count),
        open={"reading": first, "rule": rule.id},
        href=address.href("plans", reading=first, rule=rule.id),
    )


def _scope(teller: Teller) -> str:
    """Where the clauses stand, what the source is, and how many rules a place of each level has."""
    t, plan = teller.t, teller.plan
    clauses = list(dict.fromkeys(rule.clause for rule in plan.rules))
    parts = [t("Clauses: {clauses}.", clauses=t(", ").join(clauses))]
    if plan.source.note is not None:
        parts.append(t.label(plan.source.note))
    return t.space.join(parts)
