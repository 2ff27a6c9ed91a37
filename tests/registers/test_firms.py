"""The list of key enterprises on the sample county: reasons, shares in warnings, plans with gates, and promises."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.access import Viewer
from dashboard.registers.firm_money import layoff_rate_pct, promises
from dashboard.registers.firm_plans import FirmPlan, firm_plans, last_day
from dashboard.registers.firm_shares import parts_of, shares, told_rule, warning_rule
from dashboard.registers.firms import FirmList, firm_list
from dashboard.registers.help_plans import help_plan
from dashboard.registers.key_regions import place_list
from dashboard.registers.leads import leads
from dashboard.tables.months import month_number
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT
from tests.tables.folders import write

OCTOBER = month_number("2026-10")


@cache
def space(plan: str = "gaotai-desk", folder: str = "gaotai") -> Workspace:
    return open_folder(ROOT / "sample_data" / folder, plan)


@cache
def firms(plan: str = "gaotai-desk", folder: str = "gaotai") -> FirmList:
    found = firm_list(space(plan, folder))
    assert found is not None
    return found


def at(name: str) -> int:
    return list(firms().rows.own["enterprise_name"]).index(name)


def reasons(name: str, month: int = OCTOBER) -> list[tuple[str, str, str]]:
    """Each reason with its month and its marks."""
    return [
        (
            each.listed.criterion.id,
            f"{each.since // 12}-{each.since % 12 + 1:02d}" if each.since else "",
            "hand" * each.by_hand + "open" * each.is_open,
        )
        for each in firms().reasons(at(name), month)
    ]


def test_the_story_s_counts_are_found_from_data() -> None:
    found = dict(
        zip(
            [each.criterion.id for each in firms().criteria.listed],
            firms().holds(OCTOBER).sum(axis=1).tolist(),
            strict=True,
        )
    )
    assert (found["wages_in_arrears"], found["insurance_in_arrears"], found["production_stopped"]) == (
        9,
        14,
        5,
    )


def test_reasons_say_since_when_and_what_only_the_bureau_marked() -> None:
    assert reasons("示例番茄制品厂") == [
        ("insurance_in_arrears", "2026-09", ""),
        ("mass_layoff", "2026-09", ""),
        ("workforce_unstable", "2026-07", ""),
        ("influential", "2023-01", ""),
    ]
    assert ("production_stopped", "2026-08", "hand") in reasons("示例马铃薯淀粉厂")
    assert reasons("示例丁饮料厂") == []


def test_a_reason_ends_with_its_month_and_arrears_that_are_paid_are_gone() -> None:
    owed = [each[0] for each in reasons("示例物流公司", month_number("2026-09"))]
    assert "wages_in_arrears" in owed
    assert "wages_in_arrears" not in [each[0] for each in reasons("示例物流公司")]


def test_what_a_town_did_not_send_leaves_a_reason_open() -> None:
    assert reasons("示例羊毛加工厂") == [("workforce_unstable", "2026-06", "open")]
    assert firms().by_hand(OCTOBER)[at("示例羊毛加工厂")]
    assert not firms().by_hand(month_number("2026-09")).any()


def test_three_firms_account_for_most_of_the_jobs_lost_in_luotuocheng() -> None:
    found = shares(firms(), "published", OCTOBER)
    told = {
        name: (found.people[at(name)], found.whole[at(name)], round(found.percent[at(name)], 1))
        for name in ("示例番茄制品厂", "示例马铃薯淀粉厂", "示例脱水蔬菜公司")
    }
    assert told == {
        "示例番茄制品厂": (412, 930, 44.3),
        "示例马铃薯淀粉厂": (236, 930, 25.4),
        "示例脱水蔬菜公司": (148, 930, 15.9),
    }


@pytest.mark.parametrize(
    ("firm", "state", "rule"),
    [
        ("示例水泥厂", "not_attributable", "first_time_claimants_growth"),
        ("示例制种公司", "normal", ""),
        ("示例羊毛加工厂", "unknown", ""),
    ],
)
def test_what_is_counted_by_person_goes_back_to_no_firm(firm: str, state: str, rule: str) -> None:
    found = shares(firms(), "published", OCTOBER)
    assert (found.state[at(firm)], found.rule[at(firm)]) == (state, rule)
    assert np.isnan(found.people[at(firm)])


def test_a_closure_s_whole_figure_goes_back_to_its_firm() -> None:
    march = month_number("2026-03")
    told = told_rule(
        space(), "published", march, "closure_workforce_share", space().panel.position("620724104000")
    )
    found = parts_of(firms(), told)
    assert found is not None
    assert (found.whole, found.named, found.left) == (194, 194, 0)
    assert found.people[at("示例砖瓦厂")] == 194


def test_only_the_group_that_decided_counts_for_a_layoff_share() -> None:
    nanyang = firms("nanyang-desk", "nanyang")
    place = nanyang.workspace.panel
    region = next(i for i, name in enumerate(place.names) if name == "唐河县")
    told = told_rule(nanyang.workspace, "published", OCTOBER, "layoff_workforce_share", region)
    found = parts_of(nanyang, told)
    assert found is not None
    assert found.whole == told.figures["laid_off"] == 620
    assert found.named + sum(found.others.values()) == 620


@pytest.mark.parametrize("folder", [("gaotai-desk", "gaotai"), ("nanyang-desk", "nanyang")])
def test_parts_are_never_more_than_what_the_rule_counted_in_events(folder: tuple[str, str]) -> None:
    own = firms(*folder)
    seen = 0
    for month in own.workspace.months[-12:]:
        for region in range(own.workspace.panel.region_count):
            told = warning_rule(own.workspace, "published", month, region)
            found = parts_of(own, told) if told else None
            if found is not None and told is not None and told.rule.is_event:
                seen += 1
                assert found.left == pytest.approx(0)
    assert seen


def test_a_firm_outside_the_list_is_named_by_its_event(tmp_path: Path) -> None:
    made = write(
        tmp_path / "f",
        indicators="region_code,month,enterprise_employees_count\n620724101,2024-06,1000\n",
        enterprises="enterprise_id,enterprise_name,region_code\nF1,示例厂,620724101\n",
        events="event_id,date,region_code,kind,enterprise_id,enterprise_name,affected_count\n"
        "E1,2024-06-01,620724101,closure,F1,,150\nE2,2024-06-02,620724101,closure,,示例小店,50\n",
    )
    opened = open_folder(made, "gaotai-desk")
    own = firm_list(opened)
    assert own is not None
    told = told_rule(opened, "published", month_number("2024-06"), "closure_workforce_share", 1)
    found = parts_of(own, told)
    assert found is not None
    assert (found.whole, found.people.tolist(), found.others) == (200, [150], {"示例小店": 50})


def plans(month: str = "2026-10") -> dict[str, FirmPlan]:
    found = firm_plans(space(), last_day(month_number(month)))
    assert found is not None
    return {each.plan_id: each for each in found}


def lacking(plan: FirmPlan) -> set[str]:
    return {need.criterion.id for gate in plan.gates for need in gate.lacking}


def test_gates_still_closed_are_counted_once_each() -> None:
    assert {name: each.lacking for name, each in plans().items()} == {
        "P001": 3, "P002": 1, "P003": 6, "P004": 0, "P005": 1,
    }  # fmt: skip
    assert lacking(plans()["P001"]) == {"congress", "notice", "reported"}


def test_notice_runs_thirty_days_from_its_day_and_filing_fifteen_from_the_end() -> None:
    notice = next(n for g in plans()["P001"].gates for n in g.needs if n.criterion.id == "notice")
    assert (notice.done, notice.wanted, str(notice.ends)[:10]) == (3, 30, "2026-11-27")
    filing = next(n for g in plans()["P004"].gates for n in g.then if n.criterion.id == "filed")
    assert (filing.is_most, str(filing.ends)[:10], filing.holds) == (True, "2026-11-05", None)


def test_a_past_month_shows_a_plan_as_it_stood_then() -> None:
    assert set(plans("2026-08")) == set()
    september = plans("2026-09")
    assert set(september) == {"P004", "P005"}
    assert lacking(september["P004"]) == {"notice", "reported"}
    assert not september["P004"].has_ended


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-11-26", False), ("2026-11-27", True), ("2026-11-28", True)]
)
def test_the_notice_gate_opens_on_the_thirtieth_day(day: str, holds: bool) -> None:
    found = firm_plans(space(), pd.Timestamp(day), "91620799MA0001501F")
    assert found is not None
    assert [n.holds for g in found[0].gates for n in g.needs if n.criterion.id == "notice"] == [holds]


def test_promises_show_which_conditions_hold_and_which_nobody_has_stated() -> None:
    found = promises(firms(), at("示例面粉厂"), OCTOBER)
    assert found
    assert not any(each.in_force for each in found)
    jilin = next(
        each for each in found if each.plan.id == "stabilise-jilin" and each.payment.id == "retention"
    )
    assert [(each.id, answer) for each, answer, _ in jilin.conditions] == [
        ("pool_balance", False),
        ("few_layoffs", True),
    ]
    assert jilin.holds is False
    stated = next(
        each for each in found if each.payment.id == "hardship" and each.plan.id == "stabilise-jilin"
    )
    assert {each.id: answer for each, answer, _ in stated.conditions}["recovery_likely"] is None


def test_a_layoff_rate_is_last_year_s_laid_off_of_those_insured_at_its_start() -> None:
    assert layoff_rate_pct(firms(), at("示例面粉厂"), 2025) == 0
    cement = at("示例水泥厂")
    december = month_number("2024-12") - firms().rows.first
    assert layoff_rate_pct(firms(), cement, 2025) == pytest.approx(
        112 / firms().insured[december, cement] * 100
    )
    assert np.isnan(layoff_rate_pct(firms(), cement, 2020))


def test_leads_stand_with_the_gravest_open_ones_first() -> None:
    found = leads(space(), OCTOBER)
    assert found[0].lead_id == "R010"
    assert [each.is_closed for each in found] == sorted(each.is_closed for each in found)
    assert "R002" not in {each.lead_id for each in found}, "dealt with since August"
    assert {each.lead_id for each in found if each.is_event} == {"V067", "V070"}


def test_the_check_of_an_opinion_runs_48_hours_from_receipt() -> None:
    found = next(each for each in leads(space("pingdingshan-desk"), OCTOBER) if each.lead_id == "V070")
    assert found.due is not None
    assert (found.due.hours, str(found.due_by)) == (48, "2026-10-19 00:00:00")
    assert next(each for each in leads(space(), OCTOBER) if each.lead_id == "V070").due is None


def test_a_place_is_on_the_list_with_its_months() -> None:
    found = place_list(space("nanyang-desk", "nanyang"))
    august = month_number("2026-08")
    region = next(i for i, name in enumerate(found.workspace.panel.names) if name == "卧龙区")
    (reason,) = found.reasons(region, august)
    assert (reason.listed.criterion.id, reason.since, reason.figure) == ("new_jobs_falling", august, 3)
    assert found.reasons(region, OCTOBER) == []


def test_sites_and_village_points_are_key_places_from_their_size_on(tmp_path: Path) -> None:
    regions = (
        "region_code,region_name,level,parent_code,population_count,is_monitoring_point\n"
        "1,示例县,county,,,\n2,示例安置点,site,1,800,\n3,示例小点,site,1,799,\n4,示例村,village,1,,true\n5,示例点,site,1,,\n"
    )
    made = write(
        tmp_path / "f", regions=regions, indicators="region_code,month,new_urban_jobs_count\n1,2024-06,3\n"
    )
    found = place_list(open_folder(made, "pingdingshan-2022"))
    month = month_number("2024-06")
    ids = [[each.listed.criterion.id for each in found.reasons(region, month)] for region in range(5)]
    assert ids == [[], ["resettlement_site"], [], ["village_point"], []]


def test_a_help_plan_has_its_tasks_by_their_day_and_what_else_the_plan_names() -> None:
    found = help_plan(space(), space().panel.position("620724105000"))
    day = last_day(OCTOBER)
    told = [
        (each.name.en, each.unit, each.is_done(day), each.is_overdue(day))
        for each in found
        if each.is_taken_on
    ]
    assert told == [
        ("Match vacancies", "骆驼城镇", True, False),
        ("Public-welfare posts", "骆驼城镇", False, True),
        ("Attract firms", "招商专班", False, False),
    ]
    assert len(found) == 6


def test_a_clerk_s_list_holds_their_own_firms_alone() -> None:
    mine = space().seen_by(Viewer("clerk", ("620724105000",)))
    own = firm_list(mine)
    assert own is not None
    assert set(own.rows.own["region_code"]) == {"620724105000"}
    found = shares(own, "published", OCTOBER)
    first = own.position("91620799MA0001501F")
    assert round(found.percent[first], 1) == 44.3
