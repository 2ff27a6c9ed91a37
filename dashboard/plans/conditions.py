"""Conditions on the rows of tables: what puts a firm on a list, opens a gate, or gives a claim to money.

A condition names one table and what its columns must show; a criterion is a named set of conditions, one of which is
enough. Every list, follow-up, gate and amount of a plan is made of criteria, so that one reading serves them all.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, model_validator

from dashboard.plans.edges import Edge
from dashboard.plans.parts import NAME, EdgeText, Model, Text

TableName = Literal[
    "regions",
    "indicators",
    "targets",
    "enterprises",
    "headcounts",
    "events",
    "people",
    "services",
    "risks",
    "layoff_plans",
    "funds",
    "stated",
]
"""The tables that a condition may look at; ``stated`` is what no table holds and whoever handles the case states."""

FigureKind = Literal["number", "yesno"]
WORKED_OUT: dict[str, dict[str, FigureKind]] = {
    "events": {"affected_share_pct": "number"},
    "layoff_plans": {"people_share_pct": "number", "notice_days": "number", "filing_days": "number"},
    "headcounts": {"layoff_rate_pct": "number"},
    "indicators": {"last_december_fund_support_months": "number"},
    "people": {
        "months_since": "number",
        "scope_years_ago": "number",
        "household_workers_count": "number",
        "is_spouse_affected": "yesno",
    },
    "stated": {
        "contract_months": "number",
        "business_months": "number",
        "years_since_graduation": "number",
        "months_to_pension": "number",
        "is_insured": "yesno",
        "is_first_grant": "yesno",
        "is_first_business": "yesno",
        "is_recovery_likely": "yesno",
    },
}
"""Figures that conditions may name beside a table's own columns (docs/plans.md says how each is worked out)."""

GIVEN = "given"
"""Asks that a cell is filled in."""

Wanted = bool | Edge | tuple[str, ...] | str


def _wanted(value: Any) -> Wanted:
    """Read what a cell must show.

    Raises:
        ValueError: it is none of the four forms.
    """
    if isinstance(value, bool | Edge):
        return value
    if value == GIVEN:
        return GIVEN
    if isinstance(value, list | tuple) and value and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    if isinstance(value, str) and value.lstrip()[:1] in tuple("<>"):
        return Edge.parse(value)
    raise ValueError(
        f"found {value!r}; allowed: true, false, {GIVEN}, a comparison such as '>= 10', or a list of words"
    )


def _written(wanted: Wanted) -> bool | str | list[str]:
    if isinstance(wanted, tuple):
        return list(wanted)
    return str(wanted) if isinstance(wanted, Edge) else wanted


WantedCell = Annotated[Wanted, PlainValidator(_wanted), PlainSerializer(_written)]
ColumnName = Annotated[str, Field(min_length=1)]
Months = Annotated[int, Field(ge=1, le=36, strict=True)]


class GrowthFigures(Model):
    """Which column grows over how many months."""

    of: ColumnName
    months: Months


class StreakFigures(Model):
    """Which column changes month on month, and which change (percent) counts."""

    of: ColumnName
    each_change: EdgeText


class Window(Model):
    """The months looked back on, the judged one included."""

    months: Months


class FirmsFigures(Model):
    """Which criterion firms meet, and over how many months they are counted."""

    criterion: str = Field(pattern=NAME)
    months: Months


class Condition(Model):
    """A row of a table for which all that stands under ``where`` holds; or a history that reaches an edge.

    Of ``events``, ``headcounts`` and ``indicators`` the rows of the judged month are looked at, unless a history is
    named. Histories: ``streak`` (months in a row), ``growth`` (percent), ``rise`` (difference of a figure), ``rows``
    (how many rows meet ``where``), ``more_firms`` (firms that meet a criterion, less those of as many months before).
    """

    table: TableName
    where: dict[ColumnName, WantedCell] = Field(default_factory=dict)
    streak: StreakFigures | None = None
    growth: GrowthFigures | None = None
    rise: GrowthFigures | None = None
    rows: Window | None = None
    more_firms: FirmsFigures | None = None
    reaches: EdgeText | None = None

    @model_validator(mode="after")
    def _one_history_with_its_edge(self) -> Condition:
        named = [name for name in HISTORIES if getattr(self, name) is not None]
        if len(named) > 1:
            raise ValueError(f"found {' and '.join(named)}; allowed: one of {', '.join(HISTORIES)}")
        if bool(named) != (self.reaches is not None):
            raise ValueError(f"reaches and one of {', '.join(HISTORIES)} go together")
        if not named and not self.where:
            raise ValueError(f"asks for nothing; add where, or one of {', '.join(HISTORIES)}")
        return self


HISTORIES = ("streak", "growth", "rise", "rows", "more_firms")


class Criterion(Model):
    """Something that holds when one of its conditions does.

    ``practice`` marks figures that the text does not give: they are the bureau's own, and an interpretation tells the
    alternatives.
    """

    id: str = Field(pattern=NAME)
    name: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    practice: bool = False
    interpretations: tuple[str, ...] = ()
    clause: str = Field(min_length=1)
