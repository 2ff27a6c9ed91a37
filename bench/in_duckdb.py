"""The rules in DuckDB: one SQL statement over the rows of every region and month, with window functions."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from bench import tables
from bench.duckdb_events import event_tables
from bench.rules import FLAGGED, Answer, Indicator, Rules
from bench.sql import reached, tiers
from dashboard.engine.panel import Panel


@dataclass(frozen=True)
class Data:
    """An open database in memory with its native tables, and the statement that answers."""

    rules: Rules
    connection: duckdb.DuckDBPyConnection
    statement: str
    months: int
    regions: int


def prepare(panel: Panel, rules: Rules) -> Data:
    """Native tables of a panel; missing figures are NULL."""
    connection = duckdb.connect()
    for name in ("cells", "events", "firms", "places", "alerts"):
        columns = getattr(tables, name)(panel)
        connection.register("given", pd.DataFrame(columns))
        shown = ", ".join(_null(column, np.asarray(values)) for column, values in columns.items())
        connection.execute(f"CREATE TABLE {name} AS SELECT {shown} FROM given")
        connection.unregister("given")
    return Data(rules, connection, statement(rules, panel.month_count), panel.month_count, panel.region_count)


def _null(column: str, values: np.ndarray) -> str:
    if values.dtype.kind != "f":
        return column
    return f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END AS {column}"


def evaluate(data: Data) -> duckdb.DuckDBPyConnection:
    """Judge all rules; the answer is a table in memory."""
    return data.connection.execute(data.statement)


def statement(rules: Rules, months: int) -> str:
    """The statement of a plan."""
    streaks = [rule for rule in rules.indicators if rule.measure == "streak"]
    others = [rule for rule in rules.indicators if rule.measure != "streak"]
    changes = [f"{reached(_figure(rule), rule.change)} AS {rule.id}_q" for rule in streaks]
    stops = [part for rule in streaks for part in _stops(rule)]
    levels = [f"coalesce({tiers(_figure(rule), rule.edges)}, -1)::TINYINT AS {rule.id}" for rule in others]
    flags = ", ".join(f"coalesce({name}_partial, false) AS {name}_partial" for name in FLAGGED)
    ids, known = ", ".join(rules.ids), ", ".join(rule.id for rule in rules.indicators)
    judged = " + ".join(f"({name} >= 0)::TINYINT" for name in rules.ids)
    is_partial = " OR ".join(f"{name}_partial" for name in FLAGGED)
    return f"""
CREATE OR REPLACE TABLE answer AS
WITH changes AS (
  SELECT cell, region, month, has_towns, {", ".join(levels + changes)}
  FROM cells WINDOW before AS (PARTITION BY region ORDER BY month)
), stops AS (
  SELECT *, {", ".join(stops)} FROM changes
  WINDOW so_far AS (PARTITION BY region ORDER BY month ROWS UNBOUNDED PRECEDING)
), figures AS (
  SELECT cell, has_towns, {", ".join(rule.id for rule in others)},
    {", ".join(_streak(rule, rules) for rule in streaks)}
  FROM stops
), {event_tables(rules, months)}, judged AS (
  SELECT cell, {", ".join(f"coalesce({n}, 0)::TINYINT AS {n}" for n in FLAGGED[:4])},
    CASE WHEN has_towns THEN coalesce(town_alerts, 0) ELSE -1 END::TINYINT AS town_alerts,
    {known}, {flags}, has_towns
  FROM figures LEFT JOIN closures USING (cell) LEFT JOIN petitions USING (cell)
    LEFT JOIN layoff_shares USING (cell) LEFT JOIN town_counts USING (cell)
), counted AS (
  SELECT *, greatest({ids}) AS worst, greatest({known}) AS known, ({judged})::TINYINT AS judged FROM judged
)
SELECT cell, {ids}, {", ".join(f"{name}_partial" for name in FLAGGED)}, judged,
  CASE WHEN worst > 0 THEN worst ELSE known END AS tier,
  judged = {len(rules.ids) - 1} + has_towns::TINYINT AND NOT ({is_partial}) AS complete
FROM counted
"""


def _figure(rule: Indicator) -> str:
    if rule.measure == "value":
        return rule.column
    if rule.measure == "over":
        return f"({rule.column} - {rule.target})"
    if rule.measure == "under":
        return f"({rule.target} - {rule.column})"
    return f"({rule.column} / nullif(lag({rule.column}, {rule.months}) OVER before, 0))"


def _stops(rule: Indicator) -> list[str]:
    """The last month that did not qualify, and the last one that is unknown."""
    return [
        f"max(CASE WHEN {rule.id}_q THEN NULL ELSE month END) OVER so_far AS {rule.id}_stopped",
        f"max(CASE WHEN {rule.id}_q IS NULL THEN month END) OVER so_far AS {rule.id}_missing",
    ]


def _streak(rule: Indicator, rules: Rules) -> str:
    levels = tiers(f"(month - {rule.id}_stopped)", rule.edges)
    return (
        f"CASE WHEN {rule.id}_q IS NULL THEN -1 ELSE {levels} END::TINYINT AS {rule.id}, "
        f"{rule.id}_q AND {rule.id}_stopped = {rule.id}_missing AND {levels} < {rules.worst} "
        f"AS {rule.id}_partial"
    )


def answer(data: Data, result: duckdb.DuckDBPyConnection) -> Answer:
    """The result as arrays, to be checked."""
    columns = result.execute("FROM answer ORDER BY cell").fetchnumpy()

    def wide(name: str) -> np.ndarray:
        return np.asarray(columns[name]).reshape(data.regions, data.months).T

    levels = np.stack([wide(name) for name in data.rules.ids])
    partial = np.zeros(levels.shape, dtype=np.bool_)
    for name in FLAGGED:
        partial[data.rules.ids.index(name)] = wide(f"{name}_partial")
    return Answer(levels, partial, wide("tier"), wide("complete"), wide("judged"))
