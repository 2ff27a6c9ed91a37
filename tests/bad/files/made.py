# ruff: noqa: E501 - a file is easier to see as its own lines
"""Files as offices and attackers send them, made when they are needed; NAME.yaml beside this says what is read."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

MADE: dict[str, Callable[[], bytes]] = {}

PLACES = (
    "地区代码,地区名称,级别,上级代码\n620724,高台县,县,\n620724100,城关镇,镇,620724\n620724104,合黎镇,镇,620724\n"
    "620724106,新坝镇,镇,620724\n"
)
PLAIN = "地区代码,月份,登记失业人数,登记失业率(%)\n620724100,2024-06,2486,4.4\n620724104,2024-06,388,3.9\n"
PEOPLE = "人员编号,姓名,身份证号,地区代码,群体类别\n"


def made(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        MADE[name] = make
        return make

    return keep


def text(name: str, content: str, encoding: str = "utf-8") -> None:
    MADE[name] = lambda: content.encode(encoding)


def book(
    *sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), hidden: int = -1, **options: Any
) -> bytes:
    """A workbook; a cell may be a value, or (value, format)."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_numbers": False, **options}) as written:
        for place, rows in enumerate(sheets):
            sheet = written.add_worksheet(names[place] if names else None)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        sheet.write(y, x, cell[0], written.add_format({"num_format": cell[1]}))
                    elif cell != "":
                        sheet.write(y, x, cell)
            if place == hidden:
                sheet.hide()
    return memory.getvalue()


