"""Scenarios to begin with: the starting conditions that plans name, each with its clause (presets.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, TypeAdapter

from dashboard.plans import Plan, strict_yaml
from dashboard.plans.parts import NAME, Model, Text
from dashboard.scenarios.files import ScenarioFile, saved_of
from dashboard.scenarios.levers import IndicatorShock, PayoutShock, Scenario

FILE = Path(__file__).with_name("presets.yaml")


class Preset(Model):
    """A starting condition: its name, the clause of each plan that names it, and a scenario."""

    id: str = Field(pattern=NAME)
    name: Text
    sources: dict[str, str] = Field(min_length=1)
    scenario: ScenarioFile

    def clauses(self, plans: tuple[Plan, ...]) -> tuple[tuple[Plan, str], ...]:
        """The plans among these that name it, each with its clause."""
        return tuple((plan, self.sources[plan.id]) for plan in plans if plan.id in self.sources)


@cache
def presets() -> tuple[Preset, ...]:
    """All starting conditions, in the order of the file."""
    document = strict_yaml.read(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Preset, ...]).validate_python(document.data)


def fitting(preset: Preset, columns: tuple[str, ...]) -> Scenario:
    """The scenario of a preset, without levers on indicators that the data lacks."""
    scenario = saved_of(preset.scenario).scenario
    levers = tuple(
        lever
        for lever in scenario.levers
        if (lever.column if isinstance(lever, IndicatorShock) else "fund_support_months") in columns
        or not isinstance(lever, IndicatorShock | PayoutShock)
    )
    return Scenario(levers, scenario.months, scenario.town_alerts, scenario.assumptions)
