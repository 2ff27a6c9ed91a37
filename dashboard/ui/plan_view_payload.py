"""The plans as a list, what the linter finds, and one plan whole: each part with its number, clause and readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from dashboard.locale import Words
from dashboard.plans.compare import claims_of
from dashboard.plans.conditions import Criterion
from dashboard.plans.findings import Finding
from dashboard.plans.lint import Linted, lint_file, literal_text
from dashboard.plans.loader import available, load, path_of
from dashboard.plans.organisation import Item
from dashboard.plans.schema import Plan
from dashboard.plans.styles import Scheme
from dashboard.plans.variants import switchable
from dashboard.ui import address
from dashboard.ui.listing import cell, column, group, row
from dashboard.ui.payloads import Data, ground
from dashboard.wording.duties import every, roles, threshold, timing
from dashboard.wording.figures import hours_text, sentence
from dashboard.wording.lint import kind_word, message, settled_by
from dashboard.wording.plan_edges import edge_cell
from dashboard.wording.plan_numbers import criterion_numbers, item_numbers, minimum_numbers, payment_numbers
from dashboard.wording.teller import Teller

Line = tuple[str, str, str, tuple[str, ...], str]
"""A part's name, its numbers, its clause, the ids of its interpretations, and what else is said of it."""
Section = tuple[str, list[Line]]


@lru_cache(maxsize=32)
def _linted(name: str, _changed_at: int) -> Linted:
    return lint_file(name)


def linted(name: str) -> Linted:
    """What the linter finds in a plan, read again when its file has changed."""
    return _linted(name, path_of(name).stat().st_mtime_ns)


def shelf(teller: Teller) -> list[Plan]:
    """Every plan that can be looked at: those in force that are not shipped, then the shipped ones."""
    shipped = [load(name) for name in available()]
    known = {plan.id for plan in shipped}
    return [*(plan for plan in teller.workspace.brief.plans if plan.id not in known), *shipped]


def plans_table(teller: Teller, scheme: Scheme) -> Data:
    """The component ``listing``: a row a plan, with what it gives, how much it leaves open, and what is wrong."""
    t = teller.t
    return ground(teller, scheme) | {
        "caption": t("The plans"),
        "columns": [
            column(t("Plan")),
            column(t("Document")),
            column(t("What it gives")),
            column(t("Readings"), figure=True),
            column(t("Findings"), figure=True),
        ],
        "rows": [_plan_row(teller, plan) for plan in shelf(teller)],
        "note": "",
    }


def _plan_row(teller: Teller, plan: Plan) -> Data:
    t, brief = teller.t, teller.workspace.brief
    marks = {"mark": "", "dashed": False}
    if plan.id in {each.id for each in brief.plans}:
        borrowed = brief.lender(plan.id).borrowed
        marks = {"mark": t("borrowed") if borrowed else t("in force"), "dashed": borrowed}
    found = len(linted(plan.id).findings) if plan.id in available() else None
    return row(
        plan.id,
        [
            cell(
                t.label(plan.short_title), "" if plan.source.is_official else t("unofficial text"),
                open={"plan_view": plan.id}, href=address.href("plans", plan_view=plan.id), **marks,
            ),
            cell(number_and_day(plan, t), faint=True),
            cell(gives(plan, t)),
            cell(str(len(plan.interpretations))),
            cell("—" if found is None else str(found), strong=bool(found)),
        ],
    )  # fmt: skip


def number_and_day(plan: Plan, t: Words) -> str:
    """The document's number and day; a dash where the text gives neither."""
    day = plan.source.issued_on
    return (
        t(", ").join(part for part in (plan.source.number or "", day.isoformat() if day else "") if part)
        or "—"
    )


def gives(plan: Plan, t: Words) -> str:
    """What a plan gives, with how much of each."""
    money = len(plan.benefits) + len(plan.refunds) + len(plan.hiring)
    minimums = len(plan.follow_up.minimums) if plan.follow_up else 0
    checklists = len(plan.organisation.checklists) if plan.organisation else 0
    counted = [
        (len(plan.rules), t.plural("{n} rule", "{n} rules", len(plan.rules))),
        (len(plan.duties), t.plural("{n} kind of duty", "{n} kinds of duties", len(plan.duties))),
        (len(plan.lists), t.plural("{n} list", "{n} lists", len(plan.lists))),
        (minimums, t.plural("{n} minimum", "{n} minimums", minimums)),
        (len(plan.gates), t.plural("{n} gate", "{n} gates", len(plan.gates))),
        (money, t.plural("{n} payment", "{n} payments", money)),
        (checklists, t.plural("{n} checklist", "{n} checklists", checklists)),
    ]
    return t(", ").join(text for n, text in counted if n)


