"""Headings: names, synonyms, full-width forms and units all lead to the column they mean."""

import pytest

from dashboard.tables import TABLES
from dashboard.tables.headings import is_known_elsewhere, match, nearest, nearest_table, other_unit


def name(heading, table="indicators"):
    column = match(heading, TABLES[table])
    return column.name if column else None


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_name_and_synonym_leads_to_its_column(table):
    for column in table.columns:
        for heading in (column.name, column.name.upper(), column.label_en, *column.zh):
            assert match(heading, table) is column, heading


@pytest.mark.parametrize(
    "heading",
    [
        "登记失业率",
        "城镇登记失业率",
        "城镇登记失业率(%)",
        "城镇登记失业率（％）",
        " 城镇 登记失业率 [%] ",
        "城镇登记\n失业率",
        "Registered_Unemployment_Rate_PCT",
        "registered_unemployment_rate_pct (%)",
        "Registered unemployment rate",
    ],
)
def test_the_unemployment_rate_is_found_under_any_of_its_headings(heading):
    assert name(heading) == "registered_unemployment_rate_pct"


@pytest.mark.parametrize(
    ("heading", "table", "column"),
    [
        ("登记失业人数（人）", "indicators", "registered_unemployed_count"),
        ("基金支付能力（个月）", "indicators", "fund_support_months"),
        ("月份（YYYY-MM）", "indicators", "month"),
        ("結余", "funds", None),
        ("结余（元）", "funds", "balance_cny"),
        ("结余（万元）", "funds", None),
        ("人口(万人)", "regions", None),
        ("区划代码", "regions", "region_code"),
        ("统一社会信用代码", "headcounts", "enterprise_id"),
    ],
)
def test_only_the_units_of_a_column_may_follow_its_name(heading, table, column):
    assert name(heading, table) == column


def test_a_known_column_in_another_unit_is_told_from_an_unknown_one():
    unit, column = other_unit("结余（万元）", TABLES["funds"])
    assert (unit, column.name) == ("万元", "balance_cny")
    assert other_unit("备注（万元）", TABLES["funds"]) is None


@pytest.mark.parametrize(
    ("heading", "extra", "sentence"),
    [
        ("benefit_payout_rate", (), "Did you mean benefit_payout_rate_pct?"),
        ("失业保险金发放律", (), "Did you mean 失业保险金发放率?"),
        ("wage_growth_rate", ("wage_growth_pct",), "Did you mean wage_growth_pct?"),
        ("monthly", (), "Did you mean month?"),
    ],
)
def test_a_misspelt_heading_leads_to_the_nearest_name(heading, extra, sentence):
    assert nearest(heading, TABLES["indicators"], extra) == sentence


def test_a_heading_that_is_near_to_nothing_still_brings_the_nearest_name():
    assert nearest("zzzz", TABLES["indicators"]).startswith("The nearest name is ")


@pytest.mark.parametrize(
    ("stem", "sentence"),
    [
        ("indicator", "Did you mean indicators.csv?"),
        ("declared_alert", "Did you mean declared_alerts.csv?"),
        ("监测指标表", "Did you mean indicators.csv?"),
    ],
)
def test_a_misspelt_file_leads_to_the_nearest_table(stem, sentence):
    assert nearest_table(stem, ".csv") == sentence


def test_a_column_of_another_table_is_known():
    assert is_known_elsewhere("地区名称")
    assert not is_known_elsewhere("报表编号说明")
