"""The page components in a real browser: what is drawn, by keyboard, at every width, with hostile names, by axe."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.serving import ROOT, answers, clean_environment, free_port, wait_until

pytestmark = pytest.mark.browser

WIDTHS = (390, 768, 1440, 1920)
# Only what the gallery's own components draw: the frame around them is Streamlit's.
COMPONENTS = '[data-testid="stBidiComponentIsolated"]'


@contextmanager
def running(script: str, log: Path) -> Iterator[str]:
    """A gallery on a free port; a traceback in its log is an error."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", f"tests/browser/{script}"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.enableStaticServing", "true"]
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until(
                lambda: process.poll() is not None or answers(f"{url}/_stcore/health"), "the gallery", 120
            )
            assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
            yield url
        finally:
            process.terminate()
            process.wait(20)
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback (most recent call last)" not in text, text[-4000:]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("component_gallery.py", tmp_path_factory.mktemp("gallery") / "server.log") as url:
        yield url


@pytest.fixture
def show(new_page: Callable[..., Page], gallery: str) -> Callable[..., Page]:
    """Opens the gallery and waits for what is drawn last, the maps: ``show("en", scheme="dark", width=390)``."""

    def open_gallery(
        language: str = "zh",
        which: str = "normal",
        *,
        scheme: str = "light",
        width: int = 1440,
        maps: int = 2,
        origin: str = gallery,
    ) -> Page:
        page = new_page(
            f"/?lang={language}&set={which}",
            origin=origin,
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        expect(page.locator("h1")).to_have_count(2)
        expect(page.locator('svg [data-layer="fill"]')).to_have_count(maps)
        page.locator("svg.chart").first.wait_for()
        return page

    return open_gallery


def overflow(page: Page) -> list[str]:
    """Elements that reach beyond the window sideways, in the page and inside the components."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = [], limit = document.documentElement.clientWidth + 1;
            const look = (root) => root.querySelectorAll('*').forEach((node) => {
                if (node.shadowRoot) look(node.shadowRoot);
                if (!node.closest('.uw') || node.closest('.unseen, svg, thead')) return;
                const box = node.getBoundingClientRect();
                if (box.width && (box.right > limit || box.left < -1)) {
                    wide.push(`${node.tagName}.${node.className}: ${box.left} to ${box.right}`);
                }
            });
            look(document);
            return wide;
        }"""
    )
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_reaches_beyond_the_window(show: Callable[..., Page], language: str, width: int) -> None:
    page = show(language, width=width)
    assert overflow(page) == []
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_hostile_names_stay_text_and_inside(show: Callable[..., Page], width: int) -> None:
    page = show("zh", "hostile", width=width)
    page.on("dialog", lambda dialog: pytest.fail(f"a name ran as a script: {dialog.message}"))
    assert overflow(page) == []
    table = page.get_by_role("table", name="九个镇10月的等级，由重到轻")
    expect(table).to_contain_text("<img src=x onerror=alert(1)>")
    expect(table).to_contain_text("${alert(1)}")
    expect(page.get_by_role("table", name="10月的职责")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".uw img, .uw script, .uw [onload], .uw [onerror]")).to_have_count(0)
    expect(page.locator('.uw [href^="javascript"]')).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "which", "scheme", "width"),
    [
        ("zh", "normal", "light", 1440),
        ("zh", "normal", "dark", 1440),
        ("en", "normal", "light", 390),
        ("zh", "normal", "dark", 390),
        ("zh", "long", "light", 1440),
        ("zh", "normal", "light", 768),
    ],
)
def test_axe_finds_nothing(
    show: Callable[..., Page], language: str, which: str, scheme: str, width: int
) -> None:
    page = show(language, which, scheme=scheme, width=width)
    for summary in page.locator("summary").all():
        summary.click()
    answer = Axe().run(page, context=COMPONENTS).response
    found = [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for fault in answer["violations"]
        for node in fault["nodes"]
    ]
    assert found == []
    looked_at = {rule["id"] for rule in answer["passes"]}
    assert {"th-has-data-cells", "svg-img-alt", "summary-name", "nested-interactive"} <= looked_at
    assert which == "long" or "color-contrast" in looked_at


