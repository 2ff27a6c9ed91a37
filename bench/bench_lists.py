"""Lists in pages: a million people and a hundred thousand firms on SQLite and PostgreSQL, beside the whole in memory.

Run by ``make bench only=lists``. Each side asks the same ten questions in a process of its own, whose peak memory is
printed too; nothing is kept from one answer to the next, but for the numbers of the places. The rival holds all rows
in pandas; the last line is what a page would cost that hands the whole frame to ``st.dataframe``.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.lists_in_pandas import Pandas
from dashboard.access import Viewer
from dashboard.plans.profiles import brief
from dashboard.registers.listing import Lists
from dashboard.registers.people_list import people_list
from dashboard.store import Store, open_store
from dashboard.store.frames import dtype_of
from dashboard.store.lists import Between, Has, Is, Query, Register
from dashboard.tables import TABLES
from tests.postgres import postgres_server

PEOPLE = 1_000_000
TIMES = 20
SIDES = ("sqlite", "postgresql", "pandas")
PROVINCE, COUNTY = "10", "100203"
GROUPS = ("高校毕业生", "登记失业人员", "分流职工", "就业困难人员", "返乡农民工", "脱贫劳动力", "退役军人")
STATUSES = ("失业", "就业", "灵活就业", "创业", "退休", "")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰"
DAY, JUDGED = date(2024, 1, 1), date(2025, 11, 30)


Times = dict[str, list[tuple[float, float]]]


def places() -> pd.DataFrame:
    """Two provinces of 14 cities of 9 counties of 14 towns: 1,800 places each."""
    codes = ["10", "20"]
    for above, below in ((2, 14), (4, 9), (6, 14)):
        new = [f"{code}{n:02d}" for code in codes if len(code) == above for n in range(below)]
        codes += new
    levels = {2: "province", 4: "city", 6: "county", 8: "town"}
    rows = {
        "region_code": codes,
        "region_name": codes,
        "level": [levels[len(code)] for code in codes],
        "parent_code": [code[:-2] for code in codes],
    }
    return typed("regions", len(codes), rows)


def typed(name: str, count: int, given: dict[str, Any]) -> pd.DataFrame:
    """A frame of a table with these columns, the others blank."""
    columns = {}
    for column in TABLES[name].columns:
        dtype = dtype_of(column)
        blank: Any = "" if dtype.kind == "O" else np.datetime64("NaT", "s") if dtype.kind == "M" else 0
        values = given.get(column.name, np.full(count, np.nan if dtype == np.float64 else blank, dtype=dtype))
        columns[column.name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


def made(people: int) -> dict[str, pd.DataFrame]:
    """The tables: nine people in ten live in the first province; two services a person, six months a firm."""
    chance = np.random.default_rng(1)
    regions = places()
    towns = regions.loc[regions["level"] == "town", "region_code"].to_numpy(dtype=object)
    in_first = np.array([code.startswith(PROVINCE) for code in towns])
    weights = np.where(in_first, 0.9 / in_first.sum(), 0.1 / (~in_first).sum())

    def one_of(values: Any, count: int) -> Any:
        return chance.choice(np.array(values, dtype=object), count)

    def days(count: int, blank: float) -> Any:
        found = np.datetime64(DAY, "s") + chance.integers(0, 700, count) * np.timedelta64(86_400, "s")
        return np.where(chance.random(count) < blank, np.datetime64("NaT", "s"), found)

    firms = people // 10
    ids = np.array([f"{n:012x}" for n in chance.permutation(people)], dtype=object)
    first, second = one_of(GROUPS, people), one_of(GROUPS, people)
    both = (chance.random(people) < 0.3) & (first != second)
    firm_ids = np.array([f"9100{n:014d}" for n in range(firms)], dtype=object)
    persons = {
        "person_id": ids,
        "name": one_of(list(SURNAMES), people) + one_of(list(GIVEN), people) + one_of(["", *GIVEN], people),
        "id_number": np.array([f"00010119800101{n % 10_000:04d}" for n in range(people)], dtype=object),
        "phone": np.array([f"138{n:08d}" for n in range(people)], dtype=object),
        "region_code": chance.choice(towns, people, p=weights),
        "groups": np.where(both, first + ";" + second, first),
        "status": chance.choice(np.array(STATUSES, dtype=object), people, p=[0.3, 0.3, 0.15, 0.05, 0.1, 0.1]),
        "education": one_of(["小学", "初中", "高中", "大专", "本科", ""], people),
        "separation_reason": one_of(["裁员", "合同期满", "辞职", ""], people),
        "helper": one_of([f"助{n}" for n in range(300)], people),
        "insured_months": np.where(chance.random(people) < 0.2, np.nan, chance.integers(0, 240, people)),
        "is_migrant": chance.random(people) < 0.4,
        "scope_year": np.where(chance.random(people) < 0.5, 2025.0, 2024.0),
        "household_id": np.where(
            chance.random(people) < 0.3, [f"H{n}" for n in chance.integers(0, people // 4, people)], ""
        ),
        "enterprise_id": np.where(chance.random(people) < 0.5, one_of(firm_ids, people), ""),
        "since": days(people, 0.1),
    }
    served = chance.integers(0, people, 2 * people)
    months = 6
    headcounts = {
        "enterprise_id": np.repeat(firm_ids, months),
        "month": np.tile(np.arange(2024 * 12, 2024 * 12 + months), firms),
        "employees_count": chance.integers(5, 900, firms * months).astype(float),
        "insured_count": chance.integers(5, 900, firms * months).astype(float),
        "wages_in_arrears_cny": np.where(
            chance.random(firms * months) < 0.9, 0.0, chance.integers(1, 10**6, firms * months)
        ),
    }
    listed = {
        "enterprise_id": firm_ids,
        "enterprise_name": "示例"
        + one_of(list(GIVEN), firms)
        + one_of(["纺织", "化工", "煤业"], firms)
        + "厂",
        "region_code": chance.choice(towns, firms, p=weights),
        "industry_code": one_of(["C17", "B06", "C26", "C39"], firms),
        "employees_count": chance.integers(5, 900, firms).astype(float),
        "is_wages_in_arrears": chance.random(firms) < 0.1,
        "is_mass_layoff": chance.random(firms) < 0.1,
    }
    services = {
        "person_id": ids[served],
        "date": days(len(served), 0.0),
        "kind": one_of(["contact", "job_offer", "training", "guidance"], len(served)),
    }
    return {
        "regions": regions,
        "enterprises": typed("enterprises", firms, listed),
        "headcounts": typed("headcounts", firms * months, headcounts),
        "people": typed("people", people, persons),
        "services": typed("services", len(served), services),
    }


def questions(lists: Any, near: Any, chance: random.Random, people: int) -> dict[str, Callable[[], Any]]:
    """The ten, each with other values every time; ``near`` is the same for a viewer of one county."""
    deep = people // 1000  # page 1,000 of a million
    status = chance.choice(STATUSES[:3])
    group = chance.choice(GROUPS)
    since = DAY + timedelta(chance.randrange(700))
    surname = chance.choice(SURNAMES)
    name = surname + chance.choice(GIVEN) + chance.choice(GIVEN)
    unemployed = (Is("status", status),)
    of_group = (Is("status", status), Has("groups", group))
    late = (Has("todo", "overdue"), Is("status", status))
    in_arrears = (Is("is_wages_in_arrears", True), Is("industry_code", chance.choice(("C17", "B06"))))
    return {
        "page 1, by place": lambda: lists.page("people", Query()),
        "page 1,000, sorted by day": lambda: lists.page("people", Query(sort="since"), deep),
        "filter by two, sorted, page 1": lambda: lists.page(
            "people", Query(of_group, sort="since", descending=True)
        ),
        "filter, sorted by figure, page 1,000": lambda: lists.page(
            "people", Query(unemployed, sort="insured_months"), deep
        ),
        "overdue, the longest first": lambda: lists.page(
            "people", Query(late, sort="pressing", descending=True)
        ),
        "came between two days": lambda: lists.page(
            "people", Query((Between("since", since, since + timedelta(30)),), sort="since")
        ),
        "search by name": lambda: lists.page("people", Query(search=name)),
        "search by surname, sorted": lambda: lists.page("people", Query(search=surname, sort="since")),
        "search by code": lambda: lists.page("people", Query(search=f"{chance.randrange(people):012x}")),
        "count by group": lambda: lists.count_by("people", "groups", Query(unemployed)),
        "one county: filter, sorted, page 1": lambda: near.page("people", Query(of_group, sort="since")),
        "firms: filter by two, by arrears": lambda: lists.page(
            "enterprises", Query(in_arrears, sort="newest_wages_in_arrears_cny", descending=True)
        ),
        "firms: search by part of the name": lambda: lists.page(
            "enterprises", Query(search=name[1:2] + "纺")
        ),
    }


def measure(lists: Any, near: Any, people: int, forget: Callable[[], None]) -> Times:
    """Milliseconds of each question, each time, by the clock and of this process's processor time."""
    chance = random.Random(1)
    found: Times = {}
    for turn in range(-1, TIMES):
        for name, ask in questions(lists, near, chance, people).items():
            forget()
            taken = timed(ask)
            if turn >= 0:  # the first one warms up
                found.setdefault(name, []).append(taken)
    return found


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def people_register() -> Register:
    """The list of people as the page of a county's desk asks it."""
    viewer = Viewer("clerk", (PROVINCE,))
    return people_list(brief("gaotai-desk"), JUDGED, viewer, has_services=True)


