"""Exports: past the gate, on record, marked, harmless to a spreadsheet, and without counts that are too small."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime, timedelta, timezone

import fastexcel
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import EVERYWHERE, Viewer, rules
from dashboard.errors import AccessError
from dashboard.locale import words
from dashboard.reports.export import Counts, Form, Sheet, export, harmless
from dashboard.reports.risk_table import risk_table
from dashboard.ui.export_buttons import marks_of, taken_by
from dashboard.ui.risk_payload import rank
from dashboard.wording.teller import Teller
from dashboard.workspace import open_folder
from tests.access.noted import Noted
from tests.serving import ROOT

AT = datetime(2026, 11, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
GOLDEN = ROOT / "tests" / "golden"
FORMS: tuple[Form, ...] = ("csv", "xlsx")
LINE = "Taken out at {at}."
EVIL = "=cmd|'/c calc'!A1"


def viewer(role: str = "analyst", *scope: str) -> Viewer:
    return Viewer(role, scope or (EVERYWHERE,), "chen")


def taken(sheet: Sheet, form: Form, who: Viewer | None = None, sink: Noted | None = None) -> bytes:
    return export(sheet, form, who or viewer(), sink or Noted(), at=AT, taken_by=LINE)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(frame: pd.DataFrame, **more: object) -> Sheet:
    return Sheet("Test", "test", frame, ("figures",), **more)  # type: ignore[arg-type]


def risk_sheet(who: Viewer, lang: str = "zh") -> tuple[Sheet, str]:
    """The risk map's table of the sample county, as its page takes it out."""
    space = open_folder(ROOT / "sample_data" / "gaotai", viewer=who)
    teller = Teller(space, "published", space.months[-1], words(lang))
    places = tuple(r for r in range(space.panel.region_count) if space.panel.levels[r] == "town")
    table = risk_table(teller, space.focus, rank(teller, places), marks_of(space, "Source.", teller.t))
    return table, taken_by(who, teller.t)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "|calc",
        "%0",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "｜x",
        " =1",
        "\u3000-1",
    ],
)
def test_a_text_that_could_be_a_formula_is_made_plain(text: str) -> None:
    assert harmless(text) == f"'{text}"
    data = taken(sheet(pd.DataFrame({text: [text, "x"]})), "csv")
    assert rows_of(data)[:3] == [[f"'{text}"], [f"'{text}"], ["x"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [("\n=1", "'\n'=1"), ("x;=1", "x;'=1"), ('a\t "+1', "a\t \"'+1"), ("a\r\n-b", "a\r\n'-b")],
)
def test_nor_can_one_begin_inside_a_text_for_a_reader_that_parts_cells_elsewhere(
    text: str, told: str
) -> None:
    assert harmless(text) == told
    assert rows_of(taken(sheet(pd.DataFrame({"a": [text]})), "csv"))[1] == [told]


@pytest.mark.parametrize("text", ["", "x=1", "1-2", "张三", "a; b", "a, -b"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"a": [-5.0, 0.25, float("nan"), float("inf")], "b": [-3, 0, 7, 12]})
    text = taken(sheet(frame), "csv").decode("utf-8-sig")
    assert text.splitlines()[1:5] == ["-5,-3", "0.25,0", '"",7', '"",12']


def test_identifiers_stay_texts() -> None:
    frame = pd.DataFrame({"code": ["620724105000", "0012"], "n": [1, 2]})
    assert taken(sheet(frame), "csv").decode("utf-8-sig").splitlines()[1:3] == [
        '"620724105000",1',
        '"0012",2',
    ]
    book = fastexcel.read_excel(taken(sheet(frame), "xlsx")).load_sheet(0).to_arrow()
    assert book.column(0).to_pylist()[:2] == ["620724105000", "0012"]


def test_a_number_of_a_person_that_slipped_into_a_text_is_masked() -> None:
    frame = pd.DataFrame({"note": ["call 13800008000", "11010519491231002X"]})
    assert [row[0] for row in rows_of(taken(sheet(frame), "csv"))[1:3]] == [
        "call 138****8000",
        "110105********002X",
    ]


def test_a_workbook_holds_no_formula_no_link_and_no_text_turned_into_a_number() -> None:
    frame = pd.DataFrame({"a": [EVIL, "http://evil.example", "12", "=1"]})
    with zipfile.ZipFile(io.BytesIO(taken(sheet(frame), "xlsx"))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and b"evil" in book.read(name)]
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert "<v>12</v>" not in page
    assert "'=cmd|" in strings


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_cell_of_any_csv_begins_like_a_formula(cells: list[str]) -> None:
    rows = rows_of(taken(sheet(pd.DataFrame({"a": cells}, dtype=object)), "csv"))
    for row in rows:
        for cell in row:
            assert not cell.startswith(tuple("=+-@|%\t\r\n＝＋－＠｜％"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("role", [*rules().roles, "unknown", ""])
def test_only_roles_that_may_export_are_given_a_file_and_each_file_is_on_record(
    role: str, form: Form
) -> None:
    sink = Noted()
    table = sheet(pd.DataFrame({"a": [1, 2, 3]}))
    if role in ("leader", "analyst", "clerk"):
        assert taken(table, form, viewer(role, "620724"), sink)
        assert sink.entries == [("chen", role, ("620724",), "export", f"test.{form}", 3)]
    else:
        with pytest.raises(AccessError):
            taken(table, form, viewer(role), sink)
        assert sink.entries == [("chen", role, (EVERYWHERE,), "refuse", f"export test.{form}", 0)]


def test_a_file_is_not_given_out_when_it_cannot_be_recorded() -> None:
    class Full(Noted):
        def write(self, *_: object, **__: object) -> None:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        taken(sheet(pd.DataFrame({"a": [1]})), "csv", sink=Full())


@pytest.mark.parametrize("form", FORMS)
def test_a_file_says_who_took_it_when_and_that_it_is_made_up(form: Form) -> None:
    table, line = risk_sheet(viewer())
    data = export(table, form, viewer(), Noted(), at=AT, taken_by=line)
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            text = book.read("xl/sharedStrings.xml").decode()
            assert (
                "2026-11-05 09:30+08:00" in book.read("xl/worksheets/sheet1.xml").decode()
            )  # the printed footer
    else:
        text = data.decode("utf-8-sig")
    who = "由chen（分析员，全部地区）于2026-11-05 09:30+08:00导出。"
    for mark in (who, "合成数据：全部数字均为虚构。", "Source."):
        assert mark in text


def test_counts_under_five_are_left_out_of_what_a_leader_takes() -> None:
    frame = pd.DataFrame(
        {"people": [0.0, 4.0, 5.0, 104.0], "distance": [5.0, 1.0, 2.0, 3.0], "rate": [1.0] * 4}
    )
    table = sheet(frame, counts=(Counts("people", ("distance",)),))
    led = rows_of(taken(table, "csv", viewer("leader")))[1:5]
    assert led == [["<5", "", "1"], ["<5", "", "1"], ["5", "2", "1"], ["104", "3", "1"]]
    assert rows_of(taken(table, "csv", viewer("analyst")))[1] == ["0", "5", "1"]


def test_only_counts_of_people_are_small_counts() -> None:
    frame = pd.DataFrame({"value": [3.0, 3.0, ""], "unit": ["people", "towns", ""]})
    table = sheet(frame, counts=(Counts("value", rows=(True, False, True)),))
    assert [row[0] for row in rows_of(taken(table, "csv", viewer("leader")))[1:4]] == ["<5", "3", ""]


def test_a_viewer_takes_out_their_own_places_alone() -> None:
    table, _ = risk_sheet(viewer("clerk", "620724103000"))
    assert [row[0] for row in rows_of(taken(table, "csv"))[1:2]] == ["620724103000"]
    assert len(table.frame) == 1


def unpacked(data: bytes) -> str:
    """The parts of a workbook as one text, each under its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(f"--- {name}\n{book.read(name).decode()}" for name in sorted(book.namelist()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_the_risk_maps_table_is_the_golden_one(form: Form, lang: str) -> None:
    table, line = risk_sheet(viewer(), lang)
    data = export(table, form, viewer(), Noted(), at=AT, taken_by=line)
    golden = GOLDEN / f"risk_table_{lang}.{form}"
    if form == "csv":
        assert data == golden.read_bytes()
    else:
        assert unpacked(data) == unpacked(golden.read_bytes())
