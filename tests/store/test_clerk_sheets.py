"""Clerks' sheets: only what was filled in changes, conflicts are told and left out, keys of others lead nowhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

import pandas as pd
import pytest
import xlsxwriter

from dashboard.access import Viewer
from dashboard.errors import AccessError, DataError, StaleEditError
from dashboard.intake.formulas import formula_cells
from dashboard.locale import words
from dashboard.registers.clerk_sheet import ClerkSheets, Preview
from dashboard.registers.editing import Editing
from dashboard.reports.clerk_table import clerk_table
from dashboard.reports.export import export
from dashboard.store import NewRow, Store
from dashboard.tables.xlsx_file import read_xlsx
from tests.access.noted import Noted
from tests.reports.test_export import GOLDEN, unpacked
from tests.store.made import REGIONS, frame

TOWN, OTHER = "620724101", "620724102"
AT = datetime(2026, 11, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PEOPLE = frame(
    "people",
    *(
        {"person_id": f"p{n}", "name": f"示例{n}号", "region_code": place, "groups": "农民工", "status": "未就业",
         "is_migrant": "true", "skills": skills}
        for n, (place, skills) in enumerate([(TOWN, "焊工"), (TOWN, "=1+1"), (OTHER, "")])
    ),
)  # fmt: skip
TASKS = frame(
    "help_tasks", {"region_code": TOWN, "task": "vacancies", "unit": "就业股", "due_on": "2026-10-25"}
)


@pytest.fixture
def filled(store: Store) -> Store:
    store.import_tables({"regions": REGIONS, "people": PEOPLE, "help_tasks": TASKS}, "root")
    return store


def sheets(store: Store, name: str = "li", role: str = "clerk") -> ClerkSheets:
    viewer = Viewer(role, (TOWN,), name)
    return ClerkSheets(store, viewer, Editing(store, viewer, frozenset({TOWN})))


def workbook(table: pd.DataFrame, cells: Mapping[tuple[int, str], str], extra: str = "") -> bytes:
    """The sheet as a spreadsheet would save it, with some cells filled in; one that begins with = is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("填报")
        for at, heading in enumerate([*table.columns, *([extra] if extra else [])]):
            page.write_string(0, at, heading)
        for row in range(len(table)):
            for at, heading in enumerate(table.columns):
                text = cells.get((row, heading), str(table[heading].iloc[row]))
                if text.startswith("=") and (row, heading) in cells:
                    page.write_formula(row + 1, at, text, None, "42")
                else:
                    page.write_string(row + 1, at, text)
            if extra:
                page.write_string(row + 1, len(table.columns), "x")
        page.write_string(len(table) + 3, 0, "Exported by li")
    return out.getvalue()


def back(made: ClerkSheets, data: bytes) -> Preview:
    return made.read(read_xlsx("filled.xlsx", data), formula_cells(data))


def test_only_what_was_filled_in_changes_after_a_preview_that_lists_it(filled: Store) -> None:
    made = sheets(filled)
    table = made.frame("people", is_chinese=True)
    assert list(table["姓名"]) == ["示*", "示*"], "masked, and of the clerk's own place only"
    assert not [each for each in table["行标识"] if "p0" in each]
    found = back(made, workbook(table, {(0, "就业状态"): "已就业", (1, "技能"): "", (0, "培训意愿"): ""}))
    assert [(each.row, each.column, each.before, each.after) for each in found.changes] == [
        (2, "status", "未就业", "已就业")
    ]
    assert (found.conflicts, found.ignored, found.refused) == ([], [], [])
    before = filled.tables()["people"]
    batch = made.store(found)
    assert batch == 2
    after = filled.tables()["people"]
    pd.testing.assert_frame_equal(after.drop(columns="status"), before.drop(columns="status"))
    assert list(after["status"]) == ["已就业", "未就业", "未就业"]
    assert filled.history("people", {"person_id": "p0"})[-1].actor == "li"


def test_formulas_locked_columns_and_new_columns_change_nothing_and_are_said(filled: Store) -> None:
    made = sheets(filled)
    table = made.frame("people", is_chinese=False)
    data = workbook(
        table, {(0, "Status"): "=A1", (0, "Groups"): "高校毕业生", (1, "Skills"): "电工"}, extra="Phone"
    )
    found = back(made, data)
    assert [(each.row, each.column, each.after) for each in found.changes] == [(3, "skills", "电工")]
    assert [(each.row, each.column, each.why) for each in found.ignored] == [
        (1, "Phone", "unknown"), (2, "groups", "locked"), (2, "status", "formula"),
    ]  # fmt: skip


def test_a_row_that_somebody_changed_meanwhile_is_told_and_left_out(filled: Store) -> None:
    made = sheets(filled)
    table = made.frame("people", is_chinese=True)
    filled.edit("people", {"person_id": "p0"}, {"education": "大专"}, 1, "wang")
    filled.edit("people", {"person_id": "p1"}, {"education": "大专"}, 1, "wang")
    found = back(made, workbook(table, {(0, "就业状态"): "已就业"}))
    assert not found.changes, "p1 was changed by wang, but not filled in by li"
    (conflict,) = found.conflicts
    assert (conflict.row, [(each.actor, each.column, each.after) for each in conflict.changes]) == (
        2, [("wang", "education", "大专")],
    )  # fmt: skip


