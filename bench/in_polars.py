"""The rules in polars: one lazy query over the rows of every region and month, sorted by both.

Since every region has all months, the month before is the row before; only the first months of a region have to be
masked. That spares polars every window over groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add, or_

import numpy as np
import polars as pl

from bench import tables
from bench.rules import FLAGGED, Answer, Indicator, Rules
from dashboard.engine.panel import Panel
from dashboard.engine.thresholds import RawEdge

_NO = pl.lit(0, dtype=pl.Int8)


@dataclass(frozen=True)
class Data:
    """Native tables: rows of cells, events, firms, places and alerts."""

    rules: Rules
    cells: pl.DataFrame
    events: pl.DataFrame
    firms: pl.DataFrame
    places: pl.DataFrame
    alerts: pl.DataFrame
    months: int
    regions: int


def prepare(panel: Panel, rules: Rules) -> Data:
    """Native tables of a panel; missing figures are null."""

    def frame(columns: tables.Columns) -> pl.DataFrame:
        return pl.DataFrame(columns, nan_to_null=True).rechunk()

    return Data(
        rules,
        frame(tables.cells(panel)),
        frame(tables.events(panel)).with_columns(pl.col("kind").cast(pl.Categorical)),
        frame(tables.firms(panel)),
        frame(tables.places(panel)),
        frame(tables.alerts(panel)),
        panel.month_count,
        panel.region_count,
    )


def evaluate(data: Data) -> pl.DataFrame:
    """Judge all rules."""
    rules = data.rules
    streaks = [rule for rule in rules.indicators if rule.measure == "streak"]
    cells = data.cells.lazy()
    cells = cells.with_columns(_reached(_figure(r), r.change).alias(f"{r.id} qualifies") for r in streaks)
    cells = cells.with_columns(expression for rule in streaks for expression in _stops(rule))
    levels = [
        _tiers(_figure(rule), rule.edges).fill_null(-1).alias(rule.id)
        for rule in rules.indicators
        if rule.measure != "streak"
    ]
    levels += [expression for rule in streaks for expression in _streak(rule, rules.worst)]
    judged = cells.select("cell", "has_towns", *levels)

    at = _spread(data)
    closures = _closures(data, at.filter(pl.col("kind") == "closure"))
    layoffs = at.filter(pl.col("kind") == "layoff")
    found = [closures, _petitions(data, layoffs), _layoff_share(data, layoffs), _town_alerts(data)]
    by_cell = pl.concat(found, how="diagonal").group_by("cell").max()
    judged = judged.join(by_cell, on="cell", how="left", maintain_order="left")
    judged = judged.with_columns(
        *(pl.col(name).fill_null(0) for name in FLAGGED[:4]),
        *(pl.col(f"{name} partial").fill_null(False) for name in FLAGGED[:4]),
        pl.when("has_towns").then(pl.col("town_alerts").fill_null(0)).otherwise(pl.lit(-1, dtype=pl.Int8)),
    )
    return _regions(data, judged).collect()


def _figure(rule: Indicator) -> pl.Expr:
    value = pl.col(rule.column)
    if rule.measure == "value":
        return value
    if rule.measure == "over":
        return value - pl.col(rule.target)
    if rule.measure == "under":
        return pl.col(rule.target) - value
    base = value.shift(rule.months)
    return value / pl.when((pl.col("month") >= rule.months) & (base != 0)).then(base)


def _reached(figure: pl.Expr, edge: RawEdge | None) -> pl.Expr:
    return figure >= edge.raw if edge.upward else figure <= edge.raw


def _tiers(figure: pl.Expr, edges: tuple[RawEdge, ...]) -> pl.Expr:
    return reduce(add, (_reached(figure, edge).cast(pl.Int8) for edge in edges))


def _stops(rule: Indicator) -> list[pl.Expr]:
    """The row of the last month that did not qualify, and of the last one that is unknown."""
    qualifies, row = pl.col(f"{rule.id} qualifies"), pl.col("cell")
    return [
        pl.when(qualifies).then(None).otherwise(row).cum_max().forward_fill().alias(f"{rule.id} stopped"),
        pl.when(qualifies.is_null()).then(row).cum_max().forward_fill().alias(f"{rule.id} missing"),
    ]


def _streak(rule: Indicator, worst: int) -> list[pl.Expr]:
    """A region's first month is always unknown, so no streak reaches into the region before."""
    qualifies, stopped = pl.col(f"{rule.id} qualifies"), pl.col(f"{rule.id} stopped")
    levels = _tiers(pl.col("cell") - stopped, rule.edges)
    is_open = (stopped == pl.col(f"{rule.id} missing")) & qualifies
    return [
        pl.when(qualifies.is_not_null()).then(levels).otherwise(-1).cast(pl.Int8).alias(rule.id),
        (is_open & (levels < worst)).fill_null(False).alias(f"{rule.id} partial"),
    ]


