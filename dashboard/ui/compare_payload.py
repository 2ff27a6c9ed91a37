"""Plans side by side: rulers of where duties begin, and a table of what each plan asks and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.engine.duties import DUE
from dashboard.locale import literal
from dashboard.plans.compare import CIRCUMSTANCES, Claim, Row, claims_of, shared_rows, side_by_side
from dashboard.plans.edges import Edge
from dashboard.plans.loader import available, load
from dashboard.plans.schema import Plan
from dashboard.plans.styles import Scheme
from dashboard.registers.duties import event_rows
from dashboard.ui.listing import Cell, cell, column, row
from dashboard.ui.payloads import Data, ground
from dashboard.wording.duties import roles, timing
from dashboard.wording.figures import amount, month_short, number, sentence
from dashboard.wording.plan_edges import SIGNS
from dashboard.wording.reasons import event_kind
from dashboard.wording.teller import Teller
from dashboard.wording.why import firm_name

_MARGIN = 1.12
_MOST_MARKS = 5
_RULED = "layoff"
"""The kind of events whose duties the rulers show."""


@dataclass(frozen=True)
class Comparison:
    """The plans chosen, their rows, and for each plan and row how many of the month's events it concerns."""

    teller: Teller
    region: int
    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]

    @property
    def different(self) -> tuple[Row, ...]:
        """The rows in which the plans do not ask the same."""
        return tuple(each for each in self.rows if not each.is_same)


def with_duties(teller: Teller) -> list[Plan]:
    """The plans that can be compared: those in force, then the others."""
    own = [plan for plan in teller.workspace.plans if plan.duties]
    shipped = [load(name) for name in available()]
    known = {plan.id for plan in own}
    return [*own, *(plan for plan in shipped if plan.duties and plan.id not in known)]


def usual_choice(plans: Sequence[Plan]) -> tuple[str, ...]:
    """The first plan and the one with which it has most in common."""
    first, *others = plans
    nearest = max(others, key=lambda plan: shared_rows(first, plan), default=None)
    return (first.id,) if nearest is None else (first.id, nearest.id)


def compared(teller: Teller, region: int, plans: Sequence[Plan]) -> Comparison:
    """The plans side by side, for the month's events in a place and below it."""
    return Comparison(teller, region, tuple(plans), tuple(side_by_side(plans)))


def table(of: Comparison, scheme: Scheme, *, only_different: bool) -> Data:
    """The component ``listing``: a row a duty, a column a plan; what differs; how many events each concerns."""
    t, space = of.teller.t, of.teller.workspace
    month = month_short(of.teller.month, t)
    in_force = {plan.id for plan in space.plans}
    return ground(of.teller, scheme) | {
        "caption": t("What each plan asks"),
        "columns": [
            column(t("What happens")),
            column(t("What is to be done")),
            *(
                column(
                    t.label(plan.short_title), own=plan.id in in_force, dashed=True,
                    mark=t("borrowed") if plan.id in in_force and space.is_borrowed(plan.id) else "",
                )
                for plan in of.plans
            ),
            column(t("Difference")),
            *(
                column(t("{month}, {plan}", month=month, plan=t.label(plan.short_title)), figure=True)
                for plan in of.plans
            ),
        ],
        "rows": [_row(of, n, each) for n, each in enumerate(of.different if only_different else of.rows)],
        "note": "",
    }  # fmt: skip


def _row(of: Comparison, n: int, each: Row) -> Data:
    t, first = of.teller.t, each.first
    in_force = {plan.id for plan in of.teller.workspace.plans}
    differs = not each.is_same
    return row(
        str(n),
        [
            cell(_event(of.teller, first)),
            cell(t.label(first.duty.name), _told(first, of.teller)),
            *(
                cell(own=plan.id in in_force, **_asked(of.teller, each.claims.get(plan.id)))
                for plan in of.plans
            ),
            cell(difference(of, each), faint=not differs),
            *(_events(of, each.claims.get(plan.id)) for plan in of.plans),
        ],
    )


def _event(teller: Teller, claim: Claim) -> str:
    """What must happen: the kinds of events, and the circumstances."""
    t = teller.t
    kinds = t(", ").join(event_kind(kind, t) for kind in claim.kinds)
    said = {
        "is_influential": t("{kinds} by an influential firm", kinds=kinds),
        "is_spreading": t("{kinds} that spreads fast", kinds=kinds),
        "is_passed_down": t("{kinds} passed down", kinds=kinds),
    }
    return sentence(next((said[name] for name in CIRCUMSTANCES if name in claim.circumstances), kinds))


def _told(claim: Claim, teller: Teller) -> str:
    """By when, and to whom."""
    t, duty = teller.t, claim.duty
    to = duty.to or tuple((duty.to_passed_down or {}).values())
    if not to:
        return sentence(timing(duty, t))
    if duty.to_passed_down:
        return sentence(t("{when}, to whoever passed it down", when=timing(duty, t)))
    return sentence(t("{when}, to {who}", when=timing(duty, t), who=roles(to, t)))


