"""The same rows in CSV of four encodings, in a workbook and in Parquet are the same tables."""

import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.tables import read_folder
from dashboard.tables.months import month_number
from tests.tables.folders import KINDS, REGIONS, write, write_as

HOSTILE = 'a,"b"\n<script>${x}</script> 𠮷 =1+1'
TABLES = {
    "regions": [
        ["地区代码", "地区名称", "级别", "上级代码", "人口（人）", "是否监测点"],
        ["062072", "高台县", "县", "", "143000", "否"],
        ["062072001", HOSTILE, "街道", "062072", "", "是"],
    ],
    "indicators": [
        ["区划代码", "统计月份", "登记失业率（％）", "登记失业人数", "基金支撑能力(个月)"],
        ["062072", "2024-05", "4.8", "12.0", "0.1"],
        ["062072", "2024-06", "", "0", "-3.25"],
    ],
    "people": [
        ["人员编号", "身份证号", "姓名", "手机号", "地区代码", "群体类别", "出生日期", "是否农民工"],
        ["007", "11010519900307002X", "示例甲", "013800000000", "062072", "a、b；a", "1990-03-07", "TRUE"],
        ["0x8", "110105199003070046", "示例乙", "", "062072001", "c", "", ""],
    ],
    "events": [
        ["事件编号", "日期", "地区代码", "事件类型", "状态", "上访情况", "接收时间", "涉及人数"],
        ["V1", "2024-06-03", "062072", "规模裁员", "拟", "集访", "2024-06-03 10:30", "400"],
        ["V2", "2024-06-04", "062072001", "layoff", "", "无", "2024-06-04", ""],
    ],
    "declared_alerts": [["地区代码", "月份", "预警级别"], ["062072001", "2024-06", "Ⅱ级"]],
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    read = {}
    for kind in KINDS:
        folder = tmp_path_factory.mktemp("data")
        for name, rows in TABLES.items():
            write_as(kind, folder, name, rows)
        read[kind] = read_folder(folder)
    return read


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_is_read_without_fault_or_warning(folders, kind):
    assert folders[kind].faults == ()
    assert folders[kind].warnings == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TABLES)
def test_every_format_gives_the_same_table(folders, kind, table):
    pd.testing.assert_frame_equal(folders[kind].tables[table], folders["utf-8"].tables[table])


@pytest.mark.parametrize("kind", KINDS)
def test_leading_zeros_and_long_numbers_survive(folders, kind):
    people = folders[kind].tables["people"]
    assert people["person_id"].tolist() == ["007", "0x8"]
    assert people["id_number"].tolist() == ["11010519900307002X", "110105199003070046"]
    assert people["phone"].tolist() == ["013800000000", ""]
    assert people["region_code"].tolist() == ["062072", "062072001"]


def test_the_words_of_offices_become_those_of_the_contract(folders):
    tables = folders["utf-8"].tables
    assert tables["regions"]["level"].tolist() == ["county", "town"]
    assert tables["regions"]["is_monitoring_point"].tolist() == [False, True]
    assert tables["events"]["kind"].tolist() == ["layoff", "layoff"]
    assert tables["events"]["state"].tolist() == ["planned", ""]
    assert tables["events"]["petition"].tolist() == ["collective", "none"]
    assert tables["declared_alerts"]["tier"].tolist() == ["orange"]
    assert tables["people"]["groups"].tolist() == ["a;b", "c"]
    assert tables["people"]["is_migrant"].tolist() == [True, False]


def test_a_hostile_name_is_kept_to_the_letter(folders):
    assert folders["xlsx"].tables["regions"]["region_name"].tolist() == ["高台县", HOSTILE]


def test_figures_and_months_are_numbers(folders):
    indicators = folders["utf-8"].tables["indicators"]
    assert indicators["month"].tolist() == [month_number("2024-05"), month_number("2024-06")]
    assert indicators["registered_unemployed_count"].tolist() == [12.0, 0.0]
    assert indicators["fund_support_months"].tolist() == [0.1, -3.25]
    assert indicators["registered_unemployment_rate_pct"].isna().tolist() == [False, True]


# No control characters, and no blanks at the ends: files do not keep those.
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12).map(
    str.strip
)


@pytest.mark.parametrize(("kind", "examples"), [("utf-8", 25), ("gb18030", 25), ("parquet", 25), ("xlsx", 3)])
def test_any_text_comes_back_from_every_format(tmp_path, kind, examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(CELLS.filter(bool), min_size=1, max_size=8, unique=True))
    def check(names):
        rows = [["region_code", "region_name", "level"], *([name, name, "town"] for name in names)]
        write_as(kind, tmp_path, "regions", rows)
        read = read_folder(tmp_path)
        assert read.faults == ()
        assert read.tables["regions"]["region_code"].tolist() == names
        assert read.tables["regions"]["region_name"].tolist() == names

    check()


