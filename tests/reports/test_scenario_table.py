"""A scenario taken out: every place, rule and duty as rows; one page in which no name acts; both on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from dashboard.access import Viewer
from dashboard.errors import AccessError
from dashboard.locale import words
from dashboard.reports.export import export
from dashboard.reports.scenario_table import printed, scenario_table
from dashboard.scenarios.desk import Outcome, play
from dashboard.scenarios.levers import EdgeMoved, FirmShock, Scenario
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace
from tests.access.noted import Noted
from tests.reports.test_export import AT, GOLDEN, LINE, unpacked
from tests.scenarios.made import SEEDS, SEPTEMBER, gaotai

TARGET = Scenario((FirmShock(SEEDS, 400, petition="collective"), EdgeMoved("registered_unemployment_rate_gap.yellow", ">= 0.3")))  # fmt: skip  # noqa: E501
NOWHERE = Noted()


def played(workspace: Workspace, lang: str = "en") -> tuple[Outcome, Teller]:
    return play(workspace, "detected", SEPTEMBER, TARGET), Teller(
        workspace, "detected", SEPTEMBER, words(lang)
    )


class Texts(HTMLParser):
    """The tags of a page, and its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_workbook_has_every_rule_that_changes_and_every_new_duty() -> None:
    workspace = gaotai()
    outcome, before = played(workspace)
    sheet = scenario_table(outcome, workspace.focus, "seed firm", before, ["made up"])
    changes = sum(len(outcome.difference.rules_of(int(r))) for r in outcome.difference.regions)
    assert len(sheet.frame) == changes + len(outcome.new_duties(workspace.focus)) == 18
    assert sheet.marks[0] == "seed firm"
    assert any("lays off 400 people" in mark for mark in sheet.marks)
    viewer = Viewer("analyst", ("*",))
    data = export(sheet, "xlsx", viewer, NOWHERE, at=datetime.now(UTC), taken_by="at {at}")
    assert data.startswith(b"PK")
    assert list(sheet.frame["Place"][:1]) == ["高台县"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_is_the_golden_one(lang: str) -> None:
    workspace, who = gaotai(), Viewer("analyst", ("*",), "chen")
    outcome, before = played(workspace, lang)
    sheet = scenario_table(outcome, workspace.focus, "seed firm", before, ["made up"])
    data = export(sheet, "xlsx", who, NOWHERE, at=AT, taken_by=LINE)
    assert unpacked(data) == unpacked((GOLDEN / f"scenario_{lang}.xlsx").read_bytes())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_to_print_has_the_sentence_what_is_supposed_and_the_marks(lang: str) -> None:
    workspace = gaotai()
    outcome, before = played(workspace, lang)
    page = Texts()
    page.feed(printed(outcome, workspace.focus, "seed firm", before, ["mark one"], NOWHERE).decode())
    assert page.tags.count("table") == 1
    assert page.tags.count("li") == 2
    assert {"seed firm", "mark one"} <= set(page.texts)
    assert "script" not in page.tags


def test_a_hostile_name_stays_text_on_the_page() -> None:
    workspace = gaotai()
    outcome, before = played(workspace)
    names = tuple("<script>x</script>" for _ in workspace.panel.names)
    hostile = replace(outcome, before=replace(outcome.before, panel=replace(workspace.panel, names=names)))
    page = Texts()
    page.feed(printed(hostile, workspace.focus, "<img src=x>", before, ["<b>"], NOWHERE).decode())
    assert not {"script", "img", "b"} & set(page.tags)


def test_who_may_not_export_gets_no_page() -> None:
    workspace = gaotai().seen_by(Viewer("workshop", ("*",)))
    outcome = play(workspace, "detected", SEPTEMBER, Scenario(town_alerts="detected"))
    with pytest.raises(AccessError):
        printed(
            outcome, workspace.focus, "", Teller(workspace, "detected", SEPTEMBER, words("en")), [], NOWHERE
        )