def names(table: Locator) -> list[str]:
    return table.get_by_role("rowheader").all_inner_texts()


def test_the_table_says_what_the_map_says(show: Callable[..., Page]) -> None:
    page = show()
    table = page.get_by_role("table", name="九个镇10月的等级，由重到轻")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["地区", "测得等级", "已发布", "主因（最重的一条）", "距下一级", "已判", "较9月"]
    )
    on_map = page.get_by_role("group", name="高台县九镇预警等级示意图").get_by_role("button")
    spoken = [str(place.get_attribute("aria-label")) for place in on_map.all()]
    assert sorted(name.split("，")[0] for name in spoken) == sorted(names(table))
    for row in table.get_by_role("row").all()[1:]:
        name, word = row.get_by_role("rowheader").inner_text(), row.locator(".badge b").first.inner_text()
        assert any(label.startswith(f"{name}，{word}") for label in spoken), (name, word, spoken)


def test_a_row_opens_by_keyboard_and_keeps_the_focus(show: Callable[..., Page]) -> None:
    page = show()
    link = page.locator(".st-key-risk table").get_by_role("link", name="巷道镇")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("opened 620724103")).to_be_visible()
    expect(page.locator('.st-key-risk tr[aria-current="true"] .place')).to_have_text("巷道镇")
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-risk table").get_by_role("link", name="城关镇")).to_be_focused()


