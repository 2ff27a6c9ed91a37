"""Under every reading that can be tried, each rule is told in whole sentences, in both languages."""

import re

import pytest

from dashboard.locale import words
from dashboard.plans import load
from dashboard.plans.variants import switchable, with_reading
from dashboard.tables.months import month_number
from dashboard.wording.teller import Teller
from dashboard.wording.why import note, why
from dashboard.workspace import under
from tests.wording.stories import workspace

PLAN = load("gaotai-2021")
READINGS = [
    pytest.param(each.id, reading.id, id=f"{each.id}={reading.id}")
    for each, readings in switchable(PLAN)
    for reading in readings
]
COUNTY = "620724"


def teller(interpretation, reading, month="2026-10", lang="en"):
    variant = under(workspace(), with_reading(workspace().plan, interpretation, reading))
    return Teller(variant, variant.plan.default_town_alerts, month_number(month), words(lang))


def told(found, rule, place=COUNTY):
    return found.explanation(rule, found.workspace.panel.position(place))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("interpretation", "reading"), READINGS)
def test_every_rule_is_told_in_whole_sentences(interpretation, reading, lang):
    found = teller(interpretation, reading, lang=lang)
    for region in range(found.workspace.panel.region_count):
        for i, rule in enumerate(found.plan.rules):
            if found.evaluation.applies[i, -1, region]:
                explanation = found.explanation(rule.id, region)
                lines = [found.reason(explanation), note(found, explanation), *why(found, explanation)]
                assert not [line for line in lines if re.search(r"[{}]|\bnan\b", line)]


def test_falls_that_count_in_all_are_told_over_their_months():
    found = teller("each_month_or_in_all", "cumulative")
    panel, rule = found.workspace.panel, "monitored_employees_decline"
    reasons = {
        Teller(found.workspace, "published", month, found.t).reason(
            Teller(found.workspace, "published", month, found.t).explanation(rule, region)
        )
        for month in panel.months
        for region in range(0, panel.region_count, 4)
    }
    assert any(re.search(r"monitored jobs down 3% or more over \d+ months", reason) for reason in reasons)


def test_the_largest_closure_alone_is_told_as_one():
    found = teller("closures_added_up", "one")
    panel, rule = found.workspace.panel, "closure_workforce_share"
    cells = found.evaluation.cells[rule]
    month, region = divmod(int(cells.cell[cells.level >= 0][0]), panel.region_count)
    at = Teller(found.workspace, "published", panel.first_month + month, found.t)
    assert at.reason(at.explanation(rule, region)).startswith("one closure affects ")


def test_a_figure_that_no_tier_takes_stands_beside_the_edges():
    found = teller("payout_80", "none")
    assert "none at 80%" in " ".join(why(found, told(found, "benefit_payout_rate")))
