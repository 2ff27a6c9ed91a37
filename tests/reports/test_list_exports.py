"""The exported lists: golden files of firms, leads and key places, without what a leader may not take out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest

from dashboard.access import EVERYWHERE, Viewer
from dashboard.locale import words
from dashboard.registers.firm_plans import firm_plans, last_day
from dashboard.registers.firm_selection import Wanted, selected
from dashboard.registers.firm_shares import shares
from dashboard.registers.firms import firm_list
from dashboard.registers.key_regions import place_list
from dashboard.registers.leads import leads
from dashboard.reports.export import Sheet, export
from dashboard.reports.firm_table import firm_table
from dashboard.reports.lead_table import lead_table
from dashboard.reports.place_list_table import place_list_table
from dashboard.wording.firms import FirmMonth
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.access.noted import Noted
from tests.reports.test_export import AT, FORMS, GOLDEN, LINE, unpacked
from tests.serving import ROOT

MARKS = ("Source.",)


def teller_of(who: Viewer, lang: str) -> Teller:
    space = open_folder(ROOT / "sample_data" / "gaotai", viewer=who)
    return Teller(space, "published", space.months[-1], words(lang))


def firm_sheet(who: Viewer, lang: str) -> Sheet:
    teller = teller_of(who, lang)
    firms = firm_list(teller.workspace)
    assert firms is not None
    focus = teller.workspace.focus
    found = shares(firms, teller.mode, teller.month)
    of = FirmMonth(teller, firms, focus, found, firm_plans(teller.workspace, last_day(teller.month)))
    chosen = selected(firms, teller.month, Wanted(teller.workspace.below(focus)), found.percent)
    return firm_table(of, [int(firm) for firm in chosen], MARKS)


def lead_sheet(who: Viewer, lang: str) -> Sheet:
    teller = teller_of(who, lang)
    return lead_table(teller, teller.workspace.focus, leads(teller.workspace, teller.month), MARKS)


def place_sheet(who: Viewer, lang: str) -> Sheet:
    teller = teller_of(who, lang)
    places = place_list(teller.workspace)
    listed = np.flatnonzero(places.holds(teller.month).any(axis=0))
    return place_list_table(teller, places, teller.workspace.focus, [int(r) for r in listed], MARKS)


SHEETS: dict[str, Callable[[Viewer, str], Sheet]] = {
    "enterprises": firm_sheet, "risks": lead_sheet, "regions": place_sheet,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHEETS)
def test_an_exported_list_is_the_golden_one(name: str, form: str, lang: str) -> None:
    who = Viewer("analyst", (EVERYWHERE,), "chen")
    data = export(SHEETS[name](who, lang), form, who, Noted(), at=AT, taken_by=LINE)  # type: ignore[arg-type]
    golden = GOLDEN / f"{name}_{lang}.{form}"
    if form == "csv":
        assert data == golden.read_bytes()
    else:
        assert unpacked(data) == unpacked(golden.read_bytes())


def test_a_leader_s_list_leaves_out_parts_under_five_with_their_share() -> None:
    who = Viewer("leader", (EVERYWHERE,), "chen")
    data = export(firm_sheet(who, "en"), "csv", who, Noted(), at=AT, taken_by=LINE)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    plaster = next(row for row in rows if row["Firm"] == "示例石膏制品厂")
    assert (plaster["People of it"], plaster["Share (percent)"]) == ("under 5", "")
    tomato = next(row for row in rows if row["Firm"] == "示例番茄制品厂")
    assert (tomato["People of it"], tomato["Share (percent)"]) == ("412", "44.3")


def test_a_list_holds_neither_owners_nor_free_text() -> None:
    who = Viewer("clerk", (EVERYWHERE,), "chen")
    data = export(lead_sheet(who, "zh"), "csv", who, Noted(), at=AT, taken_by=LINE).decode("utf-8-sig")
    assert "联络员" not in data
    assert "仲裁" not in data