def findings_table(teller: Teller, scheme: Scheme) -> Data | None:
    """The component ``listing``: what the text of the plan in force leaves open when it is set down literally."""
    t, plan = teller.t, teller.plan
    text = literal_text(plan.id)
    if text is None:
        return None
    found = linted(str(text))
    return ground(teller, scheme) | {
        "caption": t("What the literal text leaves open"),
        "columns": [
            column(t("Finding")),
            column(t("Rule")),
            column(t("What it is")),
            column(t("Settled by the reading")),
        ],
        "rows": [_finding_row(teller, found, alike) for alike in _alike(found)],
        "note": "",
    }


def finding_count(teller: Teller) -> int:
    """How many points the literal text of the plan in force leaves open."""
    text = literal_text(teller.plan.id)
    return len(linted(str(text)).findings) if text is not None else 0


def _alike(found: Linted) -> list[list[Finding]]:
    """Findings of one kind on one rule together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for each in found.findings:
        groups.setdefault((each.rule, each.kind), []).append(each)
    return list(groups.values())


def _finding_row(teller: Teller, found: Linted, alike: list[Finding]) -> Data:
    t, first = teller.t, alike[0]
    settled = first.interpretation in {each.id for each in teller.plan.interpretations}
    rule = found.plan.rule(first.rule) if found.plan is not None and first.rule else None
    return row(
        f"{first.rule} {first.kind}",
        [
            cell("", tag=kind_word(first.kind, t)),
            cell(t.label(rule.name) if rule else "—", strong=True),
            cell(sentence(t("; ").join(message(each, found.plan, t) for each in alike))),
            cell(
                settled_by(first, found.plan, t) or "—",
                href=address.href("plans", reading=first.interpretation) if settled else "",
                open={"reading": first.interpretation} if settled else None,
            ),
        ],
    )


def parts_table(teller: Teller, scheme: Scheme, plan: Plan) -> Data:
    """The component ``listing``: every part of one plan under the name of its section."""
    t = teller.t
    rows: list[Data] = []
    for title, lines in _sections(plan, t):
        rows.append(group(title, str(len(lines))))
        for n, (name, numbers, clause, readings, note) in enumerate(lines):
            rows.append(
                row(
                    f"{title} {n}",
                    [cell(name, note), cell(numbers or "—", strong=bool(numbers)),
                     cell(clause, faint=True, clause=True),
                     cell(_named(plan, readings, t), faint=True)],
                )
            )  # fmt: skip
    return ground(teller, scheme) | {
        "caption": t("Everything that {plan} says", plan=t.label(plan.short_title)),
        "columns": [column(t("Part")), column(t("Number")), column(t("Clause")), column(t("Read as"))],
        "rows": rows,
        "note": "",
    }


def _named(plan: Plan, readings: Sequence[str], t: Words) -> str:
    """How the interpretations of a part are read."""
    return t("; ").join(t.label(plan.interpretation(name).chosen.text) for name in readings)


def _sections(plan: Plan, t: Words) -> Iterator[Section]:
    """Every section that the plan has, in the order of its file."""
    sections: list[Section] = [
        (t("Tiers"), [_tier(plan, n, t) for n in range(len(plan.tiers))]),
        (t("Rules"), [_rule(plan, n, t) for n in range(len(plan.rules))]),
        (t("Duties"), list(_duties(plan, t))),
        *(
            (t("List: {name}", name=t.label(each.name)), [_criterion(c, t) for c in each.criteria])
            for each in plan.lists
        ),
        *_follow_up(plan, t),
        *_gates(plan, t),
        *_money(plan, t),
        *_organisation(plan, t),
    ]  # fmt: skip
    return (section for section in sections if section[1])


def _tier(plan: Plan, n: int, t: Words) -> Line:
    tier = plan.tiers[n]
    within = t("report within {hours}", hours=hours_text(tier.report_within_hours, t))
    return t.label(tier.label), sentence(within), tier.report_clause, (), t.label(tier.grade)


def _rule(plan: Plan, n: int, t: Words) -> Line:
    rule = plan.rules[n]
    edges = t("; ").join(
        t("{tier} {edge}", tier=t.label(tier.label), edge=edge_cell(plan, rule, tier.id, t))
        for tier in plan.tiers
        if tier.id in rule.edges
    )
    return t.label(rule.name), edges, rule.clause, rule.interpretations, ""


def _duties(plan: Plan, t: Words) -> Iterator[Line]:
    for claim in claims_of(plan):
        duty = claim.duty
        numbers = t(", or ").join(threshold(trigger, t) for trigger in claim.triggers)
        to = duty.to or tuple((duty.to_passed_down or {}).values())
        note = t("{when}, to {who}", when=timing(duty, t), who=roles(to, t)) if to else timing(duty, t)
        yield t.label(duty.name), sentence(numbers), duty.clause, duty.interpretations, sentence(note)


def _criterion(criterion: Criterion, t: Words, note: str = "") -> Line:
    practice = t("the bureau's own practice") if criterion.practice else ""
    said = t(", ").join(part for part in (note, practice) if part)
    return (
        t.label(criterion.name),
        criterion_numbers(criterion, t),
        criterion.clause,
        criterion.interpretations,
        sentence(said),
    )


def _follow_up(plan: Plan, t: Words) -> Iterator[Section]:
    found = plan.follow_up
    if found is None:
        return
    yield (
        t("Follow-up: the least each person gets"),
        [
            (t.label(each.name), minimum_numbers(each, t), each.clause, each.interpretations,
             t.label(each.only) if each.only else "")
            for each in found.minimums
        ],
    )  # fmt: skip
    for title, criteria in (
        (t("Follow-up: who is in scope"), found.includes),
        (t("Follow-up: who is not"), found.leaves_out),
        (t("Follow-up: ways to work"), found.channels),
        (t("Follow-up: who is to be kept"), found.protected),
        (t("Follow-up: none may be left"), found.none_left),
    ):
        yield title, [_criterion(each, t) for each in criteria]


def _gates(plan: Plan, t: Words) -> Iterator[Section]:
    for gate in plan.gates:
        size = criterion_numbers(gate.of, t)
        lines: list[Line] = []
        if size:
            lines.append((t("From which size on"), size, gate.clause, gate.interpretations, ""))
        lines += [_criterion(each, t) for each in gate.needs]
        lines += [_criterion(each, t, t("must follow")) for each in gate.then]
        yield t("Gate: {name}", name=t.label(gate.name)), lines


def _money(plan: Plan, t: Words) -> Iterator[Section]:
    for title, payments in (
        (t("Benefits"), plan.benefits),
        (t("Refunds"), plan.refunds),
        (t("Hiring subsidies"), plan.hiring),
    ):
        lines: list[Line] = []
        for each in payments:
            valid = [day.isoformat() for day in (each.valid_from, each.valid_until) if day is not None]
            note = t.label(each.note) if each.note else t(" to ").join(valid)
            numbers = t("; ").join(payment_numbers(each, t))
            lines.append((t.label(each.name), numbers, each.clause, each.interpretations, note))
            lines += [_criterion(c, t, t("condition")) for c in each.requirements]
        yield title, lines


def _organisation(plan: Plan, t: Words) -> Iterator[Section]:
    organisation, closing = plan.organisation, plan.closing

    def item(each: Item) -> Line:
        return t.label(each.name), item_numbers(each, t), each.clause, (), ""

    if organisation is not None:
        for checklist in organisation.checklists:
            yield (
                t("Checklist: {name}", name=t.label(checklist.name)),
                [item(each) for each in checklist.items],
            )
        yield (
            t("Regular reports"),
            [
                (t.label(each.name), sentence(every(each.every, t)), each.clause, (), "")
                for each in organisation.reports
            ],
        )
        yield (
            t("Bodies"),
            [
                (
                    t.label(post.name),
                    t("{hours} duty", hours=hours_text(post.duty_hours, t)) if post.duty_hours else "",
                    post.clause, (), "",
                )
                for post in organisation.roles
            ],
        )  # fmt: skip
    if closing is not None:
        yield t("Closing: what must hold"), [item(each) for each in closing.conditions]
        yield t("Closing: papers"), [item(each) for each in closing.papers]


def open_places(teller: Teller, scheme: Scheme, plan: Plan, picked: str | None = None) -> Data:
    """The component ``listing``: every place that a plan's text leaves open, how it is read, the others, and why.

    With ``picked`` (the one that is looked at, or none) each opens in the panel.
    """
    t = teller.t
    can = {each.id for each, _ in switchable(plan)}

    def ways(name: str) -> Data:
        if picked is None:
            return {}
        return {"open": {"reading": name}, "href": address.href("plans", reading=name)}

    return ground(teller, scheme) | {
        "caption": t("Where the text can be read in two ways"),
        "columns": [
            column(t("What the text leaves open")),
            column(t("Read here as")),
            column(t("Other readings")),
            column(t("Why")),
            column(t("Clause")),
        ],
        "rows": [
            row(
                each.id,
                [
                    cell(t.label(each.question), **ways(each.id)),
                    cell(t.label(each.chosen.text), strong=True),
                    cell(
                        t("; ").join(t.label(reading.text) for reading in each.alternatives),
                        tag=t("can be tried") if each.id in can else "",
                    ),
                    cell(t.label(each.because), faint=True),
                    cell(each.clause, faint=True, clause=True),
                ],
                chosen=each.id == picked,
            )
            for each in plan.interpretations
        ],
        "note": "",
    }
