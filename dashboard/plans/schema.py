"""What a plan file may say: the tiers, rules, deadlines and readings of one published document.

Every number carries the clause it comes from. Source of the format: docs/plans.md.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    model_validator,
)

from dashboard.plans.edges import Edge

PETITIONS = ("none", "individual", "collective", "mass")
"""Kinds of petition from mild to severe (data.md, table events)."""

EVENT_FIGURES = ("workforce_count", "affected_count", "petition")


class Model(BaseModel):
    """A mapping in a plan file: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _edge(value: Any) -> Any:
    return Edge.parse(value) if isinstance(value, str) else value


EdgeText = Annotated[Edge, BeforeValidator(_edge), PlainSerializer(str)]
"""An edge written as text, such as ``">= 0.5"``."""


class Text(Model):
    """A label in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        """The label in Chinese or English."""
        return self.zh if lang == "zh" else self.en


class Source(Model):
    """The published document that a plan is read from."""

    document: Text
    number: str | None = None
    issued_on: date
    note: Text | None = None


class Tier(Model):
    """A warning tier: its names, its reporting deadline in hours, and optional colours of its own."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    grade: Text
    report_within_hours: float = Field(gt=0)
    report_clause: str = Field(min_length=1)
    style: dict[Literal["light", "dark"], dict[str, str]] | None = None


class Report(Model):
    """Whom a region's tier is reported to, and from when the hours count."""

    duty: str = "tier_report"
    to: tuple[str, ...] = Field(min_length=1)
    starts: Literal["detection"]
    clause: str = Field(min_length=1)


class ValueOf(Model):
    """The figure of an indicator column itself."""

    value_of: str


class GapFigures(Model):
    """Which column is held against which annual target."""

    of: str
    over: str | None = None
    under: str | None = None

    @model_validator(mode="after")
    def _one_side(self) -> GapFigures:
        if (self.over is None) == (self.under is None):
            raise ValueError("a gap names either 'over' (figure − target) or 'under' (target − figure)")
        return self

    @property
    def target(self) -> str:
        """The target column."""
        return self.over or self.under or ""


class Gap(Model):
    """The distance of a figure from the annual target, in percentage points."""

    gap: GapFigures


class GrowthFigures(Model):
    """Which column grows over how many months."""

    of: str
    months: int = Field(ge=1, le=36)


class Growth(Model):
    """Growth of a figure over some months, in percent."""

    growth: GrowthFigures


class StreakFigures(Model):
    """Which column changes month on month, and which change (percent) counts."""

    of: str
    each_change: EdgeText


class Streak(Model):
    """The number of consecutive months whose month-on-month change reaches an edge."""

    streak: StreakFigures


class ShareFigures(Model):
    """Which events are added up, and which indicator they are held against."""

    kind: str
    denominator: str


class EventShare(Model):
    """People affected by all events of a kind in the month, as a percentage of an indicator."""

    event_share: ShareFigures


class GroupFigures(Model):
    """How layoffs are pooled: groups below ``min_affected`` people are left aside."""

    kind: str
    min_affected: int = Field(ge=0)
    clause: str = Field(min_length=1)


class GroupShare(Model):
    """The largest share of staff laid off, over industries and over all firms that lay off."""

    group_share: GroupFigures


class EventKind(Model):
    """Which events count."""

    kind: str


class LargestEvent(Model):
    """People affected by the largest single event of a kind in the month."""

    largest_event: EventKind


class EventConditions(Model):
    """One event for which several conditions hold together."""

    event_conditions: EventKind


class ChildFigures(Model):
    """Which direct children are counted, and for which regions."""

    child_level: str
    parent_levels: tuple[str, ...] = Field(min_length=1)


class ChildTiers(Model):
    """How many direct children stand at a tier or worse."""

    child_tiers: ChildFigures


_MEASURES: tuple[type[Model], ...] = (
    ValueOf,
    Gap,
    Growth,
    Streak,
    EventShare,
    GroupShare,
    LargestEvent,
    EventConditions,
    ChildTiers,
)
MEASURE_NAMES = tuple(next(iter(model.model_fields)) for model in _MEASURES)
"""The measures a plan may name; each is implemented once in dashboard/engine."""


def _measure_name(value: Any) -> str | None:
    """The measure that a mapping names, so that only its own faults are reported."""
    if isinstance(value, Model):
        return next(iter(type(value).model_fields))
    if isinstance(value, dict):
        return next((name for name in MEASURE_NAMES if name in value), None)
    return None


Measure = Annotated[
    Annotated[ValueOf, Tag("value_of")]
    | Annotated[Gap, Tag("gap")]
    | Annotated[Growth, Tag("growth")]
    | Annotated[Streak, Tag("streak")]
    | Annotated[EventShare, Tag("event_share")]
    | Annotated[GroupShare, Tag("group_share")]
    | Annotated[LargestEvent, Tag("largest_event")]
    | Annotated[EventConditions, Tag("event_conditions")]
    | Annotated[ChildTiers, Tag("child_tiers")],
    Discriminator(
        _measure_name,
        custom_error_type="unknown_measure",
        custom_error_message=f"a measure names one of: {', '.join(MEASURE_NAMES)}",
    ),
]
INDICATOR_MEASURES = (ValueOf, Gap, Growth, Streak)
"""Measures of indicator rules: one of them known makes a region judgeable."""
EVENT_MEASURES = (EventShare, GroupShare, LargestEvent, EventConditions)

