"""A county changes its plan in the YAML and in nothing else; each test here changes the text and judges."""

import re
from dataclasses import replace

import pytest

from dashboard.evaluate import answer, evaluate_folder
from dashboard.plans import load, parse
from dashboard.plans.loader import FOLDER
from dashboard.plans.styles import digit_styles, tier_style
from tests.engine.worlds import (
    COUNTY,
    LAST,
    TOWNS,
    Judged,
    World,
    calm_world,
    event,
    numbered,
)

GAOTAI = (FOLDER / "gaotai-2021.yaml").read_text(encoding="utf-8")
FUND = 'edges: {yellow: "<= 5", orange: "<= 4", red: "<= 3"}'
LONG_TERM = 'edges: {yellow: ">= 35", orange: ">= 40", red: ">= 45"}'
CLOSURE_SHARE = 'edges: {yellow: ">= 10", orange: ">= 15", red: ">= 20"}'
LARGEST_CLOSURE = 'edges: {yellow: ">= 200", orange: ">= 500", red: ">= 1000"}'
BLUE = """
  - id: blue
    label: {zh: 蓝色, en: Blue}
    grade: {zh: Ⅳ级, en: Tier IV}
    report_within_hours: 96
    report_clause: 三(一)4
  - id: yellow
"""


def text_with(*changes):
    text = GAOTAI
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def plan_with(*changes):
    return parse(text_with(*changes), "mine.yaml")


def without_trials(text):
    """Without what readings would change: a rule that goes takes them along."""
    return re.sub(r"\n        changes:.*(?:\n {10,}.*)*", "", text)


def of_rule(rule, old, new):
    """A change within one rule, where the same words stand in others."""
    start = GAOTAI.index(f"  - id: {rule}\n")
    end = GAOTAI.find("\n  - id: ", start + 1)
    whole = GAOTAI[start:end]
    assert whole.count(old) == 1
    return whole, whole.replace(old, new)


def region(judged, place=COUNTY):
    found = answer(judged.evaluation, judged.tables, judged.month, "mine")
    return next(each for each in found["regions"] if each["region_code"] == place)


def rule_of(judged, rule, place=COUNTY):
    return next((each for each in region(judged, place)["rules"] if each["rule"] == rule), None)


def stands(judged, rule, place=COUNTY):
    """The tier's number, whether it is partial, and the worst that is possible."""
    return judged.level(place, rule), judged.partial(place, rule), judged.possible(place, rule)


def calm_but(**figures):
    return calm_world(COUNTY).put({(COUNTY, LAST, column): value for column, value in figures.items()})


# --- numbers ---------------------------------------------------------------------------------------------------


def test_a_changed_edge_moves_the_tier_the_next_tier_and_the_distance():
    plan = plan_with((FUND, 'edges: {yellow: "<= 6.5", orange: "<= 4", red: "<= 3"}'))
    found = rule_of(Judged(calm_but(fund_support_months=6.5), plan=plan), "fund_support_months")
    assert (found["tier"], found["next_tier"], found["distance"]) == ("yellow", "orange", 2.5)
    assert rule_of(Judged(calm_but(fund_support_months=6.5)), "fund_support_months")["tier"] == "normal"


def test_an_edge_that_leaves_its_number_out_leaves_it_out():
    plan = plan_with((FUND, 'edges: {yellow: "< 5", orange: "< 4", red: "< 3"}'))
    tiers = [
        rule_of(Judged(calm_but(fund_support_months=n), plan=plan), "fund_support_months")["tier"]
        for n in (5, 4, 3)
    ]
    assert tiers == ["normal", "yellow", "orange"]


def test_a_changed_deadline_reaches_the_report():
    plan = plan_with(("report_within_hours: 48", "report_within_hours: 36.5"))
    judged = Judged(calm_but(fund_support_months=4), plan=plan)
    assert region(judged)["report_within_hours"] == 36.5
    duties = answer(judged.evaluation, judged.tables, judged.month, "mine")["duties"]
    assert [duty["hours"] for duty in duties] == [36.5]