def zipped(parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def raw_book(sheet: bytes, **more: bytes) -> bytes:
    """The least workbook around a sheet's own XML."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/><Override '
            f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
            f"</Relationships>".encode(),
            "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/2006/main" '
            f'xmlns:r="{office}/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            f"</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
            f"</Relationships>".encode(),
            "xl/worksheets/sheet1.xml": sheet,
            **{name.replace("__", "/"): content for name, content in more.items()},
        }
    )


def sheet_xml(cells: str, start: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{start}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def with_sheet_tail(rows: Sequence[Sequence[Any]], tail: str) -> bytes:
    """A workbook of one sheet with more XML behind its cells."""
    cells = "".join(
        f"<row r='{y}'>"
        + "".join(
            inline(f"{chr(64 + x)}{y}", cell)
            if isinstance(cell, str)
            else f"<c r='{chr(64 + x)}{y}'><v>{cell}</v></c>"
            for x, cell in enumerate(row, 1)
            if cell != ""
        )
        + "</row>"
        for y, row in enumerate(rows, 1)
    )
    return raw_book(sheet_xml(cells).replace(b"</worksheet>", tail.encode() + b"</worksheet>"))


def inline(place: str, word: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{word}</t></is></c>'


# Encodings
text("utf8.csv", PLAIN)
text("utf8_bom.csv", "\ufeff" + PLAIN)
text("gbk.csv", PLAIN, "gbk")
text(
    "gb18030_rare.csv",
    PLAIN.replace("\n620724104", "\n\n620724104") + "620724106,2024-06,𠮷,4.1\n",
    "gb18030",
)
text("utf16.csv", PLAIN.replace(",", "\t"), "utf-16")
MADE["utf16_be.csv"] = lambda: b"\xfe\xff" + PLAIN.encode("utf-16-be")
MADE["utf16_no_mark.csv"] = lambda: PLAIN.encode("utf-16-le")
MADE["truncated_utf8.csv"] = lambda: (PLAIN + "620724106,2024-06,1,新").encode()[:-1]
MADE["truncated_gbk.csv"] = lambda: (PLAIN + "620724106,2024-06,1,新坝").encode("gbk")[:-1]
MADE["mixed.csv"] = lambda: PLAIN.encode() + "620724106,2024-06,新坝镇合计,4\n".encode("gbk")
MADE["mojibake_latin.csv"] = lambda: PLAIN.encode("gbk").decode("latin-1").encode()
MADE["mojibake_lost.csv"] = lambda: PLAIN.encode("gbk").decode("utf-8", "replace").encode()
MADE["mojibake_gbk.csv"] = lambda: (
    "失业保险金发放率月报,月份,登记失业\n".encode().decode("gbk", "ignore").encode()
)
MADE["shift_jis.csv"] = lambda: b"\x82\xa0\xff\xff\x80,\xfd\xfe\n\x82\xa0,1\n"
MADE["empty.csv"] = lambda: b""
text("blank.csv", "\n \n\t\n")
text("only_commas.csv", ",,,\n,,,\n")

# Numbers, percentages, dates
text(
    "numbers.csv",
    "序号,区划代码,统计月份,登记失业人数,首次申领人数,招聘岗位数\n"
    '1,620724100,202406,"2,486",２１２,1.2万\n2,620724104,2024年6月,388人,—,无\n3,620724106,2024/6,/,+5,1 024\n'
    "4,620724,2024-06-30,约300,12.5,-3\n",
)
text("percent_signs.csv", "地区代码,月份,发放率\n620724100,2024-06,96.1%\n620724104,2024-06,94％\n")
text(
    "percent_mixed.csv",
    "地区代码,月份,发放率\n620724100,2024-06,96.1%\n620724104,2024-06,94.0%\n620724106,2024-06,0.94\n",
)
text(
    "percent_hundredth.csv",
    "地区代码,月份,发放率(%)\n620724100,2024-06,96.1\n620724104,2024-06,94.0\n620724106,2024-06,0.94\n",
)
text("percent_fractions.csv", "地区代码,月份,发放率\n620724100,2024-06,0.961\n620724104,2024-06,0.94\n")
text(
    "percent_declared.csv", "地区代码,月份,发放率（小数）\n620724100,2024-06,0.961\n620724104,2024-06,0.94\n"
)
text("percent_small.csv", "地区代码,月份,登记失业率\n620724100,2024-06,0.9\n620724104,2024-06,1.1\n")
MADE["percent_format.xlsx"] = lambda: book(
    [
        ["地区代码", "月份", "发放率"],
        ["620724100", "2024-06", (0.961, "0.0%")],
        ["620724104", "2024-06", (0.94, "0%")],
    ]
)
MADE["dates_1904.xlsx"] = lambda: book(
    [
        ["事件编号", "日期", "地区代码", "事件类型"],
        ["E1", (datetime(2024, 6, 3), "yyyy-mm-dd"), "620724100", "裁员"],
        ["E2", 43984, "620724104", "裁员"],
    ],
    date_1904=True,
)
text(
    "dates.csv",
    "事件编号,日期,地区代码,事件类型,获知时间\nE1,2024年6月3日,620724100,裁员,2024/6/3 9:15\nE2,45446,620724104,停产,45446.5\n"
    "E3,20240603,620724106,信访,\nE4,2024.6.3,620724,舆情,2024-06-03\nE5,6/3/2024,620724,争议,\nE6,2024-02-30,620724,裁员,\n",
)
text(
    "money_ten_thousands.csv",
    "地区代码,月份,险种,结余（万元）\n620724,2024-06,失业保险,123.45\n620724,2024-07,失业保险,120\n",
)

# Headings
TITLE = ["高台县2026年10月乡镇失业动态监测表（补报）"]
MADE["stacked.xlsx"] = lambda: book(
    [
        TITLE,
        ["填报单位：就业服务中心", "", "", "", "", "", "", "单位：人、%"],
        ["序号", "乡镇", "区划代码", "登记失业", "", "长期失业", "首次申领", "监测企业"],
        ["", "", "", "人数", "失业率", "占比", "人数", "期末用工"],
        [1, "城关镇", "620724100", 2486, 4.4, 34.8, 212, 18240],
        [2, "合黎镇", "620724106", 388, 3.9, 34.6, 29, 1876],
        [3, "新坝镇", "620724106", 417, 4.4, "35.2(预计)", 35, 1204],
        ["合计", "", "", 3290, "", "", 276, ""],
        ["注：新坝镇长期失业占比为预计数。"],
        ["填表人：示例甲", "", "审核人：示例乙"],
    ],
    names=["汇总"],
)  # fmt: skip
text(
    "near_names.csv",
    "地区代码,月份,失业保险基金支撑能力值,女性登记失业人数,登记失业人员数\n620724100,2024-06,6,10,30\n",
)
text(
    "repeated_heading.csv",
    PLAIN + "地区代码,月份,登记失业人数,登记失业率(%)\n620724106,2024-06,417,4.4\n本页小计,,3291,\n",
)
text("column_twice.csv", "地区代码,月份,登记失业率,城镇登记失业率\n620724100,2024-06,4.4,4.4\n")
text("no_headings.csv", "620724100,2024-06,2486,4.4\n620724104,2024-06,388,3.9\n")
text("duplicate_keys.csv", PLAIN + "620724100,202406,2486,4.4\n")
text(
    "months_across.csv",
    "2024年各镇登记失业率（%）,,,\n地区代码,乡镇,1月,2月\n620724100,城关镇,4.1,4.2\n620724104,合黎镇,3.9,—\n",
)
text("months_across_no_figure.csv", "地区代码,2024年1月,2024年2月\n620724100,4.1,4.2\n")
MADE["months_as_sheets.xlsx"] = lambda: book(
    [["地区代码", "登记失业人数"], ["620724100", 2486]], [["地区代码", "登记失业人数"], ["620724100", 2501]],
    names=["2024年5月", "2024年6月"],
)  # fmt: skip
MADE["hidden_sheet.xlsx"] = lambda: book(
    [["地区代码", "月份", "登记失业人数"], ["620724100", "2024-06", 2486]], [["旧表"], [1]], [["填表说明"], ["请按时报送"]],
    names=["数据", "旧", "说明"], hidden=1,
)  # fmt: skip
text("ragged.csv", "地区代码,月份,登记失业人数\n620724100,2024-06,2486,多余\n620724104,2024-06\n")
text("names_only.csv", "乡镇,月份,登记失业人数\n合黎镇,2024-06,388\n新坝,2024-06,417\n无名镇,2024-06,1\n")
text(
    "swapped_places.csv",
    "区划代码,乡镇,月份,登记失业人数\n620724104,新坝镇,2024-06,417\n620724106,合黎镇,2024-06,388\n620724100,高台县城关镇,2024-06,2486\n",
)

MADE["two_line_units.xlsx"] = lambda: book(
    [
        ["高台县2024年6月就业失业情况统计表"],
        ["编报单位：高台县就业局", "", "", "", "", "2024年7月3日"],
        ["序号", "地区", "登记失业情况", "", "失业保险", ""],
        ["", "", "期末登记失业人数", "登记失业率", "首次申领人数", "发放率"],
        ["", "", "（人）", "（％）", "（人）", "（％）"],
        ["甲", "乙", 1, 2, 3, 4],
        [1, "城关镇", 2486, 4.4, 212, 96.1],
        [2, "合黎镇", 388, 3.9, 29, 94],
        ["", "合　计", 2874, "", 240, ""],
    ]
)  # fmt: skip
MADE["months_as_compact_sheets.xlsx"] = lambda: book(
    [["乡镇", "登记失业人数"], ["城关镇", 2486]],
    [["乡镇", "登记失业人数"], ["城关镇", 2501]],
    names=["202405", "202406"],
)
MADE["2024年上半年.xlsx"] = lambda: book(
    [["乡镇", "登记失业人数"], ["城关镇", 2486]],
    [["乡镇", "登记失业人数"], ["城关镇", 2501]],
    names=["5月", "6月"],
)
MADE["merged_down.xlsx"] = lambda: with_sheet_tail(
    [
        ["乡镇", "月份", "登记失业人数"],
        ["城关镇", "2024-05", 10],
        ["", "2024-06", 11],
        ["合黎镇", "2024-05", 5],
    ],
    '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
)
MADE["hidden_row.xlsx"] = lambda: raw_book(
    sheet_xml(
        f"<row r='1'>{inline('A1', '地区代码')}{inline('B1', '月份')}{inline('C1', '登记失业人数')}</row>"
        f"<row r='2' hidden='1'>{inline('A2', '620724100')}{inline('B2', '2024-06')}<c r='C2'><v>2</v></c></row>"
    )
)
MADE["never_worked_out.xlsx"] = lambda: raw_book(
    sheet_xml(
        f"<row r='1'>{inline('A1', '地区代码')}{inline('B1', '月份')}{inline('C1', '登记失业人数')}</row>"
        f"<row r='2'>{inline('A2', '620724100')}{inline('B2', '2024-06')}<c r='C2'><f>SUM(D2:E2)</f></c></row>"
        f"<row r='3'>{inline('A3', '620724104')}{inline('B3', '2024-06')}<c r='C3'><f>1+1</f><v>2</v></c></row>"
    )
)
text("unit_row.csv", "地区代码,月份,险种,结余\n,,,（万元）\n620724,2024-06,失业保险,123.45\n")
text(
    "total_on_top.csv",
    "行政区划,区划代码,月份,登记失业人数\n合计,,2024-06,24\n城关镇,620724100,2024-06,10\n合黎镇,620724104,2024-06,12\n",
)
text(
    "total_in_the_middle.csv",
    "乡镇,区划代码,月份,登记失业人数\n城关镇,620724100,2024-06,10\n小计,,,10\n"
    "合黎镇,620724104,2024-06,5\n新坝镇,620724106,2024-06,7\n小计,,,13\n合计,,,22\n",
)
text(
    "whole_and_parts.csv",
    "乡镇,区划代码,月份,登记失业人数\n全县,620724,2024-06,22\n城关镇,620724100,2024-06,10\n"
    "合黎镇,620724104,2024-06,5\n新坝镇,620724106,2024-06,8\n",
)
text("figures_below_each_other.csv", "地区代码,月份,指标名称,数值\n620724100,2024-06,登记失业人数,10\n")
text("far_future.csv", "地区代码,月份,登记失业人数\n620724100,2099-06,10\n")
text("ten_times.csv", "地区代码,月份,登记失业人数\n620724100,2024-05,248\n620724100,2024-06,2486\n")
text("header_only.csv", "地区代码,月份,登记失业人数\n")
text("quoted_newlines.csv", '地区代码,"月\n份","登记失业\n人数"\n620724100,2024-06,2486\n')
text("spaces_in_headings.csv", "地区代码 ,　月份　, 登记 失业人数\t\n620724100 ,2024-06 , 2486\n")
text("decimal_commas.csv", "地区代码;月份;登记失业率(%)\n620724100;2024-06;4,4\n")
MADE["zero_bytes.csv"] = lambda: PLAIN.replace("2486", "24\x0086").encode()


# Identifiers: areas that do not exist, but for the one that is to be refused
text(
    "ids.csv",
    PEOPLE
    + "P1,示例甲,990105194912310021,620724100,登记失业\nP2,示例乙,99010519491231007x,620724100,登记失业\n"
    "P3,示例丙,990105194913310021,620724100,登记失业\nP4,示例丁,99010519491231,620724100,登记失业\nP5,示例戊,990105491231002,620724100,登记失业\n",
)
text(
    "ids_exponent.csv",
    PEOPLE + "P1,示例甲,9.90105E+17,620724100,登记失业\nP2,示例乙,9.90105E+17,620724100,登记失业\n",
)
text(
    "ids_zeros.csv",
    PEOPLE
    + "P1,示例甲,990105194912310000,620724100,登记失业\nP2,示例乙,990105194912311000,620724100,登记失业\n",
)
MADE["ids_as_numbers.xlsx"] = lambda: book(
    [["人员编号", "姓名", "身份证号", "地区代码", "群体类别"], ["P1", "示例甲", 990105194912310021, "620724100", "登记失业"],
     ["P2", "示例乙", "990105194912310021", "620724100", "登记失业"]]
)  # fmt: skip
MADE["ids_as_floats.parquet"] = lambda: parquet(
    {
        "人员编号": ["P1"],
        "身份证号": [990105194912310021.0],
        "地区代码": ["620724100"],
        "群体类别": ["登记失业"],
    }
)
text(
    "firm_codes.csv",
    "统一社会信用代码,企业名称,地区代码\n91620799MA00000159,示例热电厂,620724100\n91620799MA00000158,示例面粉厂,620724100\n91620799MI00000158,示例纸厂,620724100\n91620724,示例砖厂,620724100\n",
)

# Cells
MADE["formula_errors.xlsx"] = lambda: raw_book(
    sheet_xml(
        f"<row r='1'>{inline('A1', '地区代码')}{inline('B1', '月份')}{inline('C1', '登记失业人数')}</row>"
        f"<row r='2'>{inline('A2', '620724100')}{inline('B2', '2024-06')}<c r='C2' t='e'><v>#DIV/0!</v></c></row>"
        f"<row r='3'>{inline('A3', '620724104')}{inline('B3', '2024-06')}<c r='C3'><f>1+1</f><v>2</v></c></row>"
    )
)
text("injected.csv", "地区代码,月份,登记失业人数\n=cmd|' /C calc'!A0,2024-06,1\n620724100,2024-06,@SUM(1)\n")


def parquet(columns: dict[str, list[Any]]) -> bytes:
    memory = io.BytesIO()
    pq.write_table(pa.table(columns), memory)
    return memory.getvalue()


MADE["good.parquet"] = lambda: parquet(
    {"region_code": ["620724100"], "month": ["2024-06"], "registered_unemployed_count": [2486.0]}
)
MADE["broken.parquet"] = lambda: b"PAR1" + b"\0" * 40 + b"PAR1"


# Bombs and what is no table
@made("zip_bomb.xlsx")
def zip_bomb() -> bytes:
    """Some kilobytes that unpack to more than a gigabyte."""
    return raw_book(sheet_xml(""), xl__media__a=b"\0" * (600 << 20), xl__media__b=b"\0" * (600 << 20))


@made("false_size.xlsx")
def false_size() -> bytes:
    """A part says that it unpacks to three gigabytes."""
    data = bytearray(raw_book(sheet_xml("<row r='1'><c r='A1'><v>1</v></c></row>")))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 3 << 30)
    return bytes(data)


@made("entity_bomb.xlsx")
def entity_bomb() -> bytes:
    lines = ['<!ENTITY a0 "地区代码">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return raw_book(sheet_xml(f"<row r='1'>{inline('A1', '&a9;')}</row>", f"<!DOCTYPE x [{''.join(lines)}]>"))


MADE["far_cells.xlsx"] = lambda: raw_book(
    sheet_xml("<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
)
MADE["beyond_the_last_cell.xlsx"] = lambda: raw_book(
    sheet_xml(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='4294967295'><c r='ZZZZZ4294967295'><v>1</v></c></row>"
    )
)
MADE["many_entries.xlsx"] = lambda: raw_book(
    sheet_xml(""), **{f"xl__x{n}.xml": b"<a/>" for n in range(20_000)}
)
MADE["no_sheets.xlsx"] = lambda: raw_book(sheet_xml(""))
MADE["html.xls"] = lambda: "<html><body><table><tr><td>地区代码</td></tr></table></body></html>".encode()
MADE["xml2003.xls"] = lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
MADE["really_xlsx.xls"] = lambda: book([["地区代码"], ["1"]])
MADE["really_xlsx.csv"] = lambda: book([["地区代码"], ["1"]])
MADE["really_csv.xlsx"] = lambda: PLAIN.encode()
MADE["table.txt"] = lambda: PLAIN.encode()
MADE["picture.xlsx"] = lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64
MADE["a.docx"] = lambda: zipped({"word/document.xml": b"<a/>"})
MADE["cut_off.xlsx"] = lambda: book([["地区代码"] * 20] * 50)[:-300]
MADE["archive.xlsx"] = lambda: zipped({"a.csv": b"1"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MADE["password.xlsx"] = lambda: OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480
MADE["broken.xls"] = lambda: OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 480
MADE["old_word.xls"] = lambda: OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 480


# An old workbook, written by hand: no library here writes them
def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def biff(rows: Sequence[Sequence[Any]]) -> bytes:
    """The stream of a workbook of one sheet in the format of Excel 97."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = b"S"
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                content = struct.pack("<HHHHB", y, x, 0, len(cell), 1) + cell.encode("utf-16-le")
                sheet += record(0x0204, content)
            else:
                sheet += record(0x0203, struct.pack("<HHHd", y, x, 0, float(cell)))
    sheet += record(0x000A, b"")
    bound = struct.pack("<BBBB", 0, 0, len(name), 0) + name
    start = len(record(0x0809, begin)) + 4 + 4 + len(bound) + 4
    book = record(0x0809, begin) + record(0x0085, struct.pack("<I", start) + bound) + record(0x000A, b"")
    return (book + sheet).ljust(8192, b"\0")


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream of whole sectors."""
    sectors = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = (title + "\0").encode("utf-16-le")
        return words.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ",
            len(words),
            kind,
            1,
            0xFFFFFFFF,
            0xFFFFFFFF,
            child,
            b"\0" * 16,
            0,
            0,
            0,
            start,
            size,
        )

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    folder = folder.ljust(512, b"\0")
    return head + struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff") + folder + stream


MADE["old.xls"] = lambda: ole(
    biff([["地区代码", "月份", "登记失业人数"], ["620724100", "2024-06", 2486], ["620724104", "202406", 388]])
)
MADE["ids_as_numbers.xls"] = lambda: ole(
    biff(
        [
            ["人员编号", "身份证号", "地区代码", "群体类别"],
            ["P1", 990105194912310021, "620724100", "登记失业"],
        ]
    )
)