def lists_of(store: Store, place: str) -> Lists:
    """The lists of a clerk of a place."""
    return Lists(store, Viewer("clerk", (place,)), registers=[people_register()])


def ask_store(url: str, people: int) -> Times:
    """Ours, with nothing kept of the answers before."""
    store = open_store(url)
    sides = [lists_of(store, place) for place in (PROVINCE, COUNTY)]

    def forget() -> None:
        kept = store.lists._kept
        for key in [key for key in kept if "total" in key or "counts" in key]:
            del kept[key]

    found = measure(*sides, people, forget)
    store.close()
    return found


def build(url: str) -> Times:
    """Make the indexes; the time of each."""
    store = open_store(url)
    lists = lists_of(store, PROVINCE)
    found: Times = {}
    for name in ("people", "enterprises"):
        found[f"index of {name}"] = [timed(partial(lists.count, name))]
    store.close()
    return found


def ask_pandas(folder: str, people: int) -> Times:
    """The rival: everything in memory, derived columns worked out beforehand; and the whole to the browser."""
    from streamlit.dataframe_util import convert_anything_to_arrow_bytes

    whole = Pandas(Path(folder), people_register())
    found = measure(whole.of(PROVINCE), whole.of(COUNTY), people, lambda: None)
    sizes: list[int] = []
    taken = timed(lambda: sizes.append(len(convert_anything_to_arrow_bytes(whole.frames["people"]))))
    return found | {f"st.dataframe of all people, {sizes[0] / 2**20:.0f} MB": [taken]}


