"""Scenario files: one YAML file a scenario, read strictly, with all its faults at once, each with its line.

What a file may say is described in docs/scenarios.md; the same form, packed, stands in addresses (`link`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import yaml
from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from dashboard.errors import DataError
from dashboard.plans import strict_yaml
from dashboard.plans.faults import misfits, worded
from dashboard.plans.parts import EdgeText, Model
from dashboard.scenarios.levers import (
    MOST_MONTHS,
    PERCENT,
    POINTS,
    Assumptions,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    Lever,
    PayoutShock,
    ReadingTaken,
    Scenario,
)
from dashboard.tables.months import parse_month

MOST_LEVERS = 40
Name = Annotated[str, Field(min_length=1, max_length=80)]
Codes = Annotated[tuple[Name, ...], Field(max_length=400)]
Petition = Literal["none", "individual", "collective", "mass"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def _one_of(line: Model, *names: str) -> None:
    """A line says exactly one of some things."""
    said = [name for name in names if getattr(line, name) is not None]
    if len(said) != 1:
        raise ValueError(f"found {' and '.join(said) or 'neither'}; allowed: {' or '.join(names)}")


class IndicatorLine(Model):
    """``indicator: column`` with ``percent`` or ``points``."""

    indicator: Name
    percent: Annotated[Number, Field(ge=-100, le=1000)] | None = None
    points: Annotated[Number, Field(ge=-100, le=100)] | None = None
    places: Codes = ()

    @model_validator(mode="after")
    def _one_number(self) -> IndicatorLine:
        _one_of(self, "percent", "points")
        return self

    def lever(self) -> Lever:
        """The lever of this line."""
        if self.points is not None:
            return IndicatorShock(self.indicator, self.points, POINTS, self.places)
        return IndicatorShock(self.indicator, self.percent or 0.0, PERCENT, self.places)


class FirmLine(Model):
    """``firm: code`` with the people whom it ``lays_off``, or that it ``closes`` with."""

    firm: Name
    lays_off: Annotated[int, Field(ge=0, strict=True)] | None = None
    closes: Annotated[int, Field(ge=0, strict=True)] | None = None
    petition: Petition = "none"

    @model_validator(mode="after")
    def _one_number(self) -> FirmLine:
        _one_of(self, "lays_off", "closes")
        return self

    def lever(self) -> Lever:
        """The lever of this line."""
        people = self.lays_off if self.closes is None else self.closes
        return FirmShock(self.firm, float(people or 0), self.closes is not None, self.petition)


class IndustryLine(Model):
    """``industry: C17`` that loses ``percent`` of its staff."""

    industry: Name
    percent: Annotated[Number, Field(ge=0, le=100)]
    petition: Petition = "none"
    places: Codes = ()

    def lever(self) -> Lever:
        """The lever of this line."""
        return IndustryShock(self.industry, self.percent, self.petition, self.places)


class PayoutLine(Model):
    """``payouts: 20``: the funds pay out so many percent more."""

    payouts: Annotated[Number, Field(gt=-100, le=1000)]
    places: Codes = ()

    def lever(self) -> Lever:
        """The lever of this line."""
        return PayoutShock(self.payouts, self.places)


class EdgeLine(Model):
    """``edge: rule.tier`` that moves ``to`` another number."""

    edge: Name
    to: EdgeText

    def lever(self) -> Lever:
        """The lever of this line."""
        return EdgeMoved(self.edge, str(self.to))


class ReadingLine(Model):
    """``reading: interpretation`` that is ``taken`` in another way."""

    reading: Name
    taken: Name

    def lever(self) -> Lever:
        """The lever of this line."""
        return ReadingTaken(self.reading, self.taken)


_LINES: dict[str, type[Model]] = {
    "indicator": IndicatorLine,
    "firm": FirmLine,
    "industry": IndustryLine,
    "payouts": PayoutLine,
    "edge": EdgeLine,
    "reading": ReadingLine,
}


def _kind(value: Any) -> str | None:
    """What a line is about, so that only its own faults are reported."""
    for name, model in _LINES.items():
        if isinstance(value, model) or (isinstance(value, dict) and name in value):
            return f"a line about {name}"
    return None


Line = Annotated[
    Annotated[IndicatorLine, Tag("a line about indicator")]
    | Annotated[FirmLine, Tag("a line about firm")]
    | Annotated[IndustryLine, Tag("a line about industry")]
    | Annotated[PayoutLine, Tag("a line about payouts")]
    | Annotated[EdgeLine, Tag("a line about edge")]
    | Annotated[ReadingLine, Tag("a line about reading")],
    Discriminator(
        _kind,
        custom_error_type="unknown_measure",
        custom_error_message=f"a lever names one of: {', '.join(_LINES)}",
    ),
]
Share = Annotated[Number, Field(ge=0, le=100)]


class AssumptionLines(Model):
    """What is supposed beside the levers."""

    registered_share_pct: Share = Assumptions.registered_share_pct
    claims_share_pct: Share = Assumptions.claims_share_pct
    ahead: Literal["hold", "trend"] = "hold"


class MadeWith(Model):
    """The versions of data and plan that a scenario was saved with, and which alerts counted before it."""

    data: str = ""
    plan: str = ""
    town_alerts: Literal["", "published", "detected"] = ""


class FoundLine(Model):
    """A place that moved when the scenario was saved, so that it can be said later what comes out otherwise."""

    place: Name
    before: Name
    after: Name


class ScenarioFile(Model):
    """A scenario as a file: what it is called, what it was made on, and its levers."""

    name: Annotated[str, Field(max_length=80)] = ""
    plan: Annotated[str, Field(max_length=80)] = ""
    month: str = ""
    town_alerts: Literal["", "published", "detected"] = ""
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS, strict=True)] = 1
    assumptions: AssumptionLines = AssumptionLines()
    levers: Annotated[tuple[Line, ...], Field(max_length=MOST_LEVERS)] = ()
    made_with: MadeWith = MadeWith()
    found: Annotated[tuple[FoundLine, ...], Field(max_length=50_000)] = ()

    @field_validator("month")
    @classmethod
    def _a_month(cls, text: str) -> str:
        if text and parse_month(text) is None:
            raise ValueError(f"found {text[:20]!r}; allowed: a month such as '2026-09', in quotes")
        return text

    def scenario(self) -> Scenario:
        """What it supposes."""
        return Scenario(
            tuple(line.lever() for line in self.levers),
            self.months,
            self.town_alerts,
            Assumptions(**self.assumptions.model_dump()),
        )


@dataclass(frozen=True)
class Saved:
    """A scenario with its name, and what it was made on: plan or profile, month, and versions.

    ``found`` are the places that moved then: code, tier before and after, by their names in the plan; ``counted`` is
    which alerts counted before the scenario.
    """

    scenario: Scenario
    name: str = ""
    plan: str = ""
    month: str = ""
    data_version: str = ""
    plan_version: str = ""
    found: tuple[tuple[str, str, str], ...] = ()
    counted: str = ""


def parse(text: str, file: str) -> Saved:
    """A scenario from its text.

    Raises:
        DataError: the text has faults, each with its line.
    """
    document = strict_yaml.read(text)
    faults = list(document.faults)
    found: ScenarioFile | None = None
    if document.data is None and not faults:
        faults.append((1, "the file is empty; write at least: levers: []"))
    elif document.data is not None:
        found, wrong = misfits(ScenarioFile, document.data)
        faults += [worded(document, path, what) for path, what in wrong]
    if faults or found is None:
        raise DataError(f"{file}, line {line}: {what}" for line, what in sorted(set(faults)))
    return saved_of(found)


def saved_of(found: ScenarioFile) -> Saved:
    """A scenario from what a file says."""
    made = found.made_with
    moved = tuple((line.place, line.before, line.after) for line in found.found)
    return Saved(
        found.scenario(), found.name, found.plan, found.month, made.data, made.plan, moved, made.town_alerts
    )


def as_data(saved: Saved) -> dict[str, Any]:
    """What a file of a scenario says, without what is as it always is."""
    scenario = saved.scenario
    made = {"data": saved.data_version, "plan": saved.plan_version, "town_alerts": saved.counted}
    wanted: dict[str, Any] = {
        "name": saved.name, "plan": saved.plan, "month": saved.month, "town_alerts": scenario.town_alerts,
        "months": scenario.months if scenario.months > 1 else None, "assumptions": _assumed(scenario.assumptions),
        "levers": [line_of(lever) for lever in scenario.levers],
        "made_with": {name: value for name, value in made.items() if value},
        "found": [dict(zip(FoundLine.model_fields, each, strict=True)) for each in saved.found],
    }  # fmt: skip
    return {key: value for key, value in wanted.items() if value or key == "levers"}


def _assumed(given: Assumptions) -> dict[str, Any]:
    usual = Assumptions()
    names = Assumptions.__dataclass_fields__
    return {name: getattr(given, name) for name in names if getattr(given, name) != getattr(usual, name)}


def line_of(lever: Lever) -> dict[str, Any]:
    """A lever as a line of a file."""
    match lever:
        case IndicatorShock(column=column, amount=amount, unit=unit, places=places):
            return {"indicator": column, unit: float(amount), **_places(places)}
        case FirmShock(enterprise_id=firm, people=people, closes=closes, petition=petition):
            what = "closes" if closes else "lays_off"
            return {"firm": firm, what: int(people), **({"petition": petition} if petition != "none" else {})}
        case IndustryShock(industry=industry, percent=percent, petition=petition, places=places):
            told = {"petition": petition} if petition != "none" else {}
            return {"industry": industry, "percent": float(percent), **told, **_places(places)}
        case PayoutShock(percent=percent, places=places):
            return {"payouts": float(percent), **_places(places)}
        case EdgeMoved(place=place, edge=edge):
            return {"edge": place, "to": edge}
        case ReadingTaken(interpretation=interpretation, reading=reading):
            return {"reading": interpretation, "taken": reading}


def _places(places: tuple[str, ...]) -> dict[str, Any]:
    return {"places": list(places)} if places else {}


def as_yaml(saved: Saved) -> str:
    """A scenario as the text of a file that can be read again."""
    return str(yaml.safe_dump(as_data(saved), allow_unicode=True, sort_keys=False, width=118))
