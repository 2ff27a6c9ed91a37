"""What must find its room: one row of controls, thumbs on a phone, the notes of the map, the chart while it loads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk import PLACES, show

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LUOTUO = "620724105000"
THUMB = 44


def drawn(new_page: Open, page: str, width: int, lang: str) -> Page:
    where = {"region": LUOTUO} if page == "place" else {}
    ready = ".st-key-rule_rows svg.chart" if page == "place" else PLACES
    viewport = {"width": width, "height": 900}
    return show(new_page, page, ready=ready, lang=lang, month="2026-10", **where, context_viewport=viewport)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_the_controls_stand_in_one_row_at_1440(new_page: Open, page: str, lang: str) -> None:
    opened = drawn(new_page, page, 1440, lang)
    buttons = opened.locator(".st-key-controls").get_by_role("button").all()
    boxes = [box for button in buttons if (box := button.bounding_box()) is not None]
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert len(boxes) >= 4
    assert max(middles) - min(middles) < 4
    assert {round(box["height"]) for box in boxes} <= {33, 34, 35}


def test_reported_places_are_drawn_marks_and_the_wanting_one_is_dashed(new_page: Open) -> None:
    reported = drawn(new_page, "risk_map", 1440, "zh").locator(".st-key-reported")
    expect(reported.locator(".pips i")).to_have_count(9)
    expect(reported.locator(".pips i.no")).to_have_css("border-style", "dashed")
    expect(reported.locator(".pips i.no")).to_have_count(1)
    expect(reported).to_contain_text("9个镇中8个已报")
    assert "▮" not in reported.inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["risk_map", "place"])
def test_whatever_is_pressed_on_a_phone_is_large_enough_for_a_thumb(
    new_page: Open, page: str, lang: str
) -> None:
    opened = drawn(new_page, page, 390, lang)
    small = opened.evaluate(
        """(least) => {
          const found = [];
          const walk = (root) => root.querySelectorAll('*').forEach((node) => {
            if (node.shadowRoot) walk(node.shadowRoot);
            if (!node.matches('button, summary, a[href], [role=radio], [role=combobox]')) return;
            const box = node.getBoundingClientRect();
            const over = getComputedStyle(node, '::after');
            const row = over.position === 'absolute' && over.inset === '0px' ? node.closest('tr, li') : null;
            const high = row ? row.getBoundingClientRect().height : box.height;
            if (box.width && high < least - 0.5) found.push(`${node.tagName} ${node.innerText} ${box.width}x${high}`);
          });
          walk(document.querySelector('[data-testid="stMain"]'));
          return found; }""",
        THUMB,
    )
    assert not small


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_what_is_published_otherwise_is_said_on_the_map_or_under_it(
    new_page: Open, width: int, lang: str
) -> None:
    opened = drawn(new_page, "risk_map", width, lang)
    wanted = {"zh": "已发布橙色", "en": "published orange"}[lang]
    unpublished = {"zh": "未发布", "en": "not published"}[lang]
    labels = opened.locator(".st-key-risk_view svg [data-layer='label'] text").all_text_contents()
    below = opened.locator(".st-key-risk_view .beyond").text_content() or ""
    for note in (wanted, unpublished):
        on_map = note.replace(" ", "") in "".join(labels).replace(" ", "")
        assert on_map or note in below, (labels, below)


def test_the_chart_comes_without_moving_what_stands_below_it(new_page: Open) -> None:
    """The room of the chart is kept from the first drawing on: rules do not jump when Plotly has loaded."""
    page = new_page("/healthz", settled=False)
    held: list[Route] = []
    page.route("**/PlotlyChart*.js", lambda route: held.append(route))
    page.goto(f"/place?region={LUOTUO}&month=2026-10")
    page.locator(".st-key-rule_rows svg.chart").first.wait_for()
    page.locator(".st-key-deciding_reasons tbody tr").first.wait_for()
    page.locator(".st-key-deciding_chart").wait_for(state="attached")
    before = page.locator(".st-key-rule_rows").bounding_box()
    assert held
    assert page.locator(".st-key-deciding_chart .main-svg").count() == 0
    for route in held:
        route.continue_()
    page.locator(".st-key-deciding_chart .main-svg .barlayer").first.wait_for(state="attached")
    after = page.locator(".st-key-rule_rows").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2
