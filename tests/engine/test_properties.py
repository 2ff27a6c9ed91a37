"""What must hold in every world: worse figures never look milder, and nothing proven is taken back.

What looks like an exception has a test of its own, named, further down.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from dashboard.engine.evaluate import MODES
from dashboard.evaluate import answer
from dashboard.plans import Edge, Plan
from dashboard.tables.months import month_text
from tests.engine.worlds import (
    CALM,
    CALM_TARGETS,
    COUNTY,
    FALLING,
    JUDGED,
    LAST,
    MONTHS,
    PEOPLE,
    PLACES,
    PLAN,
    POOLS,
    RATES,
    STREAK_COLUMNS,
    TOWNS,
    Judged,
    World,
    calm_world,
    event,
    eventful_worlds,
    layoffs_and_closures,
    numbered,
    worlds,
    worlds_of_towns,
)

WORST = len(PLAN.tiers)
RULES = [rule.id for rule in PLAN.rules]
EVENT_RULES = [rule.id for rule in PLAN.rules if rule.is_event]
quick = settings(derandomize=True, database=None, deadline=None, max_examples=60)
thorough = settings(quick, max_examples=120)
modes = st.sampled_from(MODES)


def _only(tiers):
    """The shipped plan with the edges of some tiers left out."""
    document = PLAN.model_dump(mode="json")
    for rule in document["rules"]:
        rule["edges"] = {tier: edge for tier, edge in rule["edges"].items() if tier in tiers}
    return Plan.model_validate(document)


plans = st.sampled_from([PLAN, PLAN, _only(["yellow"]), _only(["orange"]), _only(["yellow", "red"])])
a_rule = st.sampled_from([rule for rule in RULES if rule != "town_alerts"])

# How one rule's figure of the judged month grows worse: its column, and by what it changes.
WORSE = {
    "monitored_employees_decline": ("monitored_employees_count", -1),
    "registered_unemployment_rate_gap": ("registered_unemployment_rate_pct", 1),
    "graduate_employment_rate_gap": ("graduate_employment_rate_pct", -1),
    "long_term_unemployed_share": ("long_term_unemployed_share_pct", 1),
    "registered_unemployed_growth": ("registered_unemployed_count", 1),
    "first_time_claimants_growth": ("first_time_claimants_count", 1),
    "fund_support_months": ("fund_support_months", -1),
    "benefit_payout_rate": ("benefit_payout_rate_pct", -1),
}


def told(judged, mode):
    """The whole answer, by place."""
    found = answer(judged.evaluation, judged.tables, judged.month, "gaotai-2021")
    assert found["town_alerts"] == mode
    return {region["region_code"]: region for region in found["regions"]}, found["duties"]


# --- a worse figure never makes its rule milder ---------------------------------------------------------------


def assert_not_milder(before, after, place, rule):
    """No lower tier where one was known; normal only where it was normal; and no less is possible."""
    old, new = before.level(place, rule), after.level(place, rule)
    assert after.possible(place, rule) >= before.possible(place, rule)
    assert new >= old or (old == 0 and new == -1 and rule in EVENT_RULES)
    assert not (old == -1 and new == 0)


@thorough
@given(
    worlds(),
    st.sampled_from(list(WORSE)),
    st.sampled_from(JUDGED),
    st.sampled_from([0.000001, 0.5, 3, 10, 200]),
)
def test_a_worse_indicator_never_makes_its_rule_milder(world, rule, place, step):
    column, sign = WORSE[rule]
    value = world.figures.get((place, LAST, column))
    assume(value is not None)
    if column.endswith("_count"):
        step = max(1, round(step))
    worse = max(0, value + sign * step)
    assume(worse <= 100 or not column.endswith("_pct"))
    before, after = Judged(world), Judged(world.put({(place, LAST, column): worse}))
    assert_not_milder(before, after, place, rule)
    assert after.level(place, rule) >= 0 or before.level(place, rule) == -1


def an_event_with(data, world, column):
    """The place of an event of which that figure is known."""
    known = [i for i, each in enumerate(world.events) if each[column] is not None]
    assume(known)
    return data.draw(st.sampled_from(known))


@thorough
@given(st.data(), eventful_worlds(), st.sampled_from([1, 20, 100, 1000]))
def test_more_people_in_an_event_never_make_a_rule_on_events_milder(data, world, more):
    index = an_event_with(data, world, "affected_count")
    changed = world.with_event(index, affected_count=world.events[index]["affected_count"] + more)
    before, after = Judged(world), Judged(changed)
    for place in JUDGED:
        for rule in EVENT_RULES:
            assert_not_milder(before, after, place, rule)


@quick
@given(st.data(), eventful_worlds(), st.sampled_from([1, 500]))
def test_a_larger_firm_never_makes_the_petition_rule_milder(data, world, more):
    index = an_event_with(data, world, "workforce_count")
    changed = world.with_event(index, workforce_count=world.events[index]["workforce_count"] + more)
    before, after = Judged(world), Judged(changed)
    for place in JUDGED:
        assert_not_milder(before, after, place, "layoff_with_petition")


@quick
@given(eventful_worlds(), st.sampled_from(["collective", "mass"]))
def test_a_graver_petition_never_makes_the_petition_rule_milder(world, petition):
    assume(world.events[0]["petition"] != "mass")
    before, after = Judged(world), Judged(world.with_event(0, petition=petition))
    for place in JUDGED:
        assert_not_milder(before, after, place, "layoff_with_petition")


@quick
@given(worlds(), eventful_worlds())
def test_one_more_event_never_makes_closures_and_petitions_milder(world, other):
    before = Judged(world)
    after = Judged(replace(world, events=numbered((*world.events, other.events[0]))))
    for place in JUDGED:
        for rule in ("closure_workforce_share", "single_closure", "layoff_with_petition"):
            assert_not_milder(before, after, place, rule)


@quick
@given(worlds(), st.sampled_from(TOWNS), st.sampled_from(["yellow", "orange", "red"]))
def test_one_more_published_alert_never_makes_the_count_of_towns_milder(world, town, tier):
    more = {"region_code": town, "month": LAST, "tier": tier}
    before, after = Judged(world), Judged(replace(world, declared=(*world.declared, more)))
    assert_not_milder(before, after, COUNTY, "town_alerts")


@quick
@given(worlds(), st.sampled_from(TOWNS), st.sampled_from(list(WORSE)))
def test_a_worse_town_never_makes_the_count_of_towns_found_milder(world, town, rule):
    column, sign = WORSE[rule]
    value = world.figures.get((town, LAST, column))
    assume(value is not None)
    worse = world.put({(town, LAST, column): value + 1 if sign > 0 else value * 0})
    assert_not_milder(Judged(world, "detected"), Judged(worse, "detected"), COUNTY, "town_alerts")


# --- what is irrelevant changes nothing -----------------------------------------------------------------------


@quick
@given(worlds(), modes, st.permutations(list(PLACES)), st.randoms(use_true_random=False))
def test_places_and_rows_in_any_order_give_the_same_answer(world, mode, order, random):
    cells = list(world.figures.items())
    random.shuffle(cells)
    other = replace(
        world,
        places={place: PLACES[place] for place in order},
        figures=dict(cells),
        declared=world.declared[::-1],
    )
    (before, duties), (after, other_duties) = told(Judged(world, mode), mode), told(Judged(other, mode), mode)
    assert after == before
    assert sorted(map(str, other_duties)) == sorted(map(str, duties))


@quick
@given(worlds(), modes, st.sampled_from(MONTHS[-4:-1]))
def test_a_month_is_judged_the_same_when_later_months_are_not_known_yet(world, mode, month):
    then = World(
        figures={key: value for key, value in world.figures.items() if key[1] <= month},
        targets={key: value for key, value in world.targets.items() if key[1] <= month // 12},
        events=tuple(each for each in world.events if each["date"][:7] <= month_text(month)),
        enterprises=world.enterprises,
        declared=tuple(row for row in world.declared if row["month"] <= month),
        absent=world.absent,
    )
    assert told(Judged(then, mode, month), mode) == told(Judged(world, mode, month), mode)


@quick
@given(worlds(), worlds(), modes)
def test_a_town_is_judged_the_same_whatever_happens_in_another(world, other, mode):
    def rest_of(place):
        return place in ("T1", "V")

    mixed = World(
        figures={
            k: v
            for w, own in ((world, True), (other, False))
            for k, v in w.figures.items()
            if rest_of(k[0]) is own
        },
        targets={
            k: v
            for w, own in ((world, True), (other, False))
            for k, v in w.targets.items()
            if rest_of(k[0]) is own
        },
        events=(
            *(each for each in world.events if rest_of(each["region_code"])),
            *(
                each | {"event_id": f"X{each['event_id']}"}
                for each in other.events
                if not rest_of(each["region_code"])
            ),
        ),
        enterprises=world.enterprises,
        absent=world.absent,
    )
    alone = replace(world, events=tuple(each for each in world.events if rest_of(each["region_code"])))
    assert told(Judged(mixed, mode), mode)[0]["T1"] == told(Judged(alone, mode), mode)[0]["T1"]


@quick
@given(worlds())
def test_only_the_count_of_towns_depends_on_how_towns_are_counted(world):
    published, detected = Judged(world, "published"), Judged(world, "detected")
    for place in JUDGED:
        for rule in RULES[1:]:
            assert published.level(place, rule) == detected.level(place, rule)
            assert published.partial(place, rule) == detected.partial(place, rule)
    for town in TOWNS:
        assert published.tier(town) == detected.tier(town)


@quick
@given(worlds(), modes)
def test_planned_events_count_for_no_tier(world, mode):
    done = replace(world, events=tuple(each for each in world.events if each["state"] != "planned"))
    assert told(Judged(world, mode), mode)[0] == told(Judged(done, mode), mode)[0]


# --- unknown, partial, complete -------------------------------------------------------------------------------


@thorough
@given(worlds(), modes)
@example(World(), "published")
@example(World(), "detected")
@example(calm_world(*JUDGED), "detected")
def test_unknown_partial_and_complete_agree_with_each_other(world, mode):
    judged = Judged(world, mode)
    evaluation, figures = judged.evaluation, judged.figures
    levels, partial, applies = evaluation.levels, evaluation.partial, evaluation.applies
    assert not partial[levels < 0].any(), "unknown is never partial"
    assert not partial[levels == WORST].any(), "the worst tier is never partial"
    assert (levels[~applies] == -1).all(), "a rule that does not apply says nothing"
    np.testing.assert_array_equal(evaluation.judged, (levels >= 0).sum(axis=0))
    np.testing.assert_array_equal(evaluation.applicable, applies.sum(axis=0))
    whole = (evaluation.judged == evaluation.applicable) & ~partial.any(axis=0) & (evaluation.applicable > 0)
    np.testing.assert_array_equal(evaluation.complete, whole)
    worst = levels.max(axis=0)
    indicators = levels[[rule.is_indicator for rule in PLAN.rules]].max(axis=0)
    np.testing.assert_array_equal(evaluation.tiers, np.where(worst > 0, worst, np.minimum(indicators, 0)))
    here, open_here = levels[:, judged.index], partial[:, judged.index]
    at = applies[:, judged.index]
    assert (figures.possible >= here)[at].all()
    settled = at & (here >= 0) & ~open_here
    assert (figures.possible == here)[settled].all(), "what is settled cannot be worse"
    assert (
        figures.next_tier[at & (here >= 0)] == np.where(here < WORST, here + 1, 0)[at & (here >= 0)]
    ).all()
    assert (figures.next_tier[here < 0] == 0).all()
    assert np.isnan(figures.value[here < 0]).all()
    assert np.isnan(figures.distance[(here < 0) | (here == WORST)]).all()
    assert not (figures.distance < 0).any()
    has_a_figure = np.array([rule.id != "layoff_with_petition" for rule in PLAN.rules])
    assert not np.isnan(figures.value[has_a_figure][(here >= 0)[has_a_figure]]).any()


@thorough
@given(worlds(), modes)
def test_the_figure_shown_gives_the_tier_shown(world, mode):
    judged = Judged(world, mode)
    for place in JUDGED:
        for rule in PLAN.rules:
            level = judged.level(place, rule.id)
            if level < 0 or not all(isinstance(edge, Edge) for edge in rule.edges.values()):
                continue
            value = judged.figures.value[RULES.index(rule.id), judged.panel.position(place)]
            reached = [n for n, tier in enumerate(PLAN.tier_ids, 1) if rule.edges[tier].reached_by(value)]
            assert level == max(reached, default=0), (place, rule.id)


# --- what is missing, once it is known ------------------------------------------------------------------------

FILLABLE = ("affected_count", "workforce_count")
OLDER = (*range(MONTHS[0] - 3, MONTHS[0]), *MONTHS)


def blanks(world):
    """Every figure that is blank in the world, each with what could be filled in."""
    figures = [key for key, value in world.figures.items() if value is None]
    events = [(i, c) for i, each in enumerate(world.events) for c in FILLABLE if each[c] is None]
    firms = [i for i, firm in enumerate(world.enterprises) if firm["employees_count"] is None]
    return (
        [("figure", key) for key in figures] + [("event", at) for at in events] + [("firm", i) for i in firms]
    )


@st.composite
def fillings(draw, world):
    """The world with one missing figure filled in: a blank cell, or a row or month that was not there at all."""
    kinds = [*blanks(world), *[("row", None)] * 2]
    kind, at = draw(st.sampled_from(kinds))
    if kind == "event":
        index, column = at
        return world.with_event(index, **{column: draw(st.sampled_from(PEOPLE[1:]))})
    if kind == "firm":
        firms = list(world.enterprises)
        firms[at] = firms[at] | {"employees_count": draw(st.sampled_from(PEOPLE[1:]))}
        return replace(world, enterprises=tuple(firms))
    if kind == "row":
        column = draw(st.sampled_from([*CALM, *CALM_TARGETS]))
        place = draw(st.sampled_from(JUDGED))
        if column in CALM_TARGETS:
            key = place, draw(st.sampled_from((2023, 2024))), column
            assume(world.targets.get(key) is None)
            return replace(world, targets=world.targets | {key: draw(st.sampled_from(RATES[1:]))})
        at = place, draw(st.sampled_from(OLDER)), column
        assume(world.figures.get(at) is None)
    _, month, column = at
    pool = POOLS[column][1:]
    if column in STREAK_COLUMNS and draw(st.booleans()):
        pool = [FALLING.figures[COUNTY, max(month, MONTHS[0]), column]]
    return world.put({at: draw(st.sampled_from(pool))})


def assert_nothing_is_taken_back(before, after):
    for place in JUDGED:
        for rule in RULES:
            if not before.applies(place, rule):
                continue
            old, new = before.level(place, rule), after.level(place, rule)
            assert after.possible(place, rule) <= before.possible(place, rule), (place, rule)
            if old >= 0 and not before.partial(place, rule):
                assert (new, after.partial(place, rule)) == (old, False), (place, rule)
            elif old >= 0:
                assert old <= new <= before.possible(place, rule), (place, rule)
            else:
                assert new <= before.possible(place, rule), (place, rule)
        assert after.region_possible(place) <= before.region_possible(place)
        if before.complete(place):
            assert after.complete(place)
            assert after.tier(place) == before.tier(place)
        elif before.tier(place) >= 0:
            assert before.tier(place) <= after.tier(place) <= before.region_possible(place)
        else:
            assert after.tier(place) <= before.region_possible(place)


@settings(quick, max_examples=250)
@given(st.data(), modes, plans)
def test_a_figure_filled_in_takes_nothing_back_that_was_proven(data, mode, plan):
    world = data.draw(worlds(one_firm_each=True))
    filled = data.draw(fillings(world))
    assert_nothing_is_taken_back(Judged(world, mode, plan=plan), Judged(filled, mode, plan=plan))


@thorough
@given(st.data(), layoffs_and_closures(), plans)
def test_an_events_figure_filled_in_takes_nothing_back_that_was_proven(data, world, plan):
    told = {"closure": ["affected_count"], "layoff": FILLABLE}
    lacking = [(i, c) for i, each in enumerate(world.events) for c in told[each["kind"]] if each[c] is None]
    assume(lacking)
    index, column = data.draw(st.sampled_from(lacking))
    filled = world.with_event(index, **{column: data.draw(st.sampled_from([0, 20, 200, 1200]))})
    assert_nothing_is_taken_back(Judged(world, plan=plan), Judged(filled, plan=plan))


@quick
@given(worlds(one_firm_each=True), modes, st.sampled_from(["events", "targets", "indicators"]))
def test_a_table_that_arrives_takes_nothing_back_that_was_proven(world, mode, table):
    without = replace(world, absent=world.absent | {table})
    assert_nothing_is_taken_back(
        Judged(without, mode), Judged(replace(world, absent=world.absent - {table}), mode)
    )


@quick
@given(st.data(), worlds_of_towns())
def test_a_town_filled_in_never_makes_the_county_milder_where_towns_are_counted_as_found(data, world):
    lacking = [(t, LAST, c) for t in TOWNS for c in CALM if world.figures.get((t, LAST, c)) is None]
    key = data.draw(st.sampled_from(lacking))
    filled = world.put({key: data.draw(st.sampled_from([CALM[key[2]], *POOLS[key[2]][1:]]))})
    before, after = Judged(world, "detected"), Judged(filled, "detected")
    assert after.level(COUNTY, "town_alerts") >= before.level(COUNTY, "town_alerts")
    assert after.tier(COUNTY) >= before.tier(COUNTY)
    assert after.region_possible(COUNTY) <= before.region_possible(COUNTY)


# --- what looks like an exception -----------------------------------------------------------------------------


def level_of(world, rule, place=COUNTY):
    return Judged(world).level(place, rule)


def test_more_unemployed_a_year_ago_make_the_growth_milder():
    world = calm_world(COUNTY).put({(COUNTY, LAST, "registered_unemployed_count"): 140})
    more_then = world.put({(COUNTY, LAST - 12, "registered_unemployed_count"): 120})
    assert level_of(world, "registered_unemployed_growth") == 3
    assert level_of(more_then, "registered_unemployed_growth") == 0


@pytest.mark.parametrize(
    ("rule", "column", "numbers", "worse_last_month"),
    [
        ("monitored_employees_decline", "monitored_employees_count", [1000, 1000, 960, 920, 880, 840], 800),
        (
            "first_time_claimants_growth",
            "first_time_claimants_count",
            [1000, 1000, 1100, 1210, 1331, 1464],
            1500,
        ),
    ],
)
def test_a_worse_month_before_can_end_a_row(rule, column, numbers, worse_last_month):
    cells = {(COUNTY, LAST - back, column): number for back, number in enumerate(reversed(numbers))}
    world = calm_world(COUNTY).put(cells)
    assert level_of(world, rule) == 1
    assert level_of(world.put({(COUNTY, LAST - 1, column): worse_last_month}), rule) == 0


def test_a_small_layoff_at_a_large_firm_thins_the_group_of_all():
    two = [
        event(enterprise_id="X", industry_code="C17", affected_count=10, workforce_count=40),
        event(enterprise_id="Y", industry_code="C18", affected_count=10, workforce_count=40),
    ]
    third = event(enterprise_id="Z", industry_code="C19", affected_count=1, workforce_count=1000)
    assert level_of(World(events=numbered(two)), "layoff_workforce_share") == 1
    assert level_of(World(events=numbered([*two, third])), "layoff_workforce_share") == 0


def test_a_further_layoff_at_a_firm_on_no_list_adds_its_staff_to_the_industry():
    one = event(enterprise_id="X", industry_code="C17", affected_count=30, workforce_count=100)
    other = event(enterprise_id="Y", industry_code="C17", affected_count=1, workforce_count=1000)
    assert level_of(World(events=numbered([one])), "layoff_workforce_share") == 2
    assert level_of(World(events=numbered([one, other])), "layoff_workforce_share") == 0


def test_more_staff_in_the_same_layoff_make_its_share_smaller():
    layoff = event(enterprise_id="X", industry_code="C17", affected_count=30, workforce_count=100)
    larger = layoff | {"workforce_count": 1000}
    assert level_of(World(events=numbered([layoff])), "layoff_workforce_share") == 2
    assert level_of(World(events=numbered([larger])), "layoff_workforce_share") == 0


def test_the_twentieth_person_makes_a_layoff_of_unknown_staff_unknown():
    layoff = event(affected_count=19)
    assert level_of(World(events=numbered([layoff])), "layoff_workforce_share") == 0
    assert level_of(World(events=numbered([layoff | {"affected_count": 20}])), "layoff_workforce_share") == -1


def test_a_larger_staff_in_a_second_event_of_one_firm_is_new_and_was_not_missing():
    """The largest number of a firm's events stands for its staff, so one blank beside it leaves nothing open."""
    known = event(enterprise_id="X", industry_code="C17", affected_count=30, workforce_count=100)
    blank = event(enterprise_id="X", industry_code="C17", affected_count=1)
    before = Judged(World(events=numbered([known, blank])))
    after = Judged(World(events=numbered([known, blank | {"workforce_count": 1000}])))
    assert (
        before.level(COUNTY, "layoff_workforce_share"),
        before.partial(COUNTY, "layoff_workforce_share"),
    ) == (2, False)
    assert after.level(COUNTY, "layoff_workforce_share") == 0


