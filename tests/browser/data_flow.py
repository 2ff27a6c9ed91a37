"""A month of nine towns' messy files, from drop to map: the steps with their clicks, for the test and pictures."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.messy_month import TEXT, month_of_nine_towns
from tests.browsing import settle

HEADING = "登记失业失业率"
MEANING = "登记失业率"


def walk(page: Page, shot: Callable[[str], None] = lambda name: None) -> int:
    """Bring the month in and open the map; how many clicks it took, the drop of the files being one."""
    clicks = 1
    page.set_default_timeout(120_000)
    sent = month_of_nine_towns()
    page.locator("input[type=file]").set_input_files(
        [{"name": each.name, "mimeType": each.media_type, "buffer": each.data} for each in sent]
    )
    page.locator(".st-key-store_files").wait_for(timeout=120_000)
    settle(page)
    shot("data_dropped")

    def click(target: Locator) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    for number, each in enumerate(sent):
        if not any(each.name.startswith(town) for town in TEXT):
            continue
        file = page.locator(f".st-key-file_{number}")
        click(file.locator("summary").first)
        click(file.get_by_role("tab", name="列对应"))
        box = file.locator(".stSelectbox").filter(has_text=HEADING)
        click(box.locator("input"))
        box.locator("input").fill(MEANING)  # the list draws what is in view alone
        click(page.get_by_role("option", name=MEANING, exact=True))
        mapped = file.locator(".stSelectbox").filter(has_text=HEADING)
        expect(mapped).to_contain_text("手工设定", timeout=60_000)
        settle(page)
    shot("data_mapped")
    click(page.locator(".st-key-store_files button"))
    expect(page.locator(".st-key-done")).to_contain_text("已入库，第2批。", timeout=60_000)
    settle(page)
    shot("data_stored")
    click(page.locator(".st-key-to_map button"))
    page.locator(".st-key-risk_view tbody tr").first.wait_for(timeout=60_000)
    settle(page)
    return clicks
