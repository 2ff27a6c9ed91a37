"""What the components of an event's page are given: rulers, the rules it counts in, and what is recorded of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dashboard.engine.duties import DUE, UNKNOWN, Threshold
from dashboard.engine.explain import Explanation
from dashboard.locale import literal
from dashboard.plans.loader import available, load
from dashboard.plans.schema import GroupShare
from dashboard.plans.styles import Scheme
from dashboard.registers.duties import Due
from dashboard.ui import address
from dashboard.ui.payloads import Data, ground
from dashboard.ui.place_payload import rule_rows
from dashboard.wording.duties import roles, threshold, timing
from dashboard.wording.events import event_facts
from dashboard.wording.figures import amount, number, sentence
from dashboard.wording.teller import Teller

_MARGIN = 1.12
"""How far a ruler goes beyond its largest number."""


def in_force(teller: Teller, row: int) -> list[Threshold]:
    """Where the duties in force begin for an event."""
    return teller.workspace.thresholds(row)


def rulers(teller: Teller, scheme: Scheme, row: int, dues: Sequence[Due]) -> Data | None:
    """The component ``rulers`` with the plans in force; None where no duty turns on a number of people."""
    t, found = teller.t, in_force(teller, row)
    if not found:
        return None
    states = {(due.plan, due.duty): due.status for due in dues}
    titles = {plan.id: t.label(plan.short_title) for plan in teller.workspace.plans}
    drawn = [
        _ruler(teller, row, titles[plan], own)
        | {
            "borrowed": t("borrowed") if teller.workspace.is_borrowed(plan) else "",
            "steps": [_step(teller, each, states) for each in own],
        }
        for plan, own in _by_plan(found)
    ]
    return _rulers(teller, scheme, row, found, drawn) | {
        "title": t("Where duties begin"), "title_note": t("by the number of people"), "note": "",
    }  # fmt: skip


def other_rulers(teller: Teller, scheme: Scheme, row: int) -> Data | None:
    """The component ``rulers`` with every other plan, for comparison; None where none turns on a number of people."""
    t = teller.t
    others = [load(name) for name in available() if name not in {plan.id for plan in teller.workspace.plans}]
    duties = [(plan.id, duty) for plan in others for duty in plan.duties]
    found = teller.workspace.thresholds(row, duties)
    if not found:
        return None
    titles = {plan.id: t.label(plan.short_title) for plan in others}
    drawn = [
        _ruler(teller, row, titles[plan], own, with_duty=True) | {"borrowed": "", "steps": []}
        for plan, own in _by_plan(found)
    ]
    return _rulers(teller, scheme, row, found, drawn) | {
        "title": t("What other plans would ask"), "title_note": t("not in force here"), "note": "",
    }  # fmt: skip


def _rulers(teller: Teller, scheme: Scheme, row: int, found: Sequence[Threshold], drawn: list[Data]) -> Data:
    value = _affected(teller, row)
    largest = max([each.people for each in found] + ([] if math.isnan(value) else [value]))
    return ground(teller, scheme) | {"rulers": drawn, "most": largest * _MARGIN or 1.0}


def _ruler(
    teller: Teller, row: int, title: str, own: Sequence[Threshold], *, with_duty: bool = False
) -> Data:
    """One plan's bar: the event's number, and a tick where a duty begins."""
    t, value = teller.t, _affected(teller, row)
    known = not math.isnan(value)
    shown = amount(value, "people", t) if known else t("number not given")
    ticks: dict[int, list[Threshold]] = {}
    for each in own:
        ticks.setdefault(each.people, []).append(each)
    said = [f"{amount(people, 'people', t)} {_names(teller, some)}" for people, some in ticks.items()]
    return {
        "plan": title,
        "value": value if known else None,
        "value_label": shown,
        "ticks": [
            {"people": people, "label": _tick(teller, people, some, with_duty=with_duty)}
            for people, some in ticks.items()
        ],
        "alt": t(
            "{plan}: {value}; duties begin at {ticks}", plan=title, value=shown, ticks=t("; ").join(said)
        ),
    }


def _names(teller: Teller, some: Sequence[Threshold]) -> str:
    return teller.t(", ").join(teller.t.label(each.duty.name) for each in some)


def _tick(teller: Teller, people: int, some: Sequence[Threshold], *, with_duty: bool) -> str:
    """What stands under a tick: the number, the share that it is of the staff, and perhaps the duty."""
    t = teller.t
    label = amount(people, "people", t)
    shares = [each.trigger.affected_share_pct for each in some if each.trigger.affected_share_pct is not None]
    if shares:
        label = t("{people} ({share}% of staff)", people=label, share=number(shares[0].number))
    return t("{people}: {duties}", people=label, duties=_names(teller, some)) if with_duty else label


def _step(teller: Teller, each: Threshold, states: dict[tuple[str, str], str]) -> Data:
    """A row under a bar: the number, what is to be done, and whether it is."""
    t = teller.t
    status = states.get((each.plan, each.duty.id))
    if status == DUE:
        state = t("due")
    elif status == UNKNOWN:
        state = t("number needed")
    else:
        state = t("{people} short", people=amount(each.more, "people", t))
    duty = t.label(each.duty.name)
    if each.duty.to:
        duty = t("{duty}: to {who}, {when}", duty=duty, who=roles(each.duty.to, t), when=timing(each.duty, t))
    return {
        "number": sentence(threshold(each.trigger, t)),
        "duty": duty,
        "clause": each.duty.clause,
        "state": sentence(state),
        "strong": status == UNKNOWN,
    }


def _by_plan(found: Iterable[Threshold]) -> list[tuple[str, list[Threshold]]]:
    groups: dict[str, list[Threshold]] = {}
    for each in found:
        groups.setdefault(each.plan, []).append(each)
    return list(groups.items())


def _affected(teller: Teller, row: int) -> float:
    return float(teller.workspace.tables["events"]["affected_count"].iloc[row])


def counted_in(teller: Teller, row: int, region: int) -> list[tuple[int, Explanation]]:
    """The rules of the month in which an event counts, for its place and those above it."""
    space = teller.workspace
    return [
        (where, told)
        for where in (region, *reversed(space.above(region)))
        for told in teller.explanations(where)
        if told.rule.is_event and row in told.events
    ]


def counted_rows(
    teller: Teller, scheme: Scheme, row: int, counted: Sequence[tuple[int, Explanation]]
) -> Data:
    """The component ``rule_rows`` for the rules in which an event counts, each with its place."""
    t = teller.t
    data = rule_rows(teller, scheme, [], counted[0][0])
    for where, told in counted:
        one = rule_rows(teller, scheme, [told], where)["rows"][0]
        data["rows"].append(
            one
            | {
                "rule": f"{told.rule.id} {teller.workspace.panel.codes[where]}",
                "name": t("{rule}, {place}", rule=t.label(told.rule.name), place=teller.name(where)),
                "note": _part(teller, told, row),
            }
        )
    return data | {"note": t("Every rule counts the whole month and everything below its place.")}


def _part(teller: Teller, told: Explanation, row: int) -> str:
    """What the event has to do with the rule's answer."""
    t = teller.t
    if told.decided == row:
        return t("This event decides.")
    if row in told.lacking:
        return t("A figure of this event is missing.")
    if isinstance(told.rule.measure, GroupShare):
        return sentence(teller.reason(told)) + t(".")
    return t("Counted among {n}.", n=len(told.events)) if len(told.events) > 1 else t("The only one counted.")


def side(teller: Teller, scheme: Scheme, row: int, region: int) -> Data:
    """The component ``rail``: where it happened, as links, and what is recorded of it."""
    t, space = teller.t, teller.workspace
    chain = (*space.above(region), region)
    where = [
        {
            "left": literal(teller.name(place)), "middle": "", "right": "", "digit": "", "detail": "",
            "code": space.panel.codes[place], "href": address.href("place", region=space.panel.codes[place]),
        }
        for place in chain
    ]  # fmt: skip
    facts = [
        {"left": name, "middle": "", "right": sentence(value), "digit": "", "detail": "", "code": ""}
        for name, value in event_facts(teller, space.tables["events"].iloc[row])
    ]
    return ground(teller, scheme) | {
        "map": None,
        "strip": None,
        "sections": [
            {"title": t("Recorded"), "note": "", "kind": "facts", "rows": facts, "empty": "", "footer": ""},
            {"title": t("Where"), "note": "", "kind": "children", "rows": where, "empty": "", "footer": ""},
        ],
    }
