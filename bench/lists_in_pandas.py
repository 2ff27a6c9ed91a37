"""The questions of bench_lists.py, answered by frames that are held whole in memory."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from dashboard.registers.listing import REGISTERS
from dashboard.store.lists import Between, Has, Is, Query, Register


class Pandas:
    """All people and firms of a folder of Parquet files, with what is derived from them."""

    def __init__(self, folder: Path, people: Register) -> None:
        read = {path.stem: pd.read_parquet(path) for path in folder.glob("*.parquet")}
        self.frames: dict[str, pd.DataFrame] = {}
        self.registers = REGISTERS | {"people": people}
        for name, register in self.registers.items():
            frame = read[name]
            related = {each.name or each.table: read[each.table] for each in register.related}
            more = register.derive(frame, related)
            names = [each.column.name for each in register.derived]
            self.frames[name] = frame.assign(**{column: more[column] for column in names})

    def of(self, place: str) -> Any:
        """The same questions as ``Lists`` answers, for a viewer of a place."""

        def inside(name: str, query: Query) -> pd.DataFrame:
            frame = self.frames[name]
            taken = frame["region_code"].str.startswith(place)
            for condition in query.where:
                column: Any = frame[condition.column]  # type: ignore[union-attr]
                match condition:
                    case Is():
                        taken &= column.isin(condition.values)
                    case Between():
                        taken &= column.between(pd.Timestamp(condition.least), pd.Timestamp(condition.most))
                    case Has():
                        taken &= column.str.contains(condition.values[0], regex=False)
            if query.search:
                names, codes = self.registers[name].names, self.registers[name].codes
                found = frame[names[0]].str.contains(query.search, regex=False)
                for code in codes:
                    found |= frame[code].str.startswith(query.search)
                taken &= found
            return frame[taken]

        def page(name: str, query: Query, number: int = 1, size: int = 50) -> pd.DataFrame:
            found = inside(name, query)
            found = found.sort_values(
                query.sort or "region_code", kind="stable", ascending=not query.descending
            )
            return found.iloc[(number - 1) * size : number * size]

        def count_by(name: str, column: str, query: Query) -> pd.Series[int]:
            return inside(name, query)[column].str.split(";").explode().value_counts()

        return SimpleNamespace(page=page, count_by=count_by)
