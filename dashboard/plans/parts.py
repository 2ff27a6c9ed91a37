"""The parts of a plan that are not rules: its document, tiers, reports, steps and readings of the text."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from dashboard.plans.edges import Edge

NAME = r"^[a-z][a-z0-9_]*$"

Kind = Literal["layoff", "closure", "gathering", "dispute", "opinion", "petition", "stoppage", "wage_flight"]
"""Kinds of events (data.md, table events)."""

Role = Literal[
    "union_or_staff",
    "county_bureau",
    "city_bureau",
    "provincial_department",
    "local_government",
    "city_government",
    "superior_bureau",
]
"""Whom something is reported to."""


class Model(BaseModel):
    """A mapping in a plan file: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _edge(value: Any) -> Any:
    return value if isinstance(value, Edge) else Edge.parse("" if value is None else str(value))


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
    """The published document that a plan is read from; unofficial when the text comes from somebody else."""

    document: Text
    is_official: bool = True
    number: str | None = None
    issued_on: date | None = None
    note: Text | None = None


class TierStyle(Model):
    """How a tier looks where it differs from the table of tier styles (tier_styles.yaml has the same keys).

    ``like`` names the tier of the table that all the rest is taken from; a tier that the table does not know
    needs it. ``light`` and ``dark`` hold the colours ``fill``, ``text``, ``outline`` and ``ink``.
    """

    like: str | None = None
    numeral: Annotated[str, BeforeValidator(str)] | None = None
    outline_width_px: float | None = None
    light: dict[Literal["fill", "text", "outline", "ink"], str] | None = None
    dark: dict[Literal["fill", "text", "outline", "ink"], str] | None = None


class Tier(Model):
    """A warning tier: its names, its reporting deadline in hours, and optional colours of its own."""

    id: str = Field(pattern=NAME)
    label: Text
    grade: Text
    report_within_hours: float = Field(gt=0, strict=True, allow_inf_nan=False)
    report_clause: str = Field(min_length=1)
    style: TierStyle | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """How an office writes the tier: 蓝色, 蓝色预警, 蓝, Ⅳ级, and as the plan has it in English."""
        label = self.label.zh
        bare = label.removesuffix("预警")
        words = (
            label,
            bare,
            f"{bare}预警",
            bare.removesuffix("色"),
            self.grade.zh,
            self.label.en,
            self.grade.en,
        )
        return tuple(word for word in words if word and word != "预警")


class Report(Model):
    """Whom a region's tier is reported to, and from when the hours count."""

    duty: str = "tier_report"
    to: tuple[Role, ...] = Field(min_length=1)
    starts: Literal["detection"]
    clause: str = Field(min_length=1)


class Step(Model):
    """A named step in the life of an alert."""

    id: str = Field(pattern=NAME)
    name: Text
    clause: str = Field(min_length=1)


class Reading(Model):
    """One way to read an ambiguous text.

    ``changes`` is what the plan would say under a reading that is not the chosen one: a part of the plan's own keys,
    rules by their id (``dashboard.plans.variants``). None where the data cannot tell the readings apart.
    """

    id: str = Field(pattern=NAME)
    text: Text
    changes: dict[str, Any] | None = None


class Interpretation(Model):
    """A place where the text is ambiguous: the reading chosen, the others, and why.

    ``settles`` names what it mends of the rules that name it, where their text is taken literally
    (``dashboard.plans.lint``).
    """

    id: str = Field(pattern=NAME)
    question: Text
    chosen: Reading
    alternatives: tuple[Reading, ...] = Field(min_length=1)
    because: Text
    clause: str = Field(min_length=1)
    settles: tuple[Literal["shared", "overlap", "hole", "contradiction"], ...] = ()
