"""Every part of every shipped plan is labelled in both languages and cited, and is what its tables can show."""

import re
from typing import get_args

import pytest

from dashboard.plans import available, load
from dashboard.plans.conditions import WORKED_OUT, TableName
from dashboard.plans.follow_up import PlanKind, ServiceKind
from dashboard.plans.lists import ListName
from dashboard.tables import TABLES
from dashboard.tables.layoff_plans import KINDS as PLAN_KINDS
from dashboard.tables.services import KINDS as SERVICE_KINDS

HAN = re.compile(r"[\u4e00-\u9fff]")
CLAUSE = re.compile(
    r"((总体|规模裁员应对|失业人员帮扶|突发事件处置|重点地区援助)预案)?"
    r"(前言|[一二三四五六七八九十]+(\([一二三四五六七八九十]+\))?\d{0,2})"
)
LABELS = ("name", "title", "label", "text", "question", "report_clause")
UNCITED = ("chosen", "alternatives", "amounts")
"""Parts that are cited with what they belong to."""


def parts(value, path=()):
    """Every mapping with an id, with its path in words."""
    if isinstance(value, dict):
        path = (*path, str(value["id"])) if "id" in value else path
        if "id" in value:
            yield path, value
        for key, each in value.items():
            yield from parts(each, (*path, key))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from parts(each, path)


def texts(value):
    """Every text in two languages."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            yield value
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", available())
def test_every_id_is_labelled_and_cited(name):
    for path, part in parts(load(name).model_dump()):
        where = ".".join(path)
        assert any(part.get(label) for label in LABELS), where
        if set(path[-2:-1]) & set(UNCITED) or part["id"] == name:
            continue
        clauses = (part.get("clause") or part.get("report_clause") or "").split("、")
        assert all(CLAUSE.fullmatch(clause) for clause in clauses), f"{where}: {clauses}"


@pytest.mark.parametrize("name", available())
def test_every_text_is_in_the_language_it_says(name):
    for text in texts(load(name).model_dump()):
        assert HAN.search(text["zh"]), text
        assert not HAN.search(text["en"]), text


def test_the_plans_of_an_unofficial_collection_say_so():
    unofficial = {name for name in available() if not load(name).source.is_official}
    assert unofficial == {"stabilise-jilin", "stabilise-yushu", "stabilise-cangzhou"}
    for name in unofficial:
        note = load(name).source.note
        assert note is not None
        assert ("非官方" in note.zh, "unofficial" in note.en.lower()) == (True, True)


@pytest.mark.parametrize("name", available())
def test_figures_of_the_bureaus_own_are_marked_and_have_alternatives(name):
    plan = load(name)
    for path, part in parts(plan.model_dump()):
        if part.get("practice"):
            readings = [plan.interpretation(each) for each in part["interpretations"]]
            assert readings, path


def test_the_words_of_a_plan_are_those_of_the_tables():
    assert get_args(ServiceKind) == tuple(SERVICE_KINDS)
    assert get_args(PlanKind) == tuple(PLAN_KINDS)
    assert set(get_args(TableName)) - {"stated"} <= set(TABLES)
    assert set(get_args(ListName)) <= set(TABLES)
    assert set(WORKED_OUT) <= set(get_args(TableName))
    for table, figures in WORKED_OUT.items():
        assert not set(figures) & set(TABLES[table].by_name if table in TABLES else ())
