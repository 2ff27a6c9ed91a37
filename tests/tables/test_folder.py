"""A data folder as a whole: which tables are there, their types, all faults at once, and its fingerprint."""

import numpy as np
import pandas as pd
import pytest

from dashboard.tables import TABLES, Fault, read_folder
from dashboard.tables.columns import Column
from tests.tables.folders import REGIONS, write

DTYPES = {
    "count": "float64",
    "percent": "float64",
    "number": "float64",
    "month": "int64",
    "date": "datetime64[s]",
    "moment": "datetime64[s]",
    "yesno": "bool",
}


def dtype(column: Column) -> str:
    if column.kind == "year":
        return "int64" if column.required else "float64"
    return DTYPES.get(column.kind, "object")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_of_headings_alone_has_every_column_in_its_type(tmp_path, table):
    headings = [column.name for column in table.columns if column.required]
    headings += [names[0] for names in table.one_of]
    write(tmp_path, **{table.name: ",".join(headings) + "\n"})
    read = read_folder(tmp_path)
    assert read.faults == ()
    frame = read.tables[table.name]
    assert len(frame) == 0
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        column.name: dtype(column) for column in table.columns
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_full_row_has_the_same_types_as_none(tmp_path, table):
    example = {
        "count": "1", "percent": "1", "number": "1", "month": "2024-06", "year": "2024", "date": "2024-06-03",
        "moment": "2024-06-03 10:00", "yesno": "1", "region": "620724",
    }  # fmt: skip
    cells = [
        next(iter(column.choices), example.get(column.kind, "x"))
        for column in table.columns
        if column.name != "parent_code"
    ]
    headings = [column.name for column in table.columns if column.name != "parent_code"]
    write(tmp_path, **{table.name: ",".join(headings) + "\n" + ",".join(cells) + "\n"})
    read = read_folder(tmp_path)
    assert read.faults == ()
    frame = read.tables[table.name]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        column.name: dtype(column) for column in table.columns
    }
    texts = frame.select_dtypes(object).to_numpy().ravel().tolist()
    assert all(isinstance(text, str) for text in texts)


def test_a_table_that_is_not_there_is_not_among_the_tables(tmp_path):
    assert list(read_folder(write(tmp_path)).tables) == ["regions"]


def test_rows_keep_the_order_of_the_file(tmp_path):
    codes = [str(code) for code in range(5000, 0, -7)]
    write(tmp_path, regions="region_code,region_name,level\n" + "".join(f"{code},x,town\n" for code in codes))
    assert read_folder(tmp_path).tables["regions"]["region_code"].tolist() == codes


def test_columns_that_the_file_lacks_are_blank(tmp_path):
    frame = read_folder(
        write(tmp_path, events="event_id,date,region_code,kind\nV1,2024-06-03,620724,layoff\n")
    )
    event = frame.tables["events"].iloc[0]
    assert event["state"] == ""
    assert np.isnan(event["affected_count"])
    assert pd.isna(event["received_at"])
    assert not event["is_spreading"]


def test_a_folder_that_is_not_there_is_one_clear_fault(tmp_path):
    (fault,) = read_folder(tmp_path / "nowhere").faults
    assert str(fault) == (
        "nowhere: found no such folder; allowed: a folder of tables. Give the folder that holds regions.csv."
    )
    assert fault.code == "no_folder"


def test_a_file_in_the_place_of_a_folder_is_one_clear_fault(tmp_path):
    write(tmp_path)
    (fault,) = read_folder(tmp_path / "regions.csv").faults
    assert (fault.file, fault.found, fault.code) == ("regions.csv", "a file", "no_folder")


def test_a_folder_may_be_given_as_text(tmp_path):
    assert read_folder(str(write(tmp_path))).faults == ()


def test_two_hundred_faults_are_listed_and_the_rest_are_counted(tmp_path):
    rows = "".join(f"620724,2024-{month:02d},-1,101\n" for month in [13] * 150)
    headings = "region_code,month,registered_unemployed_count,benefit_payout_rate_pct\n"
    write(tmp_path, indicators=headings + rows, events="event_id\n")
    faults = read_folder(tmp_path).faults
    assert len(faults) == 201
    assert [fault.row for fault in faults[:6]] == [2, 2, 2, 3, 3, 3]
    assert [fault.column for fault in faults[:3]] == headings.strip().split(",")[1:]
    assert faults[-1].code == "more_faults"
    assert faults[-1].found == f"{150 * 3 + 3 - 200} more faults, not listed"


def test_exactly_two_hundred_faults_bring_no_further_line(tmp_path):
    rows = "".join(f"{code},x,planet\n" for code in range(200))
    faults = read_folder(write(tmp_path, regions="region_code,region_name,level\n" + rows)).faults
    assert len(faults) == 200
    assert {fault.code for fault in faults} == {"unknown_value"}