def _spread(data: Data) -> pl.LazyFrame:
    """Each event in every region it lies in, with the number of its cell."""
    cell = (pl.col("place") * data.months + pl.col("month")).cast(pl.Int32)
    return data.events.lazy().join(data.places.lazy(), on="region").with_columns(cell=cell)


def _settled(name: str, proven: pl.Expr, could: pl.Expr) -> list[pl.Expr]:
    unknown = (proven <= 0) & (could > 0)
    return [
        pl.when(unknown).then(-1).otherwise(proven).cast(pl.Int8).alias(name),
        ((proven > 0) & (could > proven)).alias(f"{name} partial"),
    ]


def _closures(data: Data, closures: pl.LazyFrame) -> pl.LazyFrame:
    worst, base, affected = data.rules.worst, pl.col(data.rules.denominator), pl.col("affected")
    cells = closures.group_by("cell").agg(
        total=affected.sum(), largest=affected.max(), lacking=affected.null_count() > 0
    )
    bases = data.cells.lazy().select("cell", data.rules.denominator)
    cells = cells.join(bases, on="cell", how="left").with_columns(
        no_base=base.is_null() | (base == 0),
        share=_tiers(pl.col("total") / base, data.rules.closure_share),
        single=_tiers(pl.col("largest"), data.rules.single_closure).fill_null(0),
    )
    cells = cells.with_columns(share=pl.when("no_base").then(0).otherwise("share"))
    could_share = pl.when(pl.col("lacking") | pl.col("no_base")).then(worst).otherwise("share")
    could_single = pl.when("lacking").then(worst).otherwise("single")
    return cells.select(
        "cell",
        *_settled("closure_workforce_share", pl.col("share"), could_share),
        *_settled("single_closure", pl.col("single"), could_single),
    )


def _petitions(data: Data, layoffs: pl.LazyFrame) -> pl.LazyFrame:
    could = _NO
    for tier, (at_least, laid_off, petition) in enumerate(data.rules.petition, start=1):
        holds = (pl.col("workforce") >= at_least).fill_null(True)
        holds &= (pl.col("affected") >= laid_off).fill_null(True) & (pl.col("petition") >= petition)
        could = pl.when(holds).then(pl.lit(tier, dtype=pl.Int8)).otherwise(could)
    is_complete = pl.col("workforce").is_not_null() & pl.col("affected").is_not_null()
    proven = pl.when(is_complete).then(could).otherwise(_NO)
    cells = layoffs.group_by("cell").agg(could=could.max(), proven=proven.max())
    return cells.select("cell", *_settled("layoff_with_petition", pl.col("proven"), pl.col("could")))


def _sum(name: str) -> pl.Expr:
    """A sum, null where one of the values is."""
    return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum())