def _workbook(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        formats = {
            datetime.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            datetime.date: book.add_format({"num_format": "yyyy-mm"}),
        }
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, formats.get(type(cell)))


def test_numbers_and_dates_of_a_workbook_are_read_as_they_are_meant(tmp_path):
    write(tmp_path)
    rows = [
        ["地区代码", "月份", "登记失业率", "登记失业人数"],
        [620724, datetime.date(2024, 6, 1), 4.8, 1200],
        [620724, "2024-07", 0.1 + 0.2, 0],
    ]
    _workbook(tmp_path / "indicators.xlsx", rows)
    events = [
        ["event_id", "date", "region_code", "kind", "is_spreading", "received_at"],
        [
            "V1",
            datetime.datetime(2024, 6, 3),
            620724101,
            "closure",
            True,
            datetime.datetime(2024, 6, 3, 9, 15),
        ],
    ]
    _workbook(tmp_path / "events.xlsx", events)
    read = read_folder(tmp_path)
    assert read.faults == ()
    indicators, event = read.tables["indicators"], read.tables["events"].iloc[0]
    assert indicators["region_code"].tolist() == ["620724", "620724"]
    assert indicators["month"].tolist() == [month_number("2024-06"), month_number("2024-07")]
    assert indicators["registered_unemployment_rate_pct"].tolist() == [4.8, 0.3]
    assert event["date"] == pd.Timestamp("2024-06-03")
    assert event["received_at"] == pd.Timestamp("2024-06-03 09:15")
    assert event["region_code"] == "620724101"
    assert bool(event["is_spreading"]) is True