def test_faults_come_in_the_order_of_tables_and_rows(tmp_path):
    write(
        tmp_path,
        regions=REGIONS + "620724103,示例三镇,planet,1\n",
        indicators="region_code,month\n620724,x\n1,2024-06\n620724,y\n",
        events="event_id,date,region_code,kind\nV1,x,620724,y\n",
    )
    faults = read_folder(tmp_path).faults
    assert [(fault.file, fault.row, fault.column) for fault in faults] == [
        ("regions.csv", 5, "level"),
        ("regions.csv", 5, "parent_code"),
        ("indicators.csv", 2, "month"),
        ("indicators.csv", 3, "region_code"),
        ("indicators.csv", 4, "month"),
        ("events.csv", 2, "date"),
        ("events.csv", 2, "kind"),
    ]


def test_without_region_codes_the_codes_of_other_tables_are_not_judged(tmp_path):
    write(tmp_path, regions="region_name,level\n高台县,county\n", indicators="region_code,month\n1,2024-06\n")
    assert [fault.code for fault in read_folder(tmp_path).faults] == ["no_column"]


def test_a_plan_may_name_further_columns_that_are_read_by_their_units(tmp_path):
    text = "地区代码,月份,Wage_Growth_pct,strikes_count,mood_index\n620724,2024-06,101,1.5,-3\n"
    write(tmp_path, indicators=text)
    names = ("wage_growth_pct", "strikes_count", "mood_index", "rent_cny")
    read = read_folder(tmp_path, names)
    assert read.warnings == ()
    assert [(fault.column, fault.code) for fault in read.faults] == [
        ("Wage_Growth_pct", "percent"),
        ("strikes_count", "count"),
    ]
    frame = read.tables["indicators"]
    assert frame["mood_index"].tolist() == [-3.0]
    assert frame["rent_cny"].isna().all()


def test_a_column_that_only_another_plan_knows_is_a_warning_and_is_not_read(tmp_path):
    write(tmp_path, indicators="region_code,month,mood_index\n620724,2024-06,low\n")
    read = read_folder(tmp_path)
    assert read.faults == ()
    assert [warning.code for warning in read.warnings] == ["unknown_column"]
    assert "mood_index" not in read.tables["indicators"]


def test_a_column_that_another_table_knows_is_no_warning(tmp_path):
    write(tmp_path, indicators="region_code,地区名称,month\n620724,高台县,2024-06\n")
    read = read_folder(tmp_path)
    assert (read.faults, read.warnings) == ((), ())
    assert "region_name" not in read.tables["indicators"]


def test_the_manifest_says_whether_a_folder_is_synthetic(tmp_path):
    write(tmp_path)
    assert read_folder(tmp_path).is_synthetic is False
    (tmp_path / "MANIFEST.yaml").write_text("synthetic: true\ntitle: 示例\n", encoding="utf-8")
    read = read_folder(tmp_path)
    assert read.is_synthetic is True
    assert read.manifest == {"synthetic": True, "title": "示例"}


def test_the_fingerprint_follows_names_and_bytes(tmp_path):
    first = read_folder(write(tmp_path / "a")).fingerprint
    assert len(first) == 64
    assert read_folder(write(tmp_path / "b")).fingerprint == first
    assert read_folder(write(tmp_path / "c", regions=REGIONS + "\n")).fingerprint != first
    assert read_folder(write(tmp_path / "d", funds="region_code,month,fund\n")).fingerprint != first
    manifest = write(tmp_path / "e")
    (manifest / "MANIFEST.yaml").write_text("synthetic: true\n", encoding="utf-8")
    assert read_folder(manifest).fingerprint != first


def test_names_of_files_are_read_in_either_case(tmp_path):
    (tmp_path / "Regions.CSV").write_text(REGIONS, encoding="utf-8")
    assert len(read_folder(tmp_path).tables["regions"]) == 3


def test_files_that_are_no_tables_by_their_nature_bring_no_warning(tmp_path):
    write(tmp_path)
    for name in ("README.md", "README", "map.geojson", "notes.yaml", ".hidden.csv", "~$regions.xlsx"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "boundaries").mkdir()
    read = read_folder(tmp_path)
    assert (read.faults, read.warnings) == ((), ())


def test_of_a_code_given_twice_the_first_row_decides_about_circles(tmp_path):
    text = "region_code,region_name,level,parent_code\n1,甲,county,1\n1,甲,county,\n"
    assert [fault.code for fault in read_folder(write(tmp_path, regions=text)).faults] == [
        "circle",
        "key_twice",
    ]


def test_a_chain_of_thousands_of_places_is_no_circle(tmp_path):
    rows = "".join(f"{code},x,village,{code - 1 or ''}\n" for code in range(1, 5001))
    text = "region_code,region_name,level,parent_code\n" + rows
    assert read_folder(write(tmp_path, regions=text)).faults == ()


def test_a_long_circle_is_named_in_short(tmp_path):
    rows = "".join(f"{code},x,village,{code % 50 + 1}\n" for code in range(1, 51))
    write(tmp_path, regions="region_code,region_name,level,parent_code\n" + rows)
    (fault,) = read_folder(tmp_path).faults
    assert fault.row == 2
    assert fault.found == "a circle: 1 is in 2 is in 3 is in 4 is in … is in 1"


def test_a_fault_reads_as_one_line():
    fault = Fault("indicators.csv", 7, "失业保险金发放率", "'120'", "0 to 100", "Write percent.")
    assert str(fault) == (
        "indicators.csv, row 7, column 失业保险金发放率: found '120'; allowed: 0 to 100. Write percent."
    )
