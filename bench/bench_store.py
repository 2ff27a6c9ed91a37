"""The store beside pandas.to_sql: a million people into SQLite and PostgreSQL, and what a store is asked for after.

Run by ``make bench only=store``. The rival writes the same columns into the same kind of database, in the same run,
without keys, history or log; an index on its key is added, since nothing can be looked up without one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import create_engine, text

from dashboard.store import open_store
from dashboard.store.frames import dtype_of
from dashboard.tables import TABLES
from tests.postgres import postgres_server

ROWS = 1_000_000
TOWNS = [f"62072410{n}" for n in range(9)]


def made_up(name: str, count: int) -> pd.DataFrame:
    """Rows of a table, each with a key of its own."""
    chance = np.random.default_rng(1)
    columns: dict[str, Any] = {}
    for column in TABLES[name].columns:
        dtype = dtype_of(column)
        if column.name in ("person_id", "enterprise_id"):
            values: Any = np.array([f"{column.name[0]}{n:09d}" for n in range(count)], dtype=object)
        elif column.kind == "region":
            codes = TOWNS if column.name == "region_code" else [""]
            values = np.array((codes * (count // len(codes) + 1))[:count], dtype=object)
        elif column.kind in ("identifier", "phone", "person"):
            values = np.array([f"示例{n:012d}" for n in range(count)], dtype=object)
        elif dtype == np.float64:
            values = np.where(chance.random(count) < 0.1, np.nan, chance.integers(0, 99, count).astype(float))
        elif dtype == np.bool_:
            values = chance.random(count) < 0.5
        elif dtype.kind == "M":
            values = np.datetime64("2024-01-01", "s") + chance.integers(0, 700, count) * 86_400
        else:
            values = chance.choice(np.array(["", "就业", "失业"], dtype=object), count)
        columns[column.name] = pd.Series(values, dtype=dtype if dtype == np.object_ else None)
    return pd.DataFrame(columns)


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do a work once and print its time, by the clock and of this process."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    print(
        f"  {what:44}{time.perf_counter() - clock:8.2f} s {time.process_time() - processor:8.2f} s here",
        flush=True,
    )
    return found


def rival(url: str, people: pd.DataFrame) -> None:
    """The same rows by pandas."""
    engine = create_engine(url)

    def write() -> None:
        with engine.begin() as connection:
            people.to_sql("rival", connection, index=False, chunksize=20_000)
            connection.execute(text("CREATE INDEX rival_key ON rival (person_id)"))

    timed("pandas.to_sql and an index", write)
    timed("pandas.read_sql", lambda: pd.read_sql("SELECT * FROM rival", engine))
    engine.dispose()


def measure(url: str, people: pd.DataFrame) -> None:
    """Ours: the import, and what follows."""
    store = timed("ours: make an empty store", lambda: open_store(url))
    store.import_tables({"regions": made_up("regions", len(TOWNS))}, "bench")
    timed("ours: import", lambda: store.import_tables({"people": people}, "bench"))
    timed("ours: all of it as a frame", store.tables)
    key = {"person_id": people["person_id"].iloc[len(people) // 2]}
    version = timed("ours: one row", lambda: store.row("people", key)).version
    timed("ours: one edit", lambda: store.edit("people", key, {"status": "培训"}, version, "bench"))
    timed("ours: its history", lambda: store.history("people", key))
    some = people.iloc[: max(1, len(people) // 1000)].reset_index(drop=True)
    batch = timed("ours: import a thousandth again", lambda: store.import_tables({"people": some}, "bench"))
    timed("ours: withdraw that", lambda: store.withdraw(batch, "bench", "bench"))
    timed("ours: as of the first batch, as a frame", lambda: store.tables(as_of=2))
    timed("ours: verify", store.verify)
    with tempfile.TemporaryDirectory() as folder:
        timed("ours: backup", lambda: store.backup(Path(folder) / "backup.db", "bench"))
    store.close()


def main(rows: int = ROWS) -> None:
    """Print a table for each database."""
    people = made_up("people", rows)
    with tempfile.TemporaryDirectory() as folder:
        print(f"SQLite, {rows:,} people of {people.shape[1]} columns")
        rival(f"sqlite:///{folder}/rival.db", people)
        measure(f"sqlite:///{folder}/store.db", people)
    with postgres_server() as server:
        print(f"PostgreSQL, {rows:,} people (its own process is not in the second figure)")
        url = f"postgresql+psycopg://postgres@/postgres?host={server}"
        rival(url, people)
        measure(url, people)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else ROWS)