PetitionText = Literal["individual", "collective", "mass"]


class Conditions(Model):
    """Figures of one event that must hold together; a petition at least of the kind named."""

    workforce_count: EdgeText | None = None
    affected_count: EdgeText | None = None
    petition: PetitionText | None = None


class AnyOf(Model):
    """Alternatives, one of which is enough."""

    any_of: tuple[dict[str, EdgeText], ...] = Field(min_length=1)


def _edges_name(value: Any) -> str:
    """Which form of edge a value takes."""
    if isinstance(value, AnyOf) or (isinstance(value, dict) and "any_of" in value):
        return "any_of"
    return "conditions" if isinstance(value, Conditions | dict) else "edge"


Edges = Annotated[
    Annotated[EdgeText, Tag("edge")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[Conditions, Tag("conditions")],
    Discriminator(_edges_name),
]


class Rule(Model):
    """One rule of a plan: a measure, its unit, and an edge for each tier."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    short: Text
    measure: Measure
    unit: Literal[
        "towns",
        "regions",
        "percent",
        "people",
        "consecutive_months",
        "percentage_points",
        "months",
        "cny",
        "index",
    ]
    edges: dict[str, Edges]
    clause: str = Field(min_length=1)
    interpretations: tuple[str, ...] = ()
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] | None = None

    @property
    def is_indicator(self) -> bool:
        """Whether the rule measures indicators, not events or children."""
        return isinstance(self.measure, INDICATOR_MEASURES)

    @property
    def is_event(self) -> bool:
        """Whether the rule measures events."""
        return isinstance(self.measure, EVENT_MEASURES)

    @model_validator(mode="after")
    def _edges_fit_measure(self) -> Rule:
        form = {EventConditions: Conditions, ChildTiers: AnyOf}.get(type(self.measure), Edge)
        for tier, edge in self.edges.items():
            if not isinstance(edge, form):
                wanted = {Edge: "a comparison such as '>= 10'", AnyOf: "any_of", Conditions: "conditions"}[
                    form
                ]
                raise ValueError(f"edge of tier {tier}: this measure takes {wanted}")
        return self

    def columns(self) -> tuple[str, ...]:
        """The indicator columns the rule reads."""
        match self.measure:
            case ValueOf(value_of=column):
                return (column,)
            case Gap(gap=figures):
                return (figures.of,)
            case Growth(growth=figures):
                return (figures.of,)
            case Streak(streak=figures):
                return (figures.of,)
            case EventShare(event_share=figures):
                return (figures.denominator,)
            case _:
                return ()

    def targets(self) -> tuple[str, ...]:
        """The annual target columns the rule reads."""
        return (self.measure.gap.target,) if isinstance(self.measure, Gap) else ()


class Reading(Model):
    """One way to read an ambiguous text."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: Text


class Interpretation(Model):
    """A place where the text is ambiguous: the reading chosen, the others, and why."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    question: Text
    chosen: Reading
    alternatives: tuple[Reading, ...] = Field(min_length=1)
    because: Text
    clause: str = Field(min_length=1)


class Step(Model):
    """A named step in the life of an alert."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    clause: str = Field(min_length=1)


def _repeated(names: tuple[str, ...]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


class Plan(Model):
    """A published plan as data: where it applies, its tiers, rules, deadlines and readings."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    short_title: Text
    source: Source
    levels: tuple[str, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=8)
    report: Report
    rules: tuple[Rule, ...] = Field(min_length=1)
    lifecycle: tuple[Step, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    default_town_alerts: Literal["published", "detected"] = "published"

    @model_validator(mode="after")
    def _names_agree(self) -> Plan:
        known, faults = set(self.tier_ids), []
        readings = {i.id for i in self.interpretations}
        counted = {f"{t}_or_worse" for t in self.tier_ids[:-1]} | {self.tier_ids[-1]}
        faults += [f"two tiers are named {i!r}" for i in _repeated(self.tier_ids)]
        faults += [f"two rules are named {i!r}" for i in _repeated(tuple(r.id for r in self.rules))]
        for rule in self.rules:
            faults += [f"rule {rule.id}: edge of unknown tier {t!r}" for t in rule.edges if t not in known]
            faults += [
                f"rule {rule.id}: unknown interpretation {i!r}"
                for i in rule.interpretations
                if i not in readings
            ]
            for edge in rule.edges.values():
                names = {n for option in edge.any_of for n in option} if isinstance(edge, AnyOf) else set()
                faults += [
                    f"rule {rule.id}: found {n!r}; allowed: {', '.join(sorted(counted))}"
                    for n in sorted(names - counted)
                ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def tier_ids(self) -> tuple[str, ...]:
        """Tier names from mild to severe."""
        return tuple(tier.id for tier in self.tiers)

    @property
    def indicator_columns(self) -> tuple[str, ...]:
        """Every indicator column that a rule reads, in plan order."""
        return tuple(dict.fromkeys(c for rule in self.rules for c in rule.columns()))

    @property
    def target_columns(self) -> tuple[str, ...]:
        """Every target column that a rule reads."""
        return tuple(dict.fromkeys(c for rule in self.rules for c in rule.targets()))

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id.

        Raises:
            KeyError: the plan has no such rule.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def interpretation(self, interpretation_id: str) -> Interpretation:
        """The interpretation of that id."""
        return next(i for i in self.interpretations if i.id == interpretation_id)
