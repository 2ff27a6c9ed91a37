"""What a streak comes to in all, and whose firms it was: never more than the table of headcounts says."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.engine.firm_changes import firm_changes
from dashboard.wording.sums import streak_sum
from dashboard.wording.teller import Teller
from tests.wording.stories import position, rule, teller

STREAK = "monitored_employees_decline"
LUOTUO = "620724105000"


def with_headcounts(told: Teller, headcounts: pd.DataFrame | None) -> Teller:
    """The same teller over a data folder with other headcounts, or none."""
    tables = {name: table for name, table in told.workspace.tables.items() if name != "headcounts"}
    if headcounts is not None:
        tables["headcounts"] = headcounts
    workspace = replace(told.workspace, folder=replace(told.workspace.folder, tables=tables))
    return replace(told, workspace=workspace)


def test_the_firm_with_the_largest_share_is_named_where_the_firms_add_up() -> None:
    assert streak_sum(*rule("骆驼城镇", "2026-10", STREAK)) == "4个月共减930人，其中示例番茄制品厂减412人。"
    english = streak_sum(*rule("骆驼城镇", "2026-10", STREAK, "en"))
    assert english == "930 people fewer in 4 months, 412 of them at 示例番茄制品厂."


def test_a_streak_of_people_who_are_no_staff_names_no_firm() -> None:
    told = streak_sum(*rule("南华镇", "2026-10", "first_time_claimants_growth"))
    assert told.startswith("6个月共增")
    assert "其中" not in told


def test_no_firm_is_named_without_headcounts_of_every_month() -> None:
    told, why = rule("骆驼城镇", "2026-10", STREAK)
    headcounts = told.workspace.tables["headcounts"]
    august = headcounts["month"] == told.month - 2
    for less in (None, headcounts[~august]):
        assert streak_sum(with_headcounts(told, less), why) == "4个月共减930人。"


def test_firms_that_do_not_add_up_are_said_not_to() -> None:
    told, why = rule("骆驼城镇", "2026-10", STREAK)
    headcounts = told.workspace.tables["headcounts"]
    potato = headcounts["enterprise_id"] == "91620799MA000151X7"
    short = headcounts[~(potato & (headcounts["month"] == told.month))]
    assert streak_sum(with_headcounts(told, short), why) == (
        "4个月共减930人。有用工数的23家企业中，示例番茄制品厂减得最多（412人）；这些企业合计减694人，与上报数不一致。"
    )


def test_firms_elsewhere_do_not_count() -> None:
    told = teller("2026-10")
    tables, last = told.workspace.tables, told.month
    county = {told.workspace.panel.codes[r] for r in told.workspace.below(position(told, "高台县"))}
    own = firm_changes(tables, {LUOTUO}, last - 4, last, falling=True)
    whole = firm_changes(tables, county, last - 4, last, falling=True)
    assert own is not None
    assert whole is not None
    assert (own.firms, own.known) == (24, -930.0)
    assert whole.firms > own.firms
    assert firm_changes(tables, {"1"}, last - 4, last, falling=True) is None