def test_changed_counts_of_towns_change_the_tier_of_the_county():
    few = 'yellow: {any_of: [{yellow_or_worse: ">= 2"}, {orange_or_worse: ">= 1"}]}'
    plan = plan_with((few, 'yellow: {any_of: [{yellow_or_worse: ">= 1"}]}'))
    world = World(declared=({"region_code": "T1", "month": LAST, "tier": "yellow"},))
    assert rule_of(Judged(world), "town_alerts")["tier"] == "normal"
    found = rule_of(Judged(world, plan=plan), "town_alerts")
    assert (found["tier"], found["next_tier"], found["distance"]) == ("yellow", "orange", 2)


def test_counts_of_towns_may_have_to_hold_together():
    few = 'yellow: {any_of: [{yellow_or_worse: ">= 2"}, {orange_or_worse: ">= 1"}]}'
    plan = plan_with((few, 'yellow: {any_of: [{yellow_or_worse: ">= 2", orange_or_worse: ">= 1"}]}'))

    def tier(*tiers):
        rows = tuple(
            {"region_code": t, "month": LAST, "tier": tier} for t, tier in zip(TOWNS, tiers, strict=False)
        )
        return rule_of(Judged(World(declared=rows), plan=plan), "town_alerts")["tier"]

    assert (tier("orange"), tier("yellow", "yellow"), tier("orange", "yellow")) == (
        "normal",
        "normal",
        "yellow",
    )


def test_growth_may_be_held_against_another_month():
    plan = plan_with(("months: 12}}", "months: 1}}"))
    world = calm_world(COUNTY).put({(COUNTY, LAST, "registered_unemployed_count"): 130})
    assert rule_of(Judged(world, plan=plan), "registered_unemployed_growth")["tier"] == "orange"
    assert rule_of(Judged(world, plan=plan, month=LAST), "registered_unemployed_growth")["value"] == 30


def test_a_row_may_be_shorter_and_its_change_smaller():
    plan = plan_with(
        of_rule("monitored_employees_decline", 'yellow: ">= 4"', 'yellow: ">= 2"'),
        ('each_change: "<= -3"', 'each_change: "<= -1"'),
    )
    cells = {
        (COUNTY, LAST - back, "monitored_employees_count"): n for back, n in enumerate([980, 990, 1000, 1000])
    }
    world = calm_world(COUNTY).put(cells)
    assert rule_of(Judged(world, plan=plan), "monitored_employees_decline")["tier"] == "yellow"
    assert rule_of(Judged(world), "monitored_employees_decline")["value"] == 0


def test_smaller_layoffs_may_be_counted():
    plan = plan_with(("min_affected: 20", "min_affected: 5"))
    world = World(events=numbered([event(industry_code="C17", affected_count=5, workforce_count=10)]))
    assert rule_of(Judged(world), "layoff_workforce_share")["value"] == 0
    assert rule_of(Judged(world, plan=plan), "layoff_workforce_share")["tier"] == "red"


# --- edges of every shape --------------------------------------------------------------------------------------


def tiers_of(plan, rule, column, values):
    return [rule_of(Judged(calm_but(**{column: value}), plan=plan), rule)["tier"] for value in values]


def test_of_edges_that_are_not_nested_the_worst_reached_decides():
    plan = plan_with((LONG_TERM, 'edges: {yellow: ">= 40", orange: ">= 30", red: ">= 45"}'))
    found = tiers_of(plan, "long_term_unemployed_share", "long_term_unemployed_share_pct", [29, 30, 40, 45])
    assert found == ["normal", "orange", "orange", "red"]


def test_edges_may_look_both_ways():
    plan = plan_with((LONG_TERM, 'edges: {yellow: "<= 5", orange: "<= 2", red: ">= 45"}'))
    found = tiers_of(plan, "long_term_unemployed_share", "long_term_unemployed_share_pct", [2, 5, 6, 44, 45])
    assert found == ["orange", "yellow", "normal", "normal", "red"]


def test_a_rule_may_leave_tiers_out():
    plan = plan_with((LONG_TERM, 'edges: {orange: ">= 40"}'))
    found = tiers_of(plan, "long_term_unemployed_share", "long_term_unemployed_share_pct", [39, 40, 100])
    assert found == ["normal", "orange", "orange"]
    below = rule_of(
        Judged(calm_but(long_term_unemployed_share_pct=39), plan=plan), "long_term_unemployed_share"
    )
    assert (below["next_tier"], below["distance"]) == ("orange", 1)
    above = rule_of(
        Judged(calm_but(long_term_unemployed_share_pct=50), plan=plan), "long_term_unemployed_share"
    )
    assert (above["next_tier"], above["distance"]) == (None, None)


