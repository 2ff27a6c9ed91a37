"""What one cell alone does not show: keys given twice, codes that `regions` lacks, circles of parents."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.tables.convert import Converted
from dashboard.tables.faults import Rows
from dashboard.tables.masks import quoted, shown
from dashboard.tables.months import month_text


def check_keys(read: Converted) -> None:
    """Note every row whose key stands in an earlier row."""
    for key in read.table.keys:
        if not all(name in read.places for name in key):
            continue
        filled = np.ones(len(read.frame), dtype=bool)
        for name in key:
            filled &= _is_filled(read, name)
        part = read.frame.loc[filled, list(key)]
        twice = part.duplicated(keep="first").to_numpy()
        if not twice.any():
            continue
        rows = read.rows[filled]
        first = _first_rows(part, rows)

        def found(
            index: int, key: tuple[str, ...] = key, part: Any = part, at: Any = twice, first: Any = first
        ) -> str:
            place = int(np.flatnonzero(at)[index])
            values = " and ".join(_value(read, name, part.iloc[place][name]) for name in key)
            return f"{values} again, after row {first[place]}"

        names = " and ".join(read.headings[name] for name in key)
        read.faults.add_many(
            rows[twice],
            found,
            f"each {names} once",
            "Remove or correct one of the rows.",
            "key_twice",
            column=read.headings[key[0]],
            place=read.places[key[0]],
        )


def _is_filled(read: Converted, name: str) -> Any:
    values = read.frame[name].to_numpy()
    if read.table.by_name[name].kind in ("month", "year"):
        return values != 0
    return values != ""


def _first_rows(part: pd.DataFrame, rows: Rows) -> Rows:
    """For each row, the row of the file in which its key stands first."""
    groups = part.groupby(list(part.columns), sort=False).ngroup().to_numpy()
    _, first = np.unique(groups, return_index=True)
    result: Rows = rows[first][groups]
    return result


def _value(read: Converted, name: str, value: Any) -> str:
    column = read.table.by_name[name]
    if column.kind == "month":
        return quoted(month_text(int(value)))
    return shown(str(value), column.kind, is_personal=read.table.is_personal)


def check_codes(read: Converted, codes: frozenset[str]) -> None:
    """Note every region code, or code of a place above, that `regions` does not have."""
    for column in read.table.columns:
        if column.kind != "region" or column.name not in read.places:
            continue
        values = read.frame[column.name]
        if read.table.name == "regions" and column.name == "region_code":
            continue
        lacking = np.flatnonzero(((values != "") & ~values.isin(codes)).to_numpy())

        def found(index: int, values: Any = values, at: Any = lacking) -> str:
            return shown(values.iloc[int(at[index])], "region", is_personal=read.table.is_personal)

        read.faults.add_many(
            read.rows[lacking],
            found,
            "a region code of the regions table",
            "Correct the code, or add the place to the regions table.",
            "unknown_region",
            column=read.headings[column.name],
            place=read.places[column.name],
        )


def check_tree(read: Converted) -> None:
    """Note each circle of parents once, at its first row."""
    if "parent_code" not in read.places:
        return
    codes = read.frame["region_code"].tolist()
    row_of = dict(zip(codes[::-1], read.rows.tolist()[::-1], strict=True))
    for circle in circles(codes, read.frame["parent_code"].tolist()):
        _note_circle(read, [*circle, circle[0]], row_of[circle[0]])


def circles(codes: Sequence[str], parents_of: Sequence[str]) -> Iterator[list[str]]:
    """Each circle of parents once, from its first row on."""
    # Backwards, so that of a code given twice the first row counts.
    parents = dict(zip(codes[::-1], parents_of[::-1], strict=True))
    place_of = dict(zip(codes[::-1], range(len(codes) - 1, -1, -1), strict=True))
    settled: set[str] = {""}
    for code in codes:
        path: list[str] = []
        on_path: set[str] = set()
        while code not in settled and code in parents and code not in on_path:
            path.append(code)
            on_path.add(code)
            code = parents[code]
        if code in on_path:
            circle = path[path.index(code) :]
            turn = circle.index(min(circle, key=lambda each: place_of[each]))
            yield [*circle[turn:], *circle[:turn]]
        settled.update(path)


def _note_circle(read: Converted, circle: list[str], row: int) -> None:
    way = circle if len(circle) <= 6 else [*circle[:4], "…", circle[-1]]
    read.faults.add(
        "a circle: " + " is in ".join(shown(code, "region").strip("'") for code in way),
        "parents that end at a place without one",
        "Correct one of the parent codes.",
        "circle",
        row=row,
        column=read.headings["parent_code"],
        place=read.places["parent_code"],
    )
