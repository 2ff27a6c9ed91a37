"""Workbooks: rows as the spreadsheet counts them, errors in cells, and hostile files that must end in one line."""

import datetime
import io
import re
import zipfile

import pytest
import xlsxwriter

from dashboard.tables import read_folder, workbook_dates, workbook_limits, xlsx_file
from dashboard.tables.months import month_text
from dashboard.tables.sheet import RefusedFileError
from dashboard.tables.workbook_dates import with_known_dates
from dashboard.tables.workbook_limits import check_workbook
from dashboard.tables.xlsx_file import read_xlsx
from tests.tables.folders import write


def workbook(fill):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        fill(book, book.add_worksheet("数据"))
    return memory.getvalue()


def with_part(data, name, text):
    """The workbook with one part of its zip replaced."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, text if entry == name else old.read(entry))
    return memory.getvalue()


def small(_book, sheet):
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["1", "2"])


def test_rows_count_from_the_first_row_of_the_sheet_even_if_it_is_blank():
    def fill(_book, sheet):
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(4, 1, ["1", "2"])
        sheet.write_row(7, 1, ["3", "4"])

    sheet = read_xlsx("x.xlsx", workbook(fill))
    assert [heading for heading in sheet.headings if heading] == ["a", "b"]
    assert sheet.rows.tolist() == [5, 8]
    assert sheet.sheet_name == "数据"


def test_only_the_first_sheet_is_read():
    def fill(book, sheet):
        small(book, sheet)
        book.add_worksheet("other").write_row(0, 0, ["c", "d"])

    assert read_xlsx("x.xlsx", workbook(fill)).headings == ("a", "b")


def test_an_empty_sheet_is_refused():
    with pytest.raises(RefusedFileError, match="an empty sheet"):
        read_xlsx("x.xlsx", workbook(lambda book, sheet: None))


# What Chinese Excel offers as dates and times of day without writing their format into the file.
CHINESE_DATES = [*range(27, 37), *range(50, 59)]


@pytest.mark.parametrize("number", CHINESE_DATES)
def test_a_cell_in_a_date_format_of_chinese_excel_is_a_date(tmp_path, number):
    def events(book, sheet):
        look = book.add_format({"num_format": number})
        sheet.write_row(0, 0, ["event_id", "date", "region_code", "kind", "learned_at"])
        sheet.write_row(1, 0, ["V1", "", "620724101", "closure"])
        sheet.write_datetime(1, 1, datetime.datetime(2024, 6, 3), look)
        sheet.write_datetime(1, 4, datetime.datetime(2024, 6, 3, 9, 15), look)

    def indicators(book, sheet):
        sheet.write_row(0, 0, ["region_code", "month", "registered_unemployed_count"])
        sheet.write_row(1, 0, ["620724", "", 45446])
        sheet.write_datetime(1, 1, datetime.datetime(2024, 6, 1), book.add_format({"num_format": number}))

    write(tmp_path)
    (tmp_path / "events.xlsx").write_bytes(workbook(events))
    (tmp_path / "indicators.xlsx").write_bytes(workbook(indicators))
    read = read_folder(tmp_path)
    assert read.faults == ()
    event, figures = read.tables["events"].iloc[0], read.tables["indicators"].iloc[0]
    assert str(event["date"]) == "2024-06-03 00:00:00"
    assert str(event["learned_at"]) == "2024-06-03 09:15:00"
    assert month_text(figures["month"]) == "2024-06"
    assert figures["registered_unemployed_count"] == 45446


def test_a_number_whose_format_the_file_defines_itself_stays_a_number():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_number(1, 0, 45446, book.add_format({"num_format": 27}))
        sheet.write_number(1, 1, 45446, book.add_format({"num_format": 31}))

    data = workbook(fill)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    own = b'<numFmts count="1"><numFmt numFmtId="27" formatCode="0.0"/></numFmts><fonts '
    sheet = read_xlsx("x.xlsx", with_part(data, "xl/styles.xml", styles.replace(b"<fonts ", own, 1)))
    assert [column[0].as_py() for column in sheet.columns] == ["45446", "2024-06-03"]


def test_styles_of_another_namespace_and_quotation_are_understood():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a"])
        sheet.write_number(1, 0, 45446, book.add_format({"num_format": 58}))

    data = workbook(fill)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    styles = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", styles).replace(b"xmlns=", b"xmlns:x=")
    styles = styles.replace(b'numFmtId="58"', b"numFmtId = '58'")
    sheet = read_xlsx("x.xlsx", with_part(data, "xl/styles.xml", styles))
    assert sheet.columns[0][0].as_py() == "2024-06-03"


@pytest.mark.parametrize("tag", [b"<numFmt ", b"<cellXfs ", b"<x:cellXfs>numFmtId", b"</cellXfs"])
def test_styles_made_to_be_searched_for_ever_are_searched_once(tag):
    styles = tag * (workbook_dates.MOST_BYTES // len(tag))
    with_known_dates(with_part(workbook(small), "xl/styles.xml", styles))


def test_an_error_in_a_cell_is_a_fault_and_not_a_blank(tmp_path):
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["region_code", "month", "registered_unemployed_count"])
        sheet.write_row(1, 0, ["620724", "2024-05", 5])
        sheet.write_row(2, 0, ["620724"])
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")

    write(tmp_path)
    (tmp_path / "indicators.xlsx").write_bytes(workbook(fill))
    faults = read_folder(tmp_path).faults
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (3, "month", "cell_error"),
        (3, "registered_unemployed_count", "cell_error"),
    ]
    assert "a formula error (Div0)" in str(faults[1])


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", workbook(small)[:-40]])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(RefusedFileError, match="no workbook that can be read"):
        read_xlsx("x.xlsx", data)


def test_a_zip_that_is_no_workbook_is_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(RefusedFileError, match="no workbook that can be read"):
        read_xlsx("x.xlsx", memory.getvalue())


def test_a_damaged_part_is_refused():
    data = bytearray(workbook(small))
    place = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[place] ^= 0xFF
    with pytest.raises(RefusedFileError, match="no workbook that can be read"):
        read_xlsx("x.xlsx", bytes(data))


def test_a_cell_in_the_last_corner_is_refused_before_the_parser_sees_it():
    def fill(_book, sheet):
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")

    with pytest.raises(RefusedFileError, match="1048576 rows and 16384 columns"):
        check_workbook(workbook(fill))


def test_a_workbook_that_ends_the_parser_ends_in_one_line(monkeypatch):
    monkeypatch.setattr(workbook_limits, "MOST_CELLS", 1 << 40)

    def fill(_book, sheet):
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")

    with pytest.raises(RefusedFileError, match="a workbook that breaks the reader"):
        read_xlsx("x.xlsx", workbook(fill))


@pytest.mark.parametrize(
    "cell", [b'r="XFE1"', b"r='ABCDEF1'", b'r = "a1048577"', b'r="A99999999999999999999"']
)
def test_a_cell_beyond_any_sheet_is_refused(cell):
    sheet = b"<worksheet><sheetData><row><c " + cell + b"><v>1</v></c></row></sheetData></worksheet>"
    data = with_part(workbook(small), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(RefusedFileError, match="Delete stray cells"):
        check_workbook(data)


def test_a_cell_is_found_where_two_pieces_of_the_file_meet():
    padding = b" " * (workbook_limits._PIECE - 30)
    sheet = b"<worksheet>" + padding + b'<row><c   r="XFD1048576"><v>1</v></c></row></worksheet>'
    data = with_part(workbook(small), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(RefusedFileError, match="Delete stray cells"):
        check_workbook(data)


def test_a_bomb_is_refused_by_its_unpacked_size(monkeypatch):
    monkeypatch.setattr(workbook_limits, "MOST_UNPACKED_BYTES", 1 << 20)
    data = with_part(workbook(small), "xl/styles.xml", b" " * (2 << 20))
    assert len(data) < 20_000
    with pytest.raises(RefusedFileError, match="MB when unpacked"):
        check_workbook(data)


def test_too_many_parts_are_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for number in range(workbook_limits.MOST_ENTRIES + 1):
            archive.writestr(f"{number}.xml", "")
    with pytest.raises(RefusedFileError, match="2001 parts"):
        check_workbook(memory.getvalue())


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_SECONDS", 0.001)
    with pytest.raises(RefusedFileError, match="takes more than"):
        read_xlsx("x.xlsx", workbook(small))
