"""The tables as data: complete, labelled in both languages, documented, without two meanings for one heading."""

from pathlib import Path

import pytest

from dashboard.tables import TABLES
from dashboard.tables.cells import plain
from dashboard.tables.document import markdown

# What every user of data folders relies on. Required columns end in an exclamation mark.
CONTRACT = {
    "regions": "region_code! region_name! level! parent_code population_count is_monitoring_point pooling_area_code",
    "indicators": "region_code! month! registered_unemployment_rate_pct graduate_employment_rate_pct"
    " long_term_unemployed_share_pct registered_unemployed_count first_time_claimants_count fund_support_months"
    " benefit_payout_rate_pct monitored_employees_count enterprise_employees_count new_urban_jobs_count"
    " job_loss_rate_pct vacancies_count job_seekers_count",
    "targets": "region_code! year! registered_unemployment_rate_target_pct graduate_employment_rate_target_pct"
    " new_urban_jobs_target_count",
    "enterprises": "enterprise_id! enterprise_name! region_code! industry_code employees_count size_class"
    " is_influential is_fully_closed liaison",
    "headcounts": "enterprise_id! month! employees_count filed_count insured_count vacancies_count"
    " wages_in_arrears_cny insurance_months_in_arrears production_index exports_cny",
    "events": "event_id! date! region_code! kind! state enterprise_id enterprise_name industry_code workforce_count"
    " affected_count petition cause legal_ground passed_down_by is_spreading learned_at received_at checked_at",
    "people": "person_id! id_number name phone region_code! groups! household_id spouse_id birth education health"
    " skills training_wish work_wish status difficulty_grade helper protected_as insured_months insured_in_province"
    " separation_reason benefit_status is_migrant scope_year enterprise_id since",
    "services": "person_id! date! kind! channel outcome note",
    "risks": "risk_id! date! region_code! source! severity enterprise_id description owner status note",
    "declared_alerts": "region_code! month! tier!",
    "layoff_plans": "plan_id! enterprise_id! kind! people_count staff_count legal_ground is_complete is_funded"
    " congress_passed_on union_heard_on notice_on reported_on filed_on contracts_ended_on compensation_settled"
    " arrears_settled",
    "funds": "region_code! month! fund! balance_cny payout_cny committed_cny",
    "registrations": "person_id id_number month! enterprise_id region_code",
    "filings": "person_id id_number month! enterprise_id region_code",
    "insured": "person_id id_number month! enterprise_id region_code",
    "visits": "enterprise_id! date! visitor finding",
    "help_tasks": "region_code! task! unit due_on done_on note",
}
CHOICES = {
    ("regions", "level"): "province city county town village community site",
    ("events", "kind"): "layoff closure gathering dispute opinion petition stoppage wage_flight",
    ("events", "state"): "planned done",
    ("events", "petition"): "none individual collective mass",
    ("events", "passed_down_by"): "none city province",
    (
        "services",
        "kind",
    ): "job_offer guidance employment_service training contact placement registration job_fair"
    " start_up counselling social_aid",
    ("declared_alerts", "tier"): "normal yellow orange red",
    ("layoff_plans", "kind"): "layoff placement",
}
KEYS = {
    "regions": ["region_code"],
    "indicators": ["region_code month"],
    "targets": ["region_code year"],
    "enterprises": ["enterprise_id"],
    "headcounts": ["enterprise_id month"],
    "events": ["event_id"],
    "people": ["person_id"],
    "services": [],
    "risks": ["risk_id"],
    "declared_alerts": [],
    "layoff_plans": ["plan_id"],
    "funds": ["region_code month fund"],
    "registrations": ["person_id month", "id_number month"],
    "filings": ["person_id month", "id_number month"],
    "insured": ["person_id month", "id_number month"],
    "visits": [],
    "help_tasks": ["region_code task"],
}
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def test_the_tables_are_those_of_the_contract():
    assert list(TABLES) == list(CONTRACT)


@EVERY_TABLE
def test_every_column_of_the_contract_is_there_in_its_order(table):
    promised = [name.rstrip("!") for name in CONTRACT[table.name].split()]
    assert [column.name for column in table.columns if column.name in promised] == promised
    assert table.name == "enterprises" or len(table.columns) == len(promised)


@EVERY_TABLE
def test_the_bold_columns_are_required_and_no_others(table):
    required = [name.rstrip("!") for name in CONTRACT[table.name].split() if name.endswith("!")]
    assert [column.name for column in table.columns if column.required] == required


@EVERY_TABLE
def test_the_keys_are_those_of_the_contract(table):
    assert [" ".join(key) for key in table.keys] == KEYS[table.name]
    assert {name for key in table.keys for name in key} <= set(table.by_name)


@pytest.mark.parametrize(("table", "column"), CHOICES)
def test_a_list_has_the_words_of_the_contract(table, column):
    assert list(TABLES[table].by_name[column].choices) == CHOICES[table, column].split()
    assert TABLES[table].by_name[column].kind == "choice"


@EVERY_TABLE
def test_every_table_and_column_is_labelled_in_both_languages_and_documented(table):
    for each in (table, *table.columns):
        assert each.label_en
        assert each.label_zh
        assert not each.label_zh.isascii()
        assert each.doc.endswith(".")


@EVERY_TABLE
def test_every_column_has_several_chinese_headings(table):
    for column in table.columns:
        assert len(column.zh) >= (1 if column.name.endswith("_since") else 2), column.name
        assert len(set(column.zh)) == len(column.zh), column.name


@EVERY_TABLE
def test_no_heading_of_a_table_means_two_columns(table):
    meanings = {}
    for column in table.columns:
        for heading in (column.name, column.label_en, *column.zh):
            assert meanings.setdefault(plain(heading), column.name) == column.name, heading


@EVERY_TABLE
def test_no_word_of_a_list_means_two_things(table):
    for column in table.columns:
        meanings = {}
        for word, forms in column.choices.items():
            assert forms
            for form in (word, *forms):
                assert meanings.setdefault(plain(form), word) == word, form


@EVERY_TABLE
def test_the_unit_in_a_name_is_the_unit_of_the_column(table):
    for column in table.columns:
        if column.name.endswith("_pct"):
            assert (column.kind, column.unit) == ("percent", "%")
        elif column.name.endswith("_count"):
            assert column.kind == "count"
        elif column.name.endswith("_cny"):
            assert (column.kind, column.unit) == ("number", "CNY")
        elif column.name.endswith("_months"):
            assert (column.kind, column.unit) == ("number", "months")
        elif column.name.startswith("is_"):
            assert column.kind == "yesno"
        elif column.name.endswith(("_on", "_since")):
            assert column.kind == "date"


def test_a_flag_of_an_enterprise_has_its_date():
    names = TABLES["enterprises"].by_name
    flags = [name for name in names if name.startswith("is_")]
    assert len(flags) >= 10
    assert all(f"{flag.removeprefix('is_')}_since" in names for flag in flags)


def test_whatever_names_a_person_or_a_firm_is_masked():
    for table in TABLES.values():
        for column in table.columns:
            if column.name.endswith("_id") or column.name == "id_number":
                assert column.kind == "identifier", (table.name, column.name)
            if column.name in ("name", "helper", "liaison", "owner"):
                assert column.kind == "person"


def test_the_page_of_tables_is_current():
    page = Path(__file__).parents[2] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == markdown(), "run python -m dashboard.tables > docs/tables.md"