def test_typed_cells_of_parquet_are_read_as_they_are_meant(tmp_path):
    write(tmp_path)
    table = pa.table(
        {
            "region_code": pa.array([620724, 620724101], pa.int64()),
            "month": pa.array([datetime.date(2024, 6, 1), datetime.date(2024, 7, 1)]),
            "registered_unemployment_rate_pct": pa.array([4.8, float("nan")]),
            "registered_unemployed_count": pa.array([12, None], pa.int32()),
            "fund_support_months": pa.array([1e-7, 12345678901.5]),
            "benefit_payout_rate_pct": pa.array(["90", ""]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "indicators.parquet")
    events = pa.table(
        {
            "event_id": ["V1"],
            "date": pa.array([datetime.datetime(2024, 6, 3)], pa.timestamp("ns")),
            "region_code": ["620724"],
            "kind": ["opinion"],
            "is_spreading": [True],
            "received_at": pa.array([datetime.datetime(2024, 6, 3, 9, 15)], pa.timestamp("us")),
        }
    )
    pq.write_table(events, tmp_path / "events.parquet")
    read = read_folder(tmp_path)
    assert read.faults == ()
    indicators, event = read.tables["indicators"], read.tables["events"].iloc[0]
    assert indicators["region_code"].tolist() == ["620724", "620724101"]
    assert indicators["fund_support_months"].tolist() == [1e-7, 12345678901.5]
    assert indicators["registered_unemployed_count"].isna().tolist() == [False, True]
    assert indicators["registered_unemployment_rate_pct"].isna().tolist() == [False, True]
    assert indicators["benefit_payout_rate_pct"].fillna(-1).tolist() == [90.0, -1.0]
    assert event["received_at"] == pd.Timestamp("2024-06-03 09:15")


def test_a_region_code_that_parquet_holds_as_a_float_is_no_region_code(tmp_path):
    write(tmp_path)
    table = pa.table({"region_code": pa.array([620724.0]), "month": ["2024-06"]})
    pq.write_table(table, tmp_path / "indicators.parquet")
    (fault,) = read_folder(tmp_path).faults
    assert fault.code == "unknown_region"
    assert fault.found == "'620724.0'"


def test_yes_no_and_years_that_a_typed_file_holds_as_numbers_are_read(tmp_path):
    write(tmp_path)
    people = pa.table(
        {
            "person_id": ["a", "b", "c"],
            "region_code": ["620724"] * 3,
            "groups": ["g"] * 3,
            "is_migrant": pa.array([1.0, 0.0, None]),
            "scope_year": pa.array([2024.0, None, 2025.0], pa.float32()),
        }
    )
    pq.write_table(people, tmp_path / "people.parquet")
    targets = pa.table({"region_code": ["620724"], "year": pa.array([2024.0])})
    pq.write_table(targets, tmp_path / "targets.parquet")
    events = [
        ["event_id", "date", "region_code", "kind", "is_spreading"],
        ["V1", "2024-06-03", "620724101", "closure", 1],
        ["V2", "2024-06-03", "620724101", "closure", 0],
    ]
    _workbook(tmp_path / "events.xlsx", events)
    read = read_folder(tmp_path)
    assert read.faults == ()
    assert read.tables["people"]["is_migrant"].tolist() == [True, False, False]
    assert read.tables["people"]["scope_year"].fillna(0).tolist() == [2024, 0, 2025]
    assert read.tables["targets"]["year"].tolist() == [2024]
    assert read.tables["events"]["is_spreading"].tolist() == [True, False]


def test_a_day_with_a_time_of_day_is_that_day_where_cells_have_types(tmp_path):
    write(tmp_path)
    headings, row = ["event_id", "date", "region_code", "kind"], ["V1", "", "620724101", "closure"]
    moment = datetime.datetime(2024, 6, 3, 9, 15, 7, 120000)
    _workbook(tmp_path / "events.xlsx", [headings, [row[0], moment, *row[2:]]])
    services = pa.table(
        {"person_id": ["a"], "date": pa.array([moment], pa.timestamp("us")), "kind": ["contact"]}
    )
    pq.write_table(services, tmp_path / "services.parquet")
    read = read_folder(tmp_path)
    assert read.faults == ()
    assert read.tables["events"]["date"].tolist() == [pd.Timestamp("2024-06-03")]
    assert read.tables["services"]["date"].tolist() == [pd.Timestamp("2024-06-03")]


@pytest.mark.parametrize("value", [0.5, 2.0, -1.0, 10.0])
def test_other_numbers_are_neither_yes_nor_no(tmp_path, value):
    write(tmp_path)
    table = pa.table(
        {"region_code": ["1"], "region_name": ["a"], "level": ["town"], "is_monitoring_point": [value]}
    )
    (tmp_path / "regions.csv").unlink()
    pq.write_table(table, tmp_path / "regions.parquet")
    assert [fault.code for fault in read_folder(tmp_path).faults] == ["yes_no"]


def test_a_decimal_point_in_a_yes_or_no_of_a_csv_file_is_refused(tmp_path):
    write(tmp_path, regions="region_code,region_name,level,is_monitoring_point\n1,a,town,1.0\n")
    assert [fault.code for fault in read_folder(tmp_path).faults] == ["yes_no"]


def test_a_list_in_parquet_is_refused(tmp_path):
    write(tmp_path)
    pq.write_table(
        pa.table({"region_code": ["620724"], "month": [["2024-06"]]}), tmp_path / "indicators.parquet"
    )
    (fault,) = read_folder(tmp_path).faults
    assert fault.code == "refused_file"
    assert "under month" in fault.found


def test_a_workbook_and_a_csv_file_name_the_same_rows(tmp_path):
    lines = [line.split(",") for line in REGIONS.splitlines()]
    lines[2:2] = [["", "", "", ""]]
    lines[-1][2] = "planet"
    for kind in KINDS[:-1]:
        folder = tmp_path / kind
        folder.mkdir()
        write_as(kind, folder, "regions", lines)
        (fault,) = read_folder(folder).faults
        assert (fault.row, fault.column) == (5, "level")


def test_parquet_with_letters_that_are_none_is_refused(tmp_path):
    write(tmp_path)
    pq.write_table(
        pa.table({"region_code": ["620724"], "month": ["20Z4-06"]}), tmp_path / "indicators.parquet"
    )
    data = (tmp_path / "indicators.parquet").read_bytes()
    (tmp_path / "indicators.parquet").write_bytes(data.replace(b"20Z4", b"20\xe84"))
    (fault,) = read_folder(tmp_path).faults
    assert (fault.code, fault.found) == ("refused_file", "no Parquet file that can be read")


def test_what_a_refused_column_is_called_stays_on_one_line_and_names_nobody(tmp_path):
    write(tmp_path)
    cells = pa.array([{"a\n\x1b[2J": 1}])
    pq.write_table(
        pa.table({"region_code": ["1"], "11010519491231002X\n": cells}), tmp_path / "funds.parquet"
    )
    (fault,) = read_folder(tmp_path).faults
    assert str(fault).isprintable()
    assert "under 1101************2X" in fault.found
