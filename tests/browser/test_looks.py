"""How the pages look: at every width, in both schemes and languages, and what axe finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import PLACES, headline, overflow, show
from tests.browser.screenshots import SCENARIO

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LUOTUO = "620724105000"
PAGES = (
    "risk_map",
    "place",
    "duties",
    "event",
    "plans",
    "scenarios",
    "enterprises",
    "people",
    "risks",
    "data",
)
READY = {
    "risk_map": PLACES,
    "place": ".st-key-rule_rows svg.chart",
    "duties": ".st-key-duties tbody tr",
    "event": ".st-key-other_rulers svg.ruler",
    "plans": ".st-key-plans_table tbody tr",
    "scenarios": ".st-key-scenario_view .side:nth-child(2) [data-layer='fill'] path",
    "enterprises": ".st-key-firms tbody tr",
    "people": ".st-key-people_rows tbody tr",
    "risks": ".st-key-leads tbody tr",
    "data": ".st-key-bring_in_head",
}
WIDTHS = (390, 768, 1440, 1920)
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
GRAVE = ("serious", "critical")


def opened(new_page: Open, page: str, scheme: str, width: int, lang: str, **query: str) -> Page:
    own = {
        "place": {"region": LUOTUO},
        "event": {"event": "V072"},
        "plans": {"reading": "payout_80.orange"},
        "scenarios": {"scenario": SCENARIO, "month": "2026-09", "town_alerts": "detected"},
    }
    where = own.get(page, {})
    ready = READY[page]
    return show(
        new_page,
        page,
        ready=ready,
        lang=lang,
        **where,
        **query,
        context_viewport={"width": width, "height": 900},
        context_color_scheme=scheme,
        context_reduced_motion="reduce",
    )


@pytest.mark.parametrize(("scheme", "lang"), [("light", "zh"), ("dark", "en")])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_every_window_wears_the_scheme_and_axe_finds_nothing_serious(
    new_page: Open, page: str, scheme: str, lang: str
) -> None:
    """All on one opened page: to open it takes longer than to look at it."""
    drawn = opened(new_page, page, scheme, 390, lang)
    reaches_not_out_of_a_phone(drawn)
    for width in WIDTHS:
        drawn.set_viewport_size({"width": width, "height": 900})
        drawn.evaluate(TWO_FRAMES)
        is_no_wider_than_the_window(drawn, width)
    wears(drawn, scheme)
    expect(drawn.locator("h1")).to_have_count(1)
    assert all(text.strip() for text in drawn.locator("h1, h2, h3").all_inner_texts())
    assert grave(drawn) == []


def is_no_wider_than_the_window(drawn: Page, width: int) -> None:
    assert overflow(drawn) <= 0, width
    expect(headline(drawn)).to_be_in_viewport()
    for part in drawn.locator("h1, .st-key-controls, .st-key-banner").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= -1, width
        assert box["x"] + box["width"] <= width + 1, width


def reaches_not_out_of_a_phone(drawn: Page) -> None:
    for button in drawn.locator(".st-key-controls").get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390 - 8, button.inner_text()


def wears(drawn: Page, scheme: str) -> None:
    for component in drawn.locator(".uw:not([hidden])").all():
        expect(component).to_have_attribute("data-scheme", scheme)
    red, green, blue = drawn.locator(".stApp").evaluate(
        "node => getComputedStyle(node).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    )
    assert (red + green + blue < 200) == (scheme == "dark")


def grave(drawn: Page) -> list[str]:
    """What axe finds that is serious, once it has looked at what it has to."""
    answer = Axe().run(drawn).response
    looked_at = {rule["id"] for rule in answer["passes"]}
    assert {"color-contrast", "button-name", "document-title", "html-has-lang"} <= looked_at
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for fault in answer["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def test_axe_finds_nothing_serious_on_a_page_of_faults(new_page: Open) -> None:
    drawn = show(new_page, month="2031-01")
    answer = Axe().run(drawn).response
    assert not [fault["id"] for fault in answer["violations"] if fault["impact"] in GRAVE]


@pytest.mark.parametrize(("lang", "wanted"), [("zh", "zh-CN"), ("en", "en")])
def test_the_document_says_which_language_it_is_in(new_page: Open, lang: str, wanted: str) -> None:
    drawn = opened(new_page, "risk_map", "light", 1440, lang)
    expect(drawn.locator("html")).to_have_attribute("lang", wanted)
