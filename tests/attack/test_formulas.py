"""No file that leaves the desk runs in a spreadsheet, whoever named what stands in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard.access import EVERYWHERE, Viewer, rules
from dashboard.locale import words
from dashboard.reports.export import Form, Sheet, export, harmless
from dashboard.ui.export_buttons import taken_by
from tests.access.noted import Noted
from tests.attack.folders import filled, full, payloads
from tests.attack.walking import PAGES, see
from tests.serving import Server, serve

AT = datetime(2026, 11, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
SHORT, WHOLE = payloads("formulas", whole=False), payloads("formulas", whole=True)
FORMS: tuple[Form, ...] = ("csv", "xlsx")
BEGINNINGS = tuple("=+-@|%＝＋－＠｜％")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def formulas_of_csv(text: str) -> list[str]:
    """Cells that a spreadsheet would run: read with each sign that one may take to part cells, blanks cut off.

    A number is none; a text in quotes that is one is, since ``-1`` that somebody typed as a name is not a figure.
    """
    found = []
    for sign in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            for cell in row:
                bare = cell.strip(" \t\r\n\xa0\u3000\ufeff\u200b")
                is_number = NUMBER.fullmatch(bare) and f'"{bare}"' not in text
                if bare.startswith(BEGINNINGS) and not is_number:
                    found.append(cell)
    return found


def formulas_of_workbook(data: bytes) -> list[str]:
    """What a workbook runs or fetches, and texts that would be run when they are typed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = book.namelist()
        found = [
            name
            for name in names
            if re.search(r"vba|macro|external|embed|ole|activeX|connection", name, re.IGNORECASE)
        ]
        found += [name for name in names if name.endswith(".rels") and b"External" in book.read(name)]
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                page = ElementTree.fromstring(book.read(name))
                found += [
                    f"{name} {tag}" for tag in ("f", "hyperlink", "oleObject") if list(page.iter(MAIN + tag))
                ]
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        told = ["".join(part.text or "" for part in one.iter(MAIN + "t")) for one in texts]
    return found + [text for text in told if text.strip().startswith(BEGINNINGS)]


def formulas(content: bytes, form: str) -> list[str]:
    return formulas_of_csv(content.decode("utf-8-sig")) if form == "csv" else formulas_of_workbook(content)


def everywhere(texts: tuple[str, ...], form: Form, viewer: Viewer) -> bytes:
    """A file that has these texts wherever a text can be: cells, headings, marks, its title, who took it."""
    frame = pd.DataFrame({text: [*texts] for text in texts[:12]}, dtype=object)
    sheet = Sheet(texts[0], texts[0], frame, ("figures",), marks=texts)
    return export(sheet, form, viewer, Noted(), at=AT, taken_by=f"{texts[0]} {{at}}")


@pytest.mark.parametrize("form", FORMS)
def test_no_text_of_the_list_is_a_formula_in_any_place_of_a_file(form: Form) -> None:
    data = everywhere(WHOLE, form, Viewer("clerk", (EVERYWHERE,), "chen"))
    assert formulas(data, form) == []


def test_the_readers_would_find_one() -> None:
    assert formulas_of_csv('"a","=1+1"\r\n') == ["=1+1"]
    assert formulas_of_csv('"a","x;=1+1"\r\n') == ['=1+1"']
    assert formulas_of_csv('"-5"\r\n') == ["-5"] * 3
    assert formulas_of_csv('"a",-5,1.5\r\n') == []
    frame = pd.DataFrame({"a": [1]})
    frame.to_excel(out := io.BytesIO(), engine="xlsxwriter")
    assert formulas_of_workbook(out.getvalue()) == []
    pd.DataFrame({"a": ["=1+1"]}).to_excel(out := io.BytesIO(), engine="xlsxwriter")
    assert formulas_of_workbook(out.getvalue())


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_of_the_list_is_told_as_it_is_but_for_the_signs_that_stop_it(text: str) -> None:
    assert harmless(text).replace("'", "") == text.replace("'", "")
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("name", ["{at.__class__}", "{x}", "{", "=1+1", "a\r\nb"])
@pytest.mark.parametrize("form", FORMS)
def test_whoever_takes_a_file_has_a_name_that_does_nothing(form: Form, name: str) -> None:
    viewer = Viewer("clerk", (EVERYWHERE,), name)
    sheet = Sheet("t", "t", pd.DataFrame({"a": [1]}), ("figures",))
    data = export(sheet, form, viewer, Noted(), at=AT, taken_by=taken_by(viewer, words("en")))
    assert formulas(data, form) == []
    if form == "csv":
        assert b"<class" not in data
        assert b"2026-11-05 09:30+08:00" in data


def attacked(folder: Path, texts: tuple[str, ...]) -> Path:
    """Every free cell of every table, and the title of the data, is a formula."""
    full(folder)
    filled(
        folder,
        lambda table, column, cell, row: texts[(row * 7 + len(column.name)) % len(texts)].replace("\r", " "),
    )
    manifest = folder / "MANIFEST.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("高台县示例数据（合成）", "'=1+1'"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("formulas")
    folder = attacked(home / "gaotai", SHORT)
    with serve(home / "server.log", {"DASHBOARD_DATA_FOLDERS": f'["{folder.as_posix()}"]'}) as server:
        yield server


LOOKED_AT = {"month": "2026-10", "event": "V070", "reading": "payout_80.orange"}


@pytest.mark.parametrize("role", [role for role, may in rules().roles.items() if may.may.get("export")])
def test_no_file_of_any_page_holds_a_formula(hostile: Server, role: str) -> None:
    taken = [file for page in PAGES for file in see(hostile.url, role, page, LOOKED_AT).taken]
    for file in taken:
        assert not re.search(r'[\r\n"<>:|]|\.\.|^[=+@-]', file.name), file.name
        if file.name.endswith((".csv", ".xlsx")):
            assert formulas(file.content, file.name.rsplit(".", 1)[1]) == [], file.page
    assert taken