ONE_EDGE = {
    "closure_workforce_share": (CLOSURE_SHARE, [event("closure", affected_count=100), event("closure")]),
    "single_closure": (LARGEST_CLOSURE, [event("closure", affected_count=200), event("closure")]),
    "layoff_workforce_share": (
        'edges: {yellow: ">= 25", orange: ">= 30", red: ">= 35"}',
        [
            event(enterprise_id="X", industry_code="17", affected_count=25, workforce_count=100),
            event(enterprise_id="X", industry_code="18"),
        ],
    ),
}


@pytest.mark.parametrize("rule", ONE_EDGE)
def test_a_rule_at_its_own_worst_tier_is_not_partial(rule):
    """What is missing cannot make it worse, though the plan has worse tiers."""
    edges, events = ONE_EDGE[rule]
    plan = plan_with((edges, edges.split(", orange")[0] + "}"))
    judged = Judged(replace(calm_world(COUNTY), events=numbered(events)), plan=plan)
    assert stands(judged, rule) == (1, False, 1)


def test_a_row_at_its_own_worst_tier_is_not_partial():
    plan = plan_with(of_rule("monitored_employees_decline", ', orange: ">= 5", red: ">= 6"', ""))
    cells = {
        (COUNTY, LAST - back, "monitored_employees_count"): n
        for back, n in enumerate([600, 700, 800, 900, 1000])
    }
    judged = Judged(World(figures=cells), plan=plan)
    rule = "monitored_employees_decline"
    assert stands(judged, rule) == (1, False, 1)


def test_an_unknown_rule_could_be_as_bad_as_its_own_worst_tier():
    plan = plan_with((LONG_TERM, 'edges: {yellow: ">= 35"}'))
    judged = Judged(World(), plan=plan)
    assert judged.level(COUNTY, "long_term_unemployed_share") == -1
    assert judged.possible(COUNTY, "long_term_unemployed_share") == 1


def test_a_count_of_towns_found_at_its_own_worst_tier_is_not_partial():
    orange = '      orange: {any_of: [{yellow_or_worse: ">= 3"}, {orange_or_worse: ">= 2"}]}\n'
    red = '      red: {any_of: [{yellow_or_worse: ">= 4"}, {orange_or_worse: ">= 3"}]}\n'
    plan = plan_with((orange, ""), (red, ""))
    world = World(figures={(town, LAST, "fund_support_months"): 5 for town in TOWNS[:2]})
    judged = Judged(world, "detected", plan=plan)
    assert (judged.level(COUNTY, "town_alerts"), judged.partial(COUNTY, "town_alerts")) == (1, False)
    assert judged.possible(COUNTY, "town_alerts") == 1


# --- months ----------------------------------------------------------------------------------------------------

LATE = of_rule(
    "graduate_employment_rate_gap",
    "    unit: percentage_points\n",
    "    unit: percentage_points\n    months: [7, 8, 9, 10, 11, 12]\n",
)


def test_a_rule_limited_to_some_months_is_silent_in_the_others():
    plan = plan_with(LATE)
    world = calm_world(COUNTY).put({(COUNTY, LAST, "graduate_employment_rate_pct"): 20})
    june = Judged(world, plan=plan)
    assert rule_of(june, "graduate_employment_rate_gap") is None
    assert not june.applies(COUNTY, "graduate_employment_rate_gap")
    assert region(june)["tier"] == "normal"
    assert rule_of(Judged(world), "graduate_employment_rate_gap")["tier"] == "red"


def test_a_rule_limited_to_some_months_speaks_in_them():
    plan = plan_with(LATE)
    july = LAST + 1
    world = calm_world(COUNTY).put({(COUNTY, july, "graduate_employment_rate_pct"): 70})
    judged = Judged(world, plan=plan, month=july)
    assert rule_of(judged, "graduate_employment_rate_gap")["tier"] == "red"


