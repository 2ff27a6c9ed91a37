"""A replay says what a changed plan would have warned of, and nothing where nothing differs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import MODES, evaluate
from dashboard.engine.panel import build
from dashboard.engine.replay import KINDS, SILENT, replay
from dashboard.errors import PlanError
from dashboard.plans import load
from dashboard.plans.variants import switchable, with_edge, with_reading
from tests.engine.worlds import COUNTY, LAST, MONTHS, calm_world, worlds

PLAN = load("gaotai-2021")
FUND = "fund_support_months"
OPPOSITE = dict(zip(KINDS, [KINDS[n ^ 1] for n in range(len(KINDS))], strict=True))
VARIANTS = [
    PLAN,
    with_edge(PLAN, f"{FUND}.yellow", "<= 19"),
    with_edge(PLAN, "single_closure.red", ">= 20"),
] + [with_reading(PLAN, each.id, reading.id) for each, readings in switchable(PLAN) for reading in readings]


def world_of(*months_of_support):
    """A calm county whose fund could pay so many months, in the last months."""
    first = LAST - len(months_of_support) + 1
    return calm_world(COUNTY).put({(COUNTY, first + n, FUND): m for n, m in enumerate(months_of_support)})


def laid_beside(world, after, before=PLAN):
    panel = build(world.tables(), before)
    return replay(evaluate(before, panel), evaluate(after, panel))


def episodes(found):
    """Episodes of places as (kind, tier, first and last month from the end, before and after)."""
    e = found.episodes

    def span(side, n):
        return None if e.first[side, n] < 0 else (int(e.first[side, n] - LAST), int(e.last[side, n] - LAST))

    return [(KINDS[e.kind[n]], int(e.tier[n]), span(0, n), span(1, n)) for n in range(len(e))]


def moved(edge, *months_of_support, tier="yellow"):
    return episodes(laid_beside(world_of(*months_of_support), with_edge(PLAN, f"{FUND}.{tier}", edge)))


# --- episodes ----------------------------------------------------------------------------------------------------


def test_an_alert_that_only_the_changed_plan_gives_is_gained():
    assert moved("<= 6", 20, 6, 6, 20) == [("gained", 1, None, (-2, -1))]


def test_an_alert_that_only_the_plan_before_gives_is_lost():
    assert moved("<= 4.5", 20, 5, 20, 20) == [("lost", 1, (-2, -2), None)]


def test_an_alert_that_begins_sooner_is_earlier_even_if_it_also_lasts_longer():
    assert moved("<= 6", 6, 5, 6, 20) == [("earlier", 1, (-2, -2), (-3, -1))]


def test_an_alert_that_begins_afterwards_is_later():
    assert moved("<= 4.5", 5, 4.5, 4.5, 20) == [("later", 1, (-3, -1), (-2, -1))]


def test_an_alert_of_more_months_from_the_same_month_on_is_longer():
    assert moved("<= 6", 5, 6, 20) == [("longer", 1, (-2, -2), (-2, -1))]


def test_an_alert_of_fewer_months_from_the_same_month_on_is_shorter():
    assert moved("<= 4.5", 4.5, 5, 20) == [("shorter", 1, (-2, -1), (-2, -2))]


def test_an_alert_that_is_interrupted_is_one_shorter_alert():
    assert moved("<= 4.5", 4.5, 5, 4.5) == [("shorter", 1, (-2, 0), (-2, 0))]


def test_an_alert_that_reaches_a_worse_tier_is_higher_and_one_of_that_tier_is_gained():
    assert moved("<= 4.5", 4.5, 20, tier="orange") == [
        ("higher", 1, (-1, -1), (-1, -1)),
        ("gained", 2, None, (-1, -1)),
    ]


def test_an_alert_at_a_milder_tier_is_lower_and_one_of_the_worse_tier_is_lost():
    assert moved("<= 3.5", 4, 20, tier="orange") == [
        ("lower", 1, (-1, -1), (-1, -1)),
        ("lost", 2, (-1, -1), None),
    ]


def test_alerts_that_end_and_begin_in_neighbouring_places_are_not_one():
    two = calm_world(COUNTY, "T1")
    panel = build(two.put({(COUNTY, LAST, FUND): 6, ("T1", MONTHS[0], FUND): 6}).tables(), PLAN)
    found = replay(evaluate(PLAN, panel), evaluate(with_edge(PLAN, f"{FUND}.yellow", "<= 6"), panel))
    assert [(kind, after) for kind, _, _, after in episodes(found)] == [
        ("gained", (0, 0)),
        ("gained", (-14, -14)),
    ]


# --- cells, rules and deadlines ----------------------------------------------------------------------------------


def test_a_month_that_differs_says_its_tiers_its_rules_and_its_deadline():
    found = laid_beside(world_of(4.5), with_edge(PLAN, f"{FUND}.orange", "<= 4.5"))
    assert found.cells.month.tolist() == [LAST]
    assert (found.cells.before.tolist(), found.cells.after.tolist()) == ([1], [2])
    assert found.rules_of(0) == [(FUND, 1, 2)]
    assert [(d.before, d.after, d.count) for d in found.deadlines] == [(72, 48, 1)]
    assert (found.raised, found.lowered, found.retiered) == (1, 0, 1)
    assert found.counts[2] == dict.fromkeys(KINDS, 0) | {"gained": 1}


def test_a_rule_that_differs_where_a_worse_one_decides_is_told_without_a_change_of_tier():
    world = world_of(4.5).put({(COUNTY, LAST, "benefit_payout_rate_pct"): 60})
    found = laid_beside(world, with_edge(PLAN, f"{FUND}.orange", "<= 4.5"))
    assert found.rules_of(0) == [(FUND, 1, 2)]
    assert (found.retiered, len(found.episodes), found.deadlines) == (0, 0, ())


def test_a_rule_that_falls_silent_differs_only_where_it_warned():
    late = with_reading(PLAN, "graduate_months", "late_months")
    figures = {(COUNTY, LAST, "graduate_employment_rate_pct"): 80}
    found = laid_beside(calm_world(COUNTY).put(figures), late)
    assert found.cells.month.tolist() == [LAST]
    assert found.rules_of(0) == [("graduate_employment_rate_gap", 1, SILENT)]


def test_a_rule_that_one_plan_lacks_is_silent_there():
    without = PLAN.model_copy(update={"rules": tuple(rule for rule in PLAN.rules if rule.id != FUND)})
    found = laid_beside(world_of(20, 4.5), without)
    assert found.rules_of(0) == [(FUND, 1, SILENT)]
    assert [kind for kind, *_ in episodes(found)] == ["lost"]


def test_other_hours_alone_change_deadlines_and_nothing_else():
    document = PLAN.model_dump(mode="json")
    document["tiers"][0]["report_within_hours"] = 36
    found = laid_beside(world_of(5, 5), type(PLAN).model_validate(document))
    assert [(d.before, d.after, d.count) for d in found.deadlines] == [(72, 36, 2)]
    assert (len(found.cells), len(found.episodes), found.is_empty) == (0, 0, False)


def test_plans_with_other_tiers_are_refused_in_words():
    document = PLAN.model_dump(mode="json")
    document["tiers"] = document["tiers"][:2]
    for rule in document["rules"]:
        del rule["edges"]["red"]
    document["rules"] = document["rules"][1:]
    with pytest.raises(PlanError, match=r"other tiers \(yellow, orange, red and yellow, orange\)"):
        laid_beside(world_of(5), type(PLAN).model_validate(document))


def test_evaluations_of_other_places_are_not_laid_side_by_side():
    one, other = (evaluate(PLAN, build(calm_world(place).tables(), PLAN, month)) for place, month in
                  ((COUNTY, LAST), (COUNTY, LAST + 1)))  # fmt: skip
    with pytest.raises(ValueError, match="other places or months"):
        replay(one, other)


def test_a_folder_without_a_month_differs_in_nothing():
    found = laid_beside(calm_world(), with_edge(PLAN, f"{FUND}.yellow", "<= 6"))
    assert found.is_empty


# --- any world ---------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(worlds(), st.sampled_from(VARIANTS), st.sampled_from(MODES))
def test_a_plan_beside_itself_differs_in_nothing(world, plan, mode):
    panel = build(world.tables(), plan)
    found = replay(evaluate(plan, panel, mode), evaluate(plan, panel, mode))
    assert found.is_empty
    assert not any(n for counts in found.counts.values() for n in counts.values())


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(VARIANTS), st.sampled_from(VARIANTS), st.sampled_from(MODES))
def test_laid_the_other_way_round_everything_is_its_opposite(world, one, other, mode):
    panel = build(world.tables(), PLAN)
    a, b = evaluate(one, panel, mode), evaluate(other, panel, mode)
    there, back = replay(a, b), replay(b, a)
    assert (there.raised, there.lowered) == (back.lowered, back.raised)
    assert there.cells.before.tolist() == back.cells.after.tolist()
    assert [(OPPOSITE[kind], tier, new, old) for kind, tier, old, new in episodes(there)] == episodes(back)
    assert sorted((str(d.before), str(d.after), d.count) for d in there.deadlines) == sorted(
        (str(d.after), str(d.before), d.count) for d in back.deadlines
    )


@settings(deadline=None, max_examples=100)
@given(worlds(), st.sampled_from(VARIANTS), st.sampled_from(MODES))
def test_every_month_whose_tier_differs_lies_in_an_alert_that_does(world, plan, mode):
    """Counted by hand, month by month: what the arrays say is what the tiers say."""
    panel = build(world.tables(), PLAN)
    before, after = evaluate(PLAN, panel, mode), evaluate(plan, panel, mode)
    found = replay(before, after)
    differing = {
        (month + panel.first_month, region)
        for month, region in zip(*np.nonzero(before.tiers != after.tiers), strict=True)
    }
    told = zip(found.cells.month, found.cells.region, found.cells.before, found.cells.after, strict=True)
    assert {(m, r) for m, r, old, new in told if old != new} == differing
    covered = {
        (month, int(found.episodes.region[n]))
        for n in range(len(found.episodes))
        for side in (0, 1)
        if found.episodes.first[side, n] >= 0
        for month in range(found.episodes.first[side, n], found.episodes.last[side, n] + 1)
    }
    warned = {
        (m, r)
        for m, r in differing
        if max(before.tiers[m - panel.first_month, r], after.tiers[m - panel.first_month, r]) > 0
    }
    assert warned <= covered
