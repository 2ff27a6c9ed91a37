"""The rules in pandas: figures as wide frames, months down and regions across, events by group and merge.

Wide frames spare pandas every group operation on figures: a shift of rows is the month before, a comparison of
frames judges a whole country.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from bench import tables
from bench.rules import FLAGGED, Answer, Indicator, Rules
from dashboard.engine.panel import Panel
from dashboard.engine.thresholds import RawEdge

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Data:
    """Native tables: a wide frame a column, and long ones for events, firms, places and alerts."""

    rules: Rules
    wide: Frames
    rows: pd.DataFrame  # the position of each month, from 1, in a wide frame
    has_towns: pd.DataFrame
    closures_base: pd.Series
    events: pd.DataFrame
    firms: pd.DataFrame
    places: pd.DataFrame
    alerts: pd.DataFrame
    divisions: int

    @property
    def regions(self) -> int:
        return self.rows.shape[1]


@dataclass(frozen=True)
class Result:
    """Tiers and partial flags by rule, and the regions'."""

    levels: Frames
    partial: Frames
    tiers: pd.DataFrame
    complete: pd.DataFrame
    judged: pd.DataFrame


def prepare(panel: Panel, rules: Rules) -> Data:
    """Native tables of a panel."""
    shape = (panel.month_count, panel.region_count)
    wide = {name: pd.DataFrame(values.copy()) for name, values in panel.indicators.items()}
    wide |= {name: pd.DataFrame(values[panel.year_rows]) for name, values in panel.targets.items()}
    month = np.arange(1, panel.month_count + 1, dtype=np.int16)[:, None]
    events = pd.DataFrame(tables.events(panel))
    return Data(
        rules,
        wide,
        pd.DataFrame(np.broadcast_to(month, shape).copy()),
        pd.DataFrame(np.broadcast_to(panel.parents < 0, shape).copy()),
        pd.Series(panel.indicators[rules.denominator].reshape(-1)),
        events.assign(kind=events["kind"].astype("category")),
        pd.DataFrame(tables.firms(panel)),
        pd.DataFrame(tables.places(panel)),
        pd.DataFrame(tables.alerts(panel)),
        len(panel.divisions),
    )


def evaluate(data: Data) -> Result:
    """Judge all rules."""
    levels: Frames = {}
    partial: Frames = {}
    for rule in data.rules.indicators:
        if rule.measure == "streak":
            levels[rule.id], partial[rule.id] = _streak(data, rule)
        else:
            figures = _figures(data, rule)
            levels[rule.id] = _tiers(figures, rule.edges) - figures.isna()
    for name, cells in event_cells(data).items():
        levels[name], partial[name] = _write(data, cells["level"]), _write(data, cells["partial"])
    levels["town_alerts"] = _write(data, town_alerts(data)).where(data.has_towns, np.int8(-1))
    return _regions(data, levels, partial)


def _figures(data: Data, rule: Indicator) -> pd.DataFrame:
    values = data.wide[rule.column]
    if rule.measure == "value":
        return values
    if rule.measure == "over":
        return values - data.wide[rule.target]
    if rule.measure == "under":
        return data.wide[rule.target] - values
    base = values.shift(rule.months)
    return values / base.mask(base == 0)


def _reached(figures: Any, edge: RawEdge) -> Any:
    return figures >= edge.raw if edge.upward else figures <= edge.raw


def _tiers(figures: Any, edges: tuple[RawEdge, ...]) -> Any:
    first, *others = edges
    levels = _reached(figures, first).astype(np.int8)
    for edge in others:
        levels += _reached(figures, edge)
    return levels


