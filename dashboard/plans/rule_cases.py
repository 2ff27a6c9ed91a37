"""The tests beside a plan as they are written: months in, tiers and duties out (docs/plans.md, "Tests")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import strict_yaml
from dashboard.plans.conditions import TableName
from dashboard.plans.duties import Timing
from dashboard.plans.faults import model_faults, worded
from dashboard.plans.outcomes import NUMBERS, part_of
from dashboard.plans.parts import Model, Role
from dashboard.plans.profiles import PARTS, Brief
from dashboard.plans.references import unknown_column
from dashboard.plans.schema import Level
from dashboard.plans.variants import reading_of
from dashboard.tables.months import parse_month


def _month(value: Any) -> str:
    if isinstance(value, str) and parse_month(value) is not None:
        return value
    raise ValueError(f"found {value!r}; allowed: a month such as 2024-06")


def _number(value: Any) -> float | int | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise ValueError(f"found {value!r}; allowed: a number, or null where nothing is known")


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float | date):
        return value
    raise ValueError("found a list or mapping; allowed: one value")


def _target(value: Any) -> Any:
    return (
        {name: _number(each) for name, each in value.items()} if isinstance(value, dict) else _number(value)
    )


def _published(value: Any) -> tuple[tuple[str | None, str], ...]:
    """What a place has published, as pairs of month (None for the judged one) and tier."""
    if isinstance(value, dict):
        return tuple((_month(month), str(tier)) for month, tier in value.items())
    tiers = value if isinstance(value, list) else [value]
    if not tiers or not all(isinstance(tier, str) for tier in tiers):
        raise ValueError("allowed: a tier, a list of tiers, or tiers by month such as {2024-05: red}")
    return tuple((None, tier) for tier in tiers)


MonthText = Annotated[str, BeforeValidator(_month)]
Number = Annotated[Any, BeforeValidator(_number)]
Figures = dict[str, Number]
Row = dict[str, Annotated[Any, BeforeValidator(_cell)]]
Target = Annotated[Any, BeforeValidator(_target)]
Published = Annotated[Any, BeforeValidator(_published)]

RULE_KEYS = (
    *("tier", "partial", "value", "unit", "next_tier", "distance", "event_id", "group", "conditions"),
    *("possible", "applies"),
)
"""What may be expected of a rule: as in the evaluate command's answer, the worst tier possible, and whether the
rule applies at all."""
REGION_KEYS = ("tier", "complete", "judged", "applicable", "report_within_hours")
"""What may be expected of a place."""
DUTY_KEYS = ("duties",)
"""What may be expected of events: every duty they bring."""
PART_KEYS = ("applies", "holds", "lacking", "amount", *NUMBERS)
"""What may be expected of a part of the plan that a test names under ``of``."""


def _duty(value: Any) -> Any:
    return {"status": value} if isinstance(value, str) else value


class DutyExpect(Model):
    """One duty that comes out: its status, and whatever else is named."""

    status: Literal["due", "unknown"]
    plan: str | None = None
    to: tuple[Role, ...] | None = None
    timing: Timing | None = None
    hours: Number = None
    days: Number = None


class Expect(Model):
    """What comes out; only what is named is looked at, but a rule is taken not to be partial unless it is named."""

    tier: str | None = None
    partial: StrictBool = False
    value: Number = None
    unit: str | None = None
    next_tier: str | None = None
    distance: Number = None
    event_id: str | None = None
    group: str | None = None
    conditions: Row | None = None
    possible: str | None = None
    applies: StrictBool | Literal["unknown"] = True
    complete: StrictBool | None = None
    judged: StrictInt | None = None
    applicable: StrictInt | None = None
    report_within_hours: Number = None
    duties: dict[str, Annotated[DutyExpect, BeforeValidator(_duty)]] | None = None
    holds: StrictBool | Literal["unknown"] | None = None
    lacking: tuple[str, ...] | None = None
    amount: str | None = None
    cny: Number = None
    months: Number = None
    contributions_pct: Number = None
    benefit_months: Number = None
    cap_cny: Number = None
    at_least: Number = None
    every_months: Number = None
    within_days: Number = None
    people_count: str | None = None
    duty_hours: Number = None


class Place(Model):
    """A place that is no town: its level, and the place it lies in."""

    level: Level
    parent_code: str = ""


class Case(Model):
    """One test: a sentence, what is known, and what must come out of it.

    It is about a rule, or the part of the plan named under ``of`` with the ``rows`` it looks at and the figure
    ``measured`` by its history, or the duties of ``events`` if it expects ``duties``; else about the place.
    """

    test: str = Field(min_length=1)
    rule: str | None = None
    of: str | None = None
    rows: dict[TableName, Row] = Field(default_factory=dict)
    measured: Number = None
    region: str | None = None
    month: MonthText | None = None
    town_alerts: Literal["published", "detected"] = "published"
    readings: dict[str, str] = Field(default_factory=dict)
    calm: tuple[str, ...] = ()
    months: dict[MonthText, Figures] = Field(default_factory=dict)
    series: dict[str, Annotated[tuple[Number, ...], Field(min_length=1)]] = Field(default_factory=dict)
    targets: dict[str | int, Target] = Field(default_factory=dict)
    towns: dict[str, Figures | None] = Field(default_factory=dict)
    places: dict[str, Place] = Field(default_factory=dict)
    declared: dict[str, Published] = Field(default_factory=dict)
    events: tuple[Row, ...] = ()
    enterprises: tuple[Row, ...] = ()
    absent: tuple[Literal["indicators", "targets", "enterprises", "events", "declared_alerts"], ...] = ()
    expect: Expect


class Calm(Model):
    """The figures and targets of a place where nothing warns."""

    figures: Figures = Field(default_factory=dict)
    targets: Figures = Field(default_factory=dict)


class Cases(Model):
    """A file of tests: the month that is judged unless a test says otherwise, calm figures, and the tests."""

    month: MonthText = "2024-06"
    calm: Calm = Calm()
    tests: tuple[Case, ...] = Field(min_length=1)


def read(text: str, brief: Brief) -> tuple[Cases | None, strict_yaml.Document, list[strict_yaml.Fault]]:
    """The tests of a file, the document for its lines, and everything that is wrong with it."""
    document = strict_yaml.read(text)
    faults = list(document.faults)
    if document.data is None:
        return None, document, faults or [(1, "the file is empty; it needs tests")]
    cases, wrong = model_faults(Cases, document)
    faults += wrong
    if cases is not None:
        faults += [worded(document, path, what) for path, what in _unknown_names(cases, brief)]
        faults += [worded(document, path, what) for path, what in _unknown_rules(cases, brief, document)]
    return cases, document, faults


def refuse(file: str, faults: list[strict_yaml.Fault]) -> None:
    """Raise every fault of a file at once.

    Raises:
        PlanError: there are any.
    """
    if faults:
        raise PlanError(f"{file}, line {line}: {what}" for line, what in sorted(set(faults)))


def _unknown_names(cases: Cases, brief: Brief) -> Iterator[tuple[strict_yaml.Path_, str]]:
    """Names that are not known, sentences that stand twice, expectations of another kind of test."""
    seen: set[str] = set()
    for i, case in enumerate(cases.tests):
        here: strict_yaml.Path_ = ("tests", i)
        if case.test in seen:
            yield (*here, "test"), "stands twice; every sentence once"
        seen.add(case.test)
        if case.rule is None or case.rule in _rules(brief):  # else its other names went with the rule
            yield from _unknown_in(case, here, brief)
        allowed, of = _expectations(case)
        named = case.expect.model_fields_set
        if not named:
            yield (*here, "expect"), f"expects nothing; name at least one of {', '.join(allowed)}"
        for key in sorted(named - set(allowed)):
            yield (*here, "expect", key), f"is not known of {of}, or expect one of {', '.join(allowed)}"


def _rules(brief: Brief) -> list[str]:
    return [rule.id for rule in brief.tiers.rules] if brief.tiers else []


def _unknown_rules(
    cases: Cases, brief: Brief, document: strict_yaml.Document
) -> Iterator[tuple[strict_yaml.Path_, str]]:
    """Rules that the plan does not have, each once with the lines of all its tests: a rule that went left them."""
    rules, gone = _rules(brief), dict[str, list[strict_yaml.Path_]]()
    for i, case in enumerate(cases.tests):
        if case.rule is not None and case.rule not in rules:
            gone.setdefault(case.rule, []).append(("tests", i, "rule"))
    for rule, (first, *more) in gone.items():
        what = f"found {rule!r}; allowed: {', '.join(rules) or 'no rule'}"
        if more:
            word, lines = (
                "tests" if len(more) > 1 else "test",
                ", ".join(str(document.line(at)) for at in more),
            )
            what += f"; {len(more)} more {word} of it, lines {lines}: if the rule is gone, take them out"
        yield first, what


def _unknown_in(case: Case, here: strict_yaml.Path_, brief: Brief) -> Iterator[tuple[strict_yaml.Path_, str]]:
    tiers = ("unknown", "normal", *(brief.tiers.tier_ids if brief.tiers else ()))
    duties = list(dict.fromkeys(duty.id for _, duty in brief.duties))
    if case.of is not None and part_named(brief, case.of) is None:
        yield (
            (*here, "of"),
            f"there is no {case.of!r}; name a part such as gates.ID or lists.LIST.criteria.ID",
        )
    for interpretation, reading in case.readings.items():
        if brief.tiers is None:
            yield (*here, "readings", interpretation), "the plan has no tiers, so no reading changes one"
            continue
        try:
            reading_of(brief.tiers, interpretation, reading)
        except NotFoundError as error:
            yield (*here, "readings", interpretation), error.faults[0]
    for table, row in case.rows.items():
        for column in row:
            what = unknown_column(table, column)
            if what:
                yield (*here, "rows", table, column), what
    for key in ("tier", "next_tier", "possible"):
        tier = getattr(case.expect, key)
        if tier is not None and tier not in tiers:
            yield (*here, "expect", key), f"found {tier!r}; allowed: {', '.join(tiers)}"
    for duty in case.expect.duties or ():
        if duty not in duties:
            yield (
                (*here, "expect", "duties", duty),
                f"unknown duty {duty!r}; allowed: {', '.join(duties) or 'no duty'}",
            )


def _expectations(case: Case) -> tuple[tuple[str, ...], str]:
    """What a test may expect, and what else it would have to be about."""
    if case.of is not None:
        return PART_KEYS, "a part of the plan; leave of out"
    if case.rule is not None:
        return RULE_KEYS, "a rule; leave rule out"
    if case.expect.duties is not None:
        return DUTY_KEYS, "duties; leave them out"
    return REGION_KEYS, "a place; name a rule"


def part_named(brief: Brief, place: str) -> Model | None:
    """The part at a place in whichever plan gives it."""
    section = place.split(".")[0]
    lenders = [lender for part in PARTS if part == section for lender in brief.given(part)]
    return next((part for lender in lenders if (part := part_of(lender.plan, place)) is not None), None)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def expected(case: Case) -> dict[str, Any]:
    """What a test expects, by name; a rule of which a tier is expected must not be partial unless it is said."""
    given = case.expect.model_fields_set
    named = {key: getattr(case.expect, key) for key in Expect.model_fields if key in given}
    if case.expect.duties is not None:
        named["duties"] = {
            duty: {key: _plain(value) for key, value in each if key in each.model_fields_set}
            for duty, each in case.expect.duties.items()
        }
    if case.expect.lacking is not None:
        named["lacking"] = list(case.expect.lacking)
    if case.rule is not None and "tier" in named:
        named.setdefault("partial", False)
    return named