def test_what_changes_between_preview_and_storing_stores_nothing(filled: Store) -> None:
    made = sheets(filled)
    found = back(
        made,
        workbook(
            made.frame("people", is_chinese=True), {(0, "就业状态"): "已就业", (1, "就业状态"): "已就业"}
        ),
    )
    filled.edit("people", {"person_id": "p1"}, {"status": "灵活就业"}, 1, "wang")
    with pytest.raises(StaleEditError, match="wang changed status"):
        made.store(found)
    assert filled.row("people", {"person_id": "p0"}).values["status"] == "未就业"


def test_keys_that_are_made_up_of_another_account_or_place_or_twice_are_refused(filled: Store) -> None:
    made = sheets(filled)
    table = made.frame("people", is_chinese=True)
    stolen = sheets(filled, "wang").frame("people", is_chinese=True)["行标识"].iloc[1]
    everywhere = Viewer("clerk", ("*",), "li")
    elsewhere = ClerkSheets(filled, everywhere, Editing(filled, everywhere, None)).frame(
        "people", is_chinese=True
    )
    rows = pd.concat([table, table.iloc[:1], elsewhere.iloc[2:]], ignore_index=True)
    cells = {(n, "就业状态"): "已就业" for n in range(4)}
    found = back(made, workbook(rows, {**cells, (1, "行标识"): stolen}))
    assert [each.row for each in found.changes] == [2]
    assert [(each.row, each.why) for each in found.refused] == [(3, "forged"), (4, "twice"), (5, "forged")]
    other_batch = table.assign(行标识=[each.replace(".1.", ".0.") for each in table["行标识"]])
    assert {each.why for each in back(made, workbook(other_batch, {})).refused} == {"forged"}


def test_a_value_that_is_not_allowed_is_said_and_the_rest_is_taken(filled: Store) -> None:
    made = sheets(filled)
    table = made.frame("help_tasks", is_chinese=True)
    found = back(made, workbook(table, {(0, "完成日期"): "上周五", (0, "责任单位"): "社保股"}))
    assert [(each.column, each.after) for each in found.changes] == [("unit", "社保股")]
    (left,) = found.refused
    assert "allowed: a date as YYYY-MM-DD" in left.why
    made.store(found)
    assert filled.row("help_tasks", {"region_code": TOWN, "task": "vacancies"}).values["unit"] == "社保股"


def test_a_workbook_of_somewhere_else_and_a_role_without_changes_get_nothing(filled: Store) -> None:
    with pytest.raises(DataError, match="found no row keys of this desk"):
        back(sheets(filled), workbook(pd.DataFrame({"姓名": ["甲"]}), {}))
    for role in ("analyst", "leader", "workshop"):
        reader = sheets(filled, "chen", role)
        assert reader.tables() == ()
        with pytest.raises(AccessError):
            reader.frame("people", is_chinese=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_that_is_taken_out_is_the_golden_one(
    filled: Store, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sheets(filled)
    real = made.frame("people", is_chinese=True)["行标识"]
    assert real.nunique() == 2
    monkeypatch.setattr(ClerkSheets, "key_of", lambda _, row, batch: f"{row.table}.{batch}.KEY{row.position}")
    noted = Noted()
    sheet = clerk_table(made, "people", words(lang), ("Source.",))
    data = export(sheet, "xlsx", Viewer("clerk", (TOWN,), "li"), noted, at=AT, taken_by="Taken at {at}.")
    assert noted.entries[-1][-2:] == ("people sheet.xlsx", 2)
    assert unpacked(data) == unpacked((GOLDEN / f"clerk_sheet_{lang}.xlsx").read_bytes())


def test_new_rows_are_an_entry_that_stays_and_can_be_taken_back(
    filled: Store, new_url: Callable[[], str]
) -> None:
    service = {"person_id": "p0", "date": "2026-10-20", "kind": "contact"}
    assert "services" not in filled.tables()
    number = filled.write([], [NewRow("services", service), NewRow("services", service)], "li")
    assert [each.kind for each in filled.batches()][-1] == "entry"
    first, second = filled.rows_with("services", {"person_id": "p0"})
    assert first.key != second.key
    assert len(filled.tables()["services"]) == 2
    with pytest.raises(DataError, match="already; change that one"):
        filled.write([], [NewRow("help_tasks", {"region_code": TOWN, "task": "vacancies"})], "li")
    with pytest.raises(DataError, match="allowed: a region code"):
        filled.write([], [NewRow("help_tasks", {"region_code": "999", "task": "x"})], "li")
    filled.withdraw(number, "li", "wrong person")
    assert "services" not in filled.tables()
    assert filled.verify() == ()