def test_a_silent_rules_missing_figure_leaves_nothing_open():
    world = calm_world(COUNTY).put({(COUNTY, LAST, "graduate_employment_rate_pct"): None})
    limited, unlimited = region(Judged(world, plan=plan_with(LATE))), region(Judged(world))
    assert (limited["complete"], limited["judged"], limited["applicable"]) == (True, 12, 12)
    assert (unlimited["complete"], unlimited["judged"], unlimited["applicable"]) == (False, 12, 13)


# --- tiers -----------------------------------------------------------------------------------------------------


def four_tiers(*changes):
    return plan_with(
        ("\n  - id: yellow\n", BLUE),
        (FUND, 'edges: {blue: "<= 6", yellow: "<= 5", orange: "<= 4", red: "<= 3"}'),
        *changes,
    )


def test_a_plan_may_have_a_fourth_tier_below_yellow():
    plan = four_tiers()
    found = tiers_of(plan, "fund_support_months", "fund_support_months", [6.1, 6, 5, 4, 3])
    assert found == ["normal", "blue", "yellow", "orange", "red"]
    blue = Judged(calm_but(fund_support_months=6), plan=plan)
    told = rule_of(blue, "fund_support_months")
    assert (told["next_tier"], told["distance"]) == ("yellow", 1)
    assert (region(blue)["tier"], region(blue)["report_within_hours"]) == ("blue", 96)


def test_rules_without_an_edge_for_the_fourth_tier_go_straight_to_yellow():
    plan = four_tiers()
    judged = Judged(calm_but(benefit_payout_rate_pct=95), plan=plan)
    told = rule_of(judged, "benefit_payout_rate")
    assert (told["tier"], told["next_tier"], told["distance"]) == ("normal", "yellow", 5)
    worse = Judged(calm_but(benefit_payout_rate_pct=70, fund_support_months=6), plan=plan)
    assert region(worse)["tier"] == "red"


def test_towns_at_the_fourth_tier_are_counted_where_the_plan_counts_them():
    few = '      yellow: {any_of: [{yellow_or_worse: ">= 2"}, {orange_or_worse: ">= 1"}]}\n'
    plan = four_tiers((few, f'      blue: {{any_of: [{{blue_or_worse: ">= 2"}}]}}\n{few}'))
    figures = {(town, LAST, "fund_support_months"): 6 for town in TOWNS[:2]}
    judged = Judged(calm_world(*TOWNS).put(figures), "detected", plan=plan)
    told = rule_of(judged, "town_alerts")
    assert (told["tier"], told["value"], told["partial"]) == ("blue", 2, False)
    assert told["conditions"] == {"blue_or_worse": 2, "yellow_or_worse": 0, "orange_or_worse": 0, "red": 0}


def test_a_plan_may_have_a_single_tier():
    text = GAOTAI
    start, end = text.index("  - id: orange\n"), text.index("\nreport:")
    text = text[:start] + text[end:]
    head, foot = text.split("\nrules:\n")[0], text[text.index("\nlifecycle:") :]
    start = GAOTAI.index("  - id: fund_support_months\n")
    rule = GAOTAI[start : GAOTAI.index("\n  - id: ", start + 1)].replace(FUND, 'edges: {yellow: "<= 5"}')
    plan = parse(without_trials(f"{head}\nrules:\n{rule}\n{foot}"), "mine.yaml")
    judged = Judged(calm_but(fund_support_months=1), plan=plan)
    assert (region(judged)["tier"], region(judged)["complete"]) == ("yellow", True)
    assert rule_of(judged, "fund_support_months")["next_tier"] is None


def test_four_tiers_have_a_style_a_digit():
    plan = four_tiers()
    styles = digit_styles(plan.tier_ids, "light", plan.style_overrides)
    assert [style["tier"] for style in styles[:6]] == ["normal", "blue", "yellow", "orange", "red", "unknown"]
    assert len(styles) == 11


