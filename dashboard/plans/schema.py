"""What a plan file may say: the tiers, rules, deadlines and readings of one published document.

Every number carries the clause it comes from; parts beside the rules have modules of their own.
Source of the format: docs/plans.md.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StrictBool, Tag, model_validator

from dashboard.plans.agreement import disagreements
from dashboard.plans.amounts import Payment
from dashboard.plans.conditions import ColumnName, GrowthFigures, StreakFigures
from dashboard.plans.duties import Duty
from dashboard.plans.follow_up import FollowUp, Gate
from dashboard.plans.lists import KeyList
from dashboard.plans.organisation import Closing, Organisation
from dashboard.plans.parts import (
    NAME,
    EdgeText,
    Interpretation,
    Kind,
    Model,
    Report,
    Source,
    Step,
    Text,
    Tier,
)

PETITIONS = ("none", "individual", "collective", "mass")
"""Kinds of petition from mild to severe (data.md, table events)."""

EVENT_FIGURES = ("workforce_count", "affected_count", "petition")

Level = Literal["province", "city", "county", "town", "village", "community", "site"]
"""Levels of regions (data.md, table regions)."""


class ValueOf(Model):
    """The figure of an indicator column itself."""

    value_of: ColumnName


class GapFigures(Model):
    """Which column is held against which annual target."""

    of: ColumnName
    over: ColumnName | None = None
    under: ColumnName | None = None

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


class Growth(Model):
    """Growth of a figure over some months, in percent."""

    growth: GrowthFigures


class RuleStreakFigures(StreakFigures):
    """The same of a rule; ``in_all`` counts months that go the same way, once together they reach the change."""

    in_all: StrictBool = False


class Streak(Model):
    """The number of consecutive months whose month-on-month change reaches an edge."""

    streak: RuleStreakFigures


class ShareFigures(Model):
    """Which events are added up (or only the largest taken), and which indicator they are held against."""

    kind: Kind
    denominator: ColumnName
    of: Literal["all", "largest"] = "all"


class EventShare(Model):
    """People affected by all events of a kind in the month, as a percentage of an indicator."""

    event_share: ShareFigures


class GroupFigures(Model):
    """How layoffs are pooled: groups below ``min_affected`` people are left aside.

    With ``each_event`` they are not pooled: each is held against the staff of its industry by itself.
    """

    kind: Kind
    min_affected: int = Field(ge=0, strict=True)
    each_event: StrictBool = False
    clause: str = Field(min_length=1)


class GroupShare(Model):
    """The largest share of staff laid off, over industries and over all firms that lay off."""

    group_share: GroupFigures


class EventKind(Model):
    """Which events count."""

    kind: Kind


class LargestEvent(Model):
    """People affected by the largest single event of a kind in the month."""

    largest_event: EventKind


class EventConditions(Model):
    """One event for which several conditions hold together."""

    event_conditions: EventKind


class ChildFigures(Model):
    """Which direct children are counted, and for which regions.

    With ``in_force`` a published alert counts until the child publishes another tier, not in its month only. With
    ``worst_apart`` a child at the worst tier counts under that tier only, not among the milder ones too.
    """

    child_level: Level
    parent_levels: tuple[Level, ...] = Field(min_length=1)
    in_force: StrictBool = False
    worst_apart: StrictBool = False


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

Month = Annotated[int, Field(ge=1, le=12, strict=True)]
PetitionText = Literal["individual", "collective", "mass"]


class Conditions(Model):
    """Figures of one event that must hold together; a petition at least of the kind named."""

    workforce_count: EdgeText | None = None
    affected_count: EdgeText | None = None
    petition: PetitionText | None = None

    @model_validator(mode="after")
    def _at_least_one(self) -> Conditions:
        if all(getattr(self, name) is None for name in EVENT_FIGURES):
            raise ValueError(f"found no condition; allowed: at least one of {', '.join(EVENT_FIGURES)}")
        return self


class AnyOf(Model):
    """Alternatives, one of which is enough."""

    any_of: tuple[Annotated[dict[str, EdgeText], Field(min_length=1)], ...] = Field(min_length=1)


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
    """One rule of a plan: a measure, its unit, and an edge for each tier.

    It speaks in ``months`` only, if they are named, and gives no tier to the very figures of ``none_at``.
    """

    id: str = Field(pattern=NAME)
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
    edges: dict[str, Edges] = Field(min_length=1)
    clause: str = Field(min_length=1)
    interpretations: tuple[str, ...] = ()
    months: Annotated[tuple[Month, ...], Field(min_length=1)] | None = None
    none_at: tuple[Annotated[float, Field(strict=True, allow_inf_nan=False)], ...] = ()

    @property
    def is_indicator(self) -> bool:
        """Whether the rule measures indicators, not events or children."""
        return isinstance(self.measure, INDICATOR_MEASURES)

    @property
    def is_event(self) -> bool:
        """Whether the rule measures events."""
        return isinstance(self.measure, EVENT_MEASURES)

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


class Plan(Model):
    """A published plan as data: its tiers and rules, duties, lists, follow-up, gates, money, bodies and readings.

    A plan has whichever of them its text gives; rules need levels, tiers and a report.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    short_title: Text
    source: Source
    levels: tuple[Level, ...] = ()
    tiers: tuple[Tier, ...] = Field(default=(), max_length=8)
    report: Report | None = None
    rules: tuple[Rule, ...] = ()
    duties: tuple[Duty, ...] = ()
    lists: tuple[KeyList, ...] = ()
    follow_up: FollowUp | None = None
    gates: tuple[Gate, ...] = ()
    benefits: tuple[Payment, ...] = ()
    refunds: tuple[Payment, ...] = ()
    hiring: tuple[Payment, ...] = ()
    lifecycle: tuple[Step, ...] = ()
    closing: Closing | None = None
    organisation: Organisation | None = None
    interpretations: tuple[Interpretation, ...] = ()
    default_town_alerts: Literal["published", "detected"] = "published"

    @model_validator(mode="after")
    def _parts_agree(self) -> Plan:
        faults = [what for _, what in disagreements(self.model_dump(mode="json"))]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @cached_property
    def tier_ids(self) -> tuple[str, ...]:
        """Tier names from mild to severe."""
        return tuple(tier.id for tier in self.tiers)

    @property
    def tier_words(self) -> dict[str, tuple[str, ...]]:
        """How offices write each tier, as the table of published alerts is read."""
        return {tier.id: tier.words for tier in self.tiers}

    @property
    def style_overrides(self) -> dict[str, dict[str, Any]]:
        """The tiers' own names and colours, as ``dashboard.plans.styles`` takes them."""
        return {
            tier.id: {
                "zh": {"word": tier.label.zh, "level": tier.grade.zh},
                "en": {"word": tier.label.en, "level": tier.grade.en},
                **(tier.style.model_dump(exclude_none=True) if tier.style else {}),
            }
            for tier in self.tiers
        }

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
