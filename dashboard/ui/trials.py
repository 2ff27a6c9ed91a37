"""The reading that the address names, and what it changes, worked out once a version of data and plan and a mode."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.access import Viewer
from dashboard.engine.replay import replay
from dashboard.plans.parts import Interpretation, Text
from dashboard.plans.schema import Plan, Rule
from dashboard.plans.variants import switchable, with_reading
from dashboard.plans.written import as_yaml, renamed, variant_id
from dashboard.ui import address
from dashboard.wording.plan_heads import Trial
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace, under


@dataclass(frozen=True)
class Picked:
    """What of the rules is looked at: a rule, an interpretation, and the reading that is tried, if any."""

    rule: Rule | None
    interpretation: Interpretation | None
    reading: str = ""

    @property
    def value(self) -> str:
        """What the address says of the reading."""
        if self.interpretation is None:
            return ""
        return f"{self.interpretation.id}.{self.reading}" if self.reading else self.interpretation.id


def picked(teller: Teller, region: int) -> Picked:
    """What the address picks; else the first open place of the rule that decides.

    Names of nothing are passed over.
    """
    plan = teller.plan
    name, _, reading = address.get("reading").partition(".")
    rules = {rule.id: rule for rule in plan.rules}
    rule = rules.get(address.get("rule"))
    interpretation = next((each for each in plan.interpretations if each.id == name), None)
    if interpretation is not None:
        if rule is None or name not in rule.interpretations:
            rule = next((each for each in plan.rules if name in each.interpretations), None)
        can = {each.id: {r.id for r in readings} for each, readings in switchable(plan)}
        return Picked(rule, interpretation, reading if reading in can.get(name, ()) else "")
    if rule is None and plan.rules and teller.applies(region):
        decides = teller.deciding(region)
        rule = decides.rule if decides else None
    if rule is not None:
        first = rule.interpretations[0] if rule.interpretations else ""
        return Picked(rule, plan.interpretation(first) if first else None)
    return Picked(None, plan.interpretations[0] if plan.interpretations else None)


def trial(workspace: Workspace, of: Picked, mode: str) -> Trial | None:
    """What the reading tried changes; None where none is."""
    if of.interpretation is None or not of.reading:
        return None
    return _trial(workspace.version, workspace.viewer, of.interpretation.id, of.reading, mode, workspace)


@st.cache_resource(max_entries=12, show_spinner=False)
def _trial(
    version: str, viewer: Viewer, interpretation: str, reading: str, mode: str, _workspace: Workspace
) -> Trial:
    """Replay once; the version names data and plan, and nobody gets what was made for another viewer."""
    del version, viewer
    plan = _workspace.plan
    variant = under(_workspace, with_reading(plan, interpretation, reading))
    default = variant.plan.default_town_alerts
    other = default if default != plan.default_town_alerts else mode
    open_place = plan.interpretation(interpretation)
    tried = next(each for each in open_place.alternatives if each.id == reading)
    return Trial(open_place, tried, variant, replay(_workspace.evaluation(mode), variant.evaluation(other)))


def file_name(plan: Plan, tried: Trial) -> str:
    """What the variant's file is called."""
    return f"{variant_id(plan, tried.interpretation.id, tried.reading.id)}.yaml"


def file_text(plan: Plan, tried: Trial) -> str:
    """The variant as a complete plan file."""
    reading, question = tried.reading.text, tried.interpretation.question
    kept = renamed(
        tried.workspace.plan, variant_id(plan, tried.interpretation.id, tried.reading.id),
        Text(zh=f"读法：{reading.zh}", en=f"reading: {reading.en}"),
    )  # fmt: skip
    comment = (
        f"{plan.id} with another reading of its text: {tried.interpretation.id} = {tried.reading.id}.\n"
        f"{question.zh} {reading.zh}\n{question.en} {reading.en}\n"
        "Lay this file into a data folder and name it under `plan:` in MANIFEST.yaml to judge by it."
    )
    return as_yaml(kept, comment)