def _layoff_share(data: Data, layoffs: pl.LazyFrame) -> pl.LazyFrame:
    """The largest share over industries and over all firms that lay off."""
    firms = layoffs.group_by("cell", "firm").agg(staff=pl.col("workforce").max())
    watched = data.firms.lazy().join(data.places.lazy(), on="region")
    outside = layoffs.join(watched, on=["firm", "place", "division"], how="anti")
    outside = outside.select("cell", "division", "firm").unique().join(firms, on=["cell", "firm"])
    of_outside = outside.group_by("cell", "division").agg(outside=_sum("staff"), some=pl.len())
    of_watched = watched.group_by("place", "division").agg(watched=_sum("employees"), listed=pl.len())

    industries = layoffs.group_by("cell", "division").agg(
        laid_off=_sum("affected"), place=pl.col("place").first()
    )
    industries = industries.join(of_outside, on=["cell", "division"], how="left")
    industries = industries.join(of_watched, on=["place", "division"], how="left")
    staff = pl.when(pl.col("listed").is_null()).then(0.0).otherwise("watched")
    staff += pl.when(pl.col("some").is_null()).then(0.0).otherwise("outside")
    industries = industries.select("cell", "laid_off", staff=pl.when(pl.col("division") >= 0).then(staff))

    together = layoffs.group_by("cell").agg(laid_off=_sum("affected"))
    several = firms.group_by("cell").agg(staff=_sum("staff"), firms=pl.len()).filter(pl.col("firms") >= 2)
    together = together.join(several, on="cell").select("cell", "laid_off", "staff")

    staff, laid_off = pl.col("staff"), pl.col("laid_off")
    counted = (laid_off >= data.rules.min_affected).fill_null(True)
    unknown = laid_off.is_null() | staff.is_null() | (staff == 0)
    groups = pl.concat([industries, together]).filter(counted).with_columns(unknown=unknown)
    share = pl.when(~pl.col("unknown")).then(laid_off / staff)
    cells = groups.group_by("cell").agg(
        proven=_tiers(share, data.rules.layoff_share).fill_null(0).max(), lacking=pl.col("unknown").any()
    )
    could = pl.when("lacking").then(data.rules.worst).otherwise("proven")
    return cells.select("cell", *_settled("layoff_workforce_share", pl.col("proven"), could))


def _town_alerts(data: Data) -> pl.LazyFrame:
    """How many towns stand at each tier or worse, and what tier that makes."""
    cell = (pl.col("place") * data.months + pl.col("month")).cast(pl.Int32)
    at_least = [(pl.col("tier") >= t).sum().alias(str(t)) for t in range(1, data.rules.worst + 1)]
    counts = data.alerts.lazy().group_by(cell=cell).agg(at_least)
    levels = _NO
    for tier, options in enumerate(data.rules.town_alerts, start=1):
        reached = reduce(or_, (pl.col(str(worse)) >= towns for worse, towns in options))
        levels = pl.when(reached).then(pl.lit(tier, dtype=pl.Int8)).otherwise(levels)
    return counts.select("cell", town_alerts=levels)


def _regions(data: Data, cells: pl.LazyFrame) -> pl.LazyFrame:
    ids = data.rules.ids
    cells = cells.with_columns(
        worst=pl.max_horizontal(ids),
        known=pl.max_horizontal(rule.id for rule in data.rules.indicators),
        judged=reduce(add, ((pl.col(name) >= 0).cast(pl.Int8) for name in ids)),
        is_partial=reduce(or_, (pl.col(f"{name} partial") for name in FLAGGED)),
    )
    applicable = pl.lit(len(ids) - 1, dtype=pl.Int8) + pl.col("has_towns").cast(pl.Int8)
    return cells.select(
        *ids,
        *(f"{name} partial" for name in FLAGGED),
        "judged",
        tier=pl.when(pl.col("worst") > 0).then("worst").otherwise("known"),
        complete=(pl.col("judged") == applicable) & ~pl.col("is_partial"),
    )


def answer(data: Data, result: pl.DataFrame) -> Answer:
    """The result as arrays, to be checked."""

    def wide(name: str) -> np.ndarray:
        return result[name].to_numpy().reshape(data.regions, data.months).T

    levels = np.stack([wide(name) for name in data.rules.ids])
    partial = np.zeros(levels.shape, dtype=np.bool_)
    for name in FLAGGED:
        partial[data.rules.ids.index(name)] = wide(f"{name} partial")
    return Answer(levels, partial, wide("tier"), wide("complete"), wide("judged"))
