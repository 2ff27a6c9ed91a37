"""Registrations, filings and insurance against each other: each conflict with what both sides say."""

import pandas as pd

from dashboard.engine.matching import conflicts


def side(*rows):
    names = ["person_id", "id_number", "month", "enterprise_id", "region_code"]
    return pd.DataFrame(rows, columns=names)


def told(tables):
    found = conflicts(tables)
    return [
        (row.conflict, row.person, row.left_enterprise, row.right_enterprise) for row in found.itertuples()
    ]


def test_a_registered_person_for_whom_contributions_are_paid_is_a_conflict_with_both_sides():
    tables = {
        "registrations": side(("P1", "", 5, "", "1"), ("P2", "", 5, "", "1")),
        "insured": side(("P1", "", 5, "F1", "2")),
    }
    assert told(tables) == [("registered_and_insured", "P1", "", "F1")]


def test_an_employment_filed_by_one_firm_and_insured_by_another_is_a_conflict():
    tables = {"filings": side(("P1", "", 5, "F1", "1")), "insured": side(("P1", "", 5, "F2", "1"))}
    assert told(tables) == [("other_firm", "P1", "F1", "F2")]


def test_a_filed_person_without_contributions_is_a_conflict_only_where_insurance_reported_the_month():
    filings = side(("P1", "", 5, "F1", "1"), ("P1", "", 6, "F1", "1"))
    tables = {"filings": filings, "insured": side(("P2", "", 5, "F2", "1"))}
    assert told(tables) == [("filed_not_insured", "P1", "F1", "")]


def test_a_person_without_a_number_kept_here_is_known_by_the_id_number():
    tables = {
        "registrations": side(("", "990105194912310023", 5, "", "1")),
        "filings": side(("", "990105194912310023", 5, "F1", "1")),
    }
    assert told(tables) == [("registered_and_filed", "990105194912310023", "", "F1")]


def test_no_tables_give_no_conflicts():
    assert conflicts({}).empty
