"""Processes that write into a store until they are done or killed: `python -m tests.store.worker WHAT URL ANCHOR …`.

``endless`` writes batch after batch and prints each number when it is confirmed; what a batch holds follows from its
number, so that any state can be worked out again. ``count`` adds one to figures that others add to as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dashboard.errors import StaleEditError
from dashboard.store import Store, open_store
from tests.store.made import firms

FIRMS = [f"F{n}" for n in range(40)]


def is_edit(batch: int) -> bool:
    return batch % 3 == 0


def expected(version: int) -> dict[str, str]:
    """The firms' names after a batch of ``endless``; batch 1 holds the places."""
    names: dict[str, str] = {}
    for batch in range(2, version + 1):
        if is_edit(batch):
            names[FIRMS[batch % len(FIRMS)]] = f"edit {batch}"
        else:
            names = dict.fromkeys(FIRMS, f"import {batch}")
    return names


def endless(store: Store) -> None:
    batch = store.version
    while True:
        batch += 1
        if is_edit(batch):
            key = {"enterprise_id": FIRMS[batch % len(FIRMS)]}
            version = store.row("enterprises", key).version
            done = store.edit("enterprises", key, {"enterprise_name": f"edit {batch}"}, version, "worker")
        else:
            tables = {"enterprises": firms(**dict.fromkeys(FIRMS, f"import {batch}"))}
            done = store.import_tables(tables, "worker", {"firms.csv": "0" * 64})
        assert done == batch
        print(done, flush=True)


def count(store: Store, name: str, times: int) -> None:
    for turn in range(times):
        key = {"enterprise_id": FIRMS[turn % 5]}
        while True:
            row = store.row("enterprises", key)
            more = str(int(row.values["employees_count"] or "0") + 1)
            try:
                store.edit("enterprises", key, {"employees_count": more}, row.version, name)
            except StaleEditError:
                continue
            break


if __name__ == "__main__":
    what, url, anchor, *rest = sys.argv[1:]
    opened = open_store(url, Path(anchor))
    if what == "endless":
        endless(opened)
    else:
        count(opened, rest[0], int(rest[1]))