def _asked(teller: Teller, claim: Claim | None) -> Cell:
    """From what number on; the clause, and the kinds of events where they are fewer."""
    t = teller.t
    if claim is None:
        return {"text": t("nothing"), "faint": True}
    numbers = []
    if claim.people is not None:
        numbers.append(people(claim.people, teller))
    if claim.share_pct is not None:
        numbers.append(
            t("{share}% of staff", share=f"{SIGNS[claim.share_pct.op]}{number(claim.share_pct.number)}")
        )
    asked = t(", or ").join(numbers) if numbers else t("any number")
    return {"text": sentence(asked), "strong": True, "aside": claim.duty.clause}


def people(edge: Edge, teller: Teller) -> str:
    """A number of people with its sign: ``≥30人``."""
    return f"{SIGNS[edge.op]}{amount(edge.number, 'people', teller.t)}"


def difference(of: Comparison, each: Row) -> str:
    """What differs, in a few words."""
    t = of.teller.t
    titles = {plan.id: t.label(plan.short_title) for plan in of.plans}
    if len(each.claims) == 1 and each.absent:
        return t("only {plan}", plan=titles[next(iter(each.claims))])
    said = []
    if each.absent:
        said.append(t("not in {plans}", plans=t(", ").join(titles[plan] for plan in each.absent)))
    words = {
        "people": t("other words for the same number"),
        "share": t("another share of staff"),
        "kinds": t("other events"),
        "causes": t("other causes"),
        "timing": t("another deadline"),
        "to": t("another addressee"),
    }
    for aspect in each.differs:
        if aspect == "people" and each.people:
            said.append(t("{people} apart", people=amount(each.people, "people", t)))
        elif aspect == "people" and any(claim.people is None for claim in each.claims.values()):
            said.append(t("a number in one only"))
        else:
            said.append(words[aspect])
    return sentence(t("; ").join(said)) if said else t("the same")


def _events(of: Comparison, claim: Claim | None) -> Cell:
    """How many events of the month the claim concerns, and how many lack the figure that decides."""
    t = of.teller.t
    if claim is None:
        return cell("—", faint=True)
    here = event_rows(of.teller.workspace, of.teller.month, of.region)
    if here is None:
        return cell(t("no table"), faint=True)
    found = of.teller.workspace.event_duties(of.teller.month, [(claim.plan, claim.narrowed)])
    mine = [each for each in found if each.row in here]
    due = sum(each.status == DUE for each in mine)
    left_open = len(mine) - due
    told = t.plural("{n} event", "{n} events", due) if due else "0"
    more = t.plural("{n} lacks a figure", "{n} lack a figure", left_open) if left_open else ""
    return cell(told, more, strong=bool(due))


def rulers(of: Comparison, scheme: Scheme) -> Data | None:
    """The component ``rulers``: where the duties of layoffs begin under each plan, and the month's layoffs."""
    t = of.teller.t
    bars = [(plan, ticks) for plan in of.plans if (ticks := _ticks(of.teller, plan))]
    if not bars:
        return None
    marks = _marks(of)
    most = max([people_ for _, ticks in bars for people_ in ticks] + [mark["people"] for mark in marks])
    space = of.teller.workspace
    in_force = {plan.id for plan in space.plans}
    return ground(of.teller, scheme) | {
        "title": t("From how many people"),
        "title_note": t("layoffs of the month as dashed lines"),
        "note": "",
        "most": most * _MARGIN,
        "marks": marks,
        "rulers": [
            {
                "plan": t.label(plan.short_title),
                "borrowed": t("borrowed") if plan.id in in_force and space.is_borrowed(plan.id) else "",
                "value": None,
                "value_label": "",
                "ticks": [
                    {"people": people_, "label": t("{people}: {duties}", people=amount(people_, "people", t),
                                                   duties=t(", ").join(names))}
                    for people_, names in ticks.items()
                ],
                "alt": t(
                    "{plan}: duties begin at {ticks}", plan=t.label(plan.short_title),
                    ticks=t("; ").join(f"{amount(people_, 'people', t)} {t(', ').join(names)}"
                                       for people_, names in ticks.items()),
                ),
                "steps": [],
            }
            for plan, ticks in bars
        ],
    }  # fmt: skip


def _ticks(teller: Teller, plan: Plan) -> dict[int, list[str]]:
    """The numbers at which a plan's duties of layoffs begin, the smallest first."""
    found: dict[int, list[str]] = {}
    for claim in claims_of(plan):
        edge = claim.people
        if edge is not None and edge.upward and _RULED in claim.kinds:
            at = int(edge.number) if edge.inclusive else int(edge.number) + 1
            found.setdefault(at, []).append(teller.t.label(claim.duty.name))
    return dict(sorted(found.items()))


def _marks(of: Comparison) -> list[Data]:
    """The month's largest layoffs, by their number of people."""
    space = of.teller.workspace
    here = event_rows(space, of.teller.month, of.region)
    if not here:
        return []
    events: pd.DataFrame = space.tables["events"].iloc[list(here)]
    known = events[(events["kind"] == _RULED) & events["affected_count"].notna()]
    largest = known.nlargest(_MOST_MARKS, "affected_count").sort_values("affected_count")
    return [
        {
            "people": int(event["affected_count"]),
            "label": of.teller.t(
                "{firm} {people}",
                firm=literal(firm_name(of.teller, event)) or of.teller.t("firm not named"),
                people=amount(float(event["affected_count"]), "people", of.teller.t),
            ),
        }
        for _, event in largest.iterrows()
    ]
