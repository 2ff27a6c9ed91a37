"""CSV: encodings in their order, records counted as a person counts them, and no row lost in silence."""

import pytest

from dashboard.tables.csv_file import decode, read_csv
from dashboard.tables.sheet import RefusedFileError

TEXT = "地区代码,月份\n620724,2024-06\n"


def columns(sheet):
    return [column.to_pylist() for column in sheet.columns]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_a_mark_then_utf8_then_gb18030_decides_the_encoding(data, encoding):
    assert decode(data) == (TEXT, encoding)
    sheet = read_csv("x.csv", data)
    assert sheet.encoding == encoding
    assert sheet.headings == ("地区代码", "月份")
    assert columns(sheet) == [["620724"], ["2024-06"]]


def test_what_is_neither_utf8_nor_gb18030_is_refused_with_the_allowed_encodings():
    with pytest.raises(RefusedFileError, match="unknown encoding; allowed: UTF-8 or GB18030"):
        decode(b"a,b\n\xff\xff\xff")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_rows_are_counted_with_the_headings_and_with_blank_rows(end, quote):
    lines = [f"a,{quote}b{quote}", "1,2", "", ",", " , ", "3,4", ""]
    sheet = read_csv("x.csv", end.join(lines).encode())
    assert columns(sheet) == [["1", "3"], ["2", "4"]]
    assert sheet.rows.tolist() == [2, 6]


@pytest.mark.parametrize("quote", ["", '"'])
def test_blank_rows_above_the_headings_are_counted_too(quote):
    sheet = read_csv("x.csv", f"\n,\na,{quote}b{quote}\n1,2\n".encode())
    assert sheet.headings == ("a", "b")
    assert sheet.rows.tolist() == [4]


def test_a_line_break_inside_a_cell_does_not_count_as_a_row():
    sheet = read_csv("x.csv", b'a,b\n1,"two\nlines, and ""quotes"""\n3,4\n')
    assert columns(sheet) == [["1", "3"], ['two\nlines, and "quotes"', "4"]]
    assert sheet.rows.tolist() == [2, 3]


def test_a_row_of_another_length_is_named_and_left_out():
    sheet = read_csv("x.csv", b"a,b\n1,2\n3\n4,5,6\n7,8,\n9,10\n")
    assert columns(sheet) == [["1", "7", "9"], ["2", "8", "10"]]
    assert sheet.rows.tolist() == [2, 5, 6]
    assert [(bad.row, bad.found) for bad in sheet.bad_rows] == [(3, "1 cell"), (4, "3 cells")]


@pytest.mark.parametrize("data", [b'a,b\n1,"2\n3,4\n', b'a,b\n1,"2"x\n', b'a,b\n"1,2\n"3,4\n'])
def test_broken_quotation_marks_never_swallow_a_row(data):
    with pytest.raises(RefusedFileError, match="broken quotation marks from row 2 on"):
        read_csv("x.csv", data)


@pytest.mark.parametrize("data", [b"", b"\n\n", b" ", b"\xef\xbb\xbf", b",,\n1,2,3\n"[:3]])
def test_a_file_without_headings_is_refused(data):
    with pytest.raises(RefusedFileError, match="allowed: a first row of headings"):
        read_csv("x.csv", data)


def test_headings_alone_are_an_empty_table():
    sheet = read_csv("x.csv", b"a,b")
    assert columns(sheet) == [[], []]
    assert sheet.rows.tolist() == []


def test_one_column_is_a_table():
    sheet = read_csv("x.csv", b"a\n1\n\n2\n")
    assert columns(sheet) == [["1", "2"]]
    assert sheet.rows.tolist() == [2, 4]


@pytest.mark.parametrize("sign", [";", "\t", "；", "，"])
def test_other_separators_are_refused_by_name(sign):
    with pytest.raises(RefusedFileError, match="cells separated by"):
        read_csv("x.csv", f"a{sign}b\n1{sign}2\n".encode())


def test_the_words_of_other_programs_for_missing_stay_text():
    sheet = read_csv("x.csv", b"a,b\nNA,null\nnan,#N/A\n")
    assert columns(sheet) == [["NA", "nan"], ["null", "#N/A"]]


def test_blanks_around_a_cell_are_dropped_whatever_their_width():
    sheet = read_csv("x.csv", "a,b\n 1 ,\u3000二\u00a0\n".encode())
    assert columns(sheet) == [["1"], ["二"]]
