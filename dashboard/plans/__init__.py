"""Published plans as data: one YAML file a plan, a strict loader, one table of tier styles."""

from dashboard.plans.edges import Edge
from dashboard.plans.loader import available, load, parse
from dashboard.plans.parts import Interpretation, Text, Tier
from dashboard.plans.schema import Plan, Rule

__all__ = ["Edge", "Interpretation", "Plan", "Rule", "Text", "Tier", "available", "load", "parse"]