def _streak(data: Data, rule: Indicator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Months since the last one that did not qualify; open where that one is unknown."""
    change = _figures(data, rule)
    unknown = change.isna()
    qualifies = _reached(change, rule.change)
    stopped = data.rows.mask(qualifies, 0).cummax()
    missing = data.rows.where(unknown, 0).cummax()
    levels = _tiers(data.rows - stopped, rule.edges)
    partial = (stopped == missing) & qualifies & (levels < data.rules.worst)
    return levels - unknown, partial


def event_cells(data: Data) -> Frames:
    """Tiers and partial flags of the four event rules, for the cells in which something happened."""
    at = data.events.merge(data.places, on="region")
    at["cell"] = at["month"] * data.regions + at["place"]
    closures, layoffs = at[at["kind"] == "closure"], at[at["kind"] == "layoff"]
    return _closures(data, closures) | _layoffs(data, layoffs)


def _settled(proven: pd.Series, could: pd.Series) -> pd.DataFrame:
    unknown = (proven <= 0) & (could > 0)
    return pd.DataFrame({"level": proven.mask(unknown, -1), "partial": (proven > 0) & (could > proven)})


def _closures(data: Data, closures: pd.DataFrame) -> Frames:
    cells = closures.groupby("cell")["affected"].agg(["sum", "max", "size", "count"])
    lacking, worst = cells["count"] < cells["size"], data.rules.worst
    base = data.closures_base.loc[cells.index]
    no_base = base.isna() | (base == 0)
    proven = _tiers(cells["sum"] / base.mask(no_base), data.rules.closure_share)
    largest = _tiers(cells["max"], data.rules.single_closure)
    return {
        "closure_workforce_share": _settled(proven, proven.mask(lacking | no_base, worst)),
        "single_closure": _settled(largest, largest.mask(lacking, worst)),
    }


def _layoffs(data: Data, layoffs: pd.DataFrame) -> Frames:
    tiers = pd.Series(np.int8(0), index=layoffs.index)
    staff, people = layoffs["workforce"], layoffs["affected"]
    for tier, (at_least, laid_off, petition) in enumerate(data.rules.petition, start=1):
        holds = ~(staff < at_least) & ~(people < laid_off) & (layoffs["petition"] >= petition)
        tiers = tiers.mask(holds, np.int8(tier))
    proven = tiers.mask(staff.isna() | people.isna(), np.int8(0))
    worst = pd.DataFrame({"cell": layoffs["cell"], "proven": proven, "could": tiers}).groupby("cell").max()
    return {
        "layoff_with_petition": _settled(worst["proven"], worst["could"]),
        "layoff_workforce_share": _layoff_share(data, layoffs),
    }


def _layoff_share(data: Data, layoffs: pd.DataFrame) -> pd.DataFrame:
    """The largest share over industries and over all firms; two keys are packed into one number."""
    width, firm_count = data.divisions + 2, int(layoffs["firm"].max()) + 1
    industry = layoffs["cell"] * width + layoffs["division"] + 1
    at = layoffs.assign(industry=industry, firm_there=layoffs["cell"] * firm_count + layoffs["firm"])
    firms = at.groupby("firm_there")["workforce"].max()
    watched = data.firms.merge(data.places, on="region")

    def there(frame: pd.DataFrame) -> pd.Series:
        return (frame["firm"] * data.regions + frame["place"]) * width + frame["division"] + 1

    outside = at.loc[~there(layoffs).isin(there(watched)), ["industry", "firm_there"]].drop_duplicates()
    of_outside = _sums(outside["firm_there"].map(firms), outside["industry"])
    of_watched = _sums(watched["employees"], watched["place"] * width + watched["division"] + 1)

    groups = _sums(at["affected"], at["industry"]).to_frame("laid_off")
    groups["cell"], division = groups.index // width, groups.index % width
    at_place = groups["cell"] % data.regions * width + division
    staff = of_watched.reindex(at_place, fill_value=0.0).set_axis(groups.index)
    staff += of_outside.reindex(groups.index, fill_value=0.0)
    groups["staff"] = staff.mask(division == 0)

    by_cell = firms.index // firm_count
    together = _sums(at["affected"], at["cell"]).to_frame("laid_off")
    together["staff"] = _sums(firms, by_cell)
    together = together[firms.groupby(by_cell).size() >= 2].reset_index(names="cell")
    groups = pd.concat([groups, together], ignore_index=True)

    counted = ~(groups["laid_off"] < data.rules.min_affected)
    unknown = groups["laid_off"].isna() | groups["staff"].isna() | (groups["staff"] == 0)
    share = (groups["laid_off"] / groups["staff"]).where(counted & ~unknown)
    groups["lacking"], groups["proven"] = unknown & counted, _tiers(share, data.rules.layoff_share)
    cells = groups.groupby("cell")[["proven", "lacking"]].max()
    return _settled(cells["proven"], cells["proven"].mask(cells["lacking"], data.rules.worst))


def _sums(values: pd.Series, by: Any) -> pd.Series:
    """Sums by group, missing where one of the values is."""
    groups = values.groupby(by).agg(["sum", "size", "count"])
    return groups["sum"].mask(groups["count"] < groups["size"])


def _write(data: Data, values: pd.Series) -> pd.DataFrame:
    """A few cells into a wide frame of zeros."""
    flat = np.zeros(data.rows.size, dtype=np.bool_ if values.dtype == np.bool_ else np.int8)
    flat[values.index] = values.to_numpy()
    return pd.DataFrame(flat.reshape(data.rows.shape))


def town_alerts(data: Data) -> pd.Series:
    """The tier of each cell whose towns have alerts: how many stand at each tier or worse."""
    cell = data.alerts["month"] * data.regions + data.alerts["place"]
    tiers = range(1, data.rules.worst + 1)
    counts = pd.concat([cell[data.alerts["tier"] >= t].value_counts() for t in tiers], axis=1, keys=tiers)
    counts = counts.fillna(0)
    levels = pd.Series(np.int8(0), index=counts.index)
    for tier, options in enumerate(data.rules.town_alerts, start=1):
        reached = reduce(pd.Series.__or__, [counts[at_least] >= towns for at_least, towns in options])
        levels = levels.mask(reached, np.int8(tier))
    return levels


def _regions(data: Data, levels: Frames, partial: Frames) -> Result:
    indicators = [rule.id for rule in data.rules.indicators]
    known = reduce(np.maximum, [levels[name] for name in indicators])
    worst = reduce(np.maximum, [frame for name, frame in levels.items() if name not in indicators], known)
    judged = reduce(pd.DataFrame.__add__, [(frame >= 0).astype(np.int8) for frame in levels.values()])
    applicable = data.has_towns.astype(np.int8) + np.int8(len(levels) - 1)
    complete = (judged == applicable) & ~reduce(pd.DataFrame.__or__, partial.values())
    return Result(levels, partial, worst.where(worst > 0, known), complete, judged)


def answer(data: Data, result: Result) -> Answer:
    """The result as arrays, to be checked."""
    levels = np.stack([result.levels[name].to_numpy(dtype=np.int8) for name in data.rules.ids])
    partial = np.zeros(levels.shape, dtype=np.bool_)
    for name in FLAGGED:
        partial[data.rules.ids.index(name)] = result.partial[name].to_numpy()
    return Answer(
        levels,
        partial,
        result.tiers.to_numpy(dtype=np.int8),
        result.complete.to_numpy(dtype=np.bool_),
        result.judged.to_numpy(dtype=np.int8),
    )
