"""Readings that can be tried: a variant is a whole plan again, and says that it is another."""

import re

import pytest

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import load, parse
from dashboard.plans.variants import reading_of, switchable, with_edge, with_reading
from dashboard.workspace import open_folder, under
from tests.serving import ROOT

GAOTAI = load("gaotai-2021")
CANNOT_BE_TRIED = {
    ("at_one_time", "batches"),
    ("petition_kinds", "by_number"),
    ("panel_of_firms", "fixed"),
    ("claimants_or_their_increase", "increase"),
    ("report_clock", "occurrence"),
    ("report_clock", "verification"),
}
READINGS = [
    pytest.param(each.id, reading.id, id=f"{each.id}={reading.id}")
    for each, readings in switchable(GAOTAI)
    for reading in readings
]


def test_every_reading_can_be_tried_but_those_that_figures_cannot_tell():
    every = {(each.id, reading.id) for each in GAOTAI.interpretations for reading in each.alternatives}
    can = {(each.id, reading.id) for each, readings in switchable(GAOTAI) for reading in readings}
    assert every - can == CANNOT_BE_TRIED


@pytest.mark.parametrize(("interpretation", "reading"), READINGS)
def test_a_variant_is_a_sound_plan_that_differs_only_where_the_reading_is_named(interpretation, reading):
    variant = with_reading(GAOTAI, interpretation, reading)
    assert type(variant).model_validate(variant.model_dump(mode="json")) == variant
    assert (variant.tier_ids, variant.indicator_columns) == (GAOTAI.tier_ids, GAOTAI.indicator_columns)
    differing = [new for old, new in zip(GAOTAI.rules, variant.rules, strict=True) if old != new]
    assert differing or (variant.levels, variant.default_town_alerts) != (
        GAOTAI.levels,
        GAOTAI.default_town_alerts,
    )
    if variant.levels == GAOTAI.levels:
        assert all(interpretation in rule.interpretations for rule in differing)


def test_a_variant_names_its_reading_as_the_chosen_one_and_cannot_be_switched_twice():
    variant = with_reading(GAOTAI, "payout_80", "orange")
    found = variant.interpretation("payout_80")
    assert found.chosen.id == "orange"
    assert "yellow" in {reading.id for reading in found.alternatives}
    with pytest.raises(NotFoundError, match="reading payout_80: found 'yellow', which cannot be tried"):
        with_reading(variant, "payout_80", "yellow")


def test_readings_of_several_questions_hold_together():
    variant = with_reading(with_reading(GAOTAI, "payout_80", "orange"), "red_wording", "excluded")
    edges = {tier: str(edge) for tier, edge in variant.rule("benefit_payout_rate").edges.items()}
    assert edges == {"yellow": "< 90", "orange": "<= 80", "red": "< 70"}


def test_the_plan_that_a_variant_is_made_of_stays_as_it_is():
    before = GAOTAI.model_dump_json()
    with_reading(GAOTAI, "shared_edges", "milder")
    with_edge(GAOTAI, "single_closure.red", ">= 900")
    assert GAOTAI.model_dump_json() == before


@pytest.mark.parametrize(
    ("interpretation", "reading", "message"),
    [
        ("payout", "orange", r"reading: found 'payout'; allowed: applies_to_towns, .*payout_80"),
        ("payout_80", "green", r"reading payout_80: found 'green'; allowed: orange"),
        ("payout_80", "yellow", r"found 'yellow', which is how the plan is read already; allowed: orange"),
        ("petition_kinds", "by_number", r"which cannot be tried on these figures; allowed: none"),
    ],
)
def test_a_reading_that_is_not_there_is_refused_with_those_that_are(interpretation, reading, message):
    with pytest.raises(NotFoundError, match=message):
        reading_of(GAOTAI, interpretation, reading)


def test_an_edge_may_be_moved_alone_or_in_one_of_several_conditions():
    assert (
        str(with_edge(GAOTAI, "single_closure.red", ">= 900").rule("single_closure").edges["red"]) == ">= 900"
    )
    moved = with_edge(GAOTAI, "layoff_with_petition.red.affected_count", "> 400").rule("layoff_with_petition")
    assert moved.edges["red"].model_dump(mode="json") == {
        "workforce_count": ">= 1000",
        "affected_count": "> 400",
        "petition": "mass",
    }


@pytest.mark.parametrize(
    ("place", "edge", "fault", "message"),
    [
        ("fund", "<= 5", NotFoundError, r"edge: found the rule 'fund'; allowed: .*fund_support_months"),
        ("fund_support_months", "<= 5", NotFoundError, r"allowed: fund_support_months\.yellow, "),
        ("fund_support_months.blue", "<= 5", NotFoundError, r"allowed: fund_support_months\.yellow, "),
        ("layoff_with_petition.red", ">= 5", NotFoundError, r"layoff_with_petition\.red\.petition"),
        ("town_alerts.yellow", ">= 5", NotFoundError, r"allowed: none, for its conditions are alternatives"),
        ("fund_support_months.red", "3", PlanError, r"edges\.red: found '3'; allowed: an operator"),
        ("single_closure.red", "<= 3", PlanError, r"single_closure\.edges\.red: found '<= 3'; allowed for"),
    ],
)
def test_an_edge_that_cannot_be_moved_is_refused_with_a_reason(place, edge, fault, message):
    with pytest.raises(fault, match=message):
        with_edge(GAOTAI, place, edge)


def test_a_variant_of_a_folder_has_a_version_of_its_own():
    plain = open_folder(ROOT / "sample_data" / "gaotai", "gaotai-2021")
    versions = {under(plain, with_reading(GAOTAI, *reading.values)).version for reading in READINGS}
    assert len(versions | {plain.version}) == len(READINGS) + 1
    assert under(plain, GAOTAI).version == plain.version


def small_with(changes):
    text = (ROOT / "tests" / "plans" / "small.yaml").read_text(encoding="utf-8")
    old = "      - {id: excluded, text: {zh: 不算, en: It does not}}\n"
    assert text.count(old) == 1
    return text.replace(
        old,
        f"      - id: excluded\n        text: {{zh: 不算, en: It does not}}\n        changes: {changes}\n",
    )


def test_a_key_that_is_null_is_taken_away_and_a_list_is_replaced():
    changes = "{levels: [county], payout: {edges: {red: null}, interpretations: [], months: [1]}}"
    variant = with_reading(parse(small_with(changes), "small.yaml"), "reaching", "excluded")
    rule = variant.rule("payout")
    assert (list(rule.edges), rule.interpretations, rule.months, variant.levels) == (
        ["yellow"],
        (),
        (1,),
        ("county",),
    )


def test_changes_that_are_sound_alone_may_not_be_sound_together():
    text = small_with("{payout: {edges: {red: null}}}")
    second = text[text.index("  - id: reaching") :].replace("id: reaching", "id: other")
    second = second.replace("edges: {red: null}", "edges: {yellow: null}")
    plan = parse(text + second, "small.yaml")
    with pytest.raises(PlanError, match=re.escape("other=excluded: rules.payout.edges")):
        with_reading(with_reading(plan, "reaching", "excluded"), "other", "excluded")