def test_tiers_take_the_plans_own_names_and_colours():
    plan = plan_with(
        ("label: {zh: 黄色, en: Yellow}", "label: {zh: 关注, en: Watch}"),
        (
            "grade: {zh: Ⅲ级, en: Tier III}",
            'grade: {zh: 三级, en: Level 3}\n    style: {light: {fill: "#FFE08A"}}',
        ),
    )
    style = tier_style("yellow", "light", overrides=plan.style_overrides)
    assert (style["label"], style["fill"]) == ("关注（三级）", "#FFE08A")
    assert style["text"] == tier_style("yellow", "light")["text"]
    english = tier_style("yellow", "dark", overrides=plan.style_overrides, language="en")
    assert (english["label"], english["fill"]) == ("Level 3 (watch)", tier_style("yellow", "dark")["fill"])


def test_a_tier_of_the_plans_own_borrows_a_style():
    plan = four_tiers(
        (
            "  - id: blue\n    label: {zh: 蓝色, en: Blue}\n",
            "  - id: notice\n    label: {zh: 提示, en: Notice}\n    style: {like: blue}\n",
        ),
        ('blue: "<= 6"', 'notice: "<= 6"'),
    )
    styles = digit_styles(plan.tier_ids, "dark", plan.style_overrides, "en")
    assert (styles[1]["tier"], styles[1]["label"]) == ("notice", "Tier IV (notice)")
    assert styles[1]["fill"] == tier_style("blue", "dark")["fill"]


# --- places ----------------------------------------------------------------------------------------------------

CITY = {
    "CITY": ("city", ""),
    **dict.fromkeys(("A", "B", "C"), ("county", "CITY")),
    "T1": ("town", "A"),
}


def city_plan():
    return plan_with(
        ("\nlevels: [county, town]", "\nlevels: [city, county]"),
        (
            "{child_level: town, parent_levels: [county, town]}",
            "{child_level: county, parent_levels: [city]}",
        ),
        ("unit: towns", "unit: regions"),
    )


def test_a_city_counts_its_counties():
    rows = [{"region_code": code, "month": LAST, "tier": "orange"} for code in ("A", "B", "T1")]
    judged = Judged(World(places=CITY, declared=tuple(rows)), plan=city_plan())
    told = rule_of(judged, "town_alerts", "CITY")
    assert (told["tier"], told["value"], told["unit"]) == ("orange", 2, "regions")
    assert rule_of(judged, "town_alerts", "A") is None


def test_a_city_plan_has_no_rules_for_towns_and_counts_their_events():
    world = World(places=CITY, events=numbered([event("closure", region="T1", affected_count=500)]))
    judged = Judged(world, plan=city_plan())
    assert region(judged, "T1") | {"rules": []} == {
        "region_code": "T1",
        "region_name": "T1",
        "tier": "unknown",
        "complete": False,
        "judged": 0,
        "applicable": 0,
        "report_within_hours": None,
        "rules": [],
    }
    assert [region(judged, place)["tier"] for place in ("A", "B", "CITY")] == ["orange", "unknown", "orange"]


def test_counties_found_at_a_tier_give_the_city_its_tier():
    world = replace(calm_world("A", "B", "C"), places=CITY)
    world = world.put({(code, LAST, "fund_support_months"): 4 for code in ("A", "B")})
    judged = Judged(world, "detected", plan=city_plan())
    told = rule_of(judged, "town_alerts", "CITY")
    assert (told["tier"], told["partial"]) == ("orange", False)
    assert region(judged, "CITY")["complete"] is False


def test_a_province_may_count_cities_that_count_counties():
    plan = plan_with(
        ("\nlevels: [county, town]", "\nlevels: [province, city]"),
        (
            "{child_level: town, parent_levels: [county, town]}",
            "{child_level: city, parent_levels: [province]}",
        ),
    )
    places = {"P": ("province", ""), "X": ("city", "P"), "Y": ("city", "P")}
    world = World(places=places, figures={(c, LAST, "fund_support_months"): 3 for c in ("X", "Y")})
    assert rule_of(Judged(world, "detected", plan=plan), "town_alerts", "P")["tier"] == "orange"


def test_only_the_county_may_have_rules():
    plan = plan_with(("\nlevels: [county, town]", "\nlevels: [county]"), ("[county, town]}}", "[county]}}"))
    judged = Judged(calm_world(*TOWNS), "detected", plan=plan)
    assert region(judged, "T1")["applicable"] == 0
    assert rule_of(judged, "town_alerts")["tier"] == "unknown"


# --- rules of one's own ----------------------------------------------------------------------------------------

