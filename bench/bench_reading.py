"""How fast files as offices send them are read, checked and stored, against pandas with openpyxl in the same run.

    python -m bench.bench_reading [ROWS]

A list of people (number, name, ID number, place, group, day) as GB18030 CSV and as XLSX. *Ours* is what ``import``
does: opened in a process of its own, every cell checked, stored as one batch in SQLite. *pandas* reads the same file
into text (openpyxl for XLSX, where it is installed), checks the same ID numbers row by row, and writes the frame with
``to_sql``. Both must find the same wrong numbers before a time is printed. The files stay in the temporary folder.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd
import pyarrow as pa
import xlsxwriter

from dashboard.intake.check import Around, check_file
from dashboard.intake.identifiers import AREAS, check_people
from dashboard.intake.places import Places
from dashboard.store import open_store

HEADINGS = ("人员编号", "姓名", "身份证号", "地区代码", "群体类别", "起始日期")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PLACES = pd.DataFrame(
    {
        "region_code": ["620724", "620724100"],
        "region_name": ["高台县", "城关镇"],
        "parent_code": ["", "620724"],
    }
)


def check_digit(first: str) -> str:
    """The last sign of an ID number, as one row at a time works it out."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def one_number(number: str) -> str:
    """What is wrong with one number, looked at alone."""
    if len(number) != 18 or not number[:17].isdigit() or number[17] not in CHECKS:
        return "identifier"
    if check_digit(number[:17]) != number[17]:
        return "check_digit"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "birth_date"
    return "" if int(number[:2]) in AREAS else "area_code"


def people(rows: int) -> list[tuple[str, ...]]:
    """Made-up people of an area that does not exist; every thousandth number has a wrong last sign."""
    made = []
    for n in range(rows):
        first = f"000724{1950 + n % 55}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
        sign = check_digit(first)
        if n % 1000 == 999:
            sign = CHECKS[(CHECKS.index(sign) + 1) % 11]
        made.append(
            (f"p{n:09d}", "示例甲", first + sign, "620724100", "登记失业", f"2024-{1 + n % 12:02d}-03")
        )
    return made


def files(rows: int) -> dict[str, Path]:
    """The two files, made once."""
    folder = Path(tempfile.gettempdir()) / "bench_reading"
    folder.mkdir(exist_ok=True)
    found = {ending: folder / f"people_{rows}.{ending}" for ending in ("csv", "xlsx")}
    if not all(path.exists() for path in found.values()):
        made = people(rows)
        text = "\n".join(",".join(row) for row in (HEADINGS, *made))
        found["csv"].write_bytes(text.encode("gb18030"))
        with xlsxwriter.Workbook(found["xlsx"], {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for y, row in enumerate((HEADINGS, *made)):
                sheet.write_row(y, 0, row)
    return found


def ours(path: Path, store: str) -> int:
    """Read, check and store; how many numbers are wrong."""
    start = perf_counter()
    read = check_file(path.name, path.read_bytes(), "people", Around(Places.of(PLACES)))
    (entry,) = read.entries
    wrong = sum(finding.fault == "check_digit" for finding in entry.findings)
    more = next((f.value for f in entry.findings if f.fault == "more_faults" and f.severity == "error"), None)
    wrong += int(more.split()[0]) if more else 0
    print(f"  ours, read and checked after {perf_counter() - start:.1f} s", flush=True)
    opened = open_store(store)
    opened.import_tables({"people": entry.frame}, "bench", {})
    opened.close()
    return wrong


def made_store(folder: str) -> str:
    """A store that has the places, as an office's has; making it is not counted."""
    text = "地区代码,地区名称,级别,上级代码\n620724,高台县,县,\n620724100,城关镇,镇,620724\n"
    store = open_store(f"sqlite:///{folder}/store.db", create=True)
    store.import_tables(check_file("regions.csv", text.encode(), "regions").frames, "bench", {})
    store.close()
    return f"sqlite:///{folder}/store.db"


def theirs(path: Path, store: str) -> int:
    """The same with pandas: one row at a time for the numbers, and ``to_sql``."""
    if path.suffix == ".csv":
        frame = pd.read_csv(path, dtype=str, encoding="gb18030")
    else:
        frame = pd.read_excel(path, dtype=str, engine="openpyxl")
    wrong = int((~frame["身份证号"].map(lambda each: check_digit(each[:17]) == each[17])).sum())
    frame["起始日期"] = pd.to_datetime(frame["起始日期"])
    assert not frame["人员编号"].duplicated().any()
    assert frame["地区代码"].isin(PLACES["region_code"]).all()
    with sqlite3.connect(store.removeprefix("sqlite:///")) as connection:
        frame.to_sql("people_read", connection, index=False)
    return wrong


def timed(work: Callable[[Path, str], int], path: Path) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and what was found; the store is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        store = made_store(folder)
        start, busy = perf_counter(), sum(os.times()[:4])
        found = work(path, store)
        return perf_counter() - start, sum(os.times()[:4]) - busy, found


def checksums(rows: int) -> tuple[float, float]:
    """Seconds of the processor for form, check sign, birth date and area of ID numbers: whole columns, row by row."""
    numbers = [row[2] for row in people(rows)]
    column = pa.array(numbers)
    start = process_time()
    _, found = check_people(column, 2026)
    whole = process_time() - start
    start = process_time()
    by_row = np.flatnonzero([one_number(each) == "check_digit" for each in numbers])
    row_wise = process_time() - start
    assert found["check_digit"].tolist() == by_row.tolist()
    return whole, row_wise


def main(rows: int = 1_000_000) -> None:
    """Print a line a format, and one for the checksums."""
    for ending, path in files(rows).items():
        own, own_busy, wrong = timed(ours, path)
        print(f"{rows:,} rows {ending}: ours {own:.1f} s, processor {own_busy:.1f} s", flush=True)
        if ending == "xlsx" and find_spec("openpyxl") is None:
            print("  pandas cannot read it: openpyxl is not installed")
            continue
        other, busy, same = timed(theirs, path)
        assert wrong == same == rows // 1000, (wrong, same)
        print(f"  pandas {other:.1f} s, processor {busy:.1f} s: {busy / own_busy:.1f} times", flush=True)
    whole, row_wise = checksums(rows)
    print(f"{rows:,} ID numbers: {whole:.2f} s, row by row {row_wise:.2f} s, {row_wise / whole:.0f} times")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:] if each.isdigit()))