def in_a_process(*arguments: str) -> Times:
    """The answers of a side asked in a process of its own."""
    command = [sys.executable, "-m", "bench.bench_lists", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Times = json.loads(done.stdout)
    return found


def report(title: str, found: Times) -> None:
    """One line a question."""
    print(f"{title}; peak memory {found.pop('peak')[0][0]:,.0f} MB", flush=True)
    print(f"  {'milliseconds: median and 95 in 100':44}{'clock':>18}{'processor':>18}", flush=True)
    for name, times in found.items():
        by_clock, by_processor = np.percentile(np.array(times), [50, 95], axis=0).T
        figures = "".join(f"{value:9.0f}" for value in (*by_clock, *by_processor))
        print(f"  {name:44}{figures}", flush=True)


def main(people: int = PEOPLE, sides: Sequence[str] = SIDES) -> None:
    """Print the median and the 95th percentile of each question on each side."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    tables = made(people)
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for name, frame in tables.items():
            frame.to_parquet(Path(folder) / f"{name}.parquet")
        urls = (f"sqlite:///{folder}/store.db", f"postgresql+psycopg://postgres@/postgres?host={server}")
        urls = tuple(url for url in urls if _kind(url) in sides)
        for url in urls:
            store = open_store(url)
            store.import_tables(tables, "bench")
            store.close()
        del tables
        for url in urls:
            kind = _kind(url)
            report(f"{kind}, making the indexes", in_a_process("build", url, str(people)))
            report(f"{kind}, {people:,} people", in_a_process("store", url, str(people)))
        if "pandas" in sides:
            report("pandas in memory", in_a_process("pandas", folder, str(people)))
    print(f"load {os.getloadavg()[0]:.1f}", flush=True)


def _kind(url: str) -> str:
    return url.split("+")[0].split(":")[0]


def child(side: str, where: str, people: int) -> None:
    """Print the times of one side as JSON, and the most memory that its process has held."""
    found = {
        "build": lambda: build(where),
        "store": lambda: ask_store(where, people),
        "pandas": lambda: ask_pandas(where, people),
    }[side]()
    print(json.dumps(found | {"peak": [(_peak(), 0)]}))


def _peak() -> float:
    """The most memory that this process has held, in MB; ``getrusage`` would count what its parent held, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] in ("build", "store", "pandas"):
        child(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    else:
        given = sys.argv[1:]
        main(int(given[0]) if given and given[0].isdigit() else PEOPLE, given[1:] or SIDES)