OWN = """
  - id: {id}
    name: {{zh: 自设指标, en: Own indicator}}
    short: {{zh: 自设指标, en: the own indicator}}
    measure: {measure}
    unit: {unit}
    edges: {edges}
    clause: 县里规定

lifecycle:
"""


def own_rule(measure, unit, edges, name="own_rule"):
    return plan_with(("\nlifecycle:\n", OWN.format(id=name, measure=measure, unit=unit, edges=edges)))


def test_a_rule_may_look_at_a_column_that_no_other_rule_reads():
    plan = own_rule("{value_of: job_loss_rate_pct}", "percent", '{yellow: ">= 3", red: ">= 8"}')
    world = calm_world(COUNTY).put({(COUNTY, LAST, "job_loss_rate_pct"): 8})
    judged = Judged(world, plan=plan)
    assert rule_of(judged, "own_rule")["tier"] == "red"
    assert (region(judged)["tier"], region(judged)["applicable"]) == ("red", 14)


def test_a_rule_may_look_at_a_column_of_the_countys_own():
    plan = own_rule("{growth: {of: night_shift_count, months: 3}}", "percent", '{orange: "<= -50"}')
    cells = {(COUNTY, LAST - 3, "night_shift_count"): 200, (COUNTY, LAST, "night_shift_count"): 100}
    judged = Judged(calm_world(COUNTY).put(cells), plan=plan)
    assert (rule_of(judged, "own_rule")["tier"], rule_of(judged, "own_rule")["value"]) == ("orange", -50)


def test_a_rule_may_be_held_against_a_target_of_the_countys_own():
    plan = own_rule(
        "{gap: {of: placed_pct, under: placed_target_pct}}", "percentage_points", '{yellow: "> 2"}'
    )
    world = calm_world(COUNTY).put({(COUNTY, LAST, "placed_pct"): 87.9})
    world = replace(world, targets=world.targets | {(COUNTY, 2024, "placed_target_pct"): 90})
    assert rule_of(Judged(world, plan=plan), "own_rule")["value"] == 2.1
    assert rule_of(Judged(world, plan=plan), "own_rule")["tier"] == "yellow"


def test_a_rule_may_add_up_gatherings():
    plan = own_rule(
        "{event_share: {kind: gathering, denominator: job_seekers_count}}",
        "percent",
        '{yellow: ">= 1", red: ">= 5"}',
    )
    world = replace(
        calm_world(COUNTY).put({(COUNTY, LAST, "job_seekers_count"): 1000}),
        events=numbered([event("gathering", affected_count=30), event("gathering", affected_count=20)]),
    )
    assert rule_of(Judged(world, plan=plan), "own_rule")["tier"] == "red"


def test_a_plan_file_and_a_folder_of_tables_are_all_it_takes(tmp_path):
    plan = tmp_path / "mine.yaml"
    own = OWN.format(
        id="night_shifts", measure="{value_of: night_shift_pct}", unit="percent", edges='{red: "< 10"}'
    )
    plan.write_text(text_with(("\nlifecycle:\n", own), ("id: gaotai-2021", "id: mine")), encoding="utf-8")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "regions.csv").write_text("地区代码,地区名称,级别\nC,示例县,县\n", encoding="utf-8")
    (folder / "indicators.csv").write_text("地区代码,月份,night_shift_pct\nC,2024-06,9.5\n", encoding="utf-8")
    (county,) = evaluate_folder(folder, str(plan), "2024-06")["regions"]
    found = next(rule for rule in county["rules"] if rule["rule"] == "night_shifts")
    assert (found["tier"], found["value"], found["clause"]) == ("red", 9.5, "县里规定")
    assert county["tier"] == "red"


def test_a_rule_may_be_left_out():
    start = GAOTAI.index("  - id: town_alerts\n")
    end = GAOTAI.index("  - id: closure_workforce_share\n")
    plan = parse(without_trials(GAOTAI[:start] + GAOTAI[end:]), "mine.yaml")
    judged = Judged(calm_world(COUNTY), plan=plan)
    assert (region(judged)["applicable"], region(judged)["complete"]) == (12, True)


def test_the_shipped_plan_is_untouched_by_all_this():
    assert load("gaotai-2021") == parse(GAOTAI, "gaotai-2021.yaml")
