"""The deciding rule, drawn large with plotly: its months, its three edges, the streak and the gaps."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.engine.explain import Explanation, History, history
from dashboard.plans import Edge
from dashboard.plans.schema import ChildTiers, EventConditions, Streak
from dashboard.plans.styles import Scheme, neutrals
from dashboard.ui.payloads import styles_of
from dashboard.ui.place_payload import shown_months
from dashboard.wording.figures import number
from dashboard.wording.teller import Teller
from dashboard.wording.why import edges_told

FONT = "PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_DASHES = ("dot", "dash", "solid", "solid")
_HEIGHT = 272
_LABEL_PX = 14


def deciding_chart(teller: Teller, told: Explanation, region: int, scheme: Scheme) -> go.Figure | None:
    """The chart of one rule in one place; None for rules that hold on several conditions together."""
    if isinstance(told.rule.measure, EventConditions):
        return None
    first, last = shown_months(teller)
    past = history(teller.evaluation, told.rule.id, region)
    start = first - teller.workspace.panel.first_month
    window = slice(start, start + last - first + 1)
    months = list(range(first, last + 1))
    colours = neutrals(scheme)
    if isinstance(told.rule.measure, Streak):
        figure = _streak(teller, told, past, window, months, scheme)
    else:
        figure = _plain(teller, told, past.values[window], months, scheme)
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 44, "r": 86 if teller.t.is_chinese else 108, "t": 22, "b": 22},
        showlegend=False,
        bargap=0.18,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 11.5, "color": colours["t3"]},
        dragmode=False,
    )
    figure.update_xaxes(
        showgrid=False, zeroline=False, fixedrange=True, range=[-0.6, len(months) - 0.4],
        tickvals=[i for i, m in enumerate(months) if m % 12 == 0],
        ticktext=[str(m // 12) for m in months if m % 12 == 0],
        ticks="", linecolor=colours["line"], tickfont={"size": 11.5, "color": colours["t3"]},
    )  # fmt: skip
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True, ticks="", nticks=4)
    for i, m in enumerate(months):
        if m % 12 == 0:
            figure.add_vline(x=i, line={"color": colours["hair"], "width": 1}, layer="below")
    return figure


def _plain(
    teller: Teller, told: Explanation, values: np.ndarray[Any, Any], months: list[int], scheme: Scheme
) -> go.Figure:
    """One panel: a line for indicators, bars for events and alerts."""
    colours, figure = neutrals(scheme), go.Figure()
    edges = edges_told(told, teller)
    top, bottom = _range([*values.tolist(), *(e[1] for e in edges)], floor=told.rule.is_event)
    _gaps(figure, teller, values, top, bottom, scheme)
    shown = [None if math.isnan(v) else v for v in values.tolist()]
    where = list(range(len(months)))
    if told.rule.is_event or isinstance(told.rule.measure, ChildTiers):
        figure.add_bar(x=where, y=shown, marker={"color": colours["t2"]}, hoverinfo="skip")
    else:
        figure.add_scatter(
            x=where, y=shown, mode="lines", line={"color": colours["t1"], "width": 1.6}, connectgaps=False,
            hoverinfo="skip",
        )  # fmt: skip
        _dot(figure, teller, told, where[-1], shown[-1], scheme)
    _edges(figure, teller, edges, (bottom, top), scheme, _HEIGHT - 44)
    figure.update_yaxes(range=[bottom, top])
    return figure


def _streak(
    teller: Teller, told: Explanation, past: History, window: slice, months: list[int], scheme: Scheme
) -> go.Figure:
    """Two panels: month-on-month change against the line that counts, and the months counted against the edges."""
    assert isinstance(told.rule.measure, Streak)
    colours = neutrals(scheme)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.58, 0.42], vertical_spacing=0.05)
    changes = past.changes[window] if past.changes is not None else np.full(len(months), np.nan)
    counts, edge = past.values[window], told.rule.measure.streak.each_change
    where = list(range(len(months)))
    in_all = told.rule.measure.streak.in_all
    first = Edge(edge.op[0], 0.0) if in_all else edge
    qualifies = [first.reached_by(c) if not math.isnan(c) else False for c in changes.tolist()]
    streak_from = len(months) - len(told.streak)
    colour = [
        colours["t1"] if i >= streak_from else colours["t2"] if q else colours["line"]
        for i, q in enumerate(qualifies)
    ]
    shown = [None if math.isnan(c) else c for c in changes.tolist()]
    figure.add_bar(x=where, y=shown, marker={"color": colour}, hoverinfo="skip", row=1, col=1)
    top, bottom = _range([*changes.tolist(), 0.0, edge.number * 1.4])
    _gaps(figure, teller, changes, top, bottom, scheme, row=1)
    figure.add_hline(y=edge.number, line={"color": colours["t2"], "width": 1, "dash": "dash"}, row=1, col=1)
    reached = number(edge.number, 0, signed=True)
    t = teller.t
    label = t("{edge}% in all counts", edge=reached) if in_all else t("counts from {edge}%", edge=reached)
    figure.add_annotation(
        x=1.008, xref="paper", y=edge.number, yref="y", text=label, showarrow=False, xanchor="left",
        font={"size": 11.5, "color": colours["t2"]},
    )  # fmt: skip
    style = styles_of(teller.plan, scheme, teller.t.lang)
    bar_colours = [colours["t2"]] * len(months)
    if told.tier > 0:
        bar_colours[-1] = style[told.tier]["fill"]
    shown_counts = [None if math.isnan(c) else c for c in counts.tolist()]
    figure.add_bar(x=where, y=shown_counts, marker={"color": bar_colours}, hoverinfo="skip", row=2, col=1)
    edges = edges_told(told, teller)
    most = max([e[1] for e in edges] + [c for c in counts.tolist() if not math.isnan(c)]) * 1.14
    _edges(figure, teller, edges, (0.0, most), scheme, (_HEIGHT - 44) * 0.42, row=2)
    figure.update_yaxes(range=[bottom, top], ticksuffix="%", row=1, col=1)
    figure.update_yaxes(range=[0, most], dtick=2, row=2, col=1)
    if told.streak:
        figure.add_vrect(
            x0=streak_from - 0.5, x1=len(months) - 0.5, fillcolor=colours["soft"], line_width=0, layer="below"
        )
        figure.add_annotation(
            x=(streak_from + len(months) - 1) / 2, y=1.0, yref="paper", yanchor="bottom", showarrow=False,
            text=teller.t.plural("{n} month running", "{n} months running", len(told.streak)),
            font={"size": 12, "color": colours["t1"]}, xanchor="center",
        )  # fmt: skip
    return figure


def _range(values: list[float], *, floor: bool = False) -> tuple[float, float]:
    """Top and bottom of a panel that holds all values and edges with a margin."""
    known = [v for v in values if not math.isnan(v)] or [0.0, 1.0]
    high, low = max(known), min(known)
    margin = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    return high + margin, 0.0 if floor else low - margin


def _gaps(
    figure: go.Figure, teller: Teller, values: np.ndarray[Any, Any], top: float, bottom: float, scheme: Scheme,
    row: int | None = None,
) -> None:  # fmt: skip
    """A hatched strip for every month without a figure."""
    hatch = styles_of(teller.plan, scheme, teller.t.lang)[len(teller.plan.tiers) + 1]["hatch_color"]
    where = [i for i, v in enumerate(values.tolist()) if math.isnan(v)]
    if not where:
        return
    place = {"row": row, "col": 1} if row else {}
    figure.add_bar(
        x=where, y=[top - bottom] * len(where), base=bottom, width=1.0, hoverinfo="skip",
        marker={
            "color": "rgba(0,0,0,0)", "line": {"width": 0},
            "pattern": {"shape": "\\", "fgcolor": hatch, "bgcolor": "rgba(0,0,0,0)", "size": 6,
                        "solidity": 0.22},
        },
        **place,
    )  # fmt: skip
    figure.update_layout(barmode="overlay")


def _dot(
    figure: go.Figure, teller: Teller, told: Explanation, x: int, y: float | None, scheme: Scheme
) -> None:
    """The month looked at, in its tier's colour."""
    if y is None:
        return
    style = styles_of(teller.plan, scheme, teller.t.lang)[max(told.tier, 0)]
    figure.add_scatter(
        x=[x], y=[y], mode="markers", hoverinfo="skip",
        marker={"size": 9, "color": style["fill"], "line": {"width": 1.6, "color": neutrals(scheme)["t1"]}},
    )  # fmt: skip