def test_a_petition_that_is_blank_was_none_and_not_missing():
    layoff = event(workforce_count=1000, affected_count=500)
    before = Judged(World(events=numbered([layoff])))
    assert (
        before.level(COUNTY, "layoff_with_petition"),
        before.possible(COUNTY, "layoff_with_petition"),
    ) == (0, 0)
    assert level_of(World(events=numbered([layoff | {"petition": "mass"}])), "layoff_with_petition") == 3


def test_an_alert_that_is_published_later_was_not_missing():
    published = World(declared=({"region_code": "T1", "month": LAST, "tier": "red"},))
    assert (
        Judged(World()).level(COUNTY, "town_alerts"),
        Judged(World()).possible(COUNTY, "town_alerts"),
    ) == (0, 0)
    assert level_of(published, "town_alerts") == 1


def test_a_row_stopped_by_a_gap_too_short_to_matter_is_still_partial():
    """What is open is said to be open, even where filling it in could reach no tier."""
    numbers = [1000, 1000, None, 950, 900]
    cells = {
        (COUNTY, LAST - back, "monitored_employees_count"): n for back, n in enumerate(reversed(numbers))
    }
    judged = Judged(World(figures=cells))
    assert judged.level(COUNTY, "monitored_employees_decline") == 0
    assert judged.partial(COUNTY, "monitored_employees_decline")
    assert judged.possible(COUNTY, "monitored_employees_decline") == 0