def test_a_row_opens_wherever_it_is_clicked(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("cell", name="监测企业用工连续4个月降3%以上").click()
    expect(page.get_by_text("opened 620724105")).to_be_visible()


def test_a_place_on_the_map_opens_and_the_map_is_not_built_again(show: Callable[..., Page]) -> None:
    page = show()
    group = page.get_by_role("group", name="高台县九镇预警等级示意图")
    group.evaluate("node => { node.dataset.mark = 'first'; }")
    group.get_by_role("button", name=re.compile("^南华镇")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("opened 620724102")).to_be_visible()
    expect(page.locator('.st-key-risk tr[aria-current="true"] .place')).to_have_text("南华镇")
    expect(group).to_have_attribute("data-mark", "first")


def test_pointing_at_a_row_marks_its_place_and_the_other_way_round(show: Callable[..., Page]) -> None:
    page = show()
    row = page.get_by_role("row", name=re.compile("^新坝镇"))
    page.get_by_role("group", name="高台县九镇预警等级示意图").locator('[data-code="620724106"]').hover()
    expect(row).to_have_class("pointed")
    page.get_by_role("heading", level=1).first.hover()
    expect(row).not_to_have_class("pointed")


def test_a_place_of_the_small_map_opens(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("group", name="位置图：骆驼城镇在高台县").locator('[data-code="620724108"]').click()
    expect(page.get_by_text("went 620724108")).to_be_visible()


def test_a_rule_opens_and_stays_open_in_a_new_run(show: Callable[..., Page]) -> None:
    page = show()
    why = page.get_by_text("7月 6,482→6,268人 −3.3%")
    expect(why).to_be_hidden()
    summary = page.locator("summary", has_text="监测企业用工连降")
    summary.focus()
    page.keyboard.press("Enter")
    expect(why).to_be_visible()
    page.locator(".st-key-risk table").get_by_role("link", name="巷道镇").click()
    expect(page.get_by_text("opened 620724103")).to_be_visible()
    expect(why).to_be_visible()


def test_a_duty_opens_its_event_or_its_place(show: Callable[..., Page]) -> None:
    page = show()
    table = page.get_by_role("table", name="10月的职责")
    link = table.get_by_role("link", name=re.compile("^示例香菇加工厂")).nth(1)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("left for {'event': 'V116'}")).to_be_visible()
    expect(link).to_be_focused()
    table.get_by_role("link", name="唐河县测得红色").click()
    expect(page.get_by_text("left for 411328")).to_be_visible()


def test_an_event_at_the_side_opens(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("link", name="示例制种公司裁员45人，无信访").click()
    expect(page.get_by_text("went {'event': 'V072'}")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_labels_of_a_ruler_keep_apart_and_inside(show: Callable[..., Page], width: int) -> None:
    page = show("en", width=width)
    ruler = page.locator("svg.ruler")
    assert "duties begin at" in str(ruler.get_attribute("aria-label"))
    frame = ruler.bounding_box()
    assert frame is not None
    boxes = [box for text in ruler.locator("text").all() if (box := text.bounding_box())]
    assert len(boxes) == 6
    for at, one in enumerate(boxes):
        assert one["x"] >= frame["x"] - 1
        assert one["x"] + one["width"] <= frame["x"] + frame["width"] + 1
        for other in boxes[at + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = abs(one["y"] - other["y"]) >= 12
            assert beside or above


def test_charts_say_what_they_show(show: Callable[..., Page]) -> None:
    page = show()
    charts = page.locator("svg.chart")
    expect(charts).to_have_count(10)
    for chart in charts.all():
        assert chart.get_attribute("role") == "img"
        assert len(str(chart.get_attribute("aria-label"))) > 4


def test_edge_labels_keep_apart(show: Callable[..., Page]) -> None:
    page = show("zh", "four")
    gaps: list[float] = page.evaluate(
        """() => {
            const roots = [...document.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean);
            return roots.flatMap((root) => [...root.querySelectorAll('svg.chart')]).flatMap((chart) => {
                const spots = [...chart.querySelectorAll('text.edge')].map((text) => Number(text.getAttribute('y')));
                spots.sort((one, two) => one - two);
                return spots.slice(1).map((spot, at) => spot - spots[at]);
            });
        }"""
    )
    assert len(gaps) == 30
    assert min(gaps) > 13.49


def test_three_hundred_rows_scroll_under_a_standing_head(show: Callable[..., Page]) -> None:
    page = show("zh", "long")
    region = page.get_by_role("region", name="九个镇10月的等级，由重到轻")
    assert region.evaluate("node => node.scrollHeight > node.clientHeight * 5")
    before = region.locator("thead").bounding_box()
    region.evaluate("node => { node.scrollTop = 4000; }")
    assert region.locator("thead th").first.bounding_box()["y"] == pytest.approx(before["y"], abs=1)
    region.focus()
    expect(region).to_be_focused()


def test_a_place_without_boundaries_says_so(show: Callable[..., Page]) -> None:
    page = show("zh", "empty", maps=1)
    expect(page.get_by_text("这里还没有边界图；上传后在此显示。")).to_be_visible()


def test_a_map_of_another_server_is_not_asked_for_and_leaves_the_table(show: Callable[..., Page]) -> None:
    page = show("zh", "lost", maps=1)
    expect(page.get_by_text("地图没有取到；下表内容相同。重新打开本页再试。")).to_be_visible()
    expect(page.locator(".st-key-risk table").get_by_role("link", name="南华镇")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_touch_targets_on_a_phone(show: Callable[..., Page], language: str) -> None:
    page = show(language, width=390)
    for row in page.locator("tbody tr[data-code], .changes li, summary.row").all():
        box = row.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_on_paper_fills_stay_and_the_whole_list_is_there(show: Callable[..., Page]) -> None:
    page = show("zh", "long")
    page.emulate_media(media="print")
    table = page.locator(".list.long")
    assert table.evaluate("node => node.scrollHeight - node.clientHeight") <= 1
    assert (
        table.locator("tbody tr").first.evaluate("node => getComputedStyle(node).printColorAdjust") == "exact"
    )


def test_scripts_served_by_address_are_fetched_once_and_not_sent_with_every_run(
    show: Callable[..., Page], tmp_path: Path
) -> None:
    with running("gallery_app.py", tmp_path / "server.log") as origin:
        page = show(origin=origin)
        fetched: list[str] = page.evaluate(
            "() => performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
        )
        scripts = sorted(path for path in fetched if path.startswith("/components/"))
        assert [re.sub(r"[0-9a-f]{16}", "*", path) for path in scripts] == [
            f"/components/{name}.*.js"
            for name in (
                *("basis", "deciding", "duty_rows", "head", "listing", "rail", "reading", "risk_view"),
                *("rule_rows", "rulers"),
            )
        ]
        page.locator(".st-key-risk table").get_by_role("link", name="巷道镇").click()
        expect(page.get_by_text("opened 620724103")).to_be_visible()
        expect(page.locator("h1")).to_have_count(2)
        page.close()