def _edges(
    figure: go.Figure, teller: Teller, edges: list[tuple[int, float, str]], span: tuple[float, float], scheme: Scheme,
    height: float, row: int | None = None,
) -> None:  # fmt: skip
    """The edges as lines in their tier's ink, their labels pushed apart at the right."""
    styles = styles_of(teller.plan, scheme, teller.t.lang)
    per_px = (span[1] - span[0]) / height
    labels = _apart([edge[1] for edge in edges], _LABEL_PX * per_px)
    place = {"row": row, "col": 1} if row else {}
    axis = "y" if row in (None, 1) else f"y{row}"
    for (tier, at, text), y in zip(edges, labels, strict=True):
        ink = styles[tier]["ink"]
        dash = _DASHES[max(0, len(_DASHES) - 1 - (len(teller.plan.tiers) - tier) - 1)] if tier else "dot"
        figure.add_hline(y=at, line={"color": ink, "width": 1.2, "dash": dash}, **place)
        label = f"{_grade(styles[tier]['numeral'])} {text}"
        figure.add_annotation(
            x=1.008, xref="paper", y=y, yref=axis, text=label, showarrow=False, xanchor="left",
            font={"size": 11.5, "color": ink},
        )  # fmt: skip


def _grade(numeral: str) -> str:
    """A tier's numeral in running text."""
    return {"1": "Ⅰ", "2": "Ⅱ", "3": "Ⅲ", "4": "Ⅳ"}.get(numeral, "")


def _apart(values: list[float], least: float) -> list[float]:
    """Positions pushed apart so that labels do not touch, in the order of the values."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = list(values)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    overflow = (placed[order[-1]] - values[order[-1]]) / 2 if order else 0.0
    return [p - overflow for p in placed]
