"""Every word on every page is translated: a pseudo-language marks what is, and no page mixes languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page

from dashboard.locale import PSEUDO, PSEUDO_MARKS
from dashboard.plans.loader import available, load
from dashboard.workspace import open_folder
from tests.browser.desk import PLACES, press, show, view
from tests.browser.screenshots import SCENARIO
from tests.pages.desk import SAMPLES
from tests.serving import ROOT

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
COLLECT = Path(__file__).with_name("words_on_page.js").read_text(encoding="utf-8")
OPEN_ALL = """() => document.querySelectorAll('*').forEach((node) =>
    node.shadowRoot?.querySelectorAll('details').forEach((one) => { one.open = true; }))"""
DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?\b")
"""A day as Babel writes it; the pseudo-language has the days of English."""
HAN = re.compile(r"[一-鿿]")
WORD = re.compile(r"[A-Za-z]{2,}|[一-鿿]{2,}")
# Chinese has a few words in Latin letters: map approval numbers, the codes of another country's industries; and
# the data's version is a number to base sixteen.
LATIN_WORD = re.compile(r"(?<![A-Za-z0-9])(?!GS\b|NAICS|[a-f]+\d)[A-Za-z]{2,}")
# The words of the map's tiers come from the table of tier styles, which has no pseudo-language.
STYLE_WORDS = {"正常", "黄色", "橙色", "红色", "未知", "未齐"}
FILE_FORMS = {"CSV", "Excel"}
# Words of Streamlit's own frame, which it has in English only.
STREAMLITS_OWN = {
    "Skip to main content",
    "Navigate to home page",
    "App pages",
    "Main menu",
    "Logo",
    "Open",
    "Choose an option",
    "expand_more",  # arrows, written as the names of their signs
    "expand_less",
    "keyboard_arrow_right",
    "keyboard_arrow_down",
}
# The language switch names each language in that language.
SWITCH = {"中文 / EN", "中文", "/ EN", "中文 /", "EN"}
VISITS: dict[str, tuple[str, dict[str, str]]] = {
    "newest map": ("risk_map", {}),
    "detected": ("risk_map", {"town_alerts": "detected", "month": "2026-09"}),
    "first month": ("risk_map", {"month": "2023-11", "level": "county"}),
    "town": ("place", {"region": "620724105000"}),
    "unknown town": ("place", {"region": "620724106000"}),
    "city": ("place", {"region": "620700"}),
    "petition": ("place", {"region": "620724", "month": "2025-04"}),
    "event without a figure": ("place", {"region": "620724106000", "month": "2025-05"}),
    "Nanyang county": ("place", {"data": "nanyang", "region": "411328"}),
    "Washington": ("risk_map", {"data": "washington", "month": "2020-06"}),
    "Washington county": ("place", {"data": "washington", "region": "53033", "month": "2020-06"}),
    "duties": ("duties", {}),
    "duties of a city": ("duties", {"data": "nanyang", "plan": "pingdingshan-desk"}),
    "duties with steps": ("duties", {"data": "nanyang", "plan": "stabilise-jilin", "status": "unknown"}),
    "no duties": ("duties", {"data": "washington"}),
    "event": ("event", {"event": "V072"}),
    "gathering": ("event", {"data": "nanyang", "plan": "pingdingshan-desk", "event": "V118"}),
    "opinion": ("event", {"data": "nanyang", "plan": "pingdingshan-desk", "event": "V119"}),
    "layoff of unknown size": ("event", {"data": "nanyang", "event": "V120"}),
    "planned event": ("event", {"event": "V071"}),
    "no such event": ("event", {"event": "V999"}),
    "map without tiers": ("risk_map", {"plan": "nanyang"}),
    "plans": ("plans", {"reading": "payout_80.orange", "replay": "1"}),
    "plans of a city": (
        "plans",
        {"data": "nanyang", "plan": "pingdingshan-desk", "reading": "growth_base.month"},
    ),
    "plans compared": ("plans", {"compare": "stabilise-jilin,stabilise-cangzhou,pingdingshan-2022"}),
    "plans of Washington": ("plans", {"data": "washington"}),
    "plans without tiers": ("plans", {"plan": "hebei-2018"}),
    "plan whole": ("plans", {"plan_view": "pingdingshan-2022"}),
    "plan of an unofficial text": ("plans", {"plan_view": "stabilise-cangzhou"}),
    "scenarios": (
        "scenarios",
        {"scenario": SCENARIO, "month": "2026-09", "town_alerts": "detected", "as": "analyst"},
    ),
    "nothing supposed": ("scenarios", {"data": "nanyang"}),
    "workshop": ("scenarios", {"as": "workshop"}),
    "wrong month": ("risk_map", {"month": "2031-01"}),
    "enterprises": ("enterprises", {}),
    "firm": ("enterprise", {"enterprise": "91620799MA00011068"}),
    "people": ("people", {"as": "clerk"}),
    "leads": ("risks", {}),
    "key places": ("regions", {}),
    "matching": ("matching", {}),
    "filling in": ("sheets", {"as": "clerk"}),
    "data": ("data", {}),
    "who sees what": ("access", {}),
    "accounts": ("accounts", {"as": "admin"}),
}
WITHOUT_OUTLINE = {"city"}
READ_IN_BOTH = ("newest map", "petition", "duties of a city", "event", "plans of a city", "scenarios")
READY = {"duties": ".st-key-head h1", "event": "h1"}


def clauses_of(part: Any) -> set[str]:
    """Every clause that a plan names, wherever it stands."""
    if isinstance(part, dict):
        own = {str(value) for name, value in part.items() if str(name).endswith("clause") and value}
        return own.union(*map(clauses_of, part.values()))
    return set().union(*map(clauses_of, part)) if isinstance(part, list | tuple) else set()


@cache
def data_words(sample: str) -> tuple[str, ...]:
    """What a page shows as it stands in the data, longest first: names of places and firms, codes and clauses."""
    folder = ROOT / "sample_data" / sample
    space = open_folder(folder / "data" if sample == "washington" else folder)
    places = set(space.panel.names)
    short = {name[:-1] for name in places if HAN.search(name)}
    lines = {
        part for name in places for part in name.split()
    }  # a long name is written on the map in two lines
    clauses = {rule.clause for rule in space.plan.rules} | {
        each.clause for each in space.plan.interpretations
    }
    firms = {
        name
        for table in space.tables.values()
        if "enterprise_name" in table
        for name in table["enterprise_name"][pd.notna(table["enterprise_name"])]
    }
    plans = [load(name) for name in available()]
    clauses |= {text for plan in plans for text in clauses_of(plan.model_dump())}
    clauses |= {plan.source.number for plan in plans if plan.source.number}
    registers = {
        str(value)
        for name in ("risks", "people", "services", "help_tasks", "visits", "enterprises")
        for column in space.tables.get(name, pd.DataFrame()).select_dtypes("object")
        for cell in space.tables[name][column].unique()
        for value in str(cell).split(";")
    }
    clauses |= registers
    found = STREAMLITS_OWN | SWITCH | FILE_FORMS | {*SAMPLES} | places | short | lines | clauses | firms
    return tuple(sorted(found - {""}, key=len, reverse=True))


def without_data(text: str, sample: str) -> str:
    for word in data_words(sample):
        if word in text:
            text = text.replace(word, " ")
    return text


def opened(new_page: Open, visit: str, lang: str) -> Page:
    page, query = VISITS[visit]
    drawn = show(new_page, page, lang=lang, **query)
    if page in READY:
        drawn.locator(READY[page]).first.wait_for()
    if page == "risk_map" and "wrong" not in visit and "without" not in visit:
        drawn.locator(PLACES).first.wait_for()
    if page == "place":
        drawn.locator(".st-key-rail h2").first.wait_for()
        if visit not in WITHOUT_OUTLINE:
            drawn.locator(".st-key-rail svg[aria-label]").first.wait_for()
    drawn.evaluate(OPEN_ALL)
    return drawn


def foreign_words(page: Page, foreign: re.Pattern[str], sample: str = "gaotai") -> list[str]:
    """Texts outside the marks that hold what they should not."""
    answer = page.evaluate(COLLECT, list(PSEUDO_MARKS))
    assert answer["unbalanced"] == []
    return [text for text in answer["outside"] if foreign.search(without_data(text, sample))]


def sample_of(visit: str) -> str:
    return VISITS[visit][1].get("data", "gaotai")


def untranslated(page: Page, sample: str = "gaotai") -> list[str]:
    found = foreign_words(page, WORD, sample)
    told = (DAY.sub(" ", re.sub("|".join(STYLE_WORDS), " ", without_data(text, sample))) for text in found)
    return [text for text in told if WORD.search(text)]


@pytest.mark.parametrize("visit", VISITS)
def test_every_word_on_the_page_is_translated(new_page: Open, visit: str) -> None:
    assert untranslated(opened(new_page, visit, PSEUDO), sample_of(visit)) == []


def test_every_word_in_the_popover_and_while_playing_is_translated(new_page: Open) -> None:
    page = opened(new_page, "newest map", PSEUDO)
    view(page, "⟦View⟧")
    page.locator(".st-key-source_choice").wait_for()
    assert untranslated(page) == []
    page.keyboard.press("Escape")
    press(page, "play")
    page.get_by_role("button", name="⟦Stop⟧").wait_for()
    assert untranslated(page) == []


def test_the_reader_of_pages_sees_into_components_and_labels(new_page: Open) -> None:
    page = opened(new_page, "town", "zh")
    found = " ".join(foreign_words(page, HAN))
    for part in (
        "监测企业用工",
        "补齐后最坏：红色。",
        "2026年10月预警等级图",
        "失业预警工作台",
        "重点关注企业",
    ):
        assert part in found


@pytest.mark.parametrize("visit", READ_IN_BOTH)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_mixes_languages(new_page: Open, visit: str, lang: str) -> None:
    page = opened(new_page, visit, lang)
    assert foreign_words(page, LATIN_WORD if lang == "zh" else HAN, sample_of(visit)) == []
